"""`prove entry --tlog`: a file that standard tools for transparency logs read."""

from pathlib import Path

import pytest

from detente.cli.main import main
from detente.record.tlog_proof import parse_tlog_proof


def test_an_entry_is_proven_to_stand_in_its_log_without_any_field_of_it(
    exercise: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, tlog = tmp_path / "p.json", tmp_path / "p.tlog-proof"
    assert main(["--node", str(exercise / "rus"), "prove", "entry", "rus/3", "--out", str(out), "--tlog", str(tlog)]) == 0
    capsys.readouterr()
    proof = parse_tlog_proof(tlog.read_bytes())
    assert proof.index == 3
    assert b"request" not in tlog.read_bytes()
