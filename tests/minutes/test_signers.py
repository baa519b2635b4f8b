"""Who signs, in which order, and what happens when somebody does not: another signer, a refusal, a reminder."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from post_office.models import Email

from meetings.services.roles import add_meeting_role
from minutes.enums import MinutesState, SignatureRole
from minutes.errors import CirculationBlocked, SignatureRefused
from minutes.models import MinutesVersion, Signature, SigningEvent, SigningPolicy
from minutes.render import Rendered
from minutes.selectors.awaited import signatures_awaited_from
from minutes.selectors.signers import signing_plan
from minutes.services import signature
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.reminders import remind_late_signers, remind_signers
from minutes.services.signature import sign_minutes
from minutes.services.signers import refuse_to_sign, replace_signer, save_signing_policy, waive_signature
from participants.models import Person, User
from participants.services.ledger import claim_reminder_of_the_day
from tests.factories import PASSWORD, People
from tests.meetings.factories import NOVEMBER_15
from tests.minutes.factories import ADOPTED_AT, make_held_meeting, sign

pytestmark = pytest.mark.django_db

LATER = ADOPTED_AT + timedelta(hours=1)
REASON = "Le chiffre du point 1 est faux."


@pytest.fixture(autouse=True)
def some_bytes(monkeypatch):
    """Rendering and signing have tests of their own: here the bytes need only differ."""
    monkeypatch.setattr(signature, "_signed", lambda *_, **__: uuid4().bytes)


def adopted_with(people: People, **policy) -> MinutesVersion:
    """By the cluster's usual rule, unless something is said of it."""
    if policy:
        save_signing_policy(cluster=people.cluster, **policy)
    meeting = make_held_meeting(people)
    add_meeting_role(meeting=meeting, kind="reviewer", person=people.focal_point.person)
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    some_pdf = Rendered(pdf=uuid4().bytes, anchors={})
    return adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=lambda *_, **__: some_pdf)


def by(version, user, role, **options):
    return sign_minutes(version=version, role=role, user=user, password=PASSWORD, **options)


def turns(version) -> list[str]:
    return list(signing_plan(version).turns)


def refuse(version, people, role="rapporteur", reason=REASON, at=LATER):
    user = {"rapporteur": people.rapporteur, "chair": people.coordinator}[role]
    return refuse_to_sign(version=version, role=role, user=user, reason=reason, at=at)


# --- The cluster's rule -----------------------------------------------------------------------------------------------


def test_rapporteur_then_chair_sign_where_nothing_is_said(people):
    version = adopted_with(people)
    assert [place.role for place in signing_plan(version).places] == ["rapporteur", "chair"]
    assert turns(version) == ["rapporteur"]


def test_four_sign_in_the_order_of_print(people):
    version = adopted_with(people, by_reviewer=True, by_seal=True)
    signers = {
        "rapporteur": people.rapporteur,
        "reviewer": people.focal_point,
        "chair": people.coordinator,
        "seal": people.coordinator,
    }
    for role, user in signers.items():
        assert turns(version) == [role]
        by(version, user, role)
    assert version.minutes.state == MinutesState.SIGNED
    assert [one.role for one in version.signatures.order_by("pk")] == list(signers)


def test_any_order_goes_where_the_cluster_wants_none(people):
    version = adopted_with(people, by_reviewer=True, in_order=False)
    assert turns(version) == ["rapporteur", "reviewer", "chair"]
    for role, user in (("chair", people.coordinator), ("rapporteur", people.rapporteur)):
        by(version, user, role)
    assert turns(version) == ["reviewer"]
    assert version.minutes.state == MinutesState.ADOPTED
    with pytest.raises(SignatureRefused, match="déjà signé"):
        by(version, people.coordinator, "chair")
    by(version, people.focal_point, "reviewer")
    assert version.minutes.state == MinutesState.SIGNED


def test_rule_is_that_of_the_day_of_adoption(people):
    version = adopted_with(people)
    save_signing_policy(cluster=people.cluster, by_chair=False, by_seal=True, in_order=False)
    assert [place.role for place in signing_plan(version).places] == ["rapporteur", "chair"]
    with pytest.raises(SignatureRefused, match="Vous ne signez pas"):
        by(version, people.coordinator, "seal")


def test_seal_names_who_applied_it_and_bears_the_certificate_of_the_cluster(people):
    version = adopted_with(people, by_rapporteur=False, by_chair=False, by_seal=True)
    sealed = by(version, people.coordinator, "seal")
    assert (sealed.signer_name, sealed.stands_for) == ("Awa Coordination", "Cluster Relèvement")
    identity = people.cluster.signing_identities.get()
    assert sealed.fingerprint == identity.fingerprint
    assert version.minutes.state == MinutesState.SIGNED


@pytest.mark.parametrize("who", ["rapporteur", "member", "stranger", "admin"])
def test_only_a_coordinator_applies_the_seal(people, who):
    version = adopted_with(people, by_seal=True, in_order=False)
    with pytest.raises(SignatureRefused, match="Vous ne signez pas"):
        by(version, getattr(people, who), "seal")
    assert not Signature.objects.exists()


def test_nothing_is_circulated_that_nobody_would_sign(people):
    save_signing_policy(cluster=people.cluster, by_rapporteur=False, by_chair=False, by_reviewer=True)
    with pytest.raises(CirculationBlocked, match="relecteur"):
        circulate_minutes(meeting=make_held_meeting(people), by=people.coordinator)


def test_rule_asks_somebody(people):
    nobody = dict.fromkeys(("by_rapporteur", "by_reviewer", "by_chair", "by_seal"), False)
    with pytest.raises(DatabaseError), transaction.atomic():
        save_signing_policy(cluster=people.cluster, **nobody)


def test_coordinator_sets_the_rule_on_its_page(client, people):
    client.force_login(people.coordinator)
    url = reverse("minutes:signing_policy", args=[people.cluster.uuid])
    refused = client.post(url, {"remind_after_days": "5"}).content.decode()
    assert "Choisissez au moins un signataire." in refused
    assert 'value="5"' in refused
    client.post(url, {"by_chair": "on", "by_seal": "on", "remind_after_days": "5"})
    policy = SigningPolicy.objects.get()
    assert (policy.roles, policy.in_order, policy.remind_after_days) == (["chair", "seal"], False, 5)


# --- Another signer ---------------------------------------------------------------------------------------------------


def replaced(version, people, role="chair", person=None, **options):
    options = {"reason": "En congé", "by": people.rapporteur, "at": LATER} | options
    return replace_signer(minutes=version.minutes, role=role, person=person or people.member.person, **options)


def test_another_signs_in_the_place_of_who_is_named(people):
    version = adopted_with(people, in_order=False)
    replaced(version, people)
    with pytest.raises(SignatureRefused, match="Vous ne signez pas"):
        sign(version, people, "chair")
    signed = by(version, people.member, "chair")
    assert (signed.signer_name, signed.stands_for) == ("Kadi Membre", "Awa Coordination")


def test_who_is_replaced_before_adoption_is_not_in_the_document(people):
    meeting = make_held_meeting(people)
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    replace_signer(
        minutes=meeting.minutes, role="chair", person=people.member.person, reason="Parti", by=people.coordinator
    )
    some_pdf = Rendered(pdf=uuid4().bytes, anchors={})
    version = adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=lambda *_, **__: some_pdf)
    sign(version, people, "rapporteur")
    signed = by(version, people.member, "chair")
    assert [place.line.name for place in signing_plan(version).places] == ["Bakary Rapporteur", "Kadi Membre"]
    assert signed.stands_for == ""


@pytest.mark.parametrize(
    ("who", "options", "why"),
    [
        ("coordinator", {}, "signe déjà"),
        ("member", {"reason": " "}, "Dites pourquoi"),
        ("member", {"role": "seal"}, "ne change plus de main"),
        ("member", {"role": "reviewer"}, "n’attend pas"),
        ("stranger", {}, "ne lit pas"),
        ("observer", {}, "ne lit pas"),
    ],
)
def test_replacement_that_makes_no_sense_is_refused(people, who, options, why):
    version = adopted_with(people)
    with pytest.raises(SignatureRefused, match=why):
        replaced(version, people, person=getattr(people, who).person, **options)
    assert not SigningEvent.objects.exists()


def test_person_without_account_is_not_asked(people):
    version = adopted_with(people)
    User.objects.filter(pk=people.member.pk).update(is_active=False)
    person = Person.objects.get(pk=people.member.person_id)
    with pytest.raises(SignatureRefused, match="n’a pas de compte"):
        replaced(version, people, person=person)


def test_what_is_signed_changes_hands_no_more(people):
    version = adopted_with(people)
    sign(version, people, "rapporteur")
    with pytest.raises(SignatureRefused, match="n’attend pas"):
        replaced(version, people, role="rapporteur")
    sign(version, people, "chair")
    with pytest.raises(SignatureRefused, match="ne change plus de main"):
        replaced(version, people)


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_refusal_is_kept_with_its_reason_and_told_to_the_coordinator(people):
    version = adopted_with(people)
    before = Email.objects.count()
    event = refuse(version, people)
    assert (event.name, event.reason, event.version) == ("Bakary Rapporteur", REASON, version)
    told = Email.objects.order_by("pk")[before:]
    assert [mail.to for mail in told] == [[people.coordinator.email]]
    assert [mail.subject.partition(" :")[0] for mail in told] == ["Signature refusée"]
    assert all(REASON not in mail.message for mail in told)
    assert version.minutes.state == MinutesState.ADOPTED


def test_who_refused_does_not_sign_and_does_not_hold_up_the_others(people):
    version = adopted_with(people)
    refuse(version, people)
    assert turns(version) == ["chair"]
    with pytest.raises(SignatureRefused, match="a été refusée"):
        sign(version, people, "rapporteur")
    sign(version, people, "chair")
    assert (turns(version), version.minutes.state) == ([], MinutesState.ADOPTED)


def test_refusal_is_answered_by_another_signer(people):
    version = adopted_with(people)
    refuse(version, people)
    replaced(version, people, role="rapporteur", at=LATER + timedelta(hours=1))
    by(version, people.member, "rapporteur")
    sign(version, people, "chair")
    assert version.minutes.state == MinutesState.SIGNED


def test_who_refused_may_be_asked_again(people):
    version = adopted_with(people)
    refuse(version, people)
    asked_again = {"person": people.rapporteur.person, "reason": "Le chiffre est juste."}
    replaced(version, people, role="rapporteur", at=LATER + timedelta(hours=1), **asked_again)
    assert sign(version, people, "rapporteur").stands_for == ""


def test_record_is_held_for_signed_by_the_others_on_purpose(people):
    version = adopted_with(people)
    refuse(version, people)
    waive = {"version": version, "role": "rapporteur", "by": people.coordinator, "reason": "Le chiffre est juste."}
    with pytest.raises(SignatureRefused, match="Personne n’a encore signé"):
        waive_signature(**waive)
    sign(version, people, "chair")
    waive_signature(**waive, at=LATER + timedelta(hours=1))
    assert version.minutes.state == MinutesState.SIGNED
    assert version.minutes.events.last().reason == "Le chiffre est juste."
    with pytest.raises(SignatureRefused, match="n’est plus attendue"):
        waive_signature(**waive)


@pytest.mark.parametrize(("role", "who"), [("chair", "coordinator"), ("rapporteur", "rapporteur")])
def test_only_the_coordinator_does_without_a_signature_and_only_without_a_refused_one(people, role, who):
    version = adopted_with(people, in_order=False)
    refuse(version, people)
    with pytest.raises(SignatureRefused, match="qui a été refusée"):
        waive_signature(version=version, role=role, by=getattr(people, who), reason="Pressé")


@pytest.mark.parametrize(
    ("who", "role", "reason", "why"),
    [
        ("rapporteur", "rapporteur", "  ", "Dites pourquoi"),
        ("member", "rapporteur", REASON, "pas attendue de vous"),
        ("coordinator", "seal", REASON, "pas attendue de vous"),
        ("focal_point", "reviewer", REASON, "n’est plus attendue"),
    ],
)
def test_refusal_that_is_not_ones_own_is_refused(people, who, role, reason, why):
    version = adopted_with(people, by_seal=True)
    with pytest.raises(SignatureRefused, match=why):
        refuse_to_sign(version=version, role=role, user=getattr(people, who), reason=reason)
    assert not SigningEvent.objects.exists()


def test_nobody_refuses_twice_nor_after_signing(people):
    version = adopted_with(people)
    refuse(version, people, "chair")
    with pytest.raises(SignatureRefused, match="déjà refusée"):
        refuse(version, people, "chair")
    sign(version, people, "rapporteur")
    with pytest.raises(SignatureRefused, match="n’est plus attendue"):
        refuse(version, people)


def test_database_refuses_to_change_what_happened(people):
    refuse(adopted_with(people), people)
    for statement in ("UPDATE minutes_signingevent SET reason = 'x'", "DELETE FROM minutes_signingevent"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_members_read_on_the_record_why_somebody_does_not_sign(client, people):
    version = adopted_with(people)
    refuse(version, people)
    url = reverse("minutes:record", args=[version.minutes.meeting.uuid])
    shown = {}
    for who in ("coordinator", "member", "observer"):
        client.force_login(getattr(people, who))
        shown[who] = client.get(url).content.decode()
    assert all("Signature refusée" in page for page in shown.values())
    assert [who for who, page in shown.items() if REASON in page] == ["coordinator", "member"]
    assert [who for who, page in shown.items() if "/signataires/rapporteur/" in page] == ["coordinator"]


def test_refusing_on_the_page_keeps_what_was_typed(client, people):
    version = adopted_with(people)
    client.force_login(people.rapporteur)
    url = reverse("minutes:minutes_refuse", args=[version.minutes.meeting.uuid, "rapporteur"])
    typed = "Trop long. " * 40
    assert typed.strip() in client.post(url, {"reason": typed}).content.decode()
    assert not SigningEvent.objects.exists()
    assert client.post(url, {"reason": REASON}).status_code == 302
    assert SigningEvent.objects.get().reason == REASON


# --- Reminders --------------------------------------------------------------------------------------------------------


def reminded() -> list[list[str]]:
    return [mail.to for mail in Email.objects.order_by("pk") if mail.subject.startswith("Compte rendu à signer")]


def test_coordination_reminds_those_whose_turn_it_is_once_a_day(people):
    version = adopted_with(people)
    assert remind_signers(minutes=version.minutes, at=LATER) == 1
    with pytest.raises(SignatureRefused, match="déjà parti aujourd’hui"):
        remind_signers(minutes=version.minutes, at=LATER + timedelta(minutes=5))
    remind_signers(minutes=version.minutes, at=LATER + timedelta(days=1))
    assert reminded() == [[people.rapporteur.email]] * 2


def test_seal_is_awaited_from_the_coordinators(people):
    version = adopted_with(people, by_rapporteur=False, by_chair=False, by_seal=True)
    remind_signers(minutes=version.minutes, at=LATER)
    assert reminded() == [[people.coordinator.email]]


def after(days, **more):
    """How many reminders of each record leave that many days after the adoption, a Wednesday."""
    return [one.count for one in remind_late_signers(at=ADOPTED_AT + timedelta(days=days, **more))]


def test_clock_reminds_after_so_many_days_and_catches_up_without_a_storm(people):
    version = adopted_with(people, remind_after_days=3)
    assert [after(2), after(10), after(11)] == [[], [], []]  # too early, a Saturday, a Sunday
    assert [after(12), after(12, hours=1), after(14), after(15)] == [[1], [], [], [1]]
    sign(version, people, "rapporteur", ADOPTED_AT + timedelta(days=16))
    assert [after(18), after(20)] == [[], [1]]
    assert reminded() == [[people.rapporteur.email], [people.rapporteur.email], [people.coordinator.email]]


def test_clock_sends_one_reminder_a_day_to_one_person_of_whatever_kind(people):
    adopted_with(people, remind_after_days=3)
    assert claim_reminder_of_the_day(people.rapporteur.email.upper(), on=(ADOPTED_AT + timedelta(days=12)).date())
    assert [after(12), after(13)] == [[], [1]]


def test_clock_reminds_nobody_where_the_cluster_wants_none(people):
    adopted_with(people, remind_after_days=0)
    assert remind_late_signers(at=ADOPTED_AT + timedelta(days=90)) == []


def test_clock_command_says_what_it_reminded_and_may_run_twice(people):
    adopted_with(people)
    said = StringIO()
    with time_machine.travel(ADOPTED_AT + timedelta(days=13), tick=False):
        for _ in range(2):
            call_command("clock", stdout=said)
    assert said.getvalue().count("1\xa0rappel de signature") == 1


def test_refused_or_signed_is_not_reminded(people):
    version = adopted_with(people)
    refuse(version, people)
    sign(version, people, "chair")
    with pytest.raises(SignatureRefused, match="Aucune signature n’est attendue"):
        remind_signers(minutes=version.minutes)
    assert remind_late_signers(at=ADOPTED_AT + timedelta(days=90)) == []


# --- The first page ---------------------------------------------------------------------------------------------------


def awaited(user: User) -> list[SignatureRole]:
    return [one.role for one in signatures_awaited_from(User.objects.get(pk=user.pk))]


def test_first_page_follows_the_plan(people):
    version = adopted_with(people, by_seal=True, in_order=False)
    everyone = people.rapporteur, people.coordinator, people.member
    assert [awaited(user) for user in everyone] == [["rapporteur"], ["chair", "seal"], []]
    replaced(version, people)
    assert [awaited(user) for user in everyone] == [["rapporteur"], ["seal"], ["chair"]]
    refuse(version, people)
    assert [awaited(user) for user in everyone] == [[], ["seal"], ["chair"]]


@pytest.mark.parametrize("count", [1, 3])
def test_first_page_asks_the_same_queries_for_one_as_for_three(people, django_assert_num_queries, count):
    for _ in range(count):
        adopted_with(people)
    user = User.objects.get(pk=people.rapporteur.pk)
    assert user.clusters_coordinated == frozenset()
    with django_assert_num_queries(5):
        assert len(signatures_awaited_from(user)) == count
