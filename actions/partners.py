"""What an organisation sees of its actions in one cluster, with a link and no account; and which organisations may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.enums import OPEN_STATUSES
from actions.models import ActionPoint, ActionShare, ActionUpdate
from actions.selectors.mine import MyAction
from participants.enums import LinkPurpose, Role
from participants.models import AccessLink, AccessLinkUse, Cluster, Organisation, Person
from participants.querysets import belonging_to
from participants.selectors import Mailbox, each_once, mailbox_of, with_addresses

RECENT = timedelta(days=30)
RECENT_SHOWN = 5
LATELY = timedelta(days=7)
"""Whoever was given a link since then is left alone when all are sent theirs."""


def partner_shares(link: AccessLink) -> QuerySet[ActionShare]:
    """The parts of the organisation and of its units, in this cluster, of what may be told outside the house."""
    return shares_of(*link.ends)


def shares_of(organisation: Organisation, cluster: Cluster) -> QuerySet[ActionShare]:
    told = ActionPoint.objects.filter(cluster=cluster).shown_to_partners()
    meant = [organisation.pk, *organisation.units.values_list("pk", flat=True)]  # numbers: their index is then used
    shares = ActionShare.objects.filter(organisation_id__in=meant, left_on=None, action__in=told.values("pk"))
    return shares.select_related("action__cluster", "action__meeting", "organisation__parent")


def open_shares(shares: QuerySet[ActionShare]) -> QuerySet[ActionShare]:
    todo = shares.filter(status__in=OPEN_STATUSES, action__status__in=OPEN_STATUSES)
    return todo.order_by(F("action__due_on").asc(nulls_last=True), "action_id", "id")


def late_on(day: date) -> Q:
    """Of shares: past the later of the action's date and the organisation's own, as ``ActionShare.due_on`` has it."""
    put_off = Q(postponed_to__lt=day) & (Q(action__due_on=None) | Q(action__due_on__lt=day))
    return put_off | Q(action__due_on__lt=day, postponed_to=None)


DONE_IN_TIME = Q(completed_on__lte=F("action__due_on")) | Q(completed_on__lte=F("postponed_to"))
"""Of shares: by the later of the same two dates. Without either, a part is never in time."""


def lately_answered(shares: QuerySet[ActionShare], *, on: date) -> list[MyAction]:
    done = shares.exclude(status__in=OPEN_STATUSES, action__status__in=OPEN_STATUSES)
    since = Q(completed_on__gte=on - RECENT) | Q(action__completed_on__gte=on - RECENT)
    return as_lines(done.filter(since).order_by("-completed_on", "-id")[:RECENT_SHOWN])


def as_lines(shares: QuerySet[ActionShare] | list[ActionShare]) -> list[MyAction]:
    return [MyAction(share.action, share, can_answer=share.is_open and share.action.is_open) for share in shares]


@dataclass(frozen=True)
class PartnerAction:
    """One action in full, with what this organisation said of it."""

    line: MyAction
    updates: list[ActionUpdate]


def partner_action(link: AccessLink, uuid: UUID) -> PartnerAction | None:
    """None for what is not the organisation's, not of this cluster, or not told."""
    share = partner_shares(link).filter(uuid=uuid).first()
    if share is None:
        return None
    updates = share.action.updates.filter(organisation=share.organisation_id).prefetch_related("documents")
    return PartnerAction(as_lines([share])[0], list(updates.order_by("-at", "-id")[:10]))


# --- The coordination's side ------------------------------------------------------------------------------------------


def partners_in(cluster: Cluster) -> QuerySet[Organisation]:
    """Members, and whoever has a part in an action of the cluster."""
    present = cluster.memberships.current(on=timezone.localdate()).values("organisation")
    sharing = _shares_told_in(cluster).values("organisation")
    return Organisation.objects.filter(Q(pk__in=present) | Q(pk__in=sharing)).select_related("parent")


def partners_counted(cluster: Cluster) -> QuerySet[Organisation]:
    """With their open and late parts, as their link shows them, their links and when one was last used."""
    today, sharing = timezone.localdate(), _shares_told_in(cluster)
    return partners_in(cluster).annotate(
        open_count=_counted(open_shares(sharing)),
        late_count=_counted(open_shares(sharing).filter(late_on(today))),
        link_count=_links_counted(cluster),
        last_use=_last_use(cluster),
    )


def _shares_told_in(cluster: Cluster) -> QuerySet[ActionShare]:
    told = ActionPoint.objects.filter(cluster=cluster).shown_to_partners()
    return ActionShare.objects.filter(left_on=None, action__in=told.values("pk"))


def _counted(shares: QuerySet[ActionShare]) -> Coalesce:
    """By organisation, its units included."""
    own = shares.filter(Q(organisation=OuterRef("pk")) | Q(organisation__parent=OuterRef("pk")))
    return Coalesce(Subquery(own.order_by().values("left_on").annotate(n=Count("pk")).values("n")[:1]), 0)


def _links_counted(cluster: Cluster) -> Coalesce:
    links = usable_links(cluster).filter(organisation=OuterRef("pk")).order_by()
    return Coalesce(Subquery(links.values("organisation").annotate(n=Count("pk")).values("n")[:1]), 0)


def _last_use(cluster: Cluster) -> Subquery:
    uses = AccessLinkUse.objects.filter(link__cluster=cluster, link__organisation=OuterRef("pk")).order_by()
    latest = uses.values("link__organisation").annotate(latest=Max("at")).values("latest")[:1]
    return Subquery(latest, output_field=DateTimeField())


def usable_links(cluster: Cluster) -> QuerySet[AccessLink]:
    """Neither withdrawn nor past their date."""
    links = AccessLink.objects.filter(purpose=LinkPurpose.PARTNER, cluster=cluster, revoked_at=None)
    return links.filter(expires_at__gt=timezone.now())


def links_of(organisation: Organisation, cluster: Cluster) -> list[AccessLink]:
    links = AccessLink.objects.filter(purpose=LinkPurpose.PARTNER, organisation=organisation, cluster=cluster)
    return list(links.select_related("created_by__person", "revoked_by__person").order_by("-created_at", "-id")[:50])


def uses_of(organisation: Organisation, cluster: Cluster) -> list[AccessLinkUse]:
    return list(AccessLinkUse.objects.filter(link__organisation=organisation, link__cluster=cluster)[:50])


@dataclass(frozen=True)
class Mailing:
    """Who gets a link when the coordination sends all theirs, who has one of these days, whom nothing can be sent."""

    due: list[Organisation]
    served: list[Organisation]
    unreachable: list[Organisation]


def mailing_in(cluster: Cluster) -> Mailing:
    """Two queries."""
    lately = usable_links(cluster).filter(created_at__gte=timezone.now() - LATELY, organisation=OuterRef("pk"))
    partners = list(partners_in(cluster).annotate(is_served=Exists(lately)).order_by("name", "pk"))
    reachable, others = reachable_in(cluster), [one for one in partners if not one.is_served]
    return Mailing(
        due=[one for one in others if one.pk in reachable],
        served=[one for one in partners if one.is_served],
        unreachable=[one for one in others if one.pk not in reachable],
    )


def focal_mailboxes(organisation: Organisation, cluster: Cluster) -> list[Mailbox]:
    return focal_mailboxes_of([organisation], cluster)


def focal_mailboxes_of(organisations: Iterable[Organisation], cluster: Cluster) -> list[Mailbox]:
    """Focal points of these or of their units in this cluster who can be written to, each address once."""
    meant = list(organisations)
    roles = cluster.roles.filter(role=Role.FOCAL_POINT).current(on=timezone.localdate())
    named = roles.filter(belonging_to(meant)).values("person")
    own = roles.filter(belonging_to(meant, key="person__organisation"), organisation=None).values("person")
    people = Person.objects.active().filter(Q(pk__in=named) | Q(pk__in=own))
    boxes = (mailbox_of(person) for person in with_addresses(people))
    return each_once(box for box in boxes if box.address)


def reachable_in(cluster: Cluster) -> set[int]:
    """Numbers of the organisations of which ``focal_mailboxes`` would find somebody (``address_of``). One query."""
    roles = cluster.roles.filter(role=Role.FOCAL_POINT, person__is_active=True).current(on=timezone.localdate())
    held = roles.filter(Q(person__user__is_active=True) | Q(person__emails__isnull=False)).order_by().distinct()
    named = held.values_list("organisation", "organisation__parent")
    own = held.filter(organisation=None).values_list("person__organisation", "person__organisation__parent")
    return {number for pair in named.union(own) for number in pair if number}
