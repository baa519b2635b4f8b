"""Tags from what only looks like one: « <kit A> » is what somebody typed."""

import re

ELEMENTS = frozenset(
    # HTML Living Standard, « Index of elements » and « Obsolete features »; xml is Word’s.
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink"
    " blockquote body br button canvas caption center cite code col colgroup command content data datalist dd"
    " del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset"
    " h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend"
    " li link listing main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed"
    " noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc"
    " ruby s samp script search section select shadow slot small source spacer span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr"
    " xml xmp".split()
)
_NAMED = re.compile(r"<(?=/?([a-z][a-z0-9]*)(?=[\s/>]|$))", re.IGNORECASE)
"""What begins like a tag of one word; « <o:p> » and « <own-element> » come from programs."""


def with_typed_angles(html: str) -> str:
    """What no element is called stands as text, and is kept as such."""
    return _NAMED.sub(lambda found: found[0] if found[1].lower() in ELEMENTS else "&lt;", html)
