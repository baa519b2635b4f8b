"""The public check: what was issued here is known again, and nothing else is believed, by page and by command."""

import dataclasses
import datetime as dt
import io
import random
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from minutes.content import Content
from minutes.enums import Proof, VersionKind
from minutes.forms.verification import MAX_BYTES
from minutes.models import MinutesFile, MinutesVersion, SigningIdentity
from minutes.services.files import read_issued
from minutes.services.identities import signer_of
from minutes.services.scans import upload_scan
from minutes.services.verification import verify_file
from minutes.sign import create_authority, issue_identity, load_signer, sign_pdf, verify_pdf
from minutes.sign.files import write_private
from minutes.sign.timestamps import certificates
from minutes.verify import Verdict, verify_bounded
from minutes.verify.verdict import TOO_HEAVY, UNREADABLE
from minutes.views.verification import FILES_PER_VISITOR
from tests.factories import make_people
from tests.minutes import forgery
from tests.minutes.factories import ADOPTED_AT, CONTACTS, SECRETS, make_adopted, sign
from tests.minutes.readers import openssl_verdicts, pdfsig_verdicts
from tests.minutes.reading import text_of as printed
from tests.minutes.test_services_signature import PIXEL

SIGNED_AT = ADOPTED_AT + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def sealed(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """One record, sealed and signed twice: made once, read by every test."""
    with django_db_blocker.unblock():
        people = make_people()
        version = make_adopted(people)
        for role in ("rapporteur", "chair"):
            sign(version, people, role, SIGNED_AT)
        rendered, once, twice = (read_issued(file) for file in version.files.order_by("signatures_count"))
        yield SimpleNamespace(people=people, version=version, rendered=rendered, once=once, twice=twice)
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sealed")]


def examine(pdf, **options):
    """The same examination in this process."""
    return verify_pdf(pdf, **options)


def send(data, name="compte-rendu.pdf", key=""):
    address = reverse("minutes:verify_key", args=[key]) if key else reverse("minutes:verify")
    return Client().post(address, {"file": SimpleUploadedFile(name, data)})


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def command(path):
    """What it prints, and its exit code."""
    said = io.StringIO()
    try:
        call_command("verify", str(path), stdout=said)
    except CommandError as error:
        return " ".join(f"{said.getvalue()}{error}".split()), error.returncode
    return " ".join(said.getvalue().split()), 0


# --- Issued here ------------------------------------------------------------------------------------------------------


def test_signed_file_is_authentic_by_page_and_by_command(sealed, tmp_path):
    page = text_of(send(sealed.twice))
    assert "Document authentique" in page
    assert f"SHA-256 du fichier {MinutesFile.objects.get(signatures_count=2).sha256}" in page
    path = tmp_path / "signed.pdf"
    path.write_bytes(sealed.twice)
    said, code = command(path)
    assert code == 0
    for expected in ("Bakary Rapporteur", "Awa Coordination", "15 novembre 2016"):
        assert expected in page
        assert expected in said
    assert "en vigueur" in page


def test_signed_once_says_that_it_was_signed_since(sealed):
    page = text_of(send(sealed.once))
    assert "Document authentique" in page
    assert "un fichier plus complet existe" in page
    assert "Awa Coordination" not in page


def test_copy_without_signatures_is_not_authentic(sealed, tmp_path):
    path = tmp_path / "rendered.pdf"
    path.write_bytes(sealed.rendered)
    said, code = command(path)
    assert code == 1
    assert verify_file(sealed.rendered).proof == Proof.UNSIGNED
    assert "sans signature électronique" in text_of(send(sealed.rendered))
    assert "ne porte aucune signature" in said


def test_scan_is_known_but_proves_nothing(sealed):
    upload_scan(version=sealed.version, file=SimpleUploadedFile("scan.png", PIXEL), by=sealed.people.coordinator)
    finding = verify_file(PIXEL)
    assert (finding.proof, finding.is_authentic) == (Proof.SCAN, False)
    assert "ne peut pas la contrôler" in text_of(send(PIXEL, "scan.png"))


def test_normal_file_is_examined_within_two_seconds_of_work(sealed):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert verify_file(sealed.twice).is_authentic
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) <= 2


# --- The address printed on it ----------------------------------------------------------------------------------------


def test_printed_address_shows_the_version(sealed, client):
    content = Content.from_json(sealed.version.content)
    assert content.verification_url == settings.BASE_URL + reverse("minutes:verify_key", args=[content.public_key])
    assert content.public_key == sealed.version.public_key
    page = text_of(client.get(reverse("minutes:verify_key", args=[content.public_key])))
    for expected in ("Cluster", "15 novembre 2016", "Bakary Rapporteur", "Ce code est celui du document"):
        assert expected in page
    assert "authentique" not in page.replace("Vérifier", "")


def test_fingerprint_on_the_page_is_the_printed_one(sealed, client, tmp_path):
    page = text_of(client.get(reverse("minutes:verify_key", args=[sealed.version.public_key])))
    (shown,) = re.findall(r"Empreinte imprimée ([0-9a-f]{16})", page)
    assert f"empreinte {shown}" in printed(sealed.twice, tmp_path)


def test_unknown_address_says_so(client):
    response = client.get(reverse("minutes:verify_key", args=["x" * 22]))
    assert response.status_code == 404
    assert "Inconnu de ce serveur" in text_of(response)


def test_file_of_another_address_is_said(sealed):
    other = MinutesVersion.objects.create(
        minutes=sealed.version.minutes,
        number=99,
        kind=VersionKind.CIRCULATED,
        content=sealed.version.content,
        content_sha256="0" * 64,
        public_key="y" * 22,
    )
    assert "de deux documents différents" in text_of(send(sealed.twice, key=other.public_key))
    assert "de deux documents différents" not in text_of(send(sealed.twice, key=sealed.version.public_key))


def test_replaced_version_says_by_which(sealed, tmp_path):
    content = dataclasses.replace(Content.from_json(sealed.version.content), version_number=7, supersedes=2)
    MinutesVersion.objects.create(
        minutes=sealed.version.minutes,
        number=7,
        kind=VersionKind.ERRATUM,
        content=content.to_json(),
        content_sha256=content.sha256(),
        supersedes=sealed.version,
        frozen_at=SIGNED_AT,
    )
    path = tmp_path / "signed.pdf"
    path.write_bytes(sealed.twice)
    assert "remplacée par la version 7" in command(path)[0]
    page = text_of(send(sealed.twice))
    assert "Document authentique" in page
    assert "Version remplacée" in page
    assert "La version 7, du 24 novembre 2016, la remplace" in page


def test_three_readers_agree_on_what_was_issued(sealed, tmp_path):
    """pyHanko's own verdict, without ours around it; OpenSSL on the bare CMS; poppler."""
    authority = Path(settings.SIGNING_DIR) / "authority.pem"
    for pdf, count in ((sealed.once, 1), (sealed.twice, 2)):
        assert pyhanko_verdicts(pdf, authority) == [True] * count
        assert openssl_verdicts(pdf, authority, tmp_path) == [True] * count
        assert pdfsig_verdicts(pdf, tmp_path) == [True] * count


def test_three_readers_see_a_changed_byte(sealed, tmp_path):
    authority, forged = Path(settings.SIGNING_DIR) / "authority.pem", forgery.with_flipped_byte(sealed.twice)
    assert pyhanko_verdicts(forged, authority) == [False, False]
    assert openssl_verdicts(forged, authority, tmp_path) == [False, False]
    assert pdfsig_verdicts(forged, tmp_path) == [False, False]


def test_openssl_does_not_take_another_authority(sealed, tmp_path):
    create_authority(tmp_path / "other", "x")
    assert openssl_verdicts(sealed.twice, tmp_path / "other/authority.pem", tmp_path) == [False, False]


def pyhanko_verdicts(pdf, authority):
    context = ValidationContext(trust_roots=certificates([authority.read_bytes()]), allow_fetching=False)
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return [validate_pdf_signature(one, context).bottom_line for one in embedded]


# --- Not issued here --------------------------------------------------------------------------------------------------


def impostor(sealed, tmp_path):
    """A chair of the same name, with an authority of her own."""
    authority = create_authority(tmp_path / "other", "x", name="ClusterHub, autorité interne")
    identity = issue_identity(authority, "Awa Coordination", passphrase="x")
    write_private(tmp_path / "other/impostor.p12", identity.p12)
    return signed(sealed.once, "chair", load_signer(tmp_path / "other/impostor.p12", "x"))


def never_issued(sealed, tmp_path):
    """By the true rapporteur's key over the true document, outside this server."""
    return signed(sealed.rendered, "rapporteur", signer_of(rapporteurs_identity(sealed)), certify=True)


def rapporteurs_identity(sealed):
    return SigningIdentity.objects.get(person=sealed.people.rapporteur.person)


def signed(pdf, field, signer, **options):
    return sign_pdf(pdf, field, signer, reason="x", stamp_lines=["x"], signed_at=SIGNED_AT, **options)


ATTACKS = {
    "flip": (lambda sealed, _: forgery.with_flipped_byte(sealed.twice), Proof.INVALID),
    "short range": (lambda sealed, _: forgery.with_short_byte_range(sealed.twice), Proof.INVALID),
    "rewritten": (lambda sealed, folder: forgery.rewritten(sealed.twice, folder), Proof.INVALID),
    "page replaced": (lambda sealed, _: forgery.with_replaced_page(sealed.twice), Proof.INVALID),
    "annotation": (lambda sealed, _: forgery.with_annotation(sealed.twice), Proof.INVALID),
    "no range": (lambda sealed, _: forgery.without_byte_range(sealed.twice), Proof.INVALID),
    "zero contents": (lambda sealed, _: forgery.with_zero_contents(sealed.twice), Proof.INVALID),
    "impostor": (impostor, Proof.INVALID),
    "never issued": (never_issued, Proof.UNKNOWN),
    "tail": (lambda sealed, _: sealed.twice + b"\n% FAUX\n", Proof.INVALID),
    "not a pdf": (lambda sealed, _: b"FAUX", Proof.INVALID),
    "unsigned copy, changed": (lambda sealed, _: sealed.rendered + b"\n", Proof.UNKNOWN),
}


@pytest.mark.once
@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused_by_page_and_by_command(sealed, tmp_path, name):
    forge, proof = ATTACKS[name]
    forged = forge(sealed, tmp_path)
    path = tmp_path / "forged.pdf"
    path.write_bytes(forged)
    page, (said, code) = text_of(send(forged)), command(path)
    assert verify_file(forged, examine=examine).proof == proof
    assert str(proof.label) in page
    assert (code, str(proof.label) in said) == (1, True)
    for text in (page, said):
        assert "Document authentique" not in text
        assert "Bakary" not in text
        assert "15 novembre" not in text


@pytest.mark.once
def test_thousand_mutations_are_never_authentic_even_if_signatures_seemed_valid(sealed):
    """Whoever fools the signature check still does not have the bytes that were issued."""
    fooled = Verdict(is_valid=True)
    proofs = {verify_file(mutated, examine=lambda pdf, **_: fooled).proof for mutated in mutations(sealed.twice, 1000)}
    assert proofs == {Proof.UNKNOWN}


@pytest.mark.once
@pytest.mark.parametrize("seed", range(4))
def test_thousand_mutations_are_refused_by_page_and_by_command(sealed, tmp_path, monkeypatch, seed):
    """In the same worst case; the examination of a thousand would take an hour."""
    monkeypatch.setitem(verify_file.__kwdefaults__, "examine", lambda pdf, **_: Verdict(is_valid=True))
    path = tmp_path / "mutated.pdf"
    for mutated in mutations(sealed.twice, 250, seed=seed):
        cache.clear()
        path.write_bytes(mutated)
        assert str(Proof.UNKNOWN.label) in send(mutated).content.decode()
        assert command(path)[1] == 1


@pytest.mark.once
def test_mutations_do_not_pass_the_signature_check_either(sealed):
    """Without the help of SHA-256. The space that is reserved behind a signature is nobody's text."""
    roots = [(Path(settings.SIGNING_DIR) / "authority.pem").read_bytes()]
    expected = [one.fingerprint for one in sealed.version.signatures.order_by("signed_at", "id")]
    known = {"trust_roots": roots, "expected_fingerprints": expected}
    assert verify_pdf(sealed.twice, **known).is_valid
    passed = [mutated for mutated in mutations(sealed.twice, 50) if verify_pdf(mutated, **known).is_valid]
    assert [mutated for mutated in passed if text_bytes(mutated) != text_bytes(sealed.twice)] == []


def mutations(pdf, count, *, seed=52):
    """A changed byte, a missing piece, a repeated piece or a foreign piece, anywhere."""
    chance = random.Random(seed)  # noqa: S311 not for secrets: the same mutations each time
    for _ in range(count):
        start = chance.randrange(len(pdf))
        end = min(len(pdf), start + chance.randint(1, 400))
        piece = chance.choice((bytes([pdf[start] ^ chance.randint(1, 255)]) + pdf[start + 1 : end], b"", b"x", None))
        yield pdf[:end] + pdf[start:] if piece is None else pdf[:start] + piece + pdf[end:]


def text_bytes(pdf):
    """Everything but the containers of the signatures."""
    return re.sub(rb"/Contents <[0-9A-Fa-f]+>", b"", pdf)


# --- Nothing leaks ----------------------------------------------------------------------------------------------------


def test_nothing_of_the_content_is_shown(sealed, client):
    pages = [
        client.get(reverse("minutes:verify_key", args=[sealed.version.public_key])),
        *map(send, (sealed.twice, sealed.rendered, sealed.once)),
    ]
    for page in pages:
        html = page.content.decode()
        assert [word for word in (*SECRETS, *CONTACTS, "Huit fiches", "PARTEN") if word in html] == []


def test_authority_is_offered_as_a_certificate(client):
    response = client.get(reverse("minutes:verify_authority"))
    pem = (Path(settings.SIGNING_DIR) / "authority.pem").read_bytes()
    assert response.content == pem
    assert "attachment" in response["Content-Disposition"]
    fingerprint = x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(" ").upper()
    assert fingerprint in text_of(client.get(reverse("minutes:verify")))


def test_server_without_authority_has_none_to_offer(client, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path
    assert client.get(reverse("minutes:verify_authority")).status_code == 404
    assert "n’a pas encore d’autorité" in client.get(reverse("minutes:verify")).content.decode()


# --- Bounds -----------------------------------------------------------------------------------------------------------


def test_file_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post(
        reverse("minutes:verify"), b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert response.status_code == 413
    assert "dépasse 20 Mo" in text_of(response)


def test_file_just_above_the_limit_is_refused_beside_the_field():
    assert "dépasse 20 Mo" in text_of(send(b"x" * (MAX_BYTES + 1)))


def test_form_without_a_file_says_so(client):
    response = client.post(reverse("minutes:verify"))
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_form_needs_its_token(sealed):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("minutes:verify"), {}).status_code == 403


def test_visitor_is_slowed_down(client):
    statuses = [client.post(reverse("minutes:verify")).status_code for _ in range(FILES_PER_VISITOR + 1)]
    assert statuses == [200] * FILES_PER_VISITOR + [429]


def test_examination_stops_at_its_time_limit(sealed):
    verdict = verify_bounded(sealed.twice, trust_roots=[], expected_fingerprints=[], seconds=0)
    assert verdict.problems == (TOO_HEAVY,)


def test_examination_stops_at_its_memory_limit(sealed):
    verdict = verify_bounded(sealed.twice, trust_roots=[], expected_fingerprints=[], megabytes=40)
    assert verdict.is_valid is False
    assert verdict.problems[0] in (TOO_HEAVY, UNREADABLE)


def test_examination_elsewhere_says_the_same(sealed):
    roots = [(Path(settings.SIGNING_DIR) / "authority.pem").read_bytes()]
    expected = [one.fingerprint for one in sealed.version.signatures.order_by("signed_at", "id")]
    known = {"trust_roots": roots, "expected_fingerprints": expected, "moments": [SIGNED_AT, SIGNED_AT]}
    assert verify_bounded(sealed.twice, **known) == verify_pdf(sealed.twice, **known)


def test_missing_file_has_an_exit_code_of_its_own(tmp_path):
    assert command(tmp_path / "absent.pdf")[1] == 2
