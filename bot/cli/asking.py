"""What commands ask of their surroundings."""

from bot.refusal import Refusal
from bot.settings import Settings, SettingsFault, read_settings


def settings_now(**given: object) -> Settings:
    """The settings in force, or a refusal that names the wrong one."""
    try:
        return read_settings(**given)
    except SettingsFault as fault:
        raise Refusal(str(fault)) from None
