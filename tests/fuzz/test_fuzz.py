"""What is kept of fuzzing is read again in each run: the corpus, what was once read as it must not be, and bombs; within bounds."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from detente.errors import FormatError
from tests.fuzz import bombs, changing
from tests.fuzz.__main__ import ROOT
from tests.fuzz.figures import HEAD, Figures, figures, write
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


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_every_target_reads_something_whole_and_nothing_of_what_it_starts_from_wrongly(name):
    """One that refuses all that it starts from looks for nothing; one whose reader has another form by now raises at the first input."""
    verdicts = [judged(target(name), data) for data in seeds(name)]
    assert [verdict.wrong for verdict in verdicts if verdict.wrong] == []
    assert "whole" in {verdict.came for verdict in verdicts}


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


SAID = """INFO: Instrumenting detente.record.note
#34	INITED cov: 36 ft: 84 corp: 8/28Kb exec/s: 0 rss: 130Mb
#8192	pulse  cov: 41 ft: 171 corp: 24/152Kb lim: 65536 exec/s: 4096 rss: 132Mb
#34085	DONE   cov: 43 ft: 171 corp: 24/76Kb lim: 65536 exec/s: 3098 rss: 133Mb
Done 34085 runs in 11 second(s)
stat::number_of_executed_units: 34085
"""


def test_what_a_run_of_the_fuzzer_says_becomes_figures():
    assert figures("note", SAID, "") == Figures("note", 11, 34085, 36, 43, "")
    assert figures("note", "runs: 23428 in 5\n", "") == Figures("note", 5, 23428, None, None, "")
    assert figures("note", "nothing", "died") == Figures("note", None, None, None, None, "died")


def test_the_figures_of_a_target_take_the_place_of_its_own_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n| note | of another table |\n<!-- fuzz -->\n<!-- end -->\nafter\n", "utf-8")
    write(page, [Figures("note", 5, 100, 1, 2, "died").row(0), Figures("ask", 5, 1, None, None, "").row(1)])
    write(page, [Figures("note", 150, 34085, 36, 43, "").row(1)])
    assert page.read_text("utf-8").splitlines() == [
        "before", "| note | of another table |", "<!-- fuzz -->", HEAD, "|---|---|---|---|---|---|---|", "| ask | 5 | 1 |  |  | 0 | 1 |",
        "| note | 150 | 34,085 | 36 | 43 | 0 | 1 |", "<!-- end -->", "after",
    ]  # fmt: skip
