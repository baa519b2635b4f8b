"""The public edition: published on purpose, under the cluster's seal; withdrawn with a reason, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from minutes.content import Content
from minutes.enums import Edition, FileKind, MinutesState
from minutes.errors import AnnexDamaged, PictureDamaged, PublicationRefused, SealFailed
from minutes.models import MinutesFile, MinutesVersion, Publication
from minutes.render import RenderRefused, render_bounded, render_minutes
from minutes.rules import can_publish_minutes, can_withdraw_publication
from minutes.selectors.annexes import embedded_files
from minutes.selectors.pictures import picture_files
from minutes.selectors.publications import public_content
from minutes.selectors.record import latest_file
from minutes.services.files import stored
from minutes.services.record import Renderer, issue, lock_minutes
from minutes.services.signature import Mark, keep_signature, seal_mark, sign_bytes
from participants.models import User
from participants.services.passwords import check_password

REASON = "{}, édition publique"


@dataclass(frozen=True)
class Edited:
    """A public edition that is made and sealed, before it is kept."""

    content: Content
    rendered: bytes
    sealed: bytes
    mark: Mark


def publish_edition(
    *,
    version: MinutesVersion,
    by: User,
    password: str,
    names_people: bool = False,
    at: datetime | None = None,
    render: Renderer = render_bounded,
) -> Publication:
    """Once per version; after a withdrawal the same document is published again, not another one.

    Raises ``PublicationRefused``, ``WrongPassword``, ``KeysUnavailable`` or ``SealFailed``; then nothing changed.
    """
    at = at or timezone.now()
    _check_publishable(version, by)
    check_password(by, password)
    earlier = version.publications.first()
    if earlier:
        return _publish_again(earlier, by, at)
    edited = _edit(version, by, names_people, at, render)
    with stored(edited.rendered) as plain, stored(edited.sealed) as sealed, transaction.atomic():
        lock_minutes(version.minutes)
        _check_publishable(version, by)
        issue(version, plain, kind=FileKind.RENDERED, at=at, edition=Edition.PUBLIC)
        signature = keep_signature(version, Edition.PUBLIC, sealed, edited.mark, count=1)
        return _publish(version, signature.file, edited.content.to_json(), edited.content.sha256(), by, at)


def _check_publishable(version: MinutesVersion, by: User) -> None:
    if replacing := MinutesVersion.objects.filter(supersedes=version).first():
        raise PublicationRefused(f"Cette version est remplacée par la version {replacing.number}.")
    if version.minutes.state != MinutesState.SIGNED or not version.is_sealed:
        raise PublicationRefused("Seul un compte rendu signé se publie.")
    if not can_publish_minutes(by, version.minutes):
        raise PublicationRefused("Seule la coordination du cluster publie ses comptes rendus.")
    if version.publications.standing().exists():
        raise PublicationRefused("L’édition publique de cette version est déjà publiée.")


def _edit(version: MinutesVersion, by: User, names_people: bool, at: datetime, render: Renderer) -> Edited:
    content = public_content(version, names_people=names_people)
    mark = seal_mark(version.minutes.meeting.cluster, by, at)
    try:
        annexes, pictures = embedded_files(content), picture_files(content)
        layout = version.minutes.printed_layout
        rendered = render_minutes(content, layout, annexes=annexes, pictures=pictures, render=render).pdf
    except (RenderRefused, AnnexDamaged, PictureDamaged) as error:
        raise SealFailed(str(error)) from error
    reason = REASON.format(content.document_label)
    sealed = sign_bytes(rendered, mark, place=content.meeting.place, reason=reason, certify=True)
    return Edited(content, rendered, sealed, mark)


@transaction.atomic
def _publish_again(earlier: Publication, by: User, at: datetime) -> Publication:
    version = earlier.version
    lock_minutes(version.minutes)
    _check_publishable(version, by)
    file = latest_file(version, Edition.PUBLIC) or earlier.file
    return _publish(version, file, earlier.content, earlier.content_sha256, by, at)


def _publish(
    version: MinutesVersion, file: MinutesFile, content: str, sha256: str, by: User, at: datetime
) -> Publication:
    try:
        with transaction.atomic():
            return Publication.objects.create(
                version=version, file=file, content=content, content_sha256=sha256, published_by=by, published_at=at
            )
    except IntegrityError as error:
        raise PublicationRefused("L’édition publique de cette version est déjà publiée.") from error


@transaction.atomic
def withdraw_publication(*, publication: Publication, by: User, reason: str, at: datetime | None = None) -> Publication:
    """It is no longer shown; the file stays, and its verification says so. Raises ``PublicationRefused``."""
    minutes = publication.version.minutes
    lock_minutes(minutes)
    publication.refresh_from_db(fields=["withdrawn_at"])
    if publication.is_withdrawn:
        raise PublicationRefused("Cette publication est déjà retirée.")
    if not reason.strip():
        raise PublicationRefused("Dites pourquoi la publication est retirée.")
    if not can_withdraw_publication(by, minutes):
        raise PublicationRefused("Seule la coordination du cluster retire ses publications.")
    publication.withdrawn_by, publication.withdrawn_at = by, at or timezone.now()
    publication.withdrawn_reason = reason.strip()
    publication.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    return publication
