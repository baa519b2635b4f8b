"""A cluster with some of everything that a dashboard counts, written straight into the tables; and the same counted in
plain Python, over all objects, without the queries of the house."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product

from django.utils import timezone

from actions.enums import CallPart, DueKind, OwnerKind, Status
from actions.models import ActionOwner, ActionPoint, ActionShare, ActionUpdate, CallAnswer, ContributionCall
from clusterhub.web.periods import Period
from meetings.enums import AttendanceState, Coming, MeetingState, Visibility
from meetings.models import AgendaProposal, Attendance, ForeseenAttendance, Meeting
from minutes.models import Minutes, MinutesEvent, MinutesVersion, Remark
from participants.enums import MembershipStatus, OrganisationKind
from participants.models import Cluster, Organisation, User
from tests.factories import People, make_membership, make_organisation

DAYS_AGO = (0, 5, 45, 100, 200, 300, 400)
"""The first and the last day of the period among them."""
DUE_IN = (-50, 20, None)
DONE_AGO = (0, 30, 60, 300)
STATES = (
    *((status, None) for status in (Status.TODO, Status.BLOCKED, Status.DROPPED)),
    *((Status.DONE, ago) for ago in DONE_AGO),
)
"""And how many days ago it was done."""


def day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def noon(ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(day(ago), time(12)))


@dataclass
class Board:
    people: People
    state: Organisation
    unit: Organisation
    excused: Organisation
    answering: Organisation
    remarking: Organisation
    silent: Organisation
    period: Period
    meetings: dict[int, Meeting] = field(default_factory=dict)
    """By how many days ago they were held."""

    @property
    def cluster(self) -> Cluster:
        return self.people.cluster


def make_board(people: People) -> Board:
    new = {name: make_organisation(name.upper()) for name in ("excused", "answering", "remarking", "silent")}
    state = make_organisation("ETAT", kind=OrganisationKind.GOVERNMENT)
    unit = make_organisation("UNITE", parent=people.partner, kind=OrganisationKind.OTHER)
    for organisation in (*new.values(), state):
        make_membership(organisation, people.cluster)
    make_membership(make_organisation("PASSEE"), people.cluster, until=day(301))
    make_membership(make_organisation("INVITEE"), people.cluster, MembershipStatus.INVITED)
    board = Board(people=people, state=state, unit=unit, period=Period(day(300), day(0)), **new)
    _hold_meetings(board)
    _come(board)
    _promise(board)
    _answer(board)
    return board


# --- Meetings ---------------------------------------------------------------------------------------------------------


def _hold_meetings(board: Board) -> None:
    for number, (ago, steps) in enumerate(
        {
            400: ((399, "circulated"),),
            250: ((247, "circulated"), (245, "drafting"), (240, "circulated"), (238, "adopted"), (237, "signed")),
            120: ((120, "circulated"),),
            60: ((53, "circulated"),),
            20: (),
        }.items()
    ):
        board.meetings[ago] = hold(board.cluster, ago, number, steps)
    Meeting.objects.create(cluster=board.cluster, year=2030, serial=1, starts_at=noon(10), state=MeetingState.CANCELLED)
    hold(board.people.other_cluster, 30, 1, ((29, "circulated"),))


def hold(cluster: Cluster, ago: int, number: int, steps: tuple[tuple[int, str], ...] = ()) -> Meeting:
    out = [noon(when) for when, state in steps if state == "circulated"]
    meeting = Meeting.objects.create(
        cluster=cluster,
        title=f"Réunion {number}",
        year=2000 + ago,
        serial=number + 1,
        starts_at=noon(ago),
        state=MeetingState.CLOSED,
        closed_at=noon(ago) + timedelta(hours=2),
        circulated_at=out[-1] if out else None,
    )
    record = Minutes.objects.create(meeting=meeting)
    for when, state in steps:
        MinutesEvent.objects.create(minutes=record, before="drafting", after=state, at=noon(when))
    return meeting


def _come(board: Board) -> None:
    people, present = board.people, AttendanceState.PRESENT
    rows = [
        *((ago, people.lead, present) for ago in (400, 250, 120, 60, 20)),
        (250, people.partner, present),
        (250, board.unit, present),
        (120, board.unit, AttendanceState.REPRESENTED),
        (120, board.state, AttendanceState.GUEST),
        (60, people.watcher, AttendanceState.OBSERVER),
        (60, board.excused, AttendanceState.EXCUSED),
        (60, board.silent, AttendanceState.ABSENT),
        (400, board.silent, present),
    ]
    Attendance.objects.bulk_create(
        Attendance(meeting=board.meetings[ago], organisation=one, name=f"Personne {place}", state=state)
        for place, (ago, one, state) in enumerate(rows)
    )


# --- Actions ----------------------------------------------------------------------------------------------------------


def _promise(board: Board) -> None:
    shapes = list(product(DAYS_AGO, DUE_IN, STATES))
    random.Random(4).shuffle(shapes)  # noqa: S311  so that what follows from the number does not follow from the shape
    ActionPoint.objects.bulk_create(_action(board, number, *shape) for number, shape in enumerate(shapes))
    made = list(ActionPoint.objects.order_by("pk"))
    owned = [(number, action) for number, action in enumerate(made) if number % 3]
    parties = [(number, action, one) for number, action in owned for one in _parties(board, number)]
    ActionOwner.objects.bulk_create(
        ActionOwner(action=action, kind=OwnerKind.ORGANISATION, organisation=one, written=one.acronym)
        for _, action, one in parties
    )
    ActionShare.objects.bulk_create(_share(number, action, one) for number, action, one in parties)


def _action(board: Board, number: int, ago: int, due_in: int | None, state: tuple[Status, int | None]) -> ActionPoint:
    status, done = state
    people, meeting = board.people, board.meetings[20] if ago == 5 and number % 2 else None
    return ActionPoint(
        cluster=people.other_cluster if number % 5 == 4 else people.cluster,
        meeting=meeting,
        created_at=noon(ago),
        decided_on=meeting.day if meeting else day(ago),
        reference=f"X-{number}",
        description="<p>À faire</p>",
        is_owned=bool(number % 3),
        due_kind=DueKind.NONE if due_in is None else DueKind.DATE,
        due_on=None if due_in is None else day(-due_in),
        status=status,
        completed_on=None if done is None else day(done),
        visibility=Visibility.COORDINATION if number % 7 == 3 else Visibility.MEMBERS,
        withdrawn_at=noon(1) if number % 11 == 5 else None,
    )


def _parties(board: Board, number: int) -> list[Organisation]:
    return [board.people.lead] if number % 3 == 1 else [board.people.partner, board.unit]


def _share(number: int, action: ActionPoint, one: Organisation) -> ActionShare:
    """Some are done while the action is not, some were left, some put off, a few until a day that has passed."""
    done = action.completed_on or (day(70) if number % 4 == 0 and action.is_open else None)
    status = Status.DONE if done else action.status
    left = day(2) if number % 8 == 1 else None
    put_off = {0: day(-30), 3: day(3)}.get(number // 3 % 5)
    days = {"completed_on": done, "left_on": left, "postponed_to": put_off}
    return ActionShare(action=action, organisation=one, status=status, **days)


def _answer(board: Board) -> None:
    told = ActionPoint.objects.filter(cluster=board.cluster, withdrawn_at=None, visibility="members", meeting=None)
    common = {"action": told.earliest("pk"), "author_name": "Quelqu’un", "after": Status.TODO}
    ActionUpdate.objects.create(organisation=board.answering, at=noon(10), comment="En route", **common)
    ActionUpdate.objects.create(organisation=board.silent, at=noon(310), comment="Trop tôt", **common)
    ActionUpdate.objects.create(
        organisation=board.silent, at=noon(9), comment="Est désormais concernée par cette action.", **common
    )
    _speak_otherwise(board)
    record = board.meetings[250].minutes
    version = MinutesVersion.objects.create(minutes=record, number=1, kind="circulated", content="{}")
    person = board.people.focal_point.person
    person.organisation = board.remarking
    person.save()
    Remark.objects.create(version=version, passage="x", text="Lu", author=board.people.focal_point, made_at=noon(100))


def _speak_otherwise(board: Board) -> None:
    """Answer a call, propose a point, say that one comes: each by an organisation that does nothing else."""
    calling, proposing, coming = (make_organisation(name) for name in ("CALLED", "PROPOSING", "COMING"))
    for organisation in (calling, proposing, coming):
        make_membership(organisation, board.cluster)
    call = ContributionCall.objects.create(cluster=board.cluster, title="Point", due_on=day(40))
    CallAnswer.objects.create(call=call, organisation=calling, part=CallPart.ACTIONS, said_by="Lui", at=noon(41))
    AgendaProposal.objects.create(
        cluster=board.cluster, organisation=proposing, title="Eau", said_by="Elle", created_at=noon(30)
    )
    ForeseenAttendance.objects.create(
        meeting=board.meetings[20], organisation=coming, coming=Coming.COMING, said_by="Lui", at=noon(21)
    )


# --- Counted another way ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """An action as one person sees it, with the days that matter."""

    action: ActionPoint
    raised: date
    shares: list[ActionShare]
    has_owner: bool

    @property
    def is_open(self) -> bool:
        return self.action.status not in (Status.DONE, Status.DROPPED)

    def is_late(self) -> bool:
        return self.is_open and self.action.due_on is not None and self.action.due_on < day(0)

    def is_done(self, period: Period) -> bool:
        return self.action.status == Status.DONE and period.since <= self.action.completed_on <= period.until

    def is_on_time(self, period: Period) -> bool:
        due = self.action.due_on
        return self.is_done(period) and due is not None and self.action.completed_on <= due


def seen_by(user: User, board: Board) -> Iterator[Seen]:
    for action in ActionPoint.objects.all():
        raised = action.meeting.starts_at if action.meeting else action.created_at
        if may_see(user, action, board):
            shares = [share for share in action.shares.all() if share.left_on is None]
            yield Seen(action, timezone.localdate(raised), shares, action.owners.count() > 0)


def may_see(user: User, action: ActionPoint, board: Board) -> bool:
    if action.withdrawn_at or action.cluster_id != board.cluster.pk:
        return False
    return user == board.people.coordinator or action.visibility != Visibility.COORDINATION


def count(actions: list[Seen], which: Callable[[Seen], object]) -> int:
    return sum(bool(which(one)) for one in actions)
