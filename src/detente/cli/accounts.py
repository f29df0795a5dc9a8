# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for the accounts of the web face."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.cli.session import Session

NAME = N_("The name of the account.")
DISPLAY = N_("The name that is shown.")
ROLE = N_("One of these: %(account_roles)s.")
DELEGATE = N_("The id of the person in the record for whom the account stands; what it may release and seal then follows the appointments.")
LANGUAGE = N_("The language of its pages: ar, en or ru.")
GENERATE = N_("Make up a password and show it once.")
CHANNEL = N_("What it may do in this channel; otherwise in any.")
PASSWORD_VARIABLE = "DETENTE_ACCOUNT_PASSWORD"  # noqa: S105 - the name of a variable


def add(
    name: str = typer.Argument(..., metavar="NAME", help=NAME),
    display: str = typer.Option(..., "--display", metavar="TEXT", help=DISPLAY),
    role: str = typer.Option(..., "--role", metavar="ROLE", help=ROLE),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    language: str | None = typer.Option(None, "--language", metavar="CODE", help=LANGUAGE),
    generate: bool = typer.Option(False, "--generate", help=GENERATE),
) -> None:
    from detente.cli.render_accounts import render_account
    from detente.node.accounts import Accounts
    from detente.views.accounts import account_view

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        password, made_up = _password(s, generate=generate)
        account = accounts.add(name, display, role, node.clock(), password=password, delegate=delegate, language=language)
        view = account_view(node, accounts, account, password=made_up)
    s.emit(view, render_account)


def list_() -> None:
    from detente.cli.render_accounts import render_accounts
    from detente.node.accounts import Accounts
    from detente.views.accounts import accounts_view

    s = session()
    with s.open() as node:
        s.emit(accounts_view(Accounts(node.store)), render_accounts)


def show(
    name: str = typer.Argument(..., metavar="NAME", help=NAME),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_accounts import render_account
    from detente.node.accounts import Accounts
    from detente.views.accounts import account_view

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        room = None if channel is None else node.room(channel)
        s.emit(account_view(node, accounts, accounts.get(name), room), render_account)


def password(
    name: str = typer.Argument(..., metavar="NAME", help=NAME),
    generate: bool = typer.Option(False, "--generate", help=GENERATE),
) -> None:
    from detente.cli.render_accounts import render_account
    from detente.node.accounts import Accounts
    from detente.views.accounts import account_view

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        accounts.get(name)  # before anybody types a password for nothing
        chosen, made_up = _password(s, generate=generate)
        accounts.set_password(name, chosen)
        view = account_view(node, accounts, accounts.get(name), password=made_up)
    s.emit(view, render_account)


def change(
    name: str = typer.Argument(..., metavar="NAME", help=NAME),
    display: str | None = typer.Option(None, "--display", metavar="TEXT", help=DISPLAY),
    role: str | None = typer.Option(None, "--role", metavar="ROLE", help=ROLE),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    language: str | None = typer.Option(None, "--language", metavar="CODE", help=LANGUAGE),
) -> None:
    from detente.cli.render_accounts import render_account
    from detente.node.accounts import Accounts
    from detente.views.accounts import account_view

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        account = accounts.change(name, display=display, role=role, delegate=delegate, language=language)
        s.emit(account_view(node, accounts, account), render_account)


def remove(name: str = typer.Argument(..., metavar="NAME", help=NAME)) -> None:
    from detente.cli.render_accounts import render_account_removed
    from detente.node.accounts import Accounts
    from detente.views.accounts import AccountRemoved

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        gone = accounts.get(name)
        accounts.remove(name, node.clock())
    s.emit(AccountRemoved(name=gone.name), render_account_removed)


def sessions(
    name: str = typer.Argument(..., metavar="NAME", help=NAME),
    end: int | None = typer.Option(None, "--end", metavar="N", help=N_("End the session with this number.")),
    end_all: bool = typer.Option(False, "--end-all", help=N_("End all its sessions.")),
) -> None:
    from detente.cli.render_accounts import render_sessions
    from detente.node.accounts import Accounts
    from detente.views.accounts import sessions_view

    s = session()
    with s.open() as node:
        accounts = Accounts(node.store)
        account, ended = accounts.get(name), 0
        if end is not None and not accounts.sessions.end(end, account.id):
            raise CallerError(
                N_("'%(name)s' has no session %(number)s"), hint=N_("detente account sessions %(name)s"), name=account.name, number=str(end)
            )
        if end_all:
            with node.store.transaction():
                ended = accounts.sessions.end_all(account.id)
        s.emit(sessions_view(accounts, account, node.clock(), ended + (end is not None)), render_sessions)


def _password(s: Session, *, generate: bool) -> tuple[str, str | None]:
    """The password to set, and the same again if it was made up here.

    Raises:
        CallerError: there is nobody to ask, or the two differ.
    """
    if generate:
        from detente.node.accounts import new_password

        made_up = new_password()
        return made_up, made_up
    found = os.environ.get(PASSWORD_VARIABLE)
    if found:
        return found, None
    if not sys.stdin.isatty():
        raise CallerError(
            N_("a password is needed, and there is no terminal to ask for it"),
            hint=N_("Set %(variable)s, or let one be made up with --generate."), variable=PASSWORD_VARIABLE,
        )  # fmt: skip
    import getpass

    typed = getpass.getpass(s.t.gettext(N_("Password: ")))
    if typed != getpass.getpass(s.t.gettext(N_("Password again: "))):
        raise CallerError(N_("the two passwords differ; nothing was changed"))
    return typed, None


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    accounts = group(N_("Accounts of the web pages: who may sign in at this node, in which role, and where they are signed in."))
    add_command = accounts.command
    add_command("add", cls=Command, help=N_("Make an account; asks for its password."))(add)
    add_command("list", cls=Command, help=N_("List the accounts."))(list_)
    add_command("show", cls=Command, help=N_("Show what an account may do, and why."))(show)
    add_command("change", cls=Command, help=N_("Change the role, the name that is shown, the person or the language."))(change)
    add_command("password", cls=Command, help=N_("Give an account another password; this ends its sessions."))(password)
    add_command("sessions", cls=Command, help=N_("Show where an account is signed in, and end that."))(sessions)
    add_command("remove", cls=Command, help=N_("End an account. Its name stays taken, since what the person did stays under it."))(remove)
    app.add_typer(accounts, name="account")
