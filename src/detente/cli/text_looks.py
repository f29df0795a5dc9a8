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
    party: str | None = typer.Option(None, "--party", metavar="PARTY", help=N_("Only brackets in which this party has a stake.")),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=N_("The day at which ages are told; otherwise today.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_text_looks import render_left
    from detente.views.text_left import left_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        day = dt.date.fromisoformat(node.now[:10] if on is None else forms.day(on))
        s.emit(left_view(room, known(room, key), day, language, party), render_left)


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
    first: str = typer.Argument(..., metavar="ENTRY", help=N_("A tabled version, or a change of a provision that waits, such as north/3.")),
    second: str = typer.Argument(..., metavar="ENTRY", help=N_("Another one, of another party.")),
    take: list[str] = typer.Option(
        [], "--take", metavar="PROVISION=PARTY",
        help=N_(
            "At this provision take this party's words and look; base takes those of before; repeat it. Otherwise both stand in brackets."
        ),
    ),
    out: Path = typer.Option(
        Path(), "--out", metavar="FOLDER", help=N_("Where what was made of them is written, one file for each language.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:  # fmt: skip
    from detente.cli.files import write_new
    from detente.cli.render_text_looks import render_merged
    from detente.views.text_merging import merged_view

    s = session()
    with s.open() as node:
        room = node.room(channel)
        slot, refs = known(room, key), (ref_of(node, first, channel), ref_of(node, second, channel))
        met = merged_view(room, slot, *refs).conflicts
        view = merged_view(room, slot, *refs, _decided(take, [row.provision for row in met]))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(N_("cannot write %(path)s: %(cause)s"), path=str(out), cause=reason_of(error)) from error
    name = key if view.provision is None else f"{key}.{view.provision}"
    files = [write_new(out / f"{name}.merged.{language}.txt", f"{text.rstrip()}\n".encode()) for language, text in view.texts.items()]
    s.emit(view, lambda shown, found: render_merged(shown, found, files, {each.partition("=")[0] for each in take}))


def _decided(take: list[str], provisions: list[str]) -> list[str | None]:
    """What was decided about each conflict, by the provision that it is about."""
    chosen: dict[str, str] = {}
    for each in take:
        provision, equals, party = each.partition("=")
        if not equals or provision not in provisions:
            known = ", ".join(dict.fromkeys(name for name in provisions if name)) or "—"
            raise CallerError(
                N_("'%(text)s' is not PROVISION=PARTY; the provisions that both sides changed are: %(known)s"), text=each, known=known
            )
        chosen[provision] = "" if party == "base" else party
    return [chosen.get(name) if name else None for name in provisions]


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
    merges = N_("Make one of two versions, or of two changes of a provision, that crossed; what both changed is put in brackets.")
    add("merge", cls=Command, help=merges)(merge)
