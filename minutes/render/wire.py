"""How a request and its answer travel to the child process and back: JSON, never pickle, since the text is hostile.

Files to embed travel as bytes: the child opens none.
"""

import base64
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
        "attachments": [_pack_attachment(each) for each in attachments],
        "fields": [dataclasses.asdict(each) for each in fields],
        "roots": [str(root) for root in roots],
    }
    return json.dumps(request).encode()


def unpack_request(data: bytes) -> dict[str, Any]:
    """The arguments of `render_pdf`."""
    request = json.loads(data)
    return {
        "html": request["html"],
        "attachments": [_unpack_attachment(each) for each in request["attachments"]],
        "fields": [SignatureField(**each) for each in request["fields"]],
        "roots": [Path(root) for root in request["roots"]],
    }


def _pack_attachment(attachment: Attachment) -> dict[str, str]:
    packed = {"data": base64.b64encode(attachment.data).decode(), "dated": attachment.dated.isoformat()}
    return dataclasses.asdict(attachment) | packed


def _unpack_attachment(packed: dict[str, str]) -> Attachment:
    data, dated = base64.b64decode(packed["data"]), dt.datetime.fromisoformat(packed["dated"])
    return Attachment(**packed | {"data": data, "dated": dated})  # type: ignore[arg-type]


def pack_answer(rendered: Rendered) -> bytes:
    anchors = {name: dataclasses.astuple(anchor) for name, anchor in rendered.anchors.items()}
    return json.dumps(anchors).encode() + b"\n" + rendered.pdf


def unpack_answer(data: bytes) -> Rendered:
    anchors, _, pdf = data.partition(b"\n")
    return Rendered(pdf, {name: Anchor(*values) for name, values in json.loads(anchors).items()})
