"""The convocation: who is invited to what, when and where; nothing of what members may not know."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from meetings.enums import Visibility
from meetings.models import Meeting
from meetings.services.documents import attach_document
from meetings.services.lifecycle import announce_meeting, close_meeting, reschedule_meeting
from minutes.companions import AgendaLine, Convocation, companion_html
from minutes.content import Contact, DocumentLine, MeetingFacts, RoleLine
from minutes.render.engine import render_pdf
from minutes.selectors.convocation import convocation
from tests.fixtures.rendering import rendered_once  # noqa: F401
from tests.meetings.factories import NOVEMBER_15, make_meeting
from tests.minutes.factories import make_action, make_document, make_item
from tests.minutes.reading import one_line, text_of
from tests.minutes.structure import structure_of

COLUMNS = ["N°", "Point", "Nature", "Présenté par", "Durée"]


@pytest.fixture
def coming(people) -> Meeting:
    """Announced, with a point, a document and an action that members may not know of, beside others that they may."""
    by = people.coordinator
    october = make_meeting(people.cluster, NOVEMBER_15.replace(month=10), state="open", by=by)
    make_action(people, october, "Envoyer le profil")
    make_action(people, october, "Écouter secretsuivi", visibility=Visibility.COORDINATION)
    close_meeting(meeting=october, by=by, at=NOVEMBER_15.replace(month=10, hour=16))
    meeting = make_meeting(people.cluster, venue="Salle du fleuve", online_url="https://salle.example.org/x", by=by)
    meeting.items.all().delete()
    make_item(meeting, "Plan de contingence", kind="decision", planned_minutes=40, presenter="PARTEN")
    hidden = make_item(meeting, "secretpoint", visibility=Visibility.COORDINATION)
    make_item(meeting, "secretsous", parent=hidden)
    make_item(meeting, "Divers", kind="other_business", planned_minutes=5)
    for name, level in (("Projet de plan", Visibility.MEMBERS), ("secretannexe", Visibility.COORDINATION)):
        attach_document(document=make_document(people, name, version_label="v2", visibility=level), to=meeting)
    hidden.documents.add(make_document(people, "secretpiece"))
    announce_meeting(meeting=meeting, by=by)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.django_db
def test_letter_says_what_members_may_know(people, coming):
    letter = convocation(coming, in_house=False)
    assert [(line.number, line.title, line.purpose, line.presenter, line.duration) for line in letter.agenda] == [
        ("1", "Plan de contingence", "pour décision", "PARTEN", "40\u00a0min"),
        ("3", "Divers", "", "", "5\u00a0min"),
    ]
    assert letter.items_left_out == 2
    assert [(one.name, one.version_label) for one in letter.documents] == [("Projet de plan", "v2")]
    assert letter.open_actions == 1
    assert letter.address.endswith(reverse("minutes:meeting_detail", args=[coming.uuid]))
    assert "secret" not in companion_html(letter)
    assert "secret" not in companion_html(convocation(coming, in_house=True))


@pytest.mark.django_db
def test_chair_signs_or_else_the_coordinator(people, coming):
    signed = convocation(coming, in_house=False).signed_by
    assert (signed.label, signed.name) == ("Présidence", "Awa Coordination")
    coming.roles.all().delete()
    signed = convocation(coming, in_house=False).signed_by
    assert (signed.label, signed.name, signed.organisation) == ("Pour la coordination", "Awa Coordination", "CHEF")
    people.cluster.roles.all().delete()
    assert convocation(coming, in_house=False).signed_by is None


@pytest.mark.django_db
@pytest.mark.parametrize(("prints", "in_house", "shown"), [(1, 1, True), (1, 0, False), (0, 1, False)])
def test_address_of_the_coordination_is_for_its_own_copy_where_the_cluster_prints_it(
    people, coming, prints, in_house, shown
):
    coming.cluster.prints_contacts = bool(prints)
    letter = convocation(coming, in_house=bool(in_house))
    assert ("coordination@example.org" in companion_html(letter)) is shown
    assert letter.contact.name == "Awa Coordination"


@pytest.mark.django_db
def test_letter_is_dated_of_the_announcement_then_of_the_new_date(people):
    meeting = make_meeting(people.cluster, by=people.coordinator)
    with time_machine.travel(NOVEMBER_15 - timedelta(days=9), tick=False):
        announce_meeting(meeting=meeting, by=people.coordinator)
    assert convocation(meeting, in_house=False).written_on == "2016-11-06"
    with time_machine.travel(NOVEMBER_15 - timedelta(days=4), tick=False):
        moved_to = NOVEMBER_15 + timedelta(days=2)
        reschedule_meeting(meeting=meeting, starts_at=moved_to, reason="Route", by=people.coordinator)
    assert convocation(meeting, in_house=False).written_on == "2016-11-11"


@pytest.mark.django_db
def test_letter_of_a_planned_meeting_is_a_project(people):
    letter = convocation(make_meeting(people.cluster, by=people.coordinator), in_house=True)
    assert letter.is_draft
    assert '<body class="draft"' in companion_html(letter)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_more_points_ask_no_more_of_the_database(people, coming, count, django_assert_num_queries):
    for number in range(count):
        item = make_item(coming, f"De plus {number}")
        item.documents.add(make_document(people, f"Pièce {number}"))
        make_action(people, coming.previous, f"De plus {number}")
    with django_assert_num_queries(10):
        assert len(convocation(coming, in_house=False).agenda) == 2 + count


# --- On paper ---------------------------------------------------------------------------------------------------------

MEETING = MeetingFacts(
    uuid="u",
    title="",
    kind_label="Réunion ordinaire",
    serial=4,
    year=2026,
    cluster_name="Équipe Essai",
    starts_at="2026-11-12T14:30:00+00:00",
    ends_at="2026-11-12T16:00:00+00:00",
    place="Bamako",
)


def letter(count: int, **facts: object) -> Convocation:
    agenda = [
        AgendaLine(
            number=str(n),
            title=f"Point {n} ⵣⵓⵍ Ŋaɲa",
            purpose="pour décision" if n % 2 else "",
            presenter="Nɛnɛ Kɔnɛ" if n == 1 else "",
            minutes=10,
        )
        for n in range(1, count + 1)
    ]
    return Convocation(meeting=MEETING, written_on="2026-11-05", agenda=tuple(agenda), **facts)


def full() -> Convocation:
    return letter(
        60,
        items_left_out=2,
        documents=(DocumentLine(name="Plan", version_label="v2"), DocumentLine(name="Carte ⵣⵓⵍ")),
        open_actions=1,
        address="https://hub.example.org/reunions/x/",
        signed_by=RoleLine(role="chair", label="Présidence", name="Nɛnɛ Kɔnɛ", job_title="Cheffe", organisation="ONG"),
        contact=Contact(name="Nɛnɛ Kɔnɛ"),
    )


def printed(sheet: Convocation) -> bytes:
    return render_pdf(companion_html(sheet)).pdf


def test_paper_reads_as_the_letter(tmp_path):
    read = structure_of(printed(full()), tmp_path)
    assert read.headings == [
        *("Convocation", "Ordre du jour", "Documents à lire avant la réunion", "Points d’action à rapporter"),
    ]
    rows = read.rows_under(COLUMNS, begins=r"\d")
    assert [row[:3] for row in rows[:2]] == [["1", "Point 1 ⵣⵓⵍ Ŋaɲa", "pour décision"], ["2", "Point 2 ⵣⵓⵍ Ŋaɲa", "–"]]
    assert (len(rows), {row[4] for row in rows}) == (60, {"10 min"})
    parts = (
        *("Bamako, le 5 novembre 2026", "À l’attention des membres de l’Équipe Essai"),
        *("Objet : Réunion ordinaire n° 4 de 2026", "vous inviter à la réunion ordinaire de l’Équipe Essai, "),
        "qui se tiendra le jeudi douze novembre deux mille vingt-six à quatorze heures trente minutes.",
        *("Date jeudi 12 novembre 2026", "Heure 14 h 30 – 16 h", "Lieu Bamako", "Ordre du jour"),
        *("Durée prévue : 10 h.", "2 points réservés à la coordination ne sont pas reproduits.", "Plan (v2)"),
        "1 point d’action ouvert des réunions précédentes attend des nouvelles",
        *("https://hub.example.org/reunions/x/", "Présidence", "Nɛnɛ Kɔnɛ, Cheffe (ONG)", "Contact : Nɛnɛ Kɔnɛ"),
    )
    places = [read.text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_nothing_prints_empty(tmp_path):
    bare = Convocation(meeting=MeetingFacts(uuid="u", title="", cluster_name="Cluster Essai"), written_on="2026-11-05")
    read = structure_of(printed(bare), tmp_path)
    assert (read.headings, read.tables) == (["Convocation", "Ordre du jour"], [])
    assert "L’ordre du jour vous sera communiqué." in read.text
    assert one_line("vous inviter à la réunion du Cluster Essai.") in read.text
    assert [word for word in ("Durée", "Contact", "Documents", "rapporter", "en ligne") if word in read.text] == []


def test_column_that_nothing_fills_is_not_printed(tmp_path):
    agenda = tuple(replace(line, presenter="", minutes=None) for line in letter(2).agenda)
    read = structure_of(printed(replace(letter(0), agenda=agenda)), tmp_path)
    assert read.tables[1][0] == ["N°", "Point", "Nature"]
    assert "Durée" not in read.text


@pytest.mark.parametrize(
    ("kind", "words"), [("Atelier", "à l’atelier de l’Équipe"), ("Réunion ad hoc", "à la réunion ad hoc de l’Équipe")]
)
def test_kind_of_meeting_is_said_in_french(kind, words):
    assert words in replace(letter(0), meeting=replace(MEETING, kind_label=kind)).invitation


def test_restricted_points_alone_are_said_without_promising_an_agenda():
    html = companion_html(letter(0, items_left_out=1))
    assert "vous sera communiqué" not in html
    assert "1 point réservé à la coordination" in html.replace("\u00a0", " ")


def test_usual_letter_takes_one_page(tmp_path):
    pages = (
        text_of(printed(replace(full(), agenda=letter(7).agenda)), tmp_path, keep_lines=True).strip("\f").split("\f")
    )
    assert len(pages) == 1


# --- The address ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("rendered_once")
@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("member", 200), ("observer", 403), ("stranger", 404)]
)
def test_letter_is_for_members(client, people, coming, who, status, tmp_path):
    client.force_login(getattr(people, who))
    response = client.get(reverse("minutes:convocation", args=[coming.uuid]))
    assert response.status_code == status
    if status == 200:
        text = text_of(b"".join(response.streaming_content), tmp_path)
        assert ("Plan de contingence" in text, "secret" in text) == (True, False)
        assert response["Content-Disposition"] == 'inline; filename="convocation-CRP-2016-11-15.pdf"'


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "shown"), [("member", True), ("observer", False)])
def test_meeting_page_offers_it_to_those_who_may_read_it(client, people, coming, who, shown):
    client.force_login(getattr(people, who))
    page = client.get(reverse("minutes:meeting_detail", args=[coming.uuid])).content.decode()
    assert (reverse("minutes:convocation", args=[coming.uuid]) in page) is shown
