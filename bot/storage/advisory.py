"""Holding the bot on PostgreSQL, by an advisory lock."""

import psycopg
from sqlalchemy import URL

from bot.storage.engines import ADVISORY_KEY, CONNECT_SECONDS, KEEPALIVE


class AdvisoryHold:
    """PostgreSQL: an advisory lock of a session of its own; the server lets go of it when the session ends."""

    def __init__(self, url: URL) -> None:
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection[tuple[bool]] | None = None

    def take(self) -> bool:
        """False also when the server cannot be reached: whoever is cut off must stop."""
        try:
            return self._keep() if self._session is not None else self._try()
        except psycopg.Error:
            self.release()
            return False

    def _keep(self) -> bool:
        if self._session is not None:
            self._session.execute("SELECT 1")
        return True

    def _try(self) -> bool:
        session = psycopg.connect(self._dsn, autocommit=True, connect_timeout=CONNECT_SECONDS, **KEEPALIVE)
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY_KEY,)).fetchone()
        if row is None or not row[0]:
            session.close()
            return False
        self._session = session
        return True

    def release(self) -> None:
        """Ends the session."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
