"""Each test of the command line has a folder of its own, a clock that stands still, and no settings of whoever runs it."""

from __future__ import annotations

import pytest

from detente.node import posix
from detente.node.node import Node
from detente.node.store import Store
from detente.node.witnessing import Witness
from tests.cli.transcript import NOW


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DETENTE_NODE", "DETENTE_LANG", "DETENTE_PASSPHRASE", "DETENTE_PASSPHRASE_VARIABLE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW)
    monkeypatch.setattr(Witness.__init__, "__defaults__", (lambda: NOW,))
    # What is written is on the disk before it is acknowledged; tests/node/test_kill.py sees to that, and here it only costs time.
    monkeypatch.setattr(posix, "sync_file", lambda file: file.flush())
    monkeypatch.setattr(posix, "sync_folder", lambda _folder: None)
    opened = Store.__init__

    def open_without_waiting(self, *args, **kwargs):
        opened(self, *args, **kwargs)
        self.db.execute("PRAGMA synchronous=OFF")

    monkeypatch.setattr(Store, "__init__", open_without_waiting)
    return tmp_path
