"""What became of a message, noted in one transaction: where it stands, who cannot be reached, who is told instead."""

from dataclasses import replace
from datetime import datetime

from bot.services import alerts, outbox, telling
from bot.services.compose import Outgoing
from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit

BLOCKED = "blocked"
"""The reason of what did not go out since the bot could not write to the person."""
DOUBTS = ("no answer", "no answer again")
"""The reasons of what is repeated since nobody knows whether it arrived, first and second time."""


def sent(unit: Unit, delivery: Delivery, outgoing: Outgoing, message_id: int | None, now: datetime, chat: int) -> bool:
    """It went out, and stands in the chat as that message; False when the person is no longer reached in that chat:
    then it has to go from there, and comes again in the new one."""
    holder = unit.people.by_chat(chat)
    if holder is None or holder.id != delivery.person:
        unit.deliveries.postpone(delivery, now, "moved")
        return False
    if not unit.deliveries.sent(delivery, message_id, now) and message_id is not None:
        unit.deliveries.stands_in(delivery.id, message_id)  # a newer page waits and will take this one's place
    if outgoing.removes is not None:
        unit.runs.give_up_message(delivery.person, outgoing.removes, keep=0)
    if message_id is None:
        return True
    unit.chats.saw_message(delivery.person, message_id)
    alerts.arrived(unit, delivery, now)
    if outgoing.fades:
        outbox.fade_later(unit, delivery, message_id, now)
    if delivery.purpose == "page":
        _take_message(unit, delivery, outgoing, message_id)
    return True


def _take_message(unit: Unit, delivery: Delivery, outgoing: Outgoing, message_id: int) -> None:
    """What stood in that message before is gone from the chat, and nobody may edit or delete it in its name."""
    run = unit.runs.by_id(outgoing.run.id) if outgoing.run else None
    if run is not None:
        unit.runs.save(replace(run, message_id=message_id))
    unit.runs.give_up_message(delivery.person, message_id, keep=run.id if run else 0)
    unit.deliveries.give_up_message(delivery.person, message_id, keep=delivery.id)


def blocked(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """The chat would not take it: the person blocked the bot, or their account is gone."""
    if _keeps(delivery, now):
        unit.deliveries.postpone(delivery, now, BLOCKED)
    elif unit.deliveries.fail(delivery, BLOCKED, now):
        hand_on(unit, delivery, now)
    lose(unit, delivery.person, now, None)


def _keeps(delivery: Delivery, now: datetime) -> bool:
    """A prompt or reminder surely did not arrive, so it may still go out if the person is back before its time ends."""
    return delivery.policy == "at_most_once" and delivery.expires_at is not None and delivery.expires_at > now


def lose(unit: Unit, person: int, now: datetime, by: int | None) -> None:
    """The person cannot be reached: what waits fails, but for prompts whose time is not over; staff see it, somebody
    else is told of what was meant for a member of staff, and the person's next word revives it."""
    unit.chats.block(person, now)
    for delivery in unit.deliveries.fail_waiting(person, BLOCKED, now):
        hand_on(unit, delivery, now)
    if unit.person(person).state in ("active", "paused"):
        unit.people.set(person, "state", "unreachable", now, by)


def revive(unit: Unit, person: int, now: datetime) -> None:
    """The person is back: what is still in time goes out by itself, and nothing old does."""
    unit.chats.unblock(person)
    unit.deliveries.cancel_pages(person, BLOCKED, now)


def expire(unit: Unit, now: datetime) -> list[Delivery]:
    """Ends what is past its time. What staff were to be told for 12 h, and nobody confirmed, goes to somebody else."""
    late = unit.deliveries.expire(now)
    for delivery in late:
        hand_on(unit, delivery, now)
    return late


def hand_on(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """A member of staff was not told: somebody else is, unless it was settled meanwhile."""
    _, _, number = delivery.subject.partition(":")
    alert = unit.alerts.by_id(int(number)) if delivery.purpose == "alert" and number else None
    message = unit.messages.by_id(int(number)) if delivery.purpose == alerts.MESSAGE and number else None
    settled = (alert and (alert.acknowledged_at or alert.closed_at)) or (message and message.read_at)
    if not settled:
        alerts.pass_on(unit, delivery, now)


def spare(unit: Unit, delivery: Delivery, until: datetime) -> None:
    """Telegram asked to leave that chat alone for a while (429): nothing goes there before, also after a restart."""
    unit.chats.wait(delivery.person, until)
    unit.deliveries.postpone(delivery, until, "429")


def doubtful(unit: Unit, delivery: Delivery, again: datetime, now: datetime) -> None:
    """Telegram took it and did not answer. A prompt is not repeated: staff see that its fate is unknown. What staff
    are told is repeated until it is confirmed; a page or a line twice, for a flood of copies does harm."""
    told_staff = delivery.purpose in ("alert", alerts.MESSAGE, *telling.LISTS)
    tried = DOUBTS.index(delivery.error) + 1 if delivery.error in DOUBTS else 0
    if delivery.policy == "at_most_once" or (tried == len(DOUBTS) and not told_staff):
        unit.deliveries.make_uncertain(delivery, DOUBTS[0], now)
    else:
        unit.deliveries.postpone(delivery, again, DOUBTS[min(tried, len(DOUBTS) - 1)])


def gave_up(unit: Unit, delivery: Delivery, error: str, now: datetime) -> None:
    """It cannot be delivered: an alert goes to somebody else then."""
    if unit.deliveries.fail(delivery, error, now):
        hand_on(unit, delivery, now)


def lost_its_sense(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """There is nothing to send, or nobody to send it to: an alert goes to somebody else then."""
    chat = unit.chats.of(delivery.person)
    if chat is not None and chat.blocked_at is not None:
        blocked(unit, delivery, now)
    elif unit.deliveries.cancel_one(delivery.id, "lost its sense", now):
        hand_on(unit, delivery, now)
