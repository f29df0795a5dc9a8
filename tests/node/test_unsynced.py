"""What follows from the record does not wait for the disk; everything admitted and everything sealed does."""

import shutil

import pytest

from detente.node.store import Store
from tests.simulator import World

FULL, NORMAL, OFF = 2, 1, 0


def level(store):
    return store.db.execute("PRAGMA synchronous").fetchone()[0]


def test_the_disk_is_waited_for_again_afterwards():
    store = Store(None)
    with store.unsynced():
        assert level(store) == NORMAL
        store.set_meta("kept", b"1")
    assert level(store) == FULL
    assert store.get_meta("kept") == b"1"
    with pytest.raises(ZeroDivisionError), store.unsynced():
        store.set_meta("lost", bytes([1 // 0]))
    assert level(store) == FULL
    assert store.get_meta("lost") is None


def test_a_store_that_waits_for_no_disk_at_all_is_left_so():
    store = Store(None)
    store.db.execute("PRAGMA synchronous=OFF")
    with store.unsynced():
        assert level(store) == OFF
    assert level(store) == OFF


def test_a_power_cut_takes_the_unsynced_end_and_nothing_before_it(tmp_path):
    """What SQLite's log held when the disk was waited for last, opened again."""
    before, after = tmp_path / "before.sqlite", tmp_path / "after.sqlite"
    store = Store(before)
    with store.transaction():
        store.set_meta("admitted", b"1")
    written = (tmp_path / "before.sqlite-wal").stat().st_size
    with store.unsynced():
        store.set_meta("found out again", b"1")
    shutil.copy(before, after)
    shutil.copy(tmp_path / "before.sqlite-wal", tmp_path / "after.sqlite-wal")
    store.close()
    with (tmp_path / "after.sqlite-wal").open("r+b") as log:
        assert log.seek(0, 2) > written, "the second transaction stands behind the first one"
        log.truncate(written + 100)
    store = Store(after)
    assert (store.get_meta("admitted"), store.get_meta("found out again")) == (b"1", None)


def test_entries_and_notes_are_never_written_without_a_sync():
    world = World(2)
    world.talk()
    levels, written = {}, []
    for party in world.parties:
        levels[party] = FULL

        def note(statement, party=party):
            if statement.startswith("PRAGMA synchronous="):
                levels[party] = int(statement.partition("=")[2])
            else:
                written.append((levels[party], statement.split("(")[0].split("VALUES")[0].strip()))

        world.room(party).store.db.set_trace_callback(note)
    alpha, bravo = world.parties
    world.request(alpha, bravo)
    world.talk()
    world.room(bravo).rest()
    unsynced = {statement for level, statement in written if level != FULL}
    synced = {statement for level, statement in written if level == FULL}
    assert {"INSERT INTO entries", "INSERT INTO heads"} <= synced
    assert unsynced & {"INSERT OR IGNORE INTO standings", "INSERT OR REPLACE INTO folds"}, "some of them wait for no disk"
    changed = {statement for statement in unsynced if statement.startswith(("INSERT INTO", "UPDATE", "DELETE"))}
    assert {statement for statement in changed if " carrier_" not in statement} == set(), "which files were read is found out again"
