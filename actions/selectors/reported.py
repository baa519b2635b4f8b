"""What was closed and what was said since an earlier meeting, as the record above prints it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from actions.enums import CLOSED_STATUSES
from actions.models import ActionPoint, ActionUpdate
from actions.wording import FOLLOWED_MEETINGS, FOLLOWED_SHARES
from clusterhub.web.typography import format_date
from meetings.models import Meeting


def closed_before(meeting: Meeting, *, since: datetime) -> list[ActionUpdate]:
    """What closed each action of an earlier meeting that was no longer open when this one began, the last word only."""
    until = meeting.opened_at or timezone.now()
    earlier = Q(action__meeting=None) | Q(action__meeting__starts_at__lt=meeting.starts_at)
    closing = ActionUpdate.objects.filter(earlier, after__in=CLOSED_STATUSES, at__gte=since, at__lt=until)
    ended = closing.filter(action__cluster=meeting.cluster_id, action__withdrawn_at=None)
    carried = meeting.action_reviews.values("action_id")
    updates = ended.exclude(action__in=carried).select_related("action__meeting").order_by("at", "id")
    return list({update.action_id: update for update in updates}.values())


def last_words(actions: Iterable[ActionPoint], *, until: datetime) -> dict[int, str]:
    """By number of the action, what was reported last: « PARTEN, 3 novembre 2016 : fait »."""
    told = ActionUpdate.objects.filter(action__in=list(actions), at__lt=until, corrects=None, correction=None)
    told = told.exclude(comment__in=("", FOLLOWED_SHARES, *FOLLOWED_MEETINGS))
    told = told.select_related("organisation__parent").order_by("at", "id")
    return {update.action_id: _spoken(update) for update in told}


def _spoken(update: ActionUpdate) -> str:
    who = update.organisation.short_label if update.organisation else "Coordination"
    return f"{who}, {format_date(timezone.localtime(update.at))} : {update.comment}"
