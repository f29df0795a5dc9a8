"""Which words somebody is said to have said, in a language of free word order such as Russian: before reporting words or behind them.

    S заявил, что X.    X, заявил S.    «X», - сказал S. - «Y».    По словам S, X.    X, утверждает S, X.    Об этом сообщил S.

Rules:

1. Reporting words in the midst of speech make it one statement, from its first word to its last.
2. Reporting words that begin a clause, with whoever speaks behind them, report what stands before; all other reporting words before them
   are part of that. What is only the way on which it came ("ТАСС сообщает") reports nothing itself.
3. Otherwise what was said follows: behind "that", behind a colon, between marks, or where the words allow it at once.
4. Reporting words in a relative clause report nothing.
5. "Об этом сообщил S" gives the sentence before to S.
6. Without reporting words, a quotation behind a colon is said by whoever is named before it: "S не согласен: «X»".
7. Of paragraphs of speech in turns, of which the first one asks, every second one is the answer of whoever was named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from detente.press.attribution import Attributed
from detente.press.lexicon import Cue, Lexicon
from detente.press.owners import Owners
from detente.press.phrases import Mention, phrase_in, phrases_in
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Quoted, Sentence

_SIGN: Final = re.compile(r"[,;:—–]|(?<=[\s\"»”“])-(?=\s)|[«»“”„\"()]")
_DASH: Final = re.compile(r"[\s,]*[—–-]\s*")
_SIGNS: Final = " \t\n,;:—–-"
_LEAST: Final = 2
"""Words of what was said."""

_MEDIUM: Final = re.compile(
    r"\s+(?:(?P<mark>[«\"“„])(?=[^\W\d_]))?(?P<name>(?(mark)[^\W\d_][^«»\"“”„\n]{1,30}(?=[»\"”“])|(?:[A-Z](?:[\w'-]|\.(?=\w))*|\d+)(?:\s+[A-Z][\w'-]*)*))"
)
"""The name of a paper or a channel behind the word for it: between marks, or of another script."""

_MARKED: Final = re.compile(r"\s*[«\"“„](?P<name>[^«»\"“”„\n]{1,30})[»\"”“]\s*")
"""A name between marks and no more: a paper that cites somebody."""

_NEAR: Final = 30
"""Words between reporting words and a "that"."""

_WORD_MOST: Final = 12
"""Characters before reporting words in which "not" can stand."""

_MANNER_MOST: Final = 3
"""Words between a quotation and reporting words on how it was said: "with bitterness"."""

_NAME_MOST: Final = 25
"""Characters between marks that can be a name: 'told "Russia 24" that'."""

_LEAST_HIDDEN: Final = 8
"""Characters between marks that are more than one word."""

_SUBJECT_MOST: Final = 45
"""Characters in which the states stand with which a sentence begins."""

_PARENTHESIS_MOST: Final = 4
"""Words that can stand before reporting words which part one clause: "Washington, he says, has promised ..."."""


class _Report(NamedTuple):
    """Reporting words in a sentence, and where the clause begins that they stand in; places are of its mask."""

    cue: Cue
    start: int
    end: int
    clause: int


class FreeOrder:
    """Finds what is attributed, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._that = lexicon["that"]
        self._owners = Owners(text, lexicon)
        self._previous: Sentence | None = None
        self._asked: bool | None = None
        """Whether the last turn of an interview was a question; None where there is no interview."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        before, self._previous = self._previous, sentence
        if self._lexicon["no_statement"].search(sentence.mask):
            return []
        if sentence.quoted and sentence.quoted[0].spoken and not sentence.quoted[0].inserted:
            return self._turn(sentence)
        spoken = [made for each in sentence.quoted if each.inserted for made in self._inserted(sentence, each)]
        reports = self._reports(sentence)
        if not reports:
            return spoken or self._behind_colon(sentence) or self._alone(sentence)
        if before is not None and not sentence.opens_paragraph:
            about = self._about_this(sentence, reports, before)
            if about is not None:
                return about
        return (spoken + self._reported(sentence, reports)) or self._behind_colon(sentence)

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named in a sentence in which nobody speaks."""
        dash = re.compile(r".{0,40}?\s[-–—]\s").match(self._text, sentence.start, sentence.end)
        first = sentence.start if dash is None else dash.end()
        begins = self._lexicon.places.match(self._text, first, sentence.end) is not None
        joined = phrase_in(self._text, first, min(sentence.end, first + _SUBJECT_MOST), self._lexicon) if begins else None
        if joined is not None and joined.kind == "collective" and "+" in (joined.side or ""):
            yield joined
        for found in phrases_in(self._text, sentence.start, sentence.end, self._lexicon):
            if sentence.mask[found.start - sentence.start] != HIDDEN:
                yield (self._hinted(found) or found)._replace(subject=self._is_subject(found))
        asked = self._whom_asked(sentence)
        if asked is not None:
            yield asked

    def _is_subject(self, mention: Mention) -> bool:
        """Whether an office stands in the nominative, as that of whoever acts in a sentence."""
        if mention.kind != "named" or mention.office is None:
            return False
        head = self._lexicon["offices"].search(self._text, *mention.office)
        word = "" if head is None else head.group().split()[0]
        return bool(word) and (self._lexicon["nominative"].fullmatch(word) is not None or self._lexicon["oblique"].fullmatch(word) is None)

    def _whom_asked(self, sentence: Sentence) -> Mention | None:
        """Who was asked a question: "we asked the head of the post", whom a pronoun means in the answer."""
        asks = self._lexicon["asks"].search(self._text, sentence.start, sentence.end) if sentence.quoted else None
        to = None if asks is None else self._lexicon["functions"].search(self._text, asks.end(), sentence.end)
        found = None if to is None else phrase_in(self._text, to.end(), sentence.end, self._lexicon)
        return None if found is None or found.kind not in {"named", "office"} else found._replace(subject=True)

    # ---- speech ----

    def _turn(self, sentence: Sentence) -> list[Attributed]:
        """The answer, where a paragraph of speech follows one that asks; those that follow one another take turns."""
        start, end = sentence.quoted[0].start, sentence.quoted[0].end
        dash = _DASH.match(self._text, start, end)
        start = start if dash is None else dash.end()
        said = self._text[start:end].rstrip()
        if not self._asked:
            self._asked = True if self._asked is False or said.endswith("?") else None
            return []
        self._asked = False
        end = start + len(said.rstrip(".…! "))
        nobody = Mention("pronoun", None, None, None, sentence.start, sentence.start)
        return [Attributed([(start, end)], None, None, nobody, [], sentence)] if start < end else []

    def _inserted(self, sentence: Sentence, quoted: Quoted) -> list[Attributed]:
        """Speech with reporting words in it: one statement, or none where they name the way alone."""
        first, last = quoted.inserted[0]
        match = self._reporting_at(first)
        if match is None or self._lexicon["asks"].match(match.group()) is not None:
            return []
        speaker = phrase_in(self._text, match.end(), last, self._lexicon)
        start, end = quoted.inside
        if quoted.inserted[-1][1] == end:
            end = quoted.inserted[-1][0]
        while end > start and self._text[end - 1] in _SIGNS:
            end -= 1
        while start < end and self._text[start] in _SIGNS:
            start += 1
        part = (start, end) if quoted.spoken else (quoted.start, quoted.end if end == quoted.inside[1] else end)
        via = self._agencies(first, last)
        cue = self._lexicon.cue_of(match.group())
        him = self._him(*match.span(), self._text) if cue.type == "relay" else None
        if him is not None:
            speaker = Mention("pronoun", None, None, None, *him.span())
        if speaker is None and cue.type == "behind":
            return []
        speaker = self._of_gender(self._hinted(speaker), *match.span())
        return [Attributed([part], cue, match.span(), speaker, via, sentence, within=(first, last))]

    def _reporting_at(self, place: int) -> re.Match[str] | None:
        manner = self._lexicon["manner"].match(self._text, place)
        start = place if manner is None else manner.end() + 1
        return self._lexicon.cues.match(self._text, start) or self._lexicon.behind.match(self._text, start)

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._reporting_at(place) is not None

    def _behind_colon(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that ends with a quotation behind a colon, and names somebody before it: S has doubts: «X»."""
        cue, mask = self._lexicon.colon, sentence.mask
        colon = mask.find(":") + 1
        if cue is None or colon == 0 or any(each.spoken for each in sentence.quoted):
            return []
        quoted = next((each for each in sentence.quoted if not mask[colon : each.start - sentence.start].strip()), None)
        whole = quoted is not None and not self._bare(mask[sentence.quoted[-1].end - sentence.start :]).strip(".")
        if not whole and self._lexicon["speaks_so"].search(mask, 0, colon) is None:
            return []
        clause = max((match.end() for match in _SIGN.finditer(mask, 0, colon - 2) if match.group() != ","), default=0)
        speaker = phrase_in(self._text, sentence.start + clause, sentence.start + colon, self._lexicon)
        if speaker is None or speaker.kind not in {"named", "pronoun", "office", "unnamed"}:
            return []
        part = self._trimmed(mask, colon, len(mask))
        if part is None:
            return []
        placed = sentence.start + part[0], sentence.start + part[1]
        at = sentence.start + colon, sentence.start + colon
        agencies = self._agencies(sentence.start, sentence.start + colon)
        return [Attributed([placed], cue, at, self._hinted(speaker), agencies, sentence)]

    def _alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more."""
        if len(sentence.quoted) != 1 or sentence.quoted[0].spoken or sentence.mask.strip(_SIGNS + "." + OPENING + CLOSING + HIDDEN):
            return []
        part = self._trimmed(sentence.mask, 0, len(sentence.mask))
        return [] if part is None else [Attributed([(sentence.start + part[0], sentence.start + part[1])], None, None, None, [], sentence)]

    # ---- reporting words ----

    def _reports(self, sentence: Sentence) -> list[_Report]:
        """The reporting words of a sentence, but for those in relative clauses."""
        mask = sentence.mask
        signs = [match.end() for match in _SIGN.finditer(mask)]
        matches = [*self._lexicon.cues.finditer(mask), *self._behind_quotations(sentence)]
        found: list[_Report] = []
        for match in sorted(matches, key=lambda each: each.start()):
            if found and match.start() < found[-1].end:
                continue
            clause = max((place for place in signs if place <= match.start()), default=0)
            cue = self._lexicon.cue_of(match.group())
            if self._is_negated(mask, match.start()):
                continue
            if found and cue.type == "as" and not mask[found[-1].end : match.start()].strip(_SIGNS):
                continue  # "said, as the paper writes, S": only the way
            if cue.impersonal or self._lexicon["relatives"].search(mask, clause, match.start()) is None:
                found.append(_Report(cue, match.start(), match.end(), clause))
        return found

    def _is_negated(self, mask: str, place: int) -> bool:
        """Whether "not" stands before reporting words."""
        before = mask[max(0, place - _WORD_MOST) : place].split()
        return bool(before) and self._lexicon["negations"].fullmatch(before[-1]) is not None

    def _behind_quotations(self, sentence: Sentence) -> list[re.Match[str]]:
        found = []
        for each in sentence.quoted:
            blank = _DASH.match(sentence.mask, each.end - sentence.start)
            match = None if blank is None else self._lexicon.behind.match(sentence.mask, blank.end())
            if match is not None and not self._lexicon.cues.match(sentence.mask, match.start()):
                found.append(match)
        return found

    def _reported(self, sentence: Sentence, reports: list[_Report]) -> list[Attributed]:
        """What the reporting words of a sentence report, in order."""
        result: list[Attributed] = []
        via: list[tuple[int, int]] = []
        done = max((each.end - sentence.start for each in sentence.quoted if each.inserted), default=0)
        number = 0
        while number < len(reports):
            number = self._last_of_what_precedes(sentence, reports, number)
            each = reports[number]
            limit = self._limit_of(sentence, reports, number)
            made, ways = self._one_report(sentence, each, done, limit)
            via += ways
            if made is not None:
                result.append(made)
                done = max(done, made.parts[-1][1] - sentence.start)
            number += 1
            while made is not None and number < len(reports) and self._is_passed_on(sentence, each, reports[number]):
                via += self._way(sentence, reports[number])
                done, number = len(sentence.mask), number + 1
            while made is not None and number < len(reports) and reports[number].start < done:
                number += 1
        for each_made in result:
            each_made.via = list(dict.fromkeys([*each_made.via, *via]))
        return result

    def _last_of_what_precedes(self, sentence: Sentence, reports: list[_Report], number: int) -> int:
        """Reporting words at the end of a clause that somebody else reports are part of it."""
        for later in range(len(reports) - 1, number, -1):
            if reports[later].cue.type in {"verb", "as", "according"} and self._is_behind(sentence, reports[later], len(sentence.mask)):
                between = sentence.mask[reports[number].start : reports[later].start]
                if reports[number].cue.type == "verb" and self._is_behind(sentence, reports[number], reports[later].clause):
                    continue
                if self._is_aside_of(sentence, reports[number], reports[later]):
                    continue
                if self._is_passed_on(sentence, reports[number], reports[later]):
                    continue
                if (
                    HIDDEN in between
                    and any(sign in between for sign in OPENING)
                    and self._forward_that(sentence.mask, reports[number], len(sentence.mask))
                ):
                    continue
                return later
        return number

    def _is_passed_on(self, sentence: Sentence, each: _Report, later: _Report) -> bool:
        """Whether what sides agreed is only passed on: by an agency that cites somebody, or by what they published."""
        if each.cue.kind != "agreement" or self._named_before(sentence, each, 0) is None:
            return False
        return later.cue.impersonal or bool(self._agencies(sentence.start + later.end, sentence.end))

    def _way(self, sentence: Sentence, each: _Report) -> list[tuple[int, int]]:
        """The way on which something came: whoever an agency cites, and the agency."""
        place, end = sentence.start + each.end, sentence.end
        citing = self._lexicon["citing"].search(sentence.mask, each.end)
        cited = None if citing is None else phrase_in(self._text, sentence.start + citing.end(), end, self._lexicon)
        first = [cited.name] if cited is not None and cited.name is not None and cited.kind == "collective" else []
        return [*first, *(each_span for each_span in self._agencies(place, end) if each_span not in first)]

    def _is_aside_of(self, sentence: Sentence, each: _Report, later: _Report) -> bool:
        """Whether "he noted" goes on with what the same speaker was said to have said before: "He said that X: Y, he noted, Z"."""
        speaker = self._behind(sentence, later, len(sentence.mask))
        return speaker is not None and speaker.kind == "pronoun" and self._forward_that(sentence.mask, each, len(sentence.mask)) is not None

    def _is_behind(self, sentence: Sentence, each: _Report, limit: int) -> bool:
        """Whether reporting words begin a clause and somebody who speaks, no agency, stands behind them: what was said stands before."""
        mask = sentence.mask
        if each.clause == 0 or mask[each.clause : each.start].strip() or self._forward_that(mask, each, limit):
            return False
        speaker = self._behind(sentence, each, limit)
        return speaker is not None and (speaker.kind != "agency" or self._lexicon["citing"].search(mask, each.end, limit) is not None)

    def _limit_of(self, sentence: Sentence, reports: list[_Report], number: int) -> int:
        """How far what follows reporting words can reach: to the next that report something of their own."""
        mask, each = sentence.mask, reports[number]
        leads = each.cue.type in {"according", "as"} and not self._bare(mask[: each.start])
        for other in reports[number + 1 :]:
            before = mask[other.clause : other.start].strip()
            if not before and self._is_passed_on(sentence, each, other):
                return other.clause
            if other.cue.type == "adding":
                return other.start
            if other.cue.type in {"as", "according"}:
                colon = max(mask.rfind(sign, each.end, other.clause) for sign in ":;")
                if colon != -1 and not before and len(mask[colon + 1 : other.clause].split()) <= _PARENTHESIS_MOST:
                    return colon + 1  # "S said that X: they, in his words, Y"
                return other.clause if not before else other.start
            if self._is_aside_of(sentence, each, other):
                colon = max(mask.rfind(sign, each.end, other.clause) for sign in ":;")
                if colon != -1:
                    return colon + 1
                continue
            if self._that.match(mask, other.clause + len(mask[other.clause :]) - len(mask[other.clause :].lstrip())):
                continue  # "S said that T rejected X"
            forward = self._forward_that(mask, other, len(mask)) is not None or (
                bool({"bare", "plain"} & set(other.cue.takes)) and other.cue.type == "verb"
            )
            if leads and self._lexicon["conjunctions"].match(before) is None:
                continue
            agency = self._as_agency(phrase_in(self._text, sentence.start + other.end, sentence.start + len(mask), self._lexicon))
            if not before and agency is not None and agency.kind == "agency":
                return other.clause
            conjunction = self._lexicon["conjunctions"].match(before)
            own = conjunction is not None or phrase_in(mask, other.clause, other.start, self._lexicon) is not None
            if forward and (conjunction is not None or (own and other.clause > each.end)):
                return other.clause
        return len(mask)

    # ---- who speaks ----

    def _behind(self, sentence: Sentence, each: _Report, limit: int) -> Mention | None:
        """Whoever is named behind reporting words; nobody where they go on with "about"."""
        base, place = sentence.start, each.end
        blank = re.compile(r"\s*").match(sentence.mask, place)
        place = place if blank is None else blank.end()
        if self._lexicon["subject_never"].match(sentence.mask, place) and not self._lexicon["adjuncts"].match(sentence.mask, place):
            return None
        if sentence.mask[place : place + 1] == ",":  # a clause between reporting words and whoever speaks
            comma = sentence.mask.find(",", place + 1, limit)
            if comma == -1:
                return None
            place = comma + 1
        citing = self._lexicon["citing"].search(sentence.mask, place, limit)
        if citing is not None:
            cited = phrase_in(self._text, base + citing.end(), base + limit, self._lexicon)
            if cited is not None and cited.kind != "agency":
                return cited
        found = self._as_agency(phrase_in(self._text, base + place, base + limit, self._lexicon))
        relative = self._lexicon["relatives"].search(sentence.mask, place, limit)
        if found is None and relative is not None:  # "it says in a paper which S has sent out"
            return phrase_in(self._text, base + relative.end(), base + limit, self._lexicon)
        return found or self._unnamed_behind(sentence, each, place, limit)

    def _unnamed_behind(self, sentence: Sentence, each: _Report, place: int, limit: int) -> Mention | None:
        """Several who are not named: "say the fishermen"."""
        mask = sentence.mask
        sign = _SIGN.search(mask, place, limit)
        words = mask[place : limit if sign is None else sign.start()].rstrip(" .")
        last = words.split()[-1:] or [""]
        if (
            self._lexicon["plural_ends"].fullmatch(mask[each.start : each.end].split()[-1].removesuffix("ся")) is None
            or len(words.split()) > _LEAST
        ):
            return None
        if not words.islower() or self._bare(words) != words or self._lexicon["not_name_ends"].fullmatch(last[0]) is None:
            return None
        span = sentence.start + place, sentence.start + place + len(words)
        return Mention("unnamed", None, span, None, *span)

    def _as_agency(self, speaker: Mention | None) -> Mention | None:
        """One word of another script is the name of an agency or a paper, listed or not."""
        if speaker is None or speaker.kind != "named" or speaker.name is None or speaker.office is not None:
            return speaker
        name = self._text[slice(*speaker.name)]
        return speaker._replace(kind="agency") if name.isascii() and len(name.split()) == 1 else speaker

    def _named_before(self, sentence: Sentence, each: _Report, done: int) -> Mention | None:
        """Whoever is named in the clause before reporting words, or in the nearest one before it that names somebody."""
        base, mask = sentence.start, sentence.mask
        citing = self._lexicon["citing"].search(mask, each.clause, each.start)
        if citing is None and each.clause > done and not mask[each.clause : each.start].strip():
            citing = self._lexicon["citing"].search(
                mask, max(done, mask.rfind(",", 0, each.clause - 1)), each.clause
            )  # "X, citing S, writes"
        if citing is not None:
            return phrase_in(self._text, base + citing.end(), base + each.start, self._lexicon)
        signs = [done, *(match.end() for match in _SIGN.finditer(mask, done, each.clause) if match.group() == ",")]
        found = phrase_in(self._text, base + each.clause, base + each.start, self._lexicon)
        if found is None and each.clause > 0 and self._lexicon["conjunctions"].match(mask[each.clause : each.start].strip()):
            return None
        for start in reversed(signs):
            words = mask[start : each.clause].split(maxsplit=1)
            if start >= each.clause or (words and start > done and self._is_beside(words[0])):
                continue
            wider = phrase_in(self._text, base + start, base + each.start, self._lexicon)
            if wider is None:
                continue
            if found is None and wider.kind != "agency":
                found = wider
                if wider.kind == "named" and wider.office is not None:
                    break
            elif found is not None and (self._is_more(found, wider) or self._names(found, wider)):
                found = wider
        return found or self._located_before(sentence, each) or self._unnamed_before(sentence, each, done)

    def _of_paper(self, sentence: Sentence, each: _Report) -> Mention | None:
        """Whose paper it is in which something is said: whoever a sentence begins with that sends it out, or who is named behind."""
        relative = self._lexicon["relatives"].search(sentence.mask, 0, each.start)
        start, base = (0 if relative is None else relative.start()), sentence.start
        before = phrase_in(self._text, base, base + (start or each.start), self._lexicon)
        that = self._forward_that(sentence.mask, each, len(sentence.mask))
        behind = None if that is None else phrase_in(self._text, base + each.end, base + that, self._lexicon)
        return before or behind or Mention("document", None, None, None, base + each.start, base + each.end)

    def _located_before(self, sentence: Sentence, each: _Report) -> Mention | None:
        """A place in which several are said to speak: "in Kyiv they say"."""
        if self._lexicon["plural_ends"].fullmatch(sentence.mask[each.start : each.end].split()[-1]) is None:
            return None
        words = re.compile(r"\s*(\w+)\s+").match(sentence.mask, each.clause, each.start)
        if words is None or self._lexicon["functions"].fullmatch(words.group(1)) is None:
            return None
        place = self._lexicon.places.match(sentence.mask, words.end(), each.start)
        if place is None:
            return None
        span = sentence.start + place.start(), sentence.start + place.end()
        return Mention("collective", span, None, self._lexicon.code_of(place.group()), *span)

    def _is_aside(self, word: str) -> bool:
        """Whether a clause that begins with a word only says how, where or on what occasion: with a preposition, or "commenting on"."""
        return self._lexicon["functions"].fullmatch(word) is not None or self._lexicon["gerunds"].fullmatch(word) is not None

    def _is_beside(self, word: str) -> bool:
        """Whether a clause that begins with a word does not name who speaks: an aside, or a relative clause."""
        return self._is_aside(word) or self._lexicon["relatives"].fullmatch(word) is not None

    def _unnamed_before(self, sentence: Sentence, each: _Report, done: int) -> Mention | None:
        """The first words of a sentence, where they are neither adjuncts nor names: "passengers"."""
        words = sentence.mask[each.clause : each.start].strip()
        if each.clause > 0 or done > 0 or not words[:1].isupper() or self._lexicon["not_names"].match(words) or not self._bare(words):
            return None
        adjunct = self._lexicon["adjuncts"].search(words)
        start = sentence.start + sentence.mask.index(words)
        end = start + len(words[: adjunct.start()].rstrip() if adjunct is not None else words)
        return Mention("unnamed", None, (start, end), None, start, end) if end > start else None

    @staticmethod
    def _is_more(found: Mention, wider: Mention) -> bool:
        """Whether the wider one has more of the same: "Egypt, Sudan and Ethiopia"."""
        return wider.end == found.end and wider.start < found.start

    @staticmethod
    def _names(found: Mention, wider: Mention) -> bool:
        """Whether the wider one has a name for an office: "Ivan Petrov, minister of ..."."""
        return found.kind == "office" and wider.kind == "named" and wider.end >= found.end

    # ---- what was said ----

    def _one_report(self, sentence: Sentence, each: _Report, done: int, limit: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
        if each.cue.type in {"according", "as"}:
            return self._by_source(sentence, each, done, limit)
        that = self._forward_that(sentence.mask, each, limit)
        if each.cue.type == "relay":
            return self._relayed(sentence, each, done, limit, that)
        if each.clause > max(0, done) and self._begins(sentence.mask, each) and not self._follows_name(sentence, each):
            made = self._reported_behind(sentence, each, done, limit, that)
            if made is not None:
                return made
        return (None, []) if each.cue.type == "behind" else self._what_follows(sentence, each, done, limit, that)

    def _follows_name(self, sentence: Sentence, each: _Report) -> bool:
        """Whether the marks right before reporting words, with no comma, are those of a name: 'S told "X" that'."""
        before = sentence.mask[: each.start].rstrip()
        inside = self._text[sentence.start : sentence.start + len(before) - 1]
        return before[-1:] in CLOSING and before != "" and each.cue.type == "verb" and inside[-1:] not in "?!…."

    def _reported_behind(
        self, sentence: Sentence, each: _Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]] | None:
        """What stands before reporting words that begin a clause; None where it is what follows that they report."""
        if that is not None:
            is_around = each.cue.type == "verb" and sentence.mask[that - 1] == ":"
            around = self._around(sentence, each, done, that, limit) if is_around else None
            return None if around is None else (around, [])
        if each.cue.type == "adding":
            return None
        behind = self._behind(sentence, each, limit)
        if behind is None and (each.cue.type == "behind" or not self._ends_with_quotation(sentence.mask, each.clause)):
            return None
        return self._what_precedes(sentence, each, done, limit, behind)

    def _what_follows(
        self, sentence: Sentence, each: _Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """S said that X."""
        mask = sentence.mask
        start = that if that is not None else self._forward_open(mask, each, limit)
        if start is None:
            return None, []
        if "plain" in each.cue.takes and that is None:
            moved = self._start_of_rumour(mask, start, limit)
            if each.cue.kind == "denial" and moved != start and len(mask[each.end : limit].strip(_SIGNS + ".").split()) < _LEAST:
                return self._object_first(sentence, each, moved)
            start = moved
        stop = mask.find(";", start, limit) if "plain" in each.cue.takes else -1
        if "plain" in each.cue.takes and that is None and stop == -1:
            stop = self._told_elsewhere(mask, start, limit)
        part = self._trimmed(mask, start, limit if stop == -1 else stop)
        if part is None:
            return None, []
        speaker = None
        if each.cue.type == "verb":
            between = phrase_in(self._text, sentence.start + each.end, sentence.start + start, self._lexicon) if that is not None else None
            speaker = self._of_paper(sentence, each) if each.cue.impersonal else self._named_before(sentence, each, done)
            if speaker is None or (speaker.kind == "pronoun" and between is not None and between.kind == "named"):
                speaker = between if between is not None and between.kind != "agency" else speaker
        first = each.clause if mask[each.clause : each.start].strip() else min(done, each.clause)
        agencies = [
            *self._agencies(sentence.start + first, sentence.start + each.start),
            *self._agencies(sentence.start + each.end, sentence.start + start),
        ]
        if speaker is None and each.cue.kind == "agreement" and self._lexicon["subject_never"].match(mask, each.clause):
            return None, []  # "on X it was agreed": not by whom
        if speaker is not None and speaker.kind == "agency":
            return None, agencies
        if speaker is not None and speaker.kind == "unnamed" and self._lexicon["inanimate"].match(self._text, speaker.start):
            return None, []
        return self._built(sentence, each, [part], speaker, agencies), []

    def _object_first(self, sentence: Sentence, each: _Report, start: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """Reports of X S denied: the object ends where whoever denies it is named."""
        base, mask = sentence.start, sentence.mask
        about = self._lexicon["rumours"].match(mask, start)
        speaker, end = None, each.start
        for word in re.finditer(r"\S+", mask[: each.start]):
            if about is None or word.start() < about.end():
                continue
            found = phrase_in(self._text, base + word.start(), base + each.start, self._lexicon)
            if found is not None and found.start == base + word.start() and found.kind in {"named", "office", "pronoun", "unnamed"}:
                speaker, end = found, word.start()
                break
            if (
                found is not None
                and found.kind == "collective"
                and found.start == base + word.start()
                and self._ends_at(found, base + each.start)
            ):
                speaker, end = found, word.start()
                break
        him = None if about is None else self._lexicon["of_him"].search(mask, about.end(), end)  # "his namesake, S"
        if him is not None and len(mask[him.end() : end].split()) <= _LEAST:
            end = him.start()
        comma = mask.find(",", start, end)
        if comma != -1 and speaker is None:
            end = comma
        part = self._trimmed(mask, start, end)
        return (None, []) if part is None else (self._built(sentence, each, [part], speaker, self._agencies(base, base + each.start)), [])

    def _ends_at(self, mention: Mention, place: int) -> bool:
        """Whether nothing but signs and adjuncts stands between a mention and a place."""
        return not self._bare(self._text[mention.end : place])

    def _told_elsewhere(self, mask: str, start: int, limit: int) -> int:
        """Where a clause begins that says who reported it before: "..., of which the paper X wrote"; -1 where there is none."""
        for relative in self._lexicon["relatives"].finditer(mask, start, limit):
            comma = mask.rfind(",", start, relative.start())
            if (
                comma != -1
                and len(mask[comma : relative.start()].split()) <= _LEAST
                and self._lexicon["media"].search(mask, relative.end(), limit)
            ):
                return comma
        return -1

    def _around(self, sentence: Sentence, each: _Report, done: int, colon: int, limit: int) -> Attributed | None:
        """X, said S: "Y"."""
        base, mask = sentence.start, sentence.mask
        speaker = phrase_in(self._text, base + each.end, base + colon, self._lexicon)
        first, rest = self._trimmed(mask, done, each.clause), self._trimmed(mask, colon, limit)
        if speaker is None or speaker.kind == "agency" or first is None or rest is None or mask[rest[0]] not in OPENING:
            return None
        if self._is_aside(mask[first[0] : first[1]].split()[0]) or self._lexicon["relatives"].match(mask, first[0]):
            return None
        made = self._built(sentence, each, [(first[0], rest[1])], speaker, self._agencies(base + each.end, base + colon))
        made.within = base + each.start, base + colon
        return made

    def _relayed(
        self, sentence: Sentence, each: _Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """An agency gives the words of S: "X"; "X", an agency quotes S."""
        base, mask = sentence.start, sentence.mask
        part = self._trimmed(mask, that, limit) if that is not None else self._trimmed(mask, done, each.clause)
        end = that if that is not None else limit
        if part is None or (that is None and not self._ends_with_quotation(mask, each.clause)):
            return None, []
        speaker = self._as_agency(phrase_in(self._text, base + each.end, base + end, self._lexicon))
        him = self._him(each.start, each.end, mask)
        if him is not None:
            speaker = Mention("pronoun", None, None, None, base + him.start(), base + him.end())
        elif speaker is not None and speaker.kind == "collective" and (medium := self._lexicon["media"].match(self._text, speaker.start)):
            speaker = phrase_in(self._text, medium.end(), base + end, self._lexicon)  # "the agency quotes the official"
        if speaker is None or speaker.kind == "agency":
            return None, []
        agencies = [*self._agencies(base + each.clause, base + each.start), *self._agencies(base + each.end, base + end)]
        return self._built(sentence, each, [part], speaker, agencies), []

    def _him(self, start: int, end: int, words: str) -> re.Match[str] | None:
        """The "his" of "quotes his words", among reporting words or right behind them."""
        return self._lexicon["of_him"].search(words, start, end) or self._lexicon["of_him"].match(
            words, end + len(words[end:]) - len(words[end:].lstrip())
        )

    def _begins(self, mask: str, each: _Report) -> bool:
        """Whether reporting words begin their clause, but for adjuncts; behind a quotation, but for some words on how it was said."""
        if self._lexicon["conjunctions"].match(mask[each.clause : each.start].strip()) is not None:
            return False
        before = self._bare(mask[each.clause : each.start])
        if not before or not self._ends_with_quotation(mask, each.clause):
            return not before
        return before.islower() and len(before.split()) <= _MANNER_MOST and phrase_in(before, 0, len(before), self._lexicon) is None

    def _bare(self, words: str) -> str:
        """What is left of words before reporting words without conjunctions and adjuncts."""
        left = self._lexicon["adjuncts"].sub("", words)
        left = self._lexicon["conjunctions"].sub("", left)
        return left.strip(_SIGNS)

    def _what_precedes(
        self, sentence: Sentence, each: _Report, done: int, limit: int, behind: Mention | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """X, said S; with what goes on behind S, if X is only the beginning of a clause or of a quotation."""
        mask, base = sentence.mask, sentence.start
        agencies = self._agencies(base + each.end, base + limit)
        if behind is not None and behind.kind == "agency":
            return None, agencies or [behind.name or (behind.start, behind.end)]
        part = self._trimmed(mask, done, each.clause)
        if part is None and len(mask[done : each.clause].split()) != 1:
            return None, []
        if part is not None and self._lexicon["asks"].match(mask, part[0]):  # "why X, said S": not what he said
            return None, []
        if part is None:
            part = done, len(mask[: each.clause].rstrip(_SIGNS))
        after = each.end if behind is None else max(each.end, behind.end - base)
        rest = self._rest_of_clause(mask, part, after, limit)
        if rest is not None:
            made = self._built(sentence, each, [(part[0], rest)], behind, agencies)
            made.within = base + each.start, base + mask.find(",", after)
            return made, []
        if behind is not None and behind.kind == "sides":
            both = phrase_in(self._text, base + part[0], base + part[1], self._lexicon)
            if both is not None and both.kind == "collective" and both.side is not None and "+" in both.side:
                behind = both
        parts = [part]
        quotation = self._rest_of_quotation_behind(mask, after, limit)
        if quotation is not None and self._ends_with_quotation(mask, each.clause):
            parts.append(quotation)
        return self._built(sentence, each, parts, behind, agencies), []

    def _rest_of_clause(self, mask: str, part: tuple[int, int], after: int, limit: int) -> int | None:
        """Where a clause ends that reporting words part: what stands before them is no clause, and behind a comma it goes on."""
        if len(mask[part[0] : part[1]].split()) > _PARENTHESIS_MOST or HIDDEN in mask[part[0] : part[1]]:
            return None
        comma = mask.find(",", after, limit)
        if comma == -1:
            return None
        rest = self._trimmed(mask, comma + 1, limit)
        if rest is None or self._lexicon["conjunctions"].match(mask, rest[0]):
            return None
        return rest[1]

    def _rest_of_quotation_behind(self, mask: str, after: int, limit: int) -> tuple[int, int] | None:
        opening = self._opening(mask, after, limit)
        if opening is None or mask[after:opening].strip(_SIGNS + "."):
            return None
        return self._trimmed(mask, opening, limit)

    @staticmethod
    def _opening(mask: str, start: int, limit: int) -> int | None:
        """Where speech begins between marks; a name between marks is none."""
        found = re.compile(f"[{re.escape(OPENING)}](?={HIDDEN})").search(mask, start, limit)
        return None if found is None else found.start()

    @staticmethod
    def _ends_with_quotation(mask: str, end: int) -> bool:
        before = mask[:end].rstrip(_SIGNS)
        return bool(before) and before[-1] in CLOSING

    def _forward_that(self, mask: str, each: _Report, limit: int) -> int | None:
        """Where what follows "that" begins, or what follows a colon; whichever is first and near."""
        if "that" not in each.cue.takes and "quote" not in each.cue.takes:
            return None
        that = self._that.search(mask, each.end, limit) if "that" in each.cue.takes else None
        colon = mask.find(":", each.end, limit) if "quote" in each.cue.takes else -1
        if that is not None and colon != -1 and colon < that.start():
            that = None
        if that is not None:
            return that.end() if self._near(mask, each.end, that.start()) and self._one_clause(mask, each.end, that.start()) else None
        if colon != -1 and self._near(mask, each.end, colon) and mask[colon + 1 :].strip() and self._one_clause(mask, each.end, colon):
            return colon + 1
        return None

    def _one_clause(self, mask: str, start: int, end: int) -> bool:
        """Whether no other reporting words stand between."""
        return self._lexicon.cues.search(mask, start, end) is None

    def _forward_open(self, mask: str, each: _Report, limit: int) -> int | None:
        """Where what follows begins without "that": between marks, or for words that allow it at once."""
        if {"bare", "plain"} & set(each.cue.takes):
            start = self._past_adjuncts(mask, each.end, limit)
            stop = mask.find(";", start, limit)
            words = mask[start : limit if stop == -1 else stop]
            enough = len(words.split()) > 1 or words.count(HIDDEN) > _LEAST_HIDDEN or self._start_of_rumour(mask, start, limit) != start
            return start if enough and self._lexicon["not_objects"].match(mask, start) is None else None
        if "noun" in each.cue.takes:
            start = self._past_adjuncts(mask, each.end, limit)
            if self._lexicon["objects"].match(mask, start) is not None:
                return start
        if "quote" not in each.cue.takes:
            return None
        opening = self._opening(mask, each.end, limit)
        if opening is None or not self._near(mask, each.end, opening) or not self._one_clause(mask, each.end, opening):
            return None
        return None if re.search(r"[,;:]", mask[each.end : opening]) else self._past_adjuncts(mask, each.end, limit)

    def _start_of_rumour(self, mask: str, start: int, limit: int) -> int:
        """Where a statement begins whose object stands first: "reports of X he called a lie"."""
        first = self._lexicon["rumours"].match(mask)
        return 0 if first is not None and first.end() < start and len(mask[start:limit].split()) <= 3 else start

    def _by_source(self, sentence: Sentence, each: _Report, done: int, limit: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """According to S, X; X, according to S; X, according to S, X."""
        mask, base = sentence.mask, sentence.start
        relative = self._lexicon["relatives"].match(mask, each.end + 1)
        if relative is not None:
            return self._by_relative(sentence, each, relative.end(), limit), []
        start = self._past_aside(mask, each.end, limit)
        comma = mask.find(",", start, limit)
        while comma != -1 and self._lexicon["familiar"].match(mask, comma + 2) is not None:
            comma = mask.find(",", comma + 1, limit)
        citing = self._lexicon["citing"].search(mask, start, limit if comma == -1 else comma)
        named = start if citing is None else citing.end()
        source = phrase_in(self._text, base + named, base + (limit if comma == -1 else comma), self._lexicon)
        if not mask[start : limit if comma == -1 else comma].strip():
            source = self._subject_of(sentence, done, each.start)  # "according to him": whoever is spoken of, or spoke last
        elif source is None:
            return None, []
        agencies = self._agencies(base + each.end, base + (limit if comma == -1 else comma))
        if citing is not None and not agencies and (paper := _MARKED.fullmatch(self._text, base + start, base + citing.start())):
            agencies = [paper.span("name")]
        if source is not None and source.kind == "agency":
            return None, agencies
        after = each.end if source is None else source.end - base
        end = self._sign(mask, after, limit)
        colon = max(mask.rfind(sign, done, each.start) for sign in ":;")
        done = max(done, colon + 1)
        before = self._bare(mask[done : each.start])
        rest = self._trimmed_word(mask, self._past_that(mask, end, limit), limit)
        if rest is not None and not before:
            part: tuple[int, int] | None = rest
        elif rest is not None and self._trimmed_word(mask, done, each.start) is not None:
            first = self._trimmed_word(mask, done, each.start)
            part = None if first is None else (first[0], rest[1])
        else:
            part = self._trimmed(mask, done, each.start)
        return (None, []) if part is None else (self._built(sentence, each, [part], source, agencies), [])

    def _past_aside(self, mask: str, place: int, limit: int) -> int:
        """Behind a clause of its own between reporting words and a source: "as S said, opening the session, ..."."""
        aside = re.compile(r"\s*,\s*(?P<word>\w+)[^,;:]*,").match(mask, place, limit)
        return place if aside is None or not self._is_aside(aside["word"]) else aside.end()

    def _by_relative(self, sentence: Sentence, each: _Report, start: int, limit: int) -> Attributed | None:
        """S, according to whom X, ..."""
        comma = sentence.mask.find(",", start, limit)
        part = self._trimmed(sentence.mask, start, limit if comma == -1 else comma)
        sign = max((match.end() for match in _SIGN.finditer(sentence.mask, 0, max(0, each.clause - 1))), default=0)
        speaker = phrase_in(self._text, sentence.start + sign, sentence.start + each.clause, self._lexicon)
        return None if part is None or speaker is None else self._built(sentence, each, [part], speaker, [])

    def _subject_of(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """A person with an office whom a sentence begins with."""
        found = phrase_in(self._text, sentence.start + start, sentence.start + end, self._lexicon)
        return found if found is not None and found.kind == "named" and found.office is not None else None

    def _trimmed_word(self, mask: str, start: int, end: int) -> tuple[int, int] | None:
        """As `_trimmed`, of one word too."""
        part = self._trimmed(mask, start, end)
        if part is not None:
            return part
        words = re.compile(r"\w[\w-]*").search(mask, start, end)
        return None if words is None else words.span()

    @staticmethod
    def _sign(mask: str, start: int, limit: int) -> int:
        """The comma or dash behind a source."""
        found = re.compile(r",|\s[—–-]\s").search(mask, start, limit)
        return limit if found is None else found.start()

    def _about_this(self, sentence: Sentence, reports: list[_Report], before: Sentence) -> list[Attributed] | None:
        """What the sentence before says, of "Об этом сообщил S"; None where a sentence does not begin so."""
        mask = sentence.mask
        if not self._lexicon["about_this"].match(mask):
            return None
        each = reports[0]
        limit = next((other.clause for other in reports[1:]), len(mask))
        base = sentence.start
        speaker = self._behind(sentence, each, limit) or phrase_in(self._text, base, base + each.start, self._lexicon)
        agencies = self._agencies(base, base + len(mask))
        if speaker is None or speaker.kind == "agency":
            return []
        part = self._trimmed(before.mask, 0, len(before.mask))
        if part is None:
            return []
        placed = before.start + part[0], before.start + part[1]
        at = base + each.start, base + each.end
        return [Attributed([placed], each.cue, at, self._of_gender(self._hinted(speaker), *at), agencies, sentence)]

    # ---- helpers ----

    @staticmethod
    def _near(mask: str, start: int, end: int) -> bool:
        """Whether what stands between reporting words and a "that" can be a speaker and adjuncts, not a clause."""
        hidden = mask.count(HIDDEN, start, end)
        return len(mask[start:end].split()) <= _NEAR and (
            hidden == 0 or (hidden <= _NAME_MOST and mask[start:end].count(HIDDEN * hidden) == 1)
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

    def _past_that(self, mask: str, start: int, limit: int) -> int:
        place = self._past_adjuncts(mask, start, limit)
        that = self._that.match(mask, place, limit)
        return place if that is None else that.end()

    def _trimmed(self, mask: str, start: int, end: int) -> tuple[int, int] | None:
        """A part without signs, conjunctions and "that" around it; None where too little is left."""
        place = start
        while True:
            while place < end and mask[place] in _SIGNS:
                place += 1
            that = self._that.match(mask, place, end)
            if that is None:
                break
            place = that.end()
        while end > place and mask[end - 1] in _SIGNS + "!?…":
            end -= 1
        tail = self._tail(mask, place, end)
        if len(mask[place:tail].split()) < _LEAST and HIDDEN not in mask[place:tail]:
            return None
        return place, tail

    def _tail(self, mask: str, start: int, end: int) -> int:
        """Without a conjunction at the end, which belongs to what comes next."""
        words = mask[start:end].rsplit(None, 1)
        if len(words) == 2 and self._lexicon["conjunctions"].fullmatch(words[1]):
            return start + len(words[0])
        return end

    def _agencies(self, start: int, end: int) -> list[tuple[int, int]]:
        found = [match.span() for match in self._lexicon.agencies.finditer(self._text, start, end)]
        for word in self._lexicon["media"].finditer(self._text, start, end):  # one that no list has: "the newspaper X"
            name = _MEDIUM.match(self._text, word.end(), end)
            if name is not None and not any(first < name.end("name") and name.start("name") < last for first, last in found):
                found.append(name.span("name"))
        return sorted(found)

    def _built(
        self, sentence: Sentence, each: _Report, parts: list[tuple[int, int]], speaker: Mention | None, via: list[tuple[int, int]]
    ) -> Attributed:
        at = sentence.start + each.start, sentence.start + each.end
        placed = [(sentence.start + start, sentence.start + end) for start, end in parts]
        precedes = parts[0][1] <= each.start
        background = any(
            not precedes or not each.start <= match.start() < each.end  # "X, promised S" is no other time
            for start, end in pairwise([0, *(place for part in sorted(parts) for place in part), len(sentence.mask)])
            if (start, end) not in parts
            for match in self._lexicon["background"].finditer(sentence.mask, start, end)
        )
        within = at if placed[0][0] < at[0] < placed[0][1] else None
        if within is not None and speaker is not None:
            within = min(at[0], speaker.start), max(at[1], speaker.end)
        return Attributed(placed, each.cue, at, self._of_gender(self._hinted(speaker), *at), via, sentence, background, within)

    def _of_gender(self, speaker: Mention | None, start: int, end: int) -> Mention | None:
        """A speaker with the gender that the reporting words or the pronoun show."""
        if speaker is None:
            return None
        words = self._text[start:end].split()
        words += self._text[speaker.start : speaker.end].split() if speaker.kind == "pronoun" else []
        for name, gender in (("feminine", "f"), ("masculine", "m")):
            if any(self._lexicon[name].fullmatch(word) for word in words):
                return speaker._replace(gender=gender)
        return speaker

    def _hinted(self, speaker: Mention | None) -> Mention | None:
        """A speaker whose office names no state, with that of which it can be."""
        if speaker is None or speaker.side is not None:
            return speaker
        if speaker.kind == "collective" and speaker.name is not None:
            body = self._text[slice(*speaker.name)]
            hint = self._owners.of_country(body, speaker.start)
            if hint is None and self._lexicon["of_states"].match(body) is not None:
                hint = self._owners.of(body, speaker.start)
                if hint is not None:
                    self._owners.enter(body, speaker.start, hint)
            return speaker._replace(hint=hint)
        if speaker.office is None:
            return speaker
        office = self._text[slice(*speaker.office)]
        hint = self._owners.of_clause(speaker.start) or self._owners.of_country(office, speaker.start)
        hint = hint or self._owners.of_side(speaker.start) or self._owners.of(office, speaker.start)
        return speaker._replace(hint=hint)
