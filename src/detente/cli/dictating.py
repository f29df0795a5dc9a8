# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for the telephone: the words of a digest, and what words that were heard stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from detente.cli.acts import CHANNEL
from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, UsageError

if TYPE_CHECKING:
    from detente.views.dictated import Dictated, HeardView

WHAT = N_("`count`: the newest count that all have signed, else the one of now; `charter`; or a digest, in base64 or 64 hex digits.")
LANGUAGE = N_("The language of the words: ar, en or ru; otherwise yours.")
WORDS = N_("The words as they are heard, in their order, without numbers.")

_GROUP = 4
"""Words between two pauses: what one remembers while writing."""


def _digest(what: str, channel: str | None) -> tuple[str, bool]:
    """The digest that is meant, and whether it is one of an exercise."""
    from detente.views.base import channel_name
    from detente.views.dictated import named_digest

    if what not in {"count", "charter"}:
        return what, False
    with session().open() as node:
        room = node.room(channel)
        return named_digest(room, "charter" if what == "charter" else "count"), channel_name(room).exercise


def say(
    what: str = typer.Argument("count", metavar="[DIGEST]", help=WHAT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    language: str | None = typer.Option(None, "--language", metavar="ar|en|ru", help=LANGUAGE),
) -> None:
    from detente.views.dictated import SPOKEN_LANGUAGES, Dictated, spoken

    s = session()
    tongue = language or s.t.language
    if tongue not in SPOKEN_LANGUAGES:
        raise UsageError(N_("there are no words for '%(language)s'; there are for: ar, en, ru"), language=tongue)
    digest, exercise = _digest(what, channel)
    of = what if what in {"count", "charter"} else "digest"
    s.emit(Dictated(of=of, digest=digest, language=tongue, words=spoken(digest, tongue), exercise=exercise), _render_said)


def _render_said(s: Session, view: Dictated) -> None:
    s.exercise(on=view.exercise)
    titles = {
        "digest": N_("In words:"),
        "count": N_("The digest of the count in words:"),
        "charter": N_("The hash of the charter in words:"),
    }
    s.say(titles[view.of])
    for place, word in enumerate(view.words):
        if not place % _GROUP:
            s.line()
        s.line(f"{place + 1:>4}  {word}")
    s.line()
    s.say(N_("The last word is the check: it notices any wrong word, and any two that changed places."))
    s.next("hear WORD..." + ("" if view.of == "digest" else f" --against {view.of}"))


def hear(
    words: list[str] = typer.Argument(..., metavar="WORD...", help=WORDS),
    against: str | None = typer.Option(None, "--against", metavar="DIGEST", help=WHAT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.views.dictated import heard_view

    s = session()
    said = [word for each in words for word in each.split()]
    if not said:
        raise UsageError(N_("no word was given"))
    view = heard_view(said, s.t.language, None if against is None else _digest(against, channel)[0])
    s.emit(view, _render_heard)
    if view.fault is not None:
        raise typer.Exit(1)


def _render_heard(s: Session, view: HeardView) -> None:
    comma = s.t.comma + " "
    if view.fault is None and view.start is not None:
        if view.against is not None:
            s.say(N_("All words are those of the digest: both sides hold the same."))
        else:
            s.say(N_("The words fit together. The digest begins, in hex: %(start)s"), start=view.start)
    elif view.fault == "unknown":
        s.say(N_("Word %(place)d, '%(word)s', is not in the list."), place=view.place, word=view.word)
        if view.near:
            s.say(N_("Near it: %(words)s. Ask for this word again."), words=comma.join(view.near))
        else:
            s.say(N_("Ask for this word again."))
    elif view.fault == "differs":
        s.say(
            N_("Word %(place)d differs: '%(word)s' was heard; of this digest it is '%(expected)s'."),
            place=view.place, word=view.word, expected=view.near[0],
        )  # fmt: skip
        s.say(N_("Ask for this word again; if it stays so, the two sides do not hold the same."))
    elif view.fault == "count":
        s.text(s.t.ngettext("%(n)d word was heard; there must be 17.", "%(n)d words were heard; there must be 17.", view.said))
    else:
        s.say(N_("The check word does not belong to the others: a word is wrong, or two changed places. Have all of them read again."))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("say", cls=Command, help=N_("Write a digest as 17 words that can be read over the telephone."))(say)
    app.command("hear", cls=Command, help=N_("Check words that were read over the telephone; with --against, hold them against a digest."))(
        hear
    )
