"""Remarks on a circulated record: made by members, answered once by the coordination."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minutes.enums import MinutesState
from minutes.errors import RemarkRefused
from minutes.models import Minutes, Remark
from minutes.notifications import send_remark_answered, send_remark_made
from minutes.selectors.recipients import author_of, rapporteur_of
from minutes.services.record import lock_minutes
from participants.models import User


@transaction.atomic
def add_remark(*, minutes: Minutes, passage: str, kind: str, text: str, by: User, at: datetime | None = None) -> Remark:
    """On the version in circulation. The rapporteur is told. Raises ``RemarkRefused``.

    Behind the record's lock: an objection comes before an adoption or after it, never during.
    """
    lock_minutes(minutes)
    if minutes.state != MinutesState.CIRCULATED:
        raise RemarkRefused("Ce compte rendu n’est plus ouvert aux remarques.")
    remark = Remark.objects.create(
        version=minutes.versions.latest("number"),
        passage=passage,
        kind=kind,
        text=text,
        author=by,
        made_at=at or timezone.now(),
    )
    _tell_rapporteur(remark)
    return remark


def _tell_rapporteur(remark: Remark) -> None:
    recipient = rapporteur_of(remark.version.minutes.meeting)
    if recipient and recipient.address and recipient.address != remark.author.email:
        send_remark_made(remark, recipient)


@transaction.atomic
def answer_remark(*, remark: Remark, answer: str, note: str, by: User, at: datetime | None = None) -> Remark:
    """Once: of two answers at the same time, one counts. Its author is told. Raises ``RemarkRefused``."""
    lock_minutes(remark.version.minutes)
    if remark.version.minutes.meeting.adopted_at:
        raise RemarkRefused("Le compte rendu est adopté : les remarques ne se traitent plus.")
    given = {"answer": answer, "answer_note": note, "answered_by": by, "answered_at": at or timezone.now()}
    if not Remark.objects.filter(pk=remark.pk, answered_at=None).update(**given):
        raise RemarkRefused("Une réponse vient déjà d’être donnée.")
    remark.refresh_from_db(fields=list(given))
    if by != remark.author:
        send_remark_answered(remark, author_of(remark))
    return remark
