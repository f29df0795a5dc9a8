"""A PostgreSQL of our own for tests: made, started and thrown away; nothing of the machine's own servers is touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = "/usr/lib/postgresql"
"""Where Debian keeps each version's programs, which are not on the path."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = sorted(Path(HERE).glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]) if each.parts[-3].isdigit() else 0)
    return found[-1].parent if found else None


class Machine:
    """A server in a folder of its own.

    Attributes:
        where: what to connect with.
    """

    def __init__(self, folder: Path) -> None:
        where = programs()
        assert where is not None
        self._programs, self._folder = where, folder
        self.where = f"host={folder} user=counter dbname=postgres"
        # PostgreSQL refuses to run as root; Debian's package brings a user for it.
        root = os.getuid() == 0
        self._other: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": ()} if root else {}
        if root:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--pgdata", f"{folder}/data", "--username", "counter", "--auth", "trust", "--encoding", "UTF8", "--no-sync")

    def start(self) -> None:
        quiet = "-c fsync=off -c listen_addresses='' -c max_connections=20 -c shared_buffers=64MB"
        options = f"-k {self._folder} {quiet}"
        self._run("pg_ctl", "--pgdata", f"{self._folder}/data", "--wait", "--log", f"{self._folder}/log", "--options", options, "start")

    def crash(self) -> None:
        """End it as a failure of its power does: nothing is written any more, no client is told."""
        self._run("pg_ctl", "--pgdata", f"{self._folder}/data", "--wait", "--mode", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], check=False, capture_output=True, text=True, cwd=self._folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **self._other,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def machine() -> Iterator[Machine]:
    """A server that listens on a socket in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        made = Machine(folder)
        made.start()
        try:
            yield made
        finally:
            made.crash()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The same; gives what to connect with."""
    with machine() as made:
        yield made.where


def address_of(where: str) -> str:
    """What to connect with as an address."""
    named = dict(each.split("=", 1) for each in where.split())
    return f"postgresql:///{named['dbname']}?host={named['host']}&user={named['user']}"
