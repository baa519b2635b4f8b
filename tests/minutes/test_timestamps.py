"""A time stamp server and long-term proof, where the settings ask for them; and what becomes of a signature without."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from minutes.errors import SignatureRefused
from minutes.models import MinutesFile, Signature
from minutes.services.files import read_issued
from minutes.services.verification import verify_file
from minutes.sign import timestamps, verify_pdf
from minutes.sign.timestamps import certificates, time_stamper
from minutes.verify.authority import read_authority
from tests.minutes import tsa as servers
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import ADOPTED_AT, sign


@pytest.fixture(scope="module")
def running():
    with servers.running() as server:
        yield server


@pytest.fixture
def tsa(running, settings, tmp_path, monkeypatch):
    """Configured, and up; on a busy machine it may need its time to answer."""
    monkeypatch.setattr(timestamps, "SECONDS", 60)
    trust = tmp_path / "trust.pem"
    trust.write_bytes(running.trust)
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.TIMESTAMP_URL, settings.TIMESTAMP_TRUST = running.url, str(trust)
    settings.TIMESTAMP_REQUIRED, settings.LONG_TERM = False, True
    running.is_down = False
    time_stamper.cache_clear()
    return running


def sign_twice(version, people):
    return [read_issued(sign(version, people, role, ADOPTED_AT).file) for role in ("rapporteur", "chair")]


@pytest.mark.once
@pytest.mark.django_db
def test_signatures_are_stamped_and_provable_for_long(adopted, people, tsa, tmp_path, settings, client):
    once, twice = sign_twice(adopted, people)
    assert names(once) == ["rapporteur"]
    assert names(twice) == ["rapporteur", "chair", "horodatage"]
    finding = verify_file(twice)
    assert (finding.is_authentic, finding.is_stamped) == (True, True)
    page = client.post(reverse("minutes:verify"), {"file": SimpleUploadedFile("signe.pdf", twice)})
    assert "serveur d’horodatage" in page.content.decode()
    verdict = judged(twice, settings, timestamp_roots=[tsa.trust])
    assert verdict.is_valid
    assert all(one.stamped_at for one in verdict.signatures)
    assert_provable_later(twice, tsa, settings)
    path = tmp_path / "long.pdf"
    path.write_bytes(twice)
    assert broken_rules([path]) == []


def names(pdf):
    return [one.field_name for one in PdfFileReader(BytesIO(pdf)).embedded_signatures]


def judged(pdf, settings, **options):
    fingerprints = [one.fingerprint for one in Signature.objects.order_by("pk")]
    root = read_authority(Path(settings.SIGNING_DIR)).pem
    return verify_pdf(pdf, trust_roots=[root], expected_fingerprints=fingerprints, **options)


def assert_provable_later(pdf, tsa, settings):
    """From what the file holds alone, every revocation list required and none fetched."""
    reader = PdfFileReader(BytesIO(pdf))
    store = DocumentSecurityStore.read_dss(reader)
    roots = certificates([tsa.trust, read_authority(Path(settings.SIGNING_DIR)).pem])
    options = {"trust_roots": roots, "allow_fetching": False, "revocation_mode": "hard-fail"}
    for signature in reader.embedded_regular_signatures:
        assert validate_pdf_signature(signature, store.as_validation_context(options)).bottom_line
    (stamp,) = reader.embedded_timestamp_signatures
    status = validate_pdf_timestamp(stamp, store.as_validation_context(options))
    assert (status.trusted, status.coverage) == (True, SignatureCoverageLevel.ENTIRE_FILE)


@pytest.mark.django_db
def test_unknown_time_server_makes_the_file_invalid_elsewhere(adopted, people, tsa, settings):
    _, twice = sign_twice(adopted, people)
    assert not judged(twice, settings).is_valid


@pytest.mark.django_db
def test_stamps_are_checked_after_the_server_is_given_up(adopted, people, tsa, settings):
    _, twice = sign_twice(adopted, people)
    settings.TIMESTAMP_URL, settings.TIMESTAMP_TRUST = "", ""
    assert verify_file(twice).is_authentic


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["down", "stranger"])
def test_signature_stands_without_a_stamp_when_none_is_required(adopted, people, tsa, settings, caplog, trouble):
    make_trouble(tsa, trouble, settings)
    once = read_issued(sign(adopted, people, "rapporteur").file)
    finding = verify_file(once)
    assert (finding.is_authentic, finding.is_stamped) == (True, False)
    assert "sans horodatage" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(("trouble", "said"), [("down", "ne répond pas"), ("stranger", "TIMESTAMP_TRUST")])
def test_nothing_is_signed_without_a_required_stamp(adopted, people, tsa, settings, trouble, said):
    settings.TIMESTAMP_REQUIRED = True
    make_trouble(tsa, trouble, settings)
    with pytest.raises(SignatureRefused, match=said) as refusal:
        sign(adopted, people, "rapporteur")
    assert "Rien n’est signé" in str(refusal.value)
    assert (Signature.objects.count(), MinutesFile.objects.count()) == (0, 1)


def make_trouble(tsa, kind, settings):
    if kind == "down":
        tsa.is_down = True
    else:
        Path(settings.TIMESTAMP_TRUST).write_bytes(servers.made("http://127.0.0.1:1").trust)
