"""The head file: the last head of each of our own logs, outside the database (docs/protocol.md, "Before it seals").

A database that was restored from a backup looks perfect and is old; sealing from it would fork our own log. So the last head is
written to a file of its own, and, where the owner names a second folder (`guard`), also there, out of reach of backups of the node.
Whichever says more holds.

A second folder that was there from the first is `whole`: what it does not name was never sealed. One that came later, at a restore, is not;
and nothing is written there about a channel as long as it is not known how far our log went in it (`restored.shut`), so that what it does
name is always the last that was sealed.

Beside them stands when the node was restored last: a record that is put back alone, after a whole restore, would forget that too.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from detente.errors import N_, StoreError
from detente.node.files import write_whole
from detente.record.seal import NO_HEAD, HeadId, LogKey, Vector
from detente.record.text import decode_base64, encode_base64, parse_size


def encode_vector(vector: Vector) -> bytes:
    """A vector as the store keeps it."""
    return msgspec.json.encode([[log.party, log.generation, head.size, encode_base64(head.root)] for log, head in sorted(vector.items())])


def decode_vector(raw: bytes) -> dict[LogKey, HeadId]:
    """The inverse of `encode_vector`."""
    return {LogKey(p, g): HeadId(s, decode_base64(r, 32)) for p, g, s, r in msgspec.json.decode(raw)}


WHOLE = "whole"
"""The name of the file that says so."""


class HeadFiles:
    """One small file per log: `<size> <b64 root>`; `restored` in the first folder, which is the node's alone; `whole` in the others."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)

    def read(self, log: str) -> HeadId:
        """The largest head that any folder knows."""
        found = [self._parse(folder / log) for folder in self.folders if (folder / log).exists()]
        return max(found, default=NO_HEAD)

    def guarded(self, log: str) -> HeadId | None:
        """The largest head that a folder outside the node's own knows; None if there is none, or it cannot know whether there was one."""
        known = [self._parse(folder / log) for folder in self.folders[1:] if (folder / log).exists()]
        whole = [NO_HEAD for folder in self.folders[1:] if (folder / WHOLE).exists()]
        return max(known + whole, default=None)

    def begin(self) -> None:
        """Say in the folders outside that they are there from the first."""
        for folder in self.folders[1:]:
            write_whole(folder / WHOLE, b"")

    def write(self, log: str, head: HeadId, *, outside: bool = True) -> None:
        """Write and sync; after the database has it, before anything is signed.

        Args:
            outside: in the folders outside the node too, which must not learn what may not be the last that was sealed.
        """
        for folder in self.folders if outside else self.folders[:1]:
            write_whole(folder / log, f"{head.size} {encode_base64(head.root)}\n".encode("ascii"))

    def restored(self) -> bytes | None:
        """What `note_restored` was told last; None if the node never was restored."""
        path = self.folders[0] / "restored"
        return path.read_bytes() if path.exists() else None

    def note_restored(self, mark: bytes) -> None:
        write_whole(self.folders[0] / "restored", mark)

    def _parse(self, path: Path) -> HeadId:
        try:
            size, root = path.read_bytes().removesuffix(b"\n").split(b" ")
            return HeadId(parse_size(size), decode_base64(root, 32))
        except (OSError, ValueError) as error:
            raise StoreError(
                N_("the head file %(path)s is damaged; it guards against sealing from an old backup"), path=str(path)
            ) from error


class NoHeadFiles:
    """For a node in memory, which no backup can restore."""

    def __init__(self) -> None:
        self._heads: dict[str, HeadId] = {}
        self._restored: bytes | None = None

    def read(self, log: str) -> HeadId:
        return self._heads.get(log, NO_HEAD)

    def guarded(self, _log: str) -> HeadId | None:
        return None

    def write(self, log: str, head: HeadId, *, outside: bool = True) -> None:  # noqa: ARG002 - as of HeadFiles
        self._heads[log] = head

    def restored(self) -> bytes | None:
        return self._restored

    def note_restored(self, mark: bytes) -> None:
        self._restored = mark
