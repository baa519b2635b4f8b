"""« Mes actions »: what concerns one person, by its organisations, its name or its roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from actions.enums import CLOSED_STATUSES, OPEN_STATUSES, OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint, ActionShare
from actions.rules import can_report_on_action, organisations_answered_for
from actions.selectors.action_page import with_parties
from actions.wording import due_label, postponed_label
from clusterhub.web import richtext
from participants.enums import Standing
from participants.models import User

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
