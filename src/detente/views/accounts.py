"""Accounts of the web face: who there is, what each may do and why, where each is signed in, what came since somebody last looked."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from detente.node.accounts import Account, Accounts
from detente.node.node import Node, format_time
from detente.node.roles import capabilities
from detente.node.room import Room
from detente.views.base import Text, View, text_of_error
from detente.views.log import Row, rows_of


class AccountRow(View, frozen=True):
    """One account. `delegate`: the person in the record for whom it stands; `passkeys`: how many it has."""

    name: str
    display: str
    role: str
    delegate: str | None
    language: str | None
    has_password: bool
    passkeys: int
    made: str


class AccountsView(View, frozen=True):
    """`account list`: by name."""

    accounts: list[AccountRow]


class GrantRow(View, frozen=True):
    """Whether an account may do one thing, and why. `entry`: the appointment on which that rests (CHANNEL:PARTY/NUMBER)."""

    capability: str
    allowed: bool
    why: Text
    entry: str | None


class AccountView(View, frozen=True):
    """`account show`, `account add`, `account password`: one account.

    `channel`: where the grants hold; null: in some channel. `password`: one that was made up just now, shown this once.
    """

    account: AccountRow
    channel: str | None
    grants: list[GrantRow]
    password: str | None


class SessionRow(View, frozen=True):
    """One browser that is signed in: since when, when last seen, when it ends by itself, from where."""

    id: int
    started: str
    seen: str
    expires: str
    address: str
    agent: str


class SessionsView(View, frozen=True):
    """`account sessions`: the last seen first. `ended`: how many were ended just now."""

    name: str
    sessions: list[SessionRow]
    ended: int


class AccountRemoved(View, frozen=True):
    """`account remove`."""

    name: str


class NewsView(View, frozen=True):
    """What this node took into a channel and somebody has not seen, acts of others only, in the order in which it came.

    `since`: when they last said that they had seen everything; null: never. `left_out`: how many older ones are not given.
    """

    channel: str
    since: str | None
    entries: list[Row]
    left_out: int


def accounts_view(accounts: Accounts) -> AccountsView:
    """All accounts."""
    return AccountsView(accounts=[account_row(accounts, account) for account in accounts.list()])


def account_row(accounts: Accounts, account: Account) -> AccountRow:
    """One account in a list."""
    return AccountRow(
        name=account.name,
        display=account.display,
        role=account.role,
        delegate=account.delegate,
        language=account.language,
        has_password=account.has_password,
        passkeys=len(accounts.passkeys.list(account.id)),
        made=time_text(account.made),
    )


def account_view(node: Node, accounts: Accounts, account: Account, room: Room | None = None, password: str | None = None) -> AccountView:
    """One account with what it may do and why."""
    return AccountView(
        account=account_row(accounts, account),
        channel=None if room is None else room.label,
        grants=[
            GrantRow(capability=grant.capability, allowed=grant.allowed, why=text_of_error(grant.reason), entry=grant.entry)
            for grant in capabilities(node, account, room).values()
        ],
        password=password,
    )


def sessions_view(accounts: Accounts, account: Account, now: dt.datetime, ended: int = 0) -> SessionsView:
    """Where an account is signed in."""
    return SessionsView(
        name=account.name,
        sessions=[
            SessionRow(
                id=found.id,
                started=time_text(found.started),
                seen=time_text(found.seen),
                expires=time_text(found.expires),
                address=found.address,
                agent=found.agent,
            )
            for found in accounts.sessions.list(account.id, now)
        ],
        ended=ended,
    )


def news_view(accounts: Accounts, account: Account, room: Room, most: int = 20) -> NewsView:
    """What came into a channel that somebody has not seen; only the pouches of what is given are read.

    Args:
        most: so many of the newest are given.
    """
    look = accounts.looks.last(account.id, room.id)
    found = list(islice(accounts.looks.unseen(account.id, room), most))
    return NewsView(
        channel=room.label,
        since=None if look is None else time_text(look.at),
        entries=rows_of(room, found[::-1]),
        left_out=accounts.looks.number(account.id, room) - len(found),
    )


def time_text(seconds: int) -> str:
    """Seconds since 1970 as entries carry a time."""
    return format_time(dt.datetime.fromtimestamp(seconds, dt.UTC))
