"""What WeasyPrint writes about the files it embeds, put right: it guesses types from tables that differ by machine, and
names each file twice as belonging to the document."""

from collections.abc import Iterable

import pydyf

from minutes.render.parts import Attachment
from minutes.render.structure import resolve


def name_media_types(pdf: pydyf.PDF, attachments: Iterable[Attachment]) -> None:
    if "AF" not in pdf.catalog:
        return
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for reference, attachment in zip(pdf.catalog["AF"], attachments, strict=True):
        stream = resolve(pdf, resolve(pdf, reference)["EF"]["F"])
        stream.extra["Subtype"] = f"/{attachment.media_type.replace('/', '#2f')}"
