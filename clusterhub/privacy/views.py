"""A person's file, its erasure, and the log of who saw how to reach others."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from clusterhub.privacy import rules
from clusterhub.privacy.dossier import dossier_of, packed
from clusterhub.privacy.erasure import erase_person, plan_erasure
from clusterhub.privacy.filters import ExportFilter, ViewFilter
from clusterhub.privacy.forms import EraseForm, PasswordForm
from clusterhub.privacy.selectors import exports_seen_by, views_seen_by
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made, posted
from clusterhub.web.throttle import is_too_often
from participants.enums import ContactListFormat
from participants.models import Erasure, Person
from participants.services.contact_log import record_person_export

PER_PAGE = 50
PLANS, PLANS_WITHIN = 20, 600
"""How often, in so many seconds, one is shown what an erasure would touch: every text of the house is read for it."""


@never_cache
@sensitive_post_parameters("password")
def person_export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing leaves before a row says who took it."""
    person = _get_person(request, uuid)
    require(rules.can_export_person(request.user, person))
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        record_person_export(person, format=ContactListFormat.FILE, by=request.user)
        return _file(packed(dossier_of(person, with_texts=_is_own(request, person))))
    context = {"person": person, "form": form, "is_own": _is_own(request, person)}
    return render(request, "privacy/person_export.html", context)


@never_cache
@sensitive_post_parameters("password")
def person_erase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = _get_person(request, uuid)
    require(rules.can_erase_person(request.user, person))
    form = EraseForm(posted(request), user=request.user)
    if erasure := made(form, lambda: erase_person(person, by=request.user)):
        _tell(request, person, erasure)
        return redirect("participants:person_list")
    context = {"person": person, "form": form, "is_own": _is_own(request, person)}
    if is_too_often(request, f"erasure-{request.user.pk}", limit=PLANS, seconds=PLANS_WITHIN):
        return render(request, "privacy/person_erase.html", {**context, "too_often": True}, status=429)
    return render(request, "privacy/person_erase.html", {**context, "plan": plan_erasure(person)})


def _tell(request: HttpRequest, person: Person, erasure: Erasure) -> None:
    """Whoever erased itself has no account any more."""
    if _is_own(request, person):
        logout(request)
    messages.success(request, f"C’est fait : cette personne s’appelle désormais « {erasure} ».")


@require_safe
def contact_exports(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_contact_log(request.user))
    found = ExportFilter(request.GET, exports_seen_by(request.user), request=request)
    return _log(request, found, "privacy/contact_exports.html")


@require_safe
def contact_views(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_contact_log(request.user))
    found = ViewFilter(request.GET, views_seen_by(request.user), request=request)
    return _log(request, found, "privacy/contact_views.html")


def _log(request: HttpRequest, found: ExportFilter, template: str) -> HttpResponse:
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"filter": found, "page": page})


def _get_person(request: HttpRequest, uuid: UUID) -> Person:
    return get_visible(Person.objects.select_related("organisation__parent", "user"), request.user, uuid=uuid)


def _is_own(request: HttpRequest, person: Person) -> bool:
    return bool(request.user.person_id == person.pk)


def _file(data: bytes) -> HttpResponse:
    name = f"donnees-{timezone.localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="application/zip", headers=headers)
