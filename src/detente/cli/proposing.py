# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands by which anything is decided together: propose, consent, confirm, reserve, object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from detente.cli.acts import CHANNEL, SEAL, TEXT, _draft, _re, _texts
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.acts import Ref
    from detente.dialogue.proposals import Slot
    from detente.node.node import Node
    from detente.node.room import Room

DELEGATE = N_("Who signs in person, by the id under which your party has appointed this person.")
PROPOSAL = N_("The proposal, as PARTY/NUMBER; detente proposals lists them.")
_OWN_COMMANDS = {"meeting": "propose", "group": "propose", "text": "table"}
_TERMS = ("acknowledge", "first", "final")


def proposal(room: Room, about: str, **fields: Any) -> dict[str, Any]:
    """A proposal to all members of a channel; fields without a value are left out.

    Raises:
        CallerError: the members are not known yet.
    """
    if not room.channel.members:
        raise CallerError(
            N_("the founder of '%(label)s' has not been heard; nobody knows its members yet"),
            hint=N_("detente sync FOLDER"),
            label=room.label,
        )
    given = {name: value for name, value in fields.items() if value is not None and value != []}
    return {"kind": "propose", "slot": about, "electorate": list(room.channel.members), **given}


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
    if subject == "term" and (key not in _TERMS or term is None):
        raise CallerError(
            N_("a term is one of %(known)s and needs a time limit; this is '%(about)s'"),
            hint=N_("detente propose term/acknowledge --term 48h"), known=", ".join("term/" + each for each in _TERMS), about=about,
        )  # fmt: skip
    if subject != "term" and term is not None:
        raise CallerError(N_("--term is for term/acknowledge, term/first and term/final; this is '%(about)s'"), about=about)
    if subject != "term" and not text:
        raise CallerError(N_("a proposal about '%(about)s' says nothing"), hint=N_("Add --text TEXT."), about=about)
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        fields = proposal(
            room, about, **_texts(text=text), **forms.silence(node.now, silence_until), term=None if term is None else forms.term(term)
        )
        _draft(node, room, fields, seal_now=seal)


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
    from detente.cli.people import signed_by

    if confirm_by is not None and not ad_referendum:
        raise CallerError(N_("--confirm-by goes with --ad-referendum; consent without it needs no confirmation"))
    with session().open(secrets=seal) as node:
        room, slot, about = open_proposal(node, ref, channel)
        _not_consented(room, slot, about)
        if ad_referendum and slot.voice_of(node.party, about) == "ad_referendum":
            raise CallerError(
                N_("%(us)s has consented to %(ref)s ad referendum already"),
                hint=N_("detente confirm %(ref)s"),
                us=node.party,
                ref=str(about),
            )
        fields = {"kind": "consent", "re": _re(about), **_texts(text=text), **signed_by(node, room, delegate)}
        if ad_referendum:
            fields["how"] = "ad_referendum"
        if confirm_by is not None:
            fields["confirm_by"] = forms.day(confirm_by)
        _draft(node, room, fields, seal_now=seal)


def confirm(
    ref: str = typer.Argument(
        ..., metavar="REF", help=N_("A proposal or your own stance on it; or a report, a performance or an act on paper of another party.")
    ),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli.people import signed_by
    from detente.views.base import parse_ref

    with session().open(secrets=seal) as node:
        room, about = parse_ref(node, ref, channel)
        act = room.entry(about)
        theirs = about.party != node.party and (act.kind in {"report", "undertake", "perform"} or "paper" in act.fields)
        if theirs:
            target = about
        elif stance_of(room, about) is None and room.fold.proposals.get(about) is None:
            raise CallerError(
                N_("%(ref)s is nothing that could be confirmed: no proposal, no report, no performance, no act on paper of another party"),
                hint=N_("What waits for confirmation is shown by:\ndetente status"), ref=str(about),
            )  # fmt: skip
        else:
            _, slot, found = open_proposal(node, ref, channel)
            word = slot.voice_of(node.party, found)
            if word not in {"ad_referendum", "reserved"}:
                raise CallerError(
                    N_("there is nothing of ours to confirm about %(ref)s: only consent ad referendum and a reservation can be confirmed"),
                    hint=N_("detente consent %(ref)s"), ref=str(found),
                )  # fmt: skip
            target = found
        _draft(node, room, {"kind": "confirm", "re": _re(target), **_texts(text=text), **signed_by(node, room, delegate)}, seal_now=seal)


def reserve(
    ref: str = typer.Argument(..., metavar="REF", help=PROPOSAL),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("The day by which you mean to have instructions.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli import forms

    with session().open(secrets=seal) as node:
        room, slot, about = open_proposal(node, ref, channel)
        _not_adopted(slot, about)
        fields = {"kind": "reserve", "re": _re(about), **_texts(text=text)}
        if until is not None:
            fields["until"] = forms.day(until)
        _draft(node, room, fields, seal_now=seal)


def object_to(
    ref: str = typer.Argument(..., metavar="REF", help=PROPOSAL),
    reason: str = typer.Option(..., "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    with session().open(secrets=seal) as node:
        room, slot, about = open_proposal(node, ref, channel)
        _not_adopted(slot, about)
        _draft(node, room, {"kind": "object", "re": _re(about), **_texts(reason=reason)}, seal_now=seal)


def proposals(
    matter: str | None = typer.Argument(
        None, metavar="[MATTER]", help=N_("Only of this matter and what belongs to it, such as meeting/plenary/3.")
    ),
    everything: bool = typer.Option(False, "--all", help=N_("Also those that are settled: adopted, withdrawn, replaced.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_talks import render_proposals
    from detente.views.proposals import proposals_view

    s = session()
    with s.open() as node:
        s.emit(proposals_view(node.room(channel), about=matter, settled=everything or matter is not None), render_proposals)


# ---- shared with other commands ----


def open_proposal(node: Node, text: str, channel: str | None) -> tuple[Room, Slot, Ref]:
    """The proposal that an entry is, or that it is a stance on, unless it was withdrawn.

    Raises:
        CallerError: it is none, or was withdrawn.
    """
    from detente.views.base import parse_ref

    room, ref = parse_ref(node, text, channel)
    of = stance_of(room, ref) or ref
    found = room.fold.proposals.get(of)
    if found is None:
        raise CallerError(N_("%(ref)s is no proposal"), hint=N_("This lists them:\ndetente proposals"), ref=str(ref))
    if found[0].is_withdrawn(of):
        raise CallerError(
            N_("the proposal %(ref)s about %(about)s was withdrawn"), hint=N_("detente proposals --all"), ref=str(of), about=found[0].name
        )
    return room, found[0], of


def stance_of(room: Room, ref: Ref) -> Ref | None:
    """The proposal that an act is a stance on; None if it is no stance that counts."""
    for slot in room.fold.proposals.slots.values():
        for voice in slot.voices.get(ref.party, ()):
            if voice.act.ref == ref:
                return voice.of
    return None


def may_withdraw(room: Room, ref: Ref) -> None:
    """Refuse a withdrawal that would have no effect.

    Raises:
        CallerError: the act is another party's, or what it is about was adopted, or withdrawn before.
    """
    of = stance_of(room, ref)
    found = None if of is None else room.fold.proposals.get(of)
    if found is None or of is None:
        raise CallerError(N_("%(ref)s is no proposal"), hint=N_("This lists them:\ndetente proposals"), ref=str(ref))
    if ref.party != room.party:
        raise CallerError(
            N_("%(ref)s is of %(party)s, and %(us)s cannot withdraw it"), hint=N_("detente object %(of)s --reason TEXT"),
            ref=str(ref), party=ref.party, us=room.party, of=str(of),
        )  # fmt: skip
    if found[0].is_withdrawn(of):
        raise CallerError(
            N_("the proposal %(ref)s about %(about)s was withdrawn"), hint=N_("detente proposals --all"), ref=str(of), about=found[0].name
        )
    _not_adopted(found[0], of)


def _not_consented(room: Room, slot: Slot, ref: Ref) -> None:
    from detente.dialogue.proposals import CONSENTING
    from detente.views.proposals import voice_act

    act = voice_act(slot, room.party, ref)
    if act is not None and slot.voice_of(room.party, ref) in CONSENTING:
        raise CallerError(
            N_("%(us)s consents to %(ref)s already, by %(entry)s"), hint=N_("detente proposals %(about)s"),
            us=room.party, ref=str(ref), entry=str(act.ref), about=slot.name,
        )  # fmt: skip


def _not_adopted(slot: Slot, ref: Ref) -> None:
    if ref in slot.adopted():
        raise CallerError(
            N_("%(ref)s about %(about)s was adopted; what is adopted is changed by another proposal about the same matter"),
            hint=N_("detente proposals %(about)s"), ref=str(ref), about=slot.name,
        )  # fmt: skip


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
