"""A square code that telephones read, for a page: drawn as SVG, with nothing that the security policy would refuse."""

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4
"""Modules of white around it, which readers need to find it."""


def square_code(text: str) -> SafeString:
    """``<svg …>`` in black on white, as large as its frame."""
    code = segno.make_qr(text, error="m", boost_error=False)
    side, path = code.symbol_size(border=QUIET_ZONE)[0], []
    for y, row in enumerate(code.matrix_iter(border=QUIET_ZONE)):
        path += [f"M{x} {y}h1v1h-1z" for x, is_dark in enumerate(row) if is_dark]
    return mark_safe(  # noqa: S308  made of numbers only
        f'<svg viewBox="0 0 {side} {side}" role="img" aria-label="Code à lire avec un téléphone">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{"".join(path)}"/></svg>'
    )
