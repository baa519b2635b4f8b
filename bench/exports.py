"""A long export in a process of its own: how long it takes and the most memory it held. `make bench` runs it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from bench.measure import Limit, milliseconds

PEAK_MB, SECONDS = 200, 300
ROOT = Path(__file__).resolve().parents[1]


def long_export(email: str, count: int) -> list[Limit]:
    """As XLSX, of everything that this person may see."""
    command = [sys.executable, "-m", "bench.exports", email]
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)  # noqa: S603
    assert said["rows"] >= count, said
    title = f"Export de {said['rows']} actions"
    return [
        Limit(f"{title}, mémoire au plus", said["megabytes"], "Mo", PEAK_MB),
        Limit(title, said["seconds"], "s", SECONDS),
    ]


def main(email: str) -> None:
    import django  # noqa: PLC0415  the environment is set by the parent

    django.setup()
    from django.http import QueryDict  # noqa: PLC0415

    from actions.filters import actions_found  # noqa: PLC0415
    from actions.services.exports import drop_export, request_export, write_export  # noqa: PLC0415
    from participants.models import User  # noqa: PLC0415

    user = User.objects.get(email=email)
    job = request_export(user=user, filters="status=toutes", format="xlsx")
    spent = milliseconds(lambda: write_export(job, actions_found(user, QueryDict(job.filters))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    sys.stdout.write(json.dumps({"rows": job.done_count, "megabytes": peak, "seconds": spent / 1_000}))
    drop_export(job)


if __name__ == "__main__":
    main(*sys.argv[1:])
