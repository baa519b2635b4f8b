"""Contents at the edge, in every layout: a screen reader is given all of it once; archival, signed or not."""

import re
import subprocess
from collections import Counter
from functools import cache

import pytest

from minutes.layouts import available_layouts
from minutes.render import render_bounded, render_minutes
from minutes.sign import create_authority, issue_identity, load_authority, load_signer, sign_pdf
from minutes.sign.files import write_private
from tests.minutes import edge
from tests.minutes.conformance import broken_rules
from tests.minutes.prints import printed, tagged_text, written_text
from tests.minutes.reading import SOFT_BREAK, one_line, text_of
from tests.minutes.sample import SIGNATURES
from tests.minutes.test_layout_prints import body_of
from tests.minutes.test_sign import SIGNED_AT
from tests.tools import require_tool

pytestmark = pytest.mark.once

CODES = [layout.code for layout in available_layouts()]
TAGGED = ("sample", "lone", "pasted", "coordination", "members", "public")
"""Reading the tree of a long document takes seconds: test_layout_prints.py reads the others line by line."""
SECRETS = ("INCIDENT", "SECRET", "CACHEE", "CRP-2016-11-09", "releve-secret")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", TAGGED)
def test_tagged_text_is_the_content_and_nothing_else(name, code, tmp_path):
    tagged, heads = tagged_text(printed(name, code), tmp_path)
    written, wanted_heads = written_text(name, code)

    assert heads == wanted_heads
    assert Counter(tagged) == Counter(written)
    if name == "sample":  # in the others a row goes on over the page: its end follows the cells beside its beginning
        assert tagged == written


@pytest.mark.parametrize("code", CODES)
def test_crowd_comes_out_in_order(code, tmp_path):
    text = body_of(printed("crowded", code), tmp_path)
    assert [int(number) for number in re.findall(r"Participant(\d+)Ŋaɲa", text)] == list(range(edge.PEOPLE))
    references = re.findall(r"CRP-2016-11-(\d\d)", text)
    assert sorted(map(int, references)) == list(range(1, edge.PROMISES + 1))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("edition", "told"), [("coordination", SECRETS), ("members", ()), ("public", ())])
def test_each_edition_tells_what_it_may(edition, told, code, tmp_path):
    text = text_of(printed(edition, code), tmp_path)
    assert [secret for secret in SECRETS if secret in text] == list(told)
    assert ("n’est pas reproduit" in text) == (edition != "coordination")


@pytest.mark.parametrize("code", CODES)
def test_nobody_present_leaves_no_trace_of_a_list(code, tmp_path):
    text = text_of(printed("lone", code), tmp_path)
    assert re.findall(r"Nombre de participants|Étaient présents|Présidence|Rapporteure?|Fait à", text) == []


# --- Pasted into the text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_picture_is_told_to_those_who_do_not_see_it(code, tmp_path):
    pdf = printed("pasted", code)

    assert sorted(figures_of(pdf, tmp_path)) == [
        *("Carte des sites", "Courbe des besoins", "Courbe en pleine largeur", "Image sans légende"),
    ]
    text = text_of(pdf, tmp_path)
    assert [text.count(caption) for caption in ("Carte des sites", "Courbe des besoins", "sans légende")] == [1, 1, 0]


def figures_of(pdf: bytes, folder) -> list[str]:
    """What is said of each figure, in PDF objects that anybody can read."""
    written, plain = folder / "written.pdf", folder / "plain.pdf"
    written.write_bytes(pdf)
    subprocess.run([require_tool("qpdf"), "--qdf", "--object-streams=disable", str(written), str(plain)], check=True)
    elements = plain.read_bytes().split(b"endobj")
    figures = [element for element in elements if b"/S /Figure" in element]
    return [_said(re.search(rb"/Alt (\(.*?\)|<.*?>)\n", figure)[1]) for figure in figures]


def _said(text: bytes) -> str:
    return bytes.fromhex(text[1:-1].decode()).decode("utf-16") if text[:1] == b"<" else text[1:-1].decode("latin-1")


@pytest.mark.parametrize("code", CODES)
def test_long_table_repeats_its_head_on_each_page(code, tmp_path):
    pages = text_of(printed("pasted", code), tmp_path, keep_lines=True).split("\f")
    held = [page for page in pages if re.search(r"Localité \d", page)]
    assert len(held) > 1
    assert [page for page in held if "Besoins" not in page] == []


def test_table_too_wide_for_its_column_is_told_as_a_list(tmp_path):
    wide, narrow = (text_of(printed("pasted", code), tmp_path) for code in ("d", "b"))
    assert wide.count("Mois 2 :") == 0
    assert narrow.count("Mois 2 :") == 3


# --- As long as can be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "at_least"), [("a", 80), ("b", 80), ("c", 80), ("d", 40), ("e", 40)])
def test_meeting_of_eighty_pages_is_printed_whole_within_the_bounds_of_memory(code, at_least, tmp_path):
    """As long in A, B and C; D and E set the same words closer."""
    pdf = long_print(code)
    text = text_of(pdf, tmp_path, keep_lines=True)
    assert at_least <= text.count("\f") <= 200
    assert one_line(SOFT_BREAK.sub("", text)).count("Constat 19 :") == 18


@cache
def long_print(code):
    return render_minutes(edge.eighty_pages_content(), code, render=bounded_by_memory).pdf


def bounded_by_memory(html, **parts):
    """The clock is that of a machine with nothing else to do; the memory is the same everywhere."""
    return render_bounded(html, seconds=120, **parts)


# --- Archival and accessible, before and after each signature ---------------------------------------------------------


@pytest.fixture(scope="module")
def signers(tmp_path_factory):
    folder, secret = tmp_path_factory.mktemp("signing"), "phrase d’essai"
    create_authority(folder, secret)
    authority = load_authority(folder, secret)
    for line in SIGNATURES:
        write_private(folder / line.role, issue_identity(authority, line.name, passphrase=secret).p12)
    return {line.role: load_signer(folder / line.role, secret) for line in SIGNATURES}


def signed(pdf: bytes, role: str, signer) -> bytes:
    return sign_pdf(pdf, role, signer, reason="Certifie exact", stamp_lines=[role], signed_at=SIGNED_AT, location="Gao")


def test_every_layout_is_archival_and_accessible_before_and_after_each_signature(signers, tmp_path):
    """One virtual machine for all the files: it takes longer to start than to check one."""
    for name, code in (("styled", "c"), *((name, code) for name in ("crowded", "pasted") for code in CODES)):
        (tmp_path / f"{name}-{code}.pdf").write_bytes(printed(name, code))
    for code in CODES:
        (tmp_path / f"long-{code}.pdf").write_bytes(long_print(code))
        pdf = printed("sample", code)
        for count, (role, signer) in enumerate(signers.items(), start=1):
            pdf = signed(pdf, role, signer)
            (tmp_path / f"signed-{code}-{count}.pdf").write_bytes(pdf)
    paths = sorted(tmp_path.glob("*.pdf"))
    assert len(paths) == 5 * len(CODES) + 1
    assert broken_rules(paths) == []
