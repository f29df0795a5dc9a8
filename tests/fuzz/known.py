"""What the published vectors hold, for targets that need keys that go with an input, or inputs that are good."""

from __future__ import annotations

import base64
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

CONFORMANCE: Final = Path(__file__).resolve().parent.parent.parent / "conformance"


def load(name: str) -> ModuleType:
    """A program of conformance/, as a module."""
    spec = importlib.util.spec_from_file_location("fuzz_" + name, CONFORMANCE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def vectors() -> dict[str, dict[str, Any]]:
    """Every vector by its name, its long texts put in."""
    return {vector["name"]: vector for _, vector in load("run").load()}


def of(command: str) -> Iterator[dict[str, Any]]:
    """The vectors of one command."""
    return (vector for vector in vectors().values() if vector["command"] == command)


def member(value: dict[str, Any], name: str) -> bytes:
    """A member of an input that is text, or bytes under name_b64."""
    return base64.b64decode(value[name + "_b64"]) if name + "_b64" in value else str(value[name]).encode()


def good(command: str, name: str) -> list[bytes]:
    """One member of the input of each vector of a command that holds."""
    return [member(vector["input"], name) for vector in of(command) if vector["verdict"]["verdict"] in {"ok", "proven", "consistent"}]
