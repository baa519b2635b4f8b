"""How annexes are named in a text and listed at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from minutes.content import Content, DocumentLine

SHORT_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Annex:
    """One entry of the list. Older contents have no numbers: there it is the place in the list."""

    line: DocumentLine
    number: int
    is_sealed: bool

    @property
    def name(self) -> str:
        return f"Annexe {self.number} — {citation(self.line)}"

    @property
    def facts(self) -> str:
        """ "PDF, 45 ko ; jointe au fichier PDF ; empreinte SHA-256 …"."""
        parts = _kind_and_size(self.line), self._whereabouts, self._digest
        return " ; ".join(part for part in parts if part)

    @property
    def _whereabouts(self) -> str:
        if not self.is_sealed:
            return ""
        return "jointe au fichier PDF" if self.line.is_embedded else "non jointe au fichier PDF"

    @property
    def _digest(self) -> str:
        """Whole where it is all that binds the annex to the document."""
        sha256 = self.line.sha256
        is_bound = self.is_sealed and not self.line.is_embedded
        return f"empreinte SHA-256 {in_groups(sha256 if is_bound else sha256[:SHORT_DIGEST])}" if sha256 else ""


def annexes_of(content: Content) -> Iterator[Annex]:
    """Only the members' and the public edition are sealed."""
    is_sealed = content.edition != "coordination" and not content.is_draft
    for place, line in enumerate(content.documents, start=1):
        yield Annex(line, line.number or place, is_sealed)


def citation(line: DocumentLine) -> str:
    """ "TdR du cluster, v2 (validée)"."""
    named = ", ".join(part for part in (line.name, line.version_label) if part)
    return f"{named} ({line.state_label})" if line.state_label else named


def enclosed(line: DocumentLine) -> str:
    """Said where it is joined: "Ci-joint, annexe 2 : TdR du cluster, v2 (validée)"."""
    number = f", annexe {line.number}" if line.number else ""
    return f"Ci-joint{number} : {citation(line) if line.number else line.name}"


def in_groups(sha256: str) -> str:
    """Four signs at a time, as one reads them aloud; eight where it is long."""
    width = 4 if len(sha256) <= SHORT_DIGEST else 8
    return " ".join(sha256[start : start + width] for start in range(0, len(sha256), width))


def file_size(size: int) -> str:
    if size < 1_000:
        return f"{size} octets" if size > 1 else f"{size} octet"
    return f"{size / 1_000:.0f} ko" if size < 1_000_000 else f"{size / 1_000_000:.1f} Mo".replace(".", ",")


def _kind_and_size(line: DocumentLine) -> str:
    kind = PurePosixPath(line.file_name).suffix.lstrip(".").upper()
    return ", ".join(part for part in (kind, file_size(line.size) if line.size else "") if part)
