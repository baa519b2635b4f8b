"""Three editions of one frozen content: the coordination's has everything, the members' and the public one less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from minutes.content import Action, Attendee, Content, DocumentLine, Edition, Item, LeftOut, ReviewedMeeting, Share


def for_edition(content: Content, edition: Edition) -> Content:
    """What may leave the house in this edition. ``content`` is the coordination's.

    The members' and the public edition are without what is restricted (a point goes with the points under it, its
    conclusions and documents) and without contact data; they say how much they leave out.
    """
    if edition == "coordination":
        return content
    reviewed = tuple(_reviewed(content.reviewed))
    actions = tuple(action for action in content.actions if not action.is_restricted)
    online_url = "" if edition == "public" else content.meeting.online_url
    return replace(
        content,
        edition=edition,
        meeting=replace(content.meeting, online_url=online_url),
        items=_items(content.items),
        actions=actions,
        reviewed=reviewed,
        attendance=tuple(replace(attendee, emails=()) for attendee in content.attendance),
        documents=_documents(content.documents),
        left_out=LeftOut(
            items=sum(_count_restricted(item) for item in content.items),
            actions=_actions_in(content.actions, content.reviewed) - _actions_in(actions, reviewed),
        ),
        prints_contacts=False,
        contact=replace(content.contact, email="") if content.contact else None,
    )


def _items(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(
        replace(item, children=_items(item.children), documents=_documents(item.documents))
        for item in items
        if not item.is_restricted
    )


def _count_restricted(item: Item, *, inside: bool = False) -> int:
    """The point itself and those under it, when they are not for this edition."""
    hidden = inside or item.is_restricted
    return hidden + sum(_count_restricted(child, inside=hidden) for child in item.children)


def _documents(documents: tuple[DocumentLine, ...]) -> tuple[DocumentLine, ...]:
    return tuple(document for document in documents if not document.is_restricted)


def _reviewed(meetings: tuple[ReviewedMeeting, ...]) -> Iterator[ReviewedMeeting]:
    for meeting in meetings:
        actions = tuple(action for action in meeting.actions if not action.is_restricted)
        if actions:
            yield replace(meeting, actions=actions)


def _actions_in(actions: tuple[Action, ...], reviewed: tuple[ReviewedMeeting, ...]) -> int:
    return len(actions) + sum(len(meeting.actions) for meeting in reviewed)


# --- What changed between two versions --------------------------------------------------------------------------------

PARTS = {
    "meeting": "les renseignements de la réunion",
    "roles": "les rôles",
    "sections": "les textes sur l’ensemble de la réunion",
    "items": "l’ordre du jour et les discussions",
    "actions": "les actions",
    "reviewed": "le suivi des actions précédentes",
    "attendance": "les présences",
    "documents": "les documents joints",
}


def comparable(content: Content) -> Content:
    """Without what changes by itself: the version's number, date, key and reason, the next meeting, how actions go."""
    return replace(
        content,
        version_number=0,
        is_draft=True,
        frozen_at="",
        next_meeting=None,
        prints_contacts=False,
        contact=None,
        public_key="",
        base_url="",
        supersedes=None,
        reason="",
        attendance=tuple(_without_address(attendee) for attendee in content.attendance),
        actions=tuple(_without_progress(action) for action in content.actions),
        reviewed=tuple(_without_shares(meeting) for meeting in content.reviewed),
    )


def changed_parts(before: Content, after: Content) -> tuple[str, ...]:
    """In French, the parts that a reader of ``before`` has not seen as they are in ``after``."""
    old, new = comparable(before), comparable(after)
    return tuple(label for part, label in PARTS.items() if getattr(old, part) != getattr(new, part))


def _without_address(attendee: Attendee) -> Attendee:
    return replace(attendee, emails=())


def _without_progress(action: Action) -> Action:
    return replace(action, status="", status_label="", status_note="")


def _without_shares(meeting: ReviewedMeeting) -> ReviewedMeeting:
    return replace(meeting, actions=tuple(replace(action, shares=()) for action in meeting.actions))


# --- Erratum ----------------------------------------------------------------------------------------------------------


def as_erratum(content: Content, *, of: Content, reason: str) -> Content:
    """What corrects a sealed version. What went on by itself since then stays as it was that day."""
    then = {action.reference: action for action in of.actions}
    shares = {action.reference: action.shares for meeting in of.reviewed for action in meeting.actions}
    return replace(
        content,
        supersedes=of.version_number,
        reason=reason,
        next_meeting=of.next_meeting,
        actions=tuple(_with_progress(action, then.get(action.reference, action)) for action in content.actions),
        reviewed=tuple(_with_shares(meeting, shares) for meeting in content.reviewed),
    )


def _with_progress(action: Action, then: Action) -> Action:
    return replace(action, status=then.status, status_label=then.status_label, status_note=then.status_note)


def _with_shares(meeting: ReviewedMeeting, shares: dict[str, tuple[Share, ...]]) -> ReviewedMeeting:
    actions = (replace(action, shares=shares.get(action.reference, action.shares)) for action in meeting.actions)
    return replace(meeting, actions=tuple(actions))
