"""A meeting's page: where it stands, what it made, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions.contributions.seats import seats_at
from clusterhub.web.access import get_visible
from meetings import rules
from meetings.enums import RESCHEDULABLE, MeetingState
from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.rules import can_read_minutes
from minutes.selectors import meeting as selectors
from minutes.selectors.record import readable_content
from participants.models import User

NEXT_STEPS = (
    (rules.can_announce_meeting, "meetings:meeting_announce", "Annoncer"),
    (rules.can_close_meeting, "minutes:meeting_close", "Lever la séance"),
    (rules.can_edit_meeting, "meetings:attendance", "Présences"),
    (rules.can_edit_meeting, "meetings:meeting_edit", "Modifier"),
    (rules.can_reschedule_meeting, "meetings:meeting_reschedule", "Déplacer"),
    (rules.can_cancel_meeting, "meetings:meeting_cancel", "Annuler"),
    (rules.can_copy_messages, "minutes:meeting_messages", "Copier pour WhatsApp / SMS"),
    (rules.can_restore_meeting, "meetings:meeting_restore", "Rétablir"),
)


@require_safe
def meeting_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    related = Meeting.objects.select_related("cluster", "host__parent", "place", "previous", "minutes")
    meeting = get_visible(related, request.user, uuid=uuid)
    context = _parts(meeting, request.user) | _rights(meeting, request.user)
    return render(request, "minutes/meeting_detail.html", {"meeting": meeting, **context})


def _parts(meeting: Meeting, user: User) -> dict[str, Any]:
    """Whoever may not read the live text reads the version in force, once there is one."""
    is_live = rules.can_see_live_text(user, meeting)
    reading = None if is_live else readable_content(meeting, user)
    reads_record, was_held = is_live or reading is not None, meeting.state not in RESCHEDULABLE
    return {
        "is_live": is_live,
        "step": current_step(meeting),
        "agenda": selectors.agenda_for(meeting, user, reading),
        "roles": list(meeting.roles.all()),
        "attendance": selectors.attendance_summary(meeting, reading) if reads_record and was_held else None,
        "documents": list(selectors.meeting_documents(meeting, user)),
        "actions": list(selectors.meeting_actions(meeting, user)),
        "reviews": list(selectors.reviewed_actions(meeting, user)) if reads_record else [],
        "events": selectors.meeting_history(meeting),
        "seats": seats_at(meeting, user),
        **(selectors.said_before(meeting) if is_live else {}),
    }


def _rights(meeting: Meeting, user: User) -> dict[str, Any]:
    return {
        "can_edit": rules.can_edit_meeting(user, meeting),
        "can_open": rules.can_open_meeting(user, meeting) and meeting.day <= timezone.localdate(),
        "can_read": can_read_minutes(user, meeting) and meeting.state == MeetingState.CLOSED,
        "steps": [(reverse(name, args=[meeting.uuid]), label) for may, name, label in NEXT_STEPS if may(user, meeting)],
    }


def current_step(meeting: Meeting) -> str:
    """The code of the step that the meeting has reached, from its preparation to the signed record."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.state == MinutesState.SIGNED:
        return str(MinutesState.SIGNED)
    if meeting.adopted_at:
        return str(MinutesState.ADOPTED)
    return str(MinutesState.CIRCULATED) if meeting.circulated_at else meeting.state
