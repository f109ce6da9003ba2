# Button labels and short words of the interface, for participants first. One file per language, the same keys in each.
# Spoken of by the contract, so never changed: next, skip, back, help-now, check-in, lesson, menu, and how `change` begins.

## Buttons

next = Next
back = Back
skip = Skip
done = Done
change = Change an answer
add-note = Add a note
other = Other
open = Open
close = Close
again = Show again
yes = Yes
no = No

## The keyboard at the bottom, and the menu

help-now = Help now
check-in = Check in
lesson = Lesson
menu = Menu
practice = A calm exercise
message = Write to my counselor
sessions = My dates
plan = My plan
progress = How it is going
settings = Settings
my-data = My data
pause = Take a break
resume = Come back
help = How this works
home-text = What would you like to do?
keyboard = These buttons stay at the bottom from now on.

## Moving through a page

prompt = Got a minute?
closing = That is all for now.
pages-left = { $count ->
    [one] one more page
   *[other] { $count } more pages
}
show-left = { $seconds } s left
stale = That button is from an earlier screen. Here is where you are now.
question-list = Which answer do you want to change?
changed = Changed. Your new answer counts.
note-saved = Your note is saved.
neutral-card = Tap to open.
started-again = I was away for a moment. Here is where we were.
scale-ends = { $low } … { $high }

## What can be tapped or typed

hint-choice = Tap the answer that fits, or Skip.
hint-many = Tap all that fit, then Done.
hint-scale = Tap a number, or type one of those on the buttons.
hint-number = Tap a number, or tap Other and type one.
hint-time = Tap a time, or type one like 19:30.
hint-date = Tap a day, or type a date like 2026-12-31.
hint-timezone = Tap your zone, or type a big city near you.
hint-text = Type your words and send them, or tap Skip.
typed-number-other = Type a whole number and send it.
typed-time-other = Type a time like 19:30 and send it.
typed-date-other = Type a date like 2026-12-31 and send it.
typed-city-other = Type a big city near you and send it.

## The first steps

invite-wrong = That link does not work here. Please ask the person who gave it to you for a new one.
invite-locked = That was a lot of tries. Please wait an hour and try again.
invite-none = Hello. This is a private helper, and it opens with a personal link. If you were given one, open it again.
consent-first = Let us finish the first steps. They are short.
goodbye-declined = That is fine. The same link works on another day.
welcome-back = Good to see you. Nothing to catch up on.

## What I cannot take

private-only = I only talk in private chats.
edited-told = I saw that you changed a message. What I stored stays as it was. To change an answer, use the button.
forwarded-told = That was a forwarded message, so I did not take it as your answer.
sticker-told = Nice. I can only read words and buttons, though.
voice-told = I cannot listen to voice messages. Please type it. If it cannot wait, tap Help now.
picture-told = I cannot look at pictures. Please type it. If it cannot wait, tap Help now.
location-told = I do not use places, and I did not keep yours. If you need help now, tap Help now.
other-told = I cannot read that. Words and buttons work.
not-possible = That does not work here.
not-yet = This part is not here yet.

## Words that nobody asked for

free-text = I had not asked a question just now. Would you like to send this to your counselor?
send-to-counselor = Send to my counselor
sent-to-counselor = It is stored for your counselor, who can read it in staffed hours: { $hours }.
discarded = Closed. It was not sent.

## A break

pause-ask = How long would you like a break from my messages? Help now keeps working.
pause-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
paused-until = I will be quiet until { $date }. Help now keeps working.
paused-now = You are on a break. Help now keeps working.
resumed = Your messages are on again.

## My data

mydata-text = This is about you, so you can see it and take it with you.
mydata-file = Send me a copy
mydata-filename = my-copy
who-looked = Who looked

## Lessons and practices

lesson-next = Next in your series
lesson-sooner = Moved up for you
lessons-done = You have read them all. You can open any of them again.
practices-choose = Which one would you like?

## Telegram's list of commands: a glance over the shoulder tells nothing

command-start = Main menu
command-checkin = Five quick taps
command-lesson = Something short to read
command-practice = A few calm minutes
command-sos = For right now
command-sessions = Dates and times
command-plan = My notes to myself
command-progress = My numbers
command-message = Write a message
command-settings = Time, language, messages
command-mydata = What is kept about me
command-pause = Quiet for a while
command-help = How this works
command-today = Today's list
command-caseload = My list
command-alerts = What is waiting
command-invite = Make a link
command-preview = Look at a page
command-stop = Stop messages

## Weekdays, as staffed hours name them

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

## Staff's buttons, and small words of the program

seen = Seen
reviewed = Reviewed
caseload-button = My people
today-button = Today
open-person = Open the person
go-on = Go on with: { $title }
checkin-quiet = That time lies in your quiet hours, when I do not write. Pick another, please.
setting-saved = Saved.
discharged-told = You have left this program, so I no longer write or store answers. Help now keeps working.
pause-hint = Write a number of days from 1 to { $most }, like /pause 3.
settings-ask = What would you like to change?
plain = { $text }

## Dates: what is coming, and what a person says before it (people read "date" or "session", never what kind)

sessions-title = Your next dates
sessions-none = Nothing is planned for you right now. When something is, you find it here.
session-ask = Will you be there?
session-coming = I will be there
session-late = Running late
session-cannot = Cannot come
session-calendar = Add to my calendar
session-uncalendar = Update my calendar
session-ask-late = About how many minutes late?
session-minutes = { $minutes } minutes
session-ask-reason = What gets in the way?
reason-ride = A ride
reason-child_care = Child care
reason-work = Work
reason-health = My health
reason-other = Something else
thanks-yes = Thank you. See you then.
thanks-late = Thank you for telling us. Come when you can.
thanks-no = Thank you for telling us. You can change this until it starts.
session-cancelled = This date is cancelled. You do not need to do anything.
session-moved = The time has changed. Here is the new one.
session-started = It has started by now. If you are on your way or need something, write to your counselor.
ics-title = Appointment
ics-filename = appointment
ics-text = Open this file to put the date in your calendar. There it only says: { $title }.
ics-text-cancelled = Open this file if you had put the date in your calendar. It marks it as cancelled.

## A counselor's dates

desk-sessions = Sessions
desk-title = Sessions: today and the next seven days
desk-title-other = Sessions of that week
desk-none = There are no sessions in these days.
desk-earlier = Earlier
desk-later = Later
desk-groups = Groups
desk-new-appointment = New appointment
desk-new-group = New group
desk-cancelled = Cancelled
desk-nobody = Nobody belongs to it yet.
desk-move = Move it
desk-cancel = Cancel this session
desk-members = Members
desk-ask-cancel = Cancel? Members are told.
desk-ask-cancel-one = Cancel? The person is told.
desk-cancel-yes = Yes, cancel it
desk-has-moved = It was moved in the meantime. This is how it stands now.
desk-too-late = It has started, so it can no longer be moved or cancelled.
desk-ask-person = With whom?
desk-nobody-yet = There is nobody on your list yet.
desk-ask-day = Which day?
desk-ask-time = At what time?
desk-ask-length = How long?
desk-minutes = { $minutes } minutes
desk-ask-make = Make this appointment? The person is told.
desk-make = Yes, make it
desk-ask-move-day = Move it to which day?
desk-ask-move = Move it to this time? People are told, and can answer anew.
desk-move-yes = Yes, move it
desk-ask-weekdays = It meets every week. On which days? Tap all that fit.
desk-ask-title = What should people read?
desk-ask-place = Where?
desk-no-place = No place yet
desk-place = Place
desk-ask-make-group = Make this group? You can add members next.
desk-ask-group = Which group?
desk-no-group = You lead no group yet.
desk-add-member = Add a member
desk-add = Add { $who }
desk-remove = Remove { $who }
desk-ask-remove = Remove this person from the group? They are told.
desk-remove-yes = Yes, remove
group-title-group = Group
group-title-morning-group = Morning group
group-title-afternoon-group = Afternoon group
group-title-evening-group = Evening group
group-title-skills-group = Skills group
mark-present = Present { $who }
mark-absent = Absent { $who }
mark-excused = Excused { $who }
mark-all = All others were there
came-present = present
came-absent = absent
came-excused = excused
came-not-marked = not marked

## Sessions: what a date is called, and when it is

session-alone = Time with your counselor
session-day-today = Today
session-day-tomorrow = Tomorrow
session-day-mon = Monday
session-day-tue = Tuesday
session-day-wed = Wednesday
session-day-thu = Thursday
session-day-fri = Friday
session-day-sat = Saturday
session-day-sun = Sunday
session-time = { $hour }:{ $minute } { $half ->
    [am] AM
   *[pm] PM
}
session-begun = That date has begun or has changed, so this was not taken. You can write to your counselor.
session-gone = That date is over, or it has changed.

## What a person in need is told of what became of it

truth-stored = It is stored for your counselor. Nobody has seen it yet. Staff hours: { $hours }.
truth-nobody = It is stored. Right now I cannot reach anyone on staff here. The numbers above are there day and night.
truth-seen = Your note was seen: { $at }.
truth-read = Your message was read: { $at }.

## Leaving and coming back

leave-program = Leave this program
leave-title = Leave this program?
leave-stops = My messages stop at once, and the buttons at the bottom go away.
leave-stays = Your record stays with the program for as long as the law asks. You can ask the program to erase it.
leave-copy = Your own copy is in the file above.
leave-counselor = Your counselor is told that you left. You do not have to explain it to anyone.
leave-help = Help now keeps working. Type /sos here at any time.
leave-yes = Yes, leave
leave-stay = Stay
stay-told = All right. Nothing has changed.
left-told = You have left. Thank you for the time you were here.
farewell-told = I will not write to you any more, and I no longer keep what you write here.
help-after = If things get hard, type /sos here. That keeps working.
come-back = The door stays open. To come back on any day, ask for a new link where you got your first one.
come-back-phone = The door stays open. To come back on any day, call { $phone } and ask for a new link.
moved-told = This chat has moved to another phone, so nothing more comes here. If that was not you, tell whoever gave you the link.
moved-told-phone = This chat has moved to another phone, so nothing more comes here. If that was not you, call { $phone }.
erased-told = What was kept about you here is erased. Nothing more comes from me. If things get hard, type /sos here.
no-role-told = You have no part here right now. If you think that is a mistake, ask whoever invited you.
revoked-told = Your part here has ended. You can no longer open anyone's record.

## Putting a message off, and coming back

snooze-minutes = In { $count } minutes
snooze-hours = { $count ->
    [one] In 1 hour
   *[other] In { $count } hours
}
tonight = Tonight
not-today = Not today
snoozed-until = I will be back at { $hour }:{ $minute } { $half ->
    [am] AM
   *[other] PM
}.
not-today-told = Not today, then. I will come another day.
too-late-told = It is too late for that today. I will come another day.
late-told = This one is about the day it came.

## Settings

language-name = English
setting-language = Language: { $value }
setting-zone = Time zone: { $value }
setting-checkin-time = Check-in at { $value }
setting-checkin = { $state ->
    [on] Check-in: on
   *[off] Check-in: off
}
setting-how-often = { $every ->
    [0] I write: only when you come
    [one] I write: as planned
   *[other] I write: half as often
}
setting-quiet = Quiet from { $begins } to { $ends }
setting-notices = { $kind ->
    [open] Messages: open
   *[discreet] Messages: quiet
}
setting-name = Name: { $name }
setting-name-none = Name: none
setting-name-ask = What I call you
setting-name-new = Another name
setting-name-forget = No name
checkin-moved = Your check-in time lay in those hours, so I moved it. Pick another one if you like.
quiet-nonsense = Quiet hours need a beginning and an end, and four hours of the day have to stay free.

## A break until a day

pause-until = Until a day I choose
pause-until-ask = Until the morning of which day?
pause-other = Another day
pause-sessions-ask = Shall reminders of your dates go on?
pause-sessions-1 = Yes, keep them
pause-sessions-0 = No, none of them
pause-over = Your break is over.
pause-date-hint = Pick a day after today, at most { $most } days from now.

## The plan, in the person's own words

plan-title = Your plan, in your words. Tap a part to read or change it.
plan-begins = This is where your own words are kept. Start with any of these, a few lines are enough.
plan-more = With a + there is nothing yet. They can wait.
plan-change = Change it
their-plan = Their plan

## How it is going: what has grown, and nothing that is missing

grown-title = What has grown
grown-begins = Here you will see what grows. One small thing today is a beginning.
grown-read = { $signs } { $count ->
    [one] one short lesson read
   *[other] { $count } short lessons read
}
grown-again = { $signs } { $count ->
    [one] one idea you knew again days later
   *[other] { $count } ideas you knew again days later
}
grown-rooted = { $signs } { $count ->
    [one] one idea that has taken root
   *[other] { $count } ideas that have taken root
}
grown-week = { $signs } { $count ->
    [one] one check-in this week
   *[other] { $count } check-ins this week
}
grown-sessions = { $count ->
    [one] One session that you were there for
   *[other] { $count } sessions that you were there for
}
grown-practice = { $title }: from { $before } to { $after } by your own numbers ({ $count ->
    [one] once
   *[other] { $count } times
})
grown-practiced = { $title }: practiced { $count ->
    [one] once
   *[other] { $count } times
}
grown-kept = Kept by you

## A move to the next phase

phase-propose = Propose the next phase
phase-propose-yes = Yes, propose it
phase-ask = Does this move feel right to you? It begins today if you say yes.
phase-yes = Yes, it fits
phase-talk = I want to talk first
phase-agreed-told = Good. From today on you get less from me, and everything of yours stays.
phase-talk-told = Thank you for saying so. Nothing changes. Your counselor finds this on the list.

## For editors: looking at a file

preview-choose = Which file would you like to see?
preview-told = A preview. Nothing that you tap or write here is kept.
preview-list = All files
preview-draft = Draft: { $title }
preview-more = More

## Everything there is to open: `lessons-FOLDER` names a folder of lessons; one without a label is called by its name.

all-lessons = All lessons
all-checkins = All check-ins
lessons-choose = Which one would you like? All of them are open.
checkins-choose = You can answer any of these, at any time.
lessons-early = The first weeks
lessons-skills = Skills for hard moments
lessons-body = Body and safety
lessons-feelings = Feelings
lessons-holistic = Calm and body
lessons-life = Daily life
