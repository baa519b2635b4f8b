"""The public check without a browser or a network: this server's database and keys are enough."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clusterhub.web.typography import format_datetime
from meetings.wording import of_the
from minutes.enums import Proof
from minutes.models import Signature
from minutes.selectors.sheets import KnownSheet, known_sheet
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
        if finding.sheet:
            self.show_sheet(known_sheet(finding.sheet))
        self.stdout.write(f"SHA-256 : {finding.sha256}")
        if not finding.is_authentic:
            raise CommandError(" ".join((f"{finding.proof.label}.", *finding.problems)), returncode=1)
        self.stdout.write(self.style.SUCCESS(f"{Proof.AUTHENTIC.label}."))

    def show(self, facts: KnownVersion) -> None:
        self.stdout.write(f"{facts.title}\n{facts.cluster}, {facts.held_on}")
        edition = "édition publique" if facts.is_public else "édition des membres"
        version = f"Version {facts.version.number}, {edition}, scellée le {_moment(facts.sealed_at)}"
        replaced = f", remplacée par la version {facts.replacement.number}" if facts.replacement else ""
        self.stdout.write(version + replaced)
        for one in facts.signatures:
            self.stdout.write(f"{_signed(one)} ({one.get_role_display()}), le {_moment(one.signed_at)}")
        for line in (facts.withdrawn_line, *(f"Tenu pour signé sans : {role}" for role in facts.done_without)):
            if line:
                self.stdout.write(line)

    def show_sheet(self, facts: KnownSheet) -> None:
        self.stdout.write(f"{facts.title}\n{facts.cluster}, situation au {facts.as_of}")
        self.stdout.write(f"Scellée le {_moment(facts.sealed_at)}, cachet du cluster apposé par {facts.sealed_by}")


def _signed(one: Signature) -> str:
    who = ", ".join(part for part in (one.signer_name, one.job_title) if part)
    if one.is_seal:
        return f"Cachet {of_the(one.stands_for)}, apposé par {who}"
    return f"Signé par {who}, à la place de {one.stands_for}" if one.stands_for else f"Signé par {who}"


def _moment(moment: datetime) -> str:
    return format_datetime(timezone.localtime(moment))
