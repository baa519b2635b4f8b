"""Log lines that nobody can forge, and that give no key away."""

import logging
import re

CONTROL_CHARACTERS = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
ESCAPES = {code: f"\\u{code:04x}" for code in CONTROL_CHARACTERS} | {
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}


KEY_IN_PATH = re.compile(
    r"(/(?:p|invitation|agendas|courriels/arreter|presence/[0-9a-f-]{36}|mot-de-passe-oublie/[\w-]+)/)[^/\s?\"'>]+"
)
"""Whoever holds such an address may use it: a log is read by others, and kept."""


def mask_keys(text: str) -> str:
    return KEY_IN_PATH.sub(r"\1…", text)


class KeyMaskingFilter(logging.Filter):
    """For handlers with a formatter of their own, such as gunicorn's."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_keys(record.getMessage()), ()
        return True


class OneLineFormatter(logging.Formatter):
    """One event, one line: what a visitor puts into a path or a name cannot begin a line or colour a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_keys(super().format(record)).translate(ESCAPES)
