"""What a report says, as values: what `detente press read` gives, what a page shows, and what is compared with a gold label."""

from __future__ import annotations

from typing import Final

import msgspec

RULES: Final = "rules"
"""Whose proposals ours are."""


class Count(msgspec.Struct, frozen=True):
    """A figure in what was said.

    Attributes:
        value: a number; 0.5 for a half; null where no number can be given.
        qualifier: exact, about, over, under, half, most or all.
        tally: sent, answered or received where requests are counted.
        words: as they stand in the report; `span` where (characters).
    """

    value: int | float | None
    qualifier: str
    tally: str | None
    words: str
    span: tuple[int, int]


class Statement(msgspec.Struct, frozen=True):
    """Words that somebody is said to have said.

    Attributes:
        speaker: the fullest name that the report gives; null where nobody is named.
        office: as the report has it.
        side: for whom the speaker speaks: rus, usa, un, rus+usa; null where it cannot be told.
        kind: statement, denial, announcement, pledge or agreement.
        form: direct, mixed or indirect.
        quote: the words of the report, byte for byte; `span` where they stand (characters).
        said_on: a day or a range of days: 2021-09-25, 2021-09-01/2021-09-29; null where the report does not say.
        denies: of a denial, what is denied.
        via: through whom it reached the report, the nearest to the speaker first.
        place, occasion: where and on what occasion, as printed.
        rests_on: the reporting words, and `rule` their name in the lexicon; `named_by`: the words that name the speaker there.
        reader: who proposes it: rules, or the name of another reader.
    """

    speaker: str | None
    office: str | None
    side: str | None
    kind: str
    form: str
    quote: str
    span: tuple[int, int]
    said_on: str | None
    counts: list[Count]
    denies: str | None
    via: list[str]
    place: str | None
    occasion: str | None
    rests_on: str | None
    rule: str | None
    named_by: str | None
    reader: str = RULES


class Meeting(msgspec.Struct, frozen=True):
    """A meeting that the report tells of, past or to come; `when`: a day, a range, a month as 2021-06, or null where it is open."""

    what: str
    where: str | None
    when: str | None
    quote: str
    span: tuple[int, int]
    source: str


class Caption(msgspec.Struct, frozen=True):
    """What a caption says: `who`, `where`, `when`, `credit`; `times`: how often it stands in the report."""

    text: str
    span: tuple[int, int]
    who: list[str]
    when: str | None
    where: str | None
    credit: str | None
    times: int


class Reading(msgspec.Struct, frozen=True):
    """All that was found in one report.

    Attributes:
        language: ar, en or ru; `published`: the day against which words as "Thursday" were resolved; null where it is not known.
        aliases: names that the report gives to one thing, such as two names of one dialogue.
        set_aside: where furniture, headings and repeated lines stand (characters).
    """

    language: str
    published: str | None
    statements: list[Statement]
    meetings: list[Meeting]
    captions: list[Caption]
    aliases: list[list[str]]
    set_aside: list[tuple[int, int]]
