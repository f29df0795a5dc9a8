"""What all tests of pages share."""

from __future__ import annotations

import pytest

from detente.node import posix
from detente.node.store import Store
from tests.web.acting import Sitting, copied, play


@pytest.fixture(scope="session")
def acted(tmp_path_factory):
    """The folder of the talks of acting.py and the entries in them, by name: to be copied, never used itself."""
    folder = tmp_path_factory.mktemp("acting")
    return folder, play(folder)


@pytest.fixture(scope="session", autouse=True)
def quick_disks():
    """What is written is on the disk before it is acknowledged; tests/node/test_kill.py sees to that, and here it only costs time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posix, "sync_file", lambda file: file.flush())
        patch.setattr(posix, "sync_folder", lambda _folder: None)
        opened = Store.__init__

        def open_without_waiting(self, *args, **kwargs):
            opened(self, *args, **kwargs)
            self.db.execute("PRAGMA synchronous=OFF")

        patch.setattr(Store, "__init__", open_without_waiting)
        yield


@pytest.fixture
def refs(acted):
    return acted[1]


@pytest.fixture
def usa(acted, tmp_path):
    """The secretary of usa in her seat."""
    sitting = Sitting(copied(acted[0], tmp_path))
    sitting.sit()
    yield sitting
    sitting.close()
