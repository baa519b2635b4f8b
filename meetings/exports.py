"""Meetings as a table: what each column holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from clusterhub.web.sheets import Column
from meetings.enums import IN_THE_ROOM, MeetingState
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from meetings.rules import can_see_live_text
from participants.enums import PlaceLevel
from participants.exports import Gazetteer
from participants.models import User

AT_ONCE = 500
MEETINGS = "Réunions"


@dataclass(frozen=True)
class MeetingLine:
    """One meeting; how many came stays with the coordination until the record is circulated."""

    meeting: Meeting
    places: Gazetteer
    shows_presence: bool

    @property
    def ends_at(self) -> datetime | None:
        return self.meeting.closed_at or self.meeting.ends_at

    @property
    def headcount(self) -> int | None:
        if not self.shows_presence:
            return None
        counted: int | None = self.meeting.headcount_override
        return self.meeting.present_count if counted is None else counted  # type: ignore[attr-defined, no-any-return]

    @property
    def organisation_count(self) -> int | None:
        return self.meeting.organisation_count if self.shows_presence else None  # type: ignore[attr-defined, no-any-return]


def meeting_lines(meetings: MeetingQuerySet, user: User) -> Iterator[MeetingLine]:
    there = Q(attendances__state__in=IN_THE_ROOM)
    counted = meetings.select_related("cluster", "host__parent").annotate(
        present_count=Count("attendances", filter=there, distinct=True),
        organisation_count=Count(
            "attendances__organisation_name", filter=there & ~Q(attendances__organisation_name=""), distinct=True
        ),
    )
    places = Gazetteer()
    for meeting in counted.order_by("-starts_at", "-id").iterator(chunk_size=AT_ONCE):
        shows_presence = meeting.circulated_at is not None or can_see_live_text(user, meeting)
        yield MeetingLine(meeting, places, shows_presence and meeting.state == MeetingState.CLOSED)


MEETING_COLUMNS: tuple[Column[MeetingLine], ...] = (
    Column("Identifiant", "#meta+id", lambda line: str(line.meeting.uuid), 38),
    Column("Cluster", "#sector+cluster+name", lambda line: line.meeting.cluster.short_name, 22),
    Column("Code du cluster", "#sector+code", lambda line: line.meeting.cluster.code, 10),
    Column("Intitulé", "#activity+name", lambda line: line.meeting.title, 40),
    Column("Nature", "#activity+type", lambda line: line.meeting.get_kind_display(), 22),
    Column("État", "#status+name", lambda line: line.meeting.get_state_display(), 14),
    Column("Code de l’état", "#status+code", lambda line: line.meeting.state, 12),
    Column("Début", "#date+start", lambda line: line.meeting.starts_at, 18),
    Column("Fin", "#date+end", lambda line: line.ends_at, 18),
    Column("Salle, adresse", "#loc+name", lambda line: line.meeting.venue, 28),
    Column("Hôte", "#org+host+name", lambda line: _host(line.meeting), 18),
    Column("Région", "#adm1+name", lambda line: line.places.name(line.meeting.place_id, PlaceLevel.REGION), 14),
    Column(
        "Code de la région",
        "#adm1+code+v_pcode",
        lambda line: line.places.pcode(line.meeting.place_id, PlaceLevel.REGION),
        10,
    ),
    Column("Participants", "#x_attendance+num+total", lambda line: line.headcount, 12),
    Column("Organisations présentes", "#x_attendance+num+orgs", lambda line: line.organisation_count, 14),
    Column("Compte rendu adopté le", "#date+adopted", lambda line: line.meeting.adopted_at, 18),
)


def _host(meeting: Meeting) -> str:
    return meeting.host.short_label if meeting.host else ""
