"""A square code that telephones read: its modules, and the code drawn for a page as the security policy takes it."""

from collections.abc import Iterable, Iterator

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of white around it, which readers need to find it."""


def modules(text: str) -> Iterator[Iterable[int]]:
    """Row by row, dark ones true. Level M: a code that has lost one part in seven can still be read."""
    rows: Iterator[Iterable[int]] = segno.make_qr(text, error="m", boost_error=False).matrix_iter(border=QUIET_ZONE)
    return rows


def square_code(text: str) -> SafeString:
    """``<svg …>`` in black on white, as large as its frame."""
    rows = [list(row) for row in modules(text)]
    side, path = len(rows), []
    for y, row in enumerate(rows):
        path += [f"M{x} {y}h1v1h-1z" for x, is_dark in enumerate(row) if is_dark]
    return mark_safe(  # noqa: S308  made of numbers only
        f'<svg viewBox="0 0 {side} {side}" role="img" aria-label="Code à lire avec un téléphone">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{"".join(path)}"/></svg>'
    )
