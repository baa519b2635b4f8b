"""How a cluster presents its records, and what of it a frozen content keeps."""

from __future__ import annotations

from base64 import b64encode

from minutes.content import Logo, Style
from minutes.models import ClusterLogo, ClusterStyle
from participants.models import Cluster


def style_of(cluster: Cluster) -> ClusterStyle:
    """The cluster's own, else the usual one, which is not saved."""
    return getattr(cluster, "record_style", None) or ClusterStyle(cluster=cluster)


def logos_of(style: ClusterStyle) -> list[ClusterLogo]:
    return list(style.logos.all()) if style.pk else []


def frozen_style(style: ClusterStyle) -> Style | None:
    """Nothing where nothing was chosen: the content is then what it was before there were styles."""
    kept = Style(
        logos=tuple(_logo(logo) for logo in logos_of(style)),
        header_text=style.header_text,
        footer_text=style.footer_text,
        own_labels=tuple(sorted(style.role_labels)),
    )
    return None if kept == Style() else kept


def _logo(logo: ClusterLogo) -> Logo:
    return Logo(
        alt=logo.alt,
        media_type=logo.media_type,
        data=b64encode(logo.data).decode(),
        width=logo.width,
        height=logo.height,
    )
