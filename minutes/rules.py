"""Who may do what with the record. Pure predicates: pages, links and buttons ask the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.enums import RESCHEDULABLE, MeetingRoleKind, MeetingState
from minutes.enums import MINUTES_MOVES, SIGNING_ROLES, Edition, MinutesState, SignatureRole, SigningEventKind
from participants.enums import Standing
from participants.rules import can_edit_cluster, is_coordination, is_coordinator, is_member, standing_in

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingRole
    from minutes.models import Decision, Minutes, MinutesFile, SigningEvent, SigningIdentity
    from participants.models import Cluster, User


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


def can_rule_on_record(user: User, meeting: Meeting, minutes: Minutes) -> bool:
    """A later meeting of the cluster, as long as its own text may change, adopts what was circulated: the coordinator
    writes it down."""
    is_later = minutes.meeting.cluster_id == meeting.cluster_id and minutes.meeting.starts_at < meeting.starts_at
    has_begun = meeting.state in (MeetingState.OPEN, MeetingState.CLOSED) and meeting.is_editable
    return is_later and has_begun and can_adopt_minutes(user, minutes) and minutes.state == MinutesState.CIRCULATED


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
    """Who signs as this: the first rapporteur, reviewer or chair that the meeting has."""
    kind = SIGNING_ROLES.get(SignatureRole(role))
    return next((one for one in meeting.roles.all() if one.kind == kind), None)


def holder_of(minutes: Minutes, role: SignatureRole | str) -> MeetingRole | SigningEvent | None:
    """The person who stands in for the role, else its holder in the meeting. Nobody in person holds the seal."""
    events = minutes.signing_events.all() if minutes.pk else ()
    replaced = [one for one in events if one.kind == SigningEventKind.REPLACED and one.role == role]
    return replaced[-1] if replaced else signing_role(minutes.meeting, role)


def can_sign_minutes(user: User, minutes: Minutes, role: SignatureRole | str) -> bool:
    """Who holds the role, or any coordinator for the seal, once the record is adopted. Whether the role is asked and
    whose turn it is, the service checks."""
    if minutes.state != MinutesState.ADOPTED or not can_read_minutes(user, minutes.meeting):
        return False
    if role == SignatureRole.SEAL:
        return user.person_id is not None and is_coordinator(user, minutes.meeting.cluster_id)
    signer = holder_of(minutes, role)
    return signer is not None and signer.person_id is not None and signer.person_id == user.person_id


def can_refuse_to_sign(user: User, minutes: Minutes, role: SignatureRole | str) -> bool:
    """In person only: whoever does not want to apply the seal does not apply it."""
    return role != SignatureRole.SEAL and can_sign_minutes(user, minutes, role)


def can_replace_signer(user: User, minutes: Minutes, role: SignatureRole | str) -> bool:
    """Until the record is signed. The seal has no signer of its own."""
    is_open = minutes.pk is not None and minutes.state != MinutesState.SIGNED
    return is_open and role != SignatureRole.SEAL and is_coordination(user, minutes.meeting.cluster_id)


def can_waive_signature(user: User, minutes: Minutes) -> bool:
    """To hold a record for signed without the one who refused: the coordinator alone."""
    return minutes.state == MinutesState.ADOPTED and is_coordinator(user, minutes.meeting.cluster_id)


def can_remind_signers(user: User, minutes: Minutes) -> bool:
    return minutes.state == MinutesState.ADOPTED and is_coordination(user, minutes.meeting.cluster_id)


def can_archive(user: User, cluster: Cluster) -> bool:
    """The archive holds the coordination's edition."""
    return is_coordination(user, cluster.pk)


def can_see_dashboard(user: User, cluster: Cluster) -> bool:
    """Actions and attendance are the members'; each sees what it may see of them."""
    return is_member(user, cluster.pk)


def can_see_silent_members(user: User, cluster: Cluster) -> bool:
    """Only the coordination knows of all meetings and all answers: counted from less, it would accuse wrongly."""
    return is_coordination(user, cluster.pk)


def can_style_records(user: User, cluster: Cluster) -> bool:
    return can_edit_cluster(user, cluster)


def can_set_signing_policy(user: User, cluster: Cluster) -> bool:
    return can_edit_cluster(user, cluster)


def can_publish_minutes(user: User, minutes: Minutes) -> bool:
    """« Publier l’édition publique », of a signed record: the coordinator alone, who applies the seal."""
    in_person = user.person_id is not None and is_coordinator(user, minutes.meeting.cluster_id)
    return in_person and minutes.state == MinutesState.SIGNED


def can_withdraw_publication(user: User, minutes: Minutes) -> bool:
    """At any time."""
    return is_coordinator(user, minutes.meeting.cluster_id)


def can_replace_decision(user: User, decision: Decision) -> bool:
    """Say which later decision takes its place."""
    return decision.is_in_force and is_coordination(user, decision.cluster_id)


def can_upload_scan(user: User, minutes: Minutes) -> bool:
    return minutes.is_sealed and is_coordination(user, minutes.meeting.cluster_id)


def can_print_sign_in_sheet(user: User, meeting: Meeting) -> bool:
    """It gathers names, and telephones once filled in: the coordination's."""
    return meeting.state != MeetingState.CANCELLED and is_coordination(user, meeting.cluster_id)


def can_read_follow_up_sheet(user: User, meeting: Meeting) -> bool:
    return meeting.state != MeetingState.CANCELLED and is_member(user, meeting.cluster_id)


def can_seal_follow_up_sheet(user: User, meeting: Meeting) -> bool:
    """« Sceller la fiche », of a meeting that members know of: the coordinator alone, who applies the seal."""
    is_known = meeting.state in (MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.CLOSED)
    return is_known and user.person_id is not None and is_coordinator(user, meeting.cluster_id)


def can_read_sealed_sheets(user: User, cluster: Cluster) -> bool:
    return is_member(user, cluster.pk)


def can_read_convocation(user: User, meeting: Meeting) -> bool:
    """As long as the meeting is to come."""
    return meeting.state in RESCHEDULABLE and is_member(user, meeting.cluster_id)


def can_have_key(user: User) -> bool:
    """Whoever is a person of the directory; an account of the administration alone signs nothing."""
    return user.person_id is not None


def can_manage_keys(user: User) -> bool:
    """Those of others: the administrators, who read nothing of what was signed."""
    return user.is_staff


def can_revoke_key(user: User, identity: SigningIdentity | None) -> bool:
    """Its holder, or an administrator; once."""
    is_open = identity is not None and identity.revoked_at is None
    return is_open and (user.is_staff or user.person_id == identity.person_id)  # type: ignore[union-attr]


def can_ask_new_key(user: User, last: SigningIdentity | None) -> bool:
    """In place of a key that is revoked, or that came from elsewhere. What an administrator revoked, one gives back."""
    if last is None or not (last.revoked_at or not last.is_of_the_house):
        return False
    return user.is_staff or (user.person_id == last.person_id and last.revoked_by_id in (None, user.pk))
