"""The second implementation, in JavaScript, written from docs/protocol.md alone: it must agree on every vector and on fresh proofs."""

import json
import subprocess
from pathlib import Path

import pytest

from detente.record.charter import digest

JS = Path(__file__).parent.parent / "conformance" / "js"

pytestmark = [pytest.mark.slow, pytest.mark.needs("node", "node-modules")]


@pytest.mark.parametrize("tests", [path.name for path in sorted((JS / "test").glob("*.mjs"))])
def test_it_agrees_on_every_vector_and_survives_hostile_input(tests: str) -> None:
    """One file at a time, so that they can run on different processors."""
    done = subprocess.run(["node", "--test", f"test/{tests}"], cwd=JS, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_it_agrees_with_the_cryptography_of_the_page_too() -> None:
    command = ["node", "--conditions=browser", "--test", "test/vectors.test.mjs"]
    done = subprocess.run(command, cwd=JS, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def verdict_of(proof: Path, charter: str) -> dict[str, object]:
    command = ["node", str(JS / "cli.mjs"), "verify-proof", str(proof), "--charter", charter]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_it_verifies_the_proofs_of_a_fresh_demonstration_and_refuses_each_with_one_byte_changed(tmp_path: Path) -> None:
    from detente.cli.main import main

    assert main(["demo", "--no-browser", "--story", "first-request", "--dir", str(tmp_path / "demo")]) == 0
    public = tmp_path / "demo" / "public"
    charter = digest("dialogue", (public / "charter.json").read_bytes().removesuffix(b"\n")).hex()
    proofs = sorted((tmp_path / "demo" / "proofs").glob("*.proof.json"))
    assert len(proofs) == 5
    for proof in proofs:
        assert verdict_of(proof, charter)["verdict"] == "proven", proof.name
        assert verdict_of(proof, "none")["verdict"] == "consistent"
        raw = bytearray(proof.read_bytes())
        raw[len(raw) // 2] ^= 1
        changed = tmp_path / proof.name
        changed.write_bytes(raw)
        assert verdict_of(changed, charter)["verdict"] == "not proven"
