"""python -m minutes.render.child SECONDS MEGABYTES: one request on standard input, the PDF on standard output."""

import resource
import sys


def main() -> None:
    seconds, megabytes = (int(argument) for argument in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The bounds come first: the engine is imported under them.
    from minutes.render.engine import render_pdf  # noqa: PLC0415
    from minutes.render.wire import pack_answer, unpack_request  # noqa: PLC0415

    sys.stdout.buffer.write(pack_answer(render_pdf(**unpack_request(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
