"""F34: automatic acts answer automatic acts without end. (Here: receipts and evidence; `check` and `lapse` come with texts.)"""

from __future__ import annotations

from tests.attacks.test_split_view import FORKED, split
from tests.simulator import Peer, World


def evidence_acts(world: World, party: str) -> int:
    room = world.room(party)
    return sum(
        entry.kind == "evidence" for s in world.nodes[party].store.heads_of(room.id, room.mine) for entry in room.trusted_entries(s.seq)
    )


def test_f34_evidence_is_given_once_and_answered_by_none() -> None:
    """The fork is brought again and again, in every form, and each side has sealed at most one act about it."""
    world, other = split(longer=1)
    world.settle()
    sizes = {party: world.room(party).my_head.size for party in ("alpha", "bravo")}
    assert {evidence_acts(world, party) for party in sizes} <= {0, 1}
    assert sum(evidence_acts(world, party) for party in sizes) >= 1
    for _ in range(5):
        for party in sizes:
            world.bring(party, [*world.pouches("charlie"), *other.pouches()])
        world.settle()
    assert {party: world.room(party).my_head.size for party in sizes} == sizes


def test_f34_a_third_version_needs_no_further_evidence() -> None:
    world, _ = split()
    world.settle()
    counts = [evidence_acts(world, party) for party in ("alpha", "bravo")]
    third = Peer(world, "charlie", backup=world.backup("charlie"))
    start = world.room("charlie").channel.logs[FORKED].main.size
    third.act(kind="request", to="alpha", text="A third story.")
    for party in ("alpha", "bravo"):
        world.bring(party, third.pouches(above=start))
    world.settle()
    assert [evidence_acts(world, party) for party in ("alpha", "bravo")] == counts
    assert world.states()[0] == world.states()[1]


def test_f34_receipts_answer_no_receipts() -> None:
    """Two hundred polls after the last act nobody has sealed anything."""
    world = World(4)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    sizes, sent = [world.room(party).my_head.size for party in world.parties], world.sent
    for _ in range(50):
        world.poll()
    assert [world.room(party).my_head.size for party in world.parties] == sizes
    assert world.sent == sent
