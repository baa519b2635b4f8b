"""The pictures of a record's texts: bound by their SHA-256 when it is frozen, and their bytes when it is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clusterhub.web.richtext import figures_in
from meetings.models import Meeting, Picture
from meetings.selectors import NumberedItem
from minutes import content as frozen
from minutes.errors import PictureDamaged

GONE = "une image{} ne se trouve plus dans les fichiers. Remettez-la dans le texte, ou retirez-la."
CHANGED = "une image{} n’est plus celle qui a été mise dans le texte. Remettez-la, ou retirez-la."
UNKNOWN = "une image{} n’est pas de cette réunion. Remettez-la dans le texte, ou retirez-la."
WITHOUT_CAPTION = "une image n’a pas de légende : qui ne la voit pas ne saura pas ce qu’elle montre."


def frozen_pictures(meeting: Meeting, numbers: Iterable[str]) -> tuple[frozen.Picture, ...]:
    """Those that the texts show, once each, in this order."""
    wanted = list(dict.fromkeys(numbers))
    known = {str(picture.uuid): picture for picture in meeting.pictures.filter(uuid__in=wanted)} if wanted else {}
    return tuple(_frozen(known[number]) for number in wanted if number in known)


def _frozen(picture: Picture) -> frozen.Picture:
    return frozen.Picture(
        number=str(picture.uuid),
        sha256=picture.sha256,
        media_type=picture.content_type,
        width=picture.width,
        height=picture.height,
    )


# --- Bytes ------------------------------------------------------------------------------------------------------------


def picture_files(content: frozen.Content) -> dict[str, bytes]:
    """By their number, the bytes that were frozen. Raises ``PictureDamaged``."""
    if not content.pictures:
        return {}
    rows = {str(row.uuid): row for row in Picture.objects.filter(uuid__in=[one.number for one in content.pictures])}
    return {one.number: _bytes_of(rows.get(one.number), one.sha256) for one in content.pictures}


def _bytes_of(picture: Picture | None, sha256: str, caption: str = "") -> bytes:
    named = f" (« {caption} »)" if caption else ""
    if picture is None:
        raise PictureDamaged(_sentence(UNKNOWN.format(named)))
    try:
        with picture.file.open("rb") as opened:
            data: bytes = opened.read()
    except (OSError, ValueError) as error:
        raise PictureDamaged(_sentence(GONE.format(named))) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PictureDamaged(_sentence(CHANGED.format(named)))
    return data


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


# --- Before the record is circulated ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flaw:
    """``query``: where in the room."""

    text: str
    query: str
    is_blocking: bool


def flaws_of_pictures(meeting: Meeting, rows: Iterable[NumberedItem]) -> Iterator[Flaw]:
    """Pictures that are gone block; those without a caption are asked for."""
    texts = [text for text in _texts(meeting, rows) if "/images/" in text[2]]
    known = {str(picture.uuid): picture for picture in meeting.pictures.all()} if texts else {}
    for place, query, html in texts:
        for figure in figures_in(html):
            damage = _damage_to(known.get(figure.number), figure.caption)
            if damage or not figure.caption:
                yield Flaw(f"{place} : {damage or WITHOUT_CAPTION}", query, is_blocking=bool(damage))


def _texts(meeting: Meeting, rows: Iterable[NumberedItem]) -> Iterator[tuple[str, str, str]]:
    """The place of a text in words and in the room's address, and its HTML."""
    for row in rows:
        html = row.item.discussion + row.item.status_note
        yield f"Point {row.number}, « {row.item.title} »", f"point={row.item.uuid}", html
    for section in meeting.sections.all():
        yield f"« {section.heading} »", f"partie={section.uuid}", section.body


def _damage_to(picture: Picture | None, caption: str) -> str:
    try:
        _bytes_of(picture, picture.sha256 if picture else "", caption)
    except PictureDamaged as damage:
        words = str(damage)
        return words[0].lower() + words[1:]
    return ""
