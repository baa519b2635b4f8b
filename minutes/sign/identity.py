"""The seal of one signer, issued by the authority and kept as a PKCS#12 file."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from minutes.sign.authority import Authority
from minutes.sign.certificates import make_key_pair


@dataclass(frozen=True, slots=True)
class Identity:
    """`p12` holds the private key, closed by the passphrase; the rest is public."""

    p12: bytes
    certificate_pem: str
    fingerprint: str


def issue_identity(authority: Authority, name: str, *, passphrase: str, organisation: str = "") -> Identity:
    """The authority's certificate stays out of the file, so out of each signature: verifiers must have it anyway."""
    pair = make_key_pair(name, organisation, authority)
    p12 = pkcs12.serialize_key_and_certificates(
        name.encode(),
        pair.key,
        pair.certificate,
        None,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    pem = pair.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return Identity(p12, pem, pair.fingerprint)
