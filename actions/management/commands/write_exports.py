"""Write the long exports that people asked for. `make run` keeps it going beside the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.http import QueryDict

from actions.filters import actions_found
from actions.services.exports import claim_export, tidy_exports, write_export
from clusterhub.while_served import repeat_while_served


class Command(BaseCommand):
    help = "Écrit les exports en attente et efface ceux dont le jour est passé. Peut être relancée sans risque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--while-served-every", type=float, metavar="SECONDES", help="recommence avec le serveur")

    def handle(self, *args: Any, while_served_every: float | None, **options: Any) -> None:
        if while_served_every:
            repeat_while_served(write_waiting_exports, every=while_served_every)
        else:
            write_waiting_exports()


def write_waiting_exports() -> int:
    """With the rights that each owner has at that moment."""
    tidy_exports()
    written = 0
    while job := claim_export():
        write_export(job, actions_found(job.user, QueryDict(job.filters)))
        written += 1
    return written
