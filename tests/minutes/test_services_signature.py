"""Signing: whose turn it is, with which password, once; and what was signed, read by tools that are not ours."""

import hashlib
import stat
import subprocess
import threading
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from minutes.enums import FileKind, MinutesState
from minutes.errors import FileDamaged, KeysUnavailable, ScanRefused, SignatureRefused
from minutes.models import MinutesFile, MinutesVersion, Signature, SigningIdentity
from minutes.selectors.record import latest_file
from minutes.services.files import read_issued
from minutes.services.identities import ensure_identity
from minutes.services.scans import upload_scan
from minutes.services.signature import sign_minutes
from minutes.sign import load_trust_root, verify_pdf
from participants.errors import WrongPassword
from participants.services.passwords import TRIES
from tests.factories import PASSWORD, make_people
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import ADOPTED_AT, make_adopted, sign
from tests.tools import require_tool

SIGNED_AT = ADOPTED_AT + timedelta(days=1)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def keys(tmp_path, settings):
    """A signing folder of this test's own."""
    settings.SIGNING_DIR = tmp_path / "signing"
    return settings.SIGNING_DIR


# --- Whose turn -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rapporteur_then_chair_make_a_signed_record(adopted, people):
    first = sign(adopted, people, "rapporteur", SIGNED_AT)
    assert adopted.minutes.state == MinutesState.ADOPTED
    second = sign(adopted, people, "chair", SIGNED_AT)
    assert adopted.minutes.state == MinutesState.SIGNED
    assert (first.signer_name, first.role, first.signed_at) == ("Bakary Rapporteur", "rapporteur", SIGNED_AT)
    assert [file.signatures_count for file in adopted.files.all()] == [0, 1, 2]
    assert second.file == latest_file(adopted)
    assert adopted.minutes.events.last().after == MinutesState.SIGNED


@pytest.mark.django_db
def test_chair_does_not_sign_first(adopted, people):
    with pytest.raises(SignatureRefused, match="Rapporteur"):
        sign(adopted, people, "chair")
    assert_unsigned(adopted)


@pytest.mark.django_db
def test_nobody_signs_twice(adopted, people):
    sign(adopted, people, "rapporteur")
    with pytest.raises(SignatureRefused, match="Présidence"):
        sign(adopted, people, "rapporteur")
    assert adopted.signatures.count() == 1


@pytest.mark.django_db
def test_signed_record_is_not_signed_again(adopted, people):
    for role in ("rapporteur", "chair"):
        sign(adopted, people, role)
    with pytest.raises(SignatureRefused, match="déjà signé"):
        sign(adopted, people, "chair")
    assert adopted.signatures.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coordinator", "member", "stranger", "admin"])
def test_only_the_holder_of_the_role_signs(adopted, people, who):
    with pytest.raises(SignatureRefused, match="Vous ne signez pas"):
        sign_minutes(version=adopted, role="rapporteur", user=getattr(people, who), password=PASSWORD)
    assert_unsigned(adopted)


@pytest.mark.django_db
def test_wrong_password_does_not_sign(adopted, people):
    with pytest.raises(WrongPassword, match="mot de passe"):
        sign_minutes(version=adopted, role="rapporteur", user=people.rapporteur, password="faux")
    assert_unsigned(adopted)


@pytest.mark.django_db
def test_password_cannot_be_guessed(adopted, people):
    for _ in range(TRIES):
        with pytest.raises(WrongPassword, match="n’est pas celui"):
            sign_minutes(version=adopted, role="rapporteur", user=people.rapporteur, password="faux")
    with pytest.raises(WrongPassword, match="quart d’heure"):
        sign(adopted, people, "rapporteur")
    assert_unsigned(adopted)


def assert_unsigned(version):
    assert not Signature.objects.exists()
    assert [file.kind for file in version.files.all()] == [FileKind.RENDERED]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_two_clicks_at_once_give_one_signature():
    people = make_people()
    version = make_adopted(people)
    ensure_identity(people.rapporteur.person)
    together, outcomes = threading.Barrier(2), []

    def click():
        try:
            together.wait()
            sign(MinutesVersion.objects.get(pk=version.pk), people, "rapporteur")
            outcomes.append("signed")
        except SignatureRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "signed"]
    assert Signature.objects.count() == 1
    assert MinutesFile.objects.filter(kind=FileKind.SIGNED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", [MinutesFile, Signature])
def test_database_refuses_to_change_what_was_issued(adopted, people, model):
    sign(adopted, people, "rapporteur")
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET version_id = version_id + 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# --- What was signed --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_both_signatures_hold_for_tools_that_are_not_ours(adopted, people, tmp_path):
    signed = read_issued([sign(adopted, people, role, SIGNED_AT) for role in ("rapporteur", "chair")][-1].file)
    fingerprints = [signature.fingerprint for signature in adopted.signatures.all()]
    roots = [load_trust_root(Path(settings.SIGNING_DIR))]
    verdict = verify_pdf(signed, trust_roots=roots, expected_fingerprints=fingerprints)
    assert verdict.problems == ()
    assert [one.signer_name for one in verdict.signatures] == ["Bakary Rapporteur", "Awa Coordination"]
    assert [one.signed_at for one in verdict.signatures] == [SIGNED_AT, SIGNED_AT]
    first, second = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert (first.docmdp_level, second.docmdp_level) == (MDPPerm.FILL_FORMS, None)
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = subprocess.run([require_tool("pdfsig"), path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("Total document signed") == 1


@pytest.mark.django_db
@pytest.mark.once
def test_every_issued_file_conforms(adopted, people, tmp_path):
    sign(adopted, people, "rapporteur")
    sign(adopted, people, "chair")
    paths = []
    for file in adopted.files.all():
        paths.append(tmp_path / f"{file.signatures_count}.pdf")
        paths[-1].write_bytes(read_issued(file))
    assert len(paths) == 3
    assert broken_rules(paths) == []


@pytest.mark.django_db
def test_damaged_document_is_not_signed(adopted, people):
    damage(adopted.files.get())
    with pytest.raises(FileDamaged):
        sign(adopted, people, "rapporteur")
    assert_unsigned(adopted)


def damage(file):
    path = Path(file.file.path)
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)


# --- Keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_signing_init_makes_the_keys_of_those_who_sign_once(people, keys):
    said = StringIO()
    call_command("signing", "init", stdout=said)
    holders = set(SigningIdentity.objects.values_list("person__name", flat=True))
    assert holders == {"Awa Coordination", "Bakary Rapporteur", "Nana Ailleurs"}
    before = {path.name: path.read_bytes() for path in keys.iterdir()}
    call_command("signing", "init", stdout=said)
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_passphrase_is_made_where_none_is_set(keys, settings):
    settings.SIGNING_PASSPHRASE = ""
    call_command("signing", "init", stdout=StringIO())
    assert len((keys / "passphrase").read_text()) >= 40
    call_command("signing", "status", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["init", "status"])
def test_another_passphrase_is_said_clearly(keys, settings, what):
    call_command("signing", "init", stdout=StringIO())
    settings.SIGNING_PASSPHRASE = "autre"
    with pytest.raises(CommandError, match="SIGNING_PASSPHRASE"):
        call_command("signing", what, stdout=StringIO())


@pytest.mark.django_db
def test_status_makes_nothing(keys):
    with pytest.raises(CommandError, match="signing init"):
        call_command("signing", "status", stdout=StringIO())
    assert not keys.exists()


@pytest.mark.django_db
def test_lost_key_is_said_clearly(adopted, people, keys):
    identity = ensure_identity(people.rapporteur.person)
    (keys / identity.key_file).unlink()
    with pytest.raises(KeysUnavailable, match="administrateur"):
        sign(adopted, people, "rapporteur")
    assert_unsigned(adopted)


@pytest.mark.django_db
def test_expired_certificate_is_replaced(people, keys):
    first = ensure_identity(people.rapporteur.person)
    SigningIdentity.objects.update(valid_until=ADOPTED_AT)
    second = ensure_identity(people.rapporteur.person)
    first.refresh_from_db()
    assert (first.replaced_at is not None, first.revoked_at) == (True, None)
    assert second.fingerprint != first.fingerprint
    assert ensure_identity(people.rapporteur.person) == second


# --- By hand ----------------------------------------------------------------------------------------------------------


def scan(name="signé.png", data=PIXEL):
    return SimpleUploadedFile(name, data)


@pytest.mark.django_db
def test_scan_is_kept_as_it_came_and_makes_a_signed_record(adopted, people):
    file = upload_scan(version=adopted, file=scan(), by=people.coordinator)
    assert read_issued(file) == PIXEL
    assert (file.kind, file.sha256) == (FileKind.SCAN, hashlib.sha256(PIXEL).hexdigest())
    assert Path(file.file.name).suffix == ".png"
    assert adopted.minutes.state == MinutesState.SIGNED
    assert adopted.minutes.events.last().reason == "Signé à la main, scan déposé"
    assert latest_file(adopted).kind == FileKind.RENDERED


@pytest.mark.django_db
def test_same_scan_is_not_kept_twice(adopted, people):
    upload_scan(version=adopted, file=scan(), by=people.coordinator)
    with pytest.raises(ScanRefused, match="déjà déposé"):
        upload_scan(version=adopted, file=scan("autre.png"), by=people.coordinator)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data"),
    [("signé.docx", PIXEL), ("signé.pdf", PIXEL), ("signé.png", b"<script>"), ("signé.png", b""), ("signé", PIXEL)],
    ids=["type", "lie", "script", "empty", "bare"],
)
def test_what_is_not_a_scan_is_refused(adopted, people, name, data):
    with pytest.raises(ScanRefused):
        upload_scan(version=adopted, file=scan(name, data), by=people.coordinator)
    assert_unsigned(adopted)


@pytest.mark.django_db
def test_scan_of_a_project_is_refused(circulated, people):
    with pytest.raises(ScanRefused, match="pas encore adopté"):
        upload_scan(version=MinutesVersion.objects.get(), file=scan(), by=people.coordinator)
