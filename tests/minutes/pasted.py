"""A content whose texts hold what people paste: small tables, a wide one, pictures, nested lists."""

import dataclasses
import hashlib
from io import BytesIO

from PIL import Image, ImageDraw

from minutes.content import Content, Picture, Section
from tests.minutes.sample import DIVERS, ITEMS, sample_content

MAP, CHART = "0f2c6a9e-1b7d-4c53-8a3e-5d9b7f104e26", "7d3e8b14-52c6-4f0a-9b1d-2a6c8e7f9053"


def png(width: int = 600, height: int = 360, colour: str = "#1d4f73") -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).ellipse((10, 10, width - 10, height - 10), outline=colour, width=6)
    return _bytes(image, "PNG")


def jpeg(width: int = 700, height: int = 1000) -> bytes:
    return _bytes(Image.linear_gradient("L").resize((width, height)).convert("RGB"), "JPEG")


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


FILES = {MAP: png(), CHART: jpeg()}
TYPES = {MAP: "image/png", CHART: "image/jpeg"}

SMALL = (
    "<table><thead><tr><th>Région</th><th>Sites</th><th>Ménages suivis</th></tr></thead><tbody>"
    + "".join(f"<tr><th>Zone {i}</th><td>{i}</td><td>{i * 120}</td></tr>" for i in range(1, 4))
    + '<tr><td colspan="2">Ensemble</td><td>720</td></tr></tbody></table>'
)
WIDE = (
    "<table><thead><tr>"
    + "".join(f"<th>Mois {i}</th>" for i in range(1, 9))
    + "</tr></thead><tbody>"
    + "".join("<tr>" + "".join(f"<td>v{row}{i}</td>" for i in range(1, 9)) + "</tr>" for row in range(1, 4))
    + "</tbody></table>"
)
LONG = (
    "<table><thead><tr><th>Localité</th><th>Besoins relevés</th></tr></thead><tbody>"
    + "".join(f"<tr><td>Localité {i}</td><td>Abris et eau pour le site {i}</td></tr>" for i in range(45))
    + "</tbody></table>"
)


def shown(number: str, caption: str = "") -> str:
    return f'<img src="/images/{number}/" alt="{caption}">'


def pasted_content() -> Content:
    told = f"<p>Situation par région :</p>{SMALL}<p>Voir la carte.</p>{shown(MAP, 'Carte des sites')}{WIDE}"
    curve = shown(CHART, "Courbe des besoins")
    lists = f"<ul><li>Premier<ol><li>Sous-point</li></ol></li><li>Avec une image{curve}</li></ul>"
    first = dataclasses.replace(ITEMS[0], discussion_html=told, status_html=SMALL)
    second = dataclasses.replace(ITEMS[1], discussion_html=lists + LONG)
    child = dataclasses.replace(DIVERS.children[0], discussion_html=f"<p>Pour mémoire</p>{SMALL}{shown(MAP)}")
    other = dataclasses.replace(DIVERS, children=(child, *DIVERS.children[1:]))
    sections = (Section(kind="objectives", html=f"<p>Objectif</p>{WIDE}{shown(CHART, 'Courbe en pleine largeur')}"),)
    pictures = tuple(_frozen(number, data) for number, data in FILES.items())
    return sample_content(items=(first, second, *ITEMS[2:], other), sections=sections, pictures=pictures)


def _frozen(number: str, data: bytes) -> Picture:
    width, height = Image.open(BytesIO(data)).size
    digest = hashlib.sha256(data).hexdigest()
    return Picture(number=number, sha256=digest, media_type=TYPES[number], width=width, height=height)
