"""Annexes: numbered alike in every edition, printed in every layout, inside the sealed file or bound to it."""

import dataclasses
import datetime as dt
import hashlib
import json
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from meetings.enums import DocumentState, Visibility
from meetings.models import Document
from meetings.wording import announces_annex, version_state
from minutes.annexes import LARGEST, LARGEST_TOGETHER, embedded_where_it_fits
from minutes.content import Content, DocumentLine, LeftOut
from minutes.editions import as_erratum, changed_parts, for_edition
from minutes.enums import Proof
from minutes.errors import CirculationBlocked, SealFailed
from minutes.layouts import available_layouts, get_layout
from minutes.layouts.annexes import enclosed, file_size, in_groups
from minutes.models import MinutesFile
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from minutes.selectors.checks import list_missing
from minutes.selectors.freeze import freeze
from minutes.services import record as record_services
from minutes.services.files import read_issued
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.verification import verify_file
from tests.meetings.files import PDF, docx
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import ADOPTED_AT, make_circulated, make_document, make_item, sign
from tests.minutes.reading import one_line, text_of
from tests.minutes.sample import ITEMS, sample_content
from tests.minutes.test_verify import examine
from tests.tools import require_tool

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIST = docx()
FILES = {
    "annexe-001-tdr-du-cluster.pdf": PDF,
    "annexe-002-liste-de-niono.docx": LIST,
}
PLAN = b"un plan trop lourd"


def line_of(number: int, data: bytes, **facts) -> DocumentLine:
    known = {
        "name": f"Pièce {number}",
        "uuid": f"0000-{number}",
        "file_name": "piece.pdf",
        "media_type": "application/pdf",
        "size": len(data),
        "dated": "2016-11-14T09:30:00+00:00",
    }
    return DocumentLine(number=number, sha256=hashlib.sha256(data).hexdigest(), **known | facts)


TDR = line_of(1, PDF, name="TdR du cluster", version_label="v2", state_label="validée", file_name="TDR du clustér.pdf")
LISTE = line_of(2, LIST, name="Liste", file_name="Liste de Niono.DOCX", media_type=DOCX)
HEAVY = line_of(3, PLAN, name="Plan", size=LARGEST + 1)
CLOSED = line_of(4, b"x", name="Réservé", is_restricted=True)


def whole_content(**changes) -> Content:
    item = dataclasses.replace(ITEMS[1], documents=(TDR,))
    own = {"edition": "coordination", "left_out": LeftOut(), "items": (ITEMS[0], item)}
    return sample_content(**own | {"documents": (TDR, LISTE, HEAVY, CLOSED)} | changes)


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return render()


def render(**options) -> bytes:
    files = {hashlib.sha256(data).hexdigest(): data for data in FILES.values()}
    members = for_edition(whole_content(), "members")
    return render_minutes(members, "a", annexes=files, **{"render": render_pdf} | options).pdf


# --- Content ----------------------------------------------------------------------------------------------------------


def test_content_without_annex_facts_keeps_its_fingerprint():
    older = sample_content().to_json()

    assert json.loads(older)["documents"] == [
        {"is_restricted": False, "name": "fiches-2017.xlsx", "sha256": "ab" * 32, "version_label": "version finale"}
    ]
    assert json.loads(older)["left_out"] == {"actions": 0, "items": 1}
    assert for_edition(Content.from_json(older), "members").left_out.documents == 0
    assert Content.from_json(older).sha256() == hashlib.sha256(older.encode()).hexdigest()


def test_annex_facts_are_written_and_read_back():
    content = for_edition(whole_content(), "members")

    assert Content.from_json(content.to_json()) == content


@pytest.mark.parametrize(
    ("edition", "embedded"),
    [("members", [True, False, True, False]), ("public", [False, False, True, False])],
)
def test_annexes_that_readers_may_all_have_are_embedded(edition, embedded):
    lines = (TDR, HEAVY, dataclasses.replace(LISTE, is_public=True), dataclasses.replace(CLOSED, is_public=True))

    assert [line.is_embedded for line in embedded_where_it_fits(lines, edition)] == embedded


def test_annexes_are_embedded_as_far_as_they_fit_together():
    lines = [line_of(n, b"x", size=LARGEST) for n in (1, 2, 3)] + [
        line_of(4, b"x", size=LARGEST_TOGETHER - 2 * LARGEST)
    ]

    assert [line.is_embedded for line in embedded_where_it_fits(lines, "members")] == [True, True, False, True]


@pytest.mark.parametrize("size", [0, LARGEST + 1])
def test_annex_of_no_known_or_too_great_a_size_is_bound_by_its_hash(size):
    (line,) = embedded_where_it_fits([line_of(1, b"x", size=size)], "members")

    assert not line.is_embedded


def test_restricted_annex_leaves_its_number_and_a_word():
    members = for_edition(whole_content(), "members")

    assert [line.number for line in members.documents] == [1, 2, 3]
    assert members.left_out.documents == 1
    body = one_line(get_layout("a").html(members))
    assert "1 annexe réservée à la coordination n’est pas reproduite." in body
    assert "Réservé" not in body


def test_draft_says_nothing_of_what_is_embedded():
    draft = for_edition(whole_content(is_draft=True), "members")

    assert not any(line.is_embedded for line in draft.documents)
    assert "au fichier PDF" not in one_line(get_layout("a").html(draft))


def test_state_of_a_version_is_no_change_of_the_text():
    before, validated = (
        whole_content(documents=(dataclasses.replace(TDR, state_label=label), LISTE)) for label in ("projet", "validée")
    )

    assert changed_parts(before, validated) == ()
    assert changed_parts(before, whole_content(documents=(TDR,))) == ("les documents joints",)


def test_circulated_before_annexes_had_numbers_is_not_changed():
    old = dataclasses.replace(TDR, number=0, state_label="", uuid="", file_name="", media_type="", size=0, dated="")
    item = dataclasses.replace(ITEMS[1], documents=(old,))

    assert changed_parts(whole_content(documents=(old,), items=(ITEMS[0], item)), whole_content(documents=(TDR,))) == ()


def test_erratum_cites_the_version_as_it_stood_then():
    then = whole_content(documents=(dataclasses.replace(TDR, state_label="projet"),))

    corrected = as_erratum(whole_content(), of=then, reason="Un nom")

    assert corrected.documents[0].state_label == "projet"
    assert corrected.items[1].documents[0].state_label == "projet"


# --- Print ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [layout.code for layout in available_layouts()])
def test_layout_lists_the_annexes_and_says_where_they_are(layout):
    text = one_line(get_layout(layout).html(for_edition(whole_content(), "members"))).replace("\u202f", " ")

    assert "Ci-joint, annexe 1 : TdR du cluster, v2 (validée)" in text
    assert "Annexe 1 — TdR du cluster, v2 (validée)" in text
    assert f"PDF, {len(PDF)} octets ; jointe au fichier PDF ; empreinte SHA-256 {in_groups(TDR.sha256[:16])}<" in text
    assert f"PDF, 2,0 Mo ; non jointe au fichier PDF ; empreinte SHA-256 {in_groups(HEAVY.sha256)}<" in text


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 octet"), (999, "999 octets"), (45_321, "45 ko"), (1_250_000, "1,2 Mo")],
)
def test_file_size_is_written_in_french(size, text):
    assert file_size(size) == text


def test_annex_of_an_older_content_is_named_as_then():
    assert enclosed(DocumentLine(name="fiches-2017.xlsx")) == "Ci-joint : fiches-2017.xlsx"


@pytest.mark.parametrize(
    ("state", "label", "said"),
    [
        (DocumentState.DRAFT, "v1", "projet"),
        (DocumentState.OPEN, "", "projet soumis à observations"),
        (DocumentState.VALIDATED, "v2", "validée"),
        (DocumentState.FINAL, "v3", "version finale"),
        (DocumentState.FINAL, "", ""),
    ],
)
def test_version_is_cited_with_its_state(state, label, said):
    assert version_state(state, label) == said


# --- Inside the file --------------------------------------------------------------------------------------------------


def specs_of(pdf: bytes, tmp_path) -> dict:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    with path.open("rb") as opened:
        root = PdfFileReader(opened).root
        tree = root["/Names"]["/EmbeddedFiles"]["/Names"]
        names = [tree[place] for place in range(len(tree))]
        assert [str(one) for one in names[::2]] == sorted(str(one) for one in names[::2])
        assert len(root["/AF"]) == len(names) // 2
        found = {}
        for spec in names[1::2]:
            stream = spec["/EF"]["/F"]
            facts = spec["/AFRelationship"], spec["/Desc"], stream["/Subtype"], stream["/Params"]["/ModDate"]
            found[str(spec["/UF"])] = (stream.data, *(str(fact) for fact in facts))
        return found


def test_annexes_are_embedded_as_they_were_deposited(sealed, tmp_path):
    embedded = specs_of(sealed, tmp_path)

    assert list(embedded) == ["actions.csv", *FILES]
    dated = "D:20161114093000Z"
    assert [embedded[name] for name in FILES] == [
        (PDF, "/Supplement", "Annexe 1 : TdR du cluster, v2 (validée)", "/application/pdf", dated),
        (LIST, "/Supplement", "Annexe 2 : Liste", f"/{DOCX}", dated),
    ]
    assert embedded["actions.csv"][1:4] == ("/Data", "Points d’action", "/text/csv")


def test_annexes_read_back_by_another_tool_have_the_printed_fingerprints(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    subprocess.run([require_tool("pdfdetach"), "-saveall", "-o", tmp_path, path], check=True, capture_output=True)

    digests = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in FILES}

    assert list(digests.values()) == [TDR.sha256, LISTE.sha256]
    printed = text_of(sealed, tmp_path)
    assert all(in_groups(digest[:16]) in printed for digest in digests.values())


def test_child_process_embeds_the_same_bytes(sealed):
    bounded = render_minutes(
        for_edition(whole_content(), "members"),
        "a",
        annexes={TDR.sha256: PDF, LISTE.sha256: LIST},
    )

    assert bounded.pdf == sealed == render()


def test_file_with_annexes_conforms(sealed, tmp_path):
    path = tmp_path / "annexes.pdf"
    path.write_bytes(sealed)

    assert broken_rules([path]) == []


# --- Freezing ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_annexes_are_numbered_in_the_order_of_the_points_then_of_the_meeting(held, people):
    late, early = make_document(people, "Du deuxième point"), make_document(people, "Du premier", version_label="v1")
    held.documents.add(make_document(people, "De la réunion"), early)
    first = make_item(held, "Premier")
    second = make_item(held, "Deuxième")
    first.documents.add(early)
    second.documents.add(late, early)

    content = freeze(held)

    named = [(line.number, line.name) for line in content.documents if "secret" not in line.name]
    assert [name for _, name in named] == ["Du premier", "Du deuxième point", "De la réunion"]
    assert [number for number, _ in named] == [2, 3, 4]
    cited = {item.title: [line.number for line in item.documents] for item in content.items}
    assert (cited["Premier"], cited["Deuxième"]) == ([2], [3, 2])
    line = content.documents[1]
    assert (line.state_label, line.uuid, line.file_name) == ("version finale", str(early.uuid), "Du premier.pdf")
    assert (line.media_type, line.size, line.sha256) == ("application/pdf", early.size, early.sha256)


@pytest.mark.django_db
@pytest.mark.parametrize(("visibility", "may_travel"), [(Visibility.PUBLIC, True), (Visibility.MEMBERS, False)])
def test_only_public_documents_travel_with_the_public_edition(held, people, visibility, may_travel):
    held.documents.add(make_document(people, "Fiche", visibility=visibility))

    lines = for_edition(freeze(held, is_draft=False), "public").documents

    assert [line.is_embedded for line in lines] == [may_travel]


# --- Before circulation and adoption ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "La fiche de suivi est ci-jointe.",
        "Le tableau figure en annexe.",
        "<p>Voir l’annexe.</p>",
        "voir annexe 2",
        "Pièces jointes : deux.",
        "La liste est jointe.",
    ],
)
def test_text_that_announces_an_annex_is_recognised(text):
    assert announces_annex(text)


@pytest.mark.parametrize("text", ["", "La joint-venture est annexée.", "Il a rejoint le groupe.", "Des annexes."])
def test_text_that_announces_none_is_left_alone(text):
    assert not announces_annex(text)


def asked_about(meeting, word):
    return [(check.text, check.is_blocking, check.url) for check in list_missing(meeting) if word in check.text]


@pytest.mark.django_db
def test_announced_annex_that_is_not_joined_is_asked_about(held, people):
    item = make_item(held, "Suivi", discussion="<p>La fiche est ci-jointe.</p>")
    url = f"/reunions/{held.uuid}/saisie/?point={item.uuid}#documents"

    ((text, is_blocking, address),) = asked_about(held, "annexe est annoncée")
    assert ("« Suivi »" in one_line(text), is_blocking, address) == (True, False, url)
    item.documents.add(make_document(people, "Fiche"))
    assert asked_about(held, "annexe est annoncée") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bytes_now", "said"), [(None, "ne se trouve plus"), (b"autre chose", "n’est plus le fichier")]
)
def test_lost_or_changed_annex_blocks_circulation_and_adoption(people, bytes_now, said):
    meeting, document = make_circulated(people), make_document(people, "Fiche")
    meeting.items.first().documents.add(document)
    replace_file(document, bytes_now)

    ((text, is_blocking, url),) = asked_about(meeting, "« Fiche »".replace(" ", "\u202f"))
    assert (said in text, is_blocking, url) == (True, True, f"/documents/{document.uuid}/")
    with pytest.raises(CirculationBlocked, match=said):
        circulate_minutes(meeting=meeting, by=people.coordinator)
    with pytest.raises(CirculationBlocked, match=said):
        adopt_minutes(meeting=meeting, by=people.coordinator, render=render_pdf)


def replace_file(document: Document, data: bytes | None) -> None:
    default_storage.delete(document.file.name)
    if data is not None:
        default_storage.save(document.file.name, ContentFile(data))


@pytest.mark.django_db
def test_annex_changed_while_sealing_leaves_nothing_behind(people, monkeypatch):
    meeting = make_circulated(people)
    meeting.documents.add(make_document(people, "Fiche"))
    circulate_minutes(meeting=meeting, by=people.coordinator)
    monkeypatch.setattr(record_services, "_check_nothing_blocks", lambda _: None)
    replace_file(meeting.documents.get(), b"autre chose")

    with pytest.raises(SealFailed, match="n’est plus le fichier"):
        adopt_minutes(meeting=meeting, by=people.coordinator, render=render_pdf)

    assert not MinutesFile.objects.exists()


# --- Sealed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def adopted_with_annexes(people):
    meeting = make_circulated(people)
    meeting.items.first().documents.add(make_document(people, "Fiche de suivi", visibility=Visibility.PUBLIC))
    meeting.documents.add(make_document(people, "Liste"))
    circulate_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT - dt.timedelta(days=1))
    return adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=render_pdf)


@pytest.mark.once
@pytest.mark.django_db
def test_sealed_file_carries_its_annexes_and_is_still_proven(adopted_with_annexes, people, tmp_path):
    for role in ("rapporteur", "chair"):
        sign(adopted_with_annexes, people, role, ADOPTED_AT + dt.timedelta(hours=1))
    signed = read_issued(adopted_with_annexes.files.latest("signatures_count"))

    carried = {name: facts[0] for name, facts in specs_of(signed, tmp_path).items() if name.startswith("annexe")}

    assert carried == {
        "annexe-001-fiche-de-suivi.pdf": PDF + b"Fiche de suivi",
        "annexe-003-liste.pdf": PDF + b"Liste",
    }
    assert b"secretannexe" not in signed
    assert verify_file(signed, examine=examine).proof == Proof.AUTHENTIC
    assert broken_rules([tmp_path / "sealed.pdf"]) == []


@pytest.mark.django_db
def test_record_page_links_the_annexes_that_the_reader_may_have(client, adopted_with_annexes, people):
    meeting = adopted_with_annexes.minutes.meeting
    linked = {}
    for who in ("coordinator", "member", "observer"):
        client.force_login(getattr(people, who))
        page = client.get(reverse("minutes:record", args=[meeting.uuid])).context["page"]
        linked[who] = {annex.name: is_open for annex, is_open in page.annexes}

    common = {"Annexe 1 — Fiche de suivi": True}
    assert linked == {
        "coordinator": common | {"Annexe 2 — secretannexe": True, "Annexe 3 — Liste": True},
        "member": common | {"Annexe 3 — Liste": True},
        "observer": common | {"Annexe 3 — Liste": False},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_record_page_asks_once_for_all_annexes(client, held, people, count):
    for number in range(count):
        held.items.first().documents.add(make_document(people, f"Fiche {number}"))
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("minutes:record", args=[held.uuid]))

    assert sum('FROM "meetings_document"' in query["sql"] for query in captured) == 3
