"""The page of an organisation's link, for whoever holds it: no account, no session, no script.

The key in the address is all the authority there is, and it is unguessable: nothing that a browser sends by itself
counts here, so there is nothing for another site to ride on and no CSRF token. That is also what lets these pages say
« no-referrer », with which browsers send « Origin: null » (docs/decisions/0015).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from actions.contributions.asking import next_for
from actions.enums import Priority
from actions.forms.partners import QUICK_STATUSES, PartnerReportForm, PartnerSlipForm
from actions.partners import PartnerAction, as_lines, lately_answered, open_shares, partner_action, partner_shares
from actions.second_thoughts import last_word_on
from actions.services.partners import report_by_link, take_back_by_link
from clusterhub.web.attempts import asks_first, posted, pressed, submitted
from clusterhub.web.throttle import is_too_often
from participants.errors import LinkUnusable
from participants.models import AccessLink
from participants.services.partner_links import VALIDITY, find_partner_link, renew_partner_link

PER_PAGE = 15
SLIP_ID = "slip_%s"
"""Its name stands beside that of the report on one page."""
NAME_COOKIE = "nom-partenaire"
WRITTEN = frozenset("comment title detail people note place text places activities projects".split())
"""Fields of the link's pages that hold words; rows of a table have their number before the name."""
WAYS_BACK = frozenset("partner_report partner_call partner_call_part partner_propose partner_presence".split())
"""Pages that whoever prolongs a link is led back to."""
PRIVATE = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
LinkView = Callable[..., HttpResponse]


def for_link_holders(view: LinkView) -> LinkView:
    """Gives the view the link in place of its key, while it lasts: past its date, all it opens is its prolonging."""

    @wraps(view)
    def answer(request: HttpRequest, link: AccessLink, key: str, **kwargs: Any) -> HttpResponse:
        if link.is_expired:
            context = {"link": link, "key": key, "typed": _typed(request), "back": _way_back(request.path, key)}
            return render(request, "actions/partner_expired.html", context, status=410)
        return view(request, link, key=key, **kwargs)

    return for_expired_links_too(answer)


def _typed(request: HttpRequest) -> str:
    """The words of a form that came after the link's date: they are handed back."""
    sent = request.POST.lists() if request.method == "POST" else ()
    words = (text.strip() for name, texts in sent if re.split("[-_]", name)[-1] in WRITTEN for text in texts)
    return "\n".join(text for text in words if text)


def _way_back(path: str, key: str) -> str:
    """The page under the same key that was asked for, to return to once the link is prolonged; else nothing."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return path if found.url_name in WAYS_BACK and found.kwargs["key"] == key else ""


def for_expired_links_too(view: LinkView) -> LinkView:
    """Unknown, withdrawn and long past look the same. So does all that is not the link's to see (``Http404``): its page
    says that the link works, and leads back.
    """

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
        link = None
        try:
            link = find_partner_link(key)
            response = view(request, link, key=key, **kwargs)
        except LinkUnusable:
            response = _unusable(request)
        except Http404:
            response = _unusable(request, link=link, key=key)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return answer


def _unusable(request: HttpRequest, **context: object) -> HttpResponse:
    """A link that works is never held up: phones of a whole country share a few addresses."""
    if is_too_often(request, "partner-link", limit=30, seconds=600):
        return render(request, "actions/partner_unusable.html", {"too_often": True}, status=429)
    return render(request, "actions/partner_unusable.html", context, status=404)


@for_link_holders
@require_safe
def partner_page(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    shares = partner_shares(link)
    page = Paginator(open_shares(shares), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "link": link,
        "key": key,
        "page": page,
        "lines": as_lines(page.object_list),
        "done": lately_answered(shares, on=timezone.localdate()),
        "quick_statuses": QUICK_STATUSES,
        "name": remembered(request),
        "next": next_for(link),
        "ends_soon": link.expires_at < timezone.now() + VALIDITY / 2,
    }
    return render(request, "actions/partner_page.html", context)


@for_link_holders
@asks_first
def partner_report(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    shown = _action(link, uuid)
    important = shown.line.action.priority == Priority.IMPORTANT
    initial = {"name": remembered(request)}
    form = PartnerReportForm(posted(request), request.FILES or None, initial=initial, is_important=important)
    if shown.line.can_answer and submitted(form, lambda: report_by_link(link, shown.line.share, **form.cleaned_data)):
        messages.success(request, f"{shown.line.action.reference} : c’est noté, merci.")
        return remembering(redirect("actions:partner_page", key), form.cleaned_data["name"])
    return _action_page(request, link, key, shown, form=form)


@for_link_holders
@require_POST
def partner_take_back(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    """The organisation's last word was a slip."""
    shown = _action(link, uuid)
    form = PartnerSlipForm(request.POST, auto_id=SLIP_ID)
    if not form.is_valid():
        return _action_page(request, link, key, shown, slip_form=form)
    taken = partial(take_back_by_link, link, shown.line.share, **form.cleaned_data)
    if pressed(request, taken, f"{shown.line.action.reference} : c’est rectifié, merci."):
        return remembering(redirect("actions:partner_page", key), form.cleaned_data["name"])
    return redirect("actions:partner_report", key, uuid)


def _action(link: AccessLink, uuid: UUID) -> PartnerAction:
    """Raises ``Http404`` for what is not the link's to see."""
    shown = partner_action(link, uuid)
    if shown is None:
        raise Http404
    return shown


def _action_page(request: HttpRequest, link: AccessLink, key: str, shown: PartnerAction, **forms: Any) -> HttpResponse:
    """What is to be said of one action, and what was; ``forms`` are those that were sent."""
    word, initial = last_word_on(shown.line.share), {"name": remembered(request)}
    context = {
        "link": link,
        "key": key,
        "shown": shown,
        "word": word,
        "form": PartnerReportForm(initial=initial, is_important=shown.line.action.priority == Priority.IMPORTANT),
        "slip_form": PartnerSlipForm(initial=initial | {"word": word.update.uuid}, auto_id=SLIP_ID) if word else None,
        "quick_statuses": QUICK_STATUSES,
    }
    return render(request, "actions/partner_report.html", context | forms)


@for_expired_links_too
@require_POST
def partner_renew(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    renew_partner_link(link)
    messages.success(request, "Le lien est prolongé.")
    back = _way_back(request.POST.get("retour", ""), key)
    return redirect(back) if back else redirect("actions:partner_page", key)


def remembered(request: HttpRequest) -> str:
    """The name given last on this device: only to fill in the field, never believed."""
    return unquote(request.COOKIES.get(NAME_COOKIE, ""))[:120]


def remembering(response: HttpResponse, name: str) -> HttpResponse:
    options = {"path": "/p/", "httponly": True, "secure": settings.HTTPS, "samesite": "Lax"}
    response.set_cookie(NAME_COOKIE, quote(name), max_age=VALIDITY, **options)
    return response
