"""The address where a document can be checked: on every page of what is sealed, and on nothing else."""

import base64
import hashlib
import json
import subprocess

import pytest

from minutes.content import Content
from minutes.layouts import available_layouts, get_layout
from minutes.layouts.qr import qr_code
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from tests.minutes.conformance import broken_rules
from tests.minutes.reading import codes_of, text_of
from tests.minutes.sample import draft_content, sample_content
from tests.tools import require_tool

PRINTED = {"public_key": "k" * 22, "base_url": "https://clusterhub.example.org"}
ADDRESS = f"https://clusterhub.example.org/verifier/{'k' * 22}/"


def pictures_of(path):
    """The page of each picture."""
    listing = subprocess.run([require_tool("pdfimages"), "-list", path], capture_output=True, text=True, check=True)
    return [int(line.split()[0]) for line in listing.stdout.splitlines()[2:]]


def test_every_layout_prints_the_address_on_every_page_and_conforms(tmp_path):
    paths = []
    for layout in available_layouts():
        (tmp_path / layout.code).mkdir()
        pdf = render_minutes(sample_content(**PRINTED), layout.code, render=render_pdf).pdf
        paths.append(tmp_path / f"{layout.code}.pdf")
        paths[-1].write_bytes(pdf)
        pages = pictures_of(paths[-1])
        assert pages == list(range(1, len(pages) + 1))
        assert codes_of(pdf, tmp_path / layout.code) == [ADDRESS] * len(pages)
        assert text_of(pdf, tmp_path).count(ADDRESS) == len(pages) + 1
    assert len(paths) >= 5
    assert broken_rules(paths) == []


@pytest.mark.parametrize("content", [draft_content(**PRINTED), sample_content()], ids=["draft", "without key"])
def test_document_that_cannot_be_checked_prints_no_code(content, tmp_path):
    pdf = render_minutes(content, "a", render=render_pdf).pdf
    (tmp_path / "x.pdf").write_bytes(pdf)
    assert pictures_of(tmp_path / "x.pdf") == []
    assert "/verifier/" not in text_of(pdf, tmp_path)


def test_same_content_gives_the_same_bytes():
    first, second = (render_minutes(sample_content(**PRINTED), "a", render=render_pdf).pdf for _ in range(2))
    assert first == second


def test_content_of_before_keeps_its_text_and_its_digest():
    before = sample_content().to_json()
    assert {"public_key", "base_url"} & set(json.loads(before)) == set()
    assert Content.from_json(before).sha256() == hashlib.sha256(before.encode()).hexdigest()


def test_content_with_a_key_is_read_back():
    content = sample_content(**PRINTED)
    assert Content.from_json(content.to_json()) == content
    assert content.verification_url == ADDRESS


def test_code_is_a_small_picture_inside_the_page():
    head, _, data = qr_code(ADDRESS).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert qr_code(ADDRESS) in get_layout("a").html(sample_content(**PRINTED))
    assert qr_code(ADDRESS) != qr_code(ADDRESS.replace("k", "j"))
