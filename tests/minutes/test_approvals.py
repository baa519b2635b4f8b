"""Express adoption at the next meeting: with its reservations, printed in both records, never against an objection."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from clusterhub.web.richtext import to_text
from meetings.errors import ItemInUse
from meetings.services.agenda import delete_item
from minutes.content import Adoption, Content, Reservation
from minutes.editions import for_edition
from minutes.enums import MinutesState
from minutes.errors import ChangedSinceSeen, MoveRefused, ObjectionOpen
from minutes.layouts import get_layout
from minutes.models import Approval, Minutes, MinutesEvent, Remark
from minutes.models import Reservation as Kept
from minutes.render import Rendered
from minutes.render.engine import render_pdf
from minutes.selectors.freeze import freeze
from minutes.services.approvals import Reserved, adopt_in_session, postpone_approval
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.remarks import add_remark
from minutes.services.tacit import adopt_tacitly
from tests.minutes.factories import SECRETS, make_approval_item, make_item
from tests.minutes.reading import one_line, text_of

pytestmark = pytest.mark.django_db

RESERVED = "La figure 2 compte deux fois les ménages de Gao"


def some_pdf(*_, **__):
    return Rendered(pdf=uuid4().bytes, anchors={})


@pytest.fixture
def item(people, circulated):
    return make_approval_item(people)


@pytest.fixture
def minutes(circulated):
    return Minutes.objects.get(meeting=circulated)


def adopt(item, minutes, people, *reserved, render=some_pdf, **told):
    minutes.refresh_from_db()
    return adopt_in_session(item=item, minutes=minutes, by=people.coordinator, reserved=reserved, render=render, **told)


def decisions(item) -> list[str]:
    """What prints at the point, as text."""
    found = next(each for each in freeze(item.meeting).items if each.kind == "approval")
    return [one_line(to_text(outcome.html)) for outcome in found.outcomes]


def object_to(minutes, people) -> Remark:
    return add_remark(minutes=minutes, passage="Point 1", kind="objection", text=f"{RESERVED}.", by=people.member)


def test_adoption_names_the_meeting_in_both_records(item, minutes, people):
    version = adopt(item, minutes, people)
    content = Content.from_json(version.content)
    assert content.adoption == Adoption(meeting_on="2016-12-15")
    sheet = get_layout("a").sheet(content)
    assert (one_line(sheet.adoption_line), sheet.reservations) == ("Adopté en séance le 15 décembre 2016.", ())
    assert decisions(item) == ["Le compte rendu de la réunion du 15 novembre 2016 est adopté."]
    assert one_line(MinutesEvent.objects.last().reason) == "Adopté en séance le 15 décembre 2016"
    item.refresh_from_db()
    assert item.state == "discussed"


def test_reservations_are_kept_and_printed_in_both(item, minutes, people):
    version = adopt(item, minutes, people, Reserved.typed(RESERVED, "parten"), Reserved.typed("Sans plus", ""))
    approval = Approval.objects.get()
    assert (approval.verdict, approval.version, approval.item) == ("reserved", version, item)
    assert [(one.text, one.organisation) for one in Kept.objects.all()] == [
        (RESERVED, people.partner),
        ("Sans plus", None),
    ]
    made = (Reservation(text=RESERVED, organisation="parten"), Reservation(text="Sans plus"))
    assert Content.from_json(version.content).adoption.reservations == made
    (decision,) = decisions(item)
    assert decision.startswith("Le compte rendu de la réunion du 15 novembre 2016 est adopté, sous réserve de")
    assert f"{RESERVED} (parten)" in decision
    assert "Sans plus" in decision


def test_sealed_document_says_it_in_every_layout(item, minutes, people):
    content = Content.from_json(adopt(item, minutes, people, Reserved.typed(RESERVED, "PARTEN")).content)
    members = for_edition(content, "members")
    for layout in "abcde":
        html = get_layout(layout).html(members)
        assert "Adopté en séance le 15" in html, layout
        assert RESERVED.split()[-1] in html, layout
    assert [word for word in SECRETS if word in members.to_json()] == []


def test_sealed_pdf_is_read_back(item, minutes, people, tmp_path):
    version = adopt(item, minutes, people, Reserved.typed(RESERVED, "PARTEN"), render=render_pdf)
    with version.files.get().file.open("rb") as opened:
        text = one_line(text_of(opened.read(), tmp_path))
    assert "Adopté en séance le 15 décembre 2016, sous réserve de" in text
    assert "ménages de Gao" in text


def test_open_objection_keeps_the_record_open(item, minutes, people):
    object_to(minutes, people)
    with pytest.raises(ObjectionOpen):
        adopt(item, minutes, people)
    with pytest.raises(ObjectionOpen):
        adopt(item, minutes, people, Reserved.typed("Autre chose", ""))
    assert not Approval.objects.exists()
    assert Minutes.objects.get(pk=minutes.pk).state == MinutesState.CIRCULATED


def test_objection_is_settled_by_becoming_a_reservation(item, minutes, people, sent_mail):
    remark = object_to(minutes, people)
    adopt(item, minutes, people, Reserved.from_objection(remark))
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("reserved", people.coordinator)
    assert one_line(remark.answer_note) == "Réserve inscrite à l’adoption en séance du 15 décembre 2016."
    kept = Kept.objects.get()
    assert (kept.remark, kept.organisation, kept.text) == (remark, people.partner, f"{RESERVED}.")
    assert "membre@example.org" in {
        mail.to[0] for mail in sent_mail() if "Réponse" in mail.subject or "remarque" in mail.body
    }


def test_objection_made_during_the_adoption_keeps_it_open(item, minutes, people):
    remark = object_to(minutes, people)

    def meanwhile(*_, **__):
        add_remark(
            minutes=Minutes.objects.get(pk=minutes.pk),
            passage="Point 2",
            kind="objection",
            text="Non.",
            by=people.member,
        )
        return some_pdf()

    with pytest.raises(ObjectionOpen):
        adopt(item, minutes, people, Reserved.from_objection(remark), render=meanwhile)
    assert not Approval.objects.exists()
    remark.refresh_from_db()
    assert remark.is_open


def test_text_that_changed_must_have_been_seen(item, minutes, people, circulated):
    make_item(circulated, "Oubli")
    with pytest.raises(ChangedSinceSeen):
        adopt(item, minutes, people)


def test_postponing_leaves_it_circulated_and_prints_why(item, minutes, people):
    postpone_approval(item=item, minutes=minutes, reason="quorum absent", by=people.coordinator)
    said = "L’adoption du compte rendu de la réunion du 15 novembre 2016 est reportée : quorum absent."
    assert decisions(item) == [said]
    adopt(item, minutes, people)
    assert decisions(item) == ["Le compte rendu de la réunion du 15 novembre 2016 est adopté."]
    assert Approval.objects.count() == 2


def test_only_a_later_sitting_that_has_begun_adopts(item, minutes, people, circulated):
    own = circulated.items.first()
    with pytest.raises(MoveRefused):
        adopt(own, minutes, people)
    item.meeting.opened_at = None
    with pytest.raises(MoveRefused):
        adopt(item, minutes, people)


def test_adopted_once(item, minutes, people):
    adopt(item, minutes, people)
    with pytest.raises(MoveRefused):
        adopt(item, minutes, people)
    with pytest.raises(MoveRefused):
        postpone_approval(item=item, minutes=Minutes.objects.get(pk=minutes.pk), reason="", by=people.coordinator)


def test_approvals_and_reservations_never_change(item, minutes, people):
    adopt(item, minutes, people, Reserved.typed(RESERVED, "PARTEN"))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Approval.objects.update(verdict="adopted")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Kept.objects.update(text="Rien")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Kept.objects.all().delete()


def test_point_that_adopted_stays(item, minutes, people):
    adopt(item, minutes, people)
    with pytest.raises(ItemInUse):
        delete_item(item=item, by=people.coordinator)


def test_adoption_without_a_meeting_says_nothing_of_one(minutes, people):
    version = adopt_tacitly(render=some_pdf)[0].minutes.versions.latest("number")
    assert Content.from_json(version.content).adoption is None
    assert get_layout("a").sheet(Content.from_json(version.content)).adoption_line == ""


def test_restricted_point_says_nothing_to_members(item, minutes, people):
    adopt(item, minutes, people, Reserved.typed(RESERVED, "PARTEN"))
    item.visibility = "coordination"
    item.save()
    assert RESERVED not in for_edition(freeze(item.meeting), "members").to_json()


# --- The pages --------------------------------------------------------------------------------------------------------


def address(item, minutes, end) -> str:
    return f"/reunions/{item.meeting.uuid}/approbation/{minutes.meeting.uuid}/{end}/"


def test_point_shows_the_record_that_waits_with_its_buttons(client, item, minutes, people):
    client.force_login(people.coordinator)
    html = client.get(f"/reunions/{item.meeting.uuid}/saisie/?point={item.uuid}").content.decode()
    for end in ("adopter", "reserves", "reporter"):
        assert address(item, minutes, end) in html
    client.force_login(people.rapporteur)
    html = client.get(f"/reunions/{item.meeting.uuid}/saisie/?point={item.uuid}").content.decode()
    assert "Compte rendu du 15" in html
    assert address(item, minutes, "adopter") not in html


def test_reservations_are_typed_and_objections_ticked(client, item, minutes, people, monkeypatch):
    monkeypatch.setattr("minutes.services.approvals.adopt_minutes", _sealing_fast)
    remark = object_to(minutes, people)
    client.force_login(people.coordinator)
    shown = client.get(address(item, minutes, "reserves"))
    sent = {"seen": shown.context["changes"].seen, "confirmed": "on"}
    sent |= {"text_1": "Annexe manquante", "organisation_1": "CHEF"}
    answer = client.post(address(item, minutes, "reserves"), sent | {"objections": [str(remark.uuid)]})
    assert answer["Location"].endswith(f"/saisie/?point={item.uuid}")
    assert [(one.text, one.organisation_name) for one in Kept.objects.all()] == [
        (f"{RESERVED}.", "PARTEN"),
        ("Annexe manquante", "CHEF"),
    ]
    page = client.get(f"/reunions/{minutes.meeting.uuid}/compte-rendu/").content.decode()
    assert "Annexe manquante (CHEF)" in page


def _sealing_fast(**told):
    return adopt_minutes(**told | {"render": some_pdf})


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "au moins une réserve"),
        ({"organisation_1": "CHEF"}, "Écrivez la réserve"),
        ({"text_1": "x" * 1001}, "1000"),
    ],
)
def test_incomplete_reservations_are_told(client, item, minutes, people, sent, words):
    client.force_login(people.coordinator)
    answer = client.post(address(item, minutes, "reserves"), sent | {"confirmed": "on"})
    assert words in answer.content.decode().replace("\u202f", "").replace("\u00a0", "")
    assert not Approval.objects.exists()


def test_objection_is_linked_from_the_page_of_adoption(client, item, minutes, people):
    remark = object_to(minutes, people)
    client.force_login(people.coordinator)
    answer = client.post(address(item, minutes, "adopter"), {"seen": "", "confirmed": "on"})
    html = answer.content.decode()
    assert f"/compte-rendu/remarques/{remark.uuid}/" in html
    assert address(item, minutes, "reserves") in html
    assert not Approval.objects.exists()


def test_postponing_from_the_page(client, item, minutes, people):
    client.force_login(people.coordinator)
    client.post(address(item, minutes, "reporter"), {"reason": "Quorum absent"})
    assert Approval.objects.get().reason == "Quorum absent"


@pytest.mark.parametrize(
    ("who", "status"), [("rapporteur", 403), ("member", 403), ("observer", 404), ("stranger", 404), ("admin", 404)]
)
def test_coordinator_alone_writes_it_down(client, item, minutes, people, who, status):
    client.force_login(getattr(people, who))
    for end in ("adopter", "reserves", "reporter"):
        assert client.get(address(item, minutes, end)).status_code == status
    assert not Approval.objects.exists()


def test_record_in_draft_or_of_a_later_meeting_is_not_offered(client, people, minutes):
    item = make_approval_item(people, state="closed")
    circulate_minutes(meeting=item.meeting, by=people.coordinator)
    client.force_login(people.coordinator)
    back = f"/reunions/{minutes.meeting.uuid}/approbation/{item.meeting.uuid}/adopter/"
    assert client.get(back).status_code == 403
