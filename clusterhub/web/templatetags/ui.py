"""The parts of a page that need the request or a table: see docs/ui.md for each with an example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clusterhub.web.statuses import status_of
from clusterhub.web.typography import format_short_date

register = template.Library()

PAGING = ("page", "apres", "avant", "format")
"""Of an address, what says where in the list one is rather than which list it is."""


@register.inclusion_tag("ui/badge.html")
def status_badge(code: str, label: str = "") -> dict[str, str]:
    status = status_of(code, label or "")
    return {"shape": status.shape, "label": status.label, "tone": status.tone}


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url_name: str, text: str) -> SafeString:
    """One entry of the main navigation."""
    url = reverse(url_name)
    return format_html('<li><a href="{}"{}>{}</a></li>', url, nav_active(context, url), text)


@register.simple_tag(takes_context=True)
def nav_active(context: Context, url: str) -> SafeString:
    """The attribute ``aria-current="page"`` when the page is at this address or under it."""
    return SafeString(' aria-current="page"' if _is_within(context, url) else "")


def _is_within(context: Context, url: str) -> bool:
    path = context["request"].path
    return path == url or (url != reverse("home") and path.startswith(url))


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    current: bool


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def tabs(context: Context, label: str, *pairs: str) -> dict[str, Any]:
    """``{% tabs "Parties de la réunion" url1 "Résumé" url2 "Présences" %}``; an empty address leaves its tab out."""
    path = context["request"].path
    links = [Tab(url, text, url == path) for url, text in zip(pairs[::2], pairs[1::2], strict=True) if url]
    return {"label": label, "tabs": links}


@dataclass(frozen=True)
class Step:
    label: str
    shape: str
    state: str


@register.inclusion_tag("ui/steps.html")
def steps(codes: str, current: str) -> dict[str, list[Step]]:
    """``{% steps "planned announced open closed" meeting.state %}``: the steps before the current one are done."""
    order = codes.split()
    position = order.index(current) if current in order else -1
    return {"steps": [_step(code, place - position) for place, code in enumerate(order)]}


def _step(code: str, distance: int) -> Step:
    if distance < 0:
        return Step(status_of(code).label, "●", "done")
    return Step(status_of(code).label, "○" if distance else "◉", "todo" if distance else "current")


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"request": context["request"], "page": page, "numbers": numbers}


@register.inclusion_tag("ui/keyset.html", takes_context=True)
def keyset(context: Context, previous: str | None = None, next: str | None = None) -> dict[str, Any]:
    return {"request": context["request"], "previous": previous, "next": next}


@register.inclusion_tag("ui/export_links.html", takes_context=True)
def export_links(context: Context, url_name: str, *args: object) -> dict[str, str]:
    """« Exporter (XLSX) » and CSV: the list as filtered, at the address that writes it."""
    query = context["request"].GET.copy()
    for name in PAGING:
        query.pop(name, None)
    url = reverse(url_name, args=args)
    xlsx = f"{url}?{query.urlencode()}" if query else url
    query["format"] = "csv"
    return {"xlsx": xlsx, "csv": f"{url}?{query.urlencode()}"}


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    value: str
    url: str


@register.inclusion_tag("ui/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: forms.Form, legend: str = "Filtrer la liste") -> dict[str, Any]:
    """The form of a FilterSet (``filter.form``) and, below, the filters in use, each with a link that removes it."""
    request = context["request"]
    return {"form": form, "active": _active_filters(request, form), "reset_url": request.path, "legend": legend}


def _active_filters(request: Any, form: forms.Form) -> list[ActiveFilter]:
    bound = [form[name] for name in form.fields if form.data and any(form.data.getlist(form.add_prefix(name)))]
    return [ActiveFilter(field.label, _shown_value(field), _url_without(request, field.html_name)) for field in bound]


def _shown_value(field: forms.BoundField) -> str:
    """The chosen label rather than the submitted code; nothing for a tick box, whose label says it all."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return ""
    if field.is_hidden:
        return _hidden_value(field)
    if isinstance(field.field, forms.ChoiceField):
        chosen = {str(value) for value in field.data} if isinstance(field.data, list) else {str(field.data)}
        return ", ".join(
            str(widget.data["label"]) for widget in field.subwidgets if str(widget.data["value"]) in chosen
        )
    return str(field.value() or "")


def _hidden_value(field: forms.BoundField) -> str:
    """Of what only an address sets: the label chosen, the day as it is written."""
    value = getattr(field.form, "cleaned_data", {}).get(field.name)
    if isinstance(value, date):
        return format_short_date(value)
    choices = getattr(field.field, "choices", ())
    return str(dict(choices).get(value, value or ""))


def _url_without(request: Any, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.filter
def attr(bound_field: forms.BoundField, pair: str) -> SafeString:
    """``{{ form.note|attr:"rows:2" }}``: the control with one more attribute."""
    name, _, value = pair.partition(":")
    return bound_field.as_widget(attrs={**bound_field.field.widget.attrs, name: value})
