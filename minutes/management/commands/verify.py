"""The public check without a browser or a network: this server's database and keys are enough."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clusterhub.web.typography import format_datetime
from minutes.enums import Proof
from minutes.selectors.verification import KnownVersion, known_version
from minutes.services.verification import verify_file


class Command(BaseCommand):
    help = "Dit si un fichier est authentique. Code de sortie 0 : authentique ; 1 : non ; 2 : fichier illisible."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} : {error.strerror}.", returncode=2) from error
        finding = verify_file(data)
        if finding.file:
            self.show(known_version(finding.file.version, finding.file))
        self.stdout.write(f"SHA-256 : {finding.sha256}")
        if not finding.is_authentic:
            raise CommandError(" ".join((f"{finding.proof.label}.", *finding.problems)), returncode=1)
        self.stdout.write(self.style.SUCCESS(f"{Proof.AUTHENTIC.label}."))

    def show(self, facts: KnownVersion) -> None:
        self.stdout.write(f"{facts.title}\n{facts.cluster}, {facts.held_on}")
        version = f"Version {facts.version.number}, scellée le {_moment(facts.sealed_at)}"
        replaced = f", remplacée par la version {facts.replacement.number}" if facts.replacement else ""
        self.stdout.write(version + replaced)
        for one in facts.signatures:
            who = ", ".join(part for part in (one.signer_name, one.job_title) if part)
            self.stdout.write(f"Signé par {who} ({one.get_role_display()}), le {_moment(one.signed_at)}")


def _moment(moment: datetime) -> str:
    return format_datetime(timezone.localtime(moment))
