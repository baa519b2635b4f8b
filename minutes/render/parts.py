"""What goes into the renderer and what comes out of it. Lengths are PDF points, from the bottom left of the page."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`relationship` is a PDF/A-3 word: Source, Data, Alternative, Supplement or Unspecified. `name` is ASCII."""

    name: str
    description: str
    data: bytes
    media_type: str
    dated: dt.datetime
    relationship: str = "Data"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """An empty field over the HTML element whose id is `anchor`; `label` is what a screen reader says."""

    name: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Anchor:
    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    anchors: dict[str, Anchor]
