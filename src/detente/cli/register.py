# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands about entries that are there: release, correction, translation; and what was known at a past moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, REF, SEAL, TEXT, _draft, _re, _texts, add_act
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.dialogue.acts import Ref
    from detente.node.node import Node
    from detente.node.room import Room

NEVER_CORRECTED = frozenset({"kind", "at", "re", "by", "destroyable", "slot", "electorate"})
STATUS = ("official", "courtesy", "machine")


def an_act(node: Node, text: str, channel: str | None) -> tuple[Room, Ref]:
    """An act of somebody, about which something can be said.

    Raises:
        CallerError: there is no such entry, or it belongs to the record itself.
    """
    from detente.dialogue.kinds import RECORD_KINDS
    from detente.views.base import parse_ref

    room, ref = parse_ref(node, text, channel)
    if room.entry(ref).kind in RECORD_KINDS:
        raise CallerError(
            N_("%(ref)s belongs to the record itself; it is no act of the talks"),
            hint=N_("This lists the acts:\ndetente log"),
            ref=str(ref),
        )
    return room, ref


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
    with session().open(secrets=seal) as node:
        found = [an_act(node, ref, channel) for ref in refs or []]
        room = found[0][0] if found else node.room(channel)
        if any(other is not room for other, _ in found):
            raise CallerError(N_("all entries of one act are of one channel"))
        if not found and not section and about is None:
            raise CallerError(
                N_("nothing is named that could be released"),
                hint=N_(
                    "Name an entry, a part of the count or a matter:\n"
                    "detente release REF\ndetente release --section NAME\ndetente release --about MATTER"
                ),
            )
        if field and not found:
            raise CallerError(N_("--field says which fields of an entry are released, and no entry is named"))
        known = sorted(room.fold.sections())
        for name in section:
            if name not in known:
                raise CallerError(N_("there is no count of '%(name)s'; there are: %(known)s"), name=name, known=", ".join(known))
        for name in field:
            for _, ref in found:
                if name not in room.entry(ref).fields:
                    raise CallerError(N_("%(ref)s has no field '%(field)s'"), hint=N_("detente log %(ref)s"), ref=str(ref), field=name)
        fields: dict[str, Any] = {"kind": "release", **_texts(text=text)}
        if found:
            fields["re"] = [_re(ref)[0] for _, ref in found]
        for key, names in {"opens": field, "sections": section}.items():
            if names:
                fields[key] = sorted(set(names))
        if about is not None:
            fields["about"] = forms.matter(*about.split("/"))
        if from_ is not None:
            fields["from"] = forms.moment(from_)
        _draft(node, room, fields, seal_now=seal)


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
    if len(field) != len(to) or len(set(field)) != len(field):
        raise CallerError(
            N_("there are %(fields)d --field and %(texts)d --to; each field has one, and stands once"), fields=len(field), texts=len(to)
        )
    with session().open(secrets=seal) as node:
        room, about = an_act(node, ref, channel)
        if about.party != node.party:
            raise CallerError(N_("%(ref)s is not ours; each party corrects its own entries alone"), ref=str(about))
        known = [name for name in room.entry(about).fields if name not in NEVER_CORRECTED]
        for name in field:
            if name not in known:
                raise CallerError(
                    N_("%(ref)s has no field '%(field)s' that could be corrected; it has: %(known)s"),
                    ref=str(about), field=name, known=", ".join(known) or "—",
                )  # fmt: skip
        new = _texts(**{"new/" + name: text for name, text in zip(field, to, strict=True)})
        _draft(node, room, {"kind": "correct", "re": _re(about), "corrects": sorted(field), **new, **_texts(text=reason)}, seal_now=seal)


def translate(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=N_("The translation; - reads it from standard input.")),
    language: str = typer.Option(..., "--language", metavar="LANGUAGE", help=N_("Its language, such as ar.")),
    status: str = typer.Option("courtesy", "--status", metavar="STATUS", help=N_("official, courtesy or machine; otherwise courtesy.")),
    file: Path | None = typer.Option(None, "--file", metavar="FILE", help=N_("The translation, in a file of plain text (UTF-8).")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue import fields as f

    if (text is None) == (file is None):
        raise CallerError(N_("a translation is given either as TEXT or in a file"), hint=N_("detente translate --help"))
    if not f.language(language):
        raise CallerError(N_("'%(text)s' is no code of a language; write ar, en, ru, fr, .."), text=language)
    forms.one_of(status, STATUS)
    with session().open(secrets=seal) as node:
        room, about = an_act(node, ref, channel)
        body = _texts(text=text if file is None else _read(file))
        _draft(node, room, {"kind": "translate", "re": _re(about), "language": language, "status": status, **body}, seal_now=seal)


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
