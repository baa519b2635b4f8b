"""Who may do what with the record. Pure predicates: pages, links and buttons ask the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.enums import MeetingRoleKind, MeetingState
from minutes.enums import MINUTES_MOVES, SIGNING_ROLES, Edition, MinutesState, SignatureRole
from participants.enums import Standing
from participants.rules import is_coordination, is_coordinator, is_member, standing_in

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingRole
    from minutes.models import Minutes, MinutesFile
    from participants.models import User


def can_move(state: MinutesState | str, to: MinutesState) -> bool:
    return to in MINUTES_MOVES[MinutesState(state)]


def can_read_minutes(user: User, meeting: Meeting) -> bool:
    """Members once circulated, observers once adopted, the coordination always."""
    standing = standing_in(user, meeting.cluster_id)
    if standing >= Standing.COORDINATION:
        return True
    if standing >= Standing.MEMBER:
        return meeting.circulated_at is not None
    return standing >= Standing.OBSERVER and meeting.adopted_at is not None


def can_read_issued(user: User, minutes: Minutes, file: MinutesFile) -> bool:
    """The members' edition goes to whoever reads the record; another one stays with the coordination."""
    shared = file.edition != Edition.COORDINATION and can_read_minutes(user, minutes.meeting)
    return shared or is_coordination(user, minutes.meeting.cluster_id)


def can_review_minutes(user: User, minutes: Minutes) -> bool:
    """« Envoyer en relecture », once the sitting is closed."""
    closed = minutes.meeting.state == MeetingState.CLOSED
    return (
        closed and can_move(minutes.state, MinutesState.IN_REVIEW) and is_coordination(user, minutes.meeting.cluster_id)
    )


def reviewer_of(meeting: Meeting) -> MeetingRole | None:
    return next((one for one in meeting.roles.all() if one.kind == MeetingRoleKind.REVIEWER), None)


def can_circulate_minutes(user: User, minutes: Minutes) -> bool:
    closed = minutes.meeting.state == MeetingState.CLOSED
    return (
        closed
        and can_move(minutes.state, MinutesState.CIRCULATED)
        and is_coordination(user, minutes.meeting.cluster_id)
    )


def can_adopt_minutes(user: User, minutes: Minutes) -> bool:
    """The coordinator alone."""
    return can_move(minutes.state, MinutesState.ADOPTED) and is_coordinator(user, minutes.meeting.cluster_id)


def can_correct_minutes(user: User, minutes: Minutes) -> bool:
    """Opens an erratum: the coordinator alone."""
    return can_move(minutes.state, MinutesState.CORRECTING) and is_coordinator(user, minutes.meeting.cluster_id)


def can_give_up_correction(user: User, minutes: Minutes) -> bool:
    return minutes.state == MinutesState.CORRECTING and is_coordinator(user, minutes.meeting.cluster_id)


def can_take_back_minutes(user: User, minutes: Minutes) -> bool:
    """« Revenir au brouillon »."""
    return can_move(minutes.state, MinutesState.DRAFTING) and is_coordination(user, minutes.meeting.cluster_id)


def can_see_remarks(user: User, minutes: Minutes) -> bool:
    return standing_in(user, minutes.meeting.cluster_id) >= Standing.MEMBER


def can_remark(user: User, minutes: Minutes) -> bool:
    """Members, as long as the record is circulated."""
    return minutes.state == MinutesState.CIRCULATED and can_see_remarks(user, minutes)


def can_answer_remarks(user: User, minutes: Minutes) -> bool:
    """Until adoption; also while the text is being changed because of them."""
    is_open = minutes.state in (MinutesState.DRAFTING, MinutesState.IN_REVIEW, MinutesState.CIRCULATED)
    return is_open and is_coordination(user, minutes.meeting.cluster_id)


def can_choose_layout(user: User, minutes: Minutes) -> bool:
    """As long as nothing is sealed."""
    return not minutes.is_sealed and is_coordination(user, minutes.meeting.cluster_id)


def signing_role(meeting: Meeting, role: SignatureRole | str) -> MeetingRole | None:
    """Who signs as this: the first rapporteur, the first chair that the meeting has."""
    kind = SIGNING_ROLES[SignatureRole(role)]
    return next((one for one in meeting.roles.all() if one.kind == kind), None)


def can_sign_minutes(user: User, minutes: Minutes, role: SignatureRole | str) -> bool:
    """The person who held the role in the meeting, once the record is adopted. Whose turn it is, the service checks."""
    holder = signing_role(minutes.meeting, role)
    is_holder = holder is not None and holder.person_id is not None and holder.person_id == user.person_id
    return is_holder and minutes.state == MinutesState.ADOPTED and can_read_minutes(user, minutes.meeting)


def can_upload_scan(user: User, minutes: Minutes) -> bool:
    return minutes.is_sealed and is_coordination(user, minutes.meeting.cluster_id)


def can_print_sign_in_sheet(user: User, meeting: Meeting) -> bool:
    """It gathers names, and telephones once filled in: the coordination's."""
    return meeting.state != MeetingState.CANCELLED and is_coordination(user, meeting.cluster_id)


def can_read_follow_up_sheet(user: User, meeting: Meeting) -> bool:
    return meeting.state != MeetingState.CANCELLED and is_member(user, meeting.cluster_id)
