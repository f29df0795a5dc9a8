"""Each test of the command line has a folder of its own, a clock that stands still, and no settings of whoever runs it.

What many tests begin with is played once and copied: `talks` (two nodes that have founded a dialogue and sealed that
they know it) and `exercise` (the story first-request of the demo).
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from detente.node import posix
from detente.node.carrier import FolderCarrier
from detente.node.node import Node
from detente.node.store import Store
from detente.node.witnessing import Witness
from tests.cli.transcript import NOW, run
from tests.once import once

COURIER = "courier"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    settle_in(tmp_path, monkeypatch)
    return tmp_path


def settle_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Work in a folder, on the morning of the report."""
    patch.chdir(folder)
    for name in ("DETENTE_NODE", "DETENTE_LANG", "DETENTE_PASSPHRASE", "DETENTE_PASSPHRASE_VARIABLE", "LC_ALL", "LC_MESSAGES", "LANG"):
        patch.delenv(name, raising=False)
    patch.setenv("COLUMNS", "80")
    patch.setenv("NO_COLOR", "1")
    patch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW)
    patch.setattr(Witness.__init__, "__defaults__", (lambda: NOW,))
    # What is written is on the disk before it is acknowledged; tests/node/test_kill.py sees to that, and here it only costs time.
    patch.setattr(posix, "sync_file", lambda file: file.flush())
    patch.setattr(posix, "sync_folder", lambda _folder: None)
    opened = Store.__init__

    def open_without_waiting(self, *args, **kwargs):
        opened(self, *args, **kwargs)
        self.derived.execute("PRAGMA synchronous=OFF")

    patch.setattr(Store, "__init__", open_without_waiting)


def played(folder: Path, *lines: str) -> None:
    """Run commands in a folder; each must succeed."""
    with pytest.MonkeyPatch.context() as patch:
        settle_in(folder, patch)
        for line in lines:
            code, said = run(line.split())
            assert code == 0, (line, said)


def copied(played_in: Path, place: Path) -> Path:
    """A copy of everything in a folder; the nodes know the courier at its new place, so that nothing in it is news."""
    shutil.copytree(played_in, place, dirs_exist_ok=True)
    before, now = (FolderCarrier(folder / COURIER).address for folder in (played_in, place))
    for store in place.glob("*/record.sqlite"):
        with closing(sqlite3.connect(store)) as db, db:
            db.execute("UPDATE carrier_files SET carrier=? WHERE carrier=?", (now, before))
    return place


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> Path:
    """What `talks` begins with: to be copied, never used itself."""
    lines = (
        "--node north init --party north --name en=Northland --no-passphrase",
        "--node south init --party south --name en=Southland --no-passphrase",
        "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
        "--node north charter sign charter.json",
        "--node south charter sign charter.json",
        *(f"--node {party} sync {COURIER}" for party in ("north", "south", "north", "south")),
    )
    return once(tmp_path_factory, "founded", lambda folder: played(folder, *lines))[0]


@pytest.fixture
def talks(founded, place) -> Path:
    """Northland and Southland have founded a dialogue, and each has sealed that it knows the other's opening."""
    return copied(founded, place)


@pytest.fixture(scope="session")
def exercised(tmp_path_factory) -> Path:
    """What `exercise` begins with: to be copied, never used itself."""
    line = "demo --no-browser --story first-request --dir demo"
    return once(tmp_path_factory, "exercised", lambda folder: played(folder, line))[0]


@pytest.fixture
def exercise(exercised, place) -> Path:
    """An exercise of two nodes in the folder demo, with the demo's names."""
    return copied(exercised, place) / "demo"
