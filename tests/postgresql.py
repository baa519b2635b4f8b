"""Run a command against a throw-away PostgreSQL: ``python -m tests.postgresql pytest …``.

The cluster lives in a temporary folder, answers on a Unix socket only, belongs to an ordinary user when the caller is
root (PostgreSQL refuses root), and is stopped and removed at the end. The command finds in TEST_DATABASE_URL a database
with every migration applied, of which each of its processes makes a copy.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tests.databases import migrate
from tests.tools import DEBIAN_PACKAGES, find_tool

ALONE = ("max_connections=40", "listen_addresses=")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def throwaway_cluster(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """Start PostgreSQL and give the address of an empty database; the folder is gone afterwards. ``durable``: what is
    committed is on the disk, as on a server.
    """
    folder = Path(tempfile.mkdtemp(prefix="clusterhub-pg-"))
    owner = ordinary_user()
    shutil.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, "--pgdata", folder / "data", *arguments]
        subprocess.run(
            command, check=True, cwd=folder, user=owner.pw_uid, group=owner.pw_gid, stdout=subprocess.DEVNULL
        )

    run("initdb", "--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    options = " ".join(
        f"-c {setting}" for setting in (*ALONE, *(() if durable else FAST), f"unix_socket_directories={folder}")
    )
    run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", options, "start")
    try:
        create_database(folder, "migrated")
        yield f"postgres://tests@/{folder}/migrated"
    finally:
        run("pg_ctl", "--wait", "--mode=immediate", "stop")
        shutil.rmtree(folder)


def create_database(folder: Path, name: str) -> None:
    with closing(psycopg2.connect(host=folder, user="tests", dbname="postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")


def ordinary_user() -> pwd.struct_passwd:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def main(command: list[str]) -> int:
    initdb = find_tool("initdb")
    if initdb is None:
        sys.stderr.write(f"Tests sur PostgreSQL non faits. Debian : apt-get install {DEBIAN_PACKAGES['initdb']}\n")
        return int(os.environ.get("CI") == "true")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_cluster(Path(initdb).parent) as url:
        migrate(url)
        return subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
