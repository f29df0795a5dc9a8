"""Tiles are where the specification says, and a tree of them is checked whole."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError, ProofError
from detente.record.text import MAX_SIZE
from detente.record.tiles import WIDTH, Tile, format_tile_path, levels_of, parse_tile_path, tile_bytes, tiles_of, verify_tiles
from detente.record.tree import EMPTY_ROOT, leaf_hash, root_of


def counted(size):
    """Full and partial tiles by level."""
    by_level = {}
    for level, tiles in itertools.groupby(tiles_of(size), key=lambda tile: tile.level):
        widths = [tile.width for tile in tiles]
        by_level[level] = (widths.count(WIDTH), [width for width in widths if width != WIDTH])
    return by_level


def test_the_examples_of_the_specification():
    assert counted(70_000) == {0: (273, [112]), 1: (1, [17]), 2: (0, [1])}
    assert counted(256) == {0: (1, []), 1: (0, [1])}
    assert counted(0) == {}
    assert counted(1) == {0: (0, [1])}
    assert format_tile_path(Tile(0, 1234067, WIDTH)) == "tile/0/x001/x234/067"
    assert format_tile_path(Tile(1, 0, 17)) == "tile/1/000.p/17"
    assert format_tile_path(Tile(0, 999, WIDTH), "entries") == "tile/entries/999"
    assert format_tile_path(Tile(0, 1000, 1), "entries") == "tile/entries/x001/000.p/1"


@given(st.builds(Tile, st.integers(0, 63), st.integers(0, MAX_SIZE), st.integers(1, WIDTH)))
def test_a_path_is_read_back(tile):
    assert parse_tile_path(format_tile_path(tile)) == tile


@pytest.mark.parametrize(
    "path",
    ["", "tile/0", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001", "tile/0/000.p/0",
     "tile/0/000.p/256", "tile/0/000.p/01", "/tile/0/000", "tile/0/000/", "tile/0/../0/000", "tile/0/\u0660\u0660\u0660", "tile/entries/000",
     "tile/0/000\n", "tile/0/x009/x223/x372/x036/x854/x775/x807/000"],
)  # fmt: skip
def test_other_paths_are_refused(path):
    with pytest.raises(FormatError):
        parse_tile_path(path)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_what_is_new_is_what_was_not_there(one, other):
    since, size = sorted((one, other))
    assert set(tiles_of(size, since)) == set(tiles_of(size)) - set(tiles_of(since))


LEAVES = [leaf_hash(i.to_bytes(4, "big")) for i in range(66_000)]


def written(size):
    levels = levels_of(LEAVES[:size])
    return {format_tile_path(tile): tile_bytes(levels, tile) for tile in tiles_of(size)}


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 1000])
def test_a_tree_is_checked_from_its_tiles(size):
    files = written(size)
    root = root_of(LEAVES[:size]) if size else EMPTY_ROOT
    assert verify_tiles(size, root, files.__getitem__) == LEAVES[:size]
    assert all(len(data) == 32 * parse_tile_path(path).width for path, data in files.items())


def test_a_tree_of_three_levels():
    files = written(66_000)
    assert sorted(path for path in files if path.startswith("tile/2")) == ["tile/2/000.p/1"]
    assert files["tile/2/000.p/1"] == root_of(LEAVES[: 1 << 16])
    verify_tiles(66_000, root_of(LEAVES), files.__getitem__)


def test_each_changed_tile_is_found():
    files, root = written(520), root_of(LEAVES[:520])
    for path, data in files.items():
        for at in (0, len(data) - 1):
            bad = bytearray(data)
            bad[at] ^= 1
            with pytest.raises(ProofError):
                verify_tiles(520, root, {**files, path: bytes(bad)}.__getitem__)
        for wrong in (data[:-1], data + b"\0", b"", data[:-32]):
            with pytest.raises(ProofError, match=path.replace(".", r"\.")):
                verify_tiles(520, root, {**files, path: wrong}.__getitem__)


def test_another_root_is_found():
    with pytest.raises(ProofError, match="another tree"):
        verify_tiles(300, root_of(LEAVES[:299]), written(300).__getitem__)
    with pytest.raises(ProofError, match="another tree"):
        verify_tiles(0, root_of(LEAVES[:1]), written(0).__getitem__)
