"""F8: a proof of one thing shows kind, time and author of others."""

from __future__ import annotations

import hashlib

from detente.record import canonical
from detente.record.entry import field_leaf, leaves_and_openings
from detente.record.proof import LogPart, build_entry_proof, verify_proof
from detente.record.seal import LogKey
from tests.simulator import World


def test_f08_a_proof_of_one_field_shows_that_field_and_hashes() -> None:
    """Bravo shows that alpha asked it something, and nothing else of the talk: not what, not when, not what else there was."""
    world = World(2)
    world.settle()
    world.request("alpha", "bravo", text="the first secret")
    index = world.act("alpha", kind="request", to="bravo", subject="on the bridge", text="the second secret")
    world.settle()
    room = world.room("bravo")
    key = LogKey("alpha", 0)
    log = room.channel.logs[key]
    stored = next(s for s in world.nodes["bravo"].store.heads_of(room.id, key) if s.id.size > index)
    entry = room.trusted_entries(stored.seq)[index - stored.start]
    part = LogPart(key, [log.certificates[0].value], stored.note, room.leaves(key, stored.id), [(index, entry, ["to"])])
    raw = build_entry_proof(world.charter.raw, room.channel.channel_charter.value, [part])
    verdict = verify_proof(raw, charter_digest=world.charter.id)
    assert verdict.status == "proven"
    assert verdict.entries[0].fields == {"to": "bravo"}
    about_the_talk = canonical.encode(canonical.decode(raw, limit=1 << 26)["logs"][0]["entries"])
    for hidden in (b"request", b"secret", b"bridge", entry.fields["at"].encode(), b"kind", b"answer"):
        assert hidden not in about_the_talk


def test_f08_a_leaf_tells_nothing_but_a_number_of_fields_rounded_up() -> None:
    """What logs, tiles and inclusion proofs carry of an entry is a list of salted hashes; without the salt a kind is no guess."""
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    world.settle()
    room = world.room("bravo")
    stored = world.nodes["bravo"].store.heads_of(room.id, LogKey("alpha", 0))[-1]
    entry = room.trusted_entries(stored.seq)[0]
    leaves, openings = leaves_and_openings(entry)
    assert len(leaves) % 8 == 0
    kind = next(opening for opening in openings if opening.name == "kind")
    assert field_leaf(kind) in leaves
    assert field_leaf(kind._replace(salt=bytes(32))) not in leaves
    assert hashlib.sha256(b'"request"').digest() not in leaves
    other = room.trusted_entries(stored.seq)[-1]
    their_leaves, their_openings = leaves_and_openings(other)
    assert field_leaf(kind._replace(salt=next(o.salt for o in their_openings if o.name == "kind"))) not in leaves
    assert not set(leaves) & set(their_leaves)
