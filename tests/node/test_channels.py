"""Channels beside the plenary: founded by one, joined by being named, unknown to all others."""

import pytest

from detente.errors import CallerError
from detente.node import sealing
from detente.node.receiving import Received, receive_pouch
from detente.node.sealing import found_channel
from detente.record.channel import Refused
from tests.simulator import World


def test_a_channel_of_two_is_joined_by_the_other_and_hidden_from_the_third() -> None:
    world = World(3, seed=31)
    world.settle()
    founder = world.nodes["alpha"]
    found_channel(founder, world.charter.id, "cyber", {"en": "Cyber requests"}, ["alpha", "bravo"], "requests")
    world.settle()
    joined = next(room for room in world.nodes["bravo"].rooms.values() if room.label != "plenary")
    assert joined.label == "cyber", "the word of its founder, so that one reference is one on every node"
    assert world.nodes["bravo"].room("Cyber requests") is joined
    assert joined.channel.members == ("alpha", "bravo")
    assert joined.my_head.size
    assert len(world.nodes["charlie"].rooms) == 1
    assert all(b"Cyber" not in data for data in world.views["charlie"].files.values())


def test_an_opening_that_does_not_name_us_makes_no_room() -> None:
    world = World(3, seed=32)
    world.settle()
    room = found_channel(world.nodes["alpha"], world.charter.id, "cyber", {"en": "Cyber"}, ["alpha", "bravo"], "requests")
    pouch = room.pouch(world.nodes["alpha"].store.heads(room.id)[0])
    with pytest.raises(Refused, match="step 5"):
        receive_pouch(world.nodes["charlie"], pouch, Received())
    assert len(world.nodes["charlie"].rooms) == 1


def test_an_opening_that_no_party_signed_makes_no_room() -> None:
    world, other = World(2, seed=33), World(2, seed=34)
    for each in (world, other):
        each.settle()
    room = found_channel(world.nodes["alpha"], world.charter.id, "cyber", {"en": "Cyber"}, ["alpha", "bravo"], "requests")
    pouch = room.pouch(world.nodes["alpha"].store.heads(room.id)[0])
    node = world.nodes["bravo"]
    for at in range(60, len(pouch), 97):
        changed = pouch[:at] + bytes([pouch[at] ^ 1]) + pouch[at + 1 :]
        with pytest.raises(Refused):
            receive_pouch(node, changed, Received())
        assert len(node.rooms) == 1


def test_a_channel_without_its_founder_is_refused() -> None:
    world = World(3, seed=35)
    with pytest.raises(CallerError, match="us among its members"):
        found_channel(world.nodes["alpha"], world.charter.id, "x", {"en": "X"}, ["bravo", "charlie"], "group")


@pytest.mark.parametrize("restarted", [False, True])
def test_who_hears_an_opening_before_the_founders_asks_the_members_for_that(restarted: bool) -> None:
    """The founder is silent, and only bravo has heard it: charlie, whom bravo's opening invites, has to get the founder's from bravo."""
    world = World(3, seed=36)
    world.settle()
    founded = found_channel(world.nodes["alpha"], world.charter.id, "arms", {"en": "Arms control"}, world.parties, "group")
    world.bring("bravo", [founded.pouch(world.nodes["alpha"].store.heads(founded.id)[0])])
    world.dead.add("alpha")
    theirs = world.room("bravo", founded.id)
    world.bring("charlie", [theirs.pouch(stored) for stored in world.nodes["bravo"].store.heads_of(theirs.id, theirs.mine)])
    invited = world.room("charlie", founded.id)
    assert invited.channel.k is None
    assert invited.fold.members == invited.channel.members == tuple(world.parties), "its state names them, restarted or not"
    if restarted:
        world.restore("charlie", world.backup("charlie"))
    world.settle()
    assert world.room("charlie", founded.id).channel.k is not None
    assert world.states(founded.id)[0] == world.states(founded.id)[1]
    assert world.receipts_held(founded.id)


@pytest.mark.parametrize("label", ["two words", "a:b", "a/b", "", 7, "plenary", None])
def test_a_founders_word_that_cannot_be_typed_or_is_taken_is_not_used(label, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(2, seed=35)
    world.settle()
    made = sealing.opening_fields
    monkeypatch.setattr(sealing, "opening_fields", lambda *args: {**made(*args), "label": label} if label is not None else made(*args))
    found_channel(world.nodes["alpha"], world.charter.id, "cyber", {"en": "Cyber requests"}, ["alpha", "bravo"], "requests")
    world.settle()
    rooms = world.nodes["bravo"].rooms.values()
    expected = {"plenary": "plenary-2", None: "cyber"}.get(label, "Cyber requests")
    assert sorted(room.label for room in rooms) == sorted(["plenary", expected])
