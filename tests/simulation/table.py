"""How often each thing was injected and what was found, as a table of docs/simulation.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from detente import __version__
from tests.simulation.play import Played

PAGE = Path(__file__).parents[2] / "docs" / "simulation.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"


class Tally:
    """What many runs came to."""

    def __init__(self) -> None:
        self.seeds: list[int] = []
        self.nodes: Counter[int] = Counter()
        self.faulty: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.runs: Counter[tuple[str, str]] = Counter()
        self.failed: list[Played] = []
        self.polls = self.acts = 0

    def add(self, played: Played) -> None:
        self.seeds.append(played.seed)
        self.nodes[played.cast.nodes] += 1
        self.faulty.update(way for ways in played.cast.faulty.values() for way in ways)
        self.faulty["thief"] += played.cast.robbed is not None
        for name, part, total in (("told", played.told, self.told), ("found", played.found, self.found)):
            total.update(part)
            self.runs.update((name, what) for what, times in part.items() if times)
        self.polls += played.polls
        self.acts += played.acts
        self.failed += [played] if played.wrong else []

    def lines(self) -> Iterable[str]:
        """Markdown; sorted, so that it changes only where figures do."""
        of_nodes = ", ".join(f"{number} with {nodes}" for nodes, number in sorted(self.nodes.items()))
        yield f"Version {__version__}, seeds {min(self.seeds)} to {max(self.seeds)}: {len(self.seeds)} runs (by nodes: {of_nodes}), {self.acts} acts of honest parties."
        yield f"Runs in which an invariant did not hold: {len(self.failed)}."
        yield ""
        for name, title, counts in (("told", "injected", self.told), ("found", "found", self.found)):
            yield f"| {title} | times | in runs |"
            yield "|---|---:|---:|"
            yield from (f"| {what} | {times} | {self.runs[name, what]} |" for what, times in sorted(counts.items()) if times)
            yield ""
        yield "| not to be trusted | parties |"
        yield "|---|---:|"
        yield from (f"| {what} | {times} |" for what, times in sorted(self.faulty.items()) if times)


def write(tally: Tally) -> None:
    """Put the table in its place on the page."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}{chr(10).join(tally.lines())}\n{END}{after}", encoding="utf-8")


def as_line(played: Played) -> bytes:
    """What a run came to as a line of JSON, without its story, which its seed tells again."""
    return msgspec.json.encode(played._replace(story=())) + b"\n"


def read_kept(path: Path) -> Iterable[Played]:
    """The runs whose lines stand in a file; the later where a seed was played twice."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    runs = [msgspec.json.decode(line, type=Played, dec_hook=_counter) for line in lines]
    return {played.seed: played for played in runs}.values()


def _counter(_kind: type, value: Any) -> Counter[str]:
    return Counter(value)
