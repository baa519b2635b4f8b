"""python -m minutes.verify.child SECONDS MEGABYTES: one request on standard input, the verdict on standard output."""

import logging
import resource
import sys

from clusterhub.web.bounded import take_bounds


def main() -> None:
    take_bounds()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable()  # pyHanko logs every object of a forged file
    # The bounds come first: the reader is imported under them.
    from minutes.sign.verification import verify_pdf  # noqa: PLC0415
    from minutes.verify.wire import pack_answer, unpack_request  # noqa: PLC0415

    sys.stdout.buffer.write(pack_answer(verify_pdf(**unpack_request(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
