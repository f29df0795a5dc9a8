"""From a run that fails to the few events that make it fail (delta debugging: Zeller and Hildebrandt, 2002)."""

from __future__ import annotations

from tests.simulation.cast import schedule
from tests.simulation.play import Played, play


def shrink(failed: Played, *, tries: int = 150) -> tuple[list[int], Played]:
    """Leave out events as long as the same invariant fails; the numbers of those that are left, and the run with them.

    Args:
        failed: the run of all events of its seed.
        tries: so many runs at most.
    """
    code = failed.wrong[0][:2]
    left, best = [event.number for event in schedule(failed.seed)], failed
    parts = 2
    while left and parts <= len(left) and tries > 0:
        size = -(-len(left) // parts)
        for start in range(0, len(left), size):
            fewer = left[:start] + left[start + size :]
            tries -= 1
            run = play(failed.seed, fewer)
            if any(wrong.startswith(code) for wrong in run.wrong):
                left, best, parts = fewer, run, max(parts - 1, 2)
                break
            if tries <= 0:
                break
        else:
            if size == 1:
                break
            parts = min(parts * 2, len(left))
    return left, best


def again(seed: int, events: list[int]) -> str:
    """The command that plays these events of a seed."""
    return f"python -m tests.simulate --seed {seed} --events {','.join(map(str, events)) or 'none'}"
