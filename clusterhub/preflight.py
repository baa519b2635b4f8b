"""Is this machine ready? Run by the Makefile with the system's Python, before anything is installed.

What is missing is installed where the caller is root on Debian; elsewhere the one command to type is printed and the
run stops. Standard library only, and no syntax newer than Python 3.6: an old Python must reach its own refusal.
"""

import ctypes
import glob
import importlib.util
import os
import shutil
import subprocess  # noqa: S404
import sys

LEAST_PYTHON = (3, 11)
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT = "/usr/share/fonts/**/DejaVuSans.ttf"
FONT_PACKAGE = "fonts-dejavu-core"


def loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages():
    """Debian's names of what the PDF engine and the virtual environment need and do not find."""
    packages = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not glob.glob(FONT, recursive=True) and not glob.glob(os.path.expanduser("~/.fonts/DejaVuSans.ttf")):
        packages.append(FONT_PACKAGE)
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        packages.append("python3-venv")
    return packages


def install(packages):
    """Return whether apt-get did it."""
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    commands = (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends"] + packages)
    return all(subprocess.call(command, env=environment, **quiet) == 0 for command in commands)  # noqa: S603


def main():
    if sys.version_info < LEAST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        return "ClusterHub demande Python 3.11 ou plus récent ; python3 est ici en version %s." % found  # noqa: UP031
    packages = missing_packages()
    if not packages:
        return None
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write("Bibliothèques manquantes, installation : %s\n" % " ".join(packages))  # noqa: UP031
        sys.stdout.flush()
        if install(packages) and not missing_packages():
            return None
    return "Il manque des bibliothèques du système. Tapez :\n\n    sudo apt-get update && sudo %s\n" % command  # noqa: UP031


if __name__ == "__main__":
    sys.exit(main())
