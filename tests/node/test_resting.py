"""The fold rests in the store and goes on from there: opening does not fold the whole record, and never believes what is not so."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.acts import ANY, WAITING, Called, Ref, Wanted
from detente.dialogue.fold import Fold
from detente.dialogue.kinds import RECORD_KINDS
from detente.errors import CallerError, StoreError
from detente.node.fsck import check
from detente.node.node import Node
from detente.node.receiving import Received, receive_pouch
from detente.node.reopening import reopen
from detente.node.room import Room
from detente.node.schema import SCHEMA_VERSION
from detente.node.sealing import seal_acts
from detente.node.store import Store, trusted_entry
from detente.record.seal import LogKey
from detente.views.requests import requests_page
from tests.dialogue.histories import AT, History, histories
from tests.simulator import Forger, KeyThief, World, plenary_of
from tests.strategies import examples

A_NOTE = {"kind": "note", "at": AT, "form": "letter"}


def anew(room: Room) -> Fold:
    """The fold over everything that counts, in memory, from nothing."""
    return room.fold_of(room.channel.vector())


def again(world: World, party: str) -> Room:
    """The same store opened by another process."""
    old = world.nodes[party]
    world.nodes[party] = Node(party=party, store=old.store, keys=old.keys, heads=old.heads, clock=old.clock, random=old.random)
    return world.room(party)


def made_by_hand(world: World, party: str, value: object) -> None:
    store, room = world.nodes[party].store, world.room(party)
    store.db.execute("UPDATE folds SET value=? WHERE channel=?", (value, room.id))


# ---------------------------------------------------------------- whole histories, through real nodes


class Replay:
    """A history of the fold's own tests, acted by real nodes: the same acts at the same places, sealed and admitted."""

    def __init__(self, history: History, seed: int) -> None:
        self.history = history
        self.rng = random.Random(seed)
        self.world = World(len(history.members), seed % 100)
        self.secrets: dict[Ref, bytes] = {}
        seal_acts(self.world.nodes["alpha"], self.world.room("alpha"), [])
        for party in history.members[1:]:  # the founder is heard first
            self._bring(party, LogKey("alpha", 0), 2)
            seal_acts(self.world.nodes[party], self.world.room(party), [])

    def pouches(self) -> Iterator[tuple[LogKey, int, int]]:
        """All pouches but the openings of generation 0, causes first."""
        arrived = {log: 2 if log.generation == 0 else 0 for log in self.history.logs}
        left = deque((log, start, end) for log, ends in self.history.sealed.items() for start, end in zip([0, *ends], ends, strict=False))
        while left:
            log, start, end = left.popleft()
            if end <= arrived[log]:
                continue
            past = self.history.sealed[log][end]
            before = LogKey(log.party, log.generation - 1)
            if (
                arrived[log] != start
                or any(arrived[other] < size for other, size in past.items())
                or (log.generation and arrived[before] < max(self.history.sealed[before], default=0))
            ):
                left.append((log, start, end))
                continue
            arrived[log] = end
            yield log, start, end

    def act(self, log: LogKey, start: int, end: int) -> None:
        """One pouch: its author hears what the history says, and seals."""
        node, room = self.world.nodes[log.party], self.world.room(log.party)
        for other, size in self.history.sealed[log][end].items():
            if other.party != log.party:
                self._bring(log.party, other, size)
        acts = [act for act in self.history.logs[log] if start <= act.ref.index < end]
        if acts[0].kind == "reopen":
            reopen(node, room, "restore")
            return
        acts = [act if act.kind not in RECORD_KINDS else act._replace(kept=A_NOTE, leaf=b"") for act in acts]  # no log opens twice
        first = {act.leaf: act.ref for act in reversed(self.history.logs[log])}
        chosen = [self.secrets.get(first.get(act.leaf, act.ref)) or self.rng.randbytes(32) for act in acts]
        self.secrets |= {act.ref: secret for act, secret in zip(acts, chosen, strict=True)}
        secrets = deque([b"".join(chosen)])  # they are drawn at once
        drawn, node.random = node.random, lambda size: secrets.popleft() if secrets else drawn(size)
        try:
            seal_acts(node, room, [dict(act.kept) for act in acts])
        finally:
            node.random = drawn

    def _bring(self, party: str, log: LogKey, size: int) -> None:
        node, author = self.world.nodes[party], self.world.nodes[log.party]
        room = self.world.room(log.party)
        have = self.world.room(party).channel.logs.get(log)
        for stored in author.store.heads_of(room.id, log, have.size if have else 0):
            if stored.id.size <= size:
                receive_pouch(node, room.pouch(stored), Received())


@settings(max_examples=examples(25))
@given(histories(steps=30), st.integers(0, 2**32))
def test_a_fold_in_the_store_is_the_fold_in_memory_wherever_it_rests_and_goes_on(history: History, seed: int) -> None:
    replay = Replay(history, seed)
    world, rng = replay.world, replay.rng
    for log, start, end in replay.pouches():
        replay.act(log, start, end)
        party = rng.choice(history.members)
        room = world.room(party)
        room.rest_every = rng.randint(1, 20)
        if rng.random() < 0.2:
            room.rest()
        if rng.random() < 0.2:
            room = again(world, party)
        if rng.random() < 0.2:
            assert room.fold.value() == anew(room).value()
    for party in history.members:
        room = world.room(party)
        value = anew(room).value()
        assert room.fold.value() == value
        waiting = [request.act.ref for request in anew(room).requests.waiting()]
        assert [request.act.ref for request in room.fold.requests.waiting()] == waiting
        assert room.fold.requests.number(WAITING) == len(waiting)
        assert check(world.nodes[party]).problems == []
        assert again(world, party).fold.value() == value


# ---------------------------------------------------------------- what is believed


@pytest.fixture
def world() -> World:
    world = World(2, seed=5)
    world.settle()
    for number in range(6):
        request = world.request("alpha", "bravo", f"Number {number}.")
        world.settle()
        if number % 2:
            world.act("bravo", kind="answer", re=[request], outcome="full", text="This.")
            world.settle()
    for party in world.parties:
        world.room(party).rest()
    return world


def test_opening_goes_on_from_where_the_fold_rests(world: World) -> None:
    room = again(world, "bravo")
    assert room.folding.unrested == 0
    assert room.fold.requests.live == {}
    world.request("alpha", "bravo", "One more.")
    world.settle()
    assert again(world, "bravo").folding.unrested == 1
    assert world.room("bravo").fold.value() == anew(world.room("bravo")).value()


@pytest.fixture
def declared() -> World:
    """Many declarations, of which one corrects another and one is disputed, and as many notifications; at rest."""
    world = World(2, seed=6)
    world.settle()
    of_all = {"kind": "declare", "at": AT, "about": "text/first", "form": "figures", "on": "2021-09-01", "figures": {"boats": 3}}
    noticed = {"kind": "notify", "at": AT, "about": "text/first", "format": "change", "on": "2021-09-01"}
    seal_acts(world.nodes["alpha"], world.room("alpha"), [*[of_all] * 40, *[noticed] * 40])
    world.settle()
    first = world.room("alpha").my_head.size - 81
    seal_acts(world.nodes["alpha"], world.room("alpha"), [{**of_all, "re": [["alpha", 0, first]]}])
    world.settle()
    world.act("bravo", kind="dispute", re=[["alpha", 0, first + 1]], reason="There are four.")
    world.settle()
    for party in world.parties:
        world.room(party).rest()
    return world


def test_opening_reads_no_declaration_and_no_notification(declared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    store = declared.nodes["bravo"].store
    entries_of, line_of = store.some_entries, store.act_line

    def some_entries(seq: int, indices: Any) -> Any:
        for index, entry in entries_of(seq, indices):
            read.append(entry.kind)
            yield index, entry

    def act_line(*args: Any) -> Any:
        found = line_of(*args)
        read.append("" if found is None else trusted_entry(found[2], found[1]).kind)
        return found

    monkeypatch.setattr(store, "some_entries", some_entries)
    monkeypatch.setattr(store, "act_line", act_line)
    room = again(declared, "bravo")
    assert sorted(read) == ["declare", "dispute"], "the one that is disputed, and no other"
    said = room.fold.compliance.said
    assert len(said) == len(list(said.about("text/first"))) == 81
    assert {act.kept["form"] for act in room.fold.memory.acts(said.about("text/first", "declare"))} == {"figures"}
    assert room.fold.value() == anew(room).value()
    assert [[act.kind for act in room.fold.compliance.related(ref)] for ref in room.fold.compliance.corrections] == [["declare"]]
    assert check(declared.nodes["bravo"]).problems == []


@pytest.mark.parametrize(
    "change",
    [
        'replace(value, \'["text/first","declare"]\', \'["text/other","declare"]\')',
        'replace(value, \'"corrections":[[\', \'"corrections":[],"else":[[\')',
        'replace(value, \'"said":[[\', \'"said":[],"else":[[\')',
    ],
)
def test_fsck_names_declarations_that_rest_and_are_not_so(declared: World, change: str) -> None:
    node = declared.nodes["alpha"]
    value = node.store.db.execute("SELECT value FROM folds").fetchall()
    node.store.db.execute(f"UPDATE folds SET value=CAST({change} AS BLOB)")  # noqa: S608 - texts of this test
    assert node.store.db.execute("SELECT value FROM folds").fetchall() != value
    assert check(node).problems
    assert check(node).problems == [], "it was made anew"
    assert again(declared, "alpha").fold.value() == anew(declared.room("alpha")).value()


@pytest.mark.parametrize("value", [b"{", b"[]", b"{}", b'{"lasting":[["alpha",0,999]]}', "text"])
def test_a_damaged_snapshot_is_made_anew(world: World, value: object) -> None:
    made_by_hand(world, "alpha", value)
    room = again(world, "alpha")
    assert room.fold.value() == anew(room).value()


@pytest.mark.parametrize("change", ["made_by='detente 0.0.1'", "covers='[]'", 'covers=\'[["alpha",0,7,"AAAA"]]\'', "covers='{'"])
def test_a_snapshot_of_another_program_or_another_cut_is_not_believed(world: World, change: str) -> None:
    world.nodes["alpha"].store.db.execute(f"UPDATE folds SET {change}")  # noqa: S608
    world.nodes["alpha"].store.db.execute("UPDATE requests SET status='nil'")
    room = again(world, "alpha")
    assert {line.status for line in room.fold.requests.lines(ANY)} == {"open", "full"}
    assert room.fold.value() == anew(room).value()
    assert check(world.nodes["alpha"]).problems == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests SET status='nil' WHERE status='full' AND idx=(SELECT min(idx) FROM requests WHERE status='full')",
        "UPDATE requests SET move=NULL WHERE status='open'",
        "UPDATE requests SET refs=x'' WHERE status='full'",
        "DELETE FROM requests WHERE status='open'",
        "UPDATE requests SET number=number+1",
        "INSERT INTO requests VALUES (1, 999, 1, 'bravo', 20210930080000, 'open', 'bravo', 0, x'')",
        "UPDATE folds SET value=replace(value, '\"sent\":6', '\"sent\":5')",
        "UPDATE folds SET value='{'",
        "UPDATE states SET acts=acts+1 WHERE head=3",
        "UPDATE states SET acts_root=zeroblob(32) WHERE head=3",
        "UPDATE states SET telling='[1]' WHERE head=3",
        "UPDATE tips SET frontier=zeroblob(length(frontier))",
    ],
)
def test_fsck_names_what_rests_and_is_not_so(world: World, change: str) -> None:
    node = world.nodes["alpha"]
    assert check(node).problems == []
    assert node.store.db.execute(change).rowcount >= 1
    assert check(node).problems
    if "requests" in change or "folds" in change:
        assert check(node).problems == [], "it was made anew"
        assert again(world, "alpha").fold.value() == anew(world.room("alpha")).value()


def test_a_tip_without_its_tree_is_not_opened(world: World) -> None:
    world.nodes["alpha"].store.db.execute("DELETE FROM tips")
    with pytest.raises(StoreError, match="damaged"):
        again(world, "alpha")


def test_a_node_restored_from_a_backup_rests_where_the_backup_does(world: World) -> None:
    old = world.backup("bravo")
    for number in range(3):
        world.request("alpha", "bravo", str(number))
        world.settle()
    world.room("bravo").rest()
    room = plenary_of(world.restore("bravo", old))
    assert room.folding.unrested == 0
    assert room.fold.value() == anew(room).value()
    world.settle()
    assert world.room("bravo").fold.value() == world.room("alpha").fold.value()


def test_sealing_that_fails_leaves_no_trace_in_the_fold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    node, room = world.nodes["alpha"], world.room("alpha")
    value = room.fold.value()
    monkeypatch.setattr(node.keys, "sealing_pairs", lambda *_: [])
    with pytest.raises(CallerError, match="holds no key"):
        seal_acts(node, room, [{"kind": "request", "at": node.now, "to": "bravo"}])
    assert room.fold.value() == value
    monkeypatch.undo()
    world.request("alpha", "bravo", "Now it can be sealed.")
    assert room.fold.value() == anew(room).value()
    assert room.fold.sections()["requests/alpha"]["sent"] == 7


# ---------------------------------------------------------------- forks


@pytest.mark.slow
def test_after_a_fork_acts_are_looked_up_on_the_branch_that_counts() -> None:
    """The thief's version came first at charlie; the owner's counts. What stands at one index in both is not the same act."""
    world = World(3, seed=11)
    world.settle()
    thief = KeyThief(world, "bravo")
    base = world.room("bravo").my_head.size
    thief.act(kind="note", form="letter", text="The thief's.")
    thief.act(kind="note", form="letter", text="The thief's, too.")
    world.bring("charlie", thief.pouches(above=base))
    world.room("charlie").rest()
    asked = world.request("bravo", "charlie", "The owner's.")
    world.act("bravo", kind="remind", re=[asked], text="Again.")
    world.settle()
    world.reopen("bravo", "theft")
    world.settle()
    room = world.room("charlie")
    assert room.is_forked(LogKey("bravo", 0))
    for answers in range(2):
        assert room.fold.requests[Ref(*asked)].act.kind == "request"
        assert [act.kind for act in room.fold.requests[Ref(*asked)].acts()] == [*["answer"] * answers, "remind"]
        assert room.fold.value() == anew(room).value() == world.room("alpha").fold.value()
        world.act("charlie", kind="answer", re=[asked], outcome="nil", text="No.")
        world.settle()
        room.rest()
        room = again(world, "charlie")
    assert check(world.nodes["charlie"]).problems == []


@pytest.mark.slow
def test_what_rests_is_forgotten_when_a_fork_is_proven() -> None:
    """Evidence takes back what had counted and had been put to rest."""
    world = World(3, seed=12)
    world.settle()
    twin = Forger(world, "bravo")
    base = world.room("bravo").my_head.size
    world.request("bravo", "alpha", "One version.")
    world.settle()
    for party in world.parties:
        world.room(party).rest()
    assert world.room("alpha").fold.sections()["requests/bravo"]["sent"] == 1
    world.bring("alpha", [twin.pouch({"kind": "request", "to": "charlie", "text": "Another."})])
    world.settle()
    for party in ("alpha", "charlie"):
        room = world.room(party)
        assert room.channel.is_proven_fork(LogKey("bravo", 0)), base
        assert room.fold.sections()["requests/bravo"]["sent"] == 0
        assert list(room.fold.requests.lines(ANY)) == []
        assert again(world, party).fold.value() == anew(world.room(party)).value()
        assert check(world.nodes[party]).problems == []


# ---------------------------------------------------------------- lists


def test_lists_are_filtered_sorted_and_paged_without_reading_acts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    room = again(world, "alpha")
    world.request("bravo", "alpha", "The newest.")
    world.settle()
    requests = room.fold.requests
    everything = sorted(anew(room).requests.values(), key=lambda request: (request.line().at, request.act.ref), reverse=True)
    monkeypatch.setattr(room.store, "act_line", None)  # whoever reads an act fails
    assert list(requests.lines(ANY)) == [request.line() for request in everything]
    assert next(requests.lines(ANY)).ref.party == "bravo"
    for wanted in (
        Wanted(by="alpha"), Wanted(by="bravo"), Wanted(to="alpha"), Wanted(status="full"), Wanted(status="disputed"), Wanted(move="bravo"),
        Wanted(move=""), Wanted(waiting=True), Wanted(by="alpha", status="open", move="bravo"), Wanted(by="alpha", to="alpha"),
    ):  # fmt: skip
        found = [request.line() for request in everything if wanted.fits(request.line())]
        assert list(requests.lines(wanted)) == found, wanted
        assert requests.number(wanted) == len(found), wanted


def test_a_page_is_the_newest_that_fit_and_says_how_many_there_are(world: World) -> None:
    asked = [world.request("alpha", "bravo", text) for text in ("Адреса серверов", "The servers of МОСКВА", "Nothing else")]
    world.settle()
    ref = Ref(*world.request("bravo", "alpha", "Servers, to be destroyed"))
    world.settle()
    room = again(world, "bravo")

    def page(*args: Any, **options: Any) -> tuple[list[str], int]:
        found = requests_page(room, *args, **options)
        return [row.ref for row in found.requests], found.total

    refs = [str(Ref(*item)) for item in asked]
    everything, total = page()
    assert everything[:4] == [str(ref), *reversed(refs)]
    assert total == 10 == len(everything)
    assert page(first=1, count=2) == (everything[1:3], 10)
    assert page(first=10) == ([], 10)
    assert page(Wanted(status="full"), count=1)[1] == 3
    assert page(words="москва") == ([refs[1]], 1)
    assert page(words="СЕРВЕРОВ") == ([refs[0]], 1)
    assert page(Wanted(by="alpha"), words="servers") == ([refs[1]], 1)
    assert page(words="servers") == ([str(ref), refs[1]], 2)
    for party in world.parties:
        world.act(party, kind="destroy", re=[ref.value])
        world.settle()
    assert page(words="servers") == ([refs[1]], 1)


def test_words_of_titles_are_looked_for_some_requests_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [str(Ref(*world.request("alpha", "bravo", f"Servers {number}"))) for number in range(7)]
    world.settle()
    room = again(world, "bravo")
    looked_at: list[int] = []
    titles = room.titles

    def counted(refs: Iterable[Ref]) -> dict[Ref, str]:
        refs = list(refs)
        looked_at.append(len(refs))
        return titles(refs)

    monkeypatch.setattr(room, "titles", counted)
    monkeypatch.setattr("detente.views.requests._TITLES_AT_ONCE", 3)
    found = requests_page(room, words="servers", first=2, count=4)
    assert [row.ref for row in found.requests] == list(reversed(asked))[2:6]
    assert found.total == 7
    assert max(looked_at) <= 3
    assert sum(looked_at) == room.fold.requests.number(Wanted())


# ---------------------------------------------------------------- earlier layouts


@pytest.mark.slow
def test_a_store_of_an_earlier_layout_gets_the_same_states(tmp_path: Path) -> None:
    world = World(3, seed=11)
    world.settle()
    thief = KeyThief(world, "bravo")
    base = world.room("bravo").my_head.size
    thief.act(kind="note", form="letter", text="The thief's.")
    world.bring("charlie", thief.pouches(above=base))
    world.request("bravo", "charlie", "The owner's.")
    world.settle()
    world.reopen("bravo", "theft")
    world.settle()

    def beside(store: Store) -> list[Any]:
        return [store.db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in ("states", "tips")]  # noqa: S608

    store = world.nodes["charlie"].store
    assert len(beside(store)[1]) > len(world.parties), "two versions of one log"
    copy = tmp_path / "record.sqlite"
    store.db.execute("VACUUM INTO ?", (str(copy),))
    old = Store(copy)
    old.db.executescript("DROP TABLE requests; DROP TABLE folds; DROP TABLE states; DROP TABLE tips; PRAGMA user_version=3;")
    old.close()
    new = Store(copy)
    assert new.db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert beside(new) == beside(store)
    new.close()


def test_a_store_in_which_requests_had_no_numbers_gets_them(world: World) -> None:
    node = world.nodes["bravo"]
    numbers = {line.ref: line.number for line in world.room("bravo").fold.requests.lines(ANY)}
    world.room("bravo").rest()
    node.store.db.executescript(
        "ALTER TABLE requests DROP COLUMN number; UPDATE folds SET made_by='an earlier program'; PRAGMA user_version=4;"
    )
    node.store._open_layout(node.store.db, new=False)
    room = again(world, "bravo")
    room.rest()
    assert {line.ref: line.number for line in room.folding.shelf.lines(ANY)} == numbers
    for party in world.parties:
        own = sorted(ref for ref in numbers if ref.party == party)
        assert [numbers[ref] for ref in own] == list(range(1, len(own) + 1))


def test_numbers_and_places_narrow_a_list_at_rest_and_at_hand_alike(world: World) -> None:
    requests = world.room("alpha").fold.requests
    lines = list(requests.lines(ANY))
    called = Called(2, {lines[-1].ref.log: {lines[-1].ref.index}})
    expected = [line for line in lines if called.fits(line)]
    assert len(expected) > 1
    assert list(requests.lines(Wanted(called=called))) == expected
    world.room("alpha").rest()
    assert list(requests.lines(Wanted(called=called))) == expected
    assert requests.number(Wanted(called=called)) == len(expected)


def test_what_a_transaction_that_failed_knew_of_a_log_is_forgotten(tmp_path):
    """Else the number of its row would come to be that of another log, and what is stored later would be filed there."""
    store = Store(tmp_path / "record.sqlite")

    def fails() -> None:
        with store.transaction():
            store.act_line("00" * 32, LogKey("alpha", 0), 0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.transaction():
        for party in ("bravo", "alpha"):
            store.act_line("00" * 32, LogKey(party, 0), 0)
    assert sorted(party for (party,) in store.db.execute("SELECT party FROM logs")) == ["alpha", "bravo"]
    store.close()
