"""The watch officer's screen stays short and quick: the newest of each list; and what came in stays there until a person has seen it."""

import datetime as dt

import pytest

from detente.dialogue.fold import Ref
from detente.dialogue.kinds import RECORD_KINDS
from detente.node.looks import TERMINAL, Looks
from detente.views.brief import brief_view
from detente.views.log import first_receipt, log_view, received_by_all
from detente.views.status import SHOWN, came_in, channel_status, status_view
from tests.simulator import World

NOW = dt.datetime(2021, 9, 30, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    world = World(3, seed=4, loss=0.2, repeat=0.2, late=0.2)
    world.settle()
    return world


def refs(rows: list) -> list[str]:
    return [row.ref for row in rows]


def unseen(world: World, person: int = TERMINAL) -> list[str]:
    return refs(came_in(world.nodes["alpha"], world.room("alpha"), person)[0])


def test_an_act_of_ours_makes_nothing_seen_that_came_in(world: World) -> None:
    asked = [str(Ref(*world.request(party, "alpha", "Something."))) for party in ("bravo", "charlie", "bravo")]
    world.settle()
    assert sorted(unseen(world)[-3:]) == sorted(asked)
    before = unseen(world)
    world.request("alpha", "bravo", "An act of ours.")
    world.settle()
    assert unseen(world) == before
    everything = [row.ref for row in log_view(world.room("alpha")).entries if row.party != "alpha" and row.kind not in RECORD_KINDS]
    assert before == everything, "as the log lists them"


def test_what_somebody_opened_is_seen_by_them_alone_and_nothing_else_is(world: World) -> None:
    first, second = (Ref(*world.request("bravo", "alpha", f"Number {number}.")) for number in range(2))
    world.settle()
    room, looks = world.room("alpha"), Looks(world.nodes["alpha"].store)
    before, number = unseen(world), looks.number(TERMINAL, room)
    looks.open(TERMINAL, room, [first, first])
    looks.open(TERMINAL, room, [first])
    assert unseen(world) == [ref for ref in before if ref != str(first)]
    assert looks.number(TERMINAL, room) == number - 1
    assert unseen(world, person=1) == before
    assert looks.number(1, room) == number
    assert str(second) in unseen(world)


def test_what_is_not_news_is_not_noted_as_opened(world: World) -> None:
    ours = Ref(*world.request("alpha", "bravo", "Ours."))
    world.settle()
    room, looks = world.room("alpha"), Looks(world.nodes["alpha"].store)
    number = looks.number(TERMINAL, room)
    looks.open(TERMINAL, room, [ours, Ref("bravo", 0, 0), Ref("bravo", 0, 1 << 40)])
    assert looks.number(TERMINAL, room) == number


def test_all_that_was_marked_is_seen_and_what_comes_after_is_not(world: World) -> None:
    early = Ref(*world.request("bravo", "alpha", "Before."))
    world.settle()
    room, looks = world.room("alpha"), Looks(world.nodes["alpha"].store)
    looks.open(TERMINAL, room, [early])
    looks.mark_all(TERMINAL, room.id, NOW)
    assert (unseen(world), looks.number(TERMINAL, room)) == ([], 0)
    late = str(Ref(*world.request("charlie", "alpha", "After.")))
    world.settle()
    assert (unseen(world), looks.number(TERMINAL, room)) == ([late], 1)
    looks.open(TERMINAL, room, [early])
    assert (unseen(world), looks.number(TERMINAL, room)) == ([late], 1)


def test_the_brief_counts_what_one_person_has_not_seen(world: World) -> None:
    asked = [Ref(*world.request("bravo", "alpha", f"Number {number}.")) for number in range(3)]
    world.settle()
    node, room = world.nodes["alpha"], world.room("alpha")
    Looks(node.store).mark_all(1, room.id, NOW)
    assert brief_view(node, room, 1).new.total == 0
    new = brief_view(node, room).new
    assert new.total == sum(item.number for item in new.counts) + new.uncounted
    assert {row.act.ref for row in new.newest} >= {str(ref) for ref in asked}


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
            others = [first_receipt(room, ref, party) for party in world.parties if party != log.party]
            times = [str(receipt.at) for receipt in others if receipt is not None]
            assert received_by_all(room, ref) == (max(times) if len(times) == len(others) else None), ref
    return found
