"""Indexing what is there already: after an update that brought the search, or when in doubt. Nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from actions.enums import ACTION
from actions.models import ActionPoint, ActionShare
from actions.services.searching import findable as action_findable
from clusterhub.web.search.index import Findable, drop_others, keep_many
from meetings.models import Document
from meetings.services.searching import DOCUMENT
from meetings.services.searching import findable as document_findable
from minutes.content import Content
from minutes.models import Decision, MinutesVersion
from minutes.services.decisions import register_decisions
from minutes.services.searching import DECISION, RECORD, RECORD_IN_HOUSE, decision_findable, record_findables
from participants.models import Organisation
from participants.services.searching import (
    ACTIVITY,
    NEED,
    ORGANISATION,
    activity_findable,
    need_findable,
    told_activities,
    told_needs,
)
from participants.services.searching import findable as organisation_findable

AT_ONCE = 500
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """``key``: the column of the rows by which the index knows them."""

    code: str
    label: str
    kinds: tuple[str, ...]
    rows: Callable[[], QuerySet]
    findables: Callable[[Any], Iterable[Findable]]
    key: str = "pk"


@dataclass(frozen=True)
class Tally:
    seen: int
    written: int
    removed: int


def reindex(source: Source, *, tell: Tell = lambda seen, total: None, anew: bool = False) -> Tally:
    """Batch by batch, each in a transaction of its own: it may be stopped and begun again."""
    seen = written = 0
    total = source.rows().count()
    for rows in _batches(source.rows().order_by("pk")):
        with transaction.atomic():
            written += keep_many([one for row in rows for one in source.findables(row)], anew=anew)
        seen += len(rows)
        tell(seen, total)
    removed = sum(drop_others(kind, source.rows().order_by().values(source.key)) for kind in source.kinds)
    return Tally(seen, written, removed)


def _batches(rows: QuerySet) -> Iterator[list[Any]]:
    batch = list(rows[:AT_ONCE])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:AT_ONCE])


# --- What is indexed --------------------------------------------------------------------------------------------------


def _actions() -> QuerySet:
    shares = ActionShare.objects.filter(left_on=None).select_related("organisation__parent")
    return ActionPoint.objects.select_related("meeting").prefetch_related(Prefetch("shares", shares))


def _latest_versions() -> QuerySet:
    later = MinutesVersion.objects.filter(minutes=OuterRef("minutes"), number__gt=OuterRef("number"))
    return MinutesVersion.objects.filter(~Exists(later)).select_related("minutes__meeting__cluster")


def _of_record(version: MinutesVersion) -> Iterable[Findable]:
    """A record frozen before there was a register of decisions fills it now."""
    content = Content.from_json(version.content)
    if not version.minutes.decisions.exists():
        register_decisions(version, content)
    return record_findables(version, content)


SOURCES = (
    Source(
        "organisations",
        "Organisations",
        (ORGANISATION,),
        lambda: Organisation.objects.select_related("parent").prefetch_related("aliases"),
        lambda row: (organisation_findable(row),),
    ),
    Source("activites", "Activités", (ACTIVITY,), told_activities, lambda row: (activity_findable(row),)),
    Source("besoins", "Besoins", (NEED,), told_needs, lambda row: (need_findable(row),)),
    Source(
        "documents", "Documents", (DOCUMENT,), lambda: Document.objects.all(), lambda row: (document_findable(row),)
    ),
    Source("actions", "Actions", (ACTION,), _actions, lambda row: (action_findable(row, row.shares.all()),)),
    Source(
        "comptes-rendus",
        "Comptes rendus",
        (RECORD, RECORD_IN_HOUSE),
        _latest_versions,
        _of_record,
        key="minutes__meeting",
    ),
    Source(
        "decisions",
        "Décisions",
        (DECISION,),
        lambda: Decision.objects.standing(),
        lambda row: (decision_findable(row),),
    ),
)
"""Decisions come after the records that may register some."""
