"""Declarations for the benchmark of counting: two parties, their arms item by item, and a notification of changes every few hours.

The first declarations of each party name every item; each later one states ten items anew. All is drawn from one seed.
"""

import datetime as dt
import random

from detente.agreements.declarations import Declaration, Declarations, ItemState

FIRST = dt.date(2011, 3, 22)
DAYS = 4_000  # until early 2022
CHANGED = 10
KINDS = ("icbm", "slbm", "bomber", "icbm-launcher", "slbm-launcher")
PARTIES = ("rus", "usa")


def declarations(records, seed=1):
    """`records` statements about items, in a tenth as many declarations; one item in ten records."""
    draw = random.Random(seed)
    items = max(records // 10 // len(PARTIES), CHANGED)
    kind = [draw.choice(KINDS) for _ in range(items)]
    held, done, number = [], 0, 0

    def state(item):
        fields = {"kind": kind[item], "deployed": draw.random() < 0.8}
        if draw.random() < 0.999:
            fields["warheads"] = draw.randrange(9)
        return ItemState(id=f"arm-{item:06}", type="arm", fields=fields)

    for party in PARTIES:
        for start in range(0, items, CHANGED):
            told = [state(item) for item in range(start, min(start + CHANGED, items))]
            held.append(Declaration(id=f"d{number}", by=party, on=FIRST, received=FIRST, kind="items", items=told))
            number, done = number + 1, done + len(told)
    changes = (records - done) // CHANGED
    for change in range(changes):
        on = FIRST + dt.timedelta(1 + change * DAYS // changes)
        told = [state(item) for item in draw.sample(range(items), CHANGED)]
        held.append(
            Declaration(
                id=f"d{number}", by=PARTIES[change % 2], on=on, received=on + dt.timedelta(draw.randrange(5)), kind="items", items=told,
            )
        )  # fmt: skip
        number += 1
    return Declarations(format="detente-declarations-1", agreement="new-start", declarations=held)


def days(count, seed=2):
    """Days to ask about."""
    draw = random.Random(seed)
    return [FIRST + dt.timedelta(draw.randrange(DAYS)) for _ in range(count)]
