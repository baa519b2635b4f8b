"""The liste de contacts of a cluster: what it will hold, who produced one, and the file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clusterhub.web import sheets
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted
from minutes.forms.sheets import ContactListForm
from minutes.selectors.contacts import contact_list as contacts_for
from minutes.services.contact_lists import ProducedList, produce_contact_list
from participants import rules
from participants.enums import ContactListFormat
from participants.models import Cluster

SHOWN = 20
CONTENT_TYPES = sheets.CONTENT_TYPES | {"pdf": "application/pdf"}


@asks_first
def contact_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Producing one writes a row, so it is a POST."""
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_list_contacts(request.user, cluster))
    form = ContactListForm(posted(request), initial={"format": ContactListFormat.PDF})
    if produced := made(form, lambda: produce_contact_list(cluster=cluster, by=request.user, **form.cleaned_data)):
        return _file(produced)
    entries = cluster.contact_lists.select_related("by__person")[:SHOWN]
    context = {
        "cluster": cluster,
        "form": form,
        "sheet": contacts_for(cluster, request.user, at=timezone.now()),
        "entries": entries if rules.can_see_contact_lists(request.user, cluster) else (),
    }
    return render(request, "minutes/contact_list.html", context)


def _file(made: ProducedList) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return HttpResponse(made.data, content_type=CONTENT_TYPES[made.name.rpartition(".")[2]], headers=headers)
