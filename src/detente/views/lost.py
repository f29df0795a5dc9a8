"""Generations of a log over which a later one was opened, and that nobody here has (docs/protocol.md, section 20)."""

from __future__ import annotations

from detente.errors import N_, DetenteError
from detente.node.room import Room
from detente.record.seal import LogKey
from detente.views.base import RemarkShown, text_of_error


def lost_logs(room: Room) -> list[tuple[LogKey, LogKey]]:
    """The first and the last log of each gap: what an opening follows and is not held here, down to the newest that is.

    A party can leave out as many as it likes, so they are never counted one by one.
    """
    channel, found = room.channel, set()
    for new, (before, _) in channel.holds.items():
        if before not in channel.logs:
            held = [log.generation for log in channel.generations(new.party) if log < before]
            found.add((LogKey(new.party, max(held, default=-1) + 1), before))
    return sorted(found)


def lost_remarks(room: Room) -> list[RemarkShown]:
    """A remark for each gap, with what to do."""
    return [RemarkShown(channel=room.label, text=text_of_error(_lost(first, last))) for first, last in lost_logs(room)]


def _lost(first: LogKey, last: LogKey) -> DetenteError:
    if first == last:
        return DetenteError(
            N_(
                "generation %(generation)d of the log of %(party)s is not here, and a later one was opened over it: nothing of it counts."
                " Look for it on the old machine, in couriers' folders and mailboxes, and sync: then it can be read."
                " What is to count its party says again"
            ), party=last.party, generation=last.generation,
        )  # fmt: skip
    return DetenteError(
        N_(
            "generations %(first)d to %(generation)d of the log of %(party)s are not here, and a later one was opened over them: nothing of"
            " them counts. Look for them on the old machine, in couriers' folders and mailboxes, and sync: then they can be read."
            " What is to count their party says again"
        ), party=last.party, first=first.generation, generation=last.generation,
    )  # fmt: skip
