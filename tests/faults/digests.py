"""The week's digest of forty coordinators: ``python -m tests.faults.digests make`` adds them, ``… send`` queues what is
owed on one working day, as the clock does."""

from __future__ import annotations

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import django

COORDINATORS = 40
"""Besides the two of the house."""
MONDAY = datetime(2017, 6, 12, 9, tzinfo=ZoneInfo("Africa/Bamako"))


def main(verb: str) -> None:
    django.setup()
    from actions.services.digest import send_digests  # noqa: PLC0415  models, once all is set up
    from participants.enums import Role  # noqa: PLC0415
    from participants.models import Cluster  # noqa: PLC0415
    from tests.factories import make_person, make_role  # noqa: PLC0415

    if verb == "send":
        sys.stdout.write(f"{send_digests(at=MONDAY)}\n")
        return
    cluster = Cluster.objects.earliest("pk")
    for number in range(COORDINATORS):
        person = make_person(f"Coordinateur {number}", emails=(f"coordinateur{number}@example.org",))
        make_role(person, cluster, Role.COORDINATOR)


if __name__ == "__main__":
    main(sys.argv[1])
