"""Public: is this document genuine? By the address printed on it, or by the file itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from clusterhub.web.attempts import asks_first
from clusterhub.web.throttle import is_too_often
from minutes.forms.verification import MAX_BYTES, VerifyForm
from minutes.models import MinutesFile, MinutesVersion, SealedSheet
from minutes.selectors.sheets import known_sheet, sheet_with_key
from minutes.selectors.verification import known_version, sealed_version
from minutes.services.authority import read_crl, signing_folder
from minutes.services.verification import Finding, verify_file
from minutes.verify import AuthorityCertificate, read_authority
from minutes.verify.authority import find_authority, read_authorities

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
@asks_first
@refuses_large_bodies
def verify(request: HttpRequest, key: str = "") -> HttpResponse:
    asked = (sealed_version(key) or sheet_with_key(key)) if key else None
    context = {"key": key, "authority": read_authority(signing_folder())}
    if request.method != "POST":
        status = 404 if key and not asked else 200
        shown = {**context, "form": VerifyForm(), **facts_of(asked)}
        return render(request, "minutes/verify.html", shown, status=status)
    if is_too_often(request, "verify", limit=FILES_PER_VISITOR, seconds=WITHIN_SECONDS):
        return render(request, "minutes/verify.html", {**context, "form": VerifyForm(), "too_often": True}, status=429)
    form = VerifyForm(request.POST, request.FILES)
    if form.is_valid():
        context |= result_of(verify_file(form.cleaned_data["file"].read()), asked)
    return render(request, "minutes/verify.html", {**context, "form": form})


def facts_of(asked: MinutesVersion | SealedSheet | None, file: MinutesFile | None = None) -> dict[str, Any]:
    """A record's version, or a sealed fiche de suivi."""
    if isinstance(asked, SealedSheet):
        return {"facts": None, "sheet": known_sheet(asked)}
    return {"facts": known_version(asked, file) if asked else None, "sheet": None}


def result_of(finding: Finding, asked: MinutesVersion | SealedSheet | None) -> dict[str, Any]:
    """Of a file that was not issued here, nothing is said but that."""
    found = finding.file.version if finding.file else finding.sheet
    is_another = bool(found and asked and found != asked)
    return {"finding": finding, "is_another_version": is_another, **facts_of(found, finding.file)}


@login_not_required
@require_safe
def verify_trust(request: HttpRequest) -> HttpResponse:
    context = {"authorities": read_authorities(signing_folder()), "has_timestamps": bool(settings.TIMESTAMP_URL)}
    return render(request, "minutes/verify_trust.html", context)


@login_not_required
@require_safe
def verify_crl(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificates point to: PDF readers fetch it."""
    crl = read_crl(_authority(code))
    if crl is None:
        raise Http404
    return HttpResponse(crl, content_type="application/pkix-crl")


@login_not_required
@require_safe
def verify_authority_file(request: HttpRequest, code: str) -> HttpResponse:
    """That of an authority of before, for documents signed in its time."""
    return _certificate(_authority(code), f"clusterhub-autorite-{code}.cer")


@login_not_required
@require_safe
def verify_authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate, for whoever wants a PDF reader to trust it. Base 64, which Acrobat imports too."""
    authority = read_authority(signing_folder())
    if authority is None:
        raise Http404
    return _certificate(authority, "clusterhub-autorite.cer")


def _authority(code: str) -> AuthorityCertificate:
    found = find_authority(signing_folder(), code)
    if found is None:
        raise Http404
    return found


def _certificate(authority: AuthorityCertificate, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(authority.pem, content_type="application/x-pem-file", headers=headers)
