"""Which pictures a person may see: those of the texts that they may read."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from meetings.models import Picture
from meetings.rules import can_see_live_text
from minutes.content import Content
from minutes.models import Publication
from minutes.selectors.record import readable_content
from participants.models import User


def is_shown_to(user: User | AnonymousUser, picture: Picture) -> bool:
    """The coordination sees all of the meeting’s; members what their edition shows; anybody what is public."""
    return (user.is_authenticated and _is_read_by(user, picture)) or _is_published(picture)


def _is_read_by(user: User, picture: Picture) -> bool:
    if can_see_live_text(user, picture.meeting):
        return True
    reading = readable_content(picture.meeting, user)
    return reading is not None and _is_in(reading.content, picture)


def _is_published(picture: Picture) -> bool:
    contents = Publication.objects.standing().filter(version__minutes__meeting=picture.meeting)
    return any(_is_in(Content.from_json(text), picture) for text in contents.values_list("content", flat=True))


def _is_in(content: Content, picture: Picture) -> bool:
    return str(picture.uuid) in {one.number for one in content.pictures}
