"""The certificate of the internal authority: public, enough to verify, and offered to whoever wants to trust it."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

CERTIFICATE_FILE = "authority.pem"


@dataclass(frozen=True, slots=True)
class AuthorityCertificate:
    pem: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 in capital pairs, as PDF readers show it."""
        certificate = x509.load_pem_x509_certificate(self.pem)
        return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def read_authority(folder: Path) -> AuthorityCertificate | None:
    try:
        return AuthorityCertificate((folder / CERTIFICATE_FILE).read_bytes())
    except OSError:
        return None
