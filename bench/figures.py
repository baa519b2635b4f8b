"""What is measured, and against what."""

from __future__ import annotations

from django.urls import reverse

from bench import documents
from bench.exports import long_export
from bench.lists import COORDINATOR, EVERYWHERE, PARTNER, get, long_lists
from bench.measure import Limit, Row, alternate, table
from bench.server import Visitor, first_view, serving, sign_in
from clusterhub.demo.bulk import add_actions
from meetings.models import Meeting

FIRST_VIEW_KB, FIRST_VIEW_REQUESTS = 25, 3
FEW, MANY = 1_000, 100_000


def run() -> None:
    with serving({}) as port:
        visitors = {email: sign_in(port, email) for email in (COORDINATOR, PARTNER, EVERYWHERE)}
        visitors[""] = Visitor(port, {})
        rows = page_times(visitors)
        limits = first_views(visitors)
        rows += long_lists(visitors, add_actions, few=FEW, many=MANY)
    rows.append(documents.rendering())
    limits += documents.signing()
    limits += documents.verification()
    rows.append(documents.memory())
    limits += long_export(EVERYWHERE, MANY)
    print(table(rows), "\n", *limits, sep="\n")


def meeting_to_read() -> Meeting:
    """Of those that the coordinator reads, the one with most to show."""
    hers = Meeting.objects.filter(cluster__code="CRP").exclude(adopted_at=None)
    return max(hers, key=lambda meeting: meeting.items.count() + meeting.actions.count())


def pages() -> list[tuple[str, str, str, str]]:
    """What, who reads it, its address, the bare view's."""
    meeting = meeting_to_read()
    return [
        (
            "Page d’une réunion",
            COORDINATOR,
            reverse("minutes:meeting_detail", args=[meeting.uuid]),
            f"/bare/meeting/{meeting.uuid}/",
        ),
        ("Liste des actions", COORDINATOR, "/actions/", "/bare/actions/"),
        ("Mes actions", PARTNER, "/mes-actions/", "/bare/my-actions/"),
        ("Connexion", "", "/connexion/", "/bare/login/"),
    ]


def page_times(visitors: dict[str, Visitor]) -> list[Row]:
    return [page_time(what, visitors[who], address, bare) for what, who, address, bare in pages()]


def page_time(what: str, visitor: Visitor, address: str, bare: str) -> Row:
    return Row(what, *alternate(lambda: get(visitor, address), lambda: get(visitor, bare), rounds=60))


def first_views(visitors: dict[str, Visitor]) -> list[Limit]:
    """Everything cold."""
    limits = []
    for what, who, address, _ in pages():
        requests, received = first_view(visitors[who], address)
        assert requests <= FIRST_VIEW_REQUESTS, (what, requests)
        limits.append(Limit(f"{what} : premier affichage ({requests} requêtes)", received / 1_000, "ko", FIRST_VIEW_KB))
    return limits
