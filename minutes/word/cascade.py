"""The layout's own style sheet, read as far as Word can follow it: a layout dresses its Word file too."""

import re
from collections.abc import Iterator

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from tinycss2.ast import QualifiedRule

Style = dict[str, str]
"""The value of each property, as written."""

SIDES = ("top", "right", "bottom", "left")
INHERITED = frozenset(
    {"color", "font-size", "font-style", "font-weight", "hyphens", "letter-spacing", "list-style-type", "text-align"}
)
BROWSERS_OWN = """
h1, h2, h3, th, strong, b { font-weight: bold } em, i { font-style: italic }
ul { list-style-type: disc } ol { list-style-type: decimal }
"""
_SIZE = re.compile(r"[\d.]+pt")


class Cascade:
    def __init__(self, css: str) -> None:
        self._matcher = Matcher()
        for rule in tinycss2.parse_stylesheet(BROWSERS_OWN + css, skip_comments=True, skip_whitespace=True):
            if isinstance(rule, QualifiedRule):
                self._add(rule)

    def _add(self, rule: QualifiedRule) -> None:
        """What no reader of selectors knows is left out, as browsers do."""
        declared = dict(_declarations(rule))
        try:
            selectors = compile_selector_list(rule.prelude)
        except SelectorError:
            return
        for selector in selectors:
            if selector.pseudo_element is None:
                self._matcher.add_selector(selector, declared)

    def of(self, element: ElementWrapper, around: Style) -> Style:
        """`around` is the style of its parent."""
        style = {name: value for name, value in around.items() if name in INHERITED}
        for *_, declared in self._matcher.match(element):
            style |= declared
        return style


def _declarations(rule: QualifiedRule) -> Iterator[tuple[str, str]]:
    for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration":
            value = tinycss2.serialize(declaration.value).strip()
            yield from _each_side(declaration.lower_name, value)


def _each_side(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A short form as the properties that it stands for."""
    if name in ("margin", "padding"):
        yield from ((f"{name}-{side}", one) for side, one in zip(SIDES, _four(value.split()), strict=True))
    elif name == "border":
        yield from ((f"border-{side}", value) for side in SIDES)
    elif name == "list-style":
        yield "list-style-type", value
    elif name == "background":
        yield "background-color", value
    elif name == "font" and (size := _SIZE.search(value)):
        yield "font-size", size[0]
    else:
        yield name, value


def _four(values: list[str]) -> list[str]:
    """One to four values, in the order of CSS: top, right, bottom, left."""
    top, right, bottom, left = [(0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3)][min(len(values), 4) - 1]
    return [values[top], values[right], values[bottom], values[left]]
