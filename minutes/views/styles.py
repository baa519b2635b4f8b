"""The page where a cluster chooses how its records look, with its logos and a preview."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.errors import SealFailed
from minutes.forms.styles import ClusterStyleForm, LogoForm
from minutes.models import ClusterLogo
from minutes.models.styles import MAX_LOGOS
from minutes.selectors.record import Reading
from minutes.selectors.specimen import content_to_preview
from minutes.selectors.styles import logos_of, style_of
from minutes.services.drafts import draft_pdf
from minutes.services.files import digest
from minutes.services.styles import add_logo, remove_logo, save_style
from minutes.views.pdf import document_response
from participants.models import Cluster

TEXTS = ("document_name", "header_text", "footer_text", "role_labels")


@asks_first
def cluster_style(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """« Aperçu » shows what is typed, without keeping it."""
    cluster = _styled_cluster(request, uuid)
    style = style_of(cluster)
    form = ClusterStyleForm(posted(request), instance=style)
    if form.is_valid():
        if "preview" in request.POST:
            return _preview(request, cluster, form)
        chosen = {name: form.cleaned_data[name] for name in TEXTS}
        save_style(cluster=cluster, layout=form.cleaned_data["layout_code"], **chosen)
        messages.success(request, "Les prochains documents seront présentés ainsi.")
        return redirect("minutes:cluster_style", cluster.uuid)
    return _page(request, cluster, form)


def _page(request: HttpRequest, cluster: Cluster, form: ClusterStyleForm, status: int = 200) -> HttpResponse:
    logos = logos_of(form.instance)
    context = {"cluster": cluster, "form": form, "logos": logos, "has_room": len(logos) < MAX_LOGOS}
    return render(request, "minutes/cluster_style.html", context, status=status)


def _preview(request: HttpRequest, cluster: Cluster, form: ClusterStyleForm) -> HttpResponseBase:
    content = content_to_preview(cluster, form.instance, request.user)
    try:
        pdf = draft_pdf(Reading(content, form.cleaned_data["layout_code"], version=None))
    except SealFailed as error:
        form.add_error(None, str(error))
        return _page(request, cluster, form, status=503)
    return document_response(pdf, f"apercu-{cluster.code}.pdf", f'"{digest(pdf)}"')


@asks_first
def logo_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _styled_cluster(request, uuid)
    form = LogoForm(posted(request), request.FILES or None)
    if submitted(form, lambda: add_logo(cluster=cluster, **form.cleaned_data)):
        messages.success(request, "Le logo s’imprimera en tête des prochains documents.")
        return redirect("minutes:cluster_style", cluster.uuid)
    return render(request, "minutes/cluster_logo_add.html", {"cluster": cluster, "form": form})


@require_safe
def logo_picture(request: HttpRequest, uuid: UUID, logo: UUID) -> HttpResponse:
    cluster = _styled_cluster(request, uuid)
    found = get_object_or_404(ClusterLogo, style__cluster=cluster, uuid=logo)
    return HttpResponse(bytes(found.data), content_type=found.media_type)


@require_POST
def logo_remove(request: HttpRequest, uuid: UUID, logo: UUID) -> HttpResponse:
    cluster = _styled_cluster(request, uuid)
    remove_logo(get_object_or_404(ClusterLogo, style__cluster=cluster, uuid=logo))
    messages.success(request, "Logo retiré. Les documents déjà diffusés ou adoptés gardent le leur.")
    return redirect("minutes:cluster_style", cluster.uuid)


def _styled_cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    clusters = Cluster.objects.select_related("record_style", "place")
    cluster = get_visible(clusters, request.user, uuid=uuid)
    require(rules.can_style_records(request.user, cluster))
    return cluster
