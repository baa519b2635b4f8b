import pytest
from django.test import Client

from minutes.enums import SignatureRole
from minutes.selectors.awaited import signatures_awaited_from
from participants.models import User
from tests.factories import make_people
from tests.minutes.factories import make_adopted, make_circulated, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_people()


def awaited(user: User) -> list[str]:
    return [awaited.meeting.title for awaited in signatures_awaited_from(User.objects.get(pk=user.pk))]


def test_nothing_is_awaited_before_adoption(people):
    make_circulated(people)

    assert (awaited(people.rapporteur), awaited(people.coordinator)) == ([], [])


def test_each_is_awaited_in_turn_and_nobody_once_all_signed(people):
    version = make_adopted(people)
    title = version.minutes.meeting.title
    assert (awaited(people.rapporteur), awaited(people.coordinator), awaited(people.member)) == ([title], [], [])

    sign(version, people, SignatureRole.RAPPORTEUR)
    assert (awaited(people.rapporteur), awaited(people.coordinator)) == ([], [title])

    sign(version, people, SignatureRole.CHAIR)
    assert (awaited(people.rapporteur), awaited(people.coordinator)) == ([], [])


def test_home_leads_the_next_signer_to_the_signature(people):
    version = make_adopted(people)
    client = Client()
    client.force_login(people.rapporteur)

    page = client.get("/").content.decode()

    assert "Votre signature est attendue" in page
    assert f"/reunions/{version.minutes.meeting.uuid}/compte-rendu/signer/rapporteur/" in page
