"""Where what was said begins and ends in a sentence of a language of free word order: behind "that", a colon, a mark, up to a sign."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon
from detente.press.phrases import phrase_in
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Sentence
from detente.press.word_files import Cue

SIGN: Final = re.compile(r"[,;:—–]|(?<=[\s\"»”“])-(?=\s)|[«»“”„\"()]")

SIGNS: Final = " \t\n,;:—–-"

LEAST: Final = 2
"""Words of what was said."""

_SENTENCE_LEAST: Final = 8
"""Words of a quotation that is no name, and needs none before it."""

_NEAR: Final = 30
"""Words between reporting words and a "that"."""

_MANNER_MOST: Final = 3
"""Words between a quotation and reporting words on how it was said: "with bitterness"."""

NAME_MOST: Final = 25
"""Characters between marks that can be a name: 'told "Russia 24" that'."""

_LEAST_HIDDEN: Final = 8
"""Characters between marks that are more than one word."""

_WORD_MOST: Final = 12
"""Characters before reporting words in which "not" can stand."""

PARENTHESIS_MOST: Final = 4
"""Words that can stand before reporting words which part one clause: "Washington, he says, has promised ..."."""


class Report(NamedTuple):
    """Reporting words in a sentence, and where the clause begins that they stand in; places are of its mask."""

    cue: Cue
    start: int
    end: int
    clause: int


class Cutter:
    """Cuts what was said out of a sentence; all places are of its mask."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._that = lexicon["that"]

    def signs(self, mask: str) -> list[int]:
        """Where the signs of a sentence end, but for the commas around an aside: "the minister, however, said"."""
        aside = self._lexicon["asides"]
        put_in = [
            {start, match.end() + 1}
            for match in aside.finditer(mask)
            if mask[max(0, (start := match.start() - 1) - 1) : start + 1] == ", " and mask[match.end() : match.end() + 1] == ","
        ]
        left_out = {place for places in put_in for place in places}
        return [match.end() for match in SIGN.finditer(mask) if match.end() not in left_out]

    def before_participle(self, mask: str, clause: int, signs: list[int]) -> int:
        """Where a clause begins into which a participle is put: "S, made known on Monday, called on"; else where it was."""
        opens = max((place for place in signs if place < clause), default=0)
        words = mask[opens:clause].split()
        if not opens or mask[opens - 1] != "," or mask[clause - 1] != "," or not words:
            return clause
        if self._lexicon["participles"].fullmatch(words[0].strip(",")) is None:
            return clause
        return max((place for place in signs if place < opens), default=0)

    def is_time(self, mask: str, clause: int) -> bool:
        """Whether a clause begins with the "как" of "после того, как", and so tells when, not what was said."""
        return (
            self._lexicon.shapes["as_when"].match(mask, clause) is not None
            and self._lexicon.shapes["when_this"].search(mask, 0, clause) is not None
        )

    def behind_way(self, mask: str, limit: int) -> int:
        """Where a sentence goes on behind the way on which it came, if it begins with that: "As the agency X writes, "."""
        first = self._lexicon.cues.match(mask)
        comma = -1 if first is None or self._lexicon.cue_of(first.group()).type != "as" else mask.find(", ", first.end(), limit)
        return 0 if comma == -1 else comma + 2

    def is_between(self, mask: str, each: Report, other: Report) -> bool:
        """Whether a source is put right behind the "that" of other reporting words: "S noted that, according to T, X"."""
        that = self.forward_that(mask, each, other.start) if other.cue.type == "according" and each.cue.type == "verb" else None
        return that is not None and not mask[that : other.start].strip(SIGNS)

    def goes_on(self, mask: str, each: Report, other: Report) -> bool:
        """Whether a clause is the main one of what was said, behind words on when or why: "S said that after X, T rejected Y"."""
        that = self.forward_that(mask, each, other.clause)
        words = "" if that is None else mask[that : other.clause].rstrip(SIGNS)
        return bool(words) and "," not in words and self._lexicon["functions"].fullmatch(words.split()[0]) is not None

    def is_aside(self, word: str) -> bool:
        """Whether a clause that begins with a word only says how, where or on what occasion: with a preposition, or "commenting on"."""
        return self._lexicon["functions"].fullmatch(word) is not None or self._lexicon["gerunds"].fullmatch(word) is not None

    def told_elsewhere(self, mask: str, start: int, limit: int) -> int:
        """Where a clause begins that says who reported it before: "..., of which the paper X wrote"; -1 where there is none."""
        for relative in self._lexicon["relatives"].finditer(mask, start, limit):
            comma = mask.rfind(",", start, relative.start())
            if (
                comma != -1
                and len(mask[comma : relative.start()].split()) <= LEAST
                and self._lexicon["media"].search(mask, relative.end(), limit)
            ):
                return comma
        return -1

    def begins(self, mask: str, each: Report) -> bool:
        """Whether reporting words begin their clause, but for adjuncts; behind a quotation, but for some words on how it was said."""
        if self._lexicon["conjunctions"].match(mask[each.clause : each.start].strip()) is not None:
            return False
        before = self.bare(mask[each.clause : each.start])
        if not before or not self.ends_with_quotation(mask, each.clause):
            return not before
        return before.islower() and len(before.split()) <= _MANNER_MOST and phrase_in(before, 0, len(before), self._lexicon) is None

    def bare(self, words: str) -> str:
        """What is left of words before reporting words without conjunctions and adjuncts."""
        left = self._lexicon["adjuncts"].sub("", words)
        left = self._lexicon["conjunctions"].sub("", left)
        return left.strip(SIGNS)

    def rest_of_clause(self, mask: str, part: tuple[int, int], after: int, limit: int) -> int | None:
        """Where a clause ends that reporting words part: what stands before them is no clause, and behind a comma it goes on."""
        if HIDDEN in mask[part[0] : part[1]] or (
            len(mask[part[0] : part[1]].split()) > PARENTHESIS_MOST and self._lexicon.shapes["long_adjunct"].fullmatch(mask, *part) is None
        ):
            return None
        comma = mask.find(",", after, limit)
        if comma == -1:
            return None
        rest = self.trimmed(mask, comma + 1, limit)
        if rest is None or self._lexicon["conjunctions"].match(mask, rest[0]):
            return None
        return rest[1]

    def from_quotation(self, text: str, sentence: Sentence, part: tuple[int, int]) -> tuple[int, int]:
        """A part from its long quotation on, if it ends with one and no clause leads to that: 'Photo: B. "We are ready ...", said S'."""
        base, mask = sentence.start, sentence.mask
        last = next((each for each in reversed(sentence.quoted) if each.end - base == part[1]), None)
        if last is None or last.start - base <= part[0] or len(text[slice(*last.inside)].split()) < _SENTENCE_LEAST:
            return part
        before = mask[part[0] : last.start - base].rstrip()
        leads = HIDDEN in before or before[-1] in SIGNS + "(" or self._lexicon.cues.search(before) is not None
        return part if leads or not text[last.start + 1].isupper() else (last.start - base, part[1])

    def rest_of_quotation_behind(self, mask: str, after: int, limit: int) -> tuple[int, int] | None:
        opening = self._opening(mask, after, limit)
        if opening is None or mask[after:opening].strip(SIGNS + "."):
            return None
        return self.trimmed(mask, opening, limit)

    @staticmethod
    def _opening(mask: str, start: int, limit: int) -> int | None:
        """Where speech begins between marks; a name between marks is none."""
        found = re.compile(f"[{re.escape(OPENING)}](?={HIDDEN})").search(mask, start, limit)
        return None if found is None else found.start()

    @staticmethod
    def ends_with_quotation(mask: str, end: int) -> bool:
        before = mask[:end].rstrip(SIGNS)
        return bool(before) and before[-1] in CLOSING

    def forward_that(self, mask: str, each: Report, limit: int) -> int | None:
        """Where what follows "that" begins, or what follows a colon; whichever is first and near."""
        if "that" not in each.cue.takes and "quote" not in each.cue.takes:
            return None
        that = self._that.search(mask, each.end, limit) if "that" in each.cue.takes else None
        colon = mask.find(":", each.end, limit) if "quote" in each.cue.takes else -1
        if that is not None and colon != -1 and colon < that.start():
            that = None
        if that is not None and "noun" in each.cue.takes and self._is_object(mask, place := self._past_adjuncts(mask, each.end, limit)):
            noun = self._lexicon["objects"].match(mask, place)
            that = None if noun is not None and mask[noun.end() : that.start()].strip(SIGNS) else that
        elif colon != -1 and "noun" in each.cue.takes and self._is_object(mask, place := self._past_adjuncts(mask, each.end, limit)):
            colon = colon if mask[colon + 1 : limit].lstrip()[:1] in OPENING else -1
        if that is not None:
            return that.end() if self._near(mask, each.end, that.start()) and self._one_clause(mask, each.end, that.start()) else None
        if colon != -1 and self._near(mask, each.end, colon) and mask[colon + 1 :].strip() and self._one_clause(mask, each.end, colon):
            return colon + 1
        return None

    def _one_clause(self, mask: str, start: int, end: int) -> bool:
        """Whether no other reporting words stand between."""
        return self._lexicon.cues.search(mask, start, end) is None

    def forward_open(self, mask: str, each: Report, limit: int) -> int | None:
        """Where what follows begins without "that": between marks, or for words that allow it at once."""
        if {"bare", "plain"} & set(each.cue.takes):
            start = self._past_adjuncts(mask, each.end, limit)
            stop = mask.find(";", start, limit)
            words = mask[start : limit if stop == -1 else stop]
            enough = len(words.split()) > 1 or words.count(HIDDEN) > _LEAST_HIDDEN or self.start_of_rumour(mask, start, limit) != start
            return start if enough and self._lexicon["not_objects"].match(mask, start) is None else None
        if "noun" in each.cue.takes:
            start = self._past_adjuncts(mask, each.end, limit)
            if self._is_object(mask, start):
                return start
        if "quote" not in each.cue.takes:
            return None
        opening = self._opening(mask, each.end, limit)
        if opening is None or not self._near(mask, each.end, opening) or not self._one_clause(mask, each.end, opening):
            return None
        between = self._lexicon.shapes["and_also"].sub(" ", mask[each.end : opening])
        return None if re.search(r"[,;:]", between) else self._past_adjuncts(mask, each.end, limit)

    def _is_object(self, mask: str, place: int) -> bool:
        """Whether a noun stands here that is what was said: "of a delay", and not "of the state of affairs", which is what it was about."""
        return self._lexicon["objects"].match(mask, place) is not None and self._lexicon["not_objects"].match(mask, place) is None

    def start_of_rumour(self, mask: str, start: int, limit: int) -> int:
        """Where a statement begins whose object stands first: "reports of X he called a lie"."""
        first = self._lexicon["rumours"].match(mask)
        return 0 if first is not None and first.end() < start and len(mask[start:limit].split()) <= 3 else start

    def past_relative(self, mask: str, sign: int, limit: int) -> int:
        """Behind a relative clause of a source: "according to S, who spoke on Wednesday, X"."""
        relative = self._lexicon["relatives"].match(mask, sign + 2, limit) or self._lexicon["participles"].match(mask, sign + 2, limit)
        comma = -1 if relative is None else mask.find(",", relative.end(), limit)
        return sign if relative is None or comma == -1 or self._is_clause(mask, relative, comma) else comma

    def _is_clause(self, mask: str, first: re.Match[str], end: int) -> bool:
        """Whether a participle begins a clause with a verb of its own: "according to S, the *coming* meeting will be held in May"."""
        if self._lexicon["participles"].fullmatch(first.group()) is None:
            return False
        ending = self._lexicon.shapes["ending_of_verbs"]
        will = self._lexicon["future"].search(mask, first.end(), end) is not None
        return will or any(ending.search(word) is not None for word in mask[first.end() : end].split())

    def past_aside(self, mask: str, place: int, limit: int) -> int:
        """Behind a clause of its own between reporting words and a source: "as S said, opening the session, ..."."""
        aside = re.compile(r"\s*,\s*(?P<word>\w+)[^,;:]*,").match(mask, place, limit)
        return place if aside is None or not self.is_aside(aside["word"]) else aside.end()

    def trimmed_word(self, mask: str, start: int, end: int) -> tuple[int, int] | None:
        """As `_trimmed`, of one word too."""
        part = self.trimmed(mask, start, end)
        if part is not None:
            return part
        words = re.compile(r"\w[\w-]*").search(mask, start, end)
        return None if words is None else words.span()

    @staticmethod
    def sign(mask: str, start: int, limit: int) -> int:
        """The comma or dash behind a source."""
        found = re.compile(r",|\s[—–-]\s").search(mask, start, limit)
        return limit if found is None else found.start()

    @staticmethod
    def _near(mask: str, start: int, end: int) -> bool:
        """Whether what stands between reporting words and a "that" can be a speaker and adjuncts, not a clause."""
        hidden = mask.count(HIDDEN, start, end)
        return len(mask[start:end].split()) <= _NEAR and (
            hidden == 0 or (hidden <= NAME_MOST and mask[start:end].count(HIDDEN * hidden) == 1)
        )

    def _past_adjuncts(self, mask: str, start: int, limit: int) -> int:
        """Behind "on Thursday", "in a statement" and their like."""
        place = start
        while True:
            blank = re.compile(r"[\s,،]*").match(mask, place)
            place = blank.end() if blank is not None else place
            adjunct = self._lexicon["adjuncts"].match(mask, place, limit) or self._lexicon.agencies.match(mask, place, limit)
            if adjunct is None or adjunct.end() == place:
                return place
            place = adjunct.end()

    def trimmed(self, mask: str, start: int, end: int) -> tuple[int, int] | None:
        """A part without signs, conjunctions and "that" around it; None where too little is left."""
        place = start
        while True:
            while place < end and mask[place] in SIGNS:
                place += 1
            that = self._that.match(mask, place, end)
            if that is None:
                break
            place = that.end()
        cited = self._lexicon.shapes["cited_by"].search(mask, place, end)
        end = end if cited is None else cited.start()
        while end > place and mask[end - 1] in SIGNS + "!?…":
            end -= 1
        tail = self._tail(mask, place, end)
        if len(mask[place:tail].split()) < LEAST and HIDDEN not in mask[place:tail]:
            return None
        return place, tail

    def joined(self, mask: str, each: Report, other: Report) -> int | None:
        """Where an "and" stands that joins another verb of the same speaker: "S expressed a protest and said that"."""
        if each.cue.type != "verb" or other.cue.type != "verb" or "plain" not in each.cue.takes:
            return None
        words = mask[each.end : other.start].rstrip()
        last = words.rsplit(None, 1)[-1:] or [""]
        joins = self._lexicon["joining"].fullmatch(last[0]) is not None and len(words.split()) > 1
        return each.end + len(words) - len(last[0]) if joins and not set(words) & set(",:;") else None

    def _tail(self, mask: str, start: int, end: int) -> int:
        """Without a conjunction at the end, which belongs to what comes next."""
        words = mask[start:end].rsplit(None, 1)
        if len(words) == 2 and self._lexicon["conjunctions"].fullmatch(words[1]):
            return start + len(words[0])
        return end

    def is_negated(self, mask: str, place: int) -> bool:
        """Whether "not" stands before reporting words."""
        before = mask[max(0, place - _WORD_MOST) : place].split()
        return bool(before) and self._lexicon["negations"].fullmatch(before[-1]) is not None
