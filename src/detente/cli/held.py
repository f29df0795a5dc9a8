# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""What is held of each log, compared with another copy: from a file, or by telephone; and what outsiders can learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.reports import DOCX, PDF, write_reports
from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, UsageError
from detente.views import words

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.restored import Word
    from detente.node.room import Room
    from detente.views.divergence import Divergence, Narrowed, SizeAsked
    from detente.views.exposure import ExposureView
    from detente.views.held import HeldView


def held(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=N_("The channel; otherwise all.")),
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE", help=N_("Write it to a new file that the other side compares: digests, no contents.")
    ),
    compare: Path | None = typer.Option(
        None, "--compare", metavar="FILE", help=N_("Compare with the file in which the other side wrote what it holds.")
    ),
    log: str | None = typer.Option(None, "--log", metavar="PARTY", help=N_("By telephone: whose log; the channel must be named.")),
    at: int | None = typer.Option(
        None, "--at", metavar="ENTRIES", min=1, help=N_("Say the check over the first so many entries of that log.")
    ),
    said: list[str] = typer.Option(
        [], "--said", metavar="ENTRIES-CHECK",
        help=N_("What the other side read out of that log; repeat it for each, and be told what to ask next."),
    ),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:  # fmt: skip
    from detente.views.held import held_view, parse_said

    s = session()
    _check_asked(channel, out=out, compare=compare, log=log, at=at, said=said, printed=pdf or docx)
    spoken = [parse_said(each) for each in said]
    with s.open() as node:
        rooms = list(node.rooms.values()) if channel is None and node.rooms else [node.room(channel)]
        if out is not None:
            _write(node, rooms, out)
        elif compare is not None:
            _compare(node, compare, pdf, docx)
        elif log is not None:
            _by_telephone(rooms[0], log, at, spoken)
        else:
            s.emit(held_view(node, rooms), _render_held)


def _check_asked(
    channel: str | None, *, out: Path | None, compare: Path | None, log: str | None, at: int | None, said: list[str], printed: Path | None
) -> None:
    """One thing at a time.

    Raises:
        UsageError: several were asked for, or one without what it needs.
    """
    if sum(each is not None for each in (out, compare, log)) > 1 or (printed is not None and compare is None):
        raise UsageError(N_("write, compare or narrow down: one at a time; only a comparison is printed"))
    if log is not None and channel is None:
        raise UsageError(N_("by telephone one channel is compared at a time"), hint=N_("detente held CHANNEL --log PARTY --at ENTRIES"))
    if (log is None) != (at is None and not said) or (at is not None and said):
        raise UsageError(
            N_("by telephone a log is named with --log, and with it either --at or --said"),
            hint=N_("detente held CHANNEL --log PARTY --said ENTRIES-CHECK"),
        )


def _write(node: Node, rooms: list[Room], out: Path) -> None:
    from detente.cli.files import write_new, written
    from detente.views.divergence import held_file

    data = held_file(node, rooms)
    exercise = any(room.channel.charter.exercise for room in rooms)
    written(
        write_new(out, data),
        data,
        N_("What is held here is in %(path)s: numbers and digests, nothing of what stands in an entry."),
        exercise=exercise,
    )


def _compare(node: Node, compare: Path, pdf: Path | None, docx: Path | None) -> None:
    from detente import reports
    from detente.node.files import read_capped
    from detente.views.divergence import MOST_BYTES, divergence_view

    view = divergence_view(node, read_capped(compare, MOST_BYTES))
    if pdf is None and docx is None:
        session().emit(view, _render_divergence)
    else:
        write_reports(view, reports.divergence_pdf, reports.divergence_docx, pdf=pdf, docx=docx, exercise=view.exercise)


def _render_divergence(s: Session, view: Divergence) -> None:
    from detente.cli.render_document import render_document
    from detente.reports.divergence import divergence_document

    render_document(s, divergence_document(view, s.t))


def _by_telephone(room: Room, log: str, at: int | None, said: list[Word]) -> None:
    from detente.views.divergence import narrowed, size_asked

    if at is not None:
        session().emit(size_asked(room, log, at), _render_size)
    else:
        session().emit(narrowed(room, log, said), _render_narrowed)


def _render_size(s: Session, view: SizeAsked) -> None:
    s.exercise(on=view.exercise)
    check = f"{view.check[:4]} {view.check[4:]}"
    s.text(
        s.t.ngettext(
            "The first %(n)d entry of %(party)s has the check %(check)s.", "The first %(n)d entries of %(party)s have the check %(check)s.",
            view.entries, party=view.party, check=check,
        )
    )  # fmt: skip
    s.next(f"held {view.channel} --log {view.party} --said {view.entries}-{view.check}")


def _render_narrowed(s: Session, view: Narrowed) -> None:
    s.exercise(on=view.exercise)
    if view.same:
        s.text(
            s.t.ngettext(
                "The first %(n)d entry is the same in both copies.", "The first %(n)d entries are the same in both copies.", view.same
            )
        )
    if view.differs is not None and view.ask is None:
        s.say(
            N_("Entry %(entry)d is the first that differs: two versions of the log of %(party)s."), entry=view.differs - 1, party=view.party
        )
        s.next("contradictions", f"log {view.channel}:{view.party}/{view.differs - 1}")
    elif view.ask is not None:
        if view.differs is not None:
            s.say(N_("They part between entry %(first)d and entry %(last)d."), first=view.same, last=view.differs - 1)
        s.say(N_("Let the other side read out the check at entry number %(entries)d; it types:"), entries=view.ask)
        s.line(f"  detente held {view.channel} --log {view.party} --at {view.ask}")
        s.say(N_("Then repeat this command with what was read, behind one more --said."))
    elif view.same < view.ours:
        s.say(
            N_("No difference so far; here the log goes on to %(entries)d entries. The other side lacks what came after."),
            entries=view.ours,
        )
    else:
        s.say(N_("No difference: as far as it was read out, both copies are the same."))


def _render_held(s: Session, view: HeldView) -> None:
    s.exercise(on=view.exercise)
    for channel in view.channels:
        s.head(N_("In '%(label)s' we hold:"), label=channel.label)
        rows = [
            (words.of_generation(s.t, log.party, log.generation), s.t.number(log.entries), f"{log.check[:4]} {log.check[4:]}")
            for log in channel.logs
        ]
        s.table((N_("Log"), N_("Entries"), N_("Check")), rows, numbers={1}, whole={2})
    if view.remarks:
        from detente.cli.render_status import render_remarks

        render_remarks(s, view.remarks)
        s.line()
    s.say(N_("Read the number and the check to the other side, digit by digit. Only the numbers of entries and digests are in it."))
    s.next("held --out FILE", "held --compare FILE", "held CHANNEL --log PARTY --said ENTRIES-CHECK")


def exposure(
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.views.exposure import exposure_view

    s = session()
    with s.open() as node:
        view = exposure_view(node)
    if pdf is None and docx is None:
        s.emit(view, _render_exposure)
    else:
        write_reports(view, reports.exposure_pdf, reports.exposure_docx, pdf=pdf, docx=docx, exercise=view.exercise)


def _render_exposure(s: Session, view: ExposureView) -> None:
    from detente.cli.render_document import render_document
    from detente.reports.exposure import exposure_document

    render_document(s, exposure_document(view, s.t))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    text = N_("Say how much of each log is held here, with a check to read out: numbers and digests only; or compare it with another copy.")
    app.command("held", cls=Command, help=text)(held)
    app.command(
        "exposure", cls=Command, help=N_("Show what a courier, a witness and an outsider can learn from this node, and what hides it.")
    )(exposure)
