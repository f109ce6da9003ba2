"""What commands ask of their surroundings."""

from bot.refusal import Refusal
from bot.settings import Settings, SettingsFault, read_settings
from bot.storage.people import Person
from bot.storage.unit import Unit


def settings_now(**given: object) -> Settings:
    """The settings in force, or a refusal that names the wrong one."""
    try:
        return read_settings(**given)
    except SettingsFault as fault:
        raise Refusal(str(fault)) from None


def find_participant(unit: Unit, code: str) -> Person:
    """The participant of a code."""
    person = unit.people.by_code(code)
    if person is None or not person.code.startswith("P-"):
        raise Refusal(f"nobody has the code {code!r}; `companion people` lists the codes")
    return person


def find_staff(unit: Unit, who: str) -> Person:
    """The member of staff of a code or handle."""
    person = unit.people.by_code(who) or unit.people.by_handle(who)
    if person is None or not person.code.startswith("S-"):
        raise Refusal(f"no member of staff is {who!r}; write a code like S-7K3QF or a handle, see `companion people`")
    return person
