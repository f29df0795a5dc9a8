"""The entries that all peers get: the acts of `benchmarks.acts` in canonical JSON, one a line, some 500 bytes each, the same in each run."""

from itertools import islice

import msgspec
from benchmarks.acts import PARTIES, Talks


def write_entries(path, count, batch):
    """Write so many entries; gives their bytes without the ends of lines."""
    talks, ends, encode, size = Talks(batch), dict.fromkeys(PARTIES, 1), msgspec.json.Encoder(order="sorted").encode, 0
    with path.open("wb") as file:
        while count:
            party = PARTIES[talks.turn % 2]
            acts = talks.pouch(ends[party])
            ends[party] += len(acts) + 1
            for line in map(encode, acts[:count]):
                size += file.write(line + b"\n") - 1
            count -= len(acts[:count])
    return size


def batches(path, size):
    """Lists of lines, without their ends; read as they are asked for, so that no input is held."""
    with path.open("rb") as file:
        while part := [line.rstrip(b"\n") for line in islice(file, size)]:
            yield part
