"""Where the parts of a node are: what its file node.json says, and the store that this names.

    {"v":1,"party":"rus","names":{"en":"Russia"},"guard":null}
    {"v":2,"party":"rus",..,"store":{"url":"postgresql://talks@db/records","schema":"detente_rus","identity":"6f1c.."}}

Without `store` the record lies in the folder. The address has no password (see `detente.node.server`).
"""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente.errors import N_, CallerError, StoreError, reason_of
from detente.node.files import write_whole

if TYPE_CHECKING:
    from detente.node.server import Address

UNFINISHED = "SELECT 1 FROM heads WHERE note IS NULL LIMIT 1"


def store_path(folder: Path) -> Path:
    """Where the record of a node lies that has it in its folder."""
    return folder / "record.sqlite"


def read_about(folder: Path) -> dict[str, Any]:
    """The file node.json of a node's folder.

    Raises:
        CallerError: there is no node.
        StoreError: the file is damaged.
    """
    path = folder / "node.json"
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CallerError(
            N_("there is no node in %(path)s"),
            hint=N_(
                "If there is one elsewhere, name its folder: --node DIR, or DETENTE_NODE. This makes a new one:\n"
                "detente --node %(path)s init --party ID --name en=NAME"
            ), path=str(folder),
        ) from error  # fmt: skip
    except OSError as error:  # it may be there all the same: nobody should make another one over it
        raise StoreError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except (ValueError, RecursionError) as error:
        raise StoreError(N_("%(path)s is damaged"), path=str(path)) from error


def write_about(folder: Path, about: dict[str, Any], where: Path | Address) -> None:
    """Write it, whole: from then on the node's store is where it says."""
    kept = {key: value for key, value in about.items() if key not in {"v", "store"}}
    if isinstance(where, Path):
        value = {"v": 1, **kept}
    else:
        value = {"v": 2, **kept, "store": {"url": where.url, "schema": where.schema, "identity": where.identity}}
    write_whole(folder / "node.json", msgspec.json.encode(value))


def store_of(folder: Path, about: dict[str, Any]) -> Path | Address:
    """Where the store of a node is.

    Args:
        about: what `read_about` gave.
    """
    named = about.get("store")
    if named is None:
        return store_path(folder)
    from detente.node.server import Address  # noqa: PLC0415 - only who has a store there needs it

    return Address(named["url"], named["schema"], named["identity"], derived_path(folder))


def new_address(text: str, party: str, folder: Path) -> Address:
    """An address as a person gives it, for a node that is to be made there.

    Raises:
        CallerError: it is none, or a password stands in it.
    """
    from detente.node.server import parse_address  # noqa: PLC0415 - as above

    return parse_address(text, f"detente_{party}")._replace(identity=secrets.token_hex(16), apart=derived_path(folder))


def derived_path(folder: Path) -> Path:
    """Where what follows from a record in PostgreSQL lies; it may be removed while no program has the node open."""
    return folder / "derived.sqlite"


def is_unfinished(folder: Path) -> bool:
    """Whether a crash left something to be signed: then opening needs the keys. False where that cannot be told.

    Raises:
        StoreError: the database does not answer.
    """
    where = store_of(folder, read_about(folder))
    if not isinstance(where, Path):
        from detente.node.server import Server  # noqa: PLC0415 - as above

        server = Server(where)
        try:
            server.check_owner()
            return server.execute(UNFINISHED).fetchone() is not None
        finally:
            server.close()
    try:
        with sqlite3.connect(where.resolve().as_uri() + "?mode=ro", uri=True) as db:
            found = db.execute(UNFINISHED).fetchone() is not None
        db.close()
    except sqlite3.Error:
        return False
    return found
