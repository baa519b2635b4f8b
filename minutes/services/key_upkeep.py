"""What the clock does for keys: certificates renewed in time, lists of revoked ones signed anew, warnings sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from minutes.models import SigningIdentity
from minutes.notifications import send_authority_expiring, send_key_expiring, send_key_renewed
from minutes.selectors.keys import administrators, expiring_identities
from minutes.selectors.recipients import Recipient
from minutes.services.authority import publish_crls, signing_folder
from minutes.services.identities import RENEWED_BEFORE, is_worth_renewing, renew_house_key
from minutes.verify.authority import read_authority
from participants.services.ledger import claim_message

AUTHORITY_WARNED_BEFORE = timedelta(days=180)


def keep_keys(*, at: datetime | None = None) -> list[str]:
    """May be run at any time and as often as one likes. What was done, one line each. Raises ``KeysUnavailable``."""
    at = at or timezone.now()
    return [*_lists(at), *_renewals(at), *_warn_of_authority()]


def _lists(at: datetime) -> list[str]:
    """None where nothing was signed yet."""
    published = publish_crls(at=at, only_due=True) if read_authority(signing_folder()) else 0
    return [f"Listes de révocation signées : {published}."] if published else []


def _renewals(at: datetime) -> Iterator[str]:
    for identity in expiring_identities(at=at, within=RENEWED_BEFORE):
        if not identity.is_of_the_house:
            _warn(identity)
        elif is_worth_renewing(identity):
            renewed = _renew(identity)
            yield f"Certificat de {identity.owner} renouvelé jusqu’au {renewed.valid_until:%d/%m/%Y}."


@transaction.atomic
def _renew(identity: SigningIdentity) -> SigningIdentity:
    renewed = renew_house_key(identity)
    for recipient in _holders(identity):
        send_key_renewed(renewed, recipient)
    return renewed


@transaction.atomic
def _warn(identity: SigningIdentity) -> None:
    for recipient in _holders(identity):
        if claim_message(
            recipient=recipient.address,
            purpose="key_expiring",
            about=identity.owner.uuid,
            for_date=timezone.localdate(identity.valid_until),
        ):
            send_key_expiring(identity, recipient)


def _holders(identity: SigningIdentity) -> list[Recipient]:
    """The person; for a seal, the administrators."""
    user = getattr(identity.person, "user", None)
    return [Recipient(user.display_name, user.email)] if user else administrators()


def _warn_of_authority() -> list[str]:
    authority = read_authority(signing_folder())
    if authority is None or authority.valid_until - timezone.now() > AUTHORITY_WARNED_BEFORE:
        return []
    with transaction.atomic():
        for recipient in administrators():
            about, until = UUID(f"{authority.code}{authority.code}"), timezone.localdate(authority.valid_until)
            if claim_message(recipient=recipient.address, purpose="authority_expiring", about=about, for_date=until):
                send_authority_expiring(until, recipient)
    return [f"L’autorité interne expire le {authority.valid_until:%d/%m/%Y} : « manage.py signing renew-authority »."]
