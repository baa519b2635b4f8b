"""The renderer: closed, bounded, deterministic."""

import csv
import datetime as dt
import io
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from clusterhub.web.spreadsheet import BYTE_ORDER_MARK, safe_cell
from minutes.content import Section
from minutes.render import Attachment, RenderRefused, SignatureField, render_bounded, render_minutes
from minutes.render.actions_csv import COLUMNS, actions_csv
from minutes.render.engine import render_pdf
from minutes.render.fetcher import OutsideAddress
from tests.minutes.sample import ACTIONS, draft_content, empty_content, long_content, sample_content
from tests.tools import require_tool

PAGE = '<html lang="fr"><head><title>x</title><style>body {{ font: 9pt "DejaVu Sans" }}</style></head><body>{}</body>'
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
    "Jggg=="
)
SVG = "data:image/svg+xml;utf8,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{}%22/></svg>"
DATED = dt.datetime(2016, 11, 28, tzinfo=dt.UTC)


def page(body):
    return PAGE.format(body)


def reader_of(pdf):
    return PdfFileReader(io.BytesIO(pdf))


# --- Bytes ------------------------------------------------------------------------------------------------------------


def test_same_content_gives_the_same_bytes():
    first, second = (render_minutes(sample_content(), "a", render=render_pdf).pdf for _ in range(2))
    assert first == second


def test_child_process_gives_the_bytes_of_the_engine():
    bounded = render_minutes(sample_content(), "a")
    direct = render_minutes(sample_content(), "a", render=render_pdf)
    assert bounded.pdf == direct.pdf
    assert bounded.anchors == direct.anchors


def test_document_is_dated_by_its_content():
    info = reader_of(render_minutes(sample_content(), "a", render=render_pdf).pdf).trailer["/Info"]
    assert info["/CreationDate"] == "D:20161128090000+00'00"


def test_empty_content_renders_one_page():
    assert reader_of(render_minutes(empty_content(), "a", render=render_pdf).pdf).root["/Pages"]["/Count"] == 1


# --- What it carries --------------------------------------------------------------------------------------------------


def test_actions_are_attached(tmp_path):
    path = tmp_path / "actions.pdf"
    path.write_bytes(render_minutes(sample_content(), "a", render=render_pdf).pdf)
    subprocess.run([require_tool("qpdf"), "--check", path], check=True, capture_output=True)
    command = [require_tool("qpdf"), "--show-attachment=actions.csv", path]
    attached = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert attached == actions_csv(ACTIONS)


def test_actions_table_opens_in_a_french_spreadsheet():
    text = actions_csv(ACTIONS)
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))
    assert rows[0] == list(COLUMNS)
    assert rows[1] == [
        *("CRP-2016-11-01", "3", "Transmettre les plans d'action et les contacts des bureaux régionaux"),
        *("DNDS", "22 novembre", "2016-11-22", "À faire", ""),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "＋", "－", "＠", "\n=", "\u200b="])
def test_cell_is_never_a_formula(start):
    assert safe_cell(f'{start}HYPERLINK("x")').startswith("'")


def test_ordinary_cell_is_left_alone():
    assert safe_cell("a = b;\nc") == "a = b; c"


def test_signature_fields_are_empty_tagged_and_in_their_boxes():
    rendered = render_minutes(sample_content(), "a", render=render_pdf)
    widgets = [field.get_object() for field in reader_of(rendered.pdf).root["/AcroForm"]["/Fields"]]
    assert [(widget["/T"], widget["/TU"], "/V" in widget, "/StructParent" in widget) for widget in widgets] == [
        ("rapporteur", "Signature : La rapporteure", False, True),
        ("chair", "Signature : La présidente de séance", False, True),
    ]
    box = rendered.anchors["signature-chair"]
    assert [float(side) for side in widgets[1]["/Rect"]] == pytest.approx(
        [box.left, box.bottom, box.right, box.top], abs=0.01
    )


def test_draft_has_no_signature_field():
    assert "/AcroForm" not in reader_of(render_minutes(draft_content(), "a", render=render_pdf).pdf).root


# --- Closed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def listener():
    """A server on this machine that counts who comes; yields its port and the count."""
    asked = []

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Counter)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="{}">',
        '<style>@import "{}";</style>',
        '<link rel="stylesheet" href="{}">',
        '<p style="background: url({})">x</p>',
        "<style>@font-face {{ font-family: f; src: url({}) }} p {{ font-family: f }}</style><p>x</p>",
        '<object data="{}"></object>',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        f'<img alt="x" src="{SVG}">',
    ],
)
def test_nothing_is_fetched_from_outside(listener, tmp_path, markup):
    port, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("rien que pour la maison")
    for address in (f"http://127.0.0.1:{port}/x", secret.as_uri(), "file:///etc/passwd"):
        try:
            pdf = render_pdf(page(markup.format(address))).pdf
        except OutsideAddress:
            continue
        assert b"/EmbeddedFile" not in pdf
    assert asked == []


def test_outside_address_stops_the_rendering():
    with pytest.raises(OutsideAddress):
        render_pdf(page('<img alt="x" src="file:///etc/passwd">'))


def test_path_that_climbs_out_of_the_roots_is_outside(tmp_path):
    logos = tmp_path / "logos"
    logos.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    with pytest.raises(OutsideAddress):
        render_pdf(page(f'<img alt="x" src="{logos.as_uri()}/../secret.png">'), roots=[logos])


def test_picture_in_the_page_and_file_under_the_roots_are_allowed(tmp_path):
    style = tmp_path / "style.css"
    style.write_text("p { color: red }")
    html = page(f'<link rel="stylesheet" href="{style.as_uri()}"><img alt="Logo" src="{PIXEL}"><p>x</p>')
    assert render_pdf(html, roots=[tmp_path]).pdf.startswith(b"%PDF-1.7")


# --- Bounded ----------------------------------------------------------------------------------------------------------

HOSTILE = {
    "colspan": "<table><tr><td colspan='1000000'>a</td></tr><tr><td>b</td></tr></table>" * 3,
    "nesting": "<div>" * 20_000,
    "text": "<p>" + "mot " * 1_500_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_content_is_refused_in_french(body):
    with pytest.raises(RenderRefused, match="^Le document "):
        render_bounded(page(body), seconds=3, megabytes=512)


def test_document_that_needs_too_much_memory_is_refused():
    with pytest.raises(RenderRefused) as refused:
        render_bounded(page("<p>x</p>" * 100_000), seconds=60, megabytes=330)
    assert "MemoryError" in refused.value.detail


def test_text_longer_than_any_form_lets_in_is_refused():
    section = Section(kind="objectives", html="<p>" + "mot " * 60_000 + "</p>")
    with pytest.raises(RenderRefused, match="trop long"):
        render_minutes(sample_content(sections=(section,)), "a", render=render_pdf)


def test_refusal_keeps_its_cause_for_the_log():
    with pytest.raises(RenderRefused) as refused:
        render_bounded(page('<img alt="x" src="http://example.org/">'))
    assert "OutsideAddress" in refused.value.detail
    assert "OutsideAddress" not in str(refused.value)


def test_child_process_does_not_see_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-very-secret-key")
    seen = []
    monkeypatch.setattr(
        "minutes.render.bounded.subprocess.run",
        lambda *arguments, env, **options: seen.append(env) or subprocess.CompletedProcess([], 0, b"{}\n%PDF", b""),
    )
    render_bounded(page("x"))
    assert "SECRET_KEY" not in seen[0]


def test_request_survives_the_way_to_the_child_process():
    attachment = Attachment(name="a.csv", description="É", data="ɛ;1".encode(), media_type="text/csv", dated=DATED)
    field = SignatureField(name="chair", label="Signature", anchor="here")
    rendered = render_bounded(page('<p id="here">x</p>'), attachments=[attachment], fields=[field])
    root = reader_of(rendered.pdf).root
    assert root["/AcroForm"]["/Fields"][0].get_object()["/T"] == "chair"
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][0] == "a.csv"


def test_long_document_takes_six_pages():
    assert reader_of(render_minutes(long_content(), "a", render=render_pdf).pdf).root["/Pages"]["/Count"] == 6
