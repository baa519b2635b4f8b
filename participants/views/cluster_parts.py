"""Members, roles and groups of a cluster: added and changed one at a time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from clusterhub.web.forms import HelperMixin
from participants.forms.clusters import GroupForm, MembershipForm, RoleForm
from participants.models import Cluster, ClusterRole, Membership, OrganisationGroup
from participants.rules import can_edit_cluster
from participants.services.clusters import save_group, save_membership, save_role


@asks_first
def membership_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    form = MembershipForm(request.POST or None, instance=Membership(cluster=cluster))
    if request.method == "POST" and form.is_valid():
        membership = save_membership(form.instance)
        return _done(request, cluster, f"{membership.organisation.full_label} fait partie du cluster.")
    return _form_page(request, cluster, form, "Ajouter une organisation")


@asks_first
def membership_edit(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    membership = get_object_or_404(cluster.memberships.select_related("organisation__parent"), uuid=part)
    form = MembershipForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        save_membership(form.instance)
        return _done(request, cluster, "L’appartenance est mise à jour.")
    return _form_page(request, cluster, form, membership.organisation.full_label)


@asks_first
def role_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    form = RoleForm(request.POST or None, instance=ClusterRole(cluster=cluster), user=request.user)
    if request.method == "POST" and form.is_valid():
        role = save_role(form.instance)
        return _done(request, cluster, f"{role.person.name} : {role.get_role_display().lower()}.")
    return _form_page(request, cluster, form, "Confier un rôle")


@asks_first
def role_edit(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    role = get_object_or_404(cluster.roles.select_related("person", "organisation"), uuid=part)
    form = RoleForm(request.POST or None, instance=role, user=request.user)
    if request.method == "POST" and form.is_valid():
        save_role(form.instance)
        return _done(request, cluster, "Le rôle est mis à jour.")
    return _form_page(request, cluster, form, str(role))


@asks_first
def group_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    form = GroupForm(request.POST or None, instance=OrganisationGroup(cluster=cluster))
    if request.method == "POST" and form.is_valid():
        group = save_group(form.instance, organisations=form.cleaned_data["organisations"])
        return _done(request, cluster, f"Le groupe « {group.name} » est créé.")
    return _form_page(request, cluster, form, "Nouveau groupe d’organisations")


@asks_first
def group_edit(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _editable_cluster(request, uuid)
    group = get_object_or_404(cluster.groups, uuid=part)
    title = group.name
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        save_group(form.instance, organisations=form.cleaned_data["organisations"])
        return _done(request, cluster, "Le groupe est mis à jour.")
    return _form_page(request, cluster, form, title)


def _editable_cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(can_edit_cluster(request.user, cluster))
    return cluster


def _done(request: HttpRequest, cluster: Cluster, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("participants:cluster_detail", cluster.uuid)


def _form_page(request: HttpRequest, cluster: Cluster, form: HelperMixin, title: str) -> HttpResponse:
    context = {"cluster": cluster, "form": form, "title": title}
    return render(request, "participants/cluster_part_form.html", context)
