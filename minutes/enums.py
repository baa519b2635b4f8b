"""Words, states and allowed moves of the record. Nothing else decides a move."""

from django.db import models

from meetings.enums import MeetingRoleKind


class MinutesState(models.TextChoices):
    DRAFTING = "drafting", "En rédaction"
    IN_REVIEW = "in_review", "En relecture"
    CIRCULATED = "circulated", "Diffusé"
    ADOPTED = "adopted", "Adopté"
    SIGNED = "signed", "Signé"
    CORRECTING = "correcting", "En correction"


MINUTES_MOVES: dict[MinutesState, frozenset[MinutesState]] = {
    MinutesState.DRAFTING: frozenset({MinutesState.IN_REVIEW, MinutesState.CIRCULATED}),
    MinutesState.IN_REVIEW: frozenset({MinutesState.DRAFTING, MinutesState.CIRCULATED}),
    MinutesState.CIRCULATED: frozenset({MinutesState.DRAFTING, MinutesState.CIRCULATED, MinutesState.ADOPTED}),
    MinutesState.ADOPTED: frozenset({MinutesState.SIGNED, MinutesState.CORRECTING}),
    MinutesState.SIGNED: frozenset({MinutesState.CORRECTING}),
    MinutesState.CORRECTING: frozenset({MinutesState.ADOPTED, MinutesState.SIGNED}),
}
"""A correction ends with the adoption of an erratum, or is given up: then the record is again what it was."""


class RecordName(models.TextChoices):
    """What a cluster calls its records. Both are masculine: « du », « ce », « adopté » hold for either."""

    COMPTE_RENDU = "compte_rendu", "Compte rendu"
    PROCES_VERBAL = "proces_verbal", "Procès-verbal"


class VersionKind(models.TextChoices):
    CIRCULATED = "circulated", "Projet diffusé"
    ADOPTED = "adopted", "Version adoptée"
    ERRATUM = "erratum", "Erratum"


class Edition(models.TextChoices):
    COORDINATION = "coordination", "Coordination"
    MEMBERS = "members", "Membres"
    PUBLIC = "public", "Publique"


class FileKind(models.TextChoices):
    RENDERED = "rendered", "Document scellé"
    SIGNED = "signed", "Document signé"
    SCAN = "scan", "Scan signé à la main"


class RemarkKind(models.TextChoices):
    """An objection keeps the record open until it is answered."""

    REMARK = "remark", "Remarque"
    OBJECTION = "objection", "Objection"


class RemarkAnswer(models.TextChoices):
    ACCEPTED = "accepted", "Acceptée, le texte change"
    ANSWERED = "answered", "Répondue, le texte reste"
    RESERVED = "reserved", "Inscrite comme réserve à l’adoption"


class AddresseeSource(models.TextChoices):
    """Why somebody gets a record. The first that applies is kept."""

    PRESENT = "present", "présent"
    MEMBER = "member", "membre"
    LIST = "list", "liste de diffusion"


class OpeningMeans(models.TextChoices):
    PAGE = "page", "page"
    PDF = "pdf", "PDF"


class ApprovalVerdict(models.TextChoices):
    """What a meeting says of an earlier record."""

    ADOPTED = "adopted", "Adopté"
    RESERVED = "reserved", "Adopté avec réserves"
    POSTPONED = "postponed", "Reporté"


class SignatureRole(models.TextChoices):
    """In the order in which they are printed, and signed where the cluster wants an order."""

    RAPPORTEUR = "rapporteur", "Rapporteur"
    REVIEWER = "reviewer", "Relecture"
    CHAIR = "chair", "Présidence de séance"
    SEAL = "seal", "Cachet du cluster"


SIGNING_ROLES = {
    SignatureRole.RAPPORTEUR: MeetingRoleKind.RAPPORTEUR,
    SignatureRole.REVIEWER: MeetingRoleKind.REVIEWER,
    SignatureRole.CHAIR: MeetingRoleKind.CHAIR,
}
"""Which role in the meeting signs as what. The seal is nobody's: a coordinator applies it."""


class SigningEventKind(models.TextChoices):
    """What happens around the signatures. What was signed is a ``Signature``."""

    REPLACED = "replaced", "Signataire remplacé"
    REFUSED = "refused", "Signature refusée"
    WAIVED = "waived", "Signature à laquelle il est renoncé"


class KeySource(models.TextChoices):
    """Who made the certificate, and where its key is."""

    HOUSE = "house", "Autorité interne"
    OWN = "own", "Certificat de l’organisation"
    TOKEN = "token", "Jeton matériel"


class RevocationReason(models.TextChoices):
    """The words of RFC 5280 section 5.3.1, as they stand in the list of revoked certificates."""

    KEY_COMPROMISE = "key_compromise", "La clé ou son mot de passe a pu être perdu, vu ou copié"
    AFFILIATION_CHANGED = "affiliation_changed", "La personne a changé d’organisation ou de fonction"
    CESSATION_OF_OPERATION = "cessation_of_operation", "Ce certificat ne sert plus"
    UNSPECIFIED = "unspecified", "Autre raison"


class Proof(models.TextChoices):
    """What the check of a file comes to. Only the first one says that it can be relied upon."""

    AUTHENTIC = "authentic", "Document authentique"
    UNSIGNED = "unsigned", "Document émis ici, mais sans signature électronique"
    SCAN = "scan", "Scan déposé ici"
    UNKNOWN = "unknown", "Inconnu de ce serveur"
    INVALID = "invalid", "Document non valide"
