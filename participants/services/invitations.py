"""How somebody who takes part gets an account."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from participants.enums import LinkPurpose
from participants.errors import NotInvitable
from participants.models import AccessLink, Person, User
from participants.notifications import send_invitation
from participants.services.ledger import claim_message
from participants.services.links import create_link


@transaction.atomic
def invite_person(*, person: Person, email: str, by: User) -> AccessLink:
    """Mail an activation link, good for seven days; an earlier one stops working.

    Raises ``NotInvitable`` when the person has an account or the address belongs to another one.
    """
    if User.objects.filter(person=person).exists():
        raise NotInvitable("Cette personne a déjà un compte.")
    if User.objects.filter(email__iexact=email).exists():
        raise NotInvitable("Cette adresse est déjà celle d’un compte : choisissez-en une autre.")
    link, key = create_link(person=person, email=email)
    claim_message(recipient=email, purpose=LinkPurpose.ACTIVATION, about=link.uuid, for_date=timezone.localdate())
    send_invitation(link, key=key, by=by)
    return link
