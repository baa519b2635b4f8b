"""The agenda, what its items led to, and the sections of the whole meeting. Long texts are saved by texts.py."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet

from clusterhub.web.folding import strip_control_line
from clusterhub.web.richtext import clean, is_blank
from meetings.enums import (
    AGENDA_MOVES,
    AgendaState,
    ItemKind,
    ItemState,
    MeetingEventKind,
    OutcomeKind,
    SectionKind,
    Visibility,
)
from meetings.errors import ForeignObject, ItemInUse, MeetingsError, MoveRefused
from meetings.events import item_leaving, item_restricted
from meetings.models import AgendaItem, AgendaTemplate, AgendaTemplateItem, Meeting, MeetingEvent, Outcome, Section
from meetings.services import ordering
from meetings.services.history import record_event
from meetings.services.locks import lock_editable
from meetings.services.texts import journal_first_text
from participants.models import Organisation, Person, User

STANDARD_AGENDA = (
    (ItemKind.FOLLOW_UP, "Suivi des actions de la réunion précédente"),
    (ItemKind.APPROVAL, "Approbation du compte rendu de la réunion précédente"),
    (ItemKind.ROUND_TABLE, "Tour de table"),
    (ItemKind.OTHER_BUSINESS, "Divers"),
)
FOLLOW_UP_TITLE = STANDARD_AGENDA[0][1]


class ItemChanges(TypedDict, total=False):
    """What an item carries besides its texts and its state."""

    kind: str
    presenter_person: Person | None
    presenter_organisation: Organisation | None
    presenter: str
    planned_minutes: int | None
    visibility: str


class OutcomeChanges(TypedDict, total=False):
    kind: str
    on: date | None
    issuer: str
    addressee: str


# --- Filling ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def fill_agenda(*, meeting: Meeting, template: AgendaTemplate | None = None) -> None:
    """From the template, else the cluster's usual one, else the standard points. The follow-up always comes first."""
    template = template or _usual_template(meeting)
    if template is None:
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, kind=kind, title=title, position=position)
            for position, (kind, title) in enumerate(STANDARD_AGENDA, start=1)
        )
        return
    _copy_template(meeting, template)
    _put_follow_up_first(meeting)
    if template.objectives:
        ensure_section(meeting=meeting, kind=SectionKind.OBJECTIVES, body=template.objectives)


def _usual_template(meeting: Meeting) -> AgendaTemplate | None:
    """The one made for this kind of meeting before the cluster's default."""
    templates = list(meeting.cluster.agenda_templates.all())
    fitting = [template for template in templates if template.meeting_kind == meeting.kind]
    return next(iter(fitting + [template for template in templates if template.is_default]), None)


def _copy_template(meeting: Meeting, template: AgendaTemplate) -> None:
    models = list(template.items.all())
    tops = [model for model in models if model.parent_id is None]
    made = AgendaItem.objects.bulk_create(_item_from(model, meeting) for model in tops)
    parents = {model.pk: item for model, item in zip(tops, made, strict=True)}
    AgendaItem.objects.bulk_create(
        _item_from(model, meeting, parents[model.parent_id]) for model in models if model.parent_id
    )


def _item_from(model: AgendaTemplateItem, meeting: Meeting, parent: AgendaItem | None = None) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        parent=parent,
        kind=model.kind,
        title=model.title,
        planned_minutes=model.planned_minutes,
        position=model.position,
    )


def _put_follow_up_first(meeting: Meeting) -> None:
    item = meeting.items.top_level().filter(kind=ItemKind.FOLLOW_UP).first() or AgendaItem.objects.create(
        meeting=meeting, kind=ItemKind.FOLLOW_UP, title=FOLLOW_UP_TITLE
    )
    ordering.place(item, at=0)


# --- Items ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, parent: AgendaItem | None = None, **details: Unpack[ItemChanges]
) -> AgendaItem:
    """At the end of its level, before « Divers ». Under a restricted point everything is restricted."""
    lock_editable(meeting)
    if parent and parent.meeting_id != meeting.pk:
        raise ForeignObject("Ce point est celui d’une autre réunion.")
    ordering.check_parent(parent)
    if parent and parent.is_restricted:
        details["visibility"] = Visibility.COORDINATION
    line = strip_control_line(title)
    if not line:
        raise MeetingsError("Donnez un sujet à ce point.")
    item = AgendaItem.objects.create(meeting=meeting, parent=parent, title=line, **details)
    ordering.place_new(item)
    return item


@transaction.atomic
def update_item(*, item: AgendaItem, **changes: Unpack[ItemChanges]) -> AgendaItem:
    """The title, the discussion and the status note are texts with versions: ``texts.save_text`` changes them."""
    lock_editable(item.meeting)
    for field, value in changes.items():
        setattr(item, field, value)
    item.save(update_fields=list(changes))
    if item.is_restricted:
        item_restricted.publish(item)
    return item


@transaction.atomic
def set_item_state(*, item: AgendaItem, state: str, by: User | None) -> AgendaItem:
    lock_editable(item.meeting)
    item.refresh_from_db(fields=["state"])
    if item.state != state:
        record_event(
            item.meeting, MeetingEventKind.AGENDA, before=item.state, after=ItemState(state), reason=item.title, by=by
        )
        item.state = state
        item.save(update_fields=["state"])
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, by: int = 0, to: int | None = None) -> None:
    """``by=-1`` one up, ``by=1`` one down, or ``to`` a rank from 0, among the points of its level."""
    lock_editable(item.meeting)
    if to is None:
        ordering.move(item, by=by)
    else:
        ordering.place(item, at=to)


@transaction.atomic
def nest_item(*, item: AgendaItem, under: AgendaItem | None = None) -> None:
    """Under the point just above, or under the one given."""
    lock_editable(item.meeting)
    if under and under.meeting_id != item.meeting_id:
        raise ForeignObject("Ce point est celui d’une autre réunion.")
    ordering.nest(item, under=under)
    if item.parent and item.parent.is_restricted:
        update_item(item=item, visibility=Visibility.COORDINATION)


@transaction.atomic
def unnest_item(*, item: AgendaItem) -> None:
    lock_editable(item.meeting)
    ordering.unnest(item)


@transaction.atomic
def delete_item(*, item: AgendaItem, by: User | None) -> None:
    """Only while it holds nothing: what was typed in a meeting never disappears with a button."""
    meeting = item.meeting
    lock_editable(meeting)
    item.refresh_from_db()
    if item.children.exists() or item.outcomes.exists() or not is_blank(item.discussion + item.status_note):
        raise ItemInUse(
            "Ce point contient du texte, des conclusions ou des sous-points : il ne peut pas être supprimé."
        )
    item_leaving.publish(item)
    record_event(meeting, MeetingEventKind.AGENDA, before=item.state, after="deleted", reason=item.title, by=by)
    item.delete()


@transaction.atomic
def set_agenda_state(*, meeting: Meeting, state: str, by: User | None) -> Meeting:
    lock_editable(meeting)
    if state not in AGENDA_MOVES[AgendaState(meeting.agenda_state)]:
        raise MoveRefused(f"L’ordre du jour est déjà « {meeting.get_agenda_state_display()} ».")
    record_event(meeting, MeetingEventKind.AGENDA, before=meeting.agenda_state, after=AgendaState(state), by=by)
    meeting.agenda_state = state
    meeting.save(update_fields=["agenda_state"])
    return meeting


# --- What an item led to ----------------------------------------------------------------------------------------------


@transaction.atomic
def add_outcome(
    *,
    item: AgendaItem,
    text: str,
    kind: str = OutcomeKind.DECISION,
    on: date | None = None,
    issuer: str = "",
    addressee: str = "",
    by: User | None = None,
) -> Outcome:
    """Its first words go to the journal like all later ones, so that removing it loses no text."""
    lock_editable(item.meeting)
    cleaned = clean(text)
    if is_blank(cleaned):
        raise MeetingsError("Écrivez la conclusion avant de l’ajouter.")
    outcome = Outcome.objects.create(
        item=item,
        kind=kind,
        text=cleaned,
        on=on,
        issuer=issuer,
        addressee=addressee,
        position=item.outcomes.count() + 1,
    )
    journal_first_text(target=outcome, field="text", author=by)
    return outcome


@transaction.atomic
def update_outcome(*, outcome: Outcome, **changes: Unpack[OutcomeChanges]) -> Outcome:
    """Its text has versions: ``texts.save_text`` changes it."""
    lock_editable(outcome.item.meeting)
    for field, value in changes.items():
        setattr(outcome, field, value)
    outcome.save(update_fields=list(changes))
    return outcome


@transaction.atomic
def delete_outcome(*, outcome: Outcome, by: User | None = None) -> None:
    """The meeting's history says what it was and where, so that its words in the journal can be found."""
    meeting, item = outcome.item.meeting, outcome.item
    lock_editable(meeting)
    if validated := outcome.validated_documents.first():
        raise ItemInUse(f"Cette décision valide « {validated} » : elle ne se supprime pas.")
    where, which = f"{outcome.kind}/{item.uuid}", str(outcome.uuid)
    record_event(meeting, MeetingEventKind.AGENDA, before=where, after=which, reason=item.title, by=by)
    outcome.delete()


def removed_outcome_events(meeting: Meeting) -> QuerySet[MeetingEvent]:
    return meeting.events.filter(kind=MeetingEventKind.AGENDA, before__contains="/")


@transaction.atomic
def bring_back_outcome(*, outcome: Outcome) -> Outcome:
    """One that was removed stands again under its number, with its journal: what it says next is saved as ever."""
    lock_editable(outcome.item.meeting)
    values = {"item": outcome.item, "kind": outcome.kind, "text": outcome.text, "text_version": outcome.text_version}
    position = outcome.item.outcomes.count() + 1
    return Outcome.objects.get_or_create(uuid=outcome.uuid, defaults=values | {"position": position})[0]


# --- Sections of the whole meeting ------------------------------------------------------------------------------------


@transaction.atomic
def ensure_section(*, meeting: Meeting, kind: str, body: str = "") -> Section:
    """The meeting's section of this kind, made with ``body`` when there is none; free ones: ``add_section``."""
    section = meeting.sections.filter(kind=kind).first()
    if section is None:
        lock_editable(meeting)
        section, _ = Section.objects.get_or_create(
            meeting=meeting, kind=kind, defaults={"body": clean(body), "position": meeting.sections.count() + 1}
        )
    return section


@transaction.atomic
def add_section(*, meeting: Meeting, title: str, body: str = "") -> Section:
    """A free section under its own heading."""
    lock_editable(meeting)
    if not title.strip():
        raise MeetingsError("Une section libre a besoin d’un titre.")
    position = meeting.sections.count() + 1
    return Section.objects.create(
        meeting=meeting, kind=SectionKind.FREE, title=title.strip(), body=clean(body), position=position
    )


@transaction.atomic
def delete_section(*, section: Section) -> None:
    lock_editable(section.meeting)
    section.refresh_from_db()
    if not is_blank(section.body):
        raise ItemInUse("Cette section contient du texte : videz-la avant de la supprimer.")
    section.delete()
