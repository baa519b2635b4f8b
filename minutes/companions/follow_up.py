"""The content of a fiche de suivi: what earlier meetings left to do, and what was closed since the last one."""

from dataclasses import dataclass

from minutes.content import MeetingFacts
from minutes.layouts import phrases

UNMET = "Points d’action non remplis"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """`origin` where the group does not say it. `notes` are texts, one paragraph each."""

    reference: str
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
class FollowUpSheet:
    """`unmet`: still open though older than the previous meeting. `left_out`: how many this edition does not print."""

    meeting: MeetingFacts
    as_of: str
    groups: tuple[FollowUpGroup, ...] = ()
    unmet: tuple[FollowUpLine, ...] = ()
    left_out: int = 0
    is_in_house: bool = False

    @property
    def folder(self) -> str:
        return "follow_up_sheet"

    @property
    def heading(self) -> str:
        return "Fiche de suivi (édition de la coordination)" if self.is_in_house else "Fiche de suivi"

    @property
    def parts(self) -> tuple[FollowUpGroup, ...]:
        return (*self.groups, FollowUpGroup(label=UNMET, lines=self.unmet)) if self.unmet else self.groups

    @property
    def left_out_line(self) -> str:
        return phrases.actions_left_out(self.left_out)
