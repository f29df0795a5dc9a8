"""What several tests begin with is made once for all processes of a run; whoever comes second waits until the first has made it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """A folder that is to be copied or read, never changed, and what its maker said of it.

    Args:
        name: under which all tests of a run know it.
        make: fills an empty folder; what it returns must be JSON.
    """
    place = folders.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "once" / name
    place.mkdir(parents=True, exist_ok=True)
    made, said = place / "made", place / "said.json"
    with (place / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.rmtree(made, ignore_errors=True)  # of one that failed half-way
            made.mkdir()
            said.write_text(json.dumps(make(made)), "utf-8")
    return made, json.loads(said.read_text("utf-8"))
