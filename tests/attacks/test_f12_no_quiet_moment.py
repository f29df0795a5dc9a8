"""F12: in busy talks there is never a moment at which both signed the same."""

from __future__ import annotations

from detente.node.sealing import seal
from detente.record.proof import LogPart, build_standing_proof, verify_proof
from detente.record.seal import LogKey
from tests.simulator import World


def busy(acts: int = 12) -> World:
    """Ping-pong across: both speak before they hear, so an act is in each pouch and each seal is over another cut."""
    world = World(2)
    world.settle()
    for _ in range(acts):
        for party, other in (("alpha", "bravo"), ("bravo", "alpha")):
            world.act(party, kind="request", to=other, text="And another thing.")
        for party, other in (("alpha", "bravo"), ("bravo", "alpha")):
            world.views[party].files.clear()
            from detente.node.receiving import Received, receive_pouch

            receive_pouch(world.nodes[party], world.pouches(other)[-1], Received())  # no poll: no receipt alone
    return world


def cuts(world: World, party: str, of: str) -> list[bytes]:
    log = world.room(party).channel.logs[LogKey(of, 0)]
    return [head.cut for head in log.heads.values() if head.bears_act]


def test_f12_a_past_cut_is_attested_and_proves_what_no_pair_of_seals_did() -> None:
    world = busy()
    mine, theirs = cuts(world, "alpha", "alpha"), cuts(world, "alpha", "bravo")
    assert not set(mine[3:]) & set(theirs[3:]), "no common cut in any two seals"

    # Bravo names one of its cuts of the past; alpha attests it in its next seal.
    room = world.room("alpha")
    asked = next(head for head in room.channel.logs[LogKey("bravo", 0)].heads.values() if head.cut == theirs[-3])
    cut = room.channel.cut(asked.vector)
    assert cut.digest == asked.cut
    standing = room.standing(cut.digest, room.fold_of(asked.vector))
    seal(world.nodes["alpha"], room, attest=[(cut.digest, standing.digest)])
    received = world.bring("bravo", world.pouches("alpha")[-1:])
    assert received.admitted == 1
    assert world.remarks("bravo") == []

    held = world.room("bravo")
    parts = []
    for key, head in ((LogKey("alpha", 0), room.my_head), (LogKey("bravo", 0), asked.id)):
        log = held.channel.logs[key]
        entry = held.trusted_entries(world.nodes["bravo"].store.head(held.id, key, head).seq)[-1]
        parts.append(
            LogPart(key, [log.certificates[0].value], held.channel.note_of(key, head), held.leaves(key, head), [(head.size - 1, entry, [])])
        )
    raw = build_standing_proof(world.charter.raw, held.channel.channel_charter.value, parts, cut, standing, ["requests/alpha"])
    verdict = verify_proof(raw, charter_digest=world.charter.id)
    assert verdict.status == "proven"
    assert verdict.signers == ("alpha", "bravo")
    (stated,) = [section.value for section in standing.sections if section.name == "requests/alpha"]
    assert verdict.sections["requests/alpha"]["sent"] == stated["sent"]
    assert {shown.attests for shown in verdict.seals} == {True, False}


def test_f12_an_attested_count_that_differs_from_the_one_computed_is_remarked() -> None:
    world = busy(5)
    room = world.room("alpha")
    own = [head for head in world.room("bravo").channel.logs[LogKey("bravo", 0)].heads.values() if head.bears_act][-1]
    seal(world.nodes["alpha"], room, attest=[(own.cut, bytes(32))])
    assert world.bring("bravo", world.pouches("alpha")[-1:]).admitted == 1
    assert any("another count than ours" in remark for remark in world.remarks("bravo"))
    assert world.room("bravo").channel.evidence == []


def test_f12_a_cut_that_the_node_never_computed_is_not_refolded_on_receipt() -> None:
    """Only what it computed itself is compared: sixteen invented cuts cost nothing and raise no alarm."""
    world = busy(3)
    seal(world.nodes["alpha"], world.room("alpha"), attest=[(bytes([n]) * 32, bytes(32)) for n in range(16)])
    assert world.bring("bravo", world.pouches("alpha")[-1:]).admitted == 1
    assert world.remarks("bravo") == []


def test_f12_with_loss_quiet_comes_when_talk_stops() -> None:
    world = World(3, 9, loss=0.3, late=0.3)
    world.settle()
    for number in range(6):
        world.request(world.parties[number % 3], world.parties[(number + 1) % 3])
    world.settle()
    assert len(set(world.standings())) == 1
