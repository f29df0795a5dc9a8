"""Every target, by name."""

from __future__ import annotations

from typing import Final

from tests.fuzz import of_files, of_record, of_talks
from tests.fuzz.judging import Target

TARGETS: Final[dict[str, Target]] = {
    target.name: target for group in (of_record.TARGETS, of_talks.TARGETS, of_files.TARGETS) for target in group
}
