"""Whatever people do, in whatever order, at whatever moment: what holds of every record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.errors import MeetingNotEditable
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item
from minutes.content import Content
from minutes.enums import MinutesState, VersionKind
from minutes.errors import MinutesError
from minutes.models import Approval, MinutesFile, MinutesVersion, Remark, Reservation, Signature
from minutes.render import Rendered
from minutes.selectors.approvals import objections_to_settle
from minutes.selectors.record import adopted_version, changes_since, live_content
from minutes.services import signature
from minutes.services.approvals import Reserved, adopt_in_session, postpone_approval
from minutes.services.errata import give_up_correction, open_correction
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes, ensure_minutes
from minutes.services.remarks import add_remark, answer_remark
from minutes.services.review import send_to_review
from minutes.services.tacit import adopt_tacitly
from tests.factories import People
from tests.minutes.factories import ADOPTED_AT, make_approval_item, make_held_meeting, sign

pytestmark = pytest.mark.django_db

REFUSED = (MinutesError, MeetingNotEditable)


def some_pdf(*_: Any, **__: Any) -> Rendered:
    """Rendering and signing have tests of their own: here the bytes need only differ."""
    return Rendered(pdf=uuid4().bytes, anchors={})


@dataclass
class Life:
    """One record, what happens to it, and what was ever sealed."""

    meeting: Meeting
    people: People
    days: int = 0
    sealed: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def now(self) -> Any:
        return ADOPTED_AT + timedelta(days=self.days)

    def do(self, step: str) -> None:
        self.days += 3
        try:
            with transaction.atomic():
                STEPS[step](self)
        except REFUSED:
            return

    def told(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "by": self.people.coordinator, "at": self.now}

    def object(self) -> None:
        minutes = ensure_minutes(meeting=self.meeting)
        add_remark(minutes=minutes, passage="Point 1", kind="objection", text="Non.", by=self.people.member)

    def answer(self) -> None:
        remark = Remark.objects.filter(answered_at=None).first()
        if remark:
            answer_remark(remark=remark, answer="answered", note="Si.", by=self.people.rapporteur)

    def adopt(self) -> None:
        minutes = ensure_minutes(meeting=self.meeting)
        latest = minutes.versions.last()
        seen = changes_since(latest, live_content(minutes, latest)).seen if latest else ""
        adopt_minutes(**self.told(), seen=seen, render=some_pdf)

    def adopt_in_session(self, *, reserving: bool) -> None:
        """At the next meeting. Reserving, every open objection becomes a reservation."""
        minutes = ensure_minutes(meeting=self.meeting)
        latest = minutes.versions.last()
        seen = changes_since(latest, live_content(minutes, latest)).seen if latest else ""
        reserved = [Reserved.from_objection(one) for one in objections_to_settle(minutes)] if reserving else []
        told = {"by": self.people.coordinator, "at": self.now, "seen": seen, "render": some_pdf}
        adopt_in_session(item=self.item(), minutes=minutes, reserved=reserved, **told)

    def postpone(self) -> None:
        minutes = ensure_minutes(meeting=self.meeting)
        postpone_approval(item=self.item(), minutes=minutes, reason="", by=self.people.coordinator, at=self.now)

    def item(self) -> AgendaItem:
        known = AgendaItem.objects.filter(kind="approval", meeting__starts_at__gt=self.meeting.starts_at).first()
        return known or make_approval_item(self.people)

    def sign(self, role: str) -> None:
        version = adopted_version(ensure_minutes(meeting=self.meeting))
        if version:
            sign(version, self.people, role, self.now)

    def sign_the_first_sealed(self) -> None:
        version = MinutesVersion.objects.filter(kind=VersionKind.ADOPTED).first()
        if version:
            sign(version, self.people, "rapporteur", self.now)


STEPS: dict[str, Callable[[Life], object]] = {
    "circulate": lambda life: circulate_minutes(**life.told()),
    "review": lambda life: send_to_review(**life.told()),
    "back": lambda life: back_to_draft(**life.told(), reason="Chiffre faux"),
    "write": lambda life: add_item(meeting=life.meeting, title=f"Point {life.days}", kind="discussion"),
    "adopt": Life.adopt,
    "adopt in session": lambda life: life.adopt_in_session(reserving=False),
    "adopt with reservations": lambda life: life.adopt_in_session(reserving=True),
    "postpone": Life.postpone,
    "clock": lambda life: adopt_tacitly(at=life.now, render=some_pdf),
    "rapporteur signs": lambda life: life.sign("rapporteur"),
    "chair signs": lambda life: life.sign("chair"),
    "rapporteur signs the first": Life.sign_the_first_sealed,
    "correct": lambda life: open_correction(**life.told(), reason="Chiffre faux"),
    "object": Life.object,
    "answer": Life.answer,
    "give up": lambda life: give_up_correction(meeting=life.meeting, by=life.people.coordinator, at=life.now),
}


def check(life: Life) -> None:
    minutes = ensure_minutes(meeting=Meeting.objects.get(pk=life.meeting.pk))
    versions = list(minutes.versions.all())
    sealed = [version for version in versions if version.is_sealed]
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert [version.kind for version in sealed] == ["adopted", *["erratum"] * (len(sealed) - 1)][: len(sealed)]
    assert bool(sealed) == (minutes.state in ("adopted", "signed", "correcting")) == bool(minutes.meeting.adopted_at)
    assert minutes.meeting.is_editable == (minutes.state not in (MinutesState.ADOPTED, MinutesState.SIGNED))
    for version in sealed:
        life.sealed.setdefault(version.number, (version.content, version.files.earliest("pk").sha256))
    assert {one.number: (one.content, one.files.earliest("pk").sha256) for one in sealed} == life.sealed
    assert not (sealed and Remark.objects.filter(answered_at=None).exists())
    check_approvals(minutes, sealed)
    check_signatures(minutes, sealed)


def check_approvals(minutes: Any, sealed: list[MinutesVersion]) -> None:
    """Adopted expressly once at most; then every sealed version says by which meeting, and what was reserved."""
    adopting = Approval.objects.exclude(verdict="postponed")
    assert [each.version for each in adopting] in ([], sealed[:1])
    reserved = [each.text for each in Reservation.objects.order_by("pk")]
    assert Remark.objects.filter(answer="reserved").count() == len(reserved)
    for version in sealed:
        adoption = Content.from_json(version.content).adoption
        assert [each.text for each in adoption.reservations] == reserved if adoption else not adopting


def check_signatures(minutes: Any, sealed: list[MinutesVersion]) -> None:
    assert not Signature.objects.exclude(version__in=sealed).exists()
    assert not MinutesFile.objects.exclude(version__in=sealed).exists()
    for version in sealed:
        roles = [each.role for each in version.signatures.order_by("pk")]
        assert roles == ["rapporteur", "chair"][: len(roles)]
    if minutes.state in (MinutesState.ADOPTED, MinutesState.SIGNED):
        assert (sealed[-1].signatures.count() == 2) == (minutes.state == MinutesState.SIGNED)


@settings(max_examples=30)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=4, max_size=14))
def test_no_path_breaks_the_life_of_a_record(people: People, steps: list[str]) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(signature, "_signed", lambda *_: uuid4().bytes)
        patched.setattr(signature, "check_password", lambda *_: None)
        life = Life(make_held_meeting(people), people)
        for step in steps:
            life.do(step)
            check(life)
        transaction.set_rollback(True)


def test_whole_life_goes_through(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the walk above is known to reach what it guards."""
    monkeypatch.setattr(signature, "_signed", lambda *_: uuid4().bytes)
    life = Life(make_held_meeting(people), people)
    round_of_signatures = ["rapporteur signs", "chair signs"]
    correction = ["correct", "rapporteur signs the first", "write", "give up", "adopt", *round_of_signatures]
    circulation = ["review", "circulate", "write", "clock", *["circulate"] * 2, "object", "adopt", "answer", "adopt"]
    for step in [*circulation, *round_of_signatures, *correction]:
        life.do(step)
        check(life)
    minutes = ensure_minutes(meeting=life.meeting)
    assert minutes.state == MinutesState.SIGNED
    assert [version.kind for version in minutes.versions.all()] == [*["circulated"] * 3, "adopted", "erratum"]
    assert Signature.objects.count() == 4


def test_life_with_an_express_adoption_goes_through(people: People) -> None:
    life = Life(make_held_meeting(people), people)
    for step in ["circulate", "object", "adopt in session", "postpone", "adopt with reservations", "adopt in session"]:
        life.do(step)
        check(life)
    assert [each.verdict for each in Approval.objects.all()] == ["postponed", "reserved"]
    assert [each.text for each in Reservation.objects.all()] == ["Non."]
