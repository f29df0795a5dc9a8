"""Which words somebody is said to have said, in a language of free word order such as Russian: before reporting words or behind them.

    S заявил, что X.    X, заявил S.    «X», - сказал S. - «Y».    По словам S, X.    X, утверждает S, X.    Об этом сообщил S.

Rules:

1. Reporting words in the midst of speech make it one statement, from its first word to its last.
2. Reporting words that begin a clause, with whoever speaks behind them, report what stands before; all other reporting words before them
   are part of that. What is only the way on which it came ("ТАСС сообщает") reports nothing itself.
3. Otherwise what was said follows: behind "that", behind a colon, between marks, or where the words allow it at once.
4. Reporting words in a relative clause report nothing.
5. "Об этом сообщил S" gives the sentence before to S.
6. Where nothing reports, speech can be told by how it is written (`free_speech`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from detente.press.attribution import Attributed
from detente.press.cutting import LEAST, NAME_MOST, PARENTHESIS_MOST, SIGN, SIGNS, Cutter, Report
from detente.press.free_speech import Speech
from detente.press.lexicon import Lexicon
from detente.press.open_reports import OpenReports
from detente.press.phrases import Mention, phrase_in
from detente.press.reporters import Reporters
from detente.press.sentences import HIDDEN, OPENING, Sentence
from detente.press.tokens import without_brackets
from detente.press.ways import Ways


class FreeOrder:
    """Finds what is attributed, sentence by sentence."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._cut = Cutter(lexicon)
        self._who = Reporters(text, lexicon, self._cut)
        self._open = OpenReports(text, lexicon, self._cut, self._who)
        self._speech = Speech(text, lexicon, self._cut, self._who)
        self._ways = Ways(text, lexicon, self._who)
        self._previous: Sentence | None = None
        self._has_told = False
        """Whether somebody was said to have said something in the sentence before."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        if "(" in sentence.mask:
            sentence = sentence._replace(mask=without_brackets(sentence.mask, self._lexicon))
        found = self._of(sentence)
        self._ways.tell(sentence, found)
        self._has_told = bool(found)
        return found

    def _of(self, sentence: Sentence) -> list[Attributed]:
        before, self._previous = self._previous, sentence
        if self._lexicon["no_statement"].search(sentence.mask):
            return []
        if sentence.quoted and sentence.quoted[0].spoken and not sentence.quoted[0].inserted:
            return self._speech.turn(sentence)
        spoken = [made for each in sentence.quoted if each.inserted for made in self._speech.inserted(sentence, each)]
        reports = self._reports(sentence) or self._open.of(sentence)
        if not reports:
            return spoken or self._speech.behind_colon(sentence) or self._speech.alone(sentence)
        if before is None or not sentence.opens_paragraph or self._text[: before.end].rstrip()[-1:] == ".":
            about = self._about_this(sentence, reports, before)
            if about is not None:
                return about
        found = self._reported(sentence, reports, spoken)
        outer = [] if found else [each for each in self._open.of(sentence) if each.start < reports[0].start]
        return found or self._reported(sentence, outer, []) or self._speech.behind_colon(sentence)

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named in a sentence in which nobody speaks."""
        return self._who.named_in(sentence)

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._speech.reporting_at(place) is not None

    def leads(self, start: int, end: int) -> Mention | None:
        """Whoever speaks in the next paragraph, as one that ends with a colon says."""
        return self._speech.leads(start, end)

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places of the mask."""
        found = phrase_in(self._text, sentence.start + start, sentence.start + end, self._lexicon)
        return self._who.hinted(found) if found is not None and found.kind in {"named", "office", "pronoun", "unnamed", "sides"} else None

    # ---- reporting words ----

    def _reports(self, sentence: Sentence) -> list[Report]:
        """The reporting words of a sentence, but for those in relative clauses."""
        mask = sentence.mask
        signs = self._cut.signs(mask)
        matches = [*self._lexicon.cues.finditer(mask), *self._speech.reports_behind(sentence)]
        found: list[Report] = []
        for match in sorted(matches, key=lambda each: each.start()):
            if found and match.start() < found[-1].end:
                continue
            clause = max((place for place in signs if place <= match.start()), default=0)
            cue = self._lexicon.cue_of(match.group())
            if cue.type == "verb" and "plain" in cue.takes and not mask[clause : match.start()].strip():
                clause = self._cut.before_participle(mask, clause, signs)
            if self._cut.is_negated(mask, match.start()):
                continue
            if found and cue.type == "as" and not mask[found[-1].end : match.start()].strip(SIGNS):
                continue  # "said, as the paper writes, S": only the way
            own = cue.impersonal or self._lexicon["relatives"].search(mask, clause, match.start()) is None
            if cue.type == "verb" and self._cut.is_time(mask, clause):
                continue  # "after S condemned Y"
            if own or self._who.agree_in(mask, cue, clause, match.start()):
                found.append(Report(cue, match.start(), match.end(), clause))
        return found

    def _reported(self, sentence: Sentence, reports: list[Report], spoken: list[Attributed]) -> list[Attributed]:
        """What the reporting words of a sentence report, in order, behind speech with reporting words in it."""
        result = [*spoken]
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
                via += self._ways.of_report(sentence, reports[number])
                done, number = len(sentence.mask), number + 1
            while made is not None and number < len(reports) and reports[number].start < done:
                number += 1
        for each_made in result:
            each_made.via = list(dict.fromkeys([*each_made.via, *via]))
        return result

    def _last_of_what_precedes(self, sentence: Sentence, reports: list[Report], number: int) -> int:
        """Reporting words at the end of a clause that somebody else reports are part of it."""
        for later in range(len(reports) - 1, number, -1):
            if reports[later].cue.type in {"verb", "as", "according"} and self._is_behind(sentence, reports[later], len(sentence.mask)):
                if self._cut.is_between(sentence.mask, reports[number], reports[later]):
                    continue  # "S noted that, according to T, X"
                between = sentence.mask[reports[number].start : reports[later].start]
                if reports[number].cue.type == "verb" and self._is_behind(sentence, reports[number], reports[later].clause):
                    continue
                if self._who.is_aside_of(sentence, reports[number], reports[later]):
                    continue
                if self._is_passed_on(sentence, reports[number], reports[later]):
                    continue
                if (
                    HIDDEN in between
                    and any(sign in between for sign in OPENING)
                    and self._cut.forward_that(sentence.mask, reports[number], len(sentence.mask))
                ):
                    continue
                return later
        return number

    def _is_passed_on(self, sentence: Sentence, each: Report, later: Report) -> bool:
        """Whether what sides agreed is only passed on: by an agency that cites somebody, or by what they published."""
        if each.cue.kind != "agreement" or self._who.named_before(sentence, each, 0) is None:
            return False
        return later.cue.impersonal or self._who.is_way(sentence, later)

    def _is_behind(self, sentence: Sentence, each: Report, limit: int) -> bool:
        """Whether reporting words begin a clause and somebody who speaks, no agency, stands behind them: what was said stands before."""
        mask = sentence.mask
        if each.clause == 0 or mask[each.clause : each.start].strip() or self._cut.forward_that(mask, each, limit):
            return False
        speaker = self._who.behind(sentence, each, limit)
        return speaker is not None and (speaker.kind != "agency" or self._lexicon["citing"].search(mask, each.end, limit) is not None)

    def _limit_of(self, sentence: Sentence, reports: list[Report], number: int) -> int:
        """How far what follows reporting words can reach: to the next that report something of their own."""
        mask, each = sentence.mask, reports[number]
        leads = each.cue.type in {"according", "as"} and not self._cut.bare(mask[: each.start])
        for other in reports[number + 1 :]:
            if self._cut.is_between(mask, each, other):
                continue
            joined = self._cut.joined(mask, each, other)
            if joined is not None:
                return joined
            before = mask[other.clause : other.start].strip()
            if not before and self._is_passed_on(sentence, each, other):
                return other.clause
            if other.cue.type == "adding":
                return other.start
            if other.cue.type in {"as", "according"}:
                colon = max(mask.rfind(sign, each.end, other.clause) for sign in ":;")
                if colon != -1 and not before and len(mask[colon + 1 : other.clause].split()) <= PARENTHESIS_MOST:
                    return colon + 1  # "S said that X: they, in his words, Y"
                return other.clause if not before else other.start
            if self._who.is_aside_of(sentence, each, other):
                colon = max(mask.rfind(sign, each.end, other.clause) for sign in ":;")
                if colon != -1:
                    return colon + 1
                continue
            if self._lexicon["that"].match(mask, other.clause + len(mask[other.clause :]) - len(mask[other.clause :].lstrip())):
                continue  # "S said that T rejected X"
            forward = self._cut.forward_that(mask, other, len(mask)) is not None or (
                bool({"bare", "plain"} & set(other.cue.takes)) and other.cue.type == "verb"
            )
            if leads and self._lexicon["conjunctions"].match(before) is None:
                continue
            agency = self._who.as_agency(phrase_in(self._text, sentence.start + other.end, sentence.start + len(mask), self._lexicon))
            if not before and agency is not None and agency.kind == "agency":
                return other.clause
            conjunction = self._lexicon["conjunctions"].match(before)
            own = conjunction is not None or phrase_in(mask, other.clause, other.start, self._lexicon) is not None
            if forward and (conjunction is not None or (own and other.clause > each.end)) and not self._cut.goes_on(mask, each, other):
                return other.clause
        return len(mask)

    # ---- what was said ----

    def _one_report(self, sentence: Sentence, each: Report, done: int, limit: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
        if each.cue.type in {"according", "as"}:
            return self._by_source(sentence, each, done, limit)
        that = self._cut.forward_that(sentence.mask, each, limit)
        if each.cue.type == "relay":
            return self._relayed(sentence, each, done, limit, that)
        if each.clause > max(0, done) and self._cut.begins(sentence.mask, each) and not self._who.follows_name(sentence, each):
            made = self._reported_behind(sentence, each, done, limit, that)
            if made is not None:
                return made
        return (None, []) if each.cue.type == "behind" else self._what_follows(sentence, each, done, limit, that)

    def _reported_behind(
        self, sentence: Sentence, each: Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]] | None:
        """What stands before reporting words that begin a clause; None where it is what follows that they report."""
        if that is not None:
            is_around = each.cue.type == "verb" and sentence.mask[that - 1] == ":"
            around = self._around(sentence, each, done, that, limit) if is_around else None
            return None if around is None else (around, [])
        if each.cue.type == "adding":
            return None
        behind = self._who.behind(sentence, each, limit) or self._who.paper_behind(sentence, each, limit)
        if behind is None and (each.cue.type == "behind" or not self._cut.ends_with_quotation(sentence.mask, each.clause)):
            return None
        return self._what_precedes(sentence, each, done, limit, behind)

    def _what_follows(
        self, sentence: Sentence, each: Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """S said that X."""
        mask = sentence.mask
        start = that if that is not None else self._cut.forward_open(mask, each, limit)
        if start is None:
            return None, []
        if "plain" in each.cue.takes and that is None:
            moved = self._cut.start_of_rumour(mask, start, limit)
            if each.cue.kind == "denial" and moved != start and len(mask[each.end : limit].strip(SIGNS + ".").split()) < LEAST:
                return self._object_first(sentence, each, moved)
            start = moved
        stop = mask.find(";", start, limit) if that is None or "plain" in each.cue.takes else -1
        if "plain" in each.cue.takes and that is None and stop == -1:
            stop = self._cut.told_elsewhere(mask, start, limit)
        part = self._cut.trimmed(mask, start, limit if stop == -1 else stop)
        if part is None:
            return None, []
        speaker = None
        predicate = self._lexicon["predicates"].fullmatch(mask[each.clause : each.start].strip())
        if predicate is not None and (made := self._called(sentence, each, limit)) is not None:
            return made, []
        if each.cue.type == "verb":
            between = phrase_in(self._text, sentence.start + each.end, sentence.start + start, self._lexicon) if that is not None else None
            speaker = self._who.of_paper(sentence, each) if each.cue.impersonal else self._who.named_before(sentence, each, done)
            if each.cue.kind == "agreement":
                speaker = self._who.agreeing(sentence, each, speaker)
            citing = self._lexicon["citing"].search(mask, each.end, start) if that is not None else None
            if citing is not None:  # "the agency reports, citing S, that"
                speaker = phrase_in(self._text, sentence.start + citing.end(), sentence.start + start, self._lexicon) or speaker
            if speaker is None or (speaker.kind == "pronoun" and between is not None and between.kind == "named"):
                speaker = between if between is not None and between.kind != "agency" else speaker
        elif done == 0 and "," in mask[: each.start]:
            speaker = self._who.subject_of_first(sentence, mask.find(","))  # "S left the hall, saying that X"
        cites = self._lexicon["citing"].search(mask, each.clause, each.start) is not None  # "The paper «X», citing S, reports that"
        first = each.clause if mask[each.clause : each.start].strip() and not cites else min(done, each.clause)
        agencies = [
            *self._who.agencies(sentence.start + first, sentence.start + each.start),
            *self._who.agencies(sentence.start + each.end, sentence.start + start),
        ]
        if speaker is None and each.cue.kind == "agreement" and self._lexicon["subject_never"].match(mask, each.clause):
            return None, []  # "on X it was agreed": not by whom
        if speaker is not None and speaker.kind == "agency":
            return None, agencies
        if self._who.says_nothing(speaker, each.cue, that):
            return None, []
        return self._built(sentence, each, [part], speaker, agencies), []

    def _called(self, sentence: Sentence, each: Report, limit: int) -> Attributed | None:
        """Groundless S called reports of X: what he said is all of it, with reporting words in its midst."""
        base = sentence.start
        speaker = phrase_in(self._text, base + each.end, base + limit, self._lexicon)
        part = self._cut.trimmed(sentence.mask, each.clause, limit)
        if speaker is None or part is None or self._text[base + each.end : speaker.start].strip() or speaker.kind == "agency":
            return None
        made = self._built(sentence, each, [part], speaker, [])
        made.within = base + each.start, speaker.end
        return made

    def _object_first(self, sentence: Sentence, each: Report, start: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
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
                and self._who.ends_at(found, base + each.start)
            ):
                speaker, end = found, word.start()
                break
        him = None if about is None else self._lexicon["of_him"].search(mask, about.end(), end)  # "his namesake, S"
        if him is not None and len(mask[him.end() : end].split()) <= LEAST:
            end = him.start()
        comma = mask.find(",", start, end)
        if comma != -1 and speaker is None:
            end = comma
        last = mask[start:end].rsplit(None, 1)
        if len(last) > 1 and self._lexicon["functions"].fullmatch(last[1]):  # "accusations of theft *in* the ministry they deny"
            end = start + mask[start:end].rstrip().rfind(" ")
        part = self._cut.trimmed(mask, start, end)
        if part is None:
            return None, []
        return self._built(sentence, each, [part], speaker, self._who.agencies(base, base + each.start)), []

    def _around(self, sentence: Sentence, each: Report, done: int, colon: int, limit: int) -> Attributed | None:
        """X, said S: "Y"."""
        base, mask = sentence.start, sentence.mask
        speaker = phrase_in(self._text, base + each.end, base + colon, self._lexicon)
        first, rest = self._cut.trimmed(mask, done, each.clause), self._cut.trimmed(mask, colon, limit)
        if speaker is None or speaker.kind == "agency" or first is None or rest is None or mask[rest[0]] not in OPENING:
            return None
        if self._cut.is_aside(mask[first[0] : first[1]].split()[0]) or self._lexicon["relatives"].match(mask, first[0]):
            return None
        made = self._built(sentence, each, [(first[0], rest[1])], speaker, self._who.agencies(base + each.end, base + colon))
        made.within = base + each.start, base + colon
        return made

    def _relayed(
        self, sentence: Sentence, each: Report, done: int, limit: int, that: int | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """An agency gives the words of S: "X"; "X", an agency quotes S."""
        base, mask = sentence.start, sentence.mask
        part = self._cut.trimmed(mask, that, limit) if that is not None else self._cut.trimmed(mask, done, each.clause)
        end = that if that is not None else limit
        if part is None or (that is None and (each.clause == 0 or mask[each.clause : each.start].strip())):
            return None, []
        speaker = self._who.as_agency(phrase_in(self._text, base + each.end, base + end, self._lexicon))
        him = self._who.him(each.start, each.end, mask)
        if him is not None:
            speaker = Mention("pronoun", None, None, None, base + him.start(), base + him.end())
        elif speaker is not None and speaker.kind == "collective" and (medium := self._lexicon["media"].match(self._text, speaker.start)):
            speaker = phrase_in(self._text, medium.end(), base + end, self._lexicon)  # "the agency quotes the official"
        if speaker is None or speaker.kind == "agency":
            return None, []
        first = done if that is not None else each.clause
        agencies = [*self._who.agencies(base + first, base + each.start), *self._who.agencies(base + each.end, base + end)]
        agencies = agencies or self._who.paper_at(speaker.end, base + end)
        if not agencies and him is not None:  # "Channel X gives his words"
            giver = self._who.as_agency(phrase_in(self._text, base + each.end, base + end, self._lexicon))
            agencies = [giver.name] if giver is not None and giver.kind == "agency" and giver.name is not None else []
        return self._built(sentence, each, [part], speaker, agencies), []

    def _what_precedes(
        self, sentence: Sentence, each: Report, done: int, limit: int, behind: Mention | None
    ) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """X, said S; with what goes on behind S, if X is only the beginning of a clause or of a quotation."""
        mask, base = sentence.mask, sentence.start
        agencies = self._who.agencies(base + each.end, base + limit) or self._who.paper(sentence, each, limit)
        given = self._ways.given_by(sentence, each.end, limit)
        behind, agencies = (behind, agencies) if given is None else (given[0], agencies or given[1])
        if behind is not None and behind.kind == "agency":
            return None, agencies or [behind.name or (behind.start, behind.end)]
        part = self._cut.trimmed(mask, done, each.clause)
        if part is None and len(mask[done : each.clause].split()) != 1:
            return None, []
        if part is not None and self._lexicon["asks"].match(mask, part[0]):  # "why X, said S": not what he said
            return None, []
        if part is None:
            part = done, len(mask[: each.clause].rstrip(SIGNS))
        part = self._cut.from_quotation(self._text, sentence, part)
        after = each.end if behind is None else max(each.end, behind.end - base)
        rest = self._cut.rest_of_clause(mask, part, after, limit)
        if rest is not None:
            made = self._built(sentence, each, [(part[0], rest)], behind, agencies)
            made.within = base + each.start, base + mask.find(",", after)
            return made, []
        if behind is not None and behind.kind == "sides":
            both = phrase_in(self._text, base + part[0], base + part[1], self._lexicon)
            if both is not None and both.kind == "collective" and both.side is not None and "+" in both.side:
                behind = both
        parts = [part]
        quotation = self._cut.rest_of_quotation_behind(mask, after, limit)
        if quotation is not None and self._cut.ends_with_quotation(mask, each.clause):
            parts.append(quotation)
        return self._built(sentence, each, parts, behind, agencies), []

    def _by_source(self, sentence: Sentence, each: Report, done: int, limit: int) -> tuple[Attributed | None, list[tuple[int, int]]]:
        """According to S, X; X, according to S; X, according to S, X."""
        mask, base = sentence.mask, sentence.start
        relative = self._lexicon["relatives"].match(mask, each.end + 1)
        if relative is not None:
            return self._by_relative(sentence, each, relative.end(), limit), []
        start = self._cut.past_aside(mask, each.end, limit) if each.cue.type == "as" else each.end
        comma = mask.find(",", start, limit)
        while comma != -1 and self._lexicon["familiar"].match(mask, comma + 2) is not None:
            comma = mask.find(",", comma + 1, limit)
        citing = self._lexicon["citing"].search(mask, start, limit if comma == -1 else comma)
        named = start if citing is None else citing.end()
        source = self._who.as_agency(phrase_in(self._text, base + named, base + (limit if comma == -1 else comma), self._lexicon))
        if not mask[start : limit if comma == -1 else comma].strip():
            if (sentence.opens_paragraph or not self._has_told) and self._who.him(each.start, each.end, mask) is None:
                return None, []  # "by first data", whose ever they are
            source = self._who.subject_of(sentence, done, each.start)  # "according to him": whoever is spoken of, or spoke last
        elif source is None:
            return None, []
        agencies = self._who.agencies(base + each.end, base + (limit if comma == -1 else comma))
        agencies = agencies or self._who.paper(sentence, each, limit)
        if source is not None and source.kind == "agency":
            return None, agencies or [source.name or (source.start, source.end)]
        after = each.end if source is None else max(each.end, source.end - base)
        end = self._cut.past_relative(mask, self._cut.sign(mask, after, limit), limit)
        colon = max(mask.rfind(sign, done, each.start) for sign in ":;")
        done = max(done, colon + 1, self._cut.behind_way(mask, each.start))
        last = mask[done : each.clause].rstrip(SIGNS).rsplit(None, 1)[-1:]
        if last and self._lexicon["relatives"].fullmatch(last[0]) is not None:
            done = each.start  # "..., which, in his estimate, were"
        before = self._cut.bare(mask[done : each.start])
        rest = self._cut.trimmed_word(mask, end, limit)
        if rest is not None and not before:
            part: tuple[int, int] | None = rest
        elif rest is not None and self._cut.trimmed_word(mask, done, each.start) is not None:
            first = self._cut.trimmed_word(mask, done, each.start)
            part = None if first is None else (first[0], rest[1])
        else:
            part = self._cut.trimmed(mask, done, each.start)
        return (None, []) if part is None else (self._built(sentence, each, [part], source, agencies), [])

    def _by_relative(self, sentence: Sentence, each: Report, start: int, limit: int) -> Attributed | None:
        """S, according to whom X, ..."""
        comma = sentence.mask.find(",", start, limit)
        part = self._cut.trimmed(sentence.mask, start, limit if comma == -1 else comma)
        sign = max((match.end() for match in SIGN.finditer(sentence.mask, 0, max(0, each.clause - 1))), default=0)
        speaker = phrase_in(self._text, sentence.start + sign, sentence.start + each.clause, self._lexicon)
        return None if part is None or speaker is None else self._built(sentence, each, [part], speaker, [])

    def _about_this(self, sentence: Sentence, reports: list[Report], before: Sentence | None) -> list[Attributed] | None:
        """What the sentence before says, of "Об этом сообщил S"; None where a sentence does not begin so."""
        mask = sentence.mask
        begins = self._cut.behind_way(mask, reports[-1].start)  # "As the agency X writes, of this S told"
        if self._lexicon["about_this"].match(mask, begins) is None:
            return None
        reports = [each for each in reports if each.start >= begins and each.cue.type != "as"] or reports
        each = reports[0]
        limit = next((other.clause if other.clause > each.end else other.start for other in reports[1:]), len(mask))
        base = sentence.start
        speaker = self._who.of_this(sentence, each, limit)
        agencies = self._who.agencies(base, base + len(mask))
        if speaker is None or speaker.kind == "agency":
            return []
        if before is None:
            return [] if mask.count(HIDDEN) <= NAME_MOST else None
        part = self._cut.trimmed(before.mask, 0, self._who.end_before_way(before))
        again = self._lexicon["about_this"].match(before.mask) is not None
        if part is None or again or (self._has_told and speaker.kind == "pronoun"):  # "He wrote about this in X": of his own words before
            return []
        placed = before.start + part[0], before.start + part[1]
        at = base + each.start, base + each.end
        first = Attributed([placed], each.cue, at, self._who.of_gender(self._who.hinted(speaker), *at), agencies, sentence)
        further = [one for one in reports[1:] if self._cut.forward_that(mask, one, len(mask)) is not None]
        return [first, *(self._reported(sentence, further, []) if further else ())]

    # ---- helpers ----

    def _built(
        self, sentence: Sentence, each: Report, parts: list[tuple[int, int]], speaker: Mention | None, via: list[tuple[int, int]]
    ) -> Attributed:
        at = sentence.start + each.start, sentence.start + each.end
        placed = [(sentence.start + start, sentence.start + end) for start, end in parts]
        precedes = parts[0][1] <= each.start
        news = self._lexicon["earlier"].match(sentence.mask) is not None  # "Earlier S was saying that X"
        background = any(
            not (precedes or news) or not each.start <= match.start() < each.end  # "X, promised S" is no other time
            if not news or self._lexicon.cues.match(sentence.mask, match.start()) is None  # "Earlier the paper X was writing that S said"
            else False
            for start, end in pairwise([0, *(place for part in sorted(parts) for place in part), len(sentence.mask)])
            if (start, end) not in parts
            for match in self._lexicon["background"].finditer(sentence.mask, start, end)
        )
        within = at if placed[0][0] < at[0] < placed[0][1] else None
        if within is not None and speaker is not None:
            within = min(at[0], speaker.start), max(at[1], speaker.end)
        return Attributed(placed, each.cue, at, self._who.of_gender(self._who.hinted(speaker), *at), via, sentence, background, within)
