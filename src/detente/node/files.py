"""Files that are whole or absent: written under a temporary name, synced, renamed, the folder synced."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from detente.errors import N_, CallerError, UsageError, is_of_disk, reason_of, reason_of_database
from detente.node import posix

TEMPORARY = ".part"
_LOCK = "lock"


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file so that a reader or a crash sees the old file or the new one, never a piece."""
    write_whole_by(path, lambda file: file.write(data), private=private)


def write_whole_by(path: Path, write: Callable[[IO[bytes]], object], *, private: bool = False) -> None:
    """The same of a file that is too large to be held at once: `write` puts its bytes into an open file; where it fails, nothing stays."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        try:
            with temporary.open("xb") as file:
                if private:
                    posix.make_private(temporary)
                write(file)
                posix.sync_file(file)
            os.replace(temporary, path)  # noqa: PTH105 - replaces on Windows too, where rename refuses
        except BaseException:
            with contextlib.suppress(OSError):  # a disk that fails may refuse this too; what went wrong first is told
                temporary.unlink(missing_ok=True)
            raise
        posix.sync_folder(path.parent)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # the system names no file where a write fails, and else a passing one
        raise


@contextlib.contextmanager
def scratch(near: Path, prefix: str) -> Iterator[Path]:
    """A private folder inside another one, for what is put together; it is gone afterwards.

    What a process that was killed has left under the same prefix goes first: it may be a whole record in the clear. A lock tells it from
    what another process is putting together.
    """
    for left in near.glob(f"{prefix}*/{_LOCK}"):
        with left.open("ab") as file:
            if posix.try_lock(file):
                shutil.rmtree(left.parent, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=near))
    try:
        with (folder / _LOCK).open("ab") as file:
            posix.try_lock(file)
            (folder / "work").mkdir(mode=0o700)
            yield folder / "work"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_capped(path: Path, limit: int) -> bytes:
    """Read a file that a person named, up to a limit.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        CallerError: it is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    if len(data) > limit:
        raise CallerError(N_("%(path)s has more than %(limit)d bytes"), path=str(path), limit=limit)
    return data


@contextlib.contextmanager
def naming(place: Path) -> Iterator[None]:
    """Let an error of the disk name the place that a person gave, and not what lay there for a while or the node that they did not ask for.

    Raises:
        CallerError: the disk failed.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and not is_of_disk(error):
            raise
        cause = reason_of(error) if isinstance(error, OSError) else reason_of_database(error)
        raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(place), cause=cause) from error
