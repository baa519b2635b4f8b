"""Rendering in a child process with bounds of time and memory: text that users supply must not stop a web worker."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from clusterhub.web.bounded import run_bounded
from minutes.render.errors import RenderRefused
from minutes.render.parts import Attachment, Rendered, SignatureField
from minutes.render.wire import pack_request, unpack_answer

SECONDS = 20
MEGABYTES = 1024
VARIABLES_OF_FONTS = ("XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


def render_bounded(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    fields: Sequence[SignatureField] = (),
    roots: Sequence[Path] = (),
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
) -> Rendered:
    request = pack_request(html, attachments, fields, roots)
    try:
        done = _run(request, seconds, megabytes)
    except subprocess.TimeoutExpired as error:
        raise RenderRefused(
            f"Le document est trop long ou trop complexe : sa mise en page dépasse {seconds} secondes."
        ) from error
    if done.returncode:
        raise RenderRefused(
            "Le document n’a pas pu être mis en page : son contenu est trop complexe ou contient un élément interdit.",
            detail=done.stderr.decode(errors="replace")[-2000:],
        )
    return unpack_answer(done.stdout)


def _run(request: bytes, seconds: int, megabytes: int) -> subprocess.CompletedProcess[bytes]:
    bounds = {"seconds": seconds, "megabytes": megabytes}
    return run_bounded("minutes.render.child", request, variables=VARIABLES_OF_FONTS, **bounds)
