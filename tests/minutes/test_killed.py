"""The process dies (SIGKILL) in the middle of sealing or signing: no half file is known, and a second try succeeds."""

import os
import signal
import subprocess
import warnings
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.errors import SealFailed, SignatureRefused
from minutes.models import Minutes, MinutesFile, MinutesVersion, Signature
from minutes.render import bounded
from minutes.render.engine import render_pdf
from minutes.services import files, record, signature
from minutes.services.files import FOLDER, read_issued
from minutes.services.orphans import ASIDE, put_orphans_aside
from minutes.services.record import adopt_minutes
from minutes.services.verification import verify_file
from minutes.sign.signature import DatedSigner
from tests.factories import make_people
from tests.minutes.factories import ADOPTED_AT, make_adopted, make_circulated, sign

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A folder of files of this test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "files")


def dies(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_half_way(content, chunk_size=None):
    content.seek(0)
    yield content.read(content.size // 2)
    dies()


def killed(act, owner=None, name="", death=dies):
    """Whether a child of this process, with a connection of its own, died where it was to die: there, or in `act`."""
    connection.close()
    with warnings.catch_warnings(action="ignore"):  # forked beside threads: it does nothing but this and die
        child = os.fork()
    if not child:
        try:
            if owner:
                setattr(owner, name, death)
            act()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def assert_every_known_file_is_whole():
    for file in MinutesFile.objects.all():
        read_issued(file)


def names_in(folder):
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def assert_rest_is_put_aside(left):
    """Not while it may still be at work; then away from what is served, and kept."""
    assert put_orphans_aside() == 0
    assert put_orphans_aside(at=timezone.now() + timedelta(days=2)) == left
    assert len(names_in(FOLDER)) == MinutesFile.objects.count()
    assert len(names_in(ASIDE)) == left
    assert_every_known_file_is_whole()


def adopt(meeting, people, render=render_pdf):
    return adopt_minutes(
        meeting=Meeting.objects.get(pk=meeting.pk), by=people.coordinator, at=ADOPTED_AT, render=render
    )


DEATHS_WHILE_SEALING = {
    "rendering": (record, "render_minutes", dies, 0),
    "half written": (ContentFile, "chunks", dies_half_way, 1),
    "written": (files, "_flush_to_disk", dies, 1),
    "version made": (record, "issue", dies, 1),
    "committing": (BaseDatabaseWrapper, "commit", dies, 1),
}


def test_killed_while_sealing_leaves_a_project_that_is_then_adopted_once():
    people = make_people()
    meeting = make_circulated(people)
    for owner, name, death, _ in DEATHS_WHILE_SEALING.values():
        assert killed(lambda: adopt(meeting, people), owner, name, death)
        assert Minutes.objects.get().state == MinutesState.CIRCULATED
        assert (MinutesVersion.objects.count(), MinutesFile.objects.count()) == (1, 0)
    adopt(meeting, people)
    assert Minutes.objects.get().state == MinutesState.ADOPTED
    assert MinutesFile.objects.count() == 1
    assert_rest_is_put_aside(sum(left for *_, left in DEATHS_WHILE_SEALING.values()))


DEATHS_WHILE_SIGNING = {
    "signing": (DatedSigner, "sign_pdf", dies, 0),
    "half written": (ContentFile, "chunks", dies_half_way, 1),
    "written": (files, "_flush_to_disk", dies, 1),
    "row made": (signature, "keep_signature", dies, 1),
    "committing": (BaseDatabaseWrapper, "commit", dies, 1),
}


def test_killed_while_signing_leaves_no_signature_and_the_second_try_one():
    people = make_people()
    version = make_adopted(people)
    signature.ensure_identity(people.rapporteur.person)
    for owner, name, death, _ in DEATHS_WHILE_SIGNING.values():
        assert killed(lambda: sign(fresh(version), people, "rapporteur"), owner, name, death)
        assert (Signature.objects.count(), MinutesFile.objects.count()) == (0, 1)
    signed = sign(fresh(version), people, "rapporteur")
    assert (Signature.objects.count(), MinutesFile.objects.count()) == (1, 2)
    assert verify_file(read_issued(signed.file)).is_authentic
    assert_rest_is_put_aside(sum(left for *_, left in DEATHS_WHILE_SIGNING.values()))


def fresh(version):
    return MinutesVersion.objects.get(pk=version.pk)


def test_killed_after_signing_the_second_try_is_refused():
    people = make_people()
    version = make_adopted(people)

    def act():
        sign(fresh(version), people, "rapporteur")
        dies()

    assert killed(act)
    with pytest.raises(SignatureRefused):
        sign(fresh(version), people, "rapporteur")
    assert verify_file(read_issued(Signature.objects.get().file)).is_authentic


def test_killed_engine_changes_nothing_and_the_second_try_seals(monkeypatch):
    people = make_people()
    meeting = make_circulated(people)
    with monkeypatch.context() as patched:
        patched.setattr(bounded.subprocess, "run", run_and_kill)
        with pytest.raises(SealFailed):
            adopt(meeting, people, bounded.render_bounded)
    assert (MinutesVersion.objects.count(), MinutesFile.objects.count(), names_in(FOLDER)) == (1, 0, [])
    adopt(meeting, people)
    assert_every_known_file_is_whole()


def run_and_kill(command, *, input, cwd, env, **options):
    """The engine itself is killed once it has its work."""
    engine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd, env=env)
    engine.stdin.write(input)
    engine.kill()
    said, _ = engine.communicate()
    return subprocess.CompletedProcess(command, engine.returncode, said, b"")
