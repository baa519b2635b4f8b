"""French typography in templates. A missing value shows as nothing; moments are shown in the current time zone."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from clusterhub.web import typography

register = template.Library()

Day = dt.date | None
Moment = dt.time | dt.datetime | None


def _local(value: Any) -> Any:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def typo(value: object) -> str:
    if isinstance(value, SafeString):
        return typo_html(value)
    return "" if value is None else typography.french(str(value))


@register.filter
def typo_html(value: str | None) -> SafeString:
    """Only for rich text that `richtext.clean` has passed: the result is not escaped again."""
    return mark_safe(typography.french_html(value or ""))


@register.filter
def of_fr(name: object) -> str:
    """Of a cluster: `{{ cluster|of_fr }}` gives « du Cluster Protection »."""
    return typography.french(typography.of_name(str(name)))


@register.filter
def to_fr(name: object) -> str:
    return typography.french(typography.to_name(str(name)))


@register.filter
def date_fr(value: Day) -> str:
    return typography.format_date(_local(value)) if value else ""


@register.filter
def day_fr(value: Day) -> str:
    return typography.format_day(_local(value)) if value else ""


@register.filter
def weekday_fr(value: Day) -> str:
    return typography.format_weekday_date(_local(value)) if value else ""


@register.filter
def short_date_fr(value: Day) -> str:
    return typography.format_short_date(_local(value)) if value else ""


@register.filter
def time_fr(value: Moment) -> str:
    return "" if value is None else typography.format_time(_local(value))


@register.filter
def datetime_fr(value: dt.datetime | None) -> str:
    return typography.format_datetime(_local(value)) if value else ""


@register.filter
def duration_fr(minutes: int | None) -> str:
    return "" if minutes is None else typography.format_duration(minutes)


@register.filter
def number_fr(number: int | None) -> str:
    return "" if number is None else typography.format_number(number)


@register.filter
def plural_fr(count: int, forms: str) -> str:
    """`{{ 3|plural_fr:"point,points" }}` gives "3 points"; `"ONG"` alone when the word does not change."""
    one, _, many = forms.partition(",")
    return typography.plural(count, one, many or one)


@register.filter
def join_fr(words: Iterable[object]) -> str:
    return typography.join_words(str(word) for word in words)
