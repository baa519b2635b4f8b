"""Which certificate somebody signs with, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from minutes.models import SigningIdentity
from minutes.selectors.recipients import Recipient
from participants.models import Cluster, Person, User


def of_owner(owner: Person | Cluster) -> dict[str, Any]:
    return {"cluster": owner} if isinstance(owner, Cluster) else {"person": owner}


def identities_of(owner: Person | Cluster) -> QuerySet[SigningIdentity]:
    """The latest first."""
    return SigningIdentity.objects.filter(**of_owner(owner)).select_related("revoked_by").order_by("-created_at", "-pk")


def identity_in_force(owner: Person | Cluster) -> SigningIdentity | None:
    return SigningIdentity.objects.in_force().filter(**of_owner(owner)).first()


def last_identity(owner: Person | Cluster) -> SigningIdentity | None:
    return identities_of(owner).first()


def expiring_identities(*, at: datetime, within: timedelta) -> QuerySet[SigningIdentity]:
    """In force, of people whose account is open and of clusters."""
    soon = SigningIdentity.objects.in_force().filter(valid_until__lt=at + within)
    return soon.exclude(person__user__is_active=False).select_related("person__user", "cluster").order_by("pk")


def administrators() -> list[Recipient]:
    """Who is told of what nobody else can see to."""
    found = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    return [Recipient(user.display_name, user.email) for user in found]


def revoked_among(fingerprints: list[str]) -> dict[str, SigningIdentity]:
    """Those certificates that are revoked, by fingerprint."""
    revoked = SigningIdentity.objects.revoked().filter(fingerprint__in=fingerprints)
    return {identity.fingerprint: identity for identity in revoked}


# --- The page of somebody's signature ---------------------------------------------------------------------------------


@dataclass
class KeyFacts:
    """One certificate as a page shows it."""

    identity: SigningIdentity

    @cached_property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.identity.certificate.encode())

    @property
    def holder(self) -> str:
        return _common_name(self.certificate.subject)

    @property
    def issuer(self) -> str:
        return _common_name(self.certificate.issuer)

    @property
    def fingerprint(self) -> str:
        """In capital pairs, as PDF readers show it."""
        return bytes.fromhex(self.identity.fingerprint).hex(" ").upper()

    @property
    def state(self) -> str:
        if self.identity.revoked_at:
            return "revoked"
        if self.identity.replaced_at:
            return "replaced"
        return "expired" if self.identity.valid_until <= timezone.now() else "in_force"


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def keys_of(owner: Person | Cluster) -> list[KeyFacts]:
    """The latest first."""
    return [KeyFacts(identity) for identity in identities_of(owner)]
