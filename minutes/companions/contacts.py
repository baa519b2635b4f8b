"""The content of a liste de contacts: organisations of a cluster, their people, how to reach them for who may know."""

from dataclasses import dataclass

from clusterhub.web.typography import plural
from minutes.companions.page import OfCluster
from minutes.layouts import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """`roles`: in the cluster. E-mails and telephones are empty where the reader may not see them."""

    name: str
    job_title: str = ""
    roles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroup:
    """An organisation with its kind and what it is in the cluster. `name` is empty for people without one."""

    name: str = ""
    kind_label: str = ""
    status_label: str = ""
    lines: tuple[ContactLine, ...] = ()

    @property
    def title(self) -> str:
        return self.name or "Sans organisation"

    @property
    def detail(self) -> str:
        return " · ".join(part for part in (self.kind_label, self.status_label) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList(OfCluster):
    """As one reader may see it: `withheld` says of how many people it does not tell how to reach them."""

    made_at: str
    made_by: str
    groups: tuple[ContactGroup, ...] = ()
    withheld: int = 0

    @property
    def folder(self) -> str:
        return "contact_list"

    @property
    def heading(self) -> str:
        return "Liste de contacts"

    @property
    def line(self) -> str:
        return phrases.day(self.made_at)

    @property
    def dated(self) -> str:
        return self.made_at

    @property
    def foot(self) -> str:
        when = f"{phrases.day(self.made_at)} à {phrases.hour(self.made_at)}"
        return f"Usage interne : données personnelles · liste produite par {self.made_by} le {when}"

    @property
    def count_line(self) -> str:
        people = sum(len(group.lines) for group in self.groups)
        organisations = sum(1 for group in self.groups if group.name)
        return f"{plural(organisations, 'organisation', 'organisations')}, {plural(people, 'personne', 'personnes')}"

    @property
    def withheld_line(self) -> str:
        if not self.withheld:
            return ""
        of_whom = "d’une personne" if self.withheld == 1 else f"de {plural(self.withheld, 'personne', 'personnes')}"
        return f"Les coordonnées {of_whom} ne sont pas reproduites : elles sont à demander à la coordination."

    @property
    def reachable_count(self) -> int:
        """People whom the list tells how to reach."""
        return sum(1 for group in self.groups for line in group.lines if line.emails or line.phones)
