"""The 33 shapes of commitments found in real minutes, with people and wording of our own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from actions.enums import DueKind, OwnerKind, OwnerPart
from meetings.models import Meeting
from meetings.services.meetings import create_meeting
from participants.enums import ClusterKind, Role
from participants.models import Cluster, User
from tests.factories import (
    make_cluster,
    make_group,
    make_membership,
    make_organisation,
    make_person,
    make_role,
    make_user,
)
from tests.fixtures.kept import kept

LEAD, SUPPORT, CONSULTED = OwnerPart.LEAD, OwnerPart.SUPPORT, OwnerPart.CONSULTED
DAYS = {
    "crp_2016": date(2016, 11, 15),
    "crp_2017": date(2017, 5, 23),
    "protection_2017": date(2017, 6, 7),
    "icc_2019": date(2019, 3, 12),
}


@dataclass(frozen=True)
class Commitment:
    """One row. ``owners`` are (kind, part, target); an empty target stays as written."""

    number: int
    meeting: str
    description: str
    owner_text: str = ""
    owners: tuple[tuple[OwnerKind, OwnerPart, str], ...] = ()
    due_text: str = ""
    due_kind: DueKind = DueKind.NONE
    due_on: date | None = None
    recurrence: str = ""
    due_set_by: str = ""


@dataclass(frozen=True)
class World:
    """The clusters, organisations and people whom the commitments name."""

    meetings: dict[str, Meeting]
    coordinator: User
    clusters: dict[str, Cluster] = field(default_factory=dict)


def org(name: str, part: OwnerPart = LEAD) -> tuple[OwnerKind, OwnerPart, str]:
    return (OwnerKind.ORGANISATION, part, name)


def role(part: OwnerPart = LEAD) -> tuple[OwnerKind, OwnerPart, str]:
    return (OwnerKind.ROLE, part, "Coordination")


def everybody(part: OwnerPart = LEAD) -> tuple[OwnerKind, OwnerPart, str]:
    return (OwnerKind.ALL_MEMBERS, part, "Tous les membres du cluster")


def cluster(name: str) -> tuple[OwnerKind, OwnerPart, str]:
    return (OwnerKind.CLUSTER, LEAD, name)


FANTA = (OwnerKind.PERSON, LEAD, "Fanta Keïta")
RRM_ACTORS = (OwnerKind.GROUP, LEAD, "Acteurs du RRM")
AS_WRITTEN = (OwnerKind.TEXT, LEAD, "")
DATE, NO_LATER, NONE = DueKind.DATE, DueKind.NO_LATER_THAN, DueKind.NONE

ROWS: tuple[tuple, ...] = (
    ("crp_2016", "Transmettre les plans d’action et les contacts en région", "DNDS", (org("DNDS"),),
     "22 novembre", DATE, date(2016, 11, 22)),
    ("crp_2016", "Diffuser le modèle de fiche de projet DDR", "MINUSMA/DDR", (org("MINUSMA/DDR"),),
     "30 novembre", DATE, date(2016, 11, 30)),
    ("crp_2016", "Préparer puis déposer des fiches de projet DDR", "Partenaires avec l'appui du Coordinateur CRP.",
     (everybody(), role(SUPPORT)), "La date limite sera communiquée ultérieurement par la MINUSMA/DDR.",
     DueKind.TO_BE_COMMUNICATED, None, "", "la MINUSMA/DDR"),
    ("crp_2016", "Faire parvenir la fiche de présentation de chaque organisation", "Partenaires du CRP",
     (everybody(),), "22 novembre", DATE, date(2016, 11, 22)),
    ("crp_2016", "Remettre les fiches de présentation à la MINUSMA/DDR", "Coordinateur CRP", (role(),),
     "23 novembre", DATE, date(2016, 11, 23)),
    ("crp_2016", "Trouver des partenaires supplémentaires", "Coordinateur CRP", (role(),),
     "5 décembre", DATE, date(2016, 12, 5)),
    ("crp_2016", "Écrire une première version du plan du trimestre",
     "Coordinateur CRP avec les suggestions des partenaires.", (role(), everybody(CONSULTED)),
     "5 décembre", DATE, date(2016, 12, 5)),
    ("crp_2017", "Comparer nos indicateurs avec ceux des autres clusters", "Paul-Henri/Fanta", (AS_WRITTEN,)),
    ("crp_2017", "Aller voir les projets en cours sur le terrain", "Fanta", (FANTA,)),
    ("crp_2017", "Plaider au plus haut niveau pour Niono et Macina", "Fanta/DNS, SR MINUSM, OCHA",
     (AS_WRITTEN, AS_WRITTEN, org("OCHA"))),
    ("crp_2017", "Mettre à jour le plan de contingence et chercher des fonds", "", (), "avant l'hivernage",
     DueKind.SEASONAL),
    ("crp_2017", "Exposer le Nexus devant le PMT", "le Cluster", (cluster("Relèvement Précoce"),), "programmée"),
    ("crp_2017", "Envoyer le tableau de bord à tous", "Fanta/PH", (AS_WRITTEN,)),
    ("crp_2017", "Remplir la matrice 5W", "Les membres du cluster", (everybody(),)),
    ("crp_2017", "Demander par courriel les réalisations de 2017"),
    ("crp_2017", "Faire circuler le rapport de mission à Mopti"),
    ("protection_2017", "Diffuser le plan d’action définitif", "(coordination)", (role(),),
     "au plus tard vendredi 16 juin", NO_LATER, date(2017, 6, 16)),
    ("protection_2017", "Envoyer les dernières remarques sur les TDR", "membres du cluster", (everybody(),),
     "au plus tard mercredi 14 juin", NO_LATER, date(2017, 6, 14)),
    ("protection_2017", "Diffuser les TDR définitifs", "(coordination)", (role(),),
     "au plus tard jeudi 15 juin", NO_LATER, date(2017, 6, 15)),
    ("protection_2017", "Faire circuler le suivi de protection", "UNHCR /CCP", (org("UNHCR/CCP"),),
     "mensuel", DueKind.RECURRING, None, "monthly"),
    ("protection_2017", "Ouvrir les listes de diffusion régionales et analyser les risques",
     "RRM / Cluster Protection", (AS_WRITTEN,)),
    ("protection_2017", "Former à la négociation humanitaire", "RRM, OCHA, Clusters",
     (org("RRM"), org("OCHA"), AS_WRITTEN), "mi-juillet", DueKind.APPROXIMATE, date(2017, 7, 15)),
    ("protection_2017", "Apporter sa part aux deux indicateurs", "Les acteurs du cluster protection", (everybody(),),
     "au plus tard mercredi 14 juin", NO_LATER, date(2017, 6, 14)),
    ("protection_2017", "Remettre les deux indicateurs à OCHA", "(coordination)", (role(),),
     "le 15 juin", DATE, date(2017, 6, 15)),
    ("protection_2017", "Suggérer deux ou trois priorités à suivre", "Les acteurs du cluster protection",
     (everybody(),), "au plus tard jeudi 15 juin", NO_LATER, date(2017, 6, 15)),
    ("protection_2017", "Porter ces priorités devant l’EHP", "La coordination du cluster", (role(),),
     "le 16 juin", DATE, date(2017, 6, 16)),
    ("protection_2017", "Réunir le GSC autour du rapport STAIT", "coordinateur", (role(),)),
    ("icc_2019", "Recouper les chiffres avant de les publier", "CMP", (cluster("CMP"),)),
    ("icc_2019", "Joindre aux rapports une étude des besoins des déplacés", "CMP", (cluster("CMP"),),
     "par trimestre si possible", DueKind.RECURRING, None, "quarterly"),
    ("icc_2019", "Organiser une réponse de tous les secteurs à Ségou", "l’ICC", (cluster("ICC"),),
     "dans un bref délai", DueKind.ASAP),
    ("icc_2019", "Étendre la réponse aux autres cercles de Ségou", "Les acteurs du RRM", (RRM_ACTORS,)),
    ("icc_2019", "Siéger au comité de veille de Ségou", "OCHA", (org("OCHA"),),
     "au moins une fois par mois", DueKind.RECURRING, None, "monthly"),
    ("icc_2019", "Étudier les besoins de protection depuis Mopti", "le cluster [Protection]",
     (cluster("Protection"),)),
)  # fmt: skip

COMMITMENTS = tuple(Commitment(number, *row) for number, row in enumerate(ROWS, start=1))


@kept
def make_world() -> World:
    clusters = {
        "crp": make_cluster("Relèvement Précoce", "CRP", aliases=("Relèvement Rapide", "ER")),
        "protection": make_cluster("Protection", "CP", aliases=("Cluster Protection",)),
        "icc": make_cluster("ICC", "ICC", kind=ClusterKind.INTER_CLUSTER),
        "cmp": make_cluster("CMP", "CMP", aliases=("Commission Mouvement de Populations",)),
    }
    _make_organisations(clusters)
    coordinator = make_user(make_person("Fanta Keïta"))
    for one in clusters.values():
        make_role(coordinator, one, Role.COORDINATOR)
    make_role(make_person("Paul-Henri Sanou"), clusters["crp"], Role.INFORMATION_MANAGER)
    meetings = {name: _make_meeting(clusters[name.split("_")[0]], day) for name, day in DAYS.items()}
    return World(meetings, coordinator, clusters)


def _make_organisations(clusters: dict[str, Cluster]) -> None:
    minusma, unhcr = make_organisation("MINUSMA", "MINUSMA"), make_organisation("UNHCR", "UNHCR", aliases=("HCR",))
    named = [make_organisation(name, name) for name in ("DNDS", "OCHA", "RRM")]
    units = [make_organisation("DDR", parent=minusma), make_organisation("CCP", parent=unhcr)]
    for name in ("crp", "protection", "icc"):
        for organisation in (*named[:2], *units):
            make_membership(organisation, clusters[name])
    make_group(clusters["icc"], "Acteurs du RRM", [named[1], named[2]])


def _make_meeting(cluster: Cluster, day: date) -> Meeting:
    return create_meeting(cluster=cluster, starts_at=timezone.make_aware(datetime.combine(day, time(9, 30))), by=None)
