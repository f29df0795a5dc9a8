"""Backups as people use them: a disk is lost, a bare machine goes on; or nobody can give back what was sealed last."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage
import pytest

from detente.node.node import Node
from tests import age_plugin
from tests.cli.commands import COURIER, carried, detente, refused, value
from tests.cli.transcript import run

FILE = "north.backup"


@pytest.fixture
def key(place) -> pyrage.x25519.Identity:
    """A recipient for backups; its secret key in a file as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    (place / "key.txt").write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n", "utf-8")
    return identity


def backed_up(key: pyrage.x25519.Identity, file: str = FILE) -> dict:
    return value("--node", "north", "backup", "make", file, "--to", str(key.to_public()))


def restored(*more: str) -> str:
    return detente("backup", "restore", FILE, "--dir", "north", "--identity", "key.txt", *more)


def asks(text: str, by: str = "north") -> None:
    other = "south" if by == "north" else "north"
    detente("--node", by, "request", other, text, "--seal")


def holds(party: str = "south", of: str = "north") -> str:
    """What a party reads out of what it holds of another's log."""
    (channel,) = value("--node", party, "held")["channels"]
    log = max((log for log in channel["logs"] if log["party"] == of), key=lambda log: log["generation"])
    return f"{party}={log['entries']}-{log['check'][:4]} {log['check'][4:].upper()}"


def requests_at(party: str) -> list[tuple[str, str]]:
    """The requests that a party holds: entry and text, in order."""
    (channel,) = value("--node", party, "requests")["channels"]
    return sorted((row["ref"], value("--node", party, "log", row["ref"])["fields"]["text"]) for row in channel["requests"])


def lost() -> None:
    shutil.rmtree("north")


# ---------------------------------------------------------------- the whole way, and the hopeless one


def test_a_lost_disk_the_whole_way_back(talks, key):
    asks("before the backup")
    carried()
    backed_up(key)
    asks("after the backup")
    carried()
    lost()
    restored()
    said = refused("--node", "north", "request", "south", "too early", "--seal")
    assert re.search(r"restored from a backup of \d+ \w+ 20\d\d, ", said)
    assert "backup caught-up plenary --holds PARTY=ENTRIES-CHECK --nothing-under-way" in said
    assert "restored from a backup" in detente("--node", "north", "status")
    carried()
    (channel,) = value("--node", "north", "held")["channels"]
    assert channel["logs"] == value("--node", "south", "held")["channels"][0]["logs"], "all of it came back over the courier"
    refused("--node", "north", "seal")
    assert "has caught up" in detente("--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way")
    detente("--node", "north", "seal")
    carried()
    assert [text for _, text in requests_at("south")] == ["before the backup", "after the backup", "too early"]
    assert value("--node", "south", "contradictions")["contradictions"] == []
    assert "Everything holds." in detente("--node", "north", "fsck")


def test_when_nobody_holds_our_last_entries_the_next_generation_goes_on(talks, key):
    asks("before the backup")
    carried()
    backed_up(key)
    asks("nobody ever saw it")
    lost()
    restored()
    said = refused("--node", "north", "reopen", "plenary", "--why", "restore")
    assert "which generation of our log in 'plenary' was the newest that was ever opened?" in said
    detente(*shlex.split(said.splitlines()[-1])[1:])  # the one that is here: --after 0
    asks("from the new generation")
    carried()
    assert requests_at("south") == [("north.1/2", "from the new generation"), ("north/3", "before the backup")]
    assert value("--node", "south", "contradictions")["contradictions"] == []


def test_a_generation_that_was_opened_after_the_backup_is_leapt_over_and_not_opened_a_second_time(talks, key):
    """Nothing of the others has come yet, and the head files of the node are those of the backup: only people know of it."""
    backed_up(key)
    good = value("--node", "north", "log", "plenary", "--party", "north")["entries"][-1]["ref"]
    detente("--node", "north", "reopen", "plenary", "--why", "theft", "--last-good", good)
    asks("in generation 1")
    carried()
    lost()
    restored()
    assert "which generation of our log in 'plenary' was the newest" in refused("--node", "north", "reopen", "plenary", "--why", "theft")
    said = refused("--node", "north", "reopen", "plenary", "--why", "theft", "--after", "1")
    assert "root succeed" in said, "after a theft what holds must be named, and of generation 1 nothing is here"
    assert "follows 0 without a new root key" in refused("--node", "north", "reopen", "plenary", "--why", "restore", "--after", "1000")
    detente("--node", "north", "reopen", "plenary", "--why", "restore", "--after", "1")
    asks("in generation 2")
    carried()
    assert [text for _, text in requests_at("south")] == ["in generation 2"], "of generation 1 the next one holds nothing"
    for party in ("north", "south"):
        assert value("--node", party, "contradictions")["contradictions"] == []
        assert "Everything holds." in detente("--node", party, "fsck")


def test_a_guard_that_came_after_the_loss_is_not_believed(talks, key):
    """It learns what comes back from the others, which need not be all that was sealed: here one request has reached nobody."""
    asks("before the backup")
    carried()
    backed_up(key)
    asks("after the backup")
    carried()
    asks("nobody has it yet")
    lost()
    Path("stick").mkdir()
    restored("--guard", "stick")
    carried()
    for _ in range(2):
        said = refused("--node", "north", "request", "south", "too early", "--seal")
        assert "it is not known how far our log in 'plenary' went after that" in said
        lost()
        restored("--guard", "stick")  # once more: what it saw come back is not in it
        carried()
    detente("--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way")
    asks("goes on")
    carried()
    backed_up(key, "second.backup")
    lost()
    detente("backup", "restore", "second.backup", "--dir", "north", "--identity", "key.txt", "--guard", "stick")
    asks("the guard knows now")


def test_what_is_still_under_way_would_be_a_second_version_so_somebody_says_that_nothing_is(talks, key):
    asks("before the backup")
    carried()
    backed_up(key)
    asks("on a stick that nobody has read yet")
    Path("stick").mkdir()
    detente("--node", "north", "sync", "stick")
    lost()
    restored()
    said = refused("--node", "north", "backup", "caught-up", "plenary", "--holds", holds())
    assert "may still arrive" in said
    assert "reopen plenary --why restore" in said
    refused("--node", "north", "seal")
    detente("--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way")  # which is not so
    asks("in its place")
    carried()
    detente("--node", "south", "sync", "stick")
    assert len(value("--node", "south", "contradictions")["contradictions"]) == 1


def test_the_guard_says_it_when_it_was_not_lost(place, key):
    for party in ("north", "south"):
        guard = ["--guard", "stick"] if party == "north" else []
        detente("--node", party, "init", "--party", party, "--name", f"en={party}", "--no-passphrase", *guard)
    parts = [word for party in ("north", "south") for word in ("--party", f"{party}/party.json")]
    detente("--node", "north", "charter", "new", "--exercise", *parts, "--name", "en=Talks", "--out", "charter.json")
    for party in ("north", "south"):
        detente("--node", party, "charter", "sign", "charter.json")
    carried()
    backed_up(key)
    asks("after the backup")
    carried()
    lost()
    restored("--guard", "stick")
    assert "was sealed up to" in refused("--node", "north", "request", "south", "too early", "--seal")
    carried()
    detente("--node", "north", "seal")
    carried()
    assert [text for _, text in requests_at("south")] == ["after the backup", "too early"]
    assert value("--node", "south", "contradictions")["contradictions"] == []


@pytest.mark.slow
def test_on_a_bare_machine_with_nothing_but_the_file_and_its_passphrases(place):
    words = {"DETENTE_PASSPHRASE": "a passphrase for keys", "DETENTE_BACKUP_PASSPHRASE": "a passphrase for backups"}
    with pytest.MonkeyPatch.context() as patch:
        for name, word in words.items():
            patch.setenv(name, word)
        detente("--node", "north", "init", "--party", "north", "--name", "en=Northland")
        detente("--node", "north", "backup", "make", FILE)
    bare = place / "bare"
    (bare / "home").mkdir(parents=True)
    shutil.move(FILE, bare / FILE)
    shutil.rmtree("north")
    clean = {"PATH": os.environ["PATH"], "HOME": str(bare / "home"), "LC_ALL": "C.UTF-8"}

    def there(*argv: str, **more: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", "from detente.cli.main import run; run()", *argv]
        return subprocess.run(program, cwd=bare, env=clean | more, capture_output=True, text=True, check=False)

    done = there("backup", "test", FILE, **words)
    assert done.returncode == 0, done.stderr
    assert "A bare machine can use it" in " ".join(done.stdout.split())
    wrong = there("backup", "test", FILE, **words | {"DETENTE_PASSPHRASE": "another passphrase"})
    assert wrong.returncode == 1
    assert "does not open" in wrong.stderr
    assert sorted(path.name for path in bare.iterdir()) == ["home", FILE], "nothing stays of a test"
    assert there("backup", "restore", FILE, "--dir", "north", **words).returncode == 0
    assert there("--node", "north", "status", **words).returncode == 0


# ---------------------------------------------------------------- before a restored node may seal


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("south=9-00000000", "south holds our log in 'plenary' to 9; here it ends at 3"),
        ("south=3-00000000", "the check is another"),
        ("east=3-00000000", "the others are: south"),
        ("south=x", "does not say what somebody holds"),
        ("south=3", "does not say what somebody holds"),
    ],
)
def test_what_was_read_out_must_be_held_here(talks, key, said, expected):
    backed_up(key)
    lost()
    restored()
    assert expected in " ".join(
        refused("--node", "north", "backup", "caught-up", "plenary", "--holds", said, "--nothing-under-way").split()
    )
    refused("--node", "north", "request", "south", "too early", "--seal")


def test_a_node_that_was_never_restored_has_nothing_to_catch_up(talks):
    assert "nothing has to be caught up" in refused(
        "--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way"
    )


def test_a_channel_that_is_heard_of_only_after_the_restore_is_shut_too(talks, key):
    """The node that was lost may have joined it, and would be contradicted."""
    backed_up(key)
    detente("--node", "south", "channel", "new", "hotline", "--name", "en=Hotline", "--member", "north", "--member", "south")
    carried()
    lost()
    before = value("--node", "south", "held", "hotline")["channels"][0]["logs"]
    assert [log["party"] for log in before] == ["north", "south"]
    restored()
    for name in Path(COURIER).iterdir():
        name.unlink()
    carried()
    carried()
    assert value("--node", "south", "contradictions")["contradictions"] == []
    assert value("--node", "north", "held", "hotline")["channels"][0]["logs"] == before


def test_a_key_that_was_made_after_the_backup_is_lost_and_the_next_generation_has_another(talks, key):
    backed_up(key)
    detente("--node", "north", "rekey")
    asks("with the new key")
    carried()
    lost()
    restored()
    carried()
    detente("--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way")
    said = refused("--node", "north", "request", "south", "more", "--seal")
    assert "holds no key that may seal our log" in said
    assert "reopen plenary --why restore" in said
    carried()
    detente("--node", "north", "reopen", "plenary", "--why", "restore", "--after", "0")
    detente("--node", "north", "seal")
    carried()
    assert [text for _, text in requests_at("south")] == ["more", "with the new key"]
    assert value("--node", "south", "contradictions")["contradictions"] == []


def test_two_copies_of_one_node_contradict_each_other_and_each_is_told(talks, key):
    backed_up(key)
    shutil.move("north", "old")
    restored()
    detente("--node", "north", "backup", "caught-up", "plenary", "--holds", holds(), "--nothing-under-way")
    asks("from the copy")
    detente("--node", "old", "request", "south", "from the old one", "--seal")
    for node in ("north", "old", "south", "north", "old"):
        detente("--node", node, "sync", COURIER)
    (found,) = value("--node", "south", "contradictions")["contradictions"]
    assert found["party"] == "north"
    for node in ("north", "old"):
        assert "two signed versions of it exist" in refused("--node", node, "request", "south", "more", "--seal")
        said = " ".join(detente("--node", node, "contradictions").split())
        assert "It is our own log: nobody seals in this channel." in said
        assert "It is the log of another party" not in said
    said = " ".join(detente("--node", "south", "contradictions").split())
    assert "It is the log of another party: answer nothing yet." in said
    assert "docs/howto/when-things-go-wrong.md" in said


def test_after_the_log_is_reopened_what_is_disowned_stands_beside_its_receipts(talks, key):
    asks("received by both")
    carried()
    backed_up(key)
    asks("received, and disowned")
    carried()
    lost()
    restored()
    detente("--node", "north", "reopen", "plenary", "--why", "restore", "--after", "0")
    carried()
    entry = value("--node", "south", "log", "north/5")
    assert (entry["fields"]["text"], entry["doubted"]) == ("received, and disowned", "reopen")
    assert [receipt["party"] for receipt in entry["receipts"]] == ["south"]
    assert not value("--node", "south", "log", "north/3")["doubted"]


def test_a_copy_that_seals_is_remarked_by_the_one_that_did_not(talks, key):
    backed_up(key)
    shutil.copytree("north", "old")
    asks("from the copy")
    for node in ("north", "south", "old"):
        detente("--node", node, "sync", COURIER)
    said = " ".join(detente("--node", "old", "status").split())
    assert "entries of our own log have come that were not sealed here: another copy of this node is in use" in said


# ---------------------------------------------------------------- the file


def test_it_is_made_while_the_node_is_in_use(talks, key):
    with Node.open(Path("north"), "-") as node, node.store.transaction():
        node.store.set_meta("unfinished", b"1")
        assert backed_up(key)["files"] == 4
    assert value("backup", "test", FILE, "--identity", "key.txt")["problems"] == []


@pytest.mark.needs("age")
def test_standard_tools_open_it(talks, key):
    asks("a file", by="north")
    (talks / "map.txt").write_text("a map", "utf-8")
    detente("--node", "north", "request", "south", "with a file", "--file", "map.txt", "--seal")
    backed_up(key)
    plain = subprocess.run(["age", "-d", "-i", "key.txt", FILE], capture_output=True, check=True).stdout
    Path("out").mkdir()
    subprocess.run(["tar", "xzf", "-"], input=plain, cwd="out", check=True)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd="out", check=True)
    readme = Path("out/README.txt").read_text("utf-8")
    assert all(words in readme for words in ("This is a backup", "Это резервная копия", "هذه نسخة احتياطية"))
    assert hashlib.sha256(b"a map").hexdigest() in {path.name for path in Path("out/blobs").iterdir()}
    assert not Path("out/heads").exists()
    assert "guard" not in json.loads(Path("out/node.json").read_text("utf-8"))


def test_a_changed_byte_anywhere_is_found(talks, key):
    backed_up(key)
    raw = Path(FILE).read_bytes()
    for at in range(0, len(raw), len(raw) // 5):
        Path(FILE).write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert run(["backup", "test", FILE, "--identity", "key.txt"])[0] == 1
        assert run(["backup", "restore", FILE, "--dir", "new", "--identity", "key.txt"])[0] == 1
        assert not Path("new").exists()
    Path(FILE).write_bytes(raw[:-100])
    assert "damaged" in refused("backup", "test", FILE, "--identity", "key.txt")


def repacked(key: pyrage.x25519.Identity, change) -> None:
    """What somebody who can open and encrypt makes of a backup."""
    plain = gzip.decompress(pyrage.decrypt(Path(FILE).read_bytes(), [key]))
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(plain)) as before, tarfile.open(fileobj=out, mode="w") as after:
        for member in before:
            change(after, member, before.extractfile(member).read())
    Path(FILE).write_bytes(pyrage.encrypt(gzip.compress(out.getvalue()), [key.to_public()]))


def put(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda tar, member, data: put(tar, member.name, data + b" " if member.name == "keys.age" else data), "keys.age"),
        (lambda tar, member, data: None if member.name == "keys.age" else put(tar, member.name, data), "keys.age"),
        (lambda tar, member, data: put(tar, "../" + member.name, data), "../README.txt"),
        (lambda tar, member, data: None if member.name == "manifest.json" else put(tar, member.name, data), "no backup"),
    ],
)
def test_what_its_manifest_does_not_say_is_refused(talks, key, change, expected):
    backed_up(key)
    repacked(key, change)
    assert expected in refused("backup", "restore", FILE, "--dir", "new", "--identity", "key.txt")
    assert not Path("new").exists()


def test_a_damaged_record_and_keys_of_another_node_fail_the_test(talks, key):
    with Node.open(Path("north"), "-") as node:
        node.store.db.execute("UPDATE entries SET line=CAST(replace(line, 'open', 'opem') AS BLOB) WHERE head=1 AND idx=0")
    shutil.copy("south/keys.age", "north/keys.age")
    backed_up(key)
    code, said = run(["backup", "test", FILE, "--identity", "key.txt"])
    assert code == 1
    assert "north/0" in said
    assert "the key that seals our log is missing" in said
    assert "the root key is not the one" in said


def test_nothing_is_written_over(talks, key):
    backed_up(key)
    assert "exists already" in refused("--node", "north", "backup", "make", FILE, "--to", str(key.to_public()))
    assert "already; nothing was restored" in refused("backup", "restore", FILE, "--dir", "south", "--identity", "key.txt")
    assert "lost with it" in refused("--node", "north", "backup", "make", "north/b", "--to", str(key.to_public()))
    assert "no key that was given opens" in _by_another_key()


def _by_another_key() -> str:
    Path("other.txt").write_text(str(pyrage.x25519.Identity.generate()), "utf-8")
    return refused("backup", "test", FILE, "--identity", "other.txt")


def test_the_list_says_which_backups_hold_what_was_destroyed_since(talks, key):
    asks("to be destroyed")
    carried()
    backed_up(key)
    for party in ("north", "south"):
        detente("--node", party, "destroy", "north/3", "--seal")
    carried()
    backed_up(key, "after.backup")
    rows = value("--node", "north", "backup", "list")["backups"]
    assert [(row["file"], row["still_whole"]) for row in rows] == [(FILE, ["plenary:north/3"]), ("after.backup", [])]
    assert "destroyed by agreement since: plenary:north/3" in " ".join(detente("--node", "north", "backup", "list").split())
    lost()
    restored()
    detente("--node", "north", "sync", COURIER)
    assert value("--node", "north", "log", "north/3")["destroyed"] is True


def test_a_backup_behind_a_plugin_of_age_comes_back_with_its_token_and_not_without(talks, place, monkeypatch):
    monkeypatch.setenv("PATH", os.pathsep.join([str(age_plugin.install(place / "bin")), os.environ["PATH"]]))
    monkeypatch.setenv(age_plugin.TOKEN, str(place / "token"))
    (place / "key.txt").write_text(f"# on the shelf\n{age_plugin.identity()}\n", "utf-8")
    make = ("--node", "north", "backup", "make", FILE, "--to", age_plugin.recipient())
    assert "no token" in refused(*make)
    (place / "token").write_bytes(b"a token")
    detente(*make)
    lost()
    (place / "token").rename(place / "elsewhere")
    assert "no key that was given opens" in refused("backup", "restore", FILE, "--dir", "north", "--identity", "key.txt")
    (place / "elsewhere").rename(place / "token")
    restored()
    assert requests_at("north") == requests_at("south")
