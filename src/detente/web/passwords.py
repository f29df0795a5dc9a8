"""Passwords that a form brings: looked at beside the desk, because that takes long on purpose, and settled by the page's function.

Rules:

1. The failure is noted before the password is looked at, so that many that come at once are as slow as many that come one by one.
2. One password at a time: each takes 64 MiB.
"""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from detente.errors import DetenteError
from detente.node.accounts import Account, Accounts, Attempt, is_right
from detente.web.pages import Ask, Page


class Passwords:
    """Looks at passwords in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")

    async def look(self, begun: Attempt | Exception | None) -> tuple[Attempt, bool] | Exception | None:
        """Whether the password of an attempt is right; what is no attempt stays as it is."""
        if not isinstance(begun, Attempt):
            return begun
        try:
            return begun, await asyncio.get_running_loop().run_in_executor(self._thread, is_right, begun)
        except DetenteError as error:
            return error


def begin(node: Any, page: Page, ask: Ask) -> Attempt | Exception | None:
    """In the desk's thread: note that somebody tries a password; what stands against it goes to the page's function."""
    given = None if page.password is None else page.password(ask)
    if given is None:
        return None
    try:
        return Accounts(node.store).attempt(*given, ask.client, node.clock())
    except (DetenteError, OSError, sqlite3.Error) as error:
        return error


def settled(ask: Ask) -> Account:
    """The account whose password the form brought.

    Raises:
        WrongPassword: it is wrong.
        TooManyFailures: it was not looked at.
    """
    if not isinstance(ask.tried, tuple):
        raise ask.tried or AssertionError("the page asks for no password")
    attempt, right = ask.tried
    return Accounts(ask.node.store).settle(attempt, right=right)
