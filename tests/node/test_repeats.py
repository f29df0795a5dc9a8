"""An entry that stands in its log a second time is found by the store, whatever its time says and however its hash begins."""

import pytest

from detente.node import store as module
from detente.node.schema import SCHEMA_VERSION
from detente.node.store import Store
from detente.record.entry import make_entry
from detente.record.seal import NO_HEAD, HeadId, LogKey, Seal, seal_fields

RUS, USA = LogKey("rus", 0), LogKey("usa", 0)
AT = "2021-09-30T08:00:00Z"


def entry(number, at="2021-09-30T08:00:00Z"):
    return make_entry(number.to_bytes(32), {"kind": "note", "at": at})


def add(store, log, prev, entries, branch=0):
    head = HeadId(prev.size + len(entries) + 1, bytes([branch]) * 31 + bytes([prev.size + len(entries)]))
    seal = make_entry(bytes(32), seal_fields(Seal(prev, {}, bytes(32), bytes(32), ()), AT))
    before = store.find_repeated("c", log, prev, prev.size, entries)
    with store.transaction():
        seq = store.add_head("c", log, head, prev, [*entries, seal], branch=branch, cert=None, note=None)
    assert before == store.repeats(seq), "known before it is stored"
    return head, store.repeats(seq)


def test_a_leaf_is_found_again_in_its_own_log_only():
    store = Store(None)
    head, found = add(store, RUS, NO_HEAD, [entry(1), entry(2, "1999-01-01T00:00:00Z"), entry(1)])
    assert found == {2}, "in one pouch"
    head, found = add(store, RUS, head, [entry(3), entry(2, "1999-01-01T00:00:00Z"), entry(4), entry(1)])
    assert found == {5, 7}, "in a later one"
    head, found = add(store, RUS, head, [entry(4), entry(4)])
    assert found == {9, 10}
    assert add(store, RUS, head, [entry(2)])[1] == set(), "another time, another entry"
    assert add(store, USA, NO_HEAD, [entry(1), entry(3)])[1] == set()


@pytest.mark.parametrize("same", [True, False])
def test_hashes_that_begin_alike_are_told_apart(monkeypatch, same):
    """Two entries whose hashes agree in 64 bits can be made; here they all do."""
    store = Store(None)
    if same:
        monkeypatch.setattr(module, "_PREFIX_BYTES", 0)
    head, found = add(store, RUS, NO_HEAD, [entry(number) for number in range(5)])
    assert found == set()
    head, found = add(store, RUS, head, [entry(5), entry(4), entry(0), entry(6)])
    assert found == {7, 8}
    assert add(store, RUS, head, [entry(6), entry(7)])[1] == {11}


def test_what_stands_on_another_branch_only_is_no_repetition():
    store = Store(None)
    base, _ = add(store, RUS, NO_HEAD, [entry(1)])
    main, _ = add(store, RUS, base, [entry(2)])
    other, found = add(store, RUS, base, [entry(2), entry(1)], branch=1)
    assert found == {3}
    assert add(store, RUS, other, [entry(2), entry(3)], branch=1)[1] == {5}
    assert add(store, RUS, main, [entry(3), entry(2)])[1] == {5}


def index(store):
    return store.db.execute("SELECT * FROM leaves").fetchall(), store.db.execute("SELECT * FROM repeats").fetchall()


def test_a_store_of_an_earlier_layout_gets_the_same_index(tmp_path):
    path = tmp_path / "record.sqlite"
    store = Store(path)
    base, _ = add(store, RUS, NO_HEAD, [entry(1), entry(2, "1999-01-01T00:00:00Z"), entry(1)])
    main, _ = add(store, RUS, base, [entry(3), entry(2, "1999-01-01T00:00:00Z")])
    other, _ = add(store, RUS, base, [entry(3), entry(1)], branch=1)
    add(store, RUS, other, [entry(3)], branch=1)
    add(store, RUS, main, [entry(4), entry(3)])
    add(store, USA, NO_HEAD, [entry(1), entry(5), entry(5)])
    before = index(store)
    assert len(before[1]) == 6
    newer = [*("leaves", "repeats"), *("requests", "folds", "states", "tips")]
    store.db.executescript("".join(f"DROP TABLE {name};" for name in newer) + "PRAGMA user_version=2;")
    store.close()
    store = Store(path)
    assert index(store) == before
    assert store.db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    store.close()
