# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that look: nothing here changes anything."""

from __future__ import annotations

from pathlib import Path

import typer

from detente.cli import status as short
from detente.cli.acts import CHANNEL, REF
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError, StoreError


def log(
    what: str | None = typer.Argument(
        None, metavar="[CHANNEL|REF]", help=N_("A channel, or one entry as PARTY/NUMBER; otherwise the plenary.")
    ),
    party: str | None = typer.Option(None, "--party", metavar="PARTY", help=N_("Only the entries of this party.")),
    last: int = typer.Option(50, "--last", metavar="N", min=1, help=N_("Only so many of the newest; 50 otherwise.")),
    seals: bool = typer.Option(False, "--seals", help=N_("Show the seals too.")),
) -> None:
    from detente.cli.render_record import render_entry, render_log
    from detente.node.looks import TERMINAL, Looks
    from detente.views.base import parse_ref
    from detente.views.log import entry_view, log_view

    s = session()
    with s.open() as node:
        if what is not None and "/" in what:
            room, ref = parse_ref(node, what)
            s.emit(entry_view(node, room, ref), render_entry)
            Looks(node.store).open(TERMINAL, room, [ref])
            return
        s.emit(log_view(node.room(what), party=party, last=last, seals=seals), render_log)


def show(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_matters import render_undertaking
    from detente.cli.render_record import render_entry
    from detente.cli.render_requests import render_request
    from detente.cli.render_statements import render_statement
    from detente.node.looks import TERMINAL, Looks
    from detente.views.base import parse_ref
    from detente.views.log import entry_view
    from detente.views.requests import request_of, request_view
    from detente.views.statements import statement_view
    from detente.views.undertakings import undertaking_view

    s = session()
    with s.open() as node:
        room, about = parse_ref(node, ref, channel)
        request, promise = request_of(room, about), room.fold.matters.undertaking_of(about)
        if request is not None:
            s.emit(request_view(node, room, request), render_request)
        elif promise is not None:
            s.emit(undertaking_view(room, promise), render_undertaking)
        elif about in room.fold.register.statements:
            s.emit(statement_view(node, room, room.fold.register.statements[about]), render_statement)
        else:
            s.emit(entry_view(node, room, about), render_entry)
        Looks(node.store).open(TERMINAL, room, [about, *(() if request is None else (act.ref for act in (request.act, *request.acts())))])


def open_file(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    name: str = typer.Argument(..., metavar="NAME", help=N_("The name of the file, or its number in the entry.")),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.files import write_new, written
    from detente.node import blobs
    from detente.record.text import decode_base64
    from detente.views.base import parse_ref
    from detente.views.log import attachments

    s = session()
    with s.open() as node:
        room, about = parse_ref(node, ref, channel)
        files = attachments(node, room.entry(about))
        found = [item for item in files if item.name == name or str(item.number) == name]
        if not found:
            known = ", ".join(f"{item.number} {item.name}" for item in files) or "—"
            raise CallerError(N_("%(ref)s names no file '%(name)s'; it names: %(known)s"), ref=str(about), name=name, known=known)
        data = blobs.read_blob(node, decode_base64(found[0].sha256, 32))
        if data is None:
            raise CallerError(
                N_("the file '%(name)s' has not come yet, or was destroyed by agreement"),
                hint=N_("detente sync FOLDER"),
                name=found[0].name,
            )
        written(
            write_new(out, data),
            data,
            N_("The file is in %(path)s. It was not opened, and its sender vouches for its type alone."),
            exercise=room.channel.charter.exercise,
        )


def standing(channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=N_("The channel; otherwise the plenary."))) -> None:
    from detente.cli.render_record import render_standing
    from detente.views.standing import standing_view

    s = session()
    with s.open() as node:
        s.emit(standing_view(node.room(channel)), render_standing)


def contradictions() -> None:
    from detente.cli.render_record import render_contradictions
    from detente.views.contradictions import contradictions_view

    s = session()
    with s.open() as node:
        s.emit(contradictions_view(node), render_contradictions)


def fsck(
    tidy: bool = typer.Option(
        False, "--tidy", help=N_("Then remove files that were kept for drafts a week ago or longer and that nothing names any more.")
    ),
) -> None:
    from detente.cli.render_record import render_checked
    from detente.node.fsck import check
    from detente.node.tidying import tidy as tidied
    from detente.views.base import text_of_error
    from detente.views.lost import lost_remarks
    from detente.views.resting_check import problems_at_rest
    from detente.views.results import Checked, Problem
    from detente.views.status import rooms_in_order

    s = session()
    with s.open() as node, s.working(N_("Reading the store again")) as tick:
        report = check(node, tick)
        report = report._replace(problems=[*report.problems, *problems_at_rest(node)])
        removed = tidied(node) if tidy and not report.problems else None
        exercise = any(charter.exercise for charter in node.charters.values())
        remarks = [remark for room in rooms_in_order(node) for remark in lost_remarks(room)]
    view = Checked(
        pouches=report.pouches,
        entries=report.entries,
        problems=[Problem(channel=p.channel, where=p.where, why=text_of_error(p.error)) for p in report.problems],
        remarks=remarks,
        removed_files=removed,
        exercise=exercise,
    )
    s.emit(view, render_checked)
    if report.problems:
        if not s.json:
            s.fail(
                StoreError(
                    N_("the store does not hold what it must"),
                    hint=N_("Do not seal. Take a copy of the folder, then restore it from a backup and sync."),
                )
            )
        raise typer.Exit(1)


def status(seen: bool = typer.Option(False, "--seen", help=N_("Mark everything that came in as seen, once it is shown."))) -> None:
    short.status(seen=seen)


def register_status(app: typer.Typer) -> None:
    """Add `status`, which stands near the top."""
    app.command("status", cls=Command, help=N_("Show what came in, whose move it is, remarks, and the health of each channel."))(status)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("log", cls=Command, help=N_("List the entries of a channel, or show one with its receipts."))(log)
    app.command(
        "show", cls=Command, help=N_("Show a request, an undertaking or a public statement with all that refers to it, or any other entry.")
    )(show)
    app.command("open-file", cls=Command, help=N_("Write an attached file to a place of yours."))(open_file)
    app.command("standing", cls=Command, help=N_("Show the count of a channel, what was counted, and who has signed the same."))(standing)
    app.command("contradictions", cls=Command, help=N_("List signed contradictions: two versions of one record, signed by one party."))(
        contradictions
    )
    app.command("fsck", cls=Command, help=N_("Read the whole store again, recompute everything, and name what is wrong."))(fsck)
