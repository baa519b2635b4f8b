"""How a request and its answer travel to the child process and back: JSON, never pickle, since the text is hostile."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minutes.render.parts import Anchor, Attachment, Rendered, SignatureField


def pack_request(
    html: str, attachments: Sequence[Attachment], fields: Sequence[SignatureField], roots: Sequence[Path]
) -> bytes:
    request = {
        "html": html,
        "attachments": [dataclasses.asdict(each) | {"dated": each.dated.isoformat()} for each in attachments],
        "fields": [dataclasses.asdict(each) for each in fields],
        "roots": [str(root) for root in roots],
    }
    return json.dumps(request).encode()


def unpack_request(data: bytes) -> dict[str, Any]:
    """The arguments of `render_pdf`."""
    request = json.loads(data)
    return {
        "html": request["html"],
        "attachments": [
            Attachment(**each | {"dated": dt.datetime.fromisoformat(each["dated"])}) for each in request["attachments"]
        ],
        "fields": [SignatureField(**each) for each in request["fields"]],
        "roots": [Path(root) for root in request["roots"]],
    }


def pack_answer(rendered: Rendered) -> bytes:
    anchors = {name: dataclasses.astuple(anchor) for name, anchor in rendered.anchors.items()}
    return json.dumps(anchors).encode() + b"\n" + rendered.pdf


def unpack_answer(data: bytes) -> Rendered:
    anchors, _, pdf = data.partition(b"\n")
    return Rendered(pdf, {name: Anchor(*values) for name, values in json.loads(anchors).items()})
