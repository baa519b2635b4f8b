"""« Copier pour WhatsApp / SMS » beside what is announced, circulated, assigned and recalled."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.enums import DueKind
from actions.models import ActionPoint
from actions.services.create import create_action
from meetings.enums import DocumentState, MeetingState, Visibility
from meetings.services import lifecycle
from meetings.services.documents import upload_document
from meetings.services.meetings import update_meeting
from minutes.enums import MinutesState
from minutes.models import Minutes
from tests.actions.partner_world import SHOWN, PartnerWorld, build_partner_world
from tests.factories import People
from tests.meetings.factories import NOVEMBER_15, make_meeting

pytestmark = pytest.mark.django_db
TEXT = re.compile(
    r'<label class="form-label" for="message-\d+">(.*?)</label>\n<textarea[^>]*readonly>(.*?)</textarea>', re.S
)


def texts_at(client: Client, name: str, uuid: object) -> dict[str, str]:
    page = client.get(reverse(name, args=[uuid])).content.decode()
    return {unescape(title).replace("\xa0", " "): unescape(text) for title, text in TEXT.findall(page)}


@pytest.fixture
def coordination(client: Client, people: People) -> Client:
    client.force_login(people.coordinator)
    return client


@pytest.fixture
def before() -> None:
    with time_machine.travel(NOVEMBER_15 - timedelta(days=5), tick=False):
        yield


def test_announced_meeting_is_told_in_one_text_with_its_page(
    coordination: Client, people: People, before: None
) -> None:
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED, venue="Salle {{ 7 }} <A>")
    url = f"http://localhost:8000/reunions/{meeting.uuid}/"
    assert texts_at(coordination, "minutes:meeting_messages", meeting.uuid) == {
        "Invitation": f"Relèvement : {meeting.title}, mardi 15 novembre 2016, 14 h 30 à 16 h, "
        "Salle {{ 7 }} <A>.\n"
        f"Ordre du jour et documents : {url}"
    }


def test_last_change_of_each_kind_is_told_first(coordination: Client, people: People, before: None) -> None:
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED)
    lifecycle.reschedule_meeting(
        meeting=meeting, starts_at=NOVEMBER_15 + timedelta(days=1), reason="Pluie", by=people.coordinator
    )
    for venue in ("Salle B", "Salle C"):
        update_meeting(meeting=meeting, venue=venue)
    told = texts_at(coordination, "minutes:meeting_messages", meeting.uuid)
    assert list(told) == ["Mise à jour", "Nouvelle date", "Invitation"]
    assert "mise à jour (salle)" in told["Mise à jour"]
    assert "Salle C" in told["Mise à jour"]
    assert "prévue le mardi 15 novembre 2016, 14 h 30, est déplacée au mercredi 16" in told["Nouvelle date"]
    assert "Motif : Pluie." in told["Nouvelle date"]


def test_cancelled_meeting_is_told_with_its_reason(coordination: Client, people: People) -> None:
    meeting = make_meeting(people.cluster, state=MeetingState.CANCELLED)
    (text,) = texts_at(coordination, "minutes:meeting_messages", meeting.uuid).values()
    assert "n’aura pas lieu. Motif : Route coupée." in text


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        (MinutesState.DRAFTING, []),
        (MinutesState.IN_REVIEW, ["Relecture"]),
        (MinutesState.CIRCULATED, ["Projet diffusé"]),
        (MinutesState.ADOPTED, ["Adoption", "Signature attendue"]),
        (MinutesState.SIGNED, ["Signature"]),
    ],
)
def test_record_is_told_as_it_stands(coordination: Client, people: People, state: str, titles: list[str]) -> None:
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)
    Minutes.objects.update_or_create(meeting=meeting, defaults={"state": state})
    told = texts_at(coordination, "minutes:meeting_messages", meeting.uuid)
    assert list(told) == titles
    assert [text for text in told.values() if f"/reunions/{meeting.uuid}/compte-rendu/" not in text] == []


@pytest.fixture
def world(people: People) -> PartnerWorld:
    return build_partner_world(people)


def test_each_organisation_reads_what_is_expected_of_it_and_no_key(coordination: Client, world: PartnerWorld) -> None:
    told = texts_at(coordination, "minutes:meeting_messages", world.shown.meeting.uuid)
    mine = told["Actions : PARTEN"]
    assert world.shown.reference in mine
    assert mine.endswith("avec votre compte : http://localhost:8000/mes-actions/")
    assert [text for text in told.values() if "/p/" in text] == []
    page = coordination.get(reverse("minutes:meeting_messages", args=[world.shown.meeting.uuid])).content.decode()
    linked = reverse("actions:partner_detail", args=[world.people.cluster.uuid, world.people.partner.uuid])
    assert f'href="{linked}"' in page.replace("http://localhost:8000", "")


def test_what_is_for_the_coordination_is_told_by_its_reference_only(coordination: Client, world: PartnerWorld) -> None:
    (open_text,) = texts_at(coordination, "actions:action_message", world.shown.uuid).values()
    ActionPoint.objects.filter(pk=world.shown.pk).update(visibility=Visibility.COORDINATION)
    (closed_text,) = texts_at(coordination, "actions:action_message", world.shown.uuid).values()
    assert f"rappel : {world.shown.reference}, 22 novembre 2016" in open_text
    assert SHOWN in open_text
    assert f"rappel : {world.shown.reference}, " in closed_text
    assert SHOWN not in closed_text
    told = texts_at(coordination, "minutes:meeting_messages", world.shown.meeting.uuid)
    assert [text for text in told.values() if world.shown.reference in text] == []


def test_date_that_is_asked_for_can_be_asked_by_message(coordination: Client, people: People) -> None:
    awaited = {"due_kind": DueKind.TO_BE_COMMUNICATED, "due_set_by": "PARTEN"}
    action = create_action(cluster=people.cluster, by=None, description="Former", owner_text="CHEF", **awaited)
    told = texts_at(coordination, "actions:action_message", action.uuid)["Date demandée"]
    assert f"quelle est la date de {action.reference} (Former) ?" in told.replace("\u202f", " ").replace("\xa0", " ")
    assert told.endswith(f"http://localhost:8000{reverse('actions:date_give', args=[action.uuid])}")


def test_final_version_is_told_with_its_page(coordination: Client, people: People) -> None:
    file = SimpleUploadedFile("plan.csv", b"a;b\n", "text/csv")
    document = upload_document(
        cluster=people.cluster, file=file, by=people.coordinator, name="Plan", state=DocumentState.FINAL
    )
    (text,) = texts_at(coordination, "meetings:document_message", document.uuid).values()
    assert text == (
        f"{people.cluster} : la version finale de « Plan » est disponible. "
        f"À lire avec votre compte : http://localhost:8000/documents/{document.uuid}/"
    )


@pytest.mark.parametrize("is_final", [True, False])
def test_link_stands_beside_the_mail_and_only_there(coordination: Client, people: People, is_final: bool) -> None:
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED if is_final else MeetingState.PLANNED)
    page = coordination.get(reverse("minutes:meeting_detail", args=[meeting.uuid])).content.decode()
    assert (reverse("minutes:meeting_messages", args=[meeting.uuid]) in page) == is_final
