"""What a cluster adds to any layout: logos, texts, the name of the document, its own words for roles."""

import dataclasses
import re
import subprocess
from collections import Counter

import pytest

from clusterhub.web.typography import french
from minutes.content import Content, RoleLine
from minutes.layouts import get_layout
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from tests.minutes.reading import one_line, text_of
from tests.minutes.sample import draft_content, empty_content, long_content, sample_content
from tests.minutes.styles import FOOTER, HEADER, style
from tests.minutes.test_layout_all import ALL
from tests.minutes.test_layout_all import text_of as text_in
from tests.tools import require_tool

PAYLOAD = "\"'><script>alert(1)</script>{{7|add:7}}"


def html_of(code, **changes):
    return get_layout(code).html(sample_content(**changes))


def body_of(code, **changes):
    return html_of(code, **changes).partition("</style>")[2]


@pytest.mark.parametrize("code", ALL)
def test_masthead_comes_before_the_title_with_what_the_logos_show(code):
    body = body_of(code, style=style())
    assert re.findall(r'<img [^>]*alt="([^"]*)"', body) == ["Logo du cluster", "Emblème"]
    assert body.index("data:image/png;base64,") < body.index("header-text") < body.index("<h1>")


@pytest.mark.parametrize("code", ALL)
def test_cluster_without_style_has_no_masthead(code):
    assert re.findall("masthead|<img|header-text", html_of(code)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"header_text": ""}, ["logos"]),
        ({"logos": ()}, ["header-text"]),
        ({"logos": (), "header_text": ""}, []),
    ],
)
def test_masthead_prints_no_empty_part(changes, found):
    assert re.findall(r'<p class="(logos|header-text)">', body_of("a", style=style(**changes))) == found


@pytest.mark.parametrize("code", ALL)
def test_empty_record_with_style_still_has_no_chapter(code):
    html = get_layout(code).html(empty_content(style=style())).partition("</style>")[2]
    assert re.findall(r"<(?:h2|h3|table|ul|ol|section)\b", html) == []


@pytest.mark.parametrize("code", ALL)
def test_running_head_and_foot_begin_with_the_cluster_s_texts(code):
    running, foot = (re.search(f'data-{name}="([^"]*)"', html_of(code, style=style()))[1] for name in RUNNING)
    assert one_line(running).startswith(HEADER)
    assert one_line(foot).startswith(one_line(french(FOOTER)))
    assert ("Compte rendu" in running, "Version 1" in foot) == (True, True)


RUNNING = ("running", "version")


@pytest.mark.parametrize("code", ALL)
def test_proces_verbal_is_called_so_everywhere(code):
    html = html_of(code, document_label="Procès-verbal")
    assert re.search(r"<title>Procès-verbal", html)
    assert "procès-verbal" in one_line(re.search(r"<h1>(.*?)</h1>", html)[1]).lower()
    assert "· Procès-verbal ·" in re.search('data-running="([^"]*)"', html)[1]
    assert "ompte rendu" not in html


@pytest.mark.parametrize("code", ALL)
def test_words_that_the_cluster_chose_for_a_role_win_over_the_layout_s(code):
    roles = (RoleLine(role="rapporteur", label="Préparé par", name="Mariam Fané"),)
    own = text_in(body_of(code, roles=roles, style=style(), signatures_expected=()))
    assert ("Préparé par : Mariam Fané" in own, "Prise de notes" in own) == (True, False)


def test_layout_s_words_stand_where_the_cluster_chose_none():
    assert "Prise de notes : Mariam Fané" in text_in(body_of("e", style=style(own_labels=("chair",))))


@pytest.mark.parametrize("code", ALL)
def test_hostile_style_is_shown_as_text(code):
    logos = tuple(dataclasses.replace(one, alt=PAYLOAD) for one in style().logos)
    body = body_of(code, style=style(logos=logos, header_text=PAYLOAD, footer_text=PAYLOAD), document_label=PAYLOAD)
    assert ("<script" in body, body.count("&lt;script&gt;alert(1)&lt;/script&gt;{{7|add:7}}") > 4) == (False, True)


# --- Frozen -----------------------------------------------------------------------------------------------------------


def test_content_without_style_keeps_its_fingerprint():
    assert '"style"' not in sample_content().to_json()


def test_style_comes_back_from_json_with_its_logos():
    content = sample_content(style=style())
    assert Content.from_json(content.to_json()) == content
    assert content.sha256() != sample_content(style=style(logos=())).sha256()


# --- In the PDF -------------------------------------------------------------------------------------------------------


def pictures_by_page(path):
    """The square code is on each."""
    command = [require_tool("pdfimages"), "-list", str(path)]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    return [count for _, count in sorted(Counter(int(row.split()[0]) for row in rows).items())]


ADDRESS = {"public_key": "A" * 22, "base_url": "https://clusterhub.example.org"}


@pytest.mark.parametrize("code", ["a", "c"])
def test_every_page_bears_the_texts_and_only_the_first_the_logos(code, tmp_path):
    pdf = render_minutes(sample_content(style=style(), **ADDRESS), code, render=render_pdf).pdf
    (tmp_path / "styled.pdf").write_bytes(pdf)
    pages = text_of(pdf, tmp_path, keep_lines=True).strip("\f").split("\f")
    texts = [one_line(page) for page in pages]
    assert len(pages) > 1
    assert ["secretariat@example.org" in text and "Version 1" in text for text in texts] == [True] * len(pages)
    assert [HEADER in text for text in texts] == [True] * len(pages)
    assert pictures_by_page(tmp_path / "styled.pdf") == [1 + len(style().logos)] + [1] * (len(pages) - 1)


def test_logos_weigh_little():
    bare = len(render_minutes(sample_content(), "a", render=render_pdf).pdf)
    assert len(render_minutes(sample_content(style=style()), "a", render=render_pdf).pdf) - bare < 16_000


def test_six_pages_with_their_address_weigh_less_than_fifty_kilobytes():
    content = dataclasses.replace(long_content(), **ADDRESS)
    assert len(render_minutes(content, "a", render=render_pdf).pdf) <= 50_000


def test_draft_with_style_says_that_it_is_one(tmp_path):
    text = text_of(render_minutes(draft_content(style=style()), "d", render=render_pdf).pdf, tmp_path)
    assert (HEADER in text, "PROJET" in text, "Projet soumis à observations" in text) == (True, True, True)
