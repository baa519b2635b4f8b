"""Writing a Word file in a child process with bounds of time and memory; python-docx stays out of web workers."""

import dataclasses
import json
import subprocess

from clusterhub.web.bounded import run_bounded
from minutes.render.errors import RenderRefused
from minutes.word.mark import Mark

SECONDS = 20
MEGABYTES = 512


def word_bounded(html: str, mark: Mark, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """`minutes.word.engine.make_word` elsewhere. Raises RenderRefused with a message for the reader."""
    request = json.dumps({"html": html, "mark": dataclasses.asdict(mark)}).encode()
    try:
        done = run_bounded("minutes.word.child", request, seconds=seconds, megabytes=megabytes)
    except subprocess.TimeoutExpired as error:
        raise RenderRefused(
            f"Le document est trop long : son fichier Word demande plus de {seconds} secondes."
        ) from error
    if done.returncode:
        raise RenderRefused(
            "Le fichier Word n’a pas pu être fait : le document est trop long ou trop complexe.",
            detail=done.stderr.decode(errors="replace")[-2000:],
        )
    return done.stdout
