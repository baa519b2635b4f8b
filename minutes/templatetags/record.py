"""``{% load record %}``: a frozen content on the screen, set by the same filters as on paper."""

from minutes.layouts.filters import register

__all__ = ["register"]
