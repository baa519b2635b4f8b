"""An organisation with its link, and actions that it may and may not be shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import ActionPoint, ActionShare
from actions.services.create import create_action
from meetings.enums import Visibility
from meetings.models import Meeting
from participants.models import AccessLink, Organisation
from participants.services.partner_links import create_partner_link
from tests.actions.conftest import hold, meeting_after
from tests.factories import People, make_organisation
from tests.fixtures.kept import kept

SHOWN, UNIT_OWN = "Partager les contacts régionaux", "Former les animateurs"
HIDDEN = {
    "restricted": "Incident confidentiel de Ménaka",
    "unreleased": "Promesse d’une séance en cours",
    "foreign": "Affaire d’un autre cluster",
    "others": "Affaire d’une autre organisation",
    "withdrawn": "Faute de frappe retirée",
    "left": "Part rendue à d’autres",
}


@dataclass
class PartnerWorld:
    people: People
    link: AccessLink
    url: str
    shown: ActionPoint
    unit: Organisation
    hidden: dict[str, ActionPoint] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.url.removeprefix("http://localhost:8000")

    @property
    def key(self) -> str:
        return self.path.split("/")[2]

    def share(self, action: ActionPoint) -> ActionShare:
        return action.shares.get()

    def report_path(self, action: ActionPoint) -> str:
        return f"{self.path}{self.share(action).uuid}/"


@kept
def build_partner_world(people: People) -> PartnerWorld:
    partner, cluster = people.partner, people.cluster
    link, url = create_partner_link(organisation=partner, cluster=cluster, by=people.coordinator)
    held, going_on = meeting_after(cluster, days=0), meeting_after(cluster, days=30)
    elsewhere = meeting_after(people.other_cluster, days=1)
    unit = make_organisation("TERRAIN", parent=partner)
    world = PartnerWorld(people, link, url, shown=_promise(held, SHOWN), unit=unit)
    _promise(held, UNIT_OWN, "PARTEN/TERRAIN")
    world.hidden = {
        "restricted": _promise(held, HIDDEN["restricted"], visibility=Visibility.COORDINATION),
        "unreleased": _promise(going_on, HIDDEN["unreleased"]),
        "foreign": _promise(elsewhere, HIDDEN["foreign"]),
        "others": _promise(held, HIDDEN["others"], "CHEF"),
        "withdrawn": _promise(held, HIDDEN["withdrawn"]),
        "left": _promise(held, HIDDEN["left"]),
    }
    ActionPoint.objects.filter(pk=world.hidden["withdrawn"].pk).update(withdrawn_at=held.starts_at)
    ActionShare.objects.filter(action=world.hidden["left"]).update(left_on=held.day)
    hold(held)
    hold(elsewhere)
    return world


def _promise(meeting: Meeting, text: str, owner: str = "PARTEN", **fields: str) -> ActionPoint:
    return create_action(
        cluster=meeting.cluster,
        meeting=meeting,
        description=text,
        owner_text=owner,
        due_text="22 novembre 2016",
        by=None,
        **fields,
    )


def photo(name: str = "atelier.png") -> SimpleUploadedFile:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    return SimpleUploadedFile(name, pixel, content_type="image/png")
