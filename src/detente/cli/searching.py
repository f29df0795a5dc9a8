# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that searches."""

from __future__ import annotations

import typer

from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError


def search(
    words: list[str] | None = typer.Argument(
        None, metavar="WORDS", help=N_("The words to look for; all of them must stand in one text. Words in quotation marks stay together.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=N_("Only in this channel.")),
    kind: str | None = typer.Option(None, "--kind", metavar="KIND", help=N_("Only acts of this kind, such as request.")),
    party: str | None = typer.Option(None, "--party", metavar="PARTY", help=N_("Only texts of this party.")),
    below: int | None = typer.Option(None, "--below", metavar="N", help=N_("The next page: the number that the page before gave.")),
    rebuild: bool = typer.Option(False, "--rebuild", help=N_("Make the index anew from what is stored first.")),
) -> None:
    from detente.cli.render_search import render_search
    from detente.dialogue.kinds import KINDS
    from detente.node.search import Index
    from detente.views.search import search_view

    s = session()
    if not words and not rebuild:
        raise CallerError(N_("there is nothing to look for"), hint=N_("detente search WORDS"))
    if kind is not None and kind not in KINDS:
        raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=kind, known=", ".join(sorted(KINDS)))
    with s.open() as node:
        with s.working(N_("Reading what has come since the last search")) as tick:
            if rebuild:
                Index(node).rebuild(tick)
            view = search_view(
                node, " ".join(words or []), channel=channel, kind=kind, party=party, below=below, language=s.t.language, tick=tick
            )
        s.emit(view, render_search)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("search", cls=Command, help=N_("Search all texts that this node holds: entries, drafts, handover notes, translations."))(
        search
    )
