"""Finds the layouts: every folder beside this file that holds a `layout.toml`."""

import functools
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from django.template import Context, Engine

from minutes.content import Content
from minutes.layouts.sheet import Arrangement, Sheet, lay_out

HOME = Path(__file__).parent
DEFAULT = "a"
COMMON_STYLE = "common/base.css"


class UnknownLayout(LookupError):
    pass


@dataclass(frozen=True, slots=True)
class Layout:
    """`options` are the French names of what can be switched off; `code` says which are: `b-due` is B without them."""

    code: str
    label: str
    description: str
    options: dict[str, str]
    arrangement: Arrangement

    def sheet(self, content: Content) -> Sheet:
        return lay_out(content, self.arrangement)

    def html(self, content: Content) -> str:
        """A whole page of HTML with its style in it: the renderer opens no other file."""
        folder = self.arrangement.code
        context = Context({"sheet": self.sheet(content), "style": _style(folder)}, use_l10n=False)
        return _engine().get_template(f"{folder}/template.html").render(context)

    def without(self, option: str) -> "Layout":
        arrangement = replace(self.arrangement, options=self.arrangement.options | {option: False})
        label = f"{self.label}, sans {self.options[option]}"
        return replace(self, code=f"{self.code}-{option}", label=label, description="", arrangement=arrangement)


@functools.cache
def available_layouts() -> tuple[Layout, ...]:
    return tuple(_read(path.parent) for path in sorted(HOME.glob("*/layout.toml")))


@functools.cache
def layout_choices() -> tuple[tuple[str, str], ...]:
    """Code and French name: each layout whole, then without each thing that it can do without."""
    found = ((layout, *(layout.without(option) for option in layout.options)) for layout in available_layouts())
    return tuple((layout.code, layout.label) for group in found for layout in group)


def get_layout(code: str) -> Layout:
    """Raises UnknownLayout, also for a thing that the layout cannot do without."""
    folder, *switched_off = code.split("-")
    found = next((layout for layout in available_layouts() if layout.code == folder), None)
    if not found or not found.options.keys() >= set(switched_off):
        raise UnknownLayout(code)
    return functools.reduce(Layout.without, switched_off, found)


def known_code(*codes: str) -> str:
    """The first that this program has; A's where it has none of them (any more)."""
    known = dict(layout_choices())
    return next((code for code in codes if code in known), DEFAULT)


def _read(folder: Path) -> Layout:
    facts = tomllib.loads((folder / "layout.toml").read_text())
    options = facts.get("options", {})
    arrangement = Arrangement(
        code=folder.name,
        heading=facts["heading"],
        chapters=tuple(facts["chapters"]),
        titles=facts["titles"],
        role_labels=facts.get("role_labels", {}),
        last_roles=tuple(facts.get("last_roles", ())),
        is_numbered=facts.get("is_numbered", False),
        has_opening=facts.get("has_opening", False),
        options=dict.fromkeys(options, True),
    )
    return Layout(folder.name, facts["label"], facts["description"], options, arrangement)


@functools.cache
def _style(code: str) -> str:
    return "".join((HOME / name).read_text() for name in (COMMON_STYLE, f"{code}/style.css"))


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(HOME)], builtins=["minutes.layouts.filters"], string_if_invalid="¿%s?")
