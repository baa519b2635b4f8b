"""Words, statuses and allowed moves of action points. Nothing else decides a move."""

from django.db import models

ACTION = "action"
"""What an action is called in the index of the search."""


class Status(models.TextChoices):
    TODO = "todo", "À faire"
    IN_PROGRESS = "in_progress", "En cours"
    WAITING = "waiting", "En attente"
    BLOCKED = "blocked", "Bloqué"
    PARTLY_DONE = "partly_done", "Partiellement réalisé"
    DONE = "done", "Réalisé"
    POSTPONED = "postponed", "Reporté"
    DROPPED = "dropped", "Abandonné"


CLOSED_STATUSES = frozenset({Status.DONE, Status.DROPPED})
OPEN_STATUSES = frozenset(Status) - CLOSED_STATUSES

STATUS_MOVES: dict[Status, frozenset[Status]] = {
    status: frozenset(Status) if status in OPEN_STATUSES else OPEN_STATUSES | {status} for status in Status
}
"""An open action may take any status (the same again is a report without change); a closed one is first reopened."""


class Priority(models.TextChoices):
    NORMAL = "normal", "Normale"
    IMPORTANT = "important", "Importante"


class DueKind(models.TextChoices):
    """What kind of deadline the written text is (DOMAIN: forms D1 to D12, and « à la prochaine réunion »)."""

    DATE = "date", "À une date"
    NO_LATER_THAN = "no_later_than", "Au plus tard à une date"
    APPROXIMATE = "approximate", "Vers une date"
    NEXT_MEETING = "next_meeting", "À la prochaine réunion"
    TO_BE_COMMUNICATED = "to_be_communicated", "Sera communiquée par un tiers"
    RECURRING = "recurring", "Récurrente"
    SEASONAL = "seasonal", "Saisonnière"
    ASAP = "asap", "Dès que possible"
    STANDING = "standing", "Désormais, sans fin"
    NONE = "none", "Sans échéance"


class Recurrence(models.TextChoices):
    WEEKLY = "weekly", "Chaque semaine"
    MONTHLY = "monthly", "Chaque mois"
    QUARTERLY = "quarterly", "Chaque trimestre"
    YEARLY = "yearly", "Chaque année"
    PER_MEETING = "per_meeting", "À chaque réunion"


class OwnerKind(models.TextChoices):
    ORGANISATION = "organisation", "Organisation"
    PERSON = "person", "Personne"
    ROLE = "role", "Rôle dans le cluster"
    CLUSTER = "cluster", "Cluster"
    ALL_MEMBERS = "all_members", "Tous les membres"
    GROUP = "group", "Groupe d’organisations"
    TEXT = "text", "Tel qu’écrit"


class OwnerPart(models.TextChoices):
    LEAD = "lead", "Responsable"
    SUPPORT = "support", "Appui"
    CONSULTED = "consulted", "Consulté"
    RECIPIENT = "recipient", "Destinataire"


class ExportState(models.TextChoices):
    WAITING = "waiting", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Prêt"
    FAILED = "failed", "Échoué"


class HandoverState(models.TextChoices):
    ASKED = "asked", "Transmise, sans réponse"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"


class CallPart(models.TextChoices):
    """What a call may ask for, in the order of the pages. The stored value is part of an address."""

    ACTIONS = "actions", "Point sur les actions en cours"
    AGENDA = "points", "Points à l’ordre du jour"
    ATTENDANCE = "presence", "Qui viendra"
    ROUND_TABLE = "tour", "Tour de table"
    DOCUMENT = "document", "Observations sur un document"
    PROFILE = "profil", "Profil de l’organisation"
    FIGURES = "chiffres", "Chiffres"


class RoundTableKind(models.TextChoices):
    """What a row of the « tour de table » tells. The first three are states of an activity."""

    UNDER_WAY = "under_way", "Activité en cours"
    DONE = "done", "Activité réalisée"
    PLANNED = "planned", "Activité prévue"
    GAP = "gap", "Manque : personne n’y travaille"
    NEED = "need", "Besoin"


LACKS = frozenset({RoundTableKind.GAP, RoundTableKind.NEED})


class CellState(models.TextChoices):
    """How a sector stands in a place."""

    COVERED = "covered", "Couvert"
    BEING_COVERED = "being_covered", "En cours"
    NEEDED = "needed", "Besoin déclaré"
    PLANNED = "cover_planned", "Prévu"
    EMPTY = "uncovered", "Personne"
