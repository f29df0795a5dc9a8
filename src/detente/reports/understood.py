"""The report on a Word file that was read, as values for faces."""

from __future__ import annotations

from detente.reports.text_from_word import Understood
from detente.views.results import UnderstoodNote


def notes_of(understood: Understood) -> list[UnderstoodNote]:
    """What was understood, guessed and left out, in the order of the document."""
    return [
        UnderstoodNote(
            kind=note.kind, paragraph=note.paragraph, template=note.template, params=dict(note.params), quotation=note.quotation
        )
        for note in understood.notes
    ]  # fmt: skip
