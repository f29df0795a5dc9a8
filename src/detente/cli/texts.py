# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for texts as a whole: to table one in its language versions, to show it, to sign it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, act
from detente.cli.founding import by_language
from detente.cli.proposing import DELEGATE
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
        help=N_("One of these: %(text_forms)s."),
    ),
    text: list[str] = typer.Option(
        ..., "--text", metavar="LANGUAGE=FILE",
        help=N_("A language version in a file of plain text (UTF-8), with brackets such as [RUS: shall / USA: should]; repeat it."),
    ),
    title: list[str] = typer.Option([], "--title", metavar="LANGUAGE=TITLE", help=N_("Its title in one language; repeat it.")),
    order: list[str] = typer.Option(
        [], "--order", metavar="PARTY", help=N_("In which order it is to be signed; repeat it. Otherwise everybody signs when he likes.")
    ),
    depositary: str | None = typer.Option(
        None, "--depositary", metavar="PARTY", help=N_("Who keeps the original and says when it is in force.")
    ),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.dialogue.kinds import TEXT_FORMS
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "form": forms.one_of(form, TEXT_FORMS), "silence": forms.until(until),
        "text": {language: read_version(Path(path)) for language, path in by_language(text, "--text").items()},
        "title": by_language(title, "--title"), "order": order, "depositary": depositary,
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.table, given, channel=channel, seal_now=seal)


def read_version(path: Path) -> str:
    """One language version, in NFC, as it was written.

    Raises:
        CallerError: the file is none, or empty.
    """
    from detente.node.files import read_capped
    from detente.texts.form import MOST_CHARACTERS

    raw = read_capped(path, 4 * MOST_CHARACTERS)
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CallerError(N_("%(path)s is no text in UTF-8"), path=str(path)) from error
    if not text.strip():
        raise CallerError(N_("%(path)s is empty"), path=str(path))
    return text


def sign(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    simple: bool = typer.Option(False, "--simple", help=N_("Subject to ratification; without it the signature is definitive.")),
    delegate: str | None = typer.Option(None, "--delegate", metavar="ID", help=DELEGATE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_texts

    given = {"about": forms.matter("text", key), "delegate": delegate, "how": "simple" if simple else None}
    with session().open(secrets=seal) as node:
        act(node, acting_texts.sign, given, channel=channel, seal_now=seal)


def _text(room: Room, about: str) -> TextView:
    from detente.views.texts import text_view

    view = text_view(room, about)
    if view is None:
        known = ", ".join(slot.name for slot in room.fold.texts.all()) or "—"
        raise CallerError(
            N_("no text '%(about)s' was tabled in '%(label)s'; there are: %(known)s"),
            hint=N_("detente text list"), about=about, label=room.label, known=known,
        )  # fmt: skip
    return view


def show(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    version: str | None = typer.Option(None, "--version", metavar="ENTRY", help=N_("The words of this tabled version, such as north/3.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_texts import render_text

    s = session()
    with s.open() as node:
        view = _text(node.room(channel), forms.matter("text", key))
        known = [each.proposal.ref for each in view.versions]
        if version is not None and version not in known:
            raise CallerError(
                N_("%(ref)s is no version of '%(about)s'; its versions are: %(known)s"),
                ref=version, about=view.text.slot, known=", ".join(known),
            )  # fmt: skip
        s.emit(view, lambda shown, found: render_text(shown, found, version))


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_texts import render_texts
    from detente.views.texts import texts_view

    s = session()
    with s.open() as node:
        s.emit(texts_view(node.room(channel)), render_texts)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    from detente.cli import text_bonds, text_files, text_looks, text_parts

    texts = group(N_("Texts: table one in its languages, change it, close its brackets, sign it."))
    add = texts.command
    add("table", cls=Command, help=N_("Table a text in its language versions. All who consent, consent to all of them."))(table)
    add("show", cls=Command, help=N_("Show a text, its check value, and who has consented and signed."))(show)
    add("sign", cls=Command, help=N_("Sign a text that was adopted: one check value over all its language versions."))(sign)
    add("list", cls=Command, help=N_("List the texts."))(list_)
    text_parts.register(texts)
    text_bonds.register(texts)
    text_looks.register(texts)
    text_files.register(texts)
    app.add_typer(texts, name="text")
