# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for the public: write what was released as files, and serve a page about such a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import typer

from detente.cli.protection import not_installed
from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.record.charter import Charter
    from detente.views.results import FramedPage, PublishedFiles

FOLDER = N_("The folder for what is published; anybody may have it.")
SAID: Final = "said.json"


def publish(folder: Path = typer.Argument(..., metavar="FOLDER", help=FOLDER)) -> None:
    s = session()
    with s.open() as node:
        view = write_released(node, folder, language=s.t.language)
    s.emit(view, _render)


def write_released(node: Node, folder: Path, counting: str | None = None, language: str = "en") -> PublishedFiles:
    """Put into a folder a proof of each thing that was released, the charter, and the public statements that can be held beside a count.

    For each proven count of requests there is also a page that other sites can show in a frame, and beside it the page that checks proofs.

    Args:
        node: the node that publishes.
        folder: made if it is not there; files of other names stay as they are.
        language: in which the lines are that show such a page.
        counting: the channel beside whose count the statements stand; otherwise the first in which something was asked.
    """
    from detente.node.files import write_whole
    from detente.views.publishing import publications
    from detente.views.results import PublishedFiles

    charters = list(node.charters.values())
    if not charters:
        node.room(None)  # says that there is no dialogue yet, and what to do
    folder.mkdir(parents=True, exist_ok=True)
    released = publications(node)
    for item in released:
        write_whole(folder / item.name, item.content)
    write_whole(folder / "charter.json", charters[0].raw)
    write_whole(folder / SAID, msgspec.json.format(msgspec.json.encode(_said(node, counting)), indent=1))
    return PublishedFiles(
        folder=str(folder),
        files=[item.name for item in released],
        pages=_write_pages(node, folder, charters[0], {item.name: item.content for item in released}, language),
        charter=charters[0].id,
        exercise=any(charter.exercise for charter in charters),
    )


def _write_pages(node: Node, folder: Path, charter: Charter, proofs: dict[str, bytes], language: str) -> list[FramedPage]:
    from detente.i18n import translator
    from detente.node.called import called_in
    from detente.node.files import write_whole
    from detente.reports.embedded import CHECKER, embedded_page, frame_title, page_name, snippet
    from detente.views.public import public_view
    from detente.views.results import FramedPage
    from detente.views.verifier import verifier_page

    view, pages = public_view(charter, proofs, (), (), called_in(node, charter)), []
    for count in view.counts:
        write_whole(folder / page_name(count.file), embedded_page(view, count))
        title = frame_title(translator(language), view, count)
        pages.append(FramedPage(file=page_name(count.file), frame=snippet(count.file, title, language)))
    if pages:
        write_whole(folder / CHECKER, verifier_page())
    return pages


def _said(node: Node, counting: str | None) -> list[dict[str, Any]]:
    from detente.views.base import parse_ref
    from detente.views.statements import statements_about

    asked = [room for room in node.rooms.values() if any(counts["sent"] for counts in room.fold.requests.counts.values())]
    rooms = [node.room(counting)] if counting is not None else asked[:1]
    found = []
    for room in rooms:
        for where, row in statements_about(node, room):
            fields = where.entry(parse_ref(node, f"{where.label}:{row.ref}")[1]).fields
            found.append({name: fields.get(name) for name in ("said_on", "speakers", "text", "source", "figures")})
    return found


def _render(s: Session, view: PublishedFiles) -> None:
    s.exercise(on=view.exercise)
    if not view.files:
        s.say(N_("Nothing is released by all who have a say in it; only the charter is published."))
    for name in view.files:
        s.line("  " + name)
    for page in view.pages:
        s.say(
            N_("%(page)s shows this count on other sites. This line puts it into a page, with the files of the folder beside it:"),
            page=page.file,
        )
        s.line("  " + page.frame)
    s.say(N_("Published in %(path)s. The hash of the charter, which each party publishes in its own place:"), path=view.folder)
    s.line("  " + view.charter)
    s.next(f"public {view.folder}")


def public(
    folder: Path = typer.Argument(..., metavar="FOLDER", help=FOLDER),
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help=N_("The address to listen at; otherwise this machine alone.")),
    port: int | None = typer.Option(
        None, "--port", metavar="NUMBER", min=1, max=65535, help=N_("The port; otherwise the first free one from 8750 on.")
    ),
) -> None:
    import asyncio

    s = session()
    try:
        from detente.web.alone import Published
    except ModuleNotFoundError as error:
        raise not_installed() from error

    page = Published(folder, host=host, port=port)
    s.head(N_("The page is open, until you press Ctrl-C:"))
    s.line("  " + page.address)
    asyncio.run(page.serve())


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("publish", cls=Command, help=N_("Write a proof of each thing that was released into a folder, for anybody."))(publish)
    serve = N_("Serve a page about a folder of published files; each is verified anew at each look.")
    app.command("public", cls=Command, help=serve)(public)
