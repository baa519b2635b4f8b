from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from clusterhub.web.append_only import AppendOnly

TABLE = "tests_journal"


def migrate(operation: AppendOnly, direction: str) -> None:
    with connection.schema_editor(atomic=False) as editor:
        getattr(operation, f"database_{direction}")("tests", editor, apps, apps)


def sql(statement: str) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def journal(transactional_db: None) -> Iterator[None]:
    sql(f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, text varchar(20), author_id integer NULL)")
    sql(f"INSERT INTO {TABLE} VALUES (1, 'kept', 5), (2, 'too', NULL)")
    yield
    sql(f"DROP TABLE {TABLE}")


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE {TABLE} SET text = 'other' WHERE id = 1",
        f"UPDATE {TABLE} SET text = text",
        f"UPDATE {TABLE} SET author_id = NULL",
        f"DELETE FROM {TABLE} WHERE id = 2",
    ],
)
def test_append_only_table_refuses_change(journal: None, change: str) -> None:
    migrate(AppendOnly(TABLE), "forwards")
    with pytest.raises(IntegrityError, match="append-only"):
        sql(change)
    assert sql(f"SELECT * FROM {TABLE} ORDER BY id") == [(1, "kept", 5), (2, "too", None)]


def test_append_only_table_accepts_new_rows(journal: None) -> None:
    migrate(AppendOnly(TABLE), "forwards")
    sql(f"INSERT INTO {TABLE} VALUES (3, 'new', 1)")
    assert sql(f"SELECT count(*) FROM {TABLE}") == [(3,)]


def test_updatable_column_may_change_and_no_other(journal: None) -> None:
    migrate(AppendOnly(TABLE, updatable=("author_id",)), "forwards")
    sql(f"UPDATE {TABLE} SET author_id = 6, text = 'kept' WHERE id = 1")
    sql(f"UPDATE {TABLE} SET author_id = NULL WHERE id = 1")
    with pytest.raises(IntegrityError, match="append-only"):
        sql(f"UPDATE {TABLE} SET author_id = 7, text = 'other' WHERE id = 1")
    with pytest.raises(IntegrityError, match="append-only"):
        sql(f"DELETE FROM {TABLE}")
    assert sql(f"SELECT * FROM {TABLE} WHERE id = 1") == [(1, "kept", None)]


def test_append_only_is_repeatable_and_reversible(journal: None) -> None:
    migrate(AppendOnly(TABLE), "forwards")
    migrate(AppendOnly(TABLE), "forwards")
    migrate(AppendOnly(TABLE), "backwards")
    sql(f"DELETE FROM {TABLE}")
    assert sql(f"SELECT count(*) FROM {TABLE}") == [(0,)]
