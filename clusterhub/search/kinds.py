"""What can be found: who may see it, and how a result is told. Rights are those of the things, asked of the things."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from actions.enums import ACTION
from actions.models import ActionPoint
from clusterhub.web import richtext
from clusterhub.web.search.passages import Piece
from meetings.models import Document, Meeting
from meetings.services.searching import DOCUMENT
from minutes.models import Decision
from minutes.services.searching import DECISION, RECORD, RECORD_IN_HOUSE
from participants.enums import Standing
from participants.models import Activity, Need, Organisation, User
from participants.services.searching import ACTIVITY, NEED, ORGANISATION

Visible = Callable[[User], Any]
TITLE = 90


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    meta: tuple[str, ...]
    on: date | None = None
    passage: tuple[Piece, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Kind:
    """``visible``: the condition that a posting of it meets for this reader. ``told``: a result without its passage.
    ``is_of_clusters``: it belongs to a cluster, and nobody without a place there sees it.
    """

    code: str
    label: str
    postings: tuple[str, ...]
    visible: Visible
    fetched: Callable[[], QuerySet]
    told: Callable[[Any], Hit]
    is_of_clusters: bool = True

    def by_number(self, numbers: Iterable[int]) -> dict[int, Any]:
        return self.fetched().in_bulk(list(numbers))


def _is_one_of(things: QuerySet) -> Exists:
    return Exists(things.filter(pk=OuterRef("entry__key")))


# --- Who may see ------------------------------------------------------------------------------------------------------


def _readable_records(user: User) -> Q:
    """The coordination reads its own edition; members what was circulated, observers what was adopted."""
    house = Meeting.objects.filter(cluster_id__in=user.clusters_with(Standing.COORDINATION))
    others = Meeting.objects.visible_to(user).exclude(cluster_id__in=user.clusters_with(Standing.COORDINATION))
    as_member = Q(cluster_id__in=user.clusters_with(Standing.MEMBER), circulated_at__isnull=False)
    as_observer = Q(adopted_at__isnull=False)
    return Q(_is_one_of(house), kind=RECORD_IN_HOUSE) | Q(
        _is_one_of(others.filter(as_member | as_observer)), kind=RECORD
    )


def _visible_actions(user: User) -> Exists:
    return _is_one_of(ActionPoint.objects.visible_to(user))


def _visible_decisions(user: User) -> Exists:
    return _is_one_of(Decision.objects.visible_to(user))


def _visible_documents(user: User) -> Exists:
    return _is_one_of(Document.objects.visible_to(user))


def _visible_organisations(user: User) -> Exists:
    return _is_one_of(Organisation.objects.visible_to(user))


def _visible_activities(user: User) -> Exists:
    return _is_one_of(Activity.objects.visible_to(user))


def _visible_needs(user: User) -> Exists:
    return _is_one_of(Need.objects.visible_to(user))


# --- How it is told ---------------------------------------------------------------------------------------------------


def record_hit(meeting: Meeting) -> Hit:
    url = reverse("minutes:record", args=[meeting.uuid])
    return Hit(meeting.title, url, (str(meeting.cluster),), meeting.day)


def _decision_hit(decision: Decision) -> Hit:
    meeting = decision.minutes.meeting
    meta = (meeting.title, str(decision.cluster), *(() if decision.is_in_force else ("Remplacée",)))
    return Hit(decision.item_title, reverse("minutes:record", args=[meeting.uuid]), meta, decision.taken_on)


def _action_hit(action: ActionPoint) -> Hit:
    title = f"{action.reference} · {richtext.excerpt(action.description, TITLE)}"
    meta = (action.owner_text, str(action.cluster))
    url = reverse("actions:action_detail", args=[action.uuid])
    return Hit(title, url, tuple(filter(None, meta)), action.due_on, status=action.status)


def _document_hit(document: Document) -> Hit:
    url = reverse("meetings:document_detail", args=[document.uuid])
    return Hit(str(document), url, (str(document.cluster), document.state_shown[1]))


def _organisation_hit(organisation: Organisation) -> Hit:
    url = reverse("participants:organisation_detail", args=[organisation.uuid])
    return Hit(organisation.full_label, url, (organisation.get_kind_display(),))


def _activity_hit(activity: Activity) -> Hit:
    title = f"{activity.organisation.short_label} · {_first_words(activity.description)}"
    url = reverse("participants:organisation_profile", args=[activity.organisation.uuid])
    return Hit(title, url, (activity.get_state_display(), *_spot(activity)), activity.reported_on)


def _need_hit(need: Need) -> Hit:
    """Leads to the table of the cluster that lists its needs."""
    url = reverse("actions:coverage", args=[need.cluster.uuid])
    return Hit(_first_words(need.text), url, _spot(need), need.declared_on)


def _first_words(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(TITLE)


def _spot(said: Activity | Need) -> tuple[str, ...]:
    """Sector, place and cluster, of which any may be missing."""
    place, cluster = said.place.label if said.place else "", str(said.cluster or "")
    return tuple(filter(None, (said.get_sector_display(), place, cluster)))


RECORDS = Kind(
    "comptes-rendus",
    "Comptes rendus",
    (RECORD, RECORD_IN_HOUSE),
    _readable_records,
    lambda: Meeting.objects.select_related("cluster"),
    record_hit,
)
KINDS = (
    RECORDS,
    Kind(
        "decisions",
        "Décisions",
        (DECISION,),
        _visible_decisions,
        lambda: Decision.objects.select_related("cluster", "minutes__meeting", "replacement__by_decision"),
        _decision_hit,
    ),
    Kind(
        "actions",
        "Actions",
        (ACTION,),
        _visible_actions,
        lambda: ActionPoint.objects.select_related("cluster"),
        _action_hit,
    ),
    Kind(
        "documents",
        "Documents",
        (DOCUMENT,),
        _visible_documents,
        lambda: Document.objects.select_related("cluster"),
        _document_hit,
    ),
    Kind(
        "organisations",
        "Organisations",
        (ORGANISATION,),
        _visible_organisations,
        lambda: Organisation.objects.select_related("parent"),
        _organisation_hit,
        is_of_clusters=False,
    ),
    Kind(
        "activites",
        "Activités",
        (ACTIVITY,),
        _visible_activities,
        lambda: Activity.objects.select_related("organisation__parent", "place", "cluster"),
        _activity_hit,
        is_of_clusters=False,
    ),
    Kind(
        "besoins",
        "Besoins",
        (NEED,),
        _visible_needs,
        lambda: Need.objects.select_related("place", "cluster"),
        _need_hit,
    ),
)
