"""What every maker of vectors needs: `add`, which takes a vector only if our package agrees with it, and a few short names."""

from __future__ import annotations

from pathlib import Path

from python_contract import answer
from run import agrees, file_of

from detente.record.text import encode_base64

FOLDER = Path(__file__).resolve().parent.parent / "vectors"
VECTORS = {}
b64 = encode_base64
OK, REFUSED = {"verdict": "ok"}, {"verdict": "refused"}


def add(kind, name, what, command, value, verdict):
    """Take a vector, by hand in everything but its bytes. Returns what our package says; fails if that is not what is expected."""
    path = f"{kind}/{name}"
    assert path not in VECTORS, path
    vector = {"name": path, "what": what, "command": command, "input": value, "verdict": verdict}
    raw, more = file_of(vector)
    said = answer(command, raw, more[1] if more else None)
    assert agrees(said, verdict), (path, verdict, said)
    VECTORS[path] = vector
    return said


def raw_input(raw):
    """The `input` of a vector whose FILE is these bytes."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return {"file_b64": b64(raw)}
    return {"file": text} if not text.startswith("\ufeff") else {"file_b64": b64(raw)}
