"""Sealing a fiche de suivi: the members' edition, frozen, signed with the cluster's seal and kept, in one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clusterhub.web.typography import format_date
from meetings.models import Meeting
from meetings.services.locks import lock_cluster
from minutes.companions import SIGNATURE, FollowUpSheet, Seal, companion_html
from minutes.errors import ChangedSinceSeen, SealFailed, SignatureRefused
from minutes.models import SealedSheet
from minutes.models.minutes import random_public_key
from minutes.render import Rendered, RenderRefused, SignatureField, render_bounded
from minutes.rules import can_seal_follow_up_sheet
from minutes.selectors.follow_up import members_sheet
from minutes.selectors.sheets import next_sheet_number
from minutes.selectors.signers import seal_line
from minutes.services.files import digest, stored
from minutes.services.signature import Mark, seal_mark, sign_bytes
from participants.models import User
from participants.services.passwords import check_password


def seal_follow_up_sheet(
    *,
    meeting: Meeting,
    by: User,
    password: str,
    seen: str,
    at: datetime | None = None,
    render: Callable[..., Rendered] = render_bounded,
) -> SealedSheet:
    """``seen``: the digest of the sheet that was shown. Raises ``SignatureRefused``, ``WrongPassword``,
    ``ChangedSinceSeen``, ``KeysUnavailable`` or ``SealFailed``; then nothing has changed.

    The bytes are made before the transaction, which keeps them only if their number is still free.
    """
    if not can_seal_follow_up_sheet(by, meeting):
        raise SignatureRefused("Seule la coordination scelle une fiche de suivi, d’une réunion annoncée.")
    check_password(by, password)
    sheet = members_sheet(meeting)
    if sheet.sha256() != seen:
        raise ChangedSinceSeen("La fiche vient de changer : relisez-la avant de la sceller.")
    mark = seal_mark(meeting.cluster, by, at or timezone.now())
    sealed = _with_seal(sheet, meeting, mark)
    data = sign_bytes(_rendered(sealed, render), mark, place=sheet.meeting.place, reason=_reason(mark), certify=True)
    with stored(data) as name, transaction.atomic():
        lock_cluster(meeting.cluster)
        return _keep(meeting, sealed, mark, name, data)


def _with_seal(sheet: FollowUpSheet, meeting: Meeting, mark: Mark) -> FollowUpSheet:
    seal = Seal(
        number=next_sheet_number(meeting.cluster),
        sealed_at=timezone.localtime(mark.at).isoformat(timespec="seconds"),
        public_key=random_public_key(),
        base_url=settings.BASE_URL,
        signer=seal_line(meeting.cluster),
    )
    return replace(sheet, seal=seal)


def _rendered(sheet: FollowUpSheet, render: Callable[..., Rendered]) -> bytes:
    field = SignatureField(name=SIGNATURE, label="Signature : cachet du cluster", anchor=f"signature-{SIGNATURE}")
    try:
        return render(companion_html(sheet), fields=[field]).pdf
    except RenderRefused as error:
        raise SealFailed(str(error)) from error


def _reason(mark: Mark) -> str:
    return f"Fiche de suivi scellée le {format_date(timezone.localdate(mark.at))}"


def _keep(meeting: Meeting, sheet: FollowUpSheet, mark: Mark, name: str, data: bytes) -> SealedSheet:
    """With the cluster locked."""
    assert sheet.seal  # noqa: S101  _with_seal
    if next_sheet_number(meeting.cluster) != sheet.seal.number:
        raise SignatureRefused("Une autre fiche vient d’être scellée. Rechargez la page.")
    return SealedSheet.objects.create(
        cluster=meeting.cluster,
        meeting=meeting,
        number=sheet.seal.number,
        content=sheet.to_json(),
        content_sha256=sheet.sha256(),
        public_key=sheet.seal.public_key,
        file=name,
        sha256=digest(data),
        size=len(data),
        sealed_by=mark.user,
        sealed_at=mark.at,
        signer_name=mark.name,
        job_title=mark.job_title,
        fingerprint=mark.identity.fingerprint,
    )
