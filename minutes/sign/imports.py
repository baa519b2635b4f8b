"""A PKCS#12 file that somebody brings: the certificate of an organisation, from an authority that readers may know.

Whatever is old, weak or meant for something else is refused in French. The house keeps it under its own passphrase.
"""

import datetime as dt
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from minutes.sign.errors import KeyRefused
from minutes.sign.identity import Identity, pack_identity
from minutes.sign.revocation import is_issued_by

MOST_BYTES = 100_000
MOST_CHAIN = 5
LEAST_RSA_BITS = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
SIGNING_PURPOSES = {
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # RFC 9336, document signing
    ObjectIdentifier("1.2.840.113583.1.1.5"),  # Adobe, authentic documents
    ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # Microsoft, document signing
}

Kind = TypeVar("Kind", bound=x509.ExtensionType)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def import_identity(p12: bytes, password: str, *, passphrase: str, at: dt.datetime) -> Identity:
    """`password` opens what was brought, `passphrase` closes what is kept. Raises KeyRefused."""
    key, certificate, others = _open(p12, password)
    usable = _usable_key(key)
    check_certificate(certificate, at=at)
    if usable.public_key() != certificate.public_key():
        raise KeyRefused("La clé de ce fichier n’est pas celle de son certificat.")
    return pack_identity(usable, certificate, chain_of(certificate, others), passphrase=passphrase)


def public_facts(certificate: x509.Certificate, *, at: dt.datetime) -> dict[str, object]:
    """What is kept of a certificate whose key stays elsewhere. Raises KeyRefused."""
    check_certificate(certificate, at=at)
    return {
        "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
        "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "valid_until": certificate.not_valid_after_utc,
    }


def _open(p12: bytes, password: str) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    if len(p12) > MOST_BYTES:
        raise KeyRefused("Ce fichier est trop gros pour être une clé : donnez un fichier .p12 ou .pfx.")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(p12, password.encode())
    except Exception as error:  # a foreign file can raise anything
        raise KeyRefused(
            "Ce fichier ne s’ouvre pas avec ce mot de passe. S’il vient d’un ancien logiciel, exportez-le à nouveau "
            "avec un chiffrement AES."
        ) from error
    if key is None or certificate is None:
        raise KeyRefused("Ce fichier ne contient pas à la fois une clé et son certificat.")
    return key, certificate, others


def _usable_key(key: object) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < LEAST_RSA_BITS:
            raise KeyRefused(f"Clé RSA de {key.key_size} bits : trop faible, il en faut {LEAST_RSA_BITS} au moins.")
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, CURVES):
        return key
    raise KeyRefused("Ce type de clé n’est pas connu des lecteurs de PDF : il faut RSA, ou EC P-256, P-384 ou P-521.")


def check_certificate(certificate: x509.Certificate, *, at: dt.datetime) -> None:
    """Raises KeyRefused unless it is made for signing, strong, and valid at that moment."""
    if not isinstance(certificate.signature_hash_algorithm, HASHES):
        raise KeyRefused("Ce certificat est signé avec un procédé trop ancien (SHA-1 ou MD5).")
    _check_dates(certificate, at)
    _check_purpose(certificate)


def _check_dates(certificate: x509.Certificate, at: dt.datetime) -> None:
    if certificate.not_valid_after_utc <= at:
        raise KeyRefused(f"Ce certificat a expiré le {certificate.not_valid_after_utc:%d/%m/%Y}.")
    if certificate.not_valid_before_utc > at:
        raise KeyRefused(f"Ce certificat ne vaut qu’à partir du {certificate.not_valid_before_utc:%d/%m/%Y}.")


def _check_purpose(certificate: x509.Certificate) -> None:
    constraints = _extension(certificate, x509.BasicConstraints)
    if constraints and constraints.ca:
        raise KeyRefused("C’est le certificat d’une autorité, pas celui d’un signataire.")
    usage = _extension(certificate, x509.KeyUsage)
    if not usage or not (usage.digital_signature or usage.content_commitment):
        raise KeyRefused("Ce certificat n’est pas fait pour signer.")
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    if purposes and not SIGNING_PURPOSES & set(purposes):
        raise KeyRefused("Ce certificat est fait pour autre chose que signer des documents (un site, un appareil…).")


def _extension(certificate: x509.Certificate, kind: type[Kind]) -> Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
    except (ValueError, x509.DuplicateExtension) as error:
        raise KeyRefused("Ce certificat est mal formé.") from error


def chain_of(certificate: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    """Those that lead from it towards its authority, in this order; the rest of the file is left out."""
    chain: list[x509.Certificate] = []
    while len(chain) < MOST_CHAIN:
        last = chain[-1] if chain else certificate
        issuer = next((one for one in others if one not in chain and is_issued_by(last, one)), None)
        if issuer is None:
            break
        chain.append(issuer)
    return chain
