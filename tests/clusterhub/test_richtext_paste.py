"""What comes from the clipboard: Word's lists and comments, tables, pictures."""

import re

import pytest

from clusterhub.web.richtext import blocks_of, clean, pictures_in, to_text
from clusterhub.web.richtext.blocks import Cell, Figure, Listing, Paragraph, Row, Run, Table
from clusterhub.web.richtext.reading import MAX_CAPTION, MAX_FIGURES, MAX_LIST_DEPTH
from clusterhub.web.richtext.tables import MAX_COLUMNS, MAX_ROWS

NUMBER = "0f2c6a9e-1b7d-4c53-8a3e-5d9b7f104e26"
PICTURE = f'<img src="/images/{NUMBER}/" alt="Carte">'


# --- Word -------------------------------------------------------------------------------------------------------------


def in_word(mark: str, text: str, level: int = 1, numbering: int = 0) -> str:
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l{numbering} level{level} lfo1'>"
        f"<![if !supportLists]><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>"
        f"&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>{text}<o:p></o:p></p>\n"
    )


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (in_word("·", "un") + in_word("·", "deux"), "<ul><li>un</li><li>deux</li></ul>"),
        (in_word("1.", "un") + in_word("2.", "deux"), "<ol><li>un</li><li>deux</li></ol>"),
        (
            in_word("·", "un") + in_word("o", "un bis", 2) + in_word("§", "ter", 3) + in_word("·", "deux"),
            "<ul><li>un<ul><li>un bis<ul><li>ter</li></ul></li></ul></li><li>deux</li></ul>",
        ),
        (
            in_word("1.", "un") + in_word("a)", "petit a", 2) + in_word("b)", "petit b", 2) + in_word("2.", "deux"),
            "<ol><li>un<ol><li>petit a</li><li>petit b</li></ol></li><li>deux</li></ol>",
        ),
        (in_word("1.", "un") + in_word("1.", "autre liste", 1, 1), "<ol><li>un</li></ol><ol><li>autre liste</li></ol>"),
        (in_word("·", "un") + in_word("1.", "deux"), "<ul><li>un</li></ul><ol><li>deux</li></ol>"),
        (in_word("o", "à l’intérieur d’abord", 2), "<ul><li>à l’intérieur d’abord</li></ul>"),
        (in_word("·", "A la <b>réunion</b>"), "<ul><li>A la <strong>réunion</strong></li></ul>"),
        ("<p style='mso-list:l0 level1 lfo1'>sans marque</p>", "<ul><li>sans marque</li></ul>"),
        (
            f"<table><tr><td>{in_word('·', 'un')}</td></tr></table>",
            "<table><tbody><tr><td><ul><li>un</li></ul></td></tr></tbody></table>",
        ),
        (
            "<p class=MsoNormal>Fait<a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[AB1]</a>.</p>"
            "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Vraiment ?</p></div></div>",
            "<p>Fait.</p>",
        ),
        (
            "<h2 style='mso-list:l0 level1 lfo1'>1.<span>&nbsp;&nbsp; </span>Suivi</h2><p>[bookmark: _GoBack]Texte</p>",
            "<ol><li>Suivi</li></ol><p>Texte</p>",
        ),
    ],
)
def test_what_word_pastes_is_what_was_seen(pasted, stored):
    html = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=FR>{pasted}</body></html>'
    assert clean(html) == stored
    assert clean(stored) == stored


def test_level_beyond_the_deepest_list_stays_in_it():
    pasted = "".join(in_word("·", str(level), level) for level in range(1, 8))
    assert to_text(pasted).split("\n") == ["- 1", "  - 2", "    - 3", *(f"      - {level}" for level in range(4, 8))]


# --- Tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (
            "<table><tr><td><b>Région</b></td><td><p><b>Sites</b></p></td></tr><tr><td>Gao</td><td>4</td></tr></table>",
            "<table><thead><tr><th><strong>Région</strong></th><th><strong>Sites</strong></th></tr></thead>"
            "<tbody><tr><td>Gao</td><td>4</td></tr></tbody></table>",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><th>c</th><td>d</td></tr></table>",
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th>c</th><td>d</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td><b>A</b></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
            "<table><tbody><tr><td><strong>A</strong></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            '<table><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>',
        ),
        (
            "<table><tr><td colspan=1000000 rowspan=-1 width=9999 style='x' onclick=y()>a</td></tr></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
    ],
)
def test_table_is_plain_and_fits(pasted, stored):
    assert clean(pasted) == stored
    assert clean(stored) == stored


def row(columns: int) -> str:
    return f"<tr>{'<td>x</td>' * columns}</tr>"


@pytest.mark.parametrize(
    "rows",
    [
        row(MAX_COLUMNS + 1),
        "<tr><td colspan=12>x</td><td>x</td></tr>",
        f"<tr><td rowspan=2 colspan=2>x</td></tr>{row(MAX_COLUMNS - 1)}",
        row(2) * (MAX_ROWS + 1),
    ],
)
def test_table_too_large_becomes_lines(rows):
    stored = clean(f"<table>{rows}</table>")
    assert "<table" not in stored
    assert stored.count("x") == rows.count("x</td>")
    assert to_text(stored).split("\n")[0].startswith("x")


def test_largest_table_stays_one():
    assert clean(f"<table>{row(MAX_COLUMNS) * MAX_ROWS}</table>").count("<tr>") == MAX_ROWS


# --- Hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pasted",
    [
        "<div>" * 10_000 + "fond",
        "<ul>" * 10_000 + "<li>fond",
        "<table><tr><td>" * 10_000 + "fond",
        "<table><tr><td colspan=1000000 rowspan=1000000>fond</td></tr></table>",
        f"<p class='{'a' * 90_000}' style='{'b' * 90_000}'>fond</p>",
        f"<img src='/images/{NUMBER}/' alt='{'a' * 150_000}'>fond",
        "".join(f"<p style='mso-list:l0 level{9 - i % 9} lfo1'>·\u00a0a</p>" for i in range(3000)) + "fond",
    ],
)
def test_what_is_deep_or_wide_is_stored_flat_and_small(pasted):
    stored = clean(pasted, pictures=None)
    assert "fond" in stored
    assert deepest(stored) <= 2 * MAX_LIST_DEPTH + 3
    assert [int(span) for span in re.findall(r"span=\"(\d+)\"", stored) if int(span) > MAX_COLUMNS] == []
    assert len(stored) < 60_000


def deepest(html: str) -> int:
    depths, depth = [0], 0
    for closing in re.findall(r"<(/?)(?:p|ul|ol|li|table|thead|tbody|tr|td|th|strong|em|a)\b", html):
        depth += -1 if closing else 1
        depths.append(depth)
    return max(depths)


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (PICTURE, PICTURE),
        (f"<p>avant {PICTURE} après</p>", f"<p>avant</p>{PICTURE}<p>après</p>"),
        (f"<ul><li>a{PICTURE}b</li></ul>", f"<ul><li>a{PICTURE}b</li></ul>"),
        (f"<table><tr><td>{PICTURE}</td></tr></table>", f"<table><tbody><tr><td>{PICTURE}</td></tr></tbody></table>"),
        (PICTURE.replace("Carte", "a&quot;b &lt;c&gt;\n d"), PICTURE.replace("Carte", "a&quot;b &lt;c&gt; d")),
        (PICTURE.replace(' alt="Carte"', " width=9000 style='x'"), PICTURE.replace("Carte", "")),
        ("<p>a<img src='https://example.org/x.png' alt='Carte'>b</p>", "<p>ab</p>"),
        ("<p>a<img src='data:image/png;base64,AAAA'>b</p>", "<p>ab</p>"),
        (f"<p>a<img src='//example.org/images/{NUMBER}/'>b</p>", "<p>ab</p>"),
        (f"<p>a<img src='/images/{NUMBER.upper()}/'>b</p>", "<p>ab</p>"),
    ],
)
def test_only_pictures_of_ours_stay(pasted, stored):
    assert clean(pasted, pictures=None) == stored
    assert clean(stored, pictures=None) == stored


@pytest.mark.parametrize("around", ["{}", "<ul><li>{}</li></ul>", "<table><tbody><tr><td>{}</td></tr></tbody></table>"])
def test_unknown_picture_becomes_its_caption(around):
    own, foreign = PICTURE, PICTURE.replace(NUMBER, NUMBER.replace("0", "1"))
    stored = clean(around.format(own + foreign), pictures=[NUMBER])
    assert stored == clean(around.format(f"{own}<p>[image : Carte]</p>"), pictures=[NUMBER])
    assert pictures_in(stored) == [NUMBER]


def test_no_picture_stays_unasked():
    assert clean(f"<p>a</p>{PICTURE}") == "<p>a</p><p>[image : Carte]</p>"


def test_picture_is_read_aloud_by_its_caption():
    assert to_text(f"<p>Voir :</p>{PICTURE}") == "Voir :\n[image : Carte]"


def test_picture_alone_is_a_text():
    assert blocks_of(PICTURE) == [Figure(NUMBER, "Carte")]


def test_pictures_and_captions_are_bounded():
    stored = clean(PICTURE.replace("Carte", "é" * 900) * (MAX_FIGURES + 5), pictures=None)
    assert len(pictures_in(stored)) == MAX_FIGURES
    assert stored.count("é") == MAX_FIGURES * MAX_CAPTION


def test_address_written_as_text_shows_no_picture():
    assert pictures_in(f"<p>/images/{NUMBER}/</p><p>&lt;img src=/images/{NUMBER}/></p>") == []


def test_blocks_of_a_text():
    html = "<p>a <b>b</b></p><ol><li>c</li></ol><table><tr><td colspan=2>d</td></tr></table>"
    assert blocks_of(html) == [
        Paragraph([Run("a "), Run("b", strong=True)]),
        Listing(True, [[Paragraph([Run("c")])]]),
        Table([Row(False, [Cell(False, 2, 1, [Paragraph([Run("d")])])])]),
    ]
