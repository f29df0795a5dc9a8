"""Where the public test vectors lie: beside the repository, never inside it (their licences and sizes are their own)."""

from __future__ import annotations

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "vectors"


def shared_data(*parts: str) -> Path:
    """A file of the shared data beside the vectors, such as a scraped report; skips the test where there is none."""
    path = _FOLDER.parent.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"public vectors: {'/'.join(('../shared/data', *parts))} is absent")
    return path


def shared_vectors(*parts: str) -> Path:
    """The vectors' folder, or a path below it; skips the test where there is none."""
    if not _FOLDER.is_dir():
        pytest.skip("public vectors: ../shared/vectors is absent")
    return _FOLDER.joinpath(*parts)
