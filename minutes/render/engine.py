"""The only module that imports WeasyPrint for documents. Loaded in the child process, and in tests."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pydyf
from weasyprint import HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.document import Document

from minutes.render.colours import use_small_profile
from minutes.render.embedded import name_media_types
from minutes.render.fetcher import ClosedFetcher
from minutes.render.fields import add_signature_fields
from minutes.render.identification import declare_accessible
from minutes.render.parts import Anchor, Attachment, Rendered, SignatureField
from minutes.render.structure import unwrap_lines, wrap_list_bodies

VARIANT = "pdf/a-3a"
POINTS_PER_PIXEL = 0.75


def render_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    fields: Sequence[SignatureField] = (),
    roots: Sequence[Path] = (),
) -> Rendered:
    """PDF/A-3a and PDF/UA-1. The same arguments give the same bytes.

    Nothing is fetched but `data:` pictures and files under `roots`; any other address raises OutsideAddress.
    """
    fetcher = ClosedFetcher(roots)
    document = HTML(string=html, base_url="about:blank", url_fetcher=fetcher).render(pdf_tags=True)
    declare_accessible(document.metadata)
    document.metadata.attachments = [_embed(attachment, fetcher) for attachment in attachments]
    anchors = _anchors(document)

    def finish(_: Document, pdf: pydyf.PDF) -> None:
        name_media_types(pdf, attachments)
        unwrap_lines(pdf)
        wrap_list_bodies(pdf)
        use_small_profile(pdf)
        add_signature_fields(pdf, fields, anchors)

    return Rendered(document.write_pdf(pdf_variant=VARIANT, finisher=finish), anchors)


def _embed(attachment: Attachment, fetcher: ClosedFetcher) -> EmbeddedFile:
    return EmbeddedFile(
        string=attachment.data,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=attachment.dated.astimezone(dt.UTC),
        modified=attachment.dated.astimezone(dt.UTC),
        url_fetcher=fetcher,
    )


def _anchors(document: Document) -> dict[str, Anchor]:
    return {
        name: _anchor(number, page.height, box)
        for number, page in enumerate(document.pages)
        for name, box in page.anchors.items()
    }


def _anchor(page: int, height: float, box: tuple[float, float, float, float]) -> Anchor:
    left, top, right, bottom = box
    sides = left, height - bottom, right, height - top
    return Anchor(page, *(side * POINTS_PER_PIXEL for side in sides))
