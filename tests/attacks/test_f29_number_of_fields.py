"""F29: the number of fields tells what was answered ("declined" has a reason); missing and null are mixed up."""

from __future__ import annotations

from detente.record.entry import leaves_and_openings, make_entry
from detente.record.seal import LogKey
from tests.simulator import World


def test_f29_a_refusal_with_a_reason_has_as_many_hashes_as_a_full_answer() -> None:
    """What passes into logs, tiles and proofs is equally long for both."""
    world = World(2)
    world.settle()
    requests = [world.request("alpha", "bravo") for _ in range(2)]
    world.settle()
    world.act("bravo", kind="answer", re=[requests[0]], outcome="full", text="all of it")
    world.act("bravo", kind="answer", re=[requests[1]], outcome="declined", reason="a long and detailed reason")
    world.settle()
    room = world.room("alpha")
    entries = [
        entry
        for stored in world.nodes["alpha"].store.heads_of(room.id, LogKey("bravo", 0))
        for entry in room.trusted_entries(stored.seq)
        if entry.kind in {"answer", "request"}
    ]
    assert len(entries) == 2
    assert len({len(leaves_and_openings(entry)[0]) for entry in entries}) == 1


def test_f29_missing_and_null_are_two_things() -> None:
    fields = {"kind": "answer", "at": "2021-09-30T08:00:00Z", "outcome": "declined"}
    missing, null = make_entry(bytes(32), fields), make_entry(bytes(32), {**fields, "reason": None})
    assert missing.leaf != null.leaf
    assert "reason" not in missing.fields
    assert null.fields["reason"] is None


def test_f29_up_to_eight_fields_look_alike_and_pads_open_to_nothing() -> None:
    base = {"kind": "answer", "at": "2021-09-30T08:00:00Z"}
    for count in range(7):
        leaves, openings = leaves_and_openings(make_entry(bytes(32), {**base, **{f"f{n}": n for n in range(count)}}))
        assert len(leaves) == 8
        assert len(openings) == 2 + count
