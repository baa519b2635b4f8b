"""Revoking a certificate, and giving its owner another one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minutes.enums import RevocationReason
from minutes.errors import KeyRefused, KeysUnavailable
from minutes.models import SigningIdentity
from minutes.selectors.keys import identity_in_force
from minutes.services.authority import publish_crls
from minutes.services.identities import issue_house_key
from participants.models import Cluster, Person, User
from participants.services.passwords import check_password


def revoke_identity(
    *,
    identity: SigningIdentity,
    reason: RevocationReason,
    by: User | None,
    since: datetime | None = None,
    at: datetime | None = None,
) -> SigningIdentity:
    """From now on it signs nothing; what it signed from ``since`` on is no longer believed.

    Raises ``KeyRefused``. A list that cannot be signed now is signed by the clock.
    """
    at = at or timezone.now()
    if since and since > at:
        raise KeyRefused("Ce moment est à venir : une clé ne se révoque pas d’avance.")
    _mark_revoked(identity, reason, by, since, at)
    try:
        publish_crls(at=at)
    except KeysUnavailable:
        pass
    return identity


@transaction.atomic
def _mark_revoked(
    identity: SigningIdentity, reason: RevocationReason, by: User | None, since: datetime | None, at: datetime
) -> None:
    facts = {"revoked_at": at, "revocation_reason": reason, "revoked_by": by, "compromised_since": since}
    if not SigningIdentity.objects.filter(pk=identity.pk, revoked_at=None).update(**facts):
        raise KeyRefused("Ce certificat est déjà révoqué.")
    identity.refresh_from_db()


def give_new_key(owner: Person | Cluster, *, by: User | None = None, password: str = "") -> SigningIdentity:
    """A key of the house: after a revocation, or in place of what was imported. ``by``, if given, says so with the
    password of the account. Raises ``WrongPassword`` or ``KeysUnavailable``.
    """
    if by:
        check_password(by, password)
    found = identity_in_force(owner)
    if found and found.is_of_the_house:
        return found
    return issue_house_key(owner)
