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

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from detente.press.attribution import Attributed
from detente.press.folding import folded
from detente.press.lexicon import Cue, Lexicon
from detente.press.phrases import Mention
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Sentence
from detente.press.subjects import Subjects

_SIGN: Final = "،؛,;:.(-–—"
_BLANK: Final = " \t\n,،؛;:.—–-"
_MARKS: Final = frozenset(OPENING + CLOSING)
_BETWEEN_STROKES: Final = re.compile(r"/([^/\n]{2,30})/")
_MORE_NAMES: Final = re.compile(r"\s+[^\W\d_]+()(?:\s+[^\W\d_]+())?")
_CONFIRMED: Final = re.compile(r"(?<!\w)(?P<what>\w+)\s+(?P<verb>\w+?)(?:ه|ها)(?!\w)")
"""A verb with its object behind a relative word."""

_PUT_IN: Final = re.compile(r"[^،؛:]{1,80}،\s*")
"""What is put in between two commas."""

_COLON: Final = re.compile(r"(?<!\d):(?!\d)[\s.]*(?=\S)")
_TOLD: Final = (re.compile(r"\w+\s+"), re.compile(r"\w+\s+\w+\s+"))
"""The name of a medium behind the word for one."""

_BEFORE_LEAST: Final = 2
_APPOSED_MOST: Final = 80
"""Characters between the first comma behind "according to X" and the "so" that begins what X said."""

_SUBJECT_MOST: Final = 45
"""Words between reporting words and what was said."""

_NAME_MOST: Final = 32
"""Characters of a name between quotation marks."""

_ADJUNCT_MOST: Final = 50
"""Characters of an adjunct before a noun."""

_ADDRESSEE_MOST: Final = 90
"""Characters of whoever is called upon, up to the word that says to what."""

_RUMOURS_MOST: Final = 70
"""Characters that may tell whose reports are denied."""

_VERB_MOST: Final = 2
"""Words before the subject of a sentence."""

_NEGATION_MOST: Final = 12
"""Characters of the word before a verb that is looked at for a negation."""

_LEAST: Final = 2
"""Words of what was said, where it is no quotation."""


@dataclass
class _Found:
    """Reporting words in a mask; `begins`: whether they begin a clause of the report, and `clause`: where that does."""

    cue: Cue
    start: int
    end: int
    begins: bool
    clause: int


@dataclass
class _State:
    """What is known while a sentence is read."""

    sentence: Sentence
    found: list[_Found]
    done: int = 0
    paper: bool = False
    """Whether a paper or an agency itself reports, up to whom it cites."""
    source: Mention | None = None
    """Behind "according to"."""
    subject: Mention | None = None
    """Of a verb that nothing was said behind."""
    via: list[tuple[int, int]] = field(default_factory=list)
    made: list[Attributed] = field(default_factory=list)


class VerbFirst:
    """Finds what is attributed, sentence by sentence; places given to it are of masks, places that it gives are of the folded text."""

    def __init__(self, text: str, lexicon: Lexicon, letter: Callable[[int], str]) -> None:
        """Args: letter: which letter of the report stands at a place of the text, before it was folded."""
        self._text, self._lexicon = text, lexicon
        self._base = 0
        self._mentioned: list[Mention] = []
        self._subjects = Subjects(lexicon, lambda place: letter(self._base + place))
        self._that = lexicon["that"]
        self._listed: tuple[Cue, tuple[int, int], Mention] | None = None

    def of(self, sentence: Sentence) -> list[Attributed]:
        """All that is attributed in a sentence, in order."""
        mask, self._base = sentence.mask, sentence.start
        if self._lexicon["no_statement"].search(mask):
            return []
        state = _State(sentence, self._cues(mask))
        for number, each in enumerate(state.found):
            if each.start < state.done and not each.begins:
                continue
            self._one(state, each, self._unjoined(mask, self._reach(mask, each, state.found[number + 1 :]), each.end))
        if not state.found:
            return self._alone(sentence)
        if self._lexicon["then"].search(mask):
            return []
        long_ago = self._lexicon["long_ago"].search(mask, 0, state.found[0].start)
        background = self._lexicon["background"].match(mask) is not None or long_ago is not None
        for made in state.made:
            made.background = background
            made.via = [*made.via, *(each for each in state.via if each not in made.via)]
        return state.made

    def reports_at(self, place: int) -> bool:
        """Whether reporting words stand at a place of the text: where speech is parted by them."""
        return self._lexicon.cues.match(self._text, place) is not None

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named with an office in a sentence; where the subject opens it, it is given from the sentence's beginning."""
        yield from self._mentioned
        self._mentioned = []
        mask, self._base = sentence.mask, sentence.start
        conjunction = self._lexicon["conjunctions"].match(mask)
        opening = 0 if conjunction is None else self._past_blank(mask, conjunction.end())
        place = 0
        while (office := self._lexicon["office_heads"].search(mask, place)) is not None:
            place = office.end()
            found = self._subjects.find(mask, office.start(), len(mask), open_end=True, narrated=True)
            if found is not None and found.kind == "named" and found.office is not None and not self._is_verb(mask, found):
                place = max(found.end, place)
                found = _moved(found, sentence.start)
                yield found._replace(start=sentence.start) if office.start() <= opening else found

        for title in self._lexicon["titles"].finditer(mask):
            found = self._subjects.find(mask, title.start(), len(mask), narrated=True)
            if found is not None and found.kind == "named" and found.office is not None:
                yield _moved(found, sentence.start)

    def _is_verb(self, mask: str, found: Mention) -> bool:
        """Whether a reporting word was taken for the name behind an office."""
        return found.name is not None and self._lexicon.cues.fullmatch(mask, *found.name) is not None

    # ---- reporting words ----

    def _cues(self, mask: str) -> list[_Found]:
        found: list[_Found] = []
        for match in self._lexicon.cues.finditer(mask):
            if self._is_negated(mask[: match.start()]):
                continue
            cue = self._lexicon.cue_of(match.group())
            if cue.type != "relay" and self._lexicon["of_him"].match(mask, self._past_blank(mask, match.end())):
                continue  # "which X told of"
            clause = self._clause(mask, match.start(), cue)
            begins = clause < match.start() or self._begins(mask, match.start(), cue)
            if cue.strict and not begins and (found or not self._follows_subject(mask, match.start())):
                continue
            found.append(_Found(cue, match.start(), match.end(), begins, clause))
        return found

    def _follows_subject(self, mask: str, start: int) -> bool:
        """Whether a sentence begins with its subject, right behind which a verb stands."""
        place = 0
        while (conjunction := self._lexicon["conjunctions"].match(mask, place, start)) is not None:
            place = self._past_blank(mask, conjunction.end())
        subject = self._subjects.find(mask, place, start)
        return subject is not None and not mask[subject.end : start].strip()

    def _reach(self, mask: str, each: _Found, later: list[_Found]) -> int:
        """How far what follows reporting words can reach: to the next ones that begin a clause, past a source that is put in before it."""
        for number, other in enumerate(later):
            if not other.begins or other.start < each.end:
                continue
            if other.cue.type in {"according", "as"} and each.cue.type in {"verb", "adding"} and not self._says(mask, each, other.start):
                continue
            following = next((more.start for more in later[number + 1 :] if more.begins), len(mask))
            if other.cue.type == "verb" and self._says(mask, each, other.start) and not self._says(mask, other, following):
                continue
            return other.clause
        return len(mask)

    def _says(self, mask: str, each: _Found, limit: int) -> bool:
        """Whether something is said between reporting words and a place."""
        start = self._start(mask, each, limit)
        return start is not None and self._said(mask, start[1], limit) is not None

    def _is_negated(self, before: str) -> bool:
        words = before[-_NEGATION_MOST:].split()
        return bool(words) and any(self._lexicon[name].fullmatch(words[-1]) for name in ("negations", "no_report"))

    def _begins(self, mask: str, start: int, cue: Cue) -> bool:
        """Whether reporting words begin a clause: at the beginning, behind a sign or a quotation, or with what joins clauses between."""
        before = mask[:start].rstrip()
        if not before:
            return True
        if before[-1] in _SIGN or before[-1] in _MARKS:
            return True
        tail = re.split(f"[{re.escape(_SIGN)}{re.escape(''.join(_MARKS))}]", before)[-1].strip()
        if self._lexicon["conjunctions"].fullmatch(tail):
            return True
        if self._is_fronted(mask, start):
            return True
        return cue.type in {"according", "as"}

    def _is_fronted(self, mask: str, start: int) -> bool:
        """Whether a verb's subject is put first: "as for X, he said"."""
        words = re.split("[.:؛]", mask[:start])[-1].split()
        if len(words) < _BEFORE_LEAST or self._lexicon["as_for"].fullmatch(words[0]) is None:
            return False
        return mask[start] == "ف" or self._lexicon["as_for_then"].fullmatch(words[-1]) is not None

    def _clause(self, mask: str, start: int, cue: Cue) -> int:
        """Where the clause of reporting words begins: at a conjunction before their subject ("but the minister said"), or at them."""
        if cue.type != "verb":
            return start
        first = max(mask.rfind(sign, 0, start) for sign in _SIGN) + 1
        for contrast in reversed(list(self._lexicon["contrasts"].finditer(mask, first, start))):
            subject = self._subjects.find(mask, contrast.end(), start)
            if subject is not None and subject.kind != "pronoun" and not mask[subject.end : start].strip():
                return contrast.start()
            if subject is not None:
                break
        return start

    @staticmethod
    def _unjoined(mask: str, limit: int, start: int) -> int:
        """A limit without the signs before it."""
        while limit > start and mask[limit - 1] in _BLANK:
            limit -= 1
        return limit

    # ---- what was said ----

    def _one(self, state: _State, each: _Found, limit: int) -> None:
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

    def _verb(self, state: _State, each: _Found, limit: int) -> None:
        sentence, mask = state.sentence, state.sentence.mask
        behind = self._quoted_before(mask, state.done, each)
        if behind is not None:
            end = self._subject_end(mask, each.end, limit)
            parts = [behind]
            rest = self._quotation(mask, each.end, limit)
            again = rest is not None and any(each.end <= other.start < rest[0] for other in state.found if other.begins)
            if rest is not None and mask[rest[0]] in OPENING and not again:
                end = min(end, rest[0])
                parts.append(rest)
            self._make(state, each, parts, self._subject(sentence, each.end, end) or self._before(state, each))
            return
        fronted = self._is_fronted(mask, each.start)
        start = self._start(mask, each, limit, subject=not fronted, again=bool(state.made) and not self._is_contrasted(mask, each))
        if start is None and each.start == 0 and "that" not in each.cue.takes and self._of_last_quotation(state, each, limit):
            return
        if start is None:
            subject = self._subject(sentence, each.end, limit, open_end=True)
            state.subject = subject or state.subject
            return
        subject_end, begin, open_end = start
        subject = self._subject(sentence, each.end, subject_end, open_end=open_end)
        if fronted:
            subject = self._before(state, each) or subject
        elif subject is None or subject.kind == "pronoun" or self._is_relative(mask, each.start):
            relative = self._is_relative(mask, each.start)
            goes_on = each.start > 0 and self._is_joined(mask, each)  # "..., and said": whoever the sentence begins with
            before = self._told_of(state, each) if relative else None if goes_on else self._before(state, each)
            subject = before or self._pending(state, each) or subject
        source = state.source
        if subject is None and source is not None and not mask[source.end - sentence.start : each.start].strip():
            subject = source
        if self._of_medium(state, each, (subject_end, begin), limit):
            return
        if self._is_of_paper(sentence, each, subject):
            state.paper, state.done = True, self._past_that(mask, begin, limit)
            state.via += self._agencies(sentence, each.end, subject_end)
            return
        if each.cue.kind == "denial":
            begin = self._past_rumours(mask, begin, limit)
        part = self._said(mask, begin, limit)
        if part is None and subject is not None and self._lexicon["follows"].match(mask, self._past_that(mask, begin, limit), limit):
            self._listed = (each.cue, (sentence.start + each.start, sentence.start + each.end), subject)
        if part is not None and each.cue.kind == "denial" and self._is_told_then(state, each, part):
            state.subject = subject or state.subject
        elif part is not None and self._can_say(each.cue, subject):
            self._make(state, each, [part], subject)
        elif part is None:
            state.subject = subject or state.subject

    def _is_contrasted(self, mask: str, each: _Found) -> bool:
        """Whether a contrast stands right before reporting words, so that somebody else speaks: "while the minister called for"."""
        contrasts = self._lexicon["contrasts"].finditer(mask, max(0, each.start - _NEGATION_MOST), each.start)
        return any(not mask[contrast.end() : each.start].strip() for contrast in contrasts)

    def _is_of_paper(self, sentence: Sentence, each: _Found, subject: Mention | None) -> bool:
        """Whether a paper or an agency itself reports something, which nobody has said."""
        if subject is None or subject.kind not in {"collective", "named"} or subject.office is not None:
            return False
        start = self._past_blank(sentence.mask, each.end)
        end = subject.end - sentence.start
        first = self._lexicon["media"].match(sentence.mask, start, end)
        return first is not None and bool(self._agencies(sentence, start, end + _NAME_MOST))

    def _is_told_then(self, state: _State, each: _Found, part: tuple[int, int]) -> bool:
        """Whether the words of a denial follow, so that both are one: "denied it, saying: ..."."""
        mask, sentence = state.sentence.mask, state.sentence
        if any(part[0] <= quoted.start - sentence.start < part[1] for quoted in sentence.quoted):
            return False
        for other in state.found:
            if other.cue.type == "adding" and other.start >= part[1] > each.end and not mask[part[1] : other.start].strip(_BLANK):
                saying = self._lexicon["saying"].fullmatch(mask, other.start, other.end) is not None
                begin = self._past_blank(mask, other.end)
                return saying and (mask[begin : begin + 1] in {":", *OPENING})
        return False

    @staticmethod
    def _is_joined(mask: str, each: _Found) -> bool:
        """Whether an "and" is written together with reporting words."""
        return mask[each.start] == "و" and mask[each.start : each.end] not in {folded(form) for form in each.cue.forms}

    def _told_of(self, state: _State, each: _Found) -> Mention | None:
        """Whoever a relative clause tells of: the last one of an office before it."""
        heads = list(self._lexicon["office_heads"].finditer(state.sentence.mask, state.done, each.start))
        while heads:
            found = self._subject(state.sentence, heads.pop().start(), each.start)
            if found is not None and found.kind == "named":
                return found
        return self._before(state, each)

    def _pending(self, state: _State, each: _Found) -> Mention | None:
        """Whoever a sentence begins with, in which somebody goes on to say something: "The minister refused ..., and said"."""
        if state.made or each.start == 0:
            return None
        if state.subject is not None:
            return state.subject
        mask = state.sentence.mask
        first = self._lexicon["office_heads"].search(mask, 0, each.start)
        if first is None or len(re.split("[:–—،-]", mask[: first.start()])[-1].split()) > _VERB_MOST:
            return None
        return self._subject(state.sentence, first.start(), each.start, open_end=True)

    def _past_rumours(self, mask: str, start: int, limit: int) -> int:
        """Behind "reports by ... about", which belongs to reporting words that deny."""
        rumours = self._lexicon["rumours"].match(mask, self._past_blank(mask, start), limit)
        about = self._lexicon["rumours_of"].search(mask, rumours.end(), min(limit, rumours.end() + _RUMOURS_MOST)) if rumours else None
        return start if about is None else about.end()

    def _can_say(self, cue: Cue, subject: Mention | None) -> bool:
        """Whether reporting words report what this speaker says."""
        if cue.together:
            return subject is not None and self._is_several(subject)
        if not cue.persons:
            return True
        if subject is None or subject.kind in {"sides", "pronoun"}:
            return False
        return subject.kind != "collective" or subject.name is None or self._is_body(subject.name)

    def _is_body(self, name: tuple[int, int]) -> bool:
        """Whether a collective is a ministry or the like, no state."""
        place = next((at for at in self._lexicon["collectives"].finditer(self._text, *name)), None)
        return place is not None and place.start() == name[0]

    def _is_relative(self, mask: str, start: int) -> bool:
        """Whether a verb stands in a relative clause, whose subject is before it."""
        words = mask[:start].split()
        return bool(words) and self._lexicon["relatives"].fullmatch(words[-1]) is not None

    def _of_last_quotation(self, state: _State, each: _Found, limit: int) -> bool:
        """Reporting words that open a sentence behind a quotation: "...". With these words X described it."""
        text, sentence = self._text, state.sentence
        before = text[: sentence.start].rstrip(_BLANK)
        subject = self._subject(sentence, each.end, limit, open_end=True)
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

    def _adding(self, state: _State, each: _Found, limit: int) -> None:
        mask = state.sentence.mask
        start = self._start(mask, each, limit, subject=False)
        part = self._said(mask, start[1], limit) if start is not None else None
        if part is not None:
            self._make(state, each, [part], state.subject or self._confirming(state, each) or self._pending(state, each))

    def _confirming(self, state: _State, each: _Found) -> Mention | None:
        """Whoever confirms what was said before: "which an official confirmed, saying that ..."."""
        mask = state.sentence.mask
        for match in _CONFIRMED.finditer(mask, state.done, each.start):
            verb = self._lexicon.cues.fullmatch(match["verb"])
            if verb is not None and self._lexicon["no_report"].fullmatch(match["what"]):
                return self._subject(state.sentence, match.end(), each.start)
        return None

    def _relay(self, state: _State, each: _Found, limit: int) -> None:
        """A medium that quotes somebody: "agency A quoted B as saying that ...", also with a pronoun for B, and A behind."""
        sentence, mask = state.sentence, state.sentence.mask
        start = self._marked(mask, each.end, limit)
        end = limit if start is None else start[0]
        towards = self._lexicon.leads[each.cue.id] if each.cue.leads else self._lexicon["of_whom"]
        source = towards.search(mask, each.end, end)
        pronoun = self._lexicon["of_him"].search(mask, each.end, end)
        via = self._agencies(sentence, each.end, end)
        if pronoun is not None:
            state.via += via
            if start is not None and (part := self._said(mask, start[1], limit)) is not None:
                self._make(state, each, [part], None)
            return
        if source is None or start is None:
            state.via += via
            return
        speaker = self._subject(sentence, source.end(), end)
        part = self._said(mask, start[1], limit)
        inner = self._inner(state, start[1], limit) if speaker is not None and speaker.kind == "collective" else None
        if inner is not None and speaker is not None and speaker.name is not None:
            inner.via = [speaker.name, *(place for place in via if place[1] <= sentence.start + source.start())]
            return
        if part is not None and speaker is not None:
            state.via += [place for place in via if place[1] <= sentence.start + source.start()]
            self._make(state, each, [part], speaker)

    def _of_medium(self, state: _State, each: _Found, place: tuple[int, int], limit: int) -> bool:
        """Whether a medium reports what somebody said: "the newspaper X reported that an official said that ..."."""
        media = self._agencies(state.sentence, each.end, place[0])
        first = self._lexicon["media"].match(state.sentence.mask, self._past_blank(state.sentence.mask, each.end), place[0])
        inner = self._inner(state, place[1], limit) if media and first is not None else None
        if inner is None:
            return False
        inner.via = media
        return True

    def _inner(self, state: _State, start: int, limit: int) -> Attributed | None:
        """What a person said by whom a body is quoted: "agency A quoted the ministry as saying that minister B told ... that ..."."""
        mask = state.sentence.mask
        for other in state.found:
            if other.start <= start or other.start >= limit or other.cue.type != "verb":
                continue
            speaker = self._subject(state.sentence, start, other.start)
            begin = self._marked(mask, other.end, limit)
            if speaker is None or speaker.kind not in {"named", "office", "unnamed"} or begin is None:
                return None
            part = self._said(mask, begin[1], limit)
            if part is None or mask[speaker.end - state.sentence.start : other.start].strip():
                return None
            self._make(state, other, [part], speaker)
            return state.made[-1]
        return None

    def _as(self, state: _State, each: _Found, limit: int) -> None:
        sentence, mask = state.sentence, state.sentence.mask
        speaker = self._subject(sentence, each.end, limit)
        part = self._said(mask, self._past_and(mask, state.done), self._unjoined(mask, each.start, state.done))
        if part is None or state.made:
            self._mentioned += [speaker] if speaker is not None and speaker.kind == "collective" else []
            return
        if speaker is not None and speaker.kind != "pronoun":
            self._make(state, each, [part], speaker)

    def _according(self, state: _State, each: _Found, limit: int) -> None:
        """A source: an agency is the way on which the words came, anybody else said them."""
        sentence, mask = state.sentence, state.sentence.mask
        start = self._marked(mask, each.end, limit)
        if (own := self._lexicon["own_words"].match(mask, self._past_blank(mask, each.end))) is not None:
            opens = not mask[: each.start].strip(_BLANK) and start is not None and not mask[own.end() : start[0]].strip(_BLANK)
            part = self._said(mask, start[1], limit) if start is not None and opens else None
            if part is not None:
                self._make(state, each, [part], None)
            return
        stop = min(self._stop(mask, each.end, limit), self._next_verb(state, each))
        end = min(stop, start[0]) if start is not None else stop
        if not mask[: each.start].strip(_BLANK) and start is not None and end < start[0] < end + _APPOSED_MOST and mask[start[0]] == "ف":
            end = start[0]
        agencies = self._agencies(sentence, each.end, end)
        source = self._lexicon["of_whom"].search(mask, each.end, end) if agencies else None
        speaker = self._subject(sentence, self._past_what(mask, each.end, end) if source is None else source.end(), end)
        if source is not None:
            state.via += [place for place in agencies if place[1] <= sentence.start + source.start()]
        elif agencies and (speaker is None or (speaker.kind in {"agency", "collective"} and self._is_medium(mask, each.end, end))):
            state.via += agencies
            return
        state.source = speaker
        if state.made or (state.done > each.start and not state.paper):
            self._mentioned += [speaker] if speaker is not None and speaker.kind == "collective" else []
            return
        if not mask[: each.start].strip(_BLANK) or self._is_cited(state, start):
            begin = start[1] if start is not None and not mask[end : start[0]].strip(_BLANK) else end
            part = self._said(mask, self._past_conjunction(mask, begin), limit)
        else:
            part = self._said(mask, self._past_and(mask, state.done), each.start)
        document = self._lexicon["documents"].match(mask, self._past_blank(mask, each.end), end)
        if part is not None and speaker is None and document is not None:
            joint = self._lexicon["sides"].search(mask, *part)
            speaker = None if joint is None else self._subject(sentence, joint.start(), joint.end())
        if part is not None and speaker is not None:
            self._make(state, each, [part], speaker)

    @staticmethod
    def _next_verb(state: _State, each: _Found) -> int:
        """Where the next verb stands that says more of a source: "according to a source who said"."""
        verbs = (other.start for other in state.found if other.start > each.end and other.cue.type == "verb")
        return next(verbs, len(state.sentence.mask))

    @staticmethod
    def _is_cited(state: _State, start: tuple[int, int] | None) -> bool:
        """Whether a paper cites somebody before what was said: "agency A reported, citing B, that ..."."""
        return state.paper and start is not None and start[1] <= state.done

    def _past_what(self, mask: str, start: int, end: int) -> int:
        """Behind "what ... said", up to who it is."""
        place = self._past_blank(mask, start)
        what = self._lexicon["no_report"].match(mask, place, end)
        said = None if what is None else self._lexicon.cues.match(mask, self._past_blank(mask, what.end()), end)
        if said is None:
            return start
        of_it = self._lexicon["of_it"].match(mask, self._past_blank(mask, said.end()), end)
        return said.end() if of_it is None else of_it.end()

    def _past_and(self, mask: str, start: int) -> int:
        """Behind an "and" that is written together with the first word of a sentence."""
        start = self._past_blank(mask, start)
        alone = mask.startswith("و", start) and self._lexicon["begin_with_and"].match(mask, start) is None
        return start + 1 if alone else start

    def _is_medium(self, mask: str, start: int, end: int) -> bool:
        first = re.compile(r"\s*\w+").match(mask, start, end)
        return first is None or self._lexicon["media"].fullmatch(first.group().strip()) is not None or HIDDEN in mask[start:end]

    def _alone(self, sentence: Sentence) -> list[Attributed]:
        """A sentence that is one quotation and no more."""
        asks = len(sentence.quoted) == 1 and sentence.quoted[0].spoken and self._text[: sentence.end].rstrip().endswith(("؟", "?"))
        if asks or len(sentence.quoted) != 1 or sentence.mask.strip(_BLANK + "".join(_MARKS) + HIDDEN):
            return []
        part = self._said(sentence.mask, 0, len(sentence.mask))
        (cue, at, speaker), self._listed = self._listed or (None, None, None), None
        return [] if part is None else [Attributed([self._placed(sentence, part)], cue, at, speaker, [], sentence)]

    # ---- where it begins ----

    def _start(self, mask: str, each: _Found, limit: int, *, subject: bool = True, again: bool = False) -> tuple[int, int, bool] | None:
        """Where the subject's words end, where what was said begins, and whether no sign parts them; None where nothing was said."""
        marked = self._marked(mask, each.end, limit)
        if "noun" in each.cue.takes or "plain" in each.cue.takes:
            end, found = each.end, None
            if subject:
                behalf = self._lexicon["on_behalf"].search(mask, each.end, limit)
                if behalf is not None and self._lexicon["objects"].search(mask, each.end, behalf.start()):
                    behalf = None  # "denied what came out of the mouth of X"
                found = self._subjects.find(mask, each.end if behalf is None else behalf.end(), limit, open_end=True)
                end = found.end if found is not None else end
            if (
                again
                and each.cue.addressed
                and found is not None
                and (found.kind != "named" or found.office is None)
                and self._lexicon.leads[each.cue.id].match(mask, self._past_blank(mask, end), limit)
            ):
                return each.end, found.start, True
            longer = self._longer_name(mask, each.cue, found, limit)
            if longer is not None:
                begin = self._noun(mask, each.cue, longer, limit, marked=False)
                return None if begin is None else (longer, begin, False)
            led = each.cue.addressed and marked is not None and self._lexicon.leads[each.cue.id].match(mask, marked[0], limit)
            begin = self._noun(mask, each.cue, end, limit if marked is None or led else min(limit, marked[0]), marked=marked is not None)
            if begin is not None:
                return end, begin, True
        return None if marked is None else (*marked, False)

    def _longer_name(self, mask: str, cue: Cue, found: Mention | None, limit: int) -> int | None:
        """Where a name ends that has a word or two more, up to a lead of the reporting words or a noun that stands for what was said."""
        if found is None or found.kind != "named":
            return None
        more = _MORE_NAMES.match(mask, found.end, limit)
        for end in [] if more is None else [each for each in (more.end(1), more.end(2)) if each != -1]:
            lead = self._lexicon.leads[cue.id].match(mask, self._past_blank(mask, end), limit)
            if lead is not None and not self._belongs(cue, lead.group()) and self._subjects.is_name(mask, found.end, end):
                return end
        return None

    def _noun(self, mask: str, cue: Cue, start: int, limit: int, *, marked: bool) -> int | None:
        """Where a noun begins that stands for what was said, behind the subject, its adjuncts and a lead of the reporting words."""
        place = self._past_adjuncts(mask, self._past_relative(mask, cue, start, limit), limit)
        lead = self._lexicon.leads[cue.id].match(mask, place, limit)
        aside = _PUT_IN.match(mask, place, limit) if lead is None and mask[:place].rstrip().endswith("،") else None
        if aside is not None:
            lead = self._lexicon.leads[cue.id].match(mask, aside.end(), limit)
            place = place if lead is None else lead.start()
            if lead is None and "plain" in cue.takes and not cue.leads and self._lexicon["where_from"].match(mask, place) is not None:
                place = aside.end()
        if lead is None and cue.leads and place > start and mask[start:place].strip(_BLANK):  # "told the channel X of ..."
            ends = (behind.end() for behind in (told.match(mask, place, limit) for told in _TOLD) if behind is not None)
            lead = next((found for end in ends if (found := self._lexicon.leads[cue.id].match(mask, end, limit))), None)
            place = place if lead is None else lead.start()
        if lead is not None:
            begin = place if self._belongs(cue, lead.group()) else self._past_blank(mask, lead.end())
            return begin if begin < limit else None
        if self._lexicon["objects"].match(mask, place, limit):
            return place
        far = min(limit, place + _ADDRESSEE_MOST)
        if (
            place > start
            and mask[start:place].strip(_BLANK)
            and not (cue.addressed and "،" in mask[start:place] and self._lexicon.leads[cue.id].search(mask, place, far))
        ):
            noun = self._lexicon["objects"].search(mask, place, min(limit, place + _ADJUNCT_MOST))
            return noun.start() if noun is not None and not set(mask[place : noun.start()]) & set("،,؛") else None
        if "plain" not in cue.takes or (marked and not cue.leads):
            return None
        return place if not cue.leads or self._lexicon.leads[cue.id].search(mask, place, min(limit, place + _ADDRESSEE_MOST)) else None

    def _past_relative(self, mask: str, cue: Cue, start: int, limit: int) -> int:
        """Behind a relative clause that tells more of the speaker, up to the lead of the reporting words."""
        relative = self._lexicon["relatives"].match(mask, self._past_blank(mask, start), limit)
        lead = None
        if relative is not None and cue.leads:
            lead = self._lexicon.leads[cue.id].search(mask, relative.end(), min(limit, relative.end() + _ADDRESSEE_MOST))
        return start if lead is None else lead.start()

    @staticmethod
    def _belongs(cue: Cue, lead: str) -> bool:
        """Whether a lead belongs to what was said: it is a form with an asterisk."""
        return lead not in {folded(each) for each in cue.leads}

    def _marked(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
        """The first sign that something is said: a "that", a colon, a quotation that is not a name."""
        ways = []
        that = self._that.search(mask, start, limit)
        while that is not None and (self._is_no_that(mask, that.end()) or not self._subjects.is_that(that)):
            that = self._that.search(mask, that.end(), limit)
        if that is not None:
            ways.append((that.start(), that.end()))
        colon = _COLON.search(mask, start, limit)
        if colon is not None:
            ways.append((colon.start(), colon.end()))
        quotation = self._quotation(mask, start, limit)
        if quotation is not None:
            ways.append((quotation[0], quotation[0]))
        if quotation is not None and self._is_name(mask, quotation, that, colon):
            ways.remove((quotation[0], quotation[0]))
        found = min(ways, default=None)
        if found is None or len(mask[start : found[0]].split()) > _SUBJECT_MOST:
            return None
        return found

    @staticmethod
    def _is_name(mask: str, quotation: tuple[int, int], that: re.Match[str] | None, colon: re.Match[str] | None) -> bool:
        """Whether a short quotation is a name among the words of a speaker: behind it, a "that" or a colon begins what was said."""
        if quotation[1] - quotation[0] > _NAME_MOST or mask[: quotation[0]].rstrip()[-1:] == ":":
            return False
        if colon is not None and not mask[quotation[1] : colon.start()].strip() and quotation[1] <= colon.start():
            return True
        return that is not None and quotation[1] < that.start() and not that.group().startswith("و")

    def _is_no_that(self, mask: str, end: int) -> bool:
        """Whether a "that" belongs to another conjunction, as "after" or "although"."""
        return any(each.end() >= end for each in self._lexicon["no_that"].finditer(mask, max(0, end - 24), end + 12) if each.start() < end)

    def _quotation(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
        """The first quotation that is not the name of a medium or a body."""
        place = start
        while (place := next((at for at in range(place, limit) if mask[at] in OPENING), -1)) != -1:
            end = place + 1
            while end < limit and mask[end] == HIDDEN:
                end += 1
            end += end < limit
            if end == place + 1 or HIDDEN not in mask[place:end]:
                place += 1
                continue
            before = mask[start:place].split()
            if not before or not (
                self._lexicon["to_whom"].fullmatch(before[-1])
                or self._lexicon["media"].fullmatch(before[-1])
                or self._lexicon["named_in_marks"].fullmatch(before[-1])
            ):
                return place, end
            place = end
        return None

    def _past_adjuncts(self, mask: str, start: int, limit: int) -> int:
        """Behind "on Thursday", ", in a statement," and their like."""
        place = self._past_blank(mask, start)
        while (adjunct := self._adjunct(mask, place, limit)) is not None:
            comma = re.compile(r"[^،,؛]*[،,]").match(mask, adjunct.end(), limit)
            between = mask[start:place]
            parted = comma is not None and ("،" in between or "," in between)
            place = self._past_blank(mask, comma.end() if comma is not None and parted else adjunct.end())
        return min(place, limit)

    def _adjunct(self, mask: str, place: int, limit: int) -> re.Match[str] | None:
        return self._lexicon["adjuncts"].match(mask, place, limit) or self._lexicon["bare_adjuncts"].match(mask, place, limit)

    @staticmethod
    def _past_blank(mask: str, place: int) -> int:
        while place < len(mask) and mask[place] in " \t،,()":
            place += 1
        return place

    def _past_conjunction(self, mask: str, place: int) -> int:
        place = self._past_blank(mask, place)
        that = self._that.match(mask, place)
        return place if that is None else that.end()

    def _stop(self, mask: str, start: int, limit: int) -> int:
        """Where a clause ends: at its first comma."""
        return next((place for place in range(start, limit) if mask[place] in "،,؛;:"), limit)

    def _subject_end(self, mask: str, start: int, limit: int) -> int:
        return next((place for place in range(start, limit) if mask[place] in OPENING), limit)

    # ---- where it ends ----

    def _said(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
        """What was said, from a place on: a quotation that a comma follows, or up to an aside or the end."""
        start = self._past_that(mask, start, limit)
        end = limit
        if start < limit and mask[start] in OPENING:
            close = start + 1
            while close < limit and mask[close] == HIDDEN:
                close += 1
            close += close < limit
            rest = mask[close:limit].lstrip(" .")
            if not rest or (rest[0] in "،,؛;" and not self._that.match(mask, self._past_blank(mask, close), limit)):
                end = close
        aside = self._lexicon["asides"].search(mask, start, end)
        while aside is not None and not mask[start : aside.start()].rstrip().endswith(("،", ",", *CLOSING)):
            aside = self._lexicon["asides"].search(mask, aside.end(), end)
        if aside is not None:
            end = aside.start()
        end = self._without_tail(mask, start, end)
        if len(mask[start:end].split()) < _LEAST and HIDDEN not in mask[start:end]:
            return None
        if self._lexicon["follows"].fullmatch(mask, start, end):
            return None
        return start, end

    def _without_tail(self, mask: str, start: int, end: int) -> int:
        """An end without signs, and without a conjunction before it, which belongs to what comes next."""
        while True:
            while end > start and mask[end - 1] in _BLANK + "!?؟…":
                end -= 1
            last = mask.rfind(" ", start, end)
            if last == -1 or self._lexicon["conjunctions"].fullmatch(mask, last + 1, end) is None:
                return end
            end = last

    def _past_that(self, mask: str, start: int, limit: int) -> int:
        place = start
        while True:
            while place < limit and mask[place] in _BLANK:
                place += 1
            that = self._that.match(mask, place, limit)
            if that is None:
                return place
            place = that.end()

    def _quoted_before(self, mask: str, done: int, each: _Found) -> tuple[int, int] | None:
        """A quotation that stands before reporting words, alone."""
        before = mask[done : each.start]
        first = done + len(before) - len(before.lstrip(_BLANK))
        last = done + len(before.rstrip(_BLANK))
        if last - first < _BEFORE_LEAST or mask[first] not in OPENING or mask[last - 1] not in CLOSING:
            return None
        if set(mask[first + 1 : last - 1]) != {HIDDEN}:
            return None
        return first, last

    # ---- who ----

    def _subject(self, sentence: Sentence, start: int, end: int, *, open_end: bool = False) -> Mention | None:
        behalf = self._lexicon["on_behalf"].search(sentence.mask, start, end)
        if behalf is not None and (found := self._subject(sentence, behalf.end(), end, open_end=open_end)) is not None:
            whose = self._subjects.find(sentence.mask, start, behalf.start())
            return found if found.side is not None or whose is None else found._replace(side=whose.side)
        document = self._lexicon["documents"].match(sentence.mask, self._past_blank(sentence.mask, start), end)
        if document is not None:
            return self._author(sentence, document.end(), end, open_end=open_end)
        found = self._subjects.find(sentence.mask, start, end, open_end=open_end)
        return None if found is None else _moved(found, sentence.start)

    def _author(self, sentence: Sentence, start: int, end: int, *, open_end: bool) -> Mention | None:
        """Whose document says something: whoever is named behind it; a joint one is both sides'; else whoever spoke last."""
        mask = sentence.mask
        issued = self._lexicon["of_whom"].search(mask, start, end)
        found = self._subjects.find(mask, start if issued is None else issued.end(), end, open_end=open_end)
        if found is not None and found.kind in {"collective", "sides", "office"}:
            return _moved(found, sentence.start)
        return None

    def _before(self, state: _State, each: _Found) -> Mention | None:
        """Whoever stands before the verb, in a clause that begins with its subject."""
        earlier = [other.end for other in state.found if other.end <= each.start and other.cue.type == "verb"]
        first = max([state.done, *earlier])
        if each.start <= first:
            return None
        mask = state.sentence.mask
        start = self._past_blank(mask, first)
        while (conjunction := self._lexicon["conjunctions"].match(mask, start, each.start)) is not None:
            start = self._past_blank(mask, conjunction.end())
        found = self._subject(state.sentence, start, each.start, open_end=bool(earlier))
        return found if found is not None and found.kind != "pronoun" else None

    def _agencies(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The media that a part of a sentence names: behind a word for one, or as the lexicon knows them."""
        base, text = sentence.start, self._text
        found: list[tuple[int, int]] = []
        for quoted in sentence.quoted:
            if start <= quoted.start - base < end:
                before = sentence.mask[: quoted.start - base].split()
                if before and (self._lexicon["media"].fullmatch(before[-1]) or self._lexicon["to_whom"].fullmatch(before[-1])):
                    found.append(quoted.inside)
        for match in self._lexicon.agencies.finditer(text, base + start, base + end):
            place = self._unjoined_name(match)
            if not any(a <= place[0] < b for a, b in found) and self._is_medium_name(sentence.mask, place[0] - base, place[1] - base):
                found.append(place)
        for match in _BETWEEN_STROKES.finditer(sentence.mask, start, end):
            if self._is_told(sentence.mask, match.start()):
                found.append((base + match.start(1), base + match.end(1)))
        return sorted(found)

    def _told(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The media to which somebody spoke: behind a word for one, or behind a preposition that is written together with it."""
        mask, base = sentence.mask, sentence.start
        found = [place for place in self._agencies(sentence, start, end) if self._is_told(mask, place[0] - base)]
        for word in self._lexicon["media"].finditer(mask, start, end):
            official = self._lexicon["official"].match(mask, self._past_blank(mask, word.end()), end)
            if official is not None:
                found.append(
                    (
                        base + word.start() + (mask[word.start()] == "ل") + (mask[word.start() : word.start() + 2] == "لل"),
                        base + official.end(),
                    )
                )
        return [place for place in found if not any(a <= place[0] and place[1] <= b and (a, b) != place for a, b in found)]

    def _is_told(self, mask: str, place: int) -> bool:
        words = mask[:place].rstrip("".join(_MARKS) + "/").split()
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
        return " " in name or not name.startswith("ال") or self._is_told(mask, start) or mask[max(0, start - 1)] in _MARKS

    # ---- as attributed ----

    def _make(self, state: _State, each: _Found, parts: list[tuple[int, int]], speaker: Mention | None) -> None:
        sentence = state.sentence
        at = (sentence.start + each.start, sentence.start + each.end)
        state.made.append(Attributed([self._placed(sentence, part) for part in parts], each.cue, at, speaker, [], sentence))
        first = min(part[0] for part in parts)
        heard = [
            *self._told(sentence, state.done, first),
            *self._told(sentence, each.end, len(sentence.mask) if first < each.start else first),
        ]
        state.made[-1].via = list(dict.fromkeys(heard))
        state.done = max(part[1] for part in parts)
        state.subject = None

    @staticmethod
    def _placed(sentence: Sentence, part: tuple[int, int]) -> tuple[int, int]:
        return sentence.start + part[0], sentence.start + part[1]


def _moved(mention: Mention, by: int) -> Mention:
    """A mention of a mask, in the text."""
    name = None if mention.name is None else (mention.name[0] + by, mention.name[1] + by)
    office = None if mention.office is None else (mention.office[0] + by, mention.office[1] + by)
    return Mention(mention.kind, name, office, mention.side, mention.start + by, mention.end + by)
