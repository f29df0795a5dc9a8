# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for paper: a file as sheets of QR codes, and the file from what was scanned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError, UsageError

if TYPE_CHECKING:
    from detente.views.results import SheetsRead, SheetsWritten

FROM = N_("The file to print: a container that a courier would take, an introduction, a charter. Up to 82,560 bytes.")
SCANS = N_("Scans and photographs of sheets (PDF, PNG, JPEG, TIFF), or texts with a code in each line, as telephones read them.")
OUT = N_("Where to write the file. A folder: under a name of its own; of a container it is one that couriers know.")


def write(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The PDF to write, which must be new.")),
    source: Path = typer.Option(..., "--from", metavar="FILE", help=FROM),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.reports import must_be_new
    from detente.node.files import read_capped
    from detente.node.node import format_time, utc_now
    from detente.record.sheets import FILE_BYTES, whole_of
    from detente.reports.sheets import sheets_pdf
    from detente.views.results import SheetsWritten

    s = session()
    must_be_new(file)
    data = read_capped(source, FILE_BYTES)
    sheets = sheets_pdf(data, source.name, s.t, format_time(utc_now()))
    write_new(file, sheets.data)
    s.emit(SheetsWritten(file=str(file), bytes=len(data), digest=whole_of(data), codes=sheets.parts, sheets=sheets.pages), _render_written)


def _render_written(s: Session, view: SheetsWritten) -> None:
    from detente.reports.sheets import grouped

    codes = s.t.ngettext("%(n)d code", "%(n)d codes", view.codes)
    sheets = s.t.ngettext("%(n)d sheet", "%(n)d sheets", view.sheets)
    s.say(N_("%(path)s is to be printed: %(codes)s on %(sheets)s."), path=view.file, codes=codes, sheets=sheets)
    s.say(N_("Digest: %(digest)s"), digest=grouped(view.digest))
    s.next("sheet read SCANS --out FILE")


def read(
    scans: list[Path] = typer.Argument(..., metavar="SCANS...", help=SCANS),
    out: Path = typer.Option(..., "--out", metavar="FILE|FOLDER", help=OUT),
) -> None:
    import hashlib

    from detente.cli.files import write_new
    from detente.node.files import read_capped
    from detente.record.container import AGE_INTRO
    from detente.record.sheets import join_parts
    from detente.reports.scans import SCAN_BYTES, texts_of
    from detente.views.results import SheetsRead

    s = session()
    texts: list[str] = []
    for path in scans:
        try:
            texts += texts_of(read_capped(path, SCAN_BYTES))
        except UsageError:
            raise
        except CallerError as error:
            raise CallerError(N_("%(path)s: %(cause)s"), path=str(path), cause=error, hint=error.hint) from error
    joined = join_parts(texts)
    written = None
    if joined.data is not None:
        # No name is on the sheets, and couriers tell by it what is a container: what is none must not look like one in their folder.
        ending = ".age" if joined.data.startswith(AGE_INTRO) else ".json" if joined.data.startswith(b"{") else ".bin"
        called = hashlib.sha256(joined.data).hexdigest()[:32] + ending
        written = write_new(out / called if out.is_dir() else out, joined.data)
    view = SheetsRead(
        file=None if written is None else str(written),
        bytes=None if joined.data is None else len(joined.data),
        digest=joined.whole or None,
        codes=joined.of,
        missing=joined.missing,
        damaged=joined.damaged,
        twofold=joined.twofold,
        strangers=joined.strangers,
    )
    s.emit(view, _render_read)
    if written is None:
        raise typer.Exit(1)


def _render_read(s: Session, view: SheetsRead) -> None:
    from detente.reports.sheets import grouped

    comma = s.t.comma + " "

    def listed(numbers: tuple[int, ...]) -> str:
        return comma.join(map(str, numbers))

    if view.digest is None:
        s.say(N_("No code of such a sheet was read."))
        return
    if view.missing:
        s.say(N_("Of %(count)d codes these are missing: %(numbers)s. Nothing was written."), count=view.codes, numbers=listed(view.missing))
    if view.damaged:
        s.say(N_("Of these a damaged copy was read: %(numbers)s."), numbers=listed(view.damaged))
    if view.twofold:
        s.say(N_("Of these two different copies were read, so nothing was written: %(numbers)s."), numbers=listed(view.twofold))
    if view.strangers:
        s.say(N_("These lines or codes, as they were read, are not of this file: %(numbers)s."), numbers=listed(view.strangers))
    if view.file is not None:
        s.say(N_("All %(count)d codes were read; the file is in %(path)s."), count=view.codes, path=view.file)
    elif not view.missing and not view.twofold:
        s.say(
            N_("The codes fit one by one, and together make another file than they name. Nothing was written; do not trust these sheets.")
        )
    s.say(N_("Digest: %(digest)s"), digest=grouped(view.digest))
    s.say(N_("Compare it with what stands at the top of each sheet."))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    sheets = group(N_("Files on paper, as QR codes: for short containers, and for introductions and charters at a meeting."))
    sheets.command("write", cls=Command, help=N_("Write a file as sheets of QR codes, to be printed."))(write)
    sheets.command("read", cls=Command, help=N_("Take a file from scanned sheets; what is missing or damaged is named."))(read)
    app.add_typer(sheets, name="sheet")
