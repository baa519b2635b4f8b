"""An action that was asked for already is not made twice: what was typed joins the one that is open."""

from __future__ import annotations

from django.db import transaction

from actions.enums import OwnerKind
from actions.errors import AttachRefused
from actions.models import ActionPoint
from actions.services.edit import set_owners, withdraw_action
from actions.services.history import log_update
from actions.services.owners import Party, understand_owners
from actions.services.renewal import party_of
from clusterhub.web import richtext
from clusterhub.web.typography import format_date
from meetings.models import Meeting
from participants.models import User


@transaction.atomic
def attach_to_action(
    action: ActionPoint, *, by: User, description: str, owner_text: str = "", meeting: Meeting | None = None
) -> ActionPoint:
    """Its wording stays; owners it had not are added, and what was typed is noted. Raises ``AttachRefused``."""
    current = ActionPoint.objects.select_for_update(of=("self",)).select_related("cluster", "meeting").get(pk=action.pk)
    if not current.is_open or current.withdrawn_at:
        raise AttachRefused(f"{current.reference} n’est plus ouverte : enregistrez une nouvelle action.")
    when = f" à la réunion du {format_date(meeting.day)}" if meeting else ""
    said = richtext.to_text(richtext.clean(description)).strip()
    owners = f" ({owner_text})" if owner_text else ""
    comment = f"Demandée à nouveau{when} : {said}{owners}"
    log_update(current, by=by, before=current.status, after=current.status, comment=comment)
    _add_owners(current, owner_text, by)
    return current


@transaction.atomic
def attach_instead(new: ActionPoint, *, to: ActionPoint, by: User) -> ActionPoint:
    """For an action that was just made: it is taken back, and joins the other one. Raises ``AttachRefused``."""
    if new.pk == to.pk or new.cluster_id != to.cluster_id:
        raise AttachRefused("Une action se rattache à une autre du même cluster.")
    kept = attach_to_action(to, by=by, description=new.description, owner_text=new.owner_text, meeting=new.meeting)
    withdraw_action(new, by=by, reason=f"Rattachée à {to.reference}.")
    return kept


def _add_owners(action: ActionPoint, owner_text: str, by: User) -> None:
    had = list(action.owners.select_related("organisation", "person", "owner_cluster", "group"))
    known = {_key(party_of(owner)) for owner in had}
    added = [party for party in understand_owners(owner_text, cluster=action.cluster) if _key(party) not in known]
    if added:
        set_owners(action, [*(party_of(owner) for owner in had), *added], by=by)


def _key(party: Party) -> tuple[object, ...]:
    written = party.written if party.kind == OwnerKind.TEXT else ""
    return (party.kind, party.organisation, party.person, party.role, party.cluster, party.group, written)
