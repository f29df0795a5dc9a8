"""Write a record as this program writes it, for every later one to read: `python -m tests.old_records.make NAME`.

    tests/old_records/NAME/dialogue.tar.xz   north/ south/ (the nodes), courier/, archive/, north.detente-backup, proofs, key.txt
    tests/old_records/NAME/expected.json     what this program makes of it: digests, counts, verdicts

NAME is the format and a number, such as 0-draft-1. A folder that exists is never written to: what was once written is what the later
programs must read. Make the next one before a release, and whenever a format, a table of the store or the key file changes.
It is an exercise between two parties that are made up, and its keys are in it: it protects nothing.
"""

from __future__ import annotations

import io
import json
import lzma
import re
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final

import pyrage
import pytest

from detente.node.backups import ENDING
from tests.cli.commands import carried, detente, value
from tests.cli.conftest import COURIER, played, settle_in

HERE: Final = Path(__file__).resolve().parent
BACKUP: Final = f"north{ENDING}"
COURIER_FILES: Final = 4
"""The newest containers are kept: each is random bytes, which nothing makes smaller."""
FOUNDING: Final = (
    "--node north init --party north --name en=Northland --no-passphrase",
    "--node south init --party south --name en=Southland --no-passphrase",
    "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
    "--node north charter sign charter.json",
    "--node south charter sign charter.json",
    *(f"--node {party} sync {COURIER}" for party in ("north", "south", "north", "south")),
)
TEXTS: Final = {
    "en": "title: Joint statement\nlanguage: en\n\n{preamble} The Parties, having met in Geneva,\n\n{1} # They form [NORTH: two] groups.\n",
    "ru": "title: Совместное заявление\nlanguage: ru\n\n{preamble} Стороны, встретившись в Женеве,\n\n{1} # Они создают [NORTH: две] группы.\n",
}
PROOFS: Final = {
    "standing": ("standing",), "entry": ("entry", "north/3"), "field": ("field", "north/3", "kind", "to"), "receipt": ("receipt", "north/3"),
    "log": ("log",),
}  # fmt: skip


def talk(place: Path) -> None:
    """Everything that a record holds, in a folder where two nodes have founded a dialogue."""
    act("north", "request", "south", "What is known of the incident of 3 September?", "--file", str(written(place, "map.txt", "a map")))
    act("south", "request", "north", "to be destroyed")
    carried()
    act("south", "answer", "north/3", "This is what we know.", "--outcome", "full")
    act("north", "answer", "south/2", "--outcome", "declined", "--reason", "Supposed.")
    carried()
    for party in ("north", "south"):
        act(party, "destroy", "south/2")
    carried()
    act("north", "meeting", "propose", "1", "--date", "2021-10-15", "--place", "Geneva")
    carried()
    consented("south")
    versions = [f"--text={language}={written(place, f'joint.{language}.txt', text)}" for language, text in TEXTS.items()]
    act("north", "text", "table", "joint", "--form", "joint_statement", *versions)
    carried()
    act("north", "text", "settle", "joint", "1", "--choose", "1")
    carried()
    consented("south")
    act("south", "text", "consolidate", "joint")
    carried()
    consented("north")
    for party in ("north", "south"):
        act(party, "text", "sign", "joint")
        carried()
    act("north", "agreement", "table", "teaching")
    carried()
    consented("south")
    boats = ("--item", "n-1 boat; gun=yes; mount=yes", "--item", "n-2 boat; gun=no; mount=yes")
    act("north", "declare", "teaching", *boats, "--full", "--on", "2021-09-01")
    carried()
    detente("--node", "south", "rekey")
    act("south", "note", "send", "--form", "note_verbale", "After the key was changed.")
    carried()


def act(party: str, *argv: str) -> None:
    """One act, sealed."""
    detente("--node", party, *argv, "--seal")


def consented(party: str) -> None:
    """A party consents to all that waits for it."""
    for row in value("--node", party, "proposals")["proposals"]:
        if row["state"] == "open" and any(voice["party"] == party and voice["word"] is None for voice in row["voices"]):
            act(party, "consent", row["ref"])
    carried()


def written(place: Path, name: str, text: str) -> Path:
    """A file that a command is given."""
    (place / name).write_text(text, "utf-8")
    return place / name


def left(place: Path) -> None:
    """What the nodes hand out: proofs, an archive, a backup and the key that opens it."""
    (place / "proofs").mkdir()
    for name, words in PROOFS.items():
        detente("--node", "north", "prove", *words, "--out", f"proofs/{name}.json")
    detente("--node", "north", "export", "archive")
    identity = pyrage.x25519.Identity.generate()
    written(place, "key.txt", f"{identity}\n")
    detente("--node", "north", "backup", "make", BACKUP, "--to", str(identity.to_public()))
    for path in sorted((place / COURIER).iterdir(), key=lambda each: each.stat().st_mtime_ns)[:-COURIER_FILES]:
        path.unlink()  # as after some weeks: both sides have receipts of what was in it


def read(place: Path) -> dict[str, Any]:
    """What a program makes of the record in a folder: what each later one must make of it, too. Changes nothing there."""
    charter = value("charter", "show", "charter.json")["hash"]
    proofs = {name: value("verify", f"proofs/{name}.json", "--charter", charter) for name in sorted(PROOFS)}
    audited = value("audit", "archive", "--charter", "charter.json")
    found = {
        "charter": charter,
        "nodes": {party: _read(party) for party in ("north", "south")},
        "proofs": {name: {key: each[key] for key in ("status", "claim", "exercise")} for name, each in proofs.items()},
        "archive": [audited["holds"], sorted((log["party"], log["generation"], log["entries"], log["root"]) for log in audited["logs"])],
        "backup": value("backup", "test", BACKUP, "--identity", "key.txt")["problems"],
    }
    again: dict[str, Any] = json.loads(json.dumps(found))
    return again


def _read(party: str) -> dict[str, Any]:
    """What the node of a party says."""
    held, standing, text, figures, store = (value("--node", party, *words) for words in ASKED)
    return {
        "held": [[log["party"], log["generation"], log["entries"], log["check"]] for log in held["channels"][0]["logs"]],
        "standing": {key: standing[key] for key in ("rules", "as_of", "cut", "digest", "requests", "agreed")},
        "text": {"text": text["text"]["state"], "proposal": text["current"]["proposal"]["ref"]},
        "figures": sorted((row["party"], row["count"], row["reading"] or "", row["value"]) for row in figures["figures"]),
        "store": store["problems"],
    }


ASKED: Final = (("held",), ("standing",), ("text", "show", "joint"), ("agreement", "check", "teaching", "--as-of", "2021-09-30"), ("fsck",))


def packed(place: Path) -> bytes:
    """The folder as one file; the same folder gives the same bytes."""
    out = io.BytesIO()
    with lzma.open(out, "wb", preset=9) as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
        for path in sorted(each for each in place.rglob("*") if each.is_file()):
            data = path.read_bytes()
            info = tarfile.TarInfo(path.relative_to(place).as_posix())
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Play the talks, and keep them under a name that is not taken."""
    if len(arguments) != 1 or not re.fullmatch(r"[0-9a-z]+(-[0-9a-z]+)*", arguments[0]):
        sys.stderr.write(__doc__ or "")
        return 2
    folder = HERE / arguments[0]
    if folder.exists():
        sys.stderr.write(f"{folder} is kept as it is: take the next name\n")
        return 1
    with tempfile.TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        place = Path(made)
        played(place, *FOUNDING)
        settle_in(place, patch)
        talk(place)
        left(place)
        expected = read(place)
        data = packed(place)
    folder.mkdir()
    (folder / "dialogue.tar.xz").write_bytes(data)
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(f"{folder}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
