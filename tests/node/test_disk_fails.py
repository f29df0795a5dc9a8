"""A disk that is full, or that fails, in a process that goes on: what failed is named, nothing is half done, and the next try does it once.

The matrix of tests/faults lets each single call of a command fail; here the program stays, as behind the pages.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import sqlite3
import tempfile
from pathlib import Path

import pyrage
import pytest

from detente.errors import OF_THE_DISK, CallerError, CarrierError, DetenteError, StoreError, failed_on_disk, reason_of, reason_of_database
from detente.i18n import LANGUAGES, translator
from detente.node import backups, blobs, posix
from detente.node.age_keys import decrypt_file
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.files import scratch, write_whole
from detente.node.founding import found_dialogue
from detente.node.fsck import check
from detente.node.keystore import NO_PASSPHRASE, Keystore
from detente.node.node import Node
from detente.node.sealing import seal
from detente.node.tidying import FORM_SECONDS, tidy

pytestmark = pytest.mark.sqlite

SECRET = bytes(range(32))


@pytest.fixture
def nodes(tmp_path: Path):
    """Two parties with a dialogue and a courier."""
    made = [Node.create(tmp_path / party, party, {"en": party}, NO_PASSPHRASE) for party in ("north", "south")]
    found_dialogue(made)
    for _ in range(2):
        carry(tmp_path, *made)
    yield made
    for node in made:
        node.close()


def carry(folder: Path, *nodes: Node) -> None:
    for node in nodes:
        sync(node, FolderCarrier(folder / "courier"))


def ask(node: Node, text: str = "What happened?") -> None:
    node.draft(node.room(None), {"kind": "request", "to": "south", "text": text})


def requests(node: Node) -> int:
    return len(node.room(None).fold.requests)


def full(node: Node, *, room: int = 0) -> None:
    """Let the store grow by so many pages and no further: what SQLite then says is what it says of a full disk."""
    pages = node.store.derived.execute("PRAGMA page_count").fetchone()[0]
    node.store.derived.execute(f"PRAGMA max_page_count={pages + room}")


def test_a_seal_on_a_full_disk_does_nothing_and_the_next_one_does_it_once(nodes, tmp_path):
    north, south = nodes
    ask(north, "What happened? " * 1000)
    before = north.room(None).my_head
    full(north)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        seal(north, north.room(None))
    assert not north.store.derived.in_transaction, "what could not be stored must not stay open"
    assert (north.room(None).my_head, requests(north), len(north.store.drafts())) == (before, 0, 1)
    full(north, room=10_000)
    seal(north, north.room(None))
    carry(tmp_path, north, south)
    assert (requests(north), requests(south), north.store.drafts()) == (1, 1, [])
    assert check(north).problems == []


def test_what_is_sealed_and_could_not_be_signed_is_said_to_be_sealed_and_is_signed_before_anything_leaves(nodes, tmp_path):
    """The last signed state could not be written down: the program that goes on signs it, as opening the node would."""
    north, south = nodes
    ask(north)
    (north.folder / "heads").rename(north.folder / "away")
    with pytest.raises(StoreError, match=r"is in our log, up to entry \d+, and is not signed yet: there is no such file"):
        seal(north, north.room(None))
    assert (requests(north), north.store.drafts()) == (1, [])
    (north.folder / "away").rename(north.folder / "heads")
    carry(tmp_path, north, south)
    assert requests(south) == 1
    ask(north, "And now?")
    seal(north, north.room(None))
    carry(tmp_path, north, south)
    assert requests(south) == 2
    assert check(north).problems == []


def test_a_seal_that_is_not_signed_is_signed_before_the_next_one(nodes, tmp_path):
    north, south = nodes
    ask(north)
    (north.folder / "heads").rename(north.folder / "away")
    with pytest.raises(StoreError, match="not signed yet"):
        seal(north, north.room(None))
    (north.folder / "away").rename(north.folder / "heads")
    ask(north, "And now?")
    seal(north, north.room(None))
    carry(tmp_path, north, south)
    assert requests(south) == 2


def test_a_key_that_is_on_no_disk_is_no_key(tmp_path):
    """A program that goes on must not use, or believe to have kept, a secret that the disk did not take."""
    keys = Keystore.create(tmp_path / "keys.age", NO_PASSPHRASE, "north")
    (tmp_path / "keys.age").rename(tmp_path / "away")
    (tmp_path / "keys.age").mkdir()  # nothing can be put in its place
    with pytest.raises(OSError, match=r"keys\.age"):
        keys.add_channel_secret("channel", SECRET)
    (tmp_path / "keys.age").rmdir()
    (tmp_path / "away").rename(tmp_path / "keys.age")
    assert keys.channel_secret("channel") is None
    keys.add_channel_secret("channel", SECRET)
    assert Keystore(tmp_path / "keys.age", NO_PASSPHRASE).channel_secret("channel") == SECRET


def test_a_write_that_fails_names_the_file_that_was_meant(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken") as failed:
        write_whole(tmp_path / "taken", b"data")
    assert (failed.value.filename, failed.value.filename2) == (str(tmp_path / "taken"), None)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_node_whose_making_was_interrupted_can_be_made(tmp_path):
    """Killed while the tables were made: an empty database lies there, and no node.json."""
    folder = tmp_path / "north"
    folder.mkdir()
    sqlite3.connect(folder / "record.sqlite").close()
    (folder / "record.sqlite").touch()
    Node.create(folder, "north", {"en": "North"}, NO_PASSPHRASE).close()
    (folder / "node.json").unlink()  # killed just before the end
    Node.create(folder, "north", {"en": "North"}, NO_PASSPHRASE).close()


def test_no_node_is_made_over_a_record_whose_node_file_is_gone(nodes, tmp_path):
    north, _ = nodes
    keys = (north.folder / "keys.age").read_bytes()
    (north.folder / "node.json").rename(tmp_path / "away")
    with pytest.raises(CallerError, match="the record of a node lies in"):
        Node.create(north.folder, "north", {"en": "North"}, NO_PASSPHRASE)
    assert (north.folder / "keys.age").read_bytes() == keys


def test_a_node_that_cannot_be_read_is_not_said_to_be_none(nodes):
    """Who is told that there is no node makes one, over the one that is there."""
    north, _ = nodes
    (north.folder / "node.json").unlink()
    (north.folder / "node.json").mkdir()
    with pytest.raises(StoreError, match=r"cannot read .*node\.json: it is a folder"):
        Node.open(north.folder, NO_PASSPHRASE)


def test_a_file_that_cannot_be_put_together_keeps_its_parts(nodes, tmp_path):
    north, south = nodes
    (tmp_path / "map.txt").write_bytes(b"supposed")
    named = blobs.attach(north, tmp_path / "map.txt")
    north.draft(north.room(None), {"kind": "request", "to": "south", "text": "Where?", "file/0001": named})
    seal(north, north.room(None))
    digest = bytes.fromhex(next(path.name for path in (north.folder / "blobs").iterdir()))
    (south.folder / "blobs").mkdir(exist_ok=True)
    (south.folder / "blobs" / digest.hex()).mkdir()  # nothing can be put in its place
    with pytest.raises(OSError, match=digest.hex()):
        carry(tmp_path, north, south)
    assert (south.folder / "blobs" / f"{digest.hex()}.0").read_bytes() == b"supposed"
    (south.folder / "blobs" / digest.hex()).rmdir()
    carry(tmp_path, south)
    assert blobs.read_blob(south, digest) == b"supposed"
    assert [path.name for path in (south.folder / "blobs").iterdir()] == [digest.hex()]


def test_what_a_killed_process_put_together_goes_and_what_another_puts_together_stays(tmp_path):
    """A backup that was killed had laid the whole record in the clear into its scratch folder."""
    left = Path(tempfile.mkdtemp(prefix=".backup-", dir=tmp_path))
    (left / "lock").touch()
    (left / "work").mkdir()
    (left / "work" / "packed").write_bytes(b"everything")
    foreign = tmp_path / ".backup-mine"
    foreign.mkdir()  # somebody's own folder, without a lock of ours
    with scratch(tmp_path, ".backup-") as first:
        assert not left.exists()
        (first / "packed").touch()
        with scratch(tmp_path, ".backup-") as second:
            assert (first / "packed").exists()
            assert second != first
    assert [path.name for path in tmp_path.iterdir()] == [".backup-mine"]


class Full(io.BytesIO):
    """A file on a disk that is full, or that cannot be read."""

    name = "copy.age"

    def write(self, _data):
        raise OSError(errno.ENOSPC, "No space left on device")

    def read(self, _size=-1):
        raise OSError(errno.EIO, "Input/output error")


@pytest.fixture
def keys():
    """Whom a backup is made for, and what opens it."""
    identity = pyrage.x25519.Identity.generate()
    return {"recipients": [str(identity.to_public())]}, {"identities": [str(identity)]}


def test_a_disk_that_is_full_while_a_backup_is_encrypted_is_not_said_to_be_a_plugin_without_its_token(nodes, keys, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "write_whole_by", lambda _path, write, private: write(Full()))
    with pytest.raises(CallerError, match=r"cannot write .*copy.age: no space is left on the disk"):
        backups.make(nodes[0].folder, tmp_path / "copy.age", lambda _: "", **keys[0])


def test_a_disk_that_is_full_while_a_backup_is_restored_is_not_said_to_be_a_damaged_backup(nodes, keys, tmp_path, monkeypatch):
    """Whoever is told so may throw the only copy away."""
    copy, _ = backups.make(nodes[0].folder, tmp_path / "copy.age", lambda _: "", **keys[0])

    def fails(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    def fails_in_the_store(*_):
        store = sqlite3.connect(":memory:")
        store.execute("PRAGMA max_page_count=1")
        store.execute("CREATE TABLE grown (up)")

    for place, name, instead in (
        (backups.tempfile, "TemporaryFile", lambda dir: Full()),  # noqa: A006 - as the library names it
        (posix, "sync_file", fails),
        (backups, "note_restored", fails_in_the_store),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, instead)
            with pytest.raises(CallerError, match=r"^cannot write [^ ]*: no space is left on the disk$") as found:
                backups.restore(copy, tmp_path / "again", **keys[1])
            assert str(tmp_path.resolve()) + ":" in str(found.value), "the place that the person named, and not what lay there for a while"
        assert not (tmp_path / "again").exists()
        assert not list(tmp_path.glob(".restoring-*"))
    assert backups.restore(copy, tmp_path / "again", **keys[1]).party == "north"


def test_a_backup_that_the_disk_does_not_read_is_not_said_to_be_damaged(keys):
    identity = pyrage.x25519.Identity.from_str(keys[1]["identities"][0])
    with pytest.raises(OSError, match=r"Input/output error: 'copy.age'"):
        decrypt_file(Full(), io.BytesIO(), [identity])
    sealed = pyrage.encrypt(b"supposed" * 20_000, [identity.to_public()])
    with pytest.raises(OSError, match="decryption error") as changed:
        decrypt_file(io.BytesIO(sealed[:-1] + bytes([sealed[-1] ^ 1])), io.BytesIO(), [identity])
    assert changed.value.errno is None


def test_pieces_of_writes_that_were_cut_off_are_tidied_once_they_are_old(nodes):
    north, _ = nodes
    piece = north.folder / "heads" / ".0123.89abcdef.part"
    piece.write_bytes(b"1")
    assert tidy(north) == 0
    moment = north.clock().timestamp() + FORM_SECONDS + 60
    north.clock = lambda: dt.datetime.fromtimestamp(moment, dt.UTC)
    assert tidy(north) == 1
    assert not piece.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_disk_refuses_is_said_in_the_language_of_the_reader(language):
    said = set()
    for number in OF_THE_DISK:
        said.add(translator(language).error(reason_of(OSError(number, "in the words of the system"))))
    for code in (
        "SQLITE_FULL",
        "SQLITE_IOERR_WRITE",
        "SQLITE_READONLY_DBMOVED",
        "SQLITE_CANTOPEN",
        "SQLITE_BUSY",
        "SQLITE_CORRUPT",
        "SQLITE_NOTADB",
    ):
        error = sqlite3.OperationalError("in the words of SQLite")
        error.sqlite_errorname = code
        said.add(translator(language).error(reason_of_database(error)))
        assert "detente outbox" in translator(language).hint(failed_on_disk(error, "north"))
    assert not any("in the words of" in each for each in said)
    assert len(said) == 9  # a full disk is one thing, whoever says it


def test_a_remark_keeps_why_a_courier_failed_in_every_language(nodes):
    """A reason inside an error could not be kept, and the rounds beside the pages ended with the first courier whose folder was gone."""
    north, _ = nodes
    failed = CarrierError("cannot write to %(path)s: %(cause)s", path="courier", cause=reason_of(OSError(28, "in the words of the system")))
    room = north.room(None)
    for _ in range(2):
        north.remark(room.id, failed.template, **failed.params)
    (kept,) = [error for _, _, error in north.remarks()]
    assert str(kept) == "cannot write to courier: no space is left on the disk"
    assert len({translator(language).error(kept) for language in LANGUAGES}) == 3


def test_a_folder_is_synced_and_a_failure_of_that_is_named(tmp_path, monkeypatch):
    def fails(_folder: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(posix, "sync_folder", fails)
    with pytest.raises(OSError, match="kept") as failed:
        write_whole(tmp_path / "kept", b"data")
    assert str(failed_on_disk(failed.value, "")).endswith("kept: the disk could not be read or written")
    assert isinstance(failed_on_disk(failed.value, ""), DetenteError)


def test_what_was_folded_for_a_seal_that_failed_is_in_no_count(nodes, tmp_path):
    """The disk refused the seal and then the fold that was to come in its place: an empty one was gone on from, and signed."""
    north, south = nodes
    ask(north, "First?")
    seal(north, north.room(None))
    carry(tmp_path, north, south)
    ask(north, "Second?")
    north.store.derived.execute("PRAGMA query_only=1")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        seal(north, north.room(None))
    north.store.derived.execute("PRAGMA query_only=0")
    assert requests(north) == 1
    seal(north, north.room(None))
    carry(tmp_path, north, south)
    assert (requests(north), requests(south)) == (2, 2)
    assert check(north).problems == []
    assert list(south.remarks()) == []
