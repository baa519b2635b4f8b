"""Send queued mail beside the server of `make run`. In production a timer runs `send_queued_mail` instead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusterhub.web.sending import send_waiting_mail
from clusterhub.while_served import repeat_while_served


class Command(BaseCommand):
    help = "Envoie le courrier en attente, jusqu’à la fin du processus qui l’a lancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="secondes entre deux envois")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        repeat_while_served(send_waiting_mail, every=every)
