"""What is kept of fuzzing is read again in each run: the corpus, what was once read as it must not be, and bombs; within bounds."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from detente.errors import FormatError
from tests.fuzz import bombs, changing
from tests.fuzz.__main__ import ROOT
from tests.fuzz.judging import Target, Verdict, Wrong, judged
from tests.fuzz.seeds import CORPUS, kept, seeds
from tests.fuzz.targets import names, target


@pytest.mark.slow
def test_what_is_kept_is_refused_or_read_whole_in_bounded_time_and_memory():
    done = subprocess.run([sys.executable, "-m", "tests.fuzz", "--replay"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1].endswith(" 0 wrong")) == (0, True), done.stdout[-3000:] + done.stderr[-3000:]


def test_every_target_starts_from_something():
    assert [name for name in names() if not next(iter(seeds(name)), b"")] == []
    assert {each.name for each in CORPUS.iterdir()} <= set(names())
    assert {of for of, _, _ in bombs.BOMBS} <= set(names())
    assert sum(path.stat().st_size for name in names() for path in kept(name)) < 1_000_000


@pytest.mark.parametrize("shape", ["bytes", "lines", "json", "gzip", "zip"])
def test_the_same_seed_gives_the_same_change(shape):
    name = next(name for name in names() if target(name).shape == shape)
    data = next(iter(seeds(name)))
    once, again = ([changing.changed(shape, data, random.Random(n), 1 << 16) for n in range(20)] for _ in range(2))
    assert once == again
    assert len({*once, data}) > 5


def test_what_is_wrong_is_found():
    def reads(found):
        def read(_data):
            if found is not None:
                raise found

        return Target("x", read)

    assert judged(reads(None), b"") == Verdict("whole", None)
    assert judged(reads(FormatError("no")), b"") == Verdict("refused", None)
    assert judged(reads(Wrong("other bytes")), b"").wrong == "other bytes"
    assert judged(reads(ZeroDivisionError()), b"").wrong.startswith("ZeroDivisionError")
    assert "cannot be written" in judged(reads(FormatError("%(missing)s")), b"").wrong
    assert "more than" in judged(reads(MemoryError()), b"").wrong
