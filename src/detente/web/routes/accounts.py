"""Accounts, for who manages them: who there is, adding, changing, a new password that is shown once, removing."""

from __future__ import annotations

from detente.errors import N_
from detente.node.accounts import Accounts, new_password
from detente.node.node import Node
from detente.node.roles import CAPABILITY_WORDS, ROLE_WORDS, ROLES
from detente.views.accounts import AccountsView, account_view, accounts_view
from detente.web.pages import Ask, Moved, Page, Shown, account_of


def show(ask: Ask) -> Shown:
    """All accounts."""
    return Shown(
        "accounts.html", accounts_view(Accounts(ask.node.store)), N_("Accounts"), more={"roles": {code: ROLE_WORDS[code] for code in ROLES}}
    )


def add(ask: Ask) -> Shown:
    """A new account with a password that is made up and shown this once; in an exercise with open seats it gets none.

    Raises:
        CallerError: the name is taken or none, or a value cannot be.
    """
    accounts = Accounts(ask.node.store)
    password = None if ask.open_seats else new_password()
    account = accounts.add(
        ask.form.get("name", ""), ask.form.get("display", ""), ask.form.get("role", ""), ask.node.clock(),
        password=password, delegate=ask.form.get("delegate") or None, language=ask.form.get("language") or None,
    )  # fmt: skip
    return _shown_once(ask, account.name, password)


def change(ask: Ask) -> Moved:
    """Another role, name that is shown, or person.

    Raises:
        CallerError: there is no such account, a value cannot be, or nobody would be left who manages accounts.
    """
    account = Accounts(ask.node.store).change(
        ask.form.get("name", ""), display=ask.form.get("display") or None, role=ask.form.get("role") or None,
        delegate=ask.form.get("delegate", ""),
    )  # fmt: skip
    return Moved("/settings/accounts", N_("The account '%(name)s' is changed."), {"name": account.name})


def renew_password(ask: Ask) -> Shown:
    """A new password for an account, made up and shown this once; its sessions end.

    Raises:
        CallerError: there is no such account.
    """
    accounts, password = Accounts(ask.node.store), new_password()
    account = accounts.get(ask.form.get("name", ""))
    accounts.set_password(account.name, password)
    return _shown_once(ask, account.name, password)


def remove(ask: Ask) -> Moved:
    """End an account.

    Raises:
        CallerError: there is none of this name, or nobody would be left who manages accounts.
    """
    accounts = Accounts(ask.node.store)
    account = accounts.get(ask.form.get("name", ""))
    accounts.remove(account.name, ask.node.clock())
    own = account.id == account_of(ask).id
    return Moved(
        "/sign-in" if own else "/settings/accounts", N_("The account '%(name)s' is ended. Its name stays taken."), {"name": account.name}
    )


def _shown_once(ask: Ask, name: str, password: str | None) -> Shown:
    """The password that was made up; it is kept nowhere, so no other page can show it."""
    node: Node = ask.node
    accounts = Accounts(node.store)
    view = account_view(node, accounts, accounts.get(name), password=password)
    return Shown(
        "account.html", view, N_("Account of %(name)s"), {"name": view.account.display}, more={"capability_words": CAPABILITY_WORDS}
    )


PAGES = (
    Page("/settings/accounts", show, "administer", about="All accounts of this node", view=AccountsView),
    Page("/settings/accounts/add", add, "administer", method="POST"),
    Page("/settings/accounts/change", change, "administer", method="POST"),
    Page("/settings/accounts/password", renew_password, "administer", method="POST"),
    Page("/settings/accounts/remove", remove, "administer", method="POST"),
)
