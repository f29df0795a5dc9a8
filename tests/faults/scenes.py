"""Commands that write, each with what was before it, and what must be true after it, whatever failed on the way.

Two parties, north and south, have founded a dialogue; a host countersigns. A scene is one real command on real folders. What counts
afterwards are the acts in the record of each party, the files that they name, and that both folds agree: not the numbers of entries,
since a receipt more or less is no difference.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyrage

from detente.cli.session import DEFAULT_NODE
from detente.errors import DetenteError
from detente.node.blobs import blobs_of, read_blob
from detente.node.fsck import check
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from tests.faults.inject import Ran, forked

PARTIES = ("north", "south")

IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENT = str(IDENTITY.to_public())
"""Of backups: a passphrase would cost a second each time."""

FOUNDED = (
    "--node north init --party north --name en=Northland --no-passphrase",
    "--node south init --party south --name en=Southland --no-passphrase",
    "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
    "--node north charter sign charter.json",
    "--node south charter sign charter.json",
    *(f"--node {party} sync courier" for party in (*PARTIES, *PARTIES)),
)
ASKED = "--node north request south Where --subject One"
ASKED_WITH_FILE = "--node north request south Where --file map.pdf"
LOST_ANSWER = (
    "?--node north witness add answer.json", "--node north witness ask --out again.json",
    "witness answer again.json --dir host --out last.json", "--node north witness add last.json",
)  # fmt: skip
"""A host that was killed after it had signed says with the next answer where it stands; the party asks again from there."""

HOST = "witness new host.example/w --charter charter.json --dir host --no-passphrase"


class Scene(NamedTuple):
    """One command.

    Attributes:
        before: commands that come before it.
        then: commands that must be done afterwards; one after a `?` may be refused.
        again: whether it may be refused when it is given again, since it was done.
        repeats: whether a second time does the same act a second time: a person who was told that it failed looks first.
    """

    name: str
    command: str
    before: Sequence[str] = FOUNDED
    then: Sequence[str] = ()
    again: bool = False
    repeats: bool = False

    @property
    def argv(self) -> list[str]:
        return self.command.split()


SCENES = (
    Scene("init", "--node third init --party third --name en=Third --no-passphrase", (), then=("--node third party --out introduction.json",), again=True),
    Scene("charter sign", "--node south charter sign charter.json", FOUNDED[:4]),
    Scene("request", ASKED, then=("--node north seal",), repeats=True),
    Scene("request --file", ASKED_WITH_FILE, then=("--node north seal",), repeats=True),
    Scene("seal", "--node north seal", (*FOUNDED, ASKED), again=True),
    Scene("seal, a file", "--node north seal", (*FOUNDED, ASKED_WITH_FILE), again=True),
    Scene("request --seal", ASKED + " --seal", repeats=True),
    Scene("sync, sending", "--node north sync courier", (*FOUNDED, ASKED_WITH_FILE, "--node north seal")),
    Scene("sync, receiving", "--node south sync courier", (*FOUNDED, ASKED_WITH_FILE, "--node north seal", "--node north sync courier")),
    Scene("rekey", "--node north rekey", repeats=True),
    Scene("backup make", "--node north backup make copy.age --to " + RECIPIENT, (*FOUNDED, ASKED_WITH_FILE), then=("backup test copy.age --identity identity.txt",), again=True),
    Scene(
        "backup restore", "backup restore copy.age --dir again --identity identity.txt", (*FOUNDED, ASKED_WITH_FILE, "--node north backup make copy.age --to " + RECIPIENT),
        then=("--node again status",), again=True,
    ),
    Scene(
        "witness answer", "witness answer question.json --dir host --out answer.json",
        (*FOUNDED, HOST, "--node north witness ask --out question.json"), then=LOST_ANSWER, again=True,
    ),
    Scene(
        "witness add", "--node north witness add answer.json",
        (*FOUNDED, HOST, "--node north witness ask --out question.json", "witness answer question.json --dir host --out answer.json"),
    ),
)  # fmt: skip


def prepare(lines: Sequence[str], base: Path) -> Path:
    """A folder in which some commands were given, one after the other; what begins alike is done once, and copied."""
    folder = base / hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    if folder.exists():
        return folder
    if not lines:
        folder.mkdir(parents=True)
        (folder / "map.pdf").write_bytes(b"%PDF-" + b"supposed" * 10_000)
        (folder / "identity.txt").write_text(str(IDENTITY) + "\n")
        return folder
    shutil.copytree(prepare(lines[:-1], base), folder)
    ran = forked(partial(_given, lines[-1]), folder)
    assert ran.code == 0, (lines[-1], ran.said)
    return folder


def _given(line: str) -> int:
    from detente.cli.main import main

    return main(line.split())


def _quiet(line: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = _given(line)
    return code, said.getvalue()


class After(NamedTuple):
    """What is found after a fault, once everything has gone on.

    Attributes:
        wrong: what must not be.
        acts: of each party, how often each act stands in its record.
        left: files that a write that did not end has left.
    """

    wrong: list[str]
    acts: dict[str, dict[str, int]]
    left: list[str]


def go_on(scene: Scene, ran: Ran, folder: Path) -> After:
    """After a command ended, by itself or not: check, give it again if it was not done, let the courier go round, and look."""
    out = folder.parent / f"{folder.name}.after"

    def work() -> int:
        out.write_text(json.dumps(_go_on(scene, ran)), "utf-8")
        return 0

    done = forked(work, folder)
    if done.code or not out.exists():
        return After([f"what came after ended with {done.code}: {done.said[-2000:]}"], {}, [])
    after = After(*json.loads(out.read_text("utf-8")))
    out.unlink()
    return after


def _go_on(scene: Scene, ran: Ran) -> After:
    wrong = list(_not_sane(ran))
    nodes = [name for name in (*PARTIES, "third", "again") if (Path(name) / "node.json").exists()]
    for name in nodes:
        wrong += [f"{name}: {problem}" for problem in _problems(name)]
    if ran.code != 0 and not (scene.repeats and _is_done(scene)):
        code, said = _quiet(scene.command)
        if code != 0 and not (scene.again and code == 1):
            wrong.append(f"given again it ended with {code}: {said.strip()[:300]}")
    for line in scene.then:
        code, said = _quiet(line.removeprefix("?"))
        if code != 0 and not (line.startswith("?") and code == 1):
            wrong.append(f"'{line}' ended with {code}: {said.strip()[:300]}")
    if Path("courier").exists():
        for party in (*PARTIES, *PARTIES, *PARTIES):
            code, said = _quiet(f"--node {party} sync courier")
            if code != 0:
                wrong.append(f"'{party} sync' ended with {code}: {said.strip()[:300]}")
    acts: dict[str, dict[str, int]] = {}
    folds = {}
    for name in nodes:
        wrong += [f"{name} at the end: {problem}" for problem in _problems(name)]
    for party in PARTIES:
        if (Path(party) / "node.json").exists() and Path("courier").exists():
            with Node.open(Path(party), NO_PASSPHRASE) as node:
                acts[party], folds[party], lacking = _held(node)
                wrong += lacking
    if len(folds) == 2 and folds["north"] != folds["south"]:
        wrong.append("the two folds differ")
    return After(wrong, acts, sorted(_left(Path())))


def _not_sane(ran: Ran) -> Iterator[str]:
    """What a person must not be told, or not be left without."""
    if ran.code < 0:
        if ran.code != -9:
            yield f"ended by signal {-ran.code}"
        return
    if "Traceback" in ran.said or ran.code not in {0, 1, 2}:
        yield f"ended with {ran.code}: {ran.said.strip()[-600:]}"
    elif ran.code and "Error:" not in ran.said:
        yield f"ended with {ran.code} and said no error: {ran.said.strip()[-300:]}"
    elif ran.code and ("?:" in ran.said or "the system says" in ran.said or "Errno" in ran.said):
        yield f"names no file, or speaks as the system does: {ran.said.strip()[-300:]}"
    elif ran.code and ("damaged" in ran.said or DEFAULT_NODE in ran.said):
        yield f"takes a disk that fails for a file that is damaged, or names a node that nobody spoke of: {ran.said.strip()[-300:]}"


def _is_done(scene: Scene) -> bool:
    """Whether the act of a scene is there: what a person sees who looks before repeating it."""
    with Node.open(Path("north"), NO_PASSPHRASE) as node:
        acts, _, _ = _held(node)
        wanted = "rekey" if scene.name == "rekey" else "request"
        drafts = [] if "--seal" in scene.command else node.store.drafts()
    return bool(drafts) or any(f" {wanted} " in act for act in acts)


def _problems(name: str) -> list[str]:
    try:
        with Node.open(Path(name), NO_PASSPHRASE) as node:
            return [f"{problem.where}: {problem.error}" for problem in check(node).problems]
    except DetenteError as error:
        return [f"does not open: {error}"]


def _held(node: Node) -> tuple[dict[str, int], Any, list[str]]:
    """The acts that a node holds, its folds, and what it lacks."""
    acts: Counter[str] = Counter()
    lacking = []
    for room in node.rooms.values():
        for stored in node.store.heads(room.id):
            entries = room.trusted_entries(stored.seq)
            for entry in entries[:-1]:
                said = hashlib.sha256(str(entry.fields.get("text", "")).encode()).hexdigest()[:8]
                acts[f"{stored.log.party} {entry.kind} {said}"] += 1
            lacking += [f"{node.party} lacks a file" for digest, *_ in blobs_of(entries) if read_blob(node, digest) is None]
    if node.store.db.execute("SELECT count(*) FROM contradictions").fetchone() != (0,):
        lacking.append(f"{node.party} holds a signed contradiction")
    return dict(acts), {room.id: room.fold.value() for room in node.rooms.values()}, lacking


def _left(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.name.endswith(".part") or path.name.startswith((".backup-", ".restoring-", ".packing-")):
            yield str(path)


def compared(after: After, without: After) -> list[str]:
    """What is wrong after a fault: what was found, and acts that are there too often or not at all."""
    wrong = list(after.wrong)
    for party, acts in without.acts.items():
        seen = after.acts.get(party, {})
        for act in acts.keys() | seen.keys():
            expected, found = acts.get(act, 0), seen.get(act, 0)
            if found < expected:
                wrong.append(f"{party}: '{act}' stands {found} times, not {expected}: lost")
            elif found > expected:
                wrong.append(f"{party}: '{act}' stands {found} times, not {expected}: done twice")
    return wrong


def copied(template: Path, folder: Path) -> Path:
    """A fresh copy of what was before a scene."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder
