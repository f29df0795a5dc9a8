"""From a Word file as a delegation sends it to one language version of a text, with a report of what was understood.

Rules:

1. No word is lost: each stands in the version, or in the report with its quotation.
2. Nothing is guessed in silence: what was taken for something that the file does not plainly say is in the report as guessed.
3. A tracked change is a bracket: what was inserted is backed by its author's party, what was deleted is opposed by it, and words that were
   put in the place of others are alternatives. Who the author speaks for is handed in; else nobody stands behind the bracket.
4. Names of provisions are ours: in our own files they stand in hidden bookmarks, anywhere else they are given anew. Numbers are looks.
5. Our own files are read back as the same value.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from detente.errors import N_, CallerError, FormatError
from detente.i18n import Translator
from detente.reports.word_brackets import (
    CHANGE,
    LITERAL,
    Changed,
    Grammar,
    Kind,
    Marked,
    Said,
    is_balanced,
    loose,
    read_words,
)
from detente.reports.word_paragraphs import TITLE_MARK, Change, Paragraph, Segment, Words, provision_of
from detente.texts.form import MOST_PROVISIONS
from detente.texts.model import Content, Provision, Version, content_of, plain

Changes = Literal["brackets", "accept", "reject"]
"""What becomes of tracked changes: each a bracket; or all taken as made; or all taken as not made."""

FARTHEST: Final = 20
"""Paragraphs that a bracket may stretch over; one that closes farther away is two that were never closed."""

_LITERALS: Final = str.maketrans(LITERAL)
_TYPED: Final = re.compile(
    r"(?:(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,4})(?P<end>[.)]?)|\((?P<letter>[a-zа-я]|[0-9]{1,2}|[ivx]{1,5})\)|(?P<alone>[a-zа-я])\))"
    r"[ \u00a0]+(?=\S)"
)


@dataclass(frozen=True)
class Note:
    """One thing of the report.

    Attributes:
        kind: "understood", "guessed" or "left out".
        paragraph: its number in the document, from 1; 0 for the whole.
        template: in English, with named places, for the catalogues.
        params: the values for those places.
        quotation: the words that it is about, as they stand in the file.
    """

    kind: Kind
    paragraph: int
    template: str
    params: Mapping[str, Any]
    quotation: str

    def said(self, t: Translator) -> str:
        """What it says, in the language of the reader, without the quotation."""
        return t.gettext(self.template, **self.params)


@dataclass(frozen=True)
class Understood:
    """What was made of a Word file. `languages`: of one of our own files, those that it holds."""

    notes: tuple[Note, ...]
    paragraphs: int
    languages: tuple[str, ...] = ()

    def of(self, kind: Kind) -> list[Note]:
        """The notes of one kind, in the order of the document."""
        return [note for note in self.notes if note.kind == kind]


def read_word(
    data: bytes,
    language: str = "",
    *,
    parties: Collection[str] | None = None,
    names: Mapping[str, str] | None = None,
    authors: Mapping[str, str] | None = None,
    changes: Changes = "brackets",
) -> tuple[Version, Understood]:
    """Read one language version from a Word file.

    Args:
        data: the file.
        language: which of the languages of one of our own files; of any other file, the one that it is in.
        parties: who may stand before a colon in brackets, by key; None for whatever looks like a key.
        names: what parties are called there besides their keys, "us" or "russian federation" -> key; capital letters do not count.
        authors: the author of tracked changes, as the file names him -> the key of his party.
        changes: what becomes of tracked changes.

    Raises:
        FormatError: it is no Word file, damaged, or beyond the bounds.
        CallerError: the language is missing, or the file does not hold it.
    """
    words = Words(data)
    column, status = 0, "authentic"
    if words.own is not None:
        column = _column(words.own.languages, language)
        language, status = words.own.languages[column], words.own.statuses[column]
    if not language:
        raise CallerError(N_("the file does not say its language"), hint=N_("Say which language it is in."))
    reader = _Reader(
        words, column, Grammar(parties, {name.casefold(): party for name, party in (names or {}).items()}), authors or {}, changes
    )
    provisions = reader.provisions()
    version = Version(language, provisions, reader.title, status)
    return version, Understood(reader.report(version), len(words.paragraphs), () if words.own is None else words.own.languages)


def _column(languages: tuple[str, ...], wanted: str) -> int:
    if not languages:
        raise FormatError(N_("the Word file says that it is of ours, and names no language"))
    if not wanted and len(languages) == 1:
        return 0
    if wanted not in languages:
        known = ", ".join(languages)
        if not wanted:
            raise CallerError(N_("the file holds several languages: %(known)s"), hint=N_("Say which one is meant."), known=known)
        raise CallerError(N_("the file holds no %(seen)s, only %(known)s"), seen=wanted, known=known)
    return languages.index(wanted)


@dataclass
class _Piece:
    """A paragraph on its way to a provision."""

    paragraph: Paragraph
    marked: Marked
    name: str | None
    said: list[Said] = field(default_factory=list)


class _Reader:
    """Makes provisions of paragraphs, and keeps the report."""

    def __init__(self, words: Words, column: int, grammar: Grammar, authors: Mapping[str, str], changes: Changes) -> None:
        self.words, self.column, self.grammar, self.authors, self.changes = words, column, grammar, authors, changes
        self.title = ""
        self.notes: list[Note] = [Note(one.kind, 0, one.template, one.params, one.quotation) for one in words.whole]
        self.tracked: Counter[str] = Counter()
        self._given: set[str] = set()

    # ---- the whole ----

    def provisions(self) -> tuple[Provision, ...]:
        """All provisions, in the order of the document."""
        pieces = [piece for paragraph in self._joined() if (piece := self._piece(paragraph)) is not None]
        if len(pieces) > MOST_PROVISIONS:
            raise FormatError(N_("the text has %(seen)d paragraphs, the limit is %(limit)d"), seen=len(pieces), limit=MOST_PROVISIONS)
        self._bridge(pieces)
        for piece in pieces:
            for text in (piece.marked.text, *(side.text for change in piece.marked.changes for side in change.alternatives)):
                self.grammar.numbers.reserve(text)
        taken = {piece.name for piece in pieces if piece.name is not None}
        found: list[Provision] = []
        nth = 1
        for piece in pieces:
            content = self._content(piece)
            if not content:
                continue
            if piece.name is None:
                while f"p{nth}" in taken:
                    nth += 1
                taken.add(f"p{nth}")
            look = piece.paragraph.look if piece.paragraph.look in {"heading", "numbered"} else "paragraph"
            found.append(Provision(piece.name or f"p{nth}", content, piece.paragraph.level, look))
        return tuple(found)

    def _content(self, piece: _Piece) -> Content:
        content, said = read_words(piece.marked, self.grammar)
        if piece.name is None and not plain(content).strip():
            content = ()
        for one in (*piece.paragraph.said, *piece.said, *said):
            self.notes.append(Note(one.kind, piece.paragraph.number, one.template, one.params, one.quotation))
        return content

    def report(self, version: Version) -> tuple[Note, ...]:
        """Everything to be reported: first of the whole, then paragraph by paragraph."""
        whole = [Note("understood", 0, N_("provisions: %(provisions)d, brackets: %(brackets)d"), {
            "provisions": len(version.provisions), "brackets": sum(1 for _ in version.brackets()),
        }, "")]  # fmt: skip
        for author, count in sorted(self.tracked.items()):
            party = self.authors.get(author)
            if party is not None:
                template = N_("tracked changes by %(author)s, who is of %(party)s: %(count)d")
                whole.append(Note("understood", 0, template, {"author": author, "party": party.upper(), "count": count}, ""))
            else:
                template = N_("tracked changes by %(author)s, whose party nobody said: %(count)d; no party stands behind their brackets")
                whole.append(Note("guessed", 0, template, {"author": author, "count": count}, ""))
        return (*whole, *sorted(self.notes, key=lambda note: note.paragraph))

    # ---- paragraphs ----

    def _joined(self) -> Iterable[Paragraph]:
        """The paragraphs of our column, as they are once changes are taken or not; those whose end is gone run on into the next."""
        gone = {"accept": "del", "reject": "ins"}.get(self.changes)
        before: Paragraph | None = None
        for one in self.words.paragraphs:
            if self.words.own is not None and (one.look == "frame" or one.column not in {None, self.column}):
                continue
            if gone is not None:
                self._drop(one, gone)
            if before is not None and before.container != one.container:
                yield before
                before = None
            if before is not None:
                if before.text:
                    one.names = [*before.names, *one.names]
                one.segments, one.said = [*before.segments, *one.segments], [*before.said, *one.said]
                before = None
            if one.mark is not None and one.mark.kind == gone:
                before = one
            else:
                yield one
        if before is not None:
            yield before

    def _drop(self, paragraph: Paragraph, gone: str) -> None:
        kept = []
        for _, group in itertools.groupby(paragraph.segments, lambda one: one.changes):
            same = list(group)
            changes = same[0].changes
            words = "".join(one.text for one in same)
            if not any(change.kind == gone for change in changes):
                kept += [one._replace(changes=()) for one in same]
            elif words.strip():
                template = N_("words of a tracked change by %(author)s that were not taken")
                paragraph.say("left out", template, words, author=changes[-1].author)
        paragraph.segments = kept

    def _piece(self, paragraph: Paragraph) -> _Piece | None:
        """A paragraph as the reader of brackets takes it; None where it has no words, or is the title."""
        named = [name for one in paragraph.names if (name := provision_of(one, self.column)) is not None]
        piece = _Piece(paragraph, Marked(""), None)
        if len(named) > 1:
            template = N_("two provisions in one paragraph: %(names)s; the first name is kept")
            paragraph.say("guessed", template, paragraph.text, names=", ".join(named))
        is_title = f"{self.column}_{TITLE_MARK}" in paragraph.names or (
            self.words.own is None and paragraph.look == "title" and not self.title
        )
        if is_title or not paragraph.text.strip(" "):
            if is_title:
                self._take_title(paragraph)
            for one in paragraph.said:
                self.notes.append(Note(one.kind, paragraph.number, one.template, one.params, one.quotation))
            return None
        piece.name = self._free(named[0]) if named else None
        piece.marked = self._marked(piece)
        if not named:
            self._typed_number(piece)
        return piece

    def _free(self, name: str) -> str | None:
        """A name, the first time that it stands in the document; a paragraph that was copied is another provision."""
        if name in self._given:
            return None
        self._given.add(name)
        return name

    def _take_title(self, paragraph: Paragraph) -> None:
        words = content_of(paragraph.text)
        self.title = str(words[0]) if words else ""
        if any(one.changes for one in paragraph.segments):
            paragraph.say("guessed", N_("tracked changes in the title; it is taken with all its words"), paragraph.text)
        if self.words.own is None:
            paragraph.say("understood", N_("the title"), self.title)

    def _typed_number(self, piece: _Piece) -> None:
        """A number that was typed before the words: looks, like any other."""
        found = _TYPED.match(piece.marked.text)
        if found is None or piece.paragraph.look == "heading":
            return
        number, rest = found["number"], piece.marked.text[found.end()]
        if number is not None and not found["end"] and "." not in number:
            return  # "16 June": a number without a sign behind it is a word
        if number is not None and found["end"] != ")" and rest.islower():
            return  # "12.5 per cent"
        piece.marked.text = piece.marked.text[found.end() :]
        level = number.count(".") if number is not None else 1 if len(found["letter"] or found["alone"] or "") == 1 else 2
        if piece.paragraph.look != "numbered":
            piece.paragraph.look, piece.paragraph.level = "numbered", max(piece.paragraph.level, level)
        piece.said.append(
            Said("guessed", N_("a number typed before the words; taken as a number, which is given by the order"), {}, found[0].strip())
        )

    # ---- brackets over several paragraphs ----

    def _bridge(self, pieces: list[_Piece]) -> None:
        """A bracket that opens in one paragraph and closes in a later one becomes one bracket in each of them."""
        opened: list[tuple[int, int]] = []
        for place, piece in enumerate(pieces):
            for at in loose(piece.marked.text):
                if piece.marked.text[at] == "[":
                    opened.append((place, at))
                    continue
                opened = [one for one in opened if place - one[0] <= FARTHEST]
                if not opened:
                    continue
                first, _ = opened.pop()
                template = N_("a bracket from paragraph %(first)d to paragraph %(last)d; taken as one bracket in each of them")
                params = {"first": pieces[first].paragraph.number, "last": piece.paragraph.number}
                pieces[first].said.append(Said("guessed", template, params, pieces[first].paragraph.text))
                self._close(pieces[first])
                for between in pieces[first + 1 : place]:
                    self._open(between)
                    self._close(between)
                self._open(piece)

    @staticmethod
    def _open(piece: _Piece) -> None:
        piece.marked.text = "[" + piece.marked.text

    @staticmethod
    def _close(piece: _Piece) -> None:
        piece.marked.text += "]"

    # ---- tracked changes ----

    def _marked(self, piece: _Piece) -> Marked:
        """The words of a paragraph with its tracked changes as stand-ins."""
        groups = self._groups(piece.paragraph)
        self._ends(piece, groups)
        marked = Marked("")
        place = 0
        while place < len(groups):
            text, changes = groups[place]
            place += 1
            if not changes:
                marked.text += text
                continue
            sides = [self._side(text, changes, piece)]
            if place < len(groups) and self._is_pair(changes, groups[place][1]):
                sides.append(self._side(groups[place][0], groups[place][1], piece))
                place += 1
            if len(sides) == 2 and changes[-1].kind == "ins":
                sides.reverse()  # what was there stands before what is to come
            self._add(marked, sides)
        return marked

    def _groups(self, paragraph: Paragraph) -> list[tuple[str, tuple[Change, ...]]]:
        """The words in stretches that were changed alike; what cannot be a bracket of its own is taken as it stands."""
        groups: list[tuple[str, tuple[Change, ...]]] = []
        for one in paragraph.segments:
            text, key = _stood_in(one), tuple(change._replace(when="") for change in one.changes)
            if groups and tuple(change._replace(when="") for change in groups[-1][1]) == key:
                groups[-1] = (groups[-1][0] + text, groups[-1][1])
            else:
                groups.append((text, one.changes))
        found: list[tuple[str, tuple[Change, ...]]] = []
        for text, changes in groups:
            self.tracked.update({change.author for change in changes})
            shown = text.translate(_BACK)
            if changes and not is_balanced(text):
                template = N_("a tracked change by %(author)s cuts through a bracket; its words are taken as they stand")
                paragraph.say("guessed", template, shown, author=changes[-1].author)
                found.append((text, ()))
            elif changes and not text.strip(" \u00a0"):
                found.append((text, ()))
            elif (
                len(changes) > 1
                and self._who(changes[0]) == self._who(changes[-1])
                and [one.kind for one in changes[-2:]] == ["ins", "del"]
            ):
                paragraph.say("left out", N_("%(author)s inserted these words and took them out again"), shown, author=changes[-1].author)
            else:
                found.append((text, changes))
        return found

    def _who(self, change: Change) -> str:
        """Who stands behind a change: his party, else himself."""
        return self.authors.get(change.author, "\n" + change.author)

    def _is_pair(self, first: tuple[Change, ...], second: tuple[Change, ...]) -> bool:
        """Whether words were put in the place of others."""
        if len(first) != 1 or len(second) != 1 or first[0].moved or second[0].moved:
            return False
        return first[0].kind != second[0].kind and self._who(first[0]) == self._who(second[0])

    def _side(self, text: str, changes: tuple[Change, ...], piece: _Piece) -> Marked:
        backers = [party for one in changes if one.kind == "ins" and (party := self.authors.get(one.author))]
        against = [party for one in changes if one.kind == "del" and (party := self.authors.get(one.author))]
        last = changes[-1]
        if last.moved:
            template = N_("%(author)s moved words from here") if last.kind == "del" else N_("%(author)s moved words to here")
            piece.said.append(Said("guessed", template, {"author": last.author}, text.translate(_BACK)))
        else:
            template = N_("deleted by %(author)s %(when)s") if last.kind == "del" else N_("inserted by %(author)s %(when)s")
            piece.said.append(Said("understood", template, {"author": last.author, "when": last.when}, text.translate(_BACK)))
        return Marked(text, [], tuple(sorted({*backers} - {*against})), tuple(sorted({*against})))

    @staticmethod
    def _add(marked: Marked, sides: list[Marked]) -> None:
        """Put a change into the words around it; blanks at its edges stand outside."""
        before = next((" " for one in sides if one.text[:1] == " "), "")
        after = next((" " for one in sides if one.text[-1:] == " "), "")
        marked.text += before + CHANGE + after
        marked.changes.append(Changed(sides))

    def _ends(self, piece: _Piece, groups: list[tuple[str, tuple[Change, ...]]]) -> None:
        """A changed end of a paragraph whose words were not all changed with it: somebody wants to part or to join."""
        mark = piece.paragraph.mark
        if mark is None or self.changes != "brackets":
            return
        self.tracked.update({mark.author})
        if any(all(change.kind != mark.kind for change in changes) for text, changes in groups if text.strip()):
            template = (
                N_("%(author)s wants this paragraph parted from the next")
                if mark.kind == "ins"
                else N_("%(author)s wants this paragraph and the next as one")
            )
            piece.said.append(Said("left out", template, {"author": mark.author}, piece.paragraph.text))


_BACK: Final = str.maketrans({stand_in: character for character, stand_in in LITERAL.items()} | {CHANGE: ""})


def _stood_in(segment: Segment) -> str:
    return segment.text.translate(_LITERALS) if segment.literal else segment.text
