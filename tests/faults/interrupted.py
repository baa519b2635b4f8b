"""Somebody who types in a browser that is killed again and again, whatever happens to the server meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from playwright.sync_api import Error

from clusterhub.web.richtext import to_text
from tests.faults.browser import SAVED, Browser, Room
from tests.faults.house import House


@dataclass
class Interrupted:
    browser: Browser
    house: House
    address: str
    point: int
    chance: random.Random
    kills: int = 0
    typed: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    """What the page had called saved when it died."""

    def type_until(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            with suppress(Error, AssertionError):  # without a server there may be no room to type in
                self.type_a_line(f"Vie {self.kills}.")
            self.browser.kill()
            self.kills += 1

    def type_a_line(self, line: str) -> None:
        room = Room(self.browser.open(), self.house, self.address).sign_in().enter(self.point)
        room.write(f"{line} ")
        self.typed.append(line)
        room.page.wait_for_timeout(self.chance.uniform(0, 4_000))
        if SAVED in (room.state.text_content() or ""):
            self.acknowledged.append(line)

    def troubles(self) -> list[str]:
        """Every line that was called saved and is not there, every line that is there twice, every gap, and every
        conflict: nobody else wrote.
        """
        text, version = self.house.discussion(self.point)
        times = {line: to_text(text).count(line) for line in self.typed}
        found = [f"lost: {line}" for line in self.acknowledged if not times[line]]
        found += [f"{count} times: {line}" for line, count in times.items() if count > 1]
        rows = self.house.journal().get(UUID(self.house.world["points"][self.point]), [])
        if [row.version for row in rows] != list(range(1, version + 1)):
            found.append(f"conflict or gap: {[row.version for row in rows]}, stands: {version}")
        return found
