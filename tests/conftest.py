"""What all tests share: programs that some need, the rule about skips, and Hypothesis profiles.

What `make unit` leaves out: tests marked `slow`, and those of the folders in WHOLE; and it tries a fifth of the examples.

The rules about skips:
- A test that needs a program says so: `@pytest.mark.needs("age")`. Without it the test is skipped by name, and the
  list at the end says what would enable it.
- With CI=true a skip is a failure: a check that silently stopped running is worse than a red one.
- One exception: a reason that starts with "public vectors:" (test data that is not part of this repository).
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
GO_LIBRARIES = Path("/usr/share/gocode")
"""Where Debian keeps the sources of libraries of Go."""
IN_CI = os.environ.get("CI", "").lower() in {"true", "1", "yes"}
MAY_SKIP = "public vectors:"


def _can_trace() -> bool:
    from tests.faults.inject import can_trace

    return can_trace()


def _can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        found = subprocess.run(["mount", "-t", "tmpfs", "detente-test", folder], capture_output=True, check=False)
        return found.returncode == 0 and subprocess.run(["umount", folder], check=False).returncode == 0


def _on_path(*programs: str) -> Callable[[], bool]:
    """Whether one of them is there."""
    return lambda: any(shutil.which(program) for program in programs)


def _go_with_tlog() -> bool:
    return bool(shutil.which("go")) and (GO_LIBRARIES / "src" / "golang.org" / "x" / "mod" / "sumdb" / "tlog").is_dir()


# What a test may need: how to see whether it is there, and what would bring it.
NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "age": (_on_path("age"), "apt-get install age"),
    "chromium": (_on_path("chromium-headless-shell", "chromium"), "apt-get install chromium-headless-shell"),
    "git": (_on_path("git"), "apt-get install git"),
    "go": (_go_with_tlog, "apt-get install golang-go golang-golang-x-mod-dev"),
    "node": (_on_path("node"), "apt-get install nodejs"),
    "node-modules": ((ROOT / "conformance" / "js" / "node_modules").is_dir, "apt-get install npm, then make node-modules"),
    "npm": (_on_path("npm"), "apt-get install npm"),
    "pdfinfo": (_on_path("pdfinfo"), "apt-get install poppler-utils"),
    "pdftotext": (_on_path("pdftotext"), "apt-get install poppler-utils"),
    "postgres": (lambda: bool(shutil.which("initdb") or [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]), "apt-get install postgresql"),
    "mount": (_can_mount, "root, and a machine on which it may mount"),
    "strace": (_can_trace, "apt-get install strace, and a machine on which a process may trace another"),
}

MEMORY = Path("/dev/shm")
ENOUGH = 8 << 30
IN_MEMORY = pytest.StashKey[str]()

WHOLE = ("tests/cli", "tests/reports", "tests/web", "tests/test_frame.py")
"""Where tests run commands, pages and documents as their user does, over nodes with a history."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many processes again as there are processors: many tests wait for a disk, a browser, or another program."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests are made in memory where there is plenty of it: a disk lets each write wait.

    Whoever wants to look at them after the run names another place: `--basetemp`.
    """
    if hasattr(config, "workerinput") or config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ:
        return
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        config.stash[IN_MEMORY] = os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.mkdtemp(prefix="detente-tests-", dir=MEMORY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """What was made in memory goes, so that it holds one run at most."""
    if folder := config.stash.get(IN_MEMORY, None):
        shutil.rmtree(folder, ignore_errors=True)
        del os.environ["PYTEST_DEBUG_TEMPROOT"]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing is swept while tests are gathered, and what is there by then is never looked through again: all of it stays to the end.

    It is some million objects; without this, half of the time of gathering and a good part of every test went into looking through them.
    What a test makes is looked through thirty times more rarely than usual: in the runs of seeds some twentieth of the time went into that.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


# No deadlines: on a shared machine they measure the neighbours.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
# The same examples in each run, so that a red run is red because of the change in it; `dev` and `thorough` look for new ones.
hypothesis.settings.register_profile(
    "ci", deadline=None, max_examples=25, derandomize=True, print_blob=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("DETENTE_EXAMPLES", "ci" if IN_CI else "dev"))


@pytest.fixture(autouse=True)
def _nobody_serves_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that plays the demo and forgets `--no-browser` fails at once, instead of serving pages until somebody looks."""

    def refuse(*_: object, **__: object) -> None:
        message = "a test would have served pages for ever: play the demo with --no-browser"
        raise AssertionError(message)

    monkeypatch.setattr("detente.cli.table.open_table", refuse)


@pytest.fixture(scope="session", autouse=True)
def _passphrases_cost_little() -> Iterator[None]:
    """A passphrase costs a second on purpose, each time that it is used; tests/node/test_keystore.py sees to that."""
    from detente.node import passphrases
    from tests import cheap_age

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "encrypt", cheap_age.encrypt)
        yield


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A server of our own, for as long as the tests of one process run; its address."""
    from tests.servers import address_of, postgres

    with postgres() as where:
        yield address_of(where)


@pytest.fixture(scope="session")
def first_request(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The short story of the demo, played once for all processes of a run: to be read, never served or changed."""
    from detente.cli.main import main
    from tests.once import once

    def play(folder: Path) -> None:
        assert main(["demo", "--no-browser", "--story", "first-request", "--dir", str(folder / "demo")]) == 0

    return once(tmp_path_factory, "first-request", play)[0] / "demo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is `whole`; refuse a `needs` marker with a name that is not in the table: it would skip for ever."""
    for item in items:
        if item.nodeid.startswith(WHOLE):
            item.add_marker("whole")
        for marker in item.iter_markers("needs"):
            unknown = [name for name in marker.args if name not in NEEDS]
            if unknown or not marker.args:
                message = f"{item.nodeid}: needs({', '.join(map(repr, marker.args))}) is not one of {', '.join(NEEDS)}"
                raise pytest.UsageError(message)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run here, and say what would enable it."""
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            is_there, remedy = NEEDS[name]
            if not is_there():
                pytest.skip(f"needs {name}: {remedy}")


def _skips(config: pytest.Config) -> Iterator[tuple[str, str]]:
    """Each skipped test of this session, as (reason, name)."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        yield reason.removeprefix("Skipped: "), report.nodeid


def _forbidden(reason: str) -> bool:
    return IN_CI and not reason.startswith(MAY_SKIP)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI=true, a skip is a failure."""
    if hasattr(session.config, "workerinput"):  # a worker of xdist: the controller sees all reports and decides
        return
    if exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} and any(_forbidden(why) for why, _ in _skips(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """List what was skipped, by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for reason, name in _skips(config):
        by_reason[reason].append(name)
    if not by_reason:
        return
    terminalreporter.section("skipped, and what would enable each")
    for reason, names in sorted(by_reason.items()):
        verdict = " (a failure, because CI=true)" if _forbidden(reason) else ""
        terminalreporter.line(f"{reason}{verdict}")
        for name in sorted(names):
            terminalreporter.line(f"    {name}")
