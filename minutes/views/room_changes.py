"""The room's buttons and short forms. Each changes one thing and comes back to the point that it concerns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from actions.errors import ActionsError
from actions.models import ActionReview
from actions.services.create import create_action
from actions.similar import similar_actions
from actions.views.already_asked import join_instead
from clusterhub.web.richtext import RichTextTooLarge
from clusterhub.web.typography import join_words
from meetings.enums import SectionKind
from meetings.errors import MeetingsError
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.services import agenda
from meetings.services.documents import attach_document, detach_document
from meetings.services.texts import Conflict, save_text
from meetings.views.once import once
from minutes.forms.room import (
    AgendaStateForm,
    ItemDocumentForm,
    ItemFactsForm,
    ItemForm,
    MoveForm,
    OutcomeForm,
    ReviewForm,
    RoomActionForm,
    SectionForm,
    StateForm,
)
from minutes.forms.texts import TypedForm, text_box
from minutes.services.room import report_in_meeting
from minutes.views.places import back, follow_up_of, item_of, meeting_being_typed, uuid_in
from minutes.views.room import room_page
from minutes.views.texts import both_texts

REFUSALS = (MeetingsError, ActionsError, RichTextTooLarge)
"""What a service may refuse; each message is meant for the person."""


def _attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> Any:
    """The service's answer, or None with its refusal shown as a message."""
    try:
        answer = act()
    except REFUSALS as error:
        messages.error(request, str(error))
        return None
    if done:
        messages.success(request, done)
    return answer


def _show_errors(request: HttpRequest, form: Any) -> None:
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))


# --- Agenda -----------------------------------------------------------------------------------------------------------


@require_POST
@once
def item_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """At the end of the agenda, or under the point shown (``?point=``)."""
    meeting = meeting_being_typed(request, uuid)
    form = ItemForm(request.POST)
    shown = meeting.items.filter(uuid=uuid_in(request, "point")).first()
    if not form.is_valid():
        return room_page(request, meeting, item=shown, item_form=form)
    parent = (shown.parent or shown) if shown and form.cleaned_data["under"] else None
    title = form.cleaned_data["title"]
    item = _attempt(request, lambda: agenda.add_item(meeting=meeting, title=title, parent=parent))
    return back(meeting, item) if item else room_page(request, meeting, item=shown, item_form=form)


@require_POST
def item_move(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    form = MoveForm(request.POST)
    if not form.is_valid():
        _show_errors(request, form)
        return back(meeting)
    item = item_of(meeting, form.cleaned_data["item"])
    moves: dict[str, Callable[[], None]] = {
        "up": lambda: agenda.move_item(item=item, by=-1),
        "down": lambda: agenda.move_item(item=item, by=1),
        "nest": lambda: agenda.nest_item(item=item),
        "unnest": lambda: agenda.unnest_item(item=item),
        "put": lambda: agenda.move_item(item=item, to=form.cleaned_data["rank"]),
    }
    _attempt(request, moves[form.cleaned_data["move"]])
    return back(meeting, item, f"#point-{item.uuid}")


@require_POST
@once
def item_state(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item, form = item_of(meeting, item_uuid), StateForm(request.POST)
    if not form.is_valid():
        _show_errors(request, form)
        return room_page(request, meeting, item=item)
    state = form.cleaned_data["state"]
    done = _attempt(request, lambda: agenda.set_item_state(item=item, state=state, by=request.user))
    return back(meeting, item) if done else room_page(request, meeting, item=item)


@require_POST
def item_facts(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item = item_of(meeting, item_uuid)
    form = ItemFactsForm(request.POST, item=item)
    if not form.is_valid():
        return room_page(request, meeting, item=item, facts_form=form)
    _attempt(request, lambda: agenda.update_item(item=item, **form.cleaned_data), "Point mis à jour.")
    return back(meeting, item)


@require_POST
def item_delete(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item = item_of(meeting, item_uuid)
    _attempt(request, lambda: agenda.delete_item(item=item, by=request.user), f"Point « {item.title} » supprimé.")
    return back(meeting, item.parent if item.pk is None else item)


@require_POST
def item_document(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    """Joins a document of the cluster to the point, or takes it away (``detach``)."""
    meeting = meeting_being_typed(request, uuid)
    item = item_of(meeting, item_uuid)
    form = ItemDocumentForm(request.POST, item=item)
    if not form.is_valid():
        return room_page(request, meeting, item=item, document_form=form)
    document = form.cleaned_data["document"]
    if form.cleaned_data["detach"]:
        _attempt(request, lambda: detach_document(document=document, from_=item))
    else:
        _attempt(request, lambda: attach_document(document=document, to=item))
    return back(meeting, item, "#documents")


@require_POST
def agenda_state(request: HttpRequest, uuid: str) -> HttpResponse:
    """« Adopté », « Amendé et adopté »."""
    meeting = meeting_being_typed(request, uuid)
    form = AgendaStateForm(request.POST)
    if form.is_valid():
        state = form.cleaned_data["state"]
        _attempt(request, lambda: agenda.set_agenda_state(meeting=meeting, state=state, by=request.user))
    else:
        _show_errors(request, form)
    return back(meeting)


# --- What a point led to ----------------------------------------------------------------------------------------------


@require_POST
@once
def outcome_add(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item, form = item_of(meeting, item_uuid), OutcomeForm(request.POST)
    if not form.is_valid():
        return room_page(request, meeting, item=item, outcome_form=form)
    outcome = _attempt(request, lambda: agenda.add_outcome(item=item, by=request.user, **form.cleaned_data))
    return back(meeting, item, "#conclusions") if outcome else room_page(request, meeting, item=item, outcome_form=form)


@require_POST
def outcome_delete(request: HttpRequest, uuid: str, outcome_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    outcomes = Outcome.objects.filter(item__meeting=meeting).select_related("item__meeting")
    outcome = get_object_or_404(outcomes, uuid=outcome_uuid)
    _attempt(request, lambda: agenda.delete_outcome(outcome=outcome, by=request.user), "Conclusion retirée.")
    return back(meeting, outcome.item, "#conclusions")


@require_POST
@once
def action_add(request: HttpRequest, uuid: str, item_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item, form = item_of(meeting, item_uuid), RoomActionForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        created = _made_or_joined(request, meeting, item, values)
        if created:
            return back(meeting, item, "#actions")
    return room_page(request, meeting, item=item, action_form=form)


def _made_or_joined(request: HttpRequest, meeting: Meeting, item: AgendaItem, values: dict[str, Any]) -> Any:
    """A button beside an action that was asked for already says to join it instead."""
    if key := request.POST.get("attach_to"):
        return join_instead(request, key, values | {"meeting": meeting})
    made = _attempt(
        request, lambda: create_action(cluster=meeting.cluster, meeting=meeting, item=item, by=request.user, **values)
    )
    if made and (similar := similar_actions(made.description, cluster=meeting.cluster, user=request.user, but=made)):
        others = join_words(row.action.reference for row in similar)
        messages.info(request, f"{made.reference} : déjà demandé ? Voyez {others}.")
    return made


@require_POST
@once
def review_report(request: HttpRequest, uuid: str, review_uuid: str) -> HttpResponse:
    """What was said about an action left by an earlier meeting, and where it stands.

    The words are kept where the status is refused; where they meet somebody else's, the status is left as it was.
    """
    meeting = meeting_being_typed(request, uuid)
    reviews = ActionReview.objects.filter(meeting=meeting).select_related("action__cluster", "meeting")
    review, form = get_object_or_404(reviews, uuid=review_uuid), TypedForm(request.POST)
    if not form.is_valid():
        _show_errors(request, form)
        return room_page(request, meeting, item=follow_up_of(meeting))
    save = partial(save_text, target=review, field="comment", author=request.user, **form.cleaned_data)
    answer = _attempt(request, save)
    if isinstance(answer, Conflict):
        return both_texts(request, meeting, review, text_box(review, "comment", "").known, answer)
    if answer is None or not _noted(request, review, answer.text):
        return room_page(request, meeting, item=follow_up_of(meeting))
    return back(meeting, review, f"#suivi-{review.uuid}")


def _noted(request: HttpRequest, review: ActionReview, comment: str) -> bool:
    form = ReviewForm(request.POST, request.FILES)
    if not form.is_valid():
        _show_errors(request, form)
        return False
    note = partial(report_in_meeting, review=review, by=request.user, comment=comment, **form.cleaned_data)
    return _attempt(request, note) is not None


# --- Sections of the whole meeting ------------------------------------------------------------------------------------


@require_POST
def section_add(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    form = SectionForm(request.POST)
    if not form.is_valid():
        _show_errors(request, form)
        return back(meeting)
    kind, title = form.cleaned_data["kind"], form.cleaned_data["title"]
    section = _attempt(
        request,
        lambda: (
            agenda.ensure_section(meeting=meeting, kind=kind)
            if kind and kind != SectionKind.FREE
            else agenda.add_section(meeting=meeting, title=title)
        ),
    )
    return back(meeting, section)


@require_POST
def section_delete(request: HttpRequest, uuid: str, section_uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    section = get_object_or_404(meeting.sections.select_related("meeting"), uuid=section_uuid)
    _attempt(request, lambda: agenda.delete_section(section=section), f"Section « {section.heading} » supprimée.")
    return back(meeting, section if section.pk else None)
