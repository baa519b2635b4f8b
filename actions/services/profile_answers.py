"""What an organisation answered about its profile, carried into it by the coordination."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from actions.contributions.asking import NOTHING, latest_answer
from actions.enums import CallPart
from actions.errors import ProfileNotAnswered
from actions.models import ContributionCall
from participants.enums import ProfileSource
from participants.models import Organisation, User
from participants.selectors import places_named
from participants.services.activities import report_activity
from participants.services.profiles import Project, save_profile

_BETWEEN = re.compile(r"\s*[,;\n]\s*")
LONGEST_CODE, LONGEST_TITLE = 60, 200


@transaction.atomic
def carry_into_profile(call: ContributionCall, organisation: Organisation, *, by: User) -> list[str]:
    """Sectors, places and projects that were given replace those of the profile; activities are added.

    Returns the places that the house does not know. Raises ``ProfileNotAnswered``, ``ProfileRefused``.
    """
    latest = latest_answer(call, organisation, CallPart.PROFILE)
    if latest is None or latest.content == NOTHING:
        raise ProfileNotAnswered("Cette organisation n’a rien dit de son profil.")
    said: dict[str, Any] = latest.content
    found = places_named([name for name in _BETWEEN.split(said.get("places", "")) if name])
    places = [place for place in found.values() if place]
    save_profile(
        organisation,
        by=by,
        presentation=organisation.presentation,
        sectors=said.get("sectors") or [one.sector for one in organisation.sectors.all()],
        places=places or list(organisation.places.all()),
        projects=_projects(said.get("projects", "")) or _known_projects(organisation),
    )
    for line in filter(None, map(str.strip, said.get("activities", "").splitlines())):
        report_activity(organisation=organisation, cluster=None, by=by, source=ProfileSource.PROFILE, description=line)
    return [name for name, place in found.items() if place is None]


def _projects(text: str) -> list[Project]:
    """« code : intitulé », or the code alone, each once."""
    parts = [line.partition(":") for line in text.splitlines() if line.strip()]
    projects = {code.strip()[:LONGEST_CODE]: title.strip()[:LONGEST_TITLE] for code, _, title in parts if code.strip()}
    return [Project(code, title) for code, title in projects.items()]


def _known_projects(organisation: Organisation) -> list[Project]:
    return [Project(project.code, project.title) for project in organisation.projects.all()]
