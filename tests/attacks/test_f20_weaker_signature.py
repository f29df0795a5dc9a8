"""F20: a later verifier is content with the weaker signature; an old state is re-signed with a new time."""

from __future__ import annotations

import base64

import pytest

from detente.record.checkpoint import Checkpoint, parse_checkpoint_note, sign_mldsa44
from detente.record.note import Note, format_note
from detente.record.pouch import parse_pouch_head
from detente.record.signatures import Ed25519Signer, KeyPair
from tests.simulator import Forger, World


def made() -> tuple[World, Forger, bytes]:
    world = World(2)
    world.settle()
    alpha = Forger(world, "alpha")
    return world, alpha, alpha.pouch({"kind": "request", "to": "bravo"})


def refused_at(world: World, raw: bytes) -> int:
    before = world.dump("bravo")
    received = world.bring("bravo", [raw])
    assert received.admitted == 0
    assert world.dump("bravo") == before
    return received.refused[0][1].step


@pytest.mark.parametrize("kept", [0, 1])
def test_f20_one_signature_is_none(kept: int) -> None:
    world, _, raw = made()
    pouch = parse_pouch_head(raw)
    note = parse_checkpoint_note(pouch.note)[1]
    lonely = format_note(Note(note.text, (note.signatures[kept],)))
    assert refused_at(world, raw.replace(pouch.note, lonely)) == 4


@pytest.mark.parametrize("broken", [0, 1])
def test_f20_both_must_hold(broken: int) -> None:
    """Who has broken Ed25519 and not ML-DSA, or the other way round, has nothing."""
    world, alpha, _ = made()
    real = alpha.node.keys.sealing_pairs(alpha.room.log_id(alpha.room.mine), alpha.room.my_head.size)[0]
    assert real is not None
    false = KeyPair.from_seeds(b"\1" * 32, b"\2" * 32)
    mixed = KeyPair(false.ed25519, real.mldsa44) if broken == 0 else KeyPair(real.ed25519, false.mldsa44)
    assert refused_at(world, alpha.pouch({"kind": "request", "to": "bravo"}, keys=mixed)) == 7
    assert isinstance(mixed.ed25519, Ed25519Signer)


def test_f20_a_log_states_no_time_with_its_own_signature() -> None:
    """0x06 with a time would say "the largest seen as of then", which is false when an old state is signed again."""
    world, alpha, raw = made()
    pouch = parse_pouch_head(raw)
    note = parse_checkpoint_note(pouch.note)[1]
    keys = alpha.node.keys.sealing_pairs(alpha.room.log_id(alpha.room.mine), alpha.room.my_head.size)[0]
    assert keys is not None
    timed = sign_mldsa44(note.signatures[1].name, keys.mldsa44, Checkpoint(*pouch.checkpoint), 1_632_988_800)
    assert refused_at(world, raw.replace(pouch.note, format_note(Note(note.text, (note.signatures[0], timed))))) == 4


def test_f20_other_signature_bytes_over_the_same_body_are_the_same_pouch() -> None:
    """ML-DSA signing is hedged: a pouch signed again after a crash is a duplicate, never a fork."""
    world, alpha, raw = made()
    assert world.bring("bravo", [raw]).admitted == 1
    pouch = parse_pouch_head(raw)
    again = alpha.note(pouch.head, start=pouch.start)
    assert again != pouch.note
    before = world.dump("bravo", without=("carrier_files", "meta"))
    received = world.bring("bravo", [raw.replace(pouch.note, again)])
    assert (received.duplicates, received.contradictions, received.refused) == (1, 0, [])
    assert world.dump("bravo", without=("carrier_files", "meta")) == before
    assert base64.b64encode(pouch.checkpoint.root).decode() in again.decode()
