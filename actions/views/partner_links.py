"""The coordination's side of the links: who has one, who used it, giving and taking back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from actions.filters import PartnerFilter
from actions.partners import focal_mailboxes, links_of, mailing_in, partners_counted, partners_in, uses_of
from actions.rules import can_manage_partner_links
from actions.services.partners import mail_all_partners, mail_partner_actions, partner_message
from clusterhub.web.access import get_visible, require
from clusterhub.web.mail import plain_text
from clusterhub.web.typography import plural
from participants.errors import LinkUnusable
from participants.models import Cluster, Organisation
from participants.services.partner_links import (
    partner_links,
    renew_partner_link,
    revoke_partner_link,
    revoke_partner_links,
)

PER_PAGE = 50


@require_safe
def partner_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    found = PartnerFilter(request.GET, partners_counted(cluster), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"cluster": cluster, "filter": found, "page": page, "mailing": mailing_in(cluster)}
    return render(request, "actions/partner_list.html", context)


@require_POST
def partner_send_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To each organisation that was given no link lately."""
    cluster = _cluster(request, uuid)
    if count := mail_all_partners(cluster=cluster, by=request.user):
        messages.success(request, f"Le lien part à {plural(count, 'organisation', 'organisations')}.")
    else:
        messages.info(request, "Aucun message ne part : chacune a reçu le sien aujourd’hui ou ces derniers jours.")
    return redirect("actions:partner_list", cluster.uuid)


@require_safe
def partner_detail(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    organisation = get_object_or_404(partners_counted(cluster), uuid=part)
    links = links_of(organisation, cluster)
    context = {
        "cluster": cluster,
        "organisation": organisation,
        "links": links,
        "has_usable": any(not link.is_revoked and not link.is_expired for link in links),
        "uses": uses_of(organisation, cluster),
        "focal_points": focal_mailboxes(organisation, cluster),
    }
    return render(request, "actions/partner_detail.html", context)


@require_POST
def partner_send(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    organisation = _partner(cluster, part)
    queued, known = mail_partner_actions(organisation=organisation, cluster=cluster, by=request.user)
    if queued:
        messages.success(request, f"{plural(queued, 'message part', 'messages partent')} aux points focaux.")
    elif known:
        messages.info(request, "Les points focaux ont déjà reçu ce message aujourd’hui.")
    else:
        messages.warning(request, "Aucun point focal avec une adresse : copiez le message et transmettez-le.")
    return redirect("actions:partner_detail", cluster.uuid, organisation.uuid)


@require_POST
def partner_copy(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """Shown once: the key is not kept, so that nobody can show it again."""
    cluster = _cluster(request, uuid)
    organisation = _partner(cluster, part)
    said = partner_message(organisation=organisation, cluster=cluster, by=request.user)
    text = plain_text("partner_actions-short", said)
    return render(request, "actions/partner_copy.html", said | {"text": text})


@require_POST
def partner_revoke(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    organisation = _partner(cluster, part)
    count = revoke_partner_links(organisation=organisation, cluster=cluster, by=request.user)
    messages.success(request, f"{plural(count, 'lien retiré', 'liens retirés')}.")
    return redirect("actions:partner_detail", cluster.uuid, organisation.uuid)


@require_POST
def partner_link_act(request: HttpRequest, uuid: UUID, part: UUID, link: UUID) -> HttpResponse:
    """Prolong one link, or withdraw it."""
    cluster = _cluster(request, uuid)
    organisation = _partner(cluster, part)
    chosen = get_object_or_404(partner_links(), uuid=link, organisation=organisation, cluster=cluster)
    if request.POST.get("act") == "prolonger":
        try:
            renew_partner_link(chosen, by=request.user)
            messages.success(request, "Le lien est prolongé.")
        except LinkUnusable as refusal:
            messages.error(request, str(refusal))
    elif request.POST.get("act") == "retirer":
        revoke_partner_link(chosen, by=request.user)
        messages.success(request, "Le lien est retiré.")
    return redirect("actions:partner_detail", cluster.uuid, organisation.uuid)


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(can_manage_partner_links(request.user, cluster))
    return cluster


def _partner(cluster: Cluster, uuid: UUID) -> Organisation:
    return get_object_or_404(partners_in(cluster), uuid=uuid)
