"""F28: a person's signature is used again in another channel, or twice."""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.node.sealing import found_channel
from detente.record.entry import person_message
from detente.record.signatures import Ed25519Signer, verify_ed25519
from detente.record.text import encode_base64
from tests.simulator import Forger, World

FIELDS = {"kind": "request", "at": "2021-09-30T08:00:00Z", "to": "bravo", "text": "in person", "by": {}}
PERSON = Ed25519Signer(b"\5" * 32)


def test_f28_the_signature_holds_in_one_log_for_one_entry() -> None:
    """Another channel, another generation, another secret, another field: none of them is what was signed."""
    world = World(2)
    world.settle()
    room = world.room("alpha")
    other = found_channel(world.nodes["alpha"], world.charter.id, "two", {"en": "Two"}, ["alpha", "bravo"], "group")
    secret = b"\1" * 32
    log = room.log_id(room.mine)
    signature = PERSON.sign(person_message(log, secret, FIELDS))
    assert verify_ed25519(PERSON.public_key, signature, person_message(log, secret, {**FIELDS, "by": {"any": "value"}}))
    for message in (
        person_message(other.log_id(other.mine), secret, FIELDS),
        person_message(room.log_id(room.mine._replace(generation=1)), secret, FIELDS),
        person_message(room.log_id(room.mine._replace(party="bravo")), secret, FIELDS),
        person_message(log, b"\2" * 32, FIELDS),
        person_message(log, secret, {**FIELDS, "text": "not in person"}),
        person_message(log, secret, {**FIELDS, "more": 1}),
    ):
        assert not verify_ed25519(PERSON.public_key, signature, message)


def test_f28_a_leaf_that_is_already_in_the_log_has_no_effect() -> None:
    """A party repeats an entry byte for byte, with the person's signature in it: one request, and a finding."""
    world = World(2)
    world.settle()
    alpha = Forger(world, "alpha")
    by = {"delegate": "ivanova", "ed25519": encode_base64(PERSON.sign(b"x"))}
    made = {}
    real = alpha._entry
    alpha._entry = lambda fields: made.setdefault(fields["kind"], real(fields)) if fields["kind"] == "request" else real(fields)
    act = {"kind": "request", "at": "2021-09-30T08:00:00Z", "to": "bravo", "text": "once", "by": by}
    once, twice = alpha.pouch(act, admit=True), alpha.pouch(act, admit=True)
    received = world.bring("bravo", [once, twice])
    assert received.admitted == 2, "the log stands as it was signed"
    fold = world.room("bravo").fold
    assert fold.sections()["requests/alpha"]["sent"] == 1
    assert [(finding.ref.party, finding.rule) for finding in fold.all_findings()] == [("alpha", "by"), ("alpha", "repeated")]


def test_f28_a_signature_taken_over_into_another_entry_does_not_hold() -> None:
    """What the node signs in person holds for everybody; the same signature in another entry of the same log is found not to."""
    world = World(2)
    world.settle()
    key = world.nodes["alpha"].keys.new_delegate_key("ivanova")
    world.act("alpha", kind="appoint", delegate="ivanova", role="head", powers=["sign"], key=encode_base64(key.public_key))
    signed = world.act("alpha", kind="request", to="bravo", text="in person", by={"delegate": "ivanova"})
    world.settle()
    by = world.room("alpha").entry(Ref("alpha", 0, signed)).fields["by"]
    alpha = Forger(world, "alpha")
    forged = alpha.pouch({"kind": "request", "at": "2021-09-30T08:00:00Z", "to": "bravo", "text": "not in person", "by": by}, admit=True)
    assert world.bring("bravo", [forged]).admitted == 1
    fold = world.room("bravo").fold
    assert fold.people.signed_in_person == {Ref("alpha", 0, signed)}
    assert [(finding.ref.index > signed, finding.rule) for finding in fold.all_findings()] == [(True, "by")]
