"""How the records of a cluster look and are called. What is frozen keeps the style of its day."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction

from clusterhub.web.pictures import Bounds, PictureRefused, clean_picture
from minutes.enums import MinutesState
from minutes.errors import LogoRefused
from minutes.layouts import get_layout
from minutes.models import ClusterLogo, ClusterStyle, Minutes
from minutes.models.styles import MAX_LOGOS
from participants.models import Cluster

LOGO_BOUNDS = Bounds(sent_bytes=2_000_000, sent_pixels=12_000_000, width=450, height=130, kept_bytes=16_000)
"""Printed 15 mm high at most: 220 points to the inch."""
OPEN_STATES = (MinutesState.DRAFTING, MinutesState.IN_REVIEW, MinutesState.CIRCULATED)


@transaction.atomic
def save_style(
    *,
    cluster: Cluster,
    layout: str,
    document_name: str,
    header_text: str = "",
    footer_text: str = "",
    role_labels: dict[str, str] | None = None,
) -> ClusterStyle:
    """For what is frozen from now on; records that are not sealed are called by the new name. Raises
    ``UnknownLayout``."""
    Cluster.objects.filter(pk=cluster.pk).update(layout=get_layout(layout).code)
    chosen = {role: label for role, label in (role_labels or {}).items() if label}
    texts = {"document_name": document_name, "header_text": header_text, "footer_text": footer_text}
    style, _ = ClusterStyle.objects.update_or_create(cluster=cluster, defaults={**texts, "role_labels": chosen})
    Minutes.objects.filter(meeting__cluster=cluster, state__in=OPEN_STATES).update(document_name=document_name)
    return style


def add_logo(*, cluster: Cluster, file: BinaryIO, alt: str) -> ClusterLogo:
    """Raises ``LogoRefused``."""
    try:
        picture = clean_picture(file, LOGO_BOUNDS)
    except PictureRefused as error:
        raise LogoRefused(str(error)) from error
    with transaction.atomic():
        style = _locked_style(cluster)
        _check_room(style, picture.sha256)
        return ClusterLogo.objects.create(
            style=style,
            alt=alt,
            data=picture.data,
            media_type=picture.media_type,
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
        )


def _locked_style(cluster: Cluster) -> ClusterStyle:
    ClusterStyle.objects.get_or_create(cluster=cluster)
    return ClusterStyle.objects.select_for_update().get(cluster=cluster)


def _check_room(style: ClusterStyle, sha256: str) -> None:
    present = set(style.logos.values_list("sha256", flat=True))
    if sha256 in present:
        raise LogoRefused("Ce logo est déjà là.")
    if len(present) >= MAX_LOGOS:
        raise LogoRefused(f"{MAX_LOGOS} logos au plus : retirez-en un d’abord.")


def remove_logo(logo: ClusterLogo) -> None:
    """What was frozen keeps its own copy."""
    logo.delete()
