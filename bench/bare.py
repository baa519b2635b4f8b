"""The floor: the least that Django can do for the same content. One query per table, HTML written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import escape

from actions.models import ActionPoint
from meetings.models import AgendaItem, Attendance, Meeting, Section

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/static/css/clusterhub.css"></head><body><h1>{title}</h1>{body}</body></html>"""
PER_PAGE = 50


def page(title: str, *parts: str) -> HttpResponse:
    return HttpResponse(PAGE.format(title=escape(title), body="".join(parts)))


def rows(values: Iterable[tuple[object, ...]]) -> str:
    lines = ("".join(f"<td>{escape('' if cell is None else cell)}</td>" for cell in line) for line in values)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = Meeting.objects.values("pk", "title", "starts_at", "venue").get(uuid=uuid)
    of_it = {"meeting": found["pk"]}
    return page(
        found["title"],
        rows([(found["starts_at"], found["venue"])]),
        rows(Section.objects.filter(**of_it).values_list("title", "body")),
        rows(AgendaItem.objects.filter(**of_it).order_by("position").values_list("title", "discussion", "status_note")),
        rows(Attendance.objects.filter(**of_it).values_list("name", "organisation_name", "job_title")),
        rows(ActionPoint.objects.filter(**of_it).values_list("reference", "description", "owner_text", "due_text")),
    )


def actions(request: HttpRequest) -> HttpResponse:
    listed = ActionPoint.objects.order_by(F("due_on").asc(nulls_last=True), "pk")
    fields = ("reference", "description", "owner_text", "due_text", "status", "cluster__short_name")
    return page("Actions", rows(listed.values_list(*fields)[:PER_PAGE]))


def my_actions(request: HttpRequest) -> HttpResponse:
    mine = ActionPoint.objects.filter(owners__organisation=request.user.person.organisation_id).order_by("due_on", "pk")
    return page("Mes actions", rows(mine.values_list("reference", "description", "due_text", "status")[:PER_PAGE]))


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    fields = '<label>E-mail <input name="username"></label><label>Mot de passe <input name="password"></label>'
    return page("Connexion", f'<form method="post">{token}{fields}<button>Se connecter</button></form>')


def save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    AgendaItem.objects.filter(uuid=uuid).update(discussion=request.POST["text"])
    return HttpResponse(status=204)
