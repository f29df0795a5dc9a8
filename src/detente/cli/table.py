"""Opening the pages of an exercise that was played: every chair of its folder, until Ctrl-C."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente.cli.protection import not_installed
from detente.errors import N_, CallerError, StoreError

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.web.chairs import Played

PLAYED = "story.json"


def read_played(folder: Path) -> Played:
    """What was played in a folder.

    Raises:
        CallerError: nothing was.
        StoreError: story.json is damaged.
    """
    from detente.cli.story import read_story
    from detente.views.facts import read_map
    from detente.web.chairs import Played

    try:
        value = msgspec.json.decode((folder / PLAYED).read_bytes(), type=dict[str, Any])
        story = read_story(value["story"], value["suppose"])
        host = story.witness
        return Played(
            value, list(story.parties), None if host is None else host["id"], {} if host is None else host["names"], read_map(story.folder)
        )
    except FileNotFoundError as error:
        raise CallerError(
            N_("no exercise was played in %(path)s"), hint=N_("This plays one:\ndetente demo --dir %(path)s"), path=str(folder)
        ) from error
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise StoreError(N_("%(path)s is damaged"), path=str(folder / PLAYED)) from error


def open_table(s: Session, folder: Path, *, browser: bool, port: int | None = None) -> None:
    """Serve every chair, say where, and open the first page."""
    import asyncio
    import webbrowser

    try:
        from detente.web.chairs import Table
    except ModuleNotFoundError as error:
        raise not_installed() from error

    table = Table(folder, read_played(folder), port=port)
    s.head(N_("The pages are open, until you press Ctrl-C:"))
    s.line("  " + table.addresses["start"])
    if browser:
        with contextlib.suppress(webbrowser.Error):  # a machine without a browser: the address stands above
            webbrowser.open(table.addresses["start"])
    asyncio.run(table.serve())
