"""From a frozen content to its PDF: the layout's page, actions and annexes beside it, one field per signature."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from django.utils.text import slugify

from clusterhub.web.richtext import RichTextTooLarge
from minutes.content import Content, DocumentLine, ExpectedSignature
from minutes.layouts import get_layout
from minutes.layouts.annexes import citation
from minutes.render.actions_csv import actions_csv
from minutes.render.bounded import render_bounded
from minutes.render.errors import RenderRefused
from minutes.render.parts import Attachment, Rendered, SignatureField
from minutes.render.pictures import with_pictures

UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def render_minutes(
    content: Content,
    layout: str,
    *,
    annexes: Mapping[str, bytes] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    roots: Sequence[Path] = (),
    render: Callable[..., Rendered] = render_bounded,
) -> Rendered:
    """Raises RenderRefused, also for a text longer than any form would have let in.

    `annexes`: by their SHA-256, the files that the content calls embedded. `pictures`: by their number, those that its
    texts show.
    """
    try:
        html = with_pictures(get_layout(layout).html(content), content, pictures or {})
    except RichTextTooLarge as error:
        raise RenderRefused(str(error)) from error
    return render(
        html,
        attachments=_attachments(content, annexes or {}),
        fields=[] if content.is_draft else [signature_field(line) for line in content.signatures_expected],
        roots=roots,
    )


def signature_field(line: ExpectedSignature) -> SignatureField:
    """The field bears the role's code: it is the name to give when signing."""
    return SignatureField(name=line.role, label=f"Signature : {line.label}", anchor=f"signature-{line.role}")


def _attachments(content: Content, annexes: Mapping[str, bytes]) -> list[Attachment]:
    embedded = [line for line in content.documents if line.is_embedded]
    actions = [actions_attachment(content)] if content.actions else []
    return [*actions, *(annex_attachment(line, annexes[line.sha256]) for line in embedded)]


def annex_attachment(line: DocumentLine, data: bytes) -> Attachment:
    return Attachment(
        name=annex_name(line),
        description=f"Annexe {line.number} : {citation(line)}",
        data=data,
        media_type=line.media_type,
        dated=_moment(line.dated),
        relationship="Supplement",
    )


def annex_name(line: DocumentLine) -> str:
    """« annexe-02-tdr-du-cluster.pdf »: letters that every system can write, in the order that a name tree asks for."""
    path = PurePosixPath(line.file_name)
    stem = slugify(path.stem)[:60].strip("-")
    return "-".join(part for part in (f"annexe-{line.number:03}", stem) if part) + path.suffix.lower()


def actions_attachment(content: Content) -> Attachment:
    return Attachment(
        name="actions.csv",
        description="Points d’action",
        data=actions_csv(content.actions).encode(),
        media_type="text/csv",
        dated=_moment(content.dated),
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text) if text else UNDATED
