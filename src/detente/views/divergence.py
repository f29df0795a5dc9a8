"""Two copies of the same logs, ours and the other side's, by entry numbers alone: how far they agree, and at which entry they part.

A party writes what it holds into a file: of each log the number of entries, its root, and of each entry the first bytes of its hash. These
hashes are salted, so nothing of what stands in an entry can be told from them. It is not signed: it shows where to look, and proves
nothing. By telephone the same is found by asking for the check at one size after another, each time at half of what is in doubt.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from detente.errors import N_, CallerError, FormatError
from detente.node.called import called
from detente.node.node import Node
from detente.node.restored import Word, check_of
from detente.node.room import Room
from detente.record import canonical
from detente.record.seal import HeadId, LogKey
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import root_of
from detente.views.base import ChannelName, View, channel_name

FORM: Final = "detente-held/v1"
MOST_BYTES: Final = 64 << 20
"""Of a file that is compared: eight bytes an entry, so some six million entries."""
_PREFIX: Final = 8
_META: Final = "held:theirs"
_ENTRIES_MOST: Final = 1 << 40

State = Literal["same", "we_lack", "they_lack", "parted", "only_here", "only_there"]


class LogCompared(View, frozen=True):
    """One log in two copies.

    `ours`, `theirs`: how many entries each holds; `common`: the first so many are the same in both; `parts_at`: the number of the first
    entry that differs, null: none does.
    """

    party: str
    generation: int
    ours: int
    theirs: int
    our_check: str | None
    their_check: str | None
    common: int
    parts_at: int | None
    state: State


class ChannelCompared(View, frozen=True):
    """One channel in two copies."""

    channel: ChannelName
    logs: list[LogCompared]


class Divergence(View, frozen=True):
    """`held --compare`. `them`: whose copy the other is, as the file says; `their_time`: when it was written, as it says.

    `not_here`: how many channels of the file are not known here; `not_there`: labels of ours that the file does not name.
    """

    us: str
    them: str
    names: dict[str, dict[str, str]]
    dialogue: dict[str, str]
    exercise: bool
    at: str
    their_time: str
    channels: list[ChannelCompared]
    not_here: int
    not_there: list[str]


class SizeAsked(View, frozen=True):
    """`held --at`: the check over the first so many entries of one log; `total`: how many are held."""

    channel: str
    party: str
    entries: int
    check: str
    total: int
    exercise: bool


class Narrowed(View, frozen=True):
    """`held --said`: what follows from checks that were read out.

    `same`: the largest size at which both agree; `differs`: the smallest at which they do not, null: none; `ask`: the size to ask for
    next, null: found, or nothing to find. `ours`: how many entries are held here; `beyond`: the other side holds more.
    """

    channel: str
    party: str
    ours: int
    same: int
    differs: int | None
    ask: int | None
    beyond: bool
    exercise: bool


class _Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    party: str
    generation: int
    entries: int
    root: str
    leaves: str


class _Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    dialogue: str
    logs: list[_Log]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form: str
    party: str
    at: str
    channels: list[_Channel]


# ---- the file


def held_file(node: Node, rooms: Sequence[Room]) -> bytes:
    """What we hold of some channels, for the other side to compare."""
    channels = [
        {"id": room.id, "dialogue": room.channel.charter.id, "logs": _logs(room)} for room in sorted(rooms, key=lambda each: each.id)
    ]
    return canonical.encode({"form": FORM, "party": node.party, "at": node.now, "channels": channels})


def _logs(room: Room) -> list[dict[str, Any]]:
    found = []
    for key, log in sorted(room.channel.logs.items()):
        if log.main.size:
            leaves = b"".join(leaf[:_PREFIX] for leaf in room.leaves(key, log.main))
            found.append(
                {
                    "party": key.party, "generation": key.generation, "entries": log.main.size, "root": encode_base64(log.main.root),
                    "leaves": encode_base64(leaves),
                }
            )  # fmt: skip
    return found


def parse_held_file(raw: bytes) -> _File:
    """Read what the other side holds, as it wrote it.

    Raises:
        FormatError: it is no such file.
    """
    if len(raw) > MOST_BYTES:
        raise FormatError(N_("a file of %(seen)d bytes; at most %(limit)d are read"), seen=len(raw), limit=MOST_BYTES)
    try:
        found = msgspec.convert(canonical.decode(raw, limit=MOST_BYTES), _File, strict=True)
    except (FormatError, msgspec.ValidationError) as error:
        raise _no_file() from error
    if found.form != FORM:
        raise _no_file()
    for channel in found.channels:
        keys = [(log.party, log.generation) for log in channel.logs]
        if keys != sorted(set(keys)):
            raise _no_file()
        for log in channel.logs:
            decode_base64(log.root, 32)
            if not 0 < log.entries <= _ENTRIES_MOST or len(_prefixes(log)) != log.entries * _PREFIX:
                raise _no_file()
    return found


def _no_file() -> FormatError:
    return FormatError(
        N_("this does not say what another party holds"), hint=N_("The other side writes such a file by:\ndetente held --out FILE")
    )


def _prefixes(log: _Log) -> bytes:
    try:
        return base64.b64decode(log.leaves, validate=True)
    except ValueError as error:  # what is not ASCII is no binascii.Error
        raise _no_file() from error


# ---- comparing


def divergence_view(node: Node, raw: bytes) -> Divergence:
    """What the other side's file says, beside what is here.

    Raises:
        FormatError: it is no such file.
        CallerError: it is ours, or of other talks.
    """
    theirs = parse_held_file(raw)
    if theirs.party == node.party:
        raise CallerError(N_("this file says what we hold ourselves; it is compared at the other side"))
    known = {channel.id: channel for channel in theirs.channels if channel.id in node.rooms}
    if not known:
        raise CallerError(N_("none of the channels in this file is known here: it is of other talks"))
    rooms = sorted((node.rooms[channel] for channel in known), key=lambda room: room.label)
    charter = rooms[0].channel.charter
    return Divergence(
        us=node.party, them=theirs.party, names=called(rooms[0]), dialogue=charter.names,
        exercise=charter.exercise, at=node.now, their_time=theirs.at,
        channels=[ChannelCompared(channel=channel_name(room), logs=_compared(room, known[room.id])) for room in rooms],
        not_here=len(theirs.channels) - len(known),
        not_there=sorted(room.label for room in node.rooms.values() if room.id not in known and theirs.party in room.channel.members),
    )  # fmt: skip


def keep_theirs(node: Node, raw: bytes) -> None:
    """Keep the file of the other side, so that pages can show and print it again; the one before is forgotten."""
    with node.store.transaction():
        node.store.set_meta(_META, raw)


def kept_divergence(node: Node) -> Divergence | None:
    """The comparison with the file that was kept last, as of now; None: none was."""
    raw = node.store.get_meta(_META)
    return None if raw is None else divergence_view(node, raw)


def _compared(room: Room, theirs: _Channel) -> list[LogCompared]:
    there = {LogKey(log.party, log.generation): log for log in theirs.logs}
    here = {key: log.main for key, log in room.channel.logs.items() if log.main.size}
    return [_log(room, key, here.get(key), there.get(key)) for key in sorted({*here, *there})]


def _log(room: Room, key: LogKey, ours: HeadId | None, theirs: _Log | None) -> LogCompared:
    leaves = [] if ours is None else room.leaves(key, ours)
    root = None if theirs is None else decode_base64(theirs.root, 32)
    size = 0 if theirs is None else theirs.entries
    common = _common(leaves, b"" if theirs is None else _prefixes(theirs))
    least = min(len(leaves), size)
    parted = common < least or (size and size <= len(leaves) and root_of(leaves[:size]) != root)
    states: list[tuple[bool, State]] = [
        (theirs is None, "only_here"), (ours is None, "only_there"), (bool(parted), "parted"),
        (size > len(leaves), "we_lack"), (size < len(leaves), "they_lack"),
    ]  # fmt: skip
    return LogCompared(
        party=key.party, generation=key.generation, ours=len(leaves), theirs=size,
        our_check=None if ours is None else check_of(ours), their_check=None if root is None else check_of(HeadId(size, root)),
        common=common, parts_at=common if parted else None, state=next((state for holds, state in states if holds), "same"),
    )  # fmt: skip


def _common(leaves: Sequence[bytes], prefixes: bytes) -> int:
    least = min(len(leaves), len(prefixes) // _PREFIX)
    return next((n for n in range(least) if leaves[n][:_PREFIX] != prefixes[n * _PREFIX : (n + 1) * _PREFIX]), least)


# ---- by telephone


def size_asked(room: Room, party: str, entries: int) -> SizeAsked:
    """The check over the first entries of the newest log of a party.

    Raises:
        CallerError: fewer are held.
    """
    leaves = _leaves(room, party)
    if not 0 < entries <= len(leaves):
        raise CallerError(
            N_("%(seen)d entries of %(party)s in '%(label)s' are held here, not %(wanted)d"),
            seen=len(leaves), party=party, label=room.label, wanted=entries,
        )  # fmt: skip
    check = check_of(HeadId(entries, root_of(leaves[:entries])))
    return SizeAsked(
        channel=room.label, party=party, entries=entries, check=check, total=len(leaves), exercise=room.channel.charter.exercise
    )


def narrowed(room: Room, party: str, said: Sequence[Word]) -> Narrowed:
    """Where two copies of a log part, as far as the checks tell that the other side has read out."""
    leaves = _leaves(room, party)
    same, differs, beyond = 0, None, False
    for word in sorted(said, key=lambda each: each.entries):
        if word.entries > len(leaves):
            beyond = True
        elif word.entries and check_of(HeadId(word.entries, root_of(leaves[: word.entries]))) == word.check:
            same = max(same, word.entries)
        elif word.entries:
            differs = word.entries if differs is None else min(differs, word.entries)
    if differs is not None and differs <= same:
        raise CallerError(
            N_("what was read out cannot be: it is the same at %(same)d and another at %(differs)d; have both read out again"),
            same=same, differs=differs,
        )  # fmt: skip
    if differs is None:
        ask = len(leaves) if beyond and same < len(leaves) else None
    else:
        ask = (same + differs) // 2 if differs - same > 1 else None
    return Narrowed(
        channel=room.label, party=party, ours=len(leaves), same=same, differs=differs, ask=ask, beyond=beyond,
        exercise=room.channel.charter.exercise,
    )  # fmt: skip


def _leaves(room: Room, party: str) -> list[bytes]:
    """Of the newest generation of a party that is held here."""
    held = [key for key in room.channel.generations(party) if key in room.channel.logs and room.channel.logs[key].main.size]
    if not held:
        raise CallerError(N_("no entry of %(party)s in '%(label)s' is held here"), party=party, label=room.label)
    return list(room.leaves(held[-1], room.channel.logs[held[-1]].main))
