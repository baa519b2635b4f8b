"""What a calendar reads at its secret address. Whoever has it may publish it: no agenda, no address of a video call.

ReliefWeb Response reads the title, the description, the place, the dates, the category (a colour) and the files of a
cluster's feed. It does not read the status: what is cancelled says so in its title.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from actions.enums import OPEN_STATUSES
from actions.models import ActionPoint, ActionShare
from clusterhub.web import richtext
from clusterhub.web.calendar import Enclosure, Entry
from clusterhub.web.mail import absolute_url
from meetings.enums import MeetingState, OutcomeKind, Visibility
from meetings.models import Meeting, MeetingEvent, Outcome
from meetings.querysets import MEMBERS_SEE
from minutes.models import Publication
from participants.models import Cluster, Organisation
from participants.querysets import belonging_to

KEPT = timedelta(days=366)
AT_MOST = 1000


def cluster_entries(cluster: Cluster, *, at: datetime) -> list[Entry]:
    """A year back, everything to come: its meetings, with public minutes, and what they announced for a date."""
    minutes = _published(cluster)
    known = Meeting.objects.filter(cluster=cluster, state__in=MEMBERS_SEE, starts_at__gte=at - KEPT)
    meetings = list(known.select_related("place").order_by("-starts_at", "-id")[:AT_MOST])
    steps = _steps(meetings)
    announced = _announcements(cluster, since=at - KEPT)
    return [
        *(_meeting_entry(meeting, steps[meeting.pk], minutes.get(meeting.pk, ())) for meeting in meetings),
        *(_announcement_entry(outcome, outcome.on) for outcome in announced if outcome.on),
    ]


def _steps(meetings: Iterable[Meeting]) -> dict[int, tuple[int, datetime]]:
    """By number of the meeting: how many steps it went through, and when the last one was."""
    rows = MeetingEvent.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).order_by().values("meeting")
    counted = rows.annotate(steps=Count("pk"), changed_at=Max("at")).values_list("meeting", "steps", "changed_at")
    return {meeting: (steps, changed_at) for meeting, steps, changed_at in counted}


def _published(cluster: Cluster) -> dict[int, tuple[Enclosure, ...]]:
    """By number of the meeting: the last public edition that was not withdrawn."""
    known = Publication.objects.standing().filter(version__minutes__meeting__cluster=cluster)
    rows = known.order_by("version__number").values_list("version__minutes__meeting", "key", "version__number")
    return {meeting: (_enclosure(key, number),) for meeting, key, number in rows}


def _enclosure(key: str, number: int) -> Enclosure:
    return Enclosure(absolute_url("minutes:publication_pdf", key=key), f"compte-rendu-version-{number}.pdf")


def _meeting_entry(meeting: Meeting, steps: tuple[int, datetime], minutes: tuple[Enclosure, ...]) -> Entry:
    known = (meeting.venue, meeting.place.name if meeting.place else "")
    url = absolute_url("minutes:meeting_detail", uuid=meeting.uuid)
    is_cancelled = meeting.state == MeetingState.CANCELLED
    return Entry(
        uid=str(meeting.uuid),
        title=f"Annulée : {meeting.title}" if is_cancelled else meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        sequence=steps[0],
        stamp=steps[1],
        details=f"Pour les membres, avec un compte : {url}",
        place=", ".join(part for part in known if part),
        url=url,
        category=meeting.get_kind_display(),
        is_cancelled=is_cancelled,
        enclosures=minutes,
    )


def _announcements(cluster: Cluster, *, since: datetime) -> Iterable[Outcome]:
    """Those of records that went out, not of what is for the coordination."""
    dated = Outcome.objects.filter(kind=OutcomeKind.ANNOUNCEMENT, on__gte=timezone.localdate(since))
    told = dated.filter(item__meeting__cluster=cluster, item__meeting__circulated_at__isnull=False)
    shown = told.exclude(item__visibility=Visibility.COORDINATION)
    return shown.exclude(item__parent__visibility=Visibility.COORDINATION).select_related("item__meeting")[:AT_MOST]


def _announcement_entry(outcome: Outcome, on: date) -> Entry:
    meeting = outcome.item.meeting
    return Entry(
        uid=str(outcome.uuid),
        title=richtext.excerpt(outcome.text, 120),
        starts=on,
        stamp=meeting.circulated_at or meeting.starts_at,
        sequence=outcome.text_version,
        details=richtext.to_text(outcome.text),
        category=OutcomeKind.ANNOUNCEMENT.label,
        url=absolute_url("minutes:meeting_detail", uuid=meeting.uuid),
    )


# --- An organisation's deadlines --------------------------------------------------------------------------------------


def organisation_entries(organisation: Organisation) -> list[Entry]:
    """What it and its units still owe by a date, in every cluster; nothing of what is for a coordination only."""
    own = belonging_to([organisation])
    told = ActionPoint.objects.shown_to_partners().open().exclude(due_on=None)
    shares = ActionShare.objects.filter(own, left_on=None, status__in=OPEN_STATUSES, action__in=told.values("pk"))
    told_of = shares.annotate(steps=Count("action__updates"), changed_at=Max("action__updates__at"))
    owed = told_of.select_related("action__cluster", "organisation__parent").order_by("action__due_on", "id")
    return [_deadline_entry(share, share.due_on) for share in owed[:AT_MOST] if share.due_on]


def _deadline_entry(share: ActionShare, due_on: date) -> Entry:
    action = share.action
    whose = f"{action.cluster.short_name}, {share.organisation.short_label}"
    return Entry(
        uid=str(share.uuid),
        title=f"{action.reference} : {richtext.excerpt(action.description, 80)}",
        starts=due_on,
        stamp=share.changed_at or action.created_at,  # type: ignore[attr-defined]  # annotated above
        details=f"{whose}\n{richtext.to_text(action.description)}",
        url=absolute_url("actions:action_detail", uuid=action.uuid),
        sequence=share.steps,  # type: ignore[attr-defined]
    )
