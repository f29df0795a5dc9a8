"""A second reader of C2SP tlog-tiles, written from the specifications alone: nothing of ours is imported.

It does what a standard client does: reads the checkpoint, verifies one Ed25519 signature under a vkey, and computes roots and proofs
from the tiles that it needs, the upper levels among them, never from all leaves.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class Reader:
    """One log behind a function that gives files by path."""

    def __init__(self, get: Callable[[str], bytes], vkey: str) -> None:
        self.get = get
        self.name, self.key_id, encoded = vkey.split("+", 2)
        material = base64.b64decode(encoded)
        assert material[0] == 1
        self.key = Ed25519PublicKey.from_public_bytes(material[1:])
        assert sha(self.name.encode() + b"\n" + material)[:4].hex() == self.key_id
        self.read: set[str] = set()

    def head(self) -> tuple[int, bytes]:
        """signed-note and tlog-checkpoint: size and root, once the log's Ed25519 line holds."""
        text, lines = self.get("checkpoint").rsplit(b"\n\n", 1)
        text += b"\n"
        for line in lines.decode().splitlines():
            _, name, signature = line.split(" ")
            raw = base64.b64decode(signature)
            if name == self.name and raw[:4].hex() == self.key_id:
                self.key.verify(raw[4:], text)
                origin, size, root = text.decode().splitlines()
                assert origin == self.name
                return int(size), base64.b64decode(root)
        raise AssertionError("no line of the log")

    def tile(self, level: int, index: int, size: int) -> bytes:
        """A tile as a tree of a size has it."""
        width = min(256, (size >> 8 * level) - 256 * index)
        parts = []
        while index or not parts:
            parts.append(f"{index % 1000:03d}")
            index //= 1000
        path = "/".join(["tile", str(level), *("x" + part for part in parts[:0:-1]), parts[0]])
        path += f".p/{width}" if width < 256 else ""
        data = self.get(path)
        assert len(data) == 32 * width
        self.read.add(path)
        return data

    def subtree(self, start: int, end: int, size: int) -> bytes:
        """RFC 6962 MTH of a range; a complete subtree comes out of one tile, without a look at what is below."""
        count = end - start
        if count & (count - 1) == 0 and start % count == 0:
            depth = count.bit_length() - 1
            level, within = divmod(depth, 8)
            first = start >> 8 * level
            data = self.tile(level, first // 256, size)
            nodes = [data[32 * i : 32 * i + 32] for i in range(first % 256, first % 256 + (1 << within))]
            while len(nodes) > 1:
                nodes = [sha(b"\x01" + nodes[i] + nodes[i + 1]) for i in range(0, len(nodes), 2)]
            return nodes[0]
        split = 1 << (count - 1).bit_length() - 1
        return sha(b"\x01" + self.subtree(start, start + split, size) + self.subtree(start + split, end, size))

    def path(self, index: int, start: int, end: int, size: int) -> bytes:
        """The root as the inclusion of one leaf leads to it."""
        if end - start == 1:
            return self.subtree(start, end, size)
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if index < split:
            return sha(b"\x01" + self.path(index, start, split, size) + self.subtree(split, end, size))
        return sha(b"\x01" + self.subtree(start, split, size) + self.path(index, split, end, size))

    def entries(self, size: int) -> list[bytes]:
        """Every entry of the bundles, each of which must hash to its place in level 0."""
        found = []
        for index in range((size + 255) // 256):
            width = min(256, size - 256 * index)
            assert index < 1000
            data = self.get(f"tile/entries/{index:03d}" + (f".p/{width}" if width < 256 else ""))
            hashes, at = self.tile(0, index, size), 0
            for number in range(width):
                length = int.from_bytes(data[at : at + 2], "big")
                entry = data[at + 2 : at + 2 + length]
                assert sha(b"\x00" + entry) == hashes[32 * number : 32 * number + 32]
                found.append(entry)
                at += 2 + length
            assert at == len(data)
        return found
