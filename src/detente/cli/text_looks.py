# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that look at a text: what is left to agree, two versions compared, its languages beside each other, versions that crossed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL
from detente.cli.session import session
from detente.cli.texts import KEY
from detente.cli.usage import Command
from detente.errors import N_, CallerError, reason_of

if TYPE_CHECKING:
    from detente.dialogue.acts import Ref
    from detente.dialogue.proposals import Slot
    from detente.node.node import Node
    from detente.node.room import Room

LANGUAGE = N_("The language version, such as en; otherwise the first.")
VERSION = N_("The entry that tabled it, such as north/3.")


def left(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    language: str | None = typer.Option(None, "--language", metavar="CODE", help=LANGUAGE),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=N_("The day at which ages are told; otherwise today.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_text_looks import render_left
    from detente.views.text_looks import left_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        day = dt.date.fromisoformat(node.now[:10] if on is None else forms.day(on))
        s.emit(left_view(room, known(room, key), day, language), render_left)


def compare(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    earlier: str = typer.Argument(..., metavar="EARLIER", help=VERSION),
    later: str | None = typer.Argument(None, metavar="[LATER]", help=N_("The other version; otherwise the text as it stands.")),
    language: str | None = typer.Option(None, "--language", metavar="CODE", help=LANGUAGE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_text_looks import render_compare
    from detente.views.text_looks import compare_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        refs = ref_of(node, earlier, channel), None if later is None else ref_of(node, later, channel)
        s.emit(compare_view(room, known(room, key), *refs, language), render_compare)


def check(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    version: str | None = typer.Option(None, "--version", metavar="ENTRY", help=N_("A tabled version; otherwise the text as it stands.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_text_looks import render_parity
    from detente.views.text_looks import parity_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        s.emit(parity_view(room, known(room, key), None if version is None else ref_of(node, version, channel)), render_parity)


def merge(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    first: str = typer.Argument(..., metavar="ENTRY", help=VERSION),
    second: str = typer.Argument(..., metavar="ENTRY", help=VERSION),
    out: Path = typer.Option(Path(), "--out", metavar="FOLDER", help=N_("Where the merged language versions are written, one file each.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_text_looks import render_merged
    from detente.views.text_looks import merged_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        view = merged_view(room, known(room, key), ref_of(node, first, channel), ref_of(node, second, channel))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(out), cause=reason_of(error)) from error
    files = [write_new(out / f"{key}.merged.{language}.txt", text.encode()) for language, text in view.texts.items()]
    s.emit(view, lambda shown, found: render_merged(shown, found, files))


def known(room: Room, key: str) -> Slot:
    from detente.views.acting_texts import known_text

    return known_text(room, forms.matter("text", key))


def ref_of(node: Node, text: str, channel: str | None) -> Ref:
    """An entry as people type it: north/3."""
    from detente.views.base import parse_ref

    return parse_ref(node, text, channel)[1]


def register(texts: typer.Typer) -> None:
    """Add the commands of this module."""
    add = texts.command
    add("left", cls=Command, help=N_("Show what is left to agree: open brackets, whose and how old, and what was settled for what."))(left)
    add("compare", cls=Command, help=N_("Compare two versions of a text, provision by provision and word by word."))(compare)
    add("check", cls=Command, help=N_("Look whether the language versions of a text say the same, as far as a program can tell."))(check)
    add("merge", cls=Command, help=N_("Make one text of two versions that crossed; what both changed is put in brackets."))(merge)
