"""How the programs of the Python peers are asked: PROGRAM append|replicate|cold FOLDER BATCH COUNT, and the figures go out as JSON."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import Spent, peak_mb


class Place(NamedTuple):
    """Where a peer works: the entries, its first replica and its second; how many entries there are, and how many a batch has."""

    folder: Path
    batch: int
    count: int

    @property
    def entries(self):
        return self.folder / "entries.jsonl"

    @property
    def a(self):
        return self.folder / "a"

    @property
    def b(self):
        return self.folder / "b"


def serve(phases, peak=peak_mb):
    """Run the phase that was asked for; each takes a place and gives what it took, as `Spent`."""
    phase, folder, batch, count = sys.argv[-4:]
    spent = phases[phase](Place(Path(folder), int(batch), int(count)))
    assert isinstance(spent, Spent)
    json.dump({**dataclasses.asdict(spent), "peak": peak()}, sys.stdout)
