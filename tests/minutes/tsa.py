"""A time stamp server of the tests' own on 127.0.0.1, with its authority and that authority's revocation list."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = dt.timedelta(days=1)


@dataclass
class TimeServer:
    """`url` answers requests, `trust` is its authority in PEM. `is_down`: answers 503 from now on."""

    url: str
    trust: bytes
    stamper: DummyTimeStamper
    crl: bytes
    is_down: bool = False
    requests: list[str] = field(default_factory=list)


@contextmanager
def running() -> Iterator[TimeServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.tsa = made(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.tsa
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        tsa = self.server.tsa
        tsa.requests.append("stamp")
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        if tsa.is_down:
            self.send_error(503)
            return
        self.answer("application/timestamp-reply", tsa.stamper.request_tsa_response(request).dump())

    def do_GET(self):
        self.server.tsa.requests.append("crl")
        self.answer("application/pkix-crl", self.server.tsa.crl)

    def answer(self, content_type, body):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def made(address):
    now = dt.datetime.now(dt.UTC)
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certificate("Autorité d’horodatage d’essai", root_key, None, now, is_authority=True)
    own = certificate("Serveur d’horodatage d’essai", key, (root, root_key), now, crl=f"{address}/ca.crl")
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - DAY)
        .next_update(now + DAY)
        .sign(root_key, hashes.SHA256())
    )
    return TimeServer(
        f"{address}/tsa",
        root.public_bytes(serialization.Encoding.PEM),
        stamper(own, key, root),
        crl.public_bytes(serialization.Encoding.DER),
    )


def stamper(own, key, root):
    store = SimpleCertificateStore()
    store.register(as_asn1(root))
    private = keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return DummyTimeStamper(as_asn1(own), private, store)


def as_asn1(one):
    return asn1.Certificate.load(one.public_bytes(serialization.Encoding.DER))


def certificate(name, key, issuer, now, *, is_authority=False, crl=""):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_certificate, issuer_key = issuer or (None, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + 365 * DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not is_authority:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)
        builder = builder.add_extension(purposes, critical=True)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
