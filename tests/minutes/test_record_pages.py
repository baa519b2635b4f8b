"""The record's pages: who reads which text, who may do what, and what each step answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem
from minutes.enums import MinutesState
from minutes.models import Minutes, MinutesVersion, Signature
from minutes.services.record import back_to_draft, circulate_minutes
from tests.factories import PASSWORD
from tests.minutes import factories
from tests.minutes.factories import CONTACTS, SECRETS, make_action, make_item
from tests.minutes.test_services_signature import PIXEL

pytestmark = pytest.mark.django_db

LIVE_QUERIES = 38
"""Of which 17 freeze the text as it stands, so that the coordination reads what would be circulated."""
FROZEN_QUERIES = 13


def url(name, meeting, *more):
    return reverse(f"minutes:{name}", args=[meeting.uuid, *more])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def read(client, people):
    """The record's page as this person gets it."""

    def get(who, meeting, query=""):
        client.force_login(getattr(people, who))
        return client.get(url("record", meeting) + query)

    return get


# --- Who reads what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "expected"),
    [("coordinator", 200), ("rapporteur", 200), ("member", 403), ("observer", 404), ("stranger", 404)],
)
def test_text_that_was_not_circulated_is_for_the_coordination(read, held, who, expected):
    assert read(who, held).status_code == expected


@pytest.mark.parametrize(
    ("who", "expected"), [("member", 200), ("focal_point", 200), ("observer", 404), ("stranger", 404), ("admin", 404)]
)
def test_circulated_record_is_for_members(read, circulated, who, expected):
    assert read(who, circulated).status_code == expected


def test_adopted_record_is_for_observers_too(read, adopted):
    response = read("observer", adopted.minutes.meeting)
    assert "Huit fiches examinées." in text_of(response)


def test_member_reads_the_frozen_text_only(read, circulated):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    assert "Huit fiches examinées." in text_of(read("member", circulated))
    assert "Neuf fiches." not in text_of(read("member", circulated))
    assert "Neuf fiches." in text_of(read("coordinator", circulated))


def test_member_reads_the_circulated_text_while_it_is_corrected(read, circulated, people):
    back_to_draft(meeting=circulated, reason="Chiffre faux", by=people.coordinator)
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    page = text_of(read("member", circulated))
    assert "Huit fiches examinées." in page
    assert "En cours de correction" in page


@pytest.mark.parametrize("query", ["", "?version=1", "?version=2"])
def test_member_never_sees_a_restricted_word(read, adopted, query):
    page = text_of(read("member", adopted.minutes.meeting, query))
    assert [word for word in (*SECRETS, *CONTACTS) if word in page] == []
    assert "2\xa0points réservés" in page or "2 points réservés à la coordination ne sont pas reproduits." in page


def test_coordination_reads_everything_and_earlier_versions(read, circulated, people):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    circulate_minutes(meeting=circulated, by=people.coordinator)
    assert [word for word in SECRETS if word not in text_of(read("coordinator", circulated))] == []
    assert "Huit fiches examinées." in text_of(read("coordinator", circulated, "?version=1"))
    assert "Neuf fiches." in text_of(read("coordinator", circulated, "?version=2"))


@pytest.mark.parametrize("query", ["?version=99", "?version=x", "?version=" + "9" * 30])
def test_version_that_does_not_exist_shows_the_current_text(read, circulated, query):
    assert "Huit fiches examinées." in text_of(read("coordinator", circulated, query))


def test_hostile_text_in_a_frozen_version_is_cleaned(read, circulated):
    """As an import or an old programme could have stored it."""
    version = MinutesVersion.objects.get()
    hostile = version.content.replace("<p>Huit fiches examinées.</p>", "<img src=x onerror=alert(1)><p>Huit</p>")
    MinutesVersion.objects.create(
        minutes=version.minutes, number=2, kind="circulated", content=hostile, content_sha256=version.content_sha256
    )
    assert "onerror" not in text_of(read("member", circulated))


@pytest.mark.parametrize(("who", "queries"), [("coordinator", LIVE_QUERIES), ("member", FROZEN_QUERIES)])
@pytest.mark.parametrize("item_count", [1, 3])
def test_page_asks_the_same_queries_whatever_the_number_of_rows(client, held, people, item_count, who, queries):
    for number in range(item_count):
        make_item(held, f"Point {number}", state="todo")
        make_action(people, held, f"Action {number}")
        circulate_minutes(meeting=held, by=people.coordinator)
    client.force_login(getattr(people, who))
    with CaptureQueriesContext(connection) as captured:
        client.get(url("record", held))
    assert len(captured) == queries


# --- Buttons follow the rights ----------------------------------------------------------------------------------------

STEPS = ("minutes_circulate", "minutes_back_to_draft", "minutes_adopt", "minutes_scan")


def offered(page, meeting):
    return [name for name in STEPS if f'"{url(name, meeting)}"' in page]


@pytest.mark.parametrize(
    ("who", "expected"),
    [("coordinator", list(STEPS[:3])), ("rapporteur", list(STEPS[:2])), ("member", []), ("focal_point", [])],
)
def test_page_offers_what_the_views_allow(read, client, circulated, who, expected):
    assert offered(text_of(read(who, circulated)), circulated) == expected
    allowed = [name for name in STEPS if client.get(url(name, circulated)).status_code == 200]
    assert allowed == expected


def test_adopted_record_offers_the_signature_to_the_one_whose_turn_it_is(read, adopted):
    meeting = adopted.minutes.meeting
    sign_url = url("minutes_sign", meeting, "rapporteur")
    assert f'"{sign_url}"' in text_of(read("rapporteur", meeting))
    assert "/compte-rendu/signer/" not in text_of(read("coordinator", meeting))
    assert "/compte-rendu/signer/" not in text_of(read("member", meeting))


# --- Steps ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def post(client, people):
    def send(who, name, meeting, *more, **data):
        client.force_login(getattr(people, who))
        return client.post(url(name, meeting, *more), data)

    return send


def state_of(meeting):
    return Minutes.objects.get(meeting=meeting).state


def test_circulating_asks_to_confirm_what_is_missing(post, held):
    until = (timezone.localdate() + timedelta(days=7)).isoformat()
    refused = post("rapporteur", "minutes_circulate", held, comments_until=until)
    assert "confirmed" in refused.context["form"].errors
    accepted = post("rapporteur", "minutes_circulate", held, comments_until=until, confirmed="on")
    assert accepted.url == url("record", held)
    assert state_of(held) == MinutesState.CIRCULATED


@pytest.mark.parametrize("until", ["", "hier", "2016-11-16"])
def test_circulating_needs_a_date_to_come(post, held, until):
    response = post("coordinator", "minutes_circulate", held, comments_until=until, confirmed="on")
    assert "comments_until" in response.context["form"].errors
    assert not MinutesVersion.objects.exists()


def test_circulating_page_names_recipients_without_their_addresses(client, held, people):
    client.force_login(people.rapporteur)
    page = text_of(client.get(url("minutes_circulate", held)))
    assert "Kadi Membre" in page
    assert "membre@example.org" not in page


def test_blocked_circulation_offers_no_button(client, held, people):
    held.attendances.all().delete()
    client.force_login(people.coordinator)
    page = text_of(client.get(url("minutes_circulate", held)))
    assert "La diffusion attend que ces points soient réglés." in page
    assert 'name="comments_until"' not in page


def test_going_back_to_draft_keeps_the_reason(post, circulated):
    assert "reason" in post("coordinator", "minutes_back_to_draft", circulated).context["form"].errors
    post("coordinator", "minutes_back_to_draft", circulated, reason="Chiffre faux")
    assert state_of(circulated) == MinutesState.DRAFTING


def test_adopting_shows_what_changed_and_adopts_what_was_shown(post, client, circulated, people):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    client.force_login(people.coordinator)
    page = client.get(url("minutes_adopt", circulated))
    assert "l’ordre du jour et les discussions" in text_of(page)
    blind = post("coordinator", "minutes_adopt", circulated, confirmed="on")
    assert "Le texte a changé depuis sa diffusion" in text_of(blind)
    assert state_of(circulated) == MinutesState.CIRCULATED
    post("coordinator", "minutes_adopt", circulated, seen=page.context["changes"].seen, confirmed="on")
    assert state_of(circulated) == MinutesState.ADOPTED


def test_signing_asks_for_the_password_again(post, adopted):
    meeting = adopted.minutes.meeting
    wrong = post("rapporteur", "minutes_sign", meeting, "rapporteur", password="faux")
    assert "n’est pas celui de votre compte" in text_of(wrong)
    assert not Signature.objects.exists()
    right = post("rapporteur", "minutes_sign", meeting, "rapporteur", password=PASSWORD)
    assert right.url == url("record", meeting)
    assert Signature.objects.get().signer_name == "Bakary Rapporteur"


def test_signing_page_says_honestly_what_it_is(client, adopted, people):
    client.force_login(people.rapporteur)
    page = text_of(client.get(url("minutes_sign", adopted.minutes.meeting, "rapporteur")))
    assert "Signature électronique (cachet interne)" in page
    assert "qualifiée" not in page


def test_chair_is_told_to_wait(client, adopted, people):
    client.force_login(people.coordinator)
    page = text_of(client.get(url("minutes_sign", adopted.minutes.meeting, "chair")))
    assert "Une autre signature vient d’abord : rapporteur" in page.replace("&nbsp;", " ")
    assert 'type="password"' not in page


@pytest.mark.parametrize(
    ("who", "role", "expected"),
    [
        ("coordinator", "rapporteur", 403),
        ("member", "rapporteur", 403),
        ("rapporteur", "chair", 403),
        ("rapporteur", "president", 403),
        ("stranger", "rapporteur", 404),
    ],
)
def test_who_does_not_hold_the_role_does_not_sign(post, adopted, who, role, expected):
    response = post(who, "minutes_sign", adopted.minutes.meeting, role, password=PASSWORD)
    assert response.status_code == expected
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["minutes_circulate", "minutes_back_to_draft", "minutes_adopt"])
def test_step_asks_before_it_reproaches(client, circulated, people, name):
    client.force_login(people.coordinator)
    assert not client.get(url(name, circulated)).context["form"].errors


def test_scan_page_asks_before_it_reproaches(client, adopted, people):
    client.force_login(people.coordinator)
    assert not client.get(url("minutes_scan", adopted.minutes.meeting)).context["form"].is_bound


def test_member_reads_until_when_remarks_are_expected(read, circulated):
    assert "jusqu’au 23\xa0novembre 2016" in text_of(read("member", circulated))


def test_scan_is_deposited(post, adopted):
    meeting = adopted.minutes.meeting
    lie = post("coordinator", "minutes_scan", meeting, scan=SimpleUploadedFile("scan.pdf", PIXEL))
    assert "n’est pas celui d’un fichier" in text_of(lie)
    post("coordinator", "minutes_scan", meeting, scan=SimpleUploadedFile("scan.png", PIXEL))
    assert state_of(meeting) == MinutesState.SIGNED


def test_page_of_a_signed_record_names_signatures_and_digests(read, adopted, people):
    for role in ("rapporteur", "chair"):
        factories.sign(adopted, people, role)
    page = text_of(read("member", adopted.minutes.meeting))
    for file in adopted.files.all():
        assert file.sha256 in page
    assert "Bakary Rapporteur" in page
    assert "Signature électronique (cachet interne)." in page
