"""What every app's refusals are: ``errors.py`` of each says which."""

from __future__ import annotations


class Refusal(Exception):
    """Something that a service does not do. ``str(refusal)`` is French and can be shown as it is.

    ``field``: the one of a form beside which it is told; above them all where the form has none of this name.
    """

    def __init__(self, message: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
