"""Keys: an organisation's own, the end of one, the next one, and the authority after the authority."""

import datetime as dt
import stat
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from minutes.enums import KeySource, RevocationReason
from minutes.errors import KeyRefused, KeysUnavailable
from minutes.models import Signature, SigningIdentity
from minutes.services.authority import ensure_authority, publish_crls, read_crl, renew_authority
from minutes.services.files import read_issued
from minutes.services.identities import ensure_identity
from minutes.services.key_upkeep import keep_keys
from minutes.services.own_keys import import_my_key, import_own_key
from minutes.services.revocation import give_new_key, revoke_identity
from minutes.services.verification import verify_file
from minutes.sign.authority import KEY_FILE, has_authority, load_authorities
from minutes.verify.authority import find_authority, read_authorities, read_authority
from participants.errors import WrongPassword
from tests.factories import PASSWORD
from tests.minutes import pki
from tests.minutes.factories import sign
from tests.tools import require_tool

pytestmark = pytest.mark.django_db
LOST = RevocationReason.KEY_COMPROMISE


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    """A signing folder of this test's own."""
    settings.SIGNING_DIR = tmp_path / "signing"
    return settings.SIGNING_DIR


@pytest.fixture
def person(people):
    return people.rapporteur.person


@pytest.fixture(scope="module")
def organisation():
    return pki.authority()


@pytest.fixture(scope="module")
def own(organisation):
    """A good key with its chain, and something else in the bag."""
    root, (middle, middle_key) = organisation
    key = pki.rsa_key()
    certificate = pki.certify("Bakary Rapporteur, ONG", key, (middle, middle_key))
    stranger = pki.certify("Sans rapport", ec.generate_private_key(ec.SECP256R1()))
    return pki.pack(key, certificate, [root, stranger, middle])


# --- Of an organisation -----------------------------------------------------------------------------------------------


def bring(person, p12, opened_by=pki.PASSWORD):
    return import_own_key(owner=person, p12=p12, opened_by=opened_by)


def test_own_certificate_replaces_the_house_one_and_is_kept_our_way(person, own, keys, settings):
    before = ensure_identity(person)
    identity = bring(person, own)
    before.refresh_from_db()
    assert (before.replaced_at is not None, before.revoked_at) == (True, None)
    assert (identity.source, ensure_identity(person)) == (KeySource.OWN, identity)
    path = keys / identity.key_file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    _, _, chain = pkcs12.load_key_and_certificates(path.read_bytes(), settings.SIGNING_PASSPHRASE.encode())
    assert [one.subject.rfc4514_string() for one in chain] == ["CN=Intermédiaire d’essai", "CN=Racine d’essai"]
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_key_and_certificates(path.read_bytes(), pki.PASSWORD.encode())


def test_own_certificate_signs_and_is_verified(adopted, people, person, own):
    bring(person, own)
    once = read_issued(sign(adopted, people, "rapporteur").file)
    twice = read_issued(sign(adopted, people, "chair").file)
    assert verify_file(once).is_authentic
    assert verify_file(twice).is_authentic


def refused_files(organisation):
    root, issuer = organisation
    key, weak = pki.rsa_key(), pki.rsa_key(1024)
    good = pki.certify("Bon", key, issuer)
    return {
        "ne s’ouvre pas": pki.pack(key, good, password="autre"),
        "expiré": pki.pack(key, pki.certify("x", key, issuer, start=-9 * pki.DAY, end=-pki.DAY)),
        "qu’à partir du": pki.pack(key, pki.certify("x", key, issuer, start=pki.DAY)),
        "1024 bits": pki.pack(weak, pki.certify("x", weak, issuer)),
        "Ce type de clé": pki.pack(edwards := pki.edwards_key(), pki.certify("x", edwards, issuer)),
        "d’une autorité": pki.pack(key, pki.certify("x", key, issuer, ca=True)),
        "pas fait pour signer": pki.pack(key, pki.certify("x", key, issuer, uses={"key_encipherment": True})),
        "autre chose": pki.pack(key, pki.certify("x", key, issuer, purposes=(pki.SERVER,))),
        "trop gros": b"0" * 100_001,
        "trop ancien": pki.pack(key, pki.certify("x", key, issuer, md=hashes.SHA224())),
        "à la fois une clé": pki.pack(None, None, [root]),
    }


def test_what_is_old_weak_or_for_something_else_is_refused_in_french(person, organisation):
    for said, p12 in refused_files(organisation).items():
        with pytest.raises(KeyRefused, match=said):
            bring(person, p12)
    with pytest.raises(KeyRefused, match="ne s’ouvre pas"):
        bring(person, b"FAUX")
    assert not SigningIdentity.objects.exists()


def test_same_certificate_is_not_taken_twice(person, people, own, keys):
    bring(person, own)
    with pytest.raises(KeyRefused, match="déjà enregistré"):
        bring(people.coordinator.person, own)
    assert len(list(keys.glob("*.p12"))) == 1


def test_own_key_is_imported_with_the_password_of_the_account(people, own):
    known = {"user": people.rapporteur, "p12": own, "opened_by": pki.PASSWORD}
    with pytest.raises(WrongPassword, match="mot de passe"):
        import_my_key(**known, password="faux")
    assert import_my_key(**known, password=PASSWORD).source == KeySource.OWN


def test_expired_own_certificate_is_said_and_not_replaced(person, own):
    bring(person, own)
    with time_machine.travel(timezone.now() + timedelta(days=500)), pytest.raises(KeysUnavailable, match="expiré"):
        ensure_identity(person)


def test_house_key_comes_back_when_asked(person, own):
    imported = bring(person, own)
    house = give_new_key(person)
    imported.refresh_from_db()
    assert (house.is_of_the_house, imported.replaced_at is not None) == (True, True)
    assert give_new_key(person) == house


# --- Revoked ----------------------------------------------------------------------------------------------------------


def test_revoked_key_signs_nothing_until_a_new_one_is_asked(adopted, people, person):
    revoke_identity(identity=ensure_identity(person), reason=LOST, by=people.rapporteur)
    with pytest.raises(KeysUnavailable, match="révoqué"):
        sign(adopted, people, "rapporteur")
    give_new_key(person)
    assert verify_file(read_issued(sign(adopted, people, "rapporteur").file)).is_authentic


def test_key_is_revoked_once_and_not_in_advance(person, people):
    identity = ensure_identity(person)
    with pytest.raises(KeyRefused, match="à venir"):
        revoke_identity(identity=identity, reason=LOST, by=None, since=timezone.now() + timedelta(hours=1))
    revoke_identity(identity=identity, reason=LOST, by=None)
    with pytest.raises(KeyRefused, match="déjà révoqué"):
        revoke_identity(identity=identity, reason=LOST, by=None)


@pytest.mark.parametrize(("since", "is_earlier"), [(None, True), (timedelta(hours=2), False)])
def test_verification_says_whether_the_signature_came_before_the_revocation(
    adopted, people, person, client, since, is_earlier
):
    signed = read_issued(sign(adopted, people, "rapporteur", timezone.now() - timedelta(hours=1)).file)
    since = since and timezone.now() - since
    revoke_identity(identity=ensure_identity(person), reason=LOST, by=people.rapporteur, since=since)
    finding = verify_file(signed)
    assert finding.is_authentic is is_earlier
    page = client.get(reverse("minutes:verify_key", args=[adopted.public_key])).content.decode()
    assert "Le certificat de Bakary Rapporteur a été révoqué le" in page
    assert ("antérieure" in page, "postérieure" in page) == (is_earlier, not is_earlier)
    assert any("postérieure" in problem for problem in finding.problems) is not is_earlier


def test_list_of_revoked_certificates_is_public_and_read_by_openssl(person, people, client, keys, tmp_path):
    kept, lost = ensure_identity(people.coordinator.person), ensure_identity(person)
    lost_since = timezone.now() - timedelta(days=1)
    revoke_identity(identity=lost, reason=LOST, by=people.rapporteur, since=lost_since)
    address = crl_address(kept)
    assert address == crl_address(lost)
    path = tmp_path / "list.crl"
    path.write_bytes(client.get(address.removeprefix("http://localhost:8000")).content)
    command = [
        require_tool("openssl"),
        "crl",
        "-in",
        path,
        "-inform",
        "DER",
        "-text",
        "-CAfile",
        keys / "authority.pem",
    ]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "verify OK" in read.stderr
    (serial,) = [line.split(":")[1].strip() for line in read.stdout.splitlines() if "Serial Number" in line]
    assert int(serial, 16) == certificate_of(lost).serial_number
    assert "Key Compromise" in read.stdout
    assert "Invalidity Date" in read.stdout


def certificate_of(identity):
    return x509.load_pem_x509_certificate(identity.certificate.encode())


def crl_address(identity):
    points = certificate_of(identity).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    return points[0].full_name[0].value


def test_unknown_list_or_authority_is_404(client):
    ensure_authority()
    for name in ("verify_crl", "verify_authority_file"):
        assert client.get(reverse(f"minutes:{name}", args=["0" * 16])).status_code == 404


# --- Renewed ----------------------------------------------------------------------------------------------------------


def expires_in(identity, days):
    SigningIdentity.objects.filter(pk=identity.pk).update(valid_until=timezone.now() + timedelta(days=days))


@pytest.mark.parametrize(("days", "renewed"), [(29, True), (31, False)])
def test_key_is_renewed_a_month_before_it_expires(person, sent_mail, days, renewed):
    first = ensure_identity(person)
    expires_in(first, days)
    assert any("renouvelé" in line for line in keep_keys()) is renewed
    assert (ensure_identity(person) != first) is renewed
    assert [mail.to for mail in sent_mail()] == ([["rapporteur@example.org"]] if renewed else [])
    assert not any("renouvelé" in line for line in keep_keys())


def test_imported_certificate_that_expires_is_told_once(person, own, sent_mail):
    expires_in(bring(person, own), 20)
    keep_keys()
    keep_keys()
    assert [mail.subject.startswith("Votre certificat de signature expire") for mail in sent_mail()] == [True]


def test_lists_are_signed_anew_before_they_expire(keys):
    ensure_authority()
    publish_crls(at=timezone.now())
    first = read_crl(read_authority(keys))
    assert keep_keys(at=timezone.now() + timedelta(days=14)) == []
    assert keep_keys(at=timezone.now() + timedelta(days=16)) == ["Listes de révocation signées : 1."]
    assert read_crl(read_authority(keys)) != first


def test_authority_about_to_expire_is_told_to_administrators_once(people, sent_mail):
    ensure_authority()
    publish_crls(at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=3600)):
        assert "renew-authority" in keep_keys()[-1]
        keep_keys()
    assert [mail.to for mail in sent_mail()] == [["admin@example.org"]]


# --- The authority after the authority --------------------------------------------------------------------------------


def test_renewed_authority_keeps_the_old_signatures_and_revocations(adopted, people, person, keys, client):
    once = read_issued(sign(adopted, people, "rapporteur").file)
    old = read_authority(keys)
    renew_authority(at=timezone.now())
    new, kept = read_authorities(keys)
    assert (kept, new != old) == (old, True)
    SigningIdentity.objects.exclude(person=person).delete()
    twice = read_issued(sign(adopted, people, "chair").file)
    assert verify_file(once).is_authentic
    assert verify_file(twice).is_authentic
    revoke_identity(identity=SigningIdentity.objects.get(person=person), reason=LOST, by=None)
    revoked = [len(list(x509.load_der_x509_crl(read_crl(one)))) for one in (new, old)]
    assert revoked == [0, 1]
    page = client.get(reverse("minutes:verify_trust")).content.decode()
    assert [one.fingerprint in page for one in (new, old)] == [True, True]
    assert client.get(reverse("minutes:verify_authority_file", args=[old.code])).content == old.pem
    assert find_authority(keys, new.code) == new


@pytest.mark.parametrize("killed_at", range(5))
def test_renewal_killed_anywhere_leaves_one_authority_or_the_other(keys, settings, monkeypatch, killed_at):
    """Each act on the disk is the last one that takes place."""
    ensure_authority()
    steps = iter(range(9))

    def act(original):
        def killed(*arguments, **options):
            if next(steps) >= killed_at:
                raise KeyboardInterrupt
            return original(*arguments, **options)

        return killed

    module = "minutes.sign.authority"
    for name in ("write_private", "replace_private"):
        monkeypatch.setattr(f"{module}.{name}", act(__import__(module, fromlist=[name]).__dict__[name]))
    try:
        renew_authority(at=timezone.now())
    except KeyboardInterrupt:
        pass
    monkeypatch.undo()
    settings.SIGNING_DIR = keys
    assert len(load_authorities(keys, settings.SIGNING_PASSPHRASE)) == (2 if killed_at >= 4 else 1)
    renew_authority(at=timezone.now())
    assert not (keys / KEY_FILE).exists()


# --- By command -------------------------------------------------------------------------------------------------------


def run(*arguments):
    said = StringIO()
    call_command("signing", *arguments, stdout=said)
    return said.getvalue()


def test_commands_import_revoke_and_give_anew(people, person, own, tmp_path):
    (tmp_path / "own.p12").write_bytes(own)
    (tmp_path / "password").write_text(pki.PASSWORD)
    whose = ("--person", "rapporteur@example.org")
    run("import", str(tmp_path / "own.p12"), "--password-file", str(tmp_path / "password"), *whose)
    assert SigningIdentity.objects.in_force().get(person=person).source == KeySource.OWN
    run("revoke", *whose, "--reason", "affiliation_changed", "--since", "2026-01-02T08:00")
    revoked = SigningIdentity.objects.get(person=person)
    assert revoked.compromised_since == dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
    run("init")
    assert SigningIdentity.objects.get(person=person) == revoked
    run("new", *whose)
    run("renew", *whose)
    assert SigningIdentity.objects.in_force().get(person=person).is_of_the_house
    run("renew-authority")
    assert run("status").count("Autorité précédente") == 1


def test_commands_know_seals(people):
    code = people.cluster.code
    with pytest.raises(CommandError, match="en vigueur"):
        run("renew", "--cluster", code)
    seal = ensure_identity(people.cluster)
    run("revoke", "--cluster", code)
    seal.refresh_from_db()
    assert seal.revoked_at is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("revoke", "--person", "inconnu@example.org"), "Inconnu ici"),
        (("revoke", "--cluster", "RIEN"), "Inconnu ici"),
        (("revoke", "--person", "rapporteur@example.org"), "à révoquer"),
        (("import", "/absent.p12", "--person", "rapporteur@example.org"), "absent"),
        (("import-token", "x", "--person", "rapporteur@example.org"), "PKCS11_MODULE"),
        (("renew-authority",), "signing init"),
    ],
)
def test_commands_say_what_is_wrong(people, arguments, said, keys):
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert not has_authority(keys)
    assert not Signature.objects.exists()
