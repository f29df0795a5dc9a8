# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands about entries that are there: release, correction, translation; and what was known at a past moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, REF, SEAL, TEXT, act, add_act
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

STATUS = ("official", "courtesy", "machine")


def release(
    refs: list[str] = typer.Argument(None, metavar="[REF]", help=N_("Entries that may be published; of one channel.")),
    field: list[str] = typer.Option([], "--field", metavar="NAME", help=N_("Only these fields of the entries; repeat it.")),
    section: list[str] = typer.Option(
        [], "--section", metavar="NAME", help=N_("A part of the count, such as requests/rus or meetings; repeat it.")
    ),
    about: str | None = typer.Option(None, "--about", metavar="MATTER", help=N_("A whole matter, such as text/joint-statement-2.")),
    from_: str | None = typer.Option(None, "--from", metavar="MOMENT", help=N_("From when on, such as 2021-09-30T18:00Z; otherwise now.")),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_register

    if field and not refs:
        raise CallerError(N_("--field says which fields of an entry are released, and no entry is named"))
    given: dict[str, Any] = {
        "opens": field, "sections": section, "about": None if about is None else forms.matter(*about.split("/")),
        "from": None if from_ is None else forms.moment(from_), "text": text,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_register.release, given, re=refs or [], channel=channel, seal_now=seal)


def releases(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_register import render_releases
    from detente.views.register import releases_view

    s = session()
    with s.open() as node:
        s.emit(releases_view(node.room(channel)), render_releases)


def correct(
    ref: str = typer.Argument(..., metavar="REF", help=N_("Our own entry, as PARTY/NUMBER.")),
    field: list[str] = typer.Option(..., "--field", metavar="NAME", help=N_("Which field; repeat it, each time with its --to.")),
    to: list[str] = typer.Option(..., "--to", metavar="TEXT", help=N_("What it should read.")),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli.files import read_text
    from detente.views import acting_register

    if len(field) != len(to) or len(set(field)) != len(field):
        raise CallerError(
            N_("there are %(fields)d --field and %(texts)d --to; each field has one, and stands once"), fields=len(field), texts=len(to)
        )
    given = {"new": {name: read_text(text) for name, text in zip(field, to, strict=True)}, "text": reason}
    with session().open(secrets=seal) as node:
        act(node, acting_register.correct, given, re=[ref], channel=channel, seal_now=seal)


def translate(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("The translation; - reads it from standard input.")),
    language: str = typer.Option(..., "--language", metavar="LANGUAGE", help=N_("Its language, such as ar.")),
    status: str = typer.Option("courtesy", "--status", metavar="STATUS", help=N_("One of these: %(translations)s; otherwise courtesy.")),
    file: Path | None = typer.Option(None, "--file", metavar="FILE", help=N_("The translation, in a file of plain text (UTF-8).")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_register

    if (text is None) == (file is None):
        raise CallerError(N_("a translation is given either as TEXT or in a file"), hint=N_("detente translate --help"))
    given = {"language": language, "status": forms.one_of(status, STATUS), "text": text if file is None else _read(file)}
    with session().open(secrets=seal) as node:
        act(node, acting_register.translate, given, re=[ref], channel=channel, seal_now=seal)


def _read(file: Path) -> str:
    from detente.node.files import read_capped
    from detente.record.limits import LIMITS

    try:
        return read_capped(file, LIMITS.line_bytes).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallerError(N_("%(path)s is not plain text in UTF-8"), path=str(file)) from error


def known(
    moment: str = typer.Argument(..., metavar="DATE", help=N_("A day, which means its end in UTC, or a moment such as 2021-09-30T12:00Z.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_register import render_known
    from detente.dialogue import fields as f
    from detente.views.knowledge import known_view

    s = session()
    until = moment + "T23:59:59Z" if f.day(moment) else forms.moment(moment)
    with s.open() as node:
        s.emit(known_view(node.room(channel), until), render_known)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add_act(app, "correct", correct, N_("Correct an entry of ours; the old text stays beside the new one."))
    add_act(app, "translate", translate, N_("Add a translation to an entry; it does not take the place of the original."))
    add_act(
        app, "release", release, N_("Agree to publish: entries, parts of the count, a matter. What is joint needs everybody's consent.")
    )
    app.command("releases", cls=Command, help=N_("List what was released, by whom, and whose consent is missing."))(releases)
    app.command("known", cls=Command, help=N_("Show a channel as this node knew it at a past moment."))(known)
