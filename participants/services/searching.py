from __future__ import annotations

from django.utils import timezone

from clusterhub.web.search.index import Findable, keep
from participants.models import Organisation

ORGANISATION = "organisation"


def index_organisation(organisation: Organisation) -> None:
    keep(findable(organisation))


def findable(organisation: Organisation) -> Findable:
    """By every name that it answers to."""
    names = [alias.text for alias in organisation.aliases.all()]
    text = " · ".join(dict.fromkeys((organisation.full_label, *names)))
    return Findable(ORGANISATION, organisation.pk, timezone.localdate(organisation.created_at), text)
