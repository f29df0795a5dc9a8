"""The third party shows two members different signed versions of its log (F4, F5): who finds out, how fast, and how it goes on."""

from __future__ import annotations

import msgspec
import pytest

from detente.errors import CallerError, TheirData
from detente.node.exchange import receive
from detente.node.sealing import rekey, seal_acts
from detente.record.channel import Channel
from detente.record.evidence import Contradiction, parse_evidence, verify_contradiction
from detente.record.proof import build_fork_proof, verify_proof
from detente.record.seal import LogKey
from tests.simulator import Forger, Peer, World
from tests.strategies import seeds

FORKED = LogKey("charlie", 0)


def split(*, longer: int = 0, seed: int = 0) -> tuple[World, Peer]:
    """Charlie seals one thing for alpha and another for bravo; `longer`: how many more acts bravo's version has."""
    world = World(3, seed)
    world.settle()
    before = world.room("charlie").my_head.size
    other = Peer(world, "charlie")
    world.request("charlie", "alpha", text="We accept.")
    other.act(kind="request", to="bravo", text="We refuse.")
    for _ in range(longer):
        other.act(kind="request", to="bravo", text="And more.")
    world.dead.add("charlie")  # none of what follows is an exchange with charlie
    assert world.bring("alpha", world.pouches("charlie", above=before)).admitted == 1
    assert world.bring("bravo", other.pouches(above=before)).admitted == 1 + longer
    return world, other


def evidence_of(world: World, party: str) -> list[Contradiction]:
    return [act.contradiction for _, _, act in world.room(party).channel.evidence if act.contradiction.log == FORKED]


def stored(world: World, party: str) -> list[Contradiction]:
    rows = world.nodes[party].store.db.execute("SELECT value FROM contradictions").fetchall()
    return [parse_evidence(msgspec.json.decode(row[0])).contradiction for row in rows]


def honest(world: World) -> list[str]:
    return [party for party in world.parties if party != "charlie"]


def talk_on(world: World, seed: int) -> None:
    """Let everybody hear everything; with seed 0 until the last attempt to reach a silent or closed charlie is made, days later."""
    if seed == 0:
        world.settle()
    else:
        world.talk()


def hears_of_it(world: World) -> None:
    """Charlie is back and admits what the others say. (Not until silence: who may seal no receipt is sent things again for days.)"""
    world.revive("charlie")
    for _ in range(8):
        world.poll()
    assert world.room("charlie").channel.is_proven_fork(FORKED)


@pytest.mark.parametrize("longer", [0, 1, 2])
@pytest.mark.parametrize("first", ["alpha", "bravo"])
def test_after_two_exchanges_both_hold_the_same_two_notes_and_anybody_can_check_them(longer: int, first: str) -> None:
    world, _ = split(longer=longer)
    second = "bravo" if first == "alpha" else "alpha"
    for _ in range(2):  # in an exchange each sends what it has, and reads what the other sent
        world.poll([first])
        world.poll([second])
        receive(world.nodes[first], world.views[first])
    for party in ("alpha", "bravo"):
        assert stored(world, party), f"{party} holds no proof after two exchanges"
    bodies = [{note.split(b"\n\n")[0] for note in stored(world, party)[0].notes} for party in ("alpha", "bravo")]
    assert bodies[0] == bodies[1]
    charter, channel = world.charter, world.room("alpha").channel
    for party in ("alpha", "bravo"):
        item = stored(world, party)[0]
        one, two = verify_contradiction(item, charter, channel.id)
        assert item.log == FORKED
        assert one != two
        assert channel.channel_charter is not None
        verdict = verify_proof(build_fork_proof(charter.raw, channel.channel_charter.value, item), charter_digest=charter.id)
        assert verdict.status == "proven", verdict.reason
        assert verdict.fork is not None
        assert set(verdict.fork.heads) == {one, two}
        assert verdict.fork.log == FORKED


@pytest.mark.parametrize("longer", [0, 1, 3])
@pytest.mark.parametrize("seed", seeds(3))
def test_after_evidence_the_honest_agree_and_go_on_without_the_forker(longer: int, seed: int) -> None:
    world, _ = split(longer=longer, seed=seed)
    talk_on(world, seed)
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert all(evidence_of(world, party) for party in honest(world))
    assert not any(request.act.ref.party == "charlie" for request in world.room("alpha").fold.requests.values()), "neither version counts"
    request = world.request("alpha", "bravo")
    talk_on(world, seed)
    world.act("bravo", kind="answer", re=[request], outcome="full", text="Go on.")
    talk_on(world, seed)
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.room("alpha").fold.sections()["requests/alpha"]["full"] == 1


@pytest.mark.parametrize("longer", [0, 2])
@pytest.mark.parametrize("seed", seeds(3))
def test_the_forker_comes_back_with_reopen_and_all_three_converge(longer: int, seed: int) -> None:
    world, _ = split(longer=longer, seed=seed)
    talk_on(world, seed)
    hears_of_it(world)
    with pytest.raises(CallerError, match="two signed versions of it exist"):
        world.request("charlie", "alpha")
    world.nodes["charlie"].store.db.execute("DELETE FROM drafts")
    world.reopen("charlie", "fork")
    talk_on(world, seed)
    request = world.request("charlie", "bravo", text="In the next generation.")
    request[1] = 1
    talk_on(world, seed)
    world.act("bravo", kind="answer", re=[request], outcome="partial", text="Welcome back.")
    talk_on(world, seed)
    assert [key.generation for key in world.room("alpha").channel.generations("charlie")] == [0, 1]
    assert all(state == world.states()[0] for state in world.states())
    assert len(set(world.standings())) == 1
    assert world.receipts_held()
    assert world.room("alpha").fold.sections()["requests/charlie"]["partial"] == 1


def test_whose_key_is_used_elsewhere_while_others_name_that_version_is_told_to_reopen_and_comes_back() -> None:
    """Charlie's node is behind what others name, and what they name contradicts its own: fetching can never help, and it is told so."""
    world, other = split(longer=1)
    world.dead.clear()
    alphas = world.pouches("alpha")[-1:]  # names charlie's own version
    world.bring("bravo", other.pouches())
    request = {"kind": "request", "to": "charlie", "text": "Which is it?"}
    world.act("bravo", **request)
    world.bring("charlie", alphas)
    assert world.bring("charlie", world.pouches("bravo", above=2)).held
    with pytest.raises(CallerError, match="another party names our log"):
        world.request("charlie", "alpha")
    assert world.bring("charlie", other.pouches()).contradictions
    with pytest.raises(CallerError, match="two signed versions of it exist"):
        world.request("charlie", "alpha")
    world.nodes["charlie"].store.db.execute("DELETE FROM drafts")
    world.reopen("charlie", "theft")
    world.talk()
    assert world.states()[0] == world.states()[1] == world.states()[2]
    assert len(set(world.standings())) == 1
    assert world.receipts_held()


def test_two_members_who_find_the_same_fork_at_once_and_a_fourth_who_sees_only_one_of_them() -> None:
    """Alpha and bravo seal equal evidence, neither having seen the other's; delta names only bravo's, and alpha must admit that."""
    world = World(4)
    world.settle()
    before = world.room("charlie").my_head.size
    other = Peer(world, "charlie")
    world.request("charlie", "alpha", text="We accept.")
    other.act(kind="request", to="bravo", text="We refuse.")
    world.dead.add("charlie")
    mine, theirs = world.pouches("charlie", above=before), other.pouches(above=before)
    for party in ("alpha", "bravo"):
        world.bring(party, mine)
        world.bring(party, theirs)  # both see one version first, the same one: their evidence is equal to the byte
        assert evidence_of(world, party)
    world.bring("delta", mine)
    bravos = world.pouches("bravo", above=1)
    assert world.bring("delta", bravos).refused == []
    deltas = world.pouches("delta", above=1)
    received = world.bring("alpha", [*bravos, *deltas])
    assert [str(error) for _, error in received.refused] == []
    world.settle()
    assert all(state == world.states()[0] for state in world.states())
    assert len(set(world.standings())) == 1
    assert world.receipts_held()


def test_a_fork_that_begins_before_the_opening_is_one_too() -> None:
    """Two different first pouches: nothing at all is agreed, so nothing of the log counts."""
    world = World(3)
    world.poll(["alpha"])
    world.blocked = {("charlie", "alpha"), ("charlie", "bravo")}
    for _ in range(6):
        world.poll(["alpha", "bravo"])
    twin = Peer(world, "charlie")
    founder = world.pouches("alpha")
    world.bring("charlie", founder)
    twin.take_part(founder)
    assert world.room("charlie").my_head != twin.room.my_head
    world.bring("alpha", world.pouches("charlie"))
    world.bring("bravo", twin.pouches())
    world.dead.add("charlie")
    world.talk()
    assert all(evidence_of(world, party) for party in honest(world))
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1


# ---- an honest member is never accused


def nobody_accused(world: World) -> None:
    for party in world.parties:
        assert stored(world, party) == [], f"{party} holds a proof against an honest member"
        assert world.room(party).channel.evidence == []


def test_a_restored_node_that_catches_up_is_not_accused() -> None:
    world = World(3)
    world.settle()
    old = world.backup("charlie")
    world.request("charlie", "alpha")
    world.settle()
    world.restore("charlie", old)
    world.request("alpha", "charlie")
    world.settle()
    nobody_accused(world)
    assert world.states()[0] == world.states()[2]


def test_a_late_receipt_and_everything_twice_accuse_nobody() -> None:
    world = World(3, 5, loss=0.3, repeat=0.5, late=0.6)
    for _ in range(6):
        world.poll()
    for party, to in (("alpha", "charlie"), ("charlie", "alpha"), ("bravo", "alpha")):
        if world.room(party).channel.k is not None:
            world.request(party, to)
        world.poll()
    world.settle()
    world.loss = 0.0
    world.replay()
    world.settle()
    nobody_accused(world)


def test_another_version_of_the_rules_accuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.node import room

    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    real = room.make_standing
    monkeypatch.setattr(room, "make_standing", lambda k, cut, rules, values: real(k, cut, rules + 1, values))
    world.act("bravo", kind="answer", re=[request], outcome="full", text="x")
    monkeypatch.undo()
    world.settle()
    nobody_accused(world)


def test_the_thief_of_a_key_that_was_replaced_convicts_nobody_from_where_it_was_replaced_on() -> None:
    """He continues the log with the old key, in whatever place after the replacement: refused, and no proof of anything."""
    world = World(3)
    world.settle()
    forger = Forger(world, "charlie")
    old = forger.node.keys.sealing_pairs(forger.room.log_id(FORKED), 0)[0]
    rekey(world.nodes["charlie"], world.room("charlie"))
    world.talk()
    for _ in range(2):
        world.request("charlie", "alpha")
        world.talk()
    forger = Forger(world, "charlie")
    start = world.room("alpha").channel.logs[FORKED].certificates[-1].start
    heads = [head for head in world.room("alpha").channel.logs[FORKED].heads if head.size >= start]
    assert len(heads) > 1
    for head in heads:
        forged = forger.pouch({"kind": "request", "to": "alpha", "text": "I never said that."}, prev=head, seen={}, keys=old)
        for party in ("alpha", "bravo"):
            assert [error.step for _, error in world.bring(party, [forged]).refused] == [7]
    world.talk()
    nobody_accused(world)
    request = world.request("charlie", "alpha", text="I can still speak.")
    world.talk()
    assert f"charlie/{request[2]}" in str(world.states()[0])
    assert world.receipts_held()


@pytest.mark.parametrize("first", ["alpha", "bravo"])
def test_a_fork_across_a_change_of_keys_blocks_nobody(first: str) -> None:
    """One version replaces the key, the other goes on under the old one: each branch is checked under its own keys."""
    world = World(3)
    world.settle()
    before = world.room("charlie").my_head.size
    other = Peer(world, "charlie")
    rekey(world.nodes["charlie"], world.room("charlie"))
    world.request("charlie", "alpha", text="Under the new key.")
    for text in ("one", "two", "three"):
        other.act(kind="request", to="bravo", text=text)
    world.dead.add("charlie")
    world.bring("alpha", world.pouches("charlie", above=before))
    world.bring("bravo", other.pouches(above=before))
    world.poll([first])
    world.talk()
    assert all(evidence_of(world, party) for party in honest(world))
    request = world.request("bravo", "alpha")
    world.talk()
    world.act("alpha", kind="answer", re=[request], outcome="full", text="x")
    world.talk()
    assert world.receipts_held()
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1


def test_evidence_that_proves_nothing_is_kept_without_effect_and_remarked() -> None:
    """Alpha accuses charlie with one and the same head, signed twice: the act stands in its log and stops nobody."""
    world = World(3)
    world.settle()
    world.request("charlie", "alpha")
    world.talk()
    channel: Channel = world.room("alpha").channel
    log = channel.logs[FORKED]
    note = channel.note_of(FORKED, log.main).decode()
    fields = {
        "kind": "evidence", "at": world.nodes["alpha"].now, "log": ["charlie", 0], "note/1": note, "note/2": note,
        "cert/1": dict(log.certificates[0].value), "cert/2": dict(log.certificates[0].value), "agreed": [0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
    }  # fmt: skip
    seal_acts(world.nodes["alpha"], world.room("alpha"), [fields])
    world.talk()
    assert all(world.room(party).channel.evidence == [] for party in world.parties)
    assert any("proves nothing" in remark for remark in world.remarks("bravo"))
    world.request("charlie", "bravo")
    world.talk()
    assert world.receipts_held()
    with pytest.raises(TheirData):
        verify_contradiction(parse_evidence(fields).contradiction, world.charter, channel.id)
