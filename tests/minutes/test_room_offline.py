"""What the room's script asks of the server: done once, for the account that typed it, on pages that may be kept."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from actions.services.create import create_action
from clusterhub.web.storage import PublishedFiles
from meetings.enums import MeetingState
from meetings.models import TextRevision
from minutes.views import worker
from minutes.views.worker import room_files
from tests.meetings.factories import NOVEMBER_15, make_meeting

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def client(people) -> Client:
    client = Client()
    client.force_login(people.coordinator)
    return client


def add(client, meeting, title, key, **headers):
    address = reverse("minutes:item_add", args=[meeting.uuid])
    return client.post(address, {"title": title, "operation": key}, headers=SCRIPT | headers)


# --- Once -------------------------------------------------------------------------------------------------------------


def test_point_sent_again_after_a_lost_answer_is_made_once(client, meeting):
    key, before = uuid.uuid4(), meeting.items.count()
    answers = [add(client, meeting, "Routes", key) for _ in range(2)]

    item = meeting.items.get(title="Routes")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {re.search('data-done="([^"]*)"', answer.text)[1] for answer in answers} == {
        f"/reunions/{meeting.uuid}/saisie/?point={item.uuid}"
    }
    assert meeting.items.count() == before + 1


def test_same_words_under_two_keys_are_two_points(client, meeting):
    for _ in range(2):
        add(client, meeting, "Routes", uuid.uuid4())

    assert meeting.items.filter(title="Routes").count() == 2


def test_key_that_served_for_other_words_is_refused(client, meeting):
    key = uuid.uuid4()
    add(client, meeting, "Routes", key)

    response = add(client, meeting, "Ponts", key)

    assert (response.status_code, meeting.items.filter(title="Ponts").exists()) == (422, False)


@pytest.mark.parametrize(("title", "reason"), [("", "Ce champ est obligatoire."), ("\x0b", "obligatoire")])
def test_refusal_says_why_and_the_key_may_serve_again(client, meeting, title, reason):
    key = uuid.uuid4()
    response = add(client, meeting, title, key)

    assert response.status_code == 422
    assert reason in response.text
    assert add(client, meeting, "Routes", key).status_code == 200


def test_refusal_of_the_service_is_no_success(client, people, meeting):
    item = meeting.items.first()
    address = reverse("minutes:outcome_add", args=[meeting.uuid, item.uuid])
    data = {"kind": "decision", "text": "<p></p>", "operation": uuid.uuid4()}

    response = client.post(address, data, headers=SCRIPT)

    assert response.status_code == 422
    assert "Écrivez la conclusion avant de l’ajouter." in response.text


def test_form_without_script_and_without_key_ends_as_before(client, meeting):
    response = client.post(reverse("minutes:item_add", args=[meeting.uuid]), {"title": "Routes"})

    assert response.status_code == 302


def test_state_of_a_point_and_what_was_reported_may_wait_their_turn(client, people):
    """Sent when the network is back, and again after a lost answer."""
    before = make_meeting(
        people.cluster, NOVEMBER_15 - timedelta(days=28), by=people.coordinator, state=MeetingState.OPEN
    )
    create_action(cluster=people.cluster, meeting=before, by=people.coordinator, description="Envoyer le profil")
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    item, review = meeting.items.first(), meeting.action_reviews.get()
    said = {"status": "done", "text": "Envoyé.", "base_version": 0, "key": uuid.uuid4(), "operation": uuid.uuid4()}
    stated = {"state": "discussed", "operation": uuid.uuid4()}
    for name, row, data in (("item_state", item, stated), ("review_report", review, said)):
        address = reverse(f"minutes:{name}", args=[meeting.uuid, row.uuid])
        assert [client.post(address, data, headers=SCRIPT).status_code for _ in range(2)] == [200, 200]

    refused = client.post(address, said | {"status": "dropped", "operation": uuid.uuid4()}, headers=SCRIPT)

    item.refresh_from_db()
    assert (item.state, review.action.updates.filter(after="done").count()) == ("discussed", 1)
    assert refused.status_code == 422
    assert "Une action terminée doit d’abord être rouverte" in refused.text


# --- Whose ------------------------------------------------------------------------------------------------------------


def test_what_was_typed_under_another_account_is_not_taken(client, people, meeting):
    text = {"object": meeting.items.first().uuid, "field": "agendaitem.discussion", "base_version": 0, "text": "Dit."}
    headers = SCRIPT | {"X-Account": str(people.rapporteur.pk)}

    saved = client.post(
        reverse("minutes:text_save", args=[meeting.uuid]), text | {"key": uuid.uuid4()}, headers=headers
    )
    added = add(client, meeting, "Routes", uuid.uuid4(), **headers)

    assert (saved.status_code, added.status_code) == (401, 401)
    assert not TextRevision.objects.exists()
    assert not meeting.items.filter(title="Routes").exists()
    mine = {"X-Account": str(people.coordinator.pk)}
    assert add(client, meeting, "Routes", uuid.uuid4(), **mine).status_code == 200


def test_session_says_whose_it_is_and_gives_a_token(client, people):
    address = reverse("participants:session")

    mine, nobodys = client.get(address), Client().get(address)

    assert (mine.status_code, nobodys.status_code) == (200, 401)
    assert f'data-account="{people.coordinator.pk}"' in mine.text
    assert 'data-account=""' in nobodys.text
    assert all("csrfmiddlewaretoken" in answer.text for answer in (mine, nobodys))
    assert all("no-store" in answer["Cache-Control"] for answer in (mine, nobodys))


# --- Kept on the device -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["minutes:room", "meetings:attendance"])
@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.CLOSED])
def test_only_pages_of_a_meeting_being_held_may_be_kept(people, client, name, state):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=state)

    response = client.get(reverse(name, args=[meeting.uuid]))

    held = state == MeetingState.OPEN
    assert response.headers.get("X-Room-Kept") == (str(people.coordinator.pk) if held else None)
    assert (" data-held" in response.text) == held


def test_worker_is_served_above_the_pages_it_keeps_and_names_their_files(client):
    response = Client().get(reverse("minutes:room_worker"))

    assert reverse("minutes:room_worker").startswith("/reunions/")
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert 'importScripts("/static/js/room/worker.js")' in response.text
    assert "/static/js/room/field.js" in response.text


# --- Files ------------------------------------------------------------------------------------------------------------

STATIC = settings.BASE_DIR / "static"


def imports_of(name: str) -> set[str]:
    """All the modules that come with one, itself included."""
    imports = re.compile(r'^import .*"(\./[^"]+)";', re.MULTILINE)
    found, waiting = set(), [STATIC / name]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [(path.parent / url).resolve() for url in imports.findall(path.read_text())]
    return {path.relative_to(STATIC).as_posix() for path in found}


@pytest.mark.once
@pytest.mark.django_db
def test_files_of_the_room_are_all_kept(client, meeting):
    page = client.get(reverse("minutes:room", args=[meeting.uuid])).text

    named = set(re.findall(r'="/static/((?:js|css|html)/[^"]+)"', page))
    assert {"js/later.js", "js/room/room.js", "js/already_asked.js", "html/room_keys.html"} <= named
    assert "js/room/drafts.js" in imports_of("js/room/room.js")
    assert set().union(*map(imports_of, named)) <= set(room_files())


@pytest.mark.once
def test_where_files_are_published_the_room_keeps_one_script(monkeypatch):
    monkeypatch.setattr(worker, "staticfiles_storage", PublishedFiles())

    scripts = [name for name in room_files() if name.startswith("js/")]
    assert scripts == ["js/already_asked.js", "js/later.js", "js/room/room.js"]
