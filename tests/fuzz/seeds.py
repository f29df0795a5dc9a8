"""What each target starts from: files that the product made, kept in corpus/, and what the published vectors hold."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from detente.errors import TheirData
from detente.record import canonical
from detente.record.container import unpack
from tests.fuzz import known

CORPUS: Final = Path(__file__).resolve().parent / "corpus"
LIBRARY: Final = Path(__file__).resolve().parents[2] / "src" / "detente" / "agreements" / "library"

_MEMBERS: Final = {  # target -> (command of the contract, member of its input)
    "canonical": ("canonical", "file"), "charter": ("charter", "file"), "entry": ("entry", "line"), "entries": ("entry", "line"),
    "checkpoint": ("checkpoint", "note"), "signed-state": ("checkpoint", "note"), "note": ("checkpoint", "note"), "vkey": ("cosignature", "vkey"),
    "cosignature": ("cosignature", "line"), "tlog-proof": ("tlog-proof", "proof"), "ask": ("ask", "ask"), "proof": ("verify-proof", "file"),
}  # fmt: skip
_VALUES: Final = {
    "channel": ("channel", "channel"),
    "cut": ("cut", "cut"),
    "seal": ("seal", "fields"),
    "certificate": ("certificate", "cert"),
}


def seeds(target: str) -> Iterator[bytes]:
    """Inputs from which a target starts: never none."""
    for path in kept(target):
        yield path.read_bytes()
    yield from _of_vectors(target)
    if target in {"agreement", "declarations"}:
        yield (LIBRARY / "teaching" / f"{target}.toml").read_bytes()


def kept(target: str) -> list[Path]:
    """The files of a target that are kept: what it starts from, and what was once read as it must not be."""
    return sorted(path for path in (CORPUS / target).glob("*") if path.is_file())


def _of_vectors(target: str) -> Iterator[bytes]:
    if target in _MEMBERS:
        command, name = _MEMBERS[target]
        yield from (known.member(vector["input"], name) for vector in known.of(command))
    elif target in _VALUES:
        command, name = _VALUES[target]
        yield from (encoded(vector["input"][name]) for vector in known.of(command))
    elif target in {"pouch", "audited"}:
        yield from _pouches()
    elif target == "items":
        yield from _packed()
    elif target == "framing":
        for packed in _packed():
            with suppress(TheirData):
                yield unpack(packed)
    elif target == "fold":
        yield from (encoded([act["kept"] for act in vector["input"]["acts"]]) for vector in known.of("fold"))


def _packed() -> Iterator[bytes]:
    return (base64.b64decode(vector["input"]["packed"]) for vector in known.of("items") if vector["name"] != "containers/bad-bomb")


def _pouches() -> Iterator[bytes]:
    seen = set()
    for vector in known.of("pouches"):
        for item in vector["input"]["pouches"]:
            raw = known.member(item, "pouch")
            if raw not in seen:
                seen.add(raw)
                yield raw


def encoded(value: Any) -> bytes:
    """As canonical JSON, where it has that form."""
    try:
        return canonical.encode(value)
    except Exception:  # noqa: BLE001 - a vector may hold what has no canonical form, and as a seed any form will do
        return json.dumps(value).encode()
