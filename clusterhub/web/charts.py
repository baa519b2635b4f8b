"""Bars drawn as SVG: markup without script nor style, the same on a page and in a PDF.

A name stands above its bar, at full width: it needs no slanted text, and reads on a telephone. Colours are presentation
attributes, which the security policy lets pass and WeasyPrint knows. What a picture shows is also written, in its
description and in the table that goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 360
LINE, BAR, GAP = 14, 8, 5
"""Heights: of a name, of its bar, of what separates it from the next."""
LEGEND = 18
LONGEST = 44
"""Signs of a name that fit in the width beside its figure."""
WIDE = 6.4
"""About as wide as a letter is, for what stands beside another text."""

BLUE, RED, GREEN, GREY = "#0b5a6b", "#a3261f", "#1c6b3c", "#6b7d83"
"""Each at least 3 : 1 on white."""
INK, TRACK = "#1d2528", "#e8ecee"


@dataclass(frozen=True)
class Bar:
    """``parts`` follow one another along the bar, in the order of the chart's legend; ``told`` stands at its end."""

    label: str
    parts: tuple[float, ...]
    told: str

    @property
    def total(self) -> float:
        return sum(self.parts)


@dataclass(frozen=True)
class Tone:
    label: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """``most``: what a full bar stands for, where that is more than the longest bar."""

    title: str
    bars: Sequence[Bar]
    tones: Sequence[Tone]
    most: float = 0

    @property
    def description(self) -> str:
        return " ; ".join(f"{bar.label} : {bar.told}" for bar in self.bars)

    @property
    def scale(self) -> float:
        """Units of the drawing for one of what is counted."""
        most = max([self.most, *(bar.total for bar in self.bars)])
        return WIDTH / most if most else 0

    @property
    def has_legend(self) -> bool:
        return len(self.tones) > 1

    @property
    def height(self) -> int:
        return (LEGEND if self.has_legend else 0) + len(self.bars) * (LINE + BAR + GAP)


def draw(chart: Chart, *, key: str) -> SafeString:
    """``key`` names the picture's title and description in the page. Nothing at all for a chart without bars."""
    if not chart.bars:
        return SafeString("")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img"'
        ' aria-labelledby="{key}-title {key}-desc" font-size="11" fill="{ink}">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{told}</desc>{legend}{bars}</svg>',
        w=WIDTH,
        h=chart.height,
        key=key,
        ink=INK,
        title=chart.title,
        told=chart.description,
        legend=_legend(chart.tones) if chart.has_legend else "",
        bars=_bars(chart),
    )


def _legend(tones: Sequence[Tone]) -> SafeString:
    widths = [22 + WIDE * len(tone.label) for tone in tones]
    return format_html_join(
        "",
        '<rect x="{}" y="2" width="9" height="9" fill="{}"/><text x="{}" y="11">{}</text>',
        (
            (_n(start), tone.colour, _n(start + 13), tone.label)
            for start, tone in zip(accumulate(widths, initial=0), tones, strict=False)
        ),
    )


def _bars(chart: Chart) -> SafeString:
    top = LEGEND if chart.has_legend else 0
    drawn = (_bar(bar, chart, top + place * (LINE + BAR + GAP)) for place, bar in enumerate(chart.bars))
    return mark_safe("".join(drawn))  # each of them is markup that format_html made


def _bar(bar: Bar, chart: Chart, top: float) -> SafeString:
    return format_html(
        '<text x="0" y="{y}">{label}</text><text x="{w}" y="{y}" text-anchor="end" font-weight="600">{told}</text>'
        '<rect x="0" y="{bar}" width="{w}" height="{height}" fill="{track}"/>{parts}',
        y=_n(top + LINE - 4),
        bar=_n(top + LINE),
        w=WIDTH,
        height=BAR,
        track=TRACK,
        label=shortened(bar.label, LONGEST - len(bar.told)),
        told=bar.told,
        parts=_parts(bar.parts, chart, top + LINE),
    )


def _parts(parts: Sequence[float], chart: Chart, top: float) -> SafeString:
    """One after another. What is nothing is not drawn."""
    starts = accumulate(parts, initial=0.0)
    drawn = zip(starts, parts, chart.tones, strict=False)
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        (
            (_n(start * chart.scale), _n(top), _n(part * chart.scale), BAR, tone.colour)
            for start, part, tone in drawn
            if part > 0
        ),
    )


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def longest_first(bars: Iterable[Bar], *, most: int) -> list[Bar]:
    """The longest ``most`` of them; among equals, as they came."""
    return sorted(bars, key=lambda bar: -bar.total)[:most]


def _n(number: float) -> str:
    """Short, and with a point whatever the language."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
