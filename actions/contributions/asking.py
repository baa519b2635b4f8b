"""A call as the organisation that was asked sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from actions.enums import CallPart
from actions.models import ActionUpdate, CallAnswer, CallInvitee, ContributionCall
from actions.wording import JOINED, LEFT
from meetings.enums import Visibility
from meetings.foreseen import foreseen_of, next_announced
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from participants.models import AccessLink, Cluster, Organisation, User
from participants.querysets import belonging_to

NOTHING: dict[str, Any] = {"nothing": True}
WAITING_SHOWN, LOOKED_AT = 20, 100


@dataclass(frozen=True)
class AskedPart:
    """``content`` is the organisation's latest word on it."""

    part: CallPart
    content: dict[str, Any] = field(default_factory=dict)
    said_by: str = ""
    at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        return self.at is not None

    @property
    def has_nothing(self) -> bool:
        return self.content == NOTHING


@dataclass(frozen=True)
class Asked:
    call: ContributionCall
    organisation: Organisation
    parts: list[AskedPart]

    @property
    def answered_count(self) -> int:
        return sum(part.is_answered for part in self.parts)

    @property
    def is_answered(self) -> bool:
        """In full."""
        return self.answered_count == len(self.parts)

    @property
    def shows_document(self) -> bool:
        """While it is told to members: it may have been restricted since."""
        document = self.call.document
        return document is not None and document.visibility != Visibility.COORDINATION

    def part(self, code: str) -> AskedPart | None:
        return next((part for part in self.parts if part.part == code), None)


def open_calls(organisation: Organisation, cluster: Cluster) -> list[Asked]:
    """Those that the organisation may answer, the most urgent first. A constant number of queries."""
    calls = calls_asking(organisation, cluster).filter(closed_at=None).order_by("due_on", "id")
    return _asked(list(calls), organisation)


def asked_of(organisation: Organisation, cluster: Cluster, uuid: UUID) -> Asked | None:
    """Also one that is closed: what was answered may still be read."""
    return next(iter(_asked(list(calls_asking(organisation, cluster).filter(uuid=uuid)), organisation)), None)


@dataclass(frozen=True)
class NextSteps:
    """What the page of an organisation's link offers besides its actions."""

    calls: list[Asked]
    meeting: Meeting | None
    told: ForeseenAttendance | None


def next_for(link: AccessLink) -> NextSteps:
    organisation, cluster = link.ends
    meeting = next_announced(cluster)
    told = foreseen_of(organisation, meeting) if meeting else None
    return NextSteps(open_calls(organisation, cluster), meeting, told)


def calls_asking(organisation: Organisation, cluster: Cluster) -> QuerySet[ContributionCall]:
    calls = ContributionCall.objects.filter(cluster=cluster, invitees__organisation=organisation)
    return calls.select_related("cluster", "meeting", "document")


def invitees_answered_by(user: User) -> QuerySet[CallInvitee]:
    """Of organisations that this account answers for."""
    mine = Q(pk__in=())
    for cluster_id in user.standings:
        mine |= Q(call__cluster_id=cluster_id, organisation__in=user.answers_for(cluster_id))
    return CallInvitee.objects.filter(mine).select_related("organisation__parent")


@dataclass(frozen=True)
class WaitingCall:
    invitee: CallInvitee
    answered_count: int
    """Of the parts that the call still awaits."""


def calls_waiting_for(user: User) -> list[WaitingCall]:
    """Open calls to organisations that this account answers for, until each part has its answer."""
    invitees = with_answers(invitees_answered_by(user).filter(call__closed_at=None))
    related = list(
        invitees.select_related("call__cluster", "organisation__parent").order_by("call__due_on", "id")[:LOOKED_AT]
    )
    missing = missing_parts(related)
    waiting = [WaitingCall(one, len(one.call.awaited) - len(missing[one.pk])) for one in related if missing[one.pk]]
    return waiting[:WAITING_SHOWN]


def with_answers(invitees: QuerySet[CallInvitee]) -> QuerySet[CallInvitee]:
    """For ``is_silent`` and ``missing_parts``."""
    answers = CallAnswer.objects.filter(call=OuterRef("call"), organisation=OuterRef("organisation"))
    own = Q(organisation=OuterRef("organisation")) | Q(organisation__parent=OuterRef("organisation"))
    reports = ActionUpdate.objects.filter(
        own, action__cluster=OuterRef("call__cluster"), at__gte=OuterRef("call__created_at")
    )
    invitees = invitees.select_related("call__meeting")
    return invitees.annotate(has_answer=Exists(answers), has_report=Exists(said_by_people(reports)))


def is_silent(invitee: Any) -> bool:
    """It has said nothing to any part."""
    return not (invitee.has_answer or (invitee.has_report and CallPart.ACTIONS in invitee.call.parts))


def missing_parts(invitees: Iterable[Any]) -> dict[int, list[CallPart]]:
    """By number of the invitee, what it has not answered and still may, in the order of the call. One query.

    Wants ``with_answers``.
    """
    asked = list(invitees)
    calls, organisations = {one.call_id for one in asked}, {one.organisation_id for one in asked}
    answers = CallAnswer.objects.filter(call__in=calls, organisation__in=organisations).order_by()
    told = set(answers.values_list("call", "organisation", "part").distinct())
    told |= {(one.call_id, one.organisation_id, CallPart.ACTIONS.value) for one in asked if one.has_report}
    return {
        one.pk: [part for part in one.call.awaited if (one.call_id, one.organisation_id, part.value) not in told]
        for one in asked
    }


def said_by_people(updates: QuerySet[ActionUpdate]) -> QuerySet[ActionUpdate]:
    """Without what the house notes by itself, and without slips that were taken back."""
    said = updates.exclude(author=None, link=None).exclude(comment__in=(JOINED, LEFT))
    return said.filter(corrects=None, correction=None)


def reports_since(call: ContributionCall, own: Q) -> QuerySet[ActionUpdate]:
    """What was said of the cluster's actions since the call went out, by the organisations that ``own`` describes."""
    told = ActionUpdate.objects.filter(own, action__cluster=call.cluster_id, at__gte=call.created_at)
    return said_by_people(told)


def latest_answer(call: ContributionCall, organisation: Organisation, part: CallPart) -> CallAnswer | None:
    """The one that counts."""
    return call.answers.filter(organisation=organisation, part=part).order_by("-at", "-id").first()


def own_points(call: ContributionCall, organisation: Organisation) -> list[AgendaProposal]:
    """Those that it proposed in answer to this call."""
    answers = CallAnswer.objects.filter(call=call, organisation=organisation, proposal__isnull=False)
    return [answer.proposal for answer in answers.select_related("proposal").order_by("at", "id") if answer.proposal]


def known_profile(organisation: Organisation) -> dict[str, Any]:
    """As the form of a profile shows it."""
    return {
        "sectors": [one.sector for one in organisation.sectors.all()],
        "places": ", ".join(place.name for place in organisation.places.order_by("level", "name")),
        "projects": "\n".join(str(project) for project in organisation.projects.all()),
        "website": organisation.website,
    }


# --- Putting together -------------------------------------------------------------------------------------------------


def _asked(calls: list[ContributionCall], organisation: Organisation) -> list[Asked]:
    latest = _latest_answers(calls, organisation)
    reports = _latest_reports(calls, organisation)
    return [
        Asked(call, organisation, [_part(call, part, latest, reports.get(call.pk)) for part in _shown(call, latest)])
        for call in calls
    ]


def _shown(call: ContributionCall, latest: dict[tuple[int, str], CallAnswer]) -> list[CallPart]:
    return [part for part in call.asked if part in call.awaited or (call.pk, part) in latest]


def _latest_answers(calls: list[ContributionCall], organisation: Organisation) -> dict[tuple[int, str], CallAnswer]:
    answers = CallAnswer.objects.filter(call__in=calls, organisation=organisation).order_by("at", "id")
    return {(answer.call_id, answer.part): answer for answer in answers}


def _latest_reports(calls: list[ContributionCall], organisation: Organisation) -> dict[int, ActionUpdate]:
    """By call. One query: the calls are of one cluster."""
    asking = [call for call in calls if CallPart.ACTIONS in call.parts]
    if not asking:
        return {}
    oldest = min(asking, key=lambda call: call.created_at)
    told = reports_since(oldest, belonging_to([organisation])).order_by("-at", "-id").first()
    return {call.pk: told for call in asking if told and told.at >= call.created_at}


def _part(
    call: ContributionCall,
    part: CallPart,
    latest: dict[tuple[int, str], CallAnswer],
    report: ActionUpdate | None,
) -> AskedPart:
    answer = latest.get((call.pk, part))
    if part == CallPart.ACTIONS and report and (answer is None or report.at > answer.at):
        return AskedPart(part, {}, report.author_name, report.at)
    return AskedPart(part, answer.content, answer.said_by, answer.at) if answer else AskedPart(part)
