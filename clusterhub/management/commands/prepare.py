"""Everything between installed libraries and a server that answers, in one process. Safe to run at every start."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from clusterhub.web.planner import refresh_planner_statistics


class Command(BaseCommand):
    help = "Met à jour la base et les lieux, crée les clés de signature et, avec DEMO=1, charge la démonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("signing", "init")
        call_command("load_places", verbosity=0)
        if settings.DEMO and not get_user_model().objects.exists():
            self.stdout.write("Chargement de la démonstration…")
            call_command("demo")
        refresh_planner_statistics()
