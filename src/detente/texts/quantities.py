"""Numbers and days in words of Arabic, English and Russian, in a form that can be compared between them.

Rules:

1. A number is compared by its value, whatever its digits and the signs in it: 1,550 is 1 550 is ١٬٥٥٠. What can be read as thousands
   and as a fraction is read as thousands, in each language alike. Per cent belongs to it.
2. A day is compared by its date. Its day and its year are numbers too, so that a language of which we know no months can be compared.
3. Words for numbers are compared from three to ten alone, and only against each other: "bilateral" and "dual forms" say two without a word.
   But where one language writes digits and the other the word, they are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Final, NamedTuple


class Found(NamedTuple):
    """A value, and the words in which it stands."""

    value: str
    quotation: str


_PERCENT: Final = r"(?P<percent>[\s\u00a0-]?(?:[%٪]|per\s?cent\b|процент|(?:في|ب)\s?ال(?:مائة|مئة)))"
# A number begins where a word does, and in Arabic behind "and", "with" or "for", which are written onto it: و63.
_BEGINS: Final = r"(?:(?<!\w\d)|(?<=(?<!\w)[وفبلك]\d)|(?<=(?<!\w)[وف][بلك]\d))"
_NUMBER: Final = re.compile(
    rf"(?P<digits>\d{_BEGINS}(?:\d{{,2}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)|\d*(?:[.,٬٫]\d+)*))(?:{_PERCENT})?", re.IGNORECASE
)
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
_PLAIN: Final = str.maketrans({"٬": ",", "٫": ".", " ": None, "\u00a0": None, "\u2009": None, "\u202f": None})


def _digits(words: str) -> str:
    """The same number with ASCII digits and signs."""
    if words.isascii() and words.isdigit():
        return words
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in words.translate(_PLAIN))


def _value(words: str) -> str:
    plain = _digits(words)
    if _THOUSANDS.fullmatch(plain):
        return re.sub("[.,]", "", plain)
    whole, *rest = re.split("[.,]", plain)
    return ".".join([whole.lstrip("0") or "0", *rest])


# ---------------------------------------------------------------- days

_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul", "August|Aug", "September|Sept?",
        "October|Oct", "November|Nov", "December|Dec",
    ),
    "ru": (
        "январ[ьяе]", "феврал[ьяе]", "марта?е?", "апрел[ьяе]", "ма[йяе]", "июн[ьяе]", "июл[ьяе]", "августа?е?", "сентябр[ьяе]",
        "октябр[ьяе]", "ноябр[ьяе]", "декабр[ьяе]",
    ),
    "ar": (
        "يناير|كانون الثاني", "فبراير|شباط", "مارس|آذار|اذار", "أبريل|إبريل|ابريل|نيسان", "مايو|أيار|ايار", "يوني[وه]|حزيران",
        "يولي[وه]|تموز", "أغسطس|اغسطس|آب|اب", "سبتمبر|أيلول|ايلول", "أكتوبر|اكتوبر|تشرين الأول|تشرين الاول", "نوفمبر|تشرين الثاني",
        "ديسمبر|كانون الأول|كانون الاول",
    ),
}  # fmt: skip
_NUMERIC: Final = re.compile(
    r"(?<![\d./-])(?:(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4}))(?![\d./-]*\d)"
)


_NUMERIC_HINT: Final = re.compile(r"\d[./-]\d")


class _Around(NamedTuple):
    """What finds the name of a month, and what stands before and behind it in a day; `roots`: what every name begins with."""

    roots: tuple[str, ...]
    names: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _around(language: str) -> _Around | None:
    months = _MONTHS.get(language)
    if months is None:
        return None
    names = re.compile("|".join(months))
    roots = _shortest({_ROOT.match(name)[0] for name in "|".join(months).split("|")})  # type: ignore[index] # it matches anything
    if language == "ar":  # both calendars' names are often written: 16 حزيران/يونيه 2021
        behind = rf"(?!\w)(?:\s*[/(]\s*(?:{'|'.join(months)})\)?)?(?:[،,]?\s+(?:(?:عام|سنة)\s+)?(?P<year>\d{{4}})(?!\d))?"
        before = r"(?:(?<!\d)(?P<day>\d{1,2})\s+(?:من\s+)?)?(?<!\w)[بلوف]?(?:شهر\s+)?\Z"
        return _Around(roots, names, re.compile(before), re.compile(behind))
    after = r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?![\d\w]))?" if language == "en" else "(?P<after>(?!))?"
    before = r"(?:(?<!\d)(?P<day>\d{1,2})(?:-?(?:st|nd|rd|th|е|го|ое))?\s+(?:of\s+)?)?(?<!\w)\Z"
    return _Around(roots, names, re.compile(before), re.compile(rf"(?!\w)\.?{after}(?:,?\s+(?P<year>\d{{4}})(?!\d))?"))


@lru_cache(maxsize=512)
def _month(name: str, language: str) -> int:
    return next(number for number, forms in enumerate(_MONTHS[language], 1) if re.fullmatch(forms, name))


_ROOT: Final = re.compile(r"[^\[?]*(?![^\[?]?\?)")
"""What of an expression for the name of a month stands in each of its forms: up to a choice, or to a letter that may be left out."""

_LONGEST: Final = 24
"""No name of a month has more characters."""

_FAR: Final = 24
"""Characters before the name of a month in which its day stands."""


def days(words: str, language: str) -> list[tuple[Found, int, int]]:
    """Days and months with a year, by number or name, each with its place: 2021-06-16, 06-16 where no year is said, 2021-06."""
    found = []
    for match in _NUMERIC.finditer(words) if _NUMERIC_HINT.search(words) is not None else ():
        year, number, day = (int(_digits(match[long] or match[short])) for long, short in (("year", "y"), ("month", "m"), ("day", "d")))
        if 1 <= number <= 12 and 1 <= day <= 31:
            found.append((Found(f"{year}-{number:02}-{day:02}", match[0]), match.start(), match.end()))
    around = _around(language)
    if around is None:
        return found
    lower = words.lower() if language == "ru" else words
    lower = lower if len(lower) == len(words) else words
    there = [(place, lower.rfind(root)) for root in around.roots if (place := lower.find(root)) >= 0]
    if not there:
        return found
    end = 0
    for match in around.names.finditer(lower, min(first for first, _ in there), max(last for _, last in there) + _LONGEST):
        before = around.before.search(words, max(end, match.start() - _FAR), match.start())
        behind = around.behind.match(words, match.end())
        if before is None or behind is None or match.start() < end:
            continue
        of_month = before["day"] or behind.groupdict().get("after")
        if behind["year"] or of_month:
            number = _month(match[0], language)
            parts = [_digits(behind["year"]) if behind["year"] else "", f"{number:02}", f"{int(_digits(of_month)):02}" if of_month else ""]
            start, end = before.start(), behind.end()
            found.append((Found("-".join(part for part in parts if part), words[start:end].strip()), start, end))
    return found


def knows_months(language: str) -> bool:
    """Whether days in words of a language can be read at all."""
    return language in _MONTHS


def figures(words: str, dated: list[tuple[Found, int, int]]) -> list[Found]:
    """Numbers in digits; of days that were found only the day and the year, not the month, which may be a word elsewhere."""
    found = []
    for match in _NUMBER.finditer(words):
        if not any(start < match.end() and match.start() < end for _, start, end in dated):
            value = _value(match["digits"]) + ("%" if match["percent"] else "")
            found.append(Found(value, match[0].strip()))
    for day, _, _ in dated:
        parts = day.value.split("-")
        year = parts[0] if len(parts[0]) == 4 else ""
        number = parts[-1] if len(parts) == 3 or not year else ""
        found += [Found(part.lstrip("0"), day.quotation) for part in (year, number) if part]
    return found


# ---------------------------------------------------------------- words for numbers

_WORDS: Final[dict[str, dict[str, int]]] = {
    "en": {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    "ru": {
        **dict.fromkeys(("три", "трех", "трем", "тремя"), 3), **dict.fromkeys(("четыре", "четырех", "четырем", "четырьмя"), 4),
        **dict.fromkeys(("пять", "пяти", "пятью"), 5), **dict.fromkeys(("шесть", "шести", "шестью"), 6),
        **dict.fromkeys(("семь", "семи", "семью"), 7), **dict.fromkeys(("восемь", "восьми", "восемью", "восьмью"), 8),
        **dict.fromkeys(("девять", "девяти", "девятью"), 9), **dict.fromkeys(("десять", "десяти", "десятью"), 10),
    },
    "ar": {
        **dict.fromkeys(("ثلاثة", "ثلاث"), 3), **dict.fromkeys(("أربعة", "أربع"), 4), **dict.fromkeys(("خمسة", "خمس"), 5),
        **dict.fromkeys(("ستة", "ست"), 6), **dict.fromkeys(("سبعة", "سبع"), 7), **dict.fromkeys(("ثمانية", "ثماني", "ثمان"), 8),
        **dict.fromkeys(("تسعة", "تسع"), 9), **dict.fromkeys(("عشرة", "عشر"), 10),
    },
}  # fmt: skip
_PARTS: Final[dict[str, str]] = {
    "en": r"hundred|thousand|million|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
    "ru": r"сот|тысяч|миллион|двадцат|тридцат|сорок|пятидесят|пятьдесят|шест[ьи]десят|сем[ьи]десят|вос[ье]м[ьи]десят|девяност",
    "ar": r"مائة|مئة|ألف|آلاف|مليون|ملايين|عشر|(?:عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)",
}
_WORD: Final = re.compile(r"[\w\u064b-\u0652]+(?:-\w+)?")
_VOWELS: Final = re.compile("[\u0640\u064b-\u0652]")


def number_words(words: str, language: str) -> list[Found]:
    """Words from three to ten that stand for themselves, not as a part of a larger number."""
    known = _WORDS.get(language)
    if known is None:
        return []
    lower = words.lower().replace("ё", "е") if language == "ru" else words.lower()
    if not any(root in lower for root in _roots(language)):
        return []
    every = [(match[0], _plain_word(match[0], language, known)) for match in _WORD.finditer(words)]
    part = _part(language)
    found = []
    for place, (quotation, word) in enumerate(every):
        beside = [every[near][1] for near in (place - 1, place + 1) if 0 <= near < len(every)]
        if word in known and not any(part.match(each) or each in known for each in beside):
            found.append(Found(str(known[word]), quotation))
    return found


@cache
def _roots(language: str) -> tuple[str, ...]:
    """What every text with such words has something of, and few others; a vowel sign in a word can hide it."""
    if language == "ar":
        return ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر", *map(chr, range(0x64B, 0x653)))
    return _shortest(_WORDS[language])


def _shortest(beginnings: Collection[str]) -> tuple[str, ...]:
    """Beginnings of words without those that begin with another of them."""
    return tuple(sorted(one for one in beginnings if not any(one != other and one.startswith(other) for other in beginnings)))


@cache
def _part(language: str) -> re.Pattern[str]:
    return re.compile(rf"و?(?:{_PARTS[language]})")


def _plain_word(word: str, language: str, known: dict[str, int]) -> str:
    if language == "ru":
        return word.lower().replace("ё", "е")
    if language != "ar":
        return word.lower()
    bare = _VOWELS.sub("", word)
    without = re.sub(r"\A[وف]?(?:لل|[بكل]?ال|[بكل])?", "", bare)
    return without if bare not in known and without in known else bare


_SAID: Final[dict[str, tuple[str, ...]]] = {  # from 1 to 20, then the tens from 30 to 90, and 100: beginnings of words that may say it
    "en": (
        "one|a|an|first|single|once", "two|twice|second|both|bi|dual", "three|thr?i|third", "four|fourth|quad", "five|fifth|fift", "six",
        "seven", "eight", "nine|nin", "ten", "eleven", "twelve|twelfth|dozen", "thirteen", "fourteen|fortnight", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet", "hundred",
    ),
    "ru": (
        "од|перв|еди", "дв|втор|об[аео]|дважды", "тр", "четв|четыр", "пят", "шест", "сем|седьм", "вос", "девят", "десят", "одиннадц",
        "двенадц", "тринадц", "четырнадц", "пятнадц", "шестнадц", "семнадц", "восемнадц", "девятнадц", "двадцат", "тридцат", "сорок",
        "пят", "шест", "сем", "вос", "девян", "сто|сот",
    ),
    "ar": (
        "", "", "ثلاث|ثالث", "[أا]ربع|رابع", "خمس|خامس", "ست|سادس|سداس", "سبع|سابع", "ثمان|ثامن", "تسع|تاسع", "عشر|عاشر", "[أإا]حد|حادي",
        "[اإ]ثن|ثاني", "ثلاث|ثالث", "[أا]ربع|رابع", "خمس|خامس", "ست|سادس", "سبع|سابع", "ثمان|ثامن", "تسع|تاسع", "عشر", "ثلاث", "[أا]ربع",
        "خمس", "ست", "سبع", "ثمان", "تسع", "مائة|مئة",
    ),
}  # fmt: skip


def may_say(words: str, language: str, value: str) -> bool:
    """Whether a number in digits may stand here as a word; always where we cannot tell, such as an Arabic dual, which is no word."""
    number = value.removesuffix("%")
    if not number.isdigit() or language not in _SAID:
        return False
    said = int(number)
    places = [said - 1] if said <= 20 else [17 + said // 10, *([said % 10 - 1] if said % 10 else [])]
    if not said or places[0] >= len(_SAID[language]):
        return False
    return all(re.search(rf"(?<!\w)(?:[وف]?(?:[بكل]|ال|لل|بال)?)?(?:{_SAID[language][place]})", words, re.IGNORECASE) for place in places)
