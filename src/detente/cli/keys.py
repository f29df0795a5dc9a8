# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for keys: which there are and how old, and the root key that lies offline: its file, its notice, its successor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.roots import RootFile
    from detente.record.charter import Charter

ROOT: Path | None = typer.Option(None, "--root", metavar="FILE", help=N_("The file of the root key, where it does not lie in the node."))
IDENTITY: Path | None = typer.Option(
    None, "--identity", metavar="FILE",
    help=N_(
        "A file with the identity of age that opens the root file, of a plugin for a token too; otherwise its passphrase is asked for."
    ),
)  # fmt: skip
CHANNEL = N_("A channel of the dialogue that is meant; otherwise that of the plenary.")


def bring(s: Session, node: Node, root: Path | None, identity: Path | None) -> None:
    """Have the root key that a file holds in memory while this command runs."""
    if root is not None:
        node.keys.lend(_opened(s, root, identity).keys)


def _opened(s: Session, path: Path, identity: Path | None) -> RootFile:
    from detente.node.files import read_capped
    from detente.node.roots import FILE_BYTES, is_for_recipients, open_root_file

    if identity is not None:
        return open_root_file(path, identity=identity)
    if is_for_recipients(read_capped(path, FILE_BYTES)):
        raise CallerError(
            N_("%(path)s was encrypted to an age recipient"), hint=N_("Name the file with its secret key with --identity."), path=str(path)
        )
    return s.trying_root(lambda passphrase: open_root_file(path, passphrase=passphrase))


def keys(
    sealing: int | None = typer.Option(None, "--sealing-days", metavar="N", help=N_("From now on a sealing key is due after N days.")),
    recipients: int | None = typer.Option(
        None, "--recipient-days", metavar="N", help=N_("From now on a key that others encrypt to is due after N days.")
    ),
) -> None:
    from detente.cli.render_keys import render_keys
    from detente.views.keys import keys_view, set_schedule

    s = session()
    with s.open(secrets=True) as node:
        if sealing is not None or recipients is not None:
            set_schedule(node, sealing, recipients)
        view = keys_view(node)
    s.emit(view, render_keys)


def export(
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it; on a medium that leaves this machine.")),
    successor: bool = typer.Option(False, "--successor", help=N_("The successor of the root key; it belongs into other hands.")),
    to: list[str] = typer.Option(
        [],
        "--to",
        metavar="RECIPIENT",
        help=N_("Encrypt it to this age recipient (age1..), of a plugin for a token too; repeat it. Otherwise to a passphrase of its own."),
    ),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_keys import render_root_file
    from detente.node.roots import root_file
    from detente.views.keys import exported_view

    s = session()
    with s.open(secrets=True) as node:
        passphrase = None if to else s.root_passphrase(new=True)
        write_new(out, root_file(node, successor=successor, passphrase=passphrase, recipients=to))
        view = exported_view(node, out, successor=successor)
    s.emit(view, render_root_file)
    s.next(f"root check {out}", f"root remove {out}")


def notice(
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it; on a medium that leaves this machine.")),
    channel: str | None = typer.Option(None, "--channel", metavar="CHANNEL", help=CHANNEL),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_keys import render_root_file
    from detente.node.roots import notice_file
    from detente.views.keys import notice_view

    s = session()
    with s.open(secrets=True) as node:
        write_new(out, notice_file(node, _charter(node, channel)))
        view = notice_view(node, out)
    s.emit(view, render_root_file)
    s.next(f"root check {out}", f"root remove {out}")


def _charter(node: Node, channel: str | None) -> Charter:
    return node.room(channel).channel.charter


def check(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The file of a root key, or of a notice.")), identity: Path | None = IDENTITY
) -> None:
    from detente.cli.render_keys import render_root_file
    from detente.node.roots import is_notice
    from detente.views.keys import notice_view, root_file_view

    s = session()
    with s.open(secrets=True) as node:
        view = notice_view(node, file) if is_notice(file) else root_file_view(node, file, _opened(s, file, identity))
    s.emit(view, render_root_file)


def remove(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The file of a root key, or of a notice; it is opened and compared first.")),
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render_keys import render_root_file
    from detente.node.roots import is_notice, read_notice, take_out, take_out_notice
    from detente.views.keys import notice_view, root_file_view

    s = session()
    with s.open(secrets=True) as node:
        if is_notice(file):
            view = notice_view(node, file, removed=True)
            take_out_notice(node, read_notice(file))
        else:
            opened = _opened(s, file, identity)
            view = root_file_view(node, file, opened, removed=True)
            take_out(node, opened)
    s.emit(view, render_root_file)
    s.next("keys")


def succeed(
    file: Path = typer.Argument(..., metavar="SUCCESSOR", help=N_("The file of the successor of the root key.")),
    notice_of: Path = typer.Option(..., "--notice", metavar="FILE", help=N_("The notice that revokes the root key.")),
    last_good: list[str] = typer.Option(
        [],
        "--last-good",
        metavar="REF",
        help=N_("After a theft: the last entry of your log that holds; what follows it is disowned. Repeat it for each channel."),
    ),
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render_keys import render_succeeded
    from detente.node.roots import read_notice
    from detente.node.succeeding import open_all
    from detente.views.base import parse_ref
    from detente.views.keys import succeeded_view

    s = session()
    with s.open(secrets=True) as node:
        revoking = read_notice(notice_of)
        good = {room.id: ref for room, ref in (parse_ref(node, each) for each in last_good)}
        rooms = open_all(node, revoking, _opened(s, file, identity), good)
        view = succeeded_view(node, revoking.dialogue, rooms)
    s.emit(view, render_succeeded)
    s.next("sync FOLDER", "keys", "root export --successor --out FILE", "root notice --out FILE")


def revoke(
    file: Path = typer.Argument(..., metavar="NOTICE", help=N_("The notice that the party deposited, of yours or of another.")),
) -> None:
    from detente.cli.render_keys import render_revoked
    from detente.node.roots import read_notice
    from detente.node.succeeding import publish_notice
    from detente.views.keys import revoked_view

    s = session()
    with s.open(secrets=True) as node:
        read = read_notice(file)
        rooms = publish_notice(node, read)
        view = revoked_view(node, read, [room.label for room in rooms])
    s.emit(view, render_revoked)
    s.next("sync FOLDER")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        "keys", cls=Command, help=N_("Show the keys of this node: which there are, where each lies, how old it is, what is due."),
    )(keys)  # fmt: skip
    roots = group(N_("The root key of your party, which belongs offline: its file, its notice, its successor."))
    roots.command("export", cls=Command, help=N_("Write the root key, or its successor, into an encrypted file."))(export)
    roots.command("notice", cls=Command, help=N_("Write the notice that revokes the root key, to be deposited with somebody."))(notice)
    roots.command("check", cls=Command, help=N_("Open such a file, and say what it holds. Nothing is changed."))(check)
    roots.command("remove", cls=Command, help=N_("Take out of the node what a file holds, once the file was opened and compared."))(remove)
    roots.command(
        "succeed", cls=Command,
        help=N_("Put the successor in the place of a root key that is lost, stolen or old. This cannot be undone."),
    )(succeed)  # fmt: skip
    roots.command(
        "revoke", cls=Command,
        help=N_("Seal a notice: what the party signs from then on is doubted until its successor is in place. This cannot be undone."),
    )(revoke)  # fmt: skip
    app.add_typer(roots, name="root")
