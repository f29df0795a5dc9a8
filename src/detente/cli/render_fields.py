"""Fields of entries for people: each name and each value in the reader's language, and the files that an entry names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import N_
from detente.i18n import tame
from detente.views.field_texts import label, value_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.cli.session import Session
    from detente.views.log import Attachment


def show_fields(s: Session, fields: Mapping[str, Any], matters: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Fields of an entry, each on its lines; `matters` are the names that its channel knows."""
    for name, value in fields.items():
        s.out.print(tame(label(s.t, name)) + ": ", style="dim", end="")
        s.line(value_text(s.t, name, value, matters))


def show_attachments(s: Session, files: Sequence[Attachment]) -> None:
    """The files that an entry names."""
    if files:
        s.head(N_("Attached files (never opened by this program)"))
        s.table(
            [N_("No."), N_("Name"), N_("Type, as its sender says"), N_("Bytes"), N_("Mark"), N_("Here")],
            [
                [
                    str(f.number),
                    f.name,
                    f.type,
                    s.t.number(f.size),
                    f.mark,
                    s.t.gettext(N_("yes")) if f.here else s.t.gettext(N_("not yet")),
                ]
                for f in files
            ],
            numbers={3},
        )
