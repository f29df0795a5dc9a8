"""An agreement that was read, from the library, from a file or from the record, with what is held about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from detente.agreements.agreement import Agreement
from detente.agreements.book import Book
from detente.agreements.counting import Counter
from detente.agreements.declarations import Declarations
from detente.agreements.engine import Engine
from detente.agreements.items_resting import Unkept
from detente.agreements.kept import Resting
from detente.agreements.rules import compile_rules
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
        renamed: what those parties are called now that have taken a new name since, by id.
        misfits: in the record, what does not fit the agreement, by entry, and why; it counts nowhere.
        queries: in the record, what was asked.
        resting: declarations that are held beside, where the agreement was opened to be counted.
        whole: opens the same with all declarations at hand, while the node is open; null where they are.
        keep: puts to rest what a counter of these counted, where that is worth it.
    """

    agreement: Agreement
    source: Source
    held: Declarations
    origin: str = "library"
    channel: str | None = None
    text: str | None = None
    state: str | None = None
    entry: str | None = None
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)
    misfits: dict[str, FormatError] = field(default_factory=dict)
    queries: list[Query] = field(default_factory=list)
    resting: Resting | None = None
    whole: Callable[[], Opened] | None = None
    keep: Callable[[Counter], None] | None = None

    def book(self) -> Book:
        """All that is held, in the order in which it is asked for."""
        return Book(self.agreement, self.held, resting=self.resting)

    def counter(self, book: Book, engine: Engine | None = None) -> Counter:
        """What counts it.

        Raises:
            CallerError: the libraries are not installed.
            FormatError: a rule does not hold.
        """
        rules = compile_rules(self.agreement, self.source, checked_before=self.resting is not None)  # else nothing would rest
        return Counter(rules, book, engine)


R = TypeVar("R")


def counted(opened: Opened, work: Callable[[Opened], R]) -> R:
    """What some work gives that counts; with all declarations at hand where it needs them."""
    try:
        return work(opened)
    except Unkept:
        if opened.whole is None:
            raise
    return work(opened.whole())
