"""What is measured, and against what."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

from django.urls import reverse
from weasyprint import HTML

from bench.measure import Row, alternate, table
from bench.server import Visitor, first_view, serving, sign_in
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting
from minutes.layouts import get_layout
from minutes.render.compose import render_minutes
from minutes.render.engine import render_pdf
from tests.minutes.sample import long_content

COORDINATOR, PARTNER = "coordination@example.org", "partenaire@example.org"
FIRST_VIEW_BYTES, FIRST_VIEW_REQUESTS = 25_000, 3


def run() -> None:
    with serving({}) as port:
        visitors = {"": Visitor(port, {}), **{email: sign_in(port, email) for email in (COORDINATOR, PARTNER)}}
        rows = [*page_times(visitors), *saving(visitors[COORDINATOR])]
        views = first_views(visitors)
    print(table([*rows, *documents()]))
    print("\n" + "\n".join(views))


def meeting_to_read() -> Meeting:
    """The one with most to show."""
    return max(Meeting.objects.exclude(adopted_at=None), key=lambda meeting: meeting.items.count())


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


def get(visitor: Visitor, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status == 200, (address, answer.status)


def first_views(visitors: dict[str, Visitor]) -> list[str]:
    lines = [
        f"Premier affichage, rien en cache (promis : {FIRST_VIEW_BYTES / 1000:g} ko, {FIRST_VIEW_REQUESTS} requêtes)"
    ]
    for what, who, address, _ in pages():
        requests, received = first_view(visitors[who], address)
        verdict = "tenu" if received <= FIRST_VIEW_BYTES and requests <= FIRST_VIEW_REQUESTS else "DÉPASSÉ"
        lines.append(f"  {what:42} {received / 1000:6.1f} ko en {requests} requêtes  {verdict}")
    return lines


def saving(visitor: Visitor) -> list[Row]:
    """A save as the room's script sends it: right, version, journal, in one transaction."""
    item = AgendaItem.objects.filter(meeting__state=MeetingState.OPEN).earliest("pk")
    versions = count(item.discussion_version)

    def ours() -> None:
        known = {"object": str(item.uuid), "field": "agendaitem.discussion", "key": str(uuid4())}
        base_version = next(versions)
        fields = known | {"base_version": str(base_version), "text": f"<p>Texte numéro {base_version}</p>"}
        answer = visitor.post(reverse("minutes:text_save", args=[item.meeting.uuid]), fields, by_script=True)
        assert answer.status == 200, answer

    def bare() -> None:
        answer = visitor.post(f"/bare/save/{item.uuid}/", {"text": f"<p>Texte {uuid4()}</p>"})
        assert answer.status == 204, answer

    return [Row("Enregistrer un champ", *alternate(ours, bare, rounds=100), bound=2)]


def documents() -> list[Row]:
    """Six pages, in this process: with and without what makes them archival, tagged and ready to sign."""
    content = long_content()
    html = get_layout("a").html(content)

    def ours() -> object:
        return render_minutes(content, "a", render=render_pdf)

    def bare() -> object:
        return HTML(string=html).write_pdf()

    return [Row("PDF de six pages, prêt à signer", *alternate(ours, bare, rounds=5, warm_up=1), bound=1.35)]
