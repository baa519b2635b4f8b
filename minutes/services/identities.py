"""The keys of those who sign: issued by the internal authority at the first need, and again before they expire.

``minutes.sign`` is imported where it is used: pyHanko costs 50 MB, which web workers bear only once somebody signs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusterhub.web.typography import format_date
from minutes.enums import SIGNING_ROLES, KeySource
from minutes.errors import KeysUnavailable
from minutes.models import SigningIdentity
from minutes.selectors.keys import identity_in_force, last_identity, of_owner
from minutes.services.authority import crl_url, ensure_authority, passphrase, signing_folder
from minutes.verify.authority import read_authority
from participants.enums import Role
from participants.models import Cluster, ClusterRole, Person

if TYPE_CHECKING:
    from minutes.sign import Authority, Identity
    from minutes.sign.tokens import Token

RENEWED_BEFORE = timedelta(days=30)
REVOKED = "Le certificat de signature est révoqué depuis le {day} : un nouveau se demande sur sa page."
EXPIRED = "Le certificat de signature a expiré le {day} : importez le nouveau, ou reprenez une clé de la maison."


def ensure_identity(owner: Person | Cluster) -> SigningIdentity:
    """The certificate in force, issued at the first need, and by the house anew when it is about to expire.

    Raises ``KeysUnavailable``: what was revoked is not replaced without a word, what was imported is not replaced here.
    """
    found = identity_in_force(owner)
    if found and not _has_to_be_renewed(found):
        return found
    revoked = last_identity(owner) if not found else None
    if revoked and revoked.revoked_at:
        raise KeysUnavailable(REVOKED.format(day=_day(revoked.revoked_at)))
    return issue_house_key(owner)


def _has_to_be_renewed(identity: SigningIdentity) -> bool:
    now = timezone.now()
    if identity.is_of_the_house:
        return identity.valid_until - now < RENEWED_BEFORE and is_worth_renewing(identity)
    if identity.valid_until <= now:
        raise KeysUnavailable(EXPIRED.format(day=_day(identity.valid_until)))
    return False


def is_worth_renewing(identity: SigningIdentity) -> bool:
    """Not while the authority itself ends first: its certificates end with it."""
    authority = read_authority(signing_folder())
    return authority is None or authority.valid_until > identity.valid_until


def renew_house_key(identity: SigningIdentity) -> SigningIdentity:
    """Raises ``KeysUnavailable`` for one that came from elsewhere."""
    if not identity.is_of_the_house:
        raise KeysUnavailable("Ce certificat vient d’ailleurs : son organisation le renouvelle, puis on l’importe.")
    return issue_house_key(identity.owner)


def _day(moment: datetime) -> str:
    return format_date(timezone.localdate(moment))


def issue_house_key(owner: Person | Cluster) -> SigningIdentity:
    """In place of the certificate in force, if there is one. Of two at once, one counts."""
    from minutes.sign import issue_identity  # noqa: PLC0415

    authority = ensure_authority()
    _check_in_force(authority)
    issued = issue_identity(
        authority, _name(owner), passphrase=passphrase(), organisation=_organisation(owner), crl_url=crl_url(authority)
    )
    try:
        return keep_identity(owner, issued, source=KeySource.HOUSE)
    except IntegrityError:
        return SigningIdentity.objects.in_force().get(**of_owner(owner))


def _check_in_force(authority: Authority) -> None:
    until = authority.certificate.not_valid_after_utc
    if until <= timezone.now():
        raise KeysUnavailable(
            f"L’autorité interne a expiré le {_day(until)} : il faut lancer « manage.py signing renew-authority »."
        )


def _name(owner: Person | Cluster) -> str:
    return f"Cachet, {owner.name}" if isinstance(owner, Cluster) else owner.name


def _organisation(owner: Person | Cluster) -> str:
    has_one = isinstance(owner, Person) and owner.organisation
    return owner.organisation.short_label if has_one else ""  # type: ignore[union-attr]


def keep_identity(owner: Person | Cluster, issued: Identity, *, source: KeySource) -> SigningIdentity:
    """The key first, on disk; then the row that knows of it. Raises ``IntegrityError``, and leaves no key behind."""
    from minutes.sign.files import write_private  # noqa: PLC0415

    name = f"{uuid4().hex}.p12"
    write_private(signing_folder() / name, issued.p12)
    try:
        return keep_row(owner, source=source, key_file=name, **_facts(issued))
    except BaseException:
        (signing_folder() / name).unlink(missing_ok=True)
        raise


def _facts(issued: Identity) -> dict[str, Any]:
    return {
        "fingerprint": issued.fingerprint,
        "certificate": issued.certificate_pem,
        "valid_until": issued.valid_until,
    }


@transaction.atomic
def keep_row(owner: Person | Cluster, **facts: Any) -> SigningIdentity:
    in_force = SigningIdentity.objects.in_force().filter(**of_owner(owner))
    in_force.update(replaced_at=timezone.now())
    return SigningIdentity.objects.create(**of_owner(owner), **facts)


def signer_of(identity: SigningIdentity) -> Any:
    """The opened key. Raises ``KeysUnavailable``."""
    from minutes.sign import SigningKeyUnavailable, load_signer  # noqa: PLC0415
    from minutes.sign.tokens import load_token_signer  # noqa: PLC0415

    try:
        if identity.source == KeySource.TOKEN:
            return load_token_signer(configured_token(), identity.key_file)
        return load_signer(signing_folder() / identity.key_file, passphrase())
    except SigningKeyUnavailable as error:
        raise KeysUnavailable(f"{error} Prévenez l’administrateur.") from error


def configured_token() -> Token:
    """Raises ``KeysUnavailable``."""
    from minutes.sign.tokens import Token  # noqa: PLC0415

    if not settings.PKCS11_MODULE:
        raise KeysUnavailable("Aucun jeton n’est réglé : PKCS11_MODULE manque.")
    return Token(settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN)


def people_who_sign() -> QuerySet[Person]:
    """With an account: coordinators and rapporteurs of today, and whoever chaired or reported a meeting."""
    roles = ClusterRole.objects.filter(role__in=(Role.COORDINATOR, Role.RAPPORTEUR))
    current = roles.current(on=timezone.localdate()).values("person_id")
    signing = Q(pk__in=current) | Q(meeting_roles__kind__in=SIGNING_ROLES.values())
    return Person.objects.filter(signing, user__is_active=True).select_related("organisation__parent").distinct()
