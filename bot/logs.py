"""Logs: ids, counts and kinds of things only. What is not on the list is withheld, and the token is cut out last."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

ALLOWED = {
    "event", "level", "timestamp", "logger", "person", "run", "delivery", "update", "activity", "purpose", "state",
    "count", "faults", "ms", "kind", "error", "seconds", "path", "line", "port", "version", "language", "name", "tries",
    "in_a_row",
}  # fmt: skip
"""Keys a log line may carry. `name` is the name of a setting, chore or method, never of a person."""

TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{6,}")
"""A bot token anywhere, also in `.../bot123456:AAA/sendMessage`, where no word boundary stands before it."""


def withhold(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces every value whose key is not on the list: a mistake in a log call must not become a disclosure."""
    for key in line:
        if key not in ALLOWED and not key.startswith("_"):
            line[key] = "[withheld]"
    return line


class Redact(logging.Filter):
    """Cuts tokens out of whatever passes a handler; traces of exceptions keep only the type, since messages of foreign
    libraries may hold an address with the token, SQL parameters or a person's words."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = TOKEN.sub("[token]", record.getMessage())
        if record.exc_info and record.exc_info[0]:
            message += f" ({record.exc_info[0].__name__})"
        record.msg, record.args, record.exc_info, record.exc_text = message, (), None, None
        return True


class ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment, also where somebody puts another stream in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


NOISY = ("httpx", "httpcore", "telegram", "asyncio", "apscheduler", "uvicorn", "alembic", "sqlalchemy", "markdown_it")


def start_logging(level: str, form: str) -> None:
    """All logs go to standard error, one line each; `form` is `console` or `json`."""
    handler = ToStandardError()
    handler.addFilter(Redact())
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in (
        "httpx",
        "httpcore",
        "telegram",
        "asyncio",
        "apscheduler",
        "uvicorn",
        "alembic",
        "sqlalchemy",
        "markdown_it",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # httpx writes the token's address at INFO
    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            withhold,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
