"""The tree of commands; each command lives in the module of its group and imports what it needs when it runs."""

from __future__ import annotations

from functools import cache
from typing import Any

import typer
from typer.main import get_command

from detente.cli import (
    accounts,
    acts,
    agreements,
    archiving,
    audit,
    backups,
    carrying,
    chronicle,
    couriers,
    declaring,
    dictating,
    door,
    drafts,
    drills,
    exchanges,
    founding,
    groups,
    held,
    issues,
    keys,
    looking,
    meetings,
    notes,
    people,
    press,
    proposing,
    proving,
    publishing,
    register,
    renewals,
    reports,
    sealing,
    searching,
    sheets,
    statements,
    stores,
    texts,
    tiles,
    undertakings,
    visiting,
    web,
    witness,
)
from detente.cli.demo import demo
from detente.cli.usage import Command, group
from detente.cli.version import VERSION_LINE
from detente.errors import N_


def _root(version: bool = typer.Option(False, "--version", help=N_("Show the version and the format, and end."))) -> None:
    if version:
        typer.echo(VERSION_LINE)
        raise typer.Exit


@cache
def build(_language: str = "en") -> Any:
    """The whole tree, in the order in which people meet the commands."""
    app = group(N_("A shared, signed record of talks between parties that do not trust each other."))
    app.callback()(_root)
    add = app.command
    add(cls=Command, help=N_("Play an exercise: the talks of Geneva in 2021, as a report tells them, between two nodes and a host."))(demo)
    founding.register(app)
    looking.register_status(app)
    reports.register_brief(app)
    acts.register(app)
    proposing.register(app)
    meetings.register(app)
    groups.register(app)
    texts.register(app)
    agreements.register(app)
    declaring.register(app)
    visiting.register(app)
    exchanges.register(app)
    people.register(app)
    issues.register(app)
    undertakings.register(app)
    notes.register(app)
    statements.register(app)
    press.register(app)
    register.register(app)
    drafts.register(app)
    sealing.register(app)
    keys.register(app)
    renewals.register(app)
    drills.register(app)
    carrying.register(app)
    couriers.register(app)
    sheets.register(app)
    looking.register(app)
    stores.register(app)
    reports.register(app)
    searching.register(app)
    chronicle.register(app)
    proving.register(app)
    dictating.register(app)
    publishing.register(app)
    witness.register(app)
    tiles.register(app)
    audit.register(app)
    door.register(app)
    held.register(app)
    backups.register(app)
    archiving.register(app)
    accounts.register(app)
    web.register(app)
    return get_command(app)
