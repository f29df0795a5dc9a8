# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""`detente status`, in a module that imports little: it is typed most."""

from __future__ import annotations

from detente.cli.session import session


def status(*, seen: bool = False) -> None:
    from detente.cli.render_status import render_status
    from detente.node.looks import TERMINAL, Looks
    from detente.views.status import status_view

    s = session()
    with s.open() as node:
        s.emit(status_view(node), render_status)
        for room in node.rooms.values() if seen else ():
            Looks(node.store).mark_all(TERMINAL, room.id, node.clock())
