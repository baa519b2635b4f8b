"""Which classes, elements and attributes occur in the pages: read from templates, Python and JavaScript sources.

A class counts where it is written as one: in a ``class="…"`` attribute (with the words inside its template tags), in a
``…class=`` option of an include or a tag, in a Python value named ``…class`` or ``class``, in a ``classList`` call.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

CLASS_ATTRIBUTE = re.compile(r"""class(?:es)?\s*=\s*(?:"((?:[^"{]|\{[%{].*?[%}]\}|\{)*)"|'([^']*)')""", re.DOTALL)
CRISPY_CLASSES = re.compile(r"""\{% crispy_field .*? ['"]class['"] ['"]([^'"]*)['"]""")
CLASS_LIST = re.compile(r"""(?:classList\.\w+\(|className\s*[+=]+\s*)([^);]*)|className:\s*["'`]([^"'`]*)""")
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")
WORD = re.compile(r"[A-Za-z][\w-]*")

WIDGET_ELEMENTS = frozenset("html body button input label optgroup option select textarea".split())
RICH_TEXT_ELEMENTS = frozenset(
    "p br strong b em i u a ul ol li blockquote h3 h4 table thead tbody tr th td figure img figcaption".split()
)
ATTRIBUTES = frozenset("type multiple size disabled readonly hidden href title".split())
STATE_CLASSES = frozenset(
    "active disabled is-invalid invalid-feedback form-control form-select form-check-input".split()
)


@dataclass(frozen=True)
class Vocabulary:
    classes: frozenset[str]
    elements: frozenset[str]
    attributes: frozenset[str] = ATTRIBUTES


def vocabulary_of(*, templates: Iterable[str], code: Iterable[str] = (), scripts: Iterable[str] = ()) -> Vocabulary:
    pages = list(templates)
    classes = {name for source in pages for name in template_classes(source)}
    classes |= {name for source in code for name in code_classes(source)}
    classes |= {name for source in scripts for name in script_classes(source)}
    elements = {name for source in pages for name in ELEMENT.findall(source)}
    return Vocabulary(frozenset(classes | STATE_CLASSES), frozenset(elements | WIDGET_ELEMENTS | RICH_TEXT_ELEMENTS))


def template_classes(source: str) -> Iterator[str]:
    for double, single in CLASS_ATTRIBUTE.findall(source):
        yield from WORD.findall(double or single)
    for names in CRISPY_CLASSES.findall(source):
        yield from names.split()


def script_classes(source: str) -> Iterator[str]:
    for call, option in CLASS_LIST.findall(source):
        yield from WORD.findall(call or option)


def code_classes(source: str) -> Iterator[str]:
    """The words of string constants given to a keyword, key or name that ends in ``class`` or ``classes``."""
    for node in ast.walk(ast.parse(source)):
        for name, value in _named_values(node):
            if name.lower().endswith(("class", "classes")):
                yield from _words(value)


def _named_values(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.keyword):
        yield node.arg or "", node.value
    elif isinstance(node, ast.Dict):
        yield from ((str(key.value), value) for key, value in zip(node.keys, node.values, strict=True) if _is_text(key))
    elif isinstance(node, ast.Assign):
        yield from ((getattr(target, "attr", getattr(target, "id", "")), node.value) for target in node.targets)


def _words(value: ast.AST) -> Iterator[str]:
    for node in ast.walk(value):
        if _is_text(node):
            yield from WORD.findall(str(node.value))


def _is_text(node: ast.AST | None) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
