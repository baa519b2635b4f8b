"""What the pages of this floor read, and what the record above prints of earlier actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from actions.enums import CLOSED_STATUSES, OPEN_STATUSES, OwnerKind, OwnerPart, Status
from actions.models import ActionOwner, ActionPoint, ActionReview, ActionShare, ActionUpdate
from actions.querysets import UNCLEAR, UNOWNED, ActionQuerySet
from actions.rules import can_edit_action, can_report_on_action, can_see_action, organisations_answered_for
from actions.wording import FOLLOWED_MEETINGS, FOLLOWED_SHARES, JOINED, LEFT, due_label, note_label, postponed_label
from clusterhub.web import richtext
from clusterhub.web.typography import format_date, format_short_date, french
from meetings.enums import MeetingState, Visibility
from meetings.models import Document, Meeting
from participants.enums import Standing
from participants.models import Organisation, User

# --- The list ---------------------------------------------------------------------------------------------------------

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class ActionRow:
    """One line of a list. ``is_ours``: the coordination may tick it, to change several at once."""

    action: ActionPoint
    is_ours: bool = False

    @property
    def tick(self) -> str:
        return str(self.action.uuid) if self.is_ours else ""

    @property
    def excerpt(self) -> str:
        return richtext.excerpt(self.action.description, 200)

    @property
    def note(self) -> str:
        """« En attente : du bailleur »."""
        return french(note_label(self.action)) if self.action.is_open else ""

    @property
    def due(self) -> str:
        return due_label(self.action)

    @property
    def status(self) -> str:
        return "to_confirm" if self.action.is_to_confirm else self.action.status

    @property
    def origin(self) -> str:
        """« réunion du 15/11/2016 »; the reference says which cluster."""
        return f"réunion du {format_short_date(self.action.meeting.day)}" if self.action.meeting else ""


@dataclass(frozen=True)
class Counts:
    """Open actions among those listed. Above ``COUNTED_AT_MOST`` they are not counted: a page stays as quick."""

    listed: int
    """All of them, where closed ones are listed too; else 0."""
    open: int
    late: int
    undated: int
    unowned: int
    unclear: int
    """Without a firm date, or without an owner, or without either."""

    @property
    def is_complete(self) -> bool:
        return self.open <= COUNTED_AT_MOST

    @property
    def is_list_complete(self) -> bool:
        return self.listed <= COUNTED_AT_MOST


def action_counts(actions: ActionQuerySet, *, on: date, closed_too: bool = False) -> Counts:
    listed = actions.order_by()[: COUNTED_AT_MOST + 1].count() if closed_too else 0
    some = actions.open().order_by()[: COUNTED_AT_MOST + 1]
    counted = some.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
        undated=Count("pk", filter=Q(due_on=None)),
        unowned=Count("pk", filter=UNOWNED),
        unclear=Count("pk", filter=UNCLEAR),
    )
    return Counts(listed, **counted)


# --- One action -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of one action shows to one person."""

    action: ActionPoint
    owners: list[ActionOwner]
    shares: list[ActionShare]
    updates: list[ActionUpdate]
    reviews: list[ActionReview]
    predecessor: ActionPoint | None
    followers: list[ActionPoint]
    can_edit: bool
    can_report: bool

    @property
    def answers(self) -> list[tuple[ActionShare, ActionUpdate | None]]:
        """Each share with what its organisation said last; an answer that changes nothing counts too."""
        spoken = [update for update in reversed(self.updates) if update.comment not in (JOINED, LEFT)]
        said = {update.organisation_id: update for update in spoken}
        return [(share, said.get(share.organisation_id)) for share in self.shares]

    @property
    def counted(self) -> int:
        return sum(share.left_on is None for share in self.shares)

    @property
    def answered(self) -> int:
        """Organisations that have said something, among those concerned."""
        return sum(share.left_on is None and share.status != Status.TODO for share in self.shares)


def action_page(action: ActionPoint, user: User) -> ActionPage:
    can_edit = can_edit_action(user, action)
    return ActionPage(
        action=action,
        owners=list(action.owners.all()),
        shares=list(action.shares.all()),
        updates=list(_updates(action, user)),
        reviews=list(_reviews(action, in_full=can_edit)),
        predecessor=_predecessor(action, user),
        followers=list(ActionPoint.objects.visible_to(user).filter(depends_on=action)),
        can_edit=can_edit,
        can_report=can_report_on_action(user, action),
    )


def _predecessor(action: ActionPoint, user: User) -> ActionPoint | None:
    """Only if this user may see it too."""
    return action.depends_on if action.depends_on and can_see_action(user, action.depends_on) else None


def with_parties(actions: ActionQuerySet) -> ActionQuerySet:
    """What rights and pages ask of each action: who owns it, who shares it."""
    owners = ActionOwner.objects.select_related("organisation__parent", "person", "owner_cluster", "group")
    shares = ActionShare.objects.select_related("organisation__parent")
    return actions.select_related("cluster", "meeting").prefetch_related(
        Prefetch("owners", queryset=owners), Prefetch("shares", queryset=shares)
    )


def _updates(action: ActionPoint, user: User) -> Iterable[ActionUpdate]:
    documents = Prefetch("documents", queryset=Document.objects.visible_to(user))
    return action.updates.select_related("organisation__parent").prefetch_related(documents).order_by("-at", "-id")


def _reviews(action: ActionPoint, *, in_full: bool) -> Iterable[ActionReview]:
    """Members read what was reported once the meeting's record is out. What was called off had no action before it."""
    reviews = action.reviews.select_related("meeting").order_by("-meeting__starts_at")
    reviews = reviews.exclude(meeting__state=MeetingState.CANCELLED, comment="")
    return reviews if in_full else reviews.filter(meeting__circulated_at__isnull=False)


# --- Mes actions ------------------------------------------------------------------------------------------------------

MINE_AT_MOST = 60
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class MyAction:
    """An action that concerns somebody: by an organisation's share, or by name or role (``share`` is then None)."""

    action: ActionPoint
    share: ActionShare | None
    can_answer: bool

    @property
    def excerpt(self) -> str:
        return richtext.excerpt(self.action.description, 300)

    @property
    def due_on(self) -> date | None:
        return self.share.due_on if self.share else self.action.due_on

    @property
    def due(self) -> str:
        is_moved = self.due_on and self.due_on != self.action.due_on
        return postponed_label(self.action, self.due_on) if is_moved and self.due_on else due_label(self.action)

    @property
    def key(self) -> str:
        """Different for every line of the page."""
        return str(self.share.uuid if self.share else self.action.uuid)

    @property
    def status(self) -> str:
        """That of the share, unless the coordination closed the whole."""
        return self.share.status if self.share and self.action.is_open else self.action.status

    @property
    def is_done(self) -> bool:
        return self.status in CLOSED_STATUSES

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class MyActions:
    late: list[MyAction]
    upcoming: list[MyAction]
    undated: list[MyAction]
    recent: list[MyAction]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.upcoming or self.undated or self.recent)


def my_actions(user: User, *, on: date) -> MyActions:
    entries = list(_my_entries(user, since=on - RECENT))
    todo = [entry for entry in entries if not entry.is_done]
    return MyActions(
        late=[entry for entry in todo if entry.is_late],
        upcoming=[entry for entry in todo if entry.due_on and not entry.is_late],
        undated=[entry for entry in todo if not entry.due_on],
        recent=[entry for entry in entries if entry.is_done],
        is_cut=len(entries) >= MINE_AT_MOST,
    )


def _my_entries(user: User, *, since: date) -> Iterator[MyAction]:
    """Open ones first by date, then those done lately; one line per organisation that has a part."""
    ours = organisations_followed(user)
    if user.person_id is None:
        return
    concerned = _shared_with(ours, since, user).union(_owned_by_name(user.person_id), _owned_by_role(user))
    current = Q(status__in=OPEN_STATUSES) | Q(completed_on__gte=since)
    actions = with_parties(ActionPoint.objects.visible_to(user).filter(current, pk__in=concerned))
    for action in actions.order_by(F("due_on").asc(nulls_last=True), "id")[:MINE_AT_MOST]:
        yield from _lines(action, ours, user)


def organisations_followed(user: User) -> frozenset[int]:
    """The person's own organisations and those it is focal point of."""
    named = {role.organisation_id for role in user.current_roles if role.organisation_id}
    return user.organisation_ids | named


def _shared_with(organisation_ids: frozenset[int], since: date, user: User) -> QuerySet:
    """In the clusters that this person follows: what its organisation promised in the others is not looked through."""
    followed = user.clusters_with(Standing.MEMBER)
    shares = ActionShare.objects.filter(
        organisation_id__in=organisation_ids, left_on=None, action__cluster_id__in=followed
    )
    current = Q(status__in=OPEN_STATUSES, action__status__in=OPEN_STATUSES)
    lately = Q(completed_on__gte=since) | Q(action__completed_on__gte=since)
    return shares.filter(current | lately).order_by().values("action_id")


def _owned_by_name(person_id: int) -> QuerySet:
    named = ActionOwner.objects.filter(kind=OwnerKind.PERSON, person_id=person_id, part=OwnerPart.LEAD)
    return named.order_by().values("action_id")


def _owned_by_role(user: User) -> QuerySet:
    """By a role held in the action's own cluster."""
    clusters: dict[str, list[int]] = {}
    for role in user.current_roles:
        clusters.setdefault(role.role, []).append(role.cluster_id)
    held = Q(pk__in=())
    for name, numbers in clusters.items():
        held |= Q(role=name, action__cluster_id__in=numbers)
    return ActionOwner.objects.filter(held, kind=OwnerKind.ROLE, part=OwnerPart.LEAD).order_by().values("action_id")


def _lines(action: ActionPoint, ours: frozenset[int], user: User) -> Iterator[MyAction]:
    answered = organisations_answered_for(user, action)
    shares = [share for share in action.shares.all() if share.organisation_id in ours and share.left_on is None]
    for share in shares:
        yield MyAction(action, share, share.organisation_id in answered)
    if not shares:
        yield MyAction(action, None, can_report_on_action(user, action))


# --- What is carried over ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CarriedAction:
    """An action of an earlier meeting before a later one: live until that meeting opens, then as it stood."""

    review: ActionReview
    action: ActionPoint
    age_days: int
    answered: list[ActionShare]
    awaited: list[Organisation]

    @property
    def status(self) -> str:
        return self.review.status if self.review.fixed_at else self.action.status

    @property
    def status_label(self) -> str:
        return Status(self.status).label

    @property
    def status_note(self) -> str:
        return self.review.status_note if self.review.fixed_at else self.action.status_note

    @property
    def times_carried(self) -> int:
        return self.review.times_carried

    @property
    def share_count(self) -> int:
        return len(self.answered) + len(self.awaited)


@dataclass(frozen=True)
class CarriedGroup:
    """The actions that come from one meeting (None: made between meetings)."""

    origin: Meeting | None
    actions: list[CarriedAction]


def carried_over(meeting: Meeting, *, restricted: bool = True) -> list[CarriedGroup]:
    """Grouped by the meeting they come from, oldest first. ``restricted=False`` leaves out the coordination's own.

    Two queries, however many there are.
    """
    shares = ActionShare.objects.filter(left_on=None).select_related("organisation__parent")
    reviews = (
        meeting.action_reviews.filter(action__withdrawn_at=None)
        .select_related("action__meeting")
        .prefetch_related(Prefetch("action__shares", queryset=shares))
    )
    if not restricted:
        reviews = reviews.exclude(action__visibility=Visibility.COORDINATION)
    carried = sorted((_carried(review, meeting) for review in reviews), key=_oldest_first)
    groups = groupby(carried, key=lambda one: one.action.meeting)
    return [CarriedGroup(origin, list(actions)) for origin, actions in groups]


def _carried(review: ActionReview, meeting: Meeting) -> CarriedAction:
    action = review.action
    shares = list(action.shares.all())
    return CarriedAction(
        review=review,
        action=action,
        age_days=(meeting.day - action.decided_on).days,
        answered=[share for share in shares if share.status != Status.TODO],
        awaited=[share.organisation for share in shares if share.status == Status.TODO],
    )


def _oldest_first(carried: CarriedAction) -> tuple[float, int, int, str]:
    origin = carried.action.meeting
    if origin is None:
        return (float("inf"), 0, carried.action.position, carried.action.reference)
    return (origin.starts_at.timestamp(), origin.pk, carried.action.position, carried.action.reference)


# --- What was closed, what was said -----------------------------------------------------------------------------------


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
