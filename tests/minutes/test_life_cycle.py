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
from minutes.enums import Edition, MinutesState, VersionKind
from minutes.errors import MinutesError, MoveRefused
from minutes.models import Approval, MinutesFile, MinutesVersion, Publication, Remark, Reservation, Signature
from minutes.render import Rendered
from minutes.selectors.approvals import objections_to_settle
from minutes.selectors.record import adopted_version, changes_since, live_content
from minutes.selectors.signers import signing_plan
from minutes.services import publications, signature
from minutes.services.approvals import Reserved, adopt_in_session, postpone_approval
from minutes.services.errata import give_up_correction, open_correction
from minutes.services.publications import publish_edition, withdraw_publication
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes, ensure_minutes
from minutes.services.remarks import add_remark, answer_remark
from minutes.services.reminders import remind_late_signers
from minutes.services.review import send_to_review
from minutes.services.signature import sign_minutes
from minutes.services.signers import refuse_to_sign, replace_signer, save_signing_policy, waive_signature
from minutes.services.tacit import adopt_tacitly
from tests.factories import PASSWORD, People
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
    published: dict[int, str] = field(default_factory=dict)

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

    @property
    def in_force(self) -> MinutesVersion:
        version = adopted_version(ensure_minutes(meeting=self.meeting))
        if version is None:
            raise MoveRefused("Rien n’est adopté.")
        return version

    def sign(self, role: str) -> None:
        sign(self.in_force, self.people, role, self.now)

    def sign_as(self, who: str, role: str) -> None:
        user = getattr(self.people, who)
        sign_minutes(version=self.in_force, role=role, user=user, password=PASSWORD, at=self.now)

    def refuse(self, role: str, who: str) -> None:
        user = getattr(self.people, who)
        refuse_to_sign(version=self.in_force, role=role, user=user, reason="Chiffre faux", at=self.now)

    def replace(self, role: str, who: str) -> None:
        minutes = ensure_minutes(meeting=self.meeting)
        told = {"reason": "Absence", "by": self.people.coordinator, "at": self.now}
        replace_signer(minutes=minutes, role=role, person=getattr(self.people, who).person, **told)

    def waive(self, role: str) -> None:
        by = self.people.coordinator
        waive_signature(version=self.in_force, role=role, by=by, reason="Chiffre juste", at=self.now)

    def choose(self, **policy: bool) -> None:
        usual = {"by_rapporteur": True, "by_chair": True, "by_reviewer": False, "by_seal": False, "in_order": True}
        save_signing_policy(cluster=self.people.cluster, **usual | policy)

    def publish(self) -> None:
        by = self.people.coordinator
        publish_edition(version=self.in_force, by=by, password=PASSWORD, at=self.now, render=some_pdf)

    def publish_the_first_sealed(self) -> None:
        version = MinutesVersion.objects.filter(kind=VersionKind.ADOPTED).first()
        if version:
            by = self.people.coordinator
            publish_edition(version=version, by=by, password=PASSWORD, at=self.now, render=some_pdf)

    def withdraw(self) -> None:
        publication = Publication.objects.standing().first()
        if publication:
            by = self.people.coordinator
            withdraw_publication(publication=publication, by=by, reason="Erreur", at=self.now)

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
    "rapporteur refuses": lambda life: life.refuse("rapporteur", "rapporteur"),
    "chair refuses": lambda life: life.refuse("chair", "coordinator"),
    "replace the rapporteur": lambda life: life.replace("rapporteur", "member"),
    "ask the rapporteur again": lambda life: life.replace("rapporteur", "rapporteur"),
    "do without the rapporteur": lambda life: life.waive("rapporteur"),
    "do without the chair": lambda life: life.waive("chair"),
    "member signs as rapporteur": lambda life: life.sign_as("member", "rapporteur"),
    "seal": lambda life: life.sign_as("coordinator", "seal"),
    "ask the seal too, in any order": lambda life: life.choose(by_seal=True, in_order=False),
    "ask the usual ones": lambda life: life.choose(),
    "remind": lambda life: remind_late_signers(at=life.now),
    "publish": Life.publish,
    "publish the first": Life.publish_the_first_sealed,
    "withdraw": Life.withdraw,
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
    check_publications(life, minutes, sealed)


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
        check_plan(version)
    if minutes.state in (MinutesState.ADOPTED, MinutesState.SIGNED):
        assert signing_plan(sealed[-1]).is_complete == (minutes.state == MinutesState.SIGNED)


def check_plan(version: MinutesVersion) -> None:
    """Only those asked sign, each once; in their order where there is one, but for whom somebody refused meanwhile."""
    content = Content.from_json(version.content)
    asked = [line.role for line in content.signatures_expected]
    signed = [each.role for each in version.signatures.filter(edition=Edition.MEMBERS).order_by("pk")]
    waived = [each.role for each in version.signing_events.filter(kind="waived")]
    assert len(signed) == len(set(signed))
    assert set(signed) <= set(asked)
    assert not set(signed) & set(waived)
    if not (content.any_order or version.signing_events.filter(kind="refused").exists()):
        assert signed == asked[: len(signed)]
    files = version.files.filter(edition=Edition.MEMBERS).order_by("pk")
    assert [file.signatures_count for file in files] == list(range(len(signed) + 1))


def check_publications(life: Life, minutes: Any, sealed: list[MinutesVersion]) -> None:
    """Published is only what was signed; one document for each version; what was replaced is never published anew."""
    for version in sealed:
        rows = list(version.publications.order_by("pk"))
        assert sum(not row.is_withdrawn for row in rows) <= 1
        assert len({(row.file_id, row.content) for row in rows}) <= 1
        files = version.files.filter(edition=Edition.PUBLIC)
        assert [file.signatures_count for file in files.order_by("pk")] == ([0, 1] if rows else [])
        assert version.signatures.filter(edition=Edition.PUBLIC).count() == bool(rows)
        later = MinutesVersion.objects.filter(supersedes=version).first()
        if rows:
            life.published.setdefault(version.number, rows[0].content)
            assert signing_plan(version).is_complete
            assert rows[0].content == life.published[version.number]
        if later:
            assert all(row.published_at <= later.frozen_at for row in rows)


def without_keys(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(signature, "_signed", lambda *_, **__: uuid4().bytes)
    patched.setattr(publications, "sign_bytes", lambda *_, **__: uuid4().bytes)
    for module in (signature, publications):
        patched.setattr(module, "check_password", lambda *_: None)


ADOPTED = ["circulate", "adopt"]
STARTS = ([], ADOPTED, [*ADOPTED, "rapporteur signs", "chair signs"], ["ask the seal too, in any order", *ADOPTED])
"""Most walks that start at the beginning never come far."""


@settings(max_examples=30)
@given(start=st.sampled_from(STARTS), steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=4, max_size=12))
def test_no_path_breaks_the_life_of_a_record(people: People, start: list[str], steps: list[str]) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        without_keys(patched)
        life = Life(make_held_meeting(people), people)
        for step in [*start, *steps]:
            life.do(step)
            check(life)
        transaction.set_rollback(True)


def test_whole_life_goes_through(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the walk above is known to reach what it guards."""
    without_keys(monkeypatch)
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


def test_plans_refusals_and_publications_go_through(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, for the other half of the steps."""
    without_keys(monkeypatch)
    life = Life(make_held_meeting(people), people)
    first = ["ask the seal too, in any order", "circulate", "publish", "adopt", "rapporteur refuses", "seal", "publish"]
    answered = ["chair refuses", "do without the chair", "replace the rapporteur", "rapporteur signs"]
    public = ["member signs as rapporteur", "publish", "publish", "withdraw", "publish", "correct", "publish"]
    erratum = ["write", "ask the usual ones", "adopt", "publish the first", "member signs as rapporteur", "chair signs"]
    for step in [*first, *answered, *public, *erratum, "publish the first", "publish"]:
        life.do(step)
        check(life)
    versions = MinutesVersion.objects.exclude(kind=VersionKind.CIRCULATED).order_by("number")
    made = [[one.role for one in version.signatures.order_by("pk")] for version in versions]
    assert made == [["seal", "rapporteur", "seal"], ["rapporteur", "chair", "seal"]]
    assert [version.publications.count() for version in versions] == [2, 1]
    assert ensure_minutes(meeting=life.meeting).state == MinutesState.SIGNED


def test_life_with_an_express_adoption_goes_through(people: People) -> None:
    life = Life(make_held_meeting(people), people)
    for step in ["circulate", "object", "adopt in session", "postpone", "adopt with reservations", "adopt in session"]:
        life.do(step)
        check(life)
    assert [each.verdict for each in Approval.objects.all()] == ["postponed", "reserved"]
    assert [each.text for each in Reservation.objects.all()] == ["Non."]
