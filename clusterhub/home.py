"""The first page after signing in: what comes next, what is to be finished or signed, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from actions.contributions.asking import calls_waiting_for
from actions.following import count_to_confirm, handovers_awaited
from actions.models import ActionPoint
from actions.selectors.listed import COUNTED_AT_MOST, ActionRow
from actions.selectors.mine import my_actions
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.rules import can_create_meeting
from meetings.selectors import upcoming_and_past
from minutes.selectors.awaited import signatures_awaited_from
from participants.enums import Standing
from participants.models import User

SHOWN = 5


@dataclass(frozen=True)
class CoordinationDesk:
    """What the coordination of one or several clusters has on its table."""

    to_finish: list[Meeting]
    late: list[ActionRow]
    late_count: int
    to_confirm: int
    handed: int

    @property
    def is_counted(self) -> bool:
        """Above a thousand late actions are not counted further."""
        return self.late_count <= COUNTED_AT_MOST


def home(request: HttpRequest) -> HttpResponse:
    user, now = cast(User, request.user), timezone.now()  # LoginRequiredMiddleware lets nobody else in
    mine = my_actions(user, on=timezone.localdate())
    pressing = [*mine.late, *mine.upcoming, *mine.undated]
    context = {
        "meetings": next_meetings(user, at=now),
        "desk": coordination_desk(user),
        "mine": pressing[:SHOWN],
        "mine_count": f"{len(pressing)} et plus" if mine.is_cut else len(pressing),
        "calls": calls_waiting_for(user),
        "to_sign": signatures_awaited_from(user),
        "can_create_meeting": can_create_meeting(user),
    }
    return render(request, "home.html", context)


def next_meetings(user: User, *, at: datetime) -> list[Meeting]:
    """In session or to come; one that is cancelled is said in the list of meetings, not here."""
    coming, _ = upcoming_and_past(Meeting.objects.visible_to(user), at=at)
    return list(coming.exclude(state=MeetingState.CANCELLED)[:SHOWN])


def coordination_desk(user: User) -> CoordinationDesk | None:
    """None for somebody who coordinates nothing."""
    clusters = user.clusters_with(Standing.COORDINATION)
    if not clusters:
        return None
    to_finish = Meeting.objects.filter(cluster__in=clusters).to_finish().select_related("cluster", "minutes")
    late = ActionPoint.objects.standing().of_clusters(clusters).overdue(on=timezone.localdate())
    listed = late.select_related("meeting").order_by("due_on", "id")[:SHOWN]
    return CoordinationDesk(
        to_finish=list(to_finish.order_by("starts_at")[:SHOWN]),
        late=[ActionRow(action) for action in listed],
        late_count=late.order_by()[: COUNTED_AT_MOST + 1].count(),
        to_confirm=count_to_confirm(user),
        handed=handovers_awaited(user),
    )
