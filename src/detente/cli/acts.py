# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that draft acts. A draft is in no log and counts nowhere until it is sealed."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.fold import Ref, Request
    from detente.node.node import Node
    from detente.node.room import Room

CHANNEL = N_("The channel; otherwise the plenary.")
SEAL = N_("Seal at once, with all other drafts of the channel.")
REF = N_("An entry, as PARTY/NUMBER; another channel's as CHANNEL:PARTY/NUMBER.")
TEXT = N_("The text; - reads it from standard input.")
FILE = N_("A file to attach; repeat it.")
MARK = N_("A handling mark for the attached files, in your own words.")
TYPE = N_("The media type of the attached files, where their names do not say it.")


def _texts(**texts: str | None) -> dict[str, Any]:
    from detente.cli.files import read_text

    return {name: unicodedata.normalize("NFC", read_text(text)) for name, text in texts.items() if text}


def _attach(node: Node, files: list[Path], mark: str, declared: str | None) -> dict[str, Any]:
    from detente.node import blobs

    return {f"file/{n:04d}": blobs.attach(node, path, mark=mark, declared=declared) for n, path in enumerate(files, 1)}


def _draft(node: Node, room: Room, fields: dict[str, Any], *, seal_now: bool) -> None:
    from detente.cli.render import render_drafted
    from detente.dialogue.fold import Ref
    from detente.node.sealing import seal
    from detente.views.results import Drafted

    number = node.draft(room, fields)
    entry = None
    if seal_now:
        done = seal(node, room)
        entry = str(Ref(node.party, room.mine.generation, done.head.size - 2))
    view = Drafted(
        number=None if seal_now else number,
        channel=room.label,
        kind=fields["kind"],
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        entry=entry,
        exercise=room.channel.charter.exercise,
    )
    session().emit(view, render_drafted)


def _re(ref: Ref) -> list[list[Any]]:
    return [[ref.party, ref.generation, ref.index]]


def _request_to_us(node: Node, text: str, channel: str | None) -> tuple[Room, Ref, Request]:
    from detente.views.base import parse_ref

    room, ref = parse_ref(node, text, channel)
    request = room.fold.requests.get(ref)
    if request is None:
        raise CallerError(N_("%(ref)s is no request"), hint=N_("detente status lists the open requests"), ref=str(ref))
    if request.to != node.party:
        raise CallerError(N_("the request %(ref)s is to %(to)s, not to %(us)s"), ref=str(ref), to=request.to, us=node.party)
    return room, ref, request


def request(
    to: str = typer.Argument(..., metavar="TO", help=N_("The party that is asked; exactly one.")),
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    subject: str | None = typer.Option(None, "--subject", metavar="TEXT", help=N_("A line that says what it is about.")),
    file: list[Path] = typer.Option([], "--file", metavar="PATH", help=FILE),
    mark: str = typer.Option("", "--mark", metavar="TEXT", help=MARK),
    media_type: str | None = typer.Option(None, "--type", metavar="TYPE", help=TYPE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    s = session()
    with s.open(secrets=seal) as node:
        room = node.room(channel)
        members = [party for party in room.channel.members if party != node.party]
        if to not in members:
            raise CallerError(
                N_("'%(party)s' is no other member of '%(label)s'; the others are: %(members)s"),
                party=to,
                label=room.label,
                members=", ".join(members),
            )
        fields = {"kind": "request", "to": to, **_texts(subject=subject, text=text), **_attach(node, file, mark, media_type)}
        _draft(node, room, fields, seal_now=seal)


def acknowledge(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    with session().open(secrets=seal) as node:
        room, about, _ = _request_to_us(node, ref, channel)
        _draft(node, room, {"kind": "acknowledge", "re": _re(about), **_texts(text=text)}, seal_now=seal)


def answer(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    outcome: str = typer.Option(
        ...,
        "--outcome",
        metavar="OUTCOME",
        help=N_("full, partial, nil (nothing to report), declined, withheld, or holding (not yet an answer)."),
    ),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why; needed for declined and withheld.")),
    file: list[Path] = typer.Option([], "--file", metavar="PATH", help=FILE),
    mark: str = typer.Option("", "--mark", metavar="TEXT", help=MARK),
    media_type: str | None = typer.Option(None, "--type", metavar="TYPE", help=TYPE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import OUTCOMES

    if outcome not in OUTCOMES:
        raise CallerError(N_("'%(outcome)s' is no outcome; an answer is one of: %(known)s"), outcome=outcome, known=", ".join(OUTCOMES))
    if outcome in {"declined", "withheld"} and not reason:
        raise CallerError(N_("an answer that is %(outcome)s needs a reason"), hint=N_("add --reason TEXT"), outcome=outcome)
    with session().open(secrets=seal) as node:
        room, about, _ = _request_to_us(node, ref, channel)
        fields = {
            "kind": "answer",
            "re": _re(about),
            "outcome": outcome,
            **_texts(text=text, reason=reason),
            **_attach(node, file, mark, media_type),
        }
        _draft(node, room, fields, seal_now=seal)


def withdraw(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views.base import parse_ref

    with session().open(secrets=seal) as node:
        room, about = parse_ref(node, ref, channel)
        found = room.fold.requests.get(about)
        if found is None or about.party != node.party:
            raise CallerError(N_("%(ref)s is no request of ours"), hint=N_("detente status lists the open requests"), ref=str(about))
        if found.final_answers:
            raise CallerError(N_("the request %(ref)s has been answered; it cannot be withdrawn any more"), ref=str(about))
        _draft(node, room, {"kind": "withdraw", "re": _re(about), **_texts(reason=reason)}, seal_now=seal)


def dispute(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The answer, or the request that it answers, as PARTY/NUMBER.")),
    reason: str = typer.Option(..., "--reason", metavar="TEXT", help=N_("Why it is no answer.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views.base import parse_ref
    from detente.views.requests import request_of

    with session().open(secrets=seal) as node:
        room, about = parse_ref(node, ref, channel)
        found = request_of(room, about)
        if found is None or found.act.ref.party != node.party or not found.answers:
            raise CallerError(N_("%(ref)s is no answer to a request of ours"), hint=N_("detente log lists the entries"), ref=str(about))
        answered = about if any(act.ref == about for act in found.answers) else found.answers[-1].ref
        _draft(node, room, {"kind": "dispute", "re": _re(answered), **_texts(reason=reason)}, seal_now=seal)


def destroy(
    refs: list[str] = typer.Argument(..., metavar="REF", help=N_("Entries whose bodies are to go; 1 to 64 of one channel.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views.base import parse_ref

    with session().open(secrets=seal) as node:
        found = [parse_ref(node, ref, channel) for ref in refs]
        room = found[0][0]
        if any(other is not room for other, _ in found):
            raise CallerError(N_("all entries of one act are of one channel"))
        for _, ref in found:
            if "destroyable" not in room.entry(ref).fields:
                raise CallerError(N_("%(ref)s has no body that could be destroyed"), ref=str(ref))
        _draft(node, room, {"kind": "destroy", "re": [_re(ref)[0] for _, ref in found]}, seal_now=seal)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("request", cls=Command, help=N_("Ask another party something."))(request)
    app.command("acknowledge", cls=Command, help=N_("Say that a person has taken up a request; no answer yet."))(acknowledge)
    app.command("answer", cls=Command, help=N_("Answer a request."))(answer)
    app.command("withdraw", cls=Command, help=N_("Withdraw a request of yours that has no answer yet; both entries stay."))(withdraw)
    app.command("dispute", cls=Command, help=N_("Say that an answer to a request of yours is none; counted apart, lowers no number."))(
        dispute
    )
    app.command(
        "destroy",
        cls=Command,
        help=N_("Agree to destroy the bodies of entries. They go when every member has agreed; hashes and counts stay."),
    )(destroy)
