"""Commands of two parties as a test gives them, each in this process, and what they answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from detente.cli.carrying import carry
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from tests.cli.transcript import run

COURIER = "courier"


def detente(*argv: str) -> str:
    """A command that is done; what it printed."""
    code, said = run(list(argv))
    assert code == 0, said
    return said


def value(*argv: str) -> dict[str, Any]:
    """The same as JSON."""
    found: dict[str, Any] = json.loads(detente(*argv, "--json"))
    return found


def refused(*argv: str) -> str:
    """A command that is refused; what it said."""
    code, said = run(list(argv))
    assert code == 1, said
    return said


def carried(parties: Sequence[str] = ("north", "south"), courier: str = COURIER) -> None:
    """The courier goes round until both have what the other has, and its receipt: as `detente sync` does, with nodes that stay open."""
    with ExitStack() as closing:
        nodes = [Node.open(Path(party), NO_PASSPHRASE) for party in parties]
        for node in nodes:
            closing.callback(node.close)
        for node in (*nodes, *nodes):
            carry(node, [courier], take=True, leave=True)
