"""Our own package agrees with every vector that we publish (vectors/, docs/protocol.md), through the contract of conformance/."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _load(name):
    spec = importlib.util.spec_from_file_location("conformance_" + name, ROOT / "conformance" / (name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run, contract = _load("run"), _load("python_contract")
VECTORS = {vector["name"]: vector for _, vector in run.load()}
LEAST = {
    "asks": 30, "canonical": 90, "certificates": 20, "checkpoints": 30, "containers": 20, "contradictions": 20, "cuts": 20, "dictated": 6,
    "ed25519": 30, "ended": 14, "entries": 120, "figures": 4, "folds": 80, "ids": 110, "persons": 6, "plain-texts": 20,
    "policies": 12, "pouches": 150, "proofs": 270, "seals": 30, "sheets": 4, "standings": 14, "successions": 20, "tile-paths": 10,
    "tlog-proofs": 20, "trees": 50, "witnesses": 50,
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAST)
def test_our_package_agrees(kind):
    wrong = {}
    for name, vector in VECTORS.items():
        if name.startswith(f"{kind}/"):
            raw, more = run.file_of(vector)
            said = contract.answer(vector["command"], raw, more[1] if more else None)
            if not run.agrees(said, vector["verdict"]):
                wrong[name] = said, vector["verdict"]
    assert wrong == {}


def test_there_are_vectors_of_every_kind():
    kinds = [name.split("/")[0] for name in VECTORS]
    assert {kind: kinds.count(kind) for kind in LEAST} == {kind: max(kinds.count(kind), least) for kind, least in LEAST.items()}
    assert set(kinds) == set(LEAST)


def test_each_vector_says_what_it_is_and_is_where_its_name_says():
    for path, vector in run.load():
        assert vector.keys() == {"name", "what", "command", "input", "verdict"}
        assert vector["name"] == f"{path.parent.name}/{path.stem}"
        assert vector["what"]
        assert vector["command"] in contract.RAW | contract.COMMANDS.keys()


def test_every_step_of_verification_is_refused_by_some_vector():
    steps = {vector["verdict"].get("step") for vector in VECTORS.values() if vector["command"] == "verify-proof"}
    assert steps == {None, *range(1, 11)}


def test_every_step_of_admitting_that_can_refuse_is_refused_by_some_vector():
    outcomes = {outcome for vector in VECTORS.values() for outcome in vector["verdict"].get("outcomes", ())}
    assert outcomes >= {"admitted", "duplicate", "held", "contradiction", *(f"refused {step}" for step in (4, 5, 6, 7, 8, 11, 12, 14))}


def test_the_vectors_are_small_enough_to_be_kept_with_the_source():
    assert sum(path.stat().st_size for path in run.VECTORS.rglob("*") if path.is_file()) < 8_000_000


@pytest.mark.parametrize(("name", "code"), [("proofs/entry", 0), ("proofs/bad-pad", 1), ("canonical/bad-fraction", 1), ("cuts/scene", 0)])
def test_the_contract_can_be_called_as_a_program(name, code, tmp_path):
    raw, more = run.file_of(VECTORS[name])
    (tmp_path / "file").write_bytes(raw)
    program = [sys.executable, str(ROOT / "conformance" / "python_contract.py"), VECTORS[name]["command"], str(tmp_path / "file"), *more]
    done = subprocess.run(program, capture_output=True, check=False)
    assert done.returncode == code
    assert run.agrees(json.loads(done.stdout), VECTORS[name]["verdict"])


def test_what_is_a_profile_is_known_to_the_contract_and_each_bad_vector_is_refused():
    assert contract.COMMANDS.keys() >= run.NODE | run.BESIDE
    judged = {name: vector["verdict"] for name, vector in VECTORS.items() if "/bad-" in name and "outcomes" not in vector["verdict"]}
    assert [name for name, verdict in judged.items() if verdict["verdict"] in {"ok", "proven", "consistent"}] == []
    good = {vector["command"] for vector in VECTORS.values() if vector["verdict"]["verdict"] in {"ok", "proven", "consistent"}}
    bad = {
        vector["command"]
        for vector in VECTORS.values()
        if vector["verdict"]["verdict"] in {"refused", "not proven"} or "outcomes" in vector["verdict"]
    }
    assert good == contract.RAW | contract.COMMANDS.keys()
    assert good - bad == {"fold"}  # a fold refuses nothing


def test_a_command_that_a_program_does_not_know_is_skipped_and_said_to_be(tmp_path, capsys):
    modest = tmp_path / "modest.py"
    modest.write_text("import sys\nsys.exit(2)\n")
    call = ["--only", "cuts/group", "--junit", str(tmp_path / "report.xml"), "--json", "-", sys.executable, str(modest)]
    assert run.main(call) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["passed"], report["failed"], report["skipped"]) == (0, 0, 1)
    assert "<skipped/>" in (tmp_path / "report.xml").read_text("utf-8")
    assert run.main(["--profile", "everything", "x"]) == 2
    assert run.main([]) == 2


def test_what_a_program_leaves_out_is_told_by_profile(tmp_path, capsys):
    verifier = tmp_path / "verifier.py"
    verifier.write_text('import sys\nsys.argv[1] == "cut" or sys.exit(2)\nprint(\'{"verdict": "refused"}\')\nsys.exit(1)\n')
    found = [
        {"name": name, "command": command, "expected": {}, "said": {}, "result": result}
        for name, command, result in (("a", "cut", "passed"), ("b", "fold", "skipped"), ("c", "text", "passed"))
    ]
    state = run.profiles(found)
    assert {name: each["whole"] for name, each in state.items()} == {"verifier": True, "node": False, "forms": True}
    assert state["node"]["unknown"] == ["fold"]
    assert run.main(["--profile", "verifier", "--only", "cuts/bad-order", sys.executable, str(verifier)]) == 0
    assert run.main(["--only", "containers/bad-not-gzip", sys.executable, str(verifier)]) == 1
    assert "profile node: not whole, 0 of the 1 asked; does not know items" in capsys.readouterr().out


def test_a_number_that_not_every_language_holds_is_its_decimal_text_too():
    assert run.agrees({"size": 2**63 - 1}, {"size": str(2**63 - 1)})
    assert run.agrees({"size": str(2**63 - 1)}, {"size": str(2**63 - 1)})
    assert not run.agrees({"size": "5"}, {"size": 5})


def test_the_runner_finds_a_program_that_differs(tmp_path, capsys):
    liar = tmp_path / "liar.py"
    liar.write_text('print(\'{"verdict": "ok"}\')\n')
    assert run.main(["--only", "cuts/", sys.executable, str(liar)]) == 1
    assert "cuts/bad-order" in capsys.readouterr().out
