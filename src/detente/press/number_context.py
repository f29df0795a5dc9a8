"""What stands around a number: whether it counts anything, and what it counts.

Years, days, hours, ordinals and numbers in names are no figures, nor is "one" that stands for an article.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.clitics import AND, THE
from detente.press.counted import OBJECT_WORD, Counted
from detente.press.folding import folded
from detente.press.lexicon import Lexicon, any_of
from detente.press.number_words import NumberWords
from detente.press.same_names import stem

_NEAR: Final = 24
"""Characters before or behind a number in which a word can say how exact it is."""

_CHANGE_MOST: Final = 70
"""Characters before a number in which a word says that it is what something has come to."""

_WORDS_MOST: Final = 3
"""Words behind a number that say what is counted."""

_ENDS: Final = re.compile(r"\s*(?:[.,;]|\Z)")
_MARKS: Final = frozenset("\"“‘'")
_WORD: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MANY_YEARS: Final = 100
_FIRST_YEAR: Final = 1000
_TENS: Final = frozenset(range(20, 100, 10))
"""Numbers that, with the article and nothing counted, are years of an age."""


class NumberContext:
    """Tells by what stands around a number what it is."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        numbers = lexicon.file.numbers
        self._words = NumberWords(lexicon)
        self._singular = frozenset(word.rstrip("*") for word in numbers.not_counted)
        self._articles = frozenset(lexicon.file.syntax.articles)
        self._ends = frozenset(folded(word).lower() for word in numbers.ends)
        self._counted_years, self._hours = frozenset(numbers.counted_years), frozenset(numbers.hours)
        self._twos = frozenset(folded(word) for word in numbers.twos)
        self._bare_parts, self._each_one = frozenset(map(folded, numbers.bare_parts)), frozenset(map(folded, numbers.each_one))
        self._as_one, self._and_one = frozenset(map(folded, numbers.as_one)), frozenset(map(folded, numbers.and_one))
        self._also_units, self._one_year = frozenset(map(folded, numbers.also_units)), frozenset(map(folded, numbers.one_year))
        self._shortened = tuple(map(folded, numbers.shortened))
        self._ordinal_before, self._of_term = lexicon.shapes["ordinal_before_ten"], lexicon.shapes["of_term"]
        self._past, self._verb_endings = lexicon.shapes["past_ending"], lexicon.shapes["ending_of_verbs"]
        self._of_own, self._by_dash = lexicon.shapes["of_its_own"], lexicon.shapes["joined_by_dash"]
        months, joints = any_of(form for forms in lexicon.file.dates.months for form in forms), any_of(numbers.day_joints)
        self._month_behind = re.compile(rf" (?:{any_of(folded(form) for forms in lexicon.file.dates.months for form in forms)})(?!\w)")
        self._days_before = re.compile(rf"\b(?:{months})\.?(?: \d{{1,2}}(?:{any_of(numbers.ordinal_ends)})?,?)+ (?:(?:{joints}) )?\Z")
        self._days_behind = re.compile(rf"(?:, \d{{1,2}})*,? (?:{joints}) \d{{1,2}} (?:{months})\b")
        self._ordinal = re.compile(rf"(?:{any_of(numbers.ordinal_ends)})\b|:\d\d", re.IGNORECASE)

    def _is_no_figure(self, text: str, match: re.Match[str], value: float, start: int, end: int) -> bool:
        before, behind = text[max(start, match.start() - _NEAR) : match.start()], text[match.end() : min(end, match.end() + _NEAR)]
        if match["digits"] and (by_place := self._is_of_year(match, before, behind)) is not None:
            return by_place
        if value == 2 and match["words"] and stem(match.group()) != match.group() and self._is_dual(match["words"]):
            return self._lexicon.shapes["two_of_time"].match(match.group() + behind) is None  # "the next two days"
        alone = match["words"] and self._lexicon.order == "vso" and (not behind.strip() or self._noun_before(text, match, start, end))
        if (
            alone
            and value in _TENS
            and stem(match.group()) != match.group()
            and self._lexicon.shapes["years_before"].search(before) is None
        ):
            return True  # "is past his eighties", "the thirtieth anniversary"
        if value in _TENS and match["words"] and text[match.start()] == "و" and self._ordinal_before.search(before) is not None:
            return True  # "its sixty-second year"
        shares = value == 1 and self._lexicon["percent"].match(behind.lstrip()) is not None
        counts = match["digits"] or shares or "-" in (match["words"] or "")  # "one single letter", which Russian writes together
        if value == 1 and not counts and self._is_article(before, behind):
            wide = text[max(start, match.start() - _CHANGE_MOST) : match.start()]
            return self._lexicon.order != "free" or not self._is_one_of_counts(wide, behind)
        result = match["digits"] and re.match(r"[-–]\d", behind) and self._words.behind_dash(text, match, end) is None
        if result or self._ordinal.match(behind) or self._is_day(match, before, behind):
            return True  # "won by 3-2", "on October 3, 4 and 5"
        if 0 < value < 1 and (match["words"] or "").lower() in self._bare_parts:  # "by a third", and not "a third country"
            if before.rstrip().endswith(",") and self._lexicon["of_total"].match(text, start + (text[start] in _MARKS)) is not None:
                return False  # "of the 20,000 migrants, a third want to go home"
            return not any(each.end() >= len(before.rstrip()) for each in self._lexicon["part_leads"].finditer(before))
        return self._is_numbered(text, match, value, (before, behind), end)

    def _is_of_year(self, match: re.Match[str], before: str, behind: str) -> bool | None:
        """Whether a number in digits is a year, an age or a house, by what stands around it; None if that tells nothing."""
        shapes = self._lexicon.shapes
        if shapes["age_or_house"].search(f"{before}{match.group()}\x00{behind}") is not None:
            return True
        requests = self._lexicon["requests"].match(behind.lstrip()) is not None and shapes["year_named"].search(before) is None
        if requests or _YEAR.fullmatch(match["digits"]) is None:
            return None
        if shapes["with_place"].match(behind) is not None and self._lexicon.places.match(behind.lstrip()) is not None:
            return True  # "the games of 2018 in X", whose name ends as an accusative does
        if shapes["counted_in_hundreds"].match(behind) is not None:
            return False
        return shapes["before_year"].search(before) is not None or shapes["counted_in_accusative"].match(behind) is None

    def _is_day(self, match: re.Match[str], before: str, behind: str) -> bool:
        """Whether a number is a day of a month: an English one of several ("on October 3, 4 and 5"), an Arabic one before its month."""
        if len(match["digits"] or "") not in {1, 2}:
            return False
        if self._lexicon.order == "vso":
            return self._month_behind.match(behind) is not None  # "which ends with 20 March"
        if self._lexicon.order != "fixed":
            return False
        return self._days_before.search(before) is not None or self._days_behind.match(behind) is not None

    def _is_numbered(self, text: str, match: re.Match[str], value: float, around: tuple[str, str], end: int) -> bool:
        """Whether a number names something ("article 5"), by the words right before and behind it."""
        before, behind = around
        if 0 < value < 1 or self._lexicon["times"].match(behind.lstrip()) is not None:
            return False  # "two thirds of the road", "crossed the line 48 times"
        marked = self._lexicon["not_counted"]
        just_before = not self._is_definite(match) and any(
            each.end() >= len(before.rstrip()) and each.group() not in self._hours and not self._is_of_time(each.group())
            for each in marked.finditer(before)
        )
        if just_before or any(each.end() >= len(before.rstrip()) for each in self._lexicon["numbered"].finditer(before)):
            return not (just_before and self._counts_behind(text, match, before, end))  # "at the door five hours"
        named = marked.match(behind.lstrip())
        if named is not None and named.group() in self._also_units and value < _FIRST_YEAR:
            return False
        if (
            named is not None
            and named.group() in self._counted_years
            and value < _MANY_YEARS
            and _agrees(value, one=named.group() in self._one_year)
        ):
            return False
        if named is not None and named.group() in self._hours and not self._is_clock(before):
            return False
        if named is not None and self._lexicon.order == "vso":  # a number before its noun counts it, if that is no known one
            return stem(named.group()) != named.group() or self._lexicon["zones"].fullmatch(named.group()) is not None
        if named is not None and named.group().endswith("s") and named.group()[:-1] in self._singular:
            return False  # "three articles"
        return named is not None

    def _is_of_time(self, word: str) -> bool:
        """Whether a Russian word before a number belongs to the time before it, and not to the number: "this year 68 notes came"."""
        return self._lexicon.order == "free" and word.isalpha()

    def _is_clock(self, before: str) -> bool:
        """Whether hours that stand behind this are told by the clock: "at three hours", not "for three hours"."""
        return any(each.end() == len(before.rstrip()) for each in self._lexicon["clock_leads"].finditer(before))

    def _counts_behind(self, text: str, match: re.Match[str], before: str, end: int) -> bool:
        """Whether an Arabic number in words, behind a noun with the article, counts the noun without one that follows."""
        if self._lexicon.order != "vso" or match["digits"] or stem(word := before.rsplit(maxsplit=1)[-1]) == word:
            return False
        noun = OBJECT_WORD.match(text, match.end(), end)
        return noun is not None and stem(noun["word"]) == noun["word"] and self._object(text, match.end(), end) > match.end()

    def _is_definite(self, match: re.Match[str]) -> bool:
        return self._lexicon.order == "vso" and bool(match["words"]) and THE in match.string[match.start() : match.start("words")]

    def _noun_before(self, text: str, match: re.Match[str], start: int, end: int) -> int | None:
        """Where the noun begins that an Arabic number with the article counts: "the ten attacks", "its three letters"; not beside "all"."""
        if text[match.start()] == "و" or self._lexicon["all"].match(text, match.end() + 1, end) is not None:
            return None
        place = None
        for word in reversed(list(_WORD.finditer(text, max(start, match.start() - _CHANGE_MOST), match.start()))[-_WORDS_MOST:]):
            if self._lexicon["all"].fullmatch(word.group()) is not None:
                return None
            with_article = stem(word.group()) != word.group()
            if not with_article and (place is not None or self._lexicon.shapes["noun_of_theirs"].fullmatch(word.group()) is None):
                return word.start() if place is not None and self._lexicon["requests"].fullmatch(word.group()) is not None else place
            place = word.start()
            if not with_article:
                break
        return place

    def _is_dual(self, word: str) -> bool:
        """Whether a word means two of something by its ending: with the article, two that are known."""
        return self._lexicon.order == "vso" and word not in self._twos

    def _is_article(self, before: str, behind: str) -> bool:
        """Whether "one" stands for an article: not before "of them", and, where words are declined, not behind "less than"."""
        if self._lexicon["standing_for"].match(behind.lstrip()):
            return not self._each_one.isdisjoint(before.split()[-1:])  # "in each one of them"
        if any(each.end() == len(before.rstrip()) for each in self._lexicon["just"].finditer(before)):
            return False  # "only one letter"
        if self._lexicon.order == "fixed":
            near = [match for name in ("over", "under", "about") for match in self._lexicon[name].finditer(before)]
            counts = any(match.end() == len(before.rstrip()) for match in near) and behind[:1] == " "
            return not counts and self._lexicon.shapes["one_of_kind"].match(behind) is None
        if self._lexicon.order != "free":
            return True
        if not behind.strip()[:1].isalnum() and self._lexicon["answered"].search(before) is not None:
            return False  # "an answer came to one."
        near = [match for name in ("over", "under") for match in self._lexicon[name].finditer(before)]
        return not any(not before[match.end() :].strip() for match in near)

    def _is_one_of_counts(self, before: str, behind: str) -> bool:
        """Whether a Russian "one" stands beside another count: "12 letters and one note", "of 40 votes against it was one."."""
        other = any(True for _ in self._words.within(before, 0, len(before)))
        word = before.split()[-1:]
        alone = _ENDS.match(behind) is not None and self._as_one.isdisjoint(word)
        return other and (alone or not self._and_one.isdisjoint(word))

    def _object(self, text: str, last: int, end: int) -> int:
        """Where the words end that say what is counted: a few behind the number, up to one that begins something else."""
        begin = last
        share = self._lexicon["percent"].match(text, last + len(text[last:end]) - len(text[last:end].lstrip()), end)
        last = last if share is None else share.end()
        if text.startswith(". ", last, end) and text.endswith(self._shortened, 0, last):
            behind = self._object(text, last + 1, end)
            return behind if behind > last + 1 else last
        if (glued := self._by_dash.match(text, last, end)) is not None:
            last = glued.end()
        part = False
        for number in range(_WORDS_MOST + 1):
            found = OBJECT_WORD.match(text, last, end) if number < _WORDS_MOST + part else None
            if number == 1 and found is not None and text[begin:last].strip() and found["word"] in self._articles:
                part, last = self._lexicon["of_total"].fullmatch(text[begin:last].rsplit(maxsplit=1)[-1]) is not None, found.end()
                continue  # "41 of the readmission requests"
            if found is not None and not number and self._lexicon["of_these"].fullmatch(found["word"]):
                last = found.end()
                continue
            if self._lexicon["out_of"].match(text, found.start("word"), end) if found is not None else False:
                break
            if not number and (own := self._of_own.match(text, last, end)) is not None:
                return own.end()
            if found is None or found["word"].lower() in self._ends or self._begins_other(text, found.start("word")):
                break
            if number and any(
                self._lexicon[name].match(text, found.start("word"), end) for name in ("about_after", "over_after", "under_after")
            ):
                break
            if number and self._lexicon.order == "vso" and self._is_verb(found["word"]):
                break
            if (
                number
                and self._lexicon.order == "free"
                and self._is_verb(found["word"])
                and (self._is_finite(found["word"]) or self._lexicon["requests"].search(text, begin, last))
            ):
                break  # "of 45 requests answers came"
            if self._verb_endings.search(found["word"]) or (self._lexicon.order == "free" and number == 0 and found["word"][0].isupper()):
                break  # "to all twelve Moscow has answered"
            last = found.end()
            if not number and self._lexicon["terms"].fullmatch(found["word"]) and self._of_term.match(text, last, end) is None:
                break  # "in 15 years the economy"
            if number and not self._ends:  # no list of what ends it: two words
                break
        return last

    def _is_any(self, text: str, each: Counted) -> bool:
        """Whether a Russian "all" counts nothing: in another case than the first, or with no noun: "for all members", "gave it all to"."""
        return each.qualifier == "all" and each.value is None and self._lexicon.shapes["all_of_any"].match(text, each.start) is not None

    def _is_verb(self, word: str) -> bool:
        """Whether a word tells what became of what is counted, and is none of it."""
        return any(self._lexicon[name].fullmatch(word) is not None for name in ("sent", "answered", "received", "ruled"))

    def _is_finite(self, word: str) -> bool:
        """Whether a Russian word has an ending of the past, and so tells of what is counted."""
        return self._past.search(word) is not None

    def _begins_other(self, text: str, place: int) -> bool:
        """Whether a word is another number, or has an "and" written together with it."""
        if self._words.at(text, place) or self._lexicon["half"].match(text, place) or self._lexicon["shares_of"].match(text, place):
            return True
        return text[place] == AND and (text.startswith(AND + AND, place) or self._lexicon["begin_with_and"].match(text, place) is None)


def _agrees(value: float, *, one: bool) -> bool:
    """Whether Russian counts years so: "two years", "a year and a half", "21 years"; not "of the year 97"; `one`: by the word for one."""
    if one:
        return value % 10 == 1 and value % 100 != 11
    return value != int(value) or (value % 10 in {2, 3, 4} and value not in {12, 13, 14})
