"""One language version of a text: provisions with ids that stay, and words with brackets in them.

    {2-a} >> The Parties [#4 RUS: shall / USA: should] inform each other [#5 USA !RUS: in good faith] of ..

    Provision("2-a", (Words("The Parties "), Bracket(4, (Alternative("shall", backed by rus), Alternative("should", ..))), ..), level 2)

Rules:

1. A provision is named by its id, which is never given to another one; its number is looks (`numbering`).
2. A bracket is named by its number, the same in every language version of a text, and its alternatives have the same order in all.
3. A bracket with one alternative holds words *to keep or to omit*; who opposes them wants them out. With two or more, one is chosen.
4. Everything has one normal form, which these classes check when they are made: two equal texts are equal values, and have one spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from detente.errors import N_, FormatError

DEEPEST: Final = 8
"""Of brackets in brackets, so that reading is bounded; a warning comes past `READABLE`."""

READABLE: Final = 2
"""Past two levels people begin to make mistakes."""

MOST_LEVELS: Final = 6

PROVISIONAL: Final = 100_000
"""Numbers past this one are those of brackets that stand for open amendments; a writer is refused them, so that nothing can clash."""

PROVISION_ID: Final = re.compile(r"\A(?!parties\Z)[a-z0-9][a-z0-9_-]{0,31}\Z")
PARTY: Final = re.compile(r"\A[a-z][a-z0-9-]{1,15}\Z")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")

# Isolates and overrides make a line look other than it reads; marks (LRM, RLM, ALM) are harmless, and right-to-left editors need them.
TREACHEROUS = re.compile("[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000e-\u001f\u007f\ufeff]")

# What a check looks for in words. Most are printable characters, of which none is meant: that is seen quicker than by an expression.
_UNTIDY = re.compile(r"[\t\n\r\f\v]")
_SUSPECT = re.compile(f"{_UNTIDY.pattern}|{TREACHEROUS.pattern}")


@lru_cache(maxsize=4096)
def _are_parties(parties: tuple[str, ...]) -> bool:
    """Whether these are names of parties, sorted, each once."""
    return tuple(sorted(set(parties))) == parties and all(PARTY.match(party) for party in parties)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the wordings in a bracket.

    Attributes:
        content: the words, with brackets in them; empty where it is proposed to say nothing.
        backed_by: the parties that want it, sorted.
        opposed_by: the parties that refuse it, sorted.
    """

    content: Content
    backed_by: tuple[str, ...] = ()
    opposed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, parties in (("backed_by", self.backed_by), ("opposed_by", self.opposed_by)):
            if parties and not _are_parties(parties):
                raise FormatError(N_("%(name)s is no sorted list of parties: %(parties)s"), name=name, parties=", ".join(parties))
        if self.opposed_by and (both := sorted({*self.backed_by} & {*self.opposed_by})):
            raise FormatError(N_("%(party)s stands for and against the same words"), party=both[0].upper())
        check_content(self.content)


@dataclass(frozen=True, slots=True)
class Bracket:
    """Words that are not agreed.

    Attributes:
        id: its number in the text, from 1 on.
        alternatives: one, to keep or to omit; or two and more, to choose from.
    """

    id: int
    alternatives: tuple[Alternative, ...]

    def __post_init__(self) -> None:
        if self.id < 1:
            raise FormatError(N_("a bracket has the number %(seen)d; numbers begin with 1"), seen=self.id)
        if not self.alternatives or (len(self.alternatives) == 1 and not self.alternatives[0].content):
            raise FormatError(N_("bracket %(number)d has no words"), number=self.id)
        words = [alternative.content for alternative in self.alternatives]
        if len(words) == 1:
            return
        if len(words) != len(set(words)):
            raise FormatError(N_("bracket %(number)d has the same words twice"), number=self.id)
        if len(words) == 2 and () in words:
            raise FormatError(N_("bracket %(number)d has words and no words: that is one alternative, to keep or to omit"), number=self.id)
        backers = [party for alternative in self.alternatives for party in alternative.backed_by]
        twice = next((party for party in backers if backers.count(party) > 1), None)
        if twice is not None:
            raise FormatError(N_("%(party)s backs two alternatives of bracket %(number)d"), party=twice.upper(), number=self.id)

    @property
    def is_choice(self) -> bool:
        """Whether one of several wordings is to be chosen; else one is to be kept or omitted."""
        return len(self.alternatives) > 1

    @property
    def parties(self) -> tuple[str, ...]:
        """Whoever backs or opposes any of it, sorted."""
        return tuple(sorted({party for one in self.alternatives for party in (*one.backed_by, *one.opposed_by)}))


Piece: TypeAlias = str | Bracket
Content: TypeAlias = tuple[Piece, ...]
"""Words and brackets in turn: no empty words, no two words side by side, single spaces, none at the ends."""


def content_of(*pieces: Piece) -> Content:
    """Any pieces in normal form: NFC, runs of white space as one space, no words side by side, no spaces at the ends."""
    if len(pieces) == 1 and isinstance(pieces[0], str):
        words = _tidy(pieces[0]).strip(" ")
        return (words,) if words else ()
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    for place, piece in enumerate(joined):
        if isinstance(piece, str):
            joined[place] = _tidy(piece)
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip(" ")
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip(" ")
    return tuple([piece for piece in joined if piece])


def _tidy(words: str) -> str:
    if "  " in words or not (words.isprintable() or _UNTIDY.search(words) is None):
        words = _BLANKS.sub(" ", words)
    return words if _is_normal(words) else unicodedata.normalize("NFC", words)


def _is_normal(words: str) -> bool:
    return words.isascii() or unicodedata.is_normalized("NFC", words)


def check_content(content: Content) -> None:
    """Whether words are in their normal form, and hide nothing.

    Raises:
        FormatError: they are not, or do.
    """
    after_words = False
    for piece in content:
        if not isinstance(piece, str):
            after_words = False
            continue
        printable = piece.isprintable() or _SUSPECT.search(piece) is None
        if after_words or not piece or not printable or "  " in piece or not _is_normal(piece):
            _check_words(piece, in_turn=not after_words)
        after_words = True
    first, last = (content[0], content[-1]) if content else ("", "")
    if (isinstance(first, str) and first[:1] == " ") or (isinstance(last, str) and last[-1:] == " "):
        raise FormatError(N_("words are not in their normal form: %(words)r"), words=plain(content)[:80])


def _check_words(words: str, *, in_turn: bool) -> None:
    if not in_turn or not words or _tidy(words) != words:
        raise FormatError(N_("words are not in their normal form: %(words)r"), words=words[:80])
    if (found := TREACHEROUS.search(words)) is not None:
        raise FormatError(N_("the character U+%(code)s hides or turns words, and may not stand in a text"), code=f"{ord(found[0]):04X}")


@dataclass(frozen=True, slots=True)
class Provision:
    """One paragraph, or one heading.

    Attributes:
        id: its name, which stays.
        content: the words, with brackets in them.
        level: how deep it stands, from 0.
        look: "paragraph", "numbered" or "heading".
    """

    id: str
    content: Content
    level: int = 0
    look: str = "paragraph"

    def __post_init__(self) -> None:
        if not PROVISION_ID.match(self.id):
            raise FormatError(
                N_("'%(id)s' is no name of a provision: small letters, digits, - and _, at most 32, the first a letter or a digit"),
                id=self.id,
            )
        if not 0 <= self.level < MOST_LEVELS or self.look not in LOOKS:
            raise FormatError(
                N_("provision %(id)s has the level %(level)d and the look '%(look)s'"), id=self.id, level=self.level, look=self.look
            )
        if not self.content:
            raise FormatError(N_("provision %(id)s has no words"), id=self.id)
        check_content(self.content)


LOOKS: Final = ("paragraph", "numbered", "heading")
STATUSES: Final = ("authentic", "official", "courtesy", "machine")
"""Of a language version. Only authentic ones are signed; a machine's can never become one without a person's act."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text in one language.

    Attributes:
        language: its code.
        provisions: in their order, each id once.
        title: in this language, or "".
        status: authentic, official, courtesy or machine.
    """

    language: str
    provisions: tuple[Provision, ...]
    title: str = ""
    status: str = "authentic"
    _places: dict[str, int] = field(init=False, repr=False, compare=False, hash=False)
    _brackets: tuple[tuple[Provision, Bracket, int], ...] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise FormatError(
                N_("'%(status)s' is no status of a language version: %(known)s"), status=self.status, known=", ".join(STATUSES)
            )
        if self.title:
            check_content((self.title,))
        places: dict[str, int] = {}
        for place, provision in enumerate(self.provisions):
            if places.setdefault(provision.id, place) != place:
                raise FormatError(N_("provision %(id)s stands twice"), id=provision.id)
        seen: dict[int, str] = {}
        brackets = []
        for provision in self.provisions:
            for bracket, depth in brackets_in(provision.content):
                if bracket.id in seen:
                    raise FormatError(
                        N_("bracket %(number)d stands twice: in %(first)s and in %(second)s"),
                        number=bracket.id, first=seen[bracket.id], second=provision.id,
                    )  # fmt: skip
                seen[bracket.id] = provision.id
                brackets.append((provision, bracket, depth))
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "_brackets", tuple(brackets))

    def __getitem__(self, provision_id: str) -> Provision:
        return self.provisions[self._places[provision_id]]

    def __contains__(self, provision_id: object) -> bool:
        return provision_id in self._places

    def get(self, provision_id: str) -> Provision | None:
        """A provision, or None if it is not there."""
        place = self._places.get(provision_id)
        return None if place is None else self.provisions[place]

    def place(self, provision_id: str) -> int:
        """Where a provision stands, from 0; KeyError if it is not there."""
        return self._places[provision_id]

    @property
    def is_clean(self) -> bool:
        """Whether no bracket is open."""
        return not self._brackets

    def brackets(self) -> Iterator[tuple[Provision, Bracket, int]]:
        """All brackets in reading order, each with its provision and its depth, from 1."""
        return iter(self._brackets)


def brackets_in(content: Content, depth: int = 1) -> Iterator[tuple[Bracket, int]]:
    """The brackets in some words in reading order, those inside others too, each with its depth from 1.

    Raises:
        FormatError: they are nested deeper than `DEEPEST`.
    """
    for piece in content:
        if isinstance(piece, Bracket):
            if depth > DEEPEST:
                raise FormatError(
                    N_("bracket %(number)d is nested %(depth)d deep; at most %(limit)d"), number=piece.id, depth=depth, limit=DEEPEST
                )
            yield piece, depth
            for alternative in piece.alternatives:
                yield from brackets_in(alternative.content, depth + 1)


def plain(content: Content) -> str:
    """Words as a reader sees them, with brackets and without parties: "The Parties [shall / should] inform .."."""
    return "".join(
        piece if isinstance(piece, str) else "[" + " / ".join(plain(one.content) for one in piece.alternatives) + "]" for piece in content
    )


def settle(content: Content, number: int, chosen: Content) -> Content:
    """Put words in the place of a bracket; empty ones leave it out, without doubling the space around it.

    Where two alternatives of a bracket around it have become the same words, they are one; where nothing is left to choose, the
    bracket around it is gone too.
    """
    pieces: list[Piece] = []
    left_out = False
    for piece in content:
        if isinstance(piece, str):
            pieces.append(_after_gap(pieces, piece) if left_out else piece)
            left_out = False
        elif piece.id == number:
            pieces.extend(chosen)
            left_out = not chosen
        else:
            pieces.extend(_settled_inside(piece, number, chosen))
            left_out = False
    return content_of(*pieces)


def _after_gap(before: list[Piece], words: str) -> str:
    """What follows words that were left out: one space in place of two, none before a comma or a full stop."""
    last = before[-1] if before else ""
    if isinstance(last, str) and last.endswith(" "):
        if words.startswith(" "):
            return words[1:]
        if words[:1] in CLOSING:
            before[-1] = last.rstrip(" ")
    return words


CLOSING: Final = frozenset(".,;:!?)»”،؛؟")


def _settled_inside(bracket: Bracket, number: int, chosen: Content) -> Content:
    if all(inner.id != number for one in bracket.alternatives for inner, _ in brackets_in(one.content)):
        return (bracket,)
    merged: dict[Content, Alternative] = {}
    for one in bracket.alternatives:
        words = settle(one.content, number, chosen)
        merged[words] = _together(merged[words], one, words) if words in merged else Alternative(words, one.backed_by, one.opposed_by)
    return choice(bracket.id, tuple(merged.values()), was_choice=bracket.is_choice)


def _together(first: Alternative, second: Alternative, words: Content) -> Alternative:
    backed = {*first.backed_by, *second.backed_by}
    return Alternative(words, tuple(sorted(backed)), tuple(sorted({*first.opposed_by, *second.opposed_by} - backed)))


def choice(number: int, alternatives: tuple[Alternative, ...], *, was_choice: bool) -> Content:
    """A bracket of alternatives that differ; if nothing is left to choose, the words themselves.

    Args:
        number: of the bracket.
        alternatives: one or more, all with different words; of two of which one is empty the other is kept or omitted.
        was_choice: that a single alternative is what is left of several; else it is to be kept or omitted.
    """
    if len(alternatives) == 2 and not (alternatives[0].content and alternatives[1].content):
        kept, omitted = alternatives if not alternatives[1].content else alternatives[::-1]
        against = {*kept.opposed_by, *omitted.backed_by} - {*kept.backed_by}
        return (Bracket(number, (Alternative(kept.content, kept.backed_by, tuple(sorted(against))),)),)
    if len(alternatives) == 1 and (was_choice or not alternatives[0].content):
        return alternatives[0].content
    return (Bracket(number, alternatives),)
