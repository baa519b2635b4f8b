"""The room's service worker (static/js/room/worker.js), at an address above the pages that it keeps."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from clusterhub.web.storage import BUNDLES, PublishedFiles

WORKER = "js/room/worker.js"
KEPT_BESIDE = ("css/clusterhub.css", "img/favicon.svg", "html/room_keys.html", "js/already_asked.js", "js/later.js")


@login_not_required
@require_safe
def room_worker(request: HttpRequest) -> HttpResponse:
    """Its bytes change with every release that changes a file of the room: the browser then installs it anew.

    It names files that are public, and nothing of a meeting.
    """
    return HttpResponse(_script(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@cache
def _script() -> str:
    files = [static(name) for name in room_files()]
    longest = settings.SESSION_COOKIE_AGE
    release = sha256("\n".join(files).encode()).hexdigest()[:12]
    told = json.dumps({"release": release, "files": files, "static": settings.STATIC_URL, "longest": longest})
    return f'const ROOM = {told};\nimportScripts("{static(WORKER)}");\n'


def room_files() -> list[str]:
    """Everything that the pages of the room load: where files are published, their scripts are one."""
    if isinstance(staticfiles_storage, PublishedFiles):
        return [*KEPT_BESIDE, *BUNDLES]
    folder = settings.BASE_DIR / "static"
    scripts = [path.relative_to(folder).as_posix() for path in sorted((folder / "js/room").glob("*.js"))]
    return [*KEPT_BESIDE, *(name for name in scripts if name != WORKER)]
