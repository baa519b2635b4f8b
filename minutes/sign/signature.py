"""PAdES signatures, one incremental revision each: the file that was signed stays inside the file that results."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from minutes.sign.errors import SignatureRefused
from minutes.sign.stamp import draw_stamp
from minutes.sign.timestamps import TimeServer, time_stamper


class DatedSigner(PdfSigner):
    """Writes the moment it is given instead of the clock's, so that page, database and PDF say the same."""

    def __init__(self, *arguments: Any, signed_at: dt.datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.signed_at = signed_at

    def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.signed_at
        return session


def sign_pdf(
    pdf: bytes,
    field: str,
    signer: Signer,
    *,
    reason: str,
    stamp_lines: Sequence[str],
    signed_at: dt.datetime,
    certify: bool = False,
    location: str = "",
    time_server: TimeServer | None = None,
) -> bytes:
    """Signs the empty field of that name. The first signature certifies: after it, only fields may be filled.

    Raises SignatureRefused; with a time server, TimestampUnavailable; with a token, SigningKeyUnavailable.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        width, height = _empty_field_size(writer, field)
        dated = DatedSigner(
            PdfSignatureMetadata(
                field_name=field,
                subfilter=SigSeedSubFilter.PADES,
                md_algorithm="sha256",
                reason=reason,
                location=location or None,
                certify=certify,
                docmdp_permissions=MDPPerm.FILL_FORMS,
            ),
            signer,
            timestamper=time_stamper(time_server) if time_server else None,
            stamp_style=draw_stamp(stamp_lines, width, height),
            signed_at=signed_at,
        )
        signed = dated.sign_pdf(writer, existing_fields_only=True)
    except (SigningError, PdfError) as error:
        raise SignatureRefused("Ce document ne peut pas être signé : il est abîmé ou ne l’attend pas.") from error
    return bytes(signed.getvalue())


def _empty_field_size(writer: IncrementalPdfFileWriter, name: str) -> tuple[float, float]:
    for found, value, reference in enumerate_sig_fields(writer.prev):
        if found == name and value is None:
            left, bottom, right, top = (float(side) for side in reference.get_object()["/Rect"])
            return right - left, top - bottom
    raise SignatureRefused("Cette signature a déjà été apposée, ou le document ne l’attend pas.")
