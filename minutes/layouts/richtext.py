"""Rich text on its way into a document: cleaned once more, since what is frozen may have been imported."""

from clusterhub.web import richtext
from clusterhub.web.typography import french_html


def typeset(html: str) -> str:
    return french_html(richtext.clean(html))


def has_text(html: str) -> bool:
    return not richtext.is_blank(html)
