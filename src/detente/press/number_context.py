"""What stands around a number: whether it counts anything, and what it counts.

Years, days, hours, ordinals and numbers in names are no figures, nor is "one" that stands for an article.
"""

from __future__ import annotations

import re
from typing import Final

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

_PAST: Final = re.compile(r"(?:[аеиоыя]л[аои]?|[аея]н[аоы]?|ят[аоы]?)(?:с[ья])?\Z")
"""Endings of Russian verbs in the past, and of short participles."""

_TOLD_OF: Final = re.compile(r"(?:л[аои]?с[ья]|тся|шл[аои]|(?:[ои]ва|ыва|лете|нес|вез|ну|горе|пострада|погиб)л[аои]?|[аяу]ют|[аяу]ет)\Z")
"""Endings that only Russian verbs have: "50 times turned to", "6.0 happened"."""

_SPAN: Final = re.compile(r"лет|год(?:а|у|ов)?|месяц\w*|дн(?:ей|я|ям|ями|ях)|недел\w+|сут(?:ок|ки|кам)|минут\w*|секунд\w*")
_TERM: Final = re.compile(r"\s+(?:тюрьм|колони|заключени|лишени|условно|каторг|строг|общего режима|работ|испытательн)")
"""Russian spans of time, behind which something else is told, and what a term is of."""

_ANY: Final = re.compile(
    r"(?:[Вв]сех(?!\s+до\b)|[Вв]сем|[Вв]семи|[Вв]сю|[Вв]ся|[Вв]сей)\b|[Вв]с[её](?!\s+(?:до|они|мы|вы)\b)\s+(?:\w{1,3}\b|\w+л[аои]?\b)"
)
"""A Russian "all" that is no number of anything."""

_AGED: Final = re.compile(r"-(?:летн|процентн)\w+")
"""Behind the years of somebody's age: "a woman of 85 years", which Russian says in one word."""

_SHORTENED: Final = frozenset({"тыс", "млн", "лрд"})
"""The last letters of Russian scales that a stop can shorten: "12 тыс. тонн"."""

_ENDS: Final = re.compile(r"\s*(?:[.,;]|\Z)")
_AS_ONE: Final = (["как"], ["в"], ["ни"])
"""Words behind which a "one" that ends a clause counts nothing: "all as one"."""

_MARKS: Final = frozenset("\"“‘'")
_WORD: Final = re.compile(r"\w+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MANY_YEARS: Final = 100
_GRAM: Final = "г"
"""A gram, or a year: "200 г", "в 1998 г."."""

_FIRST_YEAR: Final = 1000
_DEFINITE: Final = re.compile(r"\w+(?:ها|هم|هما|نا|ه)\Z")
"""A noun with whose it is: "its letters"."""

_OF_OWN: Final = re.compile(r"\s+من\s+(?!بين)\w{3,}(?:ها|هم|هما|نا)(?!\w)")
"""What is counted, with whose it is: "ten of its citizens"."""

_COUNTED_IN_HUNDREDS: Final = re.compile(
    r"\s+(?:شخص|طن|دولار|يورو|ريال|دينار|درهم|جندي|مقاتل|متر|كيلومتر|كلم|كم|"
    r"ميغا\s?وات|سياره|شاحنه|اسره|منزل|وظيفه|سله|هكتار|مواطن|مدني|طفل|سجين|"
    r"اسير|لاجي|مهاجر|قتيل|جريح|خيمه|برميل|عامل|موظف|طالب|شركه|وحده سكنيه|ميل|حاله)ا?(?!\w)"
)
"""What is counted behind a thousand and two thousand and more that could be years, and is none."""

_COUNTED: Final = re.compile(
    r"\s*(?!تقريب|رسمي|سنوي|نووي|حالي|سابق|لاحق|ايض|بناء|نظر|وفق|طبق|مع|علم|خصوص|خاص|فضل|تحديد|تزامن|استناد|تمهيد|سعي|بدء|ابتداء|اعتبار|انطلاق|رغم|تنفيذ|تمام|كثير|ممهد|دول|هذ|ما)\w{2,}ا(?!\w)|\s*اخر[وي]ن(?!\w)"
)
"""A noun in the accusative, as it stands behind a large number, and "others"; as folded."""

_OF_YEAR: Final = re.compile(
    r"(?:عام|سنه|صيف|شتاء|ربيع|خريف|منذ|في|قبل|بعد|حتي|خلال|نهايه|مطلع|بحلول|اتفاق|موسم|/|[^\W\d]*[ي]ر|مارس|مايو|يوليو|يونيو)\s*\Z"
)
"""What stands before a year; as folded."""

CLOCK: Final = re.compile(
    r"(?<!\w)ال?ساعه\s+(?:(?:ال)?\w+\s+){1,2}?(?:و?(?:ال)?(?:نصف|ربع|ثلث)(?!\w)|و\s?\d{1,2}\s+دقيقه)"
    r"|(?<!\d)(?:00|15|30|45)ر\d{1,2}(?!\d)(?=\s+(?:من|منتصف|صباح|مساء|ظهر|فجر|بعد|قبل|حتي|ب?توقيت))"
    r"|\d{1,2}[.,]\d\d(?=\s*(?:ب?توقيت|بالتوقيت|ت\.?\s?غ|GMT|صباحا|مساء|ظهرا|فجرا))"
)
"""An hour with its minutes, as folded: "at half past nine", "(01.17 GMT)"."""

_ORDINAL: Final = re.compile(r"(?<!\w)ال(?:حادي|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع)[ةه]?\s+\Z")
"""What stands before a ten that belongs to an Arabic ordinal: "the second and sixtieth"."""

_COMPOUND: Final = re.compile(r"-(?!odd)[a-z]+(?!\w)", re.IGNORECASE)
"""What a dash joins to an English number: "a 300-strong force"."""

_BEHIND: Final = {"free": _AGED, "fixed": _COMPOUND}
"""What is written together with a number before it."""

_ONE_OF_KIND: Final = re.compile(
    r"\s+(?:[A-Z][a-z]{2,}(?:i|an|ese|ish)(?! [a-z]+ of\b)(?!\w)|(?:(?:[A-Z][a-z]+|police|security|female|male|foreign) )?"
    r"(?:person|man|woman|child|boy|girl|civilian|soldier|serviceman|policeman|officer|worker|passenger|student|fighter|militant|"
    r"migrant|body|death|fatality|casualty|survivor|injury)|month|week|year|hour)(?!\w)(?! (?:after|before|ago|or|at|by)\b)"
)
"""Behind an English "one" that counts: "one person was killed"; not "one man after another", "one year ago"."""

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
        self._bare_parts = frozenset(word for word in numbers.words if word.startswith("a ") and f"{word} of" in numbers.words)
        months = any_of(form for forms in lexicon.file.dates.months for form in forms)
        self._days_before = re.compile(rf"\b(?:{months})\.?(?: \d{{1,2}}(?:st|nd|rd|th)?,?)+ (?:(?:and|or|to) )?\Z")
        self._days_behind = re.compile(rf"(?:, \d{{1,2}})*,? (?:and|or|to) \d{{1,2}} (?:{months})\b")
        self._ordinal = re.compile(rf"(?:{any_of(numbers.ordinal_ends)})\b|:\d\d", re.IGNORECASE)

    def _is_no_figure(self, text: str, match: re.Match[str], value: float, start: int, end: int) -> bool:
        before, behind = text[max(start, match.start() - _NEAR) : match.start()], text[match.end() : min(end, match.end() + _NEAR)]
        if match["digits"] and _YEAR.fullmatch(match["digits"]) and not self._lexicon["requests"].match(behind.lstrip()):
            counted = _COUNTED_IN_HUNDREDS.match(behind) or (_COUNTED.match(behind) if _OF_YEAR.search(before) is None else None)
            return self._lexicon.order != "vso" or counted is None
        if value == 2 and match["words"] and stem(match.group()) != match.group() and self._is_dual(match["words"]):
            return True
        alone = match["words"] and self._lexicon.order == "vso" and (not behind.strip() or self._noun_before(text, match, start, end))
        if alone and value in _TENS and stem(match.group()) != match.group():
            return True  # "is past his eighties", "the thirtieth anniversary"
        if value in _TENS and match["words"] and text[match.start()] == "و" and _ORDINAL.search(before) is not None:
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

    def _is_day(self, match: re.Match[str], before: str, behind: str) -> bool:
        """Whether an English number is one of several days of a month: "on October 3, 4 and 5", "7 and 8 November"."""
        if self._lexicon.order != "fixed" or len(match["digits"] or "") not in {1, 2}:
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
        if named is not None and named.group() == _GRAM and value < _FIRST_YEAR:
            return False
        if named is not None and named.group() in self._counted_years and value < _MANY_YEARS and _agrees(value, named.group()):
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
        return self._lexicon.order == "vso" and bool(match["words"]) and "ال" in match.string[match.start() : match.start("words")]

    def _noun_before(self, text: str, match: re.Match[str], start: int, end: int) -> int | None:
        """Where the noun begins that an Arabic number with the article counts: "the ten attacks", "its three letters"; not beside "all"."""
        if text[match.start()] == "و" or self._lexicon["all"].match(text, match.end() + 1, end) is not None:
            return None
        place = None
        for word in reversed(list(_WORD.finditer(text, max(start, match.start() - _CHANGE_MOST), match.start()))[-_WORDS_MOST:]):
            if self._lexicon["all"].fullmatch(word.group()) is not None:
                return None
            with_article = stem(word.group()) != word.group()
            if not with_article and (place is not None or _DEFINITE.fullmatch(word.group()) is None):
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
            return self._lexicon.order == "vso" and before.split()[-1:] == ["كل"]  # "in each one of them"
        if any(each.end() == len(before.rstrip()) for each in self._lexicon["just"].finditer(before)):
            return False  # "only one letter"
        if self._lexicon.order == "fixed":
            near = [match for name in ("over", "under", "about") for match in self._lexicon[name].finditer(before)]
            counts = any(match.end() == len(before.rstrip()) for match in near) and behind[:1] == " "
            return not counts and _ONE_OF_KIND.match(behind) is None
        if self._lexicon.order != "free":
            return True
        if not behind.strip()[:1].isalnum() and self._lexicon["answered"].search(before) is not None:
            return False  # "an answer came to one."
        near = [match for name in ("over", "under") for match in self._lexicon[name].finditer(before)]
        return not any(not before[match.end() :].strip() for match in near)

    def _is_one_of_counts(self, before: str, behind: str) -> bool:
        """Whether a Russian "one" stands beside another count: "12 letters and one note", "of 40 votes against it was one."."""
        other = any(True for _ in self._words.within(before, 0, len(before)))
        and_one = before.split()[-1:] == ["и"]
        alone = _ENDS.match(behind) is not None and before.split()[-1:] not in _AS_ONE
        return other and (and_one or alone)

    def _object(self, text: str, last: int, end: int) -> int:
        """Where the words end that say what is counted: a few behind the number, up to one that begins something else."""
        begin = last
        share = self._lexicon["percent"].match(text, last + len(text[last:end]) - len(text[last:end].lstrip()), end)
        last = last if share is None else share.end()
        if self._lexicon.order == "free" and text.startswith(". ", last, end) and text[last - 3 : last] in _SHORTENED:
            behind = self._object(text, last + 1, end)
            return behind if behind > last + 1 else last
        glue = _BEHIND.get(self._lexicon.order)
        if glue is not None and (glued := glue.match(text, last, end)) is not None:
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
            if not number and self._lexicon.order == "vso" and (own := _OF_OWN.match(text, last, end)) is not None:
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
            if self._lexicon.order == "free" and (_TOLD_OF.search(found["word"]) or (number == 0 and found["word"][0].isupper())):
                break  # "to all twelve Moscow has answered"
            last = found.end()
            if not number and self._lexicon.order == "free" and _SPAN.fullmatch(found["word"]) and _TERM.match(text, last, end) is None:
                break  # "in 15 years the economy"
            if number and not self._ends:  # no list of what ends it: two words
                break
        return last

    def _is_any(self, text: str, each: Counted) -> bool:
        """Whether a Russian "all" counts nothing: in another case than the first, or with no noun: "for all members", "gave it all to"."""
        if self._lexicon.order != "free" or each.qualifier != "all" or each.value is not None:
            return False
        return _ANY.match(text, each.start) is not None

    def _is_verb(self, word: str) -> bool:
        """Whether a word tells what became of what is counted, and is none of it."""
        return any(self._lexicon[name].fullmatch(word) is not None for name in ("sent", "answered", "received", "ruled"))

    def _is_finite(self, word: str) -> bool:
        """Whether a Russian word has an ending of the past, and so tells of what is counted."""
        return _PAST.search(word) is not None

    def _begins_other(self, text: str, place: int) -> bool:
        """Whether a word is another number, or has an "and" written together with it."""
        if self._words.at(text, place) or self._lexicon["half"].match(text, place) or self._lexicon["shares_of"].match(text, place):
            return True
        return text[place] == "و" and (text.startswith("وو", place) or self._lexicon["begin_with_and"].match(text, place) is None)


def _agrees(value: float, word: str) -> bool:
    """Whether Russian counts years so: "two years", "a year and a half", "21 years"; not "of the year 97"."""
    if word == "год":
        return value % 10 == 1 and value % 100 != 11
    return value != int(value) or (value % 10 in {2, 3, 4} and value not in {12, 13, 14})
