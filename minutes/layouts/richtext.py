"""Rich text on its way into a document: cleaned once more, since what is frozen may have been imported."""

import nh3

from clusterhub.web.typography import french_html

PRINTED_TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "blockquote", "a", "sub", "sup"}


def clean(html: str) -> str:
    """Links keep their address and nothing else: `rel="attachment"` would embed a file of the server."""
    return nh3.clean(
        html,
        tags=PRINTED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def typeset(html: str) -> str:
    return french_html(clean(html))


def has_text(html: str) -> bool:
    return bool(nh3.clean(html, tags=set()).replace("&nbsp;", " ").strip())
