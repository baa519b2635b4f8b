from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusterhub.privacy.page import PATH, page
from clusterhub.privacy.register import undeclared


class Command(BaseCommand):
    help = "Refait docs/personal-data.md à partir des déclarations des champs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if complaints := undeclared():
            raise CommandError("\n".join(complaints))
        PATH.write_text(page(), "utf-8")
        self.stdout.write(f"{PATH.name} est à jour.")
