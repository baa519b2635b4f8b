"""Certificates of an organisation's own authority, good ones and others, as PKCS#12 files."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = dt.timedelta(days=1)
PASSWORD = "mot de passe du fichier"
SIGNS = {"digital_signature": True, "content_commitment": True}
EMAIL, SERVER = ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.SERVER_AUTH


def rsa_key(bits=2048):
    return rsa.generate_private_key(65537, bits)


def usage(**given):
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
    return x509.KeyUsage(**dict.fromkeys(f"{names} crl_sign encipher_only decipher_only".split(), False) | given)


def certify(name, key, issuer=None, *, ca=False, uses=SIGNS, purposes=(EMAIL,), start=-DAY, end=400 * DAY, md=None):
    """`issuer`: its certificate and its key; without one, signed by itself."""
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_certificate, issuer_key = issuer or (None, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + start)
        .not_valid_after(now + end)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage(**uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(issuer_key, md if md else hashes.SHA256())


def authority():
    """A root, and an intermediate below it that issues."""
    issues = {"key_cert_sign": True, "crl_sign": True}
    root_key, middle_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certify("Racine d’essai", root_key, ca=True, uses=issues, purposes=())
    middle = certify("Intermédiaire d’essai", middle_key, (root, root_key), ca=True, uses=issues, purposes=())
    return root, (middle, middle_key)


def pack(key, certificate, chain=(), password=PASSWORD):
    closed = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"essai", key, certificate, list(chain) or None, closed)


def edwards_key():
    return ed25519.Ed25519PrivateKey.generate()
