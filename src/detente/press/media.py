"""Which agencies, papers and channels a sentence names, and to which of them somebody spoke, in a script without capitals.

A medium stands behind a word for one, between marks or strokes, or is one that the lexicon knows; a known name of one word with the article
needs such a word, since it can be anything else.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.clitics import THE, TO, TO_THE
from detente.press.lexicon import Lexicon
from detente.press.reporting_words import past_blank
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Sentence

_MARKS: Final = frozenset(OPENING + CLOSING)
_THE: Final = (THE, TO_THE)
"""How a word with the article begins: it has no name behind it."""

_OTHER: Final = ("places", "offices", "collectives", "not_names", "official", "agencies", "relatives", "objects")
"""Lists of words that are no names of media."""

_SIGNS: Final = " .،؛:"
_MEDIUM_MOST: Final = 3
"""Words of the name of a medium."""

_NAME: Final = re.compile(r"\s+(\w{2,})(?!\w)")
_NAME_ENDS: Final = ("that", "functions", "adjuncts", "bare_adjuncts", "relatives", "places", "not_names")
"""Lists of words that end the name of a medium."""

_BETWEEN_STROKES: Final = re.compile(r"/([^/\n]{2,30})/")


_MEDIUM_NEAR: Final = 45
"""Characters before a place within which the name of a medium stands."""

_EVERYWHERE: Final = frozenset({"fra", "deu"})
"""States with whose names news agencies call themselves that report from everywhere."""


class Media:
    """Finds the media that a part of a sentence names; places given to it are of masks, places that it gives are of the folded text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon

    def agencies(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The media that a part of a sentence names: behind a word for one, or as the lexicon knows them."""
        base, text = sentence.start, self._text
        found: list[tuple[int, int]] = []
        for quoted in sentence.quoted:
            if start <= quoted.start - base < end:
                before = sentence.mask[: quoted.start - base].split()
                if before and (
                    self._lexicon["media"].fullmatch(before[-1])
                    or self._lexicon["to_whom"].fullmatch(before[-1])
                    or self._is_spoken_with(before)
                ):
                    found.append(quoted.inside)
        for match in self._lexicon.agencies.finditer(text, base + start, base + end):
            place = self._unjoined_name(match)
            if any(b == place[0] - len(" (") and text.startswith(" (", b) for _, b in found):
                continue  # its own letters behind it: "the Saudi agency (SPA)"
            if not any(a <= place[0] < b for a, b in found) and self._is_medium_name(sentence.mask, place[0] - base, place[1] - base):
                found.append(self._whole(sentence, place))
        found += [place for place in self._behind_word(sentence, start, end) if not any(a <= place[0] < b for a, b in found)]
        for match in _BETWEEN_STROKES.finditer(sentence.mask, start, end):
            if self._is_told(sentence.mask, match.start()):
                found.append((base + match.start(1), base + match.end(1)))
        if any(self._text[begin - 1] in _MARKS for begin, _ in found):
            official = self._official(sentence, start, end)
            found += [each for each in official if any(begin - each[1] in (2, 3) for begin, _ in found)]
        ends = {end for _, end in found}
        return sorted(each for each in found if not self._is_own_name(each[0], ends))

    def _is_own_name(self, start: int, ends: set[int]) -> bool:
        """Whether a name between marks is but the short one of a medium right before it: "the Syrian news agency "X""."""
        return self._text[start - 1 : start] in _MARKS and (start - 2 in ends or start - 3 in ends) and self._text[start - 2] in " ("

    def _whole(self, sentence: Sentence, place: tuple[int, int]) -> tuple[int, int]:
        """The whole name of a medium, where more than the word for one goes with it: "agency X for news"."""
        mask, base = sentence.mask, sentence.start
        end = self._lexicon["papers"].match(mask, past_blank(mask, place[1] - base))
        before = list(self._lexicon["media"].finditer(mask, 0, place[0] - base)) if end is not None else []
        if end is None or not before or mask[before[-1].end() : place[0] - base].strip():
            return place
        word = before[-1]
        return base + word.start() + (mask[word.start()] == TO), base + end.end()

    def unlisted(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """A medium that no list has, and that is all that a part names: behind a word for one, or media of a country."""
        mask, base = sentence.mask, sentence.start
        first = past_blank(mask, start)
        several = self._lexicon["broadcasters"].match(mask, first, end)
        word = several or self._lexicon["media"].match(mask, first, end)
        last = end - (len(mask[first:end]) - len(mask[first:end].rstrip(_SIGNS)))
        if word is None or not 0 < len(mask[word.end() : last].split()) <= _MEDIUM_MOST:
            return []
        whole = several is not None or self._lexicon["papers"].fullmatch(mask[first:last].split()[-1]) is not None
        official = self._lexicon["official"].match(mask, past_blank(mask, word.end()), last)
        if official is not None:  # "the Pakistani news agency"
            whole, last = True, official.end()
        begin = first + (mask[first] == TO) if whole else past_blank(mask, word.end())
        return [(base + begin, base + last)]

    def _is_spoken_with(self, before: list[str]) -> bool:
        """Whether words say that somebody spoke with what is named between marks: "in a call with «X»"."""
        joined = self._lexicon["told"].fullmatch(before[-1]) is not None
        return joined and any(self._lexicon["spoken_with"].fullmatch(word) is not None for word in before[-3:-1])

    def _behind_word(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """Names of media that nobody knows: a word with the article, which is nothing else, right behind a word for a medium."""
        mask, found = sentence.mask, []
        for word in self._lexicon["media"].finditer(mask, start, end):
            name = self._lexicon.shapes["the_named"].match(mask, word.end(), end)
            if name is None or word.group().startswith(_THE) or any(self._lexicon[each].match(mask, name.start(1)) for each in _OTHER):
                continue
            found.append((sentence.start + name.start(1), sentence.start + name.end(1)))
        return found

    def quoting(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The same of whoever quotes somebody, also those that are named by what they are alone."""
        found = self.agencies(sentence, start, end)
        return sorted([*found, *(place for place in self._official(sentence, start, end) if not any(a <= place[0] < b for a, b in found))])

    def _official(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """Media that are named by what they are alone: "the official agency", "the Ethiopian news agency"."""
        mask, base = sentence.mask, sentence.start
        found = []
        for word in self._lexicon["media"].finditer(mask, start, end):
            official = self._lexicon["official"].match(mask, past_blank(mask, word.end()), end)
            if official is not None:
                joined = (mask[word.start()] == TO) + mask.startswith(TO_THE, word.start())
                found.append((base + word.start() + joined, base + official.end()))
        return found

    def told(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The media to which somebody spoke: behind a word for one, or behind a preposition that is written together with it."""
        mask, base = sentence.mask, sentence.start
        found = [place for place in self.agencies(sentence, start, end) if self._is_told(mask, place[0] - base)]
        found += [place for place in self._official(sentence, start, end) if place not in found]
        found += [] if found else self._told_unlisted(sentence, start, end)
        return [place for place in found if not any(a <= place[0] and place[1] <= b and (a, b) != place for a, b in found)]

    def _told_unlisted(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """A medium of several words that no list has, behind a word for one with "to", up to where its name must end."""
        mask = sentence.mask
        for word in self._lexicon["media"].finditer(mask, start, end):
            if mask[word.start()] != "ل":
                continue
            last, names = word.end(), 0
            while names < _MEDIUM_MOST and (name := _NAME.match(mask, last, end)) is not None:
                if any(self._lexicon[each].match(mask, name.start(1)) is not None for each in _NAME_ENDS):
                    break
                last, names = name.end(1), names + 1
            closed = names > 1 and (last >= end or mask[last : last + 1] in "،:" or self._lexicon["that"].match(mask, last + 1) is not None)
            if closed and self._lexicon.shapes["described_medium"].fullmatch(mask, word.end(), last) is None:
                return self.unlisted(sentence, word.start(), last)
        return []

    def _is_told(self, mask: str, place: int) -> bool:
        words = mask[:place].rstrip("".join(_MARKS) + "/(").split()
        return bool(words) and (
            self._lexicon["media"].fullmatch(words[-1]) is not None or self._lexicon["told"].fullmatch(words[-1]) is not None
        )

    def _unjoined_name(self, match: re.Match[str]) -> tuple[int, int]:
        """Where a name stands without what is written together with it before."""
        word = match.group()
        more = next((count for count in (0, 1, 2) if self._lexicon.agency_names.fullmatch(word[count:])), 0)
        return match.start() + more, match.end()

    def _is_medium_name(self, mask: str, start: int, end: int) -> bool:
        """Whether the name of a medium can be nothing else here: a single word with the article needs marks, or a word for a medium."""
        name = mask[start:end]
        return " " in name or not name.startswith(THE) or self._is_told(mask, start) or mask[max(0, start - 1)] in _MARKS

    def is_medium(self, mask: str, start: int, end: int) -> bool:
        first = re.compile(r"\s*\w+").match(mask, start, end)
        return first is None or self._lexicon["media"].fullmatch(first.group().strip()) is not None or HIDDEN in mask[start:end]


def is_of_medium(text: str, start: int, code: str, lexicon: Lexicon) -> bool:
    """Whether a state is named only as that of a medium."""
    before = max(0, start - _MEDIUM_NEAR)
    if code in _EVERYWHERE and lexicon.shapes["news_of"].search(text, before, start) is not None:
        return True
    return lexicon.shapes["medium_of"].search(text, before, start) is not None
