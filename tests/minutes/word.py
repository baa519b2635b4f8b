"""Reads a Word file back: its paragraphs in order, its headings, its tables; and the page that it was made from."""

from functools import cache
from io import BytesIO

import docx
from docx.oxml.ns import qn
from lxml import html as lxml_html

from minutes.content import Content
from minutes.layouts import available_layouts, get_layout
from minutes.word import mark_of
from minutes.word.engine import make_word
from minutes.word.mark import UNSIGNED
from tests.minutes.reading import SPACES, one_line

CODES = [*(layout.code for layout in available_layouts()), "b-due"]
HEADINGS = {"Title": "h1", "heading 1": "h2", "heading 2": "h3"}


def word_of(content: Content, code: str) -> bytes:
    return _made(get_layout(code).html(content), mark_of(content))


_made = cache(make_word)


def opened(data: bytes):
    return docx.Document(BytesIO(data))


def paragraphs_of(data: bytes) -> list[str]:
    """In reading order, those of cells included; a line break is a space."""
    return [text_of(one) for one in opened(data).element.body.iter(qn("w:p")) if text_of(one)]


def text_of(paragraph) -> str:
    return "".join(one.text if one.tag == qn("w:t") else " " for one in paragraph.iter(qn("w:t"), qn("w:br")))


def text_below_the_mark(data: bytes) -> str:
    """Without spaces, and without what the copy says of itself."""
    return squashed("".join(paragraphs_of(data)[3:])).replace(squashed(UNSIGNED), "")


def headings_of(data: bytes) -> list[tuple[str, str]]:
    document = opened(data)
    names = {style.style_id: style.element.find(qn("w:name")).get(qn("w:val")) for style in document.styles}
    styled = ((names[one.style], text_of(one)) for one in document.element.body.iter(qn("w:p")) if one.style)
    return [(HEADINGS[name], one_line(text)) for name, text in styled if name in HEADINGS]


# --- The page ---------------------------------------------------------------------------------------------------------


def page_of(content: Content, code: str):
    """Without what the copy leaves out."""
    body = lxml_html.document_fromstring(get_layout(code).html(content)).find("body")
    for one in body.xpath("//p[@class='where-to-check']"):
        one.drop_tree()
    return body


def page_text(content: Content, code: str) -> str:
    return squashed("".join(page_of(content, code).itertext()))


def page_headings(content: Content, code: str) -> list[tuple[str, str]]:
    return [(one.tag, one_line(one.text_content())) for one in page_of(content, code).iter("h1", "h2", "h3")]


def squashed(text: str) -> str:
    return SPACES.sub("", text)
