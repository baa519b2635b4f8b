"""What a mail says, read from its two parts."""

from __future__ import annotations

import html
import re

from django.core.mail import EmailMessage, EmailMultiAlternatives

BODY = re.compile(r"</h1>(.*)</main>", re.S)
"""Under the subject, which is said again as the page's heading."""
BUTTON = re.compile(r'<a class="bouton"[^>]*>[^<]*</a>')
TAG = re.compile(r"<[^>]+>")
HEAVIEST = 15_000


def page_of(letter: EmailMessage) -> str:
    """The HTML part; fails for a mail that has none, or several."""
    assert isinstance(letter, EmailMultiAlternatives), letter.subject
    ((page, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(page)


def words(text: str) -> str:
    return " ".join(line.strip().removeprefix("- ") for line in text.split("\n")).replace("\xa0", " ").strip()


def check_parts(letter: EmailMessage) -> None:
    """Both say the same, and the page asks nothing of the network."""
    page = page_of(letter)
    shown = TAG.sub("", BUTTON.sub("", BODY.search(page)[1]).replace("<li>", "\n").replace("<p>", "\n"))
    assert words(" ".join(html.unescape(shown).split())) == words(" ".join(words(letter.body).split()))
    assert len(page.encode()) <= HEAVIEST
    assert re.findall(r"<script|<img|<link|<iframe|@import|url\(|\ssrc=|\son\w+=|href=\"(?!https?://)", page) == []
    assert '<html lang="fr">' in page
