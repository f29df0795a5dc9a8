"""Carriers: put, list, get. A carrier is trusted with nothing but delay.

A new carrier is these three methods. What it lists may be foreign, damaged, repeated or gone by the time it is fetched; the node
reports such files and passes them over. Rules for each:

1. A listing is a stranger's: only names of containers pass (`sift`), at most LIST_MOST of them are looked at.
2. `get` reads one byte more than a container may have, and no further: step 1 of admitting refuses it by its size.
3. `put` leaves the whole file under its name or nothing: under another name first and renamed, where the carrier can rename.
4. `address` names the place in reports and in the store; no secret is ever in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from detente.errors import N_, CarrierError, reason_of
from detente.node.files import write_whole
from detente.record.limits import LIMITS

_NAME = re.compile(r"\A[0-9a-f]{32}\.age\Z")

LIST_MOST: Final = 100_000
"""Names of one listing that are looked at: a place that lists without end stops nobody. Ten years of a busy hotline are fewer."""

FOREIGN_MOST: Final = 1_000
"""Names of foreign files that are remembered for the report, each cut to NAME_MOST characters."""
NAME_MOST: Final = 200


def is_container_name(name: str) -> bool:
    """Whether a file is called as a container is: 32 hex digits and `.age`."""
    return _NAME.match(name) is not None


class Sifted(NamedTuple):
    """What a listing holds: names of containers, sorted, and names of files that are not ours."""

    containers: list[str]
    foreign: list[str]


def sift(names: Iterable[str]) -> Sifted:
    """Part the names of containers from all others. Hidden files, which start with a dot, are neither: half-written ones are such."""
    seen = sorted({name for name in islice(names, LIST_MOST) if not name.startswith(".")})
    foreign = [name[:NAME_MOST] for name in seen if not is_container_name(name)]
    return Sifted([name for name in seen if is_container_name(name)], foreign[:FOREIGN_MOST])


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


class Closable(Carrier, Protocol):
    """A carrier that holds a line open, and that says what lies on it that is not ours."""

    @property
    def foreign(self) -> list[str]:
        """Names of files that are no containers, as of the last listing."""

    def close(self) -> None:
        """Let go of the line. It may be called more than once, and never fails."""


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
            containers, self.foreign = sift(path.name for path in self.folder.iterdir())
        except OSError as error:
            raise CarrierError(N_("cannot list %(path)s: %(cause)s"), path=str(self.folder), cause=reason_of(error)) from error
        return containers

    def close(self) -> None:
        """Nothing is held open."""

    def get(self, name: str) -> bytes | None:
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(LIMITS.container_bytes + 1)  # one more than allowed: step 1 refuses it by its size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CarrierError(N_("cannot read %(path)s: %(cause)s"), path=str(self.folder / name), cause=reason_of(error)) from error
