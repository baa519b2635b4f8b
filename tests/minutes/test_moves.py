"""The check before each move: what is odd asks for a tick, what blocks leads to the place where it is put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import MeetingRole
from meetings.services.attendance import add_attendance
from minutes.enums import MinutesState
from minutes.models import Minutes
from minutes.selectors import moves
from minutes.services.errata import open_correction
from minutes.services.record import back_to_draft, circulate_minutes, ensure_minutes
from minutes.services.remarks import add_remark, answer_remark
from minutes.services.signers import refuse_to_sign
from tests.factories import PASSWORD, make_person
from tests.minutes.factories import make_adopted, make_item

pytestmark = pytest.mark.django_db


def said(checks, *words: str) -> list[tuple[bool, str]]:
    """Of the checks with one of these words: whether they block, and where they lead."""
    return [(one.is_blocking, one.url) for one in checks if any(word in one.text for word in words)]


@pytest.fixture
def minutes(circulated):
    return ensure_minutes(meeting=circulated)


def page(meeting, name, **more):
    return reverse(f"minutes:{name}", kwargs={"uuid": meeting.uuid, **more})


def test_review_wants_the_sitting_closed_and_a_reviewer_named(held):
    minutes = ensure_minutes(meeting=held)
    roles = reverse("meetings:meeting_roles", args=[held.uuid])
    assert said(moves.before_review(minutes), "Revu par") == [(False, roles)]
    MeetingRole.objects.filter(meeting=held).delete()
    held.state = "open"
    minutes.meeting = held
    checks = moves.before_review(minutes)
    assert [one.text for one in checks if one.is_blocking] == ["La séance n’est pas levée."]
    assert said(checks, "rapporteur")[0][0] is False, "it blocks the circulation, not somebody's reading"


def test_circulating_again_tells_what_waits_and_what_did_not_change(circulated, minutes, people):
    remark = add_remark(minutes=minutes, passage="Point 1", kind="objection", text="Non.", by=people.member)
    checks = moves.before_circulation(minutes)
    answer = page(circulated, "remark_answer", remark_uuid=remark.uuid)
    assert said(checks, "sans réponse") == [(False, answer)]
    assert said(checks, "exactement") == [(False, page(circulated, "room"))]
    make_item(circulated, "Oubli")
    assert said(moves.before_circulation(minutes), "exactement") == []


def test_those_whom_no_mail_reaches_are_counted(held, people):
    minutes = ensure_minutes(meeting=held)
    assert said(moves.before_circulation(minutes), "adresse connue") == []
    add_attendance(meeting=held, person=make_person("Sans Adresse", people.partner))
    attendance = reverse("meetings:attendance", args=[held.uuid])
    assert said(moves.before_circulation(minutes), "adresse connue") == [(False, attendance)]


def test_adoption_against_an_objection_is_blocked_with_a_link(circulated, minutes, people):
    objection, remark = (
        add_remark(minutes=minutes, passage="Point 1", kind=kind, text="Non.", by=people.member)
        for kind in ("objection", "remark")
    )
    checks = moves.before_adoption(minutes, moves.changes_to_adopt(minutes))
    assert said(checks, "sans réponse") == [
        (True, page(circulated, "remark_answer", remark_uuid=objection.uuid)),
        (False, page(circulated, "remark_answer", remark_uuid=remark.uuid)),
    ]
    in_session = moves.before_adoption(minutes, moves.changes_to_adopt(minutes), in_session=True)
    assert [blocks for blocks, _ in said(in_session, "sans réponse")] == [False]


def test_remark_accepted_without_a_change_is_asked_about(circulated, minutes, people):
    remark = add_remark(minutes=minutes, passage="Point 2", kind="remark", text="Neuf.", by=people.member)
    answer_remark(remark=remark, answer="accepted", note="C’est neuf.", by=people.rapporteur)
    checks = moves.before_adoption(minutes, moves.changes_to_adopt(minutes))
    assert said(checks, "n’a pas changé") == [(False, page(circulated, "room"))]
    make_item(circulated, "Oubli")
    assert said(moves.before_adoption(minutes, moves.changes_to_adopt(minutes)), "n’a pas changé") == []
    circulate_minutes(meeting=circulated, by=people.coordinator)
    assert said(moves.before_adoption(minutes, moves.changes_to_adopt(minutes)), "n’a pas changé") == []


def test_adopting_or_taking_back_before_the_date_asks(held, people):
    circulate_minutes(meeting=held, by=people.coordinator, comments_until=timezone.localdate() + timedelta(days=3))
    minutes = ensure_minutes(meeting=held)
    record = page(held, "record")
    assert said(moves.before_adoption(minutes, moves.changes_to_adopt(minutes)), "attendues") == [(False, record)]
    assert said(moves.before_draft(minutes), "attendues") == [(False, record)]
    back_to_draft(meeting=held, reason="Chiffre faux", by=people.coordinator)
    assert moves.before_draft(ensure_minutes(meeting=held)) == []


def test_erratum_without_a_correction_is_blocked(people):
    version = make_adopted(people)
    minutes, meeting = version.minutes, version.minutes.meeting
    assert said(moves.before_correction(minutes), "pas encore signée") == [(False, page(meeting, "record"))]
    open_correction(meeting=meeting, reason="Chiffre faux", by=people.coordinator)
    minutes = ensure_minutes(meeting=meeting)
    checks = moves.before_adoption(minutes, moves.changes_to_adopt(minutes))
    assert said(checks, "rien à corriger") == [(True, page(meeting, "room"))]


def test_chair_who_signs_is_told_that_the_rapporteur_refused(client, people):
    version = make_adopted(people)
    refuse_to_sign(version=version, role="rapporteur", user=people.rapporteur, reason="Un chiffre est faux.")
    meeting = version.minutes.meeting
    address = page(meeting, "minutes_sign", role="chair")
    client.force_login(people.coordinator)
    told = f'<a href="{page(meeting, "record")}">Bakary Rapporteur (rapporteur) a refusé de signer.</a>'
    assert told in client.get(address).content.decode()
    answer = client.post(address, {"password": PASSWORD})
    assert "confirmed" in answer.context["form"].errors
    assert not version.signatures.exists()
    assert client.post(address, {"password": PASSWORD, "confirmed": "on"}).status_code == 302
    assert version.signatures.get().role == "chair"


@pytest.mark.parametrize("name", ["minutes_adopt", "minutes_circulate"])
def test_what_is_odd_asks_for_a_tick(client, circulated, minutes, people, name):
    add_remark(minutes=minutes, passage="Point 1", kind="remark", text="Bien.", by=people.member)
    client.force_login(people.coordinator)
    until = timezone.localdate() + timedelta(days=7)
    sent = {"comments_until": until, "seen": moves.changes_to_adopt(minutes).seen}
    answer = client.post(page(circulated, name), sent)
    assert "confirmed" in answer.context["form"].errors
    assert "Remarque de Kadi Membre sans réponse" in answer.content.decode()
    assert Minutes.objects.get().state == MinutesState.CIRCULATED
    assert Minutes.objects.get().versions.count() == 1
