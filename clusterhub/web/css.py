"""The one style sheet: the Bootstrap rules that our pages use, then our own rules, minified.

Bootstrap weighs 230 kB minified; a page here must arrive whole on a 2G phone. A rule stays when every class, element
and attribute in its selector occurs in the pages (``css_usage``); a declaration, unless our own rules say as much of
the same selectors; a custom property stays when something reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import tinycss2
from tinycss2 import ast

from clusterhub.web.css_usage import Vocabulary

GROUPING_RULES = {"media", "supports"}
KEYFRAME_RULES = {"keyframes", "-webkit-keyframes"}
PREFIX = re.compile(r"^-(?:webkit|moz)-")
SHORTHAND = re.compile(r"^(margin|padding)-")
Said = dict[str, set[str]]
"""Names of properties by selector."""


@dataclass
class Rule:
    """``selectors { declarations }``; a declaration is (name, value as tokens, value as text)."""

    selectors: list[str]
    declarations: list[Declaration]


@dataclass(frozen=True)
class Declaration:
    name: str
    value: str
    reads: frozenset[str]

    @property
    def is_variable(self) -> bool:
        return self.name.startswith("--")


@dataclass
class Group:
    """``@media … { rules }``, or a raw at-rule when ``text`` is given."""

    header: str
    children: list[Node] = field(default_factory=list)
    text: str = ""


Node = Rule | Group


def build_stylesheet(bootstrap: str, own_sources: Iterable[str], vocabulary: Vocabulary) -> str:
    """The minified sheet. Our own rules are all kept: their classes may be composed in templates."""
    own = [node for source in own_sources for node in parse(source)]
    nodes = [*without_overridden(parse(bootstrap, vocabulary), said_by(own)), *own]
    return render(without_unread_variables(nodes))


# --- Reading ----------------------------------------------------------------------------------------------------------


def parse(css: str, vocabulary: Vocabulary | None = None) -> Iterator[Node]:
    """The rules of a sheet, reduced to those whose selectors fit the vocabulary when one is given."""
    yield from _nodes(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), vocabulary)


def _nodes(parsed: Iterable[ast.Node], vocabulary: Vocabulary | None) -> Iterator[Node]:
    for node in parsed:
        if node.type == "error":
            raise ValueError(f"ligne {node.source_line} : {node.message}")
        if node.type == "qualified-rule":
            yield from _rule(node, vocabulary)
        elif node.type == "at-rule":
            yield from _at_rule(node, vocabulary)


def _rule(node: ast.QualifiedRule, vocabulary: Vocabulary | None) -> Iterator[Rule]:
    selectors = [minified(tokens, tight=">+~,") for tokens in _split(node.prelude) if _fits(tokens, vocabulary)]
    if selectors:
        yield Rule(selectors, _declarations(node.content))


def _at_rule(node: ast.AtRule, vocabulary: Vocabulary | None) -> Iterator[Group]:
    header = f"@{node.at_keyword} {minified(node.prelude)}"
    if node.at_keyword in GROUPING_RULES:
        nested = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        if children := list(_nodes(nested, vocabulary)):
            yield Group(header, children)
    elif node.at_keyword == "page" or (node.at_keyword in KEYFRAME_RULES and vocabulary is None):
        yield Group(header, text=minified(node.content, tight="{};:,"))


def _declarations(content: list[ast.Node]) -> list[Declaration]:
    """Without those that say for one browser what the next one says for all."""
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    written = [_declaration(item) for item in parsed if item.type == "declaration"]
    names = {item.name for item in written if not PREFIX.match(item.name)}
    return [item for item in written if not PREFIX.match(item.name) or PREFIX.sub("", item.name) not in names]


def _declaration(item: ast.Declaration) -> Declaration:
    value = minified(item.value) + ("!important" if item.important else "")
    return Declaration(
        item.name if item.name.startswith("--") else item.lower_name, value, frozenset(_reads(item.value))
    )


def _reads(tokens: Iterable[ast.Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "function":
            if token.lower_name == "var":
                yield from (part.value for part in token.arguments if part.type == "ident")
            yield from _reads(token.arguments)


# --- Choosing ---------------------------------------------------------------------------------------------------------


def _fits(tokens: list[ast.Node], vocabulary: Vocabulary | None) -> bool:
    if vocabulary is None:
        return True
    previous = ""
    for token in tokens:
        if not _token_fits(token, previous, vocabulary):
            return False
        previous = token.value if token.type in {"literal", "ident"} else token.type
    return True


def _token_fits(token: ast.Node, previous: str, vocabulary: Vocabulary) -> bool:
    if token.type == "[] block":
        return next(part.value for part in token.content if part.type == "ident") in vocabulary.attributes
    if token.type != "ident" or previous == ":":
        return True
    return token.value in (vocabulary.classes if previous == "." else vocabulary.elements)


def said_by(nodes: Iterable[Node]) -> Said:
    """What is declared whatever the medium."""
    said: Said = {}
    for node in nodes:
        if isinstance(node, Rule):
            for selector in node.selectors:
                said.setdefault(selector, set()).update(item.name for item in node.declarations)
    return said


def without_overridden(nodes: Iterable[Node], said: Said) -> Iterator[Node]:
    """Drop what never shows: as much is said later of each of the rule's selectors, which weigh the same."""
    for node in nodes:
        if isinstance(node, Group):
            yield Group(node.header, list(without_overridden(node.children, said)), node.text)
        else:
            yield Rule(node.selectors, [item for item in node.declarations if not _is_said(item, node.selectors, said)])


def _is_said(item: Declaration, selectors: list[str], said: Said) -> bool:
    names = {item.name, SHORTHAND.split(item.name)[1] if SHORTHAND.match(item.name) else item.name}
    is_important = item.value.endswith("!important")
    return not is_important and all(names & said.get(selector, set()) for selector in selectors)


def without_unread_variables(nodes: list[Node]) -> list[Node]:
    """Drop the custom properties that no kept declaration reads, directly or through another one."""
    declarations = list(_all_declarations(nodes))
    read = {name for item in declarations if not item.is_variable for name in item.reads}
    while new := {name for item in declarations if item.name in read for name in item.reads} - read:
        read |= new
    return list(_pruned(nodes, read))


def _all_declarations(nodes: Iterable[Node]) -> Iterator[Declaration]:
    for node in nodes:
        yield from node.declarations if isinstance(node, Rule) else _all_declarations(node.children)


def _pruned(nodes: Iterable[Node], read: set[str]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Group):
            children = list(_pruned(node.children, read))
            if children or node.text:
                yield Group(node.header, children, node.text)
        elif kept := [item for item in node.declarations if not item.is_variable or item.name in read]:
            yield Rule(node.selectors, kept)


# --- Writing ----------------------------------------------------------------------------------------------------------


def render(nodes: Iterable[Node]) -> str:
    return "".join(_rendered(node) for node in nodes)


def _rendered(node: Node) -> str:
    if isinstance(node, Group):
        return f"{node.header}{{{node.text or render(node.children)}}}"
    body = ";".join(f"{item.name}:{item.value}" for item in node.declarations)
    return f"{','.join(node.selectors)}{{{body}}}"


def minified(tokens: Iterable[ast.Node], *, tight: str = ",") -> str:
    """The tokens as text, without comments, with no space beside the signs in ``tight``."""
    parts = [_text(token, tight) for token in tokens if token.type != "comment"]
    kept: list[str] = []
    for position, part in enumerate(parts):
        beside = parts[max(position - 1, 0) : position + 2]
        if part != " " or not any(other in tight and other != " " for other in beside):
            kept.append(part)
    return "".join(kept).strip()


def _text(token: ast.Node, tight: str) -> str:
    if token.type == "whitespace":
        return " "
    if token.type == "function":
        return f"{token.name}({minified(token.arguments)})"
    if token.type == "() block":
        return f"({minified(token.content)})"
    if token.type == "{} block":
        return f"{{{minified(token.content, tight=tight)}}}"
    if token.type in {"number", "dimension", "percentage"}:
        return re.sub(r"^([-+]?)0\.", r"\1.", token.serialize())
    return token.serialize()


def _split(prelude: list[ast.Node]) -> Iterator[list[ast.Node]]:
    """A selector list, cut at its top-level commas."""
    selector: list[ast.Node] = []
    for node in prelude:
        if node == ",":
            yield selector
            selector = []
        else:
            selector.append(node)
    yield selector
