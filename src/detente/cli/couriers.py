# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands about where couriers go: which are set, how often they go by themselves, and their secrets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError, UsageError
from detente.i18n import tame

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.node.node import Node
    from detente.views.couriers import CouriersView

ADDRESS = N_(
    "A folder, or mail:FOLDER?to=ADDRESS, s3://KEY-ID@BUCKET/PREFIX, sftp://USER@HOST/PATH, webdavs://USER@HOST/PATH, https://PARTY@HOST/."
)

_SECRET_MOST = 4096


def list_couriers() -> None:
    from detente.views.couriers import couriers_view

    s = session()
    with s.open(secrets=True) as node:
        view = couriers_view(node)
    s.emit(view, _render)


def set_couriers(
    addresses: list[str] = typer.Argument(None, metavar="ADDRESS", help=ADDRESS),
    every: int = typer.Option(
        0, "--every", metavar="SECONDS", min=0, help=N_("How often they go by themselves while the pages are served; 0: only when sent.")
    ),
) -> None:
    from detente.node.couriers import set_courier
    from detente.views.couriers import couriers_view

    s = session()
    with s.open(secrets=True) as node:
        set_courier(node, [_from_the_root(each) for each in addresses or []], every)
        view = couriers_view(node)
    s.emit(view, _render)


def timetable(
    hours: int = typer.Argument(
        ..., metavar="HOURS", min=0, help=N_("Hours between two times: 1, 2, 3, 4, 6, 8, 12 or 24; 0: no timetable.")
    ),
    minute: int = typer.Option(0, "--minute", metavar="M", min=0, max=59, help=N_("At this minute of the hour, UTC.")),
    size: int = typer.Option(64, "--size", metavar="KIB", help=N_("KiB of each file: 16, 32, 64, 128, 256 or 512.")),
    at_once: list[str] = typer.Option(
        [], "--at-once", metavar="CHANNEL", help=N_("A channel that is not held back, such as a hotline; repeat it.")
    ),
) -> None:
    from detente.node.timetable import set_timetable
    from detente.views.couriers import couriers_view
    from detente.views.timetable import table_of

    s = session()
    with s.open(secrets=True) as node:
        set_timetable(node, table_of(node, hours, minute, size, at_once))
        view = couriers_view(node)
    s.emit(view, _render)


def secret(
    address: str = typer.Argument(..., metavar="ADDRESS", help=ADDRESS),
    forget: bool = typer.Option(False, "--forget", help=N_("Keep its secret no longer.")),
) -> None:
    from detente.node.addresses import parse_address
    from detente.node.couriers import secret_place
    from detente.views.couriers import couriers_view

    s = session()
    to = parse_address(address)
    if not to.host:
        raise UsageError(N_("a folder takes no secret"))
    with s.open(secrets=True) as node:
        _check_kept_well(node)
        node.keys.set_courier_secret(secret_place(to), None if forget else _typed(s, to.text))
        view = couriers_view(node)
    s.emit(view, lambda s, _: s.say(N_("The secret is forgotten.") if forget else N_("The secret is in the key file, encrypted.")))


def _check_kept_well(node: Node) -> None:
    """A key file without a passphrase would keep the secret open.

    Raises:
        CallerError: this one has none, and the talks are no exercise.
    """
    if not node.keys.is_encrypted() and not all(charter.exercise for charter in node.charters.values()):
        raise CallerError(N_("the key file of this node has no passphrase, so it keeps no secrets"))


def _typed(s: Session, address: str) -> str:
    """The secret, typed unseen, or the first line of what is handed over.

    Raises:
        CallerError: it is empty or too long.
    """
    import getpass

    if sys.stdin.isatty():
        found = getpass.getpass(s.t.gettext(N_("Secret of %(address)s: "), address=address))
    else:
        found = sys.stdin.readline(_SECRET_MOST + 1).removesuffix("\n")
    if not found or len(found) > _SECRET_MOST:
        raise CallerError(N_("no secret was given"))
    return found


def _from_the_root(address: str) -> str:
    """A folder as it is set: named from the root, since pages are served from anywhere."""
    from detente.node.addresses import parse_address

    to = parse_address(address)
    return to.text.removeprefix("folder:")


def _render(s: Session, view: CouriersView) -> None:
    from detente.views.timetable import timetable_texts

    s.exercise(on=view.exercise)
    for text in [] if view.timetable is None else timetable_texts(s.t, view.timetable):
        s.text(text)
    if not view.couriers:
        s.say(N_("No courier is set for this node."))
        s.next("courier set ADDRESS")
        return
    secrets = {"needed": N_("missing"), "kept": N_("in the key file"), "environment": N_("in the environment"), "none": N_("none needed")}
    for row in view.couriers:
        s.line(tame(row.address))
        s.line("  " + s.t.gettext(N_("Secret: %(where)s"), where=s.t.gettext(secrets[row.secret])))
        if row.variable is not None:
            s.line("  " + s.t.gettext(N_("Variable of the environment: %(name)s"), name=row.variable))
    if view.every:
        s.text(s.t.ngettext("They go by themselves every %(n)d second.", "They go by themselves every %(n)d seconds.", view.every))
    else:
        s.say(N_("They go only when they are sent."))
    s.next("sync")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    commands = group(N_("Where couriers go, and their secrets."))
    commands.command("list", cls=Command, help=N_("Show where couriers go, and where the secret of each is."))(list_couriers)
    commands.command("set", cls=Command, help=N_("Set where couriers go, in the place of what was set before; no address: nowhere."))(
        set_couriers
    )
    commands.command(
        "timetable", cls=Command,
        help=N_("Let files leave at set times and in one size, with or without something in them: busy days look like quiet ones."),
    )(timetable)  # fmt: skip
    commands.command("secret", cls=Command, help=N_("Keep the secret of a courier: a password, the secret of a key, the token of a door."))(
        secret
    )
    app.add_typer(commands, name="courier")
