"""A Word file as it was read: what was understood, the text that was made of it, and what is other in it than in a text."""

from __future__ import annotations

from detente.views.base import ChannelName, Text, View
from detente.views.results import UnderstoodNote
from detente.views.text_looks import ProvisionCompared
from detente.views.text_shown import ProvisionRow


class WordAuthor(View, frozen=True):
    """Who made tracked changes, as the file names them; `party`: for whom, if somebody said so."""

    name: str
    changes: int
    party: str | None


class WordUpload(View, frozen=True):
    """The page on which a Word file is chosen. `most`: the most bytes of a file."""

    channel: ChannelName
    most: int


class WordReading(View, frozen=True):
    """A Word file that somebody has uploaded, as it was read; it is not in the record.

    `language`: of which it is read, `languages`: those that one of our own files holds; `changes`: what became of tracked changes
    (brackets, accept, reject). `text` is what was made of it in the plain form, `provisions` the same for reading. `about`: the text that
    it is held against; then names and numbers are those of the text, and `compared` says what is other. `wrong`: why it cannot be read so.
    """

    upload: int
    name: str
    channel: ChannelName
    language: str
    languages: list[str]
    changes: str
    authors: list[WordAuthor]
    paragraphs: int
    brackets: int
    provisions: list[ProvisionRow]
    notes: list[UnderstoodNote]
    text: str
    about: str | None
    compared: list[ProvisionCompared]
    wrong: Text | None
