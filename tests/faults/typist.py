"""Somebody who types without a browser, by the protocol of the room's script: one key for each save, the same until it
is acknowledged, then the next."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from uuid import UUID, uuid4

from bench.server import Answer, Visitor
from tests.faults.house import House

VERSION = re.compile(rb'data-version="(\d+)"')
TRY_AGAIN = (500, 502, 503, 504)


class Unexpected(AssertionError):
    """An answer that the protocol does not know here: a conflict with oneself, a refusal."""


@dataclass(frozen=True)
class Acknowledged:
    key: UUID
    text: str
    version: int


@dataclass
class Typist:
    visitor: Visitor
    meeting: str
    point: str
    version: int = 0
    acknowledged: list[Acknowledged] = field(default_factory=list)
    tries: int = 0
    answers_of_500: int = 0

    @classmethod
    def at(cls, house: House, port: int, point: int, who: str = "coordination") -> Typist:
        visitor = Visitor(port, {"session": house.world["sessions"][who]})
        visitor.get("/session/")
        return cls(visitor, house.world["meeting"], house.world["points"][point])

    def save(self, words: str, *, patience: float = 600) -> Acknowledged:
        """As often as it takes."""
        key, text, end = uuid4(), f"<p>{words}</p>", time.monotonic() + patience
        while time.monotonic() < end:
            answer = self.send(key, text)
            if answer is not None and answer.status == 200:
                return self._accept(key, text, answer)
            if answer is not None and answer.status not in TRY_AGAIN:
                raise Unexpected(f"{answer.status} {answer.body[:300]!r}")
            time.sleep(0.05)
        raise TimeoutError(f"not acknowledged within {patience} s")

    def send(self, key: UUID, text: str) -> Answer | None:
        """Once. None where there was no answer."""
        self.tries += 1
        fields = {"object": self.point, "field": "agendaitem.discussion", "base_version": str(self.version)}
        try:
            answer = self.visitor.post(
                f"/reunions/{self.meeting}/textes/", fields | {"key": str(key), "text": text}, by_script=True
            )
        except (OSError, HTTPException):
            return None
        self.answers_of_500 += answer.status == 500
        return answer

    def _accept(self, key: UUID, text: str, answer: Answer) -> Acknowledged:
        found = VERSION.search(answer.body)
        if found is None:
            raise Unexpected(repr(answer.body[:300]))
        self.version = int(found[1])
        self.acknowledged.append(Acknowledged(key, text, self.version))
        return self.acknowledged[-1]


def troubles(house: House, typists: list[Typist]) -> list[str]:
    """Every acknowledged save that is not in the journal once, with its words, under the version that was told; every
    gap; every text that does not stand though it came last. Nobody else wrote.
    """
    journal, standing = house.journal(), house.standing()
    return [trouble for one in typists for trouble in _troubles_of(one, journal, standing)]


def _troubles_of(typist: Typist, journal: dict, standing: dict) -> list[str]:
    point = UUID(typist.point)
    rows = [row for row in journal.get(point, []) if row.version != 0]
    kept = [(row.key, row.text, row.version) for row in rows]
    told = [(one.key, one.text, one.version) for one in typist.acknowledged]
    times = Counter(kept)
    found = [f"lost: {one}" for one in told if one not in times]
    found += [f"{count} times: {one}" for one, count in times.items() if count > 1]
    found += [f"never acknowledged: {one}" for one in times.keys() - set(told)]
    if [row.version for row in rows] != list(range(1, len(rows) + 1)):
        found.append(f"gap: {[row.version for row in rows]}")
    last = typist.acknowledged[-1]
    if standing[point] != (last.text, last.version):
        found.append(f"stands: {standing[point]}, last: {last}")
    return found
