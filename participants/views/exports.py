from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusterhub.web.sheets import sheet_format, sheet_response
from participants.exports import ORGANISATION_COLUMNS, ORGANISATIONS, organisation_lines
from participants.filters import OrganisationFilter
from participants.selectors import organisations_listed


@require_safe
def organisation_export(request: HttpRequest) -> FileResponse:
    """The list as filtered. Without contact data: who may have it finds it in the cluster's contact list."""
    found = OrganisationFilter(request.GET, organisations_listed(request.user), request=request)
    return sheet_response(
        f"organisations-{timezone.localdate().isoformat()}",
        sheet_format(request.GET.get("format")),
        title=ORGANISATIONS,
        columns=ORGANISATION_COLUMNS,
        rows=organisation_lines(found.qs),
    )
