"""The plain text that a diplomat writes in any editor, one file a language version, and back.

    title: Joint Statement on Strategic Stability
    language: en
    status: authentic

    {preamble} The Parties, [#1 USA: recalling / RUS: reaffirming] the statement of 16 June 2021,

    {h-groups} = Working groups

    {1} # The Parties [RUS, CHE: shall / USA !CHE: should] establish two working groups.

    {1-a} > # The groups meet [#3 USA !RUS: at least] twice a year.

A paragraph is parted from the next by an empty line; a line break inside it is a space. It may begin with, in this order:

    {id}        its name; left out, the next free one is given: p1, p2, ..
    >           how deep it stands, once for each level
    =  or  #    a heading; a paragraph that is numbered

and in it

    [words]                     words to keep or to omit
    [RUS: shall / USA: should]  alternatives, each with those who back it
    [RUS !USA, !CHN: ..]        and with those who oppose it
    [#4 ..]                     the number of the bracket; left out, the next free one is given
    {parties}  {parties:with}   the names of all parties, in the order of each original (`alternat`)
    \\\\  \\[  \\]  \\/  \\:  \\#  \\=  \\>  \\{   the character itself

Parsing what was formatted gives the same text; formatting what was parsed gives the one normal spelling. A party is written in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from detente.errors import N_, FormatError
from detente.texts.model import (
    DEEPEST,
    MOST_LEVELS,
    STATUSES,
    Alternative,
    Bracket,
    Content,
    Piece,
    Provision,
    Version,
    check_content,
    choice,
    content_of,
)

MOST_CHARACTERS: Final = 8_000_000
"""Of one language version: 2,000 provisions have some 400,000."""

MOST_PROVISIONS: Final = 20_000
MOST_BRACKETS: Final = 50_000

_HEADER = re.compile(r"(title|language|status)[ \t]*:[ \t]*(.*)")
_MARKS = "\u200e\u200f\u061c"
# What stands beside an optional sign is taken whole (`*+`): two runs that can share the same marks would be parted in each possible way,
# which takes the square of their length.
_ID = re.compile(rf"[{_MARKS}]*+\{{(?!parties[:}}])([^{{}}\n]*+)\}}[ \t]*")
_PARTY = rf"[{_MARKS}]*+(!?)[{_MARKS}]*+([A-Z][A-Z0-9-]{{1,15}})[{_MARKS}]*+"
_PARTIES = re.compile(rf"(?:{_PARTY})(?:[ ,]+{_PARTY})*:(?: |(?=[\]/])|\Z|(?=\S))")
_ONE_PARTY = re.compile(_PARTY)
_NUMBER = re.compile(rf"[{_MARKS}]*#([0-9]{{1,6}})(?: |(?=\]))")
_NUMBERS = re.compile(rf"\[{_NUMBER.pattern}")
_DEEPER = re.compile(rf"[{_MARKS}]*>[ ]*")
_LOOK = re.compile(rf"[{_MARKS}]*([=#])")
_SIGN_AHEAD = re.compile(rf"\A([{_MARKS}]*)([=#>])")
SIGNS: Final = {"=": "heading", "#": "numbered"}
_RUN = re.compile(r"[^\[\]\\/]+")
_ESCAPED = frozenset("\\[]/:#=>{")


class TextError(FormatError):
    """What is wrong in a written text, and where.

    Attributes (in `params`): `provision`, its name, or "" before the first; `line` and `column`, from 1.
    """


@dataclass(slots=True)
class _Paragraph:
    """One paragraph as it stands: its characters, and where each line of it begins."""

    text: str
    lines: list[tuple[int, int, int]]  # place in `text`, number of the line, column of its first character

    def where(self, place: int) -> tuple[int, int]:
        """Line and column of a character, from 1."""
        begin, line, column = next(entry for entry in reversed(self.lines) if entry[0] <= place)
        return line, place - begin + column


@dataclass(slots=True)
class _Names:
    """Which names and numbers are taken, and the next free ones."""

    provisions: set[str] = field(default_factory=set)
    brackets: set[int] = field(default_factory=set)
    _next: int = 1
    _number: int = 1

    def provision(self) -> str:
        while f"p{self._next}" in self.provisions:
            self._next += 1
        self.provisions.add(name := f"p{self._next}")
        return name

    def bracket(self) -> int:
        while self._number in self.brackets:
            self._number += 1
        self.brackets.add(self._number)
        return self._number


def parse_version(text: str, language: str = "", parties: Collection[str] | None = None) -> Version:
    """Read one language version from its plain text.

    Args:
        text: the whole file.
        language: its language where the file does not say; else the two must agree.
        parties: who may stand before a colon in brackets, `rus`, `usa`, ..; None for anybody.

    Raises:
        TextError: it is not of the form, with the provision, the line and the column.
    """
    if len(text) > MOST_CHARACTERS:
        raise FormatError(N_("the text has %(seen)d characters, the limit is %(limit)d"), seen=len(text), limit=MOST_CHARACTERS)
    lines = _lines(text)
    headers, first = _headers(lines)
    if language and headers.get("language", language) != language:
        raise FormatError(
            N_("the file says language: %(seen)s, and %(expected)s was asked for"), seen=headers["language"], expected=language
        )
    language = language or headers.get("language", "")
    if not language:
        raise FormatError(N_("the file does not say its language"), hint=N_("Write it in the first line, such as 'language: en'."))
    paragraphs = list(_paragraphs(lines, first))
    if len(paragraphs) > MOST_PROVISIONS:
        raise FormatError(N_("the text has %(seen)d paragraphs, the limit is %(limit)d"), seen=len(paragraphs), limit=MOST_PROVISIONS)
    names = _Names()
    for paragraph in paragraphs:  # what is taken anywhere is never given to what has no name
        if (found := _ID.match(paragraph.text)) is not None:
            names.provisions.add(_name(found[1]))
        names.brackets |= _numbers_in(paragraph)
    provisions = tuple(_Reader(paragraph, names, parties).provision() for paragraph in paragraphs)
    return Version(language, provisions, headers.get("title", ""), headers.get("status", "authentic"))


def parse_content(text: str, parties: Collection[str] | None = None, taken: Collection[int] = ()) -> Content:
    """Read words with their brackets, without a name and signs before them; several paragraphs are read as one.

    Args:
        text: what was written.
        parties: who may stand before a colon in brackets; None for anybody.
        taken: numbers of brackets that are not given to new ones.

    Raises:
        TextError: it is not of the form, with the line and the column.
    """
    if len(text) > MOST_CHARACTERS:
        raise FormatError(N_("the text has %(seen)d characters, the limit is %(limit)d"), seen=len(text), limit=MOST_CHARACTERS)
    lines = [line for line in _lines(text) if line.strip(" \t")]
    paragraphs = list(_paragraphs(lines, 0))
    if not paragraphs:
        return ()
    names = _Names(brackets={*taken, *_numbers_in(paragraphs[0])})
    return _Reader(paragraphs[0], names, parties).content()


def _lines(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _name(written: str) -> str:
    """The name of a provision out of what stands between its braces."""
    return written.strip(" " + _MARKS).strip()


def _numbers_in(paragraph: _Paragraph) -> set[int]:
    """The numbers of brackets that stand in a paragraph; and, harmless, those that only look so."""
    return {int(number) for number in _NUMBERS.findall(paragraph.text)}


def _headers(lines: list[str]) -> tuple[dict[str, str], int]:
    """What stands before the first paragraph, and where that begins."""
    headers: dict[str, str] = {}
    for place, line in enumerate(lines):
        words = line.strip(" \t")
        found = _HEADER.fullmatch(words)
        if not words:
            continue
        if found is None:
            return headers, place
        if found[1] in headers:
            raise TextError(N_("line %(line)d: '%(name)s:' stands twice"), provision="", line=place + 1, column=1, name=found[1])
        headers[found[1]] = re.sub("[ \t]+", " ", found[2])
        if found[1] == "status" and headers["status"] not in STATUSES:
            raise TextError(
                N_("line %(line)d: '%(status)s' is no status of a language version: %(known)s"),
                provision="", line=place + 1, column=1, status=headers["status"], known=", ".join(STATUSES),
            )  # fmt: skip
    return headers, len(lines)


def _paragraphs(lines: list[str], first: int) -> Iterator[_Paragraph]:
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    size = 0
    for number, line in enumerate([*lines[first:], ""], start=first + 1):
        words = line.strip(" \t")
        if words:
            places.append((size, number, line.index(words[0]) + 1))
            parts.append(words)
            size += len(words) + 1
        elif parts:
            yield _Paragraph(" ".join(parts), places)
            parts, places, size = [], [], 0


class _Reader:
    """Reads one paragraph, from left to right, once."""

    def __init__(self, paragraph: _Paragraph, names: _Names, parties: Collection[str] | None) -> None:
        self.paragraph = paragraph
        self.text = paragraph.text
        self.names = names
        self.parties = parties
        self.at = 0
        self.id = ""

    def provision(self) -> Provision:
        found = _ID.match(self.text)
        if found is None:
            self.id = self.names.provision()
        else:
            self.id, self.at = _name(found[1]), found.end()
        level = 0
        while (found := _DEEPER.match(self.text, self.at)) is not None:
            level, self.at = level + 1, found.end()
        if level >= MOST_LEVELS:
            raise self._error(FormatError(N_("%(seen)d levels deep, the limit is %(limit)d"), seen=level, limit=MOST_LEVELS - 1))
        look = "paragraph"
        if (found := _LOOK.match(self.text, self.at)) is not None:
            look, self.at = SIGNS[found[1]], found.end()
        content = self._content(0)
        try:
            return Provision(self.id, content, level, look)
        except FormatError as error:
            self.at = 0
            raise self._error(error) from error

    def content(self) -> Content:
        """The whole paragraph as words, whatever it begins with."""
        content = self._content(0)
        try:
            check_content(content)
        except FormatError as error:
            self.at = 0
            raise self._error(error) from error
        return content

    def _ahead(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _content(self, depth: int) -> Content:
        """Words up to the end, or in a bracket up to its end or to the next alternative."""
        begin = self.at
        text = self.text
        pieces: list[Piece] = []
        words: list[str] = []
        while True:
            if (run := _RUN.match(text, self.at)) is not None:
                words.append(run[0])
                self.at = run.end()
            character = text[self.at : self.at + 1]
            if not character or (depth and (character == "]" or (character == "/" and self._is_separator(begin)))):
                break
            if character == "[":
                pieces.append("".join(words))
                words = []
                pieces.extend(self._bracket(depth + 1))
            elif character == "]":
                raise self._error(FormatError(N_("a ] without its [ (write \\] for the character)")))
            elif character == "\\":
                words.append(self._escaped())
            else:
                words.append(character)
                self.at += 1
        return content_of(*pieces, "".join(words))

    def _escaped(self) -> str:
        """The character behind a backslash that takes its meaning from it; before any other a backslash is one."""
        character = self.text[self.at + 1 : self.at + 2]
        self.at += 2 if character in _ESCAPED else 1
        return character if character in _ESCAPED else "\\"

    def _is_separator(self, begin: int) -> bool:
        """Whether the stroke here parts alternatives: it has blanks, or an end of the alternative, on both sides."""
        return (self.at == begin or self.text[self.at - 1] == " ") and self.text[self.at + 1 : self.at + 2] in {"", " ", "]"}

    def _bracket(self, depth: int) -> Content:
        opened = self.at
        if depth > DEEPEST:
            raise self._error(FormatError(N_("brackets are %(depth)d deep, the limit is %(limit)d"), depth=depth, limit=DEEPEST))
        self.at += 1
        found = _NUMBER.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        number = self.names.bracket() if found is None else int(found[1])
        alternatives = []
        while True:
            backed_by, opposed_by = self._marker()
            alternatives.append(self._alternative(self._content(depth), backed_by, opposed_by))
            end = self._ahead()
            if not end:
                self.at = opened
                raise self._error(FormatError(N_("this [ is never closed (write \\[ for the character)")))
            self.at += 1
            if end == "]":
                break
        try:
            if not any(one.content for one in alternatives):
                raise FormatError(N_("bracket %(number)d has no words"), number=number)
            if number > MOST_BRACKETS:
                raise FormatError(N_("bracket %(number)d: a text has at most %(limit)d"), number=number, limit=MOST_BRACKETS)
            return choice(number, tuple(alternatives), was_choice=False)
        except FormatError as error:
            self.at = opened
            raise self._error(error) from error

    def _alternative(self, content: Content, backed_by: tuple[str, ...], opposed_by: tuple[str, ...]) -> Alternative:
        try:
            return Alternative(content, backed_by, opposed_by)
        except FormatError as error:
            raise self._error(error) from error

    def _marker(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who backs and who opposes the words that follow."""
        text = self.text
        while text[self.at : self.at + 1] == " ":
            self.at += 1
        found = _PARTIES.match(text, self.at)
        if found is None:
            return (), ()
        if self.parties is not None:
            self._check_parties(found.end(), self.parties)
        self.at = found.end()
        return _sides(found[0])

    def _check_parties(self, end: int, parties: Collection[str]) -> None:
        for one in _ONE_PARTY.finditer(self.text, self.at, end):
            if one[2].lower() not in parties:
                self.at = one.start()
                known = ", ".join(sorted(party.upper() for party in parties))
                reason = N_("%(party)s is no party; there are: %(known)s (write \\: for a colon)")
                raise self._error(FormatError(reason, party=one[2], known=known))

    def _error(self, reason: FormatError) -> TextError:
        line, column = self.paragraph.where(min(self.at, len(self.text) - 1))
        template = N_("line %(line)d, column %(column)d, in {%(provision)s}: %(reason)s")
        if not self.id:
            template = N_("line %(line)d, column %(column)d: %(reason)s")
        return TextError(template, provision=self.id, line=line, column=column, reason=reason)


@lru_cache(maxsize=4096)
def _sides(marker: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parties for and against in "RUS, USA !CHE:", sorted."""
    sides: dict[str, set[str]] = {"": set(), "!": set()}
    for against, party in _ONE_PARTY.findall(marker):
        sides[against].add(party.lower())
    return tuple(sorted(sides[""])), tuple(sorted(sides["!"]))


# ---------------------------------------------------------------- and back


def format_version(version: Version) -> str:
    """The one normal spelling of a language version, which `parse_version` reads back as the same value. It ends with a line feed."""
    head = [f"title: {version.title}"] if version.title else []
    head += [f"language: {version.language}", f"status: {version.status}"]
    return "\n\n".join(["\n".join(head), *(format_provision(provision) for provision in version.provisions)]) + "\n"


def format_provision(provision: Provision) -> str:
    """One paragraph: {1-a} > # The Parties .."""
    marks = ["{" + provision.id + "}", *([">" * provision.level] if provision.level else [])]
    marks += [sign for sign, look in SIGNS.items() if look == provision.look]
    words = format_content(provision.content)
    if provision.look == "paragraph":
        words = _SIGN_AHEAD.sub(r"\1\\\2", words)
    return " ".join([*marks, words])


def format_content(content: Content, *, inside: bool = False) -> str:
    """Words with their brackets, as they are written."""
    last = len(content) - 1
    return "".join(
        _escape(piece, first=place == 0, last=place == last, inside=inside) if isinstance(piece, str) else format_bracket(piece)
        for place, piece in enumerate(content)
    )


def format_bracket(bracket: Bracket) -> str:
    """[#4 RUS: shall / USA !CHE: should]."""
    return f"[#{bracket.id} " + " / ".join(_format_alternative(one) for one in bracket.alternatives) + "]"


def format_parties(backed_by: Sequence[str], opposed_by: Sequence[str]) -> str:
    """Who wants words and who refuses them, as it stands before the colon: RUS, CHE !USA."""
    backers = ", ".join(party.upper() for party in backed_by)
    return " ".join([*([backers] if backers else []), *("!" + party.upper() for party in opposed_by)])


def _format_alternative(one: Alternative) -> str:
    words = format_content(one.content, inside=True)
    marks = format_parties(one.backed_by, one.opposed_by)
    if marks:
        return f"{marks}: {words}" if words else f"{marks}:"
    return words.replace(":", "\\:", 1) if _PARTIES.match(words) else words


def _escape(words: str, *, first: bool, last: bool, inside: bool) -> str:
    escaped = words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    if not inside or "/" not in escaped:
        return escaped
    # Only a stroke with blanks on both sides parts alternatives; "and/or" is a word.
    before = "(?<![^ ])" if first else "(?<= )"
    after = "(?![^ ])" if last else "(?= )"
    return re.sub(f"{before}/{after}", r"\\/", escaped)
