"""The certificate of the internal authority: public, enough to verify, and offered to whoever wants to trust it."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

CERTIFICATE_FILE = "authority.pem"


@dataclass(frozen=True, slots=True)
class AuthorityCertificate:
    pem: bytes

    @property
    def _certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.pem)

    @property
    def der(self) -> bytes:
        return self._certificate.public_bytes(serialization.Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in capital pairs, as PDF readers show it."""
        return self._certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def read_authority(folder: Path) -> AuthorityCertificate | None:
    try:
        return AuthorityCertificate((folder / CERTIFICATE_FILE).read_bytes())
    except OSError:
        return None
