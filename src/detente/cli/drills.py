# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that shows a drill, and prints it on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.reports import DOCX, PDF, write_reports
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.views.drills import DrillList, DrillView


def drill(
    name: str | None = typer.Argument(None, metavar="[NAME]", help=N_("Which one; otherwise they are listed.")),
    pdf: Path | None = typer.Option(None, "--pdf", metavar="FILE", help=PDF),
    docx: Path | None = typer.Option(None, "--docx", metavar="FILE", help=DOCX),
) -> None:
    from detente import reports
    from detente.node.node import format_time, utc_now
    from detente.views.drills import drill_list, drill_view

    s = session()
    if name is None:
        s.emit(drill_list(), _render_list)
        return
    view, made_at = drill_view(name), format_time(utc_now())
    if pdf is None and docx is None:
        s.emit(view, _render)
        return
    write_reports(
        view, lambda found, t: reports.drill_pdf(found, t, made_at), lambda found, t: reports.drill_docx(found, t, made_at),
        pdf=pdf, docx=docx, exercise=False,
    )  # fmt: skip


def _render_list(s: Session, view: DrillList) -> None:
    s.table((N_("Drill"), N_("What for")), [(row.name, s.t.gettext(row.title)) for row in view.drills])
    s.next("drill NAME", "drill NAME --pdf FILE")


def _render(s: Session, view: DrillView) -> None:
    if not s.json:
        s.out.print(s.t.gettext(view.title), style="bold")
    s.say(view.when)
    for heading, texts in ((N_("Who is there"), view.who), (N_("What to bring"), view.bring)):
        s.head(heading)
        for text in texts:
            s.text("- " + s.t.gettext(text))
    s.head(N_("Step by step"))
    for number, step in enumerate(view.steps, 1):
        there = s.t.gettext(N_("Another party:")) + " " if step.there else ""
        s.text(f"{s.t.number(number)}. {there}{s.t.gettext(step.text)}")
        for command in step.commands:
            s.line("   " + command)
    for heading, texts in ((N_("Write down"), view.write_down), (N_("How to check"), view.check)):
        s.head(heading)
        for text in texts:
            s.text("- " + s.t.gettext(text))


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "drill", cls=Command, help=N_("Show a drill: who must be there, each step with its command, how to check; or print it on one page.")
    )(drill)
