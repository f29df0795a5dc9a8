"""Clauses of what was said that do not begin with their subject, or whose verb no list has, and quotations that are none of it.

Rules:

1. An adverbial can stand first in what was said; where it says how or on what occasion it was said, it is none of it.
2. A clause whose verb no list has is told by its subject and an ending.
3. A quotation at the end of an adjunct of the reporting words is a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from detente.press.clause_words import clause_words
from detente.press.clauses import BLANK, OPENS, Clauses, Found
from detente.press.lexicon import Lexicon
from detente.press.sentences import HIDDEN

_COMMA: Final = re.compile(r",(?!\d{3})")

_NESTED_LEAST: Final = 2
"""Reporting words of a sentence, one of which can stand within what others report."""

_JOINED_CLAUSE: Final = re.compile(r"\s*,\s*(?P<joint>\w+)\s+(?P<clause>\S.*)\Z", re.DOTALL)
"""A comma, what joins a clause, and the clause."""

_CLAUSE_LEAST: Final = 5
_VERB_MOST: Final = 6
"""Words of a clause whose verb is no listed one, and its words among which that stands."""

_NAME_MOST: Final = 30
"""Characters of a name between marks."""

_WORDS: Final = re.compile(r"\s*(?P<one>\w+)(?:\s+(?P<two>\w+))?")
"""The first words of a clause."""


@cache
def _occasion(lexicon: Lexicon) -> re.Pattern[str]:
    """On what occasion, or before whom, somebody speaks."""
    return lexicon.expression([*lexicon.file.syntax.occasions, *lexicon.file.syntax.audiences])


class LedClauses(Clauses):
    """Reads the mask of a sentence, such clauses and all."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        words = clause_words(lexicon)
        self._nominative, self._asked, self._doing, self._supposing = words.nominative, words.asked, words.doing, words.supposing
        self._leading = words.fronted | words.supposing
        self._occasion = _occasion(lexicon)

    def follows(self, mask: str, each: Found, limit: int, before: tuple[int, int] | None) -> int | None:
        """Where what follows reporting words begins; None where nothing does, or only a name, behind what stands before them."""
        start = self.forward(mask, each, limit)
        return None if start is not None and before is not None and self._is_named(mask, each, start) else start

    def without_inner(self, mask: str, found: list[Found]) -> list[Found]:
        """Without those within a relative clause of what others at the end report: "a man who police say fled was held, X said"."""
        if len(found) < _NESTED_LEAST:
            return found
        return [each for number, each in enumerate(found) if not self._is_inner(mask, each, found[number + 1 :])]

    def _is_inner(self, mask: str, each: Found, later: list[Found]) -> bool:
        """Whether reporting words stand in a relative clause that no comma parts from its noun, before those that close the sentence."""
        relative = self.in_relative(mask, each, len(mask)) if later else None
        if relative is None or relative[1] == relative[0] or mask[relative[0]] == "," or HIDDEN in mask[: each.start]:
            return False
        if OPENS.match(mask, relative[2]) is not None:
            return False  # "over what it described as “an attack”, X reported"
        for other in later:
            closes = mask[self.past_adjuncts(mask, other.end, len(mask)) :][:1] in {"", ".", ","}
            if other.cue.type == "verb" and closes and self.sign(mask, other.start) > each.end:
                return True
        return False

    def has_done(self, mask: str, subject: int, each: Found) -> bool:
        """Whether a subject has done something else already: "came to an event *dubbed* a feast", "has met builders who *threatened*"."""
        if "plain" in each.cue.takes and self._shapes["things_done"].search(mask, subject, each.start) is not None:
            return True  # "the results *announced* on the radio"
        shapes = (self._shapes["did_before"], self._shapes["did_who"])
        return any(shape.search(mask, subject, each.start) is not None for shape in shapes)

    def has_object(self, mask: str, each: Found, limit: int) -> bool:
        """Whether a verb that needs no listener has a noun behind it, and nothing before it was said: "X, while S *maintains* Y"."""
        if {"whom", "plain"} & set(each.cue.takes) or each.cue.type != "verb":
            return False
        place = self.past_adjuncts(mask, each.end, limit)
        return self._shapes["object_behind"].match(mask, place, limit) is not None

    def put_in(self, mask: str, each: Found, before: tuple[int, int], quotation: int, limit: int) -> list[tuple[int, int]] | None:
        """A clause into which its reporting words are put, with a quotation at its end: "X will go to Y, he said, for "open talks"."""
        behind = mask[each.end : quotation].strip()
        rest = self.trimmed(mask, each.end + mask[each.end : quotation].find(",") + 1, limit)
        if not OPENS.match(mask, quotation) or not behind.startswith(",") or not behind.strip(" ,") or rest is None:
            return None
        first = behind.strip(" ,").split(None, 1)[0].lower()
        own = first in self._syntax.locating and self._finite.search(mask, rest[0], quotation) is None
        return [before, rest] if own and self._finite.search(mask, *before) is not None else None

    def goes_on(self, mask: str, each: Found, limit: int) -> tuple[int, int] | None:
        """A second clause of what was said, joined to the first behind reporting words: "X, she went on, and nine of them had Y"."""
        whom = self._whom.match(mask, each.end, limit) if "whom" in each.cue.takes else None
        place = self.past_adjuncts(mask, each.end if whom is None else whom.end(), limit)
        joined = _JOINED_CLAUSE.match(mask[each.end + len(mask[each.end : place].rstrip(" ,")) : limit])
        if joined is None or joined["joint"].lower() not in self._joints or HIDDEN in mask[each.end : limit]:
            return None
        start = limit - len(joined["clause"])
        comma = _COMMA.search(mask, start, limit)
        verb = self._finite.search(mask, start, limit if comma is None else comma.start())
        own = joined["clause"].split(None, 1)[0].lower() not in self._lexicon.file.words.pronouns
        return self.trimmed(mask, start, limit) if own and verb is not None and verb.start() > start else None

    def _is_named(self, mask: str, each: Found, start: int) -> bool:
        """Whether a quotation behind reporting words belongs to an adjunct of theirs, and ends the sentence."""
        if (
            not OPENS.match(mask, start)
            or mask[:start].rstrip().endswith((",", ":"))
            or mask[start:].strip(BLANK + "\"”»'’").count(HIDDEN) > _NAME_MOST
        ):
            return False
        return bool(self.between(mask, each.end, start)) and not mask[start:].strip(BLANK + "\"”»'’“«‘" + HIDDEN)

    def led(self, mask: str, each: Found, limit: int) -> int | None:
        """Where a clause begins whose adverbial stands first: "said under the plan, 40 villages would move"; not one on how it was said."""
        whom = self._whom.match(mask, each.end, limit) if "whom" in each.cue.takes else None
        clause = mask[self.sign(mask, each.start) : each.start].split(None, 1)
        place = each.end if whom is None else whom.end()
        if (
            clause
            and self._lexicon["just_as"].fullmatch(clause[0])
            and mask.startswith(", ", place := self.past_adjuncts(mask, place, limit))
        ):
            return place + 2  # "As the minister specified, nobody came"
        if "bare" in each.cue.takes and self._shapes["said_comma"].match(mask, each.end, limit) is not None:
            behind = _COMMA.search(mask, each.end, limit)
            start = each.end if behind is None else behind.end()
            last = _COMMA.search(mask, start, limit)
            own = self._finite.search(mask, start, limit if last is None else last.start())
            return None if own is None else start + 1  # "The mayor says, he is at work"
        if "bare" not in each.cue.takes or ("whom" in each.cue.takes and whom is None):
            return None
        while (adjunct := self._adjunct.match(mask, place, limit)) is not None and adjunct.end() > place:
            follows = _WORDS.match(mask, adjunct.end(), limit)
            if follows is None or follows["one"].lower() not in self._leading:
                break
            place = adjunct.end()
        first = _WORDS.match(mask, place, limit)
        comma = None if first is None else _COMMA.search(mask, first.end(), limit)
        rest = None if comma is None else self.trimmed(mask, comma.end(), limit)
        own = None if rest is None else _WORDS.match(mask, rest[0], limit)
        if first is not None and first["one"].lower() not in self._leading:
            return self._unknown_verb(mask, place, limit)
        if first is None or comma is None or rest is None or own is None or first["one"].lower() not in self._leading:
            return None
        verb = self._finite.search(mask, *rest) or self._also_finite.search(mask, *rest)
        if (
            own["one"].lower() in self._fronted | self._conjunctions
            or verb is None
            or verb.start() == rest[0]
            or self._lexicon.shapes["gerund"].fullmatch(own["one"]) is not None
        ):
            return None
        if "," in mask[each.end : place] or mask[self.past_adjuncts(mask, place, limit)] == ",":
            return None  # "said in Bern on Monday, a day after"
        when = first["one"].lower() in {*self._syntax.subordinators, *self._supposing}
        if not when and self._occasion.search(mask, place, comma.start()) is not None:
            return None  # "said at a conference on fishing, a day after"
        asked = mask[:place].rsplit(None, 1)[-1] in self._asked or (
            first["one"].lower() in self._doing and self._lexicon.shapes["gerund"].fullmatch(first["two"] or "") is not None
        )
        return rest[0] if asked else place + len(mask[place:]) - len(mask[place:].lstrip())

    def _unknown_verb(self, mask: str, place: int, limit: int) -> int | None:
        """Where a clause begins whose verb no list has: "He added *Norway views the case as closed*"."""
        words = mask[place:limit].split()
        if (
            len(words) < _CLAUSE_LEAST
            or mask[place] in ",;:"
            or not (self.begins_subject(words[:1]) or words[0].lower() in self._nominative)
        ):
            return None
        first = next((number for number, word in enumerate(words) if word.endswith((",", ";"))), len(words))
        told = any(self._lexicon.shapes["present_verb"].fullmatch(word) for word in words[1 : min(first, _VERB_MOST)])
        return place + len(mask[place:]) - len(mask[place:].lstrip()) if told else None
