"""Fuzz what reads strangers' bytes: each target in a process of its own, bounded in time and memory.

    python -m tests.fuzz                        every target, ten minutes together
    python -m tests.fuzz TARGET .. --seconds 60 these, a minute each
    python -m tests.fuzz --replay               only what is kept: the corpus, what was once wrong, and the bombs (bombs.py)
    python -m tests.fuzz --table docs/fuzzing.md  ... and write there what each target came to, beside what stands there of others

With atheris (`make fuzz` installs it where it can) inputs are chosen by the code that they reach; elsewhere they are changed blindly.
What is wrong is written to build/fuzz/TARGET-.. and ends that target. A fault that was mended is kept as corpus/TARGET/was-NAME.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.fuzz.figures import Figures, figures, write

ROOT: Final = Path(__file__).resolve().parents[2]
FOUND: Final = ROOT / "build" / "fuzz"
MOST_BYTES: Final = 1 << 16
"""Of an input that is made up: long enough for each of our forms. What is long on purpose stands in bombs.py."""
ALL: Final = 600
"""Seconds for all targets together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="fuzz what reads strangers' bytes")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, help="of each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", action="store_true", help="only what is kept")
    parser.add_argument("--blind", action="store_true", help="without atheris")
    parser.add_argument("--table", type=Path, help="a page in which the figures of each target are written when it has ended")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.replay:
        return _replay(given.targets)
    seconds = given.seconds
    if given.inside:
        (name,) = given.targets
        (_blind if given.blind else _guided)(name, seconds, given.seed)
        return 0
    blind = given.blind or importlib.util.find_spec("atheris") is None
    targets = given.targets or _names()
    wrong = 0
    for name in targets:
        if given.table is not None:  # its figures begin with the seeds, not with what earlier runs have added
            shutil.rmtree(FOUND / "grown" / name, ignore_errors=True)
        found = _one(name, seconds or ALL / len(targets), given.seed, blind=blind)
        wrong |= bool(found.wrong)
        if given.table is not None:
            write(given.table, [found.row(len(_mended(name)))])
    return int(wrong)


def _names() -> list[str]:
    from tests.fuzz.targets import names

    return names()


def _mended(name: str) -> list[Path]:
    from tests.fuzz.seeds import kept

    return [path for path in kept(name) if path.name.startswith("was-")]


def _one(name: str, seconds: float, seed: int, *, blind: bool) -> Figures:
    """One target in a process of its own; what it came to, also said as one line."""
    FOUND.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz", name, "--inside", "--seconds", str(seconds), "--seed", str(seed), *(["--blind"] * blind)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, check=False)
    said = done.stdout + done.stderr
    wrong = "" if done.returncode == 0 else "; ".join(re.findall(r"^(?:WRONG|ALARM|==\d+== ERROR).*", said, re.MULTILINE)) or said[-600:]
    found = figures(name, said, wrong)
    places = "" if found.last is None else f", {found.first} edges, then {found.last}"
    sys.stdout.write(f"{name:<16} {'?' if found.inputs is None else found.inputs:>9} inputs{places}{'   ' + wrong if wrong else ''}\n")
    sys.stdout.flush()
    return found


# ---------------------------------------------------------------- inside of such a process


def _guided(name: str, seconds: float, seed: int) -> None:
    import atheris

    from tests.fuzz import targets

    with atheris.instrument_imports(include=["detente"]):  # it knows whole programs only, whatever module is named
        target = targets.target(name)
    from tests.fuzz.changing import changed
    from tests.fuzz.judging import limit_memory
    from tests.fuzz.seeds import seeds

    start, grown = FOUND / "seeds" / name, FOUND / "grown" / name
    for folder in (start, grown):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (start / f"{number:04}").write_bytes(data)

    def change(data: bytes, most: int, number: int) -> bytes:
        draw = random.Random(number)
        if target.shape == "bytes" or draw.random() < 0.3:
            return bytes(atheris.Mutate(data, min(most, len(data) + 16)))
        return changed(target.shape, data, draw, most)

    options = [
        f"-max_total_time={int(seconds)}", f"-seed={seed}", f"-max_len={MOST_BYTES}", "-timeout=30", "-rss_limit_mb=3072", "-print_final_stats=1",
        f"-artifact_prefix={FOUND / name}-", "-verbosity=1",
    ]  # fmt: skip
    limit_memory()
    atheris.Setup([sys.argv[0], *options, str(grown), str(start)], lambda data: _look(target, data), custom_mutator=change)
    atheris.Fuzz()


def _blind(name: str, seconds: float, seed: int) -> None:
    from tests.fuzz.changing import changed
    from tests.fuzz.judging import bounded, limit_memory
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import target as named

    target, start = named(name), list(seeds(name))
    limit_memory()
    begun = time.monotonic()
    ends, number = begun + seconds, 0
    while time.monotonic() < ends:
        draw = random.Random(f"{seed}/{number}")
        data = changed(target.shape, draw.choice(start), draw, MOST_BYTES)
        with bounded():
            wrong = _wrong(target, data)
        if wrong is not None:
            (FOUND / f"{name}-{seed}-{number}").write_bytes(data)
            sys.stdout.write(f"WRONG {wrong}\nruns: {number + 1}\n")
            sys.exit(1)
        number += 1
    sys.stdout.write(f"runs: {number} in {time.monotonic() - begun:.0f}\n")


def _look(target: Any, data: bytes) -> None:
    wrong = _wrong(target, data)
    if wrong is not None:
        sys.stderr.write(f"WRONG {wrong}\n")
        raise AssertionError(wrong)


def _wrong(target: Any, data: bytes) -> str | None:
    from tests.fuzz.judging import judged

    verdict = judged(target, data)
    return verdict.wrong


# ---------------------------------------------------------------- what is kept


def _replay(names: Sequence[str]) -> int:
    from tests.fuzz.replay import replay

    number, wrong = replay(names)
    for line in wrong:
        sys.stdout.write(f"WRONG {line}\n")
    sys.stdout.write(f"{number} inputs, {len(wrong)} wrong\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
