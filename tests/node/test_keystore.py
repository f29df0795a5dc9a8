"""The key file: a wrong passphrase and a machine that is too slow are two things."""

from __future__ import annotations

import re

import pytest

from detente.errors import CallerError, StoreError
from detente.node import passphrases
from detente.node.keystore import Keystore
from tests import cheap_age


@pytest.mark.slow
def test_each_guess_at_a_passphrase_costs_a_machine_like_this_one_some_time(tmp_path, monkeypatch):
    """2^12 blocks of 1 KiB at the very least, on the slowest machine; age itself chooses what takes this one a second."""
    monkeypatch.setattr(passphrases, "encrypt", cheap_age.in_earnest)
    path = tmp_path / "keys.age"
    Keystore.create(path, "correct", "north")
    work = re.search(rb"-> scrypt \S+ ([0-9]+)\n", path.read_bytes())
    assert work is not None
    assert int(work[1]) > 12
    assert Keystore(path, "correct").identities


def test_a_wrong_passphrase_is_called_wrong(tmp_path):
    Keystore.create(tmp_path / "keys.age", "correct", "north")
    assert Keystore(tmp_path / "keys.age", "correct").identities
    with pytest.raises(CallerError, match="the passphrase does not open"):
        _ = Keystore(tmp_path / "keys.age", "wrong").data


def test_a_file_that_would_take_this_machine_too_long_does_not_look_like_a_wrong_passphrase(tmp_path, monkeypatch):
    """Seen on a busy machine: age measured it as slow, and the right passphrase was called wrong."""
    monkeypatch.setattr(passphrases, "_PAUSES", (0.0, 0.0))
    path = tmp_path / "keys.age"
    Keystore.create(path, "correct", "north")
    path.write_bytes(re.sub(rb"(-> scrypt \S+) [0-9]+\n", rb"\1 40\n", path.read_bytes(), count=1))
    with pytest.raises(StoreError, match="too busy now to open"):
        _ = Keystore(path, "correct").data
