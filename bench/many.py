"""A million actions in minutes: the same as ``clusterhub.demo.bulk`` makes one by one, made by PostgreSQL itself.

Cluster, organisation, words, day, deadline and status each follow from the number of the action by a hash of their own,
so that none follows from another. Actions get their owner, their share and what the search keeps of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from actions.enums import ACTION, DueKind, OwnerKind, Status
from actions.models import ActionOwner, ActionPoint, ActionShare
from clusterhub.demo.bulk import DAYS_BACK, DUE_WITHIN, STATUSES, THINGS, TOWNS, VERBS, clusters_for
from clusterhub.web.planner import refresh_planner_statistics
from clusterhub.web.search.models import Entry, Posting
from clusterhub.web.search.stems import stems_of
from participants.models import Cluster, Organisation
from participants.services.organisations import create_organisation

ORGANISATIONS = 200
COMPUTED = f"""
CREATE TEMP TABLE bench_made ON COMMIT DROP AS
SELECT n, %(first)s + n AS id, cluster.id AS cluster_id, party.id AS organisation_id, party.label, party.told,
       '<p>' || phrase.words || '</p>' AS description, phrase.words,
       cluster.stems || phrase.stems || party.stems AS stems,
       made_on, due_on, status, CASE WHEN status = '{Status.DONE}' THEN LEAST(due_on, CURRENT_DATE) END AS completed_on,
       cluster.code || '-2024-01-' || lpad(n::text, 7, '0') AS reference
FROM (
    SELECT n, CURRENT_DATE - {{days}} AS made_on,
           CASE WHEN {{dated}} < 8 THEN CURRENT_DATE - {{days}} + {DUE_WITHIN[0]} + {{term}} END AS due_on,
           (%(statuses)s)[1 + {{status}}] AS status, {{cluster}} AS c, {{party}} AS o, {{phrase}} AS p
    FROM generate_series(%(start)s, %(end)s) AS n
) AS drawn
JOIN bench_cluster AS cluster ON cluster.number = c
JOIN bench_party AS party ON party.number = o
JOIN bench_phrase AS phrase ON phrase.number = p
"""  # noqa: S608
"""``{{…}}``: a number below so many, drawn anew for each column."""


def add_many(size: int) -> None:
    """``size`` more actions. Deterministic, but for the days, which count back from today."""
    organisations = _organisations()
    clusters = clusters_for(size)
    start = ActionPoint.objects.filter(meeting=None).count()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # twelve million checks of foreign keys
        _vocabulary(cursor, clusters, organisations)
        _draw(cursor, start + 1, start + size, len(clusters), len(organisations))
        _copy(cursor, ActionPoint, _action_columns())
        _copy(cursor, ActionOwner, _owner_columns())
        _copy(cursor, ActionShare, _share_columns())
        with _without_indexes():
            _index(cursor)
        for model in (ActionPoint, ActionOwner, ActionShare, Entry, Posting):
            _follow_sequence(cursor, model)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # as PostgreSQL does by itself some minutes later
    refresh_planner_statistics()


def _organisations() -> list[Organisation]:
    for number in range(Organisation.objects.count(), ORGANISATIONS):
        create_organisation(name=f"Organisation de mesure n° {number}", acronym=f"ODM{number}")
    return list(Organisation.objects.filter(parent=None, is_active=True).order_by("pk"))


def _vocabulary(cursor: Any, clusters: list[Cluster], organisations: list[Organisation]) -> None:
    """What the rows are put together from, each with its stems."""
    phrases = [f"{verb} {thing} de {town}" for verb, thing, town in product(VERBS, THINGS, TOWNS)]
    _table(cursor, "bench_phrase (number int, words text, stems text[])", ((p, stems_of(p)) for p in phrases))
    parties = ((one.pk, one.short_label, one.full_label, _party_stems(one)) for one in organisations)
    _table(cursor, "bench_party (number int, id bigint, label text, told text, stems text[])", parties)
    bodies = ((one.pk, one.code, [*stems_of(one.code), "2024", "01"]) for one in clusters)
    _table(cursor, "bench_cluster (number int, id bigint, code text, stems text[])", bodies)


def _party_stems(organisation: Organisation) -> list[str]:
    return stems_of(f"{organisation.short_label} {organisation.full_label}")


def _table(cursor: Any, definition: str, rows: Iterable[tuple[object, ...]]) -> None:
    cursor.execute(f"CREATE TEMP TABLE {definition} ON COMMIT DROP")
    numbered = [(number, *row) for number, row in enumerate(rows)]
    places = ", ".join(["%s"] * len(numbered[0]))
    cursor.executemany(f"INSERT INTO {definition.partition(' ')[0]} VALUES ({places})", numbered)  # noqa: S608


def _draw(cursor: Any, start: int, end: int, clusters: int, organisations: int) -> None:
    below = {
        "days": DAYS_BACK,
        "dated": 10,
        "term": DUE_WITHIN[1] - DUE_WITHIN[0],
        "status": len(STATUSES),
        "cluster": clusters,
        "party": organisations,
        "phrase": len(VERBS) * len(THINGS) * len(TOWNS),
    }
    drawn = {
        name: f"((hashint4(n # {salt * 15_485_863 % 2**31}) & 2147483647) %% {most})"
        for salt, (name, most) in enumerate(below.items(), 1)
    }
    first = (ActionPoint.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 - start
    given = {"first": first, "start": start, "end": end, "statuses": [status.value for status in STATUSES]}
    cursor.execute(COMPUTED.format(**drawn), given)


def _copy(cursor: Any, model: type[Model], columns: dict[str, str]) -> None:
    """One row for each that was drawn: these columns as drawn, the others as in the newest row of the same kind."""
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if field.column != "id" or "id" in columns]
    values = ", ".join(columns.get(name, f'model."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    newest = f'(SELECT * FROM "{table}" ORDER BY id DESC LIMIT 1) AS model'  # noqa: S608
    cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {values} FROM bench_made, {newest} ORDER BY n')  # noqa: S608


UUID = "gen_random_uuid()"


def _action_columns() -> dict[str, str]:
    drawn = ("id", "cluster_id", "reference", "description", "due_on", "status", "completed_on")
    return {name: f"bench_made.{name}" for name in drawn} | {
        "uuid": UUID,
        "created_at": "made_on + TIME '12:00'",
        "decided_on": "made_on",
        "owner_text": "label",
        "due_text": "COALESCE(to_char(bench_made.due_on, 'DD/MM/YYYY'), '')",
        "due_kind": f"CASE WHEN bench_made.due_on IS NULL THEN '{DueKind.NONE}' ELSE '{DueKind.DATE}' END",
    }


def _owner_columns() -> dict[str, str]:
    return {
        "action_id": "bench_made.id",
        "kind": f"'{OwnerKind.ORGANISATION}'",
        "organisation_id": "bench_made.organisation_id",
        "written": "label",
    }


def _share_columns() -> dict[str, str]:
    drawn = ("organisation_id", "status", "completed_on")
    return {name: f"bench_made.{name}" for name in drawn} | {"uuid": UUID, "action_id": "bench_made.id"}


# --- What the search keeps --------------------------------------------------------------------------------------------


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Twelve million rows are sorted once at the end rather than each on its own."""
    indexes, unique = Posting._meta.indexes, Posting._meta.constraints[0]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Posting, index)
        editor.remove_constraint(Posting, unique)
    yield
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Posting, index)
        editor.add_constraint(Posting, unique)


def _index(cursor: Any) -> None:
    entry, posting = Entry._meta.db_table, Posting._meta.db_table
    first = (Entry.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    cursor.execute(
        f"""INSERT INTO "{entry}" (id, kind, key, cluster_id, "on", text)
        SELECT %s + row_number() OVER (ORDER BY n), '{ACTION}', id, cluster_id, made_on,
               reference || ' · ' || words || ' · ' || label || ' · ' || told FROM bench_made""",  # noqa: S608
        [first],
    )
    cursor.execute(
        f"""INSERT INTO "{posting}" (stem, kind, cluster_id, "on", entry_id)
        SELECT stem, '{ACTION}', bench_made.cluster_id, made_on, entry.id FROM bench_made
        JOIN "{entry}" AS entry ON entry.kind = '{ACTION}' AND entry.key = bench_made.id,
        LATERAL (SELECT DISTINCT unnest(stems || lpad(n::text, 7, '0')) AS stem) AS own"""  # noqa: S608
    )


def _follow_sequence(cursor: Any, model: type[Model]) -> None:
    table = model._meta.db_table
    cursor.execute(f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), (SELECT MAX(id) FROM "{table}"))""")  # noqa: S608
