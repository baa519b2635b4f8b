"""Many actions at once, to see how the pages bear them: over many clusters, in every status, in bulk."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import cycle, islice

from django.db import transaction
from django.utils import timezone

from actions.enums import DueKind, OwnerKind, Status
from actions.models import ActionOwner, ActionPoint, ActionShare
from actions.services.searching import findable
from clusterhub.web.folding import fold
from clusterhub.web.planner import refresh_planner_statistics
from clusterhub.web.search.index import keep_new
from participants.models import Cluster, ClusterAlias, Membership, Organisation

ACTIONS_PER_CLUSTER = 2_000
MEMBERS = 6
"""Of each cluster; organisations take turns."""
BATCH = 2_000
DAYS_BACK, DUE_WITHIN = 730, (7, 120)
"""How long ago they were entered at most; their deadline, so many days later."""
STATUSES = (Status.TODO, Status.TODO, Status.IN_PROGRESS, Status.WAITING, Status.BLOCKED, *(Status.DONE,) * 5)
VERBS = ("Partager", "Mettre à jour", "Transmettre", "Valider", "Présenter", "Relire", "Diffuser")
THINGS = (
    "la matrice 5W",
    "le rapport de mission",
    "le plan de contingence",
    "la liste des contacts",
    "les indicateurs",
)
TOWNS = ("Gao", "Mopti", "Ménaka", "Tombouctou", "Ségou", "Kidal", "Bankass", "Koro", "Niono", "Ansongo")


@transaction.atomic
def add_actions(size: int) -> None:
    """``size`` more actions. Cluster Relèvement Précoce gets its part of them; the others are made as needed."""
    chance = random.Random(size)  # noqa: S311  repeatable, not secret
    clusters = clusters_for(size)
    organisations = list(Organisation.objects.filter(parent=None, is_active=True).order_by("pk"))
    start = ActionPoint.objects.filter(meeting=None).count()
    made = (_action(number, clusters, organisations, chance) for number in range(start, start + size))
    while batch := list(islice(made, BATCH)):
        _store(batch)
    refresh_planner_statistics()


def clusters_for(size: int) -> list[Cluster]:
    """As many as so many actions are spread over, made as needed."""
    count = max(1, size // ACTIONS_PER_CLUSTER)
    first = list(Cluster.objects.filter(code="CRP"))
    known = set(Cluster.objects.values_list("code", flat=True))
    names = [(f"GT{number:03}", f"Groupe de travail n° {number}") for number in range(1, count)]
    new = [(code, name) for code, name in names if code not in known]
    Cluster.objects.bulk_create(
        Cluster(code=code, name=name, short_name=name, kind="working_group") for code, name in new
    )
    made = list(Cluster.objects.filter(code__in=[code for code, _ in names]).order_by("code"))
    fresh = [cluster for cluster in made if cluster.code in {code for code, _ in new}]
    ClusterAlias.objects.bulk_create(
        ClusterAlias(cluster=cluster, text=cluster.name, folded=fold(cluster.name), is_own=True) for cluster in fresh
    )
    organisations = list(Organisation.objects.filter(parent=None, is_active=True).order_by("pk"))
    Membership.objects.bulk_create(
        Membership(cluster=cluster, organisation=member, since=date(2024, 1, 1))
        for place, cluster in enumerate(fresh)
        for member in islice(cycle(organisations), MEMBERS * place, MEMBERS * (place + 1))
    )
    return first + made


def _action(
    number: int, clusters: list[Cluster], organisations: list[Organisation], chance: random.Random
) -> tuple[ActionPoint, Organisation]:
    cluster, organisation = clusters[number % len(clusters)], chance.choice(organisations)
    status, today = chance.choice(STATUSES), timezone.localdate()
    ago = chance.randint(0, DAYS_BACK)
    due_on = today + timedelta(days=chance.randint(*DUE_WITHIN) - ago) if chance.random() < 0.8 else None
    text = f"{chance.choice(VERBS)} {chance.choice(THINGS)} de {chance.choice(TOWNS)}"
    reference = f"{cluster.code}-2024-01-{number + 1:06}"
    action = ActionPoint(
        cluster=cluster,
        created_at=timezone.now() - timedelta(days=ago),
        decided_on=today - timedelta(days=ago),
        reference=reference,
        description=f"<p>{text}</p>",
        owner_text=organisation.short_label,
        is_owned=True,
        due_text=f"{due_on:%d/%m/%Y}" if due_on else "",
        due_kind=DueKind.DATE if due_on else DueKind.NONE,
        due_on=due_on,
        status=status,
        completed_on=min(due_on or today, today) if status == Status.DONE else None,
    )
    return action, organisation


def _store(batch: list[tuple[ActionPoint, Organisation]]) -> None:
    ActionPoint.objects.bulk_create([action for action, _ in batch])
    ActionOwner.objects.bulk_create(
        ActionOwner(
            action=action, kind=OwnerKind.ORGANISATION, organisation=organisation, written=organisation.short_label
        )
        for action, organisation in batch
    )
    shares = [
        ActionShare(action=action, organisation=organisation, status=action.status, completed_on=action.completed_on)
        for action, organisation in batch
    ]
    ActionShare.objects.bulk_create(shares)
    keep_new(findable(share.action, [share]) for share in shares)
