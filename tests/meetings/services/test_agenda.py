"""The agenda: order, nesting, what may not be thrown away."""

import pytest
from django.utils import timezone

from meetings.enums import AgendaState, ItemKind, ItemState, MeetingEventKind, SectionKind, Visibility
from meetings.errors import ForeignObject, ItemInUse, MeetingNotEditable, MeetingsError, MoveRefused, NestingRefused
from meetings.events import item_leaving
from meetings.models import Meeting, TextRevision
from meetings.selectors import numbered_items
from meetings.services import agenda
from tests.meetings.factories import make_meeting


@pytest.fixture
def items(meeting):
    """Three points, « A », « B », « C », and nothing else."""
    meeting.items.all().delete()
    return [agenda.add_item(meeting=meeting, title=title) for title in "ABC"]


def outline(meeting):
    return [f"{row.number} {row.item.title}" for row in numbered_items(meeting.items.all())]


def test_add_item_goes_last_of_its_level(meeting, items):
    agenda.add_item(meeting=meeting, title="B bis", parent=items[1])
    agenda.add_item(meeting=meeting, title=" D\n", kind=ItemKind.DECISION)

    assert outline(meeting) == ["1 A", "2 B", "2.1 B bis", "3 C", "4 D"]


def test_add_item_under_a_restricted_one_is_restricted(meeting, items):
    agenda.update_item(item=items[0], visibility=Visibility.COORDINATION)

    child = agenda.add_item(meeting=meeting, title="Incident", parent=items[0])

    assert child.visibility == Visibility.COORDINATION


def test_add_item_refused(people, meeting, items):
    other = make_meeting(people.other_cluster)
    child = agenda.add_item(meeting=meeting, title="B bis", parent=items[1])

    with pytest.raises(ForeignObject):
        agenda.add_item(meeting=meeting, title="Intrus", parent=other.items.first())
    with pytest.raises(NestingRefused):
        agenda.add_item(meeting=meeting, title="Trop bas", parent=child)
    with pytest.raises(MeetingsError, match="sujet"):
        agenda.add_item(meeting=meeting, title=" \u200b")


def test_add_item_stays_before_other_business(meeting, items):
    agenda.add_item(meeting=meeting, title="Divers", kind=ItemKind.OTHER_BUSINESS)
    late = agenda.add_item(meeting=meeting, title="D")
    agenda.add_item(meeting=meeting, title="Divers bis", kind=ItemKind.OTHER_BUSINESS)
    agenda.add_item(meeting=meeting, title="D bis", parent=late)

    assert outline(meeting) == ["1 A", "2 B", "3 C", "4 D", "4.1 D bis", "5 Divers", "6 Divers bis"]


@pytest.mark.parametrize(
    ("index", "move", "expected"),
    [
        (1, {"by": -1}, "BAC"),
        (1, {"by": 1}, "ACB"),
        (0, {"by": -1}, "ABC"),
        (2, {"by": 1}, "ABC"),
        (2, {"to": 0}, "CAB"),
        (0, {"to": 99}, "BCA"),
    ],
)
def test_move_item(meeting, items, index, move, expected):
    agenda.move_item(item=items[index], **move)

    assert "".join(meeting.items.values_list("title", flat=True)) == expected


def test_nest_item_under_the_one_above_and_back(meeting, items):
    agenda.nest_item(item=items[1])
    assert outline(meeting) == ["1 A", "1.1 B", "2 C"]

    agenda.nest_item(item=items[2], under=items[0])
    assert outline(meeting) == ["1 A", "1.1 B", "1.2 C"]

    items[1].refresh_from_db()
    agenda.unnest_item(item=items[1])
    assert outline(meeting) == ["1 A", "1.1 C", "2 B"]


def test_nest_item_refused(people, meeting, items):
    first, second, third = items
    with pytest.raises(NestingRefused, match="au-dessus"):
        agenda.nest_item(item=first)
    with pytest.raises(NestingRefused, match="premier niveau"):
        agenda.unnest_item(item=first)
    with pytest.raises(ForeignObject):
        agenda.nest_item(item=second, under=make_meeting(people.other_cluster).items.first())
    with pytest.raises(NestingRefused, match="deux niveaux"):
        agenda.nest_item(item=second, under=second)
    agenda.nest_item(item=third, under=second)
    with pytest.raises(NestingRefused, match="deux niveaux"):
        agenda.nest_item(item=second, under=first)
    assert outline(meeting) == ["1 A", "2 B", "2.1 C"]


def test_delete_item_that_holds_nothing(people, meeting, items):
    agenda.delete_item(item=items[1], by=people.coordinator)

    assert outline(meeting) == ["1 A", "2 C"]
    event = meeting.events.get(kind=MeetingEventKind.AGENDA)
    assert (event.after, event.reason, event.actor) == ("deleted", "B", people.coordinator)


def keep(item):
    raise ItemInUse("Ce point porte une action.")


@pytest.mark.parametrize("holding", ["discussion", "status_note", "outcome", "child", "action"])
def test_delete_item_that_holds_something_is_refused(meeting, items, monkeypatch, holding):
    item = items[0]
    if holding in ("discussion", "status_note"):
        type(item).objects.filter(pk=item.pk).update(**{holding: "<p>Dit en séance</p>"})
    elif holding == "outcome":
        agenda.add_outcome(item=item, text="Plan validé")
    elif holding == "child":
        agenda.add_item(meeting=meeting, title="A bis", parent=item)
    else:
        monkeypatch.setattr(item_leaving, "handlers", [keep])

    with pytest.raises(ItemInUse):
        agenda.delete_item(item=item, by=None)
    assert meeting.items.filter(pk=item.pk).exists()


def test_set_item_state_leaves_a_row_once(people, items):
    for _ in range(2):
        agenda.set_item_state(item=items[0], state=ItemState.BY_MAIL, by=people.coordinator)

    event = items[0].meeting.events.get(kind=MeetingEventKind.AGENDA)
    assert (event.before, event.after, event.reason) == (ItemState.TODO, ItemState.BY_MAIL, "A")


def test_set_agenda_state_leaves_a_row_and_refuses_the_same(people, meeting):
    agenda.set_agenda_state(meeting=meeting, state=AgendaState.AMENDED, by=people.coordinator)

    with pytest.raises(MoveRefused, match="déjà"):
        agenda.set_agenda_state(meeting=meeting, state=AgendaState.AMENDED, by=people.coordinator)
    event = meeting.events.get(kind=MeetingEventKind.AGENDA)
    assert (event.before, event.after) == (AgendaState.PROPOSED, AgendaState.AMENDED)


def test_outcomes_are_added_in_order_cleaned_and_changed(items):
    first = agenda.add_outcome(item=items[0], text='<p onclick="x()">Validé</p>')
    second = agenda.add_outcome(item=items[0], text="Noté", kind="recommendation", addressee="EHP")

    agenda.update_outcome(outcome=second, kind="announcement", issuer="OCHA")

    assert list(items[0].outcomes.values_list("text", "kind", "issuer", "addressee")) == [
        ("<p>Validé</p>", "decision", "", ""),
        ("<p>Noté</p>", "announcement", "OCHA", "EHP"),
    ]
    agenda.delete_outcome(outcome=first)
    assert items[0].outcomes.count() == 1


def test_delete_outcome_leaves_its_words_in_the_journal(people, items):
    outcome = agenda.add_outcome(item=items[0], text="Validé en séance", by=people.coordinator)

    agenda.delete_outcome(outcome=outcome)

    kept = TextRevision.objects.get(object_uuid=outcome.uuid)
    assert (kept.text, kept.version, kept.author) == ("<p>Validé en séance</p>", 0, people.coordinator)


def test_add_outcome_without_words_is_refused(items):
    with pytest.raises(MeetingsError, match="conclusion"):
        agenda.add_outcome(item=items[0], text="<p> </p>")


def test_ensure_section_makes_it_once(meeting):
    made = agenda.ensure_section(meeting=meeting, kind=SectionKind.LESSONS, body="Partir plus tôt")
    found = agenda.ensure_section(meeting=meeting, kind=SectionKind.LESSONS, body="Autre")

    assert made == found
    assert found.body == "<p>Partir plus tôt</p>"


def test_add_section_needs_a_title_and_goes_only_when_empty(meeting):
    with pytest.raises(MeetingsError, match="titre"):
        agenda.add_section(meeting=meeting, title=" ")
    section = agenda.add_section(meeting=meeting, title="Vie du cluster", body="Un texte")

    with pytest.raises(ItemInUse):
        agenda.delete_section(section=section)
    type(section).objects.filter(pk=section.pk).update(body="")
    agenda.delete_section(section=section)
    assert not meeting.sections.exists()


def test_agenda_of_an_adopted_record_is_refused(people, meeting, items):
    outcome = agenda.add_outcome(item=items[0], text="Validé")
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(
        state="closed", opened_at=now, closed_at=now, circulated_at=now, adopted_at=now
    )

    for act in (
        lambda: agenda.add_item(meeting=meeting, title="D"),
        lambda: agenda.update_item(item=items[0], presenter="OCHA"),
        lambda: agenda.move_item(item=items[0], by=1),
        lambda: agenda.nest_item(item=items[1]),
        lambda: agenda.unnest_item(item=items[1]),
        lambda: agenda.delete_item(item=items[2], by=None),
        lambda: agenda.set_item_state(item=items[0], state=ItemState.DISCUSSED, by=None),
        lambda: agenda.set_agenda_state(meeting=meeting, state=AgendaState.ADOPTED, by=None),
        lambda: agenda.add_outcome(item=items[0], text="Encore"),
        lambda: agenda.update_outcome(outcome=outcome, issuer="OCHA"),
        lambda: agenda.delete_outcome(outcome=outcome),
        lambda: agenda.add_section(meeting=meeting, title="Vie du cluster"),
    ):
        with pytest.raises(MeetingNotEditable):
            act()
    assert outline(meeting) == ["1 A", "2 B", "3 C"]
