"""All that the database holds, as one value to compare before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

UNTOLD = {"django_session", "minutes_opening", "participants_contactview"}
"""Being refused may end a session; who opens a record, or sees contacts, is noted once a day. Nothing else may change.
"""

Rows = dict[str, list[tuple[object, ...]]]


def database() -> Rows:
    """Table → its rows, in an order that does not depend on the database."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - UNTOLD)
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table: str) -> list[tuple[object, ...]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return sorted(cursor.fetchall(), key=repr)


def changed_tables(before: Rows) -> list[str]:
    after = database()
    return [table for table in before if before[table] != after[table]]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
