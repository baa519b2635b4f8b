"""The content of a fiche de profil: what an organisation is, where it works, what it has done and does now."""

from dataclasses import dataclass

from clusterhub.web.typography import plural
from minutes.companions.seal import Seal
from minutes.layouts import phrases

IN_HOUSE = "Usage interne : contient ce qui a été dit dans des clusters"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """`starts_on`, `ends_on`: ISO days or empty. `source`: where and when it was said."""

    description: str
    sector: str = ""
    place: str = ""
    place_code: str = ""
    starts_on: str = ""
    ends_on: str = ""
    project_code: str = ""
    source: str = ""

    @property
    def period(self) -> str:
        start, end = phrases.day(self.starts_on), phrases.day(self.ends_on)
        if start and end:
            return f"du {start} au {end}"
        return f"depuis le {start}" if start else f"jusqu’au {end}" if end else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityTable:
    heading: str
    lines: tuple[ActivityLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoint:
    """How to reach somebody is told by the contact list only."""

    name: str
    job_title: str = ""
    cluster: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSheet:
    """`left_out`: how many activities that the reader knows of this edition does not print."""

    organisation: str
    full_name: str
    made_at: str
    presentation: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    focal_points: tuple[FocalPoint, ...] = ()
    projects: tuple[str, ...] = ()
    tables: tuple[ActivityTable, ...] = ()
    left_out: int = 0
    is_in_house: bool = False
    seal: Seal | None = None
    is_draft: bool = False

    @property
    def folder(self) -> str:
        return "profile_sheet"

    @property
    def heading(self) -> str:
        return "Fiche de profil"

    @property
    def subtitle(self) -> str:
        return self.full_name

    @property
    def cluster_name(self) -> str:
        """Whose document it is."""
        return self.organisation

    @property
    def line(self) -> str:
        return phrases.day(self.made_at)

    @property
    def dated(self) -> str:
        return self.made_at

    @property
    def foot(self) -> str:
        return IN_HOUSE if self.is_in_house else ""

    @property
    def left_out_line(self) -> str:
        if not self.left_out:
            return ""
        said = "dite" if self.left_out == 1 else "dites"
        shown = "figure" if self.left_out == 1 else "figurent"
        activities = plural(self.left_out, "activité", "activités")
        return f"{activities} {said} au tour de table d’un cluster ne {shown} pas dans cette édition."
