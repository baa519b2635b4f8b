"""For load balancers and monitors."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Asks for a row of a table of ours: SQLite answers `SELECT 1` even when its file is gone."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            alive = cursor.fetchone() is not None
    except Error:
        alive = False
    if alive:
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "database unavailable"}, status=503, headers={"Retry-After": "5"})
