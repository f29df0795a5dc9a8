"""Square brackets as delegations write them in Word, read into brackets of the model; what cannot be read stays as words, and is reported.

    [words]                               to keep or to omit
    [shall/should]  [shall / should]      alternatives
    [RUS: shall] [USA: should]            the same, side by side
    [ALT 1: shall ALT 2: should]          the same with labels; Option A, Variant 1 and their like
    [RUS !USA: shall]  [#4 RUS: shall / USA: should]      as `texts.form` writes them

A paragraph comes as one string in which single characters beyond all scripts stand for two things: LITERAL ones for characters that are
words whatever they look like, and CHANGE for a tracked change, which is a bracket already.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from detente.errors import N_, FormatError
from detente.texts.form import MOST_BRACKETS
from detente.texts.model import DEEPEST, Alternative, Content, Piece, choice, content_of

LITERAL: Final = dict(zip("[]/:", "\ufdd0\ufdd1\ufdd2\ufdd3", strict=True))
"""Characters that would be read as marks, and what stands for them where they are words. Noncharacters: no text has them (Unicode 23.7)."""

CHANGE: Final = "\ufdd8"
_FILLER: Final = "\ufdd9"
"""In place of the brackets inside a bracket, where only its own characters are looked at."""

NONCHARACTERS: Final = re.compile("[\ufdd0-\ufdef]")

_COMMAS: Final = str.maketrans("،؛", ",;")
_UNLITERAL: Final = str.maketrans({stand_in: character for character, stand_in in LITERAL.items()})
_MARKS = "\u200e\u200f\u061c"
_NUMBER: Final = re.compile(rf"[{_MARKS} ]*#([0-9]{{1,6}})(?= |\]|\Z)")
_KEY: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_MARKER: Final = re.compile(r"[ \u00a0]*([^\[\]:/\ufdd0-\ufdd8]{1,120}):")
_BETWEEN: Final = re.compile(r"[ \u00a0]*(?:/|\bor\b|\bили\b|أو)?[ \u00a0]*")
_NO_STROKE: Final = re.compile(
    r"(?i)(?<!\w)(?:and/or|or/and|he/she|his/her|him/her|s/he|и/или|он/она|его/ее|و/أو|km/h|[0-9]+/[0-9]+(?:/[0-9]+)?|\w+://\S*|w/o)(?!\w)"
)
"""Words that have a stroke of their own."""

_LABEL: Final = re.compile(
    r"(?i)(?<!\w)(?:alt(?:ernative)?\.?|option|variant|вариант|альтернатива|البديل|الخيار)[ \u00a0]*"
    r"(?:[0-9]{1,2}|[a-h](?!\w)|[а-з](?!\w)|[ivx]{1,4}(?!\w)|[أبجده](?!\w))[ \u00a0]*(?:[:.)\-–—]|(?=[ \u00a0]))[ \u00a0]*"
)

Kind = Literal["understood", "guessed", "left out"]


class Said(NamedTuple):
    """One thing to report: a template with its values, and the words that it is about, as they stand."""

    kind: Kind
    template: str
    params: Mapping[str, Any]
    quotation: str


@dataclass
class Changed:
    """A tracked change: alternatives of which each is a string with stand-ins and its own changes."""

    alternatives: list[Marked]


@dataclass
class Marked:
    """Words with stand-ins, and the changes that its CHANGEs stand for, in their order; with who backs and opposes them."""

    text: str
    changes: list[Changed] = field(default_factory=list)
    backed_by: tuple[str, ...] = ()
    opposed_by: tuple[str, ...] = ()


class Numbers:
    """The numbers of brackets of one text: each once; those that are written in it first."""

    def __init__(self) -> None:
        self.reserved: set[int] = set()
        self._given: set[int] = set()
        self._next = 1

    def reserve(self, text: str) -> None:
        """Take note of what is written, so that nobody else gets it."""
        self.reserved.update(int(number) for number in re.findall(rf"\[[{_MARKS} ]*#([0-9]{{1,6}})(?= |\])", text))

    def take(self, written: int | None) -> int:
        """The number that was written, the first time; else the next free one.

        Raises:
            FormatError: there are more brackets than a text may have.
        """
        if len(self._given) >= MOST_BRACKETS:
            raise FormatError(N_("the text has more than %(limit)d brackets"), limit=MOST_BRACKETS)
        if written is not None and 0 < written <= MOST_BRACKETS and written not in self._given:
            self._given.add(written)
            return written
        while self._next in self.reserved or self._next in self._given:
            self._next += 1
        self._given.add(self._next)
        return self._next


@dataclass
class Grammar:
    """How this file is read.

    Attributes:
        parties: who may stand before a colon, by key; None for whatever looks like a key.
        names: other spellings of parties, in small letters, by which delegations call them: "us", "russian federation".
        numbers: of brackets.
    """

    parties: Collection[str] | None
    names: Mapping[str, str]
    numbers: Numbers = field(default_factory=Numbers)

    def party(self, word: str) -> str | None:
        """The party that a word stands for; None if it stands for none."""
        found = self.names.get(word.casefold())
        if found is not None:
            return found
        if _KEY.fullmatch(word) and (self.parties is None or word.lower() in self.parties):
            return word.lower()
        return None


class _Text:
    """A paragraph, or one side of a tracked change, with the places of its CHANGEs."""

    def __init__(self, text: str, changes: list[Changed]) -> None:
        self.text, self.changes = text, changes
        self.places = [found.start() for found in re.finditer(CHANGE, text)]

    def changed(self, start: int, end: int) -> list[Changed]:
        """The changes between two places."""
        return self.changes[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def seen(self, start: int, end: int) -> str:
        """The characters between two places, as a reader of the paper sees them."""
        return seen(Marked(self.text[start:end], self.changed(start, end)))


class _Node(NamedTuple):
    """A bracket in the string: where it opens, where it closes, and the brackets directly inside."""

    start: int
    end: int
    inner: list[_Node]


def read_words(marked: Marked, grammar: Grammar) -> tuple[Content, list[Said]]:
    """The words of a paragraph with its brackets, and what is to be reported. It never refuses: what it cannot read are words."""
    reader = _Reader(grammar)
    content = reader.content(marked, 0)
    return content, reader.said


def is_balanced(text: str) -> bool:
    """Whether each bracket in some characters opens and closes in them."""
    return not loose(text)


def loose(text: str) -> list[int]:
    """Where the brackets stand that have no partner in a paragraph, in their order."""
    opened: list[int] = []
    found: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            found.append(match.start())
    return sorted([*found, *opened])


def seen(marked: Marked) -> str:
    """The characters as a reader of the paper sees them, all changes shown."""
    changes = iter(marked.changes)
    pieces = marked.text.split(CHANGE)
    shown = [pieces[0]]
    for piece in pieces[1:]:
        change = next(changes)
        shown.append("".join(seen(one) for one in change.alternatives) + piece)
    return "".join(shown).translate(_UNLITERAL)


class _Reader:
    """Reads one paragraph."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.said: list[Said] = []

    def content(self, marked: Marked, depth: int) -> Content:
        """Words with brackets, `depth` brackets being around them."""
        text = self._only_pairs(marked, depth)
        source = _Text(text, marked.changes)
        return content_of(*self._pieces(source, 0, len(text), _nodes(text), depth))

    def _only_pairs(self, marked: Marked, depth: int) -> str:
        """The string with brackets in pairs, none deeper than a text may have; the others are characters from here on."""
        characters = list(marked.text)
        for place in loose(marked.text):
            around = marked.text[max(0, place - 20) : place + 21].replace(CHANGE, "").translate(_UNLITERAL)
            opens = characters[place] == "["
            template = N_("a [ that is never closed; taken as a character") if opens else N_("a ] without its [; taken as a character")
            self._say("guessed", template, around)
            characters[place] = LITERAL[characters[place]]
        deeper = False
        for place, character in enumerate(characters):
            depth += character == "["
            if character in "[]" and depth > DEEPEST:
                characters[place] = LITERAL[character]
                deeper = True
            depth -= character == "]"
        if deeper:
            template = N_("brackets stand deeper than %(limit)d; the innermost are taken as characters")
            self._say("guessed", template, seen(marked), limit=DEEPEST)
        return "".join(characters)

    def _say(self, kind: Kind, template: str, quotation: str, **params: Any) -> None:
        self.said.append(Said(kind, template, params, quotation))

    def _pieces(self, source: _Text, start: int, end: int, nodes: list[_Node], depth: int) -> list[Piece]:
        """What stands from start to end; `nodes`: the brackets directly in it."""
        found: list[Piece] = []
        at = start
        for group in self._side_by_side(source.text, nodes):
            found += self._plain(source, at, group[0].start, depth)
            found += self._group(source, group, depth)
            at = group[-1].end + 1
        return [*found, *self._plain(source, at, end, depth)]

    def _plain(self, source: _Text, start: int, end: int, depth: int) -> list[Piece]:
        """Words without brackets, with tracked changes in them."""
        first, *pieces = source.text[start:end].split(CHANGE)
        found: list[Piece] = [first.translate(_UNLITERAL)]
        for change, piece in zip(source.changed(start, end), pieces, strict=True):
            found += [*self._change(change, depth), piece.translate(_UNLITERAL)]
        return found

    def _change(self, change: Changed, depth: int) -> Content:
        shown = "".join(seen(one) for one in change.alternatives)
        if depth >= DEEPEST:
            template = N_("brackets stand deeper than %(limit)d; the innermost are taken as characters")
            self._say("guessed", template, shown, limit=DEEPEST)
            return tuple(piece for one in change.alternatives for piece in self.content(one, depth))
        number = self.grammar.numbers.take(None)
        alternatives = [Alternative(self.content(one, depth + 1), one.backed_by, one.opposed_by) for one in change.alternatives]
        return self._choice(number, alternatives, shown)

    # ---- one bracket, or several side by side ----

    def _side_by_side(self, text: str, nodes: list[_Node]) -> Iterator[list[_Node]]:
        """Brackets in groups: those that stand side by side, each with a party of its own, are one group."""
        group: list[_Node] = []
        for node in nodes:
            together = group and _BETWEEN.fullmatch(text, group[-1].end + 1, node.start)
            if group and not (together and self._is_ones_own(text, group[-1]) and self._is_ones_own(text, node)):
                yield group
                group = []
            group.append(node)
        if group:
            yield group

    def _is_ones_own(self, text: str, node: _Node) -> bool:
        """Whether a bracket holds one party's words and has no number: [RUS: shall]."""
        if _NUMBER.match(text, node.start + 1) or _strokes(_flat(text, node), spaced=True):
            return False
        backed_by, opposed_by, at = self._marker(text, node.start + 1, node.end)
        return bool(backed_by) and not opposed_by and bool(text[at : node.end].strip(" \u00a0"))

    def _group(self, source: _Text, group: list[_Node], depth: int) -> Content:
        quotation = source.seen(group[0].start, group[-1].end + 1)
        found = _NUMBER.match(source.text, group[0].start + 1)
        number = self.grammar.numbers.take(int(found[1]) if found else None)
        if len(group) > 1:
            self._say("guessed", N_("brackets side by side, each with a party: taken as alternatives of one"), quotation)
            parts = [part for node in group for part in self._parts(source.text, node, node.start + 1, quotation)]
        else:
            parts = self._parts(source.text, group[0], found.end() if found else group[0].start + 1, quotation)
        reported = len(self.said)
        alternatives = []
        try:
            for start, end, nodes in parts:
                backed_by, opposed_by, at = self._marker(source.text, start, end)
                words = content_of(*self._pieces(source, at, end, nodes, depth + 1))
                alternatives.append(Alternative(words, tuple(sorted(set(backed_by))), tuple(sorted(set(opposed_by)))))
            if not any(one.content for one in alternatives):
                raise FormatError(N_("the bracket has no words"))
        except FormatError as error:
            del self.said[reported:]
            self._say("guessed", N_("a bracket that cannot be read (%(reason)s); taken as characters"), quotation, reason=error)
            return self._as_words(source, group, depth)
        return self._choice(number, alternatives, quotation)

    def _choice(self, number: int, alternatives: list[Alternative], quotation: str) -> Content:
        """The bracket; what the model refuses, words or a party that stand twice, is taken once."""
        distinct: dict[Content, Alternative] = {}
        backed: set[str] = set()
        for one in alternatives:
            before = distinct.get(one.content, Alternative(()))
            backers = {*before.backed_by, *one.backed_by} - (backed - {*before.backed_by})
            against = {*before.opposed_by, *one.opposed_by} - backers
            if one.content in distinct or backed & {*one.backed_by}:
                self._say("guessed", N_("the same words or the same party stand twice in a bracket; taken once"), quotation)
            distinct[one.content] = Alternative(one.content, tuple(sorted(backers)), tuple(sorted(against)))
            backed |= backers
        return choice(number, tuple(distinct.values()), was_choice=len(alternatives) > 1 and len(distinct) == 1)

    def _as_words(self, source: _Text, group: list[_Node], depth: int) -> Content:
        """A bracket as the characters that it is written with; the brackets inside are read all the same."""
        found: list[Piece] = []
        at = group[0].start
        for node in group:
            found += [*self._plain(source, at, node.start, depth), "["]
            found += self._pieces(source, node.start + 1, node.end, node.inner, depth)
            found.append("]")
            at = node.end + 1
        return tuple(found)

    def _parts(self, text: str, node: _Node, start: int, quotation: str) -> list[tuple[int, int, list[_Node]]]:
        """Where each alternative of a bracket begins and ends, with the brackets directly in it."""
        flat = _flat(text, node)
        offset = node.start + 1
        cuts = _strokes(flat, spaced=True)
        if not _NUMBER.match(text, offset):
            labels = [found.span() for found in _LABEL.finditer(flat)]
            if len(labels) > 1 and not flat[: labels[0][0]].strip(" \u00a0"):
                said = ", ".join(flat[first:last].strip(" \u00a0").translate(_UNLITERAL) for first, last in labels)
                self._say("guessed", N_("alternatives by their labels, which are no words of the text: %(labels)s"), quotation, labels=said)
                ends = [*(len(flat[:first].rstrip(" \u00a0/")) for first, _ in labels[1:]), len(flat)]
                return [
                    (offset + first, offset + end, _within(node, offset + first, offset + end))
                    for (_, first), end in zip(labels, ends, strict=True)
                ]
            if not cuts and (cuts := _strokes(flat, spaced=False)):
                self._say("guessed", N_("words with a stroke between them: taken as alternatives"), quotation)
        edges = [start, *(offset + cut + 1 for cut in cuts)]
        ends = [*(offset + cut for cut in cuts), node.end]
        return [(first, end, _within(node, first, end)) for first, end in zip(edges, ends, strict=True)]

    def _marker(self, text: str, start: int, end: int) -> tuple[list[str], list[str], int]:
        """Who backs and who opposes what follows, and where that begins: RUS, CHE !USA: shall."""
        nobody: tuple[list[str], list[str], int] = [], [], start
        found = _MARKER.match(text, start, end)
        if found is None:
            return nobody
        words = re.sub(f"[{_MARKS}]", "", found[1])
        sides: dict[bool, list[str]] = {True: [], False: []}
        for word in re.split(r"[,;+&]|(?= !)|\band\b|\bи\b", words.replace("!", " !").translate(_COMMAS)):
            name = word.strip(" \u00a0")
            if name:
                parties = self._parties(name.removeprefix("!").strip(" \u00a0"))
                if not parties:
                    return nobody
                sides[name.startswith("!")] += parties
        return (sides[False], sides[True], found.end()) if sides[False] or sides[True] else nobody

    def _parties(self, name: str) -> list[str]:
        """The parties that some words name: one by its whole name, or each by its key; none where any word is something else."""
        whole = self.grammar.party(name)
        found = [whole] if whole is not None else [self.grammar.party(word) for word in name.split()]
        return [party for party in found if party is not None] if None not in found else []


def _nodes(text: str) -> list[_Node]:
    """The outermost brackets of a balanced string, each with those inside."""
    outermost: list[_Node] = []
    stack: list[tuple[int, list[_Node]]] = []
    for found in re.finditer(r"[\[\]]", text):
        if found[0] == "[":
            stack.append((found.start(), []))
        else:
            start, inner = stack.pop()
            (stack[-1][1] if stack else outermost).append(_Node(start, found.start(), inner))
    return outermost


def _flat(text: str, node: _Node) -> str:
    """What stands directly in a bracket, the brackets inside filled out: as long as it is."""
    pieces = []
    at = node.start + 1
    for one in node.inner:
        pieces += [text[at : one.start], _FILLER * (one.end + 1 - one.start)]
        at = one.end + 1
    return "".join([*pieces, text[at : node.end]])


def _within(node: _Node, start: int, end: int) -> list[_Node]:
    starts = [one.start for one in node.inner]
    return node.inner[bisect_left(starts, start) : bisect_left(starts, end)]


def _strokes(flat: str, *, spaced: bool) -> list[int]:
    """Where strokes part alternatives: with blanks or an edge on both sides, or (`spaced` false) any that no word has of its own."""
    places = [found.start() for found in re.finditer("/", flat)]
    if spaced:
        before = {" ", ":", CHANGE, _FILLER}
        return [place for place in places if (place == 0 or flat[place - 1] in before) and flat[place + 1 : place + 2] in {"", " "}]
    own = {place for found in _NO_STROKE.finditer(flat) for place in range(*found.span())}
    cuts = [place for place in places if place not in own]
    edges = [-1, *cuts, len(flat)]
    return cuts if all(flat[first + 1 : last].strip(" \u00a0") for first, last in itertools.pairwise(edges)) else []
