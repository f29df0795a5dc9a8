# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for what was said in public as reports tell it: reading them, and how well they are read."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import typer

from detente.cli import forms
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError, UsageError

STDIN = "-"


def read(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("A report as text, HTML or PDF; a folder of them; - reads standard input.")),
    published: str | None = typer.Option(
        None, "--published", metavar="DATE", help=N_("The day of publication, against which 'Thursday' and 'last month' are resolved.")
    ),
    language: str | None = typer.Option(None, "--language", metavar="ar|en|ru", help=N_("The language; otherwise as the letters say.")),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help=N_("For a folder: where each reading is written, as JSON.")),
    jobs: int = typer.Option(os.cpu_count() or 1, "--jobs", metavar="N", min=1, max=64, help=N_("For a folder: how many at a time.")),
) -> None:
    from detente.cli.render_press import render_folder, render_report
    from detente.node.files import read_capped
    from detente.press.extract import MOST_BYTES
    from detente.press.lexicon import LANGUAGES
    from detente.views.press import read_folder, report_view

    s = session()
    day = None if published is None else dt.date.fromisoformat(forms.day(published))
    if language is not None and language not in LANGUAGES:
        raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=language, known=", ".join(LANGUAGES))
    if file.is_dir():
        if out is None:
            raise UsageError(
                N_("a folder needs --out, where the readings are written"), hint=N_("detente press read FOLDER --out READINGS")
            )
        with s.working(N_("Reading reports")) as tick:
            view = read_folder(file, out, day, language, jobs, tick)
        s.emit(view, render_folder)
        return
    if out is not None:
        raise UsageError(N_("--out is for a folder of reports; %(path)s is one report"), path=str(file))
    data = sys.stdin.buffer.read(MOST_BYTES + 1) if str(file) == STDIN else read_capped(file, MOST_BYTES + 1)
    s.emit(report_view(data, str(file), day, language), render_report)


def evaluate(
    gold: Path = typer.Argument(..., metavar="GOLD", help=N_("A folder of reports (NAME.txt) with labels (NAME.json).")),
    predictions: Path = typer.Argument(..., metavar="PREDICTIONS", help=N_("A folder of readings under the same names.")),
    differences: bool = typer.Option(False, "--differences", help=N_("Each difference too.")),
) -> None:
    from detente.cli.render_press import render_differences, render_scores
    from detente.views.press import evaluation_view

    session().emit(evaluation_view(gold, predictions), render_differences if differences else render_scores)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    press = group(N_("News reports: who said what in public, as proposals that a person confirms."))
    press.command("read", cls=Command, help=N_("Read a news report: who said what, when, with what numbers, and which meetings it names."))(
        read
    )
    press.command("evaluate", cls=Command, help=N_("Hold readings against labels that people wrote: precision and recall."))(evaluate)
    app.add_typer(press, name="press")
