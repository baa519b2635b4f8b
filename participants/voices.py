"""Who speaks for an organisation, with an account or without."""

from __future__ import annotations

from dataclasses import dataclass

from clusterhub.web.folding import strip_control_line
from participants.models import AccessLink, User


@dataclass(frozen=True)
class Voice:
    """An account; or whoever holds the organisation's link, with the name that was given. Nobody: the house itself."""

    name: str = ""
    account: User | None = None
    link: AccessLink | None = None

    @property
    def shown(self) -> str:
        name = self.account.display_name if self.account else strip_control_line(self.name)
        return name[:150]

    @property
    def fields(self) -> dict[str, object]:
        """As the rows that keep a voice hold them."""
        return {"said_by": self.shown, "author": self.account, "link": self.link}
