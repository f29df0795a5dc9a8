"""Check an archive of a dialogue with Python alone, without Détente: `python3 check.py [FOLDER]`.

1. The hash of the charter is printed, to be compared with what the parties publish.
2. Every entry is hashed again from its fields, or from what is left of it where its body was destroyed.
3. The hashes of each log are put together to its tree (RFC 6962), and must give the root that its party signed, at every signed state.
4. Every attachment is what its name says.

Signatures are checked with openssl, as README.txt shows; both of them, and all else, by verify.html or the program.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def sha256(*parts: bytes) -> bytes:
    """The digest of some bytes, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:
    """A value of JSON in the one form in which it is hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def field_hash(name: str, salt: bytes, value: Any) -> bytes:
    """The salted hash of one field."""
    return sha256(b"detente/v1/field\n", bytes([len(name)]), name.encode(), salt, canonical(value))


def entry_hash(line: bytes) -> bytes:
    """The leaf of an entry: ["e", secret, fields], or ["p", hashes, opened] where its body was destroyed."""
    form, first, second = json.loads(line)
    if form == "e":
        count = len(second)
        size = -(-count // 8) * 32 * 8
        salts = hashlib.shake_256(b"detente/v1/salt\n" + base64.b64decode(first)).digest(size)
        fields = [field_hash(name, salts[32 * i : 32 * i + 32], second[name]) for i, name in enumerate(sorted(second))]
        parts = [*fields, salts[32 * count :]]
    else:
        parts = [base64.b64decode(item) for item in first]
        for name, salt, value in second:
            if field_hash(name, base64.b64decode(salt), value) not in parts:
                raise ValueError("a field that is not among the hashes: " + name)
    return sha256(b"\x00detente/v1/entry\n", *parts)


def root_of(leaves: list[bytes]) -> bytes:
    """The root of a tree of RFC 6962."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", root_of(leaves[:middle]), root_of(leaves[middle:]))


def check_log(folder: Path) -> tuple[int, int]:
    """All signed states of one log, each a file that begins where another ends; the number of entries, and of those without a body."""
    found: dict[int, list[list[bytes]]] = {0: [[]]}
    entries = destroyed = 0
    for path in sorted(folder.iterdir(), key=lambda path: int(path.name.split("-")[0])):
        _, signed, _, entered = path.read_bytes().split(b"\n\n", 3)
        _, size, root = signed.decode().split("\n")
        lines = entered.removesuffix(b"\n").split(b"\n")
        destroyed += sum(line.startswith(b'["p"') for line in lines)
        own = [entry_hash(line) for line in lines]
        start = int(size) - len(own)
        fitting = [before + own for before in found.get(start, []) if root_of(before + own) == base64.b64decode(root)]
        if not fitting:
            raise ValueError("the entries do not give the signed root: " + str(path))
        found.setdefault(int(size), []).append(fitting[0])
        entries += len(own)
    return entries, destroyed


def main() -> None:
    """Check the folder that is named, or this one; ends with an error at the first thing that does not hold."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    charter = (folder / "charter.json").read_bytes()
    sys.stdout.write("charter " + sha256(b"detente/v1/dialogue\n", charter).hex() + "\n")
    for log in sorted(folder.glob("channels/*/pouches/*")):
        entries, destroyed = check_log(log)
        sys.stdout.write(f"holds   {log.relative_to(folder).as_posix()}: {entries} entries, {destroyed} without a body\n")
    for path in sorted(folder.glob("attachments/*")):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            raise ValueError("an attachment is not what its name says: " + str(path))
    sys.stdout.write("Everything holds.\n")


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit("DOES NOT HOLD: " + str(error))
