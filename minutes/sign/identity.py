"""The seal of one signer, issued by the authority and kept as a PKCS#12 file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from minutes.sign.authority import Authority
from minutes.sign.certificates import make_key_pair, name_in

NAME_OF_KEY = "clusterhub"


@dataclass(frozen=True, slots=True)
class Identity:
    """`p12` holds the private key, closed by the passphrase; the rest is public."""

    p12: bytes
    certificate_pem: str
    fingerprint: str
    valid_until: dt.datetime


def issue_identity(
    authority: Authority, name: str, *, passphrase: str, organisation: str = "", crl_url: str = ""
) -> Identity:
    """The authority's certificate stays out of the file, so out of each signature: verifiers must have it anyway."""
    pair = make_key_pair(name, organisation, authority, crl_url=crl_url)
    return pack_identity(pair.key, pair.certificate, (), passphrase=passphrase)


def pack_identity(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    *,
    passphrase: str,
) -> Identity:
    """The chain goes into each signature: readers know only where it ends."""
    p12 = pkcs12.serialize_key_and_certificates(
        (name_in(certificate) or NAME_OF_KEY).encode(),
        key,
        certificate,
        list(chain) or None,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    return Identity(
        p12,
        certificate.public_bytes(serialization.Encoding.PEM).decode(),
        certificate.fingerprint(hashes.SHA256()).hex(),
        certificate.not_valid_after_utc,
    )
