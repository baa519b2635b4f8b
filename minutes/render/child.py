"""python -m minutes.render.child SECONDS MEGABYTES: one request on standard input, the PDF on standard output."""

import sys

from clusterhub.web.bounded import take_bounds


def main() -> None:
    take_bounds()
    # The bounds come first: the engine is imported under them.
    from minutes.render.engine import render_pdf  # noqa: PLC0415
    from minutes.render.wire import pack_answer, unpack_request  # noqa: PLC0415

    sys.stdout.buffer.write(pack_answer(render_pdf(**unpack_request(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
