# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that lead from a text to a bond: initials, statements beside it, instruments, entry into force."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act, by_tag
from detente.cli.proposing import DELEGATE
from detente.cli.session import session
from detente.cli.texts import KEY
from detente.cli.usage import Command
from detente.errors import N_


def initial(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_texts

    with session().open(secrets=seal) as node:
        act(node, acting_texts.initial, {"about": forms.matter("text", key), "delegate": delegate}, channel=channel, seal_now=seal)


def attach(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    text: list[str] = typer.Argument(..., metavar="[LANGUAGE=]TEXT", help=N_("What we state, in one language or several.")),
    form: str = typer.Option(
        "interpretative_statement", "--form", metavar="FORM", help=N_("One of these: %(attached)s.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.dialogue.kinds import ATTACHED
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "form": forms.one_of(form, ATTACHED), "text": by_tag(text, "TEXT"),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.attach, given, channel=channel, seal_now=seal)


def bind(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    instrument: str = typer.Argument(..., metavar="INSTRUMENT", help=N_("One of these: %(instruments)s.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=N_("From which day it has effect, if not at once.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import INSTRUMENTS
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "instrument": forms.one_of(instrument, INSTRUMENTS), "text": text,
        "from": None if first is None else forms.day(first),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.bind, given, channel=channel, seal_now=seal)


def force(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    first: str = typer.Argument(..., metavar="DATE", help=N_("The day from which it is in force, such as 2022-01-01.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    parties: list[str] = typer.Option([], "--for", metavar="PARTY", help=N_("For this party alone; repeat it.")),
    provisional: bool = typer.Option(False, "--provisional", help=N_("It is applied from that day, before it is in force.")),
    provisions: list[str] = typer.Option([], "--provision", metavar="PROVISION", help=N_("This provision alone; repeat it.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "from": forms.day(first), "text": text, "for": parties, "provisional": provisional,
        "provisions": provisions,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.force, given, channel=channel, seal_now=seal)


def register(texts: typer.Typer) -> None:
    """Add the commands of this module."""
    add = texts.command
    add("initial", cls=Command, help=N_("Initial a text: these are the words; it does not bind yet."))(initial)
    add("attach", cls=Command, help=N_("Put an interpretative statement, a reservation or a declaration of ours beside a text."))(attach)
    add("bind", cls=Command, help=N_("Record our consent to be bound beside the signature, such as a ratification."))(bind)
    add("force", cls=Command, help=N_("Say from when a text is in force: as its depositary, or as a party."))(force)
