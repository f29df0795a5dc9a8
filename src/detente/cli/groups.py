# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for working groups: to propose one, to open its channel, to report that it has met."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, TEXT, act, seal_one
from detente.cli.founding import by_language
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

KEY = N_("The key of the group, one word such as arms-control; the same for all parties and in all languages.")


def propose(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    name: list[str] = typer.Option(..., "--name", metavar="LANGUAGE=NAME", help=N_("Its name in one language; repeat it.")),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=N_("What it is to do.")),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    about, names = forms.matter("group", key), by_language(name, "--name")
    given: dict[str, Any] = {"about": about, "names": names, "text": text, "silence": forms.until(until)}
    with session().open(secrets=seal) as node:
        act(node, acting_talks.propose_group, given, channel=channel, seal_now=seal)


def open_(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    member: list[str] = typer.Option(
        [],
        "--member",
        metavar="PARTY",
        help=N_("A member of its channel; repeat it. Otherwise all members of the channel that agreed to it."),
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli.render_talks import render_group_opened
    from detente.node.sealing import found_channel
    from detente.views.meetings import GroupOpened
    from detente.views.naming import names_of

    s = session()
    about = forms.matter("group", key)
    with s.open(secrets=True) as node:
        home = node.room(channel)
        if home.fold.proposals.current(about) is None:
            raise CallerError(
                N_("the group '%(about)s' is not agreed yet in '%(label)s'; its channel is opened when it is"),
                hint=N_("detente proposals %(about)s"), about=about, label=home.label,
            )  # fmt: skip
        listed = [str(act.ref) for act in home.fold.matters.channels.get(about, ())]
        drafted = [
            fields for _, _, fields, _, _ in node.store.drafts(home.id) if fields["kind"] == "list_channel" and fields["about"] == about
        ]
        if listed or drafted:
            raise CallerError(
                N_("the group '%(about)s' has a channel already, listed by %(entry)s"),
                hint=N_("detente group list"), about=about, entry=", ".join(listed) or node.party,
            )  # fmt: skip
        members = sorted({*(member or home.channel.members), node.party})
        for each in members:
            if each not in home.channel.members:
                raise CallerError(
                    N_("'%(party)s' is no member of '%(label)s'; its members are: %(members)s"),
                    party=each, label=home.label, members=", ".join(home.channel.members),
                )  # fmt: skip
        label = node.free_label(key)
        room = found_channel(node, home.channel.charter.id, label, names_of(home, about), members, "group")
        number = node.draft(home, {"kind": "list_channel", "about": about, "channel": room.id})
        entry = seal_one(node, home, number) if seal else None
        view = GroupOpened(
            group=about, names=names_of(home, about), label=room.label, id=room.id, members=members, listed_in=home.label,
            draft=None if seal else number, entry=entry,
            exercise=home.channel.charter.exercise,
        )  # fmt: skip
    s.emit(view, render_group_opened)


def report(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    state: str = typer.Argument(..., metavar="STATE", help=N_("One of these: %(group_states)s.")),
    date: str | None = typer.Option(None, "--date", metavar="DATE", help=forms.DATE),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_talks

    forms.one_of(state, acting_talks.GROUP_STATES)
    given: dict[str, Any] = {
        "about": forms.matter("group", key), "state": state, "date": None if date is None else forms.when(date), "text": text,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_talks.report_group, given, channel=channel, seal_now=seal)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_talks import render_groups
    from detente.views.meetings import groups_view

    s = session()
    with s.open() as node:
        s.emit(groups_view(node, node.room(channel)), render_groups)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    groups = group(N_("Working groups: propose one, open its channel, report that it has met."))
    add = groups.command
    add("propose", cls=Command, help=N_("Propose a working group to all members."))(propose)
    add("open", cls=Command, help=N_("Open a channel of its own for a group that all have agreed to."))(open_)
    add(
        "report",
        cls=Command,
        help=N_("Report that a group has begun, met or concluded; a meeting that waits for it goes on when all have."),
    )(report)
    add("list", cls=Command, help=N_("List the working groups, and who has reported what of them."))(list_)
    app.add_typer(groups, name="group")
