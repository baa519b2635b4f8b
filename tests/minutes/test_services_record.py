"""The life of a record: what blocks it, what it refuses, what it leaves behind when something fails."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from actions.services.owners import save_owners
from meetings.enums import MeetingRoleKind
from meetings.errors import MeetingNotEditable
from meetings.models import AgendaItem, MeetingRole
from meetings.services.agenda import add_item
from meetings.services.attendance import add_attendance
from minutes.content import Content
from minutes.enums import MINUTES_MOVES, FileKind, MinutesState, VersionKind
from minutes.errors import ChangedSinceSeen, CirculationBlocked, MoveRefused, SealFailed
from minutes.models import Minutes, MinutesEvent, MinutesFile, MinutesVersion
from minutes.render import RenderRefused
from minutes.render.engine import render_pdf
from minutes.rules import can_move
from minutes.selectors.checks import list_missing
from minutes.selectors.freeze import freeze
from minutes.selectors.record import changes_since
from minutes.services.files import digest
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes
from participants.models import MessageLedger
from tests.factories import make_person
from tests.meetings.factories import NOVEMBER_15
from tests.minutes.factories import ADOPTED_AT, SECRETS, make_held_meeting, make_item
from tests.minutes.reading import text_of

pytestmark = pytest.mark.django_db


def stored_files():
    try:
        return set(default_storage.listdir("minutes")[1])
    except FileNotFoundError:
        return set()


def adopt(meeting, people, **options):
    return adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=render_pdf, **options)


# --- What is missing --------------------------------------------------------------------------------------------------


def blocking(meeting):
    return [check.text for check in list_missing(meeting) if check.is_blocking]


def test_complete_meeting_misses_little(held):
    held.items.filter(kind="follow_up").update(state="discussed")
    undated = held.actions.get(description__contains="secretaction")
    assert [check.text for check in list_missing(held)] == [f"L’action {undated.reference} n’a pas d’échéance."]


def test_untreated_point_links_to_its_place_in_the_room(held):
    item = make_item(held, "Oublié", state="todo")
    found = [check for check in list_missing(held) if "Oublié" in check.text]
    assert [(check.is_blocking, check.url) for check in found] == [
        (False, f"/reunions/{held.uuid}/saisie/?point={item.uuid}")
    ]


@pytest.mark.parametrize("state", ["postponed", "by_mail", "discussed"])
def test_point_that_was_dealt_with_is_not_missing(held, state):
    make_item(held, "Réglé", state=state)
    assert not any("Réglé" in check.text for check in list_missing(held))


def test_group_of_points_is_dealt_with_by_its_points(held):
    make_item(held, "Réglé", parent=make_item(held, "Divers", state="todo"))
    assert not any("Divers" in check.text for check in list_missing(held))


def test_action_without_owner_or_date_is_named(held):
    action = held.actions.get(description__contains="secretaction")
    save_owners(action, [])
    url = f"/actions/{action.uuid}/modifier/"
    found = [(check.text, check.is_blocking) for check in list_missing(held) if check.url == url]
    assert found == [
        (f"L’action {action.reference} n’a pas de responsable.", False),
        (f"L’action {action.reference} n’a pas d’échéance.", False),
    ]


def test_open_sitting_blocks(people):
    assert blocking(make_held_meeting(people, state="open")) == ["La séance n’est pas levée."]


def test_missing_rapporteur_blocks_and_missing_chair_does_not(held):
    MeetingRole.objects.filter(meeting=held).delete()
    assert blocking(held) == ["Il manque un rapporteur, qui signe en premier."]
    assert any("Personne ne préside" in check.text for check in list_missing(held))


def test_nobody_present_blocks_unless_they_were_counted(held):
    held.attendances.all().delete()
    assert blocking(held) == ["Aucun participant n’est noté, pas même leur nombre."]
    held.headcount_override = 31
    assert blocking(held) == []


# --- Circulating ------------------------------------------------------------------------------------------------------


def test_circulated_version_holds_the_text_and_its_digest(held, people):
    version = circulate_minutes(meeting=held, by=people.coordinator)
    content = Content.from_json(version.content)
    assert (version.number, version.kind, content.is_draft) == (1, VersionKind.CIRCULATED, True)
    assert version.content_sha256 == digest(version.content.encode())
    assert version.minutes.state == MinutesState.CIRCULATED
    held.refresh_from_db()
    assert held.circulated_at == version.frozen_at


def test_circulation_leaves_its_row(held, people):
    circulate_minutes(meeting=held, by=people.coordinator)
    event = MinutesEvent.objects.get(minutes__meeting=held)
    assert (event.before, event.after, event.actor) == ("drafting", "circulated", people.coordinator)


def test_usual_delay_follows_the_cluster(held, people):
    version = circulate_minutes(meeting=held, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    assert version.minutes.comments_until == date(2016, 11, 23)


def test_circulation_is_blocked_by_what_is_missing(held, people):
    MeetingRole.objects.filter(meeting=held, kind=MeetingRoleKind.RAPPORTEUR).delete()
    with pytest.raises(CirculationBlocked, match="rapporteur"):
        circulate_minutes(meeting=held, by=people.coordinator)
    assert not MinutesVersion.objects.exists()
    held.refresh_from_db()
    assert held.circulated_at is None


def test_those_present_get_one_mail_each_without_the_text(held, people, sent_mail):
    add_attendance(meeting=held, person=make_person("Sans Adresse", people.partner))
    add_attendance(meeting=held, person=make_person("Même Boîte", people.partner, emails=("membre@example.org",)))
    circulate_minutes(meeting=held, by=people.coordinator)
    mails = [mail for mail in sent_mail() if mail.subject.startswith("Projet de compte rendu")]
    assert sorted(mail.to for mail in mails) == [["coordination@example.org"], ["membre@example.org"]]
    for mail in mails:
        assert f"http://localhost:8000/reunions/{held.uuid}/compte-rendu/" in mail.body
        assert not mail.attachments
        assert [word for word in SECRETS if word in mail.body] == []


def test_new_version_is_mailed_again(held, people):
    circulate_minutes(meeting=held, by=people.coordinator)
    second = circulate_minutes(meeting=held, by=people.coordinator)
    assert second.number == 2
    assert second.supersedes.number == 1
    assert MessageLedger.objects.filter(purpose="minutes_circulated").count() == 4


def test_text_may_still_change_after_circulation_but_the_version_does_not(circulated, people):
    version = MinutesVersion.objects.get()
    add_item(meeting=circulated, title="Oubli", kind="discussion")
    assert "Oubli" not in MinutesVersion.objects.get(pk=version.pk).content


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_database_refuses_to_change_a_version(circulated, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(MinutesVersion._meta.db_table))


def test_record_goes_back_to_draft_with_a_reason(circulated, people):
    with pytest.raises(MoveRefused, match="Dites pourquoi"):
        back_to_draft(meeting=circulated, reason="  ", by=people.coordinator)
    minutes = back_to_draft(meeting=circulated, reason="Chiffre faux", by=people.coordinator)
    assert minutes.state == MinutesState.DRAFTING
    assert minutes.events.last().reason == "Chiffre faux"
    circulated.refresh_from_db()
    assert circulated.circulated_at is not None


# --- Adopting ---------------------------------------------------------------------------------------------------------


def test_adopted_version_is_sealed_in_the_members_edition(adopted, people, tmp_path):
    file = adopted.files.get()
    with file.file.open("rb") as opened:
        pdf = opened.read()
    assert (adopted.number, adopted.kind, adopted.minutes.state) == (2, VersionKind.ADOPTED, MinutesState.ADOPTED)
    assert (file.kind, file.signatures_count, file.size) == (FileKind.RENDERED, 0, len(pdf))
    assert file.sha256 == digest(pdf)
    text = text_of(pdf, tmp_path)
    assert "Projet soumis" not in text
    assert [word for word in SECRETS if word in text] == []
    adopted.minutes.meeting.refresh_from_db()
    assert adopted.minutes.meeting.adopted_at == ADOPTED_AT


def test_live_text_is_refused_once_adopted(adopted):
    with pytest.raises(MeetingNotEditable):
        add_item(meeting=adopted.minutes.meeting, title="Trop tard", kind="discussion")


def test_changed_text_is_adopted_only_as_it_was_shown(circulated, people):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    with pytest.raises(ChangedSinceSeen, match="depuis sa diffusion"):
        adopt(circulated, people)
    seen = changes_since(MinutesVersion.objects.get(), freeze(circulated)).seen
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Dix fiches.</p>")
    with pytest.raises(ChangedSinceSeen):
        adopt(circulated, people, seen=seen)
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    assert "Neuf fiches" in adopt(circulated, people, seen=seen).content


def test_text_that_changes_while_the_pdf_is_made_is_not_adopted(circulated, people):
    before = stored_files()

    def render_while_somebody_types(*arguments, **options):
        AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Onze fiches.</p>")
        return render_pdf(*arguments, **options)

    with pytest.raises(ChangedSinceSeen, match="vient de changer"):
        adopt_minutes(meeting=circulated, by=people.coordinator, render=render_while_somebody_types)
    assert_nothing_adopted(circulated, before)


def test_failed_rendering_changes_nothing(circulated, people):
    def refuse(*arguments, **options):
        raise RenderRefused("Le document est trop long.")

    before = stored_files()
    with pytest.raises(SealFailed, match="trop long"):
        adopt_minutes(meeting=circulated, by=people.coordinator, render=refuse)
    assert_nothing_adopted(circulated, before)


def test_failure_between_rendering_and_saving_leaves_nothing(circulated, people, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    before = stored_files()
    monkeypatch.setattr(MinutesFile, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        adopt(circulated, people)
    monkeypatch.undo()
    assert_nothing_adopted(circulated, before)
    assert adopt(circulated, people).files.count() == 1


def assert_nothing_adopted(meeting, files_before):
    meeting.refresh_from_db()
    assert meeting.adopted_at is None
    assert Minutes.objects.get(meeting=meeting).state == MinutesState.CIRCULATED
    assert not MinutesFile.objects.exists()
    assert MinutesVersion.objects.filter(kind=VersionKind.ADOPTED).count() == 0
    assert stored_files() == files_before


@pytest.mark.parametrize("step", [circulate_minutes, adopt_minutes])
def test_adopted_record_takes_no_step_back(adopted, people, step):
    with pytest.raises(MoveRefused, match="Adopté"):
        step(meeting=adopted.minutes.meeting, by=people.coordinator)


def test_adopted_record_does_not_return_to_draft(adopted, people):
    with pytest.raises(MoveRefused):
        back_to_draft(meeting=adopted.minutes.meeting, reason="Erreur", by=people.coordinator)


def test_text_that_was_never_circulated_is_not_adopted(held, people):
    with pytest.raises(MoveRefused, match="En rédaction"):
        adopt(held, people)


# --- The table of moves -----------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(MinutesState), max_size=12))
def test_no_walk_leaves_a_sealed_record(wishes):
    state, sealed = MinutesState.DRAFTING, False
    for wish in wishes:
        state = wish if can_move(state, wish) else state
        assert not sealed or state in (MinutesState.ADOPTED, MinutesState.SIGNED, MinutesState.CORRECTING)
        sealed = sealed or state in (MinutesState.ADOPTED, MinutesState.SIGNED)


def test_only_a_circulated_record_is_adopted_and_the_erratum_of_an_adopted_one():
    assert [state for state in MinutesState if MinutesState.ADOPTED in MINUTES_MOVES[state]] == [
        MinutesState.CIRCULATED,
        MinutesState.CORRECTING,
    ]
