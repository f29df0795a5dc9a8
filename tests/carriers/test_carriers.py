"""Each carrier against a real server: whole or not at all, no listing is believed, what goes wrong is said plainly and holds no secret."""

from __future__ import annotations

import os
import random

import pytest

from detente.errors import CarrierError, UsageError
from detente.node.addresses import parse_address
from detente.node.carrier import LIST_MOST, Closable, sift
from detente.node.couriers import open_carrier, secret_place, variable_of
from detente.node.doubts import SETTLED
from detente.node.exchange import receive, sync
from detente.node.objects import ObjectCarrier
from detente.node.sending import send
from detente.record.limits import LIMITS
from tests.carriers.places import SECRET, Shaky
from tests.simulator import MemoryKeystore, World

KINDS = ("folder", "s3", "sftp", "webdav")
NAME = "0123456789abcdef0123456789abcdef.age"


def opened(address: str, secret: str | None = SECRET) -> Closable:
    """The carrier of an address, with its secret among the keys of a node."""
    keys = MemoryKeystore("alpha", random.Random(0))
    to = parse_address(address)
    if secret is not None:
        keys.set_courier_secret(secret_place(to), secret)
    return open_carrier(to, keys)


@pytest.fixture(params=[*KINDS, "door"])
def carrier(request, places):
    """An empty place of each kind."""
    if request.param == "door":
        shelf, where = places.door()
        for name, _ in shelf.names():
            next(shelf.folder.glob(f"*/{name}")).unlink()
        found = opened(f"http://north@{where}", shelf.admit("north"))
    else:
        found = opened(places.new(request.param))
    yield found
    found.close()


def container(number: int = 0) -> bytes:
    """Bytes that look as a container does from outside."""
    return b"age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n" + random.Random(number).randbytes(9_000)


def test_what_was_left_is_listed_and_comes_back_as_it_was(carrier):
    assert carrier.list() == []
    files = {f"{number:032x}.age": container(number) for number in range(3)}
    for name, data in files.items():
        carrier.put(name, data)
    assert carrier.list() == sorted(files)
    assert {name: carrier.get(name) for name in files} == files
    assert carrier.foreign == []


def test_a_file_that_is_gone_by_the_time_it_is_fetched_is_none(carrier):
    assert carrier.get(NAME) is None


def test_leaving_a_file_again_is_no_failure(carrier):
    carrier.put(NAME, container())
    carrier.put(NAME, container())
    assert carrier.list() == [NAME]


@pytest.mark.parametrize("kind", KINDS)
def test_foreign_and_half_written_files_are_never_named_as_containers(places, kind):
    address = places.new(kind)
    found = opened(address)
    for name in ("holiday.jpg", f".{NAME}.part", NAME):
        found.put(name, b"x" * 10) if kind != "webdav" else _by_disk(places, address, name)
    assert found.list() == [NAME]
    assert found.foreign == ["holiday.jpg"]
    found.close()


def _by_disk(places, address, name):
    (places._folder / "webdav" / address.rpartition("/")[2] / name).write_bytes(b"x" * 10)


@pytest.mark.parametrize("kind", KINDS)
def test_no_more_of_a_file_is_read_than_a_container_may_have(places, kind, monkeypatch):
    found = opened(places.new(kind))
    found.put(NAME, b"x" * 5_000)
    small = type(LIMITS)(container_bytes=1_000)
    for module in ("carrier", "objects", "sftp"):
        monkeypatch.setattr(f"detente.node.{module}.LIMITS", small)
    assert found.get(NAME) == b"x" * 1_001
    found.close()


@pytest.mark.parametrize("kind", ["s3", "sftp", "webdav"])
@pytest.mark.parametrize("call", [lambda c: c.list(), lambda c: c.put(NAME, b"x"), lambda c: c.get(NAME)])
def test_a_server_that_does_not_answer_is_said_plainly_and_without_the_secret(kind, call, monkeypatch):
    monkeypatch.setattr("detente.node.objects.TRIES", 0)
    address = {
        "s3": "s3://id@talks/x?endpoint=http://127.0.0.1:1",
        "sftp": "sftp://north@127.0.0.1:1/x",
        "webdav": "webdav://north@127.0.0.1:1/x",
    }[kind]
    found = opened(address)
    with pytest.raises(CarrierError) as refused:
        call(found)
    found.close()
    assert "cannot be reached" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_wrong_secret_is_named_as_what_it_is(places, kind):
    found = opened(places.new(kind), "wrong")
    with pytest.raises(CarrierError, match="does not let us in") as refused:
        found.list()
    found.close()
    assert "detente courier secret" in refused.value.hint


@pytest.mark.parametrize("kind", ["s3", "sftp", "webdav"])
def test_a_place_that_is_not_there_is_named_as_what_it_is(places, kind):
    address = places.new(kind)
    found = opened(address.replace("talks", "no-such-bucket") if kind == "s3" else address.replace("/place", "/no-such-place"))
    with pytest.raises(CarrierError, match="there is no place"):
        found.list() if kind != "webdav" else found.put(NAME, b"x")
    found.close()


def test_an_ssh_server_with_another_key_hears_nothing(places):
    address, _, _ = places.new("sftp").partition("?")
    found = opened(address + "?host-key=SHA256:" + "A" * 43)
    with pytest.raises(CarrierError, match="nothing was said to it"):
        found.list()
    found.close()


def test_variables_for_other_programs_turn_no_courier_elsewhere(places, monkeypatch):
    for name, value in {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "other", "AWS_SECRET_ACCESS_KEY": "other"}.items():
        monkeypatch.setitem(os.environ, name, value)
    found = opened(places.new("s3"))
    found.put(NAME, b"x")
    assert found.list() == [NAME]


def test_the_secret_of_the_environment_goes_before_that_of_the_key_file(places, monkeypatch):
    address = places.new("webdav")
    monkeypatch.setenv(variable_of(parse_address(address)), SECRET)
    found = opened(address, "wrong")
    assert found.list() == []


# ---- addresses


@pytest.mark.parametrize(
    "text",
    [
        "s3://key@talks-b/geneva?endpoint=https://s3.example.org&region=eu-1", "s3://talks/", "sftp://north@host.example:2222/talks?host-key=SHA256:ab%2Bc/d",
        "webdavs://north@host.example/a/b", "https://north@door.example:8750/", "http://north@127.0.0.1:8750/", "webdav://u@[::1]:80/x",
    ],
)  # fmt: skip
def test_an_address_is_read_as_it_is_written(text):
    assert parse_address(parse_address(text).text) == parse_address(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sftp://north:geheim@host/x", "a secret does not belong in an address"),
        ("ftp://host/x", "this begins with ftp://"),
        ("http://north@door.example/", "travels in the clear"),
        ("webdav://north@files.example/x", "travels in the clear"),
        ("s3://talks/?endpoint=http://s3.example.org", "reached in the clear"),
        ("s3://talks/?endpont=https://s3.example.org", "knows no 'endpont'"),
        ("s3://T/", "cannot be the name of a place"),
        ("sftp://host/", "cannot be the folder"),
        ("webdavs://host/a/../b", "cannot be the folder"),
        ("webdavs://host:99999/a", "no address"),
        ("https://north@ho st/", "cannot be the name of a place"),
        ("", "no address"),
        ("a\nb", "no address"),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_the_reason_and_without_the_secret(text, said):
    with pytest.raises(UsageError, match=said) as refused:
        parse_address(text)
    assert "geheim" not in str(refused.value)


def test_a_listing_without_end_is_looked_at_up_to_a_limit():
    def endless():
        number = 0
        while True:
            number += 1
            yield f"{number:032x}.age"

    assert len(sift(endless()).containers) == LIST_MOST


# ---- what comes damaged


def test_a_file_that_was_fetched_half_is_taken_once_it_is_whole():
    world = World(2)
    world.settle()
    world.request("alpha", "bravo")
    sync(world.nodes["alpha"], world.views["alpha"])
    view = world.views["bravo"]
    name = next(name for name in view.files if name not in view.fetched)
    whole = view.files[name]
    view.files[name] = whole[: len(whole) // 2]
    assert [each for each, _ in receive(world.nodes["bravo"], view).refused] == [name]
    assert receive(world.nodes["bravo"], view).refused == []  # the same bytes: nothing new to say
    view.files[name] = whole
    assert receive(world.nodes["bravo"], view).acts == 1


def test_a_file_that_stays_damaged_is_given_up_and_fetched_no_more():
    world = World(2)
    world.settle()
    view = world.views["bravo"]
    view.files = {NAME: container()}
    assert len(receive(world.nodes["bravo"], view).refused) == 1
    world.now += SETTLED
    assert receive(world.nodes["bravo"], view).given_up == [NAME]
    view.fetched.clear()
    receive(world.nodes["bravo"], view)
    assert NAME not in view.fetched


def test_whoever_fills_a_place_with_rubbish_makes_no_more_than_the_limit_come_twice():
    world = World(2)
    world.settle()
    view = world.views["bravo"]
    view.files = {f"{number:032x}.age": container(number) for number in range(100)}
    assert receive(world.nodes["bravo"], view).files == 100
    view.fetched.clear()
    receive(world.nodes["bravo"], view)
    assert len(view.fetched) == 64


def test_a_file_that_vanishes_between_listing_and_fetching_is_reported():
    world = World(2)
    world.settle()
    view = world.views["bravo"]
    view.files = {}
    view.list = lambda: [NAME]
    assert receive(world.nodes["bravo"], view).vanished == [NAME]


# ---- a whole dialogue


@pytest.mark.parametrize("kind", ["s3", "folder"])
def test_a_whole_dialogue_over_a_place_where_a_third_of_the_transfers_fail(places, kind):
    world = World(2, seed=5)
    address = places.new(kind)
    rng = random.Random(7)
    lines = {party: Shaky(opened(address), 1 / 3, rng) for party in world.parties}

    def rounds(count):
        for _ in range(count):
            world.now += SETTLED
            for party, line in lines.items():
                try:
                    receive(world.nodes[party], line)
                    send(world.nodes[party], line)
                except CarrierError:
                    continue  # the next round tries again

    rounds(15)
    request = world.request("alpha", "bravo")
    rounds(15)
    world.act("bravo", kind="answer", re=[request], outcome="full", text="This.")
    rounds(20)
    assert world.states()[0] == world.states()[1]
    assert len(set(world.standings())) == 1
    assert world.room("alpha").fold.sections()["requests/alpha"]["full"] == 1
    failed, tried = (sum(getattr(line, name) for line in lines.values()) for name in ("failed", "tried"))
    assert 0.2 < failed / tried < 0.5


def test_only_what_lies_directly_in_a_bucket_is_ours(places):
    found = opened(places.new("s3"))
    assert isinstance(found, ObjectCarrier)
    found.put("deeper/" + NAME, b"x")
    assert (found.list(), found.foreign) == ([], ["deeper/" + NAME])
