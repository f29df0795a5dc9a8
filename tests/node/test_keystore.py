"""The key file: a wrong passphrase and a machine that is too slow are two things."""

from __future__ import annotations

import re

import pytest

from detente.errors import CallerError, StoreError
from detente.node import passphrases
from detente.node.keystore import Keystore
from tests import cheap_age


@pytest.fixture(autouse=True)
def _passphrases_cost_what_they_cost(monkeypatch):
    monkeypatch.setattr(passphrases, "encrypt", cheap_age.in_earnest)


@pytest.mark.slow
def test_a_wrong_passphrase_is_called_wrong(tmp_path):
    Keystore.create(tmp_path / "keys.age", "correct", "north")
    assert Keystore(tmp_path / "keys.age", "correct").identities
    with pytest.raises(CallerError, match="the passphrase does not open"):
        _ = Keystore(tmp_path / "keys.age", "wrong").data


@pytest.mark.slow
def test_a_file_that_would_take_this_machine_too_long_does_not_look_like_a_wrong_passphrase(tmp_path, monkeypatch):
    """Seen on a busy machine: age measured it as slow, and the right passphrase was called wrong."""
    monkeypatch.setattr(passphrases, "_PAUSES", (0.0, 0.0))
    path = tmp_path / "keys.age"
    Keystore.create(path, "correct", "north")
    path.write_bytes(re.sub(rb"(-> scrypt \S+) [0-9]+\n", rb"\1 40\n", path.read_bytes(), count=1))
    with pytest.raises(StoreError, match="too busy now to open"):
        _ = Keystore(path, "correct").data
