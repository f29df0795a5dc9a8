# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for texts: to table one in its language versions, to show it, to sign it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, _draft, _re, _texts
from detente.cli.founding import by_language
from detente.cli.proposing import DELEGATE, proposal
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.room import Room
    from detente.views.texts import TextView

KEY = N_("The key of the text, one word such as joint-statement-2.")


def table(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    form: str = typer.Option(
        ..., "--form", metavar="FORM",
        help=N_("joint_statement, agreed_minutes, agreement, exchange_of_notes, chairs_text, rolling_text or non_paper."),
    ),
    text: list[str] = typer.Option(
        ..., "--text", metavar="LANGUAGE=FILE", help=N_("A language version, in a file of plain text (UTF-8); repeat it.")
    ),
    title: list[str] = typer.Option([], "--title", metavar="LANGUAGE=TITLE", help=N_("Its title in one language; repeat it.")),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.dialogue.kinds import TEXT_FORMS
    from detente.dialogue.texts import text_digest
    from detente.record.text import encode_base64

    about = forms.matter("text", key)
    forms.one_of(form, TEXT_FORMS)
    versions = {_language(language): _read(Path(path)) for language, path in by_language(text, "--text").items()}
    titles = {_language(language): words for language, words in by_language(title, "--title").items()}
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        fields = proposal(
            room, about, form=form, languages=sorted(versions), digest=encode_base64(text_digest(versions)),
            **forms.silence(node.now, until), **_texts(**{f"title/{language}": words for language, words in titles.items()}),
            **{f"text/{language}": words for language, words in versions.items()},
        )  # fmt: skip
        _draft(node, room, fields, seal_now=seal)


def _language(code: str) -> str:
    from detente.dialogue import fields as f

    if not f.language(code) or not code.isalpha():
        raise CallerError(N_("'%(code)s' is no code of a language; write en, ru, ar or another of two or three letters"), code=code)
    return code


def _read(path: Path) -> str:
    """One language version, in NFC, without spaces and line feeds at its ends."""
    from detente.node.files import read_capped
    from detente.record.limits import LIMITS

    raw = read_capped(path, 4 * LIMITS.value_bytes)
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig")).replace("\r\n", "\n").strip()
    except UnicodeDecodeError as error:
        raise CallerError(N_("%(path)s is no text in UTF-8"), path=str(path)) from error
    if not text:
        raise CallerError(N_("%(path)s is empty"), path=str(path))
    size = len(text.encode())
    if size > LIMITS.value_bytes - 1024:
        raise CallerError(
            N_("%(path)s has %(size)d bytes; a language version has at most %(limit)d"),
            path=str(path),
            size=size,
            limit=LIMITS.value_bytes - 1024,
        )
    return text


def sign(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli.people import signed_by
    from detente.views.base import parse_ref

    about = forms.matter("text", key)
    with session().open(secrets=seal) as node:
        room = node.room(channel)
        view = _text(room, about)
        current = view.current
        if current is None:
            raise _not_adopted(room, view)
        if node.party not in view.text.not_signed_by:
            raise CallerError(
                N_("%(us)s has signed '%(about)s' already"), hint=N_("detente text show %(key)s"), us=node.party, about=about, key=key
            )
        if not current.fits:
            raise CallerError(
                N_("the language versions of '%(about)s' held here do not have the digest %(digest)s that was adopted; it is not signed"),
                hint=N_("detente text show %(key)s"), about=about, digest=current.digest, key=key,
            )  # fmt: skip
        _, ref = parse_ref(node, current.proposal.ref, room.label)
        fields = {"kind": "sign", "re": _re(ref), "digest": current.digest, **signed_by(node, room, delegate)}
        _draft(node, room, fields, seal_now=seal)


def _not_adopted(room: Room, view: TextView) -> CallerError:
    """Why a text cannot be signed yet; consent ad referendum is named as what it is, with the command that confirms it."""
    about, last = view.text.slot, view.versions[-1].proposal
    where = "" if room.label == "plenary" else f"{room.label}:"
    if room.party in last.unconfirmed:
        return CallerError(
            N_("'%(about)s' is not adopted yet: %(us)s has consented to %(ref)s ad referendum, and has not confirmed it"),
            hint=N_("detente confirm %(where)s"), about=about, us=room.party, ref=last.ref, where=where + last.ref,
        )  # fmt: skip
    if last.unconfirmed == last.waits_for:
        return CallerError(
            N_("'%(about)s' is not adopted yet: consent to %(ref)s is ad referendum, and not confirmed yet by %(parties)s"),
            hint=N_("detente proposals %(about)s"), about=about, ref=last.ref, parties=", ".join(last.unconfirmed),
        )  # fmt: skip
    if room.party in last.waits_for:
        return CallerError(
            N_("'%(about)s' is not adopted yet, so there is nothing to sign: %(us)s has not consented to %(ref)s"),
            hint=N_("detente consent %(where)s"), about=about, us=room.party, ref=last.ref, where=where + last.ref,
        )  # fmt: skip
    return CallerError(
        N_("'%(about)s' is not adopted yet, so there is nothing to sign; not consented to %(ref)s: %(parties)s"),
        hint=N_("detente proposals %(about)s"), about=about, ref=last.ref, parties=", ".join(last.waits_for) or "—",
    )  # fmt: skip


def _text(room: Room, about: str) -> TextView:
    from detente.views.texts import text_view

    view = text_view(room, about)
    if view is None:
        known = ", ".join(slot.name for slot in room.fold.proposals.about("text")) or "—"
        raise CallerError(
            N_("no text '%(about)s' was tabled in '%(label)s'; there are: %(known)s"),
            hint=N_("detente text list"), about=about, label=room.label, known=known,
        )  # fmt: skip
    return view


def show(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_texts import render_text

    s = session()
    with s.open() as node:
        s.emit(_text(node.room(channel), forms.matter("text", key)), render_text)


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_texts import render_texts
    from detente.views.texts import texts_view

    s = session()
    with s.open() as node:
        s.emit(texts_view(node.room(channel)), render_texts)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    texts = group(N_("Texts: table one in its languages, read it, sign it."))
    add = texts.command
    add("table", cls=Command, help=N_("Table a text in its language versions. All who consent, consent to all of them."))(table)
    add("show", cls=Command, help=N_("Show a text, its digest, and who has consented and signed."))(show)
    add("sign", cls=Command, help=N_("Sign a text that was adopted: one digest over all its language versions."))(sign)
    add("list", cls=Command, help=N_("List the texts."))(list_)
    app.add_typer(texts, name="text")
