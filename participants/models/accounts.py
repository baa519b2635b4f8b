from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from participants.enums import Role, Standing
from participants.models.clusters import ClusterRole, Membership
from participants.models.people import Person
from participants.rules import standings_from

ROLE, MEMBERSHIP = "role", "membership"


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
        return self.person.name if self.person else self.email

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """The person's organisation and, where that is a unit, the organisation it is a unit of."""
        organisation = self.person.organisation if self.person else None
        ids = (organisation.pk, organisation.parent_id) if organisation else ()
        return frozenset(number for number in ids if number)

    @cached_property
    def _places(self) -> tuple[tuple[str, int, str, int | None], ...]:
        """The person's roles and its organisation's memberships of today, in one query."""
        today, shape = timezone.localdate(), ("source", "cluster_id", "what", "organisation_id")
        roles = ClusterRole.objects.filter(person_id=self.person_id or 0).current(on=today).order_by()
        memberships = Membership.objects.filter(organisation_id__in=self.organisation_ids).current(on=today).order_by()
        held = roles.annotate(source=models.Value(ROLE), what=models.F("role")).values_list(*shape)
        given = memberships.annotate(source=models.Value(MEMBERSHIP), what=models.F("status")).values_list(*shape)
        return tuple(held.union(given, all=True))

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

    def answers_for(self, cluster_id: int) -> frozenset[int]:
        """Numbers of the organisations that this user is focal point of in a cluster (its own when none is named)."""
        roles = [role for role in self.current_roles if role.cluster_id == cluster_id and role.role == Role.FOCAL_POINT]
        named = {role.organisation_id for role in roles if role.organisation_id}
        own = self.organisation_ids if any(role.organisation_id is None for role in roles) else ()
        return frozenset(named | set(own))
