"""Public: is this document genuine? By the address printed on it, or by the file itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from clusterhub.web.throttle import is_too_often
from minutes.forms.verification import MAX_BYTES, VerifyForm
from minutes.models import MinutesVersion
from minutes.selectors.verification import known_version, sealed_version
from minutes.services.verification import Finding, verify_file
from minutes.verify import read_authority

FILES_PER_VISITOR, WITHIN_SECONDS = 30, 10 * 60
FRAME_OF_A_FORM = 100_000
"""Bytes around the file."""

View = Callable[..., HttpResponse]


def refuses_large_bodies(view: View) -> View:
    """Before a byte is read, which the check of the form's token would do: so that one comes second."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FRAME_OF_A_FORM:
            return render(request, "minutes/verify.html", {"form": VerifyForm(), "too_large": True}, status=413)
        return checked(request, *args, **kwargs)

    return guarded


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refuses_large_bodies
def verify(request: HttpRequest, key: str = "") -> HttpResponse:
    version = sealed_version(key) if key else None
    context = {"key": key, "version": version, "authority": read_authority(Path(settings.SIGNING_DIR))}
    status = 404 if key and not version else 200
    if request.method != "POST":
        facts = known_version(version) if version else None
        return render(request, "minutes/verify.html", {**context, "form": VerifyForm(), "facts": facts}, status=status)
    if is_too_often(request, "verify", limit=FILES_PER_VISITOR, seconds=WITHIN_SECONDS):
        return render(request, "minutes/verify.html", {**context, "form": VerifyForm(), "too_often": True}, status=429)
    form = VerifyForm(request.POST, request.FILES)
    if form.is_valid():
        context |= result_of(verify_file(form.cleaned_data["file"].read()), version)
    return render(request, "minutes/verify.html", {**context, "form": form})


def result_of(finding: Finding, asked: MinutesVersion | None) -> dict[str, Any]:
    """Of a file that was not issued here, nothing is said but that."""
    file = finding.file
    return {
        "finding": finding,
        "facts": known_version(file.version, file) if file else None,
        "is_another_version": bool(file and asked and file.version_id != asked.pk),
    }


@login_not_required
@require_safe
def verify_authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate, for whoever wants a PDF reader to trust it. Base 64, which Acrobat imports too."""
    authority = read_authority(Path(settings.SIGNING_DIR))
    if authority is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="clusterhub-autorite.cer"'}
    return HttpResponse(authority.pem, content_type="application/x-pem-file", headers=headers)
