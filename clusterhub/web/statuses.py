"""How a state looks: a word, a shape that stays legible in black and white, a tone. One table for every life cycle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    label: str
    shape: str = "•"
    tone: str = "neutral"


STATUSES = {
    # actions
    "todo": Status("À faire", "○"),
    "in_progress": Status("En cours", "◐", "active"),
    "waiting": Status("En attente", "◌"),
    "blocked": Status("Bloqué", "■", "bad"),
    "done": Status("Réalisé", "●", "good"),
    "partly_done": Status("Partiellement réalisé", "◕", "active"),
    "dropped": Status("Abandonné", "✕"),
    "postponed": Status("Reporté", "→", "warn"),
    "to_confirm": Status("À confirmer", "?", "warn"),
    "overdue": Status("En retard", "!", "bad"),
    # a sector in a place
    "covered": Status("Couvert", "●", "good"),
    "being_covered": Status("En cours", "◐", "active"),
    "needed": Status("Besoin déclaré", "!", "bad"),
    "cover_planned": Status("Prévu", "◔", "warn"),
    "uncovered": Status("Personne", "○"),
    # agenda items
    "discussed": Status("Traité", "●", "good"),
    "by_mail": Status("Par courriel", "@"),
    "proposed": Status("Proposé", "○"),
    "amended": Status("Amendé", "◐", "active"),
    # meetings
    "planned": Status("En préparation", "○"),
    "announced": Status("Annoncée", "◔", "active"),
    "open": Status("En séance", "◐", "active"),
    "closed": Status("Levée", "●", "good"),
    "cancelled": Status("Annulée", "✕", "bad"),
    # minutes
    "drafting": Status("En rédaction", "○"),
    "in_review": Status("En relecture", "◔", "active"),
    "circulated": Status("Diffusé", "◑", "active"),
    "adopted": Status("Adopté", "●", "good"),
    "signed": Status("Signé", "✓", "good"),
    "correcting": Status("En correction", "◐", "warn"),
    # certificates
    "in_force": Status("En vigueur", "●", "good"),
    "replaced": Status("Remplacé", "→"),
    "expired": Status("Expiré", "✕", "warn"),
    "revoked": Status("Révoqué", "✕", "bad"),
    # attendance
    "present": Status("Présent", "●", "good"),
    "represented": Status("Représenté", "◐", "active"),
    "excused": Status("Excusé", "○"),
    "absent": Status("Absent", "✕"),
    "guest": Status("Invité", "◇"),
    "observer": Status("Observateur", "◇"),
    # documents
    "draft": Status("Projet", "○", "warn"),
    "comments": Status("Ouvert aux remarques", "◐", "active"),
    "validated": Status("Validé", "●", "good"),
    "final": Status("Final", "✓", "good"),
    # pasted lines
    "new": Status("Nouvelle", "+", "good"),
    "known": Status("Connue", "=", "neutral"),
    "undecided": Status("À décider", "?", "warn"),
}


def status_of(code: str, label: str = "") -> Status:
    """The look of a state code; a code unknown here shows its label with a plain shape."""
    known = STATUSES.get(code, Status(label or code))
    return Status(label or known.label, known.shape, known.tone)
