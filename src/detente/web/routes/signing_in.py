"""Signing in and out. In an exercise with open seats one sits down without a password; in earnest never."""

from __future__ import annotations

from detente.errors import N_, DetenteError
from detente.node.accounts import Account, Accounts, WrongPassword
from detente.node.node import Node
from detente.node.roles import Capability, allowed, may
from detente.node.throttle import TooManyFailures
from detente.views.base import View
from detente.web import passkeys
from detente.web.pages import Answer, Ask, Moved, NotAllowed, Page, Shown, local_address
from detente.web.passwords import settled


class Seat(View, frozen=True):
    """An account that one may sit down as, in an exercise: its name, the name that is shown, its role, what it may do."""

    name: str
    display: str
    role: str
    may: list[str]


class SignInView(View, frozen=True):
    """Who may sign in here. `seats` is empty where passwords are asked: no list of accounts is shown to strangers."""

    party: str
    seats: list[Seat]


def sign_in_page(ask: Ask) -> Shown:
    """The form, or the seats of an exercise."""
    return _form(ask, ask.query.get("next", "/"))


def _form(ask: Ask, to: str, *, name: str = "", wrong: DetenteError | None = None) -> Shown:
    """The form; `name`: as it was typed; `wrong`: why nobody was signed in."""
    accounts = Accounts(ask.node.store).list() if ask.open_seats else []
    view = SignInView(party=ask.node.party, seats=[_seat(ask.node, each) for each in accounts])
    site = None if ask.open_seats else passkeys.relying(ask)
    more = {
        "next": local_address(to),
        "name": name,
        "wrong": wrong,
        "passkey_options": None if site is None else passkeys.options_to_sign_in(ask, site),
    }
    return Shown("sign_in.html", view, N_("Sign in"), more=more, status=200 if wrong is None else 422)


def sign_in(ask: Ask) -> Answer:
    """Name and password; the form again, with the name, where they are wrong or there were too many failures before."""
    try:
        account = settled(ask)
    except (WrongPassword, TooManyFailures) as error:
        return _form(ask, ask.form.get("next", "/"), name=ask.form.get("name", ""), wrong=error)
    return _welcome(ask, Accounts(ask.node.store).sessions.start(account.id, ask.client, ask.node.clock(), ask.agent))


def _typed(ask: Ask) -> tuple[str, str]:
    return ask.form.get("name", ""), ask.form.get("password", "")


def sign_in_with_passkey(ask: Ask) -> Answer:
    """A passkey, which says itself whose it is.

    Raises:
        CallerError: it signs nobody in here.
    """
    return _welcome(ask, passkeys.sign_in(ask))


def sit_down(ask: Ask) -> Answer:
    """Take an open seat.

    Raises:
        NotAllowed: this is no exercise with open seats.
        CallerError: there is no such seat.
    """
    if not ask.open_seats:
        raise NotAllowed(N_("there are no open seats here; sign in with your password"))
    accounts = Accounts(ask.node.store)
    account = accounts.get(ask.form.get("name", ""))
    return _welcome(ask, accounts.sessions.start(account.id, ask.client, ask.node.clock(), ask.agent))


def sign_out(ask: Ask) -> Answer:
    """End the session."""
    Accounts(ask.node.store).sessions.end_token(ask.session)
    return Moved("/sign-in", cookies={"session": None})


def _welcome(ask: Ask, token: str) -> Moved:
    """Go on with a new session; the one before it in this browser, whoever's it was, ends."""
    if ask.session:
        Accounts(ask.node.store).sessions.end_token(ask.session)
    signed = Accounts(ask.node.store).signed_in(token, ask.node.clock())
    reads = signed is not None and may(ask.node, signed[0], Capability.READ)
    to = local_address(ask.form.get("next", "/"))
    return Moved("/settings" if to == "/" and not reads else to, cookies={"session": token})


def _seat(node: Node, account: Account) -> Seat:
    granted = allowed(node, account)
    return Seat(name=account.name, display=account.display, role=account.role, may=[each for each in Capability if each in granted])


PAGES = (
    Page("/sign-in", sign_in_page, "", about="Who may sign in here", view=SignInView, query=("next",)),
    Page("/sign-in", sign_in, "", method="POST", password=_typed),
    Page("/sign-in/passkey", sign_in_with_passkey, "", method="POST"),
    Page("/sit", sit_down, "", method="POST"),
    Page("/sign-out", sign_out, "", method="POST"),
)
