"""Each content printed once in each layout, for all the tests of a process that look at it; and its tagged text."""

import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

from minutes.content import Content
from minutes.editions import for_edition
from minutes.layouts import get_layout
from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from tests.minutes import edge, pasted, sample
from tests.minutes.styles import style
from tests.tools import require_tool

CONTENTS = {
    "styled": lambda: sample.sample_content(style=style()),
    "sample": sample.sample_content,
    "crowded": edge.crowded_content,
    "headings": edge.headings_content,
    "lone": edge.lone_content,
    "pasted": pasted.pasted_content,
    "coordination": edge.closed_content,
    "members": edge.members_content,
    "public": lambda: for_edition(edge.closed_content(), "public"),
}
UNSEEN = re.compile(r"[\s\u00a0\u202f\u00ad\u2010]+")
"""Spaces, and the hyphens that the page adds: lines break where they can."""


@cache
def content(name: str) -> Content:
    return CONTENTS[name]()


@cache
def printed(name: str, code: str) -> bytes:
    return render_minutes(content(name), code, pictures=pasted.FILES, render=render_pdf).pdf


def squashed(text: str) -> str:
    return UNSEEN.sub("", text)


# --- What a screen reader is given ------------------------------------------------------------------------------------


def tagged_text(pdf: bytes, folder: Path) -> tuple[str, set[str]]:
    """The text in the order of the structure tree, without the marks of lists; and the heads of tables apart, since
    each page of a table has its own. What belongs to the page only (numbers, running titles) is not in the tree."""
    path = folder / "tagged.pdf"
    path.write_bytes(pdf)
    command = [require_tool("pdfinfo"), "-struct-text", str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    told, heads, aside = [], [""], None
    for line in lines:
        depth, words = len(line) - len(line.lstrip()), line.strip()
        if aside is not None and depth > aside[0]:
            heads[-1] += words[1:-1] if aside[1] == "THead" and words.startswith('"') else ""
            continue
        aside = (depth, words.split()[0]) if words.startswith(("THead", "Lbl")) else None
        heads += [""] if aside else []
        told += [words[1:-1]] if words.startswith('"') else []
    return squashed("".join(told)), {squashed(head) for head in heads} - {""}


def written_text(name: str, code: str) -> tuple[str, set[str]]:
    return text_laid_out(content(name), code)


def text_laid_out(content: Content, code: str) -> tuple[str, set[str]]:
    """The same of the layout's page of HTML."""
    body = get_layout(code).html(content).partition("<body")[2].partition(">")[2]
    heads = set(re.findall("<thead>.*?</thead>", body, re.DOTALL))
    told = re.sub("<thead>.*?</thead>", "", body, flags=re.DOTALL)
    return _words_of(told), {_words_of(head) for head in heads}


def _words_of(html: str) -> str:
    return squashed(unescape(re.sub("<[^>]*>", "", html)))
