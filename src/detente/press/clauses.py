"""Where reporting words stand in a sentence of fixed word order, and where what they report begins and ends.

Rules:

1. Reporting words are verbs that no "not", "to" or "would" makes void, or nouns behind their owner.
2. What was said follows them: a clause with "that", a quotation, or a clause that has a verb of its own. Where only days, places and
   listeners follow, it stands before their subject. A clause can stand around them, or go on behind them.
3. All places are of the mask: who speaks is not looked at here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import msgspec

from detente.press.clause_words import clause_words
from detente.press.lexicon import Lexicon
from detente.press.noun_signs import is_noun
from detente.press.passage_ends import PassageEnds
from detente.press.relative_clauses import RelativeClauses
from detente.press.sentences import HIDDEN, OPENING
from detente.press.word_files import Cue, Takes

SIGN: Final = re.compile("[;:—–•()”»“\"]|,(?!\\d{3})|(?<=\x01)'|(?<=\\s)-(?=\\s)|‘")

_COMMA: Final = re.compile(r",(?!\d{3})")

_RELATIVE_END: Final = re.compile(r"[,;](?!\d{3})| [—–-] ")
"""What ends a relative clause."""

_PARTS: Final = re.compile(r"[,;](?!\d{3})")

BLANK: Final = " \t\n,;:.—–-"

OPENS: Final = re.compile(rf"[{OPENING}‘]|'(?={HIDDEN})")

LED: Final = re.compile(rf":\s*(?=[{OPENING}‘])")
"""A clause that leads to a quotation: "It made no secret of why: ..."."""

_OWNER: Final = re.compile(r"\w(?='s?\s+(?:[\w-]+\s+)?\Z)")

_OWNER_NEAR: Final = 40
"""Characters before a noun in which its owner ends."""

_NEAR: Final = 12
"""Characters behind "at" in which the figure begins that something is put at: "estimated at some 40 crowns"."""

BETWEEN_MOST: Final = 14
"""Words that may stand between reporting words and what follows them."""

WORDS_LEAST: Final = 2
"""Words of what was said."""


def _as_verb(cue: Cue) -> Cue:
    """A rule of participles as one of verbs with a speaker of their own: "had been warning residents that"."""
    takes: list[Takes] = [*cue.takes, "whom", "optional"] if "bare" in cue.takes else cue.takes
    return msgspec.structs.replace(cue, type="verb", takes=takes)


@dataclass
class Found:
    """Reporting words; places are of the mask."""

    cue: Cue
    start: int
    end: int
    subject_end: int
    """Where the subject before them ends at the latest."""


class Clauses:
    """Reads the mask of a sentence, with the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = clause_words(lexicon)
        self._lexicon, self._syntax, self._shapes = lexicon, lexicon.file.syntax, lexicon.shapes
        self._put_at, self._nothing = lexicon.shapes["put_at"], lexicon.shapes["said_nothing"]
        self._adjunct, self._adverbs, self._auxiliary = words.adjunct, words.adverbs, words.auxiliary
        self._conjunctions, self._figure, self._finite = words.conjunctions, words.figure, words.finite
        self._fronted, self._own_clause, self._voids = words.fronted, words.own_clause, words.voids
        self._whom, self._also_finite, self._issued = words.whom, words.also_finite, words.issued
        self._conditions, self._joints = words.conditions, words.joints
        self._verbs = {cue.id: _as_verb(cue) for cue in lexicon.file.cues if cue.type == "adding"}
        self._at_end = frozenset(lexicon.file.syntax.end_sentences)
        self._ends, self._relatives = PassageEnds(lexicon, words.finite), RelativeClauses(lexicon, words.finite)

    def cues(self, mask: str) -> list[Found]:
        """All reporting words of a mask, in order."""
        found = list[Found]()
        matches = [*self._lexicon.cues.finditer(mask), *self._lexicon.behind.finditer(mask)]
        for match in sorted(matches, key=lambda each: each.start()):
            cue = self._lexicon.cue_of(match.group())
            if mask[match.start() - 1 : match.start()] == "-":
                continue  # "so-called"
            goes_on = self._shapes["is_doing"].search(mask, 0, match.start()) if cue.type == "adding" else None
            if goes_on is not None:  # "Officials *are urging* everybody to leave"
                found.append(Found(self._verbs[cue.id], goes_on.start(), match.end(), goes_on.start()))
                continue
            if cue.type == "verb" and (match.group()[0].isupper() or self.is_void(mask, match.start())):
                continue  # with a capital it is a name, as "Said" is
            put = self._put_at.match(mask, match.end()) if "figure" in cue.takes else None
            if put is not None and ("bare" not in cue.takes or self._figure.search(mask, put.end(), put.end() + _NEAR) is not None):
                continue  # "the cost, put at 40 crowns"
            if self._lexicon["idioms"].match(mask, match.start()) is not None:
                continue  # "said his prayers", "told a joke"
            nothing = self._nothing.match(mask, match.end())
            if nothing is not None and self._finite.match(mask, nothing.end()) is None:
                continue  # "had said nothing by then", "accused no one"
            if (
                found
                and cue.type == "adding"
                and "figure" in cue.takes
                and self._lexicon["called_so"].match(mask, match.start()) is not None
            ):
                continue  # "rejected the report, calling it "a lie""
            apart = mask[: match.start()].rstrip().endswith(",") or self._shapes["wrote_before"].search(mask, 0, match.start()) is not None
            apart = apart or self._shapes["with_whom"].search(mask, 0, match.start()) is not None
            if cue.type == "adding" and "plain" in cue.takes and not apart:
                continue  # "a letter urging Norway to"
            if cue.type == "verb" and self._relatives.is_aside(mask, *match.span()):
                continue  # "the source, who said he was tired, told Reuters"
            if cue.type in {"verb", "behind"} and is_noun(mask, match, self._lexicon, self._finite):
                continue
            owner = _OWNER.search(mask, max(0, match.start() - _OWNER_NEAR), match.start()) if cue.type == "noun" else None
            if cue.type == "noun" and owner is None:
                continue
            found.append(Found(cue, match.start(), match.end(), match.start() if owner is None else owner.start() + 1))
        return found

    def is_void(self, mask: str, place: int) -> bool:
        """Whether the word before makes it no report: "did not say", "was told", "to say"."""
        words = mask[max(0, place - 40) : place].lower().split()
        for number in reversed(range(len(words))):
            word = words[number]
            if word in self._adverbs:
                continue
            owned = number > 0 and word in self._syntax.possessives and words[number - 1] in self._syntax.locating  # "for her"
            if (word in self._voids and not owned) or self._shapes["negated"].search(word) is not None:
                return True
            break
        return self._shapes["supposed"].match(mask, self.sign(mask, place), place) is not None

    def is_at_sign(self, mask: str, place: int) -> bool:
        """Whether nothing but conjunctions and adverbs stands between a place and the sign before it."""
        words = mask[self.sign(mask, place) : place].lower().split()
        return all(word in self._conjunctions or word in self._adverbs for word in words)

    def is_apart(self, mask: str, place: int, end: int) -> bool:
        """Whether a subject stands at a sign, and no conjunction makes it the subject of the report's own clause."""
        first = mask[place:end].lower().split(None, 1)
        if not self.is_at_sign(mask, place) or (first and first[0] in self._conjunctions):
            return False
        sign = self.sign(mask, place)
        joined = any(word in self._joints for word in mask[sign:place].lower().split())
        return not joined or sign == 0 or HIDDEN in mask[max(0, sign - 3) : sign]  # "X was shut, while the mayor praised Y"

    @staticmethod
    def sign(mask: str, place: int) -> int:
        """Behind the last sign before a place."""
        last = 0
        for match in SIGN.finditer(mask, 0, place):
            last = match.end()
        return last

    def around(self, mask: str, each: Found, done: int, begins: int, limit: int) -> list[tuple[int, int]] | None:
        """A clause around its reporting words: "Officials, he said, had replied"."""
        before = self.trimmed(mask, done, begins, least=1)
        place = each.end
        whom = self._whom.match(mask, place, limit) if "whom" in each.cue.takes else None
        place = self.past_adjuncts(mask, place if whom is None else whom.end(), limit)
        behind = mask[each.end + len(mask[each.end : place].rstrip(" ,")) : limit].lstrip()
        if before is None or not behind.startswith(",") or not self.is_at_sign(mask, begins):
            return None
        first = mask[before[0] : before[1]].split(None, 1)[0].lower().strip(",")
        rest = self.trimmed(mask, place, limit)
        if rest is None:
            return None
        clause = self._finite.search(mask, *before) is not None
        if first == mask[before[0] : before[1]].lower() and first in self._conjunctions:  # "But, he said, nobody came"
            return [rest] if self._finite.search(mask, *rest) else None
        if first in self._fronted or first in self._adverbs:  # "Until then, he promised, nothing will change"
            follows = self._finite.search(mask, *rest) and mask[rest[0] : rest[1]].split(None, 1)[0].lower() not in self._fronted
            return ([before, rest] if clause else [rest]) if follows else None
        if clause:
            return None
        return [before, rest] if self._finite.match(mask, rest[0]) or OPENS.match(mask, rest[0]) else None

    def clause_end(self, mask: str, start: int, limit: int) -> int:
        """Where a clause ends that stands in the midst of another: before the verb of that."""
        verbs = list(self._finite.finditer(mask, start, limit))
        return verbs[-1].start() if len(verbs) > 1 else limit

    def before_own(self, mask: str, each: Found, start: int, limit: int) -> int:
        """Where the report goes on by itself: "agreed to meet again, but have fixed no date", "condemned "a plot" and left"."""
        limit = self.end_of(mask, each, start, limit)
        later = self._shapes["so_long_after"].search(mask, start, limit)
        if later is not None and self._finite.search(mask, start, later.start()) is not None:
            limit = later.start()
        if "plain" in each.cue.takes and (done := self._shapes["did_besides"].search(mask, start, limit)) is not None:
            return done.start()
        if each.cue.kind not in {"agreement", "pledge"} or self._auxiliary.search(mask, start, limit) is None:
            return limit
        contrast = self._shapes["but_then"].search(mask, start, limit)
        if contrast is not None and self._finite.search(mask, contrast.end(), limit):
            limit = contrast.start()
        own = self._own_clause.search(mask, start, limit)
        return limit if own is None or self._auxiliary.search(mask, start, own.start()) else own.start()

    def end_of(self, mask: str, each: Found, start: int, limit: int) -> int:
        """Where what was said ends, of which the report's own words are no part."""
        if self.in_relative(mask, each, limit) is not None:
            return next((sign.start() for sign in _RELATIVE_END.finditer(mask, start, limit)), limit)
        plain = "plain" in each.cue.takes and self.clause(mask, each, limit) is None
        return self._ends.end(mask, start, limit, plain=plain)

    def is_later(self, mask: str, place: int) -> bool:
        """Whether the report says at a place when something was said: ", a day after S had left"."""
        return self._shapes["so_long_after"].match(mask, place) is not None

    def without_adverbs(self, words: str) -> str:
        """Words without the adverbs at their end: "and *also* pledged"."""
        while len(last := words.rsplit(None, 1)) > 1 and last[1].lower() in self._adverbs:
            words = last[0]
        return words

    def continues(self, mask: str, each: Found) -> bool:
        """Whether a verb without a subject goes on with the verb before: "accused ..., and urged", "thanked ... and said"."""
        words = [word for word in mask[self.sign(mask, each.start) : each.start].lower().split() if word not in self._adverbs]
        return bool(words) and words[-1] in self._conjunctions

    def are_joined(self, mask: str, each: Found, other: Found) -> bool:
        """Whether no clause stands between two verbs, so that one goes on with the other: "urged restraint and called for a truce"."""
        return "plain" in each.cue.takes and self._finite.search(mask, each.end, other.start) is None

    def is_bare(self, mask: str, each: Found) -> bool:
        """Whether a verb stands right behind a sign: "condemned the raid, *urged* calm and left"."""
        return "plain" in each.cue.takes and not mask[self.sign(mask, each.start) : each.start].strip()

    def forward(self, mask: str, each: Found, limit: int) -> int | None:
        """Where what follows reporting words begins; None where nothing does."""
        takes = each.cue.takes
        relative = self.in_relative(mask, each, limit)
        start = self.clause(mask, each, limit) if relative is None else relative[2]
        if start is not None:
            return start
        if "called" in takes and self._shapes["called_a"].match(mask, each.end, limit) is not None:
            return each.end
        if "figure" in takes and self._figure.search(mask, self.past_adjuncts(mask, each.end, limit), limit):
            return each.end
        if "plain" in takes:
            asked = self._shapes["asked_for"].match(mask, each.end, limit)  # "appealed Monday *for* calm"
            place = self.past_adjuncts(mask, each.end, limit) if asked is None else asked.end()
            first = mask[place:limit].split(None, 1)
            if first and first[0].lower() in self._syntax.closers:
                return None
            return place if len(first) > 1 and mask[place] not in ",;" else None
        return None

    def in_relative(self, mask: str, each: Found, limit: int) -> tuple[int, int, int] | None:
        """Where the relative clause of reporting words begins, who speaks, and what was said: "who they say *ordered the raid*"."""
        begin = self._relatives.begin(mask, each.start) if each.cue.type == "verb" else None
        if begin is None and each.cue.type == "verb" and (alone := self._relatives.quoted(mask, each.end, limit)) is not None:
            return self.sign(mask, each.start), self.sign(mask, each.start), alone  # "a scene he described as “a sea of fire”"
        said = None if begin is None else self._relatives.said(mask, self.past_adjuncts(mask, each.end, limit), limit)
        return None if begin is None or said is None else (*begin, said)

    def clause(self, mask: str, each: Found, limit: int) -> int | None:
        """Where a clause or a quotation begins."""
        start = self.that_or_quotation(mask, each, limit)
        return self.bare(mask, each, limit) if start is None else start

    def that_or_quotation(self, mask: str, each: Found, limit: int) -> int | None:
        """Where what follows begins behind "that", at a quotation or behind a colon; None where nothing of that follows."""
        takes = each.cue.takes
        if "that" in takes:
            that = self._lexicon["that"].search(mask, each.end, limit)
            if that is not None and self._is_between(mask, each, that.start()):
                return that.start() if self._shapes["that_itself"].match(mask, that.start(), limit) is not None else that.end()
        if "quote" in takes:
            opening = OPENS.search(mask, each.end, limit)
            if opening is not None and self._is_between(mask, each, opening.start()) and not self._is_inside(mask, each, opening.start()):
                return opening.start()
            colon = mask.find(":", each.end, limit)
            if (
                colon != -1
                and (each.cue.type == "noun" or self._is_between(mask, each, colon))
                and (HIDDEN in mask[colon:limit] or len(mask[colon + 1 : limit].split()) > WORDS_LEAST)
            ):
                return colon + 1
        return None

    def _is_between(self, mask: str, each: Found, end: int) -> bool:
        """Whether what stands between reporting words and a place is days, places and listeners only, no clause."""
        between = mask[each.end : end]
        if HIDDEN in between:
            between = self._shapes["name_between_marks"].sub(lambda name: "x" * len(name.group()), between)
        if HIDDEN in between or len(between.split()) > BETWEEN_MOST:
            return False
        rest = between[self.past_adjuncts(mask, each.end, end) - each.end :].strip(" ,:")
        takes = each.cue.takes
        listener = "whom" in takes and not self._auxiliary.search(rest)
        dated = rest != "" and self._shapes["dated_so"].search(rest.split(None, 1)[0]) is not None  # "in a letter dated Monday"
        return (
            not rest
            or listener
            or (dated and not self._auxiliary.search(rest))
            or ("plain" not in takes and any(map(self._is_prepositional, (rest, between.strip(" ,:")))))
        )

    def _is_inside(self, mask: str, each: Found, opening: int) -> bool:
        """Whether a quotation stands within a clause that begins behind a listener: "told reporters the talks "will go on"."""
        if not {"whom", "bare"} <= set(each.cue.takes) or mask[:opening].rstrip().endswith((",", ":")):
            return False
        bare = self.bare(mask, each, len(mask))
        return bare is not None and bare < opening

    def _is_prepositional(self, words: str) -> bool:
        return words.split(maxsplit=1)[0].lower() in self._syntax.locating and not self._finite.search(words)

    def bare(self, mask: str, each: Found, limit: int) -> int | None:
        """Where a clause without "that" begins."""
        takes = each.cue.takes
        if "bare" not in takes:
            return None
        place = each.end
        if "whom" in takes:
            whom = self._whom.match(mask, place, limit)
            if whom is not None and (whom.group().endswith(("'s", "’s")) or mask.startswith("’s", whom.end())):
                whom = None  # "warned Karl's track could change"
            if whom is None and not ("optional" in takes and self.begins_subject(mask[place:limit].split(None, 1)[0:1])):
                return None
            place = place if whom is None else whom.end()
        place = self.past_adjuncts(mask, place, limit)
        words = mask[place:limit].replace(HIDDEN, "x").split()
        if len(words) < (2 if HIDDEN in mask[place:limit] else WORDS_LEAST + 1) or mask[place] in ",;":
            return None
        counted = any(self._lexicon[name].match(mask, place, limit) for name in ("over", "under", "about"))  # "at least two were"
        between = self._lexicon["ranges"].match(mask, place, limit)
        first = self._figure.match(mask, place if between is None else between.end() + 1, limit)
        counted = counted or (first is not None and first.group() != HIDDEN)  # "between 30 and 40 were"
        if words[0].lower() in self._conditions and (then := _COMMA.search(mask, place, limit)) is not None and each.cue.type != "behind":
            return (
                place if self._finite.search(mask, then.end(), limit) is not None else None
            )  # "saying if all goes well, the line will open"
        if self._shapes["asks_what"].match(mask, place, limit) is not None:  # "said whether they agree depends on"
            return place if len(self._finite.findall(mask, place, limit)) > 1 else None
        if not counted and words[0].lower().strip(",") in self._fronted | self._conjunctions:
            return None
        if "," in mask[each.end : place] and (self._finite.match(mask, place) or self._shapes["later_than"].match(mask, place)):
            return None  # "said on Monday, days after a meeting broke up"
        several = self._shapes["several_names"].match(mask, place, limit)  # "said Norway, Sweden and Finland would"
        comma = _COMMA.search(mask, place if several is None else several.end(), limit)
        clause = limit if comma is None else comma.start()
        joined = self._shapes["noun_as"].match(mask, place, clause)
        if joined is not None and len(self._finite.findall(mask, place, clause)) == 1 and self._finite.search(mask, joined.end(), clause):
            return None  # "signalled a faster pace as bankers adapted"
        verb = self._finite.search(mask, place, clause) or HIDDEN in mask[place:limit]
        if not verb and comma is not None and (counted or self.begins_subject(words[:1])):  # "two-thirds of them, or 16, were"
            behind = _COMMA.search(mask, comma.end(), limit)
            aside = self._auxiliary.search(mask, comma.end(), limit if behind is None else behind.start())
            verb = behind is not None and (counted or aside is None) and self._finite.match(mask, behind.end() + 1) is not None
            verb = verb or (
                counted
                and self._shapes["rest_of_row"].match(mask, comma.end()) is not None
                and self._finite.search(mask, comma.end(), limit) is not None
            )
        also = verb or self._also_finite.search(mask, place, limit if comma is None else comma.start())  # "said Norway supports it"
        return place if also or words[0].lower() in self._lexicon.file.words.pronouns else None

    def begins_subject(self, words: list[str]) -> bool:
        """Whether a clause can begin with a word, behind a verb that needs no listener: "warned *the* truce would not hold"."""
        plain = [word.lower() for word in words]
        return bool(plain) and (plain[0] in self._syntax.articles or plain[0] in self._syntax.possessives or words[0][:1].isupper())

    def author(self, mask: str, start: int, end: int) -> int:
        """Where whoever issued a table begins: "data *released by* the ministry"; at the end, where nobody is named."""
        found = self._issued.match(mask, start, end)
        return end if found is None else found.end()

    def between(self, mask: str, start: int, end: int) -> str:
        """What stands between two places besides days, places and listeners."""
        return mask[self.past_adjuncts(mask, start, end) : end].strip(BLANK)

    def past_adjuncts(self, mask: str, start: int, limit: int) -> int:
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

    def backward(self, mask: str, done: int, end: int) -> tuple[int, int] | None:
        """What stands before the subject of reporting words; None where it is only an adverbial, or nothing."""
        part = self.trimmed(mask, done, end)
        if part is None:
            return None
        if OPENS.match(mask, part[0]):
            return part
        led = LED.search(mask, *part)
        if led is not None and self.ends_quoted(mask, part[1]):
            return led.end(), part[1]
        clauses = [each for each in _PARTS.split(mask[part[0] : part[1]]) if each.strip()]
        main = [each for each in clauses if self._is_main(each)]
        if any(HIDDEN in each or self._finite.search(each) for each in main):
            return part
        return part if main and len(" ".join(main).split()) > BETWEEN_MOST else None

    def _is_main(self, clause: str) -> bool:
        """Whether a clause is no adverbial: it begins with none, or goes on with a subject and a verb ("Under it Norway will")."""
        words = [word.lower() for word in clause.split(None, 2)[:2]]
        lead = len(clause) - len(clause.lstrip())
        if self._shapes["time_first"].match(clause, lead) is not None:
            return False  # "Hours after the vote"
        first = words[-1] if words[0] in self._adverbs and words[-1] in self._syntax.subordinators else words[0]
        ranged = self._lexicon["ranges"].match(clause, lead)
        if ranged is not None and self._figure.match(clause, ranged.end() + 1) is not None:
            return True  # "Between 30 and 40 of them remain"
        if first not in self._fronted or any(self._lexicon[name].match(clause, lead) for name in ("over", "under", "about")):
            return True  # "At least two of them remain"
        return first in self._syntax.locating and first not in self._syntax.subordinators and self._auxiliary.search(clause) is not None

    @staticmethod
    def ends_quoted(mask: str, end: int) -> bool:
        """Whether a quotation ends at a place, or right before it."""
        return HIDDEN in mask[max(0, end - 3) : end]

    def rest(self, mask: str, each: Found, limit: int) -> tuple[int, int] | None:
        """A quotation that goes on behind reporting words: "X," he said, "Y"."""
        opening = OPENS.search(mask, each.end, limit)
        if opening is None:
            return None
        between = mask[each.end : opening.start()]
        if not between.rstrip().endswith((",", ".", ":", ";", "—", "–")):
            return None
        if len(between.split()) > BETWEEN_MOST or self._finite.search(between):
            return None
        return self.trimmed(mask, opening.start(), limit)

    def trimmed(self, mask: str, start: int, end: int, least: int = WORDS_LEAST) -> tuple[int, int] | None:
        """A part without signs, conjunctions and "that" around it; None where fewer words are left."""
        place = start
        while place < end:
            if mask[place] in BLANK:
                place += 1
                continue
            that = self._lexicon["that"].match(mask, place, end) or self._lexicon["leading"].match(mask, place, end)
            if (
                that is None
                or self._shapes["as_of_said"].match(mask, place) is not None
                or self._lexicon["over"].match(mask, place, end)
                or self._lexicon["under"].match(mask, place, end)
            ):
                break
            place = that.end()
        while end > place and mask[end - 1] in BLANK + "!?…":
            end -= 1
        words = mask[place:end].rsplit(None, 1)
        if len(words) == 2 and words[1].lower() in self._conjunctions - self._at_end:
            end = place + len(words[0].rstrip(BLANK))
        if len(mask[place:end].split()) < least and HIDDEN not in mask[place:end]:
            return None
        return (place, end) if end > place else None
