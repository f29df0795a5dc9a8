"""What the benchmarks have in common: the memory of a process, and two clocks at once; and how the programs of counting.py are asked.

Of the standard library alone: programs of peers use it too, in a Python that may have nothing of ours.
"""

import json
import resource
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds on the wall and of the processors; a number divided by it is two rates."""

    wall: float
    cpu: float

    def __add__(self, other):
        return self if other == 0 else Spent(self.wall + other.wall, self.cpu + other.cpu)

    __radd__ = __add__

    def __sub__(self, other):
        return Spent(self.wall - other.wall, self.cpu - other.cpu)

    def __truediv__(self, other):
        other = other if isinstance(other, Spent) else Spent(other, other)
        return Spent(self.wall / other.wall, self.cpu / other.cpu)

    def __rtruediv__(self, number):
        return Spent(number / self.wall, number / self.cpu)


def now():
    """Both clocks; the processors' time is of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Spent(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used))


def peak_mb():
    """The peak of this process alone (what `getrusage` says includes the parent's, over fork and exec)."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def peak():
    """The largest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def measured(load, ask, days, loading=lambda: 0.0):
    """`load` gives what `ask(loaded, day)` asks; its answers are [known part, unknown items] by party and count.

    `loading`: seconds of the first question that went into loading.
    """
    before = peak()
    loaded, load_time = timed(load)
    first, first_time = timed(lambda: ask(loaded, days[0]))
    load_time, first_time = load_time + loading(), first_time - loading()
    answers, times = [first], []
    for day in days[1:]:
        answer, spent = timed(lambda day=day: ask(loaded, day))
        answers.append(answer)
        times.append(spent)
    figures = {
        "load": load_time,
        "first": first_time,
        "cold": load_time + first_time,
        "warm": statistics.median(times),
        "peak": peak(),
        "records": before,
    }
    return {"answers": answers, **figures}


def serve(work):
    """What the program of a peer does: rows and days come as JSON; `work(rows)` gives what `measured` takes, and its figures go out."""
    given = json.load(sys.stdin)
    load, ask = work(given["rows"])
    json.dump(measured(load, ask, given["days"]), sys.stdout)
