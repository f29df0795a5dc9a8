"""Pouches: what is admitted, one seal each (docs/protocol.md, "Pouch"); and the two other items that a container may carry.

    detente-pouch/v1
    log <dialogue> <channel> <party> <generation>
    range <from> <to>
    cert <b64 canonical cert>                      only when from = 0
    <empty line>
    <checkpoint note at size `to`>
    <empty line>
    ["e","<secret>",{...}]                         to - from lines; the last is the seal
    pad <base64 characters>                        at most one

    detente-note/v1                                another party's signed head, for whoever holds another one
    <signed note>

    detente-ask/v1                                 not signed, never trusted with anything but what to send again
    channel <dialogue> <channel>
    have <party> <generation> <size> <b64 root>    what the sender holds of each log
    want <party> <generation> <size> <b64 root>    a head whose pouches the sender lacks (32 zero bytes: any version)
    blob <sha256>                                  an attachment that the sender lacks
    away                                           the sender was away for long and may have missed anything
    pad <base64 characters>                        at most one

The head of a pouch is read and its signatures are checked before any entry is parsed (F15).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from detente.errors import N_, FormatError
from detente.record import canonical
from detente.record.charter import is_party_id, log_id, origin_of
from detente.record.checkpoint import Checkpoint, parse_checkpoint_note
from detente.record.entries import parse_entries
from detente.record.entry import Entry
from detente.record.limits import LIMITS
from detente.record.seal import HeadId, LogKey
from detente.record.text import decode_base64, encode_base64, parse_hex, parse_size

POUCH_LINE = b"detente-pouch/v1\n"
NOTE_LINE = b"detente-note/v1\n"
ASK_LINE = b"detente-ask/v1\n"

_PAD = re.compile(rb"\A[A-Za-z0-9+/]*\Z")
_LOG = re.compile(rb"\Alog ([0-9a-f]{64}) ([0-9a-f]{64}) ([a-z][a-z0-9_]{0,31}) (0|[1-9][0-9]{0,5})\Z")
_CHANNEL = re.compile(rb"\Achannel ([0-9a-f]{64}) ([0-9a-f]{64})\Z")
_HAVE = re.compile(rb"\A(have|want) ([a-z][a-z0-9_]{0,31}) (0|[1-9][0-9]{0,5}) (0|[1-9][0-9]{0,18}) ([A-Za-z0-9+/]{43}=)\Z")
_BLOB = re.compile(rb"\Ablob ([0-9a-f]{64})\Z")
_MAX_ASK_LINES = 4096


class PouchHead(NamedTuple):
    """Everything of a pouch before its first entry.

    Attributes:
        dialogue, channel: ids in hex.
        log: party and generation.
        start, end: the sizes of the author's previous checkpoint and of this one.
        cert: the certificate value, only when start is 0.
        checkpoint: the parsed (not yet verified) checkpoint.
        note: its signed note, verbatim.
        body: where the first entry starts in the pouch.
    """

    dialogue: str
    channel: str
    log: LogKey
    start: int
    end: int
    cert: dict[str, Any] | None
    checkpoint: Checkpoint
    note: bytes
    body: int

    @property
    def head(self) -> HeadId:
        return HeadId(self.end, self.checkpoint.root)

    @property
    def log_id(self) -> str:
        return log_id(self.dialogue, self.channel, self.log.party, self.log.generation)


def format_pouch(
    dialogue: str,
    channel: str,
    log: LogKey,
    start: int,
    note: bytes,
    lines: Sequence[bytes],
    cert: dict[str, Any] | None = None,
) -> bytes:
    """Write a pouch without a pad; inverse of `parse_pouch_head` with `parse_pouch_body`."""
    head = [
        POUCH_LINE,
        f"log {dialogue} {channel} {log.party} {log.generation}\n".encode("ascii"),
        b"range %d %d\n" % (start, start + len(lines)),
    ]
    if start == 0:
        head.append(b"cert " + encode_base64(canonical.encode(cert)).encode("ascii") + b"\n")
    return b"".join([*head, b"\n", note, b"\n", *(line + b"\n" for line in lines)])


def parse_pouch_head(raw: bytes) -> PouchHead:
    """Read a pouch up to its first entry: steps 4 and 5 of admitting.

    Raises:
        FormatError: the form is wrong, or the checkpoint does not belong to the log that the head names.
    """
    if not raw.startswith(POUCH_LINE):
        raise FormatError(N_("not a pouch of format 1"))
    top_end = raw.find(b"\n\n", 0, LIMITS.head_bytes)
    note_text_end = raw.find(b"\n\n", top_end + 2, LIMITS.head_bytes)
    note_end = raw.find(b"\n\n", note_text_end + 2, LIMITS.head_bytes)
    if min(top_end, note_text_end, note_end) < 0:
        raise FormatError(N_("the head of a pouch is not complete within %(limit)d bytes"), limit=LIMITS.head_bytes)
    lines = raw[:top_end].split(b"\n")[1:]
    if len(lines) not in (2, 3):
        raise FormatError(N_("the head of a pouch has the lines log, range and, at the start of a log, cert"))
    match = _LOG.match(lines[0])
    if match is None:
        raise FormatError(N_("the line 'log' of a pouch is not: log dialogue channel party generation"))
    dialogue, channel, party = (group.decode("ascii") for group in match.groups()[:3])
    log = LogKey(party, int(match[4]))
    start, end = _parse_range(lines[1])
    cert = None
    if start == 0:
        if len(lines) != 3 or not lines[2].startswith(b"cert "):
            raise FormatError(N_("the first pouch of a log has a line 'cert'"))
        cert = canonical.decode(decode_base64(lines[2][5:]), limit=LIMITS.value_bytes)
    elif len(lines) != 2:
        raise FormatError(N_("only the first pouch of a log has a line 'cert'"))
    note = raw[top_end + 2 : note_end + 1]
    checkpoint, _ = parse_checkpoint_note(note)
    expected = origin_of(log_id(dialogue, channel, party, log.generation))
    if checkpoint.origin != expected:
        raise FormatError(
            N_("the signed state is of %(seen)s; the pouch names the log of %(expected)s"), seen=checkpoint.origin, expected=expected
        )
    if checkpoint.size != end:
        raise FormatError(N_("the signed state has size %(seen)d; the pouch ends at %(expected)d"), seen=checkpoint.size, expected=end)
    return PouchHead(dialogue, channel, log, start, end, cert, checkpoint, note, note_end + 2)


def _parse_range(line: bytes) -> tuple[int, int]:
    parts = line.split(b" ")
    if len(parts) != 3 or parts[0] != b"range":
        raise FormatError(N_("the line 'range' of a pouch is not: range from to"))
    start, end = parse_size(parts[1]), parse_size(parts[2])
    if not 1 <= end - start <= LIMITS.pouch_entries:
        raise FormatError(N_("a pouch holds %(seen)d entries; 1 to %(limit)d"), seen=end - start, limit=LIMITS.pouch_entries)
    return start, end


def parse_pouch_body(raw: bytes, head: PouchHead) -> list[Entry]:
    """Read the entries of a pouch: steps 8 and 9 of admitting.

    Raises:
        FormatError: not exactly the entries of its range, each well formed, the last one a seal and no other.
    """
    lines = raw[head.body :].split(b"\n")
    if lines.pop() != b"":
        raise FormatError(N_("a pouch does not end with a line feed"))
    _drop_pad(lines)
    size = sum(map(len, lines)) + len(lines)
    if size > LIMITS.pouch_bytes:
        raise FormatError(N_("a pouch of %(seen)d bytes; at most %(limit)d"), seen=size, limit=LIMITS.pouch_bytes)
    if len(lines) != head.end - head.start:
        raise FormatError(N_("a pouch holds %(seen)d entries, its range %(expected)d"), seen=len(lines), expected=head.end - head.start)
    return check_seal_is_last(parse_entries(lines))


def check_seal_is_last(entries: list[Entry]) -> list[Entry]:
    """The entries of a pouch, given back if the last one is a seal and no other.

    Raises:
        FormatError: it is not so.
    """
    for entry in entries[:-1]:
        if entry.fields["kind"] == "seal":
            raise FormatError(N_("a pouch with a seal before its end"))
    if entries[-1].fields["kind"] != "seal" or entries[-1].destroyed:
        raise FormatError(N_("a pouch that does not end in a seal"))
    return entries


def without_pad(raw: bytes) -> bytes:
    """A pouch without the pad that a container gave it: then the same pouch has the same bytes each time that it comes."""
    last = raw.rfind(b"\n", 0, len(raw) - 1) + 1
    return raw[:last] if raw.startswith(b"pad ", last) else raw


def _drop_pad(lines: list[bytes]) -> None:
    if lines and lines[-1].startswith(b"pad "):
        pad = lines.pop()
        if len(pad) > LIMITS.pad_bytes or not _PAD.match(pad[4:]):
            raise FormatError(N_("a pad that is not base64 characters, or too long"))


class Ask(NamedTuple):
    """What a member holds and lacks. Not signed: a hint what to send again, nothing else."""

    dialogue: str
    channel: str
    have: dict[LogKey, HeadId]
    want: tuple[tuple[LogKey, HeadId], ...]
    blobs: tuple[str, ...] = ()
    away: bool = False


def format_ask(ask: Ask) -> bytes:
    """The inverse of `parse_ask`."""
    lines = [ASK_LINE, f"channel {ask.dialogue} {ask.channel}\n".encode("ascii")]
    lines += [_ask_line("have", log, head) for log, head in sorted(ask.have.items())]
    lines += [_ask_line("want", log, head) for log, head in sorted(ask.want)]
    lines += [f"blob {digest}\n".encode("ascii") for digest in sorted(ask.blobs)]
    if ask.away:
        lines.append(b"away\n")
    return b"".join(lines)


def _ask_line(word: str, log: LogKey, head: HeadId) -> bytes:
    return f"{word} {log.party} {log.generation} {head.size} {encode_base64(head.root)}\n".encode("ascii")


def parse_ask(raw: bytes) -> Ask:
    """Read an ask.

    Raises:
        FormatError: the form is wrong.
    """
    lines = raw.split(b"\n", _MAX_ASK_LINES)
    if len(lines) > _MAX_ASK_LINES or lines.pop() != b"" or not lines or lines[0] + b"\n" != ASK_LINE:
        raise FormatError(N_("not an ask of format 1"))
    _drop_pad(lines)
    match = _CHANNEL.match(lines[1]) if len(lines) > 1 else None
    if match is None:
        raise FormatError(N_("not an ask of format 1"))
    have: dict[LogKey, HeadId] = {}
    want: list[tuple[LogKey, HeadId]] = []
    blobs: list[str] = []
    away = lines[-1] == b"away"
    for line in lines[2 : len(lines) - away]:
        blob = _BLOB.match(line)
        if blob is not None:
            blobs.append(blob[1].decode("ascii"))
            continue
        item = _HAVE.match(line)
        if item is None:
            raise FormatError(N_("a line of an ask is not: have|want party generation size root, or: blob sha256"))
        log = LogKey(item[2].decode("ascii"), int(item[3]))
        head = HeadId(parse_size(item[4]), decode_base64(item[5], 32))
        if item[1] == b"have":
            have[log] = head
        else:
            want.append((log, head))
    return Ask(match[1].decode("ascii"), match[2].decode("ascii"), have, tuple(want), tuple(blobs), away)


def check_ids(dialogue: str, channel: str, party: str) -> None:
    """Refuse ids that could not stand in the head of a pouch."""
    parse_hex(dialogue, 32), parse_hex(channel, 32)
    if not is_party_id(party):
        raise FormatError(N_("%(name)r is not a party id (a small letter, then at most 31 small letters, digits or _)"), name=party)
