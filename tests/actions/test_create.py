from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from actions.enums import DueKind, OwnerKind
from actions.errors import DueIncomplete
from actions.models import ActionPoint, ReferenceCounter
from actions.services.create import create_action
from actions.services.owners import Party
from meetings.enums import Visibility
from meetings.models import Meeting
from meetings.services.agenda import add_item
from meetings.services.lifecycle import cancel_meeting, reschedule_meeting
from participants.enums import MembershipStatus
from tests.actions.conftest import hold, meeting_after
from tests.factories import People, make_cluster, make_group, make_membership, make_organisation

pytestmark = pytest.mark.django_db


def shared_by(action: ActionPoint) -> set[str]:
    return {share.organisation.acronym for share in action.shares.filter(left_on=None)}


# --- References -------------------------------------------------------------------------------------------------------


def test_reference_counts_within_cluster_and_month(people: People, meeting: Meeting) -> None:
    other = make_cluster(code="xyz")
    december = meeting_after(people.cluster, days=20)

    made = [
        create_action(cluster=cluster, meeting=origin, by=None, description="Faire", at=None)
        for cluster, origin in ((people.cluster, meeting), (people.cluster, meeting), (people.cluster, december))
    ]

    assert [action.reference for action in made] == ["CRP-2016-11-01", "CRP-2016-11-02", "CRP-2016-12-01"]
    assert create_action(cluster=other, by=None, description="Faire").reference.startswith("XYZ-")


def test_reference_of_a_refused_action_is_given_again(people: People, meeting: Meeting) -> None:
    def refused() -> None:
        with transaction.atomic():
            create_action(cluster=people.cluster, meeting=meeting, by=None, description="Faire")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refused()

    action = create_action(cluster=people.cluster, meeting=meeting, by=None, description="Faire")
    assert action.reference == "CRP-2016-11-01"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_references_have_neither_gap_nor_double_when_created_at_once() -> None:
    cluster, threads, each, at = make_cluster(code="crp"), 4, 5, timezone.now()
    start = Barrier(threads)

    def create() -> None:
        start.wait()
        for _ in range(each):
            create_action(cluster=cluster, by=None, description="Faire", at=at)
        connection.close()

    workers = [Thread(target=create) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    numbers = sorted(int(reference[-2:]) for reference in ActionPoint.objects.values_list("reference", flat=True))
    assert numbers == list(range(1, threads * each + 1))
    assert ReferenceCounter.objects.get().last == threads * each


# --- Deadlines --------------------------------------------------------------------------------------------------------


def test_due_kind_chosen_wins_over_the_text(people: People, meeting: Meeting) -> None:
    action = create_action(
        cluster=people.cluster,
        meeting=meeting,
        by=None,
        description="Faire",
        due_text="22 novembre",
        due_kind=DueKind.NO_LATER_THAN,
        due_on=date(2016, 11, 30),
    )

    assert (action.due_text, action.due_kind, action.due_on) == ("22 novembre", "no_later_than", date(2016, 11, 30))


@pytest.mark.parametrize("kind", [DueKind.DATE, DueKind.NO_LATER_THAN, DueKind.RECURRING])
def test_due_kind_without_what_it_needs_is_refused(people: People, kind: DueKind) -> None:
    with pytest.raises(DueIncomplete):
        create_action(cluster=people.cluster, by=None, description="Faire", due_kind=kind)

    assert not ActionPoint.objects.exists()


def test_due_at_next_meeting_follows_it(people: People, meeting: Meeting) -> None:
    from_meeting = {"cluster": people.cluster, "meeting": meeting, "by": None, "description": "Faire"}
    action = create_action(**from_meeting, due_text="à la prochaine réunion")
    assert (action.due_kind, action.due_meeting, action.due_on) == (DueKind.NEXT_MEETING, None, None)

    later = meeting_after(people.cluster, days=30)
    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (later, date(2016, 12, 15))

    sooner = meeting_after(people.cluster, days=14)
    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (sooner, date(2016, 11, 29))

    reschedule_meeting(meeting=sooner, starts_at=sooner.starts_at + timedelta(days=2), reason="Salle", by=None)
    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (sooner, date(2016, 12, 1))
    cancel_meeting(meeting=sooner, reason="Pont", by=None)
    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (later, date(2016, 12, 15))


# --- Shares -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner_text", "sharing"),
    [
        ("PARTEN", {"PARTEN"}),
        ("CHEF, PARTEN", {"CHEF", "PARTEN"}),
        ("Les membres du cluster", {"CHEF", "PARTEN"}),
        ("ONG du sud", {"PARTEN", "AILLEURS"}),
        ("CHEF avec l’appui de PARTEN", {"CHEF"}),
        ("Coordinateur", set()),
        ("Quelqu’un d’autre", set()),
        ("", set()),
    ],
)
def test_shares_go_to_organisations_that_lead(
    people: People, meeting: Meeting, owner_text: str, sharing: set[str]
) -> None:
    make_group(people.cluster, "ONG du sud", [people.partner, people.outsider])

    action = create_action(cluster=people.cluster, meeting=meeting, by=None, description="Faire", owner_text=owner_text)

    assert shared_by(action) == sharing


def test_shares_of_all_members_go_to_those_of_that_day(people: People, meeting: Meeting) -> None:
    invited, later, gone = (make_organisation(name) for name in ("INVITE", "APRES", "AVANT"))
    make_membership(invited, people.cluster, MembershipStatus.INVITED)
    make_membership(later, people.cluster, since=date(2017, 1, 1))
    make_membership(gone, people.cluster, until=date(2016, 1, 1))

    action = create_action(
        cluster=people.cluster, meeting=meeting, by=None, description="Faire", owner_text="Partenaires du cluster"
    )

    assert shared_by(action) == {"CHEF", "PARTEN"}


# --- The rest ---------------------------------------------------------------------------------------------------------


def test_parties_given_win_over_the_text(people: People) -> None:
    party = Party(OwnerKind.ORGANISATION, "les amis", organisation=people.partner)

    action = create_action(
        cluster=people.cluster, by=None, description="Faire", owner_text="CHEF et les amis", parties=[party]
    )

    assert [(owner.written, owner.organisation) for owner in action.owners.all()] == [("les amis", people.partner)]
    assert action.owner_text == "CHEF et les amis"


def test_description_is_cleaned(people: People) -> None:
    action = create_action(
        cluster=people.cluster, by=None, description='<p onclick="x()">Faire<script>y()</script></p>'
    )

    assert action.description == "<p>Faire</p>"


def test_action_under_a_restricted_item_is_restricted(people: People, meeting: Meeting) -> None:
    item = add_item(meeting=meeting, title="Sécurité", visibility=Visibility.COORDINATION)

    action = create_action(cluster=people.cluster, meeting=meeting, item=item, by=None, description="Faire")

    assert action.visibility == Visibility.COORDINATION


def test_creation_leaves_a_row(people: People, meeting: Meeting) -> None:
    action = create_action(cluster=people.cluster, meeting=meeting, by=people.coordinator, description="Faire")

    update = action.updates.get()
    assert (update.before, update.after, update.author, update.author_name) == (
        "",
        "todo",
        people.coordinator,
        "Awa Coordination",
    )


@pytest.mark.parametrize(
    "words",
    ["crp-2016-11-01", "ETATS", "état général", "parten", "organisation parten", "préparation des états", "préparé"],
)
def test_search_finds_reference_text_and_owners_in_any_form(people: People, meeting: Meeting, words: str) -> None:
    action = create_action(
        cluster=people.cluster,
        meeting=meeting,
        by=None,
        description="Préparer les <strong>États</strong> généraux",
        owner_text="PARTEN",
    )
    create_action(cluster=people.cluster, by=None, description="Autre chose")

    assert list(ActionPoint.objects.matching(words)) == [action]


@pytest.mark.parametrize("words", ["états mopti", "tats", "de la", "%", ""])
def test_search_finds_nothing_by_other_words_or_by_none_that_counts(people: People, words: str) -> None:
    create_action(cluster=people.cluster, by=None, description="Préparer les États de la région", owner_text="PARTEN")

    assert list(ActionPoint.objects.matching(words)) == []


def test_members_see_an_action_once_its_meeting_is_closed(people: People, meeting: Meeting) -> None:
    action = create_action(cluster=people.cluster, meeting=meeting, by=None, description="Faire")
    assert not ActionPoint.objects.visible_to(people.member).exists()

    hold(meeting)

    assert list(ActionPoint.objects.visible_to(people.member)) == [action]
    assert not ActionPoint.objects.visible_to(people.observer).exists()
    assert not ActionPoint.objects.visible_to(people.stranger).exists()
