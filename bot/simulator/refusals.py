"""Telegram's refusals, with Telegram's own words, so that a bot meets here what it will meet there."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """A call that Telegram would not carry out: HTTP status, its description, and parameters such as retry_after."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def as_telegram(self) -> Json:
        """The body of the answer, as the Bot API writes it."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(what: str) -> Refusal:
    """400: the request itself is wrong; repeating it cannot help."""
    return Refusal(400, f"Bad Request: {what}")


def forbidden(why: str) -> Refusal:
    """403: this chat may not be written to."""
    return Refusal(403, f"Forbidden: {why}")


def too_many_requests(retry_after: int) -> Refusal:
    """429: wait `retry_after` seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
