"""History that the database itself refuses to change.

``AppendOnly("actions_actionupdate")`` in a migration, after the table exists, adds triggers that refuse DELETE and
UPDATE with an ``IntegrityError``. ``updatable`` names the columns that may still change (a person merged into another,
a reference set to null); every other column of the row must keep its value.

``erasable`` names those that the erasure of a person may rewrite, and ``expires`` says that old rows may go: both only
in a transaction that holds a row in the table ``GATE``, which ``participants.services.gate`` opens and closes.

SQLite rebuilds a table for most alterations and forgets its triggers: repeat the operation after such a migration
(tests/test_consistency.py says so).
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""
"""The trigger's arguments are the columns that may change. Without any, TG_ARGV is null: every UPDATE is refused."""


GATE = "participants_historygate"
ERASURE, RETENTION = "erasure", "retention"
"""What the gate is open for. Its row is deleted before the transaction ends: nobody else ever sees it open."""

GATED_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_behind_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    updatable text[] := TG_ARGV[0]::text[];
    erasable text[] := TG_ARGV[1]::text[];
    expires boolean := TG_ARGV[2]::boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF expires AND EXISTS (SELECT 1 FROM participants_historygate WHERE purpose = 'retention') THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(NEW) - updatable = to_jsonb(OLD) - updatable THEN
        RETURN NEW;
    ELSIF to_jsonb(NEW) - updatable - erasable = to_jsonb(OLD) - updatable - erasable
        AND EXISTS (SELECT 1 FROM participants_historygate WHERE purpose = 'erasure') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


class AppendOnly(Operation):
    """Make a table append-only. Reversible, safe to repeat, on SQLite and PostgreSQL."""

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        updatable: tuple[str, ...] = (),
        erasable: tuple[str, ...] = (),
        *,
        expires: bool = False,
    ) -> None:
        self.table = table
        self.updatable = updatable
        self.erasable = erasable
        self.expires = expires

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        statements = self._sqlite if schema_editor.connection.vendor == "sqlite" else self._postgresql
        for sql in statements(schema_editor):
            schema_editor.execute(sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{self.table}"'
        for event in ("update", "delete"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.trigger(event)}"{on_table}', params=None)

    def describe(self) -> str:
        return f"Refuse changes to the rows of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"append_only_{self.table}"

    def trigger(self, event: str) -> str:
        return f"append_only_{self.table}_{event}"

    @property
    def is_gated(self) -> bool:
        return bool(self.erasable or self.expires)

    def _sqlite(self, schema_editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
        table = schema_editor.quote_name(self.table)
        kept = f"WHEN NOT {_open_for(RETENTION)}" if self.expires else ""
        yield f'CREATE TRIGGER "{self.trigger("delete")}" BEFORE DELETE ON {table} {kept} {refuse}'
        changed = self._changed(schema_editor)
        yield f'CREATE TRIGGER "{self.trigger("update")}" BEFORE UPDATE ON {table} {changed} {refuse}'

    def _changed(self, schema_editor: BaseDatabaseSchemaEditor) -> str:
        """SQLite's condition: a column outside ``updatable`` gets another value, and erasure is no excuse for it."""
        if not (self.updatable or self.erasable):
            return ""
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, self.table)]
        differs = {
            name: f"OLD.{quoted} IS NOT NEW.{quoted}" for name in columns for quoted in [schema_editor.quote_name(name)]
        }
        fixed = [differs[name] for name in columns if name not in (*self.updatable, *self.erasable)]
        erased = [f"({differs[name]} AND NOT {_open_for(ERASURE)})" for name in self.erasable]
        return "WHEN " + " OR ".join((*fixed, *erased))

    def _postgresql(self, schema_editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
        table = schema_editor.quote_name(self.table)
        yield POSTGRESQL_FUNCTION
        if self.is_gated:
            yield GATED_FUNCTION
        for event in ("update", "delete"):
            yield (
                f'CREATE TRIGGER "{self.trigger(event)}" BEFORE {event.upper()} ON {table} '
                f"FOR EACH ROW EXECUTE FUNCTION {self._function()}"
            )

    def _function(self) -> str:
        if not self.is_gated:
            return f"append_only_refuse({', '.join(_quoted(name) for name in self.updatable)})"
        updatable, erasable = ("{" + ",".join(names) + "}" for names in (self.updatable, self.erasable))
        return (
            f"append_only_behind_gate({_quoted(updatable)}, {_quoted(erasable)}, {_quoted(str(self.expires).lower())})"
        )


def _open_for(purpose: str) -> str:
    return f"EXISTS (SELECT 1 FROM {GATE} WHERE purpose = '{purpose}')"  # noqa: S608 - both are constants of ours


def _quoted(text: str) -> str:
    return f"'{text}'"
