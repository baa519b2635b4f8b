from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made
from participants import rules
from participants.cadence import cadence_in_words
from participants.filters import ClusterFilter
from participants.forms.clusters import ClusterForm
from participants.models import Cluster
from participants.selectors import clusters_listed, parts_of_cluster
from participants.services.clusters import save_cluster

PER_PAGE = 50


def cluster_list(request: HttpRequest) -> HttpResponse:
    found = ClusterFilter(request.GET, clusters_listed(request.user), request=request)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "can_create": rules.can_create_cluster(request.user),
    }
    return render(request, "participants/cluster_list.html", context)


def cluster_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    related = ("place", "parent", "lead_organisation__parent", "usual_host__parent")
    cluster = get_visible(Cluster.objects.select_related(*related), request.user, uuid=uuid)
    context = {
        "cluster": cluster,
        "parts": parts_of_cluster(cluster, request.user),
        "rhythm": cadence_in_words(cluster),
        "can_edit": rules.can_edit_cluster(request.user, cluster),
        "can_see_lists": rules.can_see_lists(request.user, cluster),
        "can_see_presence": rules.can_see_presence(request.user, cluster),
        "can_see_feed": rules.can_see_feed(request.user, cluster),
        "can_open_people": request.user.is_staff or rules.is_member(request.user, cluster.pk),
        "can_see_parent": cluster.parent and rules.can_see_cluster(request.user, cluster.parent),
    }
    return render(request, "participants/cluster_detail.html", context)


def cluster_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_cluster(request.user))
    form = ClusterForm(request.POST or None, user=request.user)
    if request.method == "POST" and (cluster := _saved(form)):
        messages.success(request, f"{cluster.short_name} est créé : ajoutez ses membres et sa coordination.")
        return redirect("participants:cluster_detail", cluster.uuid)
    return render(request, "participants/cluster_form.html", {"form": form})


def cluster_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_edit_cluster(request.user, cluster))
    label = cluster.short_name
    form = ClusterForm(request.POST or None, instance=cluster, user=request.user)
    if request.method == "POST" and _saved(form):
        messages.success(request, "Les changements sont enregistrés.")
        return redirect("participants:cluster_detail", cluster.uuid)
    return render(request, "participants/cluster_form.html", {"form": form, "cluster": cluster, "label": label})


def _saved(form: ClusterForm) -> Cluster | None:
    def act() -> Cluster:
        data = form.cleaned_data
        return save_cluster(form.instance, aliases=data["aliases"], co_facilitators=data["co_facilitators"])

    return made(form, act)
