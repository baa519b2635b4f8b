"""Layouts of a compte rendu. A layout is a folder with a `layout.toml`, a `template.html` and a `style.css`."""

from minutes.layouts.registry import Layout, UnknownLayout, available_layouts, get_layout, known_code, layout_choices

__all__ = ["Layout", "UnknownLayout", "available_layouts", "get_layout", "known_code", "layout_choices"]
