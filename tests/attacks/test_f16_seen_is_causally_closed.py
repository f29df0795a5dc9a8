"""F16: what a seal has "seen" depends on whom one asks; a withheld ancestor makes two members fold differently."""

from __future__ import annotations

import pytest

from detente.dialogue.acts import Ref
from detente.node.reopening import reopen
from detente.record import channel as channels
from detente.record.limits import LIMITS
from detente.record.seal import HeadId, LogKey
from tests.attacks.test_split_view import FORKED, split
from tests.simulator import Forger, World

ALPHA, BRAVO, CHARLIE = (LogKey(party, 0) for party in ("alpha", "bravo", "charlie"))


def withheld() -> World:
    """C speaks to B alone; B answers the talk and so names C's act."""
    world = World(3)
    world.settle()
    world.blocked = {("charlie", "alpha"), ("bravo", "alpha"), ("alpha", "charlie"), ("alpha", "bravo")}
    world.request("charlie", "bravo")
    world.poll(["charlie"])
    world.poll(["bravo"])
    world.request("bravo", "charlie")
    return world


def test_f16_a_pouch_without_its_ancestors_is_held_and_not_receipted_and_its_author_hands_them_over() -> None:
    world = withheld()
    world.dead.add("charlie")
    before = world.states()[0]
    received = world.bring("alpha", world.pouches("bravo", above=world.room("alpha").channel.logs[BRAVO].main.size))
    assert (received.admitted, received.refused) == (0, [])
    assert received.held
    assert received.receipts == 0
    assert world.states()[0] == before, "nothing of it is visible before its ancestors are there"
    world.blocked = set()
    world.settle()  # alpha asks, and bravo, which named C's act, must have it: charlie says nothing in all this
    assert world.room("alpha").channel.logs[CHARLIE].named == world.room("bravo").channel.logs[CHARLIE].named
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1


def gap() -> tuple[World, Forger, dict[LogKey, HeadId]]:
    """A names B, B has named C's newest act, and A names an older C."""
    world = World(3)
    world.settle()
    old = world.room("alpha").channel.logs[CHARLIE].named
    world.request("charlie", "bravo")
    world.settle()
    world.request("bravo", "alpha")
    world.settle()
    alpha = Forger(world, "alpha")
    return world, alpha, {BRAVO: world.room("alpha").channel.logs[BRAVO].named, CHARLIE: old}


def test_f16_a_seal_that_is_not_closed_is_refused() -> None:
    """The author starts from a record in which it had named neither: as after a replay of its first seal."""
    world = World(3)
    world.settle()
    old = world.backup("alpha")
    size = world.room("alpha").my_head.size
    world.blocked = {("alpha", "bravo"), ("alpha", "charlie")}
    world.request("charlie", "bravo")
    world.settle()
    world.request("bravo", "charlie")
    world.settle()
    alpha = Forger(world, "alpha", backup=old)
    alpha.take_part([*world.pouches("charlie"), *world.pouches("bravo")])
    own = alpha.room.channel.logs[ALPHA]
    head = max(head for head in own.heads if head.size <= size)
    raw = alpha.pouch(
        {"kind": "request", "to": "bravo", "text": "I never saw what charlie said."}, prev=head,
        seen={BRAVO: alpha.room.channel.logs[BRAVO].named},
    )  # fmt: skip
    before = world.dump("bravo")
    received = world.bring("bravo", [raw])
    assert [(error.step, str(error.cause)) for _, error in received.refused] == [
        (14, "a seal that has not seen what those that it names had seen")
    ]
    assert world.dump("bravo") == before


def test_f16_without_the_rule_it_would_be_admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "dominates", lambda *_: True)
    with pytest.raises(AssertionError):
        test_f16_a_seal_that_is_not_closed_is_refused()


def test_f16_what_was_named_once_is_never_named_lower() -> None:
    world, alpha, lower = gap()
    received = world.bring("bravo", [alpha.pouch({"kind": "request", "to": "bravo"}, seen={CHARLIE: lower[CHARLIE]})])
    assert [error.step for _, error in received.refused] == [14]
    assert "no more than it had named before" in str(received.refused[0][1])


def test_f16_a_size_at_which_no_seal_ends_is_refused() -> None:
    world = World(2)
    world.settle()
    for number in range(3):
        world.nodes["bravo"].draft(world.room("bravo"), {"kind": "request", "to": "alpha", "text": str(number)})
    from detente.node.sealing import seal
    from detente.record.tree import root_of

    seal(world.nodes["bravo"], world.room("bravo"))
    inside = world.room("bravo").my_head.size - 2
    leaves = world.room("bravo").leaves(BRAVO, world.room("bravo").my_head)
    world.settle()
    raw = Forger(world, "alpha").pouch({"kind": "request", "to": "bravo"}, seen={BRAVO: HeadId(inside, root_of(leaves[:inside]))})
    received = world.bring("bravo", [raw])
    assert [error.step for _, error in received.refused] == [14]
    assert "where no seal of that log ends" in str(received.refused[0][1])


def test_f16_a_party_that_names_what_nobody_can_supply_stops_only_itself() -> None:
    world = World(3)
    world.settle()
    forger = Forger(world, "charlie")
    raw = forger.pouch({"kind": "request", "to": "alpha", "text": "x"}, seen={BRAVO: HeadId(999, b"\7" * 32)})
    assert world.bring("alpha", [raw]).held == 1
    world.dead.add("charlie")
    request = world.request("alpha", "bravo")
    world.settle()
    world.act("bravo", kind="answer", re=[request], outcome="nil")
    world.settle()
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]
    assert "charlie" not in str(world.states()[0]["requests"])


def test_f16_what_is_held_is_bounded() -> None:
    """A flood of pouches whose ancestors never come: the oldest go, and the node goes on."""
    world = World(3)
    world.settle()
    forger = Forger(world, "charlie")
    lines = [forger.pouch({"kind": "request", "to": "alpha", "text": str(n)}, seen={BRAVO: HeadId(1000 + n, b"\7" * 32)}) for n in range(4)]
    from detente.node.receiving import Received, receive_pouch

    result = Received()
    for n in range(LIMITS.held_pouches + 40):
        receive_pouch(world.nodes["alpha"], lines[n % 4] + b"pad " + b"A" * n + b"\n", result)
    count, size = world.nodes["alpha"].store.db.execute("SELECT count(*), sum(length(raw)) FROM held").fetchone()
    assert count <= LIMITS.held_pouches
    assert size <= LIMITS.held_bytes
    world.dead.add("charlie")
    world.request("alpha", "bravo")
    world.settle()
    assert world.receipts_held()


def reopened() -> World:
    """Alpha opens its next generation, and disowns its last act: its seal names that act all the same, and bravo has it not."""
    world = World(2)
    world.settle()
    good = Ref(*world.request("alpha", "bravo"))
    world.settle()
    world.request("alpha", "bravo", "Disowned.")
    reopen(world.nodes["alpha"], world.room("alpha"), "theft", good)
    return world


def test_f16_a_reopening_that_has_seen_more_of_its_old_log_than_it_holds_waits_for_that() -> None:
    world = reopened()
    opening = world.pouches("alpha")
    received = world.bring("bravo", opening)
    assert (received.held, received.admitted, received.refused) == (1, 0, [])
    world.settle()
    assert world.room("bravo").channel.logs[LogKey("alpha", 1)].main == world.room("alpha").my_head
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]


def test_f16_the_past_of_a_reopening_is_all_that_it_has_seen_of_its_old_log() -> None:
    """Evidence counts where it stands in what was disowned too (docs/protocol.md, "Evidence")."""
    world, other = split()
    good = Ref("alpha", 0, 0)
    world.bring("alpha", other.pouches())
    room = world.room("alpha")
    assert room.channel.is_proven_fork(FORKED), "alpha has sealed evidence"
    reopen(world.nodes["alpha"], room, "theft", good)
    opening = room.channel.head(room.mine, room.my_head)
    assert opening is not None
    assert FORKED in opening.stops.accused
