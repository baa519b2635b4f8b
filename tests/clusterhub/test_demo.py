"""The demonstration: always the same, with something of everything, and an account for every point of view."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from post_office.models import Email

from actions.contributions.tables import answers_to
from actions.enums import CellState, Status
from actions.gaps import coverage_of
from actions.models import ActionHandover, ActionPoint, ActionShare, ContributionCall
from clusterhub.demo import PASSWORD
from clusterhub.management.commands.demo import load_demonstration
from meetings.enums import DocumentState, MeetingState
from meetings.models import AgendaItem, Attendance, Document, Meeting, Section
from minutes.content import Content
from minutes.editions import for_edition
from minutes.enums import Edition, FileKind, MinutesState, VersionKind
from minutes.layouts import available_layouts
from minutes.models import (
    ClusterStyle,
    Minutes,
    MinutesFile,
    MinutesVersion,
    Publication,
    SealedSheet,
    Signature,
    SigningEvent,
)
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from minutes.selectors.annexes import embedded_files
from minutes.selectors.pictures import picture_files
from minutes.selectors.record import content_of
from minutes.services.files import read_issued
from minutes.sign import load_trust_root, verify_pdf
from participants.models import Cluster, PersonEmail, User
from participants.profiles import presence_activities, presences
from tests.minutes.conformance import broken_rules
from tests.minutes.prints import tagged_text, text_laid_out

Snapshot = dict[str, Any]
PARTS = ("meetings", "points", "sections", "actions", "shares", "presence", "documents", "styles", "records")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[Snapshot]:
    """Loaded twice into an empty database: what the first time gave, for comparison, then the second one to look at."""
    with django_db_blocker.unblock():
        load_demonstration()
        first = snapshot()
        empty_database()
        load_demonstration()
        yield first
        empty_database()


def empty_database() -> None:
    call_command("flush", interactive=False, verbosity=0)


def snapshot() -> Snapshot:
    """What a visitor reads, without what each load makes anew (keys, hours of signature)."""
    return {
        "meetings": list(Meeting.objects.order_by("uuid").values_list("uuid", "title", "starts_at", "state", "serial")),
        "points": list(AgendaItem.objects.order_by("pk").values_list("title", "discussion", "status_note", "state")),
        "sections": list(Section.objects.order_by("pk").values_list("kind", "body")),
        "actions": list(
            ActionPoint.objects.order_by("reference").values_list(
                "reference", "description", "owner_text", "due_text", "due_on", "status"
            )
        ),
        "shares": list(ActionShare.objects.order_by("pk").values_list("organisation__name", "status", "note")),
        "presence": list(Attendance.objects.order_by("pk").values_list("name", "organisation_name", "state")),
        "styles": list(ClusterStyle.objects.values_list("cluster__code", "document_name", "logos__sha256")),
        "documents": list(Document.objects.order_by("pk").values_list("name", "version_label", "state", "sha256")),
        "records": list(Minutes.objects.order_by("meeting__uuid").values_list("meeting__uuid", "state")),
    }


# --- Loading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_demonstration_is_the_same_in_every_fresh_database(demonstration: Snapshot, part: str) -> None:
    assert demonstration[part] != []
    assert snapshot()[part] == demonstration[part]


def test_demonstration_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot()

    call_command("demo")

    assert snapshot() == before
    assert capsys.readouterr().out == "La base contient déjà des comptes : la démonstration n’est pas rechargée.\n"


def test_size_adds_exactly_that_many_actions_over_the_clusters() -> None:
    before, shares = ActionPoint.objects.count(), ActionShare.objects.count()

    call_command("demo", size=300, stdout=StringIO())

    assert (ActionPoint.objects.count(), ActionShare.objects.count()) == (before + 300, shares + 300)


def test_size_below_zero_is_refused() -> None:
    with pytest.raises(CommandError, match="--size attend un nombre positif."):
        call_command("demo", size=-1)


# --- What is in it ----------------------------------------------------------------------------------------------------


def test_a_meeting_is_in_every_state() -> None:
    assert set(Meeting.objects.values_list("state", flat=True)) == set(MeetingState)


def test_a_call_has_answers_to_all_but_one_part_and_organisations_to_remind() -> None:
    reading = answers_to(ContributionCall.objects.get())
    assert (reading.answered_count, reading.invitee_count) == (2, 6)
    assert [table.part for table in reading.tables if not table.rows] == ["actions"]


def test_a_cluster_has_another_s_action_to_answer() -> None:
    assert [(row.to_cluster.code, row.is_awaited) for row in ActionHandover.objects.all()] == [("CP", True)]


def test_an_action_is_in_every_status() -> None:
    assert set(ActionPoint.objects.values_list("status", flat=True)) == set(Status)


def test_documents_are_open_validated_and_sealed_with_a_record() -> None:
    open_one = Document.objects.get(state=DocumentState.OPEN)
    assert open_one.is_open
    assert open_one.comments.count() == 2
    validated = Document.objects.get(state=DocumentState.VALIDATED)
    assert [version.version_label for version in Document.objects.versions_of(validated)] == ["v1", "v2"]
    cited = MinutesVersion.objects.filter(kind=VersionKind.ADOPTED, content__contains=str(validated.uuid)).get()
    annexes = for_edition(Content.from_json(cited.content), "members").documents
    assert [(line.number, line.state_label, line.is_embedded) for line in annexes] == [
        (1, "", True),
        (2, "validée", True),
    ]


def test_a_meeting_is_to_come_and_actions_are_late() -> None:
    now, today = timezone.now(), timezone.localdate()
    assert Meeting.objects.filter(cluster__code="CRP", state=MeetingState.ANNOUNCED, starts_at__gt=now).exists()
    assert ActionPoint.objects.standing().filter(cluster__code="CRP").overdue(on=today).exists()


def test_next_meeting_brings_back_what_is_open() -> None:
    coming = Meeting.objects.get(cluster__code="CRP", state=MeetingState.ANNOUNCED)
    carried = coming.action_reviews.values_list("action", flat=True)
    ours = ActionPoint.objects.standing().open().filter(cluster__code="CRP")
    earlier = ours.filter(Q(meeting__starts_at__lt=coming.starts_at) | Q(meeting=None))
    assert sorted(carried) == sorted(earlier.values_list("pk", flat=True)) != []


def test_coverage_shows_what_is_covered_needed_in_hand_and_missing() -> None:
    cluster = Cluster.objects.get(code="CRP")
    coverage = coverage_of(cluster, User.objects.get(email="coordination@example.org"))
    assert set(coverage.counts) >= {CellState.COVERED, CellState.NEEDED, CellState.BEING_COVERED, CellState.EMPTY}
    assert {answer.is_open for cell in coverage.grid.cells for answer in cell.answers} == {True, False}
    assert len(presences(presence_activities(cluster))) > 10


def test_records_wait_at_every_step() -> None:
    """Not written up, in review, circulated, adopted and unsigned, waiting for the chair, signed, being corrected."""
    states = Counter(Minutes.objects.values_list("state", flat=True))
    closed = Meeting.objects.filter(state=MeetingState.CLOSED)
    assert states.keys() == set(MinutesState) - {MinutesState.DRAFTING}
    assert states[MinutesState.SIGNED] >= 2
    assert closed.filter(minutes=None).exists()
    assert [row.role for row in Signature.objects.filter(version__minutes__state=MinutesState.ADOPTED)] == [
        "rapporteur"
    ]


def test_every_signed_record_bears_two_valid_signatures() -> None:
    root = load_trust_root(settings.SIGNING_DIR)
    sealed = MinutesVersion.objects.filter(minutes__state=MinutesState.SIGNED).exclude(kind=VersionKind.CIRCULATED)
    assert VersionKind.ERRATUM in {version.kind for version in sealed}
    for version in sealed:
        signatures = list(version.signatures.filter(edition=Edition.MEMBERS).order_by("pk"))
        assert [row.role for row in signatures] == ["rapporteur", "chair"]
        verdict = verify_pdf(
            read_issued(signatures[-1].file),
            trust_roots=[root],
            expected_fingerprints=[row.fingerprint for row in signatures],
            expected_sha256=signatures[-1].file.sha256,
        )
        assert (verdict.is_valid, verdict.problems) == (True, ())


def issued_files() -> Iterator[MinutesFile | SealedSheet]:
    yield from MinutesFile.objects.select_related("version__minutes").exclude(kind=FileKind.SCAN)
    yield from SealedSheet.objects.all()


def papers_on_the_way() -> Iterator[bytes]:
    """What the coordination prints besides: projects in both editions, and the companions."""
    client, cluster = signed_in("coordination"), Cluster.objects.get(code="CRP")
    held, coming = (
        Meeting.objects.filter(cluster=cluster, **which).latest("starts_at")
        for which in ({"minutes__state": MinutesState.CIRCULATED}, {"state": MeetingState.ANNOUNCED})
    )
    of_held = [(name, held) for name in ("record_pdf", "sign_in_sheet", "follow_up_sheet")]
    for name, meeting in [*of_held, ("sign_in_sheet", coming), ("convocation", coming)]:
        yield client.get(reverse(f"minutes:{name}", args=[meeting.uuid])).getvalue()
    yield client.get(reverse("minutes:record_pdf", args=[held.uuid]), {"edition": "coordination"}).getvalue()
    yield client.post(reverse("minutes:contact_list", args=[cluster.uuid]), {"format": "pdf"}).getvalue()


@pytest.mark.once
def test_every_file_conforms(tmp_path: Path) -> None:
    """Before and after each signature, in one run of the checker."""
    files = [*map(read_issued, issued_files()), *papers_on_the_way()]
    paths = [tmp_path / f"{number}.pdf" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    assert len(paths) > 25
    assert broken_rules(paths) == []


@pytest.mark.once
def test_every_sealed_document_reads_as_what_was_frozen(tmp_path: Path) -> None:
    """A row that goes on over the page is read in two parts."""
    sealed = MinutesFile.objects.filter(kind=FileKind.RENDERED, edition=Edition.MEMBERS)
    layouts = set()
    for file in sealed.select_related("version__minutes"):
        layouts.add(file.version.minutes.printed_layout)
        tagged, heads = tagged_text(read_issued(file), tmp_path)
        written, wanted_heads = text_laid_out(content_of(file.version), file.version.minutes.printed_layout)
        assert (heads, Counter(tagged)) == (wanted_heads, Counter(written))
    assert layouts >= {"a", "b", "c", "e"}


@pytest.mark.once
def test_every_layout_and_edition_prints_the_meetings_whole(tmp_path: Path) -> None:
    """Each of the fifteen with another of the frozen versions, round and round."""
    papers = product(available_layouts(), Edition.values)
    paths = []
    for (layout, edition), version in zip(papers, cycle(MinutesVersion.objects.order_by("pk"))):
        content = content_of(version, edition)
        pictures, annexes = picture_files(content), embedded_files(content)
        pdf = render_minutes(content, layout.code, pictures=pictures, annexes=annexes, render=render_pdf).pdf
        tagged, heads = tagged_text(pdf, tmp_path)
        written, wanted_heads = text_laid_out(content, layout.code)
        assert (layout.code, edition, heads, Counter(tagged)) == (layout.code, edition, wanted_heads, Counter(written))
        paths.append(tmp_path / f"{layout.code}-{edition}.pdf")
        paths[-1].write_bytes(pdf)
    assert len(paths) == 15
    assert broken_rules(paths) == []


def test_a_record_is_published_and_a_signature_refused() -> None:
    published = Publication.objects.get()
    assert (published.version.minutes.state, published.file.edition) == (MinutesState.SIGNED, Edition.PUBLIC)
    assert [row.role for row in published.version.signatures.filter(edition=Edition.PUBLIC)] == ["seal"]
    refused = SigningEvent.objects.get()
    assert (refused.kind, refused.role, refused.minutes.state) == ("refused", "rapporteur", MinutesState.ADOPTED)


def test_a_follow_up_sheet_is_sealed() -> None:
    sheet = SealedSheet.objects.get()
    roots = [load_trust_root(settings.SIGNING_DIR)]
    verdict = verify_pdf(read_issued(sheet), trust_roots=roots, expected_fingerprints=[sheet.fingerprint])
    assert (sheet.number, str(sheet.cluster.code), verdict.problems) == (1, "CRP", ())


def test_nobody_real_can_be_written_to() -> None:
    addresses = list(PersonEmail.objects.values_list("email", flat=True))
    addresses += User.objects.values_list("email", flat=True)
    addresses += [address for mail in Email.objects.all() for address in (*mail.to, *mail.cc, *mail.bcc)]
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}


# --- The accounts -----------------------------------------------------------------------------------------------------


def signed_in(name: str) -> Client:
    client = Client()
    answer = client.post(reverse("participants:login"), {"username": f"{name}@example.org", "password": PASSWORD})
    assert answer.status_code == 302, strip_tags(answer.text)
    return client


def words(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(client.get(path).text))


def test_coordination_finds_what_comes_what_to_finish_and_what_is_late() -> None:
    page = words(signed_in("coordination"), "/")
    for title in ("Nouvelle réunion", "Prochaines réunions", "Comptes rendus à finir", "Actions en retard"):
        assert title in page


def test_focal_point_finds_its_organisation_s_actions_and_may_answer() -> None:
    page = words(signed_in("partenaire"), reverse("actions:my_actions"))
    assert "· SIA" in page
    assert "Répondre" in page
    assert "En retard" in page


def test_member_reads_its_actions_without_editing() -> None:
    client = signed_in("membre")
    closed = Meeting.objects.get(cluster__code="CRP", starts_at__year=2016, starts_at__month=11)
    assert "Actions décidées" in words(client, reverse("minutes:meeting_detail", args=[closed.uuid]))
    assert client.get(reverse("minutes:room", args=[closed.uuid])).status_code == 403
    assert "Nouvelle réunion" not in words(client, "/")


def test_other_cluster_s_coordination_sees_nothing_of_this_one() -> None:
    client = signed_in("protection")
    theirs = Meeting.objects.filter(cluster__code="CRP").first()
    assert "Cluster Relèvement Précoce" not in words(client, reverse("meetings:meeting_list"))
    assert "Cluster Protection" in words(client, reverse("meetings:meeting_list"))
    assert client.get(reverse("minutes:meeting_detail", args=[theirs.uuid])).status_code == 404


def test_administrator_reaches_the_admin_and_nobody_else_does() -> None:
    assert "Comptes" in words(signed_in("admin"), reverse("admin:index"))
    for name in ("coordination", "partenaire", "membre", "protection"):
        assert signed_in(name).get(reverse("admin:index")).status_code in (302, 403, 404)
