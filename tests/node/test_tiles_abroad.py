"""Published logs, read by the client libraries of Go's checksum database: `tests/foreign/tlog_client.go`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.node.sealing import seal
from detente.node.tiles import publish
from detente.record.text import encode_base64
from tests.conftest import GO_LIBRARIES
from tests.simulator import World

pytestmark = pytest.mark.needs("go")

SOURCE = Path(__file__).parents[1] / "foreign" / "tlog_client.go"

Client = Callable[[Path, int], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("go")
    program = folder / "tlog_client"
    surroundings = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_LIBRARIES), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    subprocess.run(["go", "build", "-o", program, SOURCE], env=surroundings, check=True)
    return lambda place, earlier: subprocess.run([program, str(place), str(earlier)], capture_output=True, text=True, check=False)


def _grow(world: World, count: int) -> str:
    """Seal so many acts more; size and root of what there is then, as the client says it."""
    node, room = world.nodes["alpha"], world.room("alpha")
    node.draft_all(room, [{"kind": "request", "to": "bravo", "text": f"Secret {i}"} for i in range(count)])
    seal(node, room)
    return f"{room.my_head.size} {encode_base64(room.my_head.root)}"


@pytest.fixture(scope="module")
def told() -> tuple[World, str, str]:
    """A dialogue whose log has grown over three tiles, and what it was before and is."""
    world = World(2, seed=37)
    world.settle()
    return world, _grow(world, 300), _grow(world, 350)


@pytest.fixture
def published(told: tuple[World, str, str], tmp_path: Path) -> Path:
    room = told[0].room("alpha")
    return publish(room, room.mine, tmp_path / "tiles", entries=True).folder


def test_a_client_that_knows_nothing_of_us_reads_the_log_and_proves_that_it_only_grew(client, told, published):
    _, before, now = told
    done = client(published, int(before.split()[0]))
    assert (done.stdout.splitlines(), done.stderr) == ([before, now], "")


def test_it_notices_a_flipped_bit_wherever_it_is(client, published):
    files = [path for path in sorted(published.rglob("*")) if path.is_file() and path.name not in {"certificates.json", "vkeys"}]
    assert len(files) > 7
    for path in files:
        data = path.read_bytes()
        at = data.index(b"\n\n") - 2 if path.name == "checkpoint" else len(data) // 2  # what is signed; the rest may be for others
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert client(published, 0).returncode == 1, path
        path.write_bytes(data)
    assert client(published, 0).returncode == 0


def test_it_refuses_a_log_under_the_key_of_another(client, told, published, tmp_path):
    world = told[0]
    other = world.room("bravo")
    stranger = publish(other, other.mine, tmp_path / "other").folder
    (published / "vkeys").write_bytes((stranger / "vkeys").read_bytes())
    done = client(published, 0)
    assert done.returncode == 1
    assert "no verifiable signatures" in done.stderr
