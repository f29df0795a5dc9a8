"""An agreement that was read, from the library, from a file or from the record, with what is held about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.agreements.agreement import Agreement
from detente.agreements.declarations import Declarations
from detente.agreements.source import Source
from detente.errors import FormatError


@dataclass(frozen=True)
class Query:
    """What a party asked about something that was said against an agreement, and the entries that answer it."""

    of: str
    by: str
    at: str
    text: dict[str, str]
    entry: str
    answers: list[str]


@dataclass(frozen=True)
class Opened:
    """An agreement with what is held about it.

    Attributes:
        origin: library, file, or record.
        channel, text, state, entry: in the record, where it stands, what its text has come to (adopted, signed), and which proposal.
        misfits: in the record, what does not fit the agreement, by entry, and why; it counts nowhere.
        queries: in the record, what was asked.
    """

    agreement: Agreement
    source: Source
    held: Declarations
    origin: str = "library"
    channel: str | None = None
    text: str | None = None
    state: str | None = None
    entry: str | None = None
    misfits: dict[str, FormatError] = field(default_factory=dict)
    queries: list[Query] = field(default_factory=list)
