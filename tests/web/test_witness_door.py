"""A witness that serves: C2SP tlog-witness over a real connection, and one line of growth whatever happens to it."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.node import witness_memory
from detente.node.keystore import NO_PASSPHRASE
from detente.node.witnessing import LOG_LIMIT, Witness, ask_witness
from detente.record import canonical
from detente.record.cosignature import verify_cosignatures
from detente.record.note import COSIGNATURE_MLDSA44, Note, VerifierKey, format_vkey, parse_note
from detente.record.tree import EMPTY_ROOT, leaf_hash, root_of
from detente.record.witness import MAX_PROOF_LINES, MAX_REQUEST_BYTES, AddCheckpoint, format_add_checkpoint, parse_answer
from detente.web import serving as web_serving
from detente.web import witness_door
from tests.record.mutants import mutants
from tests.simulator import World
from tests.web.witness_server import NAME, Client, ForeignLog, checkpoint_of, history, serving

LOG = ForeignLog()
LEAVES, FORK = history(12), history(12, fork_at=3)


@pytest.fixture(scope="module")
def world():
    world = World(2, seed=21)
    world.settle()
    return world


@pytest.fixture
def folder(world, tmp_path):
    """A witness of the parties of `world`, and of one foreign log."""
    made = Witness.create(tmp_path / "host", NAME, [world.charter], NO_PASSPHRASE)
    with made.store.transaction():
        made.memory.add_foreign([LOG.key])
    made.close()
    return tmp_path / "host"


@pytest.fixture
def client(folder):
    with serving(folder) as client:
        yield client


def vkeys(folder):
    witness = Witness(folder, NO_PASSPHRASE)
    try:
        return witness.vkeys
    finally:
        witness.close()


# ---------------------------------------------------------------- each status

STRANGER = ForeignLog(seed=8)  # another key under the same name
FAR = [leaf_hash(b"far")]

TABLE = [  # after the log was countersigned at size 5
    ("continues", LOG.ask(LEAVES, 5, 9), 200),
    ("the same again", LOG.ask(LEAVES, 5, 5), 200),
    ("not even a line", b"", 400),
    ("no empty line", b"old 5\n", 400),
    ("a size with a zero before it", b"old 05" + LOG.ask(LEAVES, 5, 9)[5:], 400),
    ("a size with a sign", b"old +5" + LOG.ask(LEAVES, 5, 9)[5:], 400),
    ("64 lines of proof", LOG.ask(LEAVES, 5, 9, FAR * (MAX_PROOF_LINES + 1)), 400),
    ("carriage returns", LOG.ask(LEAVES, 5, 9).replace(b"\n", b"\r\n"), 400),
    ("an old size above the new one", LOG.ask(LEAVES, 9, 5), 400),
    ("not signed by its log", STRANGER.ask(LEAVES, 5, 9), 403),
    ("signed, then changed", LOG.ask(LEAVES, 5, 9).replace(b"log\n9\n", b"log\n8\n"), 403),
    ("an unknown log", ForeignLog("other.example/log").ask(LEAVES, 0, 9), 404),
    ("from nothing", LOG.ask(LEAVES, 0, 9), 409),
    ("from an earlier state", LOG.ask(LEAVES, 4, 9), 409),
    ("a fork of the same size", LOG.ask(FORK, 5, 5), 422),
    ("a fork that is longer", LOG.ask(FORK, 5, 9), 422),
    ("no proof", LOG.ask(LEAVES, 5, 9, ()), 422),
    ("a proof where none is needed", LOG.ask(LEAVES, 5, 5, FAR), 422),
    ("63 lines of proof", LOG.ask(LEAVES, 5, 9, FAR * MAX_PROOF_LINES), 422),
]


def test_every_status_of_the_specification_over_a_real_connection(client, folder):
    assert client.add(LOG.ask(LEAVES, 0, 5))[0] == 200
    keys = vkeys(folder)
    for what, body, status in sorted(TABLE, key=lambda row: row[0] == "continues"):  # it moves the witness on, so it comes last
        seen, content_type, answer = client.add(body)
        assert (what, seen) == (what, status)
        if status == 200:
            text = parse_note(body.partition(b"\n\n")[2]).text
            assert set(verify_cosignatures(Note(text, parse_answer(answer)), keys)) == set(keys)
        elif status == 409:
            assert (content_type, answer) == ("text/x.tlog.size", b"5\n")
        else:
            assert content_type.startswith("text/plain")
    assert {status for _, _, status in TABLE} == {200, 400, 403, 404, 409, 422}


def test_a_log_that_was_never_countersigned(client):
    assert client.add(LOG.ask(LEAVES, 4, 9))[::2] == (409, b"0\n")
    assert client.add(LOG.ask(LEAVES, 0, 9, FAR))[0] == 422
    assert client.add(format_add_checkpoint(AddCheckpoint(0, (), LOG.note(0, FAR[0]))))[0] == 422
    assert client.add(format_add_checkpoint(AddCheckpoint(0, (), LOG.note(0, EMPTY_ROOT))))[0] == 200


def test_other_methods_and_addresses(client):
    assert client.ask("GET", "/add-checkpoint")[0] == 405
    assert client.ask("PUT", "/add-log", b"x")[0] == 405
    assert client.ask("GET", "/nothing")[0] == 404


def test_one_connection_serves_many_requests(client):
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=20)
    for old, new in ((0, 3), (3, 6), (6, 9)):
        connection.request("POST", "/add-checkpoint", LOG.ask(LEAVES, old, new))
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
    connection.close()


# ---------------------------------------------------------------- monitoring, and what people read


def test_the_last_state_is_published_with_both_signatures(client, folder):
    path = f"/{sha256(LOG.origin.encode()).hexdigest()}/checkpoint"
    assert client.ask("GET", path)[0] == 404
    stranger = LOG.ask(LEAVES, 0, 5) + "— nobody.example AAAAAAA=\n".encode()
    assert client.add(stranger)[0] == 200
    assert client.add(LOG.ask(FORK, 5, 9))[0] == 422
    status, content_type, note = client.ask("GET", path)
    assert (status, content_type, checkpoint_of(note).size) == (200, "text/plain; charset=utf-8", 5)
    names = [line.name for line in parse_note(note).signatures]
    assert names == [LOG.origin, NAME, NAME]  # what the witness has not verified, it does not pass on
    assert len(verify_cosignatures(parse_note(note), vkeys(folder))) == 2
    assert client.ask("HEAD", path)[0] == 200


def test_the_page_says_in_plain_words_how_it_stands_in_each_language(client):
    client.add(LOG.ask(LEAVES, 0, 5))
    client.add(LOG.ask(FORK, 5, 9))
    client.add(b"nonsense")
    page = {language: client.ask("GET", "/", **{"accept-language": language})[2].decode() for language in ("en", "ru", "ar")}
    assert "How this witness stands" in page["en"]
    assert 'lang="ru"' in page["ru"]
    assert 'dir="rtl"' in page["ar"]
    twin = json.loads(client.ask("GET", "/index.json")[2])
    assert twin["answers"] == {"200": 1, "400": 1, "422": 1}
    assert [(row["log"], row["size"], row["refused"]) for row in twin["logs"]] == [(LOG.origin, 5, 1)]
    assert twin["known"] == 1
    assert "PRIVATE" not in json.dumps(twin)


def test_a_refused_state_is_kept_as_evidence_once(client, folder):
    client.add(LOG.ask(LEAVES, 0, 5))
    for _ in range(3):
        assert client.add(LOG.ask(FORK, 5, 9))[0] == 422
    assert client.add(STRANGER.ask(FORK, 5, 9))[0] == 403  # whoever is not the log accuses nobody
    witness = Witness(folder, NO_PASSPHRASE)
    assert [(each.size, each.note) for each in witness.memory.refused()] == [(9, LOG.note(9, root_of(FORK[:9])))]
    witness.close()


# ---------------------------------------------------------------- logs of ours


def log_message(world, party="alpha"):
    [item] = canonical.decode(ask_witness(world.nodes[party], NAME), limit=1 << 20)["requests"]
    return item["request"].encode(), {"cert": item["cert"], "detente": "witness log", "party": item["party"], "v": 1}


def test_a_party_makes_its_log_known_by_a_certificate_and_is_countersigned(client, world):
    request, message = log_message(world)
    assert client.add(request)[0] == 404
    assert client.ask("POST", "/add-log", canonical.encode(message))[0] == 200
    assert client.ask("POST", "/add-log", canonical.encode(message))[0] == 200
    assert client.add(request)[0] == 200
    assert client.ask("POST", "/add-log", canonical.encode({**message, "party": "bravo"}))[0] == 403
    assert client.ask("POST", "/add-log", canonical.encode({**message, "v": 2}))[0] == 400
    assert client.ask("POST", "/add-log", b"{")[0] == 400
    assert client.ask("POST", "/add-log", b" " * (LOG_LIMIT + 1))[0] == 400


def test_a_log_of_a_charter_that_is_added_later(client, folder):
    other = World(2, seed=22)
    other.settle()
    request, message = log_message(other)
    assert client.ask("POST", "/add-log", canonical.encode(message))[0] == 403
    witness = Witness(folder, NO_PASSPHRASE)  # another process, while the server runs
    witness.add_charter(other.charter)
    assert len(witness.charters) == 2
    witness.close()
    assert client.ask("POST", "/add-log", canonical.encode(message))[0] == 200
    assert client.add(request)[0] == 200


def test_after_a_change_of_keys_the_old_key_moves_nothing_on(folder, world):
    """Who stole a key that was replaced cannot have a state countersigned that is longer than what the key was certified for."""
    from detente.record.charter import origin_of
    from detente.record.checkpoint import Checkpoint, sign_checkpoint
    from detente.record.keys import make_certificate
    from detente.record.signatures import KeyPair

    old, new = (KeyPair.from_seeds(bytes([n]) * 32, bytes([n + 1]) * 32) for n in (40, 50))
    log, root = "5a" * 32, world.nodes["alpha"].keys.roots_at_hand[0]
    origin = origin_of(log)
    witness = Witness(folder, NO_PASSPHRASE)

    def ask(size, before, keys):
        from detente.record.tree import consistency_proof

        note = sign_checkpoint(Checkpoint(origin, size, root_of(LEAVES[:size])), keys)
        proof = tuple(consistency_proof(LEAVES, before, size)) if before else ()
        return witness.add_checkpoint(format_add_checkpoint(AddCheckpoint(before, proof, note))).status

    assert witness.learn([(log, "alpha", make_certificate(root, log, old.public, 0))]) == 1
    assert ask(4, 0, old) == 200
    assert witness.learn([(log, "alpha", make_certificate(root, log, new.public, 6))]) == 1
    assert ask(6, 4, old) == 200  # the state that holds the change of keys
    assert ask(9, 6, old) == 403
    assert ask(9, 6, new) == 200
    witness.close()


def test_a_witness_takes_a_bounded_number_of_logs(folder, world, monkeypatch):
    monkeypatch.setattr(witness_memory, "MOST_LOGS", 1)
    with serving(folder) as client:
        _, message = log_message(world)
        status, _, answer = client.ask("POST", "/add-log", canonical.encode(message))
    assert (status, answer) == (403, b"a witness takes 1 logs\n")


# ---------------------------------------------------------------- hostile clients


@pytest.fixture(scope="module")
def shared(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared") / "host"
    made = Witness.create(folder, NAME, [world.charter], NO_PASSPHRASE)
    with made.store.transaction():
        made.memory.add_foreign([LOG.key])
    made.close()
    with serving(folder) as client:
        client.add(LOG.ask(LEAVES, 0, 5))
        yield client


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), mutants([LOG.ask(FORK, 5, 9), LOG.ask(LEAVES, 4, 9)])))
def test_hostile_bodies_are_refused_and_the_witness_stays_where_it_is(shared, body):
    status, content_type, answer = shared.add(body)
    assert status in {400, 403, 404, 409, 422}
    assert content_type == ("text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8")
    assert status != 409 or answer == b"5\n"


def test_a_body_that_is_too_large_is_not_read_to_its_end(client):
    assert client.add(b"x" * (MAX_REQUEST_BYTES + 1))[0] == 400
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000000\r\n\r\n" + b"x" * (MAX_REQUEST_BYTES + 1))
        assert line.recv(100).startswith(b"HTTP/1.1 400")
        assert line.makefile("rb").read().endswith(b"bytes\n")  # and the connection is given up


def test_a_slow_client_is_given_up_while_others_are_served(client, monkeypatch):
    monkeypatch.setattr(witness_door, "BODY_WITHIN", 0.3)
    with socket.create_connection(("127.0.0.1", client.port), timeout=20) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nold")
        assert client.add(LOG.ask(LEAVES, 0, 5))[0] == 200
        assert line.recv(100).startswith(b"HTTP/1.1 408")


def test_whoever_never_says_what_is_wanted_is_hung_up_on(folder, monkeypatch):
    monkeypatch.setattr(web_serving, "HEADERS_WITHIN", 0.3)
    with serving(folder) as client, socket.create_connection(("127.0.0.1", client.port), timeout=20) as line:
        line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nhost:")
        assert line.recv(100) == b""


def test_a_client_that_breaks_off_leaves_nothing(client):
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", client.port), timeout=20) as line:
            line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nold 0\n")
    assert client.add(LOG.ask(LEAVES, 0, 5))[0] == 200


def test_an_address_that_asks_too_fast_waits(folder):
    with serving(folder, rate=0.2) as client:  # one at once, then one in five seconds
        statuses = [client.add(LOG.ask(LEAVES, 0, 5))[0] for _ in range(3)]
    assert statuses == [200, 429, 429]


# ---------------------------------------------------------------- one line of growth


def one_history(accepted: list[tuple[int, bytes]]) -> bool:
    """Whether all states that were countersigned are of one history."""
    return any(all(root == root_of(leaves[:size]) for size, root in accepted) for leaves in (LEAVES_LONG, FORK_LONG))


LEAVES_LONG, FORK_LONG = history(60), history(60, fork_at=1)


def grow(client: Client, seed: int, turns: int) -> list[tuple[int, bytes]]:
    """Ask again and again from wherever the witness says that it is, with one history or the other; what it countersigned."""
    rng, old, accepted = random.Random(seed), 0, []
    for _ in range(turns):
        leaves = rng.choice((LEAVES_LONG, FORK_LONG))
        new = min(60, old + rng.randrange(1, 4))
        status, _, answer = client.add(LOG.ask(leaves, old, new))
        if status == 200:
            accepted.append((new, root_of(leaves[:new])))
            old = new
        elif status == 409:
            old = int(answer)
    return accepted


def test_of_forked_states_sent_at_once_one_line_of_history_is_countersigned(folder):
    """Two servers on one folder, many clients: no two states that contradict each other, and no step back."""
    with serving(folder) as one, serving(folder) as other, ThreadPoolExecutor(8) as clients:
        runs = [clients.submit(grow, (one, other)[n % 2], n, 20) for n in range(8)]
        accepted = [state for run in runs for state in run.result()]
    assert len({root for _, root in accepted}) > 3
    assert one_history(accepted)
    witness = Witness(folder, NO_PASSPHRASE)
    assert witness.memory.head(LOG.origin).size == max(size for size, _ in accepted)
    witness.close()


def test_of_many_at_the_same_step_one_history_gets_through(folder):
    with serving(folder) as one, serving(folder) as other:
        start = threading.Barrier(8)

        def submit(n: int) -> tuple[int, int]:
            leaves = (LEAVES, FORK)[n % 2]
            body = LOG.ask(leaves, 0, 5 + n // 4)
            start.wait()
            return n, (one, other)[n // 2 % 2].add(body)[0]

        with ThreadPoolExecutor(8) as clients:
            statuses = dict(clients.map(submit, range(8)))
    assert sorted(statuses.values()).count(200) >= 1
    assert set(statuses.values()) <= {200, 409}
    assert list(statuses.values()).count(200) == 1  # each asks from 0: whoever comes second is told the size


def start_process(folder: Path) -> tuple[subprocess.Popen[str], Client]:
    """`detente witness serve` in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("detente")), "witness", "serve", "--dir", str(folder), "--listen", f"127.0.0.1:{port}", "--rate", "100000"],
        stdout=subprocess.DEVNULL, env={**os.environ, "DETENTE_LANGUAGE": "en"}, text=True,
    )  # fmt: skip
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process, Client(port)
    raise AssertionError("the witness did not start")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a POSIX signal")
def test_what_was_countersigned_before_kill_9_binds_the_witness_that_is_started_again(folder):
    """Killed in the middle of many requests: no cosignature that left is forgotten, so the other history finds no way in."""
    accepted: list[tuple[int, bytes]] = []
    process, client = start_process(folder)

    def grow_until_it_dies() -> None:
        old = 0
        try:
            while old < 60:
                status, _, answer = client.add(LOG.ask(LEAVES_LONG, old, old + 1))
                if status == 200:
                    accepted.append((old + 1, root_of(LEAVES_LONG[: old + 1])))
                old = old + 1 if status == 200 else int(answer)
        except (OSError, http.client.HTTPException):
            pass  # it was killed

    threads = [threading.Thread(target=grow_until_it_dies) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(accepted) < 12:
        time.sleep(0.005)
    process.kill()
    process.wait()
    for thread in threads:
        thread.join()
    last = max(size for size, _ in accepted)
    process, client = start_process(folder)
    try:
        status, _, answer = client.add(LOG.ask(FORK_LONG, 0, 60))
        assert status == 409
        assert int(answer) >= last
        assert client.add(LOG.ask(FORK_LONG, int(answer), 60))[0] == 422
        assert client.add(LOG.ask(LEAVES_LONG, int(answer), 60))[0] == 200
    finally:
        process.terminate()
        process.wait()


# ---------------------------------------------------------------- keys of foreign logs


def test_a_key_that_signs_no_log_is_not_added(folder):
    from detente.errors import CallerError
    from detente.record.charter import ORIGIN_PREFIX

    witness = Witness(folder, NO_PASSPHRASE)
    for key in (witness.vkeys[0], VerifierKey(ORIGIN_PREFIX + "5a" * 32, LOG.key.type, LOG.key.public)):
        with pytest.raises(CallerError, match="no foreign log"), witness.store.transaction():
            witness.memory.add_foreign([key])
    assert witness.vkeys[1].type == COSIGNATURE_MLDSA44
    assert format_vkey(LOG.key).startswith(LOG.origin)
    witness.close()
