"""Puts the pictures of a text into its page, as bytes: the renderer looks for nothing outside."""

import base64
import re
from collections.abc import Mapping

from minutes.content import Content
from minutes.render.errors import RenderRefused

_PLACE = re.compile(r'<img src="/images/([0-9a-f-]{36})/"')
"""As `minutes.layouts.richtext` writes it: in a text, "<" is an entity."""
MISSING = "Une image du texte manque : remettez-la, ou retirez-la."


def with_pictures(html: str, content: Content, files: Mapping[str, bytes]) -> str:
    """`files`: by their number. Raises RenderRefused for one that was not frozen or not given: nothing prints empty."""
    types = {picture.number: picture.media_type for picture in content.pictures}

    def shown(place: re.Match[str]) -> str:
        number = place[1]
        if number not in types or number not in files:
            raise RenderRefused(MISSING, detail=number)
        return f'<img src="data:{types[number]};base64,{base64.b64encode(files[number]).decode()}"'

    return _PLACE.sub(shown, html)
