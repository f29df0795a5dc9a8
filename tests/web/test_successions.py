"""Pages of both parties after a root key was stolen, revoked by its notice, and succeeded: they hold, and say what counts."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import ExitStack

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.i18n import LANGUAGES
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.node import Node
from detente.node.reopening import reopen
from detente.node.roots import NoticeFile, RootFile, notice_file, pair_of, read_notice
from detente.node.sealing import seal_acts
from detente.node.succeeding import open_all, publish_notice
from detente.web import party
from tests.strategies import stride
from tests.web.talks import NOW, Sitting
from tests.web.test_links import faults
from tests.web.walking import Seen, follow, left_in_english

pytestmark = pytest.mark.slow

STARTS = ("/", "/remarks", "/contradictions", "/count", "/held", "/record", "/sign-in")


class Theft:
    """Northland's keys are stolen; Southland has not seen its last request when it publishes the notice.

    Attributes:
        unseen: the request that Southland had not seen.
        forged: the request of the thief, in a log that he opened.
        after: what Northland seals under the successor.
    """

    def __init__(self, played, folder) -> None:
        shutil.copytree(played, folder)
        self.folder = folder
        self.moment = NOW
        self.unseen = self.forged = self.after = ""

    def steal(self) -> None:
        self._both(1)
        shutil.copytree(self.folder / "north", self.folder / "thief")
        self.unseen = self._ask("north", "Supposed: after the theft")
        with ExitStack() as closing:
            thief = self._open(closing, "thief")
            thief.keys.take_out_successor()
            reopen(thief, thief.room("plenary"), "theft")
        self.forged = self._ask("thief", "Supposed: forged")

    def revoke(self) -> None:
        with ExitStack() as closing:
            north, south = self._open(closing, "north"), self._open(closing, "south")
            (self.folder / "notice.json").write_bytes(notice_file(north, next(iter(north.charters.values()))))
            publish_notice(south, self.notice)
        self._sync("thief")
        self._both(2)

    def succeed(self) -> None:
        with ExitStack() as closing:
            north = self._open(closing, "north")
            seeds = north.keys.data["next"]
            open_all(north, self.notice, RootFile("north", pair_of(seeds), seeds))
        self.after = self._ask("north", "Supposed: after the succession")
        self._both(2)

    @property
    def notice(self) -> NoticeFile:
        return read_notice(self.folder / "notice.json")

    def _ask(self, name, subject) -> str:
        with ExitStack() as closing:
            node = self._open(closing, name)
            room = node.room("plenary")
            seal_acts(node, room, [{"kind": "request", "at": node.now, "to": "south", "subject": subject, "text": subject}])
            generation = f".{room.mine.generation}" if room.mine.generation else ""
            return f"north{generation}/{room.my_head.size - 2}"

    def _both(self, times) -> None:
        for _ in range(times):
            for name in ("north", "south"):
                self._sync(name)

    def _sync(self, name) -> None:
        with ExitStack() as closing:
            sync(self._open(closing, name), FolderCarrier(self.folder / "courier"))

    def _open(self, closing, name) -> Node:
        node = Node.open(self.folder / name, SECRETS_OPEN)
        closing.callback(node.close)
        self.moment += dt.timedelta(minutes=1)
        node.clock = lambda: self.moment
        return node


@pytest.fixture(scope="module")
def revoked(played, tmp_path_factory):
    """After the notice was published, and before the successor is in place."""
    theft = Theft(played[0], tmp_path_factory.mktemp("revoked") / "talks")
    theft.steal()
    theft.revoke()
    return theft


@pytest.fixture(scope="module")
def succeeded(revoked, tmp_path_factory):
    """After the successor has opened the logs of Northland."""
    folder = tmp_path_factory.mktemp("succeeded") / "talks"
    theft = Theft(revoked.folder, folder)
    theft.unseen, theft.forged, theft.moment = revoked.unseen, revoked.forged, revoked.moment
    theft.succeed()
    return theft


@pytest.fixture(params=["revoked", "succeeded"])
def state(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["north", "south"])
def seat(request, state):
    sitting = Sitting(state.folder / request.param, now=state.moment)
    yield sitting
    sitting.close()


def walk(seat, language, most):
    seen = follow(lambda address: seat.get(address, language), STARTS, party.PAGES, most)
    assert seen.failed == {}
    assert faults(seen, language) == {}
    return seen


def test_every_page_holds(seat):
    seen = walk(seat, "en", 3 // stride(3))
    reached = seen.by_kind(party.PAGES)
    assert len([kind for kind, addresses in reached.items() if addresses]) > 60


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_pages_are_in_the_readers_language(succeeded, language):
    seat = Sitting(succeeded.folder / "south", now=succeeded.moment)
    seen = walk(seat, language, 1)
    seat.close()
    assert {address: left for address, page in seen.pages.items() if (left := left_in_english(page, language))} == {}


def words_of(seat, address):
    return Seen(address, seat.page(address)).text()


def test_what_the_notice_ended_is_doubted_and_not_deleted(revoked):
    seat = Sitting(revoked.folder / "south", now=revoked.moment)
    said = words_of(seat, f"/record/plenary/{revoked.unseen}")
    assert "doubted, not deleted" in said
    assert "revoked by a notice before those who published the notice had received this entry" in said
    assert "Supposed: after the theft" in said
    rows = {(row["party"], row["generation"]): row for row in seat.twin("/record")["channels"][0]["logs"]}
    assert (rows["north", 0]["closed"], rows["north", 0]["doubted"]) == (True, 1)
    assert (rows["north", 1]["closed"], rows["north", 1]["doubted"]) == (True, 2)
    assert not rows["south", 0]["closed"]
    assert seat.page(f"/requests/plenary/{revoked.unseen}", status=404)
    seat.close()


def test_the_first_page_says_that_nothing_can_be_sealed_and_to_the_others_whose_key_is_revoked(revoked):
    north = Sitting(revoked.folder / "north", now=revoked.moment)
    said = words_of(north, "/")
    assert "Our root key was revoked by its notice" in said
    assert "detente root succeed SUCCESSOR --notice NOTICE" in said
    assert "Our root key was revoked by its notice" in words_of(north, "/outbox")
    north.close()
    south = Sitting(revoked.folder / "south", now=revoked.moment)
    said = words_of(south, "/")
    assert "was revoked by its notice: what it seals is kept, and doubted" in said
    assert "nothing can be sealed" not in said
    south.close()


def test_what_the_successor_holds_counts_again_and_the_thief_never(succeeded):
    for name in ("north", "south"):
        seat = Sitting(succeeded.folder / name, now=succeeded.moment)
        assert "doubted" not in words_of(seat, f"/record/plenary/{succeeded.unseen}")
        assert "doubted" not in words_of(seat, f"/record/plenary/{succeeded.after}")
        assert "A later root key of its author has taken over" in words_of(seat, f"/record/plenary/{succeeded.forged}")
        assert "under the successor of its root key" in words_of(seat, "/record")
        rows = {(row["party"], row["generation"]): row for row in seat.twin("/record")["channels"][0]["logs"]}
        assert (rows["north", 0]["closed"], rows["north", 0]["doubted"]) == (True, 0)
        assert (rows["north", 1]["closed"], rows["north", 1]["doubted"]) == (True, 2)
        assert (rows["north", 1000]["closed"], rows["north", 1000]["doubted"]) == (False, 0)
        for counted in (succeeded.unseen, succeeded.after):
            assert seat.page(f"/requests/plenary/{counted}")
        seat.close()
