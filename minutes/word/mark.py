"""What the Word copy says of itself, so that nobody takes it for the sealed document."""

from dataclasses import dataclass

from minutes.content import Content

EDITIONS = {
    "coordination": "édition de la coordination",
    "members": "édition des membres",
    "public": "édition publique",
}
UNSIGNED = "Signature : voir le document scellé (PDF)"
"""In the place of each signature."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`status` is also written above every page and among the properties of the file."""

    status: str
    title: str
    text: str
    digest: str

    @property
    def running(self) -> str:
        return f"{self.status} · copie modifiable"


def mark_of(content: Content) -> Mark:
    status = "Projet" if content.is_draft else "Adopté"
    return Mark(
        status=status,
        title=f"{status}, version {content.version_number} · {EDITIONS[content.edition]}",
        text=_copy_of_a_draft() if content.is_draft else _copy_of_what_was_sealed(content.verification_url),
        digest=f"SHA-256 du contenu : {content.sha256()}",
    )


def _copy_of_a_draft() -> str:
    return "Copie modifiable d’un projet : rien n’est encore adopté ni signé."


def _copy_of_what_was_sealed(address: str) -> str:
    where = f" Il se vérifie sur {address}" if address else ""
    return f"Copie modifiable : seul le document scellé (PDF) fait foi.{where}"
