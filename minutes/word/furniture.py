"""Around the text: the page, its head and foot, the mark, and what the file says of itself."""

import datetime as dt
from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Mm

from minutes.word.dress import Border, Dress, Letters
from minutes.word.mark import Mark
from minutes.word.ooxml import add_tab_stops, element, run_properties
from minutes.word.place import PAGE_WIDTH
from minutes.word.wardrobe import LANGUAGE, Wardrobe
from minutes.word.words import Piece, runs

LONGEST_PROPERTY = 255
GREY, RED = "5B6770", "A4262C"
SMALL = Letters(size=7, color=GREY)
WARNING = Border(0.75, RED, padding=4)
UNDATED = dt.datetime(2000, 1, 1)


def set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.start_type = WD_SECTION.NEW_PAGE
    section.different_first_page_header_footer = True


def write_mark(into: Any, mark: Mark, wardrobe: Wardrobe, part: Any) -> None:
    """At the top of the first page, in a frame."""
    title = Letters(size=9, bold=True, color=RED)
    lines = ((mark.title, title, 0.0), (mark.text, Letters(size=8), 0.0), (mark.digest, Letters(size=7), 14.0))
    for text, letters, after in lines:
        dress = Dress(letters, left=5, right=5, after=after, borders=(WARNING,) * 4, hyphenates=False)
        properties = wardrobe.put_on("Mention de copie", dress)
        worn = wardrobe.worn("Mention de copie", dress)
        into.append(element("w:p", {}, properties, *runs([Piece(text, letters)], worn.letters, part)))


# --- Head and foot ----------------------------------------------------------------------------------------------------


def write_head_and_foot(document: Document, running: str, version: str, mark: Mark, wardrobe: Wardrobe) -> None:
    """The first page has its title: it does not repeat it."""
    section = document.sections[0]
    for header, title in ((section.header, running), (section.first_page_header, "")):
        warned = _run(mark.running, Letters(size=7, bold=True, color=RED))
        _write(header, "header", [[*_texts(title), element("w:r", {}, element("w:tab")), warned]], wardrobe)
    *own, last = version.splitlines() or [""]
    for footer in (section.footer, section.first_page_footer):
        _write(footer, "footer", [*map(_texts, own), [*_texts(last), *_page_numbers()]], wardrobe)


def _write(story: Any, style: str, lines: list[list[Any]], wardrobe: Wardrobe) -> None:
    story.is_linked_to_previous = False
    for old in list(story._element):
        story._element.remove(old)
    for line in lines:
        properties = wardrobe.put_on(style, Dress(SMALL, hyphenates=False))
        add_tab_stops(properties, [PAGE_WIDTH])
        story._element.append(element("w:p", {}, properties, *line))


def _texts(text: str) -> list[Any]:
    return [_run(text)] if text else []


def _run(text: str, letters: Letters = SMALL) -> Any:
    said = element("w:t", {"xml:space": "preserve"})
    said.text = text
    return element("w:r", {}, run_properties(letters, SMALL), said)


def _page_numbers() -> list[Any]:
    """« page 2 / 5 ». The only fields of the file, and they hold no text of anybody's."""
    tab = element("w:r", {}, element("w:tab"))
    return [tab, _run("page "), _field("PAGE"), _run(" / "), _field("NUMPAGES")]


def _field(name: str) -> Any:
    return element("w:fldSimple", {"w:instr": name}, _run("1"))


# --- What the file says of itself -------------------------------------------------------------------------------------


def describe(document: Document, title: str, author: str, dated: str, mark: Mark) -> None:
    """The same moment as in the PDF: a clock would make every copy differ."""
    about = document.core_properties
    about.title, about.author = title[:LONGEST_PROPERTY], author[:LONGEST_PROPERTY]
    about.subject = "Compte rendu de réunion"
    about.comments = f"{mark.title}. {mark.text} {mark.digest}"[:LONGEST_PROPERTY]
    about.content_status, about.language = mark.status, LANGUAGE
    about.keywords, about.category, about.version, about.last_modified_by = "", "", "", "ClusterHub"
    about.revision = 1
    moment = dt.datetime.fromisoformat(dated) if dated else UNDATED
    about.created = about.modified = moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def set_habits(settings: Any) -> None:
    """French, hyphenated, as Word has laid out since 2013."""
    for child in list(settings):
        settings.remove(child)
    word = "http://schemas.microsoft.com/office/word"
    mode = element("w:compatSetting", {"w:name": "compatibilityMode", "w:uri": word, "w:val": 15})
    settings.extend(
        (
            element("w:zoom", {"w:percent": 100}),
            element("w:defaultTabStop", {"w:val": 709}),
            element("w:autoHyphenation"),
            element("w:consecutiveHyphenLimit", {"w:val": 2}),
            element("w:doNotHyphenateCaps"),
            element("w:characterSpacingControl", {"w:val": "doNotCompress"}),
            element("w:compat", {}, mode),
            element("w:themeFontLang", {"w:val": LANGUAGE}),
            element("w:decimalSymbol", {"w:val": ","}),
            element("w:listSeparator", {"w:val": ";"}),
        )
    )
