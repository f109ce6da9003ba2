"""What became of a message, noted in one transaction: where it stands, who cannot be reached, who is told instead."""

from dataclasses import replace
from datetime import datetime

from bot.services import alerts, outbox
from bot.services.compose import Outgoing
from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit


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
    """The person blocked the bot: nothing more is sent, staff see it, and their next word revives it."""
    unit.deliveries.fail(delivery, "blocked")
    alerts.pass_on(unit, delivery, now)
    unit.chats.block(delivery.person, now)
    person = unit.person(delivery.person)
    if person.state in ("active", "paused"):
        unit.people.set(person.id, "state", "unreachable", now, None)


def gave_up(unit: Unit, delivery: Delivery, error: str, now: datetime) -> None:
    """It cannot be delivered: an alert goes to somebody else then."""
    if unit.deliveries.fail(delivery, error):
        alerts.pass_on(unit, delivery, now)


def lost_its_sense(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """There is nothing to send, or nobody to send it to: an alert goes to somebody else then."""
    if unit.deliveries.cancel_one(delivery.id, "lost its sense"):
        alerts.pass_on(unit, delivery, now)
