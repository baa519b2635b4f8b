"""Agenda templates and their editor: buttons that change one point at a time."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made, pressed
from meetings import rules
from meetings.filters import AgendaTemplateFilter
from meetings.forms.meetings import ClusterChoiceForm
from meetings.forms.templates import AgendaTemplateForm, TemplateItemForm
from meetings.models import AgendaTemplate, AgendaTemplateItem
from meetings.selectors import numbered_items
from meetings.services import templates as services
from participants.models import Cluster

PER_PAGE = 25
BUTTONS: dict[str, Callable[[AgendaTemplateItem], None]] = {
    "monter": lambda item: services.move_template_item(item=item, by=-1),
    "descendre": lambda item: services.move_template_item(item=item, by=1),
    "imbriquer": lambda item: services.nest_template_item(item=item),
    "sortir": lambda item: services.unnest_template_item(item=item),
    "supprimer": lambda item: services.delete_template_item(item=item),
}


def _template(request: HttpRequest, uuid: UUID) -> AgendaTemplate:
    template = get_visible(AgendaTemplate.objects.select_related("cluster"), request.user, uuid=uuid)
    require(rules.can_edit_agenda_template(request.user, template))
    return template


def agenda_template_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_meeting(request.user))
    listed = AgendaTemplate.objects.visible_to(request.user).select_related("cluster").annotate(points=Count("items"))
    found = AgendaTemplateFilter(request.GET, listed.order_by("cluster__name", "-is_default", "name"), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    editable = [template for template in page if rules.can_edit_agenda_template(request.user, template)]
    return render(request, "meetings/agenda_template_list.html", {"filter": found, "page": page, "editable": editable})


def agenda_template_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_meeting(request.user))
    clusters = Cluster.objects.coordinated_by(request.user)
    chosen = ClusterChoiceForm(request.POST or None, clusters=clusters)
    form = AgendaTemplateForm(request.POST or None)
    if request.method == "POST" and chosen.is_valid():
        cluster = chosen.cleaned_data["cluster"]
        if template := made(form, lambda: services.create_agenda_template(cluster=cluster, **form.cleaned_data)):
            return redirect("meetings:agenda_template_detail", template.uuid)
    return render(request, "meetings/agenda_template_create.html", {"form": form, "chosen": chosen})


def agenda_template_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    template = _template(request, uuid)
    form = TemplateItemForm(request.POST or None)
    if request.method == "POST" and made(form, lambda: services.add_template_item(template=template, **form.changes)):
        return redirect("meetings:agenda_template_detail", template.uuid)
    rows = numbered_items(template.items.all())
    return render(request, "meetings/agenda_template_detail.html", {"template": template, "rows": rows, "form": form})


def agenda_template_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    template = _template(request, uuid)
    name = template.name
    form = AgendaTemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and made(
        form, lambda: services.save_agenda_template(template=template, **form.cleaned_data)
    ):
        messages.success(request, "Le modèle est modifié.")
        return redirect("meetings:agenda_template_detail", template.uuid)
    return render(request, "meetings/agenda_template_form.html", {"template": template, "form": form, "name": name})


def agenda_template_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    template = _template(request, uuid)
    if request.method == "POST":
        services.delete_agenda_template(template=template)
        messages.success(request, "Le modèle est supprimé.")
        return redirect("meetings:agenda_template_list")
    return render(request, "meetings/agenda_template_delete.html", {"template": template})


def agenda_template_item_edit(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    template = _template(request, uuid)
    item = get_object_or_404(template.items, pk=number)
    initial = {"title": item.title, "kind": item.kind, "planned_minutes": item.planned_minutes}
    form = TemplateItemForm(request.POST or None, initial=initial)
    if request.method == "POST" and made(form, lambda: services.update_template_item(item=item, **form.changes)):
        return redirect("meetings:agenda_template_detail", template.uuid)
    return render(request, "meetings/agenda_template_item.html", {"template": template, "item": item, "form": form})


@require_POST
def agenda_template_item_press(request: HttpRequest, uuid: UUID, number: int, button: str) -> HttpResponse:
    template = _template(request, uuid)
    item = get_object_or_404(template.items.select_related("template__cluster", "parent"), pk=number)
    pressed(request, lambda: BUTTONS[button](item))
    return redirect("meetings:agenda_template_detail", template.uuid)
