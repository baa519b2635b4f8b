from __future__ import annotations

from django.utils import timezone

from clusterhub.web.search.index import Findable, keep
from meetings.models import Document

DOCUMENT = "document"


def index_document(document: Document) -> None:
    keep(findable(document))


def findable(document: Document) -> Findable:
    """By its name and that of its file: what is inside stays inside."""
    text = " · ".join(dict.fromkeys(filter(None, (document.name, document.version_label, document.original_name))))
    return Findable(DOCUMENT, document.pk, timezone.localdate(document.created_at), text, document.cluster_id)
