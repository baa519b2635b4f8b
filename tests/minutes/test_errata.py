"""Correcting what is adopted: the text opens with a reason, and closes as a new signed version or as it was."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import ActionPoint
from meetings.errors import MeetingNotEditable
from meetings.models import AgendaItem
from meetings.services.agenda import add_item
from minutes.content import Content
from minutes.enums import MinutesState, VersionKind
from minutes.errors import ChangedSinceSeen, MoveRefused, NothingCorrected, ScanRefused, SignatureRefused
from minutes.models import Minutes, MinutesVersion
from minutes.render.engine import render_pdf
from minutes.selectors.record import changes_since, live_content, sealed_file
from minutes.services.errata import give_up_correction, open_correction
from minutes.services.files import read_issued
from minutes.services.record import adopt_minutes, back_to_draft, circulate_minutes
from minutes.services.scans import upload_scan
from tests.minutes.factories import ADOPTED_AT, SECRETS, sign
from tests.minutes.reading import text_of
from tests.minutes.test_services_signature import PIXEL

pytestmark = pytest.mark.django_db

REASON = "Neuf fiches et non huit."
LATER = ADOPTED_AT + timedelta(days=60)


def edit(meeting, text="<p>Neuf fiches examinées.</p>"):
    AgendaItem.objects.filter(meeting=meeting, title="Projets de 2017").update(discussion=text)


def adopt_erratum(meeting, people):
    minutes = Minutes.objects.get(meeting=meeting)
    minutes.meeting = meeting
    in_force = minutes.versions.latest("number")
    seen = changes_since(in_force, live_content(minutes, in_force)).seen
    return adopt_minutes(meeting=meeting, by=people.coordinator, seen=seen, at=LATER, render=render_pdf)


@pytest.fixture
def correcting(adopted, people):
    meeting = adopted.minutes.meeting
    open_correction(meeting=meeting, reason=REASON, by=people.coordinator, at=LATER)
    return meeting


@pytest.fixture
def erratum(correcting, people):
    edit(correcting)
    return adopt_erratum(correcting, people)


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_opened_text_can_be_edited_and_is_still_adopted(correcting):
    add_item(meeting=correcting, title="Oubli", kind="discussion")
    correcting.refresh_from_db()
    assert (correcting.adopted_at, correcting.correcting_since) == (ADOPTED_AT, LATER)


def test_correction_needs_a_reason_and_leaves_its_row(adopted, people):
    meeting = adopted.minutes.meeting
    with pytest.raises(MoveRefused, match="Dites ce que l’erratum corrige"):
        open_correction(meeting=meeting, reason=" ", by=people.coordinator)
    open_correction(meeting=meeting, reason=REASON, by=people.coordinator)
    event = Minutes.objects.get().events.last()
    assert (event.before, event.after, event.reason, event.actor) == (
        "adopted",
        "correcting",
        REASON,
        people.coordinator,
    )


def test_what_is_not_adopted_is_not_corrected_by_an_erratum(circulated, people):
    with pytest.raises(MoveRefused, match="Diffusé"):
        open_correction(meeting=circulated, reason=REASON, by=people.coordinator)


def test_open_correction_is_neither_circulated_nor_drafted_nor_opened_twice(correcting, people):
    for step in (
        lambda: circulate_minutes(meeting=correcting, by=people.coordinator),
        lambda: back_to_draft(meeting=correcting, reason=REASON, by=people.coordinator),
        lambda: open_correction(meeting=correcting, reason=REASON, by=people.coordinator),
    ):
        with pytest.raises(MoveRefused, match="En correction"):
            step()


def test_nobody_signs_while_the_text_is_open(correcting, adopted, people):
    adopted.minutes.refresh_from_db()
    with pytest.raises(SignatureRefused):
        sign(adopted, people, "rapporteur", LATER)
    with pytest.raises(ScanRefused, match="en correction"):
        upload_scan(version=adopted, file=SimpleUploadedFile("scan.png", PIXEL), by=people.coordinator)


# --- Adopting ---------------------------------------------------------------------------------------------------------


def test_erratum_is_a_new_version_that_names_the_old_one_and_why(erratum, adopted, tmp_path):
    content = Content.from_json(erratum.content)
    assert (erratum.kind, erratum.number, erratum.supersedes, erratum.reason) == (
        VersionKind.ERRATUM,
        3,
        adopted,
        REASON,
    )
    assert (content.supersedes, content.reason) == (2, REASON)
    text = " ".join(text_of(read_issued(erratum.files.get()), tmp_path).split())
    assert "Erratum (version 3) : remplace la version 2. Neuf fiches et non huit." in text.replace("\xa0", " ")
    assert [word for word in SECRETS if word in text] == []


def test_text_closes_again_with_the_first_day_of_adoption(erratum):
    meeting = erratum.minutes.meeting
    meeting.refresh_from_db()
    assert (meeting.adopted_at, meeting.correcting_since) == (ADOPTED_AT, None)
    with pytest.raises(MeetingNotEditable):
        add_item(meeting=meeting, title="Trop tard", kind="discussion")


def test_old_version_and_its_file_stay_as_they_were(adopted, erratum):
    before = adopted.files.get()
    assert read_issued(before).startswith(b"%PDF")
    assert "Huit fiches" in MinutesVersion.objects.get(pk=adopted.pk).content
    assert sealed_file(erratum.minutes) == erratum.files.get() != before


def test_erratum_needs_a_change_that_was_seen(correcting, people):
    with pytest.raises(NothingCorrected, match="version 2"):
        adopt_minutes(meeting=correcting, by=people.coordinator)
    edit(correcting)
    with pytest.raises(ChangedSinceSeen):
        adopt_minutes(meeting=correcting, by=people.coordinator)
    assert MinutesVersion.objects.count() == 2


def test_progress_since_the_meeting_does_not_enter_the_erratum(correcting, people, adopted):
    ActionPoint.objects.filter(description__contains="plans").update(status="done")
    edit(correcting)
    erratum = Content.from_json(adopt_erratum(correcting, people).content)
    then = {action.reference: action.status for action in Content.from_json(adopted.content).actions}
    assert {action.reference: action.status for action in erratum.actions} == then


def test_erratum_is_signed_anew_and_the_old_version_no_more(adopted, erratum, people):
    with pytest.raises(SignatureRefused, match="remplacée par la version 3"):
        sign(MinutesVersion.objects.get(pk=adopted.pk), people, "rapporteur", LATER)
    for role in ("rapporteur", "chair"):
        sign(erratum, people, role, LATER)
    assert erratum.minutes.state == MinutesState.SIGNED
    assert not adopted.signatures.exists()


def test_signed_record_is_corrected_too(adopted, people):
    for role in ("rapporteur", "chair"):
        sign(adopted, people, role, ADOPTED_AT)
    meeting = adopted.minutes.meeting
    open_correction(meeting=meeting, reason=REASON, by=people.coordinator, at=LATER)
    edit(meeting)
    erratum = adopt_erratum(meeting, people)
    assert (erratum.minutes.state, adopted.signatures.count()) == (MinutesState.ADOPTED, 2)


def test_scan_of_a_replaced_version_signs_nothing(adopted, erratum, people):
    with pytest.raises(ScanRefused, match="remplacée par la version 3"):
        upload_scan(version=adopted, file=SimpleUploadedFile("scan.png", PIXEL), by=people.coordinator)
    assert Minutes.objects.get().state == MinutesState.ADOPTED


# --- Giving up --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["adopted", "signed"])
def test_given_up_correction_leaves_the_record_as_it_was(adopted, people, state):
    for role in ("rapporteur", "chair") if state == "signed" else ():
        sign(adopted, people, role, ADOPTED_AT)
    meeting = adopted.minutes.meeting
    open_correction(meeting=meeting, reason=REASON, by=people.coordinator)
    assert give_up_correction(meeting=meeting, by=people.coordinator).state == state
    meeting.refresh_from_db()
    assert not meeting.is_editable


def test_changed_text_does_not_stay_behind_a_sealed_record(correcting, people):
    edit(correcting)
    with pytest.raises(ChangedSinceSeen, match="l’ordre du jour et les discussions"):
        give_up_correction(meeting=correcting, by=people.coordinator)
    edit(correcting, "<p>Huit fiches examinées.</p>")
    assert give_up_correction(meeting=correcting, by=people.coordinator).state == MinutesState.ADOPTED


def test_what_is_not_open_is_not_given_up(adopted, people):
    with pytest.raises(MoveRefused, match="pas en correction"):
        give_up_correction(meeting=adopted.minutes.meeting, by=people.coordinator)


# --- Pages ------------------------------------------------------------------------------------------------------------


def url(name, meeting, *more):
    return reverse(f"minutes:{name}", args=[meeting.uuid, *more])


@pytest.fixture
def fetch(client, people):
    def get(who, name, meeting, *more, query=""):
        client.force_login(getattr(people, who))
        return client.get(url(name, meeting, *more) + query)

    return get


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_coordinator_corrects_from_page_to_page(client, people, adopted, monkeypatch):
    monkeypatch.setattr("minutes.services.record.render_bounded", render_pdf)
    meeting = adopted.minutes.meeting
    client.force_login(people.coordinator)
    assert "reason" in client.post(url("minutes_correct", meeting)).context["form"].errors
    sent = {"reason": REASON, "confirmed": "on"}
    assert client.post(url("minutes_correct", meeting), sent).url == url("record", meeting)
    assert "il n’y a rien à corriger" in words(client.get(url("minutes_adopt", meeting)))
    edit(meeting)
    shown = client.get(url("minutes_adopt", meeting))
    assert "Ce que l’erratum change dans la version 2" in words(shown)
    client.post(url("minutes_adopt", meeting), {"seen": shown.context["changes"].seen, "confirmed": "on"})
    assert MinutesVersion.objects.latest("number").kind == VersionKind.ERRATUM


def test_members_read_the_version_in_force_while_the_erratum_is_prepared(fetch, correcting):
    edit(correcting)
    shown = words(fetch("member", "record", correcting))
    assert "Huit fiches examinées." in shown
    assert "Neuf fiches examinées." not in shown
    assert "La version 2 reste en vigueur" in shown
    assert reverse("minutes:room", args=[correcting.uuid]) not in shown
    assert "Neuf fiches examinées." in words(fetch("coordinator", "record", correcting))


@pytest.mark.parametrize("who", ["observer", "member", "coordinator"])
def test_replaced_version_stays_readable_and_says_so(fetch, erratum, adopted, who):
    meeting = erratum.minutes.meeting
    old = words(fetch(who, "record", meeting, query="?version=2"))
    assert "Huit fiches examinées." in old
    assert "Version remplacée par la version 3" in old
    assert REASON in old
    current = words(fetch(who, "record", meeting))
    assert "Neuf fiches examinées." in current
    assert f"Erratum (version 3) : remplace la version 2. {REASON}" in current
    assert "Version remplacée par" not in current
    assert "Version 2, remplacée par la version 3" in current


def test_replaced_file_keeps_its_address_and_says_so_in_its_name(fetch, erratum, adopted):
    meeting = erratum.minutes.meeting
    old = fetch("member", "record_file", meeting, adopted.files.get().uuid)
    assert "-version-2-remplacee.pdf" in old["Content-Disposition"]
    current = fetch("member", "record_pdf", meeting)
    assert "remplacee" not in current["Content-Disposition"]
    assert b"".join(current.streaming_content) == read_issued(erratum.files.get())


def test_draft_that_was_circulated_stays_with_the_coordination(fetch, erratum):
    shown = words(fetch("member", "record", erratum.minutes.meeting, query="?version=1"))
    assert "Neuf fiches examinées." in shown


@pytest.mark.parametrize(("who", "expected"), [("rapporteur", 403), ("member", 403), ("stranger", 404)])
@pytest.mark.parametrize("name", ["minutes_correct", "minutes_give_up_correction"])
def test_coordinator_alone_opens_and_gives_up(client, people, adopted, correcting, who, expected, name):
    client.force_login(getattr(people, who))
    assert client.post(url(name, correcting), {"reason": REASON}).status_code == expected
    assert Minutes.objects.get().events.count() == 3
