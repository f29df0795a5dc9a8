"""What is attributed to whom in a language of fixed word order, such as English: subject, reporting words, what was said.

Rules:

1. Reporting words have a subject, which is the noun phrase before them (`noun_phrases`), or, behind a quotation, the one after them.
2. What was said follows, or stands before the subject or around both, as `clauses` finds. Two quotations around reporting words are one.
3. Reporting words within what follows are a part of it, unless a sign and a conjunction, a pronoun or nothing but the end goes with them.
4. An agency or a body at the very end, behind what somebody else said, is the way on which it came. One that cites somebody is too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from detente.press.attribution import Attributed
from detente.press.background import is_background
from detente.press.clause_words import clause_words
from detente.press.clauses import BETWEEN_MOST, BLANK, LED, OPENS, SIGN, WORDS_LEAST, Found
from detente.press.fixed_subjects import FixedSubjects
from detente.press.led_clauses import LedClauses
from detente.press.lexicon import Lexicon
from detente.press.mediated import Mediated
from detente.press.noun_introductions import NounIntroductions
from detente.press.noun_signs import is_in_relative, source_end, unbracketed
from detente.press.open_verbs import OpenVerbs
from detente.press.phrases import Mention
from detente.press.sentences import HIDDEN, Sentence
from detente.press.sides import Sides

_MARKS: Final = "\"”»'"
_CUES_MOST: Final = 40
"""Reporting words of a sentence; where there are more, it is none."""

_LEADS: Final = re.compile(r"[:;]\s")
"""What parts a clause from one before it."""

_PARTING: Final = (",", ";", "—", "–", *_MARKS)
"""What parts what was said from words about it."""


class FixedOrder:
    """Finds what is attributed, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon, self._shapes = text, lexicon, lexicon.shapes
        self.phrases = NounIntroductions(text, lexicon)
        self._syntax = lexicon.file.syntax
        self._sides = Sides(text, lexicon, self.phrases)
        self._clauses = LedClauses(lexicon)
        self._who = FixedSubjects(text, lexicon, self.phrases, self._sides)
        self._open = OpenVerbs(lexicon, self._clauses, self._who)
        self._mediated = Mediated(text, lexicon, self._clauses, self._who, self.phrases)
        words = clause_words(lexicon)
        self._rules = words.rules
        self._adverbs, self._conjunctions, self._fronted = words.adverbs, words.conjunctions, words.fronted
        self._subordinator, self._joint, self._finite = words.subordinator, words.joint, words.finite
        self._whom, self._auxiliary, self._relative, self._nominative = words.whom, words.auxiliary, words.relative, words.nominative
        self._way: tuple[Mention | None, Found, int, int] | None = None
        """An agency that a sentence begins with, and what would be its own words."""
        self._tail: list[tuple[int, int]] = []
        """The media that a sentence ends with."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        hearsay = self._lexicon["no_statement"].search(sentence.mask)
        if hearsay is not None and not self._clauses.cues(sentence.mask[: hearsay.start()]):
            return []
        sentence = sentence._replace(mask=unbracketed(self.phrases.listed(sentence.mask), self._lexicon, self._finite))
        sentence, self._tail = self._mediated.tail(sentence)
        found = self._clauses.cues(sentence.mask)
        if len(found) > _CUES_MOST:
            return self._alone(sentence)
        how = self._open.described(sentence)
        made = None if how is None else self._made(sentence, how[0], [how[1]], how[2])
        result = self._attributed(sentence, found) if made is None else [made]
        if not result and (others := self._open.cues(sentence)):
            result = self._attributed(sentence, others)
        counted = self._reckoned(sentence)
        if counted and not (result and result[0].parts[0][0] < counted[0].parts[-1][1]):
            result = [*counted, *result]
        return result or ([] if found else self._alone(sentence))

    def _reckoned(self, sentence: Sentence) -> list[Attributed]:
        """What somebody counts: "By Norway's reckoning, the stock has halved"."""
        by = self._shapes["reckoned_by"].match(sentence.mask)
        speaker = None if by is None else self.phrases.subject([(sentence.start + by.start("who"), sentence.start + by.end("who"))])
        if by is None or speaker is None or speaker[0].kind not in {"named", "office", "collective"}:
            return []
        stop = sentence.mask.find(";", by.end())
        found = Found(self._rules["according"], 0, by.end(), 0)
        made = self._made(sentence, found, [(by.end(), len(sentence.mask) if stop == -1 else stop)], speaker[0])
        return [] if made is None else [made]

    def _attributed(self, sentence: Sentence, found: list[Found]) -> list[Attributed]:
        """What some reporting words report, in order."""
        result: list[Attributed] = []
        found = self._clauses.without_inner(sentence.mask, found)
        done = 0  # up to here of the mask is spoken for
        self._way = None
        for number, each in enumerate(found):
            if each.start < done:
                continue
            cited = self._cited_between(sentence, each)
            if cited is not None:
                each.end, found_behind = cited[1], [other for other in found[number + 1 :] if other.start >= cited[1]]
            limit = self._limit(sentence, found[number + 1 :] if cited is None else found_behind, each)
            if cited is None and (way := self._mediated.told(sentence, each, found[number + 1 :], done, limit)) is not None:
                self._way, done = way, way[2]
                continue
            if each.cue.type == "relay":
                made, done = self._relay(sentence, each, done, limit)
            elif each.cue.type in {"according", "as"}:
                made, done = self._according(sentence, each, done, limit, result)
            else:
                made, done = self._verb(sentence, each, done, limit, result)
            if made is not None and not result and made.speaker is not None and made.speaker.kind == "pronoun":
                made.speaker = self._who.before_pronoun(sentence, made) or made.speaker
            if made is not None:
                result.append(made if cited is None else self._through(made, cited[0]))
        return self._on_way(result)

    def _cited_between(self, sentence: Sentence, each: Found) -> tuple[Mention, int] | None:
        """Whom a report cites between its reporting words and what was said, and where that ends: "wrote, citing a diplomat, that"."""
        found = self._shapes["aside_before_said"].match(sentence.mask, each.end) if each.cue.type == "verb" else None
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
        made.via = [self.phrases.agency(agency.start, agency.end) or self._who.unarticled(agency)]
        if source.side is None:
            source = source._replace(hint=self._sides.of(source, made.parts[0]))
        made.speaker = source
        return made

    def _on_way(self, result: list[Attributed]) -> list[Attributed]:
        """What others said came through the agency that a sentence begins with; what nobody else said, it says itself."""
        for each in result if self._tail else ():
            each.via = [*each.via, *self._tail]
        if self._way is None or (agency := self._way[0]) is None:
            return [each for each in result if not self._mediated.is_own(each)]
        through = self.phrases.agency(agency.start, agency.end) or self._who.unarticled(agency)
        for each in result:
            each.via = each.via or [through]
        return result

    def named_in(self, sentence: Sentence) -> list[Mention]:
        """Whoever is named in a sentence that attributes nothing: its subject."""
        subject = self._who.subject_of(sentence)
        is_thing = subject is not None and subject.office is not None and self.phrases.is_thing(self.phrases.words(*subject.office))
        found = [] if subject is None or subject.kind == "pronoun" or (is_thing and subject.kind == "office") else [subject]
        parts = [(sentence.start + first, sentence.start + last) for first, last in self._who.parts(sentence.mask, 0, len(sentence.mask))]
        introduced = (each._replace(hint=self._sides.led(each)) for each in self.phrases.introduced(parts))
        others = {each.name: each for each in (*introduced, *self.phrases.appositions(parts))}
        return [*(each for each in others.values() if not found or each.name != found[0].name), *found]

    def label(self, start: int, end: int) -> tuple[Mention, int] | None:
        """Whoever stands before the colon that begins an entry of live coverage, and where it goes on: "White House: we were asked"."""
        return self._who.label(start, end)

    def closes(self, start: int, end: int) -> bool:
        """Whether a part says no more than who spoke the quotation before it: "...?" the minister asked."""
        cues = [*self._lexicon.cues.finditer(self._text, start, end), *self._lexicon.behind.finditer(self._text, start, end)]
        if len(cues) != 1 or len(self._text[start : cues[0].start()].split()) > BETWEEN_MOST:
            return False
        place = self._clauses.past_adjuncts(self._text, cues[0].end(), end)
        whom = self._whom.match(self._text, place, end)
        place = place if whom is None else self._clauses.past_adjuncts(self._text, whom.end(), end)
        return not self._text[place:end].strip(BLANK)

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._lexicon.cues.match(self._text, place) is not None

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places of the mask."""
        return self._who.beside(sentence, start, end)

    # ---- reporting words ----

    def _limit(self, sentence: Sentence, later: list[Found], each: Found) -> int:
        """How far what follows reporting words can reach."""
        for other in later:
            relative = self._clauses.in_relative(sentence.mask, other, len(sentence.mask))
            cut = self._anew(sentence, each, other) if relative is None or relative[0] <= each.end else relative[0]
            if cut is not None:
                return cut
        return len(sentence.mask)

    def _anew(self, sentence: Sentence, each: Found, other: Found) -> int | None:
        """Where the report itself goes on with later reporting words; None where they are a part of what was said."""
        mask = sentence.mask
        sign = self._clauses.sign(mask, other.start)
        words = [word for word in mask[sign : other.start].split() if word.lower() not in self._adverbs]
        joined = bool(words) and words[0].lower() in self._conjunctions
        if other.cue.type in {"according", "as"}:
            return None if is_in_relative(mask, each.end, other.start, other.end, self._lexicon) else other.start
        if each.cue.type == "relay" and self._lexicon["as_saying"].search(mask, each.end, other.end) is not None:
            return None  # "quoted Li Na, an envoy, as saying"
        if other.cue.type == "adding":
            return max(sign - 1, each.end) if len(words) - joined == 0 and sign > each.end else None
        follows = self._clauses.that_or_quotation(mask, other, len(mask)) is not None
        before = self._clauses.without_adverbs(mask[: other.start].rstrip())
        alone = before.rsplit(None, 1)[-1].lower() in self._conjunctions
        quoted = alone and mask[sign - 1] in _MARKS and len(words) > 1  # "said "X" in Bern and stressed that Y"
        if sign <= each.end or quoted:  # no sign between: only "... and stressed that ..."
            told = (
                bool({"plain", "figure"} & set(other.cue.takes))
                and self._shapes["past_verb"].match(mask, other.start)
                and (
                    self._shapes["modal"].search(mask, each.end, other.start)
                    or self._clauses.are_joined(mask, each, other)
                    or (self._shapes["calls"].match(mask, other.start) and not self._shapes["perfect"].search(mask, each.end, other.start))
                )
            )
            also = len(before) < len(mask[: other.start].rstrip()) and "plain" in other.cue.takes  # "and also stressed"
            goes_on = alone and (follows or bool(told) or also or self._clauses.bare(mask, other, len(mask)) is not None)
            return before.rfind(" ") if goes_on and before.rfind(" ") > each.end else None
        semicolon = mask.rfind(";", each.end, other.start)
        if follows and semicolon != -1 and self._who.subject(sentence, semicolon + 1, other.start) is not None:
            return semicolon + 1
        bare = words[joined:]
        if not bare:
            listed = {"plain", "figure"} & set(other.cue.takes) and (joined or self._clauses.are_joined(mask, each, other))
            return sign if listed or (joined and (follows or self._clauses.bare(mask, other, len(mask)) is not None)) else None
        if bare[0].lower() in self._lexicon.file.words.relatives:
            return None
        subject = self._who.subject(sentence, each.end, other.start)
        if subject is None or subject[1] <= each.end:
            return None
        spoken = "bare" in other.cue.takes
        complete = follows or self._clauses.bare(mask, other, len(mask)) is not None or ("plain" in other.cue.takes and not spoken)
        if complete:
            strong = joined or subject[0].kind == "pronoun" or mask[sign - 1] in ";—–"
            return sign if strong else None
        rest = mask[self._clauses.past_adjuncts(mask, other.end, len(mask)) :].strip(BLANK + _MARKS)
        ends = not rest or ({"bare", "plain"} <= set(other.cue.takes) and not self._auxiliary.search(rest))
        return subject[1] if ends and self._clauses.is_at_sign(mask, subject[1]) else None

    # ---- verbs ----

    def _verb(self, sentence: Sentence, each: Found, done: int, limit: int, result: list[Attributed]) -> tuple[Attributed | None, int]:
        """What one verb or noun reports, and how far the sentence is spoken for then."""
        if each.cue.type == "adding":
            return self._adding(sentence, each, limit, result)
        goes_on = bool(result) and self._clauses.continues(sentence.mask, each)  # "told reporters in Oslo and called for restraint"
        relative = self._clauses.in_relative(sentence.mask, each, limit)
        first = done if relative is None else max(done, relative[1])
        subject = None if goes_on else self._who.subject(sentence, first, each.subject_end)
        begins = self._clauses.sign(sentence.mask, each.start) if subject is None else subject[1]
        before = self._clauses.backward(sentence.mask, done, begins) if self._clauses.is_apart(sentence.mask, begins, each.start) else None
        led = [match.end() for match in _LEADS.finditer(sentence.mask, done, begins)]
        if subject is not None and led and (around := self._clauses.around(sentence.mask, each, led[-1], begins, limit)) is not None:
            return self._made(sentence, each, around, subject[0]), limit
        start = self._clauses.follows(sentence.mask, each, limit, before) if each.cue.type != "behind" else None
        quoted = before is not None and self._clauses.ends_quoted(sentence.mask, before[1])
        if (each.cue.type == "behind" and not quoted) or (subject is not None and self._clauses.has_done(sentence.mask, subject[1], each)):
            return None, done
        speaker = None if subject is None else subject[0]
        weak = start is not None and {"bare", "plain"} <= set(each.cue.takes) and self._clauses.clause(sentence.mask, each, limit) is None
        if weak and result and subject is not None and not sentence.mask[done:begins].strip(BLANK):
            start = None  # "X was agreed, the two announced at noon": what they announced stands before
        if before is not None and (start is None or weak or quoted):
            if start is None and subject is not None and not quoted and self._clauses.has_object(sentence.mask, each, limit):
                return None, done
            return self._behind_quotation(sentence, each, before, limit, speaker) or (None, done)
        if (
            speaker is not None
            and before is None
            and (around := self._clauses.around(sentence.mask, each, done, begins, limit)) is not None
        ):
            return self._made(sentence, each, around, speaker), limit
        if before is not None and start is not None and speaker is not None:
            put_in = self._clauses.put_in(sentence.mask, each, before, start, limit)
            if put_in is not None:
                return self._made(sentence, each, put_in, speaker), limit
        if start is None and before is None and speaker is not None and each.cue.type == "verb":
            start = self._clauses.led(sentence.mask, each, limit)
        if start is None:
            if result and speaker is not None and each.cue.type == "verb" and sentence.mask[:begins].rstrip().endswith(_PARTING):
                self._outer(sentence, speaker, begins, result)
                return None, each.end
            return None, done
        return self._before_what_was_said(sentence, each, start, limit, speaker, result) or (None, done)

    def _adding(self, sentence: Sentence, each: Found, limit: int, result: list[Attributed]) -> tuple[Attributed | None, int]:
        """Words that go on with what somebody said in the sentence, or with whom it is about."""
        start = self._clauses.forward(sentence.mask, each, limit)
        if start is None:
            return None, each.end
        limit = self._clauses.end_of(sentence.mask, each, start, limit)
        beside = self._shapes["with_whom"].search(sentence.mask, 0, each.start)  # "..., with the mayor saying that"
        own = None if beside is None else self._who.subject(sentence, beside.start("who"), each.start)
        speaker = own[0] if own is not None else None if result else self._who.subject_of(sentence)
        return self._made(sentence, each, [(start, limit)], speaker), limit

    def _before_what_was_said(
        self, sentence: Sentence, each: Found, start: int, limit: int, speaker: Mention | None, result: list[Attributed]
    ) -> tuple[Attributed | None, int] | None:
        """Reporting words before what was said; None where nobody says it, or one alone is said to have agreed."""
        mask = sentence.mask
        if speaker is None and not (self._clauses.continues(mask, each) or (result and self._clauses.is_bare(mask, each))):
            return None
        if speaker is None and not result:
            speaker = self._who.subject_of(sentence)
        if speaker is not None and each.cue.kind == "agreement" and not self._who.is_joint(speaker):
            return None
        last = self._clauses.before_own(mask, each, start, limit)
        whole = each.cue.type == "verb" or HIDDEN in mask[start:last]
        made = self._made(sentence, each, [(start, last if whole else self._clauses.clause_end(mask, start, last))], speaker)
        return made, limit if self._clauses.is_later(mask, last) else last

    def _behind_quotation(
        self, sentence: Sentence, each: Found, before: tuple[int, int], limit: int, speaker: Mention | None
    ) -> tuple[Attributed | None, int] | None:
        """Reporting words behind what was said, or in the midst of it; None where nobody says it."""
        rest = self._clauses.rest(sentence.mask, each, limit)
        quoted = self._clauses.ends_quoted(sentence.mask, before[1])
        if speaker is None and "quote" in each.cue.takes and (quoted or "bare" in each.cue.takes):
            speaker = self._who.behind(sentence, each, limit if rest is None else rest[0])
        if speaker is None:
            return None
        if rest is None and not quoted:
            rest = self._clauses.goes_on(sentence.mask, each, limit)
        return self._made(sentence, each, [before] if rest is None else [before, rest], speaker), each.end if rest is None else rest[1]

    # ---- sources ----

    def _gives_reason(self, sentence: Sentence, each: Found, done: int) -> bool:
        """Whether "cited" is what somebody says: a reason, and no source of an agency."""
        subject = self._who.subject(sentence, done, each.start) if "plain" in each.cue.takes else None
        return subject is not None and self._who.can_speak(subject[0]) and not self._mediated.is_medium(subject[0])

    def _relay(self, sentence: Sentence, each: Found, done: int, limit: int) -> tuple[Attributed | None, int]:
        """An agency that "quoted B as saying": B said it, and the agency is the way."""
        mask = sentence.mask
        saying = self._lexicon["as_saying"].search(mask, each.end, limit)
        if saying is None:
            reason = replace(each, cue=self._clauses.verbs[each.cue.id]) if self._gives_reason(sentence, each, done) else None
            return (None, done) if reason is None else self._verb(sentence, reason, done, limit, [])
        speaker = self.phrases.subject([(sentence.start + each.end, sentence.start + saying.start())])
        agency = self._who.subject(sentence, done, each.start)
        begins = self._clauses.sign(mask, each.start) if agency is None else agency[1]
        said = Found(each.cue, each.start, saying.end(), each.subject_end)
        before = self._clauses.backward(mask, done, begins) if self._clauses.is_at_sign(mask, begins) else None
        start = self._clauses.clause(mask, said, limit)
        if speaker is None or (start is None and before is None):
            return None, done
        part = before if start is None else (start, limit)
        through = None if agency is None else self.phrases.agency(agency[0].start, agency[0].end) or self._who.unarticled(agency[0])
        return self._made(sentence, said, [part or (0, 0)], speaker[0]._replace(through=through)), limit if start is not None else said.end

    def _according(self, sentence: Sentence, each: Found, done: int, limit: int, result: list[Attributed]) -> tuple[Attributed | None, int]:
        """A source: an agency is the way on which the words came, anybody else said them."""
        mask, base = sentence.mask, sentence.start
        signs = [match.start() for match in SIGN.finditer(mask, each.end, limit)]
        named = signs[0] if signs else limit
        relative = mask[done : each.start].split()[-1:]
        in_relative = bool(relative) and relative[0] in self._lexicon.file.words.relatives  # "its staff, which according to X would be 40"
        own = in_relative or (done < each.start and not self._finite.search(mask, done, each.start))
        verb = self._finite.search(mask, each.end, named) if own else None
        verb = verb if verb is not None and self._lexicon["relatives"].search(mask, each.end, verb.start()) is None else None
        named, signs = (named, signs) if verb is None else (verb.start(), [verb.start()])  # "The aid according to X reached the camp"
        author = self._lexicon["tables"].match(mask, each.end + 1, named)
        begin = each.end if author is None else self._clauses.author(mask, author.end(), named)
        named = source_end(mask, begin, named, self._lexicon) if author is None else named
        if signs and mask[signs[0]] == "(":
            signs = signs[2:]  # an abbreviation of the source
        end = signs[0] if signs else limit
        source = self._who.own(sentence, each) or self.phrases.subject([(base + begin, base + named)])
        if source is not None and signs and mask[signs[0]] == ",":
            last = signs[1] if len(signs) > 1 else limit
            both = self.phrases.subject([(base + begin, base + end), (base + end + 1, base + last), (base + last,) * 2])
            apart = self._fronted.intersection(mask[end + 1 : last].split(None, 1)[:1])  # "According to X, since May, they have"
            if both is not None and both[1] <= source[1] and not (apart or self._finite.search(mask, end, last)):
                source, end = both, last
        if source is None:
            return None, done
        if mask[each.start : each.end].lower() in self._lexicon.file.words.citing:
            return self._cited(source[0], end, done, result)
        if (cited := self._shapes["which_cited"].match(mask, end)) is not None:  # "According to the paper X, which cited a diplomat, ..."
            end = next((match.start() for match in SIGN.finditer(mask, cited.end(), limit)), limit)
            told_by = self.phrases.subject([(base + cited.end(), base + end)])
            through = self.phrases.agency(source[0].start, source[0].end) or self._who.unarticled(source[0])
            source = source if told_by is None else (told_by[0]._replace(through=through), told_by[1])
        before = None if in_relative else self._clauses.trimmed(mask, done, each.start)
        if before is None and result:
            if source[0].kind in {"agency", "collective"}:
                self._outer(sentence, source[0], each.start, result)
            return None, end
        if before is None and self._mediated.is_medium(source[0]) and (limit == len(mask) or not mask[end:limit].strip(BLANK)):
            self._way = source[0], each, end, limit
            return None, end
        if before is None:
            made = self._made(sentence, each, [(end, limit)], source[0])
            return made, limit
        if each.cue.type == "as" and HIDDEN not in mask[slice(*before)] and not self._clauses.between(mask, *before):
            return None, end  # "In a statement, as carried by X, S said"
        colon = mask.find(":", end, limit) if each.cue.type == "as" and not self._finite.search(mask, *before) else -1
        if colon != -1 and not self._clauses.between(mask, end, colon):  # "The tally, as read out by X on Tuesday: nine held"
            return self._made(sentence, each, [(colon + 1, limit)], source[0]), limit
        goes_on = verb is not None or mask[end : end + 1] == ","
        rest = self._clauses.trimmed(mask, end, limit) if goes_on and not self._finite.search(mask, *before) else None
        if rest is not None and (
            self._finite.match(mask, rest[0]) or OPENS.match(mask, rest[0])
        ):  # "Neither side, according to officials, raised it"
            return self._made(sentence, each, [before, rest], source[0]), limit
        return self._made(sentence, each, [before], source[0]), end

    def _cited(self, source: Mention, end: int, done: int, result: list[Attributed]) -> tuple[None, int]:
        """A source that an agency cites: the source said it, and the agency is the way."""
        agency = result[-1].speaker if result else None
        if agency is not None and self._mediated.cites(result[-1]):
            result[-1].via = [self._who.unarticled(agency)]
            result[-1].speaker = source if source.side is not None else source._replace(hint=self._sides.of(source, result[-1].parts[0]))
            return None, end
        return None, done

    def _outer(self, sentence: Sentence, mention: Mention, begins: int, result: list[Attributed]) -> None:
        """Reporting words around all that was said before: a body's are the way, a person's make it one statement of that person."""
        if mention.kind in {"collective", "agency"}:
            place = self.phrases.agency(mention.start, mention.end) or self._who.unarticled(mention)
            for each in result:
                each.via = [*each.via, place]
                each.beside = mention if mention.kind == "collective" else None
        elif len(result) == 1 and self._who.is_person(mention):
            part = self._clauses.trimmed(sentence.mask, 0, begins)
            if part is not None:
                result[0].parts = [(sentence.start + part[0], sentence.start + part[1])]
                result[0].speaker = mention._replace(hint=mention.hint or self._sides.of(mention, result[0].parts[0]))

    def _alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more, or one behind whoever is named before a colon."""
        led = LED.search(sentence.mask)
        if led is not None and not sentence.mask[led.end() :].strip(BLANK + "‘'\"”»“«„!?…" + HIDDEN):
            return self._led(sentence, led)
        if len(sentence.quoted) != 1 or sentence.mask.strip(BLANK + "‘'\"”»“«„" + HIDDEN):
            return []
        part = self._clauses.trimmed(sentence.mask, 0, len(sentence.mask))
        return [] if part is None else [Attributed([(sentence.start + part[0], sentence.start + part[1])], None, None, None, [], sentence)]

    def _led(self, sentence: Sentence, led: re.Match[str]) -> list[Attributed]:
        """A quotation behind a colon: "Minister Karl Brandt: ...", "Brandt was blunt: ..."."""
        before = sentence.mask[: led.start()]
        verb = self._finite.search(before)
        if len(before.split()) > BETWEEN_MOST:
            return []
        whole = self.phrases.subject([(sentence.start, sentence.start + led.start())]) if verb is None else None
        speaker = self._who.subject_of(sentence) if whole is None else whole[0]
        if speaker is None or not self._who.is_person(speaker):
            return []
        if speaker.kind == "office" and not self._lexicon["offices"].search(self._text, *(speaker.office or (0, 0))):
            return []  # "The sign on the door: ..."
        made = self._made(
            sentence,
            Found(self._rules["say"], led.start(), led.start() + 1, led.start()),
            [(led.end(), len(sentence.mask))],
            speaker,
        )
        return [] if made is None else [made]

    def _made(
        self,
        sentence: Sentence,
        each: Found,
        parts: list[tuple[int | None, int]] | list[tuple[int, int]],
        speaker: Mention | None,
    ) -> Attributed | None:
        """What was attributed, with the way on which it came: named beside the speaker, or with whom the speaker talked."""
        base = sentence.start
        placed = []
        for start, end in parts:
            part = None if start is None else self._clauses.trimmed(sentence.mask, start, end, WORDS_LEAST if len(parts) == 1 else 1)
            if part is None:
                return None
            placed.append((base + part[0], base + part[1]))
        cue_at = (base + each.start, base + each.end)
        first = cue_at[0] if speaker is None else min(speaker.start, cue_at[0])
        behind = placed[0][0] if placed[0][0] >= cue_at[1] else placed[1][0] if len(placed) > 1 else sentence.end
        via: list[tuple[int, int]] = []
        if speaker is not None and speaker.through is not None:
            via = [speaker.through]
        within = [cue_at] if each.cue.continues else []  # "was quoted by X as saying"
        for start, end in () if via else ((first, cue_at[0]), *within, (cue_at[1], behind)):
            found = None if speaker is not None and speaker.kind == "agency" else self.phrases.agency(start, end)
            told = cue_at[0] if start == cue_at[1] else start
            found = found or self.phrases.spoken_with(told, end) or self._mediated.named_before(told, end)  # "told X"
            via += [] if found is None else [found]
        fronted = None if via or placed[0][0] < first else self.phrases.spoken_with(base, first)
        via += [] if fronted is None else [fronted]
        if speaker is not None:
            if speaker.side is None:
                speaker = speaker._replace(hint=self._sides.of(speaker, placed[0]))
            self._sides.last = speaker.side or speaker.hint or self._sides.last
        return Attributed(
            placed, each.cue, cue_at, speaker, via, sentence, is_background(self._text, sentence, placed, cue_at, self._lexicon)
        )
