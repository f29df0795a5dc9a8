"""A PostgreSQL of our own for tests: made, started and thrown away; nothing of the machine's own servers is touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = "/usr/lib/postgresql"
"""Where Debian keeps each version's programs, which are not on the path."""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = sorted(Path(HERE).glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]) if each.parts[-3].isdigit() else 0)
    return found[-1].parent if found else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A server that listens on a socket in a folder of its own; gives what to connect with."""
    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    root = os.getuid() == 0
    other = {"user": "postgres", "group": "postgres", "extra_groups": ()} if root else {}
    if root:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [where / program, *arguments], check=False, capture_output=True, text=True, cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **other,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "--pgdata", f"{folder}/data", "--username", "counter", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        quiet = "-c fsync=off -c listen_addresses='' -c max_connections=20 -c shared_buffers=64MB"
        run("pg_ctl", "--pgdata", f"{folder}/data", "--wait", "--log", f"{folder}/log", "--options", f"-k {folder} {quiet}", "start")
        try:
            yield f"host={folder} user=counter dbname=postgres"
        finally:
            run("pg_ctl", "--pgdata", f"{folder}/data", "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
