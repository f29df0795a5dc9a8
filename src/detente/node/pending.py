"""What a poll left to be answered in one channel: what others asked for, and what is sent again because they did not know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from detente.node.blobs import BLOB_LINE, named_in
from detente.node.node import Node
from detente.node.room import Room
from detente.record.pouch import NOTE_LINE, POUCH_LINE, PouchHead, parse_pouch_head
from detente.record.seal import HeadId, LogKey
from detente.record.text import decode_base64, encode_base64


class Pending:
    """What a poll left to be answered in one channel; kept in the store, so that `receive` and `send` may be two commands.

    Attributes:
        own_from: send our own pouches above this size again (None: nothing to answer).
        relay: other parties' logs to hand on: log -> (above this size, up to this head).
        notes: heads whose signed states another member needs to compare.
        blobs: digests of attachments that were asked for.
    """

    def __init__(self, node: Node, room: Room) -> None:
        self.node, self.room, self.key = node, room, "pending:" + room.id
        raw = node.store.get_meta(self.key)
        value: dict[str, Any] = msgspec.json.decode(raw) if raw else {}
        self.own_from: int | None = value.get("own_from")
        self.relay: dict[LogKey, tuple[int, HeadId]] = {
            LogKey(p, g): (above, HeadId(s, decode_base64(r, 32))) for p, g, above, s, r in value.get("relay", [])
        }
        self.notes: set[tuple[LogKey, HeadId]] = {(LogKey(p, g), HeadId(s, decode_base64(r, 32))) for p, g, s, r in value.get("notes", [])}
        self.blobs: set[str] = set(value.get("blobs", []))

    def answer_from(self, size: int) -> None:
        self.own_from = size if self.own_from is None else min(size, self.own_from)

    def add_relay(self, log: LogKey, above: int, head: HeadId) -> None:
        known = self.relay.get(log)
        self.relay[log] = (above, head) if known is None else (min(above, known[0]), max(head, known[1]))

    def save(self) -> None:
        value = {
            "own_from": self.own_from,
            "relay": [[log.party, log.generation, above, head.size, encode_base64(head.root)] for log, (above, head) in self.relay.items()],
            "notes": [[log.party, log.generation, head.size, encode_base64(head.root)] for log, head in sorted(self.notes)],
            "blobs": sorted(self.blobs),
        }
        self.node.store.set_meta(self.key, msgspec.json.encode(value))

    def went(self, items: Iterable[bytes]) -> None:
        """Some of it has left, and the rest waits: each log is due from the end of what went, as far as nothing before that waits."""
        heads: list[PouchHead] = []
        for item in items:
            if item.startswith(POUCH_LINE):
                heads.append(parse_pouch_head(item))
            elif item.startswith(NOTE_LINE):
                note = item[len(NOTE_LINE) :]
                self.notes = {(log, head) for log, head in self.notes if not self._is_of(note, log, head)}
            elif item.startswith(BLOB_LINE):
                self.blobs.discard(named_in(item))
        for head in sorted(heads, key=lambda each: (each.log, each.start)):
            if head.log == self.room.mine and self.own_from is not None and head.start <= self.own_from:
                self.own_from = max(self.own_from, head.end)
            if head.log in self.relay and head.start <= self.relay[head.log][0]:
                above, end = self.relay[head.log]
                self.relay[head.log] = max(above, head.end), end
        if self.own_from is not None and self.own_from >= self.room.my_head.size:
            self.own_from = None
        self.relay = {log: (above, end) for log, (above, end) in self.relay.items() if above < end.size}
        self.save()

    def _is_of(self, note: bytes, log: LogKey, head: HeadId) -> bool:
        stored = self.node.store.head(self.room.id, log, head)
        return stored is not None and stored.note == note

    def clear(self) -> None:
        self.own_from, self.relay, self.notes, self.blobs = None, {}, set(), set()
        self.save()
