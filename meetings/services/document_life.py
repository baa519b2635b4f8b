"""The life of a document: worked on, open to comments until a date, validated by a decision, distributed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from clusterhub.web.folding import strip_control
from clusterhub.web.typography import format_date, plural
from meetings.enums import DocumentState, MeetingState, OutcomeKind, Visibility
from meetings.errors import CommentRefused, ForeignObject, MeetingsError, MoveRefused
from meetings.models import Document, DocumentComment, DocumentEvent, Outcome
from meetings.notifications import send_final_version
from meetings.rules import can_move_document
from meetings.selectors import readers_of
from participants.models import Organisation, User
from participants.services.ledger import claim_message
from participants.voices import Voice

DISTRIBUTED = "document_final"
REFUSALS = {
    DocumentState.DRAFT: "cette version ne redevient pas un projet",
    DocumentState.OPEN: "cette version ne s’ouvre plus aux observations",
    DocumentState.VALIDATED: "cette version ne se valide pas",
    DocumentState.FINAL: "la version finale est celle qu’une réunion a validée",
}
LONGEST_COMMENT = 2_000


def lock_document(document: Document) -> None:
    """As it stands now: two moves follow one another."""
    live = Document.objects.select_for_update(of=("self",))
    document.refresh_from_db(fields=["state", "comments_until", "decision"], from_queryset=live)


def move_document(
    document: Document, to: DocumentState, *, by: User | None, at: datetime | None, note: str = ""
) -> Document:
    """Inside the caller's transaction, with the document locked. Raises ``MoveRefused``."""
    if not can_move_document(document.state, to):
        raise MoveRefused(f"Ce document est « {document.get_state_display()} » : {REFUSALS[to]}.")
    before, document.state = document.state, to
    document.save(update_fields=["state", "comments_until", "decision"])
    record_document_event(document, before=before, by=by, at=at, note=note)
    return document


def record_document_event(
    document: Document, *, by: User | None, before: str = "", at: datetime | None = None, note: str = ""
) -> None:
    DocumentEvent.objects.create(
        document=document, before=before, after=document.state, note=note[:400], actor=by, at=at or timezone.now()
    )


@transaction.atomic
def open_document(*, document: Document, until: date, by: User | None, at: datetime | None = None) -> Document:
    """To comments, or until another date while it is open."""
    lock_document(document)
    check_still_to_come(until, at)
    document.comments_until = until
    return move_document(document, DocumentState.OPEN, by=by, at=at, note=until_words(until))


def check_still_to_come(until: date | None, at: datetime | None = None) -> None:
    if until and until < timezone.localdate(at):
        raise MeetingsError("Cette date est passée : choisissez aujourd’hui ou un jour à venir.")


def until_words(until: date | None) -> str:
    return f"Observations jusqu’au {format_date(until)}" if until else ""


@transaction.atomic
def take_back_document(*, document: Document, reason: str, by: User | None, at: datetime | None = None) -> Document:
    """Back to a draft, with the reason: to work on it, or because the validation was noted by mistake."""
    lock_document(document)
    if not reason.strip():
        raise MeetingsError("Dites pourquoi le document redevient un projet.")
    document.comments_until, document.decision = None, None
    return move_document(document, DocumentState.DRAFT, by=by, at=at, note=reason.strip())


@transaction.atomic
def validate_document(
    *, document: Document, decision: Outcome, by: User | None, at: datetime | None = None
) -> Document:
    """By a decision that a meeting of its cluster took."""
    lock_document(document)
    meeting = decision.item.meeting
    if meeting.cluster_id != document.cluster_id:
        raise ForeignObject("Cette décision est celle d’un autre cluster.")
    if decision.kind != OutcomeKind.DECISION or meeting.state not in (MeetingState.OPEN, MeetingState.CLOSED):
        raise MoveRefused("Choisissez une décision prise en réunion.")
    document.decision = decision
    return move_document(document, DocumentState.VALIDATED, by=by, at=at, note=f"Réunion du {format_date(meeting.day)}")


@transaction.atomic
def distribute_document(*, document: Document, by: User | None, at: datetime | None = None) -> Document:
    """The final version goes by mail, once, to those who may read it."""
    lock_document(document)
    if document.visibility == Visibility.COORDINATION:
        raise MoveRefused("Ce document n’est visible que par la coordination : choisissez d’abord qui peut le lire.")
    readers = readers_of(document)
    told = f"Envoyée à {plural(len(readers), 'personne', 'personnes')}"
    move_document(document, DocumentState.FINAL, by=by, at=at, note=told)
    for reader in readers:
        if claim_message(
            recipient=reader.address, purpose=DISTRIBUTED, about=document.uuid, for_date=timezone.localdate(at)
        ):
            send_final_version(document, reader)
    return document


@transaction.atomic
def comment_document(*, document: Document, text: str, by: User, at: datetime | None = None) -> DocumentComment:
    lock_document(document)
    said = strip_control(text).strip()
    if not document.is_open:
        raise CommentRefused("Ce document n’est pas, ou n’est plus, ouvert aux observations.")
    if not said:
        raise CommentRefused("Écrivez votre observation.")
    return DocumentComment.objects.create(
        document=document, text=said[:LONGEST_COMMENT], author=by, made_at=at or timezone.now()
    )


@transaction.atomic
def comment_for_organisation(
    *, document: Document, organisation: Organisation, text: str, voice: Voice
) -> DocumentComment:
    """By whoever speaks for an organisation, with an account or with its link. Raises ``CommentRefused``."""
    lock_document(document)
    said = strip_control(text).strip()
    if not document.is_open or not said:
        raise CommentRefused("Ce document n’est pas, ou n’est plus, ouvert aux observations.")
    return DocumentComment.objects.create(
        document=document,
        text=said[:LONGEST_COMMENT],
        author=voice.account,
        organisation=organisation,
        said_by=voice.shown,
    )
