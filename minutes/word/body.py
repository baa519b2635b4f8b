"""From the layout's page to the paragraphs, lists and tables of Word, in the same order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from cssselect2 import ElementWrapper
from docx.oxml.ns import qn

from minutes.word import lists, tables
from minutes.word.cascade import Cascade, Style
from minutes.word.dress import borders_of, dress_of, length, letters_of
from minutes.word.lists import Lists
from minutes.word.ooxml import AFTER_BORDERS, add_tab_stops, borders, element, twips
from minutes.word.pictures import density_of, read_picture
from minutes.word.place import ListMark, Place
from minutes.word.wardrobe import BY_CLASS, BY_TAG, Wardrobe
from minutes.word.words import Piece, runs, safe_address, tidy

BLOCKS = frozenset(
    "body header main section div blockquote p h1 h2 h3 ul ol li table caption figure figcaption img".split()
)
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "caption", "figcaption"})
LEFT_OUT = frozenset({"where-to-check", "signature-box"})
"""They would make the copy look like the sealed document."""

MUTED = "48545D"
HIGHEST = 200 * 72 / 25.4
"""Points of a picture: it fits on a page with its heading."""
PARAGRAPH = qn("w:p")
BOX = ("margin", "padding", "border", "break")

Node: TypeAlias = ElementWrapper | str
Styled: TypeAlias = tuple[Node, Style]


@dataclass
class Body:
    cascade: Cascade
    wardrobe: Wardrobe
    lists: Lists
    part: Any
    unsigned: str
    above: float = 0.0
    """Room that the next paragraph leaves above itself."""

    def style(self, node: ElementWrapper, around: Style) -> Style:
        return self.cascade.of(node, around)

    # --- Blocks -------------------------------------------------------------------------------------------------------

    def fill(self, node: ElementWrapper, style: Style, place: Place) -> None:
        """All that is inside, words that stand between blocks included."""
        loose: list[Node] = []
        for child in nodes(node):
            if is_block(child):
                place = self._loose(loose, style, place)
                loose = []
                place = self.block(child, style, place)
            else:
                loose.append(child)
        self._loose(loose, style, place)

    def block(self, node: ElementWrapper, around: Style, place: Place) -> Place:
        """The place for what follows: a mark is worn by one paragraph only."""
        style = self.style(node, around)
        if style.get("display") == "none" or LEFT_OUT & node.classes:
            return place
        if node.local_name in PARAGRAPHS:
            return self.paragraph(node, style, place)
        if node.local_name == "img":
            return self.put([_pictured(node, style, place.room, "")], style, place, place.style_name())
        if node.local_name == "table":
            tables.write(self, node, style, place)
        elif node.local_name in ("ul", "ol"):
            self._list(node, style, place)
        elif "signatures" in node.classes:
            self._signatures(node, style, place)
        else:
            self._box(node, style, place)
        return replace(place, mark=None)

    def _box(self, node: ElementWrapper, style: Style, place: Place) -> None:
        """A frame is drawn by the paragraphs inside: its sides by all, its top by the first, its foot by the last."""
        dress = dress_of(style)
        self.above = max(self.above, dress.before)
        first = len(place.into)
        keeps_next = place.keeps_next or (dress.keeps_next and dress.keeps_whole)
        keeps_whole = place.keeps_whole or dress.keeps_whole
        inside = replace(place, left=place.left + dress.left, right=place.right + dress.right)
        self.fill(node, style, replace(inside, keeps_next=keeps_next, keeps_whole=keeps_whole))
        paragraphs = _paragraphs(place.into, first)
        _frame(paragraphs, style)
        if dress.keeps_whole:
            _keep_together(paragraphs)
        self.above = max(self.above, dress.after)

    def _list(self, node: ElementWrapper, style: Style, place: Place) -> None:
        kind = style.get("list-style-type", "disc")
        if kind == "none":
            self._plain_list(node, style, place)
            return
        level = min(place.level + 1, lists.LEVELS - 1)
        is_ordered = node.local_name == "ol"
        number = self.lists.numbered(level) if is_ordered else self.lists.bulleted(kind)
        for child in node.iter_children():
            self._item(child, style, replace(place, level=level, mark=ListMark(number, level, is_ordered)))

    def _item(self, node: ElementWrapper, around: Style, place: Place) -> None:
        style = self.style(node, around)
        first = len(place.into)
        self.fill(node, style, place)
        if dress_of(style).keeps_whole:
            _keep_together(_paragraphs(place.into, first))
        self.above = max(self.above, length(style, "margin-bottom"))

    def _plain_list(self, node: ElementWrapper, style: Style, place: Place) -> None:
        """What the record numbers by itself: one line each, the deeper the further in."""
        left = place.left + (length(style, "padding-left") if "padding-left" in style else lists.STEP)
        for child in node.iter_children():
            self.fill(child, self.style(child, style), replace(place, left=left))

    def _signatures(self, node: ElementWrapper, style: Style, place: Place) -> None:
        """Who signs, side by side. The signatures themselves are on the sealed document."""
        self.above = length(style, "margin-top")
        signers = []
        for child in node.iter_children():
            if "signature" in child.classes:
                signers.append(child)
            else:
                self.block(child, style, replace(place, keeps_next=True))
        tables.side_by_side(self, signers, style, place)

    def say_unsigned(self, style: Style, place: Place) -> None:
        letters = replace(letters_of(style), italic=True, color=MUTED)
        self.put([Piece(self.unsigned, letters)], {}, place, "Place de la signature")

    # --- Paragraphs ---------------------------------------------------------------------------------------------------

    def paragraph(self, node: ElementWrapper, style: Style, place: Place) -> Place:
        if "logos" in node.classes:
            return self._logos(node, style, place)
        named = (BY_CLASS[name] for name in sorted(node.classes) if name in BY_CLASS)
        name = BY_TAG.get(node.local_name) or next(named, "") or place.style_name()
        return self.write(((child, style) for child in nodes(node)), style, place, name)

    def _logos(self, node: ElementWrapper, style: Style, place: Place) -> Place:
        """One in the middle; several from side to side."""
        logos = [_pictured(child, self.style(child, style), place.room, "") for child in node.iter_children()]
        if len(logos) == 1:
            return self.put(logos, style | {"text-align": "center"}, place, "Logos")
        tab = Piece("", letters_of(style), sign="w:tab")
        pieces = [piece for logo in logos for piece in (tab, logo)][1:]
        stops = [place.width * i / (len(logos) - 1) for i in range(1, len(logos))]
        return self.put(pieces, style, place, "Logos", stops)

    def _loose(self, loose: list[Node], style: Style, place: Place) -> Place:
        """Words without a paragraph of their own get one."""
        own = {name: value for name, value in style.items() if not name.startswith(BOX)}
        return self.write(((child, style) for child in loose), own, place, place.style_name())

    def write(self, words: Iterable[Styled], style: Style, place: Place, name: str) -> Place:
        pieces = tidy(piece for node, around in words for piece in self._pieces(node, around, place.room))
        return self.put(pieces, style, place, name) if pieces else place

    def put(self, pieces: list[Piece], style: Style, place: Place, name: str, stops: Sequence[float] = ()) -> Place:
        own = dress_of(style)
        worn = self.wardrobe.worn(name, own)
        number = lists.place(place.mark.number, place.mark.level) if place.mark else None
        properties = self.wardrobe.put_on(name, own, place.dressed(own, self.above), number=number)
        _hang(properties, place)
        add_tab_stops(properties, stops)
        place.into.append(element("w:p", {}, properties, *runs(pieces, worn.letters, self.part)))
        self.above = 0.0
        return replace(place, mark=None)

    def _pieces(self, node: Node, style: Style, width: float, href: str = "") -> Iterator[Piece]:
        if isinstance(node, str):
            yield Piece(node, letters_of(style), href)
            return
        own = self.style(node, style)
        if node.local_name == "br":
            yield Piece("", letters_of(own), href, sign="w:br")
            return
        if node.local_name == "img":
            yield _pictured(node, own, width, href)
            return
        if node.local_name == "a":
            href = safe_address(node.etree_element.get("href", ""))
        for child in nodes(node):
            yield from self._pieces(child, own, width, href)


def _pictured(node: ElementWrapper, style: Style, width: float, href: str) -> Piece:
    """The picture, or what it shows in words where it cannot be had."""
    alt = node.etree_element.get("alt", "")
    sides = {"widest": length(style, "max-width") or width, "highest": length(style, "max-height") or HIGHEST}
    density = density_of(style.get("image-resolution", ""))
    picture = read_picture(node.etree_element.get("src", ""), alt, density=density, **sides)
    said = "" if picture else f"[image : {alt}]" if alt else "[image]"
    return Piece(said, letters_of(style), href, picture)


def nodes(node: ElementWrapper) -> Iterator[Node]:
    """Elements and the texts between them."""
    if node.etree_element.text:
        yield node.etree_element.text
    for child in node.iter_children():
        yield child
        if child.etree_element.tail:
            yield child.etree_element.tail


def is_block(node: Node) -> bool:
    return not isinstance(node, str) and node.local_name in BLOCKS


def _hang(properties: Any, place: Place) -> None:
    """A list inside a frame stands further in than its own levels say."""
    if place.hanging:
        left, hanging = place.hanging
        for old in properties.findall(element("w:ind").tag):
            properties.remove(old)
        indent = element("w:ind", {"w:left": twips(left), "w:hanging": twips(hanging)})
        properties.insert_element_before(indent, "w:contextualSpacing", "w:jc", "w:rPr")


def _paragraphs(into: Any, first: int) -> list[Any]:
    return [one for one in into[first:] if one.tag == PARAGRAPH]


def _keep_together(paragraphs: list[Any]) -> None:
    for paragraph in paragraphs[:-1]:
        paragraph.pPr.keepNext_val = True


def _frame(paragraphs: list[Any], style: Style) -> None:
    top, right, bottom, left = borders_of(style)
    for i, paragraph in enumerate(paragraphs):
        is_boxed = bool(left or right)
        sides = (
            top if is_boxed or i == 0 else None,
            right,
            bottom if is_boxed or i == len(paragraphs) - 1 else None,
            left,
        )
        drawn = borders("w:pBdr", sides)
        if len(drawn) and paragraph.pPr.find(drawn.tag) is None:
            paragraph.pPr.insert_element_before(drawn, *AFTER_BORDERS)
