"""A generation of a log over which a later one was opened, and that nobody has: said by fsck, held and status, until it turns up."""

from __future__ import annotations

import json
import shutil

from detente.record.seal import NO_HEAD, LogKey
from detente.views.lost import lost_remarks
from tests.cli.transcript import run
from tests.simulator import World


def say(line: str) -> str:
    code, printed = run(line.split())
    assert code == 0, f"{line}\n{printed}"
    return " ".join(printed.split())


def remarks(line: str) -> list[tuple[int, str]]:
    printed = run([*line.split(), "--json"])[1]
    found = json.loads(printed[printed.index("{") :])["remarks"]
    return [(remark["text"]["params"]["generation"], remark["text"]["text"]) for remark in found]


def test_a_generation_that_nobody_has_is_said_with_what_to_do_until_it_turns_up(talks):
    shutil.copytree(talks / "north", talks / "before")
    say("--node north reopen plenary --why restore")
    shutil.copytree(talks / "north", talks / "lost")
    for name in ("record.sqlite", "keys.age"):  # they are put back alone: the head file knows of generation 1
        shutil.copy2(talks / "before" / name, talks / "north" / name)
    say("--node north reopen plenary --why restore")
    for line in ("--node north sync courier", "--node south sync courier"):
        say(line)
    for party in ("north", "south"):
        for command in ("fsck", "held", "status"):
            ((generation, text),) = remarks(f"--node {party} {command}")
            assert generation == 1, command
            assert "is not here, and a later one was opened over it: nothing of it counts" in text
        assert "Look for it on the old machine" in say(f"--node {party} fsck")
        assert "Look for it on the old machine" in say(f"--node {party} held plenary")
    for line in ("--node lost sync courier", "--node south sync courier"):
        say(line)
    assert remarks("--node south fsck") == []


def test_a_million_generations_that_were_left_out_are_one_remark():
    world = World(2)
    world.settle()
    room = world.room("alpha")
    room.channel.holds[LogKey("bravo", 1_000_000)] = (LogKey("bravo", 999_999), NO_HEAD)
    (remark,) = lost_remarks(room)
    assert "generations 1 to 999999 of the log of bravo" in remark.text.text
