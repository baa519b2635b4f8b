"""The moves of a document, its versions and what is observed about it: each asks once, then calls one service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted
from meetings import rules
from meetings.forms.document_life import CommentForm, DistributeForm, OpenForm, ReasonForm, ValidateForm
from meetings.forms.documents import NewVersionForm
from meetings.models import Document
from meetings.notifications import document_text
from meetings.selectors import readers_of
from meetings.services.document_life import (
    comment_document,
    distribute_document,
    open_document,
    take_back_document,
    validate_document,
)
from meetings.services.documents import upload_document
from meetings.views.documents import detail_page
from participants.models import User

Act = Callable[[], Document]
Predicate = Callable[[User, Document], bool]


def document_for(request: HttpRequest, uuid: UUID, may: Predicate) -> Document:
    """404 for strangers, 403 for those who may not do this."""
    related = Document.objects.select_related("cluster", "uploaded_by__person", "decision__item__meeting")
    document = get_visible(related, request.user, uuid=uuid)
    require(may(request.user, document))
    return document


@dataclass(frozen=True)
class Question:
    heading: str
    text: str
    submit: str
    done: str


OPEN = Question(
    heading="Ouvrir aux observations",
    text="Jusqu’à cette date, les membres du cluster écrivent leurs observations sur la page du document.",
    submit="Ouvrir",
    done="Le document est ouvert aux observations.",
)
TAKE_BACK = Question(
    heading="Revenir au projet",
    text="Les observations déjà faites restent. Le motif est gardé dans l’historique.",
    submit="Revenir au projet",
    done="Le document est de nouveau un projet.",
)
VALIDATE = Question(
    heading="Noter la validation",
    text="La décision est notée d’abord dans la réunion qui l’a prise, puis choisie ici.",
    submit="Noter la validation",
    done="Le document est validé par cette décision.",
)
DISTRIBUTE = Question(
    heading="Diffuser la version finale",
    text="Un courriel avec l’adresse du document part à ceux qui peuvent le lire.",
    submit="Diffuser",
    done="La version finale est diffusée.",
)


def _ask(
    request: HttpRequest,
    document: Document,
    question: Question,
    form: forms.Form,
    act: Callable[[], object],
    **more: Any,
) -> HttpResponse:
    """Done: back to the document. Otherwise the question, with what is wrong in it."""
    if request.method == "POST" and made(form, act):
        messages.success(request, question.done)
        return redirect("meetings:document_detail", document.uuid)
    context = {"document": document, "question": question, "form": form, **more}
    return render(request, "meetings/document_move.html", context)


@asks_first
def document_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_open_document)
    form = OpenForm(posted(request), document=document)

    def act() -> Document:
        return open_document(document=document, until=form.cleaned_data["until"], by=request.user)

    return _ask(request, document, OPEN, form, act)


@asks_first
def document_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_take_back_document)
    form = ReasonForm(posted(request))

    def act() -> Document:
        return take_back_document(document=document, reason=form.cleaned_data["reason"], by=request.user)

    return _ask(request, document, TAKE_BACK, form, act)


@asks_first
def document_validate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_validate_document)
    form = ValidateForm(posted(request), document=document)

    def act() -> Document:
        return validate_document(document=document, decision=form.cleaned_data["decision"], by=request.user)

    return _ask(request, document, VALIDATE, form, act)


@asks_first
def document_distribute(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_distribute_document)

    def act() -> Document:
        return distribute_document(document=document, by=request.user)

    return _ask(request, document, DISTRIBUTE, DistributeForm(posted(request)), act, readers=readers_of(document))


@require_POST
def document_comment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_comment_document)
    form = CommentForm(posted(request))

    def act() -> object:
        return comment_document(document=document, text=form.cleaned_data["text"], by=request.user)

    if made(form, act):
        messages.success(request, "Votre observation est enregistrée.")
        return redirect("meetings:document_detail", document.uuid)
    return detail_page(request, document, comment_form=form)


@asks_first
def document_new_version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_add_version)
    form = NewVersionForm(posted(request), request.FILES or None, replaces=document)

    def act() -> Document:
        values = {"cluster": document.cluster, "by": request.user, "replaces": document}
        return upload_document(**values, **form.cleaned_data)

    if request.method == "POST" and (version := made(form, act)):
        messages.success(request, "La nouvelle version est déposée.")
        return redirect("meetings:document_detail", version.uuid)
    return render(request, "meetings/document_new_version.html", {"form": form, "document": document})


@require_safe
def document_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = document_for(request, uuid, rules.can_copy_document_message)
    context = {"document": document, "texts": [document_text(document)]}
    return render(request, "meetings/document_message.html", context)
