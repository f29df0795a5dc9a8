"""What the programs of counting.py have in common, whatever they are written with."""

import json
import resource
import statistics
import sys
import time


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
    figures = {"load": load_time, "first": first_time, "cold": load_time + first_time, "warm": statistics.median(times), "peak": peak(), "records": before}
    return {"answers": answers, **figures}


def serve(work):
    """What the program of a peer does: rows and days come as JSON; `work(rows)` gives what `measured` takes, and its figures go out."""
    given = json.load(sys.stdin)
    load, ask = work(given["rows"])
    json.dump(measured(load, ask, given["days"]), sys.stdout)
