"""Generations of a log over which a later one was opened, and that nobody here has (docs/protocol.md, section 20)."""

from __future__ import annotations

from detente.errors import N_, DetenteError
from detente.node.room import Room
from detente.record.seal import LogKey
from detente.views.base import RemarkShown, text_of_error


def lost_logs(room: Room) -> list[LogKey]:
    """The logs that an opening follows and that are not held here, with those between them and the newest that is."""
    channel, found = room.channel, set()
    for new, (before, _) in channel.holds.items():
        if before in channel.logs:
            continue
        held = [log.generation for log in channel.generations(new.party) if log < before]
        found |= {LogKey(new.party, generation) for generation in range(max(held, default=-1) + 1, before.generation + 1)}
    return sorted(found - set(channel.logs))


def lost_remarks(room: Room) -> list[RemarkShown]:
    """A remark for each, with what to do."""
    return [
        RemarkShown(
            channel=room.label,
            text=text_of_error(
                DetenteError(
                    N_(
                        "generation %(generation)d of the log of %(party)s is not here, and a later one was opened over it: nothing of it"
                        " counts."
                        " Look for it on the old machine, in couriers' folders and mailboxes, and sync: then it can be read."
                        " What is to count its party says again"
                    ), party=log.party, generation=log.generation,
                )
            ),
        )
        for log in lost_logs(room)
    ]  # fmt: skip
