"""`make bench`: every figure and its floor in one run, on the demonstration, behind the real server.

Read the ratios: the milliseconds belong to the machine.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from bench.start import ROOT, environment, prepare


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        os.environ |= environment(Path(folder))
        prepare()
        django.setup()
        from bench.figures import run  # noqa: PLC0415  (imports models: only once the environment is set)

        run()
    subprocess.run([sys.executable, "-m", "bench.room"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-m", "bench.saving"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-m", "bench.postgresql"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
