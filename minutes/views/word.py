"""The editable copy of the record, for whoever may read the same edition as a PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from clusterhub.web.access import require
from meetings.rules import can_see_live_text
from minutes.enums import Edition
from minutes.errors import SealFailed
from minutes.selectors.editable import editable_reading
from minutes.selectors.record import Reading
from minutes.services.word import page_digest, word_file, word_page
from minutes.views.openings import note_contacts
from minutes.views.pdf import apology, document_response, file_name
from minutes.views.record import minutes_read


@require_safe
def record_word(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The members' edition; ``?edition=coordination`` and ``?edition=public`` are for the coordination."""
    minutes = minutes_read(request, uuid)
    edition = _edition(request)
    if edition != Edition.MEMBERS:
        require(can_see_live_text(request.user, minutes.meeting))
    reading = editable_reading(minutes, request.user, edition.value)
    require(reading is not None)
    note_contacts(request, minutes.meeting.cluster, reading.content)
    try:
        html, mark = word_page(reading)
        etag = f'"{page_digest(html, mark)}"'
        if unchanged := get_conditional_response(request, etag=etag):
            return unchanged
        data = word_file(html, mark)
    except SealFailed as error:
        return apology(request, minutes, error, status=503)
    name = file_name(minutes.meeting, ".docx", extra=_what_it_is(reading))
    return document_response(data, name, etag, as_attachment=True)


def _edition(request: HttpRequest) -> Edition:
    asked = request.GET.get("edition")
    return Edition(asked) if asked in Edition.values else Edition.MEMBERS


SUFFIXES = {"coordination": "-coordination", "members": "", "public": "-publique"}


def _what_it_is(reading: Reading) -> str:
    """In its name: « -projet », « -version-2-modifiable »."""
    content = reading.content
    state = "-projet" if content.is_draft else f"-version-{content.version_number}"
    return f"{state}{SUFFIXES[content.edition]}-modifiable"
