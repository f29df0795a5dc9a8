"""Containers: size classes to the byte, opened by standard tools, refused before a library is called."""

import gzip
import os
import subprocess
import zlib
from pathlib import Path

import pyrage
import pytest

from detente.errors import CallerError, FormatError
from detente.record.container import measure_age_header, open_container, pack, seal_container, size_class, split_items, unpack
from detente.record.limits import LIMITS

IDENTITIES = [pyrage.x25519.Identity.generate() for _ in range(3)]
RECIPIENTS = [str(identity.to_public()) for identity in IDENTITIES]


def an_item(size: int) -> bytes:
    return b"detente-pouch/v1\n" + os.urandom(size // 2).hex().encode() + b"\n"


@pytest.mark.parametrize("size", [*range(10, 40_000, 997), 80_000, 300_000, 3_000_000])
@pytest.mark.parametrize("count", [1, 3])
def test_a_packed_container_has_exactly_the_size_of_a_class(size: int, count: int) -> None:
    items = [an_item(size) for _ in range(count)]
    packed = pack(items, os.urandom)
    assert size_class(len(packed)) == len(packed)
    *first, last = split_items(gzip.decompress(packed))
    assert first == items[:-1]
    assert last.startswith(items[-1] + b"pad ")
    assert last.endswith(b"\n")


def test_size_classes_add_at_most_an_eighth_above_the_smallest() -> None:
    for size in [8193, 10_000, 65_537, 1_000_003, 33_000_000]:
        assert size <= size_class(size) <= size * 9 // 8
        assert size_class(size_class(size)) == size_class(size)


def test_each_member_opens_what_was_sealed_for_all_and_nobody_else() -> None:
    sealed = seal_container([an_item(3000)], RECIPIENTS[:2], os.urandom)
    assert open_container(sealed, IDENTITIES[:1]) == open_container(sealed, IDENTITIES[1:2])
    with pytest.raises(FormatError, match="none of our keys"):
        open_container(sealed, IDENTITIES[2:])


def test_an_empty_audience_means_nobody() -> None:
    with pytest.raises(CallerError, match="nobody to send to"):
        seal_container([an_item(10)], [], os.urandom)


def test_a_recipient_that_cannot_be_encrypted_to_is_named_not_passed_over() -> None:
    with pytest.raises(CallerError, match="age1pq1xyz"):
        seal_container([an_item(10)], [*RECIPIENTS, "age1pq1xyz"], os.urandom)


def test_f14_an_age_header_of_many_stanzas_is_refused_before_the_library_is_called() -> None:
    stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"
    header = b"age-encryption.org/v1\n" + stanza * 65 + b"--- " + b"C" * 43 + b"\n"
    with pytest.raises(FormatError, match="65 stanzas"):
        measure_age_header(header)
    assert measure_age_header(header.replace(stanza, b"", 1)) == 64
    with pytest.raises(FormatError, match="does not end"):
        measure_age_header(b"age-encryption.org/v1\n" + stanza * 20_000)


def test_f15_a_bomb_stops_at_the_cap() -> None:
    bomb = gzip.compress(bytes(LIMITS.container_text + 1), 9)
    assert len(bomb) < 100_000
    with pytest.raises(FormatError, match="opens to more than"):
        unpack(bomb)


@pytest.mark.parametrize("tail", [b"\0", gzip.compress(b"more", mtime=0)], ids=["a zero", "a second member"])
def test_anything_after_the_one_gzip_member_is_refused(tail: bytes) -> None:
    with pytest.raises(FormatError, match="exactly one gzip member"):
        unpack(gzip.compress(b"\0\0\0\1x") + tail)


def test_a_cut_gzip_member_and_a_wrong_checksum_are_refused() -> None:
    good = gzip.compress(b"\0\0\0\1x")
    for bad in (good[:-1], good[:-8] + b"\0\0\0\0" + good[-4:], b"", zlib.compress(b"x")):
        with pytest.raises(FormatError):
            unpack(bad)


@pytest.mark.parametrize("text", [b"", b"\0", b"\0\0\0\0", b"\0\0\0\2x", b"\0\0\0\1xy", b"\0\0\0\1x" * 257])
def test_broken_lengths_are_refused(text: bytes) -> None:
    with pytest.raises(FormatError):
        split_items(text)


@pytest.mark.needs("age")
def test_a_container_opens_with_age_and_gunzip_alone(tmp_path: Path) -> None:
    item = an_item(5000)
    (tmp_path / "c.age").write_bytes(seal_container([item], RECIPIENTS, os.urandom))
    (tmp_path / "key.txt").write_text(str(IDENTITIES[1]) + "\n")
    plain = subprocess.run(["age", "-d", "-i", "key.txt", "c.age"], cwd=tmp_path, check=True, capture_output=True).stdout
    text = subprocess.run(["gunzip"], input=plain, check=True, capture_output=True).stdout
    assert text[4 : 4 + len(item)] == item


@pytest.mark.parametrize("size", [10, 200_000], ids=["one part", "several parts"])
def test_a_file_that_was_changed_anywhere_or_cut_is_refused_like_one_that_is_not_for_us(size: int) -> None:
    sealed = seal_container([an_item(size)], RECIPIENTS, os.urandom)
    for place in (30, 120, sealed.index(b"\n--- ") + 9, len(sealed) // 2, len(sealed) - 1):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(FormatError):
            open_container(changed, IDENTITIES[:1])
        with pytest.raises(FormatError):
            open_container(sealed[:place], IDENTITIES[:1])
