"""What was sent goes again until it is named, at growing intervals and not for ever; asks go out in the same way."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from detente.node.node import Node, format_time
from detente.node.room import Room

RESEND_FIRST = dt.timedelta(minutes=1)
"""After this long without being named, what we sent is sent again; then after twice as long, and so on up to RESEND_MOST."""
RESEND_MOST = dt.timedelta(hours=12)
RESEND_ATTEMPTS = 40
"""Then silence, until that party is heard or something new is said: traffic to a dead party ends."""
LONG_SILENCE = dt.timedelta(hours=24)
"""A node that has not polled for so long asks once what it missed."""
ASKED = "?"
AWAY = "!"
"""Rows of `resends` beside those of parties: asks go out at growing intervals too; a new lack starts anew."""


class Unconfirmed(NamedTuple):
    """What has left for a member that has not named it.

    Attributes:
        first, last: the entries of our log, from 0.
        again: from when on (UTC) it goes again; None: once what is new has left, or not at all.
        given_up: it goes no more until the member is heard or something new is sealed.
    """

    party: str
    first: int
    last: int
    again: str | None
    given_up: bool


class Backoff:
    """One row of `resends`: how often something was sent again, and when it is due next."""

    def __init__(self, node: Node, room: Room, party: str, named: int, own: int) -> None:
        self.node, self.key, self.named, self.own = node, (room.id, party), named, own
        row = node.store.db.execute("SELECT named, own, attempts, due FROM resends WHERE channel=? AND party=?", self.key).fetchone()
        same = row is not None and row[0] == named and row[1] == own
        self.attempts: int = row[2] if same else 0
        self.known = same
        self.again: str | None = row[3] if same else None
        self.due = self.attempts < RESEND_ATTEMPTS and (not same or _has_come(node, row[3]))

    def count(self, *, first: bool) -> None:
        """Note that it was sent (`first`: for the first time, which is no attempt)."""
        attempts = self.attempts if first else self.attempts + 1
        wait = min(RESEND_FIRST * (1 << min(attempts, 20)), RESEND_MOST)
        due = (self.node.clock() + wait).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.node.store.db.execute(
            "INSERT INTO resends VALUES (?,?,?,?,?,?) ON CONFLICT (channel, party) DO UPDATE"
            " SET named=excluded.named, own=excluded.own, attempts=excluded.attempts, due=excluded.due",
            (*self.key, self.named, self.own, attempts, due),
        )


def _has_come(node: Node, due: str) -> bool:
    """Whether a time is not ahead of us; one further ahead than anything is ever put off was noted before the clock was set back."""
    return due <= node.now or due > format_time(node.clock() + RESEND_MOST)


def lagging(node: Node, room: Room) -> list[tuple[str, int, Backoff]]:
    """Members that have not named all acts of ours: the party, the size that it named, and how often it was sent the rest."""
    own = room.channel.logs.get(room.mine)
    if own is None:
        return []
    found = []
    for party in room.channel.members:
        if party == room.party:
            continue
        logs = [room.channel.logs[key] for key in room.channel.generations(party)]
        sizes = [log.heads[log.main].vector[own.key].size for log in logs if log.main.size and own.key in log.heads[log.main].vector]
        named = max(sizes, default=0)
        if own.named.size > named:
            heard = sum(log.size for log in logs)
            found.append((party, named, Backoff(node, room, party, named, own.named.size * 1_000_003 + heard)))
    return found


def resends_due(node: Node, room: Room) -> dict[str, int]:
    """Members who have not named our last acts and are due to be sent them again: party -> the size that it named."""
    due = {}
    for party, named, state in lagging(node, room):
        if state.known and state.due:
            due[party] = named
    return due


def unconfirmed(node: Node, room: Room) -> list[Unconfirmed]:
    """What has left, tells of an act, and was named by no seal of a member: lost, on its way, or not answered yet."""
    behind = lagging(node, room)
    least = min((named for _, named, _ in behind), default=0)
    sent = [stored.id for stored in node.store.heads_of(room.id, room.mine, above=least) if stored.sent] if behind else []
    end = max((head.size for head in sent if room.channel.logs[room.mine].heads[head].bears_act), default=0)
    return [
        Unconfirmed(
            party=party,
            first=named,
            last=end - 1,
            again=state.again if state.attempts < RESEND_ATTEMPTS else None,
            given_up=state.attempts >= RESEND_ATTEMPTS,
        )
        for party, named, state in behind
        if end > named
    ]


def note_poll(node: Node) -> None:
    """Remember when we last looked; after a long silence ask what we missed."""
    last = node.store.get_meta("polled")
    now = node.clock()
    if last is not None and now - dt.datetime.fromisoformat(last.decode()) > LONG_SILENCE:
        ask_all(node)
    node.store.set_meta("polled", now.isoformat().encode())


def ask_all(node: Node) -> None:
    """Ask every channel what we missed, with the next send."""
    for room in node.rooms.values():
        node.store.set_meta("away:" + room.id, b"1")
        node.store.db.execute("DELETE FROM resends WHERE channel=?", (room.id,))
