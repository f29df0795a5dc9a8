"""What acts say in other languages: translations of the record, and those that this delegation keeps to itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import View, parse_ref
from detente.views.drafts import translation_rows
from detente.views.issues import IssueView
from detente.views.register import about_entry


class Translated(View, frozen=True):
    """An act in one other language.

    `status`: official, courtesy, machine; of our own also checked (a second person has read it). `own`: this delegation keeps it to
    itself; else the act `by` has put it into the record. A translation gives the title of an act, where it has one, as its first
    paragraph.
    """

    channel: str
    entry: str
    language: str
    status: str
    text: str
    own: bool
    by: str | None


def translated(node: Node, room: Room, entries: Iterable[str]) -> list[Translated]:
    """All translations of some entries of a channel that are held here; of each entry our own first."""
    return [each for entry in dict.fromkeys(entries) for each in _of_entry(node, room, entry)]


def _of_entry(node: Node, room: Room, entry: str) -> list[Translated]:
    _, ref = parse_ref(node, entry, room.label)
    own = [
        Translated(channel=room.label, entry=entry, language=row.language, status=row.status, text=row.text, own=True, by=None)
        for row in translation_rows(node, room, ref)
    ]
    recorded = [
        Translated(channel=room.label, entry=entry, language=row.language, status=row.status, text=row.text, own=False, by=row.entry)
        for row in (about_entry(room, ref).translations if ref in room.fold.register.translations else ())
        if row.text is not None
    ]
    return [*own, *recorded]


def quoted_of_issues(views: Iterable[IssueView]) -> list[str]:
    """The entries that a list of issues quotes: of each side the last wording and the last assessment."""
    found: list[str] = []
    for view in views:
        found += [wordings[-1].entry for wordings in view.wordings.values() if wordings]
        found += [assessment.entry for assessment in view.issue.assessments]
    return found


def translation_for(found: Sequence[Translated], channel: str, entry: str | None, language: str) -> Translated | None:
    """The translation of an entry for whoever reads a language; None where there is none."""
    return next((each for each in found if (each.channel, each.entry, each.language) == (channel, entry, language)), None)
