"""Three editions of one frozen content: the coordination's has everything, the members' and the public one less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from clusterhub.web.richtext import pictures_in
from minutes.annexes import embedded_where_it_fits
from minutes.content import (
    Action,
    Attendee,
    Content,
    DocumentLine,
    Edition,
    ExpectedSignature,
    Item,
    LeftOut,
    ReviewedMeeting,
    RoleLine,
    Share,
    SignatureMade,
)

ChangeDocuments = Callable[[tuple[DocumentLine, ...]], tuple[DocumentLine, ...]]


def for_edition(content: Content, edition: Edition) -> Content:
    """What may leave the house in this edition. ``content`` is the coordination's.

    The members' and the public edition are without what is restricted (a point goes with the points under it, its
    conclusions and documents) and without contact data; they say how much they leave out.
    """
    if edition == "coordination":
        return content
    reviewed = tuple(_reviewed(content.reviewed))
    actions = tuple(action for action in content.actions if not action.is_restricted)
    documents = _documents(content.documents)
    online_url = "" if edition == "public" else content.meeting.online_url
    return _with_its_pictures(
        content,
        edition=edition,
        meeting=replace(content.meeting, online_url=online_url),
        items=_items(content.items),
        actions=actions,
        reviewed=reviewed,
        attendance=tuple(replace(attendee, emails=()) for attendee in content.attendance),
        documents=documents if content.is_draft else tuple(embedded_where_it_fits(documents, edition)),
        left_out=LeftOut(
            items=sum(_count_restricted(item) for item in content.items),
            actions=_actions_in(content.actions, content.reviewed) - _actions_in(actions, reviewed),
            documents=sum(line.is_restricted and line.number > 0 for line in content.documents),
        ),
        prints_contacts=False,
        contact=replace(content.contact, email="") if content.contact else None,
    )


def _with_its_pictures(content: Content, **changes: Any) -> Content:
    """Changed, and without the pictures of what was taken out."""
    changed = replace(content, **changes)
    shown = set(pictures_shown(changed)) if content.pictures else ()
    return replace(changed, pictures=tuple(one for one in content.pictures if one.number in shown))


def pictures_shown(content: Content) -> Iterator[str]:
    """The numbers of the pictures in its texts, in order; one may come twice."""
    for section in content.sections:
        yield from pictures_in(section.html)
    yield from _pictures_of(content.items)


def _pictures_of(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        for html in (item.discussion_html, item.status_html):
            yield from pictures_in(html)
        yield from _pictures_of(item.children)


def published(
    content: Content, *, seal: ExpectedSignature, signed_by: tuple[SignatureMade, ...], names_people: bool
) -> Content:
    """The public edition as it is published: under the cluster's seal, telling who signed the members' edition.

    Without ``names_people``, presence is told by organisations, without anybody's name.
    """
    public = for_edition(content, "public")
    attendance = public.attendance if names_people else ()
    return replace(public, attendance=attendance, signatures_expected=(seal,), any_order=False, signed_by=signed_by)


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
    """Without what changes by itself: the version's number, date, key and reason, the next meeting, how actions go,
    where the versions of the documents stand."""
    return replace(
        content,
        version_number=0,
        is_draft=True,
        document_label="",
        frozen_at="",
        next_meeting=None,
        adoption=None,
        prints_contacts=False,
        contact=None,
        style=None,
        public_key="",
        base_url="",
        supersedes=None,
        reason="",
        roles=tuple(replace(line, label="") for line in content.roles),
        attendance=tuple(_without_address(attendee) for attendee in content.attendance),
        actions=tuple(_without_progress(action) for action in content.actions),
        reviewed=tuple(_without_shares(meeting) for meeting in content.reviewed),
        items=_with_documents(content.items, _which_ones),
        documents=_which_ones(content.documents),
    )


def _which_ones(documents: tuple[DocumentLine, ...]) -> tuple[DocumentLine, ...]:
    """What even the oldest contents say of them. In no order: it only tells the numbers."""
    said = (
        DocumentLine(
            name=line.name, version_label=line.version_label, sha256=line.sha256, is_restricted=line.is_restricted
        )
        for line in documents
    )
    return tuple(sorted(said, key=lambda line: (line.sha256, line.name)))


def _with_documents(items: tuple[Item, ...], change: ChangeDocuments) -> tuple[Item, ...]:
    return tuple(
        replace(item, documents=change(item.documents), children=_with_documents(item.children, change))
        for item in items
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
    as_of_then = _documents_as_in(of)
    return replace(
        content,
        document_label=of.document_label,
        style=of.style,
        roles=_roles_as_in(of, content.roles),
        supersedes=of.version_number,
        reason=reason,
        next_meeting=of.next_meeting,
        adoption=of.adoption,
        actions=tuple(_with_progress(action, then.get(action.reference, action)) for action in content.actions),
        reviewed=tuple(_with_shares(meeting, shares) for meeting in content.reviewed),
        items=_with_documents(content.items, as_of_then),
        documents=as_of_then(content.documents),
    )


def _roles_as_in(of: Content, roles: tuple[RoleLine, ...]) -> tuple[RoleLine, ...]:
    """Under the words of that day."""
    labels = {(line.role, line.name): line.label for line in of.roles}
    return tuple(replace(line, label=labels.get((line.role, line.name), line.label)) for line in roles)


def _documents_as_in(of: Content) -> ChangeDocuments:
    states = {line.uuid: line.state_label for line in of.documents if line.uuid}

    def change(documents: tuple[DocumentLine, ...]) -> tuple[DocumentLine, ...]:
        return tuple(replace(line, state_label=states.get(line.uuid, line.state_label)) for line in documents)

    return change


def _with_progress(action: Action, then: Action) -> Action:
    return replace(action, status=then.status, status_label=then.status_label, status_note=then.status_note)


def _with_shares(meeting: ReviewedMeeting, shares: dict[str, tuple[Share, ...]]) -> ReviewedMeeting:
    actions = (replace(action, shares=shares.get(action.reference, action.shares)) for action in meeting.actions)
    return replace(meeting, actions=tuple(actions))
