"""The named styles of the file: whoever edits it changes « Référence » once, and not forty lines."""

import re
import unicodedata
from typing import Any

from minutes.word.dress import Dress
from minutes.word.ooxml import element, paragraph_properties, run_properties

FONT = "Arial"
"""On every computer, or one as wide; what it lacks (Tifinagh, ☐) comes from the system's own."""
LANGUAGE = "fr-FR"
LINE = 276
"""Height of a line: 1.15, in 240ths."""

BUILT_IN = {"Normal", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "caption", "header", "footer"} | {
    *("List Bullet", "List Number", "List Continue")
}
"""Word's own names, which it shows in the reader's language."""
BY_TAG = {"h1": "Title", "h2": "heading 1", "h3": "heading 2", "caption": "caption", "figcaption": "caption"}
OUTLINE = {"heading 1": 0, "heading 2": 1}
BY_CLASS = {
    "subtitle": "Subtitle",
    "when": "Date et lieu",
    "body-name": "Nom du cluster",
    "draft-notice": "Mention de projet",
    "erratum": "Erratum",
    "opening": "Formule d’ouverture",
    "role": "Rôle",
    "last-role": "Rôle en fin de document",
    "count": "Nombre de participants",
    "presenter": "Intervenant",
    "reference": "Référence",
    "outcome-label": "Nature de la conclusion",
    "state": "État du point",
    "owners": "Responsable et échéance",
    "responsible": "Responsable",
    "age": "Ancienneté",
    "enclosed": "Pièce jointe",
    "annex": "Annexe",
    "annex-facts": "Empreinte d’une annexe",
    "meeting": "Réunion d’origine",
    "note": "Note",
    "apologies": "Excusés et absents",
    "presence-group": "Présences",
    "done-at": "Lieu et date de signature",
    "contact": "Contact",
    "edition-notice": "Mention d’édition",
    "header-text": "Texte d’en-tête",
    "signed-by": "Signataires",
}


class Wardrobe:
    """A style is made when it is first worn, as it then looks; who wears it otherwise says in what."""

    def __init__(self, styles: Any) -> None:
        self._styles = styles
        self._known: dict[str, Dress] = {}

    def worn(self, name: str, own: Dress) -> Dress:
        """What the style gives."""
        if name not in self._known:
            self._known[name] = own
            self._styles.append(_paragraph_style(name, own))
        return self._known[name]

    def put_on(self, name: str, own: Dress, placed: Dress | None = None, *, number: Any = None) -> Any:
        """The properties of a paragraph of this style; `placed` is its dress with what stands around it."""
        style = element("w:pStyle", {"w:val": style_id(name)})
        return paragraph_properties(placed or own, self.worn(name, own), style, number=number)


def style_id(name: str) -> str:
    """ASCII, without spaces: « Référence » → `Reference`; `heading 1` → `Heading1`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"\w+", plain))


def _paragraph_style(name: str, dress: Dress) -> Any:
    made = element("w:style", {"w:type": "paragraph", "w:styleId": style_id(name)}, element("w:name", {"w:val": name}))
    if name == "Normal":
        made.set(_w("default"), "1")
    else:
        made.append(element("w:basedOn", {"w:val": "Normal"}))
    if name not in BUILT_IN:
        made.set(_w("customStyle"), "1")
    if name in OUTLINE:
        made.append(element("w:next", {"w:val": "Normal"}))
    made.append(element("w:qFormat"))
    properties = paragraph_properties(dress)
    if name in OUTLINE:
        properties.append(element("w:outlineLvl", {"w:val": OUTLINE[name]}))
    made.extend((properties, run_properties(dress.letters)))
    return made


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


# --- What is there before anything is worn ----------------------------------------------------------------------------


def default_styles(styles: Any) -> None:
    """In place of the library's own hundred: French, one font, an invisible table, underlined links."""
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults())
    styles.append(_simple("character", "DefaultParagraphFont", "Default Paragraph Font", is_default=True))
    styles.append(_simple("numbering", "NoList", "No List", is_default=True))
    styles.append(_simple("table", "TableNormal", "Normal Table", is_default=True))
    styles.append(_link_style())


def _defaults() -> Any:
    fonts = {f"w:{script}": FONT for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    language = element("w:lang", {"w:val": LANGUAGE, "w:eastAsia": LANGUAGE, "w:bidi": "ar-SA"})
    letters = element("w:rPr", {}, element("w:rFonts", fonts), element("w:sz", {"w:val": 20}), language)
    spacing = element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": LINE, "w:lineRule": "auto"})
    return element(
        "w:docDefaults",
        {},
        element("w:rPrDefault", {}, letters),
        element("w:pPrDefault", {}, element("w:pPr", {}, spacing)),
    )


def _simple(kind: str, identifier: str, name: str, *children: Any, is_default: bool = False) -> Any:
    made = element("w:style", {"w:type": kind, "w:styleId": identifier}, element("w:name", {"w:val": name}), *children)
    if is_default:
        made.set(_w("default"), "1")
    return made


def _link_style() -> Any:
    letters = element("w:rPr", {}, element("w:color", {"w:val": "1D4F73"}), element("w:u", {"w:val": "single"}))
    return _simple("character", "Hyperlink", "Hyperlink", letters)
