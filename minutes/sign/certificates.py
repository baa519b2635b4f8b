"""X.509 certificates of the house: one authority that only issues, and identities that only sign."""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEARS = 10
MARGIN = dt.timedelta(days=1)
"""Valid from the day before: the clock of the reader may be late."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in lower-case hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> bytes:
        """The certificate, without its key."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def make_key_pair(
    name: str,
    organisation: str,
    issuer: KeyPair | None,
    *,
    valid_from: dt.datetime | None = None,
    years: int = YEARS,
    crl_url: str = "",
) -> KeyPair:
    """Signed by `issuer`, or by itself when it is to be the authority. `crl_url`: where a revocation would be read."""
    key = ec.generate_private_key(ec.SECP256R1())
    start = (valid_from or dt.datetime.now(dt.UTC)) - MARGIN
    end = start + dt.timedelta(days=round(365.25 * years))
    if issuer:
        end = min(end, issuer.certificate.not_valid_after_utc)
    subject = _subject(name, organisation)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
    issuing_key = issuer.key if issuer else key
    for extension, critical in _extensions(key, issuing_key, is_authority=issuer is None):
        builder = builder.add_extension(extension, critical=critical)
    if crl_url:
        builder = builder.add_extension(_revocation_list_at(crl_url), critical=False)
    return KeyPair(key, builder.sign(issuing_key, hashes.SHA256()))


def name_in(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def _subject(name: str, organisation: str) -> x509.Name:
    """X.520 allows 64 characters for each."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    return x509.Name(parts)


def _revocation_list_at(url: str) -> x509.CRLDistributionPoints:
    return x509.CRLDistributionPoints([x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)])


def _extensions(
    key: ec.EllipticCurvePrivateKey, issuing_key: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> list[tuple[x509.ExtensionType, bool]]:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return [
        (x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), True),
        (usage, True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing_key.public_key()), False),
    ]
