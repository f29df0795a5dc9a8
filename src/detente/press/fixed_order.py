"""What is attributed to whom in a language of fixed word order, such as English: subject, reporting words, what was said.

Rules:

1. Reporting words have a subject, which is the noun phrase before them (`noun_phrases`), or, behind a quotation, the one after them.
2. What was said follows: a clause with "that", a quotation, or a clause that has a verb of its own. Where only days, places and listeners
   follow, it stands before the subject. Two quotations around reporting words are one.
3. Reporting words within what follows are a part of it, unless a sign and a conjunction, a pronoun or nothing but the end goes with them.
4. An agency or a body at the very end, behind what somebody else said, is the way on which it came. One that cites somebody is too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from detente.press.attribution import Attributed
from detente.press.folding import folded
from detente.press.lexicon import Cue, Lexicon
from detente.press.noun_phrases import NounPhrases
from detente.press.phrases import Mention
from detente.press.sentences import HIDDEN, OPENING, Sentence
from detente.press.sides import Sides

_SIGN: Final = re.compile("[;:—–()”»“\"]|,(?!\\d{3})|(?<=\x01)'|(?<=\\s)-(?=\\s)|‘")
_COMMA: Final = re.compile(r",(?!\d{3})")
_PARTS: Final = re.compile(r"[,;](?!\d{3})")
_BLANK: Final = " \t\n,;:.—–-"
_MARKS: Final = "\"”»'"
_OPENING: Final = re.compile(rf"[{OPENING}‘]|'(?={HIDDEN})")
_ASIDE_MOST: Final = 30
"""Characters between brackets that are passed over, as a date is."""

_CUES_MOST: Final = 40
"""Reporting words of a sentence; where there are more, it is none."""

_QUOTED_NAME: Final = re.compile(rf"(?<='s )[{OPENING}‘']{HIDDEN}+.(?=\s)")
"""The name of a programme: "told NBC's "Meet the Press" that"."""

_ASIDE: Final = re.compile(r",\s*(?P<aside>\w[^,;:()]{5,120}),\s*(?=that\b|[\"“‘«])")
"""What stands between commas before what was said."""

_LEADS: Final = re.compile(r"[:;]\s")
"""What parts a clause from one before it."""

_LED: Final = re.compile(rf":\s*(?=[{OPENING}‘])")
"""A clause that leads to a quotation: "It made no secret of why: ..."."""

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_PARTS_MOST: Final = 5
"""Phrases between signs that can belong to one subject."""

_OWNER: Final = re.compile(r"\w(?='s?\s+(?:[\w-]+\s+)?\Z)")
_OWNER_NEAR: Final = 40
"""Characters before a noun in which its owner ends."""

_PARTING: Final = (",", ";", "—", "–", *_MARKS)
"""What parts what was said from words about it."""

_NEAR: Final = 14
"""Words that may stand between reporting words and what follows them."""

_LEAST: Final = 2
"""Words of what was said."""


@dataclass
class _Found:
    """Reporting words; places are of the mask."""

    cue: Cue
    start: int
    end: int
    subject_end: int
    """Where the subject before them ends at the latest."""


class FixedOrder:
    """Finds what is attributed, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self.phrases = NounPhrases(text, lexicon)
        self._syntax = lexicon.file.syntax
        self._sides = Sides(text, lexicon, self.phrases)
        words = _words(lexicon)
        self._voids, self._adverbs, self._conjunctions, self._fronted = words.voids, words.adverbs, words.conjunctions, words.fronted
        self._subordinator, self._joint, self._finite = words.subordinator, words.joint, words.finite
        self._adjunct, self._whom, self._auxiliary, self._relative = words.adjunct, words.whom, words.auxiliary, words.relative
        self._figure, self._nominative, self._own_clause = words.figure, words.nominative, words.own_clause
        self._way: tuple[Mention, _Found, int, int] | None = None
        """An agency that a sentence begins with, and what would be its own words."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        if self._lexicon["no_statement"].search(sentence.mask):
            return []
        sentence = sentence._replace(mask=self.phrases.listed(sentence.mask))
        mask = sentence.mask
        found = self._cues(mask)
        if not found or len(found) > _CUES_MOST:
            return self._alone(sentence)
        result: list[Attributed] = []
        done = 0  # up to here of the mask is spoken for
        self._way = None
        for number, each in enumerate(found):
            if each.start < done:
                continue
            cited = self._cited_between(sentence, each)
            if cited is not None:
                each.end, found_behind = cited[1], [other for other in found[number + 1 :] if other.start >= cited[1]]
            limit = self._limit(sentence, found[number + 1 :] if cited is None else found_behind, each)
            if each.cue.type == "relay":
                made, done = self._relay(sentence, each, done, limit)
            elif each.cue.type in {"according", "as"}:
                made, done = self._according(sentence, each, done, limit, result)
            else:
                made, done = self._verb(sentence, each, done, limit, result)
            if made is not None and not result and made.speaker is not None and made.speaker.kind == "pronoun":
                made.speaker = self._before_pronoun(sentence, made) or made.speaker
            if made is not None:
                result.append(made if cited is None else self._through(made, cited[0]))
        return self._on_way(sentence, result)

    def _cited_between(self, sentence: Sentence, each: _Found) -> tuple[Mention, int] | None:
        """Whom a report cites between its reporting words and what was said, and where that ends: "wrote, citing a diplomat, that"."""
        found = _ASIDE.match(sentence.mask, each.end) if each.cue.type == "verb" else None
        if found is None or self._lexicon["citing"].match(found["aside"]) is None:
            return None
        named = self._lexicon["citing"].match(sentence.mask, found.start("aside"))
        start = found.start("aside") if named is None else named.end()
        source = self.phrases.subject([(sentence.start + start, sentence.start + found.end("aside"))])
        return None if source is None else (source[0], found.end())

    def _through(self, made: Attributed, source: Mention) -> Attributed:
        """What a source said, by the way of whoever cites it."""
        agency = made.speaker
        if agency is None or agency.kind not in {"agency", "collective", "named"}:
            return made
        made.via = [self.phrases.agency(agency.start, agency.end) or self._unarticled(agency)]
        if source.side is None:
            source = source._replace(hint=self._sides.of(source, made.parts[0]))
        made.speaker = source
        return made

    def _on_way(self, sentence: Sentence, result: list[Attributed]) -> list[Attributed]:
        """What others said came through the agency that a sentence begins with; what nobody else said, it says itself."""
        if self._way is None:
            return result
        agency, cue, start, end = self._way
        if not result:
            made = self._made(sentence, cue, [(start, end)], agency)
            return [] if made is None else [made]
        for each in result:
            each.via = each.via or [self._unarticled(agency)]
        return result

    def named_in(self, sentence: Sentence) -> list[Mention]:
        """Whoever is named in a sentence that attributes nothing: its subject."""
        subject = self.subject_of(sentence)
        found = [] if subject is None or subject.kind == "pronoun" else [subject]
        parts = [(sentence.start + first, sentence.start + last) for first, last in self._parts(sentence.mask, 0, len(sentence.mask))]
        return [*(each for each in self.phrases.appositions(parts) if not found or each.name != found[0].name), *found]

    def subject_of(self, sentence: Sentence) -> Mention | None:
        """Whom a sentence is about: the phrases before its first verb."""
        verb = self._finite.search(sentence.mask)
        if verb is None:
            return None
        found = self._leading(sentence, self._parts(sentence.mask, 0, verb.start()))
        if found is not None:
            if found.side is None:
                found = found._replace(hint=self._sides.of(found, (found.end, found.end)))
            self._sides.last = found.side or self._sides.last
        return found

    def _leading(self, sentence: Sentence, parts: list[tuple[int, int]]) -> Mention | None:
        """Who is named by the first phrase of several, and by the second if it says the same."""
        if parts and not parts[0][0] and not sentence.mask[slice(*parts[0])].strip():
            parts = parts[1:]
        placed = [(sentence.start + first, sentence.start + last) for first, last in parts[:2]]
        if len(placed) == 2:
            both = self.phrases.subject([*placed, (placed[1][1], placed[1][1])])
            if both is not None and both[1] == placed[0][0]:
                return both[0]
        one = self.phrases.subject(placed[:1]) if placed else None
        return None if one is None else one[0]

    def closes(self, start: int, end: int) -> bool:
        """Whether a part says no more than who spoke the quotation before it: "...?" the minister asked."""
        cues = [*self._lexicon.cues.finditer(self._text, start, end), *self._lexicon.behind.finditer(self._text, start, end)]
        if len(cues) != 1 or len(self._text[start : cues[0].start()].split()) > _NEAR:
            return False
        place = self._past_adjuncts(self._text, cues[0].end(), end)
        whom = self._whom.match(self._text, place, end)
        place = place if whom is None else self._past_adjuncts(self._text, whom.end(), end)
        return not self._text[place:end].strip(_BLANK)

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._lexicon.cues.match(self._text, place) is not None

    # ---- reporting words ----

    def _cues(self, mask: str) -> list[_Found]:
        found = []
        matches = [*self._lexicon.cues.finditer(mask), *self._lexicon.behind.finditer(mask)]
        for match in sorted(matches, key=lambda each: each.start()):
            cue = self._lexicon.cue_of(match.group())
            if mask[match.start() - 1 : match.start()] == "-":
                continue  # "so-called"
            if cue.type == "verb" and (match.group()[0].isupper() or self._is_void(mask, match.start())):
                continue  # with a capital it is a name, as "Said" is
            owner = _OWNER.search(mask, max(0, match.start() - _OWNER_NEAR), match.start()) if cue.type == "noun" else None
            if cue.type == "noun" and owner is None:
                continue
            found.append(_Found(cue, match.start(), match.end(), match.start() if owner is None else owner.start() + 1))
        return found

    def _is_void(self, mask: str, place: int) -> bool:
        """Whether the word before makes it no report: "did not say", "was told", "to say"."""
        words = mask[max(0, place - 40) : place].lower().split()
        for number in reversed(range(len(words))):
            word = words[number]
            if word in self._adverbs:
                continue
            owned = number > 0 and word in self._syntax.possessives and words[number - 1] in self._syntax.locating  # "for her"
            return (word in self._voids and not owned) or word.endswith("n't")
        return False

    def _limit(self, sentence: Sentence, later: list[_Found], each: _Found) -> int:
        """How far what follows reporting words can reach."""
        for other in later:
            cut = self._anew(sentence, each, other)
            if cut is not None:
                return cut
        return len(sentence.mask)

    def _anew(self, sentence: Sentence, each: _Found, other: _Found) -> int | None:
        """Where the report itself goes on with later reporting words; None where they are a part of what was said."""
        mask = sentence.mask
        sign = self._sign(mask, other.start)
        words = [word for word in mask[sign : other.start].split() if word.lower() not in self._adverbs]
        joined = bool(words) and words[0].lower() in self._conjunctions
        if other.cue.type in {"according", "as"}:
            return other.start
        if each.cue.type == "relay" and self._lexicon["as_saying"].search(mask, each.end, other.end) is not None:
            return None  # "quoted Li Na, an envoy, as saying"
        if other.cue.type == "adding":
            return max(sign - 1, each.end) if len(words) - joined == 0 and sign > each.end else None
        follows = self._that_or_quotation(mask, other, len(mask)) is not None
        if sign <= each.end:  # no sign between: only "... and stressed that ..."
            before = mask[: other.start].rstrip()
            alone = before.rsplit(None, 1)[-1].lower() in self._conjunctions
            return before.rfind(" ") if alone and follows and before.rfind(" ") > each.end else None
        bare = words[joined:]
        if not bare:
            return sign if joined and (follows or "plain" in other.cue.takes) else None
        if bare[0].lower() in self._lexicon.file.words.relatives:
            return None
        subject = self._subject(sentence, each.end, other.start)
        if subject is None or subject[1] <= each.end:
            return None
        spoken = "bare" in other.cue.takes
        complete = follows or self._bare(mask, other, len(mask)) is not None or ("plain" in other.cue.takes and not spoken)
        if complete:
            strong = joined or subject[0].kind == "pronoun" or mask[sign - 1] in ";—–"
            return sign if strong else None
        rest = mask[self._past_adjuncts(mask, other.end, len(mask)) :].strip(_BLANK + _MARKS)
        ends = not rest or ({"bare", "plain"} <= set(other.cue.takes) and not self._auxiliary.search(rest))
        return subject[1] if ends and self._is_at_sign(mask, subject[1]) else None

    def _is_at_sign(self, mask: str, place: int) -> bool:
        """Whether nothing but conjunctions and adverbs stands between a place and the sign before it."""
        words = mask[self._sign(mask, place) : place].lower().split()
        return all(word in self._conjunctions or word in self._adverbs for word in words)

    def _is_apart(self, mask: str, place: int, end: int) -> bool:
        """Whether a subject stands at a sign, and no conjunction makes it the subject of the report's own clause."""
        first = mask[place:end].lower().split(None, 1)
        return self._is_at_sign(mask, place) and not (first and first[0] in self._conjunctions)

    @staticmethod
    def _sign(mask: str, place: int) -> int:
        """Behind the last sign before a place."""
        last = 0
        for match in _SIGN.finditer(mask, 0, place):
            last = match.end()
        return last

    # ---- verbs ----

    def _verb(self, sentence: Sentence, each: _Found, done: int, limit: int, result: list[Attributed]) -> tuple[Attributed | None, int]:
        """What one verb or noun reports, and how far the sentence is spoken for then."""
        if each.cue.type == "adding":
            return self._adding(sentence, each, limit, result)
        subject = self._subject(sentence, done, each.subject_end)
        begins = self._sign(sentence.mask, each.start) if subject is None else subject[1]
        before = self._backward(sentence.mask, done, begins) if self._is_apart(sentence.mask, begins, each.start) else None
        led = [match.end() for match in _LEADS.finditer(sentence.mask, done, begins)]
        if subject is not None and led and (around := self._around(sentence.mask, each, led[-1], begins, limit)) is not None:
            return self._made(sentence, each, around, subject[0]), limit
        start = self._forward(sentence.mask, each, limit) if each.cue.type != "behind" else None
        if each.cue.type == "behind" and not (before is not None and self._ends_quoted(sentence.mask, before[1])):
            return None, done
        speaker = None if subject is None else subject[0]
        weak = start is not None and {"bare", "plain"} <= set(each.cue.takes) and self._clause(sentence.mask, each, limit) is None
        if weak and result and not sentence.mask[done:begins].strip(_BLANK):
            start = None  # "X was agreed, the two announced at noon": what they announced stands before
        if before is not None and (start is None or weak or self._ends_quoted(sentence.mask, before[1])):
            return self._behind_quotation(sentence, each, before, limit, speaker) or (None, done)
        if speaker is not None and before is None and (around := self._around(sentence.mask, each, done, begins, limit)) is not None:
            return self._made(sentence, each, around, speaker), limit
        if start is None:
            if result and speaker is not None and sentence.mask[:begins].rstrip().endswith(_PARTING):
                self._outer(sentence, speaker, begins, result)
                return None, each.end
            return None, done
        return self._before_what_was_said(sentence, each, start, limit, speaker, result) or (None, done)

    def _adding(self, sentence: Sentence, each: _Found, limit: int, result: list[Attributed]) -> tuple[Attributed | None, int]:
        """Words that go on with what somebody said in the sentence, or with whom it is about."""
        start = self._forward(sentence.mask, each, limit)
        if start is None:
            return None, each.end
        return self._made(sentence, each, [(start, limit)], None if result else self.subject_of(sentence)), limit

    def _before_what_was_said(
        self, sentence: Sentence, each: _Found, start: int, limit: int, speaker: Mention | None, result: list[Attributed]
    ) -> tuple[Attributed | None, int] | None:
        """Reporting words before what was said; None where nobody says it, or one alone is said to have agreed."""
        mask = sentence.mask
        if speaker is None and not self._continues(mask, each):
            return None
        if speaker is None and not result:
            speaker = self.subject_of(sentence)
        if speaker is not None and each.cue.kind == "agreement" and not self._is_joint(speaker):
            return None
        limit = self._before_own(mask, each, start, limit)
        whole = each.cue.type == "verb" or HIDDEN in mask[start:limit]
        return self._made(sentence, each, [(start, limit if whole else self._clause_end(mask, start, limit))], speaker), limit

    def _around(self, mask: str, each: _Found, done: int, begins: int, limit: int) -> list[tuple[int, int]] | None:
        """A clause around its reporting words: "Officials, he said, had replied"."""
        before = self._trimmed(mask, done, begins, least=1)
        place = each.end
        whom = self._whom.match(mask, place, limit) if "whom" in each.cue.takes else None
        place = self._past_adjuncts(mask, place if whom is None else whom.end(), limit)
        behind = mask[each.end + len(mask[each.end : place].rstrip(" ,")) : limit].lstrip()
        if before is None or not behind.startswith(",") or not self._is_at_sign(mask, begins):
            return None
        first = mask[before[0] : before[1]].split(None, 1)[0].lower().strip(",")
        rest = self._trimmed(mask, place, limit)
        if rest is None:
            return None
        clause = self._finite.search(mask, *before) is not None
        if first in self._fronted or first in self._adverbs:  # "Until then, he promised, nothing will change"
            follows = self._finite.search(mask, *rest) and mask[rest[0] : rest[1]].split(None, 1)[0].lower() not in self._fronted
            return ([before, rest] if clause else [rest]) if follows else None
        if clause:
            return None
        return [before, rest] if self._finite.match(mask, rest[0]) or _OPENING.match(mask, rest[0]) else None

    def _behind_quotation(
        self, sentence: Sentence, each: _Found, before: tuple[int, int], limit: int, speaker: Mention | None
    ) -> tuple[Attributed | None, int] | None:
        """Reporting words behind what was said, or in the midst of it; None where nobody says it."""
        rest = self._rest(sentence.mask, each, limit)
        if speaker is None and {"quote", "bare"} <= set(each.cue.takes):
            speaker = self._behind(sentence, each, limit)
        if speaker is None:
            return None
        made = self._made(sentence, each, [before] if rest is None else [before, rest], speaker)
        return made, each.end if rest is None else rest[1]

    def _clause_end(self, mask: str, start: int, limit: int) -> int:
        """Where a clause ends that stands in the midst of another: before the verb of that."""
        verbs = list(self._finite.finditer(mask, start, limit))
        return verbs[-1].start() if len(verbs) > 1 else limit

    def _before_own(self, mask: str, each: _Found, start: int, limit: int) -> int:
        """Where the report goes on by itself behind what was agreed: "agreed to meet again, but have fixed no date"."""
        if each.cue.kind not in {"agreement", "pledge"} or self._auxiliary.search(mask, start, limit) is None:
            return limit
        own = self._own_clause.search(mask, start, limit)
        return limit if own is None or self._auxiliary.search(mask, start, own.start()) else own.start()

    def _continues(self, mask: str, each: _Found) -> bool:
        """Whether a verb without a subject goes on with the verb before: "accused ..., and urged", "thanked ... and said"."""
        words = [word for word in mask[self._sign(mask, each.start) : each.start].lower().split() if word not in self._adverbs]
        return bool(words) and words[-1] in self._conjunctions

    def _is_joint(self, mention: Mention) -> bool:
        """Whether several can be meant, as who agrees."""
        if mention.kind in {"sides", "pronoun"} or "+" in (mention.side or ""):
            return True
        words = self._text[mention.start : mention.end].lower().split()
        several = len(words) > 0 and words[-1].endswith("s") and mention.kind != "named"
        return several or any(word in self._conjunctions for word in words)

    def _subject(self, sentence: Sentence, start: int, end: int) -> tuple[Mention, int] | None:
        """Who is named between two places of the mask, next to the second one, and where that begins in the mask."""
        mask, base = sentence.mask, sentence.start
        parts = self._parts(mask, start, end)[-_PARTS_MOST:]
        if not parts:
            return None
        parts[-1] = (self._past_subordinate(mask, *parts[-1]), parts[-1][1])
        found = self.phrases.subject([(base + first, base + last) for first, last in parts])
        if found is None:
            return None
        mention = found[0]
        hint = next((place for first, last in parts if base + last <= found[1] and (place := self._place(base + first, base + last))), None)
        return mention._replace(hint=hint), found[1] - base

    @staticmethod
    def _parts(mask: str, start: int, end: int) -> list[tuple[int, int]]:
        """What stands between signs, from the last quotation on."""
        signs = [match.span() for match in _SIGN.finditer(mask, start, end)]
        parts: list[tuple[int, int]] = []
        for first, last in pairwise([(start, start), *signs, (end, end)]):
            if HIDDEN in mask[first[1] : last[0]]:
                parts.clear()
            elif first[1] == start or mask[first[1] - 1] != "(":
                parts.append((first[1], last[0]))
        return parts

    def _past_subordinate(self, mask: str, start: int, end: int) -> int:
        """Behind the last conjunction that begins a clause, and behind a clause of its own that "and" joins."""
        if self._lexicon["documents"].match(mask, len(mask[:end]) - len(mask[start:end].lstrip())):
            return start
        relative = self._relative.search(mask, start, end)
        for match in self._subordinator.finditer(mask, start, end if relative is None else relative.start()):
            start = match.end()
        for match in self._joint.finditer(mask, start, end):
            if self._finite.search(mask, start, match.start()):
                return match.start()
        words = mask[start:end].lower().split()
        if len(words) > 1 and words[-1] in self._nominative and words[-2] not in self._fronted | self._conjunctions:
            return start + mask[start:end].rstrip().rfind(" ") + 1  # "as he left he said that"
        return start

    def _place(self, start: int, end: int) -> str | None:
        """The state of a place that a part names, as "In Moscow" does."""
        words = self.phrases.words(start, end)
        if not words or words[0].plain not in self._syntax.inside:
            return None
        place = next((word for word in words if word.kind == "place"), None)
        return None if place is None else self._lexicon.code_of(self._text[place.start : place.start + len(place.plain)])

    # ---- what was said ----

    def _forward(self, mask: str, each: _Found, limit: int) -> int | None:
        """Where what follows reporting words begins; None where nothing does."""
        takes = each.cue.takes
        start = self._clause(mask, each, limit)
        if start is not None:
            return start
        if "figure" in takes and self._figure.search(mask, each.end, limit):
            return each.end
        if "plain" in takes:
            place = self._past_adjuncts(mask, each.end, limit)
            first = mask[place:limit].split(None, 1)
            if first and first[0].lower() in self._syntax.closers:
                return None
            return place if len(first) > 1 and mask[place] not in ",;" else None
        return None

    def _clause(self, mask: str, each: _Found, limit: int) -> int | None:
        """Where a clause or a quotation begins."""
        start = self._that_or_quotation(mask, each, limit)
        return self._bare(mask, each, limit) if start is None else start

    def _that_or_quotation(self, mask: str, each: _Found, limit: int) -> int | None:
        takes = each.cue.takes
        if "that" in takes:
            that = self._lexicon["that"].search(mask, each.end, limit)
            if that is not None and self._is_between(mask, each, that.start()):
                return that.end()
        if "quote" in takes:
            opening = _OPENING.search(mask, each.end, limit)
            if opening is not None and self._is_between(mask, each, opening.start()) and not self._is_inside(mask, each, opening.start()):
                return opening.start()
            colon = mask.find(":", each.end, limit)
            if (
                colon != -1
                and (each.cue.type == "noun" or self._is_between(mask, each, colon))
                and (HIDDEN in mask[colon:limit] or len(mask[colon + 1 : limit].split()) > _LEAST)
            ):
                return colon + 1
        return None

    def _is_between(self, mask: str, each: _Found, end: int) -> bool:
        """Whether what stands between reporting words and a place is days, places and listeners only, no clause."""
        between = mask[each.end : end]
        if "whom" in each.cue.takes:
            between = _QUOTED_NAME.sub(lambda name: "x" * len(name.group()), between)
        if HIDDEN in between or len(between.split()) > _NEAR:
            return False
        rest = between[self._past_adjuncts(mask, each.end, end) - each.end :].strip(" ,:")
        takes = each.cue.takes
        listener = "whom" in takes and not self._auxiliary.search(rest)
        dated = rest.split(None, 1)[0].endswith("ed") if rest else False  # "in a letter dated Monday"
        return (
            not rest or listener or (dated and not self._auxiliary.search(rest)) or ("plain" not in takes and self._is_prepositional(rest))
        )

    def _is_inside(self, mask: str, each: _Found, opening: int) -> bool:
        """Whether a quotation stands within a clause that begins behind a listener: "told reporters the talks "will go on"."""
        if not {"whom", "bare"} <= set(each.cue.takes) or mask[:opening].rstrip().endswith((",", ":")):
            return False
        bare = self._bare(mask, each, len(mask))
        return bare is not None and bare < opening

    def _is_prepositional(self, words: str) -> bool:
        return words.split(maxsplit=1)[0].lower() in self._syntax.locating and not self._finite.search(words)

    def _bare(self, mask: str, each: _Found, limit: int) -> int | None:
        """Where a clause without "that" begins."""
        if "bare" not in each.cue.takes:
            return None
        place = each.end
        if "whom" in each.cue.takes:
            whom = self._whom.match(mask, place, limit)
            if whom is None:
                return None
            place = whom.end()
        place = self._past_adjuncts(mask, place, limit)
        words = mask[place:limit].replace(HIDDEN, "x").split()
        if len(words) < (2 if HIDDEN in mask[place:limit] else _LEAST + 1) or mask[place] in ",;":
            return None
        counted = any(self._lexicon[name].match(mask, place, limit) for name in ("over", "under", "about"))  # "at least two were"
        if not counted and words[0].lower().strip(",") in self._fronted | self._conjunctions:
            return None
        comma = _COMMA.search(mask, place, limit)
        verb = self._finite.search(mask, place, limit if comma is None else comma.start()) or HIDDEN in mask[place:limit]
        return place if verb or words[0].lower() in self._lexicon.file.words.pronouns else None

    def _past_adjuncts(self, mask: str, start: int, limit: int) -> int:
        """Behind "on Thursday", "in a statement" and their like."""
        place = start
        while True:
            found = self._adjunct.match(mask, place, limit)
            if found is None or found.end() == place:
                break
            place = found.end()
        while place < limit and mask[place].isspace():
            place += 1
        return place

    def _backward(self, mask: str, done: int, end: int) -> tuple[int, int] | None:
        """What stands before the subject of reporting words; None where it is only an adverbial, or nothing."""
        part = self._trimmed(mask, done, end)
        if part is None:
            return None
        if _OPENING.match(mask, part[0]):
            return part
        led = _LED.search(mask, *part)
        if led is not None and self._ends_quoted(mask, part[1]):
            return led.end(), part[1]
        clauses = [each for each in _PARTS.split(mask[part[0] : part[1]]) if each.strip()]
        main = [each for each in clauses if self._is_main(each)]
        if any(HIDDEN in each or self._finite.search(each) for each in main):
            return part
        return part if main and len(" ".join(main).split()) > _NEAR else None

    def _is_main(self, clause: str) -> bool:
        """Whether a clause is no adverbial: it begins with none, or goes on with a subject and a verb ("Under it Norway will")."""
        first = clause.split(None, 1)[0].lower()
        if first not in self._fronted:
            return True
        return first in self._syntax.locating and first not in self._syntax.subordinators and self._auxiliary.search(clause) is not None

    @staticmethod
    def _ends_quoted(mask: str, end: int) -> bool:
        return HIDDEN in mask[max(0, end - 3) : end]

    def _rest(self, mask: str, each: _Found, limit: int) -> tuple[int, int] | None:
        """A quotation that goes on behind reporting words: "X," he said, "Y"."""
        opening = _OPENING.search(mask, each.end, limit)
        if opening is None:
            return None
        between = mask[each.end : opening.start()]
        if not between.rstrip().endswith((",", ".", ":", ";", "—", "–")):
            return None
        if len(between.split()) > _NEAR or self._finite.search(between):
            return None
        return self._trimmed(mask, opening.start(), limit)

    def _behind(self, sentence: Sentence, each: _Found, limit: int) -> Mention | None:
        """The subject behind reporting words: "X," said Y, a spokesman for Z."""
        parts = self._parts(sentence.mask, each.end, limit)
        return self._leading(sentence, parts) if parts and parts[0][0] == each.end else None

    # ---- sources ----

    def _relay(self, sentence: Sentence, each: _Found, done: int, limit: int) -> tuple[Attributed | None, int]:
        """An agency that "quoted B as saying": B said it, and the agency is the way."""
        mask = sentence.mask
        saying = self._lexicon["as_saying"].search(mask, each.end, limit)
        if saying is None:
            return None, done
        speaker = self.phrases.subject([(sentence.start + each.end, sentence.start + saying.start())])
        agency = self._subject(sentence, done, each.start)
        begins = self._sign(mask, each.start) if agency is None else agency[1]
        said = _Found(each.cue, each.start, saying.end(), each.subject_end)
        before = self._backward(mask, done, begins) if self._is_at_sign(mask, begins) else None
        start = self._clause(mask, said, limit)
        if speaker is None or (start is None and before is None):
            return None, done
        part = before if start is None else (start, limit)
        through = None if agency is None else self.phrases.agency(agency[0].start, agency[0].end) or self._unarticled(agency[0])
        return self._made(sentence, said, [part or (0, 0)], speaker[0]._replace(through=through)), limit if start is not None else said.end

    def _according(
        self, sentence: Sentence, each: _Found, done: int, limit: int, result: list[Attributed]
    ) -> tuple[Attributed | None, int]:
        """A source: an agency is the way on which the words came, anybody else said them."""
        mask, base = sentence.mask, sentence.start
        signs = [match.start() for match in _SIGN.finditer(mask, each.end, limit)]
        named = signs[0] if signs else limit
        if signs and mask[signs[0]] == "(":
            signs = signs[2:]  # an abbreviation of the source
        end = signs[0] if signs else limit
        source = self._own(sentence, each) or self.phrases.subject([(base + each.end, base + named)])
        if source is not None and signs and mask[signs[0]] == ",":
            last = signs[1] if len(signs) > 1 else limit
            both = self.phrases.subject([(base + each.end, base + end), (base + end + 1, base + last), (base + last,) * 2])
            if both is not None and both[1] <= source[1] and not self._finite.search(mask, end, last):
                source, end = both, last
        if source is None:
            return None, done
        if mask[each.start : each.end].lower() in self._lexicon.file.words.citing:
            return self._cited(source[0], end, done, result)
        before = self._trimmed(mask, done, each.start)
        if before is None and result:
            if source[0].kind in {"agency", "collective"}:
                self._outer(sentence, source[0], each.start, result)
            return None, end
        if before is None and source[0].kind == "agency" and limit == len(mask):
            self._way = source[0], each, end, limit
            return None, end
        if before is None:
            made = self._made(sentence, each, [(end, limit)], source[0])
            return made, limit
        rest = self._trimmed(mask, end, limit) if mask[end : end + 1] == "," and not self._finite.search(mask, *before) else None
        if rest is not None and (
            self._finite.match(mask, rest[0]) or _OPENING.match(mask, rest[0])
        ):  # "Neither side, according to officials, raised it"
            return self._made(sentence, each, [before, rest], source[0]), limit
        return self._made(sentence, each, [before], source[0]), end

    def _own(self, sentence: Sentence, each: _Found) -> tuple[Mention, int] | None:
        """Whom "in his words" means: as a pronoun does."""
        for word in self.phrases.words(sentence.start + each.start, sentence.start + each.end):
            if word.plain in self._syntax.possessives:
                return Mention("pronoun", None, None, None, word.start, word.end, definite=True), word.start
        return None

    def _cited(self, source: Mention, end: int, done: int, result: list[Attributed]) -> tuple[None, int]:
        """A source that an agency cites: the source said it, and the agency is the way."""
        if result and result[-1].speaker is not None and result[-1].speaker.kind == "agency":
            agency = result[-1].speaker
            result[-1].via = [self._unarticled(agency)]
            result[-1].speaker = source
            return None, end
        return None, done

    def _outer(self, sentence: Sentence, mention: Mention, begins: int, result: list[Attributed]) -> None:
        """Reporting words around all that was said before: a body's are the way, a person's make it one statement of that person."""
        if mention.kind in {"collective", "agency"}:
            place = self.phrases.agency(mention.start, mention.end) or self._unarticled(mention)
            for each in result:
                each.via = [*each.via, place]
                each.beside = mention if mention.kind == "collective" else None
        elif len(result) == 1 and self._is_person(mention):
            part = self._trimmed(sentence.mask, 0, begins)
            if part is not None:
                result[0].parts = [(sentence.start + part[0], sentence.start + part[1])]
                result[0].speaker = mention

    def _is_person(self, mention: Mention) -> bool:
        """Whether one person is meant, no joint statement and not several."""
        if mention.kind == "pronoun":
            return self._text[mention.start : mention.end].lower() not in self._lexicon.file.words.things
        return mention.kind in {"named", "office"} and not self._is_joint(mention)

    def _unarticled(self, mention: Mention) -> tuple[int, int]:
        start, end = mention.name or (mention.start, mention.end)
        words = self.phrases.words(start, end)
        articles = self._syntax.articles
        return (words[1].start if len(words) > 1 and words[0].plain in articles else start), end

    def _alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more, or one behind whoever is named before a colon."""
        led = _LED.search(sentence.mask)
        if led is not None and not sentence.mask[led.end() :].strip(_BLANK + "‘'\"”»“«„!?…" + HIDDEN):
            return self._led(sentence, led)
        if len(sentence.quoted) != 1 or sentence.mask.strip(_BLANK + "‘'\"”»“«„" + HIDDEN):
            return []
        part = self._trimmed(sentence.mask, 0, len(sentence.mask))
        return [] if part is None else [Attributed([self._placed(sentence, part)], None, None, None, [], sentence)]

    def _led(self, sentence: Sentence, led: re.Match[str]) -> list[Attributed]:
        """A quotation behind a colon: "Minister Karl Brandt: ...", "Brandt was blunt: ..."."""
        before = sentence.mask[: led.start()]
        verb = self._finite.search(before)
        if len(before.split()) > _NEAR:
            return []
        whole = self.phrases.subject([(sentence.start, sentence.start + led.start())]) if verb is None else None
        speaker = self.subject_of(sentence) if whole is None else whole[0]
        if speaker is None or not self._is_person(speaker):
            return []
        if speaker.kind == "office" and not self._lexicon["offices"].search(self._text, *(speaker.office or (0, 0))):
            return []  # "The sign on the door: ..."
        made = self._made(
            sentence,
            _Found(self._lexicon.cue_of("said"), led.start(), led.start() + 1, led.start()),
            [(led.end(), len(sentence.mask))],
            speaker,
        )
        return [] if made is None else [made]

    # ---- helpers ----

    def _made(
        self,
        sentence: Sentence,
        each: _Found,
        parts: list[tuple[int | None, int]] | list[tuple[int, int]],
        speaker: Mention | None,
    ) -> Attributed | None:
        """What was attributed, with the way on which it came: named beside the speaker, or with whom the speaker talked."""
        base = sentence.start
        placed = []
        for start, end in parts:
            part = None if start is None else self._trimmed(sentence.mask, start, end, _LEAST if len(parts) == 1 else 1)
            if part is None:
                return None
            placed.append(self._placed(sentence, part))
        cue_at = (base + each.start, base + each.end)
        first = cue_at[0] if speaker is None else min(speaker.start, cue_at[0])
        behind = placed[0][0] if placed[0][0] >= cue_at[1] else placed[1][0] if len(placed) > 1 else sentence.end
        via: list[tuple[int, int]] = []
        if speaker is not None and speaker.through is not None:
            via = [speaker.through]
        for start, end in () if via else ((first, cue_at[0]), (cue_at[1], behind)):
            found = None if speaker is not None and speaker.kind == "agency" else self.phrases.agency(start, end)
            via += [] if found is None else [found]
        if speaker is not None:
            if speaker.side is None:
                speaker = speaker._replace(hint=self._sides.of(speaker, placed[0]))
            self._sides.last = speaker.side or speaker.hint or self._sides.last
        return Attributed(placed, each.cue, cue_at, speaker, via, sentence, self._is_background(sentence, placed, cue_at))

    def _before_pronoun(self, sentence: Sentence, made: Attributed) -> Mention | None:
        """Whom a pronoun means in a sentence that begins with somebody's name, which is no part of what was said."""
        if made.speaker is None or made.speaker.start <= sentence.start:
            return None
        subject = self.subject_of(sentence)
        if subject is None or subject.kind != "named" or subject.end > made.parts[0][0]:
            return None
        lead = self._text[sentence.start : subject.start].lower().split()
        return subject if all(word in self._syntax.articles or word in self._conjunctions for word in lead) else None

    def _is_background(self, sentence: Sentence, said: list[tuple[int, int]], cue_at: tuple[int, int]) -> bool:
        """Whether the words around what was said name a year, or tell of another time; what comes after their clause does not count."""
        sign = _SIGN.search(sentence.mask, cue_at[1] - sentence.start)
        last = sentence.end if sign is None else sentence.start + sign.start()
        outside, place = [], sentence.start
        for start, end in [*said, (max(last, said[-1][1]), 0)]:
            outside.append(self._text[place:start])
            place = end
        return any(_YEAR.search(each) or self._tells_of_then(each) for each in outside)

    def _tells_of_then(self, words: str) -> bool:
        """Whether words tell of another time; "until then" does not."""
        for match in self._lexicon["background"].finditer(words):
            before = words[: match.start()].rsplit(None, 1)
            if not before or before[-1].lower() not in self._fronted:
                return True
        return False

    @staticmethod
    def _placed(sentence: Sentence, part: tuple[int, int]) -> tuple[int, int]:
        return sentence.start + part[0], sentence.start + part[1]

    def _trimmed(self, mask: str, start: int, end: int, least: int = _LEAST) -> tuple[int, int] | None:
        """A part without signs, conjunctions and "that" around it; None where fewer words are left."""
        place = start
        while place < end:
            if mask[place] in _BLANK:
                place += 1
                continue
            that = self._lexicon["that"].match(mask, place, end) or self._lexicon["leading"].match(mask, place, end)
            if that is None:
                break
            place = that.end()
        while end > place and mask[end - 1] in _BLANK + "!?…":
            end -= 1
        words = mask[place:end].rsplit(None, 1)
        if len(words) == 2 and words[1].lower() in self._conjunctions:
            end = place + len(words[0].rstrip(_BLANK))
        if len(mask[place:end].split()) < least and HIDDEN not in mask[place:end]:
            return None
        return (place, end) if end > place else None


class _Words(NamedTuple):
    """What clauses are read with: sets of words, and expressions."""

    voids: frozenset[str]
    adverbs: frozenset[str]
    conjunctions: frozenset[str]
    fronted: frozenset[str]
    subordinator: re.Pattern[str]
    joint: re.Pattern[str]
    finite: re.Pattern[str]
    adjunct: re.Pattern[str]
    whom: re.Pattern[str]
    auxiliary: re.Pattern[str]
    relative: re.Pattern[str]
    figure: re.Pattern[str]
    nominative: frozenset[str]
    own_clause: re.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    words, syntax = lexicon.file.words, lexicon.file.syntax
    return _Words(
        voids=frozenset([*syntax.voids, *syntax.articles, *syntax.possessives]),
        adverbs=frozenset(syntax.adverbs),
        conjunctions=frozenset(words.conjunctions),
        fronted=frozenset([*syntax.locating, *syntax.openers, *syntax.subordinators]),
        subordinator=re.compile(rf"\b(?:{_any(syntax.subordinators)})\s"),
        joint=re.compile(rf"\b(?:{_any(words.conjunctions)})\s"),
        finite=re.compile(rf"\b(?:{_any([*syntax.auxiliaries, *syntax.finite])}|\w{{2,}}ed|\w+n't)\b"),
        adjunct=_adjunct(lexicon),
        whom=re.compile(_occasion(lexicon), re.IGNORECASE),
        auxiliary=re.compile(rf"\b(?:{_any(syntax.auxiliaries)})\b"),
        relative=re.compile(rf"\b(?:{_any(words.relatives)})\s"),
        nominative=frozenset(words.pronouns) - {*syntax.possessives, *syntax.audiences, *words.relatives},
        own_clause=re.compile(rf",\s+(?:{_any(words.conjunctions)})\s+(?:{_any(syntax.auxiliaries)})\b"),
        figure=re.compile(rf"\d|{HIDDEN}|\b(?:{_any(lexicon.file.numbers.words)})\b"),
    )


def _any(words: Iterable[str]) -> str:
    each = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in each) or r"(?!)"


def _adjunct(lexicon: Lexicon) -> re.Pattern[str]:
    """One adverbial: a fixed one, a time, or a preposition with a place or an occasion."""
    syntax = lexicon.file.syntax
    time = rf"(?:{_any(syntax.times)})"
    return re.compile(
        rf"[\s,]*(?:\([^()]{{1,{_ASIDE_MOST}}}\)|\b(?:(?:{_any(lexicon.file.words.adjuncts)})\b|"
        rf"(?:(?:{_any(syntax.locating)})\s+)?(?:\d{{1,2}}\s+)?{time}\b(?:\s+(?:{time}|\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)\d\d)\b)*|"
        rf"(?:{_any(syntax.locating)})\b{_occasion(lexicon)}))",
        re.IGNORECASE,
    )


def _occasion(lexicon: Lexicon) -> str:
    """An occasion, listeners or a name, with what can stand before its noun."""
    syntax = lexicon.file.syntax
    article = rf"(?:\s+(?:{_any([*syntax.articles, *syntax.possessives])}))?"
    noun = rf"(?:{_any([*syntax.occasions, *syntax.audiences])})\b"
    return rf"{article}(?:\s+(?:{_any(syntax.occasion_adjectives)}))*(?:\s+{noun}|(?:\s+(?-i:[A-Z])[\w'.-]*)+)"
