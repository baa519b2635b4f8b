"""Send queued mail beside the server of `make run`. In production a timer runs `send_queued_mail` instead."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from post_office.mail import send_queued_mail_until_done

from clusterhub.while_served import repeat_while_served


class Command(BaseCommand):
    help = "Envoie le courrier en attente, jusqu’à la fin du processus qui l’a lancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="secondes entre deux envois")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        lockfile = str(settings.STATE_DIR / "mail")
        repeat_while_served(lambda: send_queued_mail_until_done(lockfile=lockfile), every=every)
