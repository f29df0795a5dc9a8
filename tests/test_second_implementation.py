"""The second implementation, in JavaScript, written from docs/protocol.md alone: it must agree on every vector and on fresh proofs."""

import base64
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


VERIFY = """
    import { readFileSync } from 'node:fs';
    import { answerProof } from './lib/contract.mjs';
    const said = [];
    for (const [file, charter] of JSON.parse(readFileSync(0, 'utf8'))) {
      said.push((await answerProof(new Uint8Array(Buffer.from(file, 'base64')), charter ?? undefined)).verdict);
    }
    console.log(JSON.stringify(said));
"""


def verdicts_of(asked: list[tuple[bytes, str | None]]) -> list[str]:
    """What it says of proofs, each with the hash of a charter or without one; test/cli.test.mjs starts its program for each."""
    given = json.dumps([(base64.b64encode(proof).decode(), charter) for proof, charter in asked])
    command = ["node", "--input-type=module", "--eval", VERIFY]
    done = subprocess.run(command, cwd=JS, input=given, capture_output=True, text=True, timeout=60, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_it_verifies_the_proofs_of_a_fresh_demonstration_and_refuses_each_with_one_byte_changed(first_request: Path) -> None:
    charter = digest("dialogue", (first_request / "public" / "charter.json").read_bytes().removesuffix(b"\n")).hex()
    proofs = [path.read_bytes() for path in sorted((first_request / "proofs").glob("*.proof.json"))]
    assert len(proofs) == 5
    changed = [raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :] for raw in proofs]
    assert verdicts_of([(raw, charter) for raw in proofs]) == ["proven"] * 5
    assert verdicts_of([(raw, None) for raw in proofs]) == ["consistent"] * 5
    assert verdicts_of([(raw, charter) for raw in changed]) == ["not proven"] * 5
