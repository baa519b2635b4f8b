from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusterhub.privacy.retention import apply_retention, would_go


class Command(BaseCommand):
    help = "Retire ce qui a passé son temps (docs/personal-data.md). `manage.py clock` le fait aussi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, et ne change rien")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        total = 0
        for rule, count in would_go() if dry_run else apply_retention():
            total += count
            if count or dry_run:
                self.stdout.write(f"{rule.what} : {count} ({rule.keep.label})")
        if dry_run:
            self.stdout.write("Essai : rien n’a été changé." if total else "Rien n’a passé son temps.")
