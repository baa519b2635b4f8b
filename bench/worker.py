"""python -m bench.worker DOCUMENTS: seals and signs so many as a web worker does, the engine in a child process; says
its memory in MB after each tenth of them."""

import os
import sys
import tempfile
from pathlib import Path

from bench.documents import Signing
from minutes.render.compose import render_minutes
from tests.minutes.sample import long_content


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sign = Signing(Path(folder))
        for number in range(1, count + 1):
            pdf = render_minutes(long_content(), "a").pdf
            sign(sign(pdf, "rapporteur"), "chair")
            if number % (count // 10) == 0:
                print(resident_mb(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
