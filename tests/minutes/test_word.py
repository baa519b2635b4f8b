"""The Word file of a record: the words of the page, real headings, lists and tables, and a mark that it is a copy."""

import dataclasses
import re
import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import qn

from clusterhub.web.typography import french
from minutes.content import Action
from minutes.editions import for_edition
from minutes.layouts import get_layout
from minutes.render import RenderRefused
from minutes.render.pictures import with_pictures
from minutes.word import Mark, mark_of, word_bounded
from minutes.word.engine import make_word
from tests.minutes import edge, pasted
from tests.minutes.reading import parts_of_word
from tests.minutes.sample import MEETING, draft_content, empty_content, sample_content
from tests.minutes.test_layout_prints import facts_of
from tests.minutes.word import (
    CODES,
    headings_of,
    opened,
    page_headings,
    page_of,
    page_text,
    paragraphs_of,
    squashed,
    text_below_the_mark,
    word_of,
)

pytestmark = pytest.mark.once
SEALED = {"public_key": "k" * 22, "base_url": "https://clusterhub.example.org"}
CONTENTS = {
    "sealed": lambda: sample_content(**SEALED),
    "draft": draft_content,
    "empty": empty_content,
    "crowded": edge.crowded_content,
    "headings": edge.headings_content,
    "closed": edge.closed_content,
    "members": edge.members_content,
    "public": lambda: for_edition(edge.closed_content(), "public"),
    "contacts": lambda: sample_content(prints_contacts=True),
    "erratum": lambda: sample_content(version_number=2, supersedes=1, reason="Un nom corrigé."),
}
MARK = Mark("Projet", "Projet, version 1", "Copie modifiable.", "SHA-256 du contenu : 00")


def page(body: str, css: str = "") -> str:
    return f'<html lang="fr"><head><title>T</title><style>{css}</style></head><body>{body}</body></html>'


def body_of(html: str, css: str = ""):
    return opened(make_word(page(html, css), MARK)).element.body


def said_in(html: str) -> list[str]:
    return paragraphs_of(make_word(page(html), MARK))[3:]


# --- The same text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", CONTENTS)
def test_words_are_those_of_the_page_in_its_order(name, code):
    content = CONTENTS[name]()
    assert text_below_the_mark(word_of(content, code)) == page_text(content, code)


@pytest.mark.parametrize("code", CODES[:-1])
@pytest.mark.parametrize("name", ["sealed", "crowded"])
def test_nothing_of_the_content_is_lost(name, code):
    text = text_below_the_mark(word_of(CONTENTS[name](), code))
    assert [part for part in facts_of(CONTENTS[name]()) if squashed(french(part)).rstrip(".") not in text] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["sealed", "headings", "empty"])
def test_headings_are_word_headings_of_the_same_levels(name, code):
    content = CONTENTS[name]()
    assert headings_of(word_of(content, code)) == page_headings(content, code)


def test_headings_can_be_navigated():
    styles = opened(word_of(edge.headings_content(), "e")).styles
    levels = {one.name: one.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) for one in styles if one.name in
              ("Heading 1", "Heading 2")}  # fmt: skip
    assert levels == {"Heading 1": "0", "Heading 2": "1"}


@pytest.mark.parametrize("code", CODES)
def test_letters_of_mali_come_out(code):
    assert text_below_the_mark(word_of(edge.crowded_content(), code)).count(squashed(edge.LETTERS)) == edge.LINES


# --- Editions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("edition", ["members", "public"])
def test_what_is_restricted_is_in_no_part_of_the_file(code, edition):
    content = for_edition(edge.closed_content(), edition)
    data = word_of(content, code)
    assert re.findall("INCIDENT|SECRET|CACHEE|CRP-2016-11-09|secret|kone@", "".join(parts_of_word(data).values())) == []
    text = french(" ".join(paragraphs_of(data)))
    assert "1 point réservé à la coordination n’est pas reproduit." in " ".join(text.split())
    assert "1 action réservée à la coordination n’est pas reproduite." in " ".join(text.split())


@pytest.mark.parametrize("code", CODES)
def test_coordination_has_everything(code):
    text = text_below_the_mark(word_of(edge.closed_content(), code))
    assert [word for word in ("INCIDENT", "SECRET", "CACHEE", "réservé") if word in text] == [
        "INCIDENT",
        "SECRET",
        "CACHEE",
    ]


# --- Not the sealed document ------------------------------------------------------------------------------------------


def test_copy_of_what_was_adopted_says_so_and_where_to_check():
    content = sample_content(**SEALED)
    lines = paragraphs_of(word_of(content, "a"))
    assert lines[:3] == [
        "Adopté, version 1 · édition des membres",
        f"Copie modifiable : seul le document scellé (PDF) fait foi. Il se vérifie sur {content.verification_url}",
        f"SHA-256 du contenu : {content.sha256()}",
    ]
    assert "L’authenticité de ce document" not in " ".join(lines)


def test_copy_of_a_project_says_that_nothing_is_adopted():
    lines = paragraphs_of(word_of(draft_content(edition="coordination"), "a"))
    assert lines[:2] == [
        "Projet, version 0 · édition de la coordination",
        "Copie modifiable d’un projet : rien n’est encore adopté ni signé.",
    ]


@pytest.mark.parametrize(("content", "said"), [(sample_content(), "Adopté"), (draft_content(), "Projet")])
def test_every_page_and_the_properties_say_that_it_is_a_copy(content, said):
    document = opened(word_of(content, "c"))
    section = document.sections[0]
    heads = [story.paragraphs[0].text for story in (section.header, section.first_page_header)]
    assert [head.partition("\t")[2] for head in heads] == [f"{said} · copie modifiable"] * 2
    assert document.core_properties.content_status == said
    assert content.sha256() in document.core_properties.comments


@pytest.mark.parametrize("code", CODES)
def test_nobody_can_sign_the_copy_by_mistake(code):
    lines = paragraphs_of(word_of(sample_content(), code))
    assert lines.count("Signature : voir le document scellé (PDF)") == 2
    assert "La présidente de séance" in lines


# --- A good Word file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_file_is_french_a4_and_numbered(code):
    document = opened(word_of(sample_content(), code))
    languages = {value for part in parts_of_word(word_of(sample_content(), code)).values() for value in
                 re.findall(r'<w:(?:lang|themeFontLang) w:val="([^"]*)"', part)}  # fmt: skip
    section = document.sections[0]
    assert languages == {"fr-FR"}
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.footer.paragraphs[-1].text.startswith("Version 1 · empreinte ")


def test_properties_describe_the_record():
    about = opened(word_of(sample_content(), "a")).core_properties
    assert (about.title, about.author) == (
        french(
            "Compte rendu de la réunion des partenaires du Cluster Relèvement Précoce (15 novembre 2016, 14 h 30, PNUD)"
        ),
        "Cluster Relèvement Précoce",
    )
    assert (about.subject, about.language) == ("Compte rendu de réunion", "fr-FR")
    assert about.created.isoformat() == about.modified.isoformat() == "2016-11-28T09:00:00+00:00"


def test_long_title_does_not_break_the_properties():
    meeting = dataclasses.replace(MEETING, cluster_name="Cluster " + "très " * 80 + "long")
    about = opened(word_of(sample_content(meeting=meeting), "a")).core_properties
    assert (len(about.title), len(about.author)) == (255, 255)


@pytest.mark.parametrize("code", CODES)
def test_header_rows_come_again_on_each_page(code):
    content = edge.crowded_content()
    tables = page_of(content, code).iter("table")
    body = opened(word_of(content, code)).element.body
    heads = [[text.text for text in row.iter(qn("w:t"))] for row in body.iter(qn("w:tr")) if is_head(row)]
    assert heads == [[cell.text_content() for cell in table.iterfind("thead/tr/th")] for table in tables]
    assert len(heads) >= (0 if code == "d" else 1)


def is_head(row) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


@pytest.mark.parametrize("code", CODES)
def test_columns_add_up_in_every_row(code):
    for table in opened(word_of(sample_content(prints_contacts=True), code)).element.body.iter(qn("w:tbl")):
        columns = [int(one.get(qn("w:w"))) for one in table.iter(qn("w:gridCol"))]
        spans = [sum(span_of(cell) for cell in row.tc_lst) for row in table.tr_lst]
        assert set(spans) == {len(columns)}
        assert sum(columns) == pytest.approx(174 / 25.4 * 1440, abs=len(columns))


def span_of(cell) -> int:
    found = cell.find(f".//{qn('w:gridSpan')}")
    return 1 if found is None else int(found.get(qn("w:val")))


def test_columns_are_as_wide_as_the_layout_says():
    first = opened(word_of(sample_content(), "a")).element.body.find(qn("w:tbl"))
    widths = [int(one.get(qn("w:w"))) for one in first.iter(qn("w:gridCol"))]
    assert [round(100 * width / sum(widths)) for width in widths] == [25, 49, 26]


def test_short_rows_stay_whole_and_long_ones_may_break():
    rows = {
        text_in(row)[:20]: row for row in opened(word_of(edge.crowded_content(), "b")).element.body.iter(qn("w:tr"))
    }
    action = next(row for text, row in rows.items() if text.startswith("CRP-2016-11-02"))
    story = next(row for text, row in rows.items() if text.startswith("3. Nouveaux membres"))
    assert [one.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for one in (action, story)] == [True, False]


def test_heading_of_a_group_stays_with_what_follows():
    rows = opened(word_of(edge.headings_content(), "a")).element.body.iter(qn("w:tr"))
    groups = [row for row in rows if text_in(row).endswith("GROUPE7")]
    assert [[one.pPr.keepNext_val for one in row.iter(qn("w:p"))] for row in groups] == [[True]]


def text_in(row) -> str:
    return "".join(one.text for one in row.iter(qn("w:t")))


SEQUENCES = {
    "w:pPr": "pStyle keepNext keepLines numPr pBdr shd tabs suppressAutoHyphens spacing ind jc outlineLvl",
    "w:rPr": "rStyle rFonts b i color spacing sz szCs u lang",
    "w:tblPr": "tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "w:tcPr": "tcW gridSpan vMerge shd",
    "w:trPr": "cantSplit tblHeader",
    "w:lvl": "start numFmt lvlText lvlJc pPr rPr",
    "w:style": "name basedOn next qFormat pPr rPr",
    "w:numbering": "abstractNum num",
    "w:tbl": "tblPr tblGrid tr",
    "w:tc": "tcPr",
    "w:settings": "zoom defaultTabStop autoHyphenation consecutiveHyphenLimit doNotHyphenateCaps "
    "characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
"""The order that the standard asks for, of what we write: Word refuses any other."""


@pytest.mark.parametrize("code", CODES)
def test_everything_stands_in_the_order_of_the_standard(code):
    document = opened(word_of(sample_content(prints_contacts=True, supersedes=1), code))
    roots = document.element, document.styles.element, document.part.numbering_part.element, document.settings.element
    wrong = [
        (one.tag, names)
        for tag, sequence in SEQUENCES.items()
        for root in roots
        for one in root.iter(qn(tag))
        if not in_order(names := [child.tag.partition("}")[2] for child in one], sequence.split())
    ]
    assert wrong == []


def in_order(names: list[str], sequence: list[str]) -> bool:
    places = [sequence.index(name) if name in sequence else len(sequence) for name in names]
    return places == sorted(places)


@pytest.mark.parametrize("code", CODES)
def test_every_style_and_list_that_is_used_exists(code):
    document = opened(word_of(sample_content(), code))
    used = {one.get(qn("w:val")) for one in document.element.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:basedOn"))}
    assert used <= {style.style_id for style in document.styles}
    lists = {one.get(qn("w:numId")) for one in document.part.numbering_part.element.iter(qn("w:num"))}
    assert {one.get(qn("w:val")) for one in document.element.iter(qn("w:numId"))} <= lists


def test_parts_of_the_library_s_own_model_are_left_out():
    names = set(parts_of_word(word_of(sample_content(), "a")))
    assert {name for name in names if re.search("theme|custom|Effects|thumbnail|app", name)} == set()


# --- The same bytes ---------------------------------------------------------------------------------------------------


def test_same_content_gives_the_same_bytes_in_the_child_process_too():
    content = sample_content(**SEALED)
    data = word_of(content, "e")
    from_page = html_of(content, "e"), mark_of(content)
    assert make_word(*from_page) == word_bounded(*from_page) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None


def html_of(content, code):
    return get_layout(code).html(content)


@pytest.mark.parametrize(("bounds", "said"), [({"seconds": 0}, "plus de 0 secondes"), ({"megabytes": 30}, "trop long")])
def test_file_that_asks_for_too_much_is_refused_in_french(bounds, said):
    with pytest.raises(RenderRefused, match=said):
        word_bounded(page("<p>x</p>"), MARK, **bounds)


# --- Rich text --------------------------------------------------------------------------------------------------------


def test_bold_italics_and_breaks_are_kept():
    (paragraph,) = body_of("<p>A <strong>gras</strong> <em>ital</em><br>B</p>").p_lst[3:]
    runs = [(text_of_run(run), on(run, "w:b"), on(run, "w:i")) for run in paragraph.r_lst]
    assert [one for one in runs if one[0].strip()] == [
        ("A ", None, None), ("gras", "1", None), ("ital", None, "1"), ("B", None, None)
    ]  # fmt: skip
    assert len(list(paragraph.iter(qn("w:br")))) == 1


def text_of_run(run) -> str:
    return "".join(one.text for one in run.iter(qn("w:t")))


def on(run, tag: str) -> str | None:
    found = run.find(f"{qn('w:rPr')}/{qn(tag)}")
    return None if found is None else found.get(qn("w:val"))


def test_lists_are_lists_and_each_numbered_one_begins_again():
    html = page("<ol><li>Un<ul><li>Sous</li></ul></li><li>Deux</li></ol><p>x</p><ol><li>Un</li></ol>")
    document = opened(make_word(html, MARK))
    places = [one.pPr.numPr for one in document.element.body.p_lst if one.pPr.numPr is not None]
    first, nested, second, again = ((place.numId.val, place.ilvl.val) for place in places)
    assert (first, nested[1], again[1]) == (second, 1, 0)
    assert len({first[0], nested[0], again[0]}) == 3
    lists = document.part.numbering_part.element
    begins = {one.numId: [start.val for start in one.iter(qn("w:startOverride"))] for one in lists.num_lst}
    assert (begins[first[0]], begins[again[0]]) == ([1], [1])


def test_second_paragraph_of_an_item_has_no_mark_of_its_own():
    first, second = body_of("<ul><li><p>Un</p><p>Suite</p></li></ul>").p_lst[3:]
    assert (first.pPr.numPr is None, second.pPr.numPr is None) == (False, True)
    assert second.pPr.ind.left.mm == pytest.approx(5, abs=0.1)


def test_table_in_a_text_keeps_its_cells_that_span():
    html = "<table><tr><td rowspan=2>r</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan=2>c</td></tr></table>"
    (table,) = body_of(html).tbl_lst
    assert [[span_of(cell) for cell in row.tc_lst] for row in table.tr_lst] == [[1, 1], [1, 1], [2]]
    assert [one.get(qn("w:val")) for one in table.iter(qn("w:vMerge"))] == ["restart", None]


def test_two_tables_in_a_row_stay_two_and_a_cell_ends_with_a_paragraph():
    table = "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"
    body = body_of(table * 2)
    assert [one.tag for one in body[3:7]] == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p")]
    assert {cell[-1].tag for cell in body.iter(qn("w:tc"))} == {qn("w:p")}


def test_table_wider_than_word_allows_keeps_its_words():
    cells = "".join(f"<td colspan=9>c{i}</td>" for i in range(30))
    body = body_of(f"<table><tr>{cells}</tr></table>")
    assert "".join(one.text for one in body.iter(qn("w:t"))).endswith("".join(f"c{i}" for i in range(30)))
    assert len(list(body.iter(qn("w:gridCol")))) == 60


@pytest.mark.parametrize("element", ["<span>s</span>", "<code>s</code>", "<unknown>s</unknown>", "<dl><dt>s</dt></dl>"])
def test_unknown_element_keeps_its_words(element):
    assert said_in(f"<p>a</p>{element}<p>b</p>") == ["a", "s", "b"]


def test_characters_that_xml_cannot_hold_are_dropped():
    content = sample_content(actions=(Action(reference="R\x00\x0b\ufffe1", description_html="<p>a\x1fb</p>"),))
    lines = paragraphs_of(make_word(html_of(content, "a"), mark_of(draft_content())))
    assert ("R1" in lines, "ab" in lines) == (True, True)


# --- Nothing active, nothing fetched ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://example.org/é?a=1&b=[2]#c", "https://example.org/%C3%A9?a=1&amp;b=%5B2%5D#c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//example.org/x", None),
        ("/reunions/", None),
        ("http://", None),
        ("http://example.org:99999/", None),
        ("http://[x/", None),
        ("http://example.org/" + "x" * 3000, None),
    ],
)
def test_only_addresses_of_the_web_and_of_mailboxes_are_links(href, target):
    data = make_word(page(f'<p><a href="{href}">ici</a></p>'), MARK)
    relations = parts_of_word(data)["word/_rels/document.xml.rels"]
    assert re.findall(r'Target="([^"]*)" TargetMode="External"', relations) == ([target] if target else [])
    assert paragraphs_of(data)[-1] == "ici"


FORMULAS = (
    "=1+1",
    "{ PAGE }",
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
    'INCLUDETEXT "http://example.org"',
    "@SUM(A1)",
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_never_becomes_a_field(formula):
    content = sample_content(actions=(Action(reference=formula, description_html=f"<p>{formula}</p>"),))
    parts = parts_of_word(word_of(content, "a"))
    assert re.findall("fldSimple|instrText|fldChar|altChunk|w:object", parts["word/document.xml"]) == []
    assert squashed(french(formula)) in squashed("".join(opened(word_of(content, "a")).element.body.itertext()))


@pytest.mark.parametrize("code", CODES)
def test_hostile_markup_makes_nothing_active(code):
    payload = '<script>alert(1)</script><img src="https://example.org/x.png"><td colspan="1000000">x</td>'
    meeting = dataclasses.replace(MEETING, title=payload, host=payload, cluster_name=payload)
    parts = parts_of_word(word_of(sample_content(meeting=meeting, **SEALED), code))
    assert [name for name, text in parts.items() if name.endswith(".rels") and "External" in text] == []


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PIXEL = f"data:image/png;base64,{DOT}"


def test_picture_of_the_page_is_kept_with_what_is_said_of_it():
    data = make_word(page(f'<p>a</p><img src="{PIXEL}" alt="Carte des cercles">'), MARK)
    described = [one.get("descr") for one in opened(data).element.body.iter(qn("wp:docPr"))]
    assert described == ["Carte des cercles"]
    assert [name for name in names_in(data) if name.startswith("word/media/")] == ["word/media/image1.png"]


@pytest.mark.parametrize("code", CODES)
def test_what_people_paste_is_kept_with_its_captions(code):
    content = pasted.pasted_content()
    html = with_pictures(html_of(content, code), content, pasted.FILES)
    data = make_word(html, mark_of(content))
    assert text_below_the_mark(data) == page_text(content, code)
    pictures = list(opened(data).element.body.iter(qn("wp:extent")))
    assert len(pictures) == html.count("<img src=")
    assert max(int(one.get("cy")) for one in pictures) <= 90 * EMU_PER_MM
    assert len({name for name in names_in(data) if name.startswith("word/media/")}) == len(pasted.FILES)


EMU_PER_MM = 36_000


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.namelist()


def test_pictures_have_a_number_each():
    body = body_of(f'<p class="logos"><img src="{PIXEL}" alt="A"> <img src="{PIXEL}" alt="B"></p><img src="{PIXEL}">')
    assert [one.get("id") for one in body.iter(qn("wp:docPr"))] == ["1", "2", "3"]


@pytest.mark.parametrize("source", ["https://example.org/x.png", "/images/1/", "file:///etc/passwd", PIXEL[:40]])
def test_picture_that_is_not_in_the_page_is_said_in_words(source):
    assert said_in(f'<p>a</p><img src="{source}" alt="Carte"><p>b</p>') == ["a", "[image : Carte]", "b"]
