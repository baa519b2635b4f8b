"""The content of a feuille d'émargement: to be signed before the meeting, as it was signed after."""

from dataclasses import dataclass

from minutes.companions.page import OfMeeting
from minutes.content import ExpectedSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """`name` is empty for an organisation that came without a name; `presence` is said afterwards."""

    name: str = ""
    organisation: str = ""
    job_title: str = ""
    presence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet(OfMeeting):
    """Telephones and addresses are never printed: people write their own, if they like."""

    signatories: tuple[Signatory, ...]
    blank_lines: int = 0
    is_held: bool = False
    certified_by: tuple[ExpectedSignature, ...] = ()

    @property
    def folder(self) -> str:
        return "sign_in_sheet"

    @property
    def heading(self) -> str:
        return "Liste des présences" if self.is_held else "Feuille d’émargement"

    @property
    def blanks(self) -> range:
        """The numbers of the lines for those who were not expected."""
        first = len(self.signatories) + 1
        return range(first, first + self.blank_lines)
