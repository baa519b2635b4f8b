"""Every state of a text is read, compared with another, and brought back; nothing goes from the journal."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import AgendaItem, TextRevision
from meetings.services.agenda import add_outcome, delete_item, delete_outcome
from meetings.services.lifecycle import close_meeting
from meetings.services.texts import save_text
from minutes.selectors.histories import texts_with_history
from minutes.selectors.removed import removed_outcomes
from minutes.views.histories import PER_PAGE
from tests.meetings.factories import adopt, make_meeting

START = "<p>Ouverture.</p><p>Suivi.</p><p>Divers.</p>"
KEY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting):
    return meeting.items.first()


@pytest.fixture
def desk(people):
    client = Client()
    client.force_login(people.coordinator)
    return client


def save(item, author, text, base, field="discussion"):
    fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    key = uuid.uuid4()
    save_text(target=fresh, field=field, text=text, base_version=base, key=key, author=author)
    return key


def address(name, item, *more, field="agendaitem.discussion"):
    return reverse(f"minutes:{name}", args=[item.meeting.uuid, item.uuid, field, *more])


def told(response):
    """What the difference says, with its marks."""
    inside = response.text.partition('<div class="difference">')[2].partition("</div>")[0]
    return inside.replace('<span class="visually-hidden">', "").replace("</span>", "").replace("&nbsp;", " ")


def test_history_tells_every_state_the_latest_first(desk, people, item):
    save(item, people.coordinator, START, 0)
    save(item, people.coordinator, START.replace("Ouverture", "Début"), 1)
    save(item, people.rapporteur, START.replace("Divers", "Fin"), 1)
    save(item, people.rapporteur, START.replace("Suivi", "Suites"), 2)
    save(item, people.coordinator, START.replace("Suivi", "Le suivi"), 2)

    states = desk.get(address("text_history", item)).context["page"].object_list

    assert [(state.name, state.is_standing, state.revision.author) for state in states] == [
        ("Écrit sur la version 2", False, people.coordinator),
        ("Version 4", True, people.rapporteur),
        ("Écrit sur la version 2", False, people.rapporteur),
        ("Version 3", False, people.rapporteur),
        ("Écrit sur la version 1", False, people.rapporteur),
        ("Version 2", False, people.coordinator),
        ("Version 1", False, people.coordinator),
    ]


def test_history_names_both_whose_texts_were_joined(desk, people, item):
    save(item, people.coordinator, START, 0)
    save(item, people.coordinator, START.replace("Ouverture", "Début"), 1)
    save(item, people.rapporteur, START.replace("Divers", "Fin"), 1)

    page = desk.get(address("text_history", item)).text

    assert "réunit la version 2 et ce qu’a écrit Bakary Rapporteur" in page
    assert "repris dans la version 3" in page


def test_history_says_what_is_beside_the_text(desk, people, item):
    save(item, people.coordinator, START, 0)
    late = save(item, people.rapporteur, "<p>Autre &lt;b&gt;chose</p>", 0)

    history = desk.get(address("text_history", item)).text
    state = desk.get(address("text_state", item, late))

    assert "arrivé trop tard, gardé à côté du texte" in history
    assert "Autre &lt;b&gt;chose" in state.text


def test_state_is_compared_with_the_one_it_replaced(desk, people, item):
    save(item, people.coordinator, "<p>12 relais à Gao</p>", 0)
    key = save(item, people.coordinator, "<p>15 relais à <strong>Gao</strong> et Mopti</p>", 1)

    response = desk.get(address("text_state", item, key))

    assert told(response) == (
        "<del>[retiré :] 12 [fin]</del><ins>[ajouté :] 15 [fin]</ins> relais à Gao<ins>[ajouté :]  et Mopti [fin]</ins>"
    )


def test_state_is_compared_with_any_other(desk, people, item):
    first = save(item, people.coordinator, "<p>un</p>", 0)
    save(item, people.coordinator, "<p>deux</p>", 1)
    key = save(item, people.coordinator, "<p>un &amp; trois</p>", 2)

    response = desk.get(address("text_state", item, key), {"avec": first})

    assert told(response) == "un<ins>[ajouté :]  &amp; trois [fin]</ins>"


def test_change_of_dress_alone_is_said(desk, people, item):
    save(item, people.coordinator, "<p>un</p>", 0)
    key = save(item, people.coordinator, "<p><strong>un</strong></p>", 1)

    assert "la mise en forme change" in desk.get(address("text_state", item, key)).text


@pytest.mark.parametrize("avec", ["", "x", KEY])
def test_comparison_with_nothing_known_is_with_the_one_before(desk, people, item, avec):
    save(item, people.coordinator, "<p>un</p>", 0)
    key = save(item, people.coordinator, "<p>deux</p>", 1)

    assert "<del>" in told(desk.get(address("text_state", item, key), {"avec": avec}))


def test_restored_text_is_a_new_version_that_says_where_it_comes_from(desk, people, item):
    first = save(item, people.coordinator, "<p>un</p>", 0)
    save(item, people.rapporteur, "<p>deux</p>", 1)
    sent = {"base_version": 2, "key": uuid.uuid4()}

    responses = [desk.post(address("text_state", item, first), sent, follow=True) for _ in range(2)]

    item.refresh_from_db()
    assert (item.discussion, item.discussion_version) == ("<p>un</p>", 3)
    assert list(TextRevision.objects.values_list("version", flat=True)) == [1, 2, 3]
    assert "rétablit la version 1" in responses[0].text
    assert [str(message) for message in responses[1].context["messages"]] == ["Texte rétabli : c’est la version 3."]


def test_restoring_while_somebody_writes_shows_both(desk, people, item):
    first = save(item, people.coordinator, "<p>un</p>", 0)
    save(item, people.rapporteur, "<p>deux</p>", 1)
    save(item, people.rapporteur, "<p>trois</p>", 2)

    response = desk.post(address("text_state", item, first), {"base_version": 2, "key": uuid.uuid4()})

    item.refresh_from_db()
    assert response.status_code == 409
    assert 'aria-label="L’autre">trois</div>' in response.text
    assert item.discussion == "<p>trois</p>"


@pytest.mark.parametrize("sent", [{}, {"base_version": "x", "key": "y"}, {"base_version": -1, "key": KEY}])
def test_restoring_with_what_makes_no_sense_changes_nothing(desk, people, item, sent):
    first = save(item, people.coordinator, "<p>un</p>", 0)
    save(item, people.coordinator, "<p>deux</p>", 1)

    response = desk.post(address("text_state", item, first), sent)

    item.refresh_from_db()
    assert response.status_code == 302
    assert item.discussion == "<p>deux</p>"


def test_history_is_read_after_adoption_but_nothing_is_restored(desk, people, meeting, item):
    first = save(item, people.coordinator, "<p>un</p>", 0)
    save(item, people.coordinator, "<p>deux</p>", 1)
    close_meeting(meeting=meeting, by=people.coordinator)
    adopt(meeting)

    page = desk.get(address("text_state", item, first))
    response = desk.post(address("text_state", item, first), {"base_version": 2, "key": uuid.uuid4()})

    assert page.status_code == 200
    assert "Rétablir" not in page.text
    assert response.status_code == 403


def test_standing_text_is_not_offered_again(desk, people, item):
    key = save(item, people.coordinator, "<p>un</p>", 0)

    assert "Rétablir" not in desk.get(address("text_state", item, key)).text


def test_history_of_another_meeting_or_field_is_not_here(desk, people, item):
    other = make_meeting(people.cluster, by=people.coordinator, starts_at=item.meeting.starts_at.replace(month=12))
    key = save(item, people.coordinator, "<p>un</p>", 0)
    elsewhere = reverse("minutes:text_history", args=[other.uuid, item.uuid, "agendaitem.discussion"])

    assert desk.get(elsewhere).status_code == 404
    assert desk.get(address("text_history", item, field="agendaitem.kind")).status_code == 404
    assert desk.get(address("text_state", item, uuid.uuid4())).status_code == 404
    assert desk.get(address("text_state", item, key, field="agendaitem.title")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_the_same_however_long(desk, people, item, count, django_assert_num_queries):
    for version in range(count):
        save(item, people.coordinator, f"<p>un</p><p>{version}</p>", version)
        save(item, people.rapporteur, f"<p>{version}</p><p>un</p>", version)
    desk.get(address("text_history", item))

    # session, account, its places, meeting, text, how many states, the states of the page, what they joined
    with django_assert_num_queries(8):
        desk.get(address("text_history", item))


def test_history_goes_on_over_pages(desk, people, item):
    for version in range(PER_PAGE + 1):
        save(item, people.coordinator, f"<p>{version}</p>", version)

    last = desk.get(address("text_history", item), {"page": 2}).context["page"]

    assert [state.name for state in last.object_list] == ["Version 1"]


def test_meeting_lists_its_texts_the_last_changed_first(people, meeting, item):
    save(item, people.coordinator, "<p>un</p>", 0)
    add_outcome(item=item, text="Décidé.", by=people.coordinator)
    save(item, people.coordinator, "<p>deux</p>", 1)
    save(item, people.coordinator, "Les suites", 0, field="title")

    lines = texts_with_history(meeting)

    assert [(line.title, line.caption, line.states) for line in lines] == [
        ("Les suites", "sujet", 2),
        ("Les suites", "description, discussions", 2),
        ("Les suites\u00a0: «\u00a0Décidé.\u00a0»", "décision", 1),
    ]


# --- Conclusions that were removed ------------------------------------------------------------------------------------


@pytest.fixture
def removed(people, item):
    """A recommendation that was changed once, then taken out."""
    outcome = add_outcome(item=item, text="Former les relais.", kind="recommendation", by=people.coordinator)
    typed = {"text": "Former les vingt relais.", "base_version": 0, "key": uuid.uuid4(), "author": people.coordinator}
    save_text(target=outcome, field="text", **typed)
    delete_outcome(outcome=outcome, by=people.coordinator)
    return outcome


def removed_address(name, outcome, *more):
    return reverse(f"minutes:{name}", args=[outcome.item.meeting.uuid, outcome.uuid, "outcome.text", *more])


def test_removed_conclusion_is_listed_read_and_compared(desk, meeting, item, removed):
    listed = desk.get(reverse("minutes:meeting_texts", args=[meeting.uuid])).text
    history = desk.get(removed_address("text_history", removed)).text
    last = TextRevision.objects.get(object_uuid=removed.uuid, version=1)
    state = desk.get(removed_address("text_state", removed, last.key))

    assert f'href="{removed_address("text_history", removed)}"' in listed
    assert "recommandation (retirée)" in listed
    assert "<h1>Historique de la recommandation</h1>" in history
    assert "a été retirée du compte rendu" in history
    assert "le texte actuel" not in history
    assert told(state) == "Former les<ins>[ajouté :]  vingt [fin]</ins> relais."
    assert "Remettre cette conclusion" in state.text


def test_removed_conclusion_comes_back_once_with_the_words_of_the_state(desk, people, item, removed):
    first = TextRevision.objects.get(object_uuid=removed.uuid, version=0)
    sent = {"base_version": 1, "key": uuid.uuid4()}

    for _ in range(2):
        response = desk.post(removed_address("text_state", removed, first.key), sent)
        assert response.status_code == 302

    back = item.outcomes.get()
    assert (back.uuid, back.kind, back.text, back.text_version) == (
        removed.uuid,
        "recommendation",
        "<p>Former les relais.</p>",
        2,
    )
    assert removed_outcomes(item.meeting) == []


def test_removed_conclusion_of_another_meeting_or_of_a_point_that_has_gone(desk, people, item, removed):
    elsewhere = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    strange = reverse("minutes:text_history", args=[elsewhere.uuid, removed.uuid, "outcome.text"])
    assert desk.get(strange).status_code == 404

    delete_item(item=item, by=people.coordinator)

    first = TextRevision.objects.get(object_uuid=removed.uuid, version=0)
    address = removed_address("text_state", removed, first.key)
    assert "Former les relais." in desk.get(address).text
    assert "Remettre cette conclusion" not in desk.get(address).text
    assert desk.post(address, {"base_version": 1, "key": uuid.uuid4()}).status_code == 403
    assert desk.get(reverse("minutes:meeting_texts", args=[item.meeting.uuid])).status_code == 200


def test_room_and_record_lead_to_the_history(desk, people, meeting, item):
    save(item, people.coordinator, "<p>un</p>", 0)
    room = desk.get(f"{reverse('minutes:room', args=[meeting.uuid])}?point={item.uuid}").text
    record = desk.get(reverse("minutes:record", args=[meeting.uuid])).text

    assert room.count(f'href="{address("text_history", item)}"') == 1
    assert f'href="{reverse("minutes:meeting_texts", args=[meeting.uuid])}"' in record
