"""python -m minutes.word.child SECONDS MEGABYTES: one request on standard input, the .docx on standard output."""

import json
import sys

from clusterhub.web.bounded import take_bounds
from minutes.word.mark import Mark


def main() -> None:
    take_bounds()
    # The bounds come first: the library is imported under them.
    from minutes.word.engine import make_word  # noqa: PLC0415

    request = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(make_word(request["html"], Mark(**request["mark"])))


if __name__ == "__main__":
    main()
