"""The only module that calls what one kind of operating system has and another has not.

Each function does the best that the system at hand allows, and says what that is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


def sync_file(file: IO[bytes]) -> None:
    """Bring what was written to a file to the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a new or renamed name in a folder to the disk; Windows has no such call and keeps names with its files."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(path: Path) -> None:
    """Let only the owner read a file or enter a folder; on Windows the folder's own rights hold."""
    if os.name == "posix":
        path.chmod(0o700 if path.is_dir() else 0o600)


def try_lock(file: IO[bytes], *, shared: bool = False) -> bool:
    """Take a lock on an open file, for as long as it stays open; False if another process has one that excludes it.

    Args:
        shared: others may have such a lock too. Windows has none of this kind: nothing is locked there.
    """
    try:
        if sys.platform == "win32":
            if shared:
                return True
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(file.fileno(), (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
