# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for notes between delegations, open and closed, and for communications checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, FILE, MARK, SEAL, TEXT, TYPE, _attach, act, add_act
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError


def send(
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    form: str = typer.Option(..., "--form", metavar="FORM", help=N_("One of these: %(note_forms)s.")),
    number: str | None = typer.Option(None, "--number", metavar="TEXT", help=N_("Its number or mark in your registry.")),
    title: str | None = typer.Option(None, "--title", metavar="TEXT", help=N_("A line that says what it is about.")),
    to: list[str] = typer.Option(
        [], "--to", metavar="PARTY", help=N_("Whom it is addressed to; repeat it. All members of the channel can read it.")
    ),
    about: str | None = typer.Option(None, "--about", metavar="MATTER", help=N_("What it is about, such as issue/prisoners.")),
    urgent: bool = typer.Option(False, "--urgent", help=N_("Mark it as urgent.")),
    closed: bool = typer.Option(
        False, "--closed", help=N_("Share only a commitment to the text. This node keeps the text; you can open it later, or never.")
    ),
    file: list[Path] = typer.Option([], "--file", metavar="PATH", help=FILE),
    mark: str = typer.Option("", "--mark", metavar="TEXT", help=MARK),
    media_type: str | None = typer.Option(None, "--type", metavar="TYPE", help=TYPE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import NOTES
    from detente.views import acting_matters

    forms.one_of(form, NOTES)
    if closed and (file or title):  # before anybody types a passphrase
        raise CallerError(N_("a closed note shares nothing but a commitment; it has no title and no files"))
    given: dict[str, Any] = {
        "form": form, "number": number, "title": title, "text": text, "to": to, "urgent": urgent, "closed": closed, "files": file,
        "about": None if about is None else forms.matter(*about.split("/")),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_matters.note, given, channel=channel, seal_now=seal, files=_attach(node, file, mark, media_type))


def open_(
    ref: str = typer.Argument(..., metavar="REF", help=N_("Our closed note, as PARTY/NUMBER.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    with session().open(secrets=seal) as node:
        act(node, acting_matters.disclose, {}, re=[ref], channel=channel, seal_now=seal)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_matters import render_notes
    from detente.views.notes import notes_view

    s = session()
    with s.open() as node:
        s.emit(notes_view(node, node.room(channel)), render_notes)


def check(
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    with session().open(secrets=seal) as node:
        act(node, acting_matters.check, {}, channel=channel, seal_now=seal)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    notes = group(N_("Notes between delegations: note verbale, aide-mémoire, non-paper, letter, position."))
    add_act(notes, "send", send, N_("Send a note; or, closed, only a commitment to its text."))
    notes.command("open", cls=Command, help=N_("Open a closed note of ours; everybody sees whether it is the text that was committed to."))(
        open_
    )
    notes.command("list", cls=Command, help=N_("List the notes of a channel."))(list_)
    app.add_typer(notes, name="note")
    app.command("check", cls=Command, help=N_("Ask whether the line works; the other side's node answers by itself, with its next look."))(
        check
    )
