"""A witness at work on a free port of this machine, and a log that grows, or forks, and asks it."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from detente.node.keystore import NO_PASSPHRASE
from detente.node.witnessing import Witness
from detente.record.checkpoint import Checkpoint
from detente.record.note import ED25519, Note, VerifierKey, format_note, sign_ed25519
from detente.record.signatures import Ed25519Signer
from detente.record.text import encode_base64
from detente.record.tree import consistency_proof, leaf_hash, root_of
from detente.record.witness import AddCheckpoint, format_add_checkpoint
from detente.web.serving import Transport
from detente.web.witness_door import Served

NAME = "witness.example/w1"


class ForeignLog:
    """A log of others, with an Ed25519 key; `leaves` is its history, and another history of the same log is a fork."""

    def __init__(self, origin: str = "sum.example/log", seed: int = 7) -> None:
        self.origin = origin
        self.signer = Ed25519Signer(bytes([seed]) * 32)
        self.key = VerifierKey(origin, ED25519, self.signer.public_key)

    def note(self, size: int, root: bytes) -> bytes:
        body = b"%b\n%d\n%b\n" % (self.origin.encode(), size, encode_base64(root).encode())
        return format_note(Note(body, (sign_ed25519(self.origin, self.signer, body),)))

    def ask(self, leaves: Sequence[bytes], old: int, new: int, proof: Sequence[bytes] | None = None) -> bytes:
        """A request to go on from one size to another."""
        if proof is None:
            proof = consistency_proof(leaves, old, new) if 0 < old <= new else ()
        return format_add_checkpoint(AddCheckpoint(old, tuple(proof), self.note(new, root_of(leaves[:new]))))


def history(count: int, fork_at: int | None = None) -> list[bytes]:
    """Leaves; with `fork_at` others from there on."""
    return [leaf_hash(bytes([i, 1 if fork_at is not None and i >= fork_at else 0])) for i in range(count)]


def checkpoint_of(note: bytes) -> Checkpoint:
    from detente.record.checkpoint import parse_checkpoint_body
    from detente.record.note import parse_note

    return parse_checkpoint_body(parse_note(note).text)


class Client:
    """Asks one server, each time anew or over one connection."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("content-type", ""), answer.read()
        finally:
            connection.close()

    def add(self, body: bytes) -> tuple[int, str, bytes]:
        return self.ask("POST", "/add-checkpoint", body)


@contextmanager
def serving(folder: Path, *, rate: float = 100_000.0) -> Iterator[Client]:
    """A witness that serves in a thread of this process."""
    served = Served(lambda: Witness(folder, NO_PASSPHRASE), host="127.0.0.1", port=0, transport=Transport(), rate=rate)
    thread = threading.Thread(target=lambda: asyncio.run(served.serve()))
    thread.start()
    try:
        yield Client(int(served.address.rpartition(":")[2]))
    finally:
        served.stop()
        thread.join()
