"""Which words of a sentence report, in a language whose verb stands first, and whether they begin a clause of the report.

Rules:

1. Reporting words begin a clause at the beginning of a sentence, behind a sign or a quotation, with what joins clauses between; also where
   their subject is put first, behind a contrast ("but the minister said") or "as for".
2. A verb behind a negation reports nothing, nor does one that a pronoun behind it makes a relative clause ("which X told of").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from detente.press.clitics import ALIF, AND, FEMININE_PLURAL, HAMZA_ABOVE, OF_LANDS
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.sentences import CLOSING, OPENING
from detente.press.subjects import Subjects
from detente.press.word_files import Cue

_SIGN: Final = "،؛,;:.(-–—"
_BLANK: Final = " \t\n,،؛;:.—–-"
_MARKS: Final = frozenset(OPENING + CLOSING)
_BEFORE_LEAST: Final = 2
_WHEN_MOST: Final = 4
"""Words that say when something was, before a verb without a sign between."""

_CLAUSE_LEAST: Final = 10
"""Words of a verb and its clause, behind which a participle goes on without a comma."""

_SAID_LEAST: Final = 6
"""Words of what was said before a verb that closes it."""

_SHE: Final = "ت"
"""The ending of the perfect, and the first letter of the imperfect, of her who does something."""

_HE: Final = "ي"

_THING_MOST: Final = 110
"""Characters of a clause that begins with what says nothing: "that the yearly figures on fires, showed"."""

_SUBJECT_MOST: Final = 60
"""Characters of such a clause."""

_NEGATION_MOST: Final = 12
"""Characters of the word before a verb that is looked at for a negation."""


@dataclass
class Found:
    """Reporting words in a mask.

    Attributes:
        begins: whether they begin a clause of the report, and `clause`: where that does.
        inside: whether they tell what stands in a document that was named before them: "a statement in which it said that".
        upon: whether whoever stands right behind them is called upon, and no subject: "and she urged the minister to".
    """

    cue: Cue
    start: int
    end: int
    begins: bool
    clause: int
    inside: bool = False
    upon: bool = False


_NO_REPORT: Final = ("anonymity", "idioms")
"""Lists of words with which reporting words report nothing."""

_FIRST_AND: Final = re.compile(r"\A[وف](?=\w{2})")


class ReportingWords:
    """Finds the words of a mask that report, and whether they begin a clause."""

    def __init__(self, lexicon: Lexicon, subjects: Subjects) -> None:
        self._lexicon, self._subjects, self._shapes = lexicon, subjects, lexicon.shapes

    def cues(self, mask: str) -> list[Found]:
        """The reporting words of a mask, in order."""
        found: list[Found] = []
        for match in self._lexicon.cues.finditer(mask):
            if self._is_negated(mask[: match.start()]) or any(self._lexicon[name].match(mask, match.start()) for name in _NO_REPORT):
                continue
            cue, start = self._lexicon.cue_of(match.group()), match.start()
            if (
                self._shapes["of_them"].match(mask, match.end()) is not None
                and self._lexicon["answered"].fullmatch(match.group()) is not None
            ):
                continue  # "and answered nine of them"
            if found and found[-1].cue is cue and self._is_cognate(mask, match, cue):
                continue
            if found and self._lexicon["also_functions"].fullmatch(match.group()) is not None:
                continue  # "voiced, through X, its"
            if cue.type == "as" and not mask[:start].strip() and (verb := self._lexicon.cues.match(mask, self._second(match))) is not None:
                cue, start = self._lexicon.cue_of(verb.group()), verb.start()  # "as well" at the beginning of a sentence
            if cue.type not in {"relay", "according"} and self._lexicon["of_him"].match(mask, past_blank(mask, match.end())):
                continue  # "which X told of"
            then = cue.kind == "agreement" and self._past_occasion(mask, match.end()) > match.end()
            inside = self._inside(mask, match) if cue.type == "verb" and not then else None
            if inside is not None and self._is_mentioned(mask, start):
                continue
            if inside is not None:
                found.append(Found(cue, start, inside, begins=True, clause=start, inside=True))
                continue
            if cue.type == "according" and self._lexicon["no_sources"].match(mask, past_blank(mask, match.end())) is not None:
                continue  # "according to article 5"
            if cue.type == "verb" and self._is_predicate(mask, start):
                continue
            clause = self._clause(mask, start, cue)
            begins = clause < start or self._begins(mask, start, cue) or self._goes_on_at_once(mask, match, cue, found)
            begins = begins or self._opens_speech(mask, match, cue) or self._goes_on_saying(mask, match, cue, found)
            begins = begins or self._says_anew(mask, match, cue)
            begins = begins or (cue.strict and not found and self._is_after_when(mask, match, cue))
            end = self._past_occasion(mask, match.end()) if cue.kind == "agreement" else match.end()
            if cue.strict and not begins and (found or not (self._follows_subject(mask, start) or self._agree_then(mask, start, end, cue))):
                continue
            found.append(Found(cue, start, end, begins, clause, upon=not start and cue.addressed and self._calls_upon(mask, end)))
        return found

    def _past_occasion(self, mask: str, end: int) -> int:
        """Behind "during it" right behind a verb: "agreed during it the two sides"."""
        during = self._shapes["during_it"].match(mask, end)
        return end if during is None else during.end()

    def _agree_then(self, mask: str, start: int, end: int, cue: Cue) -> bool:
        """Whether a sentence says first when several agreed, without a sign: "and during the meeting agreed the two sides"."""
        if cue.kind != "agreement" or self._lexicon["sides"].match(mask, past_blank(mask, end)) is None:
            return False
        before = _FIRST_AND.sub("", mask[:start])
        return "،" not in before and self._shapes["when_first"].match(before) is not None

    def is_first_person(self, mask: str, each: Found, letter: Callable[[int], str]) -> bool:
        """Whether a verb is of the first person, as its hamza shows, within speech behind a colon: "said: X is fine, I think that"."""
        first = each.start + (mask[each.start] == AND)
        return letter(first) == HAMZA_ABOVE and ":" in mask[:first] and self._lexicon["i_do"].fullmatch(mask, first, each.end) is not None

    def gender(self, verb: str) -> str | None:
        """Whether a verb says that a woman speaks ("f") or a man ("m"): by the ending of the perfect, the first letter of the imperfect."""
        word = verb.split(maxsplit=1)[0]
        if word[0] == "و" and self._lexicon.cues.fullmatch(word[1:]) is not None:
            word = word[1:]
        if self._shapes["verb_of_several"].search(word) is not None:
            return None
        others = [_HE + word[1:]] if word[0] == _SHE else []
        others += [word[:-1] + ending for ending in ("", "ا", "ي")] if word.endswith(_SHE) else []
        return "f" if any(self._lexicon.cues.fullmatch(other) for other in others) else "m"

    def _weak(self, verb: str) -> str | None:
        """The masculine of a verb whose last letter is weak, so that it looks like one of two: "he called"."""
        stem = _FIRST_AND.sub("", verb).removesuffix(ALIF)
        her, bare = (self._lexicon.cues.fullmatch(form) for form in (stem + _SHE, stem))
        return "m" if her is not None and bare is None else None

    def _calls_upon(self, mask: str, end: int) -> bool:
        """Whether what stands right behind a verb that opens a sentence is of the other gender, and so no subject of it."""
        words = self._subjects.words
        noun = next(iter(words.tokens(mask, end, len(mask))), None)
        if noun is None or noun.kind in {"that", "mark", "function"} or (noun.kind == "name" and not noun.definite):
            return False
        word = mask[noun.start : noun.end]
        place = noun.kind == "place" and not words.is_adjective(word)
        gender = self.gender(mask[:end]) or self._weak(mask[:end])
        if gender == "f":
            office = words.heads(mask, noun) and self._lexicon["office_heads"].fullmatch(f"{word.split()[0]}ه") is not None
            return office or self._lexicon["masculine_bodies"].match(word) is not None
        hers = noun.kind in {"office", "collective"} and words.is_feminine(noun)
        hers = hers or (place and word.endswith(OF_LANDS)) or word.endswith(FEMININE_PLURAL)
        return gender == "m" and (hers or self._lexicon["feminine_bodies"].match(mask, noun.start) is not None)

    def _inside(self, mask: str, match: re.Match[str]) -> int | None:
        """Where "in which it said" ends, or reporting words of which "in it" is a part."""
        behind = self._lexicon["inside_it"].match(mask, past_blank(mask, match.end()))
        if behind is not None:
            return behind.end()
        own = self._lexicon["inside_it"].fullmatch(mask, match.end() - len(match.group().split()[-1]), match.end())
        return None if own is None else match.end()

    def _is_mentioned(self, mask: str, start: int) -> bool:
        """Whether a document is only mentioned: "in answer to the remarks in which X described"."""
        before = mask[:start].split()[-1:]
        return bool(before) and self._lexicon["relatives"].fullmatch(before[0]) is not None

    def _is_cognate(self, mask: str, match: re.Match[str], cue: Cue) -> bool:
        """Whether a word but strengthens the verb of its own clause: "denied it with a flat denial"."""
        return (
            self._shapes["accusative"].match(mask, match.end()) is not None
            and match.group()[-1] == "ا"
            and not self._begins(mask, match.start(), cue)
        )

    @staticmethod
    def _second(match: re.Match[str]) -> int:
        """Where the second word of reporting words begins."""
        words = match.group().split(None, 1)
        return match.end() - len(words[-1])

    def _follows_subject(self, mask: str, start: int) -> bool:
        """Whether a sentence begins with its subject, right behind which a verb stands, but for "had"."""
        place = 0
        while (conjunction := self._lexicon["conjunctions"].match(mask, place, start)) is not None:
            place = past_blank(mask, conjunction.end())
        subject = self._subjects.find(mask, place, start)
        if subject is None:
            return False
        between = mask[subject.end : start].split()
        return all(self._lexicon["conjunctions"].fullmatch(word) is not None for word in between)  # "the minister had announced"

    def is_behind_subject(self, mask: str, each: Found) -> bool:
        """Whether a sentence begins with its subject, and whoever is told stands behind the verb: "the minister told the paper X"."""
        return each.start > 0 and mask.startswith("ل", past_blank(mask, each.end)) and self._follows_subject(mask, each.start)

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
        if self.is_fronted(mask, start):
            return True
        return cue.type in {"according", "as"}

    def _goes_on_at_once(self, mask: str, match: re.Match[str], cue: Cue, found: list[Found]) -> bool:
        """Whether a participle goes on, without a comma, behind a verb that takes a noun: "denied the plan saying that"."""
        verb = next((each for each in reversed(found) if each.begins), None)
        if cue.type != "adding" or verb is None:
            return False
        if not {"noun", "plain"} & set(verb.cue.takes):
            at_once = self._lexicon["that"].match(mask, match.end() + 1) is not None
            return at_once and not cue.strict and len(mask[verb.end : match.start()].split()) >= _CLAUSE_LEAST
        behind = past_blank(mask, match.end())
        colon = mask.startswith(":", behind)
        behind = past_blank(mask, behind + colon)
        said = self._lexicon["that"].match(mask, behind) is not None or mask[behind : behind + 1] in _MARKS
        return said and len(mask[verb.end : match.start()].split()) > _BEFORE_LEAST

    def _opens_speech(self, mask: str, match: re.Match[str], cue: Cue) -> bool:
        """Whether a verb begins a clause without a sign: "and said" before a quotation or a colon, or any verb behind "while"."""
        if cue.type != "verb":
            return False
        behind = past_blank(mask, match.end())
        if match.group()[0] == "و" and mask[behind : behind + 1] in {":", *OPENING}:
            return True
        contrasts = self._lexicon["contrasts"].finditer(mask, max(0, match.start() - _NEGATION_MOST), match.start())
        return any(not mask[contrast.end() : match.start()].strip() for contrast in contrasts)

    def _says_anew(self, mask: str, match: re.Match[str], cue: Cue) -> bool:
        """Whether "and said" and somebody of an office begin a clause behind a stop that was lost: "... and Y and said minister X that"."""
        if match.group()[0] != AND or cue.strict or not {"that", "quote"} <= set(cue.takes) or cue.type != "verb" or not match.start():
            return False
        if self._lexicon["that"].search(mask, 0, match.start()) is not None:
            return False
        found = self._subjects.find(mask, match.end(), len(mask))
        named = found is not None and found.kind == "named" and found.name is not None
        if not named or found is None or mask[match.end() : found.start].strip():
            return False
        return self._lexicon["that"].match(mask, past_blank(mask, found.end)) is not None or ":" in mask[found.end :]

    def _is_predicate(self, mask: str, start: int) -> bool:
        """Whether a verb tells more of what a clause of what was said begins with, from which a comma parts it: "that X, calls for"."""
        if mask[start] == "و":
            return False
        subject = self._shapes["subject_alone"].search(mask, max(0, start - _SUBJECT_MOST), start)
        if subject is not None:
            return self._lexicon["that"].fullmatch(mask, *subject.span("that")) is not None
        thing = self._shapes["clause_to_comma"].search(mask, max(0, start - _THING_MOST), start)
        return thing is not None and any(self._lexicon[name].match(mask, thing.end("that") + 1) for name in ("documents", "inanimate"))

    def _goes_on_saying(self, mask: str, match: re.Match[str], cue: Cue, found: list[Found]) -> bool:
        """Whether "and said that" goes on behind a noun that was said: "denied a famine and said that"."""
        behind = past_blank(mask, match.end())
        led = self._lexicon.leads[cue.id].match(mask, behind) if cue.leads and cue.addressed else None
        relative = led is not None and self._lexicon["relatives"].search(mask, found[-1].end if found else 0, match.start()) is not None
        if cue.type != "verb" or match.group()[0] != AND or relative or (led is None and self._lexicon["that"].match(mask, behind) is None):
            return False
        before = next((each for each in reversed(found) if each.begins and each.cue.type == "verb"), None)
        if before is None or not {"noun", "plain"} & set(before.cue.takes) or len(mask[before.end : match.start()].split()) < _BEFORE_LEAST:
            return False
        return self._lexicon["that"].search(mask, before.end, match.start()) is None

    @staticmethod
    def closes(mask: str, each: Found, end: int) -> bool:
        """Whether a verb in the imperfect and its subject stand behind a comma, at the end of what was said: "X, says the minister"."""
        behind = mask[: each.start].rstrip().endswith(("،", ",")) and mask[each.start] in _SHE + _HE
        return behind and not mask[end:].strip(_BLANK + _SIGN) and len(mask[: each.start].split()) >= _SAID_LEAST

    def _is_after_when(self, mask: str, match: re.Match[str], cue: Cue) -> bool:
        """Whether a sentence says first when something was, in a few words, and then who praised or called for something."""
        before = _FIRST_AND.sub("", mask[: match.start()].strip())
        short = (
            cue.type == "verb"
            and self._shapes["when_first"].match(before) is not None
            and len(before.split()) <= _WHEN_MOST
            and not set(before) & set(_SIGN)
        )
        if not short or self._lexicon["relatives"].search(before) is not None or self._lexicon["that"].search(before) is not None:
            return False
        return self._subjects.find(mask, match.end(), len(mask), open_end=True) is not None

    def own(self, mask: str, each: Found) -> int | None:
        """Where words end that say "according to" whoever spoke last: "in his words", behind the preposition or one with it."""
        behind = self._lexicon["own_words"].match(mask, past_blank(mask, each.end))
        if behind is not None:
            return behind.end()
        last = each.end - len(mask[each.start : each.end].rsplit(maxsplit=1)[-1])
        return None if self._lexicon["own_words"].fullmatch(mask, last, each.end) is None else each.end

    def is_fronted(self, mask: str, start: int) -> bool:
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
        aside = mask[:first].rstrip()[:-1].rfind("،") if mask[first:start].strip() == "" else -1
        if aside != -1 and self._lexicon["relatives"].match(mask, past_blank(mask, aside)) is not None:
            first = max(mask.rfind(sign, 0, aside) for sign in _SIGN) + 1  # "but a source, who asked not to be named, said"
        for contrast in reversed(list(self._lexicon["contrasts"].finditer(mask, first, start))):
            subject = self._subjects.find(mask, contrast.end(), start)
            if subject is not None and subject.kind != "pronoun" and not self._told_of(mask, subject, start):
                return contrast.start()
            if subject is not None:
                break
        return start

    def _told_of(self, mask: str, subject: Mention, end: int) -> str:
        """What stands between a subject and its verb, but for a relative clause, and for what is said of somebody without a name."""
        start = subject.end
        between = mask[start:end].strip()
        if all(self._lexicon["conjunctions"].fullmatch(word) for word in between.split()):
            return ""  # "but a spokesman had said"
        of_somebody = subject.kind == "unnamed" or self._is_of_where(subject, between)
        if of_somebody and "،" not in between and self._lexicon["functions"].match(between) is not None:
            return ""  # "but a diplomat familiar with the talks said", "but X of the group "Y" criticized"
        if self._lexicon["relatives"].match(mask, past_blank(mask, start), end) is not None and "،" not in between:
            return ""  # "but a member who was of the delegation said"
        aside = between.startswith("،") and between.endswith("،") and self._lexicon["relatives"].match(mask, past_blank(mask, start))
        return "" if aside else between

    def _is_of_where(self, subject: Mention, between: str) -> bool:
        """Whether all that stands between somebody with a name and his verb is of what group he is."""
        named = subject.kind == "named" and self._shapes["of_where"].match(between) is not None
        return named and self._lexicon.cues.search(between) is None

    def is_carried(self, mask: str, start: int) -> bool:
        """Whether the subject of a verb is a pronoun that is written together with what joins its clause: "but he described"."""
        words = re.split(f"[{re.escape(_SIGN)}]", mask[:start])[-1].strip()
        return self._lexicon["carried"].fullmatch(words) is not None

    def is_contrasted(self, mask: str, each: Found) -> bool:
        """Whether a contrast stands right before reporting words, so that somebody else speaks: "while the minister called for"."""
        contrasts = self._lexicon["contrasts"].finditer(mask, max(0, each.start - _NEGATION_MOST), each.start)
        return any(not mask[contrast.end() : each.start].strip() for contrast in contrasts)


def past_blank(mask: str, place: int) -> int:
    """Behind blanks, commas and brackets."""
    while place < len(mask) and mask[place] in " \t،,()":
        place += 1
    return place


def unjoined(mask: str, limit: int, start: int) -> int:
    """A limit without the signs before it."""
    while limit > start and mask[limit - 1] in _BLANK:
        limit -= 1
    return limit
