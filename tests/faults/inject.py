"""One `detente` command in a process of its own, in which one system call fails or the process is killed at it.

The process is forked from this one, which has loaded everything already, and waits until strace has hold of it: so a run costs tens of
milliseconds, and only what the command itself does is counted. strace counts the calls of each kind; which of them touch the work
folder is read from a first run without a fault.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pkgutil
import re
import select
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

CALLS = (
    "openat", "mkdir", "rename", "link", "symlink", "unlink", "rmdir", "write", "writev", "pwrite64", "fsync", "fdatasync", "ftruncate",
    "fallocate", "fchmod", "chmod", "sendfile", "copy_file_range", "renameat", "renameat2", "unlinkat", "linkat", "mkdirat", "fchmodat",
)  # fmt: skip
"""What writing does. Where one of the last kinds stands in for one of the first, depends on the C library and Python."""

TAKES_SPACE = frozenset(
    {"openat", "mkdir", "mkdirat", "rename", "link", "symlink", "write", "writev", "pwrite64", "fallocate", "copy_file_range"}
)
PATIENCE = 120
"""Seconds for one command: it takes a tenth of one, but others may have the machine."""

_LINE = re.compile(r"^(?P<pid>\d+)\s+(?P<call>\w+)\((?P<rest>.*)$")
_WRITES = re.compile(r"O_(?:WRONLY|RDWR|CREAT)")


class Site(NamedTuple):
    """One call of a run: the how manieth of its kind, and the file that it touches, without what is random in its name."""

    call: str
    number: int
    file: str


class Fault(NamedTuple):
    """What happens at a call: an error that it returns, or KILL."""

    site: Site
    what: str

    def __str__(self) -> str:
        return f"{self.what} at {self.site.call} no. {self.site.number} ({self.site.file})"


class Ran(NamedTuple):
    """How a command ended: its exit code (negative: the signal), what it said, and whether the fault struck."""

    code: int
    said: str
    struck: bool


@cache
def can_trace() -> bool:
    """Whether strace is there and may take hold of a process of ours."""
    if shutil.which("strace") is None:
        return False
    found = subprocess.run(["strace", "-o", "/dev/null", "-e", "trace=none", "true"], capture_output=True, check=False)
    return found.returncode == 0


@cache
def preload() -> None:
    """Load everything that any command needs, so that what is forked loads nothing."""
    import detente
    from detente.cli.app import build

    for module in pkgutil.walk_packages(detente.__path__, "detente."):
        importlib.import_module(module.name)
    build("en")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        _command(["--node", "nowhere", "sync", "nowhere"])  # what is loaded when a command is read


def faults_of(site: Site) -> Iterator[Fault]:
    """What can happen at a call."""
    yield Fault(site, "EIO")
    if site.call in TAKES_SPACE:
        yield Fault(site, "ENOSPC")
        yield Fault(site, "EDQUOT")
    yield Fault(site, "KILL")


def sites(folder: Path, argv: Sequence[str]) -> tuple[list[Site], Ran]:
    """The calls of a command that touch files of a folder, in their order; the command is run in it once."""
    log = folder.parent / f"{folder.name}.{os.getpid()}.trace"
    ran = run(folder, argv, ["-y", "-e", "trace=" + ",".join(_known()), "-o", str(log)])
    counted: Counter[str] = Counter()
    found = []
    first = None
    for line in log.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        first = first or match["pid"]
        if match["pid"] != first:
            continue  # strace counts for each thread by itself; ours write from one
        counted[match["call"]] += 1
        file = _file(match["call"], match["rest"], folder)
        if file is not None:
            found.append(Site(match["call"], counted[match["call"]], file))
    log.unlink()
    return found, ran


@cache
def _known() -> tuple[str, ...]:
    """Those of the calls that this machine has."""
    return tuple(
        call for call in CALLS
        if subprocess.run(["strace", "-o", "/dev/null", "-e", f"trace={call}", "true"], capture_output=True, check=False).returncode == 0
    )  # fmt: skip


def _file(call: str, rest: str, folder: Path) -> str | None:
    """The file in the folder that a call changes; None if it changes none there."""
    if call == "openat" and not _WRITES.search(rest):
        return None
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
    held = re.findall(r"\d<([^>]*)>", rest)
    named = quoted[-1] if call not in {"write", "writev", "pwrite64"} and quoted else held[0] if held else None
    if named is None:
        return None
    path = Path(named) if named.startswith("/") else folder / named
    if not path.is_relative_to(folder):
        return None
    shown = re.sub(r"\.[0-9a-f]{8}\.part", ".*.part", str(path.relative_to(folder)))
    shown = re.sub(r"(\.(?:backup|restoring|packing)-)\w+", r"\1*", shown)
    shown = re.sub(r"[0-9a-f]{64}", "<digest>", shown)
    return re.sub(r"[0-9a-f]{32}", "<name>", shown)


def run_with(folder: Path, argv: Sequence[str], fault: Fault) -> Ran:
    """Run a command in a folder, with a fault."""
    how = "signal=KILL" if fault.what == "KILL" else f"error={fault.what}"
    log = folder.parent / f"{folder.name}.{os.getpid()}.trace"
    ran = run(
        folder, argv, ["-e", f"trace={fault.site.call}", "-e", f"inject={fault.site.call}:{how}:when={fault.site.number}", "-o", str(log)]
    )
    said = log.read_text("utf-8", "replace")
    log.unlink()
    return ran._replace(struck="INJECTED" in said or "killed by SIGKILL" in said)


def run(folder: Path, argv: Sequence[str], trace: Sequence[str] = ()) -> Ran:
    """Run a command in a folder; with `trace`, under strace with these options."""
    return forked(lambda: _command(argv), folder, trace)


def _command(argv: Sequence[str]) -> int:
    from detente.cli.main import main

    return main(list(argv))


def forked(work: Callable[[], int], folder: Path, trace: Sequence[str] = ()) -> Ran:
    """Do something in a process of its own; its exit code and what it said on both outputs."""
    ready, go = os.pipe()
    said = folder.parent / f"{folder.name}.{os.getpid()}.said"
    gc.freeze()
    child = os.fork()
    if child == 0:
        _as_child(work, folder, said, ready, go)
    os.close(ready)
    tracer = None
    try:
        if trace:
            tracer = _take_hold(child, trace)
        os.write(go, b"g")
    finally:
        os.close(go)
    code = _ended(child)
    if tracer is not None:
        tracer.wait(PATIENCE)
        if tracer.stderr is not None:
            tracer.stderr.close()
    text = said.read_text("utf-8", "replace")
    said.unlink()
    return Ran(code, text, struck=False)


def _ended(child: int) -> int:
    """Wait for a process; one that never ends is killed, and counts as what it is: a fault of the program."""
    with os.fdopen(os.pidfd_open(child), "rb", closefd=True) as handle:
        if not select.select([handle], [], [], PATIENCE)[0]:
            os.kill(child, signal.SIGABRT)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _take_hold(child: int, trace: Sequence[str]) -> subprocess.Popen[bytes]:
    tracer = subprocess.Popen(["strace", "-f", "-p", str(child), *trace], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert tracer.stderr is not None
    first = tracer.stderr.readline()
    assert b"attached" in first, first
    return tracer


def _as_child(work: Callable[[], int], folder: Path, said: Path, ready: int, go: int) -> None:
    """What the forked process does, without the settings of whoever runs it; it never comes back."""
    code = 1
    try:
        os.close(go)
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.chdir(folder)
        for name in ("DETENTE_NODE", "DETENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
            os.environ.pop(name, None)
        os.environ.update(COLUMNS="200", NO_COLOR="1")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.read(ready, 1)
        code = work()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - a forked child must never go on as a second test run
        traceback.print_exc()
        code = 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
