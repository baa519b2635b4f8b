"""Send queued mail beside the server of `make run`. In production a timer runs `send_queued_mail` instead."""

import os
import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from post_office.mail import send_queued_mail_until_done


class Command(BaseCommand):
    help = "Envoie le courrier en attente, jusqu’à la fin du processus qui l’a lancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="secondes entre deux envois")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell makes what it starts in the background deaf to Ctrl+C
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                send_queued_mail_until_done(lockfile=str(settings.STATE_DIR / "mail"))
            except OperationalError:
                connection.close()
            time.sleep(every)
