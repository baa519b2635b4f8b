"""Texts that try to become script, and what tells that one of them did."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from django.utils.html import escape
from playwright.sync_api import BrowserContext, Page

PAYLOADS = (
    "<script>z()</script>",
    "<img src=x onerror=z()>",
    "<svg onload=z()>",
    "<svg><animate onbegin=z() attributeName=x>",
    "<iframe srcdoc='<script>parent.z()</script>'>",
    "<a href=javascript:z()>clic</a>",
    "\"'><zz><img src=x onerror=z()>",
    "' autofocus onfocus=z() x='",
    '" onmouseover=z() x="',
    "</textarea><script>z()</script>",
    "</title></option><script>z()</script>",
    "<details open ontoggle=z()>",
    "<math><mtext><table><mglyph><style><img src=x onerror=z()>",
    "<noscript><p title='</noscript><img src=x onerror=z()>'>",
    "<img src=//evil.example/x onerror=z()>",
    "&lt;img src=x onerror=z()&gt;",
    "<input autofocus onfocus=z()>{{7|add:7}}",
)
SHORT = PAYLOADS[1]
"""For columns of forty letters, and for names before a colon."""
ALL = " ".join(PAYLOADS)
AS_PARAGRAPHS = "".join(f"<p>{escape(payload)}</p>" for payload in PAYLOADS)
"""As somebody types them: text that looks like markup."""

INTRUDERS = """() => {
    const own = (one) => /^(|[#?/].*|blob:.*|mailto:.*)$/.test(one.replace(location.origin, ""));
    const strange = (one) => [...one.attributes].filter(({ name, value }) => name.startsWith("on")
        || (["href", "src", "action", "formaction", "data"].includes(name) && !own(value))).map(({ name }) => name);
    const tags = "zz, iframe, object, embed, base, math, animate, script:not([src]), style:not([class*=axe])";
    const all = [...document.querySelectorAll("*")];
    const bad = all.flatMap((one) => strange(one).map((name) => `${one.tagName} ${name}`));
    return [...bad, ...[...document.querySelectorAll(tags)].map((one) => one.outerHTML.slice(0, 80))];
}"""
"""What neither our templates nor our scripts ever write."""


def sayer() -> Callable[[str], str]:
    """Puts the payloads behind words, each in its turn."""
    payloads = cycle(PAYLOADS)
    return lambda words: f"{words} {next(payloads)}"


def tripwire(context: BrowserContext) -> list[str]:
    """Where a payload ran, in whatever page or frame of ``context``."""
    ran: list[str] = []
    context.expose_binding("z", lambda source, *_: ran.append(source["page"].url))
    return ran


def intruders(page: Page) -> list[str]:
    found: list[str] = page.evaluate(INTRUDERS)
    return found
