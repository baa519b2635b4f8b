"""Work on what people supply, in a child process with bounds of time and memory: it must not stop a web worker."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[2]
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL")
"""Secrets in the environment stay with the parent."""
PATIENCE = 2
"""Seconds of work are bounded, not of waiting for the machine: a busy one gives the child half of a processor."""


def run_bounded(
    module: str, request: bytes, *, seconds: int, megabytes: int, variables: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    """``python -m module SECONDS MEGABYTES`` with the request on its standard input. Raises TimeoutExpired."""
    done = subprocess.run(  # noqa: S603 our own module, no shell
        [sys.executable, "-m", module, str(seconds), str(megabytes)],
        input=request,
        capture_output=True,
        timeout=seconds * PATIENCE,
        cwd=PROJECT,
        env={name: os.environ[name] for name in (*KEPT_VARIABLES, *variables) if name in os.environ},
        check=False,
    )
    if done.returncode == -signal.SIGXCPU:
        raise subprocess.TimeoutExpired(done.args, seconds)
    return done


def take_bounds() -> None:
    """In the child, before it imports what is heavy."""
    seconds, megabytes = (int(argument) for argument in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
