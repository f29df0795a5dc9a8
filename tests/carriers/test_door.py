"""A door: parties leave, list and take; nobody else learns anything; nobody puts bytes in the place of another's, or fills another's share."""

from __future__ import annotations

import base64
import http.client
import time

import pytest

from detente.errors import CallerError, CarrierError, StoreError, UsageError
from detente.node.addresses import parse_address
from detente.node.door import open_door
from detente.node.shelf import Shelf
from detente.record.limits import LIMITS
from detente.web import door
from detente.web.door import DoorApp
from detente.web.security import Pace
from tests.carriers.test_carriers import NAME, container
from tests.web.client import TestClient


class Clocks:
    """What the door takes for now, and for a clock that goes forward."""

    def __init__(self) -> None:
        self.now, self.steady = time.time(), 0.0  # files bear the time of the disk


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "door")


@pytest.fixture
def client(shelf, clocks):
    shelf.admit("north")
    return TestClient(DoorApp(shelf, clock=lambda: clocks.now, steady=lambda: clocks.steady), base_url="http://127.0.0.1")


def shown(party: str, token: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{party}:{token}".encode()).decode()}


@pytest.fixture
def north(shelf, client):
    return shown("north", shelf.admit("north"))


@pytest.fixture
def south(shelf, client):
    return shown("south", shelf.admit("south"))


def test_what_one_party_leaves_another_lists_and_takes(client, north, south):
    assert client.put("/" + NAME, content=container(), headers=north).status_code == 201
    assert client.get("/", headers=south).text == f"{NAME} {len(container())}\n"
    assert client.get("/" + NAME, headers=south).content == container()


@pytest.mark.parametrize(
    "headers",
    [
        {}, shown("north", ""), shown("north", "wrong"), shown("stranger", ""), shown("", ""), {"authorization": "Basic !!!"},
        {"authorization": "Basic " + "A" * 4_000}, {"authorization": "Bearer x"}, {"authorization": "Basic /w=="},
    ],
)  # fmt: skip
def test_to_a_stranger_every_path_answers_alike(client, north, headers):
    client.put("/" + NAME, content=container(), headers=north)
    answers = [
        client.request(method, path, headers=headers)
        for method in ("GET", "PUT", "DELETE")
        for path in ("/", "/" + NAME, "/x/../door.json")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, b"")}


def test_whoever_fails_is_slowed_down_and_others_are_not(client, clocks, north):
    assert [client.get("/", headers=shown("north", "wrong")).status_code for _ in range(21)] == [401] * 20 + [429]
    assert client.get("/", headers=north).status_code == 200
    clocks.steady += 5
    assert client.get("/", headers=shown("north", "wrong")).status_code == 401


def test_a_party_that_asks_without_end_has_to_wait_and_another_has_not(shelf, clocks, monkeypatch):
    monkeypatch.setattr(door, "Pace", lambda burst, rate: Pace(burst=burst // 100, rate=rate / 100))  # 20 requests in place of 2,000
    north, south = (shown(party, shelf.admit(party)) for party in ("north", "south"))
    client = TestClient(DoorApp(shelf, steady=lambda: clocks.steady), base_url="http://127.0.0.1")
    answers = [client.get("/", headers=north) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1].headers["retry-after"]) <= 3
    assert client.get("/", headers=south).status_code == 200
    clocks.steady += 3
    assert client.get("/", headers=north).status_code == 200


def test_a_new_token_ends_the_one_before_and_a_withdrawn_party_comes_no_more(shelf, client, north):
    again = shown("north", shelf.admit("north"))
    assert [client.get("/", headers=each).status_code for each in (north, again)] == [401, 200]
    shelf.withdraw("north")
    assert client.get("/", headers=again).status_code == 401
    with pytest.raises(CallerError, match="may not come"):
        shelf.withdraw("north")


def test_no_token_lies_at_the_door(shelf):
    token = shelf.admit("north")
    assert all(token.encode() not in path.read_bytes() for path in shelf.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("spelling", ["%0A" + NAME, NAME + "%0A", NAME[:5] + "%09" + NAME[5:], NAME + "%3Fx", NAME + "%23x", "%0A", "%3F"])
def test_a_container_has_one_name_and_the_list_has_one(shelf, client, north, spelling):
    client.put("/" + NAME, content=container(), headers=north)
    assert client.get("/" + spelling, headers=north).status_code == 404
    assert client.put("/" + spelling, content=container(), headers=north).status_code == 404
    assert [name for name, _ in shelf.names()] == [NAME]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("x.age", container(), 404), ("door.json", container(), 404), ("north%2F" + NAME, container(), 404), ("..%2F" + NAME, container(), 404),
        (NAME, b"", 400), (NAME, b"GIF89a" * 99, 400), (NAME, b"age-encryption.org/v1\n" + b"-> X25519 a\n" * 100 + b"--- a\n", 400),
    ],
)  # fmt: skip
def test_only_containers_are_taken(shelf, client, north, name, content, status):
    assert client.put("/" + name, content=content, headers=north).status_code == status
    assert shelf.names() == []


def test_a_body_is_counted_as_it_comes_whatever_its_header_said(shelf, client, north, monkeypatch):
    small = type(LIMITS)(container_bytes=10_000)
    monkeypatch.setattr("detente.web.door.LIMITS", small)
    monkeypatch.setattr("detente.node.shelf.LIMITS", small)
    said = client.put("/" + NAME, content=container() + b"x" * 1_000, headers=north)
    counted = client.put("/" + NAME, content=iter([container(), b"x" * 1_000, b"x" * 1_000]), headers=north)
    assert (said.status_code, counted.status_code, shelf.names()) == (413, 413, [])


def test_what_lies_under_a_name_is_never_replaced(client, north, south):
    client.put("/" + NAME, content=container(1), headers=north)
    assert [client.put("/" + NAME, content=container(number), headers=south).status_code for number in (1, 2)] == [200, 409]
    assert client.get("/" + NAME, headers=south).content == container(1)


def test_a_party_fills_its_own_share_and_nobody_elses_and_what_is_old_makes_room(shelf, client, clocks, north, south):
    shelf.bound(2 * len(container()) + 1, 30)
    names = [f"{number:032x}.age" for number in range(4)]
    assert [client.put("/" + name, content=container(n), headers=north).status_code for n, name in enumerate(names[:3])] == [201, 201, 507]
    assert client.put("/" + names[3], content=container(3), headers=south).status_code == 201
    clocks.now += 31 * 86_400
    assert client.put("/" + names[2], content=container(2), headers=north).status_code == 201
    assert [(share.party, share.files) for share in shelf.shares()] == [("north", 1), ("south", 1)]


def test_a_damaged_door_says_nothing_to_the_outside_and_what_it_is_to_its_keeper(shelf, client, north):
    (shelf.folder / "door.json").write_bytes(b"{")
    answer = client.get("/", headers=north)
    assert (answer.status_code, answer.content) == (500, b"")
    with pytest.raises(StoreError, match="is damaged"):
        _ = shelf.about


def test_where_there_is_no_door_the_next_command_is_named(tmp_path):
    with pytest.raises(UsageError, match="there is no door") as refused:
        _ = Shelf(tmp_path / "none").about
    assert "detente door token" in refused.value.hint


def test_only_the_short_name_of_a_party_is_let_in(shelf):
    for name in ("", "North", "..", "a/b", "x" * 33):
        with pytest.raises(CallerError, match="cannot be the short name"):
            shelf.admit(name)


# ---- our side of the line


def test_a_wrong_token_and_a_full_share_are_named_as_what_they_are(places):
    shelf, where = places.door()
    carrier = open_door(parse_address(f"http://north@{where}"), "wrong")
    with pytest.raises(CarrierError, match="does not let us in"):
        carrier.list()
    token = shelf.admit("north")
    about = shelf.about
    shelf.bound(1, 30)
    carrier = open_door(parse_address(f"http://north@{where}"), token)
    with pytest.raises(CarrierError, match=r"share at .* is used up"):
        carrier.put("f" * 32 + ".age", container(9))  # the door is shared, and other tests have left theirs
    shelf.bound(about.space, about.days)


def test_a_door_that_answers_what_it_should_not_is_read_no_further(places, monkeypatch):
    shelf, where = places.door()
    carrier = open_door(parse_address(f"http://north@{where}"), shelf.admit("north"))
    monkeypatch.setattr("detente.node.door._LIST_BYTES", -1)
    with pytest.raises(CarrierError, match="does not end"):
        carrier.list()


def test_a_door_without_who_comes_or_without_a_token_is_refused_before_anything_is_asked():
    with pytest.raises(UsageError, match="does not say who comes"):
        open_door(parse_address("https://door.example/"), "x")
    with pytest.raises(UsageError, match="no secret is known"):
        open_door(parse_address("https://north@door.example/"), None)


def test_a_certificate_that_nobody_vouches_for_hears_nothing(tmp_path):
    from detente.web.serving import Transport
    from tests.carriers.certificates import self_signed
    from tests.carriers.places import door

    certificate, key = self_signed(tmp_path, "127.0.0.1")
    with door(tmp_path / "tls", Transport(certificate, key)) as (shelf, where):
        token = shelf.admit("north")
        with pytest.raises(CarrierError, match="nothing was said to it"):
            open_door(parse_address(f"https://north@{where}"), token).list()
        vouched = open_door(parse_address(f"https://north@{where}?ca={certificate}"), token)
        vouched.put(NAME, container())
        assert (vouched.list(), vouched.get(NAME)) == ([NAME], container())


def test_a_line_that_breaks_is_tried_again(places, monkeypatch):
    shelf, where = places.door()
    carrier = open_door(parse_address(f"http://north@{where}"), shelf.admit("north"))
    whole, tries = http.client.HTTPConnection.getresponse, []

    def breaks(self, *args, **kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise http.client.RemoteDisconnected
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", breaks)
    carrier.list()
    assert len(tries) == 2
