"""The points of the agenda as rows of a table or parts of a text, with what hangs on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes.content import Action, Content, Item, ReviewedMeeting

FOLLOW_UP = "follow_up"
FOLLOW_UP_TITLE = "Suivi des recommandations et actions prioritaires précédentes"
OTHER_ACTIONS = Item(number="", kind="other_actions", title="Autres points d’action")
RECOMMENDATION = "recommendation"
SHORT = 700
"""Characters of rich text: about a sixth of a page in the columns of a table."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """`is_group` for a heading such as « Divers » that only gathers what is below it; `is_silent` with nothing below.

    `actions` are those of the point itself, in the layouts that print them there.
    """

    item: Item
    level: int
    is_group: bool
    reviewed: tuple[ReviewedMeeting, ...] = ()
    actions: tuple[Action, ...] = ()
    children: tuple["AgendaRow", ...] = ()

    @property
    def is_told(self) -> bool:
        return _is_told(self.item)

    @property
    def is_short(self) -> bool:
        """Short enough to move to the next page whole."""
        return not self.children and sum(len(text) for text in self._texts) < SHORT

    @property
    def is_short_with_actions(self) -> bool:
        """The same where the actions stand in the row of their point, in a column half as wide."""
        promised = sum(len(one.description_html) + len(one.owners_text) + len(one.due_text) for one in self.actions)
        return not (self.children or self.reviewed) and sum(len(text) for text in self._texts) + 2 * promised < SHORT

    @property
    def _texts(self) -> tuple[str, ...]:
        item = self.item
        return item.discussion_html, item.status_html, *(outcome.html for outcome in item.outcomes)

    @property
    def is_silent(self) -> bool:
        below = all(child.is_silent for child in self.children)
        return below and not (self.is_told or self.reviewed or self.actions)


def agenda_rows(content: Content, actions: Sequence[Action] = ()) -> tuple[AgendaRow, ...]:
    """Flat and in order, a point before those under it; each of `actions` with its point, the others at the end."""
    numbers = set(_numbers(content.items))
    lost = tuple(action for action in actions if action.item_number not in numbers)
    rows = tuple(_row(item, content.reviewed, actions) for item in _items(content))
    orphans = (AgendaRow(OTHER_ACTIONS, 0, True, actions=lost),) if lost else ()
    return tuple(_flat(rows + orphans))


def without_recommendations(items: Sequence[Item]) -> tuple[Item, ...]:
    """For a layout that gathers them in one block of its own."""
    return tuple(
        replace(
            item,
            outcomes=tuple(outcome for outcome in item.outcomes if outcome.kind != RECOMMENDATION),
            children=without_recommendations(item.children),
        )
        for item in items
    )


def all_items(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from all_items(item.children)


def _items(content: Content) -> tuple[Item, ...]:
    """With a point for what earlier meetings left, where the agenda has none."""
    if content.reviewed and not any(item.kind == FOLLOW_UP for item in content.items):
        return Item(number="", kind=FOLLOW_UP, title=FOLLOW_UP_TITLE), *content.items
    return content.items


def _row(item: Item, reviewed: tuple[ReviewedMeeting, ...], actions: Sequence[Action], level: int = 0) -> AgendaRow:
    below = reviewed if item.kind == FOLLOW_UP and level == 0 else ()
    own = tuple(action for action in actions if item.number and action.item_number == item.number)
    children = tuple(_row(child, reviewed, actions, level + 1) for child in item.children)
    return AgendaRow(item, level, bool(children or below or own) and not _is_told(item), below, own, children)


def _is_told(item: Item) -> bool:
    return bool(item.discussion_html or item.status_html or item.state_label or item.outcomes or item.documents)


def _flat(rows: Sequence[AgendaRow]) -> Iterator[AgendaRow]:
    for row in rows:
        yield row
        yield from _flat(row.children)


def _numbers(items: Sequence[Item]) -> Iterator[str]:
    return (item.number for item in all_items(items) if item.number)
