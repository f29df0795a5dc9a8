"""Files that were kept for drafts, and that nothing names any more: thrown away with their draft, or later by `detente fsck --tidy`.

Rules:

1. A file stays as long as any entry of any version of a log names it, any draft does, or it is expected of others.
2. With a draft go only the files that it named itself. Every other file that nothing names may stand in a form that somebody is
   filling in; it goes when it is older than a form gets (`FORM_SECONDS`).
3. Only one process has a node open, and one thread of it writes: nobody keeps a file while another looks for what to remove. The row
   goes first, in the transaction that drops the draft; a crash before the file is gone leaves a file without a row, which rule 2 covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from detente.dialogue.kinds import FILE_PREFIX
from detente.node import blobs
from detente.node.files import TEMPORARY
from detente.node.node import Node
from detente.record.text import decode_base64

FORM_SECONDS: Final = 7 * 24 * 3600
"""A form with uploaded files is sent within a week, or its files are chosen again."""

_WRITTEN_IN: Final = ("", "heads", "at-rest", "by-hand")
"""Folders of a node, beside that of attachments, in which a write that was cut off may have left a piece."""

_DIGEST: Final = re.compile(rb'"sha256":"([A-Za-z0-9+/]{43}=)"')
_KEPT: Final = re.compile(r"\A([0-9a-f]{64})(?:\.[0-9]+)?\Z")
"""A whole file, or a part of one that is coming: `node/blobs.py`."""


def throw_away(node: Node, numbers: Iterable[int]) -> int:
    """Drop drafts, and the files that only they named; the number of these."""
    gone = set(numbers)
    with node.store.transaction():
        named = {digest for number, _, fields, _, _ in node.store.drafts() if number in gone for digest in _named_by(fields)}
        node.store.drop_drafts(gone)
        unnamed = named - _named(node) - _expected(node) if named else set()
        node.store.db.executemany("DELETE FROM blobs WHERE digest=?", ((digest,) for digest in unnamed))
    for digest in unnamed:
        blobs.remove(node, digest.hex())
    return len(unnamed)


def tidy(node: Node) -> int:
    """Remove the files that nothing names and no form can hold any more; the number of these."""
    if node.folder is None:
        return 0
    before = node.clock().timestamp() - FORM_SECONDS
    cut_off = [path for name in _WRITTEN_IN for path in (node.folder / name).glob(f".*{TEMPORARY}") if path.stat().st_mtime < before]
    for path in cut_off:
        path.unlink()
    if not (folder := node.folder / "blobs").exists():
        return len(cut_off)
    old = [path for path in sorted(folder.iterdir()) if path.stat().st_mtime < before]
    with node.store.transaction():
        stays = _named(node) | _expected(node)
        unnamed = [path for path in old if _digest_of(path) not in stays]
        node.store.db.executemany("DELETE FROM blobs WHERE digest=?", ((_digest_of(path),) for path in unnamed))
    for path in unnamed:
        path.unlink()
    return len(cut_off) + len(unnamed)


def _digest_of(path: Path) -> bytes | None:
    """Of which file this is, or a part; None for what a write that did not end has left."""
    match = _KEPT.match(path.name)
    return bytes.fromhex(match[1]) if match else None


def _named(node: Node) -> set[bytes]:
    """The files that entries and drafts name; what merely looks so in an entry counts too, so that nothing is removed by mistake."""
    lines = node.store.db.execute("SELECT line FROM entries WHERE instr(line, ?)>0", (b'"' + FILE_PREFIX.encode(),))
    by_entries = {decode_base64(found.decode("ascii"), 32) for (line,) in lines for found in _DIGEST.findall(line)}
    return by_entries | {digest for _, _, fields, _, _ in node.store.drafts() for digest in _named_by(fields)}


def _named_by(fields: dict[str, Any]) -> set[bytes]:
    found = (blobs.parse_blob(value) for name, value in fields.items() if name.startswith(FILE_PREFIX))
    return {blob[0] for blob in found if blob is not None}


def _expected(node: Node) -> set[bytes]:
    """The files of which parts are still coming."""
    return {bytes(digest) for (digest,) in node.store.db.execute("SELECT digest FROM blobs WHERE complete IS NULL")}
