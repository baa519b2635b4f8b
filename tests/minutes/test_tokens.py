"""A key that never leaves its token: SoftHSM stands for the card or the module."""

import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute, ObjectClass, lib
from pkcs11.util.x509 import decode_x509_certificate

from minutes.enums import KeySource
from minutes.errors import KeyRefused, KeysUnavailable
from minutes.models import Signature
from minutes.services.files import read_issued
from minutes.services.own_keys import register_token_key
from minutes.services.verification import verify_file
from minutes.sign.tokens import close_sessions
from tests.minutes import pki
from tests.minutes.factories import sign
from tests.tools import require_tool

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
TOKEN, PIN = "essai", "1234"


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """Its driver, once a key and its certificate are in it under each label."""
    tool = require_tool("softhsm2-util")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    run(tool, "--init-token", "--free", "--label", TOKEN, "--so-pin", PIN, "--pin", PIN)
    module = next(path for path in MODULES if Path(path).exists())
    root, issuer = pki.authority()
    put(tool, module, folder, "bakary", pki.certify, issuer)
    put(tool, module, folder, "site", lambda *given: pki.certify(*given, purposes=(pki.SERVER,)), issuer)
    yield module
    close_sessions()
    del os.environ["SOFTHSM2_CONF"]


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def put(tool, module, folder, label, certify, issuer):
    key = pki.rsa_key()
    (folder / label).write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    number = label.encode().hex()
    run(tool, "--import", folder / label, "--token", TOKEN, "--label", label, "--id", number, "--pin", PIN)
    certificate = certify(f"{label}, jeton", key, issuer).public_bytes(serialization.Encoding.DER)
    with lib(module).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        facts = decode_x509_certificate(certificate)
        session.create_object(facts | {Attribute.LABEL: label, Attribute.ID: label.encode(), Attribute.TOKEN: True})
        assert len(list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}))) == 1


@pytest.fixture
def configured(token, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = token, TOKEN, PIN
    yield settings
    close_sessions()


@pytest.mark.django_db
def test_token_signs_and_its_signature_is_verified(adopted, people, configured):
    identity = register_token_key(owner=people.rapporteur.person, label="bakary")
    assert (identity.source, identity.key_file) == (KeySource.TOKEN, "bakary")
    once = read_issued(sign(adopted, people, "rapporteur").file)
    twice = read_issued(sign(adopted, people, "chair").file)
    assert verify_file(once).is_authentic
    assert verify_file(twice).is_authentic


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"), [("PKCS11_PIN", "9999"), ("PKCS11_TOKEN", "autre"), ("PKCS11_MODULE", "/absent.so")]
)
def test_token_that_does_not_open_is_said_and_nothing_is_signed(adopted, people, configured, setting, value):
    register_token_key(owner=people.rapporteur.person, label="bakary")
    close_sessions()
    setattr(configured, setting, value)
    with pytest.raises(KeysUnavailable, match="jeton"):
        sign(adopted, people, "rapporteur")
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_key_of_the_token_is_looked_at_like_any_other(people, configured):
    with pytest.raises(KeysUnavailable, match="ne contient pas"):
        register_token_key(owner=people.rapporteur.person, label="absente")
    with pytest.raises(KeyRefused, match="autre chose"):
        register_token_key(owner=people.rapporteur.person, label="site")
