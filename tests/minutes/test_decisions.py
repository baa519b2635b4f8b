"""The register of decisions: what frozen records decided, what is in force, what replaced what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusterhub.web import richtext
from meetings.models import Meeting
from meetings.services.agenda import add_outcome, delete_outcome
from minutes.errors import DecisionRefused
from minutes.models import Decision, DecisionReplacement
from minutes.services.decisions import replace_decision
from minutes.services.record import back_to_draft, circulate_minutes
from participants.models import User
from tests.factories import People
from tests.meetings.factories import NOVEMBER_15, adopt
from tests.minutes.factories import make_held_meeting, make_item

pytestmark = pytest.mark.django_db


def decide(people: People, *texts: str, circulated: bool = True) -> Meeting:
    meeting = make_held_meeting(people)
    item = make_item(meeting, "Plan de contingence")
    for text in texts:
        add_outcome(item=item, kind="decision", text=text)
    add_outcome(item=item, kind="recommendation", text="Recommander ne décide rien")
    if circulated:
        circulate(meeting, people)
    return meeting


def circulate(meeting: Meeting, people: People, days: int = 1) -> None:
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=days))


def texts(user: User) -> list[str]:
    return [richtext.to_text(decision.text) for decision in Decision.objects.visible_to(user).order_by("position")]


def registered(text: str) -> Decision:
    return Decision.objects.get(text__contains=text)


def shown(user: User, **query: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("minutes:decision_list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_decisions_are_registered_when_the_record_goes_round(people: People) -> None:
    meeting = decide(people, "Valider le plan.", circulated=False)
    assert not Decision.objects.exists()

    circulate(meeting, people)

    assert texts(people.member) == ["Valider le plan."]
    assert texts(people.coordinator) == ["secretconclu", "Valider le plan."]
    assert registered("Valider le plan.").taken_on == meeting.day


def test_who_may_read_the_record_reads_its_decisions(people: People) -> None:
    meeting = decide(people, "Valider le plan")
    assert "Valider le plan" in shown(people.member)
    assert "secretconclu" not in shown(people.member)
    assert "secretconclu" in shown(people.rapporteur)
    for user in (people.observer, people.stranger, people.admin):
        assert "Valider le plan" not in shown(user)

    adopt(meeting)
    assert "Valider le plan" in shown(people.observer)
    assert "secretconclu" not in shown(people.observer)
    assert "Valider le plan" not in shown(people.stranger)


def test_the_register_says_what_the_latest_version_says(people: People) -> None:
    meeting = decide(people, "Valider le plan", "Clore le groupe")
    kept, gone = (registered(text) for text in ("Valider le plan", "Clore le groupe"))
    back_to_draft(meeting=meeting, reason="Erreur", by=people.coordinator)
    delete_outcome(outcome=gone.outcome)
    outcome = kept.outcome
    outcome.text = "<p>Valider le plan révisé</p>"
    outcome.save(update_fields=["text"])
    assert texts(people.member) == ["Valider le plan", "Clore le groupe"]

    circulate(meeting, people, days=2)

    assert texts(people.member) == ["Valider le plan révisé"]
    kept.refresh_from_db()
    assert (kept.text, kept.version.number) == ("<p>Valider le plan révisé</p>", 2)
    assert Decision.objects.get(pk=gone.pk).left_on is not None


def test_equal_words_are_two_decisions_and_stay_the_same_two(people: People) -> None:
    meeting = decide(people, "Reporter au mois prochain", "Reporter au mois prochain")
    before = set(Decision.objects.values_list("pk", "outcome_id"))
    back_to_draft(meeting=meeting, reason="Erreur", by=people.coordinator)
    circulate(meeting, people, days=2)

    assert len(before) == 3
    assert set(Decision.objects.values_list("pk", "outcome_id")) == before


def two(people: People) -> tuple[Decision, Decision]:
    decide(people, "Ouvrir le compte", "Fermer le compte")
    return registered("Ouvrir le compte"), registered("Fermer le compte")


def test_a_decision_is_replaced_once_for_good(people: People) -> None:
    old, new = two(people)
    client = Client()
    client.force_login(people.rapporteur)
    url = reverse("minutes:decision_replace", args=[old.uuid])

    answer = client.post(url, {"by_decision": str(new.uuid), "note": "Le compte a changé de banque"})

    assert answer.status_code == 302
    replacement = DecisionReplacement.objects.get()
    assert (replacement.decision, replacement.by_decision, replacement.author) == (old, new, people.rapporteur)
    assert "Le compte a changé de banque" in shown(people.member)
    assert client.get(url).status_code == 403
    with pytest.raises(DecisionRefused, match="déjà remplacée"):
        replace_decision(decision=old, by_decision=new)
    with pytest.raises(DecisionRefused, match="n’est plus en vigueur"):
        replace_decision(decision=new, by_decision=old)
    for change in (lambda: DecisionReplacement.objects.update(note=""), DecisionReplacement.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_replaces_must_be_another_later_decision_of_the_cluster(people: People) -> None:
    old, new = two(people)
    Decision.objects.filter(pk=new.pk).update(taken_on=old.taken_on - timedelta(days=1))
    new.refresh_from_db()

    with pytest.raises(DecisionRefused, match="plus ancienne"):
        replace_decision(decision=old, by_decision=new)
    with pytest.raises(DecisionRefused, match="autre décision"):
        replace_decision(decision=old, by_decision=old)
    Decision.objects.filter(pk=new.pk).update(cluster=people.other_cluster)
    new.refresh_from_db()
    with pytest.raises(DecisionRefused, match="même cluster"):
        replace_decision(decision=old, by_decision=new)


def test_a_replacement_that_is_restricted_tells_members_nothing_of_it(people: People) -> None:
    old = two(people)[0]
    hidden = registered("secretconclu")
    replace_decision(decision=old, by_decision=hidden, note="secretmotif")

    page = shown(people.member)

    assert "Remplacée" in page
    assert "secret" not in page
    assert "secretmotif" in shown(people.coordinator)


def test_the_register_is_filtered_by_words_state_cluster_and_period(people: People) -> None:
    old, new = two(people)
    replace_decision(decision=old, by_decision=new)

    def found(**query: str) -> set[str]:
        page = shown(people.member, **query)
        return {text for text in ("Ouvrir le compte", "Fermer le compte") if text in page}

    both = {"Ouvrir le compte", "Fermer le compte"}
    assert found(q="comptes fermés") == {"Fermer le compte"}
    assert found(q="contingence") == found() == both
    assert found(state="en-vigueur") == {"Fermer le compte"}
    assert found(state="remplacees") == {"Ouvrir le compte"}
    assert found(cluster=str(people.cluster.uuid), since="2016-11-15", until="2016-11-15") == both
    assert found(until="2016-11-14") == found(q="inexistant") == set()


def test_members_do_not_replace(people: People) -> None:
    old, new = two(people)
    url = reverse("minutes:decision_replace", args=[old.uuid])
    for user, status in ((people.member, 403), (people.stranger, 404), (people.observer, 404)):
        client = Client()
        client.force_login(user)
        assert client.post(url, {"by_decision": str(new.uuid)}).status_code == status
    assert not DecisionReplacement.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_register(people: People, count: int) -> None:
    decide(people, *(f"Décider {number}" for number in range(count)))
    client = Client()
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("minutes:decision_list"))

    assert len(asked) == 6
