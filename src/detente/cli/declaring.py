# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that say something under an agreement: table it, declare, notify, query, suspend, resume."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import typer

from detente.cli.acts import CHANNEL, REF, SEAL, TEXT, act, add_act
from detente.cli.session import session
from detente.errors import N_, CallerError

AGREEMENT = N_("The agreement, by the key of its text, such as new-start.")
NAME = N_("An agreement of the library, or the path of an agreement file.")
ABOUT = N_("An entry that this refers to: one of ours that it corrects or that had to precede it, one of theirs that it answers.")
EVENT = N_("From when its time limit runs (2021-09-30); otherwise the day that it is about.")


def table(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    text: list[str] = typer.Option(
        [], "--text", metavar="LANGUAGE=FILE", help=N_("A language version of the text; otherwise what the file says of itself. Repeat it.")
    ),
    until: str | None = typer.Option(
        None, "--until", metavar="MOMENT",
        help=N_("A silence procedure: who says nothing until this moment (2021-09-30T12:00+02:00) will have consented."),
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.cli.founding import by_language
    from detente.cli.texts import read_version
    from detente.node.agreement_files import read_agreement_files
    from detente.views import acting_agreements

    found = read_agreement_files(name)
    given = {
        "rules": found.agreement, "name": found.name, "silence": forms.until(until),
        "text": {language: read_version(Path(path)) for language, path in by_language(text, "--text").items()},
    }  # fmt: skip
    with session().open(secrets=seal) as node:
        act(node, acting_agreements.table, given, channel=channel, seal_now=seal)


def declare(
    key: str = typer.Argument(..., metavar="AGREEMENT", help=AGREEMENT),
    figures: list[str] = typer.Argument(None, metavar="[NAME=NUMBER]", help=N_("A declared figure, such as warheads=1389; any number.")),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=N_("The day of which the values are; otherwise today.")),
    exchange: str | None = typer.Option(
        None, "--exchange", metavar="NAME", help=N_("The regular exchange that it belongs to, as the agreement names it.")
    ),
    item: list[str] = typer.Option([], "--item", metavar="ITEM", help=N_("An item: ID TYPE; NAME=VALUE; NAME=VALUE. Repeat it.")),
    full: bool = typer.Option(False, "--full", help=N_("The items take the place of all that were declared before.")),
    removed: list[str] = typer.Option([], "--removed", metavar="ID", help=N_("An item that is there no more; repeat it.")),
    nil: bool = typer.Option(False, "--nil", help=N_("There is nothing to declare.")),
    nothing_new: bool = typer.Option(False, "--nothing-new", help=N_("The last values stand.")),
    withheld: str | None = typer.Option(None, "--withheld", metavar="GROUND", help=N_("It is withheld, on this ground.")),
    reversible: bool | None = typer.Option(None, "--reversible/--irreversible", help=N_("Whether the withholding can be reversed.")),
    not_provided_by: str | None = typer.Option(
        None, "--not-provided-by", metavar="PARTY", help=N_("Another party, which provided nothing.")
    ),
    filled: str | None = typer.Option(
        None, "--filled", metavar="QUOTA", help=N_("This quota of visits is filled for the year; as the agreement names it.")
    ),
    within: str | None = typer.Option(
        None, "--within", metavar="NAME", help=N_("The time limit that it is under, as the agreement names it.")
    ),
    event: str | None = typer.Option(None, "--event", metavar="DATE", help=EVENT),
    about: list[str] = typer.Option([], "--re", metavar="REF", help=ABOUT),
    text: str | None = typer.Option(None, "--text", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.views import acting_agreements

    chosen = {
        "figures": bool(figures), "items": bool(item or removed or full), "nil": nil, "nothing_new": nothing_new,
        "withheld": withheld is not None, "not_provided": not_provided_by is not None,
        "filled": filled is not None,
    }  # fmt: skip
    said = [form for form, given in chosen.items() if given]
    if len(said) != 1:
        raise CallerError(
            N_("a declaration is figures, items, or one of --nil, --nothing-new, --withheld, --not-provided-by, --filled; here: %(said)s"),
            said=", ".join(said) or "—",
        )  # fmt: skip
    given = {
        "about": forms.matter("text", key), "form": said[0], "exchange": exchange, "figures": _once(map(forms.figure, figures or [])),
        "items": [forms.item(each) for each in item], "full": full, "removed": removed, "ground": withheld,
        "reversible": None if reversible is None else "yes" if reversible else "no", "party": not_provided_by, "within": within,
        "event": _day(event), "text": text, "quota": filled,
    }  # fmt: skip
    on_a_day(acting_agreements.declare, given, on, about, channel, seal)


def notify(
    key: str = typer.Argument(..., metavar="AGREEMENT", help=AGREEMENT),
    format_: str | None = typer.Argument(
        None, metavar="[FORMAT]", help=N_("The format, as the agreement names it; otherwise they are listed.")
    ),
    values: list[str] = typer.Argument(None, metavar="[NAME=VALUE]", help=N_("A field of the format; otherwise each is asked for.")),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=N_("The day that it is about; otherwise today.")),
    event: str | None = typer.Option(None, "--event", metavar="DATE", help=EVENT),
    about: list[str] = typer.Option([], "--re", metavar="REF", help=ABOUT),
    remarks: str | None = typer.Option(None, "--remarks", metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.views import acting_agreements

    if format_ is None:
        _formats(key, channel)
        return
    stated = _once(map(forms.stated, values or []))
    if not stated:
        stated = _asked_for(key, format_, channel)
    given = {"about": forms.matter("text", key), "format": format_, "values": stated, "event": _day(event), "text": remarks}
    on_a_day(acting_agreements.notify, given, on, about, channel, seal)


def import_(
    key: str = typer.Argument(..., metavar="AGREEMENT", help=AGREEMENT),
    file: Path = typer.Argument(..., metavar="FILE", help=N_("A table: CSV, or an Excel workbook; its first row names the columns.")),
    sheet: str | None = typer.Option(None, "--sheet", metavar="NAME", help=N_("A sheet of a workbook; otherwise the first.")),
    ignore: list[str] = typer.Option([], "--ignore", metavar="COLUMN", help=N_("Leave out this column; repeat it.")),
    on: str | None = typer.Option(
        None, "--on", metavar="DATE", help=N_("Of a table of items: the day of which they are; otherwise today.")
    ),
    exchange: str | None = typer.Option(
        None, "--exchange", metavar="NAME", help=N_("Of a table of items: the regular exchange that they belong to.")
    ),
    full: bool = typer.Option(False, "--full", help=N_("The items take the place of all that were declared before.")),
    draft: bool = typer.Option(False, "--draft", help=N_("Make the drafts; otherwise only show what was understood.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:  # fmt: skip
    from detente.cli.render_agreements import render_import
    from detente.node.spreadsheets import read_cells
    from detente.views.acting import Place
    from detente.views.agreements import recorded_agreement
    from detente.views.importing import import_view
    from detente.views.recorded import open_recorded

    cells = read_cells(file, sheet)
    s = session()
    with s.open() as node:
        room, slot = recorded_agreement(key, node, channel)
        opened = open_recorded(node, room, slot)
        shared = {"on": _day(on) or node.now[:10], "exchange": exchange, "full": full}
        view = import_view(Place(node, room), opened, cells, file.name, ignored=ignore, shared=shared, draft=draft)
    s.emit(view, lambda shown_in, shown: render_import(shown_in, shown, key, str(file)))
    if view.errors:
        raise typer.Exit(1)


def query(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_agreements

    with session().open(secrets=seal) as node:
        act(node, acting_agreements.query, {"text": text}, re=[ref], channel=channel, seal_now=seal)


def suspend(
    key: str = typer.Argument(..., metavar="AGREEMENT", help=AGREEMENT),
    ground: str = typer.Option(..., "--ground", metavar="TEXT", help=N_("On what ground.")),
    from_: str = typer.Option(..., "--from", metavar="DATE", help=N_("From which day on.")),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("Until which day, if that is said.")),
    exchange: list[str] = typer.Option([], "--exchange", metavar="NAME", help=N_("Only the duties of this exchange; repeat it.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.cli import forms
    from detente.views import acting_agreements

    given = {"about": forms.matter("text", key), "ground": ground, "from": _day(from_), "until": _day(until), "exchanges": exchange}
    with session().open(secrets=seal) as node:
        act(node, acting_agreements.suspend, given, channel=channel, seal_now=seal)


def resume(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The suspension, as PARTY/NUMBER.")),
    from_: str = typer.Option(..., "--from", metavar="DATE", help=N_("From which day on.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_agreements

    with session().open(secrets=seal) as node:
        act(node, acting_agreements.resume, {"from": _day(from_), "text": text}, re=[ref], channel=channel, seal_now=seal)


# ---- what these share ----


def on_a_day(
    build: Callable[..., dict[str, Any]], given: dict[str, Any], on: str | None, about: list[str], channel: str | None, seal: bool
) -> None:
    """Draft an act about a day, by default that of the node."""
    with session().open(secrets=seal) as node:
        act(node, build, {**given, "on": _day(on) or node.now[:10]}, re=about, channel=channel, seal_now=seal)


def _day(text: str | None) -> str | None:
    from detente.cli import forms

    return None if text is None else forms.day(text)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs by name, each name once.

    Raises:
        CallerError: a name is given twice.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise CallerError(N_("'%(name)s' is stated twice"), name=name)
        found[name] = value
    return found


def _formats(key: str, channel: str | None) -> None:
    """List the formats of an agreement in force."""
    from detente.cli.render_agreements import render_formats
    from detente.views.agreement_terms import formats_view
    from detente.views.agreements import open_agreement

    s = session()
    with s.open() as node:
        s.emit(formats_view(open_agreement(key, node=node, channel=channel, recorded=True)), render_formats)


def _asked_for(key: str, name: str, channel: str | None) -> dict[str, str]:
    """The fields of a format, asked for one by one; nothing where nobody sits at a terminal."""
    import sys

    from detente.views.agreement_terms import formats_view
    from detente.views.agreements import open_agreement

    s = session()
    with s.open() as node:
        view = formats_view(open_agreement(key, node=node, channel=channel, recorded=True))
    form = next((each for each in view.formats if each.id == name), None)
    if form is None:
        raise CallerError(
            N_("there is no format '%(name)s' in '%(agreement)s'; there are: %(known)s"),
            name=name, agreement=key, known=", ".join(each.id for each in view.formats) or "—",
        )  # fmt: skip
    if not sys.stdin.isatty():
        return {}
    found = {}
    for field in form.fields:
        label = f"{s.t.text_of(field.names, field.id)} ({', '.join(filter(None, [field.type, field.unit, *(field.one_of or ())]))})"
        value = typer.prompt(label, default=None if field.needed else "", show_default=False)
        if value.strip():
            found[field.id] = value.strip()
    return found


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add_act(app, "declare", declare, N_("Declare figures or items under an agreement; or that there are none, or nothing new."))
    add_act(app, "notify", notify, N_("Notify in a format of an agreement; it is checked before it is drafted."))
    add_act(app, "query", query, N_("Ask about what another party has declared or notified."))
    add_act(
        app, "suspend", suspend,
        N_("Say that your duties under an agreement are suspended. It is your claim; the others may dispute it."),
    )  # fmt: skip
    add_act(app, "resume", resume, N_("Say that a suspension of yours ends."))
