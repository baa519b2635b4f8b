"""Two readers of signatures that are not ours and share no code with it: OpenSSL on the bare CMS, and poppler."""

import re
import subprocess

from tests.tools import require_tool


def openssl_verdicts(pdf, authority, folder):
    """One per signature: whether its CMS holds for the bytes of its range, under that authority."""
    found = re.finditer(rb"/ByteRange *\[ *(\d+) +(\d+) +(\d+) +(\d+) *\]", pdf)
    ranges = [tuple(int(number) for number in one.groups()) for one in found]
    return [openssl_holds(pdf, numbers, authority, folder) for numbers in ranges]


def openssl_holds(pdf, numbers, authority, folder):
    start, length, after, rest = numbers
    (folder / "signed").write_bytes(pdf[start : start + length] + pdf[after : after + rest])
    (folder / "cms").write_bytes(bytes.fromhex(pdf[start + length : after].strip(b"<>").decode()))
    options = ["-binary", "-inform", "DER", "-in", folder / "cms", "-content", folder / "signed", "-purpose", "any"]
    command = [require_tool("openssl"), "cms", "-verify", *options, "-CAfile", authority, "-out", "/dev/null"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pdfsig_verdicts(pdf, folder):
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    said = subprocess.run([require_tool("pdfsig"), path], capture_output=True, text=True, check=False).stdout
    return [verdict == "Signature is Valid." for verdict in re.findall("Signature Validation: (.*)", said)]
