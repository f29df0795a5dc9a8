# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that carry: to couriers, from couriers, both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import COURIER, session
from detente.cli.usage import Command
from detente.errors import N_, UsageError

if TYPE_CHECKING:
    from detente.node.addresses import Address
    from detente.node.carrier import Closable
    from detente.node.node import Node
    from detente.views.results import Carried

NOW = N_("What is due leaves now, although the timetable holds it back; the courier sees that something was said.")
COURIERS = N_("Where couriers go: folders (a stick, a share) and addresses; none: those that are set for this node.")


class Watched:
    """A carrier that tells how far it has been read."""

    def __init__(self, inner: Closable, tick: Callable[[int, int], None]) -> None:
        self._inner = inner
        self._tick = tick
        self._done = self._total = 0

    @property
    def address(self) -> str:
        return self._inner.address

    @property
    def foreign(self) -> list[str]:
        return self._inner.foreign

    def put(self, name: str, data: bytes) -> None:
        self._inner.put(name, data)

    def list(self) -> list[str]:
        found = self._inner.list()
        self._total = len(found)
        return found

    def get(self, name: str) -> bytes | None:
        self._done += 1
        self._tick(self._done, max(self._total, self._done))
        return self._inner.get(name)

    def close(self) -> None:
        self._inner.close()


def _there(folder: Path, last: Path | None, *, take: bool) -> Path:
    """The first courier's folder is made by whoever leaves something in it, a long path that was mistyped is not; nobody takes out of none.

    Args:
        last: the folder that was used last. Once there is one, a folder that is not there is a slip, or a stick that is not plugged in:
            what would be left in a new one, no courier would carry.

    Raises:
        UsageError: it is not there.
    """
    if not folder.exists() and not folder.resolve().parent.is_dir():
        raise UsageError(N_("there is no folder %(path)s, and nothing to make it in"), path=str(folder))
    if take and not folder.exists():
        raise UsageError(N_("there is no folder %(path)s, so there is nothing to take"), path=str(folder))
    if last is not None and not folder.exists():
        raise UsageError(
            N_("there is no folder %(path)s; the courier's folder that was used last is %(last)s"),
            hint=N_(
                "A new courier's folder is made by hand first. With the last one:\n"
                "detente sync %(last)s"
            ), path=str(folder), last=str(session().near(last)),
        )  # fmt: skip
    return folder


def carry(
    node: Node, couriers: Sequence[str], *, take: bool, leave: bool, outside: bool = False,
    tick: Callable[[int, int], None] = lambda _d, _t: None,
) -> Carried:  # fmt: skip
    """Receive, send, or both, by each courier; what came of it. Where they went is remembered, for the next command.

    Raises:
        UsageError: an address cannot be, or a folder is not there; then nothing was done.
        DetenteError: there is one courier, and it failed.
    """
    import msgspec

    from detente.node.addresses import parse_address
    from detente.node.couriers import Way, close_ways, open_ways
    from detente.views import carrying

    addresses = [parse_address(each) for each in dict.fromkeys(couriers)]
    last = _last_folder(node)
    made = [not Path(each.path).exists() for each in addresses if each.is_folder]
    for each in addresses:
        if each.is_folder:
            _there(Path(each.path), last, take=take and not leave)
    opened = open_ways(node, [_asked(each) for each in addresses])
    try:
        ways = [way if way.carrier is None else Way.by(Watched(way.carrier, tick)) for way in opened]
        view = carrying.carry(node, ways, take=take, leave=leave, outside=outside)
    finally:
        close_ways(opened)
    with node.store.transaction():
        node.store.set_meta(COURIER, "\n".join(_remembered(each) for each in addresses).encode())
    return msgspec.structs.replace(view, folder=couriers[0], made=len(made) == 1 and made[0])


def _asked(address: Address) -> str:
    return address.path if address.is_folder else address.text


def _remembered(address: Address) -> str:
    return str(Path(address.path).resolve()) if address.is_folder else address.text


def _last_folder(node: Node) -> Path | None:
    """The folder that the last sync went to, if it went to one and nowhere else."""
    used = node.store.get_meta(COURIER)
    return None if used is None or b"\n" in used or b"://" in used or used.startswith(b"mail:") else Path(used.decode())


def _run(couriers: list[str], *, take: bool, leave: bool, outside: bool = False) -> None:
    import msgspec

    from detente.cli.render_sending import render_carried
    from detente.node.courier_settings import courier_of
    from detente.views.carrying import ask_witnesses

    s = session()
    with s.open(secrets=True) as node:
        if not node.rooms:
            node.room(None)
        if couriers:
            s.couriers = tuple(couriers)
        named = couriers or list(courier_of(node).addresses)
        if not named:
            raise UsageError(N_("no courier is named, and none is set for this node"), hint=N_("detente sync FOLDER"))
        with s.working(N_("Reading what the couriers brought")) as tick:
            view = carry(node, named, take=take, leave=leave, outside=outside, tick=tick)
        if take and leave:  # the witnesses of our policies, if they can be asked; what they answer stops nothing
            view = msgspec.structs.replace(view, witnesses=ask_witnesses(node, outside=outside))
    s.emit(view, render_carried)
    if any(run.failed for run in view.couriers):
        raise typer.Exit(1)


def send(
    couriers: list[str] = typer.Argument(None, metavar="COURIER", help=COURIERS), now: bool = typer.Option(False, "--now", help=NOW)
) -> None:
    _run(couriers or [], take=False, leave=True, outside=now)


def receive(couriers: list[str] = typer.Argument(None, metavar="COURIER", help=COURIERS)) -> None:
    _run(couriers or [], take=True, leave=False)


def sync(
    couriers: list[str] = typer.Argument(None, metavar="COURIER", help=COURIERS), now: bool = typer.Option(False, "--now", help=NOW)
) -> None:
    _run(couriers or [], take=True, leave=True, outside=now)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("sync", cls=Command, help=N_("Take what the couriers brought, give receipts, and hand over what is due."))(sync)
    app.command("send", cls=Command, help=N_("Hand what is due to the courier, encrypted to the members."))(send)
    app.command("receive", cls=Command, help=N_("Take what the courier brought, and seal the receipts that are due."))(receive)
