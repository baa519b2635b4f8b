from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from participants.services.places import load_places


class Command(BaseCommand):
    help = "Charge les lieux depuis un fichier CSV ; rejouable sans rien doubler."

    def add_arguments(self, parser: CommandParser) -> None:
        default = Path(apps.get_app_config("participants").path) / "data" / "places_ml.csv"
        parser.add_argument("file", nargs="?", type=Path, default=default, help="par défaut, le Mali")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        count = load_places(file)
        if verbosity:
            self.stdout.write(f"Lieux : {count.created} ajoutés, {count.updated} corrigés.")
