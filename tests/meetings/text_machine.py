"""Two people at two keyboards, a line that loses, delays and repeats what it carries, and the services that save texts.

The keyboards do what static/js/room/field.js does. Each paragraph is one word that nobody else ever writes, so that
what is missing shows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from meetings.models import AgendaItem, TextRevision
from meetings.services.text_fields import text_field
from meetings.services.texts import Answer, Choice, Conflict, Merged, resolve_conflict, restore_text, save_text
from participants.models import User

FIELD = "discussion"
KNOWN = text_field(f"agendaitem.{FIELD}")
WHO = st.sampled_from([0, 1])
PLACE = st.integers(0, 7)


def paragraphs(html: str) -> list[str]:
    return [word for word in html.replace("<p>", "").split("</p>") if word]


def html(words: list[str]) -> str:
    return "".join(f"<p>{word}</p>" for word in words)


@dataclass(frozen=True)
class Attempt:
    """What travels: it stays the same until it is acknowledged."""

    who: int
    key: uuid.UUID
    text: str
    base: int
    since: tuple[uuid.UUID, ...]


@dataclass
class Keyboard:
    who: int
    screen: str = ""
    acknowledged: str = ""
    base: int = 0
    since: tuple[uuid.UUID, ...] = ()
    attempt: Attempt | None = None
    form: Attempt | None = None
    conflict: Conflict | None = None

    def accept(self, answer: Any, stored: str | None) -> None:
        """As Field.accept."""
        assert self.attempt
        joined, goes_on = stored not in (None, self.attempt.text), self.screen != self.attempt.text
        self.since = (self.attempt.key,) if joined and goes_on else ()
        self.base = answer.version
        self.acknowledged = self.attempt.text
        if joined and not goes_on:
            self.screen = self.acknowledged = str(stored)
        self.attempt = None

    def hand_over(self) -> Attempt:
        """As Field.handOver: the text goes with its form, which says what it goes on from."""
        former = self.attempt
        since = (former.key, *former.since) if former else self.since
        self.form = Attempt(self.who, uuid.uuid4(), self.screen, self.base, since)
        self.attempt, self.since = None, (self.form.key,)
        return self.form

    def disagree(self, conflict: Conflict) -> None:
        assert self.attempt
        stale, self.attempt = self.attempt.text, None
        if self.screen == stale:
            self.conflict = conflict


@dataclass
class Ledger:
    """What the server has said that it has, and what somebody took out on purpose."""

    acknowledged: dict[uuid.UUID, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)


class TwoPeople(RuleBasedStateMachine):
    """Subclassed by the tests, which say who types and make the texts."""

    people: ClassVar[tuple[User, User]]
    new_item: ClassVar[Callable[[], AgendaItem]]
    steps: ClassVar[int] = 0

    @initialize()
    def sit_down(self) -> None:
        """Both open the room when the text has some paragraphs."""
        self.item = type(self).new_item()
        self.line: list[Attempt] = []
        self.ledger = Ledger()
        self.words = 0
        start = html([self.new_word(0) for _ in range(4)])
        typed = {"text": start, "base_version": 0, "key": uuid.uuid4(), "author": self.people[0]}
        save_text(target=self.fresh(), field=FIELD, **typed)
        self.keyboards = [Keyboard(who, start, start, 1) for who in (0, 1)]

    def new_word(self, who: int) -> str:
        self.words += 1
        return f"{'ab'[who]}{self.words}"

    # --- At the keyboards ---------------------------------------------------------------------------------------------

    def writable(self, who: int) -> Keyboard | None:
        """The keyboard, unless somebody has to choose there first."""
        board = self.keyboards[who]
        return None if board.conflict else board

    @rule(who=WHO, place=PLACE)
    def add_a_paragraph(self, who: int, place: int) -> None:
        if board := self.writable(who):
            words = paragraphs(board.screen)
            words.insert(min(place, len(words)), self.new_word(who))
            board.screen = html(words)

    @rule(who=WHO, place=PLACE)
    def correct_a_paragraph(self, who: int, place: int) -> None:
        self.retype(who, place, [self.new_word(who)])

    @rule(who=WHO, place=PLACE)
    def take_a_paragraph_out(self, who: int, place: int) -> None:
        self.retype(who, place, [])

    def retype(self, who: int, place: int, new: list[str]) -> None:
        board = self.writable(who)
        words = paragraphs(board.screen) if board else []
        if board and place < len(words):
            self.ledger.dropped.add(words[place])
            board.screen = html([*words[:place], *new, *words[place + 1 :]])

    @rule(who=WHO)
    def pause(self, who: int) -> None:
        """The text leaves; if it left before and nothing came back, it leaves again as it was."""
        board = self.writable(who)
        if board is None or board.form or (board.attempt is None and board.screen == board.acknowledged):
            return
        board.attempt = board.attempt or Attempt(who, uuid.uuid4(), board.screen, board.base, board.since)
        self.line.append(board.attempt)

    @rule(who=WHO, first_arrived=st.booleans())
    def note_with_the_form(self, who: int, first_arrived: bool) -> None:
        """What was on its way arrives before the form or never; a form without answer is sent again."""
        board = self.writable(who)
        if board is None:
            return
        under_way = board.attempt
        if under_way in self.line:
            self.line = [sent for sent in self.line if sent != under_way]
            if first_arrived:
                self.deliver(under_way, answered=False)
        self.line.append(board.form or board.hand_over())

    @rule(who=WHO)
    def come_back_later(self, who: int) -> None:
        """The page is loaded anew; what had not left is given up."""
        standing = self.standing()
        board = self.keyboards[who]
        self.ledger.dropped |= set(paragraphs(board.screen)) - set(paragraphs(standing.discussion))
        self.keyboards[who] = Keyboard(who, standing.discussion, standing.discussion, standing.discussion_version)

    @rule(who=WHO, place=PLACE, goes_on=st.booleans())
    def write_on_a_good_day(self, who: int, place: int, goes_on: bool) -> None:
        """The text leaves and arrives; its answer finds somebody who has perhaps gone on typing."""
        self.add_a_paragraph(who, place)
        self.pause(who)
        board = self.writable(who)
        if board and board.attempt:
            if goes_on:
                self.add_a_paragraph(who, place)
            self.line.remove(board.attempt)
            self.deliver(board.attempt, answered=True)

    # --- On the line --------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.line)
    @rule(place=PLACE, answered=st.booleans(), again=st.booleans())
    def arrive(self, place: int, answered: bool, again: bool) -> None:
        """In any order, the answer perhaps lost, the same perhaps once more later."""
        sent = self.line[place % len(self.line)]
        if not again:
            self.line.remove(sent)
        self.deliver(sent, answered=answered)

    def deliver(self, sent: Attempt, *, answered: bool) -> None:
        answer = save_text(
            target=self.fresh(),
            field=FIELD,
            text=sent.text,
            base_version=sent.base,
            key=sent.key,
            since=sent.since,
            author=self.people[sent.who],
        )
        self.noted(sent.key, sent.text, answer)
        board = self.keyboards[sent.who]
        if answered and board.form == sent:
            board.form = None
            board.acknowledged = board.acknowledged if isinstance(answer, Conflict) else sent.text
        if not answered or board.attempt != sent:
            return
        if isinstance(answer, Conflict):
            board.disagree(answer)
        else:
            board.accept(answer, answer.text if isinstance(answer, Merged) else None)

    @precondition(lambda self: self.line)
    @rule(place=PLACE)
    def get_lost(self, place: int) -> None:
        self.line.pop(place % len(self.line))

    # --- Choosing, bringing back --------------------------------------------------------------------------------------

    @rule(who=WHO, choice=st.sampled_from(list(Choice)), answered=st.booleans())
    def choose(self, who: int, choice: Choice, answered: bool) -> None:
        board = self.keyboards[who]
        if board.conflict is None:
            return
        seen, key = board.conflict, uuid.uuid4()
        if choice != Choice.BOTH:
            gone, kept = (seen.theirs, seen.mine) if choice == Choice.MINE else (seen.mine, seen.theirs)
            self.ledger.dropped |= set(paragraphs(gone)) - set(paragraphs(kept))
        chosen = {"target": self.fresh(), "field": FIELD, "choice": choice, "author": self.people[who], "key": key}
        answer = resolve_conflict(**chosen, stale_key=seen.key, base_version=seen.version)
        if choice != Choice.THEIRS:
            self.noted(key, answer.mine if isinstance(answer, Conflict) else None, answer)
        if answered and isinstance(answer, Conflict):
            board.conflict = answer
        elif answered:
            board.conflict, board.attempt = None, Attempt(who, key, answer.text, seen.version, ())
            board.screen = answer.text
            board.accept(answer, None)

    @rule(who=WHO, place=PLACE)
    def bring_back(self, who: int, place: int) -> None:
        rows = list(self.journal())
        if not rows:
            return
        row, standing, key = rows[place % len(rows)], self.standing(), uuid.uuid4()
        self.ledger.dropped |= set(paragraphs(standing.discussion)) - set(paragraphs(row.text))
        by, version = self.people[who], standing.discussion_version
        answer = restore_text(target=self.fresh(), known=KNOWN, revision=row, base_version=version, key=key, author=by)
        self.noted(key, row.text, answer)

    # --- What must hold -----------------------------------------------------------------------------------------------

    def noted(self, key: uuid.UUID, text: str | None, answer: Answer) -> None:
        if text is not None:
            self.ledger.acknowledged[key] = text
        if isinstance(answer, Conflict):
            self.ledger.conflicts.append(answer)
        elif text is not None:
            self.ledger.saved |= set(paragraphs(text))

    def fresh(self) -> AgendaItem:
        return AgendaItem.objects.select_related("meeting").get(pk=self.item.pk)

    def standing(self) -> AgendaItem:
        return AgendaItem.objects.only(FIELD, f"{FIELD}_version").get(pk=self.item.pk)

    def journal(self) -> Any:
        return TextRevision.objects.filter(object_uuid=self.item.uuid, field=FIELD).order_by("pk")

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "item"):
            return
        type(self).steps += 1
        rows, standing = list(self.journal()), self.standing()
        texts = {row.key: row.text for row in rows}
        versions = {row.version: row.text for row in rows if row.version is not None}
        assert sorted(versions) == list(range(1, standing.discussion_version + 1)), "the history has a gap"
        assert versions.get(standing.discussion_version, "") == standing.discussion, "the history ends elsewhere"
        for key, text in self.ledger.acknowledged.items():
            assert texts.get(key) == text, "an acknowledged text is gone"
        for conflict in self.ledger.conflicts:
            assert texts[conflict.key] == conflict.mine, "a text of a conflict is gone"
            assert versions[conflict.version] == conflict.theirs, "the other text of a conflict is gone"
        missing = self.ledger.saved - self.ledger.dropped - set(paragraphs(standing.discussion))
        assert not missing, "a paragraph that was saved went without anybody taking it out"
