"""What we hold: of each log how many entries, with a check that differs where one entry differs; and what two copies have in common.

Only numbers of entries and digests are here, so a member can show it to another, read it out, or lay it on the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.errors import N_, CallerError
from detente.node.called import called, own_names
from detente.node.node import Node
from detente.node.restored import Word, check_of
from detente.node.room import Room
from detente.views.base import RemarkShown, View
from detente.views.lost import lost_remarks


class HeldLog(View, frozen=True):
    """One log: `entries` of it are held, to the last signed state, and the check over all of them."""

    party: str
    generation: int
    entries: int
    check: str


class HeldChannel(View, frozen=True):
    """What is held of one channel."""

    label: str
    id: str
    dialogue: str
    members: dict[str, dict[str, str]]
    logs: list[HeldLog]


class HeldView(View, frozen=True):
    """`held`: what this node holds. `remarks`: generations of a log that are not here though a later one follows them."""

    party: str
    names: dict[str, str]
    at: str
    exercise: bool
    channels: list[HeldChannel]
    remarks: list[RemarkShown]


def held_view(node: Node, rooms: Sequence[Room]) -> HeldView:
    """What is held of some channels."""
    return HeldView(
        party=node.party, names=own_names(node), at=node.now, exercise=any(room.channel.charter.exercise for room in rooms),
        channels=[_channel(room) for room in sorted(rooms, key=lambda room: room.label)],
        remarks=[remark for room in rooms for remark in lost_remarks(room)],
    )  # fmt: skip


def _channel(room: Room) -> HeldChannel:
    logs = [
        HeldLog(party=key.party, generation=key.generation, entries=log.main.size, check=check_of(log.main))
        for key, log in sorted(room.channel.logs.items())
        if log.main.size
    ]
    members = {party: names for party, names in called(room).items() if party in room.channel.members}
    return HeldChannel(label=room.label, id=room.id, dialogue=room.channel.charter.id, members=members, logs=logs)


def parse_word(text: str) -> tuple[str, Word]:
    """PARTY=ENTRIES-CHECK, as a person types what was read out; spaces and the case of the check do not matter. PARTY=0: nothing is held.

    Raises:
        CallerError: it is none.
    """
    party, _, rest = text.partition("=")
    entries, _, check = rest.partition("-")
    check = "".join(check.split()).lower()
    if not party or not entries.strip().isascii() or not entries.strip().isdigit() or not (int(entries) == 0 or _is_check(check)):
        raise CallerError(
            N_("'%(text)s' does not say what somebody holds"),
            hint=N_("It is PARTY=ENTRIES-CHECK, such as south=14-7f3a9c21, as the other side reads it from:\ndetente held"), text=text,
        )  # fmt: skip
    return party.strip(), Word(int(entries), check)


def parse_said(text: str) -> Word:
    """ENTRIES-CHECK, as a person types what was read out of one log.

    Raises:
        CallerError: it is none.
    """
    entries, _, check = text.partition("-")
    check = "".join(check.split()).lower()
    if not (entries.strip().isascii() and entries.strip().isdigit() and len(entries) < _DIGITS_MOST and _is_check(check)):
        raise CallerError(
            N_("'%(text)s' is no number of entries with its check"), hint=N_("It is ENTRIES-CHECK, such as 14-7f3a9c21."), text=text
        )
    return Word(int(entries), check)


_DIGITS_MOST: Final = 16


def _is_check(text: str) -> bool:
    return len(text) == 8 and all(sign in "0123456789abcdef" for sign in text)
