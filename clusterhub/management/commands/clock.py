"""What happens because a day has come. A timer runs it; `make run` runs it beside the server."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actions.management.commands.write_exports import write_waiting_exports
from actions.services.automatic_calls import send_meeting_calls
from actions.services.call_reminders import send_call_reminders
from actions.services.date_requests import ask_for_dates
from actions.services.digest import send_digests
from actions.services.members import follow_memberships
from actions.services.reminders import remind_awaited
from actions.services.renewal import renew_commitments
from clusterhub.privacy.retention import apply_retention
from clusterhub.unavailable import says_unavailable
from clusterhub.web.typography import plural
from clusterhub.while_served import repeat_while_served
from minutes.errors import KeysUnavailable
from minutes.models import Minutes
from minutes.services.key_upkeep import keep_keys
from minutes.services.orphans import put_orphans_aside
from minutes.services.reminders import remind_late_signers
from minutes.services.tacit import adopt_tacitly

logger = logging.getLogger(__name__)


def _is_done(name: str, step: Callable[[], object]) -> bool:
    """A database that is busy or away ends the run: the next one comes soon."""
    try:
        step()
    except Exception as error:
        if says_unavailable(error):
            raise
        logger.exception("%s", name)
        return False
    return True


class Command(BaseCommand):
    help = (
        "Adopte les comptes rendus dont le délai de remarques est passé, et rappelle leur tour à ceux qui signent. "
        "Peut être relancée sans risque."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--while-served-every", type=float, metavar="SECONDES", help="recommence avec le serveur")

    def handle(self, *args: Any, while_served_every: float | None, **options: Any) -> None:
        if while_served_every:
            repeat_while_served(self.tick, every=while_served_every)
        else:
            self.tick()

    def tick(self) -> None:
        """A step that fails keeps no other from its turn: it is logged. Raises ``CommandError`` at the end."""
        steps = {
            "adoption tacite": self.adopt,
            "suivi des actions": self.follow_actions,
            "appels à contributions": self.call_for_contributions,
            "rappels": self.remind_of_actions,
            "clés et fichiers": self.keep_house,
            "exports": write_waiting_exports,
            "conservation": self.forget,
        }
        if failed := [name for name, step in steps.items() if not _is_done(name, step)]:
            raise CommandError(f"N’a pas abouti : {', '.join(failed)}. Le journal dit pourquoi.")

    def adopt(self) -> None:
        for outcome in adopt_tacitly():
            refusal = outcome.refusal
            self.say(outcome.minutes, f"reste ouvert. {refusal}" if refusal else "adopté tacitement.")
        for reminded in remind_late_signers():
            self.say(reminded.minutes, f"{plural(reminded.count, 'rappel de signature', 'rappels de signature')}.")

    def follow_actions(self) -> None:
        follow_memberships()
        if renewed := renew_commitments():
            self.stdout.write(f"{plural(len(renewed), 'engagement renouvelé', 'engagements renouvelés')}.")
        if asked := ask_for_dates():
            self.stdout.write(f"{plural(asked, 'date demandée', 'dates demandées')}.")

    def call_for_contributions(self) -> None:
        if calls := send_meeting_calls():
            self.stdout.write(f"{plural(len(calls), 'appel à contributions', 'appels à contributions')}.")
        if reminders := send_call_reminders():
            self.stdout.write(f"{plural(reminders, 'rappel d’appel', 'rappels d’appel')}.")

    def remind_of_actions(self) -> None:
        if reminders := remind_awaited():
            self.stdout.write(f"{plural(reminders, 'rappel d’échéance', 'rappels d’échéance')}.")
        if digests := send_digests():
            self.stdout.write(f"{plural(digests, 'point de la semaine', 'points de la semaine')}.")

    def keep_house(self) -> None:
        try:
            lines = keep_keys()
        except KeysUnavailable as error:
            lines = [str(error)]
        if orphans := put_orphans_aside():
            lines.append(f"{plural(orphans, 'fichier inachevé mis de côté', 'fichiers inachevés mis de côté')}.")
        self.stdout.write("".join(f"{line}\n" for line in lines), ending="")

    def forget(self) -> None:
        for rule, count in apply_retention():
            if count:
                self.stdout.write(f"Conservation, {rule.what} : {count}.")

    def say(self, minutes: Minutes, what: str) -> None:
        self.stdout.write(f"{minutes.meeting.cluster.code} {minutes.meeting.day.isoformat()} : {what}")
