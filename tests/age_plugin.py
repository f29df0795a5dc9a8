"""A plugin of age for tests, `age-plugin-shelf`: its token is a file, and all that it guards is that one must have that file.

It speaks the plugin protocol over standard input and output (https://c2sp.org/age-plugin, recipient-v1 and identity-v1).
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

NAME = "shelf"
TOKEN = "AGE_PLUGIN_SHELF_TOKEN"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def install(folder: Path) -> Path:
    """Put the program into a folder; the folder."""
    folder.mkdir()
    program = folder / f"age-plugin-{NAME}"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{Path(__file__).resolve()}' \"$@\"\n", "utf-8")
    program.chmod(0o755)
    return folder


def recipient() -> str:
    return _bech32(f"age1{NAME}", b"on the shelf")


def identity() -> str:
    return _bech32(f"age-plugin-{NAME}-", b"on the shelf").upper()


def _bech32(prefix: str, data: bytes) -> str:
    """BIP 173: five bits a letter, and a checksum of six."""
    bits = "".join(f"{byte:08b}" for byte in data)
    values = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> place & 1 else 0
    check ^= 1
    return prefix + "1" + "".join(_LETTERS[value] for value in [*values, *(check >> 5 * (5 - place) & 31 for place in range(6))])


# ---- the program


def _stanzas() -> Iterator[tuple[list[str], bytes]]:
    for line in sys.stdin:
        body = ""
        while True:
            part = sys.stdin.readline().rstrip("\n")
            body += part
            if len(part) < 64:
                break
        yield line.split()[1:], base64.b64decode(body + "=" * (-len(body) % 4))


def _say(*args: str, body: bytes = b"") -> None:
    text = base64.b64encode(body).decode().rstrip("=")
    lines = [text[at : at + 64] for at in range(0, len(text) + 1, 64)]
    sys.stdout.write("-> " + " ".join(args) + "\n" + "\n".join(lines) + "\n")
    sys.stdout.flush()


def _mask() -> bytes | None:
    path = os.environ.get(TOKEN)
    return hashlib.sha256(Path(path).read_bytes()).digest()[:16] if path and Path(path).exists() else None


def _masked(key: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(key, mask, strict=True))


def main(machine: str) -> None:
    mask, talk = _mask(), _stanzas()
    told = []
    for args, body in talk:
        if args == ["done"]:
            break
        told.append((args, body))
    if mask is None:
        _say("error", "internal", body=b"no token")
        next(talk)
    elif machine == "recipient-v1":
        for number, body in enumerate(body for args, body in told if args == ["wrap-file-key"]):
            _say("recipient-stanza", str(number), NAME, body=_masked(body, mask))
            next(talk)
    else:
        for args, body in told:
            if args[0] == "recipient-stanza" and args[2] == NAME:
                _say("file-key", args[1], body=_masked(body, mask))
                next(talk)
    _say("done")


if __name__ == "__main__":
    main(sys.argv[1].removeprefix("--age-plugin="))
