"""Static tiles of a log (C2SP tlog-tiles): which there are, what each holds, and how to check a tree from them.

    checkpoint                       the signed head
    tile/0/000                       the first 256 leaf hashes, 8,192 bytes
    tile/0/273.p/112                 the last 112 of 70,000: a partial tile, with its width
    tile/1/001.p/17                  each hash of level 1 is the root of a full tile of level 0
    tile/0/x001/x234/067             tile 1,234,067: three digits a part, an x before all parts but the last
    tile/entries/000                 entry bundles, only where contents are published (ours never are by themselves)

A folder of such files is the log for whoever has the log's key: any web server that gives out files can serve it.
Everything here is arithmetic over leaf hashes; who reads or writes files is above. https://c2sp.org/tlog-tiles
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from detente.errors import N_, FormatError, ProofError
from detente.record.text import MAX_SIZE
from detente.record.tree import EMPTY_ROOT, HASH_BYTES, Frontier, root_of

WIDTH: Final = 256
MAX_LEVEL: Final = 7
"""256^8 = 2^64 leaves are more than any tree has."""

_PATH: Final = re.compile(
    r"\Atile/(?P<level>0|[1-9][0-9]?)/(?P<place>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?\Z", re.ASCII
)


class Tile(NamedTuple):
    """A tile: its level, its place there, and how many hashes it holds (256 where it is full)."""

    level: int
    place: int
    width: int

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH


def format_tile_path(tile: Tile, kind: str | None = None) -> str:
    """Where a tile lies under the prefix of a log; with `kind` (`entries`) the bundle of what the hashes of level 0 are of."""
    digits = f"{tile.place:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{tile.level if kind is None else kind}/{path}" + ("" if tile.is_full else f".p/{tile.width}")


def parse_tile_path(path: str) -> Tile:
    """The inverse of `format_tile_path`, for hashes.

    Raises:
        FormatError: no tile lies there, or under another path.
    """
    match = _PATH.match(path)
    if match is None:
        raise FormatError(N_("'%(path)s' is not the place of a tile"), path=path)
    tile = Tile(int(match["level"]), int(match["place"].replace("x", "").replace("/", "")), int(match["width"] or WIDTH))
    if tile.place > MAX_SIZE or format_tile_path(tile) != path:
        raise FormatError(N_("'%(path)s' is not the place of a tile"), path=path)
    return tile


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """The tiles of a tree of a size, level by level; with `since` those that a tree of that size did not have yet."""
    for level in range(MAX_LEVEL + 1):
        count, before = size >> 8 * level, since >> 8 * level
        if not count:
            return
        yield from (Tile(level, place, WIDTH) for place in range(before // WIDTH, count // WIDTH))
        if count % WIDTH and count != before:
            yield Tile(level, count // WIDTH, count % WIDTH)


def levels_of(leaf_hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """The hashes of each level of tiles: the leaves, the roots of full tiles of leaves, and so on."""
    levels: list[Sequence[bytes]] = [leaf_hashes]
    while len(levels[-1]) >= WIDTH:
        below = levels[-1]
        levels.append([root_of(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)])
    return levels


def tile_bytes(levels: Sequence[Sequence[bytes]], tile: Tile) -> bytes:
    """The hashes of a tile, one after the other."""
    return b"".join(levels[tile.level][tile.place * WIDTH : tile.place * WIDTH + tile.width])


def verify_tiles(size: int, root: bytes, fetch: Callable[[str], bytes]) -> list[bytes]:
    """Check a whole tree from its tiles: every tile that it has, each against the level below it, and the root.

    1. Each tile is fetched once and has exactly its bytes.
    2. Each hash of a level above 0 is the root of the full tile below it. Guards against tiles that a client that asks for a few
       paths only would never see contradict each other.
    3. The leaves make the root. Guards against another tree.

    Args:
        size: of the tree.
        root: of the tree, from a checkpoint that the caller has verified.
        fetch: gives the bytes under a path of `format_tile_path`; may raise what it likes.

    Returns:
        The leaf hashes.

    Raises:
        ProofError: a step fails; the message names the tile.
    """
    levels: list[list[bytes]] = []
    for tile in tiles_of(size):
        data = fetch(format_tile_path(tile))
        if len(data) != tile.width * HASH_BYTES:  # 1
            message = N_("the tile %(path)s has %(seen)d bytes, expected %(expected)d")
            raise ProofError(message, path=format_tile_path(tile), seen=len(data), expected=tile.width * HASH_BYTES)
        hashes = [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]
        if tile.level == len(levels):
            levels.append([])
        levels[tile.level] += hashes
        if tile.level:  # 2
            below, first = levels[tile.level - 1], tile.place * WIDTH * WIDTH
            for number, found in enumerate(hashes):
                start = first + number * WIDTH
                if root_of(below[start : start + WIDTH]) != found:
                    raise ProofError(N_("the tile %(path)s does not follow from those below it"), path=format_tile_path(tile))
    frontier = Frontier()
    frontier.extend(levels[0] if levels else [])
    if (frontier.root() if size else EMPTY_ROOT) != root:  # 3
        raise ProofError(N_("the tiles make another tree than the signed state of %(size)d entries"), size=size)
    return levels[0] if levels else []
