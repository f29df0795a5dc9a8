"""What a run of a target came to, and the page of docs on which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

HEAD: Final = "| target | seconds | inputs | edges at first | edges at the end | wrong | mended |"
_ROW: Final = re.compile(r"^\| ([a-z-]+) \|.*\|$", re.MULTILINE)
_START: Final = "<!-- fuzz -->\n"
_END: Final = "<!-- end -->"


class Figures(NamedTuple):
    """What a run of one target came to; None where the run did not say it.

    Attributes:
        seconds: that inputs were read, after everything was loaded.
        inputs: how many were read.
        first: edges between places of our code that the inputs reached with which it began.
        last: those that were reached when it ended.
        wrong: what was wrong, if anything was: with it a target ends.
    """

    name: str
    seconds: int | None
    inputs: int | None
    first: int | None
    last: int | None
    wrong: str

    def row(self, mended: int) -> str:
        """As a line of the table, with how many of its faults were mended and are kept."""
        numbers = ("" if each is None else f"{each:,}" for each in (self.seconds, self.inputs, self.first, self.last))
        return "| " + " | ".join((self.name, *numbers, str(int(bool(self.wrong))), str(mended))) + " |"


def figures(name: str, said: str, wrong: str) -> Figures:
    """The figures in what a run of a target said."""
    return Figures(
        name,
        seconds=_last(r"^(?:Done|runs:) \d+(?: runs)? in (\d+)", said),
        inputs=_last(r"(?:number_of_executed_units: |^runs: )(\d+)", said),
        first=_last(r"\bINITED cov: (\d+)", said),
        last=_last(r"\bcov: (\d+) ft:", said),
        wrong=wrong,
    )


def _last(pattern: str, said: str) -> int | None:
    found = re.findall(pattern, said, re.MULTILINE)
    return int(found[-1]) if found else None


def write(path: Path, rows: Iterable[str]) -> None:
    """Put lines of the table in the place of those of the same targets; those of others stay, all in the order of their names."""
    before, start, rest = path.read_text("utf-8").partition(_START)
    old, end, after = rest.partition(_END)
    assert start
    assert end
    lines = {found[1]: found[0] for text in (old, *rows) for found in _ROW.finditer(text) if found[1] != "target"}
    table = "\n".join((HEAD, "|---" * (HEAD.count("|") - 1) + "|", *(lines[name] for name in sorted(lines))))
    path.write_text(f"{before}{start}{table}\n{end}{after}", "utf-8")
