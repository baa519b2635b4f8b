"""The internal authority and the signers' keys, made when they are first needed.

``minutes.sign`` is imported where it is used: pyHanko costs 50 MB, which web workers bear only once somebody signs.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cryptography import x509
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.wording import body_name
from minutes.enums import SIGNING_ROLES
from minutes.errors import KeysUnavailable
from minutes.models import SigningIdentity
from participants.enums import Role
from participants.models import Cluster, ClusterRole, Person

if TYPE_CHECKING:
    from minutes.sign import Authority


def passphrase() -> str:
    """From the settings, else from the file that ``signing init`` made beside the keys."""
    if settings.SIGNING_PASSPHRASE:
        return str(settings.SIGNING_PASSPHRASE)
    try:
        return _passphrase_path().read_text().strip()
    except OSError as error:
        raise KeysUnavailable("La phrase secrète de signature manque : lancez « manage.py signing init ».") from error


def _passphrase_path() -> Path:
    return Path(settings.SIGNING_DIR) / "passphrase"


def ensure_authority() -> Authority:
    """The authority with its key; made, with a passphrase, where there is none. Raises ``KeysUnavailable``."""
    from minutes.sign import create_authority  # noqa: PLC0415
    from minutes.sign.files import write_private  # noqa: PLC0415

    if _has_authority():
        return open_authority()
    if not settings.SIGNING_PASSPHRASE and not _passphrase_path().exists():
        write_private(_passphrase_path(), secrets.token_urlsafe(32).encode())
    return create_authority(Path(settings.SIGNING_DIR), passphrase())


def _has_authority() -> bool:
    from minutes.sign.authority import KEY_FILE  # noqa: PLC0415

    return (Path(settings.SIGNING_DIR) / KEY_FILE).exists()


def open_authority() -> Authority:
    """Raises ``KeysUnavailable``."""
    from minutes.sign import SigningKeyUnavailable, load_authority  # noqa: PLC0415

    if not _has_authority():
        raise KeysUnavailable("Il n’y a pas encore d’autorité interne : lancez « manage.py signing init ».")
    try:
        return load_authority(Path(settings.SIGNING_DIR), passphrase())
    except SigningKeyUnavailable as error:
        raise KeysUnavailable(
            f"{error} Vérifiez SIGNING_DIR et SIGNING_PASSPHRASE : ils doivent être ceux de la création."
        ) from error


def ensure_identity(owner: Person | Cluster) -> SigningIdentity:
    """The certificate in force of a person, or of a cluster for its seal: issued at the first need or after the last
    one expired."""
    found = _in_force(owner).first()
    if found and found.valid_until > timezone.now():
        return found
    try:
        with transaction.atomic():
            return _issue(owner, replaced=found)
    except IntegrityError:
        return _in_force(owner).get()


def _in_force(owner: Person | Cluster) -> QuerySet[SigningIdentity]:
    return SigningIdentity.objects.filter(**_owned_by(owner), revoked_at=None)


def _owned_by(owner: Person | Cluster) -> dict[str, Any]:
    return {"cluster": owner} if isinstance(owner, Cluster) else {"person": owner}


def _names_of(owner: Person | Cluster) -> tuple[str, str]:
    """The name and the organisation that the certificate bears."""
    if isinstance(owner, Cluster):
        return body_name(owner.kind, owner.short_name), owner.code
    return owner.name, owner.organisation.short_label if owner.organisation else ""


def _issue(owner: Person | Cluster, *, replaced: SigningIdentity | None) -> SigningIdentity:
    from minutes.sign import issue_identity  # noqa: PLC0415
    from minutes.sign.files import write_private  # noqa: PLC0415

    name, organisation = _names_of(owner)
    issued = issue_identity(ensure_authority(), name, passphrase=passphrase(), organisation=organisation)
    key_file = f"{uuid4().hex}.p12"
    write_private(Path(settings.SIGNING_DIR) / key_file, issued.p12)
    if replaced:
        replaced.revoked_at = timezone.now()
        replaced.save(update_fields=["revoked_at"])
    return SigningIdentity.objects.create(
        **_owned_by(owner),
        fingerprint=issued.fingerprint,
        certificate=issued.certificate_pem,
        key_file=key_file,
        valid_until=_end_of(issued.certificate_pem),
    )


def _end_of(certificate: str) -> datetime:
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def signer_of(identity: SigningIdentity) -> Any:
    """The opened key. Raises ``KeysUnavailable``."""
    from minutes.sign import SigningKeyUnavailable, load_signer  # noqa: PLC0415

    try:
        return load_signer(Path(settings.SIGNING_DIR) / identity.key_file, passphrase())
    except SigningKeyUnavailable as error:
        raise KeysUnavailable(f"{error} Prévenez l’administrateur.") from error


def people_who_sign() -> QuerySet[Person]:
    """With an account: coordinators and rapporteurs of today, and whoever chaired or reported a meeting."""
    roles = ClusterRole.objects.filter(role__in=(Role.COORDINATOR, Role.RAPPORTEUR))
    current = roles.current(on=timezone.localdate()).values("person_id")
    signing = Q(pk__in=current) | Q(meeting_roles__kind__in=SIGNING_ROLES.values())
    return Person.objects.filter(signing, user__is_active=True).select_related("organisation__parent").distinct()
