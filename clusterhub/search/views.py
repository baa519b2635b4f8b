from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusterhub.search.filters import SearchFilter
from clusterhub.search.results import search
from clusterhub.web.search.models import Posting
from participants.models import User


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    found = SearchFilter(request.GET, Posting.objects.none(), request=request)
    context = {"filter": found, "results": None}
    if found.form.is_valid() and (text := found.form.cleaned_data["q"]):
        context["results"] = search(
            text,
            cast(User, request.user),
            narrow=found.filter_queryset,
            kind=found.form.cleaned_data["kind"],
            page_after=request.GET.get("apres", ""),
            with_live=not found.narrows,
        )
    return render(request, "search.html", context)
