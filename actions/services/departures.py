"""Promises follow the organisation, not the person who left it."""

from __future__ import annotations

from django.db import transaction

from actions.enums import OwnerKind
from actions.models import ActionOwner, ActionPoint
from actions.services.edit import follow_members
from actions.services.history import log_update
from participants.models import Organisation, Person


@transaction.atomic
def keep_with_organisation(person: Person, organisation: Organisation) -> int:
    """What this person has still to do by name is its former organisation's from now on; returns how many actions.

    The wording of the minutes stays. A person who gave no organisation keeps its promises.
    """
    named = ActionOwner.objects.filter(kind=OwnerKind.PERSON, person=person).values("action")
    actions = ActionPoint.objects.standing().open().filter(pk__in=named).select_related("cluster", "meeting")
    todo = list(actions.select_for_update(of=("self",)))
    for action in todo:
        _hand_over(action, person, organisation)
    return len(todo)


def _hand_over(action: ActionPoint, person: Person, organisation: Organisation) -> None:
    """Once where the organisation is named already."""
    own = action.owners.filter(kind=OwnerKind.PERSON, person=person)
    for owner in own:
        if action.owners.filter(organisation=organisation, part=owner.part).exists():
            owner.delete()
        else:
            owner.kind, owner.person, owner.organisation = OwnerKind.ORGANISATION, None, organisation
            owner.written = organisation.short_label[:200]
            owner.save(update_fields=("kind", "person", "organisation", "written"))
    comment = f"La personne nommée n’est plus à {organisation.short_label} : l’action reste à l’organisation."
    log_update(action, by=None, before=action.status, after=action.status, comment=comment)
    follow_members(action, by=None)
