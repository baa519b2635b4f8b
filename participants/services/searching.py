from __future__ import annotations

from django.utils import timezone

from clusterhub.web.search.index import Findable, keep
from participants.models import Organisation

ORGANISATION = "organisation"


def index_organisation(organisation: Organisation) -> None:
    """By every name that it answers to."""
    names = organisation.aliases.values_list("text", flat=True)
    text = " · ".join(dict.fromkeys((organisation.full_label, *names)))
    keep(Findable(ORGANISATION, organisation.pk, timezone.localdate(organisation.created_at), text))
