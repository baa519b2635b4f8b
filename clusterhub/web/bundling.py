"""A script with all that it imports as one file: each module a function that runs once and answers what it exports.

Modules are written as ours are: each ``import { … } from "./beside.js";`` on a line of its own, and ``export`` before
the ``const``, ``function`` or ``class`` that it gives away.
"""

from __future__ import annotations

import re
from collections.abc import Callable

IMPORT = re.compile(r"""^import (?:(?P<names>\{[^}]*\}) from )?"\./(?P<module>\w+)\.js";$""", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def bundled(entry: str, read: Callable[[str], str]) -> str:
    """``read`` gives the source of a module by its name. Each comes after those that it imports."""
    written: dict[str, str] = {}

    def write(module: str) -> None:
        source = read(module)
        for found in IMPORT.finditer(source):
            if found["module"] not in written:
                write(found["module"])
        written[module] = _as_function(module, source)

    write(entry)
    return "\n".join(written.values())


def _as_function(module: str, source: str) -> str:
    exported = EXPORT.findall(source)
    body = EXPORT.sub("", IMPORT.sub(_taken, source))
    if left := LEFT.search(body):
        raise ValueError(f"{module}.js : {left[0]}")
    answer = f"return {{ {', '.join(exported)} }};" if exported else ""
    return f"const {_name(module)} = (() => {{\n{body}\n{answer}\n}})();"


def _taken(found: re.Match[str]) -> str:
    return f"const {found['names']} = {_name(found['module'])};" if found["names"] else ""


def _name(module: str) -> str:
    return f"{module}_js"
