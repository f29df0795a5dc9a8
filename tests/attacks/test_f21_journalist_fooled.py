"""F21: a journalist is shown another dialogue, channel, exercise or an old count; one key as two parties."""

from __future__ import annotations

import pytest

from detente.errors import FormatError
from detente.node.founding import compose_charter
from detente.node.sealing import found_channel
from detente.record import canonical
from detente.record.proof import LogPart, build_entry_proof, verify_proof
from detente.record.seal import LogKey
from tests.simulator import World


def proof_of(world: World, index: int, *, reader: str = "bravo", open_: tuple[str, ...] = ("kind", "to", "at")) -> bytes:
    room = world.room(reader)
    key = LogKey("alpha", 0)
    stored = next(s for s in world.nodes[reader].store.heads_of(room.id, key) if s.id.size > index)
    entry = room.trusted_entries(stored.seq)[index - stored.start]
    part = LogPart(key, [room.channel.logs[key].certificates[0].value], stored.note, room.leaves(key, stored.id), [(index, entry, open_)])
    return build_entry_proof(world.charter.raw, room.channel.channel_charter.value, [part])


def asked(seed: int = 0) -> tuple[World, int]:
    world = World(2, seed)
    world.settle()
    index = world.act("alpha", kind="request", to="bravo", text="x")
    world.settle()
    return world, index


def test_f21_a_proof_of_another_dialogue_fails_against_the_published_charter() -> None:
    (world, index), (other, _) = asked(), asked(1)
    raw = proof_of(world, index)
    assert verify_proof(raw, charter_digest=world.charter.id).status == "proven"
    verdict = verify_proof(raw, charter_digest=other.charter.id)
    assert (verdict.status, verdict.step) == ("not proven", 3)


def test_f21_without_an_anchor_the_keys_are_not_confirmed() -> None:
    """Whoever makes a charter of his own proves whatever he likes; without the parties' digest that is said."""
    world, index = asked()
    verdict = verify_proof(proof_of(world, index))
    assert verdict.status == "consistent"
    assert "keys_not_confirmed" in verdict.caveats


def test_f21_the_verdict_says_exercise_claimed_times_later_acts_and_who_did_not_sign() -> None:
    world, index = asked()
    verdict = verify_proof(proof_of(world, index), charter_digest=world.charter.id)
    assert verdict.exercise
    assert {"supposed_exercise", "later_acts_may_exist", "times_are_claims", "one_signer_only"} <= set(verdict.caveats)
    assert verdict.not_signed == ("bravo",)


def test_f21_logs_of_one_channel_do_not_verify_under_the_charter_of_another() -> None:
    """One of two channels of the same two parties, shown as the other."""
    world, index = asked()
    room = found_channel(world.nodes["alpha"], world.charter.id, "cyber", {"en": "Cyber"}, ["alpha", "bravo"], "group")
    value = canonical.decode(proof_of(world, index), limit=1 << 26)
    value["channel"] = room.channel.channel_charter.value
    verdict = verify_proof(canonical.encode(value), charter_digest=world.charter.id)
    assert verdict.status == "not proven"


def test_f21_a_pouch_of_another_dialogue_between_the_same_people_changes_nothing() -> None:
    world, other = asked()[0], asked(1)[0]
    before = world.dump("bravo")
    received = world.bring("bravo", other.pouches("alpha"))
    assert received.admitted == 0
    assert {error.step for _, error in received.refused} == {5}
    assert world.dump("bravo") == before


def test_f21_two_parties_with_one_key_make_no_charter() -> None:
    world = World(2)
    mine, theirs = (world.nodes[party].introduction() for party in world.parties)
    with pytest.raises(FormatError, match="same root key"):
        compose_charter(
            {"alpha": mine, "bravo": {**theirs, "root": mine["root"]}}, nonce=bytes(32), k=bytes(32), names={"en": "x"}, exercise=True
        )


def test_f21_one_charter_for_talks_and_exercise_is_impossible() -> None:
    """A node's keys serve exercises or real talks, never both."""
    world = World(2)
    parts = {"alpha": world.nodes["alpha"].introduction(), "bravo": world.nodes["bravo"].introduction()}
    real = compose_charter(parts, nonce=b"\1" * 32, k=bytes(32), names={"en": "Talks"}, exercise=False)
    with pytest.raises(Exception, match="used in an exercise"):
        world.nodes["alpha"].adopt(real, None)
