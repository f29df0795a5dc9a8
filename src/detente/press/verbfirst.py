"""Which words of a sentence somebody is said to have said, in a language whose verb stands first.

Rules:

1. Behind the verb stands its subject, with adjuncts before, in, and behind it; then what was said: behind a "that", a colon, between
   quotation marks, or, where the words allow it, as a noun ("denied the existence of ...").
2. What was said reaches to the next reporting words that begin a clause, or to an aside of the report ("in a reference to ..."), or to the
   sentence's end. A quotation is not gone on with behind a comma, but with another "that".
3. A verb behind a negation reports nothing. Where "was" opens the sentence, it tells of an older occasion.
4. What stands before reporting words was said by them only if it is a quotation, or if they say so ("as ... announced", "according to").
5. Whoever relays is not the speaker: "agency A quoted B as saying that ...".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from detente.press.attribution import Attributed
from detente.press.clitics import ALIF, SO
from detente.press.introductions import Introductions
from detente.press.lexicon import Lexicon
from detente.press.media import Media
from detente.press.open_words import OpenWords
from detente.press.passages import Passages
from detente.press.phrases import Mention
from detente.press.reporting_words import Found, ReportingWords, past_blank, unjoined
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Sentence, is_listed
from detente.press.subjects import Subjects
from detente.press.verb_subjects import State, VerbSubjects, moved
from detente.press.word_files import Cue

_BLANK: Final = " \t\n,،؛;:.—–-"
_MARKS: Final = frozenset(OPENING + CLOSING)
_APPOSED_MOST: Final = 80
"""Characters between the first comma behind "according to X" and the "so" that begins what X said."""

_NAME_MOST: Final = 32
"""Characters of a name between quotation marks."""


def _is_nobody(speaker: Mention) -> bool:
    """Whether what is named can be a medium, and is no person with an office."""
    return speaker.kind in {"agency", "collective"} or (speaker.kind == "named" and speaker.office is None)


_Listed = tuple[Cue, tuple[int, int], Mention]
"""Reporting words, where they stand, and whoever says what follows them in a line of its own."""


class VerbFirst:
    """Finds what is attributed, sentence by sentence; places given to it are of masks, places that it gives are of the folded text."""

    def __init__(self, text: str, lexicon: Lexicon, letter: Callable[[int], str]) -> None:
        """Args: letter: which letter of the report stands at a place of the text, before it was folded."""
        self._text, self._lexicon = text, lexicon
        self._base = 0
        self._mentioned: list[Mention] = []
        self._subjects = Subjects(lexicon, lambda place: letter(self._base + place))
        self._words, self._named = ReportingWords(lexicon, self._subjects), VerbSubjects(lexicon, self._subjects)
        self._passages, self._media = Passages(lexicon, self._subjects), Media(text, lexicon)
        self._introductions = Introductions(lexicon, self._subjects)
        self._open, self._letter = OpenWords(text, lexicon, self._subjects, self._passages), letter
        self._spoken = False
        """Whether somebody spoke in the sentence before."""
        self._listed: _Listed | None = None
        """What the sentence before ends with, if that is a colon."""

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        found = self._of(sentence)
        self._spoken = bool(found)
        return found

    def _of(self, sentence: Sentence) -> list[Attributed]:
        mask, self._base = sentence.mask, sentence.start
        listed, self._listed = self._listed, None
        if self._lexicon["no_statement"].search(mask):
            return []
        found = [each for each in self._words.cues(mask) if not self._is_other_word(sentence, each)]
        if found:
            others = self._open.participles(mask, lambda place: self._letter(sentence.start + place))
            found = sorted([*found, *others], key=lambda each: each.start)
        state = State(sentence, found)
        for number, each in enumerate(state.found):
            if each.start < state.done and not each.begins:
                continue
            self._one(state, each, unjoined(mask, self._reach(mask, each, state.found[number + 1 :]), each.end))
        if not state.made:
            state = self._opened(state)
        if not state.found:
            return self._labelled(sentence) or self._alone(sentence, listed)
        if self._lexicon["then"].search(mask):
            return []
        long_ago = self._lexicon["long_ago"].search(mask, 0, state.found[0].start)
        background = self._lexicon["background"].match(mask) is not None or long_ago is not None
        for made in state.made:
            made.background = background
            other = made is not state.made[0] and made.speaker is not None and made.speaker.kind != "pronoun"  # in a clause of his own
            made.via += [each for each in state.via if each not in made.via and not (other and each in state.relayed)]
        return state.made

    def _is_other_word(self, sentence: Sentence, each: Found) -> bool:
        """Whether reporting words are another word as the report writes them: "here", which is "congratulated" with a hamza."""
        if self._words.is_first_person(sentence.mask, each, lambda place: self._letter(sentence.start + place)):
            return True
        if self._lexicon["with_hamza"].fullmatch(sentence.mask, each.start, each.end) is None:
            return False
        return self._letter(sentence.start + each.end - 1) == ALIF

    def _opened(self, state: State) -> State:
        """What verbs report that no rule has, where no others report anything."""
        sentence = state.sentence
        opened = self._open.cues(sentence, lambda place: self._letter(sentence.start + place), spoken=self._spoken)
        if not opened:
            return state
        found = sorted(
            [*opened, *(each for each in state.found if all(each.start != other.start for other in opened))], key=lambda each: each.start
        )
        again = State(sentence, found, via=[], paper=False)
        for number, each in enumerate(found):
            if each in opened and each.start >= again.done:
                self._one(again, each, unjoined(sentence.mask, self._reach(sentence.mask, each, found[number + 1 :]), each.end))
        return again if again.made else state

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._lexicon.cues.match(self._text, place) is not None

    def label(self, start: int, end: int) -> tuple[Mention, int] | None:
        """Whoever stands before the colon that begins an entry of live coverage, and where it goes on."""
        self._base = start
        found = self._introductions.label(self._text[start:end])
        return None if found is None else (moved(found[0], start), start + found[1])

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named with an office in a sentence; where the subject opens it, it is given from the sentence's beginning."""
        yield from self._mentioned
        self._mentioned = []
        self._base = sentence.start
        yield from self._introductions.named_in(sentence)

    def beside(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places of the mask."""
        self._base = sentence.start
        return self._named.beside(self._text, sentence, start, end)

    # ---- reporting words ----

    def _reach(self, mask: str, each: Found, later: list[Found]) -> int:
        """How far what follows reporting words can reach: to the next ones that begin a clause, past a source that is put in before it."""
        for number, other in enumerate(later):
            if not other.begins or other.start < each.end:
                continue
            if other.cue.type in {"according", "as"} and each.cue.type in {"verb", "adding"} and not self._says(mask, each, other.start):
                continue
            following = next((more.start for more in later[number + 1 :] if more.begins), len(mask))
            if other.cue.type == "verb" and self._says(mask, each, other.start) and not self._says(mask, other, following, again=True):
                continue
            return other.clause
        return len(mask)

    def _says(self, mask: str, each: Found, limit: int, *, again: bool = False) -> bool:
        """Whether something is said between reporting words and a place; `again`: by whoever spoke just before."""
        start = self._passages.start(mask, each, limit, again=again)
        return start is not None and self._passages.said(mask, start[1], limit) is not None

    # ---- what was said ----

    def _one(self, state: State, each: Found, limit: int) -> None:
        kind = each.cue.type
        if kind == "according":
            self._according(state, each, limit)
        elif kind == "as":
            self._as(state, each, limit)
        elif kind == "adding":
            self._adding(state, each, limit)
        elif kind == "relay":
            self._relay(state, each, limit)
        else:
            self._verb(state, each, limit)

    def _verb(self, state: State, each: Found, limit: int) -> None:
        sentence, mask = state.sentence, state.sentence.mask
        behind = self._passages.quoted_before(mask, state.done, each)
        if behind is not None:
            self._behind_quotation(state, each, behind, limit)
            return
        on_behalf = self._lexicon["on_behalf"].match(mask, past_blank(mask, each.end)) is not None
        fronted = each.inside or (self._words.is_fronted(mask, each.start) and not on_behalf)
        fronted = fronted or self._words.is_behind_subject(mask, each)
        carried = self._words.is_carried(mask, each.start)
        who = self._lexicon.shapes["who_did"].search(mask, 0, each.start) if each.cue.addressed else None
        told = who is not None  # "X, who described the offer as"
        start = self._passages.start(
            mask,
            each,
            limit,
            subject=not (fronted or carried or told or each.clause < each.start),
            again=bool(state.made) and not self._words.is_contrasted(mask, each),
        )
        if start is None:
            self._without_words(state, each, limit)
            return
        subject_end, begin, open_end = start
        if carried:
            subject = state.made[-1].speaker if state.made else self._named.pending(state, each) or self._named.told_of(state, each)
        elif each.inside:
            subject = self._named.issuer(state, each)
        else:
            subject = self._named.who(state, each, subject_end, open_end=open_end, fronted=fronted or each.clause < each.start)
        base, self._base = self._base, 0  # the whole text is looked at
        subject, self._base = self._named.latter(self._text, sentence, subject), base
        if self._of_medium(state, each, (subject_end, begin), limit):
            return
        first = self._lexicon["correspondents"].match(mask, past_blank(mask, each.end))
        paper = self._paper(sentence, each, subject) if first is None else first.start()
        if paper is not None:
            state.paper, state.done = True, self._passages.past_that(mask, begin, limit)
            state.via += self._media.agencies(sentence, paper, max(paper, subject_end))
            return
        if subject is None and self._lexicon["joint"].search(mask, each.end, begin) is not None:
            subject = self._named.of_both(sentence, begin, limit)
        part = self._passages.said(mask, begin, limit)
        if (
            part is None
            and subject is not None
            and self._lexicon["follows"].match(mask, self._passages.past_that(mask, begin, limit), limit)
        ):
            self._listed = (each.cue, (sentence.start + each.start, sentence.start + each.end), subject)
        if part is not None and each.cue.kind == "denial" and self._passages.is_told_then(sentence, state.found, each, part):
            state.subject = subject or state.subject
        elif part is not None and (self._can_say(each.cue, subject) or self._goes_on(mask, each, subject, spoken=bool(state.made))):
            self._make(state, each, [part], subject)
        elif part is None:
            state.subject = subject or state.subject

    def _without_words(self, state: State, each: Found, limit: int) -> None:
        """Reporting words behind which nothing begins that was said: it stood before them, or a list of it follows the sentence."""
        sentence, mask = state.sentence, state.sentence.mask
        of_quotation = each.start == 0 and each.cue.takes == ["quote"] and not each.cue.strict
        if of_quotation and self._of_last_quotation(state, each, limit):
            return
        colon = "quote" in each.cue.takes and mask.rstrip().endswith(":") and each is state.found[-1]
        first = self._named.before(state, each) if each.clause < each.start else None
        subject = first or self._named.subject(sentence, each.end, limit, open_end=not colon)
        state.subject = subject or state.subject
        if subject is not None and not state.made and self._words.closes(mask, each, subject.end - sentence.start):
            part = self._passages.said(mask, self._passages.past_and(mask, state.done), unjoined(mask, each.start, state.done))
            if part is not None and subject.kind != "pronoun":
                self._make(state, each, [part], subject)
        if colon and subject is not None:
            self._listed = (each.cue, (sentence.start + each.start, sentence.start + each.end), subject)

    def _behind_quotation(self, state: State, each: Found, behind: tuple[int, int], limit: int) -> None:
        """Reporting words behind a quotation, which can go on behind their subject."""
        sentence, mask = state.sentence, state.sentence.mask
        end = next((place for place in range(each.end, limit) if mask[place] in OPENING), limit)
        parts = [behind]
        rest = self._passages.quotation(mask, each.end, limit)
        again = rest is not None and any(each.end <= other.start < rest[0] for other in state.found if other.begins)
        if rest is not None and mask[rest[0]] in OPENING and not again:
            end = min(end, rest[0])
            parts.append(rest)
        self._make(state, each, parts, self._named.subject(sentence, each.end, end) or self._named.before(state, each))

    def _paper(self, sentence: Sentence, each: Found, subject: Mention | None) -> int | None:
        """Where a paper or an agency stands that itself reports something, which nobody has said; None where somebody speaks."""
        if self._lexicon["broadcasters"].match(sentence.mask, past_blank(sentence.mask, each.end)) is not None:
            return past_blank(sentence.mask, each.end)
        if subject is None or subject.kind not in {"collective", "named"} or subject.office is not None:
            return None
        start, end = min(past_blank(sentence.mask, each.end), subject.start - sentence.start), subject.end - sentence.start
        first = self._lexicon["media"].match(sentence.mask, start, end)
        if first is None:
            return None
        cites = self._lexicon["citing"].search(sentence.mask, end, end + _NAME_MOST) is not None
        return start if cites or self._media.agencies(sentence, start, end + _NAME_MOST) else None

    def _can_say(self, cue: Cue, subject: Mention | None) -> bool:
        """Whether reporting words report what this speaker says."""
        if subject is not None and subject.kind == "thing":
            return False
        if cue.together:
            return subject is not None and self._is_several(subject)
        if not cue.persons:
            return True
        if subject is None or subject.kind in {"sides", "pronoun"}:
            return False
        return subject.kind != "collective" or subject.name is None or self._is_body(subject.name)

    def _goes_on(self, mask: str, each: Found, subject: Mention | None, *, spoken: bool) -> bool:
        """Whether whoever spoke last goes on: behind a verb that opens a sentence, or a clause behind his words, nobody is named."""
        goes_on = each.start == 0 or (spoken and each.begins)
        opens = goes_on and not each.cue.together and subject is None
        return opens and self._lexicon["believed"].fullmatch(mask, each.start, each.end) is None

    def _is_body(self, name: tuple[int, int]) -> bool:
        """Whether a collective is a ministry, a union of states or the like, no state."""
        if self._lexicon.is_body(self._text[slice(*name)]):
            return True
        place = next((at for at in self._lexicon["collectives"].finditer(self._text, *name)), None)
        return place is not None and place.start() == name[0]

    def _of_last_quotation(self, state: State, each: Found, limit: int) -> bool:
        """Reporting words that open a sentence behind a quotation: "...". With these words X described it."""
        text, sentence = self._text, state.sentence
        before = text[: sentence.start].rstrip(_BLANK)
        subject = self._named.subject(sentence, each.end, limit, open_end=True)
        if not before or before[-1] not in CLOSING or subject is None:
            return False
        start = max(text.rfind(mark, 0, len(before) - 1) for mark in OPENING)
        if start == -1 or "\n" in text[start : len(before)]:
            return False
        at = (sentence.start + each.start, sentence.start + each.end)
        state.made.append(Attributed([(start, len(before))], each.cue, at, subject, [], sentence))
        return True

    @staticmethod
    def _is_several(subject: Mention) -> bool:
        return subject.kind == "sides" or "+" in (subject.side or "")

    def _adding(self, state: State, each: Found, limit: int) -> None:
        mask = state.sentence.mask
        start = self._passages.start(mask, each, limit, subject=False)
        part = self._passages.said(mask, start[1], limit) if start is not None else None
        if part is not None:
            named = self._named
            speaker = state.subject or named.confirming(state, each) or named.of_clause(state, each)
            self._make(state, each, [part], speaker or named.pending(state, each) or named.acting(state, each))

    def _relay(self, state: State, each: Found, limit: int) -> None:
        """A medium that quotes somebody: "agency A quoted B as saying that ...", also with a pronoun for B, and A behind."""
        sentence, mask = state.sentence, state.sentence.mask
        start = self._passages.marked(mask, each.end, limit)
        end = limit if start is None else start[0]
        towards = self._lexicon.leads[each.cue.id] if each.cue.leads else self._lexicon["of_whom"]
        source = towards.search(mask, each.end, end)
        pronoun = self._lexicon["of_him"].search(mask, each.end, end)
        via, base = self._media.quoting(sentence, each.end, end), sentence.start + each.end
        if pronoun is not None:
            state.via += via
            if start is not None and (part := self._passages.said(mask, start[1], limit)) is not None:
                self._make(state, each, [part], None)
            return
        if source is None or start is None:
            state.via += via
            return
        speaker = self._named.subject(sentence, source.end(), end)
        part = self._passages.said(mask, start[1], limit)
        inner = self._inner(state, start[1], limit) if speaker is not None and speaker.kind == "collective" else None
        if inner is not None and speaker is not None and speaker.name is not None:
            inner.via = [speaker.name, *(place for place in via if place[1] <= sentence.start + source.start())]
            return
        if part is not None and speaker is not None:
            via = via or [each.inside for each in sentence.quoted if base < each.start < sentence.start + source.start()]  # unlisted
            via = via or self._media.unlisted(sentence, each.end, source.start())
            state.relayed += [place for place in via if place[1] <= sentence.start + source.start()]
            state.via += state.relayed
            self._make(state, each, [part], speaker)

    def _of_medium(self, state: State, each: Found, place: tuple[int, int], limit: int) -> bool:
        """Whether a medium reports what somebody said: "the newspaper X reported that an official said that ..."."""
        media = self._media.agencies(state.sentence, each.end, place[0])
        first = self._lexicon["media"].match(state.sentence.mask, past_blank(state.sentence.mask, each.end), place[0])
        inner = self._inner(state, place[1], limit) if media and first is not None else None
        if inner is None:
            return False
        inner.via = media
        return True

    def _inner(self, state: State, start: int, limit: int) -> Attributed | None:
        """What a person said by whom a body is quoted: "agency A quoted the ministry as saying that minister B told ... that ..."."""
        mask = state.sentence.mask
        for other in state.found:
            if other.start <= start or other.start >= limit or other.cue.type != "verb":
                continue
            speaker = self._named.subject(state.sentence, start, other.start)
            begin = self._passages.marked(mask, other.end, limit)
            if speaker is None or speaker.kind not in {"named", "office", "unnamed"} or begin is None:
                return None
            part = self._passages.said(mask, begin[1], limit)
            if part is None or mask[speaker.end - state.sentence.start : other.start].strip():
                return None
            self._make(state, other, [part], speaker)
            return state.made[-1]
        return None

    def _as(self, state: State, each: Found, limit: int) -> None:
        sentence, mask = state.sentence, state.sentence.mask
        speaker = self._named.subject(sentence, each.end, limit)
        part = self._passages.said(mask, self._passages.past_and(mask, state.done), unjoined(mask, each.start, state.done))
        if part is None or state.made:
            self._mentioned += [speaker] if speaker is not None and speaker.kind in {"collective", "unnamed", "named"} else []
            return
        if speaker is not None and speaker.kind != "pronoun":
            self._make(state, each, [part], speaker)

    def _according(self, state: State, each: Found, limit: int) -> None:
        """A source: an agency is the way on which the words came, anybody else said them."""
        sentence, mask = state.sentence, state.sentence.mask
        start = self._passages.marked(mask, each.end, limit)
        own = self._words.own(mask, each)
        if own is not None and not self._named.names(mask, own, limit):
            opens = not mask[: each.start].strip(_BLANK)
            at_once = start is not None and not mask[own : start[0]].strip(_BLANK)
            begin = start[1] if start is not None and at_once else own if mask[own : own + 1] == "،" else limit
            part = self._passages.said(mask, begin, limit) if opens else None
            if part is not None:
                self._make(state, each, [part], None)
            return
        stop = min(self._passages.stop(mask, each.end, limit), self._next_verb(state, each))
        end = min(stop, start[0]) if start is not None else stop
        if not mask[: each.start].strip(_BLANK) and start is not None and end < start[0] < end + _APPOSED_MOST and mask[start[0]] == SO:
            end = start[0]
        agencies = self._media.agencies(sentence, each.end, end)
        source = self._lexicon["of_whom"].search(mask, each.end, end) if agencies else None
        speaker = self._named.subject(sentence, self._passages.past_what(mask, each.end, end) if source is None else source.end(), end)
        if source is not None:
            state.via += [place for place in agencies if place[1] <= sentence.start + source.start()]
        elif agencies and (speaker is None or (_is_nobody(speaker) and self._media.is_medium(mask, each.end, end))):
            state.via += agencies
            return
        elif not agencies and state.made and (other := self._media.unlisted(sentence, self._passages.past_what(mask, each.end, end), end)):
            state.via += other
            return
        speaker = None if speaker is not None and speaker.kind == "thing" else speaker
        state.source = speaker
        if state.made or (state.done > each.start and not state.paper):
            self._mentioned += [speaker] if speaker is not None and speaker.kind in {"collective", "unnamed", "named"} else []
            return
        if not mask[: each.start].strip(_BLANK) or self._is_cited(state, start):
            begin = start[1] if start is not None and self._passages.past_adjuncts(mask, end, start[0]) >= start[0] else end
            part = self._passages.said(mask, self._passages.past_conjunction(mask, begin), limit)
        else:
            part = self._passages.said(mask, self._passages.past_and(mask, state.done), each.start)
        document = self._lexicon["documents"].match(mask, past_blank(mask, each.end), end)
        if part is not None and speaker is None and document is not None:
            speaker = self._named.of_both(sentence, *part) or self._named.known_document(sentence, document, end)
        if part is not None and speaker is not None:
            self._make(state, each, [part], speaker)
        elif speaker is not None and speaker.kind == "unnamed":
            self._mentioned.append(speaker)

    @staticmethod
    def _next_verb(state: State, each: Found) -> int:
        """Where the next verb stands that says more of a source: "according to a source who said"."""
        verbs = (other.start for other in state.found if other.start > each.end and other.cue.type == "verb")
        return next(verbs, len(state.sentence.mask))

    @staticmethod
    def _is_cited(state: State, start: tuple[int, int] | None) -> bool:
        """Whether a paper cites somebody before what was said: "agency A reported, citing B, that ..."."""
        return state.paper and start is not None and start[1] <= state.done

    def _labelled(self, sentence: Sentence) -> list[Attributed]:
        """A paragraph that names somebody of an office before a colon, and what is said behind it."""
        mask = sentence.mask
        colon = mask.find(":")
        if colon == -1 or not sentence.opens_paragraph:
            return []
        speaker = self._named.subject(sentence, 0, colon)
        part = self._passages.said(mask, colon + 1, len(mask))
        if speaker is None or part is None or speaker.kind != "named" or speaker.office is None:
            return []
        whole = speaker.office[0] == sentence.start and not mask[speaker.end - sentence.start : colon].strip()
        return [Attributed([self._placed(sentence, part)], None, None, speaker, [], sentence)] if whole else []

    def _alone(self, sentence: Sentence, listed: _Listed | None) -> list[Attributed]:
        """A sentence that is one quotation and no more; `listed`: reporting words that a colon ended right before it."""
        asks = len(sentence.quoted) == 1 and sentence.quoted[0].spoken and self._text[: sentence.end].rstrip().endswith(("؟", "?"))
        listed_by_report = (
            listed is None and len(sentence.quoted) == 1 and sentence.quoted[0].spoken and is_listed(self._text, sentence.start)
        )
        if asks or listed_by_report or len(sentence.quoted) != 1 or sentence.mask.strip(_BLANK + "".join(_MARKS) + HIDDEN):
            return []
        part = self._passages.said(sentence.mask, 0, len(sentence.mask))
        if part is not None and listed is None and self._is_heading(sentence, part):
            return []
        cue, at, speaker = listed or (None, None, None)
        return [] if part is None else [Attributed([self._placed(sentence, part)], cue, at, speaker, [], sentence)]

    def _is_heading(self, sentence: Sentence, part: tuple[int, int]) -> bool:
        """Whether a quotation is a heading: a line of its own, of words that stand in a quotation further on too."""
        start, end = self._placed(sentence, part)
        words = self._text[start:end].strip("".join(_MARKS) + ' "')
        return sentence.opens_paragraph and self._text.find(words, end) != -1

    def _make(self, state: State, each: Found, parts: list[tuple[int, int]], speaker: Mention | None) -> None:
        sentence = state.sentence
        at = (sentence.start + each.start, sentence.start + each.end)
        parts = [self._passages.past_inner(sentence.mask, part) for part in parts]
        gender = self._words.gender(sentence.mask[each.start : each.end]) if speaker is None and each.cue.type == "verb" else None
        placed = [self._placed(sentence, part) for part in parts]
        state.made.append(Attributed(placed, each.cue, at, speaker, [], sentence, gender=gender))
        first = min(part[0] for part in parts)
        tells = first >= each.end and self._lexicon["tells"].fullmatch(sentence.mask, each.start, each.end) is not None
        heard = [
            *(self._media.agencies(sentence, each.end, first) if tells else ()),
            *self._media.told(sentence, state.done, first),
            *self._media.told(sentence, each.end, len(sentence.mask) if first < each.start else first),
        ]
        heard = [
            place for place in heard if not any(a == place[0] and b < place[1] for a, b in heard)
        ]  # "agency A", "the official agency A"
        state.made[-1].via = list(dict.fromkeys(heard))
        state.done = max(part[1] for part in parts)
        state.subject = None

    @staticmethod
    def _placed(sentence: Sentence, part: tuple[int, int]) -> tuple[int, int]:
        return sentence.start + part[0], sentence.start + part[1]
