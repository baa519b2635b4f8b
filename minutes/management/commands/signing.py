"""The internal authority and the signers' keys, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from minutes.enums import RevocationReason
from minutes.errors import MinutesError
from minutes.models import SigningIdentity
from minutes.selectors.keys import identity_in_force, last_identity
from minutes.services.authority import (
    ensure_authority,
    open_authorities,
    open_authority,
    publish_crls,
    renew_authority,
    signing_folder,
)
from minutes.services.identities import ensure_identity, people_who_sign, renew_house_key
from minutes.services.own_keys import import_own_key, register_token_key
from minutes.services.revocation import give_new_key, revoke_identity
from participants.models import Cluster, Person

HELP = {
    "init": "crée l’autorité interne et les clés de ceux qui signent, s’il en manque",
    "status": "montre l’autorité et les clés en vigueur",
    "import": "prend le certificat d’une organisation (PKCS#12) pour une personne ou un cachet",
    "import-token": "prend une clé qui reste dans le jeton réglé (PKCS#11)",
    "new": "donne une clé interne à la place d’une clé révoquée ou importée",
    "renew": "donne dès maintenant un nouveau certificat interne",
    "revoke": "révoque le certificat en vigueur",
    "renew-authority": "crée une nouvelle autorité ; les précédentes restent pour les documents déjà signés",
    "crl": "signe à nouveau les listes des certificats révoqués",
}
OF_SOMEBODY = ("import", "import-token", "new", "renew", "revoke")


class Command(BaseCommand):
    help = "Gère l’autorité interne et les clés de signature : « signing --help » les énumère."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        asked = {name: parts.add_parser(name, help=text) for name, text in HELP.items()}
        for name in OF_SOMEBODY:
            whose = asked[name].add_mutually_exclusive_group(required=True)
            whose.add_argument("--person", metavar="ADRESSE", help="l’adresse de son compte, ou l’une des siennes")
            whose.add_argument("--cluster", metavar="CODE", help="pour le cachet d’un cluster")
        asked["import"].add_argument("file", type=Path)
        asked["import"].add_argument("--password-file", type=Path, help="sinon le mot de passe est demandé")
        asked["import-token"].add_argument("label", help="le nom de la clé et du certificat dans le jeton")
        asked["revoke"].add_argument("--reason", choices=RevocationReason.values, default="unspecified")
        asked["revoke"].add_argument("--since", help="à ne plus croire depuis, par exemple 2026-11-20T08:00")

    def handle(self, *, what: str, **options: Any) -> None:
        acts: dict[str, Callable[..., None]] = {
            "init": self.make_keys,
            "status": self.show_keys,
            "import": self.import_key,
            "import-token": self.import_token,
            "new": self.new_key,
            "renew": self.renew_key,
            "revoke": self.revoke_key,
            "renew-authority": self.renew_authority,
            "crl": self.publish_lists,
        }
        try:
            acts[what](**options)
        except MinutesError as error:
            raise CommandError(str(error)) from error

    # --- Everybody's ---

    def make_keys(self, **options: Any) -> None:
        ensure_authority()
        publish_crls(at=timezone.now(), only_due=True)
        for person in people_who_sign().exclude(pk__in=SigningIdentity.objects.exclude(person=None).values("person")):
            ensure_identity(person)
            self.stdout.write(f"Clé de signature créée : {person.name}")

    def show_keys(self, **options: Any) -> None:
        open_authority()
        self.stdout.write(f"Dossier : {settings.SIGNING_DIR}")
        for number, authority in enumerate(open_authorities()):
            name = "Autorité précédente" if number else "Autorité interne"
            self.show(name, authority.fingerprint, authority.certificate.not_valid_after_utc)
        for identity in SigningIdentity.objects.in_force().select_related("person", "cluster"):
            self.show(str(identity.owner), identity.fingerprint, identity.valid_until, _trouble_of(identity))

    def show(self, name: str, fingerprint: str, until: datetime, trouble: str = "") -> None:
        self.stdout.write(f"{name} : {fingerprint}, valable jusqu’au {until:%d/%m/%Y} {trouble}".rstrip())

    def renew_authority(self, **options: Any) -> None:
        authority = renew_authority(at=timezone.now())
        publish_crls(at=timezone.now(), only_due=True)
        self.show("Nouvelle autorité", authority.fingerprint, authority.certificate.not_valid_after_utc)
        self.stdout.write("Les précédentes restent : gardez tout le dossier. Faites connaître la nouvelle empreinte.")

    def publish_lists(self, **options: Any) -> None:
        self.stdout.write(f"Listes de révocation signées : {publish_crls(at=timezone.now())}.")

    # --- Somebody's ---

    def import_key(self, *, file: Path, password_file: Path | None, **whose: Any) -> None:
        owner = _owner(**whose)
        try:
            p12 = file.read_bytes()
            opened_by = password_file.read_text().strip() if password_file else getpass("Mot de passe du fichier : ")
        except OSError as error:
            raise CommandError(f"{error.filename} : {error.strerror}.") from error
        self.say_in_force(import_own_key(owner=owner, p12=p12, opened_by=opened_by))

    def import_token(self, *, label: str, **whose: Any) -> None:
        self.say_in_force(register_token_key(owner=_owner(**whose), label=label))

    def new_key(self, **whose: Any) -> None:
        self.say_in_force(give_new_key(_owner(**whose)))

    def renew_key(self, **whose: Any) -> None:
        identity = identity_in_force(_owner(**whose))
        if identity is None:
            raise CommandError("Il n’y a pas de certificat en vigueur à renouveler.")
        self.say_in_force(renew_house_key(identity))

    def revoke_key(self, *, reason: str, since: str | None, **whose: Any) -> None:
        identity = last_identity(_owner(**whose))
        if identity is None:
            raise CommandError("Il n’y a pas de certificat à révoquer.")
        revoke_identity(identity=identity, reason=RevocationReason(reason), by=None, since=_moment(since))
        self.stdout.write(f"Certificat de {identity.owner} révoqué : {identity.fingerprint}")

    def say_in_force(self, identity: SigningIdentity) -> None:
        self.show(str(identity.owner), identity.fingerprint, identity.valid_until)


def _trouble_of(identity: SigningIdentity) -> str:
    is_there = not identity.is_in_the_folder or (signing_folder() / identity.key_file).exists()
    return "" if is_there else "CLÉ ABSENTE"


def _owner(*, person: str | None, cluster: str | None, **options: Any) -> Person | Cluster:
    if cluster:
        found: Person | Cluster | None = Cluster.objects.filter(code__iexact=cluster).first()
    else:
        by_address = Q(user__email__iexact=person) | Q(emails__email__iexact=person)
        found = Person.objects.filter(by_address).distinct().first()
    if found is None:
        raise CommandError(f"Inconnu ici : {cluster or person}.")
    return found


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"« {text} » n’est pas un moment : écrivez par exemple 2026-11-20T08:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
