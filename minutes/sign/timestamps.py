"""Time stamps of a server (RFC 3161), and what proves a signature once its certificates have expired."""

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
from asn1crypto import cms
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from minutes.sign.errors import TimestampUnavailable

SECONDS = 5
FIELD = "horodatage"
SILENT = "Le serveur d’horodatage ne répond pas."
NOT_TRUSTED = "Le serveur d’horodatage n’est pas celui que les réglages annoncent (TIMESTAMP_TRUST)."
NOTHING_AFTER = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""The stamp covers the whole file: what proves the stamp itself comes before it."""
NOT_PROVABLE = "La preuve à long terme n’a pas pu être réunie : l’horodatage ou une liste de révocation manque."


@dataclass(frozen=True, slots=True)
class TimeServer:
    """Certificates in PEM: the authority that the server's own certificate must come from."""

    url: str
    trust_roots: tuple[bytes, ...]


class CheckedTimeStamper(HTTPTimeStamper):
    """A stamp that our own check would refuse is refused before it is in a document."""

    def __init__(self, server: TimeServer) -> None:
        super().__init__(server.url, timeout=SECONDS)
        self.roots = certificates(server.trust_roots)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Raises TimestampUnavailable."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, aiohttp.ClientError, OSError, ValueError, TypeError) as error:
            raise TimestampUnavailable(SILENT) from error
        if not await self._is_sound(token, message_digest):
            raise TimestampUnavailable(NOT_TRUSTED)
        return token

    async def _is_sound(self, token: cms.ContentInfo, message_digest: bytes) -> bool:
        context = ValidationContext(trust_roots=self.roots, allow_fetching=False)
        try:
            status = await validate_tst_signed_data(token["content"], context, lambda _: message_digest)
        except (SignatureValidationError, ValueError, TypeError):
            return False
        return bool(status["intact"] and status["valid"] and status.get("validation_path"))


@functools.lru_cache(maxsize=4)
def time_stamper(server: TimeServer) -> CheckedTimeStamper:
    """Kept: the first stamp asks twice, to learn how large one is."""
    return CheckedTimeStamper(server)


def certificates(pems: Sequence[bytes]) -> list[Certificate]:
    return [certificate for pem in pems for certificate in load_certs_from_pemder_data(pem)]


def extend_pdf(pdf: bytes, server: TimeServer, *, trust_roots: Sequence[bytes], crls: Sequence[bytes]) -> bytes:
    """PAdES B-LTA: behind the last signature, the certificates and revocation lists of all, under a time stamp of the
    whole file. Lists that are not given are fetched where the certificates say. Raises TimestampUnavailable."""
    output = io.BytesIO(pdf)
    context = _context(server, trust_roots, crls)
    try:
        for number in range(len(PdfFileReader(output).embedded_regular_signatures)):
            signature = PdfFileReader(output).embedded_regular_signatures[number]
            add_validation_info(signature, context(), add_vri_entry=False, in_place=True)
        stamper = PdfTimeStamper(time_stamper(server), field_name=FIELD)
        writer = IncrementalPdfFileWriter(output)
        stamper.timestamp_pdf(writer, "sha256", context(), in_place=True, dss_settings=NOTHING_AFTER)
    except (SigningError, SignatureValidationError, ValidationInfoReadingError, PathError, PdfError) as error:
        raise TimestampUnavailable(NOT_PROVABLE) from error
    return output.getvalue()


def _context(
    server: TimeServer, trust_roots: Sequence[bytes], crls: Sequence[bytes]
) -> functools.partial[ValidationContext]:
    """One per use: each closes its connections."""
    return functools.partial(
        ValidationContext,
        trust_roots=certificates((*trust_roots, *server.trust_roots)),
        crls=list(crls),
        allow_fetching=True,
    )
