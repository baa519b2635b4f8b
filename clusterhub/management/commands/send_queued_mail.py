"""In the place of the library's command, whose lock two senders that start after a killed one can both take."""

from typing import Any

from django.core.management.base import BaseCommand

from clusterhub.web.sending import send_waiting_mail


class Command(BaseCommand):
    help = "Envoie le courrier en attente. Un seul envoi à la fois."

    def handle(self, *args: Any, **options: Any) -> None:
        send_waiting_mail()
