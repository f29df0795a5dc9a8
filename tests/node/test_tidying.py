"""Files that were kept for drafts go with the last draft that names them, and never while anything else does."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import pytest

from detente.cli.session import SECRETS_OPEN
from detente.node import blobs
from detente.node.clearance import clearance_of, drop_draft
from detente.node.founding import found_dialogue
from detente.node.fsck import check
from detente.node.node import Node
from detente.node.sealing import seal
from detente.node.tidying import FORM_SECONDS, throw_away, tidy
from tests.cli.transcript import run

FILE = b"the list of names"
DIGEST = hashlib.sha256(FILE).digest()


@pytest.fixture
def node(tmp_path: Path):
    """One of two parties, with a dialogue and no acts yet."""
    nodes = [Node.create(tmp_path / party, party, {"en": party}, SECRETS_OPEN) for party in ("north", "south")]
    found_dialogue(nodes, names={"en": "Talks"}, exercise=True)
    nodes[1].close()
    yield nodes[0]
    nodes[0].close()


def drafted(node: Node, *files: dict) -> int:
    named = {f"file/{place:04d}": value for place, value in enumerate(files, 1)}
    return node.draft(node.room(None), {"kind": "note", "form": "letter", "text": "See the file.", **named})


def kept(node: Node) -> bool:
    row = node.store.db.execute("SELECT count(*) FROM blobs WHERE digest=?", (DIGEST,)).fetchone()[0]
    there = blobs.read_blob(node, DIGEST) is not None
    assert bool(row) == there
    return there


def age(node: Node, seconds: float) -> None:
    """Let every kept file be that old."""
    then = node.clock().timestamp() - seconds
    for path in (node.folder / "blobs").iterdir():
        os.utime(path, (then, then))


def test_a_file_goes_with_the_draft_that_was_thrown_away(node: Node) -> None:
    number = drafted(node, blobs.keep(node, "list.txt", FILE))
    assert kept(node)
    drop_draft(node, number, clearance_of(node, number).revision, "secretary")
    assert not kept(node)
    assert node.store.drafts() == []
    assert check(node).problems == []


def test_a_file_that_two_drafts_share_goes_with_the_second(node: Node) -> None:
    first = drafted(node, blobs.keep(node, "list.txt", FILE))
    second = drafted(node, blobs.keep(node, "the same.txt", FILE, mark="restricted"))
    assert throw_away(node, [first]) == 0
    assert kept(node)
    assert throw_away(node, [second]) == 1
    assert not kept(node)


def test_drafts_that_share_a_file_and_go_together_take_it_along(node: Node) -> None:
    numbers = [drafted(node, blobs.keep(node, "list.txt", FILE)) for _ in range(2)]
    assert throw_away(node, numbers) == 1
    assert not kept(node)


def test_a_file_that_an_entry_names_stays_whatever_is_thrown_away(node: Node) -> None:
    drafted(node, blobs.keep(node, "list.txt", FILE))
    seal(node, node.room(None))
    again = drafted(node, blobs.keep(node, "list.txt", FILE))
    assert throw_away(node, [again]) == 0
    age(node, 10 * FORM_SECONDS)
    assert tidy(node) == 0
    assert kept(node)
    assert check(node).problems == []


def test_a_file_that_is_expected_of_others_stays(node: Node) -> None:
    number = drafted(node, blobs.keep(node, "list.txt", FILE))
    node.store.db.execute("UPDATE blobs SET complete=NULL WHERE digest=?", (DIGEST,))
    (node.folder / "blobs" / f"{DIGEST.hex()}.0").write_bytes(FILE)
    assert throw_away(node, [number]) == 0
    age(node, 10 * FORM_SECONDS)
    assert tidy(node) == 0
    assert len(list((node.folder / "blobs").iterdir())) == 2


def test_a_file_of_a_form_that_was_never_sent_goes_when_no_form_is_so_old(node: Node) -> None:
    blobs.keep(node, "list.txt", FILE)
    assert tidy(node) == 0
    age(node, FORM_SECONDS - 60)
    assert tidy(node) == 0
    assert kept(node)
    age(node, FORM_SECONDS + 60)
    assert tidy(node) == 1
    assert not kept(node)


def test_what_a_crash_has_left_goes_too(node: Node) -> None:
    blobs.keep(node, "list.txt", FILE)
    node.store.db.execute("DELETE FROM blobs WHERE digest=?", (DIGEST,))
    (node.folder / "blobs" / f".{DIGEST.hex()}.0a1b2c3d.part").write_bytes(b"half")
    age(node, 2 * FORM_SECONDS)
    assert tidy(node) == 2
    assert list((node.folder / "blobs").iterdir()) == []


def test_a_file_that_a_draft_names_stays_however_old(node: Node) -> None:
    drafted(node, blobs.keep(node, "list.txt", FILE))
    age(node, 100 * FORM_SECONDS)
    assert tidy(node) == 0
    assert kept(node)


def test_fsck_tidies_only_when_it_is_told_to(node: Node, tmp_path: Path) -> None:
    blobs.keep(node, "list.txt", FILE)
    age(node, 2 * FORM_SECONDS)
    node.close()
    fsck = ["--node", str(tmp_path / "north"), "fsck", "--json"]
    assert json.loads(run(fsck)[1])["removed_files"] is None
    assert json.loads(run([*fsck, "--tidy"])[1])["removed_files"] == 1
    assert "0 files that nothing names were removed." in run([*fsck[:3], "--tidy"])[1]


def test_the_week_is_counted_by_the_clock_of_the_node(node: Node) -> None:
    blobs.keep(node, "list.txt", FILE)
    now = node.clock()
    assert node.folder is not None
    (kept,) = (node.folder / "blobs").iterdir()
    os.utime(kept, (now.timestamp(), now.timestamp()))  # whatever the clock of the machine does meanwhile
    node.clock = lambda: now + dt.timedelta(seconds=FORM_SECONDS + 60)
    assert tidy(node) == 1
