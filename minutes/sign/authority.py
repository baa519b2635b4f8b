"""The internal authority: `authority.pem`, its certificate, and its key, closed by the passphrase.

Renewed, it leaves its certificate and its key beside the new ones: what it signed stays checked, what it issued can
still be revoked. The change is one rename: killed anywhere, one authority or the other is there, never half of each.
"""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from minutes.sign.certificates import KeyPair, make_key_pair
from minutes.sign.errors import SigningKeyUnavailable
from minutes.sign.files import replace_private, write_private
from minutes.verify.authority import CERTIFICATE_FILE, AuthorityCertificate, read_authorities

Authority = KeyPair

KEY_FILE = "authority.key"
NAME = "ClusterHub, autorité interne"


def create_authority(folder: Path, passphrase: str, *, name: str = NAME) -> Authority:
    """Raises FileExistsError when the folder already holds an authority: it is never replaced."""
    authority = make_key_pair(name, "", None)
    write_private(folder / KEY_FILE, _closed_key(authority, passphrase))
    write_private(folder / CERTIFICATE_FILE, authority.pem)
    return authority


def renew_authority(folder: Path, passphrase: str, *, on: dt.date) -> Authority:
    """A new key and certificate; the day in its name tells them apart in the lists of PDF readers."""
    current = load_authority(folder, passphrase)
    renewed = make_key_pair(f"{NAME} ({on:%d/%m/%Y})", "", None)
    _keep(folder / AuthorityCertificate(current.pem).certificate_file, current.pem)
    _keep(folder / _key_file(current), _closed_key(current, passphrase))
    write_private(folder / _key_file(renewed), _closed_key(renewed, passphrase))
    replace_private(folder / CERTIFICATE_FILE, renewed.pem)
    (folder / KEY_FILE).unlink(missing_ok=True)
    return renewed


def _keep(path: Path, data: bytes) -> None:
    if not path.exists():
        replace_private(path, data)


def _key_file(authority: Authority) -> str:
    return AuthorityCertificate(authority.pem).key_file


def _closed_key(authority: Authority, passphrase: str) -> bytes:
    return authority.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def load_authority(folder: Path, passphrase: str) -> Authority:
    """The one in force, with its key, to issue identities."""
    return _open(folder, AuthorityCertificate(load_trust_root(folder)), passphrase)


def load_authorities(folder: Path, passphrase: str) -> list[Authority]:
    """The one in force and those before it."""
    return [_open(folder, certificate, passphrase) for certificate in read_authorities(folder)]


def _open(folder: Path, certificate: AuthorityCertificate, passphrase: str) -> Authority:
    try:
        key = serialization.load_pem_private_key(_key_bytes(folder, certificate), passphrase.encode())
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyUnavailable("La clé de l’autorité interne est absente ou protégée autrement.") from error
    opened = x509.load_pem_x509_certificate(certificate.pem)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != opened.public_key():
        raise SigningKeyUnavailable("La clé de l’autorité interne n’est pas celle de son certificat.")
    return Authority(key, opened)


def _key_bytes(folder: Path, certificate: AuthorityCertificate) -> bytes:
    """The first authority's key has no number in its name."""
    path = folder / certificate.key_file
    return (path if path.exists() else folder / KEY_FILE).read_bytes()


def has_authority(folder: Path) -> bool:
    return (folder / CERTIFICATE_FILE).exists() or (folder / KEY_FILE).exists()


def load_trust_root(folder: Path) -> bytes:
    """The certificate alone, in PEM: enough to verify."""
    try:
        return (folder / CERTIFICATE_FILE).read_bytes()
    except OSError as error:
        raise SigningKeyUnavailable("Le certificat de l’autorité interne est absent.") from error
