"""Damaged and hostile agreement files and declarations by the hundred thousand: a clear refusal or a whole file, and nothing else.

Each input is a file of the library that was damaged: in its bytes, in its lines, or in its structure (keys and values of the parsed file,
written as TOML again). For each of them:

1. the loader answers with what it promises, or with a FormatError that names file and line;
2. nothing else is raised, and what is refused leaves nothing behind: the next whole file loads as before;
3. what is loaded can be used: its days, its time limits and its quotas are worked out without an exception;
4. it costs bounded time and memory.

    python -m tests.agreements.fuzz --seconds 600 --seed 7
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from detente.agreements.agreement import Agreement
from detente.agreements.book import Asked, Book
from detente.agreements.declarations import Declarations
from detente.agreements.duties import duties
from detente.agreements.loading import parse_agreement, parse_declarations
from detente.agreements.obligations import notified, obligations, timed
from detente.agreements.quotas import QuotaCounter, Wanted
from detente.errors import FormatError
from tests.agreements.desk import file_of
from tests.agreements.test_working import lake

NAMES: Final = ("bwc-cbm", "india-pakistan", "new-start", "teaching", "vienna-2011")
PLACED: Final = re.compile(r"file, line \d+")

SECONDS: Final = 5.0
"""Of one input, loading and using it: New START with all its data takes 0.2 s, and this machine may do other things meanwhile."""

MORE_KIB: Final = 512 * 1024
"""By so much the largest memory of the process may grow in a run: the largest file is 8 MiB, and its form some ten times that."""

TOKENS: Final = (
    b'"', b"'", b'"""', b"[", b"]", b"[[", b"{", b"}", b"=", b".", b",", b"\n", b"\r", b"\0", b"#", b"\xff", b"\xe2\x80\xae", b"inf", b"nan",
    b"0x7f", b"1e9", b"true", b"9" * 40, b"-1", b"1970-01-01", b"0001-01-01", b"9999-12-31", b"2021-09-30T08:00:00Z", b"[[limit]]\n",
    b"[[working_days]]\n", b"[[visit]]\n", b'id = "x"\n', b"\\u0000", b"\\", b"a.b.c.d",
)  # fmt: skip
VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 3660, 3661, 10**15, 10**15 - 1, 2**63, -(2**63), 10**30, 0.5, float("inf"), "", " ", "x", "x" * 1001, "\0", "\n",
    "\u202e", "warheads", "boat", "usa", "north", "1", "II.1.b", "figures", "filled", "conducted", "mon", "02-29", "13-40", "2021-02-29",
    dt.date(1900, 1, 1), dt.date(2199, 12, 31), dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2021, 9, 30),
    dt.datetime(2021, 9, 30, 8, 0, tzinfo=dt.UTC), dt.time(8), [], [[]], [1, "a"], ["usa", "usa"], {}, {"en": ""}, {"en": "x"}, {"id": "x"},
    "1 + 1", "warheads + warheads_contested", "(" * 30 + "1" + ")" * 30, "SELECT 1", "not not not true",
)  # fmt: skip
KEYS: Final = (
    "id", "by", "of", "on", "from", "until", "to", "state", "type", "clause", "count", "value", "where", "each", "item", "field", "days",
    "working", "working_days", "weekdays", "holiday", "corrects", "answers", "received", "names", "host", "site", "x" * 200, "", "a b", 'a"b',
)  # fmt: skip


class Input(NamedTuple):
    """One damaged file: of which agreement, which part, how it was damaged, and its bytes."""

    name: str
    part: str
    how: str
    data: bytes


class Verdict(NamedTuple):
    """What came of an input: refused or whole; and what is wrong with that, if anything is."""

    came: str
    wrong: str | None


# ---------------------------------------------------------------- damage


def damaged(rng: random.Random) -> Input:
    """One input."""
    name, part = rng.choice(NAMES), rng.choice(("agreement", "declarations"))
    data = lake(rng.choice((0, 2, 3660))) if (name, part) == ("teaching", "agreement") and rng.random() < 0.5 else file_of(name, part)
    how = rng.choice(("bytes", "lines", "structure", "structure"))
    damage: Callable[[random.Random, bytes], bytes] = {"bytes": _bytes, "lines": _lines, "structure": _structure}[how]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = damage(rng, data)
    return Input(name, part, how, data)


def _bytes(rng: random.Random, data: bytes) -> bytes:
    place, length = rng.randrange(len(data) + 1), rng.choice((0, 0, 1, 1, 2, 8, 64, 4096))
    put = rng.choice((rng.choice(TOKENS), rng.choice(TOKENS) * rng.choice((2, 20, 2000)), rng.randbytes(rng.randrange(9))))
    return data[:place] + put + data[place + length :]


def _lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    chance = rng.random()
    if chance < 0.3:
        del lines[first]
    elif chance < 0.5:
        lines.insert(second, lines[first])
    elif chance < 0.7:
        lines[first], lines[second] = lines[second], lines[first]
    elif chance < 0.85:
        block = lines[first : first + rng.randrange(1, 40)]
        lines[second:second] = block * rng.choice((1, 2, 50))
    else:
        lines[first] = lines[first].split(b"=")[0] + b"= " + rng.choice(TOKENS)
    return b"\n".join(lines)


def _structure(rng: random.Random, data: bytes) -> bytes:
    try:
        value = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):  # damaged already
        return data
    places = list(_places(value))
    if not places:
        return data
    holder, key = rng.choice(places)
    chance = rng.random()
    if chance < 0.2:
        del holder[key]
    elif chance < 0.7:
        holder[key] = rng.choice(VALUES)
    elif chance < 0.85:
        holder[key] = rng.choice(places)[0]
    elif isinstance(holder, list):
        holder.extend(holder[:1] * rng.choice((1, 3, 300)))
    else:
        holder[rng.choice(KEYS)] = rng.choice(VALUES)
    return written(value)


def _places(value: Any) -> Any:
    inside = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    for key, each in inside:
        yield value, key
        yield from _places(each)


def written(value: dict[str, Any]) -> bytes:
    """A value as TOML: every table inside of a table in braces, on one line each. What holds itself is cut off."""
    return "\n".join(f"{_text(key)} = {_toml(each, 0)}" for key, each in value.items() if each is not None).encode("utf-8", "surrogatepass")


def _toml(value: Any, depth: int) -> str:
    if depth > 12:
        return "0"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)} = {_toml(each, depth + 1)}" for key, each in value.items() if each is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each, depth + 1) for each in value if each is not None) + "]"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return repr(value)


def _text(text: str) -> str:
    quoted = "".join(each if each.isprintable() and each not in '"\\' else f"\\U{ord(each):08x}" for each in text)
    return f'"{quoted}"'


# ---------------------------------------------------------------- judging


def judged(one: Input) -> Verdict:
    """Load a file and use what it holds."""
    began = time.process_time()
    verdict = _loaded(one)
    took = time.process_time() - began
    return verdict if verdict.wrong or took < SECONDS else Verdict(verdict.came, f"it took {took:.1f} s")


def _loaded(one: Input) -> Verdict:
    try:
        if one.part == "agreement":
            agreement, held = parse_agreement(one.data, "file")[0], None
        else:
            agreement = whole(one.name)
            held = parse_declarations(one.data, agreement, "file")
    except FormatError as error:
        said = str(error)
        return Verdict("refused", None if PLACED.match(said) else f"it names no line: {said[:200]}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Verdict("refused", f"{type(error).__name__}: {str(error)[:200]}")
    if not isinstance(agreement, Agreement) or not (held is None or isinstance(held, Declarations)):
        return Verdict("whole", "it is no agreement, and no declarations")
    try:
        _use(agreement, held)
    except Exception as error:  # noqa: BLE001 - as above
        return Verdict("whole", f"loaded, and then {type(error).__name__}: {str(error)[:200]}")
    return Verdict("whole", None)


@cache
def whole(name: str) -> Agreement:
    """An agreement of the library as it was before anything damaged was loaded."""
    return parse_agreement(file_of(name, "agreement"))[0]


def _use(agreement: Agreement, held: Declarations | None) -> None:
    """What every page and command works out of it, but for the counting itself, which needs DuckDB and has its own tests."""
    first, asked = dt.date(2021, 1, 1), Asked(dt.date(2021, 9, 30))
    duties(agreement, first, dt.date(2022, 12, 31))
    book = Book(agreement, held or Declarations(format="detente-declarations-1", agreement=agreement.id))
    obligations(book, asked)
    for each in (*timed(book, asked), *notified(book, asked)):
        if each.reckoned is not None:
            each.reckoned.skipped()
    counter, ids = QuotaCounter(book), [party.id for party in agreement.parties]
    for kind in agreement.visit_types[:2]:
        counter.answer(Wanted(first, first, ids[0], ids[-1], kind.id, "site"), asked)


# ---------------------------------------------------------------- a run


def run(seed: int, seconds: float, most: int | None = None) -> tuple[Counter[str], list[str]]:
    """Inputs for so long, or until there were so many; how many came to what, and what was wrong, each with the seed that makes it again."""
    came: Counter[str] = Counter()
    wrong: list[str] = []
    for name in NAMES:
        whole(name)
    before, ends, number = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic() + seconds, 0
    while number != most and time.monotonic() < ends:
        one = damaged(random.Random(f"{seed}/{number}"))
        verdict = judged(one)
        came[f"{one.part}, {one.how}: {verdict.came}"] += 1
        if verdict.wrong is not None:
            wrong.append(f"{seed}/{number}: {one.name}, {one.part}, {one.how}: {verdict.wrong}")
        number += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if grown > MORE_KIB:
        wrong.append(f"{seed}: the memory grew by {grown} KiB")
    wrong += [
        f"{seed}: {name} loads otherwise than before" for name in NAMES if parse_agreement(file_of(name, "agreement"))[0] != whole(name)
    ]
    return came, wrong


def main() -> int:
    """Run, and say how many inputs came to what."""
    parser = argparse.ArgumentParser(description="damage agreement files and declarations")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write the input of each fault into this folder")
    given = parser.parse_args()
    came, wrong = run(given.seed, given.seconds)
    for what, number in sorted(came.items()):
        sys.stdout.write(f"{number:9} {what}\n")
    sys.stdout.write(f"{sum(came.values()):9} inputs, {len(wrong)} faults\n")
    for fault in wrong:
        sys.stdout.write(fault + "\n")
    for fault in wrong if given.keep else ():
        seed = fault.partition(":")[0]
        if "/" in seed:
            given.keep.mkdir(exist_ok=True)
            (given.keep / (seed.replace("/", "-") + ".toml")).write_bytes(damaged(random.Random(seed)).data)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
