"""Loads the demonstration: once, unless --reset is said."""

from __future__ import annotations

from datetime import datetime

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from clusterhub.demo.bulk import add_actions
from clusterhub.demo.documents import build_documents
from clusterhub.demo.lists import build_lists
from clusterhub.demo.meetings import build_meeting, close_old_promises, follow_meeting, user_with
from clusterhub.demo.partners import hand_over_actions, send_actions, send_calls
from clusterhub.demo.people import build_people
from clusterhub.demo.profiles import build_profiles
from clusterhub.demo.reading import BAMAKO, read_meetings
from clusterhub.demo.records import build_record
from clusterhub.demo.styles import build_styles
from participants.enums import Role
from participants.models import User

YEARLY_REVIEW = datetime(2017, 12, 15, 16, tzinfo=BAMAKO)


class Command(BaseCommand):
    help = "Charge la démonstration dans une base vide ; --size N ajoute N actions réparties sur de nombreux clusters."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, default=0, metavar="N", help="nombre d’actions à ajouter")

    def handle(self, *, size: int, **options):
        if size < 0:
            raise CommandError("--size attend un nombre positif.")
        if User.objects.exists():
            self.stdout.write("La base contient déjà des comptes : la démonstration n’est pas rechargée.")
        else:
            load_demonstration()
            self.stdout.write("Démonstration chargée.")
        if size:
            add_actions(size)
            self.stdout.write(f"{size} actions ajoutées.")


@transaction.atomic
def load_demonstration() -> None:
    """All or nothing: an interrupted load leaves the base empty, and is simply done again."""
    call_command("load_places", verbosity=0)
    house = build_people()
    build_styles(house)
    build_lists(house)
    old = []
    for data in read_meetings(today=timezone.localdate()):
        if "in_days" in data and old:
            close_old_promises(old, at=YEARLY_REVIEW, by=user_with("CRP", Role.COORDINATOR))
            old = []
        meeting = build_meeting(house, data)
        build_documents(house, meeting, data)
        build_record(meeting, data)
        follow_meeting(house, data)
        if "in_days" not in data:
            old.append(meeting)
    build_profiles(house)
    send_actions(house, "CRP", ("SIA",), by=user_with("CRP", Role.COORDINATOR))
    hand_over_actions(house)
    send_calls(house, by=user_with("CRP", Role.COORDINATOR))
