"""What earlier programs wrote is read by this one: the same digests, counts, texts, figures and verdicts, and the talks go on from there."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tests.cli.commands import carried, detente, value
from tests.cli.conftest import settle_in
from tests.old_records import make

HERE = Path(make.__file__).resolve().parent
KEPT = sorted(path.parent for path in HERE.glob("*/expected.json"))


@pytest.fixture
def place(request, tmp_path, monkeypatch):
    """A copy of a record that is kept, and what is expected of it."""
    with tarfile.open(request.param / "dialogue.tar.xz") as tar:
        tar.extractall(tmp_path, filter="data")
    settle_in(tmp_path, monkeypatch)
    return tmp_path, json.loads((request.param / "expected.json").read_text("utf-8"))


every = pytest.mark.parametrize("place", KEPT, indirect=True, ids=[path.name for path in KEPT])


def test_a_record_of_each_format_is_kept():
    assert [path.name for path in KEPT][:1] == ["0-draft-1"]
    assert sum(path.stat().st_size for folder in KEPT for path in folder.iterdir()) < 500_000 * len(KEPT)


@pytest.mark.slow
@every
def test_it_is_read_as_it_was_when_it_was_written(place):
    folder, expected = place
    assert make.read(folder) == expected


@pytest.mark.slow
@every
def test_the_talks_go_on_from_it(place):
    _folder, expected = place
    before = expected["nodes"]["north"]["standing"]["requests"]["north"]["sent"]
    detente("--node", "north", "request", "south", "One more, years later.", "--seal")
    carried()
    now = {party: value("--node", party, "standing") for party in ("north", "south")}
    assert now["north"]["digest"] == now["south"]["digest"] != expected["nodes"]["north"]["standing"]["digest"]
    assert now["south"]["requests"]["north"]["sent"] == before + 1
    assert now["north"]["agreed"]
    assert value("--node", "south", "fsck")["problems"] == []


def test_what_is_kept_is_never_written_again(capsys):
    assert make.main([KEPT[0].name]) == 1
    assert "kept as it is" in capsys.readouterr().err
    assert make.main(["../elsewhere"]) == 2
