"""First pages among few rows and among many: lists, by date too, searches, the page of a partner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from django.urls import reverse
from django.utils import timezone

from actions.models import ActionPoint
from bench.measure import Row, milliseconds
from bench.server import Visitor
from participants.enums import Role
from participants.models import Cluster, ClusterRole, Organisation, Person
from participants.services.partner_links import create_partner_link

COORDINATOR, PARTNER, EVERYWHERE = "coordination@example.org", "partenaire@example.org", "rapporteur@example.org"
ORGANISATION = "SIA"
WORDS = "transmettre+matrice+Koro"
MOST = 3
"""Times what it took among few."""

Grow = Callable[[int], None]


def pages() -> list[tuple[str, str, str]]:
    """What, who reads it, its address. A dashboard leads to a period in one cluster; in addresses it may also be asked
    of all that one reads, eighteen clusters or five hundred.
    """
    cluster = Cluster.objects.get(code="CRP")
    until = timezone.localdate() - timedelta(days=90)
    days = f"since={until - timedelta(days=90)}&until={until}"
    done, promised = f"status=done&period=realisees&{days}", f"organisation={ORGANISATION}"
    return [
        ("Actions de tous les clusters", EVERYWHERE, "/actions/"),
        ("Actions d’un cluster", COORDINATOR, "/actions/"),
        ("Actions sans responsable ou sans date, tous clusters", EVERYWHERE, "/actions/?unclear=oui"),
        ("Actions sans responsable, tous clusters", EVERYWHERE, "/actions/?unowned=on"),
        ("Actions d’une réunion, par sa date", EVERYWHERE, "/actions/?status=toutes&meeting=2016-11-15"),
        ("Actions d’un trimestre, un cluster", COORDINATOR, f"/actions/?status=toutes&cluster={cluster.uuid}&{days}"),
        ("Actions d’un trimestre, dix-huit clusters", COORDINATOR, f"/actions/?{days}"),
        ("Actions d’un trimestre, tous clusters", EVERYWHERE, f"/actions/?{days}"),
        ("Actions d’un mois au plus, dix-huit clusters", COORDINATOR, "/actions/?younger=30"),
        ("Actions d’un mois au plus, tous clusters", EVERYWHERE, "/actions/?younger=30"),
        ("Actions d’une organisation, un cluster", COORDINATOR, f"/actions/?cluster={cluster.uuid}&{promised}"),
        ("Actions d’une organisation, dix-huit clusters", COORDINATOR, f"/actions/?{promised}"),
        ("Actions d’une organisation, tous clusters", EVERYWHERE, f"/actions/?{promised}"),
        ("Actions en retard et sans échéance, tous clusters", EVERYWHERE, "/actions/?late=on&undated=on"),
        ("Actions réalisées dans un trimestre, tous clusters", EVERYWHERE, f"/actions/?{done}"),
        ("Actions qui tiennent trois mots, un cluster", COORDINATOR, f"/actions/?q={WORDS}"),
        ("Mes actions", PARTNER, "/mes-actions/"),
        ("Page d’un partenaire, par son lien", "", partner_page(cluster)),
        ("Recherche d’un mot, tous clusters", EVERYWHERE, "/recherche/?q=contingence"),
        ("Recherche d’un mot, un trimestre", EVERYWHERE, f"/recherche/?q=contingence&{days}"),
        ("Recherche de trois mots, un cluster", COORDINATOR, f"/recherche/?q={WORDS}"),
        ("Recherche d’une référence", EVERYWHERE, "/recherche/?q=CRP-2024-01-000481"),
    ]


def partner_page(cluster: Cluster) -> str:
    """The address that a link to the organisation's actions opens."""
    organisation = Organisation.objects.named(ORGANISATION).get()
    _, url = create_partner_link(organisation=organisation, cluster=cluster, by=None)
    return reverse("actions:partner_page", args=[url.rstrip("/").rpartition("/")[2]])


def long_lists(visitors: dict[str, Visitor], grow: Grow, *, few: int, many: int) -> list[Row]:
    """First page among many rows, against itself among few."""
    asked = pages()
    grow_to(few, grow)
    before = list_times(visitors, asked)
    grow_to(many, grow)
    after = list_times(visitors, asked)
    titles = [f"{what}, {many // few} × plus" for what, *_ in asked]
    return [Row(title, slow, fast, bound=MOST) for title, slow, fast in zip(titles, after, before, strict=True)]


def grow_to(size: int, grow: Grow) -> None:
    """And let one person take notes in every cluster, hence read all of it."""
    grow(size - ActionPoint.objects.count())
    person = Person.objects.get(user__email=EVERYWHERE)
    others = Cluster.objects.exclude(roles__person=person)
    ClusterRole.objects.bulk_create(
        ClusterRole(cluster=cluster, person=person, role=Role.RAPPORTEUR) for cluster in others
    )


def list_times(visitors: dict[str, Visitor], asked: list[tuple[str, str, str]], rounds: int = 20) -> list[float]:
    def timed(who: str, address: str) -> float:
        get(visitors[who], address)
        return median(milliseconds(lambda: get(visitors[who], address)) for _ in range(rounds))

    return [timed(who, address) for _, who, address in asked]


def get(visitor: Visitor, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status == 200, (address, answer.status)
