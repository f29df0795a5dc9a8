"""Who plays and what happens, from the seed alone."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.simulator import PARTIES

STRATEGIES = ("forger", "forker", "withholder", "back-dater", "greedy sender")
"""What a party that cannot be trusted may do; most do two of them."""


class Cast(NamedTuple):
    """Who plays.

    Attributes:
        nodes: how many parties.
        faulty: what those do that cannot be trusted.
        robbed: whose machine a thief copies.
        replayer: whether the courier brings old files again.
    """

    nodes: int
    faulty: dict[str, tuple[str, ...]]
    robbed: str | None
    replayer: bool

    @property
    def parties(self) -> list[str]:
        return list(PARTIES[: self.nodes])

    @property
    def honest(self) -> list[str]:
        """Those that nothing may convict."""
        return [party for party in self.parties if party not in self.faulty and party != self.robbed]

    def __str__(self) -> str:
        told = [f"{party} is {' and '.join(ways)}" for party, ways in self.faulty.items()]
        told += [f"a thief copies the machine of {self.robbed}"] if self.robbed else []
        told += ["the courier replays"] if self.replayer else []
        return f"{self.nodes} nodes; {'; '.join(told) or 'all honest'}"


class Event(NamedTuple):
    """One thing that happens; what exactly, its own chance says, so that leaving out others does not change it."""

    number: int
    kind: str


ALWAYS = {
    "act": 30, "look": 36, "everybody looks": 4, "rekey": 3, "reopen": 1, "delegate's key": 3, "crash": 9, "backup": 4, "restore": 4,
    "catch up": 5, "wrong clock": 4, "time passes": 4, "weather": 5, "clog": 5, "unclog": 6, "all is heard": 1,
}  # fmt: skip
"""How often each thing is drawn."""

BY_STRATEGY = {
    "forger": {"forge": 8},
    "forker": {"fork": 8},
    "withholder": {"withhold": 5},
    "back-dater": {"back-date": 4},
    "greedy sender": {"flood": 4},
}


def cast_of(seed: int) -> Cast:
    rng = random.Random(f"{seed}/cast")
    nodes = rng.choices((2, 3, 4, 5, 6, 7), (34, 40, 14, 6, 3, 3))[0]
    parties = list(PARTIES[:nodes])
    faulty = min(rng.choice((0, 1, 1, 2)), nodes - 1 if nodes == 2 else nodes - 2)
    ways = {party: tuple(sorted(rng.sample(STRATEGIES, rng.choice((1, 2, 2, 3))))) for party in sorted(rng.sample(parties, faulty))}
    left = [party for party in parties if party not in ways]
    robbed = rng.choice(left) if rng.random() < 0.25 and len(left) > 1 else None
    return Cast(nodes, ways, robbed, replayer=rng.random() < 0.3)


def schedule(seed: int) -> list[Event]:
    cast = cast_of(seed)
    rng = random.Random(f"{seed}/schedule")
    weights = dict(ALWAYS)
    for ways in cast.faulty.values():
        for way in ways:
            weights |= BY_STRATEGY[way]
    weights |= {"theft": 5} if cast.robbed else {}
    weights |= {"replay": 3} if cast.replayer else {}
    weights |= {"found a channel": 4} if cast.nodes > 2 else {}
    kinds = rng.choices(list(weights), list(weights.values()), k=rng.randint(14, 30))
    if cast.nodes > 2 and rng.random() < 0.5:
        kinds.insert(0, "found a channel")
    return [Event(number, kind) for number, kind in enumerate(kinds)]
