"""The record as an editable file: what the PDF says, in Word. Made anew each time, never issued."""

from __future__ import annotations

from django.core.cache import cache

from clusterhub.web.richtext import RichTextTooLarge
from minutes.content import Content
from minutes.errors import PictureDamaged, SealFailed
from minutes.layouts import get_layout
from minutes.render import RenderRefused
from minutes.render.pictures import with_pictures
from minutes.selectors.pictures import picture_files
from minutes.selectors.record import Reading
from minutes.services.drafts import KEPT, unsigned
from minutes.services.files import digest
from minutes.word import Mark, mark_of, word_bounded


def word_page(reading: Reading) -> tuple[str, Mark]:
    """What the file is made from. The members' sealed text is taken as it was signed: its digest is the PDF's.

    Raises ``SealFailed``.
    """
    content = _as_printed(reading.content)
    try:
        html = with_pictures(get_layout(reading.layout).html(content), content, picture_files(content))
    except (PictureDamaged, RenderRefused, RichTextTooLarge) as error:
        raise SealFailed(str(error)) from error
    return html, mark_of(content)


def _as_printed(content: Content) -> Content:
    is_sealed = content.edition == "members" and not content.is_draft
    return content if is_sealed else unsigned(content)


def page_digest(html: str, mark: Mark) -> str:
    return digest(f"{mark}\n{html}".encode(errors="replace"))


def word_file(html: str, mark: Mark) -> bytes:
    """Raises ``SealFailed`` with a message for the reader."""
    key = f"word-{page_digest(html, mark)}"
    made: bytes | None = cache.get(key)
    if made is None:
        try:
            made = word_bounded(html, mark)
        except RenderRefused as error:
            raise SealFailed(str(error)) from error
        cache.set(key, made, KEPT)
    return made
