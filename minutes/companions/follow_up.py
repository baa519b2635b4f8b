"""The content of a fiche de suivi: what earlier meetings left to do, and what was closed since the last one."""

import hashlib
from dataclasses import dataclass

from minutes.companions.page import OfMeeting
from minutes.content import FORMAT, canonical_json, from_canonical_json
from minutes.layouts import phrases

UNMET = "Points d’action non remplis"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """`origin` where the group does not say it. `item`: the point of that meeting under which it was decided.
    `notes` are texts, one paragraph each.
    """

    reference: str
    item: str = ""
    description_html: str
    owners_text: str = ""
    due_text: str = ""
    status_label: str = ""
    done_on: str = ""
    origin: str = ""
    times_carried: int = 0
    notes: tuple[str, ...] = ()

    @property
    def age(self) -> str:
        return phrases.carried_over(self.times_carried)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpGroup:
    label: str
    lines: tuple[FollowUpLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSheet(OfMeeting):
    """`unmet`: still open though older than the previous meeting. `left_out`: how many this edition does not print.

    Frozen as JSON when it is sealed.
    """

    as_of: str
    groups: tuple[FollowUpGroup, ...] = ()
    unmet: tuple[FollowUpLine, ...] = ()
    left_out: int = 0
    is_in_house: bool = False
    format: int = FORMAT

    def to_json(self) -> str:
        return canonical_json(self)

    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> "FollowUpSheet":
        return from_canonical_json(cls, text)

    @property
    def folder(self) -> str:
        return "follow_up_sheet"

    @property
    def heading(self) -> str:
        number = f" n° {self.seal.number}" if self.seal else ""
        edition = " (édition de la coordination)" if self.is_in_house else ""
        return f"Fiche de suivi{number}{edition}"

    @property
    def foot(self) -> str:
        return f"Fiche n° {self.seal.number} · empreinte {self.sha256()[:16]}" if self.seal else ""

    @property
    def parts(self) -> tuple[FollowUpGroup, ...]:
        return (*self.groups, FollowUpGroup(label=UNMET, lines=self.unmet)) if self.unmet else self.groups

    @property
    def lines(self) -> tuple[FollowUpLine, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def left_out_line(self) -> str:
        return phrases.actions_left_out(self.left_out)
