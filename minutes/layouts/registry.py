"""Finds the layouts: every folder beside this file that holds a `layout.toml`."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.template import Context, Engine

from minutes.content import Content
from minutes.layouts.sheet import Sheet, lay_out

HOME = Path(__file__).parent
COMMON_STYLE = "common/base.css"


class UnknownLayout(LookupError):
    pass


@dataclass(frozen=True, slots=True)
class Layout:
    """`chapters` is the order in which they print; `titles` their headings where the cluster gives none."""

    code: str
    label: str
    description: str
    heading: str
    chapters: tuple[str, ...]
    titles: dict[str, str]

    def sheet(self, content: Content) -> Sheet:
        return lay_out(content, heading=self.heading, chapters=self.chapters, titles=self.titles)

    def html(self, content: Content) -> str:
        """A whole page of HTML with its style in it: the renderer opens no other file."""
        context = Context({"sheet": self.sheet(content), "style": _style(self.code)}, use_l10n=False)
        return _engine().get_template(f"{self.code}/template.html").render(context)


@functools.cache
def available_layouts() -> tuple[Layout, ...]:
    return tuple(_read(path.parent) for path in sorted(HOME.glob("*/layout.toml")))


def get_layout(code: str) -> Layout:
    for layout in available_layouts():
        if layout.code == code:
            return layout
    raise UnknownLayout(code)


def _read(folder: Path) -> Layout:
    facts = tomllib.loads((folder / "layout.toml").read_text())
    return Layout(
        code=folder.name,
        label=facts["label"],
        description=facts["description"],
        heading=facts["heading"],
        chapters=tuple(facts["chapters"]),
        titles=facts["titles"],
    )


@functools.cache
def _style(code: str) -> str:
    return "".join((HOME / name).read_text() for name in (COMMON_STYLE, f"{code}/style.css"))


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(HOME)], builtins=["minutes.layouts.filters"], string_if_invalid="¿%s?")
