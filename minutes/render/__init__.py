"""HTML to archival PDF. Only `minutes.render.engine` imports WeasyPrint: web workers ask `render_bounded` instead."""

from minutes.render.bounded import render_bounded
from minutes.render.compose import actions_attachment, render_minutes
from minutes.render.errors import RenderRefused
from minutes.render.parts import Anchor, Attachment, Rendered, SignatureField

__all__ = [
    "Anchor",
    "Attachment",
    "RenderRefused",
    "Rendered",
    "SignatureField",
    "actions_attachment",
    "render_bounded",
    "render_minutes",
]
