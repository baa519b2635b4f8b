"""The internal authority and the signers' keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from minutes.errors import KeysUnavailable
from minutes.models import SigningIdentity
from minutes.services.authority import ensure_authority, open_authority
from minutes.services.identities import ensure_identity, people_who_sign


class Command(BaseCommand):
    help = "init : crée l’autorité interne et les clés de ceux qui signent, s’il en manque ; status : les montre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("init", "status"))

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            self.make_keys() if what == "init" else self.show_keys()
        except KeysUnavailable as error:
            raise CommandError(str(error)) from error

    def make_keys(self) -> None:
        ensure_authority()
        in_force = SigningIdentity.objects.filter(revoked_at=None, valid_until__gt=timezone.now())
        with_key = in_force.exclude(person=None).values("person_id")
        for person in people_who_sign().exclude(pk__in=with_key):
            ensure_identity(person)
            self.stdout.write(f"Clé de signature créée : {person.name}")

    def show_keys(self) -> None:
        authority = open_authority()
        self.stdout.write(f"Dossier : {settings.SIGNING_DIR}")
        self.show("Autorité interne", authority.fingerprint, authority.certificate.not_valid_after_utc)
        for identity in SigningIdentity.objects.filter(revoked_at=None).select_related("person", "cluster"):
            is_there = (Path(settings.SIGNING_DIR) / identity.key_file).exists()
            self.show(
                str(identity.owner), identity.fingerprint, identity.valid_until, "" if is_there else "CLÉ ABSENTE"
            )

    def show(self, name: str, fingerprint: str, until: datetime, trouble: str = "") -> None:
        self.stdout.write(f"{name} : {fingerprint}, valable jusqu’au {until:%d/%m/%Y} {trouble}".rstrip())
