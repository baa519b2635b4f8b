from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.enums import DueKind, OwnerKind
from actions.errors import WordingChanged
from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.edit import set_owners, update_action, withdraw_action
from actions.services.owners import Party
from actions.services.report import report_on_action
from meetings.errors import MeetingNotEditable
from meetings.models import Meeting, TextRevision
from tests.factories import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(people: People, meeting: Meeting) -> ActionPoint:
    return create_action(
        cluster=people.cluster,
        meeting=meeting,
        by=people.coordinator,
        description="Faire",
        owner_text="PARTEN",
        due_text="22 novembre",
    )


def test_changed_texts_are_understood_afresh(people: People, action: ActionPoint) -> None:
    update_action(action, by=people.rapporteur, owner_text="CHEF", due_text="mensuel")

    action = ActionPoint.objects.get(pk=action.pk)
    assert (action.due_kind, action.due_on, action.recurrence) == (DueKind.RECURRING, None, "monthly")
    assert [owner.organisation for owner in action.owners.all()] == [people.lead]


def test_former_wording_stays_in_the_history(people: People, action: ActionPoint) -> None:
    update_action(action, by=people.rapporteur, description="Faire mieux", due_text="30 novembre")

    update = action.updates.order_by("id").last()
    assert update.author == people.rapporteur
    assert update.comment.splitlines() == [
        "Action : « Faire » → « Faire mieux »",
        "Échéance : « 22 novembre » → « 30 novembre »",
    ]


def test_former_choices_stay_in_the_history(people: People, action: ActionPoint) -> None:
    """The day that the deadline is understood as, and what decides whether a proof is asked for."""
    update_action(action, by=people.coordinator, due_on=date(2016, 12, 5), priority="important")

    said = action.updates.latest("id")
    assert said.comment.replace("\u202f", " ").replace("\xa0", " ").splitlines() == [
        "Priorité : Normale → Importante",
        "Date d’échéance : 22 novembre 2016 → 5 décembre 2016",
    ]
    assert said.author == people.coordinator


def test_correction_stays_when_the_texts_do_not_change(people: People, action: ActionPoint) -> None:
    update_action(action, by=people.coordinator, due_kind=DueKind.NO_LATER_THAN, due_on=date(2016, 12, 1))
    set_owners(action, [Party(OwnerKind.ORGANISATION, "PARTEN", organisation=people.lead)], by=people.coordinator)

    update_action(action, by=people.coordinator, owner_text="PARTEN", due_text="22 novembre", priority="important")

    action = ActionPoint.objects.get(pk=action.pk)
    assert (action.due_kind, action.due_on) == (DueKind.NO_LATER_THAN, date(2016, 12, 1))
    assert [owner.organisation for owner in action.owners.all()] == [people.lead]


def test_shares_joined_and_left_are_recorded_and_never_lost(people: People, action: ActionPoint) -> None:
    report_on_action(action, by=people.focal_point, organisation=people.partner, status="in_progress")

    update_action(action, by=people.coordinator, owner_text="CHEF")
    assert {share.organisation.acronym: share.left_on is None for share in action.shares.all()} == {
        "CHEF": True,
        "PARTEN": False,
    }
    assert ActionPoint.objects.get(pk=action.pk).status == "todo"
    assert set(action.updates.exclude(organisation=None).values_list("organisation__acronym", "comment")) == {
        ("PARTEN", ""),
        ("CHEF", "Est désormais concernée par cette action."),
        ("PARTEN", "N’est plus concernée par cette action."),
    }

    update_action(action, by=people.coordinator, owner_text="CHEF, PARTEN")
    back = action.shares.get(organisation=people.partner)
    assert (back.status, back.left_on) == ("in_progress", None)


def test_edition_does_not_undo_a_report_made_meanwhile(people: People, action: ActionPoint) -> None:
    opened_earlier = ActionPoint.objects.get(pk=action.pk)
    report_on_action(action, by=people.focal_point, organisation=people.partner, status="done", comment="Fait.")

    update_action(opened_earlier, by=people.coordinator, due_text="30 novembre")

    assert ActionPoint.objects.get(pk=action.pk).status == "done"


def test_edition_of_one_thing_leaves_what_changed_meanwhile(people: People, action: ActionPoint) -> None:
    opened_earlier = ActionPoint.objects.get(pk=action.pk)
    later = timezone.localdate() + timedelta(days=9)
    report_on_action(action, by=people.coordinator, status="postponed", postponed_to=later, comment="Route coupée.")

    update_action(opened_earlier, by=people.coordinator, sector="WSH")
    set_owners(opened_earlier, [], by=people.coordinator)

    kept = ActionPoint.objects.get(pk=action.pk)
    assert (kept.due_on, kept.postponed_to, kept.status, kept.sector) == (later, later, "postponed", "WSH")


def test_action_withdrawn_twice_is_withdrawn_once(people: People, action: ActionPoint) -> None:
    opened_earlier = ActionPoint.objects.get(pk=action.pk)
    for seen in (action, opened_earlier):
        withdraw_action(seen, by=people.coordinator, reason="Saisie deux fois")
    assert action.updates.filter(comment__startswith="Retirée").count() == 1


def test_description_changed_meanwhile_keeps_both(people: People, action: ActionPoint) -> None:
    update_action(action, by=people.rapporteur, description="La première", base_version=0)

    with pytest.raises(WordingChanged) as refusal:
        update_action(action, by=people.coordinator, description="La seconde", base_version=0)

    assert (refusal.value.theirs, refusal.value.version) == ("<p>La première</p>", 1)
    assert ActionPoint.objects.get(pk=action.pk).description == "<p>La première</p>"
    assert list(TextRevision.objects.order_by("id").values_list("text", "version")) == [
        ("<p>Faire</p>", 0),
        ("<p>La première</p>", 1),
        ("<p>La seconde</p>", None),
    ]


def test_wording_stands_once_the_record_is_adopted(people: People, action: ActionPoint, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        state="closed", closed_at=meeting.starts_at, circulated_at=meeting.starts_at, adopted_at=meeting.starts_at
    )

    with pytest.raises(MeetingNotEditable):
        update_action(action, by=people.coordinator, description="Autrement")
    with pytest.raises(MeetingNotEditable):
        create_action(cluster=people.cluster, meeting=meeting, by=None, description="Après coup")

    update_action(action, by=people.coordinator, due_text="30 novembre")
    assert ActionPoint.objects.get(pk=action.pk).due_on == date(2016, 11, 30)


def test_withdrawn_action_disappears_and_keeps_its_reference(people: People, action: ActionPoint) -> None:
    withdraw_action(action, by=people.coordinator, reason="Saisie deux fois.")

    assert not ActionPoint.objects.visible_to(people.coordinator).exists()
    assert action.updates.order_by("id").last().comment == "Retirée : Saisie deux fois."
    again = create_action(cluster=people.cluster, meeting=action.meeting, by=None, description="Faire")
    assert (action.reference, again.reference) == ("CRP-2016-11-01", "CRP-2016-11-02")
