"""The two doors for programs, asked anything: what they answer is what is written here, and nobody who asks oddly keeps others out."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import threading
from contextlib import contextmanager

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks
from starlette.responses import JSONResponse

from detente.node.keystore import NO_PASSPHRASE
from detente.node.shelf import Shelf
from detente.node.witnessing import LOG_LIMIT, Witness
from detente.record.limits import LIMITS
from detente.record.witness import MAX_REQUEST_BYTES
from detente.web import serving as web_serving
from detente.web.app import Chair
from detente.web.desk import Desk
from detente.web.door import DoorApp, ServedDoor
from detente.web.outsiders import Everybody
from detente.web.security import Pace
from detente.web.serving import Transport
from detente.web.witness_door import PAGES, create_door
from tests.carriers.test_carriers import NAME, container
from tests.web.witness_server import NAME as WITNESS
from tests.web.witness_server import ForeignLog, serving

EXAMPLES = 1_000 if os.environ.get("DETENTE_EXAMPLES") == "thorough" else 3
"""For each operation and way to ask: a few seconds in all."""

CHECKS = [checks.not_a_server_error, openapi_checks.status_code_conformance, openapi_checks.content_type_conformance]


def described(paths: dict) -> dict:
    return {"openapi": "3.1.0", "info": {"title": "door", "version": "1"}, "paths": paths}


def answers(*statuses: int, form: str | None = None) -> dict:
    return {str(status): {"description": "-", **({"content": {form: {}}} if form and status == 200 else {})} for status in statuses}


BODY = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
NAMED = [{"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]
CONTAINERS = described(  # docs/protocol.md, "Door"; a stranger gets 401 alone (tests/carriers/test_door.py)
    {
        "/": {"get": {"responses": answers(200, 401, form="text/plain")}},
        "/{name}": {
            "get": {"parameters": NAMED, "responses": answers(200, 401, 404, form="application/octet-stream")},
            "put": {"parameters": NAMED, "requestBody": BODY, "responses": answers(200, 201, 400, 401, 404, 409, 413, 507)},
        },
        f"/{NAME}": {"put": {"requestBody": BODY, "responses": answers(200, 201, 400, 401, 409, 413, 507)}},
    }
)
DIGEST = [{"name": "digest", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]
STATES = described(  # docs/protocol.md, "A witness"
    {
        "/add-checkpoint": {"post": {"requestBody": BODY, "responses": answers(200, 400, 403, 404, 409, 422, 429)}},
        "/add-log": {"post": {"requestBody": BODY, "responses": answers(200, 400, 403, 429)}},
        "/{digest}/checkpoint": {"get": {"parameters": DIGEST, "responses": answers(200, 404, 429)}},
    }
)


def with_description(app, description):
    """The application, and beside it what it promises; a body cannot be shown as JSON, so it stands apart."""

    async def both(scope, receive, send):
        if scope["type"] == "http" and scope["path"] == "/openapi.json":
            await JSONResponse(description)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return both


def shown(token: str) -> str:
    return "Basic " + base64.b64encode(f"north:{token}".encode()).decode()


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("doors") / "door")
    token = shelf.admit("north")
    app = DoorApp(shelf, steady=iter(range(0, 10**9, 3_600)).__next__)  # an hour between requests: nobody is too fast
    return schemathesis.openapi.from_asgi("/openapi.json", with_description(app, CONTAINERS)), {"authorization": shown(token)}


@pytest.fixture(scope="module")
def witness(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doors") / "host"
    made = Witness.create(folder, WITNESS, [], NO_PASSPHRASE)
    with made.store.transaction():
        made.memory.add_foreign([ForeignLog().key])
    made.close()
    desk = Desk(lambda: Witness(folder, NO_PASSPHRASE))
    chair = Chair("witness-1", "witness", PAGES, Everybody(), lambda _ask: {}, hosts=frozenset({"localhost", "testserver"}))
    app = create_door(desk, chair, pace=Pace(burst=10**9, rate=10.0**9))
    yield schemathesis.openapi.from_asgi("/openapi.json", with_description(app, STATES))
    desk.close()


def ask_anything(operation, headers):
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate(headers=headers, checks=CHECKS)

        try:
            ask()
        except hypothesis.errors.Unsatisfiable:  # there is no wrong way to ask for it
            assert mode is GenerationMode.NEGATIVE


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/{name}"), ("PUT", "/{name}"), ("PUT", f"/{NAME}")])
def test_whatever_is_left_or_asked_for_at_a_door_the_answer_is_a_described_one(door, method, path):
    description, known = door
    ask_anything(description[path][method], known)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), [("POST", "/add-checkpoint"), ("POST", "/add-log"), ("GET", "/{digest}/checkpoint")])
def test_whatever_a_witness_is_asked_the_answer_is_a_described_one(witness, method, path):
    ask_anything(witness[path][method], {"host": "localhost"})


# ---------------------------------------------------------------- by hand, over a real connection


HOST = b"host: 127.0.0.1\r\n"
ODD = {
    "two lengths": b"content-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
    "the same length twice": b"content-length: 3\r\ncontent-length: 3\r\n\r\nabc",
    "a length and pieces": b"content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "a negative length": b"content-length: -1\r\n\r\n",
    "a length with a sign": b"content-length: +3\r\n\r\nabc",
    "a length of a million digits": b"content-length: " + b"9" * 1_000_000 + b"\r\n\r\n",
    "a length in Arabic digits": "content-length: ٣\r\n\r\nabc".encode(),
    "pieces with a wrong size": b"transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "pieces without end": b"transfer-encoding: chunked\r\n\r\n" + b"f" * 100 + b"\r\n",
    "an unknown way to travel": b"transfer-encoding: gzip\r\n\r\nabc",
    "a header that is folded": b"x: a\r\n b\r\ncontent-length: 3\r\n\r\nabc",
    "a header with a zero": b"x: a\0b\r\ncontent-length: 3\r\n\r\nabc",
    "a header without a name": b": a\r\ncontent-length: 3\r\n\r\nabc",
    "a name with a space": b"content-length : 3\r\n\r\nabc",
    "ten thousand headers": b"".join(b"x%d: y\r\n" % n for n in range(10_000)) + b"content-length: 3\r\n\r\nabc",
    "two tokens": b"authorization: Basic QQ==\r\nauthorization: Basic Qg==\r\ncontent-length: 3\r\n\r\nabc",
    "a token that is no text": b"authorization: Basic \xff\xfe\r\ncontent-length: 3\r\n\r\nabc",
    "two hosts": b"host: a\r\ncontent-length: 3\r\n\r\nabc",
}
LINES = {
    "no method": b"/ HTTP/1.1\r\n",
    "a method of a megabyte": b"A" * 1_000_000 + b" / HTTP/1.1\r\n",
    "another version": b"PUT / HTTP/9.9\r\n",
    "an address with a zero": b"PUT /%00 HTTP/1.1\r\n",
    "an address that is no text": b"PUT /\xff HTTP/1.1\r\n",
    "an address that is not well written": b"PUT /%zz%ed%a0%80?%ff=%c0 HTTP/1.1\r\n",
    "an address of a megabyte": b"PUT /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n",
    "an address upwards": b"PUT /../../etc/passwd HTTP/1.1\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@contextmanager
def standing(shelf):
    served = ServedDoor(shelf, host="127.0.0.1", port=0, transport=Transport())
    thread = threading.Thread(target=lambda: asyncio.run(served.serve()))
    thread.start()
    try:
        yield int(served.address.rstrip("/").rpartition(":")[2])
    finally:
        served.stop()
        thread.join()


def sent(port: int, raw: bytes) -> bytes:
    """What comes back before the other side hangs up, or has said all: at most a little."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            line.sendall(raw)
            return line.recv(4096)
        except (ConnectionError, BrokenPipeError):  # it hung up before it had heard everything
            return b""


@pytest.fixture(params=["a door", "a witness"])
def port(request, tmp_path):
    if request.param == "a door":
        shelf = Shelf(tmp_path / "door")
        shelf.admit("north")
        with standing(shelf) as found:
            yield found
        assert shelf.names() == []
        return
    Witness.create(tmp_path / "host", WITNESS, [], NO_PASSPHRASE).close()
    with serving(tmp_path / "host") as client:
        yield client.port


def test_what_is_no_proper_request_is_refused_or_hung_up_on_and_others_are_answered(port, monkeypatch):
    monkeypatch.setattr(web_serving, "HEADERS_WITHIN", 0.5)
    for what, rest in ODD.items():
        for method in (b"PUT /" + NAME.encode(), b"POST /add-checkpoint"):
            answer = sent(port, method + b" HTTP/1.1\r\n" + HOST + rest)
            assert not answer or answer.startswith(b"HTTP/1.1 4"), (what, answer[:200])
    for what, line in LINES.items():
        answer = sent(port, line + HOST + b"content-length: 3\r\n\r\nabc")
        assert not answer or answer.startswith(b"HTTP/1.1 4"), (what, answer[:200])
    assert sent(port, b"GET /none HTTP/1.1\r\n" + HOST + b"connection: close\r\n\r\n").startswith(
        (b"HTTP/1.1 401", b"HTTP/1.1 404", b"HTTP/1.1 429")
    )


def test_a_hundred_that_never_finish_keep_nobody_out(port, monkeypatch):
    monkeypatch.setattr(web_serving, "HEADERS_WITHIN", 0.5)
    slow = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(100)]
    try:
        for line in slow:
            line.sendall(b"PUT /" + NAME.encode() + b" HTTP/1.1\r\nhost: x\r\nx: ")
        assert sent(port, b"GET /none HTTP/1.1\r\n" + HOST + b"connection: close\r\n\r\n").startswith(b"HTTP/1.1 4")
        assert [line.recv(100) for line in slow] == [b""] * 100  # and each of them is hung up on
    finally:
        for line in slow:
            line.close()


def test_no_part_of_an_answer_waits_for_another():
    """A socket that does not say that it speaks TCP is left by asyncio to join small parts: 40 ms for each answer behind the first."""
    seen = []

    async def answer(_, writer):
        seen.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def once():
        async with await asyncio.start_server(answer, sock=web_serving.bind("127.0.0.1", None)) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()

    asyncio.run(once())
    assert seen[0] != 0


def test_a_body_larger_than_anything_that_is_taken_is_not_read_to_its_end(tmp_path):
    shelf = Shelf(tmp_path / "door")
    known = b"authorization: " + shown(shelf.admit("north")).encode() + b"\r\n"
    with standing(shelf) as door:
        for length in (LIMITS.container_bytes + 1, 10**18, 10**400):
            raw = b"PUT /" + NAME.encode() + b" HTTP/1.1\r\n" + HOST + known + b"content-length: %d\r\n\r\nabc" % length
            assert sent(door, raw).startswith(b"HTTP/1.1 4"), length
        good = container()
        raw = b"PUT /" + NAME.encode() + b" HTTP/1.1\r\n" + HOST + known + b"content-length: %d\r\n\r\n" % len(good) + good
        assert sent(door, raw).startswith(b"HTTP/1.1 201")
    assert [name for name, _ in shelf.names()] == [NAME]


def test_the_largest_requests_of_a_witness_are_bounded_far_below_what_it_can_hold():
    assert MAX_REQUEST_BYTES + LOG_LIMIT < 1 << 16
