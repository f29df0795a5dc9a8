"""A record moves into PostgreSQL and back: compared row by row, recomputed, and whatever interrupts it, the old store counts."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import pytest

from detente.errors import CallerError, StoreError
from detente.node import clearance, fsck, handover, moving
from detente.node.accounts import Accounts
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.moving import FOLDER, move
from detente.node.node import Node
from detente.node.place import read_about
from detente.node.sealing import seal
from detente.node.search import Index
from detente.node.server import Server, parse_address
from detente.node.store import Store
from tests.stores import fresh_address

pytestmark = pytest.mark.needs("postgres")

NOW = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)


@pytest.fixture
def url(database: str) -> str:
    """A place in a database at which nothing is yet."""
    return f"{database}&schema={fresh_address(database).schema}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A node with a record, drafts, an account, a note, and something to find."""
    with (
        Node.create(tmp_path / "usa", "usa", {"en": "United States"}, NO_PASSPHRASE) as node,
        Node.create(tmp_path / "rus", "rus", {"en": "Russia"}, NO_PASSPHRASE) as other,
    ):
        found_dialogue([node, other])
        room = node.room(None)
        node.draft(room, {"kind": "request", "to": "rus", "subject": "Vessels of the third fleet"})
        seal(node, room)
        kept = node.draft(room, {"kind": "note", "subject": "kept", "text": "not yet"})
        gone = node.draft(room, {"kind": "note", "subject": "gone", "text": "never"})
        clearance.sign_draft(node, kept, "berg")
        handover.add_note(node, room, "ask the lawyer", "berg", f"draft/{kept}")
        Accounts(node.store).add("ann", "Ann", "administrator", NOW, password="correct horse battery")
        node.store.drop_drafts([gone])
        Index(node).refresh()
    return tmp_path / "usa"


def told(folder: Path) -> tuple[object, ...]:
    """What a node says of itself."""
    with Node.open(folder, NO_PASSPHRASE) as node:
        room = node.room(None)
        assert fsck.check(node).problems == []
        index = Index(node)
        index.refresh()
        return (
            room.my_head, room.fold.sections(), node.store.drafts(), Accounts(node.store).list(), handover.notes_of(node),
            clearance.history(node, node.store.drafts()[0][0]), [found.key for found in index.search("fleet")],
        )  # fmt: skip


def test_a_record_goes_there_and_back_and_says_the_same_each_time(folder, url):
    before = told(folder)
    moved = move(folder, NO_PASSPHRASE, url)
    assert (moved.checked.problems, moved.rows["entries"], moved.rows["drafts"], moved.rows["accounts"]) == ([], 3, 1, 1)
    assert "record.sqlite" not in {path.name for path in folder.iterdir()}
    assert Path(moved.before).exists()
    assert told(folder) == before
    back = move(folder, NO_PASSPHRASE, FOLDER)
    assert {table: number for table, number in back.rows.items() if number} == {
        table: number for table, number in moved.rows.items() if number
    }
    assert told(folder) == before
    assert "derived.sqlite" not in {path.name for path in folder.iterdir()}


def test_numbers_that_were_given_are_not_given_again(folder, url):
    for place in (url, FOLDER):
        move(folder, NO_PASSPHRASE, place)
        with Node.open(folder, NO_PASSPHRASE) as node:
            last = max(number for number, *_ in node.store.drafts())
            new = node.draft(node.room(None), {"kind": "note", "subject": place[:6], "text": "x"})
            assert new == last + (2 if place == url else 1), "a draft that was dropped had a number too"


def test_the_store_that_was_moved_from_is_opened_by_nobody(folder, url):
    move(folder, NO_PASSPHRASE, url)
    about = read_about(folder)
    move(folder, NO_PASSPHRASE, FOLDER)
    address = parse_address(url, "x")._replace(identity=about["store"]["identity"])
    with pytest.raises(StoreError, match="holds the store of another node"):
        Store(address)
    with pytest.raises(CallerError, match="already"):
        move(folder, NO_PASSPHRASE, url)


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("at", ["copy", "_checked", "write_about"])
def test_what_is_interrupted_leaves_the_old_store_and_can_be_begun_again(folder, url, monkeypatch, at, there):
    if not there:
        move(folder, NO_PASSPHRASE, url)
    before = told(folder)
    target = url if there else FOLDER
    with monkeypatch.context() as patch:
        patch.setattr(moving, at, interrupted)
        with pytest.raises(KeyboardInterrupt):
            move(folder, NO_PASSPHRASE, target)
    assert told(folder) == before
    if not (there and at == "write_about"):  # a whole store lies there then, which no node names
        move(folder, NO_PASSPHRASE, target)
        assert told(folder) == before


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_row_that_came_otherwise_is_found_and_the_old_store_counts(folder, url, monkeypatch):
    before = told(folder)
    copy_in = Server.copy_in

    def lossy(self, table, columns, rows):
        copy_in(self, table, columns, ((*row[:-1], b"[]") if table == "entries" and row[1] == 1 else row for row in rows))

    monkeypatch.setattr(Server, "copy_in", lossy)
    with pytest.raises(StoreError, match="the table entries did not come as it was"):
        move(folder, NO_PASSPHRASE, url)
    monkeypatch.undo()
    assert told(folder) == before
    assert "store" not in read_about(folder)


def test_a_node_that_somebody_has_open_does_not_move(folder, url):
    with Node.open(folder, NO_PASSPHRASE), pytest.raises(CallerError, match="another process has the node"):
        move(folder, NO_PASSPHRASE, url)
    move(folder, NO_PASSPHRASE, url)
    with Node.open(folder, NO_PASSPHRASE, shared=True), pytest.raises(CallerError, match="another process has the node"):
        move(folder, NO_PASSPHRASE, FOLDER)


def test_a_damaged_record_is_not_taken(folder, url):
    with contextlib.closing(Store(folder / "record.sqlite")) as store:
        store.db.execute("UPDATE entries SET line=replace(line, 'fleet', 'fleat')")
        store.db.execute("UPDATE entries SET line=CAST(line AS BLOB)")
    with pytest.raises(StoreError, match="the new store was not taken"):
        move(folder, NO_PASSPHRASE, url)
    assert "store" not in read_about(folder)


# ---------------------------------------------------------------- addresses, and whose a store is


@pytest.mark.parametrize(
    "text",
    ["postgresql://ann:secret@db/talks", "postgresql:///talks?password=secret", "postgresql://ann@db/talks?user=x&sslpassword=secret"],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text, tmp_path):
    with pytest.raises(CallerError, match="can be seen by everybody") as refused:
        Node.create(tmp_path / "n", "usa", {"en": "x"}, NO_PASSPHRASE, store=text)
    assert "secret" not in str(refused.value) + str(refused.value.params)
    assert not (tmp_path / "n").exists()


def test_a_schema_has_one_node(url, tmp_path):
    Node.create(tmp_path / "one", "usa", {"en": "x"}, NO_PASSPHRASE, store=url).close()
    with pytest.raises(CallerError, match="holds the store of a node"):
        Node.create(tmp_path / "two", "usa", {"en": "x"}, NO_PASSPHRASE, store=url)
    assert not (tmp_path / "two" / "node.json").exists()
    Node.open(tmp_path / "one", NO_PASSPHRASE).close()


def test_a_store_of_a_later_layout_or_of_nobody_is_refused(url, tmp_path):
    node = Node.create(tmp_path / "one", "usa", {"en": "x"}, NO_PASSPHRASE, store=url)
    node.store.db.execute("UPDATE meta SET value=? WHERE key='layout'", (b"99",))
    node.close()
    with pytest.raises(StoreError, match="layout 99"):
        Node.open(tmp_path / "one", NO_PASSPHRASE)
    with contextlib.closing(Server(node.store.where)) as server:
        server.remove()
    with pytest.raises(StoreError, match="there is no store of a node"):
        Node.open(tmp_path / "one", NO_PASSPHRASE)


def test_a_server_that_was_restored_from_a_backup_makes_nothing_lie_that_follows_from_the_record(folder, url):
    """The file beside has words of entries that the restored record has not; and the head file keeps the node from sealing."""
    move(folder, NO_PASSPHRASE, url)
    with Node.open(folder, NO_PASSPHRASE) as node:
        before, drafts = node.room(None).my_head, node.store.drafts()
        tips = node.store.db.execute("SELECT head, frontier FROM tips").fetchall()
        node.draft(node.room(None), {"kind": "note", "subject": "Lost with the server", "text": "x"})
        seal(node, node.room(None), only=[node.store.drafts()[-1][0]])
        Index(node).refresh()
        node.room(None).rest()
        newest = node.store.heads()[-1].seq
        with node.store.transaction():
            for table in ("heads", "states", "tips", "entries", "leaves"):
                node.store.db.execute(f"DELETE FROM {table} WHERE {'seq' if table == 'heads' else 'head'}=?", (newest,))  # noqa: S608
            node.store.db.execute("UPDATE logs SET size=?, root=?", before)
            node.store.db.executemany("INSERT INTO tips VALUES (?,?)", tips)
    with Node.open(folder, NO_PASSPHRASE) as node:
        index = Index(node)
        index.refresh()
        assert index.search("Lost with the server") == []
        assert node.room(None).my_head == before
        assert [draft[0] for draft in node.store.drafts()] == [draft[0] for draft in drafts]
        with pytest.raises(CallerError, match="restored from a backup"):
            seal(node, node.room(None))
