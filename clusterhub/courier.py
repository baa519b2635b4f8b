"""« Courrier sortant »: in the demonstration, what people would have received, with its links. Nowhere else."""

from __future__ import annotations

import django_filters
from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email

from clusterhub.web.mail_files import read_sent_mail
from participants.filters import LineFilter

PER_PAGE = 25
SENT, WAITING, FAILED = "parti", "attente", "echec"
STATE_CHOICES = ((SENT, "Parti"), (WAITING, "En attente"), (FAILED, "En échec"))
STATES = {SENT: {STATUS.sent}, WAITING: {STATUS.queued, STATUS.requeued}, FAILED: {STATUS.failed}}
LETTER_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}
"""A letter brings its own style and may do nothing but be read, and its links followed."""
LABELS = {status: label for state, label in STATE_CHOICES for status in STATES[state]}


class CourierFilter(django_filters.FilterSet):
    q = LineFilter(label="Destinataire ou objet", method="by_text")
    state = django_filters.ChoiceFilter(label="État", choices=STATE_CHOICES, empty_label="Tous", method="by_state")

    class Meta:
        model = Email
        fields: tuple[str, ...] = ()

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(to__icontains=value) | Q(subject__icontains=value))

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(status__in=STATES[value]) if value else queryset


@require_safe
def courier_list(request: HttpRequest) -> HttpResponse:
    _only_in_demonstration()
    listed = Email.objects.only("to", "subject", "created", "status").order_by("-created", "-id")
    found = CourierFilter(request.GET, listed, request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(email, LABELS.get(email.status, "En attente")) for email in page]
    return render(request, "courier/courier_list.html", {"filter": found, "page": page, "rows": rows})


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # django-csp types views without arguments
def courier_detail(request: HttpRequest, number: int) -> HttpResponse:
    _only_in_demonstration()
    email = get_object_or_404(Email, pk=number)
    sent = read_sent_mail(email.message_id or "")
    context = {"email": email, "state": LABELS.get(email.status, "En attente"), "sent": sent}
    return render(request, "courier/courier_detail.html", context)


@require_safe
@xframe_options_sameorigin
@csp(LETTER_POLICY)  # type: ignore[arg-type]
def courier_page(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML part alone, as a mail program shows it: framed by the page above."""
    _only_in_demonstration()
    sent = read_sent_mail(get_object_or_404(Email, pk=number).message_id or "")
    if not sent or not sent.page:
        raise Http404
    return HttpResponse(sent.page.replace("<head>", '<head>\n<base target="_top">', 1))


def courier_shown(request: HttpRequest) -> dict[str, bool]:
    """For the menu of every page."""
    return {"courier_is_shown": settings.MAIL_IS_SHOWN}


def _only_in_demonstration() -> None:
    if not settings.MAIL_IS_SHOWN:
        raise Http404
