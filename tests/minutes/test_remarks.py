"""Remarks on a circulated record: who makes them, who answers once, and what an objection holds up."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from minutes.enums import MinutesState
from minutes.errors import MinutesError, ObjectionOpen, RemarkRefused
from minutes.models import Minutes, Remark
from minutes.render.engine import render_pdf
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes
from minutes.services.remarks import add_remark, answer_remark
from minutes.services.tacit import adopt_tacitly
from tests.minutes.factories import ADOPTED_AT, SECRETS

pytestmark = pytest.mark.django_db

TEXT = "Il y avait neuf fiches."


def remark(meeting, by, kind="remark"):
    minutes = Minutes.objects.get(meeting=meeting)
    return add_remark(minutes=minutes, passage="Point 2, Projets de 2017", kind=kind, text=TEXT, by=by)


def adopt(meeting, people, render=render_pdf):
    return adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=render)


def answer(one, people, note="Huit, d’après la liste."):
    return answer_remark(remark=one, answer="answered", note=note, by=people.rapporteur)


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_remark_is_on_the_version_in_circulation_and_the_rapporteur_is_told(circulated, people, sent_mail):
    circulate_minutes(meeting=circulated, by=people.coordinator)
    one = remark(circulated, people.member)
    assert (one.version.number, one.author, one.is_open) == (2, people.member, True)
    (mail,) = [mail for mail in sent_mail() if mail.subject.startswith("Remarque")]
    assert mail.to == [people.rapporteur.email]
    assert TEXT not in mail.body


def test_author_is_told_of_the_answer(circulated, people, sent_mail):
    answer(remark(circulated, people.member), people)
    (mail,) = [mail for mail in sent_mail() if mail.subject.startswith("Réponse")]
    assert (mail.to, "Huit" in mail.body) == ([people.member.email], False)


def test_second_answer_is_refused(circulated, people):
    one = remark(circulated, people.member)
    stale = Remark.objects.get(pk=one.pk)
    answer(one, people)
    with pytest.raises(RemarkRefused, match="déjà"):
        answer(stale, people, "Autre chose")
    assert Remark.objects.get().answer_note == "Huit, d’après la liste."


@pytest.mark.parametrize("change", [{"text": "x"}, {"kind": "remark"}, {"passage": "x"}])
def test_database_refuses_to_change_what_was_said(circulated, people, change):
    one = remark(circulated, people.member, "objection")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Remark.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()


def test_record_that_is_not_circulated_takes_no_remark(circulated, people):
    back_to_draft(meeting=circulated, reason="Chiffre faux", by=people.coordinator)
    with pytest.raises(RemarkRefused, match="plus ouvert"):
        remark(circulated, people.member)


def test_remark_is_answered_while_the_text_is_changed_but_not_once_adopted(circulated, people):
    first, second = remark(circulated, people.member), remark(circulated, people.member)
    back_to_draft(meeting=circulated, reason="Chiffre faux", by=people.coordinator)
    assert not answer(first, people).is_open
    circulate_minutes(meeting=circulated, by=people.coordinator)
    adopt(circulated, people)
    with pytest.raises(RemarkRefused, match="adopté"):
        answer(Remark.objects.get(pk=second.pk), people)


# --- Objections -------------------------------------------------------------------------------------------------------


def test_open_objection_keeps_the_record_open_and_an_answered_one_does_not(circulated, people):
    objection = remark(circulated, people.member, "objection")
    with pytest.raises(ObjectionOpen, match="Projets de 2017"):
        adopt(circulated, people)
    answer(objection, people)
    assert adopt(circulated, people).minutes.state == MinutesState.ADOPTED


def test_clock_does_not_adopt_against_an_objection(circulated, people):
    remark(circulated, people.member, "objection")
    (outcome,) = adopt_tacitly(at=ADOPTED_AT + timedelta(days=30), render=render_pdf)
    assert "Une objection attend une réponse" in outcome.refusal


def test_new_circulation_does_not_settle_an_objection(circulated, people):
    remark(circulated, people.member, "objection")
    circulate_minutes(meeting=circulated, by=people.coordinator)
    with pytest.raises(ObjectionOpen):
        adopt(circulated, people)


def test_objection_made_while_the_pdf_is_made_counts(circulated, people):
    def render_while_somebody_objects(*arguments, **options):
        remark(circulated, people.member, "objection")
        return render_pdf(*arguments, **options)

    with pytest.raises(MinutesError, match="objection"):
        adopt(circulated, people, render_while_somebody_objects)
    assert Minutes.objects.get().state == MinutesState.CIRCULATED


def test_mere_remark_does_not_hold_up_the_adoption(circulated, people):
    remark(circulated, people.member)
    assert adopt(circulated, people).minutes.state == MinutesState.ADOPTED


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def as_user(client, people):
    def login(who):
        client.force_login(getattr(people, who))
        return client

    return login


def address(meeting, name="remark_add", *more):
    return reverse(f"minutes:{name}", args=[meeting.uuid, *more])


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_member_remarks_from_the_passage(as_user, circulated):
    client = as_user("member")
    link = f"{address(circulated)}?passage=point-2"
    assert link in words(client.get(address(circulated, "record")))
    form = client.get(link)
    assert re.search(r'value="point-2" selected\s*>Point 2, Projets de 2017<', words(form))
    assert [word for word in SECRETS if word in words(form)] == []
    client.post(address(circulated), {"passage": "point-2", "kind": "objection", "text": TEXT})
    page = words(as_user("focal_point").get(address(circulated, "record")))
    assert TEXT in page
    assert "Objection</strong>, Point 2, Projets de 2017" in page
    assert "Répondre" not in page


@pytest.mark.parametrize(
    ("field", "value"), [("text", "  "), ("text", "x" * 2001), ("kind", "veto"), ("passage", "point-99")]
)
def test_bad_remark_is_refused_beside_its_field_and_kept(as_user, circulated, field, value):
    data = {"passage": "ensemble", "kind": "remark", "text": TEXT} | {field: value}
    response = as_user("member").post(address(circulated), data)
    assert field in response.context["form"].errors
    assert not Remark.objects.exists()
    assert data["text"].strip() in response.content.decode()


def test_rapporteur_answers_on_a_page_of_its_own(as_user, circulated, people):
    one = remark(circulated, people.member)
    client = as_user("rapporteur")
    answering = address(circulated, "remark_answer", one.uuid)
    assert answering in words(client.get(address(circulated, "record")))
    assert "note" in client.post(answering, {"answer": "accepted"}).context["form"].errors
    client.post(answering, {"answer": "accepted", "note": "Corrigé."})
    page = words(as_user("member").get(address(circulated, "record")))
    assert "Acceptée, le texte change" in page
    assert "Corrigé." in page


def test_observer_reads_the_adopted_record_without_the_remarks(as_user, circulated, people):
    remark(circulated, people.member)
    adopt(circulated, people)
    assert TEXT in words(as_user("member").get(address(circulated, "record")))
    assert TEXT not in words(as_user("observer").get(address(circulated, "record")))


def test_remark_is_asked_under_its_own_record_only(as_user, circulated, people):
    one = remark(circulated, people.member)
    other = circulated.previous or circulated.cluster.meetings.exclude(pk=circulated.pk).first()
    assert as_user("coordinator").get(address(other, "remark_answer", one.uuid)).status_code == 404
