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
from meetings.services.agenda import add_outcome
from meetings.services.texts import AlreadySaved, Choice, Conflict, Merged, Saved, resolve_conflict, save_text
from tests.factories import make_people


def make_item(cluster, **fields):
    starts_at = datetime(2016, 11, 15, 9, tzinfo=ZoneInfo("Africa/Bamako"))
    meeting = Meeting.objects.create(cluster=cluster, title="Réunion", year=2016, serial=1, starts_at=starts_at)
    return AgendaItem.objects.create(meeting=meeting, title="Divers", **fields)


@pytest.fixture
def item(people):
    return make_item(people.cluster)


def save(item, author, text, *, base=0, key=None, field="discussion", since=()):
    typed = {"text": text, "base_version": base, "key": key or uuid.uuid4(), "author": author, "since": since}
    return save_text(target=item, field=field, **typed)


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
    assert journal() == [("<p>pareil</p>", 0, 1), ("<p>pareil</p>", 0, None)]


def test_save_text_with_the_words_that_stood_replayed_later_brings_nothing_back(item, people):
    """Its answer was lost, and meanwhile somebody took those words out."""
    save(item, people.coordinator, "<p>a</p><p>pareil</p>")
    key = uuid.uuid4()
    save(item, people.rapporteur, "<p>a</p><p>pareil</p>", key=key)
    save(item, people.coordinator, "<p>a</p>", base=1)

    answer = save(item, people.rapporteur, "<p>a</p><p>pareil</p>", key=key)

    item.refresh_from_db()
    assert isinstance(answer, AlreadySaved)
    assert answer.version == 1
    assert item.discussion == "<p>a</p>"


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


# --- Different paragraphs ---------------------------------------------------------------------------------------------

START = "<p>Ouverture.</p><p>Suivi.</p><p>Divers.</p>"


@pytest.fixture
def started(item, people):
    save(item, people.coordinator, START)
    return item


def test_save_text_of_another_paragraph_is_merged_and_both_are_named(started, people):
    save(started, people.coordinator, START.replace("Ouverture", "Ouverture par la préfète"), base=1)
    key = uuid.uuid4()

    answer = save(started, people.rapporteur, START.replace("Divers", "Divers : rien"), base=1, key=key)

    started.refresh_from_db()
    both = "<p>Ouverture par la préfète.</p><p>Suivi.</p><p>Divers : rien.</p>"
    assert isinstance(answer, Merged)
    assert (answer.text, answer.version, answer.author) == (both, 3, people.coordinator)
    assert (started.discussion, started.discussion_version) == (both, 3)
    late, merged = TextRevision.objects.order_by("id")[2:]
    assert (late.key, late.version, late.kept_in, late.author) == (key, None, 3, people.rapporteur)
    assert (merged.base_version, merged.version, merged.text, merged.author) == (2, 3, both, people.rapporteur)


def test_save_text_merged_and_replayed_is_merged_once(started, people):
    save(started, people.coordinator, START.replace("Ouverture", "Début"), base=1)
    late = {"text": START.replace("Divers", "Fin"), "base": 1, "key": uuid.uuid4()}
    first = save(started, people.rapporteur, **late)

    again = save(started, people.rapporteur, **late)

    assert (again.text, again.version, again.author) == (first.text, 3, people.rapporteur)
    assert isinstance(again, Merged)
    assert len(journal()) == 4


def test_save_text_late_that_changed_nothing_is_the_text_that_stands(started, people):
    save(started, people.coordinator, START.replace("Divers", "Fin"), base=1)

    answer = save(started, people.rapporteur, START, base=1)

    assert (type(answer), answer.version) == (Merged, 2)
    assert answer.text == START.replace("Divers", "Fin")
    assert [version for _, _, version in journal()] == [1, 2, None]


def test_save_text_typed_on_while_it_was_merged_goes_on_from_what_was_typed(started, people):
    """The screen does not show the merged text yet: its own words must not look like another's."""
    save(started, people.coordinator, START.replace("Ouverture", "Début"), base=1)
    key = uuid.uuid4()
    save(started, people.rapporteur, START.replace("Divers", "Divers, qu"), base=1, key=key)

    answer = save(started, people.rapporteur, START.replace("Divers", "Divers, questions"), base=1, since=[key])

    assert isinstance(answer, Merged)
    assert answer.text == "<p>Début.</p><p>Suivi.</p><p>Divers, questions.</p>"


@pytest.mark.parametrize("whose", ["other author", "unknown", "conflict"])
def test_save_text_goes_on_only_from_an_own_text_that_stands(started, people, whose):
    key = uuid.uuid4()
    author = people.coordinator if whose == "other author" else people.rapporteur
    save(started, people.coordinator, START.replace("Divers", "Fin"), base=1)
    text = START.replace("Divers", "Clôture") if whose == "conflict" else START.replace("Ouverture", "Début")
    save(started, author, text, base=1, key=key)

    answer = save(
        started,
        people.rapporteur,
        START.replace("Divers", "Clôture à midi"),
        base=1,
        since=[uuid.uuid4() if whose == "unknown" else key],
    )

    assert isinstance(answer, Conflict)
    assert answer.base == START


def test_save_text_goes_on_from_the_latest_own_save_that_arrived(started, people):
    """The answer to the one had not come; the other is on its way."""
    arrived, under_way = uuid.uuid4(), uuid.uuid4()
    save(started, people.rapporteur, "<p>Pompe</p>", base=1, key=arrived)

    answer = save(started, people.rapporteur, "<p>Pompe cassée</p>", base=1, since=[under_way, arrived])
    never = save(started, people.rapporteur, "<p>Pompe cassée, dit-il</p>", base=3, since=[under_way])

    assert [(type(one), one.version) for one in (answer, never)] == [(Saved, 3), (Saved, 4)]
    assert never.text == "<p>Pompe cassée, dit-il</p>"


def test_save_text_going_on_never_replaces_what_was_not_on_the_screen(started, people):
    """Even where it names, wrongly, the version that stands."""
    save(started, people.coordinator, START.replace("Ouverture", "Début"), base=1)
    key = uuid.uuid4()
    save(started, people.rapporteur, START.replace("Divers", "Fin"), base=1, key=key)

    answer = save(started, people.rapporteur, START.replace("Divers", "Fin, enfin"), base=3, since=[key])

    assert answer.text == "<p>Début.</p><p>Suivi.</p><p>Fin, enfin.</p>"


def test_save_text_conflict_tells_the_text_that_both_had(started, people):
    save(started, people.coordinator, START.replace("Suivi", "Suite"), base=1)

    answer = save(started, people.rapporteur, START.replace("Suivi", "Les suites"), base=1)

    assert isinstance(answer, Conflict)
    assert answer.base == START


def test_save_text_of_a_title_is_never_merged(item, people):
    save(item, people.coordinator, "Divers et clôture", field="title")

    answer = save(item, people.rapporteur, "Questions diverses", field="title")

    assert isinstance(answer, Conflict)
    assert answer.base == "Divers"


def test_first_save_keeps_the_words_that_the_field_was_made_with(item, people):
    save(item, people.coordinator, "Questions diverses", field="title")

    assert journal() == [("Divers", 0, 0), ("Questions diverses", 0, 1)]


def test_merge_that_would_empty_a_needed_text_is_left_to_people(item, people):
    outcome = add_outcome(item=item, text="<p>un</p><p>deux</p>", by=people.coordinator)
    save(outcome, people.coordinator, "<p>un</p>", field="text")

    answer = save(outcome, people.rapporteur, "<p>deux</p>", field="text")

    assert isinstance(answer, Conflict)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
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
