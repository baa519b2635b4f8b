"""Saving a text with a version: nothing that was typed is lost, nothing is overwritten silently."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.errors import MeetingNotEditable, TextRefused
from meetings.models import AgendaItem, Meeting, TextRevision
from meetings.services.texts import AlreadySaved, Choice, Conflict, Saved, resolve_conflict, save_text
from tests.factories import make_people


def make_item(cluster, **fields):
    starts_at = datetime(2016, 11, 15, 9, tzinfo=ZoneInfo("Africa/Bamako"))
    meeting = Meeting.objects.create(cluster=cluster, title="Réunion", year=2016, serial=1, starts_at=starts_at)
    return AgendaItem.objects.create(meeting=meeting, title="Divers", **fields)


@pytest.fixture
def item(people):
    return make_item(people.cluster)


def save(item, author, text, *, base=0, key=None, field="discussion"):
    return save_text(target=item, field=field, text=text, base_version=base, key=key or uuid.uuid4(), author=author)


def journal():
    return list(TextRevision.objects.values_list("text", "base_version", "version"))


def test_save_text_on_the_standing_version(item, people):
    answer = save(item, people.coordinator, "<p>Les relais ont <b>restitué</b>.</p>")

    item.refresh_from_db()
    assert isinstance(answer, Saved)
    assert (item.discussion, item.discussion_version) == (answer.text, 1)
    assert item.discussion == "<p>Les relais ont <strong>restitué</strong>.</p>"
    assert journal() == [(item.discussion, 0, 1)]


def test_save_text_passes_the_sanitiser(item, people):
    save(item, people.coordinator, '<p onclick="x()">Bon<script>alert(1)</script></p><img src=x onerror=y()>')

    item.refresh_from_db()
    assert item.discussion == "<p>Bon</p>"


def test_save_text_on_an_older_version_keeps_both(item, people):
    save(item, people.coordinator, "<p>premier</p>")
    key = uuid.uuid4()

    answer = save(item, people.rapporteur, "<p>second</p>", key=key)

    item.refresh_from_db()
    assert isinstance(answer, Conflict)
    assert (answer.theirs, answer.version, answer.author) == ("<p>premier</p>", 1, people.coordinator)
    assert (answer.mine, answer.key) == ("<p>second</p>", key)
    assert (item.discussion, item.discussion_version) == ("<p>premier</p>", 1)
    assert journal() == [("<p>premier</p>", 0, 1), ("<p>second</p>", 0, None)]


def test_save_text_with_the_words_that_stand_is_no_conflict(item, people):
    save(item, people.coordinator, "<p>pareil</p>")

    answer = save(item, people.rapporteur, "<p>pareil</p>")

    assert isinstance(answer, AlreadySaved)
    assert answer.version == 1
    assert len(journal()) == 1


def test_save_text_sent_twice_is_applied_once(item, people):
    key = uuid.uuid4()
    save(item, people.coordinator, "<p>un</p>", key=key)

    answer = save(item, people.coordinator, "<p>un</p>", key=key)

    assert isinstance(answer, AlreadySaved)
    assert answer.version == 1
    assert journal() == [("<p>un</p>", 0, 1)]


def test_save_text_replayed_after_another_one_answers_its_own_version(item, people):
    key = uuid.uuid4()
    save(item, people.coordinator, "<p>un</p>", key=key)
    save(item, people.rapporteur, "<p>deux</p>", base=1)

    answer = save(item, people.coordinator, "<p>un</p>", key=key)

    item.refresh_from_db()
    assert isinstance(answer, AlreadySaved)
    assert answer.version == 1
    assert item.discussion == "<p>deux</p>"


def test_save_text_stale_and_replayed_is_the_same_conflict(item, people):
    save(item, people.coordinator, "<p>un</p>")
    key = uuid.uuid4()
    first = save(item, people.rapporteur, "<p>deux</p>", key=key)

    again = save(item, people.rapporteur, "<p>deux</p>", key=key)

    assert again == first
    assert len(journal()) == 2


@pytest.mark.parametrize("other", ["author", "field", "text"])
def test_save_text_with_the_key_of_another_save_is_refused(item, people, other):
    key = uuid.uuid4()
    save(item, people.coordinator, "<p>un</p>", key=key)
    author = people.rapporteur if other == "author" else people.coordinator
    field = "status_note" if other == "field" else "discussion"
    text = "<p>autre</p>" if other == "text" else "<p>un</p>"

    with pytest.raises(TextRefused):
        save(item, author, text, key=key, field=field, base=1 if field == "discussion" else 0)

    item.refresh_from_db()
    assert (item.discussion, item.status_note) == ("<p>un</p>", "")
    assert len(journal()) == 1


def test_save_text_after_adoption_is_refused(item, people):
    item.meeting.state = MeetingState.CLOSED
    item.meeting.closed_at = item.meeting.circulated_at = item.meeting.adopted_at = timezone.now()
    item.meeting.save()

    with pytest.raises(MeetingNotEditable):
        save(item, people.coordinator, "<p>trop tard</p>")

    assert journal() == []


@pytest.mark.parametrize(("text", "message"), [(" \n ", "vide"), ("x" * 301, "300 caractères")])
def test_save_text_of_a_title_that_cannot_print_is_refused(item, people, text, message):
    with pytest.raises(TextRefused, match=message):
        save(item, people.coordinator, text, field="title")


def test_save_text_of_a_title_keeps_one_line(item, people):
    answer = save(item, people.coordinator, "Recrutement\n des relais\x00 ", field="title")

    assert answer.text == "Recrutement des relais"


@pytest.mark.parametrize(
    ("choice", "standing", "version"),
    [
        (Choice.BOTH, "<p>premier</p><p>second</p>", 2),
        (Choice.MINE, "<p>second</p>", 2),
        (Choice.THEIRS, "<p>premier</p>", 1),
    ],
)
def test_resolve_conflict_applies_the_choice(item, people, choice, standing, version):
    save(item, people.coordinator, "<p>premier</p>")
    stale = save(item, people.rapporteur, "<p>second</p>")

    answer = resolve_conflict(
        target=item,
        field="discussion",
        choice=choice,
        stale_key=stale.key,
        base_version=stale.version,
        key=uuid.uuid4(),
        author=people.rapporteur,
    )

    item.refresh_from_db()
    assert (answer.text, answer.version) == (standing, version)
    assert (item.discussion, item.discussion_version) == (standing, version)


def test_resolve_conflict_after_a_third_save_is_a_conflict_again(item, people):
    save(item, people.coordinator, "<p>premier</p>")
    stale = save(item, people.rapporteur, "<p>second</p>")
    save(item, people.coordinator, "<p>troisième</p>", base=1)

    answer = resolve_conflict(
        target=item,
        field="discussion",
        choice=Choice.MINE,
        stale_key=stale.key,
        base_version=stale.version,
        key=uuid.uuid4(),
        author=people.rapporteur,
    )

    assert isinstance(answer, Conflict)
    assert (answer.theirs, answer.mine) == ("<p>troisième</p>", "<p>second</p>")


def test_resolve_conflict_with_the_text_of_somebody_else_is_refused(item, people):
    save(item, people.coordinator, "<p>premier</p>")
    stale = save(item, people.rapporteur, "<p>second</p>")

    with pytest.raises(TextRefused):
        resolve_conflict(
            target=item,
            field="discussion",
            choice=Choice.MINE,
            stale_key=stale.key,
            base_version=1,
            key=uuid.uuid4(),
            author=people.coordinator,
        )


@pytest.mark.django_db(transaction=True)
def test_save_text_by_many_at_once_applies_one_and_keeps_all():
    people = make_people()
    item = make_item(people.cluster)

    def attempt(number: int) -> str:
        try:
            own = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
            return type(save(own, people.coordinator, f"<p>texte {number}</p>")).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(attempt, range(4)))

    assert answers == ["Conflict", "Conflict", "Conflict", "Saved"], connection.vendor
    assert sorted(text for text, _, _ in journal()) == [f"<p>texte {number}</p>" for number in range(4)]
    assert sum(version is not None for _, _, version in journal()) == 1
