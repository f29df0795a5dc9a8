"""How this node's courier goes by itself, and files that go by hand.

A node can have one folder that it and the other side's courier both reach; an administrator sets it. What leaves by hand, on a stick
or by e-mail, is laid into the folder `by-hand` of the node until somebody takes it away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.errors import N_, CallerError, CarrierError
from detente.node.carrier import FolderCarrier
from detente.node.exchange import Parcel, send
from detente.node.node import Node
from detente.node.tables import own_tables

_META = "courier:settings"
_TABLES = "CREATE TABLE IF NOT EXISTS laid_out (name TEXT PRIMARY KEY, channel TEXT NOT NULL, parties BLOB NOT NULL) WITHOUT ROWID"
_FILE = re.compile(r"\A[0-9a-f]{32}\.age\Z")

EVERY_LEAST: Final = 5
EVERY_MOST: Final = 86_400
"""Seconds between two rounds. Below five the rounds would be most of what the node does; a day is what a courier on foot takes."""

BY_HAND_MOST: Final = 32
"""Files that can be handed over at once; each is bounded by the size of a container."""


class Courier(msgspec.Struct, frozen=True):
    """What was set. `folder`: an absolute path, or None; `every`: seconds between two rounds, 0: it goes only when it is sent."""

    folder: str | None = None
    every: int = 0


class LaidOut(NamedTuple):
    """What a file is that goes by hand: of which channel (its id), and which parties can open it."""

    channel: str
    parties: tuple[str, ...]


class Handed:
    """Containers that somebody hands over: a carrier from which one takes, and on which nothing is left.

    Args:
        files: what each is called, and its bytes.

    Attributes:
        called: what a container is called by whoever handed it over, by the name that this carrier gives it.
    """

    address = "by-hand"
    foreign: list[str]

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        self._files = {hashlib.sha256(data).hexdigest()[:32] + ".age": data for _, data in files}
        self.called = {hashlib.sha256(data).hexdigest()[:32] + ".age": name for name, data in files}
        self.foreign = []

    def put(self, name: str, data: bytes) -> None:
        """Nothing is left here.

        Raises:
            CarrierError: always.
        """
        del data
        raise CarrierError(N_("'%(name)s' cannot be left with whoever handed files over"), name=name)

    def list(self) -> list[str]:
        return list(self._files)

    def get(self, name: str) -> bytes | None:
        return self._files.get(name)


def courier_of(node: Node) -> Courier:
    """What was set; nothing otherwise."""
    raw = node.store.get_meta(_META)
    return Courier() if raw is None else msgspec.json.decode(raw, type=Courier)


def set_courier(node: Node, folder: str, every: int) -> Courier:
    """Set the folder (empty: none) and how often the courier goes by itself (0: never).

    Raises:
        CallerError: the folder is not there, is not named from the root, or lies in the node's own; the seconds are out of bounds.
    """
    path = Path(folder) if folder else None
    if path is not None:
        if not path.is_absolute():
            raise CallerError(N_("'%(path)s' is not named from the root of the file system"), path=folder)
        if not path.is_dir():
            raise CallerError(N_("there is no folder %(path)s"), path=folder)
        if node.folder is not None and path.resolve().is_relative_to(node.folder.resolve()):
            raise CallerError(N_("the courier's folder cannot lie inside the node's own"))
    if every and not EVERY_LEAST <= every <= EVERY_MOST:
        raise CallerError(
            N_("the courier goes every %(least)d to %(most)d seconds, or 0 for not by itself; this is %(seen)d"),
            least=EVERY_LEAST, most=EVERY_MOST, seen=every,
        )  # fmt: skip
    if every and path is None:
        raise CallerError(N_("a courier that goes by itself needs a folder"))
    found = Courier(None if path is None else str(path), every)
    with node.store.transaction():
        node.store.set_meta(_META, msgspec.json.encode(found))
    return found


def folder_carrier(node: Node) -> FolderCarrier | None:
    """The carrier of the folder that was set, or None."""
    folder = courier_of(node).folder
    return None if folder is None else FolderCarrier(Path(folder))


def by_hand(node: Node) -> FolderCarrier:
    """Where files lie that somebody takes away.

    Raises:
        CallerError: a node in memory has no folder.
    """
    if node.folder is None:
        raise CallerError(N_("this node has no folder in which files could wait"))
    return FolderCarrier(node.folder / "by-hand")


def lay_out(node: Node) -> int:
    """Lay everything that is due into files that somebody takes away, and remember what each of them is; how many there are.

    Raises:
        CarrierError: a file could not be written. What was written before it stays.
    """
    db = own_tables(node.store, _TABLES)

    def remember(name: str, parcel: Parcel) -> None:
        db.execute("INSERT INTO laid_out VALUES (?,?,?)", (name, parcel.room.id, msgspec.json.encode(parcel.recipients)))

    return send(node, by_hand(node), left=remember)


def laid_out(node: Node) -> dict[str, LaidOut]:
    """What the files are that wait to be taken away, by name; one that an earlier program has laid out is not among them."""
    rows = own_tables(node.store, _TABLES).execute("SELECT name, channel, parties FROM laid_out")
    return {name: LaidOut(channel, tuple(msgspec.json.decode(parties, type=list[str]))) for name, channel, parties in rows}


def take_away(node: Node, name: str) -> bytes | None:
    """One of the files that wait to be taken away; None if there is none of this name."""
    return by_hand(node).get(name) if _FILE.match(name) else None


def is_taken(node: Node, name: str) -> bool:
    """Remove a file that somebody has taken away; whether there was one."""
    if take_away(node, name) is None:
        return False
    (by_hand(node).folder / name).unlink()
    own_tables(node.store, _TABLES).execute("DELETE FROM laid_out WHERE name=?", (name,))
    return True


def size_of(node: Node, name: str) -> int:
    """The bytes of a file that waits to be taken away."""
    return (by_hand(node).folder / name).stat().st_size
