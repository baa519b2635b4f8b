"""From a companion's content to one page of HTML with its style in it."""

import functools
from pathlib import Path
from typing import Protocol

from django.template import Context, Engine

from minutes.content import MeetingFacts
from minutes.layouts import phrases
from minutes.layouts.registry import COMMON_STYLE
from minutes.layouts.registry import HOME as LAYOUTS

HOME = Path(__file__).parent


class Companion(Protocol):
    """`folder` holds its template and style; `heading` is also its title."""

    @property
    def meeting(self) -> MeetingFacts: ...

    @property
    def folder(self) -> str: ...

    @property
    def heading(self) -> str: ...


def companion_html(sheet: Companion) -> str:
    context = Context(
        {
            "sheet": sheet,
            "style": _style(sheet.folder),
            "meeting_line": phrases.meeting_line(sheet.meeting),
            "hours": phrases.hours(sheet.meeting),
        },
        use_l10n=False,
    )
    return _engine().get_template(f"{sheet.folder}/template.html").render(context)


@functools.cache
def _style(folder: str) -> str:
    files = LAYOUTS / COMMON_STYLE, HOME / "common/landscape.css", HOME / folder / "style.css"
    return "".join(file.read_text() for file in files)


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(HOME)], builtins=["minutes.layouts.filters"], string_if_invalid="¿%s?")
