"""The watch officer's screen: what came in, what is due, whose move it is, what a person should look at."""

from __future__ import annotations

from detente.errors import N_
from detente.node.accounts import Accounts
from detente.views.home import HomeView, home_view
from detente.web.pages import Ask, Moved, NotAllowed, Page, Shown


def home(ask: Ask) -> Shown:
    """Where the talks stand."""
    return Shown("home.html", home_view(ask.node, ask.account), N_("Where the talks stand"))


def mark_seen(ask: Ask) -> Moved:
    """Note that this account has now seen everything that came in.

    Raises:
        NotAllowed: nobody has signed in.
    """
    if ask.account is None:
        raise NotAllowed(N_("sign in first"))
    accounts = Accounts(ask.node.store)
    for room in ask.node.rooms.values():
        accounts.look(ask.account, room.id, ask.node.clock())
    return Moved("/", N_("Everything up to now is marked as seen by you."))


PAGES = (
    Page("/", home, "read", about="Where the talks stand: what came in, what is due, whose move it is", view=HomeView),
    Page("/seen", mark_seen, "read", method="POST"),
)
