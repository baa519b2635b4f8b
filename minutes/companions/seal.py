"""What makes a companion a document that anyone may check."""

from dataclasses import dataclass

from minutes.content import ExpectedSignature, verification_url
from minutes.layouts.qr import qr_code

SIGNATURE = "seal"
"""The name of its signature field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Part of the frozen content. `sealed_at` dates the PDF, so that the same content always gives the same bytes."""

    number: int
    sealed_at: str
    public_key: str
    base_url: str
    signer: ExpectedSignature

    @property
    def verification_url(self) -> str:
        return verification_url(self.base_url, self.public_key)

    @property
    def qr_code(self) -> str:
        return qr_code(self.verification_url)
