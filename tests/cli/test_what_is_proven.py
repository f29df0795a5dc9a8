"""What whoever makes a proof, and whoever reads a verdict on it, is told at the terminal."""

from __future__ import annotations

import pytest

from tests.cli.commands import detente, value

# ---------------------------------------------------------------- witnesses


@pytest.mark.parametrize("given", [[0], [1], [0, 1], []])
def test_a_witness_is_named_once_whichever_of_its_keys_are_given(talks, given):
    detente("--node", "north", "request", "south", "Supposed.", "--seal")
    keys = value("witness", "new", "host.example/geneva", "--charter", "charter.json", "--dir", "host", "--no-passphrase")["vkeys"]
    detente("--node", "north", "witness", "ask", "--out", "question.json")
    detente("witness", "answer", "question.json", "--dir", "host", "--out", "answer.json")
    detente("--node", "north", "witness", "add", "answer.json")
    detente("--node", "north", "prove", "entry", "north/3", "--out", "entry.json")
    trusted = [word for number in given for word in ("--witness", keys[number])]
    said = " ".join(detente("verify", "entry.json", "--charter", "charter.json", *trusted).split())
    assert said.count("Countersigned by") == 1
    assert ("a witness that you have not confirmed" in said) == (not given)
    other = {(0,): "another key (ML-DSA-44), which was not given", (1,): "another key (Ed25519), which was not given"}.get(tuple(given))
    assert ("another key" in said) == (other is not None)
    if other is not None:
        assert f"Under the name host.example/geneva there is also a signature by {other}." in said
