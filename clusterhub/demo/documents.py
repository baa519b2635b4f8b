"""The documents of the demonstration: joined to points of its meetings, one validated there, one still discussed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape

from clusterhub.demo.meetings import user_with
from clusterhub.demo.people import House
from clusterhub.demo.reading import points
from meetings.models import AgendaItem, Document, Meeting
from meetings.services.document_life import comment_document, open_document, validate_document
from meetings.services.documents import attach_document, upload_document
from minutes.render.engine import render_pdf
from participants.enums import Role
from participants.models import User

STYLE = '<style>body { font: 11pt "DejaVu Sans" }</style>'


def build_documents(house: House, meeting: Meeting, data: dict[str, Any]) -> None:
    """Before the record is circulated, so that it cites them."""
    by = user_with(data["cluster"], Role.COORDINATOR)
    for point, _ in points(data.get("item", [])):
        for row in point.get("document", []):
            item = meeting.items.get(title=point["title"])
            document = _deposit(meeting, row, by, at=data["starts_at"] - timedelta(days=row.get("days_before", 8)))
            attach_document(document=document, to=item)
            _live(house, document, item, row, by, at=data["closed_at"])


def _deposit(meeting: Meeting, row: dict[str, Any], by: User | None, *, at: datetime) -> Document:
    """With the version that it replaces, where there was one."""
    before = row.get("earlier")
    earlier = _deposit(meeting, row | {"earlier": None} | before, by, at=at - timedelta(days=30)) if before else None
    return upload_document(
        cluster=meeting.cluster,
        file=ContentFile(_bytes(row), name=row["file"]),
        by=by,
        name=row["name"],
        version_label=row.get("version", ""),
        state=row.get("state", "final"),
        visibility=row.get("visibility", "members"),
        replaces=earlier,
        at=at,
    )


def _bytes(row: dict[str, Any]) -> bytes:
    if not row["file"].endswith(".pdf"):
        return str(row["text"]).encode()
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in row["text"].strip().splitlines())
    head = f"<head><title>{escape(row['name'])}</title>{STYLE}</head>"
    body = f"<body><h1>{escape(row['name'])}</h1>{paragraphs}</body>"
    return render_pdf(f'<html lang="fr">{head}{body}</html>').pdf


def _live(
    house: House, document: Document, item: AgendaItem, row: dict[str, Any], by: User | None, *, at: datetime
) -> None:
    if row.get("validated"):
        validate_document(document=document, decision=item.outcomes.get(kind="decision"), by=by, at=at)
    if "open_for" in row:
        until = timezone.localdate() + timedelta(days=row["open_for"])
        open_document(document=document, until=until, by=by, at=at)
    for number, comment in enumerate(row.get("comments", []), start=1):
        author = house.users[comment["by"]]
        comment_document(document=document, text=comment["text"], by=author, at=at + timedelta(hours=20 * number))
