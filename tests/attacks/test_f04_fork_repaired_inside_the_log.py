"""F4: repairing a fork inside the same log makes witnesses refuse it for ever, and competes with the thief for a place."""

from __future__ import annotations

import pytest

from detente.errors import CallerError
from detente.node.sealing import seal_acts
from detente.record.charter import origin_of
from detente.record.checkpoint import sign_mldsa44
from detente.record.seal import HeadId, LogKey
from detente.record.signatures import MLDSA44Signer
from detente.record.tree import consistency_proof
from detente.record.witness import Accepted, AddCheckpoint, Rejected, WitnessedHead, decide, our_log, parse_add_checkpoint
from tests.attacks.test_split_view import hears_of_it, split
from tests.simulator import World

OLD, NEW = LogKey("charlie", 0), LogKey("charlie", 1)


def ask(world: World, log: LogKey, head: HeadId, known: WitnessedHead | None, *, party: str = "charlie") -> Accepted | Rejected:
    """Submit a head of charlie's to a witness."""
    room = world.room(party)
    held = room.channel.logs[log]
    leaves = room.leaves(log, head)
    old = known.size if known else 0
    proof = tuple(consistency_proof(leaves, old)) if 0 < old < head.size else ()
    request = _request(old, proof, room.channel.note_of(log, head))
    keys = held.certificates[0].keys
    signer = MLDSA44Signer(bytes(32))

    def sign(text: bytes, timestamp: int) -> list:
        from detente.record.checkpoint import parse_checkpoint_body

        return [sign_mldsa44("witness.example", signer, parse_checkpoint_body(text), timestamp)]

    return decide(request, known, {held.origin: our_log(held.origin, keys)}, sign, 1)


def _request(old: int, proof: tuple[bytes, ...], note: bytes) -> AddCheckpoint:
    from detente.record.text import encode_base64

    lines = [b"old %d\n" % old, *(encode_base64(node).encode() + b"\n" for node in proof), b"\n", note]
    return parse_add_checkpoint(b"".join(lines))


def test_f04_the_next_generation_is_another_log_which_a_witness_takes_from_its_start() -> None:
    world, other = split()
    first = ask(world, OLD, world.room("charlie").my_head, None)
    assert isinstance(first, Accepted)
    dropped = ask(world, OLD, world.room("bravo").channel.logs[OLD].main, first.head, party="bravo")
    assert isinstance(dropped, Rejected), "a witness that cosigned one version refuses the other for ever"
    assert dropped.status in {409, 422}
    world.settle()
    hears_of_it(world)
    world.reopen("charlie", "fork")
    world.settle()
    room = world.room("charlie")
    assert room.mine == NEW
    assert room.log_id(NEW) != room.log_id(OLD)
    assert origin_of(room.log_id(NEW)) not in {log.origin for key, log in room.channel.logs.items() if key != NEW}
    assert isinstance(ask(world, NEW, room.my_head, None), Accepted)
    assert other.room.mine == OLD


def test_f04_nobody_rewrites_a_store() -> None:
    """All of generation 0, both versions, stands after the reopening as it stood before."""
    world, _ = split()
    world.settle()
    query = "SELECT h.seq, h.size, h.root, h.note, e.idx, e.line FROM heads h JOIN entries e ON e.head = h.seq ORDER BY 1, 5"
    before = {party: set(world.nodes[party].store.db.execute(query)) for party in ("alpha", "bravo")}
    assert all(before.values())
    hears_of_it(world)
    world.reopen("charlie", "fork")
    world.settle()
    for party, rows in before.items():
        assert rows <= set(world.nodes[party].store.db.execute(query))
        held = world.room(party).channel.logs[OLD]
        assert len(held.tips) == 2, "both versions are kept"


def test_f04_the_frozen_generation_takes_no_act_more() -> None:
    world, _ = split()
    world.settle()
    hears_of_it(world)
    with pytest.raises(CallerError, match="two signed versions of it exist") as refused:
        seal_acts(world.nodes["charlie"], world.room("charlie"), [{"kind": "request", "at": world.nodes["charlie"].now, "to": "alpha"}])
    assert "reopen" in str(refused.value.hint)


def test_f04_what_the_forker_still_seals_in_the_frozen_generation_has_no_effect() -> None:
    """The twin does not know that it was found out, and goes on: kept, never counted."""
    world, other = split()
    world.settle()
    states = world.states()
    size = other.room.my_head.size
    other.act(kind="request", to="bravo", text="As if nothing had happened.")
    for party in ("alpha", "bravo"):
        assert world.bring(party, other.pouches(above=size)).admitted == 1
    assert world.states() == states
    world.settle()
    assert len(set(world.standings())) == 1
    assert world.states() == states
