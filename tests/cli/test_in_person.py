"""At the command line a person's signature takes that person's passphrase, from a variable or typed, and never the node's."""

from __future__ import annotations

import os

import pytest

from tests.cli.terminal import at_a_terminal
from tests.cli.transcript import run

HERS = "berg's own words"


@pytest.fixture(autouse=True)
def nobody_told_a_passphrase(monkeypatch):
    for name in ("DETENTE_PASSPHRASE_OF_BERG", "DETENTE_NEW_PASSPHRASE_OF_BERG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def north(talks, monkeypatch):
    """Berg of Northland is appointed with a key of his own; a consent waits that he signs."""
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    for line in (
        "north delegate key berg",
        "north delegate appoint berg --name Berg --role head --powers consent --seal",
        "south propose measure/visits --text Supposed --seal",
        "south sync courier",
        "north sync courier",
        "north consent south/2 --delegate berg",
    ):
        code, said = run(["--node", *line.split()])
        assert code == 0, said
    monkeypatch.delenv("DETENTE_PASSPHRASE_OF_BERG")
    return talks / "north"


def detente(*words):
    return run(["--node", "north", *words])


def test_a_seal_takes_the_passphrase_of_whoever_signs_and_names_its_variable(north, monkeypatch):
    before = detente("log")[1]
    code, said = detente("seal")
    assert code == 1
    assert "this takes the passphrase of berg" in said
    assert "Set DETENTE_PASSPHRASE_OF_BERG." in said
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", "not this one, either")
    code, said = detente("seal")
    assert code == 1
    assert "this is not the passphrase with which berg signs in person" in said
    assert detente("log")[1] == before
    assert "consent" in detente("outbox")[1]
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    assert detente("seal")[0] == 0


@pytest.mark.slow  # a program of its own
@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_at_a_terminal_it_is_asked_for_by_name_and_is_not_shown(north):
    code, said = at_a_terminal("seal", HERS)
    assert code == 0, said
    assert "Passphrase of berg: " in said
    assert HERS not in said


def test_an_act_that_is_sealed_at_once_stays_a_draft_after_a_wrong_passphrase(north, monkeypatch):
    detente("outbox", "--drop", "2")
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", "not this one, either")
    code, said = detente("consent", "south/2", "--delegate", "berg", "--seal")
    assert code == 1
    assert "not the passphrase with which berg signs" in said
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    assert detente("seal")[0] == 0


def test_the_passphrase_is_changed_by_a_command(north, monkeypatch):
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    monkeypatch.setenv("DETENTE_NEW_PASSPHRASE_OF_BERG", "quite another one")
    code, said = detente("delegate", "passphrase", "berg")
    assert code == 0, said
    assert detente("seal")[0] == 1
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", "quite another one")
    assert detente("seal")[0] == 0


@pytest.mark.slow  # a program of its own
@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_two_new_passphrases_that_differ_change_nothing(north, monkeypatch):
    code, said = at_a_terminal("delegate passphrase berg", HERS, "quite another one", "quite another two")
    assert code == 1
    assert "the two passphrases differ" in said
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    assert detente("seal")[0] == 0


def test_a_key_that_opens_with_the_node_says_so_and_is_moved_by_a_command(talks, monkeypatch):
    said = detente("delegate", "key", "berg", "--no-passphrase")[1]
    assert "has no passphrase of its own: whoever seals at this node signs in this name too." in " ".join(said.split())
    assert "delegate passphrase berg" in said
    monkeypatch.setenv("DETENTE_NEW_PASSPHRASE_OF_BERG", HERS)
    code, said = detente("delegate", "passphrase", "berg")
    assert code == 0, said
    assert "delegate key berg --new" in said
    assert b'delegates":{}' in (talks / "north" / "keys.age").read_bytes()
    said = detente("delegate", "key", "berg")[1]
    assert "opens with the passphrase of that person alone" in " ".join(said.split())


def test_a_key_that_is_not_kept_here_has_no_passphrase_to_change(talks):
    code, said = detente("delegate", "passphrase", "berg")
    assert code == 1
    assert "is not kept by this node" in said


def test_nothing_printed_holds_the_passphrase(north, monkeypatch):
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", HERS)
    for line in ("seal", "delegate key berg", "delegate list", "outbox", "log"):
        for more in ([], ["--json"]):
            assert HERS not in detente(*line.split(), *more)[1]


@pytest.mark.parametrize(("language", "said"), [("ar", "ليست هذه عبارة المرور"), ("ru", "это не та парольная фраза")])
def test_a_wrong_passphrase_is_called_so_in_the_readers_language(north, monkeypatch, language, said):
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_BERG", "not this one, either")
    assert said in run(["--lang", language, "--node", "north", "seal"])[1]
