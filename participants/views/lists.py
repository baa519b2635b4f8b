"""Distribution lists of a cluster: who is on them, and taking their addresses away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted
from clusterhub.web.sheets import XLSX, Column, sheet_response
from clusterhub.web.spreadsheet import csv_table
from participants import rules
from participants.enums import ContactListFormat
from participants.filters import DistributionListFilter
from participants.forms.lists import DistributionListForm, ListExportForm
from participants.models import Cluster, DistributionList
from participants.selectors import Mailbox, exports_of, lists_of, mailboxes_in
from participants.services.contact_log import record_view_for
from participants.services.lists import record_export, save_list

COLUMNS = ("Nom", "Organisation", "Adresse électronique")
SHEET: list[Column[Mailbox]] = [
    Column("Nom", "#contact+name", lambda box: box.name, 28),
    Column("Organisation", "#org+name", lambda box: box.organisation, 20),
    Column("Adresse électronique", "#contact+email", lambda box: box.address, 32),
]


@require_safe
def distribution_list_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    require(rules.can_see_lists(request.user, cluster))
    found = DistributionListFilter(request.GET, lists_of(cluster), request=request)
    context = {"cluster": cluster, "filter": found, "can_edit": rules.can_edit_lists(request.user, cluster)}
    return render(request, "participants/distribution_list_list.html", context)


@require_safe
def distribution_list_detail(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """Names, without addresses."""
    cluster = _cluster(request, uuid)
    require(rules.can_see_lists(request.user, cluster))
    chosen = _list(cluster, part)
    context = {
        "cluster": cluster,
        "list": chosen,
        "mailboxes": mailboxes_in([chosen]),
        "exports": exports_of(chosen),
        "can_edit": rules.can_edit_lists(request.user, cluster),
    }
    return render(request, "participants/distribution_list_detail.html", context)


@asks_first
def distribution_list_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    form = DistributionListForm(request.POST or None, instance=DistributionList(cluster=cluster))
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, "La liste est créée.")
    return _form_page(request, cluster, form, "Nouvelle liste de diffusion")


@asks_first
def distribution_list_edit(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    chosen = _list(cluster, part)
    title = chosen.name
    record_view_for(cluster, people_count=chosen.addresses.count(), by=request.user)
    form = DistributionListForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, "La liste est mise à jour.")
    return _form_page(request, cluster, form, title)


@asks_first
def distribution_list_export(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponseBase:
    """Nothing leaves before a row says who took it."""
    cluster = _editable_cluster(request, uuid)
    chosen = _list(cluster, part)
    form = ListExportForm(posted(request))
    context = {"cluster": cluster, "list": chosen, "form": form}
    if form.is_valid():
        boxes = [box for box in mailboxes_in([chosen]) if box.address]
        wanted = form.cleaned_data["format"]
        record_export(chosen=chosen, format=wanted, people_count=len(boxes), by=request.user)
        if wanted != ContactListFormat.COPY:
            return _file(chosen, boxes, wanted)
        context["copied"] = ", ".join(f"{_quoted(box.name)} <{box.address}>" for box in boxes)
    return render(request, "participants/distribution_list_export.html", context)


def _file(chosen: DistributionList, boxes: list[Mailbox], format: str) -> HttpResponseBase:
    name = f"liste-{chosen.cluster.code}-{chosen.created_at:%Y%m%d}"
    if format == ContactListFormat.XLSX:
        return sheet_response(name, XLSX, title="Adresses", columns=SHEET, rows=boxes)
    table = csv_table(COLUMNS, [(box.name, box.organisation, box.address) for box in boxes])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers)


def _quoted(name: str) -> str:
    """As a mail program wants it: what may be taken for a separator goes between quotes."""
    plain = name.replace("\\", "").replace('"', "")
    return plain if plain.replace(" ", "").isalnum() else f'"{plain}"'


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    return get_visible(Cluster.objects.all(), request.user, uuid=uuid)


def _editable_cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = _cluster(request, uuid)
    require(rules.can_edit_lists(request.user, cluster))
    return cluster


def _list(cluster: Cluster, part: UUID) -> DistributionList:
    chosen = get_object_or_404(cluster.distribution_lists.select_related("place"), uuid=part)
    chosen.cluster = cluster
    return chosen


def _saved(request: HttpRequest, form: DistributionListForm, text: str) -> HttpResponse:
    chosen = save_list(
        form.instance,
        people=form.cleaned_data["people"],
        organisations=form.cleaned_data["organisations"],
        addresses=form.named_addresses,
    )
    messages.success(request, text)
    return redirect("participants:distribution_list_detail", chosen.cluster.uuid, chosen.uuid)


def _form_page(request: HttpRequest, cluster: Cluster, form: DistributionListForm, title: str) -> HttpResponse:
    context = {"cluster": cluster, "form": form, "title": title}
    return render(request, "participants/distribution_list_form.html", context)
