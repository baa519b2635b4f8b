"""The lists, the searches and a partner's page among 1 000 and among 1 000 000 actions on PostgreSQL.

``make bench`` runs it last; ``python -m bench.postgresql 50000`` tries it with fewer.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django

from bench.start import environment, prepare
from tests.postgresql import throwaway_cluster
from tests.tools import find_tool

FEW, MANY = 1_000, 1_000_000


def main(many: int = MANY) -> None:
    initdb = find_tool("initdb")
    if initdb is None:
        sys.stdout.write("PostgreSQL n’est pas installé : un million d’actions n’est pas mesuré.\n")
        return
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        with throwaway_cluster(Path(initdb).parent) as url:
            os.environ |= environment(Path(folder)) | {"DATABASE_URL": url}
            prepare()
            django.setup()
            measure(many)


def measure(many: int) -> None:
    from bench.lists import COORDINATOR, EVERYWHERE, PARTNER, long_lists  # noqa: PLC0415  models, once all is set up
    from bench.many import add_many  # noqa: PLC0415
    from bench.measure import milliseconds, table  # noqa: PLC0415
    from bench.server import Visitor, serving, sign_in  # noqa: PLC0415
    from clusterhub.demo.bulk import add_actions  # noqa: PLC0415

    def grow(size: int) -> None:
        """The few as the demonstration makes them, the many as PostgreSQL does."""
        spent = milliseconds(lambda: (add_actions if size <= FEW else add_many)(size))
        print(f"{size} actions en {spent / 1_000:.0f} s")

    with serving({}) as port:
        visitors = {email: sign_in(port, email) for email in (COORDINATOR, PARTNER, EVERYWHERE)}
        visitors[""] = Visitor(port, {})
        print(table(long_lists(visitors, grow, few=FEW, many=many)))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
