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
row-silent = { $days ->
    [one] Last answer yesterday; the phone can be reached
   *[other] Last answer { $days } days ago; the phone can be reached
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
