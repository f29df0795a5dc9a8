"""F6: destroying bodies by agreement destroys the count with them."""

from __future__ import annotations

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import KINDS, destroyable_of
from detente.node import room as rooms
from tests.simulator import Peer, World


def talk() -> tuple[World, list[object], list[object]]:
    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo", "the question")
    world.settle()
    answer = ["bravo", 0, world.act("bravo", kind="answer", re=[request], outcome="declined", text="the answer", reason="the reason")]
    world.settle()
    return world, request, answer


def test_f06_a_refold_from_a_destroyed_store_gives_the_same_count() -> None:
    """After destruction each node is started again from its store, and counts as before."""
    world, request, answer = talk()
    requests, sections = world.states()[0]["requests"], world.room("alpha").fold.sections()
    for party in world.parties:
        world.act(party, kind="destroy", re=[request, answer])
    world.settle()
    for party in world.parties:
        peer = Peer(world, party)
        assert peer.room.entry(Ref(*request)).destroyed
        assert peer.room.entry(Ref(*answer)).destroyed
        assert b"the reason" not in world.backup(party)
        assert peer.room.fold.value()["requests"] == requests
        assert peer.room.fold.sections() == sections
    assert len(set(world.standings())) == 1
    assert world.remarks("alpha") == world.remarks("bravo") == []


def test_f06_what_the_fold_reads_is_kept_in_every_kind() -> None:
    """Outcome, addressee and references can't be marked destroyable by our own node."""
    for name, kind in KINDS.items():
        assert not kind.kept.keys() & kind.destroyable
        marked = destroyable_of({"kind": name, "at": "", "re": [], **dict.fromkeys({*kind.kept, *kind.destroyable}, "x")})
        assert not {"kind", "at", "re", "by", "to", "outcome"} & set(marked)


def test_f06_the_fold_is_handed_kept_fields_only() -> None:
    """Before destruction too: so nothing that may be destroyed can ever have counted."""
    world, request, answer = talk()
    room = world.room("alpha")
    for ref in (request, answer):
        entry = room.entry(Ref(*ref))
        assert "text" in entry.fields
        (act,) = rooms.acts_of(room.mine, 0, [entry, *rooms.A_SEAL], {})
        assert act.kept == {name: value for name, value in entry.fields.items() if name not in {"text", "subject", "reason"}}
