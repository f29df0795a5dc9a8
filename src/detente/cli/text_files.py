# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that bring texts in from Word files and write them as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL
from detente.cli.session import session
from detente.cli.text_looks import known, ref_of
from detente.cli.texts import KEY
from detente.cli.usage import Command
from detente.errors import N_, CallerError

MOST_BYTES = 64 << 20
"""Of a Word file: a treaty of a thousand pages with pictures has fewer."""


def export(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    out: Path = typer.Argument(..., metavar="FILE", help=N_("The file; by its ending docx, pdf, html, xml (Akoma Ntoso) or txt.")),
    version: str | None = typer.Option(None, "--version", metavar="ENTRY", help=N_("A tabled version; otherwise the text as it stands.")),
    language: list[str] = typer.Option([], "--language", metavar="CODE", help=N_("Only this language; repeat it. Otherwise all.")),
    against: str | None = typer.Option(None, "--against", metavar="ENTRY", help=N_("Track changes against this version (docx).")),
    original: str | None = typer.Option(None, "--original", metavar="PARTY", help=N_("This party's original: it is named first.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:  # fmt: skip
    from detente.cli.files import write_new, written
    from detente.reports.text_files import text_file
    from detente.views.text_prints import TextPrint, text_print

    with session().open() as node:
        room = node.room(channel)
        slot, made_at = known(room, key), node.now
        text = text_print(room, slot, None if version is None else ref_of(node, version, channel), original)
        earlier = None if against is None else text_print(room, slot, ref_of(node, against, channel), original)
    wrong = next((each for each in language if each not in text.versions), None)
    if wrong is not None:
        raise CallerError(N_("there is no version in '%(language)s'; there are: %(known)s"), language=wrong, known=", ".join(text.versions))

    def chosen(found: TextPrint) -> TextPrint:
        return replace(found, versions={each: found.versions[each] for each in language if each in found.versions} or found.versions)

    data = text_file(chosen(text), out.suffix.removeprefix("."), made_at, None if earlier is None else chosen(earlier))
    written(write_new(out, data), data, N_("Written: %(path)s"), exercise=text.exercise)


def from_word(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("A Word file (docx), with brackets or tracked changes.")),
    language: str = typer.Option("", "--language", metavar="CODE", help=N_("The language that it is in, such as en.")),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("The plain text that is made of it, to be looked at and tabled.")),
    author: list[str] = typer.Option(
        [], "--author", metavar="NAME=PARTY", help=N_("Whose changes the tracked ones of this author are; repeat it.")
    ),
    changes: str = typer.Option(
        "brackets", "--changes", metavar="HOW", help=N_("What becomes of tracked changes: brackets, accept or reject.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_text_looks import render_understood
    from detente.node.called import ever_called
    from detente.node.files import read_capped
    from detente.reports.text_from_word import Changes, read_word
    from detente.reports.understood import notes_of
    from detente.texts.form import format_version
    from detente.views.results import TextUnderstood

    with session().open() as node:
        room = node.room(channel)
        charter = room.channel.charter
        parties, exercise = sorted(charter.parties), charter.exercise
        names = ever_called(room)
    how: Changes = forms.one_of(changes, ("brackets", "accept", "reject"))  # type: ignore[assignment]
    version, understood = read_word(
        read_capped(file, MOST_BYTES), language, parties=parties, names=names, authors=dict(_author(each, parties) for each in author),
        changes=how,
    )  # fmt: skip
    path = write_new(out, format_version(version).encode())
    view = TextUnderstood(
        file=str(path), language=version.language, exercise=exercise, paragraphs=understood.paragraphs, provisions=len(version.provisions),
        brackets=sum(1 for _ in version.brackets()),
        notes=notes_of(understood),
    )  # fmt: skip
    session().emit(view, render_understood)


def original(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    paper: str = typer.Argument(
        ..., metavar="FILE|VALUE", help=N_("A Word file of ours or a plain text; or the check value at the head of a printed page.")
    ),
    language: str = typer.Option("", "--language", metavar="CODE", help=N_("The language that the file is in, if it does not say it.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:  # fmt: skip
    from detente.cli.render_text_looks import render_original
    from detente.node.files import read_capped
    from detente.reports.papers import read_paper
    from detente.views.text_originals import original_of_digest, original_of_paper

    s = session()
    with s.open() as node:
        room = node.room(channel)
        slot = known(room, key)
        if Path(paper).is_file():
            view = original_of_paper(room, slot, read_paper(read_capped(Path(paper), MOST_BYTES), language))
        else:
            view = original_of_digest(room, slot, paper)
        s.emit(view, render_original)


def _author(text: str, parties: list[str]) -> tuple[str, str]:
    name, equals, party = text.rpartition("=")
    if not equals or party not in parties:
        raise CallerError(N_("'%(text)s' is not NAME=PARTY; the parties are: %(known)s"), text=text, known=", ".join(parties))
    return name, party


def register(texts: typer.Typer) -> None:
    """Add the commands of this module."""
    add = texts.command
    add("export", cls=Command, help=N_("Write a text as a Word, PDF, HTML, Akoma Ntoso or plain file."))(export)
    add("original", cls=Command, help=N_("Say whether a file, or a check value, is that of an original of a text, and whose."))(original)
    add("from-word", cls=Command, help=N_("Make plain text of a Word file, with a report of what was understood."))(from_word)
