"""What pages and services of this floor read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from clusterhub.web.folding import fold
from participants.enums import MEMBER_STATUSES, PlaceLevel, Role
from participants.models import (
    Cluster,
    ClusterAlias,
    ClusterRole,
    ContactListEntry,
    DistributionList,
    Holiday,
    ListAddress,
    Membership,
    Merger,
    Organisation,
    OrganisationAlias,
    OrganisationGroup,
    Person,
    PersonEmail,
    PersonPhone,
    Place,
    User,
)
from participants.paste.labels import candidate_folds, resolve_label
from participants.querysets import belonging_to
from participants.validators import latin_lookalike
from participants.working_days import WorkingDays


def lookup_organisation(text: str) -> Organisation | None:
    """The one organisation meant: « UNDP », « pnud », « IOM/OIM », « Nom (SIGLE) », « MINUSMA/DDR »."""
    return lookup_organisations([text])[text]


def lookup_organisations(texts: Iterable[str]) -> dict[str, Organisation | None]:
    """The same for many texts, in one query (a few for a long list)."""
    texts = list(dict.fromkeys(texts))
    keys = sorted({key for text in texts for key in candidate_folds(text)})
    found = {alias.folded: alias.organisation for batch in _batches(keys) for alias in _aliases(batch)}
    return {text: resolve_label(text, found.get) for text in texts}


def _aliases(keys: list[str]) -> Iterable[OrganisationAlias]:
    return OrganisationAlias.objects.filter(folded__in=keys).select_related("organisation__parent")


def _batches(keys: list[str], size: int = 500) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _readings(text: str) -> set[str]:
    """The text as it is spelled and as it looks: Cyrillic « ОСНА » reads as OCHA."""
    return {fold(text), fold(latin_lookalike(text))}


def organisation_called(text: str, *, apart_from: Organisation | None = None) -> OrganisationAlias | None:
    """The alias by which another organisation already answers to this very name."""
    aliases = OrganisationAlias.objects.filter(folded__in=_readings(text)).select_related("organisation__parent")
    return aliases.exclude(organisation=apart_from).first() if apart_from else aliases.first()


def cluster_called(text: str, *, apart_from: Cluster | None = None) -> ClusterAlias | None:
    aliases = ClusterAlias.objects.filter(folded__in=_readings(text)).select_related("cluster")
    return aliases.exclude(cluster=apart_from).first() if apart_from else aliases.first()


def organisations_listed(user: User) -> QuerySet[Organisation]:
    """With their places in the clusters that this user knows, as ``listed_memberships``."""
    known = _current_memberships_known_to(user).select_related("cluster")
    return (
        Organisation.objects.visible_to(user)
        .select_related("parent")
        .prefetch_related(Prefetch("memberships", known, to_attr="listed_memberships"))
    )


def _current_memberships_known_to(user: User) -> QuerySet[Membership]:
    memberships = Membership.objects.current(on=timezone.localdate())
    return memberships if user.is_staff else memberships.filter(cluster__in=user.standings)


def memberships_of(organisation: Organisation, user: User) -> QuerySet[Membership]:
    """Past and present, in the clusters that this user knows."""
    known = Cluster.objects.visible_to(user)
    return organisation.memberships.filter(cluster__in=known).select_related("cluster").order_by("until", "-since")


def people_of(organisation: Organisation, user: User) -> list[Person]:
    """Those that this user may know of; contact data is loaded only for those whose it may see."""
    people = Person.objects.visible_to(user).active()
    people = people.filter(belonging_to([organisation]))
    return with_contacts(people.select_related("organisation__parent"), user)


def with_contacts(people: QuerySet[Person], user: User) -> list[Person]:
    """People with ``shown_emails`` and ``shown_phones``, empty where this user may not see them."""
    entitled = Person.objects.contacts_visible_to(user)
    return list(
        people.prefetch_related(
            Prefetch("emails", PersonEmail.objects.filter(person__in=entitled), to_attr="shown_emails"),
            Prefetch("phones", PersonPhone.objects.filter(person__in=entitled), to_attr="shown_phones"),
        )
    )


def people_listed(user: User) -> QuerySet[Person]:
    """With their present roles in the clusters that this user knows, as ``listed_roles``. No contact data."""
    return (
        Person.objects.visible_to(user)
        .select_related("organisation__parent")
        .prefetch_related(Prefetch("roles", roles_known_to(user), to_attr="listed_roles"))
    )


def people_called(names: Iterable[str], user: User) -> dict[str, list[Person]]:
    """Those of these names that this user may know of, by folded name: theirs, or one of a row merged into it."""
    keys = sorted({fold(name) for name in names})
    called: dict[str, list[Person]] = {}
    for batch in _batches(keys):
        for key, person in _bearers(batch, user):
            called.setdefault(key, []).append(person)
    return called


def _bearers(keys: list[str], user: User) -> Iterator[tuple[str, Person]]:
    known = Person.objects.visible_to(user).select_related("organisation__parent")
    yield from ((person.folded, person) for person in known.filter(folded__in=keys))
    merged = known.filter(absorbed__folded__in=keys).annotate(former=F("absorbed__folded"))
    yield from ((person.former, person) for person in merged if person.former != person.folded)


def roles_known_to(user: User) -> QuerySet[ClusterRole]:
    roles = ClusterRole.objects.current(on=timezone.localdate()).select_related("cluster", "organisation__parent")
    return roles if user.is_staff else roles.filter(cluster__in=user.standings)


def places_named(names: Collection[str]) -> dict[str, Place | None]:
    """By the names given: where several bear one the largest, and none where that is not one alone. One query."""
    bearers: dict[str, list[Place]] = {fold(name): [] for name in names}
    for place in Place.objects.order_by("level", "id"):
        bearers.get(fold(place.name), []).append(place)
    return {name: _largest(bearers[fold(name)]) for name in names}


def _largest(places: list[Place]) -> Place | None:
    return places[0] if places and (len(places) == 1 or places[0].level < places[1].level) else None


def place_names() -> list[str]:
    """Regions and cercles, offered while a place is typed; any other may be."""
    places = Place.objects.valid(on=timezone.localdate()).filter(level__lte=PlaceLevel.CERCLE)
    return list(dict.fromkeys(places.order_by("level", "name").values_list("name", flat=True)))


def clusters_listed(user: User) -> QuerySet[Cluster]:
    today = timezone.localdate()
    present = Q(memberships__since__lte=today) & (Q(memberships__until=None) | Q(memberships__until__gte=today))
    return (
        Cluster.objects.visible_to(user)
        .select_related("place", "parent", "lead_organisation__parent")
        .annotate(member_count=Count("memberships__organisation", filter=present, distinct=True))
        .order_by("name")
    )


@dataclass(frozen=True)
class ClusterParts:
    """What the page of a cluster shows besides its own fields."""

    co_facilitators: list[Organisation]
    aliases: list[ClusterAlias]
    memberships: list[Membership]
    past_memberships: list[Membership]
    roles: list[ClusterRole]
    past_roles: list[ClusterRole]
    groups: list[OrganisationGroup]
    children: list[Cluster]


def parts_of_cluster(cluster: Cluster, user: User) -> ClusterParts:
    today = timezone.localdate()
    memberships = list(cluster.memberships.select_related("organisation__parent"))
    roles = list(cluster.roles.select_related("person__organisation__parent", "organisation__parent"))
    return ClusterParts(
        co_facilitators=list(cluster.co_facilitators.select_related("parent")),
        aliases=list(cluster.aliases.filter(is_own=False)),
        memberships=[row for row in memberships if not row.until or row.until >= today],
        past_memberships=[row for row in memberships if row.until and row.until < today],
        roles=sorted((row for row in roles if not row.until or row.until >= today), key=_role_order),
        past_roles=[row for row in roles if row.until and row.until < today],
        groups=list(
            cluster.groups.prefetch_related(Prefetch("organisations", Organisation.objects.select_related("parent")))
        ),
        children=list(cluster.children.visible_to(user)),
    )


def _role_order(role: ClusterRole) -> tuple[int, str]:
    return list(Role).index(Role(role.role)), role.person.folded


def mergers_into(record: Organisation | Person) -> QuerySet[Merger]:
    """Also those of what was merged into it since."""
    kind = "organisation" if isinstance(record, Organisation) else "person"
    into = Q(**{f"into_{kind}": record}) | Q(**{f"into_{kind}__merged_into": record})
    return Merger.objects.filter(into).select_related(f"from_{kind}", "by__person")


# --- Writing to people ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mailbox:
    """Somebody to write to. ``address`` is empty when it is not known, ``person`` when the directory knows nobody."""

    name: str
    address: str
    person: Person | None = None

    @property
    def organisation(self) -> str:
        """Wants ``person.organisation__parent`` at hand."""
        return self.person.organisation.short_label if self.person and self.person.organisation else ""


def address_of(person: Person) -> str:
    """That of the account, else the person's first one. Wants ``user`` and ``emails`` at hand."""
    account = getattr(person, "user", None)
    if account and account.is_active:
        return str(account.email)
    return next((each.email for each in person.emails.all()), "")


def mailbox_of(person: Person) -> Mailbox:
    return Mailbox(person.name, address_of(person), person)


def with_addresses(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.select_related("user", "organisation__parent").prefetch_related("emails")


def readers_in(cluster: Cluster, statuses: Collection[str] = MEMBER_STATUSES) -> QuerySet[Person]:
    """Those whose account stands there by a role, or by a membership of these: ``User.standings``, for many at once."""
    today = timezone.localdate()
    members = cluster.memberships.filter(status__in=statuses).current(on=today).values("organisation")
    roles = cluster.roles.current(on=today).values("person")
    return Person.objects.filter(belonging_to(members) | Q(pk__in=roles), user__is_active=True)


def organisations_in(cluster: Cluster) -> QuerySet[Organisation]:
    """That belong or belonged to it."""
    return Organisation.objects.filter(pk__in=cluster.memberships.values("organisation"))


def people_in(cluster: Cluster) -> QuerySet[Person]:
    """For whom ``Person.cluster_ids`` names the cluster: their addresses are its coordinator's to see."""
    organisations = organisations_in(cluster).values("pk")
    return Person.objects.filter(belonging_to(organisations) | Q(pk__in=cluster.roles.values("person")))


def lists_of(cluster: Cluster) -> QuerySet[DistributionList]:
    return cluster.distribution_lists.select_related("place").annotate(
        people_count=Count("people", distinct=True),
        organisation_count=Count("organisations", distinct=True),
        address_count=Count("addresses", distinct=True),
    )


def exports_of(chosen: DistributionList) -> QuerySet[ContactListEntry]:
    return chosen.exports.select_related("by__person")


def mailboxes_in(lists: Iterable[DistributionList]) -> list[Mailbox]:
    """Of all these lists together, each address once. An organisation stands for its people and those of its units.

    A constant number of queries.
    """
    numbers = [each.pk for each in lists]
    organisations = DistributionList.organisations.through.objects.filter(distributionlist__in=numbers)
    named = DistributionList.people.through.objects.filter(distributionlist__in=numbers)
    belongs = belonging_to(organisations.values("organisation"))
    people = Person.objects.active().filter(belongs | Q(pk__in=named.values("person")))
    free = ListAddress.objects.filter(distribution_list__in=numbers).order_by("name", "id")
    known = [mailbox_of(person) for person in with_addresses(people)]
    return each_once([*known, *(Mailbox(each.name, each.email) for each in free)])


class Reached(Protocol):
    @property
    def address(self) -> str: ...

    @property
    def person(self) -> Person | None: ...


AnyReached = TypeVar("AnyReached", bound=Reached)


def each_once(mailboxes: Iterable[AnyReached]) -> list[AnyReached]:
    """One per address, however it is written; the first that bears it is kept. Nobody without one is lost."""
    found: dict[str, AnyReached] = {}
    for place, mailbox in enumerate(mailboxes):
        found.setdefault(fold(mailbox.address) or _without_address(mailbox, place), mailbox)
    return list(found.values())


def _without_address(mailbox: Reached, place: int) -> str:
    return f"person {mailbox.person.pk}" if mailbox.person else f"row {place}"


# --- Days off ---------------------------------------------------------------------------------------------------------


def working_days() -> WorkingDays:
    yearly, dated = set(), set()
    for day, is_yearly in Holiday.objects.values_list("on", "is_yearly"):
        if is_yearly:
            yearly.add((day.month, day.day))
        else:
            dated.add(day)
    return WorkingDays(frozenset(yearly), frozenset(dated))
