"""`audit`: what a person sees of many logs, and the proofs that come of it."""

from __future__ import annotations

import json

import pytest

from detente.cli.main import main
from detente.node.keystore import NO_PASSPHRASE
from detente.node.tiles import publish
from detente.node.witnessing import Witness, add_cosignatures, ask_witness
from detente.record.note import format_vkey
from tests.simulator import Peer, World, pouches_of


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    world = World(2, seed=81)
    world.settle()
    twin = Peer(world, "alpha")
    world.act("alpha", kind="request", to="bravo", text="one")
    twin.act(kind="request", to="bravo", text="another")
    (folder / "archive").mkdir()
    for party in world.parties:
        for number, raw in enumerate(world.pouches(party)):
            (folder / "archive" / f"{party}-{number}.txt").write_bytes(raw)
    (folder / "charter.json").write_bytes(world.charter.raw)
    (folder / "second").write_bytes(pouches_of(twin.node, twin.room, "alpha")[-1])
    return folder, world


def run(capsys, *words):
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_logs_that_hold_end_with_0_in_three_languages(place, capsys):
    folder, world = place
    for language, words in (("en", "Everything that is here holds."), ("ar", "سليم"), ("ru", "верно")):
        code, said, _ = run(capsys, "--lang", language, "audit", folder / "archive", "--charter", folder / "charter.json")
        assert code == 0
        assert words in said
    code, said, _ = run(capsys, "audit", folder, "--charter", world.charter.id, "--json")
    view = json.loads(said)
    assert (view["exercise"], {each["entries"] for each in view["logs"]}) == (
        world.charter.exercise,
        {world.room(party).my_head.size for party in world.parties},
    )
    assert {each["last"] is not None for each in view["logs"]} == {True}


def test_a_contradiction_ends_with_1_and_becomes_a_proof_that_verify_accepts(place, capsys, tmp_path):
    folder, world = place
    words = ("audit", folder / "archive", folder / "second", "--charter", folder / "charter.json")
    code, said, _ = run(capsys, *words)
    assert code == 1
    assert "NOT EVERYTHING HOLDS" in said
    assert "two versions of one log" in " ".join(said.split())
    assert "--evidence FOLDER" in said
    code, said, _ = run(capsys, *words, "--evidence", tmp_path / "proofs", "--json")
    first = json.loads(said)
    assert code == 1
    assert [finding["code"] for finding in first["findings"]] == ["contradiction"]
    (proof,) = first["evidence"]
    assert run(capsys, "verify", proof["file"], "--charter", world.charter.id)[0] == 0
    assert json.loads(run(capsys, *words, "--evidence", tmp_path / "proofs", "--json")[1]) == first


def test_what_no_process_can_read_is_told_and_nothing_is_looked_at_in_vain(place, capsys, tmp_path):
    folder, world = place
    assert run(capsys, "audit", tmp_path / "nowhere", "--charter", folder / "charter.json")[0] == 2
    assert run(capsys, "audit", folder / "archive", "--charter", "a" * 64)[0] == 2
    assert run(capsys, "audit", folder / "archive", "--charter", tmp_path / "no charter")[0] == 2
    (tmp_path / "key.txt").write_text("no key\n")
    (tmp_path / "a.age").write_bytes(world.archive[0][1])
    code, _, said = run(capsys, "audit", tmp_path, "--charter", folder / "charter.json", "--identity", tmp_path / "key.txt")
    assert code == 1
    assert "no age identity" in said
    code, said, _ = run(capsys, "audit", tmp_path / "a.age", "--charter", folder / "charter.json")
    assert code == 1
    assert "no key to open it" in " ".join(said.split())


def test_a_policy_wants_the_last_act_countersigned(capsys, tmp_path):
    world = World(2, seed=82)
    world.settle()
    world.act("alpha", kind="request", to="bravo", text="one")
    witness = Witness.create(tmp_path / "host", "host.example/w", [world.charter], NO_PASSPHRASE)
    answer, _ = witness.answer(ask_witness(world.nodes["alpha"]))
    (tmp_path / "charter.json").write_bytes(world.charter.raw)
    (tmp_path / "policy").write_text(f"witness host {format_vkey(witness.vkeys[0])}\nquorum host\n")
    room = world.room("alpha")
    words = ("audit", tmp_path / "tiles", "--charter", tmp_path / "charter.json", "--policy", tmp_path / "policy", "--json")
    publish(room, room.mine, tmp_path / "tiles")
    code, said, _ = run(capsys, *words)
    assert (code, [finding["code"] for finding in json.loads(said)["findings"]]) == (1, ["countersigned"])
    add_cosignatures(world.nodes["alpha"], answer)
    publish(room, room.mine, tmp_path / "tiles")
    code, said, _ = run(capsys, *words)
    (log,) = json.loads(said)["logs"]
    assert code == 0
    assert log["quorum"]["met"]
    assert log["quorum"]["not_after"] == log["witnesses"][0]["at"]
    witness.close()
