"""Saving a field as the room's script does, against one bare UPDATE behind the same session and CSRF checks: alone and
by twenty at once, on both databases, each with its durable settings. ``python -m bench.saving`` measures this alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

import django
from django.urls import reverse

from bench.measure import Limit, Row, milliseconds, table
from bench.server import Visitor, serving, sign_in
from bench.start import ROOT, environment, prepare
from tests.postgresql import throwaway_cluster
from tests.tools import find_tool

COORDINATOR = "coordination@example.org"
SAVES = {1: 1_000, 20: 2_000}
"""By how many clients at once, how many in all: three thousand."""
TURN = 100
"""Saves, then as many bare updates, and so on: what else the machine does weighs on both."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        measured("SQLite", environment(Path(folder)))
    initdb = find_tool("initdb")
    if initdb is None:
        sys.stdout.write("PostgreSQL n’est pas installé : enregistrer n’y est pas mesuré.\n")
        return
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        with throwaway_cluster(Path(initdb).parent, durable=True) as url:
            measured("PostgreSQL", environment(Path(folder)) | {"DATABASE_URL": url})


def measured(database: str, settings: dict[str, str]) -> None:
    """In a process of its own: Django has one database for life."""
    command = [sys.executable, "-m", "bench.saving", database]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | settings)


def measure(database: str) -> None:
    prepare()
    django.setup()
    with serving({}) as port:
        visitor = sign_in(port, COORDINATOR)
        with desks(visitor, max(SAVES)) as people:
            rows = [saving(database, people[:clients], saves) for clients, saves in SAVES.items()]
            failures = sum(person.failures for person in people)
    done = f"{database} : échecs sur {sum(SAVES.values())} enregistrements"
    print(table(rows), "\n", Limit(done, failures, "", 0), sep="\n")


class Desk:
    """Somebody who types one text."""

    def __init__(self, visitor: Visitor, meeting: object, item: object) -> None:
        self.visitor = visitor
        self.save_url, self.bare_url = reverse("minutes:text_save", args=[meeting]), f"/bare/save/{item}/"
        self.known = {"object": str(item), "field": "agendaitem.discussion"}
        self.version = self.failures = 0

    def save(self) -> None:
        words = f"<p>Les relais ont <strong>restitué</strong> à Gao, texte n° {self.version}.</p>"
        sent = self.known | {"key": str(uuid4()), "base_version": str(self.version), "text": words}
        answer = self.visitor.post(self.save_url, sent, by_script=True)
        self.version += 1
        if answer.status != 200 or f'data-version="{self.version}"'.encode() not in answer.body:
            self.failures += 1

    def update(self) -> None:
        answer = self.visitor.post(self.bare_url, {"text": f"<p>Les relais ont restitué à Gao, texte {uuid4()}.</p>"})
        assert answer.status == 204, answer


@contextmanager
def desks(visitor: Visitor, number: int) -> Iterator[list[Desk]]:
    """Each with a text of its own in the meeting that is being held. Afterwards the journal has every version."""
    from meetings.enums import MeetingState  # noqa: PLC0415  models, once all is set up
    from meetings.models import Meeting, TextRevision  # noqa: PLC0415
    from meetings.services.agenda import add_item  # noqa: PLC0415

    meeting = Meeting.objects.filter(state=MeetingState.OPEN).earliest("pk")
    items = [add_item(meeting=meeting, title=f"Point de mesure n° {count}") for count in range(number)]
    cookies = visitor.cookies
    people = [Desk(Visitor(visitor.port, dict(cookies)), meeting.uuid, item.uuid) for item in items]
    yield people
    for person, item in zip(people, items, strict=True):
        kept = TextRevision.objects.filter(object_uuid=item.uuid, field="discussion").order_by("version")
        versions = list(kept.values_list("version", flat=True))
        assert versions == list(range(1, person.version + 1)), (item, len(versions))


def saving(database: str, people: list[Desk], saves: int) -> Row:
    timed(people, Desk.save, len(people) * 3)
    timed(people, Desk.update, len(people) * 3)
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(saves // TURN):
        ours += timed(people, Desk.save, TURN)
        floor += timed(people, Desk.update, TURN)
    who = "un client" if len(people) == 1 else f"{len(people)} clients"
    return Row(f"Enregistrer un champ, {database}, {who}", median(ours), median(floor), bound=2)


def timed(people: list[Desk], act: Callable[[Desk], None], count: int) -> list[float]:
    def in_turn(person: Desk) -> list[float]:
        return [milliseconds(lambda: act(person)) for _ in range(count // len(people))]

    with ThreadPoolExecutor(len(people)) as pool:
        return [time for times in pool.map(in_turn, people) for time in times]


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
