"""The page where minutes are typed while people talk: agenda, one point (or section) of it, its actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actions.enums import Status
from actions.selectors.carried import CarriedAction, CarriedGroup, carried_over
from actions.wording import age_label
from meetings.enums import ItemKind, ItemState
from meetings.models import AgendaItem, Meeting, Outcome, Section
from meetings.rules import can_close_meeting, can_open_meeting, can_reopen_meeting
from meetings.views.kept import kept_while_held
from minutes.forms.room import ItemDocumentForm, ItemFactsForm, ItemForm, OutcomeForm, RoomActionForm, SectionForm
from minutes.forms.texts import TextBox, text_box
from minutes.selectors.approvals import approval_panel
from minutes.selectors.room import (
    AgendaLine,
    agenda_lines,
    item_actions,
    known_names,
    missing_sections,
    understood,
)
from minutes.selectors.visitors import others_in_room
from minutes.views.places import meeting_being_typed, uuid_in

Context = dict[str, Any]


@require_safe
def room(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    if number := uuid_in(request, "partie"):
        return room_page(request, meeting, section=get_object_or_404(meeting.sections, uuid=number))
    return room_page(request, meeting, item=uuid_in(request, "point"))


def room_page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    item: AgendaItem | UUID | None = None,
    section: Section | None = None,
    **forms: Form,
) -> HttpResponse:
    """The room, open at a section, at an item, else at the first point left to do. ``forms`` replace the empty ones."""
    lines = agenda_lines(meeting)
    context = _frame(request, meeting, lines)
    if section is not None:
        context |= _section_context(meeting, section)
    elif line := _chosen(lines, item):
        context |= _item_context(line) | _approval(request, line)
    return kept_while_held(request, meeting, render(request, "minutes/room.html", context | forms))


def _frame(request: HttpRequest, meeting: Meeting, lines: list[AgendaLine]) -> Context:
    """What stands around the point being typed."""
    sections = list(meeting.sections.all())
    return {
        "meeting": meeting,
        "lines": lines,
        "sections": sections,
        "missing_sections": missing_sections(sections),
        "known_names": known_names(meeting),
        "item_form": ItemForm(),
        "section_form": SectionForm(),
        "visitors": others_in_room(meeting, request.user, None),
        "can_open": can_open_meeting(request.user, meeting),
        "can_close": can_close_meeting(request.user, meeting),
        "can_reopen": can_reopen_meeting(request.user, meeting),
    }


def _section_context(meeting: Meeting, section: Section) -> Context:
    section.meeting = meeting
    return {"section": section, "body_box": text_box(section, "body", "Texte")}


def _item_context(line: AgendaLine) -> Context:
    item, following = line.item, line.item.kind == ItemKind.FOLLOW_UP
    return {
        "line": line,
        "item": item,
        "states": ItemState.choices,
        "title_box": text_box(item, "title", "Sujet"),
        "discussion_box": text_box(item, "discussion", "Description, discussions"),
        "status_box": text_box(item, "status_note", "Statut"),
        "facts_form": ItemFactsForm(item=item),
        "outcomes": _outcomes(item),
        "outcome_form": OutcomeForm(),
        "documents": list(item.documents.all()),
        "document_form": ItemDocumentForm(item=item),
        "actions": [(action, understood(action)) for action in item_actions(item)],
        "action_form": RoomActionForm(),
        "groups": _carried(item.meeting) if following else [],
        "is_follow_up": following,
        "statuses": Status.choices,
    }


def _approval(request: HttpRequest, line: AgendaLine) -> Context:
    is_approval = line.item.kind == ItemKind.APPROVAL
    return {"approval": approval_panel(line.item.meeting, request.user)} if is_approval else {}


def _outcomes(item: AgendaItem) -> list[tuple[Outcome, TextBox]]:
    rows = []
    for outcome in item.outcomes.all():
        outcome.item = item
        rows.append((outcome, text_box(outcome, "text", outcome.get_kind_display())))
    return rows


def _carried(meeting: Meeting) -> list[tuple[CarriedGroup, str, list[tuple[CarriedAction, TextBox]]]]:
    """What earlier meetings left open: each group, its age and, for each action, the text of what was said about it."""
    return [
        (
            group,
            age_label(group.actions[0].age_days),
            [(one, text_box(one.review, "comment", "Ce qui a été rapporté")) for one in group.actions],
        )
        for group in carried_over(meeting)
    ]


def _chosen(lines: list[AgendaLine], wanted: AgendaItem | UUID | None) -> AgendaLine | None:
    number = wanted.uuid if isinstance(wanted, AgendaItem) else wanted
    asked = (line for line in lines if line.item.uuid == number)
    undone = (line for line in lines if line.item.state == ItemState.TODO)
    return next(asked, None) or next(undone, None) or next(iter(lines), None)
