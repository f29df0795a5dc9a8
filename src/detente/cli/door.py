# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands of a door: a place at a server of one's own where parties leave containers and take them. It needs no node."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.protection import BEHIND_PROXY, CERTIFICATE, HOST, KEY, PORT, not_installed, protected
from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import N_

if TYPE_CHECKING:
    from detente.views.door import DoorView

FOLDER = N_("The folder of the door.")
_DIR = typer.Option(Path("detente-door"), "--dir", metavar="DIR", help=FOLDER)
_PARTY = typer.Argument(..., metavar="PARTY", help=N_("The short name of a party, as in the charter."))
_MEGA = 1 << 20


def token(party: str = _PARTY, folder: Path = _DIR) -> None:
    from detente.node.shelf import Shelf
    from detente.views.door import TokenMade

    s = session()
    made = TokenMade(party=party, token=Shelf(folder).admit(party))

    def render(s: Session, view: TokenMade) -> None:
        s.say(N_("%(party)s may come to this door with the token below. It is shown once; one from before is good no more."), party=party)
        s.line(view.token)
        s.say(N_("Hand it over as you would a key. The party keeps it with:"))
        s.line(f"detente courier secret https://{view.party}@HOST/")

    s.emit(made, render)


def withdraw(party: str = _PARTY, folder: Path = _DIR) -> None:
    from detente.node.shelf import Shelf

    Shelf(folder).withdraw(party)
    show(folder)


def show(folder: Path = _DIR) -> None:
    from detente.node.shelf import Shelf
    from detente.views.door import door_view

    session().emit(door_view(Shelf(folder)), _render)


def bound(
    megabytes: int = typer.Option(1024, "--space", metavar="MB", min=1, max=1 << 20, help=N_("How much of each party may lie here.")),
    days: int = typer.Option(90, "--days", metavar="DAYS", min=1, max=3650, help=N_("How long it may lie before it goes.")),
    folder: Path = _DIR,
) -> None:
    from detente.node.shelf import Shelf

    Shelf(folder).bound(megabytes * _MEGA, days)
    show(folder)


def serve(
    folder: Path = _DIR,
    host: str = HOST,
    port: int | None = PORT,
    certificate: Path | None = CERTIFICATE,
    key: Path | None = KEY,
    behind_proxy: bool = BEHIND_PROXY,
) -> None:
    import asyncio

    from detente.node.shelf import Shelf

    s = session()
    try:
        from detente.web.door import ServedDoor
    except ModuleNotFoundError as error:
        raise not_installed() from error

    shelf = Shelf(folder)
    _ = shelf.about  # says now that there is none
    transport = protected(host, certificate, key, behind_proxy=behind_proxy, command="door serve")
    door = ServedDoor(shelf, host=host, port=port, transport=transport)
    s.head(N_("The door is open, until you press Ctrl-C:"))
    s.line("  " + door.address)
    asyncio.run(door.serve())


def _render(s: Session, view: DoorView) -> None:
    headings = N_("Party"), N_("May come"), N_("Files"), N_("Bytes")
    yes, no = s.t.gettext(N_("yes")), s.t.gettext(N_("no"))
    rows = [(row.party, yes if row.may_come else no, str(row.files), str(row.bytes)) for row in view.shares]
    s.table(headings, rows, numbers={2, 3})
    said = N_("Of each party at most %(space)d MB lie here, for at most %(days)d days.")
    s.say(said, space=view.space // _MEGA, days=view.days)
    s.next("door serve")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    commands = group(N_("A door: a place at a server of yours where parties leave files for each other and take them."))
    commands.command("token", cls=Command, help=N_("Let a party come to the door; shows its token, once. Makes the door first."))(token)
    commands.command("withdraw", cls=Command, help=N_("Let a party come no more; what it left stays."))(withdraw)
    commands.command("show", cls=Command, help=N_("Show who may come, and what lies here of each party."))(show)
    commands.command("bound", cls=Command, help=N_("Set how much of each party may lie here, and for how long."))(bound)
    commands.command("serve", cls=Command, help=N_("Open the door, to this machine alone unless told otherwise."))(serve)
    app.add_typer(commands, name="door")
