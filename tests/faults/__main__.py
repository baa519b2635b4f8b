"""The long set, as ``make test-faults`` runs it. What is measured in seconds comes first, and alone; what is counted
comes after, two things at a time. Then the bars, and whether each is reached.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.databases import ROOT
from tests.faults.bars import bars, read

OUTCOMES = ROOT / "var" / "faults"
PYTEST = [sys.executable, "-m", "pytest", "-n", "0", "--durations=5", "-o", "junit_family=xunit1"]


@dataclass(frozen=True)
class Part:
    name: str
    path: str
    which: str = ""
    """Of its tests, by words of their names."""
    on_postgresql: bool = False

    def run(self) -> bool:
        """What it said is shown at once when it is over."""
        begin = time.monotonic()
        throwaway = [sys.executable, "-m", "tests.postgresql"] if self.on_postgresql else []
        command = [*throwaway, *PYTEST, self.path, "-k", self.which, f"--junitxml={self.outcome}"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        sys.stdout.write(f"\n##### {self.name}, {time.monotonic() - begin:.0f} s\n{done.stdout}")
        sys.stdout.flush()
        return done.returncode == 0

    @property
    def outcome(self) -> Path:
        return OUTCOMES / f"{self.name}.xml"


Lane = tuple[Part, ...]
"""One part after the other."""

COUNTED = ("no_acknowledged_save", "a_hundred_kills", "killed_at_any_moment")
SAVES = "tests/faults/test_server_killed.py"
KILLS = "tests/faults/test_device.py"
MEETING = "tests/browser/test_june_meeting.py"
MACHINE = "tests/meetings/test_texts_machine.py"
STEPS: tuple[tuple[Lane, ...], ...] = (
    ((Part("chaque-panne", "tests/faults", f"not ({' or '.join(COUNTED)})"),),),
    (
        (Part("saisies-sqlite", SAVES, "no_acknowledged_save and sqlite"),),
        (Part("saisies-postgresql", SAVES, "no_acknowledged_save and postgresql"),),
    ),
    (
        (Part("navigateur-tué", KILLS, "a_hundred_kills or killed_at_any_moment"),),
        (
            Part("réunion-de-juin", MEETING, "minute"),
            Part("machine-sqlite", MACHINE, "ten_thousand"),
            Part("machine-postgresql", MACHINE, "ten_thousand", on_postgresql=True),
        ),
    ),
)
"""One step after the other; the lanes of a step at the same time."""


def run(lane: Lane) -> bool:
    passed = [part.run() for part in lane]
    return all(passed)


def main() -> int:
    begin = time.monotonic()
    OUTCOMES.mkdir(parents=True, exist_ok=True)
    for former in OUTCOMES.glob("*.xml"):
        former.unlink()
    passed = []
    for lanes in STEPS:
        with ThreadPoolExecutor(len(lanes)) as pool:
            passed += pool.map(run, lanes)
    found = bars(read(OUTCOMES), minutes=(time.monotonic() - begin) / 60)
    sys.stdout.write("\n##### Les barres\n" + "".join(f"{bar}\n" for bar in found))
    return int(not (all(passed) and all(bar.holds for bar in found)))


if __name__ == "__main__":
    sys.exit(main())
