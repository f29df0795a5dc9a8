# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for notes between delegations, open and closed, and for communications checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, FILE, MARK, SEAL, TEXT, TYPE, _attach, _draft, _re, _texts, add_act
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node


def send(
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    form: str = typer.Option(..., "--form", metavar="FORM", help=N_("note_verbale, aide_memoire, non_paper, letter or position.")),
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

    forms.one_of(form, NOTES)
    if closed and (file or title):
        raise CallerError(N_("a closed note shares nothing but a commitment; it has no title and no files"))
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        others = [party for party in room.channel.members if party != node.party]
        for party in to:
            if party not in others:
                raise CallerError(
                    N_("'%(party)s' is no other member of '%(label)s'; the others are: %(members)s"),
                    party=party, label=room.label, members=", ".join(others),
                )  # fmt: skip
        fields: dict[str, Any] = {"kind": "note", "form": form, **_texts(title=title), **_attach(node, file, mark, media_type)}
        for name, value in {"number": number, "about": None if about is None else forms.matter(*about.split("/"))}.items():
            if value:
                fields[name] = value
        if to:
            fields["to"] = sorted(set(to))
        if urgent:
            fields["urgent"] = True
        body = _texts(text=text)
        fields.update({"commitment": _keep_closed(node, body["text"])} if closed else body)
        _draft(node, room, fields, seal_now=seal)


def _keep_closed(node: Node, text: str) -> str:
    """Keep the text of a closed note with a new salt in this node; what is shared of it, in base64."""
    import msgspec

    from detente.dialogue.notes import SALT_BYTES, note_digest
    from detente.record.text import encode_base64
    from detente.views.notes import closed_note_key

    salt = node.random(SALT_BYTES)
    commitment = encode_base64(note_digest(salt, text))
    node.store.set_meta(closed_note_key(commitment), msgspec.json.encode({"salt": encode_base64(salt), "text": text}))
    return commitment


def open_(
    ref: str = typer.Argument(..., metavar="REF", help=N_("Our closed note, as PARTY/NUMBER.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    import msgspec

    from detente.views.base import parse_ref
    from detente.views.notes import closed_note_key

    with session().open(secrets=seal) as node:
        room, about = parse_ref(node, ref, channel)
        opened = room.fold.register.commitments.get(about)
        if opened is None or about.party != node.party:
            raise CallerError(N_("%(ref)s is no closed note of ours"), hint=N_("detente note list"), ref=str(about))
        if opened:
            raise CallerError(N_("the note %(ref)s was opened in %(entry)s"), ref=str(about), entry=str(opened[0].ref))
        raw = node.store.get_meta(closed_note_key(str(room.entry(about).kept["commitment"])))
        if raw is None:
            raise CallerError(
                N_("the text of the closed note %(ref)s is not in this node, and nothing else can open it"),
                hint=N_("Look for it in the node that wrote the note, or in a backup of that node."), ref=str(about),
            )  # fmt: skip
        kept = msgspec.json.decode(raw)
        _draft(node, room, {"kind": "disclose", "re": _re(about), "text": kept["text"], "salt": kept["salt"]}, seal_now=seal)


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
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        _draft(node, room, {"kind": "check"}, seal_now=seal)


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
