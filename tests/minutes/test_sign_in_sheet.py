"""The feuille d'émargement: the names of those expected, then of those who came; never how to reach them."""

import pytest
from django.urls import reverse

from meetings.enums import AttendanceMode
from meetings.services.attendance import add_attendance
from minutes.companions import Signatory, SignInSheet, companion_html
from minutes.content import MeetingFacts
from minutes.models import SigningPolicy
from minutes.render.engine import render_pdf
from minutes.selectors.sign_in import BLANK_LINES, sign_in_sheet
from minutes.services import drafts
from tests.factories import make_membership, make_organisation, make_person
from tests.meetings.factories import make_meeting
from tests.minutes.factories import CONTACTS
from tests.minutes.reading import text_of
from tests.minutes.structure import structure_of

TO_SIGN = ["N°", "Nom et prénom", "Organisation", "Fonction", "Téléphone", "E-mail", "Signature"]
HELD = ["N°", "Nom et prénom", "Organisation", "Fonction", "Présence"]
LETTERS = "Nɛnɛ Kɔnɛ Ŋaɲa"


def crowd(count: int, **facts: object) -> SignInSheet:
    people = [
        Signatory(name=f"{LETTERS} {n}", organisation=f"ORG{n}", job_title="Chargée") for n in range(1, count + 1)
    ]
    meeting = MeetingFacts(uuid="u", title="", cluster_name="Cluster Essai", starts_at="2016-11-15T14:30:00+00:00")
    return SignInSheet(meeting=meeting, signatories=tuple(people), **facts)


def printed(sheet: SignInSheet) -> bytes:
    return render_pdf(companion_html(sheet)).pdf


@pytest.fixture
def fetch(client, people):
    def get(who, meeting, **headers):
        client.force_login(getattr(people, who))
        return client.get(reverse("minutes:sign_in_sheet", args=[meeting.uuid]), headers=headers)

    return get


@pytest.mark.django_db
@pytest.mark.once
def test_sheet_to_sign_bears_known_names_blank_lines_and_no_way_to_reach_people(fetch, people, tmp_path):
    meeting = make_meeting(people.cluster, venue="Salle du fleuve", state="announced", by=people.coordinator)
    add_attendance(meeting=meeting, name="Invitée Surprise", organisation_name="ONG Venue")
    response = fetch("coordinator", meeting)
    pdf = b"".join(response.streaming_content)
    read = structure_of(pdf, tmp_path)

    rows = read.rows_under(TO_SIGN, begins=r"\d")
    assert [row[1:3] for row in rows if row[1]] == [
        ["Awa Coordination", "CHEF"],
        ["Bakary Rapporteur", "CHEF"],
        ["Invitée Surprise", "ONG Venue"],
        ["Kadi Membre", "PARTEN"],
        ["Ouria Point Focal", "PARTEN"],
        ["Sidi Observateur", "VIGIE"],
    ]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 7 + BLANK_LINES)]
    assert {cell for row in rows for cell in row[4:]} == {""}
    assert read.headings == ["Feuille d’émargement"]
    for part in (
        "mardi 15 novembre 2016",
        "Heure prévue : 14 h 30",
        "Salle du fleuve",
        "loi n° 2013-015 du 21 mai 2013",
    ):
        assert part in read.text
    assert [word for word in CONTACTS if word in read.text] == []
    assert response["Content-Disposition"] == 'inline; filename="feuille-emargement-CRP-2016-11-15.pdf"'


@pytest.mark.django_db
def test_sheet_of_a_held_meeting_lists_those_who_came(people, held):
    add_attendance(meeting=held, organisation=people.partner)
    add_attendance(meeting=held, name="Au Loin", organisation_name="ONG", mode=AttendanceMode.ONLINE)
    sheet = sign_in_sheet(held)

    assert [(one.name, one.organisation, one.presence) for one in sheet.signatories] == [
        ("Awa Coordination", "CHEF", "En salle"),
        ("Au Loin", "ONG", "En ligne"),
        ("", "PARTEN", "En salle"),
        ("Kadi Membre", "PARTEN", "En salle"),
    ]
    assert not sheet.blanks
    assert [line.role for line in sheet.certified_by] == ["rapporteur", "chair"]


@pytest.mark.django_db
def test_seal_has_no_place_on_paper(people, held):
    SigningPolicy.objects.create(cluster=people.cluster, by_chair=False, by_seal=True)
    assert [line.role for line in sign_in_sheet(held).certified_by] == ["rapporteur"]


def test_held_sheet_says_the_hours_and_leaves_room_to_certify(tmp_path):
    meeting = MeetingFacts(
        uuid="u",
        title="",
        cluster_name="Cluster Essai",
        starts_at="2016-11-15T14:30:00+00:00",
        opened_at="2016-11-15T14:40:00+00:00",
        closed_at="2016-11-15T16:20:00+00:00",
    )
    one = Signatory(name=LETTERS, organisation="CHEF", presence="En ligne")
    read = structure_of(printed(SignInSheet(meeting=meeting, signatories=(one,), is_held=True)), tmp_path)

    assert read.rows_under(HELD) == [["1", LETTERS, "CHEF", "", "En ligne"]]
    assert "Séance : 14 h 40 – 16 h 20" in read.text
    assert "loi n°" not in read.text


def test_nobody_present_is_said_without_an_empty_table(tmp_path):
    read = structure_of(printed(crowd(0, is_held=True)), tmp_path)
    assert read.tables == []
    assert "Aucun nom n’a été relevé." in read.text


def test_headings_are_repeated_and_pages_numbered(tmp_path):
    pages = text_of(printed(crowd(120, blank_lines=10)), tmp_path, keep_lines=True).strip("\f").split("\f")
    assert len(pages) > 5
    assert [page for page in pages if "Nom et prénom" not in page] == []
    assert [f"page {n} / {len(pages)}" in page for n, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert "Cluster Essai · Feuille d’émargement" in pages[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"), [("rapporteur", 304), ("member", 403), ("observer", 403), ("stranger", 404)]
)
def test_sheet_is_for_the_coordination(fetch, people, who, status, monkeypatch):
    monkeypatch.setattr(drafts, "render_bounded", render_pdf)
    meeting = make_meeting(people.cluster, state="announced", by=people.coordinator)
    etag = fetch("coordinator", meeting)["ETag"]
    assert fetch(who, meeting, if_none_match=etag).status_code == status


@pytest.mark.django_db
def test_sheet_that_cannot_be_laid_out_is_said(fetch, people, monkeypatch):
    def refuse(html):
        raise drafts.RenderRefused("Le document est trop long.")

    monkeypatch.setattr(drafts, "render_bounded", refuse)
    response = fetch("coordinator", make_meeting(people.cluster, state="announced", by=people.coordinator))
    assert response.status_code == 503
    assert "Le document est trop long." in response.content.decode()


@pytest.mark.django_db
def test_more_people_ask_no_more_of_the_database(people, django_assert_num_queries):
    meeting = make_meeting(people.cluster, state="announced", by=people.coordinator)
    for number in range(12):
        parent = make_organisation(f"P{number}")
        make_membership(parent, people.cluster)
        make_person(f"Personne {number}", make_organisation(f"U{number}", parent=parent))
    with django_assert_num_queries(2):
        assert len(sign_in_sheet(meeting).signatories) == 17


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "shown"), [("coordinator", True), ("member", False)])
def test_pages_offer_it_to_those_who_may_print_it(client, people, adopted, who, shown):
    meeting = adopted.minutes.meeting
    client.force_login(getattr(people, who))
    pages = [client.get(reverse(name, args=[meeting.uuid])) for name in ("minutes:meeting_detail", "minutes:record")]
    address = reverse("minutes:sign_in_sheet", args=[meeting.uuid])
    assert [address in page.content.decode() for page in pages] == [shown, shown]


@pytest.mark.django_db
def test_attendance_page_offers_it(client, people, held):
    client.force_login(people.coordinator)
    page = client.get(reverse("meetings:attendance", args=[held.uuid])).content.decode()
    assert reverse("minutes:sign_in_sheet", args=[held.uuid]) in page
