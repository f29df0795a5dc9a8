"""A party's log as static tiles: a reader written from the specification alone checks it, and so do we; nothing is said of contents."""

from __future__ import annotations

import functools
import http.server
import threading
from contextlib import contextmanager

import pytest

from detente.errors import CallerError, CarrierError, DetenteError, SignatureError
from detente.node.keystore import NO_PASSPHRASE
from detente.node.sealing import seal
from detente.node.tiles import audit, publish
from detente.node.witnessing import Witness, add_cosignatures, ask_witness
from detente.record.note import parse_vkey
from tests.node.tiles_reader import Reader
from tests.simulator import Peer, World


def grow(world, count):
    node, room = world.nodes["alpha"], world.room("alpha")
    node.draft_all(room, [{"kind": "request", "to": "bravo", "text": f"Secret {i}"} for i in range(count)])
    seal(node, room)


@pytest.fixture(scope="module")
def played():
    world = World(2, seed=31)
    world.settle()
    grow(world, 300)
    return world


@pytest.fixture
def published(played, tmp_path):
    room = played.room("alpha")
    return publish(room, room.mine, tmp_path / "tiles", entries=True)


def reader_of(folder):
    vkey = (folder / "vkeys").read_text("ascii").splitlines()[0]
    return Reader(lambda path: (folder / path).read_bytes(), vkey)


def test_a_standard_reader_checks_the_tree_by_the_tiles_that_it_needs(played, published):
    room = played.room("alpha")
    reader = reader_of(published.folder)
    size, root = reader.head()
    assert (size, root) == (room.my_head.size, room.my_head.root)
    assert size > 256
    assert reader.subtree(0, size, size) == root
    assert reader.read == {"tile/1/000.p/1", f"tile/0/001.p/{size - 256}"}  # not one leaf of the first 256
    for index in (0, 1, 255, 256, size - 1):
        assert reader.path(index, 0, size, size) == root
    assert len(reader.entries(size)) == size


def test_no_content_and_no_name_of_a_channel_is_published(published, played):
    everything = b"".join(path.read_bytes() for path in published.folder.rglob("*") if path.is_file())
    assert b"Secret" not in everything
    assert b"plenary" not in everything
    assert played.room("alpha").id.encode() not in everything


def test_bundles_are_written_only_where_they_are_asked_for(played, tmp_path):
    room = played.room("alpha")
    done = publish(room, room.mine, tmp_path)
    assert done.bundles == 0
    assert not (done.folder / "tile" / "entries").exists()


def test_it_goes_on_where_it_was_published_before(tmp_path):
    world = World(2, seed=32)
    world.settle()
    room = world.room("alpha")
    grow(world, 250)
    first = publish(room, room.mine, tmp_path, entries=True)
    grow(world, 20)
    before = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*.p/*") if path.is_file()}
    second = publish(room, room.mine, tmp_path, entries=True)
    assert (second.folder, second.tiles, second.bundles) == (first.folder, 3, 2)
    assert {path: path.stat().st_mtime_ns for path in before} == before  # readers of the earlier state still find what it needs
    again = publish(room, room.mine, tmp_path, entries=True)
    assert (again.tiles, again.bundles) == (0, 0)
    size, root = reader_of(second.folder).head()
    assert reader_of(second.folder).subtree(0, size, size) == root


def test_a_folder_with_another_version_is_left_as_it_is(tmp_path):
    """A node that was restored from a backup publishes neither less than it had published nor something else."""
    world = World(2, seed=36)
    world.settle()
    restored = Peer(world, "alpha")
    grow(world, 2)
    room = world.room("alpha")
    done = publish(room, room.mine, tmp_path)
    before = (done.folder / "checkpoint").read_bytes()
    for _ in range(3):  # behind, as long, longer
        with pytest.raises(CallerError, match="another version"):
            publish(restored.room, restored.room.mine, tmp_path)
        restored.act(kind="request", to="bravo", text="another")
    assert (done.folder / "checkpoint").read_bytes() == before


def test_nothing_is_published_of_a_log_that_is_not_held(tmp_path):
    world = World(2, seed=33)
    room = world.room("alpha")
    with pytest.raises(CallerError, match="nothing of"):
        publish(room, room.mine, tmp_path)


# ---------------------------------------------------------------- our own check


@contextmanager
def static_server(folder):
    """What anybody has: the web server of the standard library over a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_is_checked_in_a_folder_and_behind_any_web_server(played, published):
    keys = [parse_vkey(line) for line in (published.folder / "vkeys").read_text("ascii").splitlines()]
    size = played.room("alpha").my_head.size
    with static_server(published.folder) as address:
        for where in (str(published.folder), address, address + "/"):
            found = audit(where, charter=played.charter)
            assert (found.checkpoint.size, found.party, found.tiles) == (size, "alpha", 3)
            assert audit(where, keys=keys).party is None
            assert audit(where, keys=keys[1:]).checkpoint == found.checkpoint


def test_what_a_witness_countersigned_is_published_with_it(tmp_path):
    world = World(2, seed=34)
    world.settle()
    grow(world, 3)
    witness = Witness.create(tmp_path / "host", "host.example/w", [world.charter], NO_PASSPHRASE)
    answer, _ = witness.answer(ask_witness(world.nodes["alpha"]))
    add_cosignatures(world.nodes["alpha"], answer)
    room = world.room("alpha")
    done = publish(room, room.mine, tmp_path / "tiles")
    found = audit(str(done.folder), charter=world.charter, witnesses=witness.vkeys)
    assert set(found.witnessed) == set(witness.vkeys)
    witness.close()


def test_each_changed_file_is_found(played, published):
    folder = published.folder
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "entries" in path.parts or path.name == "vkeys":
            continue
        data = path.read_bytes()
        path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])
        with pytest.raises(DetenteError):
            audit(str(folder), charter=played.charter)
        path.unlink()
        with pytest.raises(CarrierError, match="not there"):
            audit(str(folder), charter=played.charter)
        path.write_bytes(data)
    audit(str(folder), charter=played.charter)


def test_whose_log_it_is_must_be_known(played, published):
    with pytest.raises(CallerError, match="nothing says whose"):
        audit(str(published.folder))
    stranger = World(2, seed=35)
    with pytest.raises(SignatureError):
        audit(str(published.folder), charter=stranger.charter)
    with pytest.raises(SignatureError, match="no known key"):
        audit(str(published.folder), keys=[parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")])
    with pytest.raises(CallerError, match="no folder"):
        audit(str(published.folder / "nothing"), charter=played.charter)
