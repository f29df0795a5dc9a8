"""What all prints of a text share: its cover, and words cut into spans of which each knows whose it is.

Rules:

1. A party is told apart by its key, by the kind of its line and by its hue, so that no hue has to be seen. Which of them a party has
   follows from the order of the keys, which no language changes.
2. What stands between brackets is written as `texts.form` writes it, so that a reader of paper and a reader of the file see one text:
   [#4 RUS, CHE: shall / USA !CHE: should].
3. Values come in, values go out: who said what, and when, is on the cover.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.errors import N_, CallerError
from detente.i18n import LANGUAGES, Translator, translator
from detente.reports.parts import EXERCISE
from detente.reports.pictures import HUES
from detente.texts.model import Alternative, Bracket, Content, Provision, Version

COLOURS: Final = ("3F4F9E", "8A5115", "2C6A41", "7D3573", "1F6A86", "5C5A1C")
"""Those of the pages, by hue: each has 4.5 to 1 and more on white."""

NOBODY: Final = "5B6570"
"""The colour of words that no party, or more than one, stands behind."""

LINES: Final = ("solid", "double", "dotted", "dashed", "wavy", "dash-dotted")
"""The lines under words, by hue."""

assert len(COLOURS) == len(LINES) == HUES  # noqa: S101 - three lists of one length, written by hand

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "sd", "ug", "yi"})

SHORT: Final = 12
"""Characters of a digest on each page: 48 bits tell the papers on a table apart; the whole digest stands once."""


@dataclass(frozen=True)
class Cover:
    """What a print says of a text besides its words.

    Attributes:
        titles: the title in each language, for texts that carry none.
        status: how far the text is, in each language: "draft", "initialled", "adopted", "signed", as words.
        digest: of all language versions, in hexadecimal.
        made_at: the time that the print carries, as entries carry times.
        exercise: whether nothing of it was meant in earnest.
        names: party -> language -> name.
        order: the parties as this original names them; whoever is not in it follows by key. Of an alternat, its owner comes first.
        languages: the languages as this original has them; whichever is not in it follows by code.
    """

    titles: Mapping[str, str]
    status: Mapping[str, str]
    digest: str
    made_at: str
    exercise: bool = False
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    order: Sequence[str] = ()
    languages: Sequence[str] = ()

    def title(self, version: Version) -> str:
        """The title of a version: its own, else that of the cover."""
        return version.title or self.titles.get(version.language, "")

    def status_in(self, language: str) -> str:
        """The status in a language; where nobody gave it, in any."""
        return self.status.get(language) or next(iter(self.status.values()), "")

    def parties(self) -> list[str]:
        """The parties in the order of this original."""
        return [*(party for party in self.order if party in self.names), *sorted(set(self.names) - set(self.order))]

    def name(self, party: str, language: str) -> str:
        """A party's name in a language; where it has none, its key."""
        return self.names.get(party, {}).get(language) or party.upper()

    def in_order(self, versions: Mapping[str, Version]) -> list[Version]:
        """The language versions in the order of this original.

        Raises:
            CallerError: there is none, or one says that it is in another language.
        """
        if not versions:
            raise CallerError(N_("a text without a language version cannot be printed"))
        for language, version in versions.items():
            if version.language != language:
                raise CallerError(N_("the version handed in as %(seen)s says that it is %(said)s"), seen=language, said=version.language)
        first = [language for language in self.languages if language in versions]
        return [versions[language] for language in (*first, *sorted(set(versions) - set(first)))]


class Span(NamedTuple):
    """Some characters of a text.

    Attributes:
        text: the characters.
        kind: "words"; or of a bracket "open", "number", "party", "opposed" (a party with its !), "between" and "close".
        party: the one party that stands behind the words, or that is named; "" for none or several.
        bracket: the number of the innermost bracket around it, 0 outside of all.
        depth: how many brackets are around it.
    """

    text: str
    kind: Literal["words", "open", "number", "party", "opposed", "between", "close"] = "words"
    party: str = ""
    bracket: int = 0
    depth: int = 0


Mark: TypeAlias = tuple[str, Literal["party", "opposed", "between"], str]
"""Characters between the words of a bracket, their kind, and the party that they name."""


@lru_cache(maxsize=4096)
def lead(backed_by: tuple[str, ...], opposed_by: tuple[str, ...], *, first: bool, words: bool) -> tuple[Mark, ...]:
    """What stands before an alternative: whose it is. `first`: of its bracket; `words`: it has some."""
    marks: list[Mark] = [(" " if first else " / ", "between", "")]
    sides = [(party, "") for party in backed_by] + [(party, "!") for party in opposed_by]
    for nth, (party, sign) in enumerate(sides):
        if nth:
            marks.append((" " if sign else ", ", "between", ""))
        marks.append((sign + party.upper(), "opposed" if sign else "party", party))
    if sides:
        marks.append((": " if words else ":", "between", ""))
    return tuple(marks)


def spans(content: Content, around: Span | None = None) -> Iterator[Span]:
    """The words of a provision with its brackets, from left to right; all of them together read as `texts.form` writes them."""
    party, number, depth = ("", 0, 0) if around is None else (around.party, around.bracket, around.depth)
    for piece in content:
        if isinstance(piece, str):
            yield Span(piece, "words", party, number, depth)
        else:
            yield from _bracket(piece, depth + 1)


def _bracket(bracket: Bracket, depth: int) -> Iterator[Span]:
    yield Span("[", "open", "", bracket.id, depth)
    yield Span(f"#{bracket.id}", "number", "", bracket.id, depth)
    for place, one in enumerate(bracket.alternatives):
        for text, kind, party in lead(one.backed_by, one.opposed_by, first=not place, words=bool(one.content)):
            yield Span(text, kind, party, bracket.id, depth)
        yield from spans(one.content, Span("", "words", alone(one), bracket.id, depth))
    yield Span("]", "close", "", bracket.id, depth)


def alone(alternative: Alternative) -> str:
    """The party that stands behind some words alone; "" for none or several."""
    return alternative.backed_by[0] if len(alternative.backed_by) == 1 else ""


class Writing:
    """Words with their brackets written out as marked-up characters, span by span as `spans` has them, for a text of any size.

    What stands in brackets is the same a thousand times over: it is written once, and kept.
    """

    def __init__(self, write: Callable[[Span], str], words: Callable[[str, str, int], str]) -> None:
        """Begin.

        Args:
            write: what becomes of a mark; asked once for each that is different.
            words: what becomes of words, with the party that stands behind them alone, and how many brackets are around them.
        """
        self._write, self._words = write, words
        self._open, self._close = write(Span("[", "open")), write(Span("]", "close"))
        self._leads: dict[tuple[Mark, ...], str] = {}

    def of(self, content: Content) -> str:
        """Some words with their brackets."""
        found: list[str] = []
        self._add(content, "", 0, found)
        return "".join(found)

    def _add(self, content: Content, party: str, depth: int, found: list[str]) -> None:
        for piece in content:
            if isinstance(piece, str):
                found.append(self._words(piece, party, depth))
                continue
            found += (self._open, self._write(Span(f"#{piece.id}", "number")))
            for place, one in enumerate(piece.alternatives):
                marks = lead(one.backed_by, one.opposed_by, first=not place, words=bool(one.content))
                if marks not in self._leads:
                    self._leads[marks] = "".join(self._write(Span(*mark)) for mark in marks)
                found.append(self._leads[marks])
                self._add(one.content, alone(one), depth + 1, found)
            found.append(self._close)


def parties_in(versions: Collection[Version]) -> list[str]:
    """Every party that a bracket names, by key."""
    alternatives = (one for version in versions for _, bracket, _ in version.brackets() for one in bracket.alternatives)
    sides = {side for one in alternatives for side in (one.backed_by, one.opposed_by)}
    return sorted({party for side in sides for party in side})


def hues(cover: Cover, named: Collection[str]) -> dict[str, int]:
    """The place of each party's colour and line, from 0: by the keys of all that are named anywhere. `named`: those in brackets."""
    order = sorted({*cover.names, *named})
    return {party: place % HUES for place, party in enumerate(order)}


def rows_of(versions: Sequence[Version]) -> Iterator[tuple[str, list[Provision | None]]]:
    """Several language versions side by side: each provision once, in every language that has it.

    They follow the first version; what only others have comes right behind what it follows there.
    """
    order = [provision.id for provision in versions[0].provisions] if versions else []
    known = set(order)
    for version in versions[1:]:
        last = -1
        places = {name: place for place, name in enumerate(order)}
        for provision in version.provisions:
            if provision.id in known:
                last = places.get(provision.id, last)
                continue
            last += 1
            order.insert(last, provision.id)
            known.add(provision.id)
            places = {name: place for place, name in enumerate(order)}
    for name in order:
        yield name, [version[name] if name in version else None for version in versions]  # noqa: SIM401 - a version has no get


def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0] in RIGHT_TO_LEFT


def direction(language: str) -> Literal["rtl", "ltr"]:
    """As HTML has it."""
    return "rtl" if is_rtl(language) else "ltr"


def words_for(language: str) -> Translator:
    """Our own words in the language of a text; English where we have none in it."""
    return translator(language if language in LANGUAGES else "en")


def legend(cover: Cover, named: Collection[str], language: str) -> list[tuple[str, str]]:
    """The parties as brackets name them, each with its name: whoever is on the cover, then whoever else stands in a bracket (`named`)."""
    return [(party, cover.name(party, language)) for party in (*cover.parties(), *(one for one in named if one not in cover.names))]


def short_digest(cover: Cover) -> str:
    """The digest as each page has it, in groups of four: 1f3a 77c0 92de."""
    short = cover.digest[:SHORT]
    return " ".join(short[place : place + 4] for place in range(0, len(short), 4))


def exercise_in(cover: Cover, language: str) -> str:
    """The mark of an exercise in a language; "" where it is in earnest."""
    return words_for(language).gettext(EXERCISE) if cover.exercise else ""
