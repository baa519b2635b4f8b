from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusterhub.web.sheets import sheet_format, sheet_response
from minutes.exports import COLUMNS, DECISIONS, decision_rows
from minutes.filters import DecisionFilter
from minutes.models import Decision


@require_safe
def decision_export(request: HttpRequest) -> FileResponse:
    """The register, as filtered."""
    found = DecisionFilter(request.GET, Decision.objects.visible_to(request.user), request=request)
    return sheet_response(
        f"decisions-{timezone.localdate().isoformat()}",
        sheet_format(request.GET.get("format")),
        title=DECISIONS,
        columns=COLUMNS,
        rows=decision_rows(found.qs),
    )
