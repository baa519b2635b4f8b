"""How the clusters of the demonstration present their records, with emblems that belong to nobody."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from clusterhub.demo.people import House
from clusterhub.demo.reading import read
from minutes.enums import RecordName
from minutes.services.styles import add_logo, save_style
from participants.models import Cluster

SCALE = 8
"""Pixels for one of the hundred points in which an emblem is described."""


def build_styles(house: House) -> None:
    for row in read("styles.toml")["style"]:
        _add_style(house.clusters[row["cluster"]], row)


def _add_style(cluster: Cluster, row: dict[str, Any]) -> None:
    save_style(
        cluster=cluster,
        layout=row["layout"],
        document_name=row.get("document_name", RecordName.COMPTE_RENDU),
        header_text=row.get("header_text", ""),
        footer_text=row.get("footer_text", ""),
        role_labels=row.get("role_labels", {}),
    )
    for emblem in row.get("emblems", []):
        add_logo(cluster=cluster, file=_drawn(emblem["colour"], emblem["points"]), alt=emblem["alt"])


def _drawn(colour: str, points: list[list[int]]) -> BytesIO:
    image = Image.new("RGB", (100 * SCALE, 100 * SCALE), "white")
    brush = ImageDraw.Draw(image)
    brush.ellipse((0, 0, 100 * SCALE - 1, 100 * SCALE - 1), fill=colour)
    brush.polygon([(across * SCALE, down * SCALE) for across, down in points], fill="white")
    file = BytesIO()
    image.save(file, "PNG")
    return file
