"""PDFs that were not issued: the project, the coordination's own edition, the companions. Rendered, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.core.cache import cache

from minutes.content import Content
from minutes.errors import SealFailed
from minutes.layouts import get_layout
from minutes.render import Rendered, RenderRefused, render_bounded, render_minutes
from minutes.selectors.record import Reading
from minutes.services.files import digest

KEPT = 60 * 60
"""Seconds. Those present open the same project at the same hour."""
IN_HOUSE_LABEL = "Compte rendu (édition de la coordination)"


def unsigned(content: Content) -> Content:
    """Without signature boxes nor address: only the sealed members' edition is signed. The coordination's own says what
    it is."""
    label = IN_HOUSE_LABEL if content.edition == "coordination" else content.document_label
    return replace(content, document_label=label, signatures_expected=(), public_key="")


def draft_digest(reading: Reading) -> str:
    """Of everything that the PDF is made from, the layout's style included."""
    content = unsigned(reading.content)
    return digest(f"{content.to_json()}\n{get_layout(reading.layout).html(content)}".encode())


def draft_pdf(reading: Reading) -> bytes:
    """Raises ``SealFailed`` with a message for the reader when it cannot be laid out."""
    key = f"draft-pdf-{draft_digest(reading)}"
    return kept_pdf(key, lambda: render_minutes(unsigned(reading.content), reading.layout))


def companion_pdf(html: str) -> bytes:
    """The same for what goes with the record."""
    return kept_pdf(f"companion-pdf-{digest(html.encode())}", lambda: render_bounded(html))


def kept_pdf(key: str, make: Callable[[], Rendered]) -> bytes:
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        try:
            pdf = make().pdf
        except RenderRefused as error:
            raise SealFailed(str(error)) from error
        cache.set(key, pdf, KEPT)
    return pdf
