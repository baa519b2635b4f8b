"""A cluster's style, with drawings of our own."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageDraw

from clusterhub.web.pictures import clean_picture
from minutes.content import Logo, Style
from minutes.services.styles import LOGO_BOUNDS

HEADER = "Cluster Relèvement Précoce : secrétariat de Bamako"
FOOTER = "Courriel : secretariat@example.org\nHeures d’ouverture : 8 h à 16 h"


def drawing(width: int = 900, height: int = 260, colour: str = "#1d4f73", kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).ellipse((10, 10, width // 2, height - 10), fill=colour)
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def logo(alt: str, **shape: object) -> Logo:
    picture = clean_picture(BytesIO(drawing(**shape)), LOGO_BOUNDS)  # type: ignore[arg-type]
    data = b64encode(picture.data).decode()
    return Logo(alt=alt, media_type=picture.media_type, data=data, width=picture.width, height=picture.height)


def style(**changes: object) -> Style:
    logos = (logo("Logo du cluster"), logo("Emblème", width=300, height=300, colour="#148050"))
    whole = {"logos": logos, "header_text": HEADER, "footer_text": FOOTER, "own_labels": ("rapporteur",)}
    return Style(**whole | changes)  # type: ignore[arg-type]
