"""After an erasure: what was deleted is gone from the database's own files too, not only from its tables."""

from sqlalchemy import Connection, text

from bot.storage.faults import StoreBusy
from bot.storage.tables import BY_NAME


def sweep(connection: Connection) -> None:
    """Outside a transaction, and the last use of the connection. `StoreBusy` when somebody reads for longer than the
    busy time-out: call it again."""
    if connection.dialect.name == "postgresql":
        _rewrite_tables(connection)
    else:
        _rewrite_file(connection)


def _rewrite_file(connection: Connection) -> None:
    """SQLite overwrites what is deleted (secure_delete), but not the copy that stays in the gap of a page whose rows
    were moved to its neighbours while it was alive: 4 of 20 databases held one. Only writing all of it anew leaves
    none; a hundred megabytes take a second, during which a running bot waits."""
    cursor = connection.connection.cursor()
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy = cursor.fetchone()
    cursor.close()
    if busy is None or busy[0]:
        raise StoreBusy("somebody is reading; the log was not emptied")


def _rewrite_tables(connection: Connection) -> None:
    """PostgreSQL keeps deleted rows until their place is used again. Its own log and its archives are the server's."""
    free = connection.execution_options(isolation_level="AUTOCOMMIT")  # for good: drop the connection afterwards
    quote = connection.dialect.identifier_preparer.quote
    free.execute(text(f"VACUUM (FULL) {', '.join(map(quote, BY_NAME))}"))
