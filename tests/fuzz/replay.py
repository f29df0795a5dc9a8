"""What is kept, read once more: each input of the corpus, each fault that was mended, and the bombs; with the limits of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.fuzz.bombs import BOMBS
from tests.fuzz.judging import bounded, judged, limit_memory
from tests.fuzz.seeds import kept
from tests.fuzz.targets import names, target
from tests.strategies import stride


def inputs(wanted: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Target, what it is, and its bytes."""
    for name in names():
        if not wanted or name in wanted:
            for path in kept(name):
                yield name, path.name, path.read_bytes()
            bombs = [(what, make) for of, what, make in BOMBS if of == name]
            for what, make in bombs if wanted else bombs[:: stride(2)]:  # one of two, and of each target the first; named targets in full
                yield name, what, make()


def replay(wanted: Sequence[str]) -> tuple[int, list[str]]:
    """How many inputs were read, and what was wrong with which. Limits the memory of this process for good."""
    loaded = {name: target(name) for name in names()}
    limit_memory()
    number, wrong = 0, []
    for name, what, data in inputs(wanted):
        number += 1
        with bounded():
            verdict = judged(loaded[name], data)
        if verdict.wrong is not None:
            wrong.append(f"{name}, {what}: {verdict.wrong}")
    return number, wrong
