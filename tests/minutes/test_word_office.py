"""LibreOffice opens every layout's Word file without complaint and prints all of it: one conversion for all."""

import re
from pathlib import Path

import pytest

from minutes.editions import for_edition
from minutes.word import mark_of
from minutes.word.mark import UNSIGNED
from tests.minutes import edge
from tests.minutes.reading import one_line, text_of
from tests.minutes.sample import draft_content, sample_content
from tests.minutes.word import CODES, page_headings, page_text, squashed, word_of
from tests.office import convert

pytestmark = pytest.mark.once

CONTENTS = {
    "sample": sample_content,
    "crowded": edge.crowded_content,
    "draft": draft_content,
    "coordination": edge.closed_content,
    "public": lambda: for_edition(edge.closed_content(), "public"),
}
FILES = [
    *(("sample", code) for code in CODES),
    *(("crowded", "a"), ("crowded", "e"), ("draft", "b"), ("coordination", "d"), ("public", "d")),
]
FURNITURE = re.compile(r"page \d+ / \d+|^(?:Projet · )?Version \d.*|[^\f\n]*· copie modifiable$", re.MULTILINE)
MARKS = re.compile(r"^ +(?:[•◦▪–✓]|\d+\.) ", re.MULTILINE)
NO_JAVA = "Warning: failed to launch javaldx"
"""LibreOffice does without."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What LibreOffice makes of the Word files, as a PDF and as text; `said` is what it said meanwhile."""
    folder = tmp_path_factory.mktemp("word")
    for name, code in FILES:
        (folder / f"{name}_{code}.docx").write_bytes(word_of(CONTENTS[name](), code))
    said = "".join(convert(folder.glob("*.docx"), to, folder) for to in ("pdf", "txt:Text (encoded):UTF8"))
    (folder / "said").write_text(said)
    return folder


def text(folder: Path, name: str, code: str) -> str:
    pdf = (folder / f"{name}_{code}.pdf").read_bytes()
    return FURNITURE.sub("", text_of(pdf, folder, keep_lines=True))


def test_every_file_opens_without_complaint(folder):
    said = [line for line in (folder / "said").read_text().splitlines() if not line.startswith(NO_JAVA)]
    for suffix in ("pdf", "txt"):
        assert {path.stem for path in folder.glob(f"*.{suffix}")} - {"read"} == {
            f"{name}_{code}" for name, code in FILES
        }
    assert re.findall(r"(?i)error|warn|corrupt|repair|fail", " ".join(said)) == []


@pytest.mark.parametrize(("name", "code"), FILES)
def test_office_reads_the_words_of_the_page_in_its_order(folder, name, code):
    content = CONTENTS[name]()
    mark = mark_of(content)
    read = squashed(MARKS.sub("", (folder / f"{name}_{code}.txt").read_text("utf-8-sig"))).replace(
        squashed(UNSIGNED), ""
    )
    assert read == squashed(mark.title + mark.text + mark.digest) + page_text(content, code)


@pytest.mark.parametrize("code", CODES)
def test_headings_come_in_the_order_of_the_page(folder, code):
    printed, position = one_line(text(folder, "sample", code)), 0
    for _, heading in page_headings(sample_content(), code):
        found = printed.find(heading, position)
        assert found >= 0, f"{heading!r} manque après {printed[max(0, position - 80) : position]!r}"
        position = found + len(heading)


def test_header_row_comes_again_on_each_page_of_a_table(folder):
    pages = text(folder, "crowded", "a").split("\f")
    inside = [page for page in pages if "du récit" in page]
    assert len(inside) > 2
    assert [page.count("Description / Contexte") for page in inside] == [1] * len(inside)


def test_pages_are_numbered_and_say_that_they_are_a_copy(folder):
    pdf = (folder / "draft_b.pdf").read_bytes()
    pages = [one_line(page) for page in text_of(pdf, folder, keep_lines=True).split("\f") if page.strip()]
    assert len(pages) > 1
    for i, page in enumerate(pages, start=1):
        assert f"page {i} / {len(pages)}" in page
        assert "Projet · copie modifiable" in page
