"""The call that goes out by itself before each meeting of a cluster that wants it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from actions.enums import CallPart
from actions.errors import CallRefused
from actions.models import CallSetting, ContributionCall
from actions.services.calls import send_call
from clusterhub.web.folding import strip_control
from clusterhub.web.refusals import Refusal
from clusterhub.web.typography import format_date
from meetings.models import Meeting
from meetings.services.locks import lock_meeting
from participants.enums import MEMBER_STATUSES
from participants.models import Cluster, Organisation
from participants.selectors import working_days
from participants.working_days import ONE_DAY, WorkingDays

logger = logging.getLogger(__name__)

BY_ITSELF = (CallPart.ACTIONS, CallPart.AGENDA, CallPart.ATTENDANCE, CallPart.ROUND_TABLE)
"""What such a call may ask: a document, a profile or figures want somebody to name them."""


def setting_of(cluster: Cluster) -> CallSetting:
    """Not stored until it is saved."""
    return CallSetting.objects.filter(cluster=cluster).first() or CallSetting(cluster=cluster, parts=list(BY_ITSELF))


@transaction.atomic
def save_call_setting(
    cluster: Cluster, *, is_on: bool, days_before: int, parts: Sequence[str], introduction: str
) -> CallSetting:
    chosen = [part.value for part in BY_ITSELF if part in parts]
    if is_on and not chosen:
        raise CallRefused("Choisissez ce que l’appel demande.", "parts")
    said = {"is_on": is_on, "days_before": days_before, "parts": chosen}
    said["introduction"] = strip_control(introduction).strip()
    setting, _ = CallSetting.objects.update_or_create(cluster=cluster, defaults=said)
    return setting


def members_of(cluster: Cluster, *, on: date | None = None) -> list[Organisation]:
    """The organisations that « tous les membres » means."""
    members = cluster.memberships.filter(status__in=MEMBER_STATUSES).current(on=on or timezone.localdate())
    return [membership.organisation for membership in members.select_related("organisation__parent")]


def send_meeting_calls(*, at: datetime | None = None) -> list[ContributionCall]:
    """Those whose day has come, or came on a day when nothing ran. To be run as often as one likes."""
    now = at or timezone.now()
    today, days = timezone.localdate(now), working_days()
    if not days.includes(today):
        return []
    owed = [
        _send(meeting, setting, today, days)
        for setting in CallSetting.objects.filter(is_on=True, cluster__is_active=True).select_related("cluster")
        for meeting in _near(setting, now, days)
    ]
    return [call for call in owed if call]


def _near(setting: CallSetting, now: datetime, days: WorkingDays) -> list[Meeting]:
    """Meetings to come without their call, on or after the working day on which it should leave."""
    meetings = Meeting.objects.filter(cluster=setting.cluster_id).upcoming(at=now).exclude(calls__is_automatic=True)
    before, today = timedelta(days=setting.days_before), timezone.localdate(now)
    return [meeting for meeting in meetings if days.last_until(meeting.day - before) <= today]


@transaction.atomic
def _send(meeting: Meeting, setting: CallSetting, today: date, days: WorkingDays) -> ContributionCall | None:
    """None when another run has sent it meanwhile, when there is nobody to ask, or when it is refused (logged)."""
    lock_meeting(meeting)
    members = members_of(setting.cluster, on=today)
    if not members or meeting.calls.filter(is_automatic=True).exists():
        return None
    try:
        return send_call(
            cluster=setting.cluster,
            organisations=members,
            by=None,
            is_automatic=True,
            title=_title(meeting),
            introduction=setting.introduction,
            parts=setting.parts,
            due_on=_due_on(meeting, today, days),
            meeting=meeting,
        )
    except Refusal as refusal:
        logger.warning("No call for meeting %s: %s", meeting.pk, refusal)
        return None


def _title(meeting: Meeting) -> str:
    return f"Réunion du {format_date(meeting.day)} : vos contributions"


def _due_on(meeting: Meeting, today: date, days: WorkingDays) -> date:
    """The last working day before the meeting."""
    return max(today, days.last_until(meeting.day - ONE_DAY))


def follow_moved_meeting(meeting: Meeting) -> None:
    """The call that went out by itself gets the new date in its title, and the new day to answer by."""
    today = timezone.localdate()
    words = {"title": _title(meeting), "due_on": _due_on(meeting, today, working_days())}
    meeting.calls.filter(is_automatic=True, closed_at=None).update(**words)


def close_calls_of(meeting: Meeting) -> None:
    """It is cancelled: nobody needs to answer any more. Nobody closed them, so that they can come back."""
    meeting.calls.filter(is_automatic=True, closed_at=None).update(closed_at=timezone.now(), closed_by=None)


def reopen_calls_of(meeting: Meeting) -> None:
    meeting.calls.filter(is_automatic=True, closed_by=None).update(closed_at=None)
