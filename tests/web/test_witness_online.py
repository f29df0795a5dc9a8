"""A node asks witnesses over HTTP: it is countersigned, it keeps that, and a second version that a witness has seen comes to light."""

from __future__ import annotations

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from detente.dialogue.acts import Ref
from detente.errors import CallerError
from detente.node import witness_online
from detente.node.keystore import NO_PASSPHRASE
from detente.node.proving import prove_entry
from detente.node.witness_online import submit
from detente.node.witness_policies import addresses, countersigned, policy_of, quorum_of, set_policy
from detente.node.witnessing import Witness, not_countersigned
from detente.record.note import format_vkey
from detente.record.policy import parse_policy
from detente.record.proof import verify_proof
from detente.views.contradictions import held_contradictions
from tests.cli.transcript import run
from tests.simulator import Peer, World
from tests.web.witness_server import ForeignLog, history, serving


@pytest.fixture
def world():
    world = World(2, seed=23)
    world.settle()
    return world


@pytest.fixture
def witnesses(world, tmp_path):
    """Two of them, with their keys and addresses."""
    made = []
    for name in ("host.example/w", "uni.example/w"):
        folder = tmp_path / name.partition(".")[0]
        witness = Witness.create(folder, name, [world.charter], NO_PASSPHRASE)
        made.append((folder, witness.vkeys))
        witness.close()
    with serving(made[0][0]) as one, serving(made[1][0]) as two:
        yield [(f"http://127.0.0.1:{client.port}", keys, folder) for (folder, keys), client in zip(made, (one, two), strict=True)]


def keep_policy(world, witnesses, quorum="all"):
    lines = [
        f"witness {name} {format_vkey(keys[kind])} {address}"
        for (address, keys, _), name, kind in zip(witnesses, ("host", "uni"), (1, 0), strict=True)
    ]
    policy = parse_policy("\n".join([*lines, f"group q {quorum} host uni", "quorum q", ""]).encode())
    for node in world.nodes.values():
        set_policy(node, world.charter.id, policy)
    return policy


def statuses(told):
    return [item.status for item in told]


def test_a_node_submits_to_the_witnesses_of_its_policy_and_meets_the_quorum(world, witnesses):
    policy = keep_policy(world, witnesses)
    node, room = world.nodes["alpha"], world.room("alpha")
    assert policy_of(node.store, world.charter.id) == policy
    for _ in range(3):  # the first time each is told which log it is
        world.request("alpha", "bravo")
        world.settle()
        told = submit(node)
        assert [(item.status, item.reason) for item in told] == [(200, None)] * 2
    assert not_countersigned(node) == 0
    quorum = quorum_of(policy, countersigned(room, room.mine, room.my_head.size))
    assert (quorum.met, sorted(quorum.by), quorum.missing) == (True, ["host", "uni"], ())
    assert quorum.not_after == max(quorum.by.values())
    assert abs(quorum.not_after - dt.datetime.now(dt.UTC).timestamp()) < 600
    world.request("alpha", "bravo")
    behind = quorum_of(policy, countersigned(room, room.mine, room.my_head.size))
    assert (behind.met, behind.missing, behind.not_after) == (False, ("host", "uni"), None)


def test_one_of_two_is_no_quorum_of_two(world, witnesses):
    policy = keep_policy(world, witnesses)
    node, room = world.nodes["alpha"], world.room("alpha")
    assert statuses(submit(node, [witnesses[0][0]])) == [200]
    quorum = quorum_of(policy, countersigned(room, room.mine, 1))
    assert (quorum.met, list(quorum.by), quorum.missing) == (False, ["host"], ("uni",))


def test_a_proof_of_what_another_party_sealed_carries_the_times_of_its_witnesses(world, witnesses):
    """They are taken from what the witness publishes of that log."""
    keep_policy(world, witnesses)
    ref = Ref(*world.request("bravo", "alpha"))
    world.settle()
    submit(world.nodes["bravo"])
    room = world.room("alpha")
    assert not verify_proof(prove_entry(room, [ref]), charter_digest=world.charter.id).witnesses
    submit(world.nodes["alpha"])
    shown = verify_proof(prove_entry(room, [ref]), charter_digest=world.charter.id).witnesses
    assert {key.name for _, keys, _ in witnesses for key in keys} == {each.name for each in shown}


def test_a_proof_shows_the_first_state_that_enough_have_countersigned(world, witnesses):
    keep_policy(world, witnesses)
    node, room = world.nodes["alpha"], world.room("alpha")
    ref = Ref(*world.request("alpha", "bravo"))
    submit(node, [witnesses[0][0]])
    alone = room.my_head
    world.request("alpha", "bravo")
    enough = room.my_head
    submit(node)
    world.request("alpha", "bravo")
    submit(node)
    shown = verify_proof(prove_entry(room, [ref]), charter_digest=world.charter.id)
    assert alone.size < enough.size < room.my_head.size
    assert {each.size for each in shown.witnesses} == {enough.size}
    set_policy(node, world.charter.id, None)
    shown = verify_proof(prove_entry(room, [ref]), charter_digest=world.charter.id)
    assert {each.size for each in shown.witnesses} == {alone.size}


def test_a_state_that_is_countersigned_again_keeps_its_earlier_time(world, witnesses):
    keep_policy(world, witnesses)
    node, room = world.nodes["alpha"], world.room("alpha")
    submit(node)
    before = countersigned(room, room.mine, 1)
    later = max(before.values()) + 3600
    node.store.db.execute("UPDATE cosignatures SET at=?", (later,))
    submit(node)
    assert max(countersigned(room, room.mine, 1).values()) < later
    node.store.db.execute("UPDATE cosignatures SET at=1")
    submit(node)
    assert set(countersigned(room, room.mine, 1).values()) == {1}


def test_a_lost_answer_costs_one_request_more(world, witnesses):
    keep_policy(world, witnesses)
    node, room = world.nodes["alpha"], world.room("alpha")
    submit(node)
    node.store.db.execute("DELETE FROM meta WHERE key LIKE 'witness:%'")
    node.store.db.execute("DELETE FROM cosignatures")
    world.request("alpha", "bravo")
    assert statuses(submit(node)) == [200, 200]
    assert len(countersigned(room, room.mine, room.my_head.size)) == 2


def test_without_a_policy_the_key_is_named(world, witnesses):
    address, keys, _ = witnesses[0]
    node = world.nodes["alpha"]
    assert submit(node) == []
    with pytest.raises(CallerError, match="no key of the witness"):
        submit(node, [address])
    assert statuses(submit(node, [address + "/"], keys)) == [200]
    assert node.store.db.execute("SELECT count(*) FROM cosignatures").fetchone()[0] == 2


def test_a_key_that_is_not_the_witnesses_counts_for_nothing(world, witnesses):
    (address, _, _), (_, others, _) = witnesses
    node = world.nodes["alpha"]
    [told] = submit(node, [address], others)
    assert "signed by no key" in str(told.reason)
    assert node.store.db.execute("SELECT count(*) FROM cosignatures").fetchone()[0] == 0


@pytest.mark.parametrize("address", ["host.example", "ftp://host.example", "http://", "http://[::1", "http://u@host/", "http://h:99999/"])
def test_what_is_no_address_is_refused(world, witnesses, address):
    with pytest.raises(CallerError, match="is no address"):
        submit(world.nodes["alpha"], [address], witnesses[0][1])


def test_a_witness_that_is_away_stops_nobody(world, witnesses):
    policy = keep_policy(world, witnesses)
    text = "\n".join(
        f"witness {each.name} {format_vkey(each.key)} {'http://127.0.0.1:9' if each.name == 'host' else each.url}"
        for each in policy.witnesses
    )
    set_policy(world.nodes["alpha"], world.charter.id, parse_policy(f"{text}\nquorum uni\n".encode()))
    told = submit(world.nodes["alpha"])
    assert statuses(told) == [0, 200]
    assert "does not answer" in str(told[0].reason)
    assert list(addresses(policy)) == [each[0] for each in witnesses]


# ---------------------------------------------------------------- two versions


def test_a_fork_that_a_witness_has_seen_is_said_loudly_and_proven(world, witnesses):
    """alpha shows bravo one version and the witness another: bravo learns it from the witness, and so does alpha's other half."""
    keep_policy(world, witnesses)
    twin = Peer(world, "alpha")
    twin.act(kind="request", to="bravo", text="for the witness")
    assert {item.reason for item in submit(twin.node)} == {None}
    world.request("alpha", "bravo", "for bravo")
    world.request("alpha", "bravo", "and more")
    world.settle()
    bravo = world.nodes["bravo"]
    loud = [item for item in submit(bravo) if item.loud]
    assert len(loud) == 2
    assert "TWO VERSIONS: the log of alpha in 'plenary', as host.example/w countersigned it" in str(loud[0].reason)
    [(_, item, _)] = held_contradictions(bravo)  # both witnesses, one proof
    assert item.log.party == "alpha"
    assert any("TWO VERSIONS" in str(error) for _, _, error in bravo.remarks())
    told = submit(world.nodes["alpha"])
    assert sorted(statuses([item for item in told if not item.loud])) == [422, 422]
    assert len(held_contradictions(world.nodes["alpha"])) == 1
    assert bravo.store.db.execute("SELECT count(*) FROM witnessed_otherwise").fetchone()[0] == 1


def test_a_fork_of_the_same_length_is_proven_too(world, witnesses):
    keep_policy(world, witnesses)
    twin = Peer(world, "alpha")
    twin.act(kind="request", to="bravo", text="for the witness")
    submit(twin.node)
    world.request("alpha", "bravo", "for bravo")
    assert twin.room.my_head.size == world.room("alpha").my_head.size
    assert sum(item.loud for item in submit(world.nodes["alpha"])) == 2
    assert len(held_contradictions(world.nodes["alpha"])) == 1


def test_a_node_that_went_back_to_a_backup_learns_it_from_the_witness(world, witnesses):
    keep_policy(world, witnesses)
    node = world.nodes["alpha"]
    restored = Peer(world, "alpha").node
    world.request("alpha", "bravo")
    submit(node)
    told = submit(restored)
    assert {item.status for item in told if not item.loud} == {409}
    assert any(item.loud and "restored from a backup" in str(item.reason) for item in told)
    assert held_contradictions(restored) == []


def test_what_a_witness_makes_up_accuses_nobody(world, witnesses, tmp_path):
    """It publishes a state that the log has not signed: said, and no evidence of anything."""
    log, _ = ForeignLog(), history(3)
    note = log.note(3, bytes(32))

    class Liar(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(500)
            self.end_headers()

        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(note)

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Liar)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        told = submit(world.nodes["alpha"], [f"http://127.0.0.1:{server.server_port}"], witnesses[0][1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert statuses(told)[0] == 500
    assert all("not signed by that log" in str(item.reason) for item in told[1:])
    assert len(told) == 3
    assert held_contradictions(world.nodes["alpha"]) == []
    assert not list(world.nodes["alpha"].remarks())


def test_an_endless_answer_is_cut_off(world, witnesses):
    class Endless(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * (witness_online.MAX_NOTE_BYTES + 1000))

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Endless)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        [told] = submit(world.nodes["alpha"], [f"http://127.0.0.1:{server.server_port}"], witnesses[0][1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert "answers with more than 32768 bytes" in str(told.reason)


# ---------------------------------------------------------------- as people type it


def test_sync_asks_the_witnesses_of_the_policy_too(tmp_path, monkeypatch):
    """And what is wrong with a witness is said, and stops neither the courier nor the record."""
    monkeypatch.chdir(tmp_path)

    def typed(*words, code=0):
        ended, said = run([*words])
        assert ended == code, said
        return said

    for party in ("north", "south"):
        typed("--node", party, "init", "--party", party, "--name", f"en={party.title()}land", "--no-passphrase")
    both = ["--party", "north/party.json", "--party", "south/party.json"]
    typed("--node", "north", "charter", "new", "--exercise", *both, "--name", "en=Talks", "--out", "charter.json")
    typed("--node", "north", "charter", "sign", "charter.json")
    typed("--node", "north", "request", "south", "Supposed.", "--seal")
    typed("witness", "new", "host.example/w", "--charter", "charter.json", "--dir", "host", "--no-passphrase")
    with serving(tmp_path / "host") as client:
        witness = Witness(tmp_path / "host", NO_PASSPHRASE)
        (tmp_path / "policy.txt").write_text(
            f"witness host {format_vkey(witness.vkeys[1])} http://127.0.0.1:{client.port}\nquorum host\n", "ascii"
        )
        witness.close()
        typed("--node", "north", "witness", "policy", "policy.txt")
        assert "1 countersignature was obtained." in typed("--node", "north", "sync", "courier")
        assert "Our log: countersigned by 1 of 1; the quorum is met, not after" in typed("--node", "north", "status")
        assert "plenary: countersigned by 1 of 1" in typed("--node", "north", "witness", "submit")
        assert "known" not in typed("witness", "log", "list", "--dir", "host")  # a table, with the log that was made known
    said = typed("--node", "north", "sync", "courier")
    assert "does not answer" in said
    assert "does not answer" in typed("--node", "north", "witness", "submit", code=1)
