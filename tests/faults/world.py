"""What every fault starts from, made in the database that DATABASE_URL names: a meeting that is being held, and
the published files.

``python -m tests.faults.world`` prints its addresses, and a session of each person who types.
"""

from __future__ import annotations

import json
import sys

import django

POINTS = 12


def main() -> None:
    django.setup()
    from django.contrib.auth.tokens import default_token_generator  # noqa: PLC0415  once all is set up
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from django.utils.http import urlsafe_base64_encode  # noqa: PLC0415

    from meetings.enums import MeetingState  # noqa: PLC0415
    from meetings.services.agenda import add_item  # noqa: PLC0415
    from tests.factories import make_people  # noqa: PLC0415
    from tests.meetings.factories import make_meeting  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    people = make_people()
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    points = [add_item(meeting=meeting, title=f"Point {number}") for number in range(1, POINTS + 1)]
    sessions = {}
    for user in (people.coordinator, people.rapporteur):
        client = Client()
        client.force_login(user)
        sessions[user.email.partition("@")[0]] = client.cookies["session"].value
    someone = people.coordinator
    choose = [urlsafe_base64_encode(str(someone.pk).encode()), default_token_generator.make_token(someone)]
    world = {
        "meeting": str(meeting.uuid),
        "points": [str(point.uuid) for point in points],
        "sessions": sessions,
        "password_link": reverse("participants:password_choose", args=choose),
        "accounts": {"coordination": people.coordinator.pk, "rapporteur": people.rapporteur.pk},
    }
    sys.stdout.write(json.dumps(world))


if __name__ == "__main__":
    main()
