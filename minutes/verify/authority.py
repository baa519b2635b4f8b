"""The certificates of the internal authority, in force and before: public, enough to verify, and offered to whoever
wants to trust them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

CERTIFICATE_FILE = "authority.pem"
OLDER_FILES = "authority-*.pem"
TIMESTAMP_FILES = "timestamp-*.pem"
"""The certificates that time stamps were trusted through, kept when the settings change."""


@dataclass(frozen=True, slots=True)
class AuthorityCertificate:
    pem: bytes

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.pem)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in capital pairs, as PDF readers show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(" ").upper()

    @property
    def code(self) -> str:
        """The beginning of the fingerprint: names its files and its public addresses."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()[:16]

    @property
    def name(self) -> str:
        (attribute,) = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(attribute.value)

    @property
    def valid_until(self) -> datetime:
        return self.certificate.not_valid_after_utc

    @property
    def certificate_file(self) -> str:
        """Its name once another one is in force."""
        return f"authority-{self.code}.pem"

    @property
    def key_file(self) -> str:
        return f"authority-{self.code}.key"

    @property
    def crl_file(self) -> str:
        return f"authority-{self.code}.crl"


def read_authority(folder: Path) -> AuthorityCertificate | None:
    """The one in force."""
    try:
        return AuthorityCertificate((folder / CERTIFICATE_FILE).read_bytes())
    except OSError:
        return None


def read_authorities(folder: Path) -> list[AuthorityCertificate]:
    """The one in force first. Killed while it renewed, an authority may be there twice: it counts once."""
    current = read_authority(folder)
    older = [AuthorityCertificate(path.read_bytes()) for path in sorted(folder.glob(OLDER_FILES))]
    older.sort(key=lambda one: one.valid_until, reverse=True)
    return list(dict.fromkeys([*([current] if current else []), *older]))


def find_authority(folder: Path, code: str) -> AuthorityCertificate | None:
    return next((one for one in read_authorities(folder) if one.code == code), None)


def read_timestamp_roots(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob(TIMESTAMP_FILES))]
