"""The fiche de suivi: what a meeting follows up, by meeting of origin, what is long unmet apart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from actions.models import ActionPoint, ActionReview
from actions.services.report import report_on_action
from clusterhub.web.richtext import to_text
from meetings.enums import Visibility
from meetings.models import Meeting
from meetings.services.lifecycle import announce_meeting, close_meeting, open_meeting
from minutes.companions import FollowUpGroup, FollowUpLine, FollowUpSheet, Seal, companion_html
from minutes.companions.follow_up import UNMET
from minutes.content import ExpectedSignature, MeetingFacts
from minutes.render.engine import render_pdf
from minutes.selectors.follow_up import follow_up_sheet, members_sheet
from minutes.services import drafts
from tests.meetings.factories import NOVEMBER_15, make_meeting
from tests.minutes.factories import OCTOBER_20, SECRETS, make_action, make_item
from tests.minutes.reading import text_of
from tests.minutes.structure import structure_of

COLUMNS = [
    *("N°", "Point de l’ordre du jour", "Action", "Responsable(s)", "Échéance"),
    *("Statut", "Actions prises / commentaires"),
]
SEPTEMBER_20 = OCTOBER_20.replace(month=9)
NOVEMBER_3 = NOVEMBER_15.replace(day=3)


@pytest.fixture
def november(people) -> Meeting:
    """Announced, after two meetings that left something to do; one action was done in between."""
    by = people.coordinator
    for moment, texts in ((SEPTEMBER_20, ["Vieille promesse"]), (OCTOBER_20, ["Envoyer le profil", "Faire la carte"])):
        meeting = make_meeting(people.cluster, moment, state="open", by=by)
        for text in texts:
            make_action(people, meeting, text, due_text="22 novembre")
        if moment == OCTOBER_20:
            make_action(people, meeting, "Écouter secretsuivi", visibility=Visibility.COORDINATION)
        close_meeting(meeting=meeting, by=by, at=moment + timedelta(hours=1))
    done = ActionPoint.objects.get(description__contains="Faire la carte")
    report_on_action(done, by=by, status="done", comment="Carte imprimée.", organisation=people.partner, at=NOVEMBER_3)
    meeting = make_meeting(people.cluster, NOVEMBER_15, by=by)
    announce_meeting(meeting=meeting, by=by)
    return Meeting.objects.get(pk=meeting.pk)


def told(sheet: FollowUpSheet) -> dict[str, list[tuple[str, str]]]:
    return {
        part.label.replace("\u00a0", " "): [(to_text(line.description_html), line.status_label) for line in part.lines]
        for part in sheet.parts
    }


@pytest.mark.django_db
def test_actions_come_by_meeting_of_origin_and_unmet_ones_apart(people, november):
    sheet = follow_up_sheet(november, people.coordinator)
    assert told(sheet) == {
        "Réunion du 20 octobre 2016": [
            ("Envoyer le profil", "À faire"),
            ("Faire la carte", "Réalisé"),
            ("Écouter secretsuivi", "À faire"),
        ],
        UNMET: [("Vieille promesse", "À faire")],
    }
    done = sheet.groups[0].lines[1]
    assert done.done_on == "2016-11-03"
    assert [note.replace("\u00a0", " ") for note in done.notes] == ["PARTEN, 3 novembre 2016 : Carte imprimée."]
    assert sheet.unmet[0].origin.replace("\u00a0", " ") == "Réunion du 20 septembre 2016"
    assert sheet.unmet[0].times_carried == 2


@pytest.mark.django_db
def test_action_names_the_point_under_which_it_was_decided(people):
    by = people.coordinator
    october = make_meeting(people.cluster, OCTOBER_20, state="open", by=by)
    october.items.all().delete()
    first = make_item(october, "Déplacés")
    second = make_item(october, "Accès")
    make_action(people, october, "Compter", item=make_item(october, "Camps", parent=second))
    make_action(people, october, "Ouvrir", item=first)
    make_action(people, october, "Écrire")
    close_meeting(meeting=october, by=by, at=OCTOBER_20 + timedelta(hours=1))
    lines = members_sheet(make_meeting(people.cluster, by=by)).lines
    assert {to_text(line.description_html): line.item for line in lines} == {
        "Compter": "2.1. Camps",
        "Ouvrir": "1. Déplacés",
        "Écrire": "",
    }


@pytest.mark.django_db
def test_members_edition_leaves_out_what_is_restricted_and_says_so(people, november):
    sheet = follow_up_sheet(november, people.member)
    assert [text for texts in told(sheet).values() for text, _ in texts] == [
        "Envoyer le profil",
        "Faire la carte",
        "Vieille promesse",
    ]
    assert sheet.left_out_line == "1 action réservée à la coordination n’est pas reproduite."
    assert follow_up_sheet(november, people.coordinator).left_out_line == ""


@pytest.mark.django_db
def test_action_made_under_a_restricted_point_is_left_out_for_members(people, held):
    assert "secretvisible" in companion_html(follow_up_sheet(held, people.coordinator))
    html = companion_html(follow_up_sheet(held, people.member))
    assert [word for word in SECRETS if word in html] == []
    assert "Envoyer le profil" in html


@pytest.mark.django_db
def test_members_do_not_see_what_a_meeting_still_open_decided(people):
    make_action(people, make_meeting(people.cluster, OCTOBER_20, state="open", by=people.coordinator), "Pas encore dit")
    meeting = make_meeting(people.cluster, by=people.coordinator)
    assert told(follow_up_sheet(meeting, people.coordinator)) != {}
    assert (told(follow_up_sheet(meeting, people.member)), follow_up_sheet(meeting, people.member).left_out) == ({}, 0)


@pytest.mark.django_db
def test_sheet_of_a_past_meeting_stays_as_it_was(people, november):
    open_meeting(meeting=november, by=people.coordinator, at=NOVEMBER_15)
    close_meeting(meeting=november, by=people.coordinator, at=NOVEMBER_15 + timedelta(hours=1))
    before = follow_up_sheet(november, people.member)
    action = ActionPoint.objects.get(description__contains="Envoyer le profil")
    report_on_action(
        action, by=people.coordinator, status="dropped", comment="Trop tard.", at=NOVEMBER_15 + timedelta(days=9)
    )
    assert follow_up_sheet(november, people.member) == before
    assert before.as_of == "2016-11-15"


@pytest.mark.django_db
def test_note_that_a_report_quotes_is_not_printed_twice(people, november):
    action = ActionPoint.objects.get(description__contains="Envoyer le profil")
    report_on_action(action, by=people.coordinator, status="blocked", comment="Route coupée.", at=NOVEMBER_3)
    ActionPoint.objects.filter(pk=action.pk).update(status_note="Route coupée.")
    line = next(one for one in follow_up_sheet(november, people.coordinator).lines if one.reference == action.reference)
    assert [note.endswith("Route coupée.") for note in line.notes] == [True]


@pytest.mark.django_db
def test_members_read_what_was_said_in_the_meeting_once_the_record_is_out(people, held):
    review = ActionReview.objects.filter(meeting=held, action__description__contains="Envoyer le profil")
    review.update(comment="<p>Promis pour lundi.</p>")
    assert "Promis pour lundi." in companion_html(follow_up_sheet(held, people.rapporteur))
    assert "Promis pour lundi." not in companion_html(follow_up_sheet(held, people.member))


@pytest.mark.django_db
def test_members_read_the_version_that_is_out_and_not_what_is_typed_since(people, circulated):
    review = ActionReview.objects.filter(meeting=circulated, action__description__contains="Envoyer le profil")
    review.update(comment="<p>Tapé depuis.</p>")
    assert "Tapé depuis." not in companion_html(follow_up_sheet(circulated, people.member))


@pytest.mark.django_db
def test_more_actions_ask_no_more_of_the_database(people, november, django_assert_num_queries):
    october = november.previous
    for who in (people.coordinator, people.member):
        who.standings  # noqa: B018 read once per request
        follow_up_sheet(november, who)
        for number in range(5):
            make_action(people, october, f"De plus {number}", item=make_item(october, f"Point {number}"))
        with django_assert_num_queries(6):
            assert len(follow_up_sheet(november, who).groups[0].lines) > 6


# --- On paper ---------------------------------------------------------------------------------------------------------


def crowd(count: int) -> FollowUpSheet:
    lines = tuple(
        FollowUpLine(
            reference=f"ESS-2016-10-{n:02}",
            item=f"{n}. Situation des ménages déplacés" if n % 4 else "",
            description_html=f"<p>Faire la chose {n} avec les Nɛnɛ Kɔnɛ Ŋaɲa.</p><ul><li>un</li><li>deux</li></ul>",
            owners_text="Partenaires",
            due_text="22 novembre",
            status_label="Réalisé" if n % 2 else "En cours",
            done_on="2016-11-03" if n % 2 else "",
            times_carried=2,
            notes=(f"Note {n}",) if n % 3 else (),
        )
        for n in range(1, count + 1)
    )
    meeting = MeetingFacts(uuid="u", title="", cluster_name="Cluster Essai", starts_at="2016-11-15T14:30:00+00:00")
    groups = (FollowUpGroup(label="Réunion du 20 octobre 2016", lines=lines),) if lines else ()
    unmet = (FollowUpLine(reference="ESS-2016-09-01", description_html="<p>Vieille</p>", origin="Réunion du 20 mai"),)
    return FollowUpSheet(meeting=meeting, as_of="2016-11-15", groups=groups, unmet=unmet if lines else (), left_out=2)


def sealed(sheet: FollowUpSheet) -> FollowUpSheet:
    """As it is laid out before the seal is applied."""
    seal = Seal(
        number=3,
        sealed_at="2016-11-16T09:00:00+00:00",
        public_key="AbCdEfGhIjKlMnOpQrStUv",
        base_url="https://hub.example.org",
        signer=ExpectedSignature(role="seal", label="Cachet du cluster", name="Cluster Essai"),
    )
    return replace(sheet, seal=seal)


def printed(sheet: FollowUpSheet) -> bytes:
    return render_pdf(companion_html(sheet)).pdf


def test_paper_reads_as_the_content(tmp_path):
    read = structure_of(printed(crowd(60)), tmp_path)
    assert read.headings == ["Fiche de suivi", "Réunion du 20 octobre 2016", UNMET]
    rows = read.rows_under(COLUMNS, begins="ESS-")
    assert len(rows) == 61
    assert [row[1] for row in rows[:4]] == [*(f"{n}. Situation des ménages déplacés" for n in (1, 2, 3)), "–"]
    assert rows[0][3:] == ["Partenaires", "22 novembre", "Réalisé le 3 novembre 2016 reportée à 2 réunions", "Note 1"]
    assert rows[0][2].startswith("Faire la chose 1 avec les Nɛnɛ Kɔnɛ Ŋaɲa.")
    assert rows[-1] == ["ESS-2016-09-01 Réunion du 20 mai", "–", "Vieille", "À désigner", "Non fixée", "", ""]
    assert read.text.endswith("2 actions réservées à la coordination ne sont pas reproduites.")


def test_nothing_to_follow_is_said_without_an_empty_table(tmp_path):
    read = structure_of(printed(crowd(0)), tmp_path)
    assert (read.headings, read.tables) == (["Fiche de suivi"], [])
    assert "Aucune action à suivre." in read.text


def test_headings_are_repeated_and_pages_numbered(tmp_path):
    pages = text_of(printed(crowd(60)), tmp_path, keep_lines=True).strip("\f").split("\f")
    assert len(pages) > 4
    assert [page for page in pages if "Responsable(s)" not in page] == []
    assert [f"page {n} / {len(pages)}" in page for n, page in enumerate(pages, start=1)] == [True] * len(pages)


# --- The address ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status", "words"),
    [
        ("coordinator", 200, ["secretsuivi", "(édition de la coordination)"]),
        ("member", 200, []),
        ("observer", 403, []),
        ("stranger", 404, []),
    ],
)
def test_each_gets_the_edition_of_its_rights(client, people, november, who, status, words, monkeypatch, tmp_path):
    monkeypatch.setattr(drafts, "render_bounded", render_pdf)
    client.force_login(getattr(people, who))
    response = client.get(reverse("minutes:follow_up_sheet", args=[november.uuid]))
    assert response.status_code == status
    if status == 200:
        text = text_of(b"".join(response.streaming_content), tmp_path)
        assert [word for word in ("secretsuivi", "(édition de la coordination)") if word in text] == words
        assert response["Content-Disposition"] == 'inline; filename="fiche-de-suivi-CRP-2016-11-15.pdf"'


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "shown"), [("member", True), ("observer", False)])
def test_pages_offer_it_to_those_who_may_read_it(client, people, adopted, who, shown):
    meeting = adopted.minutes.meeting
    client.force_login(getattr(people, who))
    pages = [client.get(reverse(name, args=[meeting.uuid])) for name in ("minutes:meeting_detail", "minutes:record")]
    address = reverse("minutes:follow_up_sheet", args=[meeting.uuid])
    assert [address in page.content.decode() for page in pages] == [shown, shown]
