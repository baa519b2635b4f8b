"""Links that open one organisation's page in one cluster, without an account: made, found, renewed, withdrawn.

Several work at once: each mail carries its own, so that one can be withdrawn and the others stay.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusterhub.web.departure import place_for
from clusterhub.web.folding import strip_control_line
from clusterhub.web.mail import absolute_url
from participants.enums import LinkPurpose
from participants.errors import LinkUnusable
from participants.models import AccessLink, AccessLinkUse, Cluster, Membership, Organisation, User
from participants.services.links import hash_key

VALIDITY = timedelta(days=60)
GRACE = timedelta(days=30)
"""How long whoever holds a link past its date may still prolong it."""
PLACE = "partner"


def create_partner_link(
    *, organisation: Organisation, cluster: Cluster, by: User | None, then: str = ""
) -> tuple[AccessLink, str]:
    """The link and its address, which is known only now; ``then`` leads further, to one page under it."""
    key = secrets.token_urlsafe(32)
    return _create(organisation, cluster, by, key_hash=hash_key(key)), partner_url(key) + then


def partner_link_for(
    organisation: Organisation, cluster: Cluster, *, to: str = "", by: User | None = None, then: str = ""
) -> str:
    """What to put into a mail (``queue_mail``) where its reader shall find the address of the organisation's page.

    The key is made, and the address written, when the mail leaves; ``then`` leads further, to one page under it.
    """
    return place_for(PLACE, _create(organisation, cluster, by, sent_to=to).uuid, then=then)


def _create(organisation: Organisation, cluster: Cluster, by: User | None, **fields: str) -> AccessLink:
    return AccessLink.objects.create(
        purpose=LinkPurpose.PARTNER,
        organisation=organisation,
        cluster=cluster,
        created_by=by,
        expires_at=timezone.now() + VALIDITY,
        **fields,
    )


def partner_url(key: str) -> str:
    return absolute_url("actions:partner_page", key=key)


def url_at_departure(uuid: UUID) -> str:
    """A mail tried again carries a link of its own: the key of the first try is not known any more.

    Nothing for a number that is none of ours: somebody's text looked like a place.
    """
    link = AccessLink.objects.filter(purpose=LinkPurpose.PARTNER, uuid=uuid, revoked_at=None).first()
    if link is None:
        return ""
    key = secrets.token_urlsafe(32)
    if not AccessLink.objects.filter(pk=link.pk, key_hash=None).update(key_hash=hash_key(key)):
        link.pk, link.uuid, link.key_hash = None, uuid4(), hash_key(key)
        link.save(force_insert=True)
    return partner_url(key)


def find_partner_link(key: str) -> AccessLink:
    """Also one that is past its date but can still be prolonged: ``is_expired`` tells. Raises ``LinkUnusable``."""
    links = partner_links().filter(key_hash=hash_key(key), revoked_at=None, expires_at__gt=timezone.now() - GRACE)
    link = links.first()
    if link is None or _has_left(link):
        raise LinkUnusable("Ce lien ne fonctionne pas ou ne fonctionne plus.")
    return link


def partner_links() -> QuerySet[AccessLink]:
    return AccessLink.objects.filter(purpose=LinkPurpose.PARTNER).select_related("organisation__parent", "cluster")


def _has_left(link: AccessLink) -> bool:
    """The organisation, or the one that it is a unit of, belonged to the cluster and does so no longer."""
    own = Q(organisation=link.organisation_id) | Q(organisation__units=link.organisation_id)
    memberships = Membership.objects.filter(own, cluster=link.cluster_id)
    return memberships.exists() and not memberships.current(on=timezone.localdate()).exists()


def lock_partner_link(link: AccessLink) -> None:
    """What one link does comes one after another. Raises ``LinkUnusable`` for one that has ended meanwhile."""
    current = AccessLink.objects.select_for_update().get(pk=link.pk)
    if current.is_revoked or current.is_expired:
        raise LinkUnusable("Ce lien ne fonctionne plus.")


@transaction.atomic
def renew_partner_link(link: AccessLink, *, by: User | None = None) -> AccessLink:
    """By whoever holds it, or by the coordination. Raises ``LinkUnusable`` for one that was withdrawn meanwhile."""
    expires_at = timezone.now() + VALIDITY
    if not AccessLink.objects.filter(pk=link.pk, revoked_at=None).update(expires_at=expires_at):
        raise LinkUnusable("Ce lien a été retiré.")
    record_use(link, act="Lien prolongé", name=by.display_name if by else "")
    link.expires_at = expires_at
    return link


def revoke_partner_link(link: AccessLink, *, by: User) -> None:
    _revoke(AccessLink.objects.filter(pk=link.pk), by)


def revoke_partner_links(*, organisation: Organisation, cluster: Cluster, by: User) -> int:
    """All those of the organisation in the cluster; returns how many."""
    return _revoke(partner_links().filter(organisation=organisation, cluster=cluster), by)


def _revoke(links: QuerySet[AccessLink], by: User) -> int:
    open_links = AccessLink.objects.filter(pk__in=links.values("pk"), revoked_at=None)
    return open_links.update(revoked_at=timezone.now(), revoked_by=by)


def record_use(link: AccessLink, *, act: str, name: str = "") -> AccessLinkUse:
    return AccessLinkUse.objects.create(link=link, act=act[:200], name=strip_control_line(name)[:150])
