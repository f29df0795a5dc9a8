"""Carriers: put, list, get. A carrier is trusted with nothing but delay.

A new carrier is these three methods. What it lists may be foreign, damaged, repeated or gone by the time it is fetched; the node
reports such files and passes them over.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from detente.errors import N_, CarrierError, reason_of
from detente.node.files import write_whole
from detente.record.limits import LIMITS

_NAME = re.compile(r"\A[0-9a-f]{32}\.age\Z")


class Carrier(Protocol):
    """Where containers are left for the other side, and found."""

    @property
    def address(self) -> str:
        """What names this carrier in reports and in the list of files already seen."""

    def put(self, name: str, data: bytes) -> None:
        """Leave a container; whole or not at all."""

    def list(self) -> list[str]:
        """The names of all containers there are, in no order that means anything."""

    def get(self, name: str) -> bytes | None:
        """One container, or None if it is gone."""


class FolderCarrier:
    """A folder: a shared disk, a stick, or what another program synchronises."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CarrierError(N_("the folder %(path)s cannot be used: %(cause)s"), path=str(folder), cause=reason_of(error)) from error
        self.foreign: list[str] = []

    @property
    def address(self) -> str:
        return "folder:" + str(self.folder.resolve())

    def put(self, name: str, data: bytes) -> None:
        try:
            write_whole(self.folder / name, data)
        except OSError as error:
            raise CarrierError(N_("cannot write to %(path)s: %(cause)s"), path=str(self.folder), cause=reason_of(error)) from error

    def list(self) -> list[str]:
        """All containers; other files are remembered in `foreign`, for the report, and never opened."""
        try:
            names = sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            raise CarrierError(N_("cannot list %(path)s: %(cause)s"), path=str(self.folder), cause=reason_of(error)) from error
        self.foreign = [name for name in names if not _NAME.match(name)]
        return [name for name in names if _NAME.match(name)]

    def get(self, name: str) -> bytes | None:
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(LIMITS.container_bytes + 1)  # one more than allowed: step 1 refuses it by its size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CarrierError(N_("cannot read %(path)s: %(cause)s"), path=str(self.folder / name), cause=reason_of(error)) from error
