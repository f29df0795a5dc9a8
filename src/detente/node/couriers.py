"""Where this node's couriers go, by themselves or when they are sent; their secrets; and files that go by hand.

A node can have several couriers, each by its address (node/addresses.py); an administrator sets them. What leaves by hand, on a stick
or by e-mail, is laid into the folder `by-hand` of the node until somebody takes it away.

The secret of a courier (a password, the secret of a key, a token) is in the environment, or in the node's key file, which the
passphrase encrypts; nowhere else, and never in an address.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.errors import N_, CallerError, CarrierError, DetenteError, UsageError
from detente.node.addresses import Address, parse_address
from detente.node.carrier import Closable, FolderCarrier, is_container_name
from detente.node.courier_settings import Courier, keep_courier
from detente.node.door import open_door
from detente.node.keystore import Keystore
from detente.node.mail import open_mail
from detente.node.node import Node
from detente.node.objects import open_bucket, open_webdav
from detente.node.sending import Parcel, send
from detente.node.sftp import open_sftp
from detente.node.tables import own_tables

_TABLES = "CREATE TABLE IF NOT EXISTS laid_out (name TEXT PRIMARY KEY, channel TEXT NOT NULL, parties BLOB NOT NULL) WITHOUT ROWID"
EVERY_LEAST: Final = 5
EVERY_MOST: Final = 86_400
"""Seconds between two rounds. Below five the rounds would be most of what the node does; a day is what a courier on foot takes."""

COURIERS_MOST: Final = 8
"""Each is looked at in every round, one after the other."""

BY_HAND_MOST: Final = 32
"""Files that can be handed over at once; each is bounded by the size of a container."""


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

    def close(self) -> None:
        """Nothing is held open."""


class Way(NamedTuple):
    """One courier of a round: its address, and its carrier, or why there is none."""

    address: str
    carrier: Closable | None
    failed: DetenteError | None = None

    @classmethod
    def by(cls, carrier: Closable) -> Way:
        """The way of a carrier that is open already."""
        return cls(carrier.address, carrier)


def set_courier(node: Node, addresses: Sequence[str], every: int) -> Courier:
    """Set where couriers go (nothing: nowhere) and how often they go by themselves (0: never).

    Raises:
        CallerError: an address cannot be, or too many are named; a folder is not there, is not named from the root, or lies in the node's
            own; the seconds are out of bounds.
    """
    if len(addresses) > COURIERS_MOST:
        raise CallerError(N_("%(seen)d couriers; at most %(limit)d"), seen=len(addresses), limit=COURIERS_MOST)
    kept = [_checked(node, parse_address(text)) for text in addresses]
    if every and not EVERY_LEAST <= every <= EVERY_MOST:
        raise CallerError(
            N_("the courier goes every %(least)d to %(most)d seconds, or 0 for not by itself; this is %(seen)d"),
            least=EVERY_LEAST, most=EVERY_MOST, seen=every,
        )  # fmt: skip
    if every and not kept:
        raise CallerError(N_("a courier that goes by itself needs an address"))
    found = Courier(tuple(dict.fromkeys(kept)), every)
    with node.store.transaction():
        keep_courier(node, found)
    return found


def _checked(node: Node, address: Address) -> str:
    if address.host:
        return address.text
    path = Path(address.path)
    if not path.is_absolute():
        raise CallerError(N_("'%(path)s' is not named from the root of the file system"), path=address.path)
    if not path.is_dir():
        raise CallerError(N_("there is no folder %(path)s"), path=address.path)
    if node.folder is not None and path.resolve().is_relative_to(node.folder.resolve()):
        raise CallerError(N_("the courier's folder cannot lie inside the node's own"))
    return address.path if address.is_folder else address.text


_OPENED: Final[dict[str, Callable[[Address, str | None], Closable]]] = {
    "mail": open_mail,
    "s3": open_bucket,
    "sftp": open_sftp,
    "webdav": open_webdav,
    "webdavs": open_webdav,
    "http": open_door,
    "https": open_door,
}


def open_carrier(address: Address, keys: Keystore) -> Closable:
    """The carrier of an address, with its secret; nothing has been asked of it yet.

    Raises:
        UsageError: what it takes is not installed, or its secret is not known.
        CarrierError: a folder cannot be used.
    """
    if address.is_folder:
        return FolderCarrier(Path(address.path))
    secret = secret_of(address, keys) if address.host else None
    return _OPENED[address.kind](address, secret)


def open_ways(node: Node, addresses: Sequence[str]) -> list[Way]:
    """Each courier's carrier, or why it cannot go: one that cannot does not keep the others."""
    ways = []
    for text in addresses:
        try:
            address = parse_address(text)
            ways.append(Way(address.text, open_carrier(address, node.keys)))
        except (CarrierError, UsageError) as error:
            ways.append(Way(text, None, error))
    return ways


def close_ways(ways: Sequence[Way]) -> None:
    """Let go of the lines that a round has held."""
    for way in ways:
        if way.carrier is not None:
            way.carrier.close()


# ---- secrets ----


def variable_of(address: Address) -> str:
    """The variable of the environment that can hold a courier's secret: of s3://id@talks-b/ DETENTE_SECRET_OF_S3_ID_TALKS_B."""
    return "DETENTE_SECRET_OF_" + re.sub(r"[^A-Z0-9]+", "_", secret_place(address).upper())


def secret_of(address: Address, keys: Keystore) -> str | None:
    """The secret of a courier: from the environment, else from the key file; None if there is none."""
    return os.environ.get(variable_of(address)) or keys.courier_secret(secret_place(address))


def secret_place(address: Address) -> str:
    """Under what a secret is kept: who we are, and where; another path there or another option is the same secret."""
    kind = {"webdavs": "webdav", "https": "http"}.get(address.kind, address.kind)
    return f"{kind}://{address.user}@{address.host}" + (f":{address.port}" if address.port is not None else "")


# ---- by hand ----


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
    return by_hand(node).get(name) if is_container_name(name) else None


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
