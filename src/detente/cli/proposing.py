# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands by which anything is decided together: propose, consent, confirm, reserve, object."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli.acts import CHANNEL, SEAL, TEXT, act
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

DELEGATE = N_("Who signs in person, by the id under which your party has appointed this person.")
PROPOSAL = N_("The proposal, as PARTY/NUMBER; detente proposals lists them.")
_OWN_COMMANDS = {"meeting": "propose", "group": "propose", "text": "table"}


def propose(
    matter: str = typer.Argument(
        ..., metavar="MATTER", help=N_("What it is about: measure/KEY, term/acknowledge, charter/KEY, track/KEY.")
    ),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    term: str | None = typer.Option(
        None, "--term", metavar="TERM",
        help=N_("A time limit, counted from proven receipt: 10d or 48h; for term/acknowledge, first, final."),
    ),
    silence_until: str | None = typer.Option(
        None, "--silence-until", metavar="MOMENT",
        help=N_("A silence procedure: who says nothing until this moment (2021-09-30T12:00+02:00) will have consented."),
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.views import acting_proposals

    about = forms.matter(*matter.split("/"))
    subject, _, key = about.partition("/")
    if subject in _OWN_COMMANDS:
        raise CallerError(
            N_("a %(subject)s has a command of its own"),
            hint=N_("detente %(subject)s %(verb)s --help"),
            subject=subject,
            verb=_OWN_COMMANDS[subject],
        )
    if subject in {"issue", "body"}:
        raise CallerError(N_("'%(about)s' is nothing that is decided together"), about=about)
    if subject == "term" and (key not in acting_proposals.TERMS or term is None):
        raise CallerError(
            N_("a term is one of %(known)s and needs a time limit; this is '%(about)s'"),
            hint=N_("detente propose term/acknowledge --term 48h"),
            known=", ".join("term/" + each for each in acting_proposals.TERMS), about=about,
        )  # fmt: skip
    if subject != "term" and term is not None:
        raise CallerError(N_("--term is for term/acknowledge, term/first and term/final; this is '%(about)s'"), about=about)
    if subject != "term" and not text:
        raise CallerError(N_("a proposal about '%(about)s' says nothing"), hint=N_("Add --text TEXT."), about=about)
    given: dict[str, Any] = {"text": text, "silence": None if silence_until is None else forms.moment(silence_until)}
    if term is not None:
        build, given = acting_proposals.propose_term, {**given, "which": key, "term": forms.term(term)}
    else:
        build, given = acting_proposals.propose, {**given, "about": about}
    with session().open(secrets=seal) as node:
        act(node, build, given, channel=channel, seal_now=seal)


def consent(
    ref: str = typer.Argument(..., metavar="REF", help=PROPOSAL),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    ad_referendum: bool = typer.Option(
        False, "--ad-referendum", help=N_("Subject to confirmation by your government; no consent before that.")
    ),
    confirm_by: str | None = typer.Option(
        None, "--confirm-by", metavar="DATE", help=N_("The day by which you mean to confirm consent ad referendum, such as 2021-10-15.")
    ),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli import forms
    from detente.views import acting_proposals

    if confirm_by is not None and not ad_referendum:
        raise CallerError(N_("--confirm-by goes with --ad-referendum; consent without it needs no confirmation"))
    given = {
        "text": text, "how": "ad_referendum" if ad_referendum else None, "delegate": delegate,
        "confirm_by": None if confirm_by is None else forms.day(confirm_by),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_proposals.consent, given, re=[ref], channel=channel, seal_now=seal)


def confirm(
    ref: str = typer.Argument(
        ..., metavar="REF", help=N_("A proposal or your own stance on it; or a report, a performance or an act on paper of another party.")
    ),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_proposals

    with session().open(secrets=seal) as node:
        act(node, acting_proposals.confirm, {"text": text, "delegate": delegate}, re=[ref], channel=channel, seal_now=seal)


def reserve(
    ref: str = typer.Argument(..., metavar="REF", help=PROPOSAL),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("The day by which you mean to have instructions.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli import forms
    from detente.views import acting_proposals

    given = {"text": text, "until": None if until is None else forms.day(until)}
    with session().open(secrets=seal) as node:
        act(node, acting_proposals.reserve, given, re=[ref], channel=channel, seal_now=seal)


def object_to(
    ref: str = typer.Argument(..., metavar="REF", help=PROPOSAL),
    reason: str = typer.Option(..., "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_proposals

    with session().open(secrets=seal) as node:
        act(node, acting_proposals.object_to, {"reason": reason}, re=[ref], channel=channel, seal_now=seal)


def proposals(
    matter: str | None = typer.Argument(
        None, metavar="[MATTER]", help=N_("Only of this matter and what belongs to it, such as meeting/plenary/3.")
    ),
    everything: bool = typer.Option(False, "--all", help=N_("Also those that are settled: adopted, withdrawn, replaced.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_talks import render_proposals
    from detente.views.proposals import check_proposed, proposals_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        if matter is not None:
            check_proposed(room, matter)
        s.emit(proposals_view(room, about=matter, settled=everything or matter is not None), render_proposals)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("propose", cls=Command, help=N_("Propose a measure, a term or a change of the charter to all members of a channel."))(
        propose
    )
    app.command("proposals", cls=Command, help=N_("Show what was proposed, how each party stands to it, and what came of it."))(proposals)
    app.command("consent", cls=Command, help=N_("Consent to a proposal. It is adopted when all members have."))(consent)
    app.command(
        "confirm",
        cls=Command,
        help=N_("Confirm consent ad referendum or a reservation of yours, or what another party has reported or done."),
    )(confirm)
    app.command("reserve", cls=Command, help=N_("Reserve your position on a proposal: you await instructions."))(reserve)
    app.command("object", cls=Command, help=N_("Object to a proposal; it also breaks a silence procedure."))(object_to)
