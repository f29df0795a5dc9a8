"""Some of the matrix in each run: single calls of commands that write fail, or kill them (docs/faults.md has all of it).

With DETENTE_EXAMPLES=thorough every call of every scene is tried.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.inject import Fault, Site, preload, run
from tests.faults.matrix import Verdict, as_line, kept, play, played, ready, table, write
from tests.faults.scenes import FOUNDED, SCENES, After, compared, copied, prepare
from tests.strategies import stride

pytestmark = [pytest.mark.slow, pytest.mark.needs("strace")]

EVERY_RUN = ("request --seal", "sync, receiving", "backup restore")
"""Scenes of which some calls are tried in each run: an act, an admission with a file and a receipt, a whole node."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    preload()
    return tmp_path_factory.mktemp("faults")


@pytest.mark.parametrize("scene", [scene for scene in SCENES if stride(2) == 1 or scene.name in EVERY_RUN], ids=lambda scene: scene.name)
def test_whatever_fails_nothing_is_lost_nothing_is_done_twice_and_all_is_said(scene, base):
    stage = ready(scene, base)
    assert len(stage.faults) > 40
    step = stride(1 + len(stage.faults) // 5) | 1  # most calls have four faults: an even step would never try some of them
    verdicts = [play(stage, fault) for fault in stage.faults[step // 2 :: step]]
    wrong = [f"{verdict.fault}: {'; '.join(verdict.wrong) or verdict.end}" for verdict in verdicts if verdict.end in {"wrong", "missed"}]
    assert wrong == []
    assert {verdict.end for verdict in verdicts} & {"refused", "killed"}, "some of them struck hard enough to be noticed"


def test_the_net_itself_finds_what_is_lost_and_what_is_done_twice():
    """Against a run without a fault in which an act stood once more, or once less."""
    plain = After([], {"north": {"north request 0": 1, "north open 0": 1}}, [])
    assert compared(plain, plain) == []
    (lost,) = compared(plain, plain._replace(acts={"north": {"north request 0": 2, "north open 0": 1}}))
    (twice,) = compared(plain, plain._replace(acts={"north": {"north open 0": 1}}))
    assert lost.endswith("stands 1 times, not 2: lost")
    assert twice.endswith("stands 1 times, not 0: done twice")


def test_a_fault_that_never_strikes_is_no_fault_that_was_survived(base):
    stage = ready(SCENES[2], base)
    assert play(stage, Fault(Site("fsync", 10_000, "nothing"), "EIO")).end == "missed"


def test_what_is_no_store_is_said_to_be_none(base):
    folder = copied(prepare(FOUNDED, base), base / "gone")
    (folder / "north" / "record.sqlite").write_bytes(b"no database")
    ran = run(folder, ["--node", "north", "seal"])
    assert ran.code == 1
    assert "the store in north cannot be used: it is no database" in ran.said


def test_the_matrix_is_written_between_its_markers(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- matrix -->\nold\n<!-- end -->\nafter\n", "utf-8")
    write(page, table([]))
    assert page.read_text("utf-8").startswith("before\n<!-- matrix -->\n| call |")
    assert page.read_text("utf-8").endswith("<!-- end -->\nafter\n")


def test_a_matrix_that_was_broken_off_goes_on_and_tries_again_what_was_wrong(base, tmp_path):
    stage = ready(SCENES[2], base)
    well, ill, new = stage.faults[:3]
    path = tmp_path / "kept"
    path.write_text(
        as_line(Verdict("request", well, "killed", [], [], "as it was kept")) + as_line(Verdict("request", ill, "wrong", ["lost"], [], "")),
        "utf-8",
    )
    first, second, third = played(stage, [well, ill, new], 1, path)
    assert first.said == "as it was kept"
    assert "wrong" not in {second.end, third.end}
    assert list(kept(path).values()) == [first, second, third]
    assert len(path.read_text("utf-8").splitlines()) == 4
