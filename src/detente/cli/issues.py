# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for issues: what is disagreed on, in each side's own words."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, act, add_act, by_tag
from detente.cli.founding import by_language
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_

KEY = N_("The key of the issue, one word such as prisoners; track/KEY for a track of the talks.")
WORDING = N_("Our own wording; LANGUAGE=TEXT for one language; repeat it. The other side writes its own.")


def _matter(key: str) -> str:
    """issue/KEY, unless the key names its subject itself."""
    return forms.matter(*key.split("/")) if "/" in key else forms.matter("issue", key)


def raise_(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    title: list[str] = typer.Option(..., "--title", metavar="TEXT", help=N_("Its title; LANGUAGE=TEXT for one language; repeat it.")),
    text: list[str] = typer.Option([], "--text", metavar="TEXT", help=WORDING),
    concerns: list[str] = typer.Option(
        [], "--concerns", metavar="STATE", help=N_("A state outside the talks that it concerns, such as gbr; repeat it.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    given: dict[str, Any] = {
        "about": _matter(key), "title": by_tag(title, "--title"), "text": by_tag(text, "--text"), "concerns": concerns,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_matters.raise_issue, given, channel=channel, seal_now=seal)


def word(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    text: list[str] = typer.Argument(..., metavar="TEXT", help=WORDING),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    given: dict[str, Any] = {"about": _matter(key), "text": by_tag(text, "TEXT")}
    with session().open(secrets=seal) as node:
        act(node, acting_matters.word, given, channel=channel, seal_now=seal)


def assess(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    movement: str = typer.Argument(..., metavar="MOVEMENT", help=N_("One of these: %(movements)s; each side for itself.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("In your own words.")),
    round_: str | None = typer.Option(None, "--round", metavar="KIND/NUMBER", help=N_("The round of talks, such as plenary/2.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import MOVEMENTS
    from detente.views import acting_matters

    forms.one_of(movement, MOVEMENTS)
    about = None if round_ is None else forms.matter("meeting", *round_.removeprefix("meeting/").split("/"))
    given = {"about": _matter(key), "movement": movement, "round": about, "text": text}
    with session().open(secrets=seal) as node:
        act(node, acting_matters.assess, given, channel=channel, seal_now=seal)


def refer(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    to: str = typer.Option(..., "--to", metavar="MATTER", help=N_("A group or a body outside the talks: group/KEY or body/KEY.")),
    name: list[str] = typer.Option(
        [], "--name", metavar="LANGUAGE=NAME", help=N_("The name of that body in one language; repeat it for others.")
    ),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=N_("What it is asked to do.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_matters

    names = by_language(name, "--name") if name else None
    given: dict[str, Any] = {"about": _matter(key), "to": forms.matter(*to.split("/")), "names": names, "text": text}
    with session().open(secrets=seal) as node:
        act(node, acting_matters.refer, given, channel=channel, seal_now=seal)


def report(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The referral, as PARTY/NUMBER; detente issue show KEY has it.")),
    state: str = typer.Argument(..., metavar="STATE", help=N_("One of these: %(report_states)s; the last two: it has reported back.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("In your own words.")),
    date: str | None = typer.Option(None, "--date", metavar="DATE", help=forms.DATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import STATES
    from detente.views import acting_matters

    forms.one_of(state, STATES)
    given = {"state": state, "date": None if date is None else forms.when(date), "text": text}
    with session().open(secrets=seal) as node:
        act(node, acting_matters.report_back, given, re=[ref], channel=channel, seal_now=seal)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_matters import render_issues
    from detente.views.issues import issues_view

    s = session()
    with s.open() as node:
        s.emit(issues_view(node.room(channel)), render_issues)


def show(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_matters import render_issue
    from detente.views.acting_matters import known_issue
    from detente.views.issues import issue_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        s.emit(issue_view(room, known_issue(room, _matter(key))), render_issue)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    issues = group(N_("Issues: what is disagreed on, in each side's own words, with each side's own assessment."))
    add_act(issues, "raise", raise_, N_("Put a matter on the list of issues."))
    add_act(issues, "word", word, N_("Give an issue our own wording, or a new one; the earlier ones stay."))
    add_act(issues, "assess", assess, N_("Give our own assessment of an issue, for a round of talks."))
    add_act(issues, "refer", refer, N_("Refer an issue to a group, or to a body outside the talks."))
    add_act(issues, "report", report, N_("Say what has become of a referral: whether that group or body has reported back."))
    issues.command("list", cls=Command, help=N_("List the issues with each side's last assessment."))(list_)
    issues.command("show", cls=Command, help=N_("Show an issue: each side's wording and assessments, and where it was referred."))(show)
    app.add_typer(issues, name="issue")
