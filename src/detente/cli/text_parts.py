# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for the parts of a text: to change a provision, to close a bracket, to put together what was agreed, to correct an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from detente.cli import forms
from detente.cli.acts import CHANNEL, SEAL, act, by_tag
from detente.cli.founding import by_language
from detente.cli.session import session
from detente.cli.texts import KEY, read_version
from detente.cli.usage import Command
from detente.errors import N_, CallerError

WORDS = N_("The words in one language; repeat it. - reads them from standard input.")
WHY = N_("Why, in a line.")


def amend(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    provision: str = typer.Argument(..., metavar="PROVISION", help=N_("The name of the provision, such as 3-a; of ADD a new one.")),
    verb: str = typer.Option("MOD", "--verb", metavar="VERB", help=N_("ADD, MOD, EDIT (a change of wording alone), SUP or NOC.")),
    text: list[str] = typer.Option([], "--text", metavar="LANGUAGE=WORDS", help=WORDS),
    after: str | None = typer.Option(
        None, "--after", metavar="PROVISION", help=N_("Of ADD: behind which provision; otherwise it stands first.")
    ),
    look: str | None = typer.Option(None, "--look", metavar="LOOK", help=N_("paragraph, numbered or heading.")),
    level: int | None = typer.Option(None, "--level", metavar="NUMBER", min=0, max=5, help=N_("How deep it stands, from 0.")),
    why: str | None = typer.Option(None, "--why", metavar="TEXT", help=WHY),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.dialogue.kinds import VERBS
    from detente.texts.model import LOOKS
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "provision": provision, "verb": forms.one_of(verb.upper(), VERBS), "text": _tagged(text),
        "after": after, "look": None if look is None else forms.one_of(look, LOOKS), "level": level, "subject": why,
        "silence": forms.until(until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.amend, given, channel=channel, seal_now=seal)


def settle(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    bracket: int = typer.Argument(..., metavar="BRACKET", help=N_("The number of the bracket.")),
    choose: int | None = typer.Option(None, "--choose", metavar="NUMBER", min=1, help=N_("Take this alternative, counted from 1.")),
    omit: bool = typer.Option(False, "--omit", help=N_("Leave the words out.")),
    text: list[str] = typer.Option([], "--text", metavar="LANGUAGE=WORDS", help=WORDS),
    package: list[int] = typer.Option(
        [], "--with", metavar="BRACKET", help=N_("Only together with this other bracket, which is settled for it; repeat it.")
    ),
    why: str | None = typer.Option(None, "--why", metavar="TEXT", help=WHY),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.views import acting_texts

    if (choose is not None) + omit + bool(text) != 1:
        raise CallerError(N_("say what stands in the place of the bracket, one of these: --choose NUMBER, --omit, --text LANGUAGE=WORDS"))
    given: dict[str, Any] = {
        "about": forms.matter("text", key), "bracket": bracket, "choose": "omit" if omit else choose, "text": _tagged(text),
        "package": package, "subject": why, "silence": forms.until(until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.settle, given, channel=channel, seal_now=seal)


def consolidate(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    form: str | None = typer.Option(None, "--form", metavar="FORM", help=N_("Its form, if it is to be another: %(text_forms)s.")),
    until: str | None = typer.Option(None, "--until", metavar="MOMENT", help=forms.MOMENT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import TEXT_FORMS
    from detente.views import acting_texts

    given = {
        "about": forms.matter("text", key), "form": None if form is None else forms.one_of(form, TEXT_FORMS), "silence": forms.until(until),
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.consolidate, given, channel=channel, seal_now=seal)


def correct(
    key: str = typer.Argument(..., metavar="KEY", help=KEY),
    text: list[str] = typer.Option(
        ..., "--text", metavar="LANGUAGE=FILE", help=N_("The whole corrected version in one language, in a file; all languages, each once.")
    ),
    why: str | None = typer.Option(None, "--why", metavar="TEXT", help=WHY),
    until: str | None = typer.Option(
        None, "--until", metavar="MOMENT", help=N_("The end of the time for objections: who says nothing until then will have consented.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.views import acting_texts

    given: dict[str, Any] = {
        "about": forms.matter("text", key), "subject": why, "silence": forms.until(until),
        "text": {language: read_version(Path(path)) for language, path in by_language(text, "--text").items()},
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_texts.correct, given, channel=channel, seal_now=seal)


def _tagged(items: list[str]) -> dict[str, str]:
    """Words by language.

    Raises:
        CallerError: words without their language.
    """
    found = by_tag(items, "--text")
    if "" in found:
        raise CallerError(N_("--text needs the language before the words, such as --text en=shall; '%(text)s' has none"), text=found[""])
    return found


def register(texts: typer.Typer) -> None:
    """Add the commands of this module."""
    add = texts.command
    add("amend", cls=Command, help=N_("Propose what becomes of one provision."))(amend)
    add("settle", cls=Command, help=N_("Propose what stands in the place of a bracket; it is closed when all have consented."))(settle)
    add("consolidate", cls=Command, help=N_("Table the text as it stands, with all that was agreed about its parts."))(consolidate)
    add("correct", cls=Command, help=N_("Propose the correction of errors in a text that was adopted."))(correct)
