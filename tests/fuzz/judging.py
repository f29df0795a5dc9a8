"""What a target is, and how one input of it is judged.

Each target reads bytes that a stranger made, and says by itself when what came is wrong. For every target and every input:

1. it is read whole, or refused with an error of the kind that the reader promises, whose message can be written; nothing else is raised;
2. what was read whole is written as the same bytes again; where the form is free, writing and reading once more changes nothing;
3. it costs bounded time of the processor and bounded memory (`bounded`), whatever it says of its own sizes.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

from detente.errors import DetenteError, TheirData

SECONDS: Final = 10
"""Of the processor, for one input. The slowest of what is kept here takes one; this is for what would never end."""

MEMORY: Final = 1 << 30
"""Bytes of address space that all inputs together may take beyond what the loaded program has: a proof of 64 MB makes some 600 MB."""


class Wrong(AssertionError):  # noqa: N818 - says what it is
    """An input that was read as it must not be."""


class TooLong(BaseException):
    """An input that took more time than any may."""


class Target(NamedTuple):
    """One reader of strangers' bytes.

    Attributes:
        name: of its corpus, too.
        read: reads them; raises Wrong where what came is wrong.
        shape: how inputs are changed: `bytes`, `lines`, `json` (canonical), `zip`, `gzip`.
        kinds: the errors that the reader promises.
    """

    name: str
    read: Callable[[bytes], None]
    shape: str = "bytes"
    kinds: tuple[type[DetenteError], ...] = (TheirData,)


class Verdict(NamedTuple):
    """What came of an input, `whole` or `refused`; and what is wrong with that, if anything is."""

    came: str
    wrong: str | None


def must(holds: object, what: str) -> None:
    """Say what is wrong with an input that was read whole."""
    if not holds:
        raise Wrong(what)


def judged(target: Target, data: bytes) -> Verdict:
    """Read one input, and look at what came."""
    try:
        target.read(data)
    except DetenteError as error:
        return Verdict("refused", _refusal(target, error))
    except Wrong as error:
        return Verdict("whole", str(error))
    except MemoryError:
        return Verdict("refused", f"it took more than {MEMORY >> 20} MiB")
    except TooLong:
        return Verdict("refused", f"it took more than {SECONDS} s")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Verdict("refused", f"{type(error).__name__}: {str(error)[:200]}, in {_place(error)}")
    return Verdict("whole", None)


def _refusal(target: Target, error: DetenteError) -> str | None:
    if not isinstance(error, target.kinds):
        return f"{type(error).__name__} is not what this reader promises: {str(error)[:200]}"
    try:
        str(error), error.hint and error.hint % error.params
    except (KeyError, TypeError, ValueError) as fault:
        return f"a message that cannot be written: {error.template} ({fault})"
    return None


def _place(error: BaseException) -> str:
    """Where it was raised, as far as that is ours."""
    trace, found = error.__traceback__, "?"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "detente" in path.parts or "fuzz" in path.parts:
            found = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def limit_memory() -> None:
    """From now on this process has MEMORY more than it has. Not for a process that does anything else."""
    with Path("/proc/self/statm").open("rb") as file:
        pages = int(file.read().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


@contextmanager
def bounded() -> Iterator[None]:
    """Interrupt what takes more than SECONDS of the processor; other programs on the machine make no difference."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
