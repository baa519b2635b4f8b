"""One zip: everything issued, its digests, and what cannot be vouched for left out by name."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from meetings.services.documents import attach_document
from minutes.archive import Entry, EntryUnavailable, write_archive
from minutes.errors import NothingToArchive
from minutes.models import Minutes, MinutesVersion
from minutes.services.archive import archive_meeting, archive_period
from minutes.services.files import CHANGED, GONE
from minutes.services.record import circulate_minutes
from tests.factories import People
from tests.minutes.factories import ADOPTED_AT, make_document, make_held_meeting, sign
from tests.tools import require_tool

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Cluster : novembre", "made_on": date(2026, 11, 22), "address": "https://example.org/verifier/"}


@pytest.fixture
def signed(adopted: MinutesVersion, people: People) -> MinutesVersion:
    sign(adopted, people, "rapporteur", ADOPTED_AT + timedelta(hours=1))
    return adopted


def archived(version: MinutesVersion) -> zipfile.ZipFile:
    with archive_meeting(version.minutes.meeting) as made:
        return zipfile.ZipFile(io.BytesIO(made.read()))


def manifest(archive: zipfile.ZipFile) -> dict:
    return json.loads(archive.read("manifeste.json"))


def test_every_issued_file_is_there_with_its_digest(signed: MinutesVersion) -> None:
    archive = archived(signed)
    listed = {row["path"]: row for row in manifest(archive)["files"]}
    for file in signed.files.all():
        (path,) = [path for path, row in listed.items() if row["sha256"] == file.sha256]
        assert hashlib.sha256(archive.read(path)).hexdigest() == file.sha256
        assert (listed[path]["size"], listed[path]["edition"]) == (file.size, file.edition)
    assert signed.files.count() == 2
    assert set(archive.namelist()) - set(listed) == {"manifeste.json", "LISEZMOI.txt", "SHA256SUMS"}
    assert archive.testzip() is None


def test_frozen_content_of_every_version_is_there_as_it_is(signed: MinutesVersion) -> None:
    archive = archived(signed)
    rows = [row for row in manifest(archive)["files"] if row["kind"] == "contenu"]
    found = {row["version"]: archive.read(row["path"]).decode() for row in rows}
    assert found == dict(signed.minutes.versions.values_list("number", "content"))
    assert all(hashlib.sha256(archive.read(row["path"])).hexdigest() == row["content_sha256"] for row in rows)


def test_history_names_who_did_what(signed: MinutesVersion, people: People) -> None:
    archive = archived(signed)
    (path,) = [path for path in archive.namelist() if path.endswith("historique.json")]
    history = json.loads(archive.read(path))
    assert [move["after"] for move in history["moves"]] == ["circulated", "adopted"]
    assert [one["name"] for one in history["versions"][-1]["signatures"]] == [people.rapporteur.display_name]


@pytest.mark.once
def test_sums_are_those_that_the_usual_tool_checks(signed: MinutesVersion, tmp_path: Path) -> None:
    archived(signed).extractall(tmp_path)
    command = [require_tool("sha256sum"), "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "manifeste.json").write_text("{}")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_attached_documents_are_there_once(people: People) -> None:
    meeting = make_held_meeting(people)
    document = make_document(people, "Termes de référence", visibility="coordination")
    for place in (meeting, meeting.items.first()):
        attach_document(document=document, to=place)
    version = _circulated(meeting, people)
    archive = archived(version)
    (row,) = [row for row in manifest(archive)["files"] if row["sha256"] == document.sha256]
    assert (row["kind"], row["name"]) == ("annexe", "Termes de référence")
    assert row["path"].endswith("-termes-de-reference.pdf")


def _circulated(meeting, people: People) -> MinutesVersion:
    circulate_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT - timedelta(days=7))
    return Minutes.objects.get(meeting=meeting).versions.get()


def test_changed_or_lost_file_is_left_out_and_named(signed: MinutesVersion) -> None:
    rendered, once = signed.files.order_by("signatures_count")
    with default_storage.open(rendered.file.name, "ab") as stored:
        stored.write(b"x")
    default_storage.delete(once.file.name)
    archive = archived(signed)
    missing = manifest(archive)["missing"]
    assert {one["reason"] for one in missing} == {CHANGED, GONE}
    assert {one["path"] for one in missing}.isdisjoint(archive.namelist())
    assert "ATTENTION : 2 fichier(s) manquent" in archive.read("LISEZMOI.txt").decode()


def test_same_entries_give_the_same_bytes() -> None:
    def made() -> bytes:
        target = io.BytesIO()
        write_archive(target, [Entry("a.txt", lambda: b"a"), Entry("b.txt", refuse)], **ABOUT)
        return target.getvalue()

    assert made() == made()


def refuse() -> bytes:
    raise EntryUnavailable("perdu")


def test_period_holds_its_meetings_and_no_other(signed: MinutesVersion, people: People) -> None:
    day = signed.minutes.meeting.day
    with archive_period(people.cluster, since=day, until=day) as made:
        assert any(path.startswith(day.isoformat()) for path in zipfile.ZipFile(made).namelist())
    with pytest.raises(NothingToArchive):
        archive_period(people.cluster, since=day + timedelta(days=1), until=day + timedelta(days=9))


def test_names_cannot_leave_the_folder(people: People) -> None:
    meeting = make_held_meeting(people)
    document = make_document(people, "x")
    type(document).objects.filter(pk=document.pk).update(original_name="../../etc/pass wd.p/df")
    attach_document(document=document, to=meeting)
    names = archived(_circulated(meeting, people)).namelist()
    assert not [name for name in names if ".." in name or name.startswith("/")]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_coordination_downloads_the_archive_of_a_meeting(
    signed: MinutesVersion, people: People, client: Client
) -> None:
    client.force_login(people.coordinator)
    answer = client.get(reverse("minutes:meeting_archive", args=[signed.minutes.meeting.uuid]))
    assert answer["Content-Disposition"].startswith('attachment; filename="archive-')
    assert "manifeste.json" in zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()


def test_meeting_without_anything_frozen_says_so(people: People, client: Client) -> None:
    client.force_login(people.coordinator)
    meeting = make_held_meeting(people)
    answer = client.get(reverse("minutes:meeting_archive", args=[meeting.uuid]), follow=True)
    assert "il n’y a rien à archiver" in answer.content.decode()


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("2016-12-01", "2016-11-01", "La fin de la période est avant son début."),
        ("hier", "2016-11-01", "Saisissez une date valide."),
        ("1990-01-01", "1990-02-01", "il n’y a rien à archiver"),
    ],
)
def test_period_that_holds_nothing_is_refused_beside_the_field(
    people: People, client: Client, since: str, until: str, message: str
) -> None:
    client.force_login(people.coordinator)
    answer = client.post(
        reverse("minutes:cluster_archive", args=[people.cluster.uuid]), {"since": since, "until": until}
    )
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert f'value="{since}"' in answer.content.decode()


def test_member_gets_no_archive(signed: MinutesVersion, people: People, client: Client) -> None:
    client.force_login(people.member)
    assert client.get(reverse("minutes:meeting_archive", args=[signed.minutes.meeting.uuid])).status_code == 403
