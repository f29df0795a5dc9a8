"""Where what was said begins and ends behind reporting words, in a language whose verb stands first.

Rules:

1. It begins behind a "that" or a colon, at a quotation that is no name, or, where the words allow it, with a noun behind the subject, its
   adjuncts and a lead of the reporting words.
2. It reaches to an aside of the report or to the limit; a quotation is not gone on with behind a comma, but with another "that".
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.clitics import ALIF, TO, WITH
from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.reporting_words import Found, past_blank
from detente.press.sentences import CLOSING, HIDDEN, OPENING, Sentence
from detente.press.subjects import Subjects
from detente.press.word_files import Cue

_MARKS: Final = frozenset(OPENING + CLOSING)
_BLANK: Final = " \t\n,،؛;:.—–-"
_MORE_NAMES: Final = re.compile(r"\s+[^\W\d_]+()(?:\s+[^\W\d_]+())?")
_PUT_IN: Final = re.compile(r"[^،؛:]{1,80}،\s*")
"""What is put in between two commas."""

_COLON: Final = re.compile(r"(?<!\d):(?!\d)[\s.]*(?=\S)")
_TOLD: Final = (re.compile(r"\w+\s+"), re.compile(r"\w+\s+\w+\s+"))
"""The name of a medium behind the word for one."""

_BEFORE_LEAST: Final = 2
_SUBJECT_MOST: Final = 45
"""Words between reporting words and what was said."""

_NAME_MOST: Final = 32
"""Characters of a name between quotation marks."""

_MADE_TOGETHER: Final = frozenset({"agreement", "pledge"})
"""Kinds of what sides say they will do, behind which a preposition begins it."""

_ADJUNCT_MOST: Final = 80
"""Characters of an adjunct before a noun."""

_ADDRESSEE_MOST: Final = 90
"""Characters of whoever is called upon, up to the word that says to what."""

_PLACE_MOST: Final = 14
"""Prepositions behind which a quotation of so many characters is the name of a place."""

_DEMANDED: Final = "ب"
_LEAST: Final = 2
"""Words of what was said, where it is no quotation."""


class Passages:
    """Finds where what was said begins and ends; all places are of masks."""

    def __init__(self, lexicon: Lexicon, subjects: Subjects) -> None:
        self._lexicon, self._subjects = lexicon, subjects
        self._that, self._shapes = lexicon["that"], lexicon.shapes
        self._within = frozenset(map(folded, lexicon.file.words.names_within))

    def start(self, mask: str, each: Found, limit: int, *, subject: bool = True, again: bool = False) -> tuple[int, int, bool] | None:
        """Where the subject's words end, where what was said begins, and whether no sign parts them; None where nothing was said."""
        marked = self.marked(mask, each.end, limit)
        if "marks" in each.cue.takes and not self._is_all_marked(mask, marked, limit):
            return None
        if "rumour" in each.cue.takes and (rumour := self._rumour(mask, each, limit)) is not None:
            return rumour
        if "called" in each.cue.takes and marked is not None and marked[0] == marked[1]:
            return self._called(mask, each, marked[0], limit, subject=subject) or (*marked, False)
        if "noun" in each.cue.takes or "plain" in each.cue.takes:
            end, found = each.end, None
            if each.upon and self._lexicon.leads[each.cue.id].search(mask, each.end, min(limit, each.end + _ADDRESSEE_MOST)) is not None:
                return each.end, past_blank(mask, each.end), True
            if again and each.cue.addressed and (first := self._led_at_once(mask, each, limit)) is not None:
                return each.end, first, True
            if subject:
                behalf = self._lexicon["on_behalf"].search(mask, each.end, limit)
                if behalf is not None and self._lexicon["objects"].search(mask, each.end, behalf.start()):
                    behalf = None  # "denied what came out of the mouth of X"
                first = each.end if behalf is None else behalf.end()
                found = self._author(mask, first, limit) or self._subjects.find(mask, first, limit, open_end=True)
                end = found.end if found is not None else end
                if (own := self._own_name(mask, found, limit)) is not None:
                    end, marked = own, self.marked(mask, own, limit)
            if (
                again
                and each.cue.addressed
                and found is not None
                and (found.kind != "named" or found.office is None)
                and self._lexicon.leads[each.cue.id].match(mask, past_blank(mask, end), limit)
            ):
                return each.end, found.start, True
            if (described := self._begins_described(mask, each, found, limit, again=again)) is not None:
                return described
            longer = self._longer_name(mask, each.cue, found, limit)
            if longer is not None:
                begin = self._noun(mask, each.cue, longer, limit, marked=False)
                return None if begin is None else (longer, begin, False)
            led = each.cue.addressed and marked is not None and self._lexicon.leads[each.cue.id].match(mask, marked[0], limit)
            if led and marked is not None and self._lexicon["about_this"].fullmatch(mask[end : marked[0]].strip()) is not None:
                limit, led = marked[0], None  # "puts this down to the fact that"
            begin = self._noun(mask, each.cue, end, limit if marked is None or led else min(limit, marked[0]), marked=marked is not None)
            if begin is not None:
                return end, begin, True
        return self._act(mask, each, limit, subject=subject) if marked is None else (*marked, False)

    def _author(self, mask: str, start: int, limit: int) -> Mention | None:
        """Whose document stands behind reporting words: "a report by the bank told of the closing"."""
        document = self._lexicon["documents"].match(mask, past_blank(mask, start), limit)
        found = None if document is None else self._subjects.find(mask, document.end(), limit, open_end=True)
        at_once = found is not None and document is not None and not mask[document.end() : found.start].strip(" " + TO + ALIF)
        return found if found is not None and at_once and found.kind in {"collective", "sides", "office"} else None

    def _begins_described(self, mask: str, each: Found, found: Mention | None, limit: int, *, again: bool) -> tuple[int, int, bool] | None:
        """The same, where what is described stands behind reporting words, as a noun or as a name: "called the raid a success"."""
        if again:
            is_described = found is not None and self._is_described(mask, each.cue, found, limit)
            return (each.end, found.start, True) if found is not None and is_described else None
        if (alone := self._described_alone(mask, each.cue, found, limit)) is not None:
            return each.end, alone, True
        thing = self._described(mask, each.cue, found, limit)
        return None if thing is None else (thing, thing, True)

    def _act(self, mask: str, each: Found, limit: int, *, subject: bool) -> tuple[int, int, bool] | None:
        """The same, where a noun behind a lead alone tells what was said: "admitted to the existence of"."""
        if "act" not in each.cue.takes:
            return None
        found = self._author(mask, each.end, limit) or self._subjects.find(mask, each.end, limit, open_end=True) if subject else None
        begin = self.past_adjuncts(mask, each.end if found is None else found.end, limit)
        lead = self._lexicon.leads[each.cue.id].match(mask, begin, limit)
        return None if lead is None else (begin, begin if self._belongs(each.cue, lead.group()) else past_blank(mask, lead.end()), True)

    def _led_at_once(self, mask: str, each: Found, limit: int) -> int | None:
        """Where what is called for begins, if nobody is named between: "and demanded a schedule", whose noun could be a name else."""
        leads, first = self._lexicon.leads[each.cue.id], past_blank(mask, each.end)
        lead = leads.match(mask, first, limit)
        if lead is None or mask.startswith(WITH + ALIF, first) or not self._belongs(each.cue, lead.group()):
            return None
        stop = self.stop(mask, lead.end(), limit)
        return first if leads.search(mask, lead.end(), stop) is None and self._that.search(mask, lead.end(), stop) is None else None

    def _is_all_marked(self, mask: str, marked: tuple[int, int] | None, limit: int) -> bool:
        """Whether what was said is a quotation throughout."""
        quotation = None if marked is None else self.quotation(mask, marked[0], limit)
        if marked is None or quotation is None or mask[marked[1] : quotation[0]].strip():
            return False
        return mask[quotation[1] : limit].strip()[:1] in {"", *_BLANK}

    def _called(self, mask: str, each: Found, quotation: int, limit: int, *, subject: bool) -> tuple[int, int, bool] | None:
        """The same, where somebody calls something by a quotation: "X considered this demand "impossible"" begins with what he calls so."""
        found = self._subjects.find(mask, each.end, limit, open_end=True) if subject else None
        end = each.end if found is None else found.end
        begin = self.past_adjuncts(mask, end, quotation)
        is_thing = (found is not None or not subject) and mask[begin:quotation].strip() and not set("،,؛:") & set(mask[begin:quotation])
        return (end, begin, True) if is_thing else None

    def _described(self, mask: str, cue: Cue, found: Mention | None, limit: int) -> int | None:
        """Where what is described begins, if it was taken for the end of who does so: "Russia described the offer as ..."."""
        if found is None or found.kind not in {"collective", "office"} or not cue.addressed:
            return None
        lead = self._lexicon.leads[cue.id].match(mask, past_blank(mask, found.end), limit)
        words = list(self._shapes["definite_word"].finditer(mask, found.start, found.end))
        if lead is None or not self._is_as(lead) or not words or words[-1].start() == found.start:
            return None
        is_people = len(words) > 1 and words[-1].group().rstrip("ه").endswith("ي")  # "the French offer"
        first = words[-2] if is_people else words[-1]
        return first.start() if first.start() > found.start else words[-1].start()

    def _described_alone(self, mask: str, cue: Cue, found: Mention | None, limit: int) -> int | None:
        """Where what is described begins, if one definite word alone stands there: whoever spoke before "described the answers as"."""
        if found is None or not cue.addressed or found.kind != "named" or found.office is not None:
            return None
        lead = self._lexicon.leads[cue.id].match(mask, past_blank(mask, found.end), limit)
        is_alone = self._shapes["definite_word"].fullmatch(mask, found.start, found.end) is not None
        where = self._lexicon["functions"].match(mask, past_blank(mask, found.end), limit) if is_alone and lead is None else None
        if where is not None:  # "described the mood in X as"
            lead = self._lexicon.leads[cue.id].search(mask, where.end(), self.stop(mask, where.end(), limit))
            while lead is not None and not self._is_as(lead):
                lead = self._lexicon.leads[cue.id].search(mask, lead.end(), self.stop(mask, where.end(), limit))
        return found.start if is_alone and lead is not None and self._is_as(lead) else None

    def _is_as(self, lead: re.Match[str]) -> bool:
        """Whether a lead says what something is described as."""
        return self._shapes["described_as"].match(lead.group()) is not None

    def _is_described(self, mask: str, cue: Cue, found: Mention, limit: int) -> bool:
        """Whether what was taken for a speaker is what whoever spoke before describes: "and described the relations as"."""
        alone = (
            found.kind == "named"
            and found.office is None
            and self._shapes["definite_word"].fullmatch(mask, found.start, found.end) is not None
        )
        led = self._lexicon.leads[cue.id].search(mask, found.end, self.stop(mask, found.end, limit)) if alone and cue.addressed else None
        return led is not None and led.group()[0] == _DEMANDED

    def _own_name(self, mask: str, found: Mention | None, limit: int) -> int | None:
        """Where a short name between quotation marks ends that a body has besides: "the Association of Nations "ASSOC" welcomed"."""
        quotation = self.quotation(mask, found.end, limit) if found is not None and found.kind == "collective" else None
        if found is None or quotation is None or mask[found.end : quotation[0]].strip() or quotation[1] - quotation[0] > _NAME_MOST:
            return None
        return quotation[1] if mask[quotation[1] : limit].strip(_BLANK) else None

    def _rumour(self, mask: str, each: Found, limit: int) -> tuple[int, int, bool] | None:
        """The same, of what others have said, behind the subject and its adjuncts: "rejected what papers had reported"."""
        found = self._subjects.find(mask, each.end, limit, open_end=True)
        end = each.end if found is None else found.end
        begin = self.past_adjuncts(mask, end, limit)
        return None if self._lexicon["rumours"].match(mask, begin, limit) is None else (end, begin, True)

    def _longer_name(self, mask: str, cue: Cue, found: Mention | None, limit: int) -> int | None:
        """Where a name ends that has a word or two more, up to a lead of the reporting words or a noun that stands for what was said."""
        if found is None or found.kind != "named":
            return None
        more = _MORE_NAMES.match(mask, found.end, limit)
        for end in [] if more is None else [each for each in (more.end(1), more.end(2)) if each != -1]:
            lead = self._lexicon.leads[cue.id].match(mask, past_blank(mask, end), limit)
            promised = (cue.kind == "pledge" or not cue.addressed) and more is not None and end == more.end(1)  # "pledged X Y Z to open"
            if lead is not None and (promised or not self._belongs(cue, lead.group())) and self._subjects.is_name(mask, found.end, end):
                return end
        return None

    def _noun(self, mask: str, cue: Cue, start: int, limit: int, *, marked: bool) -> int | None:
        """Where a noun begins that stands for what was said, behind the subject, its adjuncts and a lead of the reporting words."""
        place = self.past_adjuncts(mask, self._past_relative(mask, cue, start, limit), limit)
        lead = self._lexicon.leads[cue.id].match(mask, place, limit)
        aside = _PUT_IN.match(mask, place, limit) if lead is None and mask[:place].rstrip().endswith("،") else None
        if aside is not None:
            lead = self._lexicon.leads[cue.id].match(mask, aside.end(), limit)
            place = place if lead is None else lead.start()
            if lead is None and "plain" in cue.takes and not cue.leads and self._lexicon["where_from"].match(mask, place) is not None:
                return aside.end()
        if lead is None and cue.leads and place > start and mask[start:place].strip(_BLANK):  # "told the channel X of ..."
            ends = (behind.end() for behind in (told.match(mask, place, limit) for told in _TOLD) if behind is not None)
            lead = next((found for end in ends if (found := self._lexicon.leads[cue.id].match(mask, end, limit))), None)
            place = place if lead is None else lead.start()
        if lead is not None:
            begin = place if self._belongs(cue, lead.group()) else past_blank(mask, lead.end())
            return begin if begin < limit else None
        if cue.leads and cue.kind in _MADE_TOGETHER and place > start:  # "agreed, in a call this noon, on"
            lead = self._lexicon.leads[cue.id].search(mask, place, min(limit, place + _ADJUNCT_MOST))
            if lead is not None and not self._belongs(cue, lead.group()) and "،" not in mask[place : lead.start()]:
                return past_blank(mask, lead.end())
        if (affirmed := self._shapes["affirming"].match(mask, place, limit)) is not None:
            return affirmed.end()
        about = None if cue.leads or mask[start:place].strip(_BLANK) else self._shapes["announced_of"].match(mask, place)
        if about is not None:
            start = place = about.end()
        acts = "noun" in cue.takes or (place > start and not mask[start:place].strip().endswith("،"))
        if self._lexicon["objects"].match(mask, place, limit) or (acts and self._shapes["noun_of_action"].match(mask, place, limit)):
            return place
        far = min(limit, place + _ADDRESSEE_MOST)
        if (
            place > start
            and mask[start:place].strip(_BLANK)
            and not (cue.addressed and "،" in mask[start:place] and self._lexicon.leads[cue.id].search(mask, place, far))
        ):
            if marked and self._lexicon["relatives"].match(mask, place, limit) is not None:
                return None  # "told the agency, asking that his name not be given, that"
            noun = self._lexicon["objects"].search(mask, place, min(limit, place + _ADJUNCT_MOST))
            if noun is not None and not set(mask[place : noun.start()]) & set("،,؛"):
                return noun.start()
            return None if marked or (cue.leads and "noun" not in cue.takes) else self._behind_statement(mask, start, limit)
        if "plain" not in cue.takes or (marked and not cue.leads):
            return None
        return place if not cue.leads or self._lexicon.leads[cue.id].search(mask, place, min(limit, place + _ADDRESSEE_MOST)) else None

    def _behind_statement(self, mask: str, start: int, limit: int) -> int | None:
        """Where a noun begins behind "in a statement" and what more is said of that: "condemned in a statement, the attack"."""
        document = self._shapes["in_statement"].match(mask, start, limit) or self._shapes["on_this_occasion"].match(mask, start, limit)
        if document is None:
            return None
        begin = self.past_adjuncts(mask, document.end(), limit)
        noun = self._lexicon["objects"].match(mask, begin, limit) or self._shapes["noun_of_action"].match(mask, begin, limit)
        return begin if noun is not None or self._shapes["definite_word"].match(mask, begin, limit) is not None else None

    def _past_relative(self, mask: str, cue: Cue, start: int, limit: int) -> int:
        """Behind a relative clause that tells more of the speaker, up to the lead of the reporting words or to what was said."""
        relative = self._lexicon["relatives"].match(mask, past_blank(mask, start), limit)
        lead = None
        if relative is not None and not cue.leads:
            behind = mask.find("،", relative.end(), min(limit, relative.end() + _ADDRESSEE_MOST))
            return start if behind == -1 or self._lexicon["objects"].match(mask, past_blank(mask, behind), limit) is None else behind
        if relative is not None and cue.leads:
            lead = self._lexicon.leads[cue.id].search(mask, relative.end(), min(limit, relative.end() + _ADDRESSEE_MOST))
        return start if lead is None else lead.start()

    @staticmethod
    def _belongs(cue: Cue, lead: str) -> bool:
        """Whether a lead belongs to what was said: it is a form with an asterisk."""
        return lead not in {folded(each) for each in cue.leads}

    def marked(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
        """The first sign that something is said: a "that", a colon, a quotation that is not a name."""
        ways = []
        that = self._that.search(mask, start, limit)
        while that is not None and (self._is_no_that(mask, that.end()) or not self._subjects.words.is_that(that)):
            that = self._that.search(mask, that.end(), limit)
        if that is not None:
            ways.append((that.start(), that.end()))
        colon = _COLON.search(mask, start, limit)
        if colon is not None:
            ways.append((colon.start(), colon.end()))
        quotation = self.quotation(mask, start, limit)
        if quotation is not None:
            ways.append((quotation[0], quotation[0]))
        if quotation is not None and (
            self._is_name(mask, start, quotation, that, colon) or self._is_speaker(mask, start, quotation, limit)
        ):
            ways.remove((quotation[0], quotation[0]))
        found = min(ways, default=None)
        if found is None or len(mask[start : found[0]].split()) > _SUBJECT_MOST:
            return None
        return found

    @staticmethod
    def _is_name(mask: str, start: int, quotation: tuple[int, int], that: re.Match[str] | None, colon: re.Match[str] | None) -> bool:
        """Whether a short quotation is a name among the words of a speaker: behind it, a "that" or a colon begins what was said."""
        if quotation[1] - quotation[0] > _NAME_MOST or mask[: quotation[0]].rstrip()[-1:] == ":":
            return False
        if colon is not None and quotation[1] <= colon.start() and "،" not in (between := mask[quotation[1] : colon.start()]):
            beside = mask[start : quotation[0]].strip() and mask[colon.end() : colon.end() + 1] in OPENING  # "on "X" of Monday: "...""
            if not between.strip() or beside:
                return True
        return that is not None and quotation[1] < that.start() and not that.group().startswith("و")

    def _is_speaker(self, mask: str, start: int, quotation: tuple[int, int], limit: int) -> bool:
        """Whether a short quotation right behind a verb is the name of whoever speaks: "said «X», at a conference: «...»"."""
        if mask[start : quotation[0]].strip() or quotation[1] - quotation[0] > _NAME_MOST or not mask.startswith("،", quotation[1]):
            return False
        behind = past_blank(mask, quotation[1])
        if self._shapes["which_is"].match(mask, behind, limit) is not None:
            return self._that.search(mask, behind, limit) is not None or _COLON.search(mask, behind, limit) is not None
        adjunct = self._lexicon["adjuncts"].match(mask, behind, limit)
        return adjunct is not None and any(mask[place] in OPENING for place in range(adjunct.end(), limit))

    def _is_no_that(self, mask: str, end: int) -> bool:
        """Whether a "that" belongs to another conjunction, as "after" or "although"."""
        return any(each.end() >= end for each in self._lexicon["no_that"].finditer(mask, max(0, end - 24), end + 12) if each.start() < end)

    def quotation(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
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
                or (before[-1] in self._within and end - place < _PLACE_MOST and mask[end : end + 2].strip(" .،"))
            ):
                return place, end
            place = end
        return None

    def past_adjuncts(self, mask: str, start: int, limit: int) -> int:
        """Behind "on Thursday", ", in a statement," and their like."""
        place = past_blank(mask, start)
        while (adjunct := self._adjunct(mask, place, limit)) is not None:
            comma = re.compile(r"[^،,؛]*[،,]").match(mask, adjunct.end(), limit)
            between = mask[start:place]
            parted = comma is not None and ("،" in between or "," in between)
            place = past_blank(mask, comma.end() if comma is not None and parted else adjunct.end())
        return min(place, limit)

    def _adjunct(self, mask: str, place: int, limit: int) -> re.Match[str] | None:
        return self._lexicon["adjuncts"].match(mask, place, limit) or self._lexicon["bare_adjuncts"].match(mask, place, limit)

    def past_conjunction(self, mask: str, place: int) -> int:
        place = past_blank(mask, place)
        that = self._that.match(mask, place)
        return place if that is None else that.end()

    def is_told_then(self, sentence: Sentence, found: list[Found], each: Found, part: tuple[int, int]) -> bool:
        """Whether the words of a denial follow, so that both are one: "denied it, saying: ..."."""
        mask = sentence.mask
        if any(part[0] <= quoted.start - sentence.start < part[1] for quoted in sentence.quoted):
            return False
        if self._lexicon["that"].search(mask, each.end, part[0]) is not None:
            return False  # a clause is denied, not "this"
        is_this = self._lexicon["about_this"].match(mask, part[0], part[1])
        is_this_alone = is_this is not None and self.past_adjuncts(mask, is_this.end(), part[1]) >= part[1]
        for other in found:
            if other.cue.type == "adding" and other.start >= part[1] > each.end and not mask[part[1] : other.start].strip(_BLANK):
                saying = self._lexicon["saying"].fullmatch(mask, other.start, other.end) is not None
                begin = past_blank(mask, other.end)
                rumour = self._lexicon["rumours"].match(mask, part[0], part[1])
                of_what = rumour is not None and self._lexicon["rumours_of"].search(mask, rumour.end(), part[1]) is not None  # "of clashes"
                return saying and (is_this_alone or (not of_what and mask[begin : begin + 1] in {":", *OPENING}))
        return False

    def stop(self, mask: str, start: int, limit: int) -> int:
        """Where a clause ends: at its first comma."""
        return next((place for place in range(start, limit) if mask[place] in "،,؛;:"), limit)

    def said(self, mask: str, start: int, limit: int) -> tuple[int, int] | None:
        """What was said, from a place on: a quotation that a comma follows, or up to an aside or the end."""
        start = self.past_that(mask, start, limit)
        end = limit
        if start < limit and mask[start] in OPENING:
            close = start + 1
            while close < limit and mask[close] == HIDDEN:
                close += 1
            close += close < limit
            rest = mask[close:limit].lstrip(" .")
            if not rest or (rest[0] in "،,؛;" and not self._that.match(mask, past_blank(mask, close), limit)):
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
            two = mask.rfind(" ", start, max(start, last))
            if two != -1 and self._lexicon["contrasts"].fullmatch(mask, two + 1, end) is not None:
                last = two  # "while", which is two words
            if last == -1 or self._lexicon["conjunctions"].fullmatch(mask, last + 1, end) is None:
                return end
            if self._lexicon["received"].fullmatch(mask, last + 1, end) is not None:
                return end  # "the lorries have arrived"
            end = last

    def past_that(self, mask: str, start: int, limit: int) -> int:
        place = start
        while True:
            while place < limit and mask[place] in _BLANK:
                place += 1
            that = self._that.match(mask, place, limit)
            if that is None:
                return place
            place = that.end()

    def quoted_before(self, mask: str, done: int, each: Found) -> tuple[int, int] | None:
        """A quotation that stands before reporting words, alone."""
        before = mask[done : each.start]
        first = done + len(before) - len(before.lstrip(_BLANK))
        last = done + len(before.rstrip(_BLANK))
        if last - first < _BEFORE_LEAST or mask[first] not in OPENING or mask[last - 1] not in CLOSING:
            return None
        if set(mask[first + 1 : last - 1]) != {HIDDEN}:
            return None
        return first, last

    def past_what(self, mask: str, start: int, end: int) -> int:
        """Behind "what ... said", up to who it is."""
        place = past_blank(mask, start)
        what = self._lexicon["no_report"].match(mask, place, end)
        said = None if what is None else self._lexicon.cues.match(mask, past_blank(mask, what.end()), end)
        if said is None:
            done = None if what is None else self._shapes["has_done"].match(mask, what.end(), end)
            return start if done is None else done.end()
        of_it = self._lexicon["of_it"].match(mask, past_blank(mask, said.end()), end)
        return said.end() if of_it is None else of_it.end()

    def past_and(self, mask: str, start: int) -> int:
        """Behind an "and" that is written together with the first word of a sentence."""
        start = past_blank(mask, start)
        if (where := self._lexicon["where_said"].match(mask, start)) is not None:
            return past_blank(mask, where.end())
        alone = mask.startswith("و", start) and self._lexicon["begin_with_and"].match(mask, start) is None
        return start + 1 if alone else start

    def past_inner(self, mask: str, part: tuple[int, int]) -> tuple[int, int]:
        """A part without reporting words that it begins with, if a quotation follows them at once: "that he said: ..."."""
        inner = self._lexicon.cues.match(mask, part[0], part[1])
        begin = None if inner is None else self.past_that(mask, inner.end(), part[1])
        return part if begin is None or mask[begin : begin + 1] not in _MARKS else (begin, part[1])
