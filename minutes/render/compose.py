"""From a frozen content to its PDF: the layout's page, the actions beside it, one field per expected signature."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from clusterhub.web.richtext import RichTextTooLarge
from minutes.content import Content, ExpectedSignature
from minutes.layouts import get_layout
from minutes.render.actions_csv import actions_csv
from minutes.render.bounded import render_bounded
from minutes.render.errors import RenderRefused
from minutes.render.parts import Attachment, Rendered, SignatureField

UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def render_minutes(
    content: Content,
    layout: str,
    *,
    roots: Sequence[Path] = (),
    render: Callable[..., Rendered] = render_bounded,
) -> Rendered:
    """Raises RenderRefused, also for a text longer than any form would have let in."""
    try:
        html = get_layout(layout).html(content)
    except RichTextTooLarge as error:
        raise RenderRefused(str(error)) from error
    return render(
        html,
        attachments=[actions_attachment(content)] if content.actions else [],
        fields=[] if content.is_draft else [signature_field(line) for line in content.signatures_expected],
        roots=roots,
    )


def signature_field(line: ExpectedSignature) -> SignatureField:
    """The field bears the role's code: it is the name to give when signing."""
    return SignatureField(name=line.role, label=f"Signature : {line.label}", anchor=f"signature-{line.role}")


def actions_attachment(content: Content) -> Attachment:
    return Attachment(
        name="actions.csv",
        description="Points d’action",
        text=actions_csv(content.actions),
        dated=dt.datetime.fromisoformat(content.dated) if content.dated else UNDATED,
    )
