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


def test_an_entry_is_shown_with_the_time_by_which_a_witness_had_countersigned_it(talks):
    detente("--node", "north", "request", "south", "Supposed.", "--seal")
    detente("witness", "new", "host.example/geneva", "--charter", "charter.json", "--dir", "host", "--no-passphrase")
    detente("--node", "north", "witness", "ask", "--out", "question.json")
    detente("witness", "answer", "question.json", "--dir", "host", "--out", "answer.json")
    assert value("--node", "north", "log", "north/3")["existed"] == []
    detente("--node", "north", "witness", "add", "answer.json")
    detente("--node", "north", "request", "south", "Supposed: later.", "--seal")
    (bound,) = value("--node", "north", "log", "north/3")["existed"]
    assert bound["witness"] == "host.example/geneva"
    said = " ".join(detente("--node", "north", "log", "north/3").split())
    assert "It existed not after" in said
    assert "as the witness host.example/geneva says." in said
    assert value("--node", "north", "log", "north/5")["existed"] == [], "sealed after the state that was countersigned"


# ---------------------------------------------------------------- single fields


def test_whoever_proves_a_field_alone_is_told_that_its_kind_is_hidden_and_so_is_the_reader(talks):
    detente("--node", "north", "request", "south", "Supposed.", "--subject", "Supposed", "--seal")
    for made, fields, hidden in (("a", ["subject"], True), ("b", ["kind", "subject"], False)):
        said = " ".join(detente("--node", "north", "prove", "field", "north/3", *fields, "--out", f"{made}.json").split())
        assert ("does not see what kind of act it is" in said) == hidden
        verdict = detente("verify", f"{made}.json", "--charter", "charter.json")
        assert ("What kind of act it is, is not shown." in verdict) == hidden
        assert ("kind: request" in verdict) != hidden
    assert value("--node", "north", "prove", "entry", "north/3", "--field", "to", "--out", "c.json")["kind_hidden"] is True
    assert value("--node", "north", "prove", "entry", "north/3", "--out", "d.json")["kind_hidden"] is False


def test_the_help_says_that_a_field_alone_does_not_show_the_kind():
    assert "without it nobody sees what kind of act it is" in " ".join(detente("prove", "field", "--help").split())
