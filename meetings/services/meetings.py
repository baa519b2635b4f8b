"""Preparing a meeting: its number, its usual place and people, its agenda. What it goes through is in lifecycle.py."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from meetings.enums import MeetingEventKind, MeetingKind, MeetingState
from meetings.errors import ForeignObject, MeetingsError
from meetings.events import meeting_created
from meetings.models import AgendaTemplate, Meeting
from meetings.selectors import meeting_before
from meetings.services.agenda import fill_agenda
from meetings.services.details import tell_if_changed
from meetings.services.history import record_event
from meetings.services.locks import lock_cluster, lock_editable
from meetings.services.roles import prefill_roles
from meetings.wording import meeting_title
from participants.cadence import next_occurrence
from participants.models import Cluster, Organisation, Place, User

DEFAULT_START = time(9, 0)


class MeetingChanges(TypedDict, total=False):
    """What may change without moving the meeting: the date goes through ``reschedule_meeting``."""

    kind: str
    title: str
    ends_at: datetime | None
    venue: str
    host: Organisation | None
    place: Place | None
    online_url: str


@transaction.atomic
def create_meeting(
    *,
    cluster: Cluster,
    starts_at: datetime,
    by: User | None,
    kind: str = MeetingKind.ORDINARY,
    title: str = "",
    ends_at: datetime | None = None,
    venue: str | None = None,
    host: Organisation | None = None,
    place: Place | None = None,
    online_url: str = "",
    template: AgendaTemplate | None = None,
) -> Meeting:
    """Takes what is not given from the cluster's habits. The floors above bring in what is left from earlier meetings.

    The number in the year is given once and stays, even when the meeting moves to another year.
    """
    if template and template.cluster_id != cluster.pk:
        raise ForeignObject("Ce modèle d’ordre du jour est celui d’un autre cluster.")
    lock_cluster(cluster)
    year = timezone.localtime(starts_at).year
    meeting = Meeting.objects.create(
        cluster=cluster,
        kind=kind,
        title=title or meeting_title(MeetingKind(kind).label, cluster.kind, cluster.short_name),
        year=year,
        serial=_next_serial(cluster, year),
        starts_at=starts_at,
        ends_at=ends_at or starts_at + timedelta(minutes=cluster.usual_minutes),
        venue=cluster.usual_venue if venue is None else venue,
        host=host or cluster.usual_host,
        place=place or cluster.place,
        online_url=online_url,
        previous=meeting_before(cluster, starts_at),
    )
    record_event(meeting, MeetingEventKind.STATE, after=MeetingState.PLANNED, by=by)
    prefill_roles(meeting=meeting)
    fill_agenda(meeting=meeting, template=template)
    link_planned_meetings(cluster=cluster)
    meeting_created.publish(meeting)
    return meeting


def _next_serial(cluster: Cluster, year: int) -> int:
    """Under the cluster's lock: neither a gap nor a double."""
    last = Meeting.objects.filter(cluster=cluster, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def link_planned_meetings(*, cluster: Cluster) -> None:
    """Meetings still to come follow the one held or planned just before them; meetings held keep their link."""
    for meeting in Meeting.objects.filter(cluster=cluster).to_come().select_related("cluster"):
        previous = meeting_before(cluster, meeting.starts_at)
        if meeting.previous_id != (previous.pk if previous else None):
            Meeting.objects.filter(pk=meeting.pk).update(previous=previous)


def suggest_next_start(cluster: Cluster) -> datetime:
    """The next day of the cluster's cadence after its last meeting (or today), at its usual hour."""
    latest = Meeting.objects.filter(cluster=cluster).exclude(state=MeetingState.CANCELLED).first()
    today = timezone.localdate()
    after = max(latest.day, today) if latest else today
    day = next_occurrence(cluster, after, anchor=latest.day if latest else None) or after + timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, cluster.usual_start or DEFAULT_START))


@transaction.atomic
def update_meeting(*, meeting: Meeting, by: User | None = None, **changes: Unpack[MeetingChanges]) -> Meeting:
    """Those who were invited are told, once, of what concerns them."""
    lock_editable(meeting)
    before = Meeting.objects.get(pk=meeting.pk)
    ends_at = changes.get("ends_at")
    if ends_at and ends_at <= meeting.starts_at:
        raise MeetingsError("La fin prévue doit suivre le début.")
    for field, value in changes.items():
        setattr(meeting, field, value)
    meeting.save(update_fields=list(changes))
    tell_if_changed(meeting, before=before, by=by)
    return meeting
