from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusterhub.search.reindex import SOURCES, reindex
from clusterhub.web.typography import plural


class Command(BaseCommand):
    help = (
        "Indexe pour la recherche ce qui existe déjà, et retire de l’index ce qui n’existe plus. Par lots, pendant que "
        "le service tourne ; peut être interrompue et relancée."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        codes = [source.code for source in SOURCES]
        parser.add_argument("--only", choices=codes, action="append", help="seulement cela ; peut être répétée")
        parser.add_argument("--anew", action="store_true", help="récrit tout, même ce qui n’a pas changé")

    def handle(self, *args: Any, only: list[str] | None, anew: bool, verbosity: int, **options: Any) -> None:
        for source in SOURCES:
            if only and source.code not in only:
                continue
            tally = reindex(source, tell=self._teller(source.label, verbosity), anew=anew)
            written = plural(tally.written, "texte écrit", "textes écrits")
            removed = plural(tally.removed, "retiré", "retirés")
            self.stdout.write(f"{source.label} : {tally.seen} ; {written}, {removed}.")

    def _teller(self, label: str, verbosity: int) -> Any:
        """Each batch on a line of its own, when there is more than one."""

        def tell(seen: int, total: int) -> None:
            if verbosity and seen < total:
                self.stdout.write(f"{label} : {seen} sur {total}…")

        return tell
