"""The peers: how each is started, what its version is, how it is installed, and what it promises."""

import importlib.metadata
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import detente

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
PYTHON_PEERS = ROOT / "build" / "peers"
"""Apart from .venv: what is measured beside the program is no part of what it is made of."""
INSTALL = "make bench-peers"


@dataclass(frozen=True)
class Peer:
    """One of them.

    `promises`: what is durable, signed, encrypted, and what verifying looks at; `source` and `replica`: the folders that the second replica
    reads, and that it writes.
    """

    name: str
    command: tuple[str, ...]
    version: Callable[[], str | None]
    install: str
    promises: tuple[str, str, str, str]
    source: str = "a"
    replica: str = "b"


def _node_package(name, *more):
    def version():
        if shutil.which("node") is None:
            return None
        found = []
        for package in (name, *more):
            path = HERE / "node_modules" / package / "package.json"
            if not path.exists():
                return None
            found.append(f"{package} {json.loads(path.read_text(encoding='utf8'))['version']}")
        return ", ".join(found)

    return version


def _python_package(name):
    def version():
        found = list(importlib.metadata.distributions(name=name, path=[str(PYTHON_PEERS)]))
        return f"{name} {found[0].version}" if found else None

    return version


def _git():
    return subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout.strip() if shutil.which("git") else None


def _python(name, *more):
    return (sys.executable, "-W", "error::DeprecationWarning", "-m", f"benchmarks.peers.{name}", *more)


def _node(name):
    return ("node", str(HERE / f"{name}.mjs"))


_GIT = ("each batch (core.fsync=all; by its defaults packs only)", "nothing (signing is possible, a process for each commit)", "nothing")
_HERE = f"Détente {detente.__version__}"

PEERS = (
    Peer(
        "floor",
        _python("floor"),
        lambda: "SQLite, msgspec and cryptography of this project",
        "make setup",
        ("each batch", "head of each batch, Ed25519", "nothing", "canonical form of each line, tree, signature of each head"),
    ),
    Peer(
        "detente",
        _python("detente"),
        lambda: _HERE,
        "make setup",
        (
            "each batch, before anything leaves",
            "head of each batch, Ed25519 and ML-DSA-44",
            "what travels, to the members (age)",
            "form, salted commitments of each field, tree, both signatures, certificates, seals; admitting also folds and counts",
        ),
        "carrier",
        "chn",
    ),
    Peer(
        "detente-fsck",
        _python("detente", "--fsck"),
        lambda: _HERE,
        "make setup",
        ("as above", "as above", "as above", "cold: all steps of admitting again, the fold and each signed count too"),
        "carrier",
        "chn",
    ),
    Peer("git-messages", _python("git"), _git, "make system-packages", (*_GIT, "form, SHA-256 of each object, links; no signature")),
    Peer(
        "git-files", _python("git", "--files"), _git, "make system-packages", (*_GIT, "form, SHA-256 of each object, links; no signature")
    ),
    Peer(
        "hypercore",
        _node("hypercore"),
        _node_package("hypercore", "hypercore-storage", "rocksdb-native"),
        INSTALL,
        (
            "not at each append",
            "root at each append, Ed25519",
            "the stream between two (Noise)",
            "taking: BLAKE2b tree and signature; cold: its own `audit` of tree and blocks, and the signature of the head",
        ),
    ),
    Peer(
        "ssb-db2",
        _node("ssb"),
        _node_package("ssb-db2", "ssb-classic", "secret-stack"),
        INSTALL,
        (
            "when its log is drained",
            "each entry, Ed25519",
            "nothing here (private messages are possible)",
            "form, signature, hash of the one before, of each entry",
        ),
    ),
    Peer(
        "automerge",
        _node("automerge"),
        _node_package("@automerge/automerge"),
        INSTALL,
        ("each batch (our program writes and syncs the changes)", "nothing", "nothing", "SHA-256 of each change, links; merges"),
    ),
    Peer(
        "pymerkle",
        _python("pymerkle"),
        _python_package("pymerkle"),
        INSTALL,
        ("each batch", "nothing", "nothing", "root; cold: hash of each entry (our loop over its functions)"),
    ),
)
