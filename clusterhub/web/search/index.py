"""Keeping the index: each floor says what it wrote, in the transaction that writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from clusterhub.web.search.models import Entry, Posting
from clusterhub.web.search.stems import composed, stems_of

BATCH = 5_000
COLUMNS = ("stem", "kind", "cluster_id", "on", "entry_id")
Row = tuple[str, str, int | None, date, int]
INSERT = f"""INSERT INTO "{Posting._meta.db_table}" ("{'", "'.join(COLUMNS)}") VALUES (%s, %s, %s, %s, %s)"""  # noqa: S608


@dataclass(frozen=True)
class Findable:
    """What the index is told of one thing. ``key`` is its number among those of its ``kind``."""

    kind: str
    key: int
    on: date
    text: str
    cluster_id: int | None = None

    def entry(self) -> Entry:
        return Entry(kind=self.kind, key=self.key, cluster_id=self.cluster_id, on=self.on, text=composed(self.text))


@transaction.atomic
def keep(findable: Findable) -> None:
    """New, or changed: only the stems that come or go are written."""
    fresh = findable.entry()
    known = Entry.objects.filter(kind=findable.kind, key=findable.key).first()
    if known and _is_same(known, fresh):
        return
    if known is None:
        fresh.save()
        _write(_postings(fresh, stems_of(fresh.text)))
        return
    fresh.pk = known.pk
    fresh.save(force_update=True)
    _follow(fresh, moved=(known.on, known.cluster_id) != (fresh.on, fresh.cluster_id))


def _is_same(known: Entry, fresh: Entry) -> bool:
    return (known.text, known.on, known.cluster_id) == (fresh.text, fresh.on, fresh.cluster_id)


def _follow(entry: Entry, *, moved: bool) -> None:
    had = set() if moved else set(entry.postings.values_list("stem", flat=True))
    has = stems_of(entry.text)
    gone = entry.postings.all() if moved else entry.postings.filter(stem__in=had.difference(has))
    gone.delete()
    _write(_postings(entry, [stem for stem in has if stem not in had]))


def keep_new(findables: Iterable[Findable]) -> None:
    """Many at once, none of them known yet."""
    entries = Entry.objects.bulk_create((findable.entry() for findable in findables), batch_size=BATCH)
    _write(row for entry in entries for row in _postings(entry, stems_of(entry.text)))


@transaction.atomic
def keep_many(findables: Iterable[Findable], *, anew: bool = False) -> int:
    """As ``keep``, for a few hundred at once; returns how many were new or changed. ``anew``: writes them all again."""
    fresh = {(one.kind, one.key): one for one in findables}
    entries = Entry.objects.filter(kind__in={kind for kind, _ in fresh}, key__in={key for _, key in fresh})
    known = {(entry.kind, entry.key): entry for entry in entries if (entry.kind, entry.key) in fresh}
    if anew:
        Entry.objects.filter(pk__in=[entry.pk for entry in known.values()]).delete()
        known = {}
    changed = [one for place, one in fresh.items() if place in known and not _is_same(known[place], one.entry())]
    for one in changed:
        keep(one)
    new = [one for place, one in fresh.items() if place not in known]
    keep_new(new)
    return len(new) + len(changed)


def drop_others(kind: str, keys: QuerySet) -> int:
    """What is no longer there; returns how many."""
    gone = Entry.objects.filter(kind=kind).exclude(key__in=keys)
    return gone.delete()[1].get("search.Entry", 0)


def drop(kind: str, key: int) -> None:
    Entry.objects.filter(kind=kind, key=key).delete()


def _postings(entry: Entry, stems: Iterable[str]) -> Iterator[Row]:
    return ((stem, entry.kind, entry.cluster_id, entry.on, entry.pk) for stem in stems)


def _write(rows: Iterable[Row]) -> None:
    """A dozen rows for each text: SQLite is given them as they are, without an object and a placeholder for each."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [(*row[:3], row[3].isoformat(), row[4]) for row in rows])
    else:
        made = (Posting(**dict(zip(COLUMNS, row, strict=True))) for row in rows)
        Posting.objects.bulk_create(made, batch_size=BATCH)
