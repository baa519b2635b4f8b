"""The life of a document: which moves are allowed, what each leaves behind, who is told, what is observed."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import rules
from meetings.enums import DOCUMENT_MOVES, DocumentState, MeetingState, OutcomeKind, Visibility
from meetings.errors import CommentRefused, ForeignObject, ItemInUse, MeetingsError, MoveRefused
from meetings.models import Document, DocumentComment, DocumentEvent
from meetings.selectors import citations_of, decisions_for, document_life
from meetings.services.agenda import add_item, add_outcome, delete_outcome
from meetings.services.document_life import (
    comment_document,
    distribute_document,
    open_document,
    take_back_document,
    validate_document,
)
from meetings.services.documents import attach_document, upload_document
from tests.meetings.factories import make_meeting
from tests.meetings.files import PDF, uploaded

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2017, 6, 1, 9, tzinfo=dt.UTC)
JUNE_14 = dt.date(2017, 6, 14)


@pytest.fixture(autouse=True)
def on_the_first_of_june():
    with time_machine.travel(NOW, tick=False):
        yield


def deposit(people, state=DocumentState.DRAFT, **fields) -> Document:
    known = {"name": "TdR du cluster", "version_label": "v1", "by": people.coordinator}
    until = JUNE_14 if state == DocumentState.OPEN else None
    file = uploaded("tdr.pdf", PDF)
    return upload_document(cluster=people.cluster, file=file, state=state, comments_until=until, **known | fields)


def decide(people, kind=OutcomeKind.DECISION, state=MeetingState.OPEN, cluster=None):
    meeting = make_meeting(cluster or people.cluster, state=MeetingState.OPEN, by=people.coordinator)
    item = add_item(meeting=meeting, title="Validation", kind="decision")
    decision = add_outcome(item=item, text="Validé", kind=kind)
    type(meeting).objects.filter(pk=meeting.pk).update(state=state)
    decision.item.meeting.refresh_from_db()
    return decision


def bring(document, people, state):
    if state == DocumentState.OPEN:
        open_document(document=document, until=JUNE_14, by=people.coordinator)
    if state in (DocumentState.VALIDATED, DocumentState.FINAL):
        validate_document(document=document, decision=decide(people), by=people.coordinator)
    if state == DocumentState.FINAL:
        distribute_document(document=document, by=people.coordinator)
    return document


def move(document, people, to):
    by = people.coordinator
    moves = {
        DocumentState.OPEN: lambda: open_document(document=document, until=JUNE_14, by=by),
        DocumentState.DRAFT: lambda: take_back_document(document=document, reason="À revoir", by=by),
        DocumentState.VALIDATED: lambda: validate_document(document=document, decision=decide(people), by=by),
        DocumentState.FINAL: lambda: distribute_document(document=document, by=by),
    }
    return moves[to]()


PREDICATES = {
    DocumentState.OPEN: rules.can_open_document,
    DocumentState.DRAFT: rules.can_take_back_document,
    DocumentState.VALIDATED: rules.can_validate_document,
    DocumentState.FINAL: rules.can_distribute_document,
}


@pytest.mark.parametrize("to", DocumentState)
@pytest.mark.parametrize("state", DocumentState)
def test_move_follows_the_table_and_leaves_a_row(people, state, to):
    document = bring(deposit(people), people, state)
    rows = document.events.count()
    allowed = to in DOCUMENT_MOVES[state]
    assert PREDICATES[to](people.coordinator, document) == allowed
    assert not PREDICATES[to](people.member, document)

    if allowed:
        move(document, people, to)
    else:
        with pytest.raises(MoveRefused, match="Ce document est «"):
            move(document, people, to)

    document = Document.objects.get(pk=document.pk)
    assert document.state == (to if allowed else state)
    assert document.events.count() == rows + allowed
    last = document.events.last()
    assert (last.after, last.actor) == (document.state, people.coordinator)


@settings(max_examples=15)
@given(moves=st.lists(st.sampled_from(DocumentState), max_size=6))
def test_whatever_is_tried_the_log_tells_how_it_came_here(people, moves):
    with transaction.atomic():
        document = deposit(people)
        for to in moves:
            try:
                move(document, people, to)
            except MoveRefused:
                continue
        told = [(event.before, event.after) for event in document.events.all()]
        assert told[0] == ("", DocumentState.DRAFT)
        assert [after for _, after in told[:-1]] == [before for before, _ in told[1:]]
        assert told[-1][1] == Document.objects.get(pk=document.pk).state
        assert all(after in DOCUMENT_MOVES[before] for before, after in told[1:])
        assert (document.decision is None) == (document.state in (DocumentState.DRAFT, DocumentState.OPEN))
        transaction.set_rollback(True)


def test_moves_say_what_happened(people):
    document = deposit(people)
    open_document(document=document, until=JUNE_14, by=people.coordinator)
    take_back_document(document=document, reason="  Deux chapitres manquent  ", by=people.coordinator)
    decision = decide(people)
    validate_document(document=document, decision=decision, by=people.coordinator)

    told = [(event.get_after_display(), event.note.replace("\u00a0", " ")) for event in document.events.all()]
    assert told == [
        ("Projet", ""),
        ("Ouvert aux observations", "Observations jusqu’au 14 juin 2017"),
        ("Projet", "Deux chapitres manquent"),
        ("Validé", "Réunion du 15 novembre 2016"),
    ]
    assert (document.decision, document.comments_until) == (decision, None)


def test_document_opens_only_until_a_day_to_come(people):
    document = deposit(people)

    with pytest.raises(MeetingsError, match="date est passée"):
        open_document(document=document, until=NOW.date() - dt.timedelta(days=1), by=people.coordinator)
    open_document(document=document, until=NOW.date(), by=people.coordinator)

    assert document.is_open


def test_document_taken_back_needs_a_reason(people):
    document = deposit(people, DocumentState.OPEN)

    with pytest.raises(MeetingsError, match="Dites pourquoi"):
        take_back_document(document=document, reason=" ", by=people.coordinator)
    assert Document.objects.get().state == DocumentState.OPEN


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (OutcomeKind.RECOMMENDATION, MeetingState.OPEN),
        (OutcomeKind.DECISION, MeetingState.PLANNED),
        (OutcomeKind.DECISION, MeetingState.CANCELLED),
    ],
)
def test_document_is_validated_only_by_a_decision_that_was_taken(people, kind, state):
    document, outcome = deposit(people), decide(people, kind, state)

    assert outcome not in decisions_for(document)
    with pytest.raises(MoveRefused, match="décision prise en réunion"):
        validate_document(document=document, decision=outcome, by=people.coordinator)


def test_document_is_not_validated_by_another_cluster(people):
    document, foreign = deposit(people), decide(people, cluster=people.other_cluster)

    assert list(decisions_for(document)) == []
    with pytest.raises(ForeignObject):
        validate_document(document=document, decision=foreign, by=people.coordinator)


def test_decision_that_validates_a_document_stays(people):
    decision = decide(people)
    document = deposit(people)
    validate_document(document=document, decision=decision, by=people.coordinator)

    with pytest.raises(ItemInUse, match="TdR du cluster"):
        delete_outcome(outcome=decision)
    take_back_document(document=document, reason="Noté par erreur", by=people.coordinator)
    delete_outcome(outcome=decision)

    assert Document.objects.get().decision is None


# --- Comments ---------------------------------------------------------------------------------------------------------


def test_comment_is_kept_with_who_and_when(people):
    document = deposit(people, DocumentState.OPEN)

    comment_document(document=document, text="  Ajouter\x00 un calendrier. ", by=people.member)

    comment = document.comments.get()
    assert (comment.text, comment.author, comment.made_at) == ("Ajouter un calendrier.", people.member, NOW)


@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.VALIDATED, DocumentState.FINAL])
def test_comment_on_what_is_not_open_is_refused(people, state):
    document = bring(deposit(people), people, state)

    assert not rules.can_comment_document(people.member, document)
    with pytest.raises(CommentRefused, match="ouvert aux observations"):
        comment_document(document=document, text="Trop tôt", by=people.member)
    assert not DocumentComment.objects.exists()


def test_comments_close_by_themselves_after_the_day(people):
    document = deposit(people, DocumentState.OPEN)

    with time_machine.travel(dt.datetime(2017, 6, 14, 23, 59, tzinfo=dt.UTC), tick=False):
        comment_document(document=document, text="À temps", by=people.member)
        assert document.state_shown == ("open", "Ouvert aux observations")
    with time_machine.travel(dt.datetime(2017, 6, 15, 0, 0, tzinfo=dt.UTC), tick=False):
        with pytest.raises(CommentRefused, match="n’est plus"):
            comment_document(document=document, text="Trop tard", by=people.member)
        assert document.state_shown == ("closed", "Observations closes")
        assert not rules.can_comment_document(people.member, document)
        open_document(document=document, until=dt.date(2017, 6, 20), by=people.coordinator)
        comment_document(document=document, text="Encore", by=people.member)

    assert [comment.text for comment in document.comments.all()] == ["À temps", "Encore"]


def test_comment_without_words_is_refused(people):
    document = deposit(people, DocumentState.OPEN)

    with pytest.raises(CommentRefused, match="Écrivez"):
        comment_document(document=document, text=" \u200b ", by=people.member)


@pytest.mark.parametrize("who", ["coordinator", "member", "focal_point"])
def test_members_comment_and_others_do_not(people, who):
    document = deposit(people, DocumentState.OPEN, visibility=Visibility.PUBLIC)

    assert rules.can_comment_document(getattr(people, who), document)
    assert not rules.can_comment_document(people.observer, document)
    assert not rules.can_comment_document(people.stranger, document)


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("model", [DocumentEvent, DocumentComment])
def test_database_refuses_to_change_what_was_said_and_done(people, model, change):
    document = deposit(people, DocumentState.OPEN)
    comment_document(document=document, text="Dit", by=people.member)
    row, other = model.objects.filter(document=document), deposit(people, name="Autre chose")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.update(document=other) if change == "update" else row.delete()


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_versions_of_one_text_follow_each_other(people):
    first = deposit(people)
    other = deposit(people, name="Autre chose")
    second = deposit(people, version_label="v2", replaces=first)
    third = deposit(people, version_label="v3", replaces=first)

    assert list(Document.objects.versions_of(second)) == [first, second, third]
    everything = Document.objects.all()
    marked = {document.pk: document.is_replaced for document in everything.mark_replaced(among=everything)}
    assert marked == {first.pk: True, second.pk: True, third.pk: False, other.pk: False}
    assert document_life(first, people.member).later == third
    assert document_life(third, people.member).later is None


def test_version_that_a_reader_may_not_see_is_not_there(people):
    first = deposit(people)
    deposit(people, replaces=first, visibility=Visibility.COORDINATION)

    assert document_life(first, people.member).versions == [first]
    assert len(document_life(first, people.coordinator).versions) == 2
    seen = Document.objects.visible_to(people.member)
    assert [document.is_replaced for document in seen.mark_replaced(among=seen)] == [False]


def test_final_version_keeps_the_decision_that_validated_the_one_before(people):
    decision, draft = decide(people), deposit(people)
    validate_document(document=draft, decision=decision, by=people.coordinator)

    final = deposit(people, DocumentState.FINAL, replaces=draft)
    worked_on = deposit(people, DocumentState.DRAFT, replaces=final)

    assert (final.decision, worked_on.decision) == (decision, None)


def test_version_of_another_cluster_is_refused(people):
    foreign = upload_document(cluster=people.other_cluster, file=uploaded("a.pdf", PDF), by=None)

    with pytest.raises(ForeignObject):
        deposit(people, replaces=foreign)


# --- Distribution -----------------------------------------------------------------------------------------------------


def test_final_version_goes_once_to_those_who_may_read_it(people, sent_mail):
    document = bring(deposit(people), people, DocumentState.VALIDATED)
    distribute_document(document=document, by=people.coordinator)

    mails = sent_mail()
    assert sorted(mail.to[0] for mail in mails) == sorted(
        getattr(people, who).email for who in ("coordinator", "rapporteur", "member", "focal_point")
    )
    assert {mail.subject for mail in mails} == {"Version finale : TdR du cluster (v1)"}
    assert f"/documents/{document.uuid}/" in mails[0].body
    assert "Validé en réunion le 15 novembre 2016." in mails[0].body
    assert document.events.last().note.replace("\u00a0", " ") == "Envoyée à 4 personnes"


def test_public_document_is_sent_to_observers_too(people, sent_mail):
    document = bring(deposit(people, visibility=Visibility.PUBLIC), people, DocumentState.VALIDATED)
    distribute_document(document=document, by=people.coordinator)

    assert people.observer.email in {mail.to[0] for mail in sent_mail()}


def test_document_for_the_coordination_is_not_distributed(people, sent_mail):
    document = bring(deposit(people, visibility=Visibility.COORDINATION), people, DocumentState.VALIDATED)

    with pytest.raises(MoveRefused, match="visible que par la coordination"):
        distribute_document(document=document, by=people.coordinator)
    assert sent_mail() == []


# --- Where it is cited ------------------------------------------------------------------------------------------------


def test_citations_name_the_points_that_a_reader_may_know(people):
    document = deposit(people)
    meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED)
    shown, hidden = (add_item(meeting=meeting, title=title, kind="discussion") for title in ("Ouvert", "Réservé"))
    type(hidden).objects.filter(pk=hidden.pk).update(visibility=Visibility.COORDINATION)
    planned = make_meeting(people.cluster, timezone.now())
    for target in (shown, hidden, planned):
        attach_document(document=document, to=target)

    def cited(who):
        return {
            one.meeting.pk: ([item.title for item in one.items], one.is_joined) for one in citations_of(document, who)
        }

    assert cited(people.member) == {meeting.pk: (["Ouvert"], False)}
    assert cited(people.coordinator) == {meeting.pk: (["Ouvert", "Réservé"], False), planned.pk: ([], True)}
