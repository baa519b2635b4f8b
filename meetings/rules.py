"""Who may do what with meetings. Pure predicates: pages, links and buttons ask the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from meetings.enums import DOCUMENT_MOVES, MEETING_MOVES, RESCHEDULABLE, DocumentState, MeetingState, Visibility
from participants.rules import coordinates_somewhere, is_coordination, is_member

if TYPE_CHECKING:
    from meetings.models import AgendaTemplate, Document, Meeting
    from participants.models import Cluster, User


def can_move(state: MeetingState | str, to: MeetingState) -> bool:
    return to in MEETING_MOVES[MeetingState(state)]


def can_create_meeting(user: User, cluster: Cluster | None = None) -> bool:
    return is_coordination(user, cluster.pk) if cluster else coordinates_somewhere(user)


def can_see_live_text(user: User, meeting: Meeting) -> bool:
    """The text being typed. Everybody else reads frozen versions."""
    return is_coordination(user, meeting.cluster_id)


def can_edit_meeting(user: User, meeting: Meeting) -> bool:
    """Agenda, text, attendance: until the record is adopted."""
    return meeting.is_editable and is_coordination(user, meeting.cluster_id)


def takes_sign_ins(meeting: Meeting) -> bool:
    """While it is held, and on its day before it is opened."""
    if meeting.state == MeetingState.OPEN:
        return True
    return meeting.state == MeetingState.ANNOUNCED and meeting.day == timezone.localdate()


def can_announce_meeting(user: User, meeting: Meeting) -> bool:
    return is_coordination(user, meeting.cluster_id) and can_move(meeting.state, MeetingState.ANNOUNCED)


def can_reschedule_meeting(user: User, meeting: Meeting) -> bool:
    return is_coordination(user, meeting.cluster_id) and meeting.state in RESCHEDULABLE


def can_cancel_meeting(user: User, meeting: Meeting) -> bool:
    return is_coordination(user, meeting.cluster_id) and can_move(meeting.state, MeetingState.CANCELLED)


def can_restore_meeting(user: User, meeting: Meeting) -> bool:
    """Take back a cancellation."""
    return is_coordination(user, meeting.cluster_id) and meeting.state == MeetingState.CANCELLED


def can_copy_messages(user: User, meeting: Meeting) -> bool:
    """What was announced or sent of it, as a text for WhatsApp or SMS."""
    return is_coordination(user, meeting.cluster_id) and meeting.state != MeetingState.PLANNED


def can_open_meeting(user: User, meeting: Meeting) -> bool:
    return is_coordination(user, meeting.cluster_id) and meeting.state in RESCHEDULABLE


def can_close_meeting(user: User, meeting: Meeting) -> bool:
    return is_coordination(user, meeting.cluster_id) and can_move(meeting.state, MeetingState.CLOSED)


def can_reopen_meeting(user: User, meeting: Meeting) -> bool:
    """« Reprendre la séance »: only while nothing was circulated."""
    closed = meeting.state == MeetingState.CLOSED and meeting.circulated_at is None
    return closed and is_coordination(user, meeting.cluster_id)


def can_edit_document(user: User, document: Document) -> bool:
    return is_coordination(user, document.cluster_id)


def can_add_version(user: User, document: Document) -> bool:
    return is_coordination(user, document.cluster_id)


def can_move_document(state: DocumentState | str, to: DocumentState) -> bool:
    return to in DOCUMENT_MOVES[DocumentState(state)]


def can_open_document(user: User, document: Document) -> bool:
    """To comments, or until another date."""
    return is_coordination(user, document.cluster_id) and can_move_document(document.state, DocumentState.OPEN)


def can_take_back_document(user: User, document: Document) -> bool:
    return is_coordination(user, document.cluster_id) and can_move_document(document.state, DocumentState.DRAFT)


def can_validate_document(user: User, document: Document) -> bool:
    return is_coordination(user, document.cluster_id) and can_move_document(document.state, DocumentState.VALIDATED)


def can_distribute_document(user: User, document: Document) -> bool:
    return is_coordination(user, document.cluster_id) and can_move_document(document.state, DocumentState.FINAL)


def can_copy_document_message(user: User, document: Document) -> bool:
    """Not of one that is for the coordination: its name stays in the house."""
    is_told = document.state == DocumentState.FINAL and document.visibility != Visibility.COORDINATION
    return is_told and is_coordination(user, document.cluster_id)


def can_see_document_life(user: User, document: Document) -> bool:
    """Its moves and comments. Observers read the public document itself."""
    return is_member(user, document.cluster_id)


def can_see_validation(user: User, document: Document) -> bool:
    """By which decision. Its words are the live text: only the coordination reads them here."""
    return document.decision_id is not None and is_member(user, document.cluster_id)


def can_comment_document(user: User, document: Document) -> bool:
    return document.is_open and is_member(user, document.cluster_id)


def can_decide_proposals(user: User, cluster: Cluster) -> bool:
    """See what organisations propose, take it into an agenda, or say why not."""
    return is_coordination(user, cluster.pk)


def can_edit_agenda_template(user: User, template: AgendaTemplate) -> bool:
    return is_coordination(user, template.cluster_id)
