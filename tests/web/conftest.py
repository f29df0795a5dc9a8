"""What all tests of pages share: two invented talks, each played once, and seats at copies of their nodes."""

from __future__ import annotations

import shutil

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import sync_playwright

from detente.node import posix
from detente.node.accounts import Accounts
from detente.node.store import Store
from tests.once import once
from tests.web import acting, seated, talks


@pytest.fixture(scope="module")
def browser():
    """Chromium; only tests that are marked as needing it ask for it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=seated.chromium(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", autouse=True)
def quick_disks():
    """What is written is on the disk before it is acknowledged; tests/node/test_kill.py sees to that, and here it only costs time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posix, "sync_file", lambda file: file.flush())
        patch.setattr(posix, "sync_folder", lambda _folder: None)
        opened = Store.__init__

        def open_without_waiting(self, *args, **kwargs):
            opened(self, *args, **kwargs)
            self.derived.execute("PRAGMA synchronous=OFF")

        patch.setattr(Store, "__init__", open_without_waiting)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """A password costs 64 MiB and a tenth of a second on purpose; tests/node/test_accounts.py sees to that, and here it only costs time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Accounts.__init__, "__defaults__", (PasswordHasher(time_cost=1, memory_cost=64, parallelism=1),))
        yield


# ---- the talks of Geneva, as `detente demo` plays them


@pytest.fixture(scope="session")
def geneva(tmp_path_factory):
    """The folder in which they were played, all chairs of it: to be copied, never served itself."""
    return once(tmp_path_factory, "geneva", lambda folder: seated.play(folder / "played"))[0] / "played"


# ---- the talks of acting.py, for what is done: each test has a copy


@pytest.fixture(scope="session")
def acted(tmp_path_factory):
    """The folder of the talks of acting.py and the entries in them, by name: to be copied, never used itself."""
    return once(tmp_path_factory, "acting", acting.play)


@pytest.fixture
def refs(acted):
    return acted[1]


@pytest.fixture
def usa(acted, tmp_path):
    """The secretary of usa in her seat."""
    sitting = acting.Sitting(acting.copied(acted[0], tmp_path))
    sitting.sit()
    yield sitting
    sitting.close()


# ---- the talks of talks.py, for what is read: the tests of a module share a copy


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """The folder of the talks, and where each step came to stand."""
    return once(tmp_path_factory, "talks", talks.play_talks)


@pytest.fixture(scope="session")
def at(played):
    """The entry of each step of the talks."""
    return played[1]


@pytest.fixture(scope="module")
def north(played, tmp_path_factory):
    """The secretary of Northland at a copy of its node."""
    sitting = _sit(played, tmp_path_factory, "north", "secretary")
    yield sitting
    sitting.close()


@pytest.fixture(scope="module")
def south(played, tmp_path_factory):
    """The secretary of Southland at a copy of its node."""
    sitting = _sit(played, tmp_path_factory, "south", "secretary")
    yield sitting
    sitting.close()


@pytest.fixture(scope="module")
def translator(played, tmp_path_factory):
    """A translator of Northland, who reads and drafts nothing."""
    sitting = _sit(played, tmp_path_factory, "north", "translator")
    yield sitting
    sitting.close()


def _sit(played, tmp_path_factory, party, seat):
    folder = tmp_path_factory.mktemp(party) / party
    shutil.copytree(played[0] / party, folder)
    return talks.Sitting(folder, seat)
