"""The internal authority: `authority.pem`, its certificate, and `authority.key`, closed by the passphrase."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from minutes.sign.certificates import KeyPair, make_key_pair
from minutes.sign.errors import SigningKeyUnavailable
from minutes.sign.files import write_private
from minutes.verify.authority import CERTIFICATE_FILE

Authority = KeyPair

KEY_FILE = "authority.key"


def create_authority(folder: Path, passphrase: str, *, name: str = "ClusterHub, autorité interne") -> Authority:
    """Raises FileExistsError when the folder already holds an authority: it is never replaced."""
    authority = make_key_pair(name, "", None)
    key = authority.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    write_private(folder / KEY_FILE, key)
    write_private(folder / CERTIFICATE_FILE, authority.certificate.public_bytes(serialization.Encoding.PEM))
    return authority


def load_authority(folder: Path, passphrase: str) -> Authority:
    """With its key, to issue identities."""
    try:
        key = serialization.load_pem_private_key((folder / KEY_FILE).read_bytes(), passphrase.encode())
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyUnavailable("La clé de l’autorité interne est absente ou protégée autrement.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SigningKeyUnavailable("La clé de l’autorité interne n’est pas d’un type connu.")
    return Authority(key, x509.load_pem_x509_certificate(load_trust_root(folder)))


def load_trust_root(folder: Path) -> bytes:
    """The certificate alone, in PEM: enough to verify."""
    try:
        return (folder / CERTIFICATE_FILE).read_bytes()
    except OSError as error:
        raise SigningKeyUnavailable("Le certificat de l’autorité interne est absent.") from error
