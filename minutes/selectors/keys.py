"""Which certificate somebody signs with, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from minutes.models import SigningIdentity
from participants.models import Cluster, Person


def identities_of(owner: Person | Cluster) -> QuerySet[SigningIdentity]:
    """The latest first."""
    of = {"cluster": owner} if isinstance(owner, Cluster) else {"person": owner}
    return SigningIdentity.objects.filter(**of).select_related("revoked_by").order_by("-created_at", "-pk")


def identity_in_force(owner: Person | Cluster) -> SigningIdentity | None:
    return identities_of(owner).in_force().first()


def last_identity(owner: Person | Cluster) -> SigningIdentity | None:
    return identities_of(owner).first()


def expiring_identities(*, at: datetime, within: timedelta) -> QuerySet[SigningIdentity]:
    """In force, of people whose account is open and of clusters."""
    soon = SigningIdentity.objects.in_force().filter(valid_until__lt=at + within)
    return soon.exclude(person__user__is_active=False).select_related("person__user", "cluster").order_by("pk")


def revoked_among(fingerprints: list[str]) -> dict[str, SigningIdentity]:
    """Those certificates that are revoked, by fingerprint."""
    revoked = SigningIdentity.objects.revoked().filter(fingerprint__in=fingerprints)
    return {identity.fingerprint: identity for identity in revoked}
