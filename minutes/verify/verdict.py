"""What can be said of a PDF that claims to be ours. The problems are French and can be shown."""

import datetime as dt
from dataclasses import dataclass

UNREADABLE = "Le fichier n’est pas un PDF lisible ou a été abîmé."
TOO_HEAVY = "L’examen du fichier demande trop de temps ou de mémoire."
UNSIGNED = "Le fichier ne porte aucune signature électronique."
NOT_AS_ISSUED = "Le fichier n’est pas celui qui a été émis."
WRONG_NUMBER = "Le fichier ne porte pas le nombre de signatures attendu."
WRONG_SIGNER = "Une signature n’est pas celle du signataire attendu."
BROKEN = "Une signature ne correspond plus au contenu du fichier."
CHANGED_AFTER = "Le fichier a été modifié après la signature."


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """`fingerprint` is the SHA-256 of the signer's certificate; `signed_at` is what the signer's machine wrote."""

    field: str
    signer_name: str
    fingerprint: str
    signed_at: dt.datetime | None
    reason: str
    is_valid: bool
    stamped_at: dt.datetime | None = None
    """What a time stamp server says, when there is one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    is_valid: bool
    problems: tuple[str, ...] = ()
    signatures: tuple[SignatureReport, ...] = ()
