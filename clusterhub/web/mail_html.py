"""The HTML beside the plain text of a mail. Both come from one template, so that they say the same.

The template is rendered again with its values escaped; its lines become paragraphs and lists. Only what the template
marks (``{% button %}``, ``{% link %}``) is a link: an address in somebody's name stays words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

ITEM = "- "
BUTTON_CLASS, ADDRESS_CLASS = "bouton", "adresse"
_GAP = re.compile(r"\n\s*\n")
_INDENT = re.compile(r"^ +")
_UNBREAKABLE = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=h \d)|(?<=\d h) (?=\d)")


def mail_page(escaped: str, *, subject: str) -> str:
    return render_to_string("emails/base.html", {"subject": subject, "content": mark_safe(_blocks(escaped))})


def _blocks(escaped: str) -> str:
    tight = _UNBREAKABLE.sub("&#160;", escaped.strip().replace("\r\n", "\n"))
    return "\n".join(_block(block.split("\n")) for block in _GAP.split(tight))


def _block(lines: list[str]) -> str:
    groups = groupby(lines, key=lambda line: line.startswith(ITEM))
    return "\n".join(_list(group) if is_list else _paragraph(group) for is_list, group in groups)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{line.removeprefix(ITEM)}</li>" for line in lines)
    return f"<ul>{items}</ul>"


def _paragraph(lines: Iterable[str]) -> str:
    kept = (_INDENT.sub(_unbroken, line).rstrip() for line in lines)
    return "<p>" + "<br>\n".join(kept) + "</p>"


def _unbroken(spaces: re.Match[str]) -> str:
    return "&#160;" * len(spaces[0])
