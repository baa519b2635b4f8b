"""Keys sent by mail. Only their SHA-256 is stored; one works once, until its date, unless withdrawn."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.errors import LinkUnusable
from participants.models import AccessLink, Person

VALIDITY = timedelta(days=7)


@transaction.atomic
def create_link(
    *, person: Person, email: str, purpose: str = LinkPurpose.ACTIVATION, validity: timedelta = VALIDITY
) -> tuple[AccessLink, str]:
    """The link and its key, which is known only now. Older links of the same use are withdrawn."""
    now = timezone.now()
    revoke_links(person=person, purpose=purpose)
    key = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(
        purpose=purpose, person=person, sent_to=email, key_hash=hash_key(key), expires_at=now + validity
    )
    return link, key


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def find_link(key: str, *, purpose: str = LinkPurpose.ACTIVATION) -> AccessLink:
    """Raises ``LinkUnusable`` when it is unknown, used, withdrawn or past its date."""
    usable = AccessLink.objects.filter(
        purpose=purpose, used_at=None, revoked_at=None, expires_at__gt=timezone.now(), key_hash=hash_key(key)
    )
    link = usable.select_related("person__organisation").first()
    if link is None:
        raise LinkUnusable("Ce lien ne fonctionne pas ou ne fonctionne plus. Demandez une nouvelle invitation.")
    return link


@transaction.atomic
def use_link(key: str, *, purpose: str = LinkPurpose.ACTIVATION) -> AccessLink:
    """Use it up: of two that come at once, one gets it. Call it in the transaction that does what the link is for."""
    link = find_link(key, purpose=purpose)
    used = AccessLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None).update(used_at=timezone.now())
    if not used:
        raise LinkUnusable("Ce lien vient d’être utilisé.")
    return link


def revoke_links(*, person: Person, purpose: str = LinkPurpose.ACTIVATION) -> None:
    open_links = AccessLink.objects.filter(person=person, purpose=purpose, used_at=None, revoked_at=None)
    open_links.update(revoked_at=timezone.now())
