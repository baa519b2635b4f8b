"""Log lines that nobody can forge."""

import logging

CONTROL_CHARACTERS = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
ESCAPES = {code: f"\\u{code:04x}" for code in CONTROL_CHARACTERS} | {
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}


class OneLineFormatter(logging.Formatter):
    """One event, one line: what a visitor puts into a path or a name cannot begin a line or colour a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).translate(ESCAPES)
