"""What is frozen, what each edition leaves out, and what counts as a change."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.enums import MeetingRoleKind, Visibility
from meetings.models import AgendaItem
from meetings.services.attendance import add_attendance
from meetings.services.roles import add_meeting_role
from minutes.content import Content
from minutes.editions import changed_parts, for_edition
from minutes.layouts import get_layout
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from minutes.selectors.freeze import freeze
from participants.models import Cluster, Person
from tests.factories import make_organisation, make_person
from tests.minutes.factories import CONTACTS, SECRETS, make_action, make_document, make_item
from tests.minutes.reading import text_of

pytestmark = pytest.mark.django_db


def secrets_in(text):
    return [word for word in (*SECRETS, *CONTACTS) if word in text]


# --- What is frozen ---------------------------------------------------------------------------------------------------


def test_freeze_writes_out_the_meeting(held, people):
    content = freeze(held)
    assert content.edition == "coordination"
    assert content.meeting.cluster_name == "Cluster Relèvement"
    assert content.meeting.starts_at == "2016-11-15T14:30:00+00:00"
    assert content.previous_meeting_on == "2016-10-20"
    assert [item.title for item in content.items[1:]] == ["Projets de 2017", "secretpoint"]
    assert [child.title for child in content.items[2].children] == ["secretsous"]
    assert [action.owners_text for action in content.actions] == ["PARTEN", "PARTEN"]
    assert content.reviewed[0].meeting_label == "Réunion du 20\xa0octobre 2016"
    assert len(content.reviewed[0].actions) == 3
    assert [(line.role, line.name) for line in content.signatures_expected] == [
        ("rapporteur", "Bakary Rapporteur"),
        ("chair", "Awa Coordination"),
    ]


def test_frozen_content_reads_back_from_its_json(held):
    content = freeze(held)
    assert Content.from_json(content.to_json()) == content


def test_frozen_names_do_not_follow_later_changes(held, people):
    before = freeze(held)
    Person.objects.update(name="Autre Nom", job_title="Autre fonction")
    assert replace(freeze(held), contact=before.contact) == before


def test_freeze_gathers_units_under_their_organisation(held, people):
    assert freeze(held).organisations_present == ()
    minusma = make_organisation("MINUSMA")
    for acronym in ("PE", "CAD"):
        unit = make_organisation(acronym, parent=minusma)
        add_attendance(meeting=held, organisation=unit)
    found = {each.name: each.units for each in freeze(held).organisations_present}
    assert found["MINUSMA"] == ("CAD", "PE")
    assert len(found) == len(freeze(held).attendance_organisations) - 1


@pytest.mark.parametrize(("prints", "email"), [(False, ""), (True, "coordination@example.org")])
def test_freeze_names_the_coordinator_to_write_to(held, prints, email):
    Cluster.objects.update(prints_contacts=prints)
    contact = freeze(held).contact
    assert (contact.name, contact.email) == ("Awa Coordination", email)


def test_freeze_asks_the_same_queries_whatever_the_number_of_rows(held, people):
    def count():
        with CaptureQueriesContext(connection) as captured:
            freeze(held)
        return len(captured)

    Cluster.objects.update(prints_contacts=True)
    before = count()
    for number in range(3):
        item = make_item(held, f"Point {number}")
        item.documents.add(make_document(people, f"Annexe {number}"))
        make_action(people, held, f"Action {number}", item=item)
        add_attendance(meeting=held, person=make_person(organisation=people.partner))
    assert count() == before <= 20


def test_withdrawn_action_is_not_frozen(held):
    held.actions.filter(description__contains="Partager").update(withdrawn_at=held.starts_at)
    assert [action.description_html for action in freeze(held).actions] == ["<p>Suivre secretaction</p>"]


def test_second_rapporteur_does_not_sign(held, people):
    add_meeting_role(meeting=held, kind=MeetingRoleKind.RAPPORTEUR, person=people.member.person)
    assert [line.name for line in freeze(held).signatures_expected] == ["Bakary Rapporteur", "Awa Coordination"]


# --- Editions ---------------------------------------------------------------------------------------------------------


def test_coordination_edition_has_everything(held):
    Cluster.objects.update(prints_contacts=True)
    assert secrets_in(freeze(held).to_json()) == [*SECRETS, *CONTACTS[:2]]


def test_contact_data_is_not_even_frozen_unless_the_cluster_prints_it(held):
    assert secrets_in(freeze(held).to_json()) == [*SECRETS]


@pytest.mark.parametrize("edition", ["members", "public"])
def test_edition_leaves_no_restricted_word_anywhere(held, edition, tmp_path):
    Cluster.objects.update(prints_contacts=True)
    content = for_edition(freeze(held), edition)
    pdf = render_minutes(content, "a", render=render_pdf).pdf
    assert secrets_in(content.to_json()) == []
    assert secrets_in(get_layout("a").html(content)) == []
    assert secrets_in(text_of(pdf, tmp_path)) == []
    assert not content.prints_contacts


def test_edition_says_how_much_it_leaves_out(held):
    left_out = for_edition(freeze(held), "members").left_out
    assert (left_out.items, left_out.actions) == (2, 3)


def test_restricted_point_under_an_open_one_is_left_out_alone(held):
    parent = held.items.get(title="Projets de 2017")
    make_item(held, "secretenfant", parent=parent, visibility=Visibility.COORDINATION)
    make_item(held, "Ouvert", parent=parent)
    content = for_edition(freeze(held), "members")
    assert [(child.number, child.title) for child in content.items[1].children] == [("2.2", "Ouvert")]
    assert content.left_out.items == 3


def test_restricted_document_on_an_open_point_is_left_out(held, people):
    item = held.items.get(title="Projets de 2017")
    item.documents.add(
        make_document(people, "secretfiche", visibility=Visibility.COORDINATION), make_document(people, "Fiche")
    )
    content = for_edition(freeze(held), "members")
    assert [line.name for line in content.items[1].documents] == ["Fiche"]
    assert [line.name for line in content.documents] == ["Fiche"]


def test_document_of_an_open_and_of_a_restricted_point_stays(held, people):
    document = make_document(people, "Commun")
    for item in held.items.filter(title__in=("Projets de 2017", "secretpoint")):
        item.documents.add(document)
    assert [line.name for line in for_edition(freeze(held), "members").documents] == ["Commun"]


def test_public_edition_keeps_no_online_address(held):
    held.online_url = "https://visio.example.org/salle"
    held.save()
    assert for_edition(freeze(held), "members").meeting.online_url == "https://visio.example.org/salle"
    assert for_edition(freeze(held), "public").meeting.online_url == ""


def test_members_edition_marks_nothing_as_restricted(held):
    assert '"is_restricted":true' not in for_edition(freeze(held), "members").to_json()
    assert json.loads(for_edition(freeze(held), "members").to_json())["edition"] == "members"


# --- What changed -----------------------------------------------------------------------------------------------------


def test_number_and_date_are_no_change(held):
    before = freeze(held)
    assert changed_parts(before, replace(before, version_number=7, is_draft=False, frozen_at="2020-01-01")) == ()


def test_progress_of_an_action_is_no_change(held):
    before = freeze(held)
    held.actions.update(status="in_progress")
    assert freeze(held) != before
    assert changed_parts(before, freeze(held)) == ()


def test_changed_text_is_named(held):
    before = freeze(held)
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    assert changed_parts(before, freeze(held)) == ("l’ordre du jour et les discussions",)
