"""Words, states and allowed moves of meetings. Nothing else decides a move."""

from django.db import models


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", "Réunion ordinaire"
    PARTNERS = "partners", "Réunion des partenaires"
    EXTRAORDINARY = "extraordinary", "Réunion extraordinaire"
    INTER_CLUSTER = "inter_cluster", "Réunion inter-cluster"
    WORKSHOP = "workshop", "Atelier"
    AD_HOC = "ad_hoc", "Réunion ad hoc"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "En préparation"
    ANNOUNCED = "announced", "Annoncée"
    OPEN = "open", "En séance"
    CLOSED = "closed", "Levée"
    CANCELLED = "cancelled", "Annulée"


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.ANNOUNCED: frozenset({MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.OPEN: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset({MeetingState.OPEN}),
    MeetingState.CANCELLED: frozenset({MeetingState.PLANNED}),
}
"""Closed → open again only while nothing was circulated (``rules.can_reopen``)."""

RESCHEDULABLE = frozenset({MeetingState.PLANNED, MeetingState.ANNOUNCED})
TAKES_POINTS = RESCHEDULABLE | {MeetingState.OPEN}
"""Its agenda may still take what organisations propose."""


class AgendaState(models.TextChoices):
    PROPOSED = "proposed", "Proposé"
    AMENDED = "amended", "Amendé et adopté"
    ADOPTED = "adopted", "Adopté"


AGENDA_MOVES: dict[AgendaState, frozenset[AgendaState]] = {
    state: frozenset(AgendaState) - {state} for state in AgendaState
}
"""A wrong tick is taken back by another: each move leaves its row."""


class MeetingRoleKind(models.TextChoices):
    CHAIR = "chair", "Présidence"
    CO_FACILITATOR = "co_facilitator", "Co-facilitation"
    RAPPORTEUR = "rapporteur", "Rapporté par"
    WRITER = "writer", "Rédigé par"
    REVIEWER = "reviewer", "Revu par"
    MODERATOR = "moderator", "Modération"
    GUEST_SPEAKER = "guest_speaker", "Introduction"


class ItemKind(models.TextChoices):
    FOLLOW_UP = "follow_up", "Suivi des actions précédentes"
    APPROVAL = "approval", "Approbation du compte rendu précédent"
    DECISION = "decision", "Décision"
    DISCUSSION = "discussion", "Discussion"
    INFORMATION = "information", "Information"
    ROUND_TABLE = "round_table", "Tour de table"
    OTHER_BUSINESS = "other_business", "Divers"


class ItemState(models.TextChoices):
    TODO = "todo", "À traiter"
    DISCUSSED = "discussed", "Traité"
    POSTPONED = "postponed", "Reporté"
    BY_MAIL = "by_mail", "Non abordé, traité par courriel"


class OutcomeKind(models.TextChoices):
    DECISION = "decision", "Décision"
    RECOMMENDATION = "recommendation", "Recommandation"
    ANNOUNCEMENT = "announcement", "Annonce"


class SectionKind(models.TextChoices):
    OBJECTIVES = "objectives", "Objectifs"
    LESSONS = "lessons", "Leçons apprises"
    CONSENSUS = "consensus", "Consensus"
    OUTLOOK = "outlook", "Perspectives"
    FREE = "free", "Section libre"


class AttendanceState(models.TextChoices):
    PRESENT = "present", "Présent"
    REPRESENTED = "represented", "Représenté"
    EXCUSED = "excused", "Excusé"
    ABSENT = "absent", "Absent"
    GUEST = "guest", "Invité"
    OBSERVER = "observer", "Observateur"


IN_THE_ROOM = frozenset({AttendanceState.PRESENT, AttendanceState.GUEST, AttendanceState.OBSERVER})
"""These count in the number of participants."""


class AttendanceMode(models.TextChoices):
    ROOM = "room", "En salle"
    ONLINE = "online", "En ligne"


class Visibility(models.TextChoices):
    """Who may read a part of the record. The coordination always may."""

    PUBLIC = "public", "Public"
    MEMBERS = "members", "Membres"
    COORDINATION = "coordination", "Coordination seulement"


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Projet"
    OPEN = "open", "Ouvert aux observations"
    VALIDATED = "validated", "Validé"
    FINAL = "final", "Version finale"


DOCUMENT_MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.OPEN, DocumentState.VALIDATED}),
    DocumentState.OPEN: frozenset({DocumentState.OPEN, DocumentState.DRAFT, DocumentState.VALIDATED}),
    DocumentState.VALIDATED: frozenset({DocumentState.DRAFT, DocumentState.FINAL}),
    DocumentState.FINAL: frozenset(),
}
"""Open → open: until another date. What follows a final version is the next version."""

DEPOSITED = (DocumentState.FINAL, DocumentState.DRAFT, DocumentState.OPEN)
"""How a document can begin: validation needs a decision."""


class MeetingEventKind(models.TextChoices):
    STATE = "state", "État"
    DATE = "date", "Date"
    DETAILS = "details", "Intitulé, fin, lieu ou adresse en ligne"
    AGENDA = "agenda", "Ordre du jour"


class ProposalState(models.TextChoices):
    """Of a point that an organisation proposes."""

    WAITING = "waiting", "Proposé"
    ACCEPTED = "accepted", "Retenu"
    REFUSED = "refused", "Non retenu"
    WITHDRAWN = "withdrawn", "Retiré"


class Coming(models.TextChoices):
    """What an organisation says before the meeting."""

    COMING = "coming", "Viendra"
    REPRESENTED = "represented", "Se fait représenter"
    EXCUSED = "excused", "S’excuse"
