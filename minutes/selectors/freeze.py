"""Reads a whole meeting into the content that is frozen: names and labels written out, as they are that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from django.db.models import Prefetch, Q
from django.utils import timezone

from actions.enums import DueKind, Status
from actions.models import ActionOwner, ActionPoint
from actions.selectors.carried import CarriedAction, CarriedGroup, carried_over
from actions.wording import due_label
from clusterhub.web.agreement import agreed
from clusterhub.web.folding import fold
from clusterhub.web.richtext import to_text
from clusterhub.web.typography import format_date
from meetings.enums import IN_THE_ROOM, AttendanceState, ItemState, MeetingState, Visibility
from meetings.models import AgendaItem, Attendance, Document, Meeting, MeetingRole
from meetings.numbering import numbers_of
from meetings.wording import body_name, meeting_title, presence_word, version_state
from minutes import content as frozen
from minutes.editions import pictures_shown
from minutes.models import ClusterStyle
from minutes.selectors.approvals import approval_outcomes
from minutes.selectors.pictures import frozen_pictures
from minutes.selectors.signers import expected_signatures, policy_of
from minutes.selectors.styles import frozen_style, style_of
from participants.enums import Role

FREEZABLE = ("cluster__place", "cluster__signing_policy", "cluster__record_style", "host__parent", "place", "previous")
NO_WORDS: Mapping[str, str] = MappingProxyType({})
AWAITED_BY_NAME = 3
"""Above that many, organisations that did not answer are counted instead of named."""


def freeze(
    meeting: Meeting,
    *,
    number: int = 0,
    is_draft: bool = True,
    frozen_at: datetime | None = None,
    style: ClusterStyle | None = None,
) -> frozen.Content:
    """The coordination's edition, with everything, in the cluster's style. A constant number of queries."""
    meeting = Meeting.objects.select_related(*FREEZABLE).get(pk=meeting.pk)
    items = _Agenda(meeting)
    roles = list(meeting.roles.all())
    attendances = _attendances(meeting)
    style = style or style_of(meeting.cluster)
    content = frozen.Content(
        edition="coordination",
        document_label=style.get_document_name_display(),
        version_number=number,
        is_draft=is_draft,
        frozen_at=_moment(frozen_at),
        meeting=meeting_facts(meeting, attendances),
        previous_meeting_on=_day(meeting.previous.day) if meeting.previous else "",
        next_meeting=_next_meeting(meeting),
        roles=tuple(role_line(role, style.role_labels) for role in roles),
        sections=tuple(
            frozen.Section(kind=cast("frozen.SectionKind", section.kind), title=section.title, html=section.body)
            for section in meeting.sections.all()
        ),
        items=items.tree(),
        actions=tuple(items.actions()),
        reviewed=tuple(_reviewed(meeting)),
        attendance=tuple(_attendee(row, meeting.cluster.prints_contacts) for row in attendances),
        attendance_organisations=_organisations(attendances),
        organisations_present=_organisations_with_units(attendances),
        documents=tuple(items.all_documents()),
        signatures_expected=tuple(expected_signatures(meeting, roles)),
        any_order=not policy_of(meeting.cluster).in_order,
        prints_contacts=meeting.cluster.prints_contacts,
        contact=contact_of(meeting),
        style=frozen_style(style),
    )
    return replace(content, pictures=frozen_pictures(meeting, pictures_shown(content)))


# --- The meeting ------------------------------------------------------------------------------------------------------


def meeting_facts(meeting: Meeting, attendances: Sequence[Attendance] = ()) -> frozen.MeetingFacts:
    cluster = meeting.cluster
    counted = sum(1 for row in attendances if row.state in IN_THE_ROOM)
    return frozen.MeetingFacts(
        uuid=str(meeting.uuid),
        title=_own_title(meeting),
        kind_label=meeting.get_kind_display(),
        serial=meeting.serial,
        year=meeting.year,
        cluster_name=body_name(cluster.kind, cluster.short_name),
        cluster_short_name=cluster.short_name,
        cluster_code=cluster.code,
        starts_at=_moment(meeting.starts_at),
        ends_at=_moment(meeting.ends_at),
        opened_at=_moment(meeting.opened_at),
        closed_at=_moment(meeting.closed_at),
        venue=meeting.venue,
        host=meeting.host.short_label if meeting.host else "",
        place=str(meeting.place or cluster.place or ""),
        online_url=meeting.online_url,
        agenda_state=meeting.agenda_state,
        headcount=meeting.headcount_override if meeting.headcount_override is not None else counted or None,
    )


def _own_title(meeting: Meeting) -> str:
    """Empty where it only repeats the kind of meeting and the cluster, which the heading says already."""
    usual = meeting_title(meeting.get_kind_display(), meeting.cluster.kind, meeting.cluster.short_name)
    return "" if fold(meeting.title) == fold(usual) else meeting.title


def _next_meeting(meeting: Meeting) -> frozen.NextMeeting | None:
    """One that members know of."""
    later = Meeting.objects.filter(cluster=meeting.cluster_id, starts_at__gt=meeting.starts_at)
    known = later.filter(state__in=(MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.CLOSED))
    following = known.order_by("starts_at").first()
    return frozen.NextMeeting(starts_at=_moment(following.starts_at), venue=following.venue) if following else None


def role_line(role: MeetingRole, labels: Mapping[str, str] = NO_WORDS) -> frozen.RoleLine:
    """In the cluster's words where it has some."""
    return frozen.RoleLine(
        role=role.kind,
        label=agreed(labels.get(role.kind) or role.get_kind_display(), role.job_title),
        name=role.name,
        job_title=role.job_title,
        organisation=role.organisation_name,
    )


def contact_of(meeting: Meeting) -> frozen.Contact | None:
    """The coordinator of that day; with an address only where the cluster prints addresses."""
    coordinators = meeting.cluster.roles.current(on=meeting.day).filter(role=Role.COORDINATOR)
    role = coordinators.select_related("person__organisation__parent").first()
    if not role:
        return None
    person = role.person
    addresses = person.emails.all() if meeting.cluster.prints_contacts else ()
    return frozen.Contact(
        name=person.name,
        job_title=person.job_title,
        organisation=person.organisation.short_label if person.organisation else "",
        email=next((address.email for address in addresses), ""),
    )


# --- Who was there ----------------------------------------------------------------------------------------------------


def _attendances(meeting: Meeting) -> list[Attendance]:
    rows = meeting.attendances.select_related("person", "organisation__parent")
    return list(rows.prefetch_related("person__emails") if meeting.cluster.prints_contacts else rows)


def _attendee(row: Attendance, with_emails: bool) -> frozen.Attendee:
    addresses = row.person.emails.all() if with_emails and row.person else ()
    return frozen.Attendee(
        name=row.name,
        organisation=row.organisation_name,
        job_title=row.job_title,
        emails=tuple(address.email for address in addresses),
        state=row.state,
        state_label=_presence(row),
        mode=row.mode,
    )


def _presence(row: Attendance) -> str:
    label = presence_word(row.state, row.job_title)
    represented = row.state == AttendanceState.REPRESENTED and row.represented_by
    return f"{label} par {row.represented_by}" if represented else label


def _organisations(attendances: list[Attendance]) -> tuple[str, ...]:
    names = {row.organisation_name for row in attendances if row.state in IN_THE_ROOM and row.organisation_name}
    return tuple(sorted(names, key=fold))


def _organisations_with_units(attendances: list[Attendance]) -> tuple[frozen.OrganisationPresent, ...]:
    """Units gathered under what they are units of. Nothing where there is no unit: the plain list says it all."""
    units: dict[str, set[str]] = {}
    for row in attendances:
        if row.state in IN_THE_ROOM and row.organisation_name:
            own = row.organisation
            parent = own.parent if own else None
            known = units.setdefault(parent.short_label if parent else row.organisation_name, set())
            known |= {own.acronym or own.name} if own and parent else set()
    if not any(units.values()):
        return ()
    ordered = sorted(units, key=fold)
    return tuple(frozen.OrganisationPresent(name=name, units=tuple(sorted(units[name], key=fold))) for name in ordered)


# --- The agenda, with its actions and documents -----------------------------------------------------------------------


class _Agenda:
    """The points of a meeting with what hangs on them. A point is restricted with the one it stands under."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.items: list[AgendaItem] = list(meeting.items.prefetch_related("outcomes", "documents"))
        self.approvals = approval_outcomes(meeting)
        self.numbers = numbers_of((item.pk, item.parent_id) for item in self.items)
        closed = {item.pk for item in self.items if item.is_restricted}
        self.restricted = closed | {item.pk for item in self.items if item.parent_id in closed}
        self.documents = self._cited()
        self.places = {document.pk: place for place, document in enumerate(self.documents, start=1)}

    def tree(self, parent: int | None = None) -> tuple[frozen.Item, ...]:
        return tuple(self._item(item) for item in self.items if item.parent_id == parent)

    def _item(self, item: AgendaItem) -> frozen.Item:
        children = self.tree(item.pk)
        return frozen.Item(
            number=self.numbers[item.pk],
            kind=item.kind,
            title=item.title,
            presenter=item.presenter,
            state=item.state,
            state_label=self._state_label(item, bool(children)),
            discussion_html=item.discussion,
            status_html=item.status_note,
            outcomes=(*self.approvals.get(item.pk, ()), *_outcomes(item)),
            children=children,
            documents=tuple(self._line(document) for document in _by_age(item.documents.all())),
            is_restricted=item.pk in self.restricted,
        )

    def _state_label(self, item: AgendaItem, has_children: bool) -> str:
        if item.state == ItemState.TODO:
            is_silent = not (has_children or item.discussion or item.status_note)
            return "Non abordé" if is_silent and self.meeting.closed_at else ""
        return "" if item.state == ItemState.DISCUSSED else item.get_state_display()

    def actions(self) -> Iterator[frozen.Action]:
        owners = Prefetch("owners", queryset=ActionOwner.objects.all())
        for action in self.meeting.actions.standing().prefetch_related(owners):
            hidden = action.visibility == Visibility.COORDINATION or action.item_id in self.restricted
            yield _action(action, self.numbers.get(action.item_id or 0, ""), hidden)

    def _cited(self) -> list[Document]:
        """Those of the points in reading order, then those of the meeting, once each: that is how they are numbered."""
        in_order = sorted(self.items, key=lambda item: [int(part) for part in self.numbers[item.pk].split(".")])
        attached = [document for item in in_order for document in _by_age(item.documents.all())]
        self.own = list(_by_age(self.meeting.documents.all()))
        return list({document.pk: document for document in [*attached, *self.own]}.values())

    def all_documents(self) -> Iterator[frozen.DocumentLine]:
        """One that hangs on restricted points only is restricted."""
        shown = {document.pk for document in self.own}
        for item in self.items:
            shown |= {document.pk for document in item.documents.all() if item.pk not in self.restricted}
        for document in self.documents:
            yield self._line(document, hidden=document.pk not in shown)

    def _line(self, document: Document, *, hidden: bool = False) -> frozen.DocumentLine:
        return _document(document, self.places[document.pk], hidden=hidden)


def _by_age(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: (document.created_at, document.pk))


def _outcomes(item: AgendaItem) -> Iterator[frozen.Outcome]:
    for outcome in item.outcomes.all():
        yield frozen.Outcome(
            kind=outcome.kind,
            label=outcome.get_kind_display(),
            html=outcome.text,
            on=_day(outcome.on),
            issuer=outcome.issuer,
            addressee=outcome.addressee,
        )


def _document(document: Document, number: int, *, hidden: bool) -> frozen.DocumentLine:
    return frozen.DocumentLine(
        name=document.name,
        version_label=document.version_label,
        sha256=document.sha256,
        is_restricted=hidden or document.visibility == Visibility.COORDINATION,
        number=number,
        state_label=version_state(document.state, document.version_label),
        uuid=str(document.uuid),
        file_name=document.original_name,
        media_type=document.content_type,
        size=document.size,
        dated=_moment(document.created_at),
        is_public=document.visibility == Visibility.PUBLIC,
    )


def _action(action: ActionPoint, item_number: str, is_restricted: bool) -> frozen.Action:
    return frozen.Action(
        reference=action.reference,
        item_number=item_number,
        description_html=action.description,
        owners_text=_owners(action),
        due_text=_due(action),
        due_on="" if _follows_a_meeting(action) else _day(action.due_on),
        status=action.status,
        status_label=action.get_status_display(),
        status_note=action.status_note,
        is_restricted=is_restricted,
    )


def _owners(action: ActionPoint) -> str:
    return action.owner_text or ", ".join(owner.written for owner in action.owners.all())


def _due(action: ActionPoint) -> str:
    """As written; what was chosen without being written is put into words."""
    if _follows_a_meeting(action):
        return action.due_text or str(DueKind.NEXT_MEETING.label)
    return action.due_text or due_label(action)


def _follows_a_meeting(action: ActionPoint) -> bool:
    """« À la prochaine réunion » was promised, not that meeting's date, which moves with it."""
    return action.due_kind == DueKind.NEXT_MEETING


# --- What earlier meetings left ---------------------------------------------------------------------------------------


def _reviewed(meeting: Meeting) -> Iterator[frozen.ReviewedMeeting]:
    groups = carried_over(meeting)
    hidden = _restricted_reviews(meeting) if groups else set()
    for group in groups:
        yield frozen.ReviewedMeeting(
            meeting_label=_origin_label(group),
            meeting_on=_day(group.origin.day) if group.origin else "",
            actions=tuple(_reviewed_action(carried, carried.action.pk in hidden) for carried in group.actions),
        )


def _restricted_reviews(meeting: Meeting) -> set[int]:
    """Actions for the coordination only, or made under a point that is."""
    closed = Visibility.COORDINATION
    under = Q(action__item__visibility=closed) | Q(action__item__parent__visibility=closed)
    reviews = meeting.action_reviews.filter(under | Q(action__visibility=closed))
    return set(reviews.order_by().values_list("action_id", flat=True))


def _origin_label(group: CarriedGroup) -> str:
    return f"Réunion du {format_date(group.origin.day)}" if group.origin else "Entre deux réunions"


def _reviewed_action(carried: CarriedAction, is_restricted: bool) -> frozen.ReviewedAction:
    action = carried.action
    return frozen.ReviewedAction(
        reference=action.reference,
        description=to_text(action.description),
        owners_text=action.owner_text,
        due_text=_due(action),
        status_label=carried.status_label,
        comment=to_text(carried.review.comment) or carried.status_note,
        age_in_meetings=carried.times_carried,
        shares=tuple(_shares(carried)) if carried.share_count > 1 else (),
        is_restricted=is_restricted,
    )


def _shares(carried: CarriedAction) -> Iterator[frozen.Share]:
    """Who answered what; those who did not are counted when they are many."""
    by_name = len(carried.awaited) <= AWAITED_BY_NAME
    for share in carried.action.shares.all():
        if by_name or share.status != Status.TODO:
            yield frozen.Share(organisation=share.organisation.short_label, status_label=share.get_status_display())
    if not by_name:
        yield frozen.Share(organisation=f"{len(carried.awaited)} organisations", status_label=str(Status.TODO.label))


# --- Dates ------------------------------------------------------------------------------------------------------------


def _moment(moment: datetime | None) -> str:
    """ISO 8601 in the cluster's local time, to the second."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
