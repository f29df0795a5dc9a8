"""What people type and read: each file of transcripts/ is played, and must print what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.transcript import play

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_transcript(file):
    now = play(file)
    if os.environ.get("DETENTE_RECORD"):
        file.write_text(now, "utf-8")
    assert now == file.read_text("utf-8")
