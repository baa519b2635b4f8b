"""The address that texts are saved at: its answers to the room's script and to a plain form."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import AgendaItem, TextRevision
from tests.meetings.factories import adopt, make_meeting

PAYLOAD = "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting):
    return meeting.items.first()


def sent(item, text="<p>Dit.</p>", *, base=0, key=None, **data):
    return {
        "object": item.uuid,
        "field": "agendaitem.discussion",
        "base_version": base,
        "key": key or uuid.uuid4(),
        "text": text,
        **data,
    }


def post(user, meeting, data, *, script=True, name="text_save", **extra):
    client = Client()
    if user:
        client.force_login(user)
    headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
    return client.post(reverse(f"minutes:{name}", args=[meeting.uuid]), data, headers=headers, **extra)


def standing(item):
    return AgendaItem.objects.values_list("discussion", "discussion_version").get(pk=item.pk)


# --- To the script ----------------------------------------------------------------------------------------------------


def test_text_is_saved_and_the_fragment_says_its_version(people, meeting, item):
    response = post(people.coordinator, meeting, sent(item))

    assert response.status_code == 200
    assert 'data-saved data-version="1"' in response.text
    assert standing(item) == ("<p>Dit.</p>", 1)


def test_text_sent_twice_answers_the_same(people, meeting, item):
    data = sent(item)
    post(people.coordinator, meeting, data)

    response = post(people.coordinator, meeting, data)

    assert response.status_code == 200
    assert 'data-saved data-version="1"' in response.text
    assert standing(item) == ("<p>Dit.</p>", 1)


def test_stale_text_answers_both_as_text(people, meeting, item):
    post(people.coordinator, meeting, sent(item, PAYLOAD))

    response = post(people.rapporteur, meeting, sent(item, "<p>Autre.</p>"))

    assert response.status_code == 409
    assert "data-conflict" in response.text
    assert 'aria-label="Le vôtre">Autre.</div>' in response.text
    assert 'aria-label="L’autre">&lt;img src=x onerror=alert(1)&gt;</div>' in response.text
    assert "Awa Coordination a enregistré un autre texte" in response.text
    assert standing(item) == (PAYLOAD, 1)


@pytest.mark.parametrize(
    ("choice", "text"),
    [("both", "<p>Premier.</p><p>Second.</p>"), ("mine", "<p>Second.</p>"), ("theirs", "<p>Premier.</p>")],
)
def test_choice_after_a_conflict_answers_the_text_that_stands(people, meeting, item, choice, text):
    post(people.coordinator, meeting, sent(item, "<p>Premier.</p>"))
    stale = sent(item, "<p>Second.</p>")
    post(people.rapporteur, meeting, stale)
    data = {**stale, "base_version": 1, "stale_key": stale["key"], "key": uuid.uuid4(), "choice": choice}

    response = post(people.rapporteur, meeting, data, name="text_choose")

    assert response.status_code == 200
    assert standing(item)[0] == text
    assert text.replace("<", "&lt;").replace(">", "&gt;") in response.text


def test_stale_text_of_another_paragraph_answers_the_merged_text(people, meeting, item):
    post(people.coordinator, meeting, sent(item, "<p>Premier.</p><p>Second.</p>"))
    post(people.coordinator, meeting, sent(item, "<p>Premier &lt;b&gt;.</p><p>Second.</p>", base=1))

    response = post(people.rapporteur, meeting, sent(item, "<p>Premier.</p><p>Dernier.</p>", base=1))

    assert response.status_code == 200
    assert 'data-saved data-version="3" data-merged>enregistré à' in response.text
    assert "avec ce qu’a écrit Awa Coordination" in response.text
    assert "&lt;p&gt;Premier &amp;lt;b&amp;gt;.&lt;/p&gt;&lt;p&gt;Dernier.&lt;/p&gt;</textarea>" in response.text


def test_merging_with_oneself_is_said_so(people, meeting, item):
    post(people.coordinator, meeting, sent(item, "<p>Premier.</p><p>Second.</p>"))
    post(people.coordinator, meeting, sent(item, "<p>Début.</p><p>Second.</p>", base=1))

    response = post(people.coordinator, meeting, sent(item, "<p>Premier.</p><p>Dernier.</p>", base=1))

    assert "avec ce que vous aviez écrit ailleurs" in response.text


def test_conflict_with_oneself_names_no_rival_and_shows_the_base_as_text(people, meeting, item):
    post(people.coordinator, meeting, sent(item, PAYLOAD))
    post(people.coordinator, meeting, sent(item, "<p>Un.</p>", base=1))

    response = post(people.coordinator, meeting, sent(item, "<p>Deux.</p>", base=1))

    assert response.status_code == 409
    assert "dans un autre onglet ou sur un autre appareil" in response.text
    assert "Awa Coordination" not in response.text
    base = response.text.partition("d’où viennent les deux</summary>")[2]
    assert 'aria-label="Le texte d’avant">&lt;img src=x onerror=alert(1)&gt;</div>' in base


@pytest.mark.parametrize("name", ["text_save", "text_choose"])
def test_text_of_somebody_signed_out_is_neither_stored_nor_redirected(meeting, item, name):
    response = post(None, meeting, sent(item), name=name)

    assert response.status_code == 401
    assert standing(item) == ("", 0)
    assert not TextRevision.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("observer", 404), ("stranger", 404)])
def test_text_of_somebody_without_the_right_is_not_stored(people, meeting, item, who, status):
    response = post(getattr(people, who), meeting, sent(item))

    assert response.status_code == status
    assert standing(item) == ("", 0)


def test_text_after_adoption_is_refused_with_the_reason(people):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.CLOSED)
    adopt(meeting)

    response = post(people.coordinator, meeting, sent(meeting.items.first()))

    assert response.status_code == 409
    assert "data-refusal" in response.text
    assert "data-conflict" not in response.text


@pytest.mark.parametrize(
    "change",
    [
        {"object": uuid.uuid4()},
        {"field": "agendaitem.kind"},
        {"field": "user.password"},
        {"base_version": "-1"},
        {"base_version": "99999999999999999999"},
        {"key": "x"},
        {"field": "agendaitem.title", "text": " "},
    ],
)
def test_text_that_cannot_be_stored_is_refused_with_the_reason(people, meeting, item, change):
    response = post(people.coordinator, meeting, sent(item, **change))

    assert response.status_code == 422
    assert "data-refusal" in response.text
    assert not TextRevision.objects.exists()


def test_text_of_another_meeting_is_not_found_here(people, meeting):
    other = make_meeting(people.cluster, by=people.coordinator, starts_at=meeting.starts_at.replace(month=12))

    response = post(people.coordinator, meeting, sent(other.items.first()))

    assert response.status_code == 422
    assert standing(other.items.first()) == ("", 0)


def test_saving_needs_the_token_of_the_page(people, meeting, item):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.coordinator)

    response = client.post(reverse("minutes:text_save", args=[meeting.uuid]), sent(item))

    assert response.status_code == 403
    assert standing(item) == ("", 0)


def test_saving_costs_few_queries(people, meeting, item, django_assert_num_queries):
    client = Client(headers={"X-Requested-With": "XMLHttpRequest"})
    client.force_login(people.coordinator)

    post(people.rapporteur, meeting, sent(item, "<p>Un.</p>"))

    # session, account, its places; between two savepoints: the meeting, the change, its journal
    with django_assert_num_queries(8):
        client.post(reverse("minutes:text_save", args=[meeting.uuid]), sent(item, base=1))


# --- To a plain form --------------------------------------------------------------------------------------------------


def test_plain_form_merged_comes_back_with_both(people, meeting, item):
    post(people.coordinator, meeting, sent(item, "Un\nDeux"))
    post(people.coordinator, meeting, sent(item, "Début\nDeux", base=1))

    response = post(people.rapporteur, meeting, sent(item, "Un\nFin", base=1), script=False, follow=True)

    assert standing(item) == ("<p>Début</p><p>Fin</p>", 3)
    assert [str(message) for message in response.context["messages"]] == [
        "Texte enregistré, avec ce qu’a écrit Awa Coordination."
    ]


def test_plain_form_comes_back_to_the_point(people, meeting, item):
    response = post(people.coordinator, meeting, sent(item, "Un\n- deux"), script=False, follow=True)

    assert standing(item)[0] == "<p>Un</p><ul><li>deux</li></ul>"
    assert response.context["item"] == item
    assert [str(message) for message in response.context["messages"]] == ["Texte enregistré."]


def test_plain_form_in_conflict_shows_both_and_the_choice_comes_back(people, meeting, item):
    post(people.coordinator, meeting, sent(item, "<p>Premier.</p>"))
    stale = sent(item, "Second.")

    page = post(people.rapporteur, meeting, stale, script=False)
    data = {**stale, "base_version": 1, "stale_key": stale["key"], "key": uuid.uuid4(), "choice": "both"}
    response = post(people.rapporteur, meeting, data, script=False, name="text_choose", follow=True)

    assert page.status_code == 409
    assert 'aria-label="Le vôtre">Second.</div>' in page.text
    assert "<title>Deux textes" in page.text
    assert response.context["item"] == item
    assert standing(item)[0] == "<p>Premier.</p><p>Second.</p>"


def test_plain_form_of_somebody_signed_out_holds_the_text(meeting, item):
    response = post(None, meeting, sent(item, "Le texte <tapé>"), script=False)

    assert response.status_code == 401
    assert "Le texte &lt;tapé&gt;</textarea>" in response.text
    assert f'name="object" value="{item.uuid}"' in response.text


def test_plain_form_refused_holds_the_text(people, meeting, item):
    response = post(people.coordinator, meeting, sent(item, "x" * 301, field="agendaitem.title"), script=False)

    assert response.status_code == 422
    assert "x" * 301 in response.text
