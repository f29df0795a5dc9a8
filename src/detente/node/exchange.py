"""Receiving and sending: what a node does with a carrier (docs/protocol.md, "Exchange").

Rules:

1. What arrives is a stranger's: every item is admitted whole, held, or refused with the number of its step; nothing else changes.
2. A seal alone is never answered by a seal. A receipt is sealed once for everything admitted since the last one.
3. A duplicate that holds an act is answered by sending again, never by sealing again; at most once a poll.
4. What others have not named is sent again at growing intervals, and no more after a number of attempts, until they are heard.
5. Whoever named another party's head keeps it and hands it to whoever lacks it.
6. An ask is not signed: it decides what is sent again, to members only, and nothing else.
7. Several carriers bring one poll. Of a file that comes by two of them the second copy is passed over, if name and bytes are the same:
   a carrier that knows the name of a file cannot keep it from us by showing other bytes under it.
8. A file that cannot be opened may still be on its way: it is looked at again until it has stayed as it is for SETTLED, and then no more.

Where each is kept: 1 receiving.py, 2 receipts.py, 3 and 5 and 6 asking.py, 4 resending.py, 7 and 8 doubts.py; what leaves is made up in
sending.py, and what proves two versions of a log is kept in contradicting.py.
"""

from __future__ import annotations

from detente.errors import CarrierError
from detente.node.carrier import Carrier
from detente.node.checks import answer_checks
from detente.node.destruction import apply_destructions
from detente.node.doubts import Doubts
from detente.node.duties import seal_lapses
from detente.node.node import Node
from detente.node.receipts import seal_receipts
from detente.node.receiving import Received, receive_container
from detente.node.resending import lagging, note_poll
from detente.node.sealing import finish_interrupted
from detente.node.sending import send
from detente.record.limits import LIMITS


def receive(node: Node, carrier: Carrier) -> Received:
    """Take everything new that lies on a carrier, then seal the receipts that are due.

    Raises:
        CarrierError: the carrier cannot be listed. A single file that cannot be read is reported and tried again next time.
    """
    result = Received()
    take(node, carrier, result)
    settle(node, result)
    return result


def take(node: Node, carrier: Carrier, result: Received) -> None:
    """Take everything new that lies on a carrier; `settle` follows, once all carriers were looked at.

    Raises:
        CarrierError: the carrier cannot be listed. A single file that cannot be read is reported and tried again next time.
    """
    doubts = Doubts(node, carrier.address)
    for name in carrier.list():
        if doubts.is_seen(name):
            continue
        try:
            raw = carrier.get(name)
        except CarrierError as error:
            result.refused.append((name, error))
            continue
        if raw is None:
            result.vanished.append(name)
            continue
        if doubts.is_known(name, raw):
            if doubts.is_settled(name):
                result.given_up.append(name)
            continue
        if doubts.came_elsewhere(name, raw):
            opened = True
        else:
            result.files += 1
            opened = receive_container(node, name, raw, result) or len(raw) > LIMITS.container_bytes
        with node.store.unsynced():  # a file that is read twice brings nothing new
            if opened:
                doubts.take(name, raw)
            else:
                doubts.keep(name, raw)


def settle(node: Node, result: Received) -> None:
    """What follows once the carriers have been looked at: checks are answered, receipts are sealed."""
    if node.interrupted:
        finish_interrupted(node)
    note_poll(node)
    for room in node.rooms.values():
        apply_destructions(node, room)
    answer_checks(node)
    result.lapses = seal_lapses(node)
    result.receipts = seal_receipts(node)
    for room in node.rooms.values():
        for _, _, state in lagging(node, room):
            if not state.known:  # it has named more, not all: wait anew before anything is sent again
                state.count(first=True)


def sync(node: Node, carrier: Carrier) -> tuple[Received, int]:
    """Receive, seal receipts, send: what a node does once a poll."""
    received = receive(node, carrier)
    return received, send(node, carrier)
