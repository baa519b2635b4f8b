"""Rendering in a child process with bounds of time and memory: text that users supply must not stop a web worker."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from minutes.render.errors import RenderRefused
from minutes.render.parts import Attachment, Rendered, SignatureField
from minutes.render.wire import pack_request, unpack_answer

PROJECT = Path(__file__).parents[2]
SECONDS = 20
MEGABYTES = 1024
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
"""All that fonts need. Secrets in the environment stay with the parent."""


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
    return subprocess.run(  # noqa: S603 our own module, no shell
        [sys.executable, "-m", "minutes.render.child", str(seconds), str(megabytes)],
        input=request,
        capture_output=True,
        timeout=seconds,
        cwd=PROJECT,
        env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        check=False,
    )
