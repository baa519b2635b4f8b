"""The only module to import for a Word file, with those below it: they load python-docx, which web workers do not."""

import io
import re
import zipfile

import docx
from cssselect2 import ElementWrapper
from docx.document import Document
from lxml import html as lxml_html

from minutes.word import furniture, pictures
from minutes.word.body import Body
from minutes.word.cascade import Cascade
from minutes.word.dress import Dress, letters_of
from minutes.word.lists import Lists
from minutes.word.mark import UNSIGNED, Mark
from minutes.word.ooxml import element
from minutes.word.place import Place
from minutes.word.wardrobe import Wardrobe, default_styles

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of the zip format, as Word itself writes it."""
AFTER_PARAGRAPH = 4.0
UNUSED = ("stylesWithEffects", "webSettings", "fontTable", "theme", "customXml", "thumbnail", "extended-properties")
"""Parts of the library's model that belong to a computer and a day of long ago."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_word(html: str, mark: Mark) -> bytes:
    """A layout's page as a .docx. The same arguments give the same bytes; nothing is fetched."""
    root = _root(html)
    document = docx.Document()
    _strip(document)
    body = _fill(document, root, mark)
    furniture.set_page(document)
    furniture.set_habits(document.settings.element)
    page = root.find("body")
    running, version = page.get("data-running", ""), page.get("data-version", "")
    furniture.write_head_and_foot(document, running, version, mark, body.wardrobe)
    facts = {meta.get("name"): meta.get("content", "") for meta in root.iterfind("head/meta")}
    title = root.findtext("head/title", "").strip()
    furniture.describe(document, title, facts.get("author", ""), facts.get("dcterms.created", ""), mark)
    return _packed(document)


def _root(html: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    return lxml_html.document_fromstring(_NOT_IN_XML.sub("", html), parser=parser)


def _strip(document: Document) -> None:
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in UNUSED:
                del part.rels[key]


def _fill(document: Document, root: lxml_html.HtmlElement, mark: Mark) -> Body:
    page = ElementWrapper.from_html_root(root).query("body")
    cascade = Cascade(root.findtext("head/style", ""))
    style = cascade.of(page, {})
    default_styles(document.styles.element)
    wardrobe = Wardrobe(document.styles.element)
    wardrobe.worn("Normal", Dress(letters_of(style), after=AFTER_PARAGRAPH))
    into = document.element.body
    section = into.sectPr
    into.remove(section)
    body = Body(cascade, wardrobe, Lists(document.part.numbering_part.element), document.part, UNSIGNED)
    furniture.write_mark(into, mark, wardrobe, document.part)
    body.fill(page, style, Place(into))
    if into[-1].tag != element("w:p").tag:
        into.append(element("w:p"))
    into.append(section)
    pictures.number(into)
    return body


def _packed(document: Document) -> bytes:
    """Without the clock that the library writes beside each file."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return packed.getvalue()
