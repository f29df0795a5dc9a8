"""The watch officer's screen stays short and quick: the newest of each list, and only what our last act had not seen is read."""

import pytest

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.views.log import first_receipt, log_view
from detente.views.status import SHOWN, came_in, channel_status, status_view
from tests.simulator import World


@pytest.fixture
def world() -> World:
    world = World(3, seed=4, loss=0.2, repeat=0.2, late=0.2)
    world.settle()
    return world


def refs(rows: list) -> list[str]:
    return [row.ref for row in rows]


def test_what_came_in_is_what_our_last_act_had_not_seen(world: World) -> None:
    early = world.request("bravo", "alpha", "Before our act.")
    world.settle()
    world.request("alpha", "charlie", "Our act.")
    late = [Ref(*world.request(party, "alpha", "After it.")) for party in ("bravo", "charlie", "bravo")]
    world.settle()
    rows, left_out = came_in(world.room("alpha"))
    assert str(Ref(*early)) not in refs(rows)
    assert sorted(refs(rows)) == sorted(map(str, late))
    assert left_out == 0
    everything = [row for row in log_view(world.room("alpha")).entries if row.party != "alpha" and row.kind not in RECORD_KINDS]
    assert rows == [row for row in everything if row.ref in refs(rows)], "as the log lists them"
    world.request("alpha", "bravo", "A later act of ours.")
    assert came_in(world.room("alpha")) == ([], 0)


def test_who_never_acted_has_everything_before_him(world: World) -> None:
    asked = [Ref(*world.request("bravo", "alpha", f"Number {number}.")) for number in range(3)]
    world.settle()
    assert refs(came_in(world.room("charlie"))[0]) == [str(ref) for ref in asked]


@pytest.mark.slow
def test_each_list_is_cut_to_the_newest_and_says_how_many_are_left_out(world: World) -> None:
    asked = []
    for number in range(SHOWN + 3):
        asked.append(str(Ref(*world.request("bravo", "alpha", f"Number {number}."))))
        world.poll()
    world.settle()
    room = world.room("alpha")
    view = channel_status(world.nodes["alpha"], room)
    assert refs(view.open) == asked[3:]
    assert refs(view.came_in) == asked[3:]
    assert view.left_out == {"came_in": 3, "open": 3}
    assert channel_status(world.nodes["bravo"], world.room("bravo")).left_out == {"open": 3}


def test_remarks_are_cut_to_the_newest_too(world: World) -> None:
    for number in range(SHOWN + 2):
        world.act("bravo", kind="answer", re=[["bravo", 0, 0]], outcome="full", text=str(number))
        world.nodes["bravo"].remark(world.room("bravo").id, "%(n)d", n=number)
    view = status_view(world.nodes["bravo"])
    found = [remark for remark in view.remarks if remark.entry]
    noted = [remark for remark in view.remarks if not remark.entry]
    assert [len(found), len(noted), view.left_out] == [SHOWN, SHOWN, 4]
    assert noted[-1].text.params == {"n": SHOWN + 1}
    assert found[-1].entry == str(Ref("bravo", 0, world.room("bravo").my_head.size - 2))


def test_receipts_are_those_that_a_look_at_every_seal_finds(world: World) -> None:
    for number in range(8):
        world.request(world.parties[number % 3], world.parties[(number + 1) % 3])
        if number % 2:
            world.poll()
        for party in world.parties:
            compare_receipts(world, party)
    world.settle()
    assert sum(compare_receipts(world, party) for party in world.parties) > 20


def compare_receipts(world: World, holder: str) -> int:
    room = world.room(holder)
    found = 0
    for log, held in room.channel.logs.items():
        for index in range(held.size):
            ref = Ref(log.party, log.generation, index)
            for party in world.parties:
                seals = [
                    head.id.size - 1
                    for key in room.channel.generations(party)
                    for head in room.channel.logs[key].heads.values()
                    if log in head.vector and head.vector[log].size > index
                ]
                receipt = first_receipt(room, ref, party)
                assert (receipt and receipt.entry) == (f"{party}/{min(seals)}" if seals else None), (ref, party)
                found += bool(seals)
    return found
