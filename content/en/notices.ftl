# Sentences with values in them: the reasons a person is told, and what staff read. One file per language, the same keys
# and values in each. What can arrive unasked names no person, no substance and no treatment.

## Why something is offered (told to the person)

because-reported-use = Thank you for telling me. This one comes first today.
because-strong-craving = You said { $craving }. Here is something for right now.
because-rising-craving = Your numbers are above your usual these days. This takes a while, and you can stop any time.
because-low-mood = A few low days in a row. Would it help to tell someone?

## Why a person is on the list (read by staff)

row-danger = Words of danger: { $kind }
row-reported-use = Told of use in the last check-in. Call today; safety first.
row-strong-craving = Craving { $recent_craving }; usual { $usual_craving }
row-silent = { $ago ->
    [one] Last answer yesterday; the phone can be reached
   *[other] Last answer { $ago } days ago; the phone can be reached
}
row-rising-craving = Craving going up: { $recent_craving }; usual { $usual_craving }
row-low-mood = { $streak_mood ->
    [one] Mood 3 or lower on one answered day: { $recent_mood }
   *[other] Mood 3 or lower on { $streak_mood } answered days in a row: { $recent_mood }
}

## What reaches a phone unasked

alert-neutral = Something is waiting for you.
message-neutral = You have a note to read.

## Danger

danger-body = { $code }: { $kind }. Please look now, and reach out the way your program does.
kind-self_harm = thoughts of ending life, or self-harm
kind-overdose = a possible overdose
kind-harm_to_others_or_abuse = someone may get hurt, or is being hurt
kind-use_disclosure = told of use
kind-craving = a strong craving
staff-card = You write here as staff, so nobody was alerted. The numbers are for you as well.

## Today

today-title = { $count ->
    [0] Today: nobody is waiting
    [one] Today: one person needs a look
   *[other] Today: { $count } people need a look
}
today-none = Nobody on your list needs a look right now.
today-row = { $code }: { $row }

## A person's page

person-title = { $code } { $initials }
person-none-answers = No answers yet.
table-day = Day
table-craving = Craving
table-mood = Mood
table-used = Use
table-mindful = Mind
used-yes = yes
used-no = no
used-unsaid = unsaid
mindful-yes = yes
mindful-no = no
notes-title = Notes
messages-title = Messages
alerts-title = Alerts
seen-told = Marked as seen. It stays open until you mark it as reviewed.
reviewed-told = Marked as reviewed and closed.
not-yours = This person is not on your list, so this cannot be shown to you.
open-in-chat = Open in the chat

quoted = { $at } · { $text }
staff-text = I can only take commands from staff here. See /help.

## Caseload and alerts

caseload-title = The people you look after
caseload-row = { $code } { $initials } · { $state }
alerts-none = No open alerts.
alert-row = { $code } · { $kind } · { $at } · { $state }
raised-at = Raised { $at }
hours-closed = It is outside staffed hours now.
state-invited = invited
state-active = active
state-paused = on a break
state-unreachable = not reachable
state-discharged = left the program
state-open = open
state-seen = seen
state-reviewed = reviewed
state-closed = closed
state-acknowledged = taken

## Invites

invite-made = This link works once. Give it to one person: { $link }

## For whoever keeps the program running

content-broken = { $faults ->
    [one] The content has one fault. The last version without faults keeps running.
   *[other] The content has { $faults } faults. The last version without faults keeps running.
}
disk-full = The disk is nearly full. Answers may soon not be stored. Please free some space now.
poison = { $count ->
    [one] One message could not be handled and was set aside. Everything else goes on.
   *[other] { $count } messages could not be handled and were set aside. Everything else goes on.
}

## Dates: when they are, and what was said before them

session-span = { $day }, { $start } to { $end }
said-yes = You said: I will be there.
said-late = You said: I will be late.
said-late-more = You said: about { $minutes } minutes late.
said-no = You said: I cannot come.
said-no-more = You said: I cannot come ({ $reason }).
told-nothing = no answer yet
told-yes = will be there
told-late = will be late
told-late-more = about { $minutes } minutes late
told-no = cannot come
told-no-more = cannot come: { $reason }
why-ride = a ride
why-child_care = child care
why-work = work
why-health = health
why-other = something else
desk-in-zone = { $when } ({ $zone } time)
desk-yes = { $count } coming
desk-late = { $count } late
desk-no = { $count } cannot come
desk-present = { $count } present
desk-absent = { $count } absent
desk-excused = { $count } excused
desk-unmarked = { $count } not marked
desk-place-hint = To say where it meets, write a message like this, with a room, an address or a link: /sessions { $name } 12 Main Street, room 2
desk-overlap = You lead another session around then: { $when }.

## Sessions: what reaches a phone unasked, and why a person is on the list

session-neutral = There is news about one of your dates.
session-change-neutral = A date of yours changed.
row-session-missed = { $reason ->
    [ride] Missed a session: no ride
    [child_care] Missed a session: child care
    [work] Missed a session: work
    [health] Missed a session: health
    [other] Missed a session: something else got in the way
   *[unknown] Missed a session. Nobody knows yet what got in the way.
}

## What reaches staff about their list, and how an alert moves on

list-neutral = Something new is on your list.
digest-neutral = Your list for today is ready.
alert-told = Told: { $told }
alert-told-nobody = Nobody could be told yet. It is tried again each minute.
alert-taken = Taken by { $who }, { $at }
alert-waits = { $code } has waited for a look for some staffed hours. Please ask their counselor, or see that somebody looks.
alert-kept = on the list of their counselor
today-unreachable = { $code }: not reachable since { $at }. Try another way.
today-uncertain = { $count ->
    [one] { $code }: one message may not have arrived
   *[other] { $code }: { $count } messages may not have arrived
}
because-ask-again = A little time has passed. How is it now?
because-still-strong = You said { $strength } again. A person can carry this with you.
row-still-strong = Craving still { $strength } when asked again 20 minutes later
today-unmarked = { $count ->
    [one] One session is not marked yet
   *[other] { $count } sessions are not marked yet
}

## Leaving and coming back

row-left = Left on their own wish. Their record stays; the door is open.

## Messages nobody asked for

because-hello = Hello. No need to answer. You can start with today.
row-thinned = { $count ->
    [one] Passed by the last message; one in two is sent from now on
   *[other] Passed by the last { $count } messages; one in two is sent from now on
}

## Why a rule brings something now: told unasked, so nothing telling

because-dark-thoughts = Thank you for saying it. Please look at this first.
because-not-safe = Here is something for you, for a quiet moment.
because-day-after = A page for the day after. Your plan still stands.
because-look-back = A few days on, heads are clearer. Three minutes, if you like.
because-safety-short = A short page about staying safe.
because-strong-log = You said { $strength }. Here is something for right now.
because-pull-and-unsure = A harder day, it seems. One small skill?
because-less-sure = You felt surer the other day. A look at your own plan?
because-less-sure-lesson = Feeling sure comes and goes. Something small on that.
because-rising-lesson = Stronger than your usual these days. A short read on it.
because-gray-days = A few gray days. Something short that may help a little.
because-back = Good to see you. Start with today.
because-new-phase = Something changes these days, so this page comes again.
because-phase-look = Two weeks in the new rhythm. A look at your own signs?
because-first-questions = A few questions that make this yours. Stop any time, go on tomorrow.
because-body-check = The first week needs a quick look at how you feel.
because-first-days = This one comes early, because of what you told me.
because-you-said = Moved up for you, because of something you said.
because-you-named-it = You named this one yourself. Here is a short page on it.
because-you-asked-for-it = You said this kind of thing appeals to you.
because-two-minds = Not all of you is sure, and that is worth a look.
because-own-plan = You asked me to bring this up now.
because-hour-tomorrow = A time you named is coming tomorrow. Three minutes ahead of it?
because-hour-today = A time you named comes today. Three minutes ahead of it?
because-date-coming = A date you named is coming.
because-trigger-once = You tagged something the other day. Here is a short page on it.
because-trigger-twice = The same thing came up again this week. Here is a short page on it.
because-trigger-feeling = It was a feeling more than once. Here is a short page on it.
because-place = The same kind of place came up again. Here is a short page on it.
because-poor-sleep = A few short nights in a row. Something for tonight.
because-two-waves = Two strong waves this week. A small way to wait.
because-after-group = Talking can stir things up. A page for the way home.
because-drift = The days got thinner. No blame, just a short look.
because-good-days = Three steadier days. What helped?
because-good-week = A good stretch. Here is a way to keep it good.
because-five-practices = You tried quite a few. Your numbers have something to show.
because-full-week = A full week. Take an evening off from me.
because-doses = One thing in your week was harder to keep up. It happens to many.
because-week-number = One number in your week moved. A short page on it.
because-alone = It looks like a lot is on you alone. A small way to ask.
because-body-low = A rough week for your body. One simple thing.
because-conflict = A week with a lot of friction. A short page on it.
because-hard-week = A hard week. Something short for you.
because-missed-twice = The same thing got in the way again. A page on who can help.

## What staff read when a rule wants a person

row-dark-thoughts = First questions: said yes to thoughts of ending life in the last month. A person asks next, today.
row-body-danger = Body check: a sign that needs emergency care
row-body-signs = Body check: signs of withdrawal. Call today.
row-not-safe = Said that home is not safe. Call on a safe line; say nothing to family.
row-daily-use = First questions: alcohol, benzos or GHB nearly every day. Stopping alone can be dangerous; call today.
row-recent-overdose = First questions: an overdose in the last year. Naloxone and a call today.
row-pregnant = First questions: pregnant, or may be. Call today.
row-health = First questions: heart or seizures. Look before exercises are suggested.
row-naloxone = No naloxone at hand, or not sure
row-strong-log = Craving log: { $strength }
row-less-sure = Less sure than the time before: fell by { $drop_confidence }
row-trigger = One trigger on { $count_trigger } days lately
row-poor-sleep = Slept badly on { $count_sleep } of 7 mornings: { $recent_sleep }
row-doses = Some or all doses of recovery medicine were missed this week. Call today.
row-drink-days = Days with alcohol this week: { $drink_days }, none in the weeks before
row-drug-days = Days with another substance this week: { $drug_days }, none in the weeks before
row-support = { $streak_support_days } weeks without a day of support
row-missed-twice = The same thing got in the way of two sessions
their-plan-none = Nothing is in the plan yet.

## A move to the next phase

because-phase = There is something to look at together, when you have a few minutes.
phase-propose-ask = Propose the next phase ({ $phase }) to { $code }? They read what changes, and decide. Speak with them first.
phase-proposed = Proposed. You see here what they say.
row-phase-agreed = Agreed to the next phase
row-phase-talk = Wants to talk before the next phase
## For editors: what became of their files

content-taken = { $count ->
    [0] Taken. Your files are in use now.
    [one] Taken. Your files are in use now. One text is new.
   *[other] Taken. Your files are in use now. New texts: { $count }.
}
content-not-taken = { $faults ->
    [one] Not taken, the version before stays. { $where }
   *[other] Not taken, the version before stays. { $faults } faults: { $where }
}
