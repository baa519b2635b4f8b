"""The one sanitiser of rich text: what is stored has passed `clean`, and nothing else is ever marked safe."""

import re
from collections.abc import Collection

import nh3

from clusterhub.web.folding import strip_control
from clusterhub.web.richtext.blocks import PICTURE_ADDRESS, Block, Figure, Table, to_html, to_lines
from clusterhub.web.richtext.elements import with_typed_angles
from clusterhub.web.richtext.merge import merge_blocks
from clusterhub.web.richtext.pictures import figures_of, only
from clusterhub.web.richtext.reading import UNDERSTOOD, read_html, read_text
from clusterhub.web.richtext.tables import as_list, width
from clusterhub.web.richtext.word import LEVEL, LEVELS, unworded

__all__ = [
    "MAX_BYTES",
    "RichTextTooLarge",
    "blocks_of",
    "clean",
    "excerpt",
    "figures_in",
    "is_blank",
    "merged",
    "narrowed",
    "pictures_in",
    "to_text",
]

MAX_BYTES = 200_000
MAX_DEPTH = 60

_SPANS = {"colspan", "rowspan"}
_ATTRIBUTES = {"a": {"href"}, "td": _SPANS, "th": _SPANS, "img": {"src", "alt"}}
_ABSOLUTE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}
_DROPPED_WITH_CONTENT = {
    *("script", "style", "title", "template", "noscript", "noembed", "noframes", "iframe", "object", "svg", "math"),
    *("select", "xml"),
}


def _known_address(tag: str, attribute: str, value: str) -> str | None:
    """A link leads somewhere by its whole address; a picture is one of ours, never a page's of another site."""
    if attribute == "href":
        return value if _ABSOLUTE.match(value.strip()) else None
    if attribute == "src":
        return value if PICTURE_ADDRESS.fullmatch(value) else None
    return value if attribute != LEVEL or value in LEVELS else None


_READER = nh3.Cleaner(
    tags=set(UNDERSTOOD),
    attributes=_ATTRIBUTES | {"p": {LEVEL}},
    attribute_filter=_known_address,
    url_schemes=_SCHEMES,
    url_relative="pass_through",
    link_rel=None,
    clean_content_tags=_DROPPED_WITH_CONTENT,
)
_GUARD = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td", "img"},
    attributes=_ATTRIBUTES,
    attribute_filter=_known_address,
    url_schemes=_SCHEMES,
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)

_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:p|li|tr|t[dh]|d[dt]|br|hr|img|input|meta|link|col|wbr)\b)[a-zA-Z][^<>]*>", re.IGNORECASE
)
"""Tags that stay open until they are closed; <p> or <li> are closed by the next one, <br> at once."""
_TAG = re.compile(r"<(?:/?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>|!--|!\[|!doctype|\?xml)", re.IGNORECASE)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&nbsp;": "\u00a0"}
"""Those of a plain text that was escaped: « &#x27; » is how Python and Django write an apostrophe."""
_ENTITY = re.compile("|".join(_ENTITIES))


class RichTextTooLarge(ValueError):
    """The message is for the person who typed or pasted the text."""

    def __init__(self) -> None:
        super().__init__(f"Ce texte est trop long\u00a0: {MAX_BYTES // 1000}\u00a0ko au plus. Joignez-le en document.")


def clean(html: str, *, pictures: Collection[str] | None = ()) -> str:
    """HTML or plain text → the HTML that may be stored and shown. Idempotent; raises RichTextTooLarge.

    Of the pictures, those whose numbers are given stay; all of them with None, for a text that is stored already.
    """
    blocks = _read(html)
    allowed = blocks if pictures is None else only(blocks, pictures)
    return _GUARD.clean(to_html(allowed)).replace("&nbsp;", "\u00a0")


def narrowed(html: str, columns: int) -> str:
    """A stored text for a place where a table of more columns could not be read: such tables become lists."""
    if "<table" not in html:
        return html
    blocks = (
        as_list(block) if isinstance(block, Table) and width(block.rows) > columns else block for block in _read(html)
    )
    return _GUARD.clean(to_html(blocks)).replace("&nbsp;", "\u00a0")


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Two stored texts that go back to the same one, with the paragraphs of both; None where people have to choose."""
    blocks = merge_blocks(_read(base), _read(mine), _read(theirs))
    try:
        return None if blocks is None else clean(to_html(blocks), pictures=None)
    except RichTextTooLarge:
        return None


def to_text(html: str) -> str:
    """Readable plain text: one line per paragraph, "- " and "1. " before the items, " | " between cells."""
    return "\n".join(to_lines(_read(html)))


def blocks_of(html: str) -> list[Block]:
    """What a stored text is made of: see ``richtext.blocks``."""
    return _read(html)


def figures_in(html: str) -> list[Figure]:
    """The pictures that a text shows, in order, with their captions."""
    return list(figures_of(_read(html))) if "/images/" in html else []


def pictures_in(html: str) -> list[str]:
    """Their numbers."""
    return [figure.number for figure in figures_in(html)]


def is_blank(html: str) -> bool:
    return not _read(html)


def excerpt(html: str, length: int = 120) -> str:
    """The beginning on one line, cut between two words, of at most `length` characters with its "…"."""
    text = " ".join(to_text(html).split())
    if len(text) <= length:
        return text
    head = text[:length]
    whole_words = head.rpartition(" ")[0] or head[:-1]
    return whole_words.rstrip(" ,;:.-|") + "…"


def _read(html: str) -> list[Block]:
    if len(html) > MAX_BYTES or len(html.encode(errors="ignore")) > MAX_BYTES:
        raise RichTextTooLarge
    text = with_typed_angles(strip_control(html))
    if _TAG.search(text):
        return read_html(strip_control(_READER.clean(_shallow(unworded(text)))))
    return read_text(_ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text))


def _shallow(html: str) -> str:
    """Opening tags below MAX_DEPTH go: a parser's time grows with the square of the depth."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth + (-1 if tag[1] else 1))
        return tag[0] if depth <= MAX_DEPTH else ""

    return _NESTING_TAG.sub(keep, html)
