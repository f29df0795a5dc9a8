"""F25: a party dates its acts back; everything that is bound is: after what it names, before who names it."""

from __future__ import annotations

import datetime as dt

from detente.dialogue.fold import Ref
from tests.simulator import Peer, World


def played(when: dt.timedelta) -> World:
    """Bravo, silent since day 1, answers with a clock of its own choosing."""
    world = World(2)
    world.settle()
    request = world.request("alpha", "bravo")
    world.settle()
    bravo = Peer(world, "bravo")
    bravo.node.clock = lambda: world.now + when
    size = bravo.room.my_head.size
    bravo.act(kind="answer", re=[request], outcome="full", text="long ago")
    received = world.bring("alpha", bravo.pouches(above=size))
    assert (received.admitted, received.refused) == (1, [])
    return world


def test_f25_no_rule_reads_an_authors_time() -> None:
    """Twenty years back, on time, or a century ahead: the same state and the same count."""
    worlds = [played(dt.timedelta(days=days)) for days in (-7300, 0, 36500)]
    states = [world.room("alpha").fold.value() for world in worlds]
    assert states[0] == states[1] == states[2]
    times = [
        world.room("alpha").entry(next(a.ref for r in world.room("alpha").fold.requests.values() for a in r.answers)).fields["at"]
        for world in worlds
    ]
    assert len(set(times)) == 3


def test_f25_what_is_bound_is_the_order_of_heads() -> None:
    """The answer dated before the question was asked stands after it: its seal names the question, and says so to everybody."""
    world = played(dt.timedelta(days=-7300))
    room = world.room("alpha")
    request = next(iter(room.fold.requests.values()))
    answer = request.answers[0]
    assert answer.has_seen(request.act.ref)
    asked, answered = (
        room.entry(Ref(*ref)).fields["at"] for ref in ((r.party, r.generation, r.index) for r in (request.act.ref, answer.ref))
    )
    assert answered < asked
