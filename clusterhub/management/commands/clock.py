"""What happens because a day has come. A timer runs it; `make run` runs it beside the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusterhub.while_served import repeat_while_served
from minutes.services.tacit import adopt_tacitly


class Command(BaseCommand):
    help = "Adopte les comptes rendus dont le délai de remarques est passé. Peut être relancée sans risque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--while-served-every", type=float, metavar="SECONDES", help="recommence avec le serveur")

    def handle(self, *args: Any, while_served_every: float | None, **options: Any) -> None:
        if while_served_every:
            repeat_while_served(self.tick, every=while_served_every)
        else:
            self.tick()

    def tick(self) -> None:
        for outcome in adopt_tacitly():
            meeting = outcome.minutes.meeting
            said = f"reste ouvert. {outcome.refusal}" if outcome.refusal else "adopté tacitement."
            self.stdout.write(f"{meeting.cluster.code} {meeting.day.isoformat()} : {said}")
