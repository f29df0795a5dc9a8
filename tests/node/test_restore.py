"""A node restored from an old copy of its store (F17, F18): it never seals before it has caught up, and it always gets on again."""

from __future__ import annotations

import contextlib
import errno
import shutil
from pathlib import Path

import pytest

from detente.errors import CallerError, DetenteError
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.heads import NoHeadFiles
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.readiness import behind
from detente.node.reopening import reopen
from detente.node.restored import note_restored, open_channel
from detente.node.sealing import found_channel, rekey, seal
from detente.node.store import Store
from detente.record.seal import NO_HEAD, LogKey
from tests.simulator import World, pouches_of
from tests.strategies import seeds

ALPHA = LogKey("alpha", 0)


def agreed(world: World) -> None:
    assert all(state == world.states()[0] for state in world.states())
    assert len(set(world.standings())) == 1
    assert world.receipts_held()
    assert all(world.room(party).channel.evidence == [] for party in world.parties)
    assert all(world.nodes[party].store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,) for party in world.parties)


def seals_nothing(world: World, match: str) -> None:
    size = world.room("alpha").my_head.size
    with pytest.raises(CallerError, match=match):
        world.request("alpha", "bravo", text="too early")
    assert world.room("alpha").my_head.size == size
    world.nodes["alpha"].store.db.execute("DELETE FROM drafts")


@pytest.mark.parametrize("seed", seeds(3))
@pytest.mark.parametrize("acts", [1, 3])
def test_with_a_larger_head_file_it_waits_catches_up_from_peers_and_goes_on(seed: int, acts: int) -> None:
    world = World(3, seed)
    world.settle()
    old = world.backup("alpha")
    for number in range(acts):
        world.request("alpha", "bravo", text=str(number))
        world.settle()
    head = world.room("alpha").my_head
    world.restore("alpha", old)
    world.views["alpha"].files.clear()  # and the place is empty: peers alone have it
    seals_nothing(world, "restored from a backup")
    assert world.room("alpha").channel.head(ALPHA, head) is None
    world.request("bravo", "alpha")
    world.settle()
    assert world.room("alpha").channel.head(ALPHA, head) is not None
    world.request("alpha", "bravo", text="on it goes")
    world.settle()
    agreed(world)
    assert world.room("alpha").fold.sections()["requests/alpha"]["sent"] == acts + 1


@pytest.mark.parametrize("heads", [None, NoHeadFiles()])
def test_a_copy_with_a_pouch_that_had_not_left_yet_asks_for_what_followed(heads: NoHeadFiles | None) -> None:
    """The pouch must not leave again before it is known what stands in its place; that must not keep the ask from leaving."""
    world = World(3, seed=4)
    world.settle()
    world.request("alpha", "bravo", text="sealed, and not sent yet")
    old = world.backup("alpha")
    world.settle()
    world.request("alpha", "bravo", text="after the copy")
    world.settle()
    head = world.room("alpha").my_head
    world.restore("alpha", old, heads=heads)
    world.views["alpha"].files.clear()
    world.request("bravo", "alpha")
    received = world.bring("alpha", world.pouches("bravo", above=2))
    assert received.held
    world.settle()
    assert world.room("alpha").channel.head(ALPHA, head) is not None
    agreed(world)


@pytest.mark.parametrize("seed", seeds(3))
def test_with_the_head_file_restored_too_a_peer_that_names_more_stops_it(seed: int) -> None:
    world = World(3, seed)
    world.settle()
    old = world.backup("alpha")
    world.request("alpha", "bravo")
    world.settle()
    head = world.room("alpha").my_head
    world.restore("alpha", old, heads=NoHeadFiles())
    world.request("bravo", "alpha")
    received = world.bring("alpha", world.pouches("bravo", above=2))
    assert received.held
    assert received.receipts == 0
    seals_nothing(world, "another party names our log")
    world.settle()
    assert world.room("alpha").channel.head(ALPHA, head) is not None
    world.request("alpha", "bravo", text="on it goes")
    world.settle()
    agreed(world)


@pytest.mark.parametrize("loss", [0.0, 0.4])
@pytest.mark.parametrize("seed", seeds(2))
def test_it_catches_up_over_a_bad_place_with_a_talk_going_on(seed: int, loss: float) -> None:
    world = World(3, seed, loss=loss, repeat=0.2, late=0.2)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    old = world.backup("alpha")
    for number in range(3):
        world.request("alpha", "charlie", text=str(number))
        world.request("bravo", "alpha", text=str(number))
        world.poll()
    world.settle()
    world.restore("alpha", old)
    world.request("charlie", "bravo")
    world.request("bravo", "charlie")
    world.settle()
    room = world.room("alpha")
    if behind(world.nodes["alpha"], room) is not None:  # its last receipt was lost on the way to everybody: nobody can give it back
        guarded = world.nodes["alpha"].heads.read(room.log_id(room.mine))
        assert all(world.room(party).channel.head(ALPHA, guarded) is None for party in world.parties)
        assert loss
        world.reopen("alpha", "restore")
    world.request("alpha", "bravo", text="here again")
    world.settle()
    agreed(world)


@pytest.mark.parametrize("seed", seeds(3))
def test_when_nobody_can_give_it_back_reopen_goes_on_and_the_others_accept_it(seed: int) -> None:
    """Bravo alone holds what alpha forgot, and is dead; charlie never had it."""
    world = World(3, seed)
    world.settle()
    old = world.backup("alpha")
    world.blocked = {("alpha", "charlie"), ("bravo", "charlie")}
    world.request("alpha", "bravo", text="forgotten")
    world.poll(["alpha"])
    world.poll(["bravo"])
    world.blocked = set()
    world.dead.add("bravo")
    world.restore("alpha", old)
    for view in world.views.values():
        view.files.clear()
    world.settle()
    seals_nothing(world, "restored from a backup")
    world.reopen("alpha", "restore")
    world.request("alpha", "charlie", text="again")
    world.request("charlie", "alpha", text="welcome")
    world.settle()
    agreed(world)
    assert world.room("charlie").channel.generations("alpha") == [ALPHA, LogKey("alpha", 1)]
    world.revive("bravo")
    world.settle()
    agreed(world)
    assert world.room("bravo").fold.sections()["requests/alpha"]["sent"] == 1, "what alpha forgot is kept, without effect"


def test_a_channel_of_which_a_restored_node_hears_for_the_first_time_is_joined_though_a_member_says_nothing() -> None:
    """It may have had a log there, which the silent member may hold: so it goes on in the next generation, which holds nothing."""
    world = World(3)
    world.settle()
    alpha = world.nodes["alpha"]
    with alpha.store.transaction():
        note_restored(alpha.store, alpha.heads, "2021-09-30T08:00:00Z", alpha.now)
    world.dead.add("charlie")
    group = found_channel(world.nodes["bravo"], world.charter.id, "group", {"en": "Group"}, world.parties, "group")
    world.settle()
    room = alpha.rooms[group.id]
    assert not room.my_head.size, "it is shut"
    world.reopen("alpha", "restore")
    reopen(alpha, room, "restore", after=0)
    world.settle()
    assert room.mine == LogKey("alpha", 1)
    assert group.channel.logs[room.mine].main == room.my_head
    alpha.draft(room, {"kind": "request", "to": "bravo", "text": "here again"})
    seal(alpha, room)
    world.settle()
    assert group.fold.value() == room.fold.value()
    assert group.fold.sections()["requests/alpha"]["sent"] == 1


def test_a_channel_is_never_stored_without_those_who_can_be_asked_for_its_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that died in between knew nobody to ask, for ever."""
    world = World(2)
    world.settle()
    group = found_channel(world.nodes["bravo"], world.charter.id, "group", {"en": "Group"}, world.parties, "group")
    kept = Store.set_meta

    def dies(store: Store, key: str, value: bytes) -> None:
        if key == "invitation:" + group.id:
            raise OSError(errno.EIO, "the disk is gone")
        kept(store, key, value)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "set_meta", dies)
        with contextlib.suppress(OSError, DetenteError):
            world.bring("alpha", pouches_of(world.nodes["bravo"], group, "bravo"))
    assert group.id not in {channel for channel, _, _ in world.nodes["alpha"].store.channels()}
    world.settle()
    assert world.nodes["alpha"].rooms[group.id].channel.members == ("alpha", "bravo")


def test_a_log_that_only_the_head_file_knows_is_gone_on_with_in_the_next_generation() -> None:
    """The record alone was copied back, from before alpha joined the channel, and what it sealed there has reached nobody."""
    world = World(2)
    world.settle()
    old = world.backup("alpha")
    group = found_channel(world.nodes["bravo"], world.charter.id, "group", {"en": "Group"}, world.parties, "group")
    world.blocked = {("alpha", "bravo")}
    world.settle()
    assert world.nodes["alpha"].rooms[group.id].my_head.size, "alpha has joined"
    world.blocked = set()
    alpha = world.restore("alpha", old)
    world.bring("alpha", pouches_of(world.nodes["bravo"], group, "bravo"))
    room = alpha.rooms[group.id]
    reason = behind(alpha, room)
    assert reason is not None
    assert "detente reopen %(label)s --why restore" in str(reason.hint)
    assert not room.my_head.size
    reopen(alpha, room, "restore")
    world.settle()
    assert room.mine == LogKey("alpha", 1)
    assert group.channel.logs[room.mine].main == room.my_head
    assert group.fold.value() == room.fold.value()


def with_a_lost_generation(*, sent: bool) -> World:
    """Alpha opens generation 1 of its log, and is put back to before that; its head file is not."""
    world = World(3)
    world.request("alpha", "bravo", text="before")
    world.settle()
    old = world.backup("alpha")
    world.reopen("alpha", "theft")
    if sent:
        world.settle()
    world.restore("alpha", old)
    world.views["alpha"].files.clear()
    return world


def test_a_generation_that_was_opened_and_that_nobody_holds_is_leaped_over() -> None:
    """To open it again would be a second version of it, and in the one before it nothing may be sealed any more."""
    world = with_a_lost_generation(sent=False)
    world.request("bravo", "alpha")
    world.settle()
    with pytest.raises(CallerError, match="opened already, and is not held here") as refused:
        world.request("alpha", "bravo", text="too early")
    assert "--why restore" in str(refused.value.hint)
    with pytest.raises(CallerError, match="opened already, and is not held here") as refused:
        world.reopen("alpha", "theft")
    assert "detente root succeed" in str(refused.value.hint)
    world.nodes["alpha"].store.db.execute("DELETE FROM drafts")
    world.reopen("alpha", "restore")
    assert world.room("alpha").mine == LogKey("alpha", 2)
    assert world.room("alpha").channel.holds[LogKey("alpha", 2)] == (LogKey("alpha", 1), NO_HEAD)
    world.request("alpha", "bravo", text="here again")
    world.settle()
    agreed(world)
    assert world.room("bravo").fold.sections()["requests/alpha"]["sent"] == 2, "what was said in generation 0 counts"


def test_a_generation_that_was_opened_and_that_others_hold_comes_back() -> None:
    world = with_a_lost_generation(sent=True)
    seals_nothing(world, "opened already, and is not held here")
    world.settle()
    assert world.room("alpha").mine == LogKey("alpha", 1)
    world.request("alpha", "bravo", text="on it goes")
    world.settle()
    agreed(world)


def test_a_generation_that_was_leaped_over_and_comes_after_all_accuses_nobody() -> None:
    world = World(3)
    world.settle()
    old = world.backup("alpha")
    world.reopen("alpha", "theft")
    late = world.pouches("alpha")
    world.restore("alpha", old)
    world.reopen("alpha", "restore")
    world.request("alpha", "bravo", text="here again")
    world.settle()
    assert world.bring("bravo", late).admitted == 1
    world.request("bravo", "alpha")
    world.settle()
    assert world.room("alpha").channel.generations("alpha") == [LogKey("alpha", number) for number in range(3)]
    world.request("alpha", "bravo", text="and again")
    world.settle()
    agreed(world)
    assert world.room("bravo").fold.sections()["requests/alpha"]["sent"] == 2


def test_a_record_that_is_put_back_alone_after_a_whole_restore_is_shut_all_the_same() -> None:
    """The whole restore took the head file back, the record alone the mark in it that a restore was; another mark is outside of it."""
    world = World(2)
    world.settle()
    old = world.backup("alpha")
    world.request("alpha", "bravo")
    world.settle()
    alpha = world.restore("alpha", old, heads=NoHeadFiles())
    with alpha.store.transaction():
        note_restored(alpha.store, alpha.heads, "2021-09-30T08:00:00Z", alpha.now)
    seals_nothing(world, "restored from a backup of")
    world.restore("alpha", old)
    seals_nothing(world, "restored from a backup of")
    world.reopen("alpha", "restore")
    world.request("alpha", "bravo", text="here again")
    world.settle()
    agreed(world)


def test_a_record_that_had_caught_up_before_the_last_restore_is_shut_when_it_is_put_back_alone() -> None:
    world = World(2)
    world.settle()
    alpha = world.nodes["alpha"]
    with alpha.store.transaction():
        note_restored(alpha.store, alpha.heads, "2021-09-30T08:00:00Z", "2021-10-01T08:00:00Z")
        open_channel(alpha, world.room("alpha"))
    old = world.backup("alpha")
    with alpha.store.transaction():
        note_restored(alpha.store, alpha.heads, "2021-09-30T08:00:00Z", "2021-10-02T08:00:00Z")
    world.restore("alpha", old)
    seals_nothing(world, "restored from a backup of")


def test_where_it_was_not_restored_there_is_nothing_to_reopen() -> None:
    world = World(2)
    with pytest.raises(CallerError, match="no log in 'plenary'"):
        world.reopen("bravo", "restore")


def test_a_copy_of_the_database_in_a_folder(tmp_path: Path) -> None:
    """The same with real folders: the database is copied and put back, the head file beside it is not."""
    nodes = [Node.create(tmp_path / party, party, {"en": party}, NO_PASSPHRASE) for party in ("alpha", "bravo")]
    found_dialogue(nodes)
    place = FolderCarrier(tmp_path / "place")

    def talk(rounds: int = 4) -> None:
        for _ in range(rounds):
            for node in nodes:
                sync(node, place)

    talk()
    alpha = nodes[0]
    alpha.close()
    shutil.copy(tmp_path / "alpha" / "record.sqlite", tmp_path / "backup.sqlite")
    nodes[0] = alpha = Node.open(tmp_path / "alpha", NO_PASSPHRASE)
    alpha.draft(alpha.room(None), {"kind": "request", "to": "bravo", "text": "forgotten"})
    seal(alpha, alpha.room(None))
    talk()
    head = alpha.room(None).my_head
    alpha.close()
    for stale in (tmp_path / "alpha").glob("record.sqlite-*"):
        stale.unlink()
    shutil.copy(tmp_path / "backup.sqlite", tmp_path / "alpha" / "record.sqlite")
    nodes[0] = alpha = Node.open(tmp_path / "alpha", NO_PASSPHRASE)
    room = alpha.room(None)
    assert room.my_head.size < head.size
    draft = alpha.draft(room, {"kind": "request", "to": "bravo", "text": "too early"})
    with pytest.raises(CallerError, match="restored from a backup") as refused:
        seal(alpha, room)
    assert "detente sync" in str(refused.value.hint)
    alpha.store.drop_drafts([draft])
    bravo = nodes[1]
    bravo.draft(bravo.room(None), {"kind": "request", "to": "alpha", "text": "are you there?"})
    seal(bravo, bravo.room(None))
    from detente.node.resending import ask_all

    ask_all(alpha)
    talk(6)
    assert room.channel.head(ALPHA, head) is not None
    alpha.draft(room, {"kind": "request", "to": "bravo", "text": "on it goes"})
    seal(alpha, room)
    talk()
    assert room.fold.value() == bravo.room(None).fold.value()
    assert room.channel.evidence == bravo.room(None).channel.evidence == []
    for node in nodes:
        node.close()


def test_a_folder_that_cannot_catch_up_reopens(tmp_path: Path) -> None:
    nodes = [Node.create(tmp_path / party, party, {"en": party}, NO_PASSPHRASE) for party in ("alpha", "bravo")]
    found_dialogue(nodes)
    place = FolderCarrier(tmp_path / "place")
    for _ in range(4):
        for node in nodes:
            sync(node, place)
    alpha, bravo = nodes
    alpha.close()
    shutil.copy(tmp_path / "alpha" / "record.sqlite", tmp_path / "backup.sqlite")
    alpha = Node.open(tmp_path / "alpha", NO_PASSPHRASE)
    alpha.draft(alpha.room(None), {"kind": "request", "to": "bravo", "text": "nobody ever saw it"})
    seal(alpha, alpha.room(None))
    alpha.close()
    for stale in (tmp_path / "alpha").glob("record.sqlite-*"):
        stale.unlink()
    shutil.copy(tmp_path / "backup.sqlite", tmp_path / "alpha" / "record.sqlite")
    alpha = Node.open(tmp_path / "alpha", NO_PASSPHRASE)
    reopen(alpha, alpha.room(None), "restore")
    alpha.draft(alpha.room(None), {"kind": "request", "to": "bravo", "text": "again"})
    seal(alpha, alpha.room(None))
    for _ in range(4):
        for node in (alpha, bravo):
            sync(node, place)
    assert alpha.room(None).fold.value() == bravo.room(None).fold.value()
    assert bravo.room(None).fold.sections()["requests/alpha"]["sent"] == 1
    for node in (alpha, bravo):
        node.close()


def test_a_key_that_a_crash_left_before_its_certificate_was_sealed_stops_nothing() -> None:
    """Killed between the two, as tests/node/test_kill.py found: the record says which key is in force, not the key file."""
    world = World(2)
    world.settle()
    alpha, room = world.nodes["alpha"], world.room("alpha")
    in_force = room.channel.logs[room.mine].heads[room.my_head].certificates[-1]
    alpha.keys.new_sealing_keys(room.log_id(room.mine), room.my_head.size + 2)
    for _ in range(2):
        world.act("alpha", kind="request", to="bravo", text="Still here?")
        world.settle()
    assert room.channel.logs[room.mine].heads[room.my_head].certificates[-1] == in_force
    rekey(alpha, room)
    world.act("alpha", kind="request", to="bravo", text="And now?")
    world.settle()
    assert world.room("bravo").channel.logs[LogKey("alpha", 0)].main == room.my_head


def test_a_generation_that_holds_nothing_yet_is_followed_where_its_key_is_lost() -> None:
    """A key file from a backup may lack the key of a generation that was opened after it: nothing but the next one can be sealed in."""
    world = World(2)
    world.settle()
    alpha, room = world.nodes["alpha"], world.room("alpha")
    reopen(alpha, room, "restore")
    world.settle()
    with pytest.raises(CallerError, match="holds nothing but its opening"):
        reopen(alpha, room, "restore")
    del alpha.keys.data["logs"][room.log_id(room.mine)]
    with pytest.raises(CallerError, match="no key that may seal") as refused:
        world.act("alpha", kind="request", to="bravo", text="Still here?")
    assert "detente reopen %(label)s --why restore" in str(refused.value.hint)
    reopen(alpha, room, "restore")
    world.settle()
    assert room.mine == LogKey("alpha", 2)
    assert world.room("bravo").channel.logs[room.mine].main == room.my_head
