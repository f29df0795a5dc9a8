"""Attachments: large files, names in any script, files that lie about their type, parts that get lost or are forged."""

import dataclasses
import hashlib
import random
from pathlib import Path

import pytest

from detente.errors import CallerError, FormatError
from detente.node import blobs
from detente.record.text import encode_base64
from tests.simulator import World


def a_world(**faults: float) -> World:
    world = World(2, seed=11, **faults)
    world.settle()
    return world


def attach(world: World, party: str, path: Path, **how: str) -> str:
    value = blobs.attach(world.nodes[party], path, **how)
    world.act(party, kind="request", to="bravo" if party == "alpha" else "alpha", text="See the file.", **{"file/0001": value})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def held(world: World, party: str, digest: str) -> bytes | None:
    return blobs.read_blob(world.nodes[party], bytes.fromhex(digest))


@pytest.mark.parametrize("size", [1, 4 << 20, (4 << 20) + 1, pytest.param(50 << 20, marks=pytest.mark.slow)])
def test_a_file_of_any_size_and_with_an_arabic_name_arrives_byte_for_byte(tmp_path: Path, size: int) -> None:
    path = tmp_path / "مذكرة شفوية رقم ٩.bin"
    path.write_bytes(random.Random(size).randbytes(size))
    world = a_world()
    digest = attach(world, "alpha", path, mark="عدم الإفشاء")
    world.settle()
    assert held(world, "bravo", digest) == path.read_bytes()
    room = world.room("bravo")
    request = next(iter(room.fold.requests))
    assert room.entry(request).fields["file/0001"]["blob"]["name"] == path.name
    assert room.entry(request).fields["file/0001"]["blob"]["mark"] == "عدم الإفشاء"


def test_parts_that_are_lost_are_asked_for_until_they_come(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(9 << 20))
    world = a_world(loss=0.5)
    digest = attach(world, "alpha", path)
    world.settle()
    assert held(world, "bravo", digest) == path.read_bytes()


def lose_the_parts(world: World, path: Path) -> str:
    """Alpha attaches a file, and only the entry that names it reaches bravo: parts leave by themselves once only."""
    path.write_bytes(b"a map of the crossing points")
    digest = attach(world, "alpha", path)
    world.blocked = {("alpha", "bravo")}
    world.poll(["alpha"])
    world.blocked = set()
    assert world.bring("bravo", world.pouches("alpha")[-1:]).admitted == 1
    return digest


def test_a_file_is_asked_for_by_who_has_sent_in_vain_for_long_before(tmp_path: Path) -> None:
    """What was asked along with what is sent again is no attempt to get this file."""
    world = a_world()
    world.dead.add("alpha")
    world.request("bravo", "alpha")
    world.settle()
    world.revive("alpha")
    world.settle()
    digest = lose_the_parts(world, tmp_path / "map.txt")
    world.settle()
    assert held(world, "bravo", digest) == b"a map of the crossing points"


def test_a_file_that_nobody_else_has_is_asked_for_again_when_its_author_is_back(tmp_path: Path) -> None:
    world = a_world()
    digest = lose_the_parts(world, tmp_path / "map.txt")
    world.dead.add("alpha")
    world.settle()
    assert held(world, "bravo", digest) is None
    world.views["alpha"].files.clear()  # the courier has lost what bravo asked meanwhile
    world.revive("alpha")
    world.settle()
    assert held(world, "bravo", digest) == b"a map of the crossing points"


def test_a_file_that_is_not_what_its_name_says_is_not_attached_by_mistake(tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"MZ\x90\x00 this program cannot be run")
    world = a_world()
    with pytest.raises(CallerError, match=r"statement\.pdf is called a file of the kind PDF, and begins like one of the kind EXE"):
        blobs.attach(world.nodes["alpha"], path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("tool.exe", b"MZ\x90\x00", None),
        ("notes.docx", b"PK\x03\x04", None),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n", "kind PDF, and begins like one of the kind PNG"),
        ("scan.jpg", b"%PDF-1.7", "kind JPEG, and begins like one of the kind PDF"),
        ("scan.pdf", b"hello", "kind PDF, and does not begin like one"),
        ("nothing.txt", b"", "nothing.txt is empty"),
    ],
)
def test_what_a_file_is_called_is_said_as_people_say_it_and_two_names_of_one_kind_are_one(name: str, data: bytes, said: str | None) -> None:
    node = a_world().nodes["alpha"]
    if said is None:
        assert blobs.keep(node, name, data)["blob"]["name"] == name
    else:
        with pytest.raises(CallerError, match=said):
            blobs.keep(node, name, data)


def test_an_attachment_that_is_too_large_is_told_its_size_and_the_limit_in_the_same_unit(monkeypatch) -> None:
    monkeypatch.setattr(blobs, "LIMITS", dataclasses.replace(blobs.LIMITS, blob_bytes=2 << 20))
    with pytest.raises(CallerError, match=r"map\.bin has 3 MB; an attachment has at most 2 MB"):
        blobs.keep(a_world().nodes["alpha"], "map.bin", b"x" * (2 << 20 | 1))


def test_a_received_file_that_lies_about_its_type_is_remarked(tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"MZ\x90\x00 this program cannot be run")
    world = a_world()
    attach(world, "alpha", path, declared="application/pdf")
    world.settle()
    remarks = [str(remark) for _, _, remark in world.nodes["bravo"].remarks()]
    assert any("statement.pdf" in remark and "begins like one of the kind EXE" in remark for remark in remarks)


def test_a_part_that_no_admitted_entry_names_is_refused() -> None:
    world = a_world()
    data = b"nobody signed for this"
    item = blobs.BLOB_LINE + f"part {hashlib.sha256(data).hexdigest()} {len(data)} 0 {len(data)}\n\n".encode() + data
    with pytest.raises(FormatError, match="no admitted entry names"):
        blobs.receive_part(world.nodes["bravo"], item)


def test_parts_that_do_not_make_the_signed_file_are_thrown_away() -> None:
    world = a_world()
    node = world.nodes["bravo"]
    digest = hashlib.sha256(b"right").digest()
    node.store.db.execute("INSERT INTO blobs VALUES (?,?,NULL)", (digest, 5))
    with pytest.raises(FormatError, match="do not make the file"):
        blobs.receive_part(node, blobs.BLOB_LINE + f"part {digest.hex()} 5 0 5\n\n".encode() + b"wrong")
    assert blobs.read_blob(node, digest) is None
    blobs.receive_part(node, blobs.BLOB_LINE + f"part {digest.hex()} 5 0 5\n\n".encode() + b"right")
    assert blobs.read_blob(node, digest) == b"right"


@pytest.mark.parametrize(
    "value",
    [
        None, [], {}, {"blob": {}}, {"blob": {"sha256": "x", "size": 1, "type": "t", "name": "n", "mark": ""}},
        {"blob": {"sha256": encode_base64(bytes(32)), "size": 0, "type": "t", "name": "n", "mark": ""}},
        {"blob": {"sha256": encode_base64(bytes(32)), "size": 1 << 40, "type": "t", "name": "n", "mark": ""}},
        {"blob": {"sha256": encode_base64(bytes(32)), "size": True, "type": "t", "name": "n", "mark": ""}},
        {"blob": {"sha256": encode_base64(bytes(32)), "size": 1, "type": "t", "name": "n", "mark": ""}, "more": 1},
    ],
)  # fmt: skip
def test_a_field_that_names_no_attachment_is_taken_for_none(value: object) -> None:
    assert blobs.parse_blob(value) is None


def destroy(world: World, of: str) -> None:
    """All agree to destroy one request, and hear of it."""
    (ref,) = (ref for ref in world.room("alpha").fold.requests if str(ref) == of)
    for party in world.parties:
        world.act(party, kind="destroy", re=[ref.value])
    world.settle()


def test_a_file_that_two_entries_name_goes_with_the_last_of_them(tmp_path: Path) -> None:
    path = tmp_path / "map.txt"
    path.write_bytes(b"a map of the crossing points")
    world = a_world()
    digest = attach(world, "alpha", path)
    attach(world, "bravo", path)
    world.settle()
    first, second = sorted(str(ref) for ref in world.room("alpha").fold.requests)
    destroy(world, first)
    for party in world.parties:
        assert held(world, party, digest) == path.read_bytes()
        assert [str(said) for _, _, said in world.nodes[party].remarks()] == [
            "the file map.txt of a destroyed entry stays here: another entry, or a draft, names it too"
        ]
    destroy(world, second)
    assert [held(world, party, digest) for party in world.parties] == [None, None]


def test_a_file_that_a_draft_names_stays_when_its_entry_is_destroyed(tmp_path: Path) -> None:
    path = tmp_path / "map.txt"
    path.write_bytes(b"a map of the crossing points")
    world = a_world()
    digest = attach(world, "alpha", path)
    world.settle()
    node, (request,) = world.nodes["alpha"], world.room("alpha").fold.requests
    world.act("alpha", kind="destroy", re=[request.value])
    fields = {"kind": "request", "to": "bravo", "text": "See the file.", "file/0001": blobs.attach(node, path)}
    node.draft(world.room("alpha"), fields)
    world.act("bravo", kind="destroy", re=[request.value])
    world.settle()
    assert held(world, "alpha", digest) == path.read_bytes()
    assert held(world, "bravo", digest) is None
