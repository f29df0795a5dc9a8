"""Where a node keeps attachments, whole and in parts, by name: in a folder, or in memory for the simulator."""

from __future__ import annotations

from pathlib import Path

from detente.node.files import write_whole


class KeptFiles:
    """Files by name: the SHA-256 of a whole one in hexadecimal; of a part of one that is still coming, with its offset behind a dot."""

    def __init__(self, folder: Path | None) -> None:
        """Keep files in a folder, which is made with the first of them; in memory where there is none."""
        self._folder = folder
        self._memory: dict[str, bytes] = {}

    def write(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all."""
        if self._folder is None:
            self._memory[name] = data
        else:
            self._folder.mkdir(exist_ok=True)
            write_whole(self._folder / name, data, private=True)

    def read(self, name: str) -> bytes | None:
        """A file, or None if there is none of that name."""
        if self._folder is None:
            return self._memory.get(name)
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return name in self._memory if self._folder is None else (self._folder / name).is_file()

    def remove(self, name: str) -> None:
        """Remove a file; nothing where there is none."""
        if self._folder is None:
            self._memory.pop(name, None)
        else:
            (self._folder / name).unlink(missing_ok=True)
