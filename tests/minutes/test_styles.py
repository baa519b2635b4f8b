"""How the records of a cluster look and are called: chosen on one page, frozen with what is circulated or adopted."""

from base64 import b64decode
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from post_office.models import Email

from meetings.enums import MeetingRoleKind
from meetings.models import Meeting, MeetingRole
from minutes.content import Content
from minutes.errors import LogoRefused
from minutes.layouts import UnknownLayout
from minutes.models import ClusterLogo, ClusterStyle, Minutes, MinutesVersion
from minutes.render.engine import render_pdf
from minutes.selectors.freeze import freeze
from minutes.selectors.record import changes_since, content_of, live_content
from minutes.services import drafts
from minutes.services.errata import open_correction
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.styles import MAX_LOGOS, add_logo, remove_logo, save_style
from participants.models import Cluster
from tests.minutes.factories import ADOPTED_AT, make_adopted
from tests.minutes.reading import one_line, text_of
from tests.minutes.styles import drawing

pytestmark = pytest.mark.django_db

PV = {"layout": "c", "document_name": "proces_verbal", "header_text": "Secrétariat", "footer_text": "Bamako"}
LABELS = {"chair": "Président(e) de séance", "rapporteur": "Préparé par"}


def save(people, **changes):
    return save_style(cluster=people.cluster, **PV | {"role_labels": LABELS} | changes)


def add(people, alt="Logo du cluster", **shape):
    return add_logo(cluster=people.cluster, file=BytesIO(drawing(**shape)), alt=alt)


def label_of(content, role):
    return next(line.label for line in content.roles if line.role == role)


# --- What is frozen ---------------------------------------------------------------------------------------------------


def test_without_a_choice_nothing_is_frozen(held):
    content = freeze(held)
    assert (content.style, content.document_label) == (None, "Compte rendu")


def test_freeze_keeps_the_style_of_the_day(held, people):
    logo = (add(people), save(people))[0]
    content = freeze(held)
    assert (content.document_label, content.style.header_text, content.style.footer_text) == (
        "Procès-verbal",
        "Secrétariat",
        "Bamako",
    )
    assert b64decode(content.style.logos[0].data) == bytes(logo.data)
    assert content.style.own_labels == ("chair", "rapporteur")


@pytest.mark.parametrize(
    ("function", "label"),
    [
        ("Coordinatrice", "Présidente de séance"),
        ("Directeur", "Président de séance"),
        ("Point focal", "Président(e) de séance"),
        ("", "Président(e) de séance"),
    ],
)
def test_label_agrees_with_the_function_of_that_day(held, people, function, label):
    save(people)
    MeetingRole.objects.filter(meeting=held, kind=MeetingRoleKind.CHAIR).update(job_title=function)
    assert (label_of(freeze(held), "chair"), label_of(freeze(held), "rapporteur")) == (label, "Préparé par")


def test_presence_agrees_with_the_function(held, people):
    held.attendances.filter(name=people.member.person.name).update(state="excused", job_title="Directrice")
    assert [row.state_label for row in freeze(held).attendance if row.job_title == "Directrice"] == ["excusée"]


def test_past_versions_do_not_follow_a_new_style(people):
    save(people)
    logo = add(people)
    version = make_adopted(people)
    before = content_of(version)
    remove_logo(logo)
    save(people, document_name="compte_rendu", header_text="Autre", role_labels={})
    after = content_of(MinutesVersion.objects.get(pk=version.pk))
    assert (after, len(after.style.logos), after.document_label) == (before, 1, "Procès-verbal")
    assert Minutes.objects.get().called == "Procès-verbal"


def test_change_of_style_is_no_change_of_the_text(circulated, people):
    """The clock may adopt what was circulated: nobody's words have changed."""
    minutes, version = Minutes.objects.get(), MinutesVersion.objects.get()
    minutes.meeting = circulated
    before = changes_since(version, live_content(minutes, version))
    save(people)
    add(people)
    after = changes_since(version, live_content(minutes, version))
    assert live_content(minutes, version).style is not None
    assert (before.parts, after.parts, after.seen) == ((), (), before.seen)


def test_erratum_looks_like_what_it_corrects(people):
    save(people)
    version = make_adopted(people)
    meeting = version.minutes.meeting
    save(people, document_name="compte_rendu", header_text="Autre", role_labels={})
    open_correction(meeting=meeting, reason="Un nom", by=people.coordinator)
    live = live_content(Minutes.objects.get(), version)
    assert (live.document_label, live.style, label_of(live, "rapporteur")) == (
        "Procès-verbal",
        Content.from_json(version.content).style,
        "Préparé par",
    )


def test_open_records_take_the_new_name_and_sealed_ones_keep_theirs(people):
    sealed = make_adopted(people).minutes
    save(people)
    assert Minutes.objects.get(pk=sealed.pk).document_name == "compte_rendu"
    Minutes.objects.filter(pk=sealed.pk).update(state="circulated")
    save(people)
    assert Minutes.objects.get(pk=sealed.pk).document_name == "proces_verbal"


def test_style_of_another_cluster_stays_as_it_was(held, people):
    save_style(cluster=people.other_cluster, **PV)
    assert freeze(held).style is None


def test_unknown_layout_is_refused_and_nothing_changes(people):
    with pytest.raises(UnknownLayout):
        save(people, layout="z")
    assert (ClusterStyle.objects.count(), Cluster.objects.get(pk=people.cluster.pk).layout) == (0, "a")


@pytest.mark.parametrize("logo_count", [1, 3])
def test_freezing_asks_the_same_queries_whatever_the_number_of_logos(held, people, logo_count):
    for number in range(logo_count):
        add(people, width=100 + number)
    with CaptureQueriesContext(connection) as captured:
        freeze(held)
    assert sum("clusterlogo" in query["sql"] for query in captured) == 1


# --- Logos ------------------------------------------------------------------------------------------------------------


def test_logo_is_kept_once_and_counted(people):
    add(people)
    with pytest.raises(LogoRefused, match="déjà là"):
        add(people)
    for number in range(MAX_LOGOS - 1):
        add(people, width=100 + number)
    with pytest.raises(LogoRefused, match="3 logos au plus"):
        add(people, width=300)
    assert ClusterLogo.objects.count() == MAX_LOGOS


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(client, people):
    client.force_login(people.coordinator)
    return client


def page(people):
    return reverse("minutes:cluster_style", args=[people.cluster.uuid])


def typed(**changes):
    known = {"layout_code": "b-due", "document_name": "proces_verbal", "header_text": "Un\r\nDeux", "footer_text": ""}
    return known | changes


def test_page_keeps_what_is_chosen(coordinator, people):
    response = coordinator.post(page(people), typed(label_chair="Présidée par :", label_writer="Rédigé par"))
    style = ClusterStyle.objects.get()
    assert response.url == page(people)
    assert (style.document_name, style.header_text) == ("proces_verbal", "Un\nDeux")
    assert style.role_labels == {"chair": "Présidée par"}
    assert Cluster.objects.get(pk=people.cluster.pk).layout == "b-due"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("header_text", "a\nb\nc", "Deux lignes au plus."),
        ("footer_text", "a" * 201, "200"),
        ("layout_code", "z", "z"),
        ("document_name", "roman", "roman"),
        ("label_chair", "x" * 41, "40"),
    ],
)
def test_bad_choice_is_said_beside_its_field_and_kept(coordinator, people, field, value, message):
    response = coordinator.post(page(people), typed(**{field: value}))
    assert [message in error for error in response.context["form"].errors[field]] == [True]
    assert (response.context["form"][field].value(), ClusterStyle.objects.count()) == (value, 0)


def test_page_shows_the_choices_and_the_logos(coordinator, people):
    save(people)
    add(people, alt="Un logo <b>")
    response = coordinator.get(page(people))
    form = response.context["form"]
    assert 'alt="Un logo &lt;b&gt;"' in response.content.decode()
    assert (form["document_name"].value(), form["label_chair"].value()) == ("proces_verbal", LABELS["chair"])
    assert form["layout_code"].value() == "c"


def test_preview_shows_what_is_typed_without_keeping_it(coordinator, held, people, monkeypatch, tmp_path):
    monkeypatch.setattr(drafts, "render_minutes", lambda *a, **k: RENDER(*a, **k, render=render_pdf))
    response = coordinator.post(page(people), typed(header_text="ESSAI", preview="1"))
    text = text_of(b"".join(response.streaming_content), tmp_path)
    assert response["Content-Type"] == "application/pdf"
    assert ("ESSAI" in text, "Procès-verbal" in text, "Projets de 2017" in text) == (True, True, True)
    assert ("secretpoint" in text, ClusterStyle.objects.count()) == (False, 0)


RENDER = drafts.render_minutes


def test_preview_without_a_right_to_read_is_a_specimen(client, held, people, monkeypatch, tmp_path):
    monkeypatch.setattr(drafts, "render_minutes", lambda *a, **k: RENDER(*a, **k, render=render_pdf))
    client.force_login(people.admin)
    text = text_of(b"".join(client.post(page(people), typed(preview="1")).streaming_content), tmp_path)
    assert ("Un point de l’ordre du jour" in text, "Projets de 2017" in text) == (True, False)


def upload(name="logo.png", data=None, content_type="image/png"):
    return SimpleUploadedFile(name, drawing() if data is None else data, content_type)


def test_logo_is_added_and_removed(coordinator, people):
    address = reverse("minutes:logo_add", args=[people.cluster.uuid])
    coordinator.post(address, {"file": upload(), "alt": "Logo du cluster"})
    logo = ClusterLogo.objects.get()
    assert (logo.alt, logo.width, logo.height, logo.media_type) == ("Logo du cluster", 450, 130, "image/png")
    shown = coordinator.get(reverse("minutes:logo_picture", args=[people.cluster.uuid, logo.uuid]))
    assert (shown["Content-Type"], shown.content, shown["X-Content-Type-Options"]) == (
        "image/png",
        bytes(logo.data),
        "nosniff",
    )
    coordinator.post(reverse("minutes:logo_remove", args=[people.cluster.uuid, logo.uuid]))
    assert ClusterLogo.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (upload("logo.png", b"<svg onload='alert(1)'/>"), "Les images SVG ne sont pas acceptées"),
        (upload("logo.svg", b"<svg/>", "image/svg+xml"), "Les images SVG ne sont pas acceptées"),
        (upload("logo.png", b"%PDF-1.7"), "ne peut pas être lue"),
        (upload("logo.jpg", b"\0" * 2_000_001), "trop lourde : 2 Mo"),
        (upload("logo.png", b""), "vide"),
    ],
)
def test_bad_logo_is_said_beside_the_file(coordinator, people, file, message):
    address = reverse("minutes:logo_add", args=[people.cluster.uuid])
    response = coordinator.post(address, {"file": file, "alt": "Logo"})
    assert [message in error for error in response.context["form"].errors["file"]] == [True]
    assert ClusterLogo.objects.count() == 0


def test_logo_of_another_cluster_is_not_removed(coordinator, people):
    logo = add_logo(cluster=people.other_cluster, file=BytesIO(drawing()), alt="Autre")
    response = coordinator.post(reverse("minutes:logo_remove", args=[people.cluster.uuid, logo.uuid]))
    assert (response.status_code, ClusterLogo.objects.count()) == (404, 1)


# --- The name on screen -----------------------------------------------------------------------------------------------


def test_pages_and_files_call_the_record_as_the_cluster_does(coordinator, circulated, people):
    save(people)
    html = one_line(coordinator.get(reverse("minutes:record", args=[circulated.uuid])).content.decode())
    assert ("<h1>Procès-verbal</h1>" in html, "Projet de procès-verbal (PDF)" in html) == (True, True)
    adopt = one_line(coordinator.get(reverse("minutes:minutes_adopt", args=[circulated.uuid])).content.decode())
    assert "<h1>Adopter le procès-verbal</h1>" in adopt


def test_mail_of_a_circulation_calls_it_so(held, people):
    save(people)
    circulate_minutes(meeting=held, by=people.coordinator)
    subjects = Email.objects.filter(subject__startswith="Projet").values_list("subject", flat=True)
    assert {one_line(subject).partition(" :")[0] for subject in subjects} == {"Projet de procès-verbal"}


def test_sealed_file_is_named_so(coordinator, people):
    save(people)
    version = make_adopted(people)
    response = coordinator.get(reverse("minutes:record_pdf", args=[version.minutes.meeting.uuid]))
    assert 'filename="proces-verbal-CRP-2016-11-15.pdf"' in response["Content-Disposition"]


# --- A layout that is gone --------------------------------------------------------------------------------------------


@pytest.fixture
def lost(circulated):
    """The record names a layout that the program no longer has; its cluster prints in D."""
    Minutes.objects.update(layout="ancien")
    Cluster.objects.filter(pk=circulated.cluster_id).update(layout="d")
    return Meeting.objects.get(pk=circulated.pk)


def test_lost_layout_prints_in_the_cluster_s_and_the_coordination_is_told(coordinator, lost):
    html = one_line(coordinator.get(reverse("minutes:record", args=[lost.uuid])).content.decode())
    assert "le document s’imprime en « Récit inter-cluster »" in html
    chosen = coordinator.get(reverse("minutes:minutes_layout", args=[lost.uuid])).context["form"]
    assert chosen["layout"].value() == "d"
    assert [label for code, label in chosen.fields["layout"].choices if "celle du cluster" in label][0][:5] == "Récit"


def test_lost_layout_does_not_keep_a_record_from_being_adopted(lost, people, tmp_path):
    at = ADOPTED_AT + timedelta(days=1)
    version = adopt_minutes(meeting=lost, by=people.coordinator, at=at, render=render_pdf)
    with version.files.get().file.open("rb") as issued:
        assert "1- " in text_of(issued.read(), tmp_path)


def test_members_are_not_told_of_a_lost_layout(client, lost, people):
    client.force_login(people.member)
    assert "n’existe plus" not in client.get(reverse("minutes:record", args=[lost.uuid])).content.decode()
