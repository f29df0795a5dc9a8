"""A real disk that is full, one that can only be read, and several processes that want one node at once."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.faults.inject import preload, run
from tests.faults.scenes import ASKED, ASKED_WITH_FILE, FOUNDED, SCENES, compared, copied, go_on, prepare

pytestmark = pytest.mark.slow

SEAL = next(scene for scene in SCENES if scene.name == "seal, a file")
RECEIVE = next(scene for scene in SCENES if scene.name == "sync, receiving")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    preload()
    return tmp_path_factory.mktemp("disks")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "detente-test", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, free: int) -> None:
    """Leave so many bytes."""
    there = os.statvfs(disk)
    size = there.f_bavail * there.f_frsize - free
    with (disk / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)


@pytest.mark.needs("mount")
@pytest.mark.parametrize("scene", [SEAL, RECEIVE], ids=lambda scene: scene.name)
def test_a_disk_that_is_full_stops_what_writes_and_takes_nothing(scene, base, disk, tmp_path):
    plain = copied(prepare(scene.before, base), tmp_path / "plain")
    without = go_on(scene, run(plain, scene.argv), plain)
    ends = set()
    for free in (0, 40_960, 122_880):
        for path in disk.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(prepare(scene.before, base), disk, dirs_exist_ok=True)
        fill(disk, free)
        ran = run(disk, scene.argv)
        ends.add(ran.code)
        assert ran.code == 0 or "no space is left on the disk" in ran.said or "could not be read or written" in ran.said, ran.said
        (disk / "filler").unlink()
        assert compared(go_on(scene, ran, disk), without) == []
    assert 1 in ends


@pytest.mark.needs("mount")
def test_a_disk_that_can_only_be_read_is_said_to_be_one(base, disk):
    shutil.copytree(prepare((*FOUNDED, ASKED), base), disk, dirs_exist_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for command in ("--node north seal", "--node north sync courier", ASKED):
        ran = run(disk, command.split())
        assert ran.code == 1
        assert "the disk can only be read" in ran.said, ran.said
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    scene = next(scene for scene in SCENES if scene.name == "seal")
    assert go_on(scene, run(disk, scene.argv), disk).wrong == []


def _until_done(given: tuple[Path, str]) -> str:
    """Give a command again as long as another process has the node."""
    folder, command = given
    for _ in range(400):
        ran = run(folder, command.split())
        if ran.code == 0 or "another process has the node" not in ran.said:
            return "" if ran.code == 0 else f"{command}: {ran.said}"
    return f"{command}: never had the node"


def test_several_processes_on_one_node_wait_for_each_other_and_do_everything_once(base):
    """The pages hold a node for as long as they serve it; commands are refused in words, and try again."""
    folder = copied(prepare((*FOUNDED, ASKED_WITH_FILE, "--node north seal", "--node north sync courier"), base), base / "both")
    commands = [f"--node south request north Supposed-{number} --seal" for number in range(4)]
    commands += ["--node south sync courier", "--node south status", "--node south fsck", "--node south sync courier"]
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as pool:
        wrong = [said for said in pool.map(_until_done, [(folder, command) for command in commands]) if said]
    assert wrong == []
    scene = SCENES[-1]._replace(command="--node south status", then=(), again=False)
    after = go_on(scene, run(folder, scene.argv), folder)
    assert after.wrong == []
    for party in ("north", "south"):
        assert sum(times for act, times in after.acts[party].items() if act.startswith("south request")) == 4
        assert set(after.acts[party].values()) == {1}
