"""PDFs that were not issued: the project, the coordination's own edition, the companions. Rendered, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.core.cache import cache

from minutes.content import Content
from minutes.errors import PictureDamaged, SealFailed
from minutes.layouts import get_layout
from minutes.render import Rendered, RenderRefused, render_bounded, render_minutes
from minutes.selectors.pictures import picture_files
from minutes.selectors.record import Reading
from minutes.services.files import digest

KEPT = 60 * 60
"""Seconds. Those present open the same project at the same hour."""
IN_HOUSE = "(édition de la coordination)"


def unsigned(content: Content) -> Content:
    """Without signature boxes nor address: only the sealed members' edition is signed. The coordination's own says what
    it is."""
    own = content.document_label
    label = f"{own} {IN_HOUSE}" if content.edition == "coordination" else own
    bound = tuple(replace(line, is_embedded=False) for line in content.documents)
    return replace(content, document_label=label, signatures_expected=(), public_key="", documents=bound)


def draft_digest(reading: Reading) -> str:
    """Of everything that the PDF is made from, the layout's style included."""
    content = unsigned(reading.content)
    return digest(f"{content.to_json()}\n{get_layout(reading.layout).html(content)}".encode())


def draft_pdf(reading: Reading) -> bytes:
    """Raises ``SealFailed`` with a message for the reader when it cannot be laid out."""
    key = f"draft-pdf-{draft_digest(reading)}"
    return kept_pdf(key, lambda: _rendered(unsigned(reading.content), reading.layout))


def _rendered(content: Content, layout: str) -> Rendered:
    return render_minutes(content, layout, pictures=picture_files(content))


def companion_pdf(html: str) -> bytes:
    """The same for what goes with the record."""
    return kept_pdf(f"companion-pdf-{digest(html.encode())}", lambda: render_bounded(html))


def kept_pdf(key: str, make: Callable[[], Rendered]) -> bytes:
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        try:
            pdf = make().pdf
        except (RenderRefused, PictureDamaged) as error:
            raise SealFailed(str(error)) from error
        cache.set(key, pdf, KEPT)
    return pdf
