"""Commands of two parties as a test gives them, each in this process, and what they answer."""

from __future__ import annotations

import json
from typing import Any

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


def carried() -> None:
    """The courier goes round until both have what the other has, and its receipt."""
    for party in ("north", "south", "north", "south"):
        detente("--node", party, "sync", COURIER)
