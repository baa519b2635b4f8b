"""The room without a script: every button and short form, as a coordinator, a member and a stranger meet them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from actions.enums import DueKind, Status
from actions.models import ActionPoint
from actions.services.create import create_action
from meetings.enums import ItemKind, ItemState, MeetingState, SectionKind
from meetings.models import AgendaItem, Document, Meeting, Outcome
from meetings.numbering import numbers_of
from meetings.services.agenda import add_item, add_outcome
from tests.meetings.factories import NOVEMBER_15, adopt, make_meeting


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def room(client, people, meeting):
    """Posts to the room as the coordinator and follows to the page that it comes back to."""
    client.force_login(people.coordinator)

    def post(name, *args, query="", **data):
        return client.post(reverse(f"minutes:{name}", args=[meeting.uuid, *args]) + query, data, follow=True)

    return post


def url(meeting, query=""):
    return reverse("minutes:room", args=[meeting.uuid]) + query


def numbered(meeting):
    rows = list(meeting.items.all())
    numbers = numbers_of((row.pk, row.parent_id) for row in rows)
    return {
        number: row.title for number, row in sorted(((numbers[row.pk], row) for row in rows), key=lambda pair: pair[0])
    }


def shown(response):
    return [str(message) for message in response.context["messages"]]


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("rapporteur", 200),
        ("member", 403),
        ("focal_point", 403),
        ("observer", 404),
        ("stranger", 404),
    ],
)
def test_room_opens_for_the_coordination_only(client, people, meeting, who, status):
    client.force_login(getattr(people, who))

    assert client.get(url(meeting)).status_code == status


def test_room_is_closed_once_the_record_is_adopted(client, people):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.CLOSED)
    adopt(meeting)
    client.force_login(people.coordinator)

    assert client.get(url(meeting)).status_code == 403


@pytest.mark.parametrize("name", ["item_add", "item_move", "section_add", "agenda_state"])
def test_room_changes_are_refused_to_members(client, people, meeting, name):
    client.force_login(people.member)

    response = client.post(reverse(f"minutes:{name}", args=[meeting.uuid]), {"title": "Non", "state": "adopted"})

    meeting.refresh_from_db()
    assert response.status_code == 403
    assert meeting.agenda_state == "proposed"
    assert not meeting.items.filter(title="Non").exists()


def test_room_of_one_meeting_does_not_change_the_items_of_another(room, people):
    other = make_meeting(people.other_cluster)
    item = other.items.first()

    response = room("item_state", item.uuid, state=ItemState.DISCUSSED)

    item.refresh_from_db()
    assert response.status_code == 404
    assert item.state == ItemState.TODO


# --- What is shown ----------------------------------------------------------------------------------------------------


def test_room_opens_at_the_first_point_left_to_do(client, people, meeting):
    first, second = meeting.items.all()[:2]
    AgendaItem.objects.filter(pk=first.pk).update(state=ItemState.DISCUSSED)
    client.force_login(people.coordinator)

    assert client.get(url(meeting)).context["item"] == second


@pytest.mark.parametrize("query", ["?point=nimporte", "?point=6b1f3c0e-0000-4000-8000-000000000000", "?partie=x"])
def test_room_with_an_unknown_point_opens_at_the_first(client, people, meeting, query):
    client.force_login(people.coordinator)

    assert client.get(url(meeting, query)).context["item"] == meeting.items.first()


def test_room_shows_text_without_tags_where_no_script_runs(client, people, meeting):
    item = meeting.items.first()
    AgendaItem.objects.filter(pk=item.pk).update(
        discussion="<p>Un</p><ul><li>deux</li></ul>", status_note="<p><em>A</em></p>"
    )
    client.force_login(people.coordinator)

    context = client.get(url(meeting)).context

    assert context["discussion_box"].as_typed == "Un\n- deux"
    assert context["status_box"].as_typed == "<p><em>A</em></p>"


def test_room_says_what_was_understood_of_an_action(client, people, meeting):
    item = meeting.items.first()
    create_action(
        cluster=people.cluster,
        meeting=meeting,
        item=item,
        by=people.coordinator,
        description="Partager la liste",
        owner_text="PARTEN et le voisin",
        due_text="au plus tard le 22 novembre",
    )
    client.force_login(people.coordinator)

    [(_, meaning)] = client.get(url(meeting)).context["actions"]

    assert meaning == "PARTEN et « le voisin » (non reconnu) ; au plus tard le 22\u00a0novembre 2016"


@pytest.mark.parametrize("count", [1, 3])
def test_room_queries_do_not_grow(client, people, meeting, count, django_assert_num_queries):
    item = add_item(meeting=meeting, title="Situation")
    for number in range(count):
        add_item(meeting=meeting, title=f"Point {number}", parent=item)
        add_outcome(item=item, text=f"Décision {number}")
        create_action(
            cluster=people.cluster,
            meeting=meeting,
            item=item,
            by=people.coordinator,
            description=f"Action {number}",
            owner_text="PARTEN",
        )
    client.force_login(people.coordinator)
    client.get(url(meeting))

    with django_assert_num_queries(16):
        client.get(url(meeting, f"?point={item.uuid}"))


@pytest.mark.parametrize("count", [1, 3])
def test_follow_up_queries_do_not_grow(client, people, count, django_assert_num_queries):
    earlier = make_meeting(
        people.cluster, NOVEMBER_15 - timedelta(days=28), by=people.coordinator, state=MeetingState.OPEN
    )
    for number in range(count):
        create_action(
            cluster=people.cluster,
            meeting=earlier,
            by=people.coordinator,
            description=f"Action {number}",
            owner_text="PARTEN et CHEF",
        )
    meeting = make_meeting(people.cluster, by=people.coordinator)
    client.force_login(people.coordinator)
    client.get(url(meeting))

    with django_assert_num_queries(15):
        response = client.get(url(meeting))

    [(_, _, rows)] = response.context["groups"]
    assert len(rows) == count


# --- Agenda -----------------------------------------------------------------------------------------------------------


def test_items_are_added_nested_and_reordered(room, meeting):
    room("item_add", title="  Situation des retours ")
    room("item_add", title="Atelier")
    workshop = meeting.items.get(title="Atelier")
    room("item_move", nest=str(workshop.uuid))
    situation = meeting.items.get(title="Situation des retours")
    response = room("item_move", up=str(situation.uuid))

    assert numbered(meeting) == {
        "1": "Suivi des actions de la réunion précédente",
        "2": "Approbation du compte rendu de la réunion précédente",
        "3": "Situation des retours",
        "3.1": "Atelier",
        "4": "Tour de table",
        "5": "Divers",
    }
    assert [line.item.title for line in response.context["lines"]] == list(numbered(meeting).values())
    assert response.redirect_chain[-1][0] == f"{url(meeting)}?point={situation.uuid}#point-{situation.uuid}"
    room("item_move", unnest=str(workshop.uuid))
    room("item_move", down=str(workshop.uuid))
    assert [numbered(meeting)[number] for number in ("4", "5", "6")] == ["Tour de table", "Atelier", "Divers"]


def test_item_is_added_under_the_point_shown(room, meeting):
    other_business = meeting.items.get(kind=ItemKind.OTHER_BUSINESS)

    response = room("item_add", query=f"?point={other_business.uuid}", title="Atelier", under="on")

    item = meeting.items.get(title="Atelier")
    assert item.parent == other_business
    assert response.context["item"] == item


def test_item_is_added_whatever_the_query_says(room, meeting):
    room("item_add", query="?point=nimporte", title="Atelier")

    assert meeting.items.filter(title="Atelier", parent=None).exists()


def test_item_without_a_title_is_not_added(room, meeting):
    response = room("item_add", title="  ")

    assert meeting.items.count() == 4
    assert response.context["item_form"].errors == {"title": ["Ce champ est obligatoire."]}


@pytest.mark.parametrize("move", ["nest", "unnest"])
def test_item_that_cannot_move_stays_with_a_message(room, meeting, move):
    first = meeting.items.first()

    response = room("item_move", **{move: str(first.uuid)})

    assert list(meeting.items.all())[0] == first
    assert len(shown(response)) == 1


def test_item_state_is_one_button(room, meeting):
    item = meeting.items.first()

    room("item_state", item.uuid, state=ItemState.POSTPONED)

    item.refresh_from_db()
    assert item.state == ItemState.POSTPONED


def test_item_facts_link_a_presenter_who_is_known(room, people, meeting):
    item = meeting.items.first()
    facts = {"kind": "decision", "planned_minutes": "20", "visibility": "coordination"}

    room("item_facts", item.uuid, presenter="parten", **facts)

    item.refresh_from_db()
    assert (item.presenter, item.presenter_organisation, item.planned_minutes) == ("parten", people.partner, 20)
    assert item.is_restricted
    room("item_facts", item.uuid, presenter="Une équipe de passage", **facts)
    item.refresh_from_db()
    assert (item.presenter, item.presenter_organisation) == ("Une équipe de passage", None)


def test_item_facts_keep_what_was_typed_wrong(room, meeting):
    item = meeting.items.first()

    response = room("item_facts", item.uuid, presenter="OIM", kind="x", planned_minutes="-1", visibility="members")

    form = response.context["facts_form"]
    assert set(form.errors) == {"kind", "planned_minutes"}
    assert form["presenter"].value() == "OIM"


def test_item_with_text_is_not_deleted(room, meeting):
    item = add_item(meeting=meeting, title="Situation")
    AgendaItem.objects.filter(pk=item.pk).update(discussion="<p>Dit.</p>")

    response = room("item_delete", item.uuid)

    assert meeting.items.filter(pk=item.pk).exists()
    assert len(shown(response)) == 1


def test_item_without_text_is_deleted(room, meeting):
    item = add_item(meeting=meeting, title="Situation")

    room("item_delete", item.uuid)

    assert not meeting.items.filter(pk=item.pk).exists()


def test_agenda_is_adopted_as_amended(room, meeting):
    room("agenda_state", state="amended")

    meeting.refresh_from_db()
    assert meeting.agenda_state == "amended"


def make_document(cluster, name="Cartographie"):
    return Document.objects.create(cluster=cluster, name=name, file="x", size=1, original_name="x.pdf")


def test_document_of_the_cluster_is_joined_and_taken_away(room, people, meeting):
    item, document = meeting.items.first(), make_document(people.cluster)

    response = room("item_document", item.uuid, document=document.uuid)
    assert list(item.documents.all()) == [document]
    assert response.context["documents"] == [document]
    room("item_document", item.uuid, document=document.uuid, detach="on")
    assert not item.documents.exists()


def test_document_of_another_cluster_is_not_offered(room, people, meeting):
    item, foreign = meeting.items.first(), make_document(people.other_cluster)

    response = room("item_document", item.uuid, document=foreign.uuid)

    assert "document" in response.context["document_form"].errors
    assert not item.documents.exists()


# --- What comes out of a point ----------------------------------------------------------------------------------------


def test_outcomes_are_added_and_taken_back(room, meeting):
    item = meeting.items.first()

    room(
        "outcome_add",
        item.uuid,
        kind="announcement",
        text="Atelier à Gao.\n- deux jours",
        on="2016-11-22",
        issuer="OIM",
    )

    outcome = Outcome.objects.get(item=item)
    assert (outcome.kind, outcome.issuer, str(outcome.on)) == ("announcement", "OIM", "2016-11-22")
    assert outcome.text == "<p>Atelier à Gao.</p><ul><li>deux jours</li></ul>"
    room("outcome_delete", outcome.uuid)
    assert not item.outcomes.exists()


def test_outcome_that_is_incomplete_keeps_what_was_typed(room, meeting):
    item = meeting.items.first()

    response = room("outcome_add", item.uuid, kind="decision", text="Décidé.", on="bientôt")

    assert not item.outcomes.exists()
    assert response.context["outcome_form"]["text"].value() == "Décidé."


def test_action_is_added_as_said_and_understood(room, people, meeting):
    item = meeting.items.first()

    room(
        "room_action_add",
        item.uuid,
        description="Partager la liste",
        owner_text="PARTEN",
        due_text="22 novembre",
        priority="important",
        visibility="members",
    )

    action = ActionPoint.objects.get()
    assert (action.meeting, action.item, action.created_by) == (meeting, item, people.coordinator)
    assert (action.owner_text, action.due_text, str(action.due_on)) == ("PARTEN", "22 novembre", "2016-11-22")
    assert [owner.organisation for owner in action.owners.all()] == [people.partner]


def test_action_whose_deadline_is_incomplete_keeps_what_was_typed(room, meeting):
    item = meeting.items.first()

    response = room(
        "room_action_add",
        item.uuid,
        description="Partager",
        due_text="un jour",
        due_kind=DueKind.DATE,
        priority="normal",
        visibility="members",
    )

    assert not ActionPoint.objects.exists()
    assert response.context["action_form"]["description"].value() == "Partager"
    assert len(shown(response)) == 1


# --- Follow-up --------------------------------------------------------------------------------------------------------


@pytest.fixture
def review(people):
    """An action of the meeting before, carried to the one of 15 November, which is open."""
    earlier = make_meeting(
        people.cluster, NOVEMBER_15 - timedelta(days=28), by=people.coordinator, state=MeetingState.OPEN
    )
    create_action(
        cluster=people.cluster,
        meeting=earlier,
        by=people.coordinator,
        description="Envoyer le profil",
        owner_text="PARTEN",
    )
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    return meeting.action_reviews.get()


def report(client, review, **data):
    values = {"base_version": 0, "key": "6b1f3c0e-1111-4000-8000-000000000000", "text": "", **data}
    return client.post(reverse("minutes:review_report", args=[review.meeting.uuid, review.uuid]), values, follow=True)


def test_follow_up_groups_what_is_left_by_meeting_with_its_age(client, people, review):
    client.force_login(people.coordinator)

    response = client.get(url(review.meeting))

    [(group, age, [(carried, box)])] = response.context["groups"]
    assert (group.origin.day.isoformat(), age) == ("2016-10-18", "28\u00a0jours")
    assert (carried.review, box.value) == (review, "")
    assert "1er report" in response.text


def test_follow_up_report_gives_the_status_and_keeps_the_words(client, people, review):
    client.force_login(people.coordinator)

    response = report(client, review, status=Status.DONE, text="Profil envoyé le 3.")

    review.refresh_from_db()
    assert (review.comment, review.comment_version) == ("Profil envoyé le 3.", 1)
    assert review.action.status == Status.DONE
    assert response.context["item"].kind == ItemKind.FOLLOW_UP


def test_follow_up_report_refused_keeps_the_words(client, people, review):
    client.force_login(people.coordinator)
    report(client, review, status=Status.DONE, text="Fait.")

    response = report(
        client,
        review,
        status=Status.DROPPED,
        text="Plus utile.",
        base_version=1,
        key="6b1f3c0e-2222-4000-8000-000000000000",
    )

    review.refresh_from_db()
    assert review.action.status == Status.DONE
    assert review.comment == "Plus utile."
    assert len(shown(response)) == 1


@pytest.mark.parametrize("bad", [{"postponed_to": "demain"}, {"proof_url": "pas une adresse"}, {"status": "peut-être"}])
def test_follow_up_report_with_a_bad_field_keeps_the_words(client, people, review, bad):
    client.force_login(people.coordinator)

    response = report(client, review, text="Plus tard.", **{"status": Status.POSTPONED} | bad)

    review.refresh_from_db()
    assert (review.comment, review.action.status) == ("Plus tard.", Status.TODO)
    assert len(shown(response)) == 1


@pytest.mark.parametrize("proof", ["proof_url", "file"])
def test_important_action_is_done_in_the_room_with_its_proof(client, people, review, proof):
    given = {"proof_url": "https://example.org/profil.pdf", "file": SimpleUploadedFile("profil.csv", b"a;b\n1;2\n")}
    ActionPoint.objects.update(priority="important")
    client.force_login(people.coordinator)
    page = client.get(url(review.meeting)).content.decode()
    assert f'id="proof-{review.uuid}"' in page

    refused = report(client, review, status=Status.DONE, text="Profil envoyé.")
    assert "Action importante : joignez un document ou donnez un lien." in shown(refused)
    more = {"base_version": 1, "key": "6b1f3c0e-2222-4000-8000-000000000000"}
    report(client, review, status=Status.DONE, text="Profil envoyé.", **more, **{proof: given[proof]})

    action = ActionPoint.objects.get()
    update = action.updates.latest("pk")
    assert (action.status, action.confirmed_by) == (Status.DONE, people.coordinator)
    assert (update.proof_url, [one.original_name for one in update.documents.all()]) == (
        (given["proof_url"], []) if proof == "proof_url" else ("", ["profil.csv"])
    )


def test_document_of_a_report_that_is_refused_is_not_kept(client, people, review):
    client.force_login(people.coordinator)
    file = SimpleUploadedFile("profil.csv", b"a;b\n1;2\n")
    report(client, review, status=Status.POSTPONED, text="Plus tard", file=file)
    assert (Document.objects.count(), ActionPoint.objects.get().status) == (0, Status.TODO)


# --- Sections ---------------------------------------------------------------------------------------------------------


def test_sections_are_made_once_and_free_ones_by_title(room, meeting):
    first = room("section_add", kind=SectionKind.LESSONS)
    room("section_add", kind=SectionKind.LESSONS)
    free = room("section_add", title="Remerciements")

    assert [section.heading for section in meeting.sections.all()] == ["Leçons apprises", "Remerciements"]
    assert first.context["section"].heading == "Leçons apprises"
    assert first.context["body_box"].version == 0
    room("section_delete", free.context["section"].uuid)
    assert meeting.sections.count() == 1


def test_section_without_kind_or_title_is_refused(room, meeting):
    assert shown(room("section_add")) == ["Donnez un titre à la section."]
    assert meeting.sections.count() == 0


# --- Sitting ----------------------------------------------------------------------------------------------------------


def test_sitting_is_opened_closed_at_an_hour_and_taken_up_again(client, people):
    starts_at = timezone.localtime() - timedelta(hours=2)
    meeting = make_meeting(people.cluster, starts_at, by=people.coordinator)
    client.force_login(people.coordinator)
    client.post(reverse("minutes:meeting_open", args=[meeting.uuid]))
    Meeting.objects.update(opened_at=starts_at)
    closing = reverse("minutes:meeting_close", args=[meeting.uuid])
    at = (starts_at + timedelta(hours=1)).replace(second=0, microsecond=0)

    too_early = client.post(closing, {"at": (starts_at - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")})
    client.post(closing, {"at": at.strftime("%Y-%m-%dT%H:%M")})

    meeting.refresh_from_db()
    assert too_early.context["form"].errors == {"at": ["La séance a été ouverte après cette heure."]}
    assert (meeting.state, meeting.closed_at) == (MeetingState.CLOSED, at)
    client.post(reverse("minutes:meeting_reopen", args=[meeting.uuid]))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.OPEN


def test_sitting_of_an_earlier_day_opens_and_closes_at_its_planned_hours(client, people):
    meeting = make_meeting(people.cluster, by=people.coordinator)
    client.force_login(people.coordinator)
    client.post(reverse("minutes:meeting_open", args=[meeting.uuid]))
    form = client.get(reverse("minutes:meeting_close", args=[meeting.uuid])).context["form"]

    meeting.refresh_from_db()
    assert (meeting.opened_at, form.initial["at"]) == (meeting.starts_at, meeting.ends_at)


def test_sitting_is_not_closed_by_a_member(client, people, meeting):
    client.force_login(people.member)

    response = client.post(reverse("minutes:meeting_close", args=[meeting.uuid]), {"at": "2016-11-15T16:00"})

    meeting.refresh_from_db()
    assert response.status_code == 403
    assert meeting.state == MeetingState.OPEN
