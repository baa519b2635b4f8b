"""The PDF: the sealed bytes once there are some, a project before; never anything that was altered."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import AgendaItem
from minutes.models import MinutesFile
from minutes.services import drafts
from minutes.services.scans import upload_scan
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import CONTACTS, SECRETS, sign
from tests.minutes.reading import text_of
from tests.minutes.test_services_signature import PIXEL

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def fetch(client, people):
    def get(who, meeting, query="", **headers):
        client.force_login(getattr(people, who))
        return client.get(reverse("minutes:record_pdf", args=[meeting.uuid]) + query, headers=headers)

    return get


def pdf_of(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("who", "expected"), [("coordinator", 200), ("member", 200), ("observer", 404), ("stranger", 404)]
)
def test_project_is_for_those_who_read_the_record(fetch, circulated, who, expected):
    assert fetch(who, circulated).status_code == expected


def test_nothing_circulated_is_nothing_for_members(fetch, held):
    assert fetch("member", held).status_code == 403


@pytest.mark.once
def test_project_says_so_and_holds_the_circulated_text(fetch, circulated, tmp_path):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    pdf = pdf_of(fetch("member", circulated))
    text = text_of(pdf, tmp_path)
    assert "Projet soumis à observations" in text
    assert "Huit fiches examinées" in text
    assert [word for word in (*SECRETS, *CONTACTS) if word in text] == []
    path = tmp_path / "project.pdf"
    path.write_bytes(pdf)
    assert broken_rules([path]) == []


def test_coordination_gets_the_live_text_in_the_members_edition(fetch, circulated, tmp_path):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    text = text_of(pdf_of(fetch("coordinator", circulated)), tmp_path)
    assert "Neuf fiches" in text
    assert [word for word in SECRETS if word in text] == []


def test_coordination_edition_stays_in_the_coordination(fetch, adopted, tmp_path):
    meeting = adopted.minutes.meeting
    assert fetch("member", meeting, "?edition=coordination").status_code == 403
    text = text_of(pdf_of(fetch("rapporteur", meeting, "?edition=coordination")), tmp_path)
    assert "secretpoint" in text
    assert "(édition de la coordination)" in text
    assert "Présidence de séance" not in text


def test_same_project_is_laid_out_once(fetch, circulated, monkeypatch):
    first = pdf_of(fetch("member", circulated))
    monkeypatch.setattr(drafts, "render_minutes", None)
    assert pdf_of(fetch("focal_point", circulated)) == first


def test_sealed_bytes_are_the_same_at_each_download(fetch, adopted, people):
    for role in ("rapporteur", "chair"):
        sign(adopted, people, role)
    file = MinutesFile.objects.get(signatures_count=2)
    responses = [fetch(who, adopted.minutes.meeting) for who in ("member", "observer", "coordinator")]
    assert {hashlib.sha256(pdf_of(response)).hexdigest() for response in responses} == {file.sha256}
    assert {response["ETag"] for response in responses} == {f'"{file.sha256}"'}
    assert responses[0]["Content-Disposition"] == 'inline; filename="compte-rendu-CRP-2016-11-15.pdf"'
    assert responses[0]["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("state", ["circulated", "adopted"])
def test_known_document_is_not_sent_again(fetch, request, state):
    made = request.getfixturevalue(state)
    meeting = made if state == "circulated" else made.minutes.meeting
    etag = fetch("member", meeting)["ETag"]
    assert fetch("member", meeting, if_none_match=etag).status_code == 304


@pytest.mark.parametrize("harm", ["flip", "delete"])
def test_altered_document_is_not_served(fetch, adopted, harm):
    path = Path(adopted.files.get().file.path)
    data = bytearray(path.read_bytes())
    data[500] ^= 1
    path.write_bytes(data) if harm == "flip" else path.unlink()
    response = fetch("member", adopted.minutes.meeting)
    assert response.status_code == 500
    assert "Prévenez l’administrateur." in response.content.decode()
    assert b"%PDF" not in response.content


def test_text_that_cannot_be_laid_out_is_said(fetch, circulated, monkeypatch):
    def refuse(*arguments, **options):
        raise drafts.RenderRefused("Le document est trop long.")

    monkeypatch.setattr(drafts, "render_minutes", refuse)
    response = fetch("member", circulated)
    assert response.status_code == 503
    assert "Le document est trop long." in response.content.decode()


def test_scan_is_downloaded_as_a_file(client, adopted, people):
    scan = upload_scan(version=adopted, file=SimpleUploadedFile("scan.png", PIXEL), by=people.coordinator)
    client.force_login(people.member)
    response = client.get(reverse("minutes:record_file", args=[adopted.minutes.meeting.uuid, scan.uuid]))
    assert pdf_of(response) == PIXEL
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'attachment; filename="compte-rendu-CRP-2016-11-15-scan.png"'


def test_web_workers_start_without_the_engines_of_documents():
    """Each costs some 50 MB, in every worker."""
    program = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted({'weasyprint', 'pyhanko', 'pydyf', 'fontTools', 'docx', 'cssselect2'} & set(sys.modules)))"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


def test_file_of_another_meeting_does_not_exist(client, adopted, people):
    other = adopted.minutes.meeting.previous
    client.force_login(people.coordinator)
    file = adopted.files.get()
    assert client.get(reverse("minutes:record_file", args=[other.uuid, file.uuid])).status_code == 404
