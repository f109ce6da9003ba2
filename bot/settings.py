"""The settings: environment first, then `.env` in the current folder. A wrong one is told in one line."""

import re
from base64 import urlsafe_b64decode
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot import holidays_known
from bot.core.schedule import parse_hours

COUNTRIES = re.compile(r"[A-Z]{2}")
WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class SettingsFault(ValueError):
    """Which setting is wrong, what is wrong with it, and what to write. Never holds a secret's value."""


class Settings(BaseSettings):
    """What CONTRACT's table lists; an empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///data/companion.db"
    encryption_keys: SecretStr | None = None
    content_dir: Path | None = None
    program_name: str = "Recovery program"
    program_timezone: str = "UTC"
    program_phone: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    web_url: str = ""
    crisis_country: str = "US"
    staffed_hours: str = "Mon-Fri 09:00-17:00"
    quiet_hours: str = "21:00-08:00"
    holidays: str = "US"
    retention_days: int | None = Field(default=None, ge=1)
    backup_dir: Path | None = None
    backup_days: int = Field(default=30, ge=1)
    state_dir: Path = Path("state")
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    messages_per_second: int = Field(default=30, ge=1, le=1000)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """An empty value counts as not set, but for HOLIDAYS, where it means that there are none."""
        none = InitSettingsSource(settings_cls, _empty_holidays(settings_cls))
        return (init_settings, none, env_settings, dotenv_settings)

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value()):
            raise ValueError("it is not a bot token; copy it whole from BotFather, like 123456:ABC-DEF")
        return value

    @field_validator("telegram_api_url", "web_url", "webhook_url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("it is not a web address; write it whole, like https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"(sqlite:///.|postgresql://.|postgres://.)", value):
            raise ValueError("write sqlite:///data/companion.db or postgresql://user:password@host/name")
        return value.replace("postgres://", "postgresql://", 1) if value.startswith("postgres://") else value

    @field_validator("encryption_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for number, key in enumerate(value.get_secret_value().split(",") if value else [], 1):
            if not _is_key(key.strip()):
                raise ValueError(
                    f"key {number} is not 32 random bytes in URL-safe base64; make one with `companion keys new`"
                )
        return value

    @field_validator("program_timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError) as fault:
            raise ValueError(f"{value!r} is not an IANA time zone; write one like America/New_York") from fault
        return value

    @field_validator("crisis_country")
    @classmethod
    def _country(cls, value: str) -> str:
        if not COUNTRIES.fullmatch(value):
            raise ValueError(f"{value!r} is not a country; write its two capital letters, like US")
        return value

    @field_validator("staffed_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        parse_hours(value)
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _quiet(cls, value: str) -> str:
        if not WINDOW.fullmatch(value):
            raise ValueError(f"{value!r} is not a window of the day; write it like 21:00-08:00")
        return value

    @field_validator("holidays")
    @classmethod
    def _holidays(cls, value: str) -> str:
        if COUNTRIES.fullmatch(value) and value not in holidays_known.COUNTRIES:
            raise ValueError(f"{value!r} is no country whose holidays are known; write one like US, or name a file")
        if value and not COUNTRIES.fullmatch(value):
            path = Path(value)
            if not path.is_file():
                raise ValueError(f"{value!r} is no country like US and no file of dates; name one, or leave it empty")
            for number, line in enumerate(path.read_text(encoding="utf-8").split(), 1):
                _check_date(line, number)
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @property
    def keys(self) -> str:
        """The encryption keys as they were written, newest first."""
        return self.encryption_keys.get_secret_value() if self.encryption_keys else ""

    @property
    def token(self) -> str:
        """The bot token, or an empty string."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""

    @property
    def quiet(self) -> tuple[str, str]:
        """The start and the end of the default quiet hours, HH:MM."""
        start, end = self.quiet_hours.split("-")
        return start, end


class FixedSettings(Settings):
    """Settings that come from nowhere but their arguments: for the demo and for tests."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Neither the environment nor a file."""
        return (init_settings,)


def _empty_holidays(settings_cls: type[BaseSettings]) -> dict[str, Any]:
    """HOLIDAYS where it was written and left empty: in the environment, or else in `.env`."""
    for source in (EnvSettingsSource, DotEnvSettingsSource):
        written = source(settings_cls, env_ignore_empty=False).env_vars.get("holidays")
        if written is not None:
            return {} if written else {"holidays": ""}
    return {}


def _is_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text + "=" * (-len(text) % 4))) == 32
    except ValueError:
        return False


def _check_date(text: str, number: int) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"entry {number} of the file is not a date; write each like 2026-12-25") from fault


def read_settings(**given: Any) -> Settings:
    """The settings now in force; raises `SettingsFault` with one line that names the first wrong one."""
    try:
        return Settings(**given)
    except ValidationError as fault:
        raise SettingsFault(_tell(fault)) from None
    except UnicodeDecodeError:
        raise SettingsFault(".env is not UTF-8 text; save it as UTF-8") from None


def _tell(fault: ValidationError) -> str:
    first = fault.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]).upper()
    message = str(first["msg"]).removeprefix("Value error, ")
    remedy = {
        "int_parsing": "write a whole number",
        "literal_error": "write one of these",
        "greater_than_equal": "write a larger number",
        "less_than_equal": "write a smaller number",
    }.get(first["type"])
    return f"{name}: {message}" + (f"; {remedy}" if remedy else "")
