# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands about agreements as data: which there are, what one says, whether what was declared is within it, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.acts import add_act
from detente.cli.declaring import import_, table
from detente.cli.reports import DOCX, ICS, PDF, write_reports
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_
from detente.node.collector import no_search_for_cycles

if TYPE_CHECKING:
    from detente.agreements.engine import Engine
    from detente.node.node import Node
    from detente.views.opened import Opened

NAME = N_("An agreement in force in the record, one of the library, or the path of an agreement file or of a folder with agreement.toml.")
DECLARATIONS = N_("A file of declarations, in place of those beside the agreement.")
CHANNEL = N_("The channel in whose record it is in force; otherwise any.")
AS_OF = N_("The day that is asked about, such as 2021-09-01; otherwise today.")
KNOWN = N_("As it was known at the end of this day; otherwise with all that is held.")
QUOTA_BY = N_("The party that would pay the visit, by its id or an alias.")
QUOTA_OF = N_("The party that would be visited.")
AS_OF_VISIT = N_("The day on which it is asked; otherwise that of the visit.")
DATABASE = N_(
    "Count in this PostgreSQL, such as postgresql:///arms, in temporary tables; otherwise in memory. "
    "Give no password here: PGPASSWORD is read."
)
PARTY = N_("Only this party, by its id or an alias; repeat it.")


def listed() -> None:
    from detente.cli.render_agreements import render_agreements
    from detente.views.agreements import agreements_view

    with _record() as node:
        view = agreements_view(node)
    session().emit(view, render_agreements)


def show(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_agreements import render_agreement
    from detente.views.agreement_terms import agreement_view

    session().emit(agreement_view(_opened(name, None, channel)), lambda s, view: render_agreement(s, view, name))


@no_search_for_cycles()
def check(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    as_of: str | None = typer.Option(None, "--as-of", metavar="DATE", help=AS_OF),
    known: str | None = typer.Option(None, "--known", metavar="DATE", help=KNOWN),
    party: list[str] = typer.Option([], "--party", metavar="PARTY", help=PARTY),
    count: list[str] = typer.Option([], "--count", metavar="NAME", help=N_("Only this count or quota; repeat it.")),
    declarations: Path | None = typer.Option(None, "--declarations", metavar="FILE", help=DECLARATIONS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    database: str | None = typer.Option(None, "--database", metavar="CONNECTION", help=DATABASE),
) -> None:
    from detente.cli.render_agreements import render_check
    from detente.views.agreement_check import agreement_check
    from detente.views.agreements import open_agreement

    with _record() as node, _engine(database) as engine:
        opened = open_agreement(name, declarations, node=node, channel=channel, to_count=engine is None)
        view = agreement_check(opened, _as_of(as_of), _known(known), parties=party, counts=count, engine=engine)
    session().emit(view, lambda s, shown: render_check(s, shown, name))


@no_search_for_cycles()
def explain(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    count: list[str] = typer.Argument(
        None, metavar="[COUNT]", help=N_("A count, a quota or a time limit, by its id; otherwise all counts and quotas.")
    ),
    as_of: str | None = typer.Option(None, "--as-of", metavar="DATE", help=AS_OF),
    known: str | None = typer.Option(None, "--known", metavar="DATE", help=KNOWN),
    party: list[str] = typer.Option([], "--party", metavar="PARTY", help=PARTY),
    reading: str | None = typer.Option(None, "--reading", metavar="NAME", help=N_("Only this reading; otherwise each.")),
    declarations: Path | None = typer.Option(None, "--declarations", metavar="FILE", help=DECLARATIONS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    database: str | None = typer.Option(None, "--database", metavar="CONNECTION", help=DATABASE),
) -> None:
    from detente.cli.render_agreements import render_explained
    from detente.views.agreement_reasons import agreement_explained

    opened = _opened(name, declarations, channel)
    with _engine(database) as engine:
        view = agreement_explained(opened, count or [], _as_of(as_of), _known(known), parties=party, reading=reading, engine=engine)
    session().emit(view, render_explained)


def calendar(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    first: str | None = typer.Option(None, "--from", metavar="DATE", help=N_("From this day; otherwise today.")),
    last: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("Until this day; otherwise a year later.")),
    ics: Path | None = typer.Option(None, "--ics", metavar="FILE", help=ICS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.files import write_calendar, written
    from detente.cli.render_agreements import render_calendar
    from detente.views.agreement_calendar import agreement_calendar

    begins = _as_of(first)
    ends = _date(last) or begins + dt.timedelta(days=365)
    view = agreement_calendar(_opened(name, None, channel), begins, ends, _now())
    if ics is None:
        session().emit(view, render_calendar)
        return
    from detente.reports import agreement_ics

    data = agreement_ics(view, session().t)
    write_calendar(ics, data)
    nothing = N_("The agreement has no day in this time: the calendar in %(path)s is empty.")
    written(ics, data, N_("The days of the agreement are in %(path)s, for any calendar program.") if view.duties else nothing)


@no_search_for_cycles()
def quota(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    by: str | None = typer.Option(None, "--by", metavar="PARTY", help=QUOTA_BY),
    of: str | None = typer.Option(None, "--of", metavar="PARTY", help=QUOTA_OF),
    kind: str | None = typer.Option(None, "--type", metavar="NAME", help=N_("The type of visit; otherwise each.")),
    site: str | None = typer.Option(None, "--site", metavar="NAME", help=N_("The site that would be visited, as the records name it.")),
    on: str | None = typer.Option(None, "--on", metavar="DATE", help=N_("The day of the visit, such as 2021-09-01; otherwise today.")),
    until: str | None = typer.Option(None, "--until", metavar="DATE", help=N_("Its last day; otherwise it is one day.")),
    as_of: str | None = typer.Option(None, "--as-of", metavar="DATE", help=AS_OF_VISIT),
    known: str | None = typer.Option(None, "--known", metavar="DATE", help=KNOWN),
    declarations: Path | None = typer.Option(None, "--declarations", metavar="FILE", help=DECLARATIONS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_quotas import render_quota
    from detente.views.quotas import VisitAsked, agreement_quota

    visit = VisitAsked(on=_as_of(on), until=_date(until), by=by, of=of, type=kind, site=site)
    view = agreement_quota(_opened(name, declarations, channel), visit, _date(as_of), _known(known))
    session().emit(view, lambda s, shown: render_quota(s, shown, name))


@no_search_for_cycles()
def report(
    name: str = typer.Argument(..., metavar="AGREEMENT", help=NAME),
    exchange: str | None = typer.Option(
        None, "--exchange", metavar="NAME", help=N_("The exchange; otherwise that whose round is the newest.")
    ),
    as_of: str | None = typer.Option(None, "--as-of", metavar="DATE", help=AS_OF),
    known: str | None = typer.Option(None, "--known", metavar="DATE", help=KNOWN),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
    declarations: Path | None = typer.Option(None, "--declarations", metavar="FILE", help=DECLARATIONS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente import reports
    from detente.cli.render_agreements import render_round
    from detente.views.agreement_round import agreement_round
    from detente.views.agreements import open_agreement

    with _record() as node:
        opened = open_agreement(name, declarations, node=node, channel=channel)
        view = agreement_round(opened, _as_of(as_of), _known(known), exchange=exchange, node=node)
        made_at = _now() if node is None else node.now
    if pdf is None and docx is None:
        session().emit(view, lambda s, shown: render_round(s, shown, made_at))
        return
    write_reports(
        view,
        lambda found, t: reports.round_pdf(found, t, made_at),
        lambda found, t: reports.round_docx(found, t, made_at),
        pdf=pdf, docx=docx, exercise=view.channel is not None and view.channel.exercise,
    )  # fmt: skip


def _opened(name: str, declarations: Path | None, channel: str | None = None) -> Opened:
    from detente.views.agreements import open_agreement

    with _record() as node:
        return open_agreement(name, declarations, node=node, channel=channel)


@contextmanager
def _record() -> Iterator[Node | None]:
    """The node of the session, where there is one: agreements can be read without."""
    s = session()
    if not s.named and not (s.folder / "node.json").exists():
        yield None
        return
    with s.open() as node:
        yield node


@contextmanager
def _engine(database: str | None) -> Iterator[Engine | None]:
    """What counts: a database that was named, or none, and then what the program has in memory."""
    if database is None:
        yield None
        return
    from detente.node.postgres import PostgresEngine

    with PostgresEngine(database) as engine:
        yield engine


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _as_of(text: str | None) -> dt.date:
    return _date(text) or dt.datetime.now(dt.UTC).date()


def _known(text: str | None) -> dt.date | None:
    return _date(text)


def _date(text: str | None) -> dt.date | None:
    from detente.views.values import agreement_day

    return None if text is None else agreement_day(text)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    agreement = group(N_("Agreements as data: what was agreed, and whether what was declared is within it."))
    agreement.command("list", cls=Command, help=N_("List the agreements that come with the program."))(listed)
    agreement.command("show", cls=Command, help=N_("Show what an agreement says: its provisions, and each rule beside its clause."))(show)
    agreement.command(
        "check", cls=Command, help=N_("Hold what was declared against the limits and the exchanges of an agreement, on any day.")
    )(check)
    agreement.command(
        "explain", cls=Command, help=N_("Show the whole reason of a figure: clause, rule, reading, limit, and every record it rests on.")
    )(explain)
    agreement.command(
        "calendar", cls=Command, help=N_("Show the days of an agreement: when exchanges are due, how that was found, limits.")
    )(calendar)
    agreement.command(
        "quota", cls=Command, help=N_("Show what is used of the quotas of visits, and whether one more visit fits, and why.")
    )(quota)
    agreement.command(
        "report",
        cls=Command,
        help=N_("Show one round of an exchange of data: what each party told, against the limits, and on what it rests; or print it."),
    )(report)
    agreement.command(
        "import", cls=Command, help=N_("Read declarations out of a table: show what was understood, or every error; draft all or none.")
    )(import_)
    add_act(agreement, "table", table, N_("Table an agreement with its rules in a channel; it is in force when all have consented."))
    app.add_typer(agreement, name="agreement")
