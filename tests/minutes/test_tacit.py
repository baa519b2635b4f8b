"""Tacit adoption: after the date, once, only what was circulated as it stands."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.utils import timezone

from actions.enums import DueKind
from clusterhub.management.commands import clock
from meetings.models import AgendaItem, MeetingRole
from minutes.enums import MinutesState, VersionKind
from minutes.models import Minutes, MinutesEvent, MinutesFile, MinutesVersion
from minutes.render import RenderRefused
from minutes.render.engine import render_pdf
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes
from minutes.services.remarks import add_remark, answer_remark
from minutes.services.tacit import STILL_TO_CHANGE, adopt_tacitly
from tests.meetings.factories import make_meeting
from tests.minutes.factories import ADOPTED_AT, make_action, make_held_meeting

pytestmark = pytest.mark.django_db

LAST_DAY = timezone.make_aware(datetime(2016, 11, 23, 23, 59))
"""Remarks on the circulated record of these tests are expected until that day."""
NEXT_DAY = LAST_DAY + timedelta(minutes=1)


def tick(at=NEXT_DAY, render=render_pdf):
    return adopt_tacitly(at=at, render=render)


def state():
    return Minutes.objects.get().state


def test_record_is_adopted_the_day_after_its_date(circulated):
    assert tick(LAST_DAY) == []
    assert state() == MinutesState.CIRCULATED
    assert [outcome.refusal for outcome in tick()] == [""]
    event = MinutesEvent.objects.last()
    assert (event.after, event.actor, event.reason, event.at) == ("adopted", None, "Adoption tacite", NEXT_DAY)
    version = MinutesVersion.objects.latest("number")
    assert (version.kind, version.frozen_by, version.files.count()) == (VersionKind.ADOPTED, None, 1)


def test_second_run_does_nothing(circulated):
    tick()
    assert tick(NEXT_DAY + timedelta(days=1)) == []
    assert (MinutesVersion.objects.count(), MinutesFile.objects.count()) == (2, 1)


def test_days_that_were_missed_are_caught_up(circulated):
    tick(NEXT_DAY + timedelta(days=90))
    circulated.refresh_from_db()
    assert circulated.adopted_at == NEXT_DAY + timedelta(days=90)


def test_text_that_changed_is_not_adopted(circulated):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    (outcome,) = tick()
    assert "a changé depuis sa diffusion" in outcome.refusal
    assert state() == MinutesState.CIRCULATED


@pytest.mark.parametrize("written", ["à la prochaine réunion", ""])
def test_next_meeting_that_was_planned_since_changes_nothing(people, written):
    """« À la prochaine réunion » gets its date then: the promise is the same."""
    meeting = make_held_meeting(people)
    action = make_action(people, meeting, "Envoyer la liste", due_text=written, due_kind=DueKind.NEXT_MEETING)
    circulate_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT - timedelta(days=7))
    make_meeting(people.cluster, meeting.starts_at + timedelta(days=30))
    action.refresh_from_db()
    assert action.due_on == (meeting.starts_at + timedelta(days=30)).date()
    assert [outcome.refusal for outcome in tick(NEXT_DAY + timedelta(days=3))] == [""]


def test_accepted_remark_that_changed_nothing_keeps_the_record_open(circulated, people):
    """Its author was told « le texte change »; once it has, and was circulated again, the date counts anew."""
    remark = add_remark(minutes=circulated.minutes, passage="Point 2", kind="remark", text="Neuf.", by=people.member)
    answer_remark(remark=remark, answer="accepted", note="", by=people.rapporteur)
    assert [outcome.refusal for outcome in tick()] == [STILL_TO_CHANGE]
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    circulate_minutes(meeting=circulated, by=people.coordinator, at=NEXT_DAY)
    assert [outcome.refusal for outcome in tick(NEXT_DAY + timedelta(days=30))] == [""]


def test_record_without_rapporteur_waits(circulated):
    MeetingRole.objects.filter(meeting=circulated).delete()
    (outcome,) = tick()
    assert "rapporteur" in outcome.refusal
    assert not MinutesFile.objects.exists()


def test_new_circulation_gives_new_time(circulated, people):
    circulate_minutes(meeting=circulated, by=people.coordinator, at=LAST_DAY)
    assert tick() == []
    assert len(tick(NEXT_DAY + timedelta(days=7))) == 1


def test_record_taken_back_to_draft_is_left_alone(circulated, people):
    back_to_draft(meeting=circulated, reason="Chiffre faux", by=people.coordinator)
    assert tick() == []


def test_adoption_while_the_clock_runs_counts_once(circulated, people):
    def render_while_the_coordinator_adopts(*arguments, **options):
        if state() == MinutesState.CIRCULATED:
            adopt_minutes(meeting=circulated, by=people.coordinator, at=ADOPTED_AT, render=render_pdf)
        return render_pdf(*arguments, **options)

    assert tick(render=render_while_the_coordinator_adopts) == []
    assert MinutesVersion.objects.filter(kind=VersionKind.ADOPTED).get().frozen_by == people.coordinator
    assert MinutesEvent.objects.filter(after="adopted").count() == 1


def test_pdf_that_cannot_be_made_keeps_the_record_open(circulated):
    def refuse(*arguments, **options):
        raise RenderRefused("Le document est trop long.")

    (outcome,) = tick(render=refuse)
    assert outcome.refusal == "Le document est trop long."
    assert len(tick()) == 1
    assert state() == MinutesState.ADOPTED


# --- The command and the page -----------------------------------------------------------------------------------------


def test_clock_says_what_it_did_and_then_nothing(circulated, monkeypatch, capsys):
    monkeypatch.setattr(clock, "adopt_tacitly", partial(adopt_tacitly, render=render_pdf))
    call_command("clock")
    assert "CRP 2016-11-15 : adopté tacitement." in capsys.readouterr().out.splitlines()
    call_command("clock")
    assert capsys.readouterr().out == ""


def test_clock_names_what_stays_open(circulated, capsys):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    call_command("clock")
    assert "CRP 2016-11-15 : reste ouvert. Le texte a changé" in capsys.readouterr().out


def test_page_tells_the_coordination_why_nothing_was_adopted(client, circulated, people):
    address = f"/reunions/{circulated.uuid}/compte-rendu/"
    client.force_login(people.coordinator)
    assert "Pas d’adoption tacite" not in client.get(address).content.decode()
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    page = client.get(address).content.decode()
    assert "Pas d’adoption tacite le 23\xa0novembre 2016" in page
    assert "l’ordre du jour et les discussions" in page
    client.force_login(people.member)
    shown = client.get(address).content.decode()
    assert "Pas d’adoption tacite" not in shown
    assert "il est adopté tacitement" in shown
