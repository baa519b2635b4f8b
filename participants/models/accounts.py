from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from participants.enums import Role, Standing
from participants.models.people import Person
from participants.rules import standings_from

ROLE, MEMBERSHIP = "role", "membership"
PLACES = """
SELECT 'role', cluster_id, role, organisation_id FROM participants_clusterrole
WHERE person_id = %(person)s AND since <= %(today)s AND (until IS NULL OR until >= %(today)s)
UNION ALL
SELECT 'membership', cluster_id, status, organisation_id FROM participants_membership
WHERE organisation_id IN (%(own)s, %(parent)s) AND since <= %(today)s AND (until IS NULL OR until >= %(today)s)
"""
"""What ``current`` says of roles and memberships. Asked at each request of everybody signed in, and at each save of a
text: as querysets, it takes Django five times longer to write than the database to answer.
"""


class RoleHeld(NamedTuple):
    cluster_id: int
    role: str
    organisation_id: int | None


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, *, is_staff: bool = False, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), is_staff=is_staff, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail to sign in with, tied to a person. Its rights follow from that person's place in clusters.

    The cached properties below are read once per request, since a user object lives that long: what was withdrawn
    a moment ago is refused at the next click.
    """

    email = models.EmailField("adresse électronique", unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name="personne"
    )
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("administrateur", default=False)
    joined_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "compte"
        constraints = (models.UniqueConstraint(Lower("email"), name="account_email_once"),)

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Printed to whoever may read what it did: an account without a person has a number, never its address."""
        return self.person.name if self.person else f"Compte d’administration n°\u00a0{self.pk}"

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """The person's organisation and, where that is a unit, the organisation it is a unit of."""
        organisation = self.person.organisation if self.person else None
        ids = (organisation.pk, organisation.parent_id) if organisation else ()
        return frozenset(number for number in ids if number)

    @cached_property
    def _places(self) -> tuple[tuple[str, int, str, int | None], ...]:
        """The person's roles and its organisation's memberships of today, in one query."""
        own, parent = (*self.organisation_ids, 0, 0)[:2]
        today = connection.ops.adapt_datefield_value(timezone.localdate())
        with connection.cursor() as cursor:
            cursor.execute(PLACES, {"person": self.person_id or 0, "own": own, "parent": parent, "today": today})
            return tuple(cursor.fetchall())

    @cached_property
    def current_roles(self) -> tuple[RoleHeld, ...]:
        return tuple(RoleHeld(*place) for source, *place in self._places if source == ROLE)

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """Cluster number → what this user is there today. A cluster that is not a key is one where it is a stranger."""
        return standings_from(
            roles=[(role.cluster_id, role.role) for role in self.current_roles],
            statuses=[(cluster_id, status) for source, cluster_id, status, _ in self._places if source == MEMBERSHIP],
        )

    @property
    def clusters_coordinated(self) -> frozenset[int]:
        """Numbers of the clusters where this user is the coordinator itself."""
        return frozenset(role.cluster_id for role in self.current_roles if role.role == Role.COORDINATOR)

    def clusters_with(self, at_least: Standing) -> list[int]:
        """Numbers of the clusters where this user stands at least so high."""
        return [cluster_id for cluster_id, standing in self.standings.items() if standing >= at_least]

    def within(self, clusters: Collection[int | None]) -> User:
        """This user with its places in these clusters alone: asked about what lies in them, rights are the same, and
        the question names three clusters rather than five hundred.
        """
        narrowed = copy(self)
        for held in ("current_roles", "standings"):
            narrowed.__dict__.pop(held, None)
        narrowed.__dict__["_places"] = tuple(place for place in self._places if place[1] in clusters)
        return narrowed

    def answers_for(self, cluster_id: int) -> frozenset[int]:
        """Numbers of the organisations that this user is focal point of in a cluster (its own when none is named)."""
        roles = [role for role in self.current_roles if role.cluster_id == cluster_id and role.role == Role.FOCAL_POINT]
        named = {role.organisation_id for role in roles if role.organisation_id}
        own = self.organisation_ids if any(role.organisation_id is None for role in roles) else ()
        return frozenset(named | set(own))
