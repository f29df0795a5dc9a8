# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for issues: what is disagreed on, in each side's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, _draft, _re, _texts, _versions, add_act
from detente.cli.founding import by_language
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.matters import Issue
    from detente.node.room import Room

KEY = N_("The key of the issue, one word such as prisoners; track/KEY for a track of the talks.")
WORDING = N_("Our own wording; LANGUAGE=TEXT for one language; repeat it. The other side writes its own.")


def _matter(key: str) -> str:
    """issue/KEY, unless the key names its subject itself.

    Raises:
        CallerError: it is neither an issue nor a track.
    """
    about = forms.matter(*key.split("/")) if "/" in key else forms.matter("issue", key)
    if about.partition("/")[0] not in {"issue", "track"}:
        raise CallerError(N_("'%(about)s' is neither an issue nor a track"), about=about)
    return about


def _known(room: Room, key: str) -> Issue:
    about = _matter(key)
    found = room.fold.matters.issues.get(about)
    if found is None:
        known = ", ".join(sorted(room.fold.matters.issues)) or "—"
        raise CallerError(
            N_("'%(about)s' has not been raised in '%(label)s'; there are: %(known)s"),
            hint=N_("detente issue raise %(key)s --title TEXT"), about=about, label=room.label, known=known, key=key,
        )  # fmt: skip
    return found


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
    about = _matter(key)
    fields: dict[str, Any] = {
        "kind": "raise", "about": about, **_versions("title", title, "--title"), **_versions("text", text, "--text"),
    }  # fmt: skip
    if concerns:
        fields["concerns"] = sorted(set(concerns))
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        if about in room.fold.matters.issues:
            raise CallerError(
                N_("'%(about)s' has been raised in '%(label)s' already"),
                hint=N_("This gives it your own wording:\ndetente issue word %(key)s TEXT"), about=about, label=room.label, key=key,
            )  # fmt: skip
        _draft(node, room, fields, seal_now=seal)


def word(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    text: list[str] = typer.Argument(..., metavar="TEXT", help=WORDING),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        fields = {"kind": "word", "about": _known(room, key).slot, **_versions("text", text, "TEXT")}
        _draft(node, room, fields, seal_now=seal)


def assess(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    movement: str = typer.Argument(..., metavar="MOVEMENT", help=N_("no_movement, progress or agreed; each side for itself.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("In your own words.")),
    round_: str | None = typer.Option(None, "--round", metavar="KIND/NUMBER", help=N_("The round of talks, such as plenary/2.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import MOVEMENTS

    forms.one_of(movement, MOVEMENTS)
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        fields = {"kind": "assess", "about": _known(room, key).slot, "movement": movement, **_texts(text=text)}
        if round_ is not None:
            fields["round"] = forms.matter("meeting", *round_.removeprefix("meeting/").split("/"))
        _draft(node, room, fields, seal_now=seal)


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
    target = forms.matter(*to.split("/"))
    if target.partition("/")[0] not in {"group", "body"}:
        raise CallerError(N_("'%(about)s' is neither a group nor a body: write group/KEY or body/KEY"), about=target)
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        fields = {"kind": "refer", "about": _known(room, key).slot, "to": target, **_texts(text=text)}
        if name:
            fields["names"] = by_language(name, "--name")
        _draft(node, room, fields, seal_now=seal)


def report(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The referral, as PARTY/NUMBER; detente issue show KEY has it.")),
    state: str = typer.Argument(
        ..., metavar="STATE", help=N_("not_yet, begun, met, held, concluded or reported; the last two: it has reported back.")
    ),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("In your own words.")),
    date: str | None = typer.Option(None, "--date", metavar="DATE", help=forms.DATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import STATES
    from detente.views.base import parse_ref

    forms.one_of(state, STATES)
    with session().open(secrets=seal) as node:
        room, about = parse_ref(node, ref, channel)
        if about not in room.fold.matters.reported_back:
            raise CallerError(N_("%(ref)s is no referral of an issue"), hint=N_("detente issue list"), ref=str(about))
        matter = str(room.fold.memory.act(about).kept["about"])
        fields = {"kind": "report", "re": _re(about), "about": matter, "state": state, **_texts(text=text)}
        if date is not None:
            fields["date"] = forms.when(date)
        _draft(node, room, fields, seal_now=seal)


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
    from detente.views.issues import issue_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        s.emit(issue_view(room, _known(room, key)), render_issue)


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
