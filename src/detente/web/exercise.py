"""What makes an exercise playable at once: seats that anybody may take, and a clock that goes on where the story stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from detente.errors import N_, CallerError
from detente.node.accounts import Accounts
from detente.node.node import Node, utc_now

SEATS: Final = (
    ("secretary", N_("Secretary"), "secretary"),
    ("head", N_("Head of delegation"), "head"),
    ("watch", N_("Watch officer"), "watch_officer"),
    ("translator", N_("Translator"), "translator"),
    ("lawyer", N_("Lawyer"), "lawyer"),
    ("administrator", N_("Administrator"), "administrator"),
)
"""Name of the account, what is shown, role. Nobody of the talks is played by name."""


def fill_seats(node: Node) -> None:
    """Make the seats that are not there yet; they have no password, and sign in only where seats are open.

    Raises:
        CallerError: this node takes part in a dialogue that is no exercise.
    """
    if any(not charter.exercise for charter in node.charters.values()):
        raise CallerError(N_("open seats are for exercises; this node takes part in a dialogue that is none"))
    accounts = Accounts(node.store)
    for name, display, role in SEATS:
        if accounts.find(name) is None:
            accounts.add(name, display, role, node.clock())


def clock_from(moment: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that starts at a moment of the story and goes on from there at its usual pace."""
    started = utc_now()
    return lambda: moment + (utc_now() - started)
