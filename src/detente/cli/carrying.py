# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that carry: to a folder, from a folder, both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import COURIER, session
from detente.cli.usage import Command
from detente.errors import N_, UsageError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.views.results import Carried

FOLDER = N_("The folder that the courier carries: a stick, a share, any place that both sides reach.")


class Watched:
    """A folder that tells how far it has been read."""

    def __init__(self, folder: Path, tick: Callable[[int, int], None]) -> None:
        from detente.node.carrier import FolderCarrier

        self._inner = FolderCarrier(folder)
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


def carry(node: Node, folder: Path, *, take: bool, leave: bool, tick: Callable[[int, int], None] = lambda _d, _t: None) -> Carried:
    """Receive, send, or both; what came of it. The folder is remembered, for the next command."""
    import msgspec

    from detente.views import carrying

    made, used = not folder.exists(), node.store.get_meta(COURIER)
    last = None if used is None else Path(used.decode())
    view = carrying.carry(node, Watched(_there(folder, last, take=take and not leave), tick), take=take, leave=leave)
    with node.store.transaction():
        node.store.set_meta(COURIER, str(folder.resolve()).encode())
    return msgspec.structs.replace(view, folder=str(folder), made=made)


def _run(folder: Path, *, take: bool, leave: bool) -> None:
    import msgspec

    from detente.cli.render import render_carried
    from detente.node.witness_online import submit
    from detente.views.countersigned import answers_of

    s = session()
    with s.open(secrets=True) as node:
        if not node.rooms:
            node.room(None)
        with s.working(N_("Reading the courier's folder")) as tick:
            view = carry(node, folder, take=take, leave=leave, tick=tick)
        if take and leave:  # the witnesses of our policies, if they can be asked; what they answer stops nothing
            view = msgspec.structs.replace(view, witnesses=answers_of(submit(node)))
    s.emit(view, render_carried)


def send(folder: Path = typer.Argument(..., metavar="FOLDER", help=FOLDER)) -> None:
    _run(folder, take=False, leave=True)


def receive(folder: Path = typer.Argument(..., metavar="FOLDER", help=FOLDER)) -> None:
    _run(folder, take=True, leave=False)


def sync(folder: Path = typer.Argument(..., metavar="FOLDER", help=FOLDER)) -> None:
    _run(folder, take=True, leave=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("sync", cls=Command, help=N_("Take what the courier brought, give receipts, and hand over what is due."))(sync)
    app.command("send", cls=Command, help=N_("Hand what is due to the courier, encrypted to the members."))(send)
    app.command("receive", cls=Command, help=N_("Take what the courier brought, and seal the receipts that are due."))(receive)
