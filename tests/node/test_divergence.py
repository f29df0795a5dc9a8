"""Two copies of one record compared by entry numbers: the first entry that differs is found, by a file and by telephone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CallerError, FormatError
from detente.node.restored import Word
from detente.record import canonical
from detente.views.divergence import (
    MOST_BYTES,
    divergence_view,
    held_file,
    keep_theirs,
    kept_divergence,
    narrowed,
    parse_held_file,
    size_asked,
)
from detente.views.held import parse_said
from tests.simulator import Peer, World
from tests.strategies import examples


def compared(world, here, there):
    view = divergence_view(world.nodes[here], held_file(world.nodes[there], list(world.nodes[there].rooms.values())))
    return {log.party: log for channel in view.channels for log in channel.logs}


@pytest.fixture(scope="module")
def settled():
    made = World(2)
    made.settle()
    return made


@pytest.fixture(scope="module")
def parted():
    """Alpha shows bravo another version than charlie: both have the same number of entries, and part at the first act after they settled."""
    world = World(3)
    world.settle()
    twin = Peer(world, "alpha")
    agreed = world.room("alpha").my_head.size
    world.blocked |= {("alpha", "charlie"), ("bravo", "charlie"), ("charlie", "bravo")}
    for number in range(3):
        world.act("alpha", kind="request", to="bravo", text=f"to bravo {number}")
        twin.act(kind="request", to="charlie", text=f"to charlie {number}")
    world.bring("bravo", world.pouches("alpha"))
    world.bring("charlie", [twin.room.pouch(each) for each in twin.node.store.heads_of(twin.room.id, twin.room.mine)])
    return world, agreed


def test_two_copies_that_are_the_same_are_said_to_be(settled):
    logs = compared(settled, "alpha", "bravo")
    assert {log.state for log in logs.values()} == {"same"}
    assert all(log.common == log.ours == log.theirs and log.our_check == log.their_check and log.parts_at is None for log in logs.values())


def test_a_copy_that_ends_earlier_is_no_other_version():
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    ours, theirs = compared(world, "alpha", "bravo")["alpha"], compared(world, "bravo", "alpha")["alpha"]
    assert (ours.state, theirs.state) == ("they_lack", "we_lack")
    assert ours.common == theirs.common == theirs.ours
    assert (ours.parts_at, theirs.parts_at) == (None, None)


def test_the_first_entry_that_differs_is_named_on_both_sides(parted):
    world, agreed = parted
    for here, there in (("bravo", "charlie"), ("charlie", "bravo")):
        log = compared(world, here, there)["alpha"]
        assert (log.state, log.parts_at, log.common) == ("parted", agreed, agreed)


def test_by_telephone_the_same_entry_is_found_by_halves(parted):
    world, agreed = parted
    room, other = world.room("bravo"), world.room("charlie")
    total = len(other.leaves(other.channel.generations("alpha")[-1], other.channel.logs[other.channel.generations("alpha")[-1]].main))
    said = [size_asked(other, "alpha", total)]
    for _ in range(total.bit_length() + 1):
        found = narrowed(room, "alpha", [Word(each.entries, each.check) for each in said])
        if found.ask is None:
            break
        said.append(size_asked(other, "alpha", found.ask))
    assert (found.same, found.differs) == (agreed, agreed + 1)


def test_by_telephone_a_copy_that_goes_on_is_asked_for_our_end():
    world = World(2)
    world.settle()
    before = world.room("bravo")
    world.request("alpha", "bravo")
    there = world.room("alpha").my_head.size
    last = size_asked(world.room("alpha"), "alpha", there)
    found = narrowed(before, "alpha", [Word(last.entries, last.check)])
    assert (found.beyond, found.ask, found.differs) == (True, found.ours, None)
    ours = size_asked(world.room("alpha"), "alpha", found.ours)
    found = narrowed(before, "alpha", [Word(last.entries, last.check), Word(ours.entries, ours.check)])
    assert (found.same, found.ask, found.differs) == (found.ours, None, None)


def test_checks_that_cannot_both_be_are_refused(settled):
    room = settled.room("alpha")
    end = size_asked(room, "bravo", 2)
    with pytest.raises(CallerError, match="cannot be"):
        narrowed(room, "bravo", [Word(1, "0" * 8), Word(2, end.check)])


def test_the_check_of_more_than_is_held_is_refused_with_how_much_is(settled):
    with pytest.raises(CallerError, match="are held here"):
        size_asked(settled.room("alpha"), "bravo", 10_000)
    with pytest.raises(CallerError, match="no entry of nobody"):
        narrowed(settled.room("alpha"), "nobody", [])


def test_the_file_holds_nothing_of_what_stands_in_an_entry():
    world = World(2)
    world.settle()
    world.act("alpha", kind="request", to="bravo", text="Nobody else reads this.")
    raw = held_file(world.nodes["alpha"], list(world.nodes["alpha"].rooms.values()))
    assert b"Nobody" not in raw
    assert set(canonical.decode(raw, limit=MOST_BYTES)) == {"form", "party", "at", "channels"}


def test_our_own_file_and_one_of_other_talks_are_refused(settled):
    node = settled.nodes["alpha"]
    with pytest.raises(CallerError, match="ourselves"):
        divergence_view(node, held_file(node, list(node.rooms.values())))
    other = World(2, seed=7)
    other.settle()
    with pytest.raises(CallerError, match="other talks"):
        divergence_view(node, held_file(other.nodes["bravo"], list(other.nodes["bravo"].rooms.values())))


def test_what_was_compared_is_kept_and_compared_anew_with_what_is_here():
    settled = World(2)
    settled.settle()
    node = settled.nodes["alpha"]
    assert kept_divergence(node) is None
    raw = held_file(settled.nodes["bravo"], list(settled.nodes["bravo"].rooms.values()))
    keep_theirs(node, raw)
    assert kept_divergence(node) == divergence_view(node, raw)
    settled.request("alpha", "bravo")
    assert {log.state for channel in kept_divergence(node).channels for log in channel.logs} == {"same", "they_lack"}


@settings(max_examples=examples(200), deadline=None)
@given(st.data())
def test_a_file_that_was_changed_is_refused_or_read_as_it_is_and_nothing_else_is_raised(settled, data):
    raw = held_file(settled.nodes["bravo"], list(settled.nodes["bravo"].rooms.values()))
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 3)) :]
    try:
        found = parse_held_file(changed)
    except FormatError:
        return
    assert all(log.entries > 0 for channel in found.channels for log in channel.logs)


def test_letters_that_no_base64_has_are_refused_and_break_nothing(settled):
    raw = held_file(settled.nodes["bravo"], list(settled.nodes["bravo"].rooms.values()))
    assert raw.count(b'"leaves":"') > 0
    with pytest.raises(FormatError, match="does not say what another party holds"):
        parse_held_file(raw.replace(b'"leaves":"', b'"leaves":"\xc2\x80', 1))


@pytest.mark.parametrize("text", ["", "14", "-7f3a9c21", "14-7f3a", "x-7f3a9c21", "١-7f3a9c21", "1" * 20 + "-7f3a9c21"])
def test_what_is_no_number_with_a_check_is_refused(text):
    with pytest.raises(CallerError, match="no number of entries"):
        parse_said(text)
    assert parse_said("14-7F3A 9c21") == Word(14, "7f3a9c21")
