"""Marked lines of the minutes, as the room's script sends them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from actions.enums import DueKind, OwnerKind, OwnerPart
from actions.models import ActionPoint
from actions.services.create import create_action
from meetings.enums import MeetingState
from meetings.models import Outcome
from meetings.services.agenda import add_outcome
from participants.models import Organisation, OrganisationAlias
from tests.factories import make_organisation
from tests.meetings.factories import NOVEMBER_15, adopt, make_meeting

FROM_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting):
    return meeting.items.first()


@pytest.fixture
def send(client, people, meeting, item):
    client.force_login(people.coordinator)

    def post(name, line, **data):
        url = reverse(f"minutes:{name}", args=[meeting.uuid, item.uuid])
        return client.post(url, {"line": line, **data}, headers=FROM_SCRIPT)

    return post


def make(send, line, key=None):
    return send("line_make", line, operation=str(key or uuid4()))


# --- Understood -------------------------------------------------------------------------------------------------------


def test_action_is_told_with_its_owners_and_its_date(send, people):
    name = people.member.person.organisation.short_label
    text = told(send, f"@{name} : partager le fichier avant le 30 novembre")

    assert "partager le fichier" in text
    assert f"{name} ; au plus tard le 30 novembre 2016" in text
    assert ActionPoint.objects.count() == 0


def test_who_is_not_known_is_said(send):
    assert "« Jean/Awa » (non reconnu)" in told(send, "@Jean/Awa : partager le fichier")


def test_deadline_that_is_not_sure_is_said(send):
    assert "La date est passée" not in told(send, "@tous : partager le fichier avant le 30 novembre")
    assert "Plusieurs dates" in told(send, "@tous : partager le fichier, le 3 ou le 5 décembre")


def test_action_that_was_asked_for_already_is_named(send, people, meeting, item):
    former = create_action(
        cluster=people.cluster, by=people.coordinator, description="Partager le fichier des contacts régionaux"
    )
    assert former.reference in told(send, "@tous : partager les contacts régionaux du fichier")


@pytest.mark.parametrize("line", ["", "Du texte", "@DNDS partager", "!", "x" * 3000])
def test_text_is_answered_by_nothing(send, line):
    assert send("line_understand", line).content == b""


def told(send, line):
    return send("line_understand", line).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


# --- Made -------------------------------------------------------------------------------------------------------------


def test_line_becomes_an_action_of_the_point(send, people, item):
    answer = make(send, "@tous avec l’appui de la coordination : partager <le> fichier avant le 30 novembre")

    action = item.actions.get()
    assert "data-done" in answer.content.decode()
    assert action.description == "<p>Partager &lt;le&gt; fichier</p>"
    assert (action.owner_text, action.due_text) == (
        "tous avec l’appui de la coordination",
        "avant le 30 novembre",
    )
    assert (action.due_kind, action.due_on.isoformat()) == (DueKind.NO_LATER_THAN, "2016-11-30")
    assert [(owner.kind, owner.part) for owner in action.owners.order_by("position")] == [
        (OwnerKind.ALL_MEMBERS, OwnerPart.LEAD),
        (OwnerKind.ROLE, OwnerPart.SUPPORT),
    ]


def test_point_to_follow_up_has_no_owner(send, item):
    make(send, "? vérifier les chiffres de Gao")
    action = item.actions.get()
    assert (action.owner_text, action.due_text, action.owners.count()) == ("", "", 0)


@pytest.mark.parametrize(("mark", "kind"), [("!", "decision"), ("r!", "recommendation")])
def test_line_becomes_a_conclusion(send, item, mark, kind):
    make(send, f"{mark} le plan d'accès est validé")
    outcome = item.outcomes.get()
    assert (outcome.kind, outcome.text) == (kind, "<p>Le plan d'accès est validé</p>")


def test_line_sent_again_after_a_lost_answer_is_made_once(send, item):
    key = uuid4()
    answers = [make(send, "@tous : partager le fichier", key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert item.actions.count() == 1


@pytest.mark.parametrize("line", ["Du texte", "", "@DNDS", "! " + "é" * 2100])
def test_text_is_refused_in_words_and_makes_nothing(send, line):
    answer = make(send, line)
    assert answer.status_code == 422
    assert "notice-error" in answer.content.decode()
    assert (ActionPoint.objects.count(), Outcome.objects.count()) == (0, 0)


def test_nothing_is_made_in_an_adopted_record(client, people):
    held = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.CLOSED)
    adopt(held)
    client.force_login(people.coordinator)
    url = reverse("minutes:line_make", args=[held.uuid, held.items.first().uuid])
    assert client.post(url, {"line": "! trop tard"}, headers=FROM_SCRIPT).status_code == 403
    assert Outcome.objects.count() == 0


def test_point_of_another_meeting_is_not_found(client, people, meeting):
    other = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    client.force_login(people.coordinator)
    url = reverse("minutes:line_make", args=[meeting.uuid, other.items.first().uuid])
    assert client.post(url, {"line": "! ailleurs"}).status_code == 404


# --- Shown ------------------------------------------------------------------------------------------------------------


def test_results_show_what_the_point_led_to(client, people, meeting, item):
    action = create_action(
        cluster=people.cluster, meeting=meeting, item=item, by=people.coordinator, description="Partager le fichier"
    )
    outcome = add_outcome(item=item, text="Le plan est <b>adopté</b>", by=people.coordinator)
    client.force_login(people.coordinator)
    page = client.get(reverse("minutes:item_results", args=[meeting.uuid, item.uuid])).content.decode()
    assert action.reference in page
    assert f'data-outcome="{outcome.uuid}"' in page
    assert "Le plan est <strong>adopté</strong>" in page


def test_names_offer_members_first_and_every_way_to_write_them(client, people, meeting):
    stranger = make_organisation("Aaa Étrangère", "AAA")
    member = people.member.person.organisation
    OrganisationAlias.objects.create(organisation=member, text="Ancien Nom", folded="ancien nom")
    client.force_login(people.coordinator)
    names = client.get(reverse("minutes:room_names", args=[meeting.uuid])).json()
    labels = [label for label, _, _ in names]
    found_by = {label: aliases for label, aliases, _ in names}
    assert "ancien nom" in found_by[member.short_label].split("|")
    assert {label for label, _, far in names if far} == {
        stranger.short_label,
        people.stranger.person.organisation.short_label,
    }
    assert labels.index(member.short_label) < labels.index("tous") < labels.index(stranger.short_label)
    assert people.member.person.name in labels
    assert Organisation.objects.count() <= len(names)


def test_day_of_the_meeting_dates_its_lines(send, meeting):
    assert meeting.day == NOVEMBER_15.date()
    assert "1er décembre 2016" in told(send, "@tous : partager le 1er décembre")
