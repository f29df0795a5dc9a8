"""Numbers in a text, in digits and words: where one stands, and what it is worth.

Rules:

1. A number is digits or number words, with a word for thousands or millions behind it; in Arabic a smaller number can be joined to it.
2. A word for millions alone is a number where a smaller one goes on with it: "a million two hundred thousand".
3. Words joined by a dash are one number where the second is added to the first ("twenty-two"), and two where it is not ("three-four").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from detente.press.folding import folded
from detente.press.lexicon import Lexicon, any_of
from detente.press.starts import Starts

THOUSAND: Final = 1000
_MILLION: Final = 1_000_000
_LARGE: Final = (10**12, 10**9, 10**6)
_WORD: Final = re.compile(r"\w+")
_DIGITS: Final = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)|\d+(?:[.,ر]\d+)?"
_DOTTED: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number with a point before its last three digits, as the Maghreb writes thousands."""

_BEFORE: Final = re.compile(r"(?<![\w.,/:-])")
_TENS: Final = frozenset(range(20, 100, 10))
DASHES: Final = frozenset("–—-")
_PAIR: Final = 2
_LONGEST: Final = 40
"""Characters of a number in words, at most."""


class NumberWords:
    """Finds the numbers of a language.

    Attributes:
        starts: where one can begin.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        numbers = lexicon.file.numbers
        self.values = {folded(word).lower(): value for word, value in numbers.words.items()}
        self._scales = {folded(word).lower(): value for word, value in numbers.scales.items()}
        self._multipliers = frozenset(folded(word).lower() for word in numbers.multipliers)
        self._twos = frozenset(folded(word) for word in numbers.twos)
        self._short = {word.lower(): value for word, value in numbers.short_scales.items()}
        self._verb_first, self._declined = lexicon.order == "vso", lexicon.order == "free"
        self._inverting = frozenset(folded(word) for word in numbers.before_number)
        self._halved = re.compile(rf"\s*(?:{any_of(numbers.half_of_scale)})(?!\w)")
        number = self._marks(lexicon) + self._number(lexicon)
        self._expression = re.compile(number, re.IGNORECASE)
        marked = [f"{mark}{digit}" for mark in (*numbers.currencies, *numbers.currency_letters) for digit in "0123456789"]
        numbers_begin = [f"{begin}*" for begin in (*self.values, *self._scales, *"0123456789", *marked)]
        self.starts = Starts({"numbers": numbers_begin}, joined=lexicon.language == "ar")

    @staticmethod
    def _marks(lexicon: Lexicon) -> str:
        """A currency written together with its sum: "Rs17.5 billion"; one letter does so before a scale alone, since "R5" may be a name."""
        numbers = lexicon.file.numbers
        if not numbers.currencies:
            return ""
        letters = rf"(?:{any_of(numbers.currency_letters)})(?=[\d.,]+\s?(?:{any_of(numbers.scales)})(?!\w))"
        return rf"(?-i:(?:{any_of(numbers.currencies)}|{letters})(?=\d))?"

    def _number(self, lexicon: Lexicon) -> str:
        numbers = lexicon.file.numbers
        word, scale = any_of(self.values), any_of(self._scales)
        joint = rf"(?:\s+(?:(?:{any_of(numbers.joints)})\s*)?|-)"
        short = rf"(?:(?P<short>{any_of(self._short)})(?!\w)(?!\s+(?:{any_of(numbers.lengths)})\b))?"
        halved, compound = any_of(numbers.half_of_scale), lexicon.shapes["joined_to_number"].pattern
        joined = "و" if self._verb_first else any_of(numbers.joints)
        alone = any_of(
            each for each in self._scales if each not in numbers.before_number
        )  # "metres two hundred", "thousands one and a half"
        bare = rf"(?P<bare>{alone})(?=\s+(?:(?:{joined})\s*)?(?:{word}|\d)|\s+(?:{halved})(?!\w))"
        if numbers.single_scales:
            bare = rf"{bare}|(?P<single>{any_of(numbers.single_scales)})(?!\w)"
        more = (
            rf"(?(scale)(?:\s+و(?P<more>{_DIGITS}|(?:{word})(?:{joint}(?:{word}))*)(?:\s+(?P<more_scale>{scale}))?(?!\w))?)"
            if self._verb_first
            else ""
        )
        glued = "|[ء-ي]{3}" if self._verb_first else ""  # a noun without a blank behind digits
        return (
            rf"{lexicon.clitics(article=True)}(?:(?P<digits>{_DIGITS}){short}|(?P<words>(?:{word})(?:{joint}(?:{word}))*)|{bare})"
            rf"(?:(?:\s*|(?<=\d)-)(?P<scale>{scale}))?(?:\s+(?P<half>{any_of(numbers.and_half)})(?:\s+(?P<late>{scale})(?!\w))?|\s+(?P<halved>{halved})(?!\w))?"
            rf"(?:(?![\w/]|[.,]\d)|(?(digits)(?=(?:{any_of(numbers.units)})(?!\w){glued})|(?!)))(?!-(?!{compound})[^\W\d])" + more
        )

    def within(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Numbers, in digits or words; none begins within another."""
        last = start
        for place, _ in self.starts.within(text, start, end):
            match = self.match(text, place, end) if place >= last else None
            while match is not None:
                if match["words"] and (cut := self._two_numbers(match)) is not None:
                    match = self._expression.match(text, match.start(), cut)
                if match is None:
                    break
                last = match.end()
                yield match
                match = self.behind_dash(text, match, end)

    def behind_dash(self, text: str, match: re.Match[str], end: int) -> re.Match[str] | None:
        """The other end of a range that a dash without blanks joins: "15-20"."""
        if text[match.end() : match.end() + 1] not in DASHES:
            return None
        other = self._expression.match(text, match.end() + 1, end)
        one, two = self.value(match), None if other is None else self.value(other)
        return other if one is not None and two is not None and one < two else None

    def at(self, text: str, place: int) -> bool:
        """Whether a number begins at a place."""
        return bool(self.starts.at(text, place, len(text))) and self.match(text, place, len(text)) is not None

    def match(self, text: str, place: int, end: int) -> re.Match[str] | None:
        """The number that begins at a place, where nothing that belongs to it stands before."""
        found = None if _BEFORE.match(text, place) is None else self._expression.match(text, place, end)
        if (
            self._verb_first
            and found is not None
            and found["more_scale"]
            and self._scale(found["more_scale"]) >= self._scale(found["scale"])
        ):
            return self._expression.match(text, place, found.start("more") - 1)  # "between 200 thousand and 300 thousand"
        return found

    def ends_at(self, text: str, start: int, place: int) -> bool:
        """Whether a number ends right before a place."""
        before = text[max(start, place - _LONGEST) : place].rstrip()
        return any(match.end() == len(before) for match in self.within(before, 0, len(before)))

    def _two_numbers(self, match: re.Match[str]) -> int | None:
        """Where a second number begins among the words of one: "twenty and thirty", "two brigades and two battalions", "three-four"."""
        before: float | None = None
        before_word = ""
        for word in _WORD.finditer(match.string, *match.span("words")):
            value = self.values.get(word.group().lower(), self.values.get(word.group().removeprefix("و")))
            dashed = match.string[word.start() - 1] == "-" and word.start() > match.start("words")
            joined = self._verb_first and word.group()[0] == "و" and word.group() not in self.values
            two = self._verb_first and before == 2 and before_word.removeprefix("و") not in self._twos  # "two years and seventy"
            two = two or (before is not None and before >= THOUSAND and value is not None and before <= value * self._scale(match["scale"]))
            if (joined or dashed) and value is not None and before is not None and (two or not _adds(before, value)):
                return word.start() - dashed
            before, before_word = (value, word.group()) if value is not None else (before, before_word)
        return None

    def value(self, match: re.Match[str]) -> int | float | None:
        """What a number is worth, with a half that goes with it, or with a smaller number joined to it."""
        words, halved = match["words"], match["halved"]
        if words and (half := self._halved.search(words)) is not None:
            words, halved = words[: half.start()], half.group()
        late = self._scale(match["late"])
        if (single := match.groupdict().get("single")) is not None:
            return self._scale(single)
        scale = self.scale(match) // late * self._scale(match["bare"])
        if halved and words and (own := self._scales.get(words.strip().removeprefix("و"))) is not None:
            return own + own // 2  # "a million and half a million", where the word alone means two of them
        if self.is_inverted(match):
            one, other = (self.values[word] for word in words.lower().split())
            return int(one * other)
        value: float | None = scale if match["bare"] else self._whole(match["digits"], words, scale, scaled=bool(match["scale"]))
        if value is None:
            return None
        if (more := match.groupdict().get("more")) is not None:
            figures, rest = (more, None) if more[0].isdigit() else (None, more)
            value += self._whole(figures, rest, self._scale(match["more_scale"]), scaled=True) or 0
        if halved:
            value += max(scale, *(self._scales.get(word.group().removeprefix("و"), 1) for word in _WORD.finditer(words or ""))) / 2
        value = (value + 0.5 if match["half"] else value) * late
        return int(value) if value == int(value) else value

    def is_inverted(self, match: re.Match[str]) -> bool:
        """Whether a multiple stands before what multiplies it, which makes a Russian number inexact: "tens three"."""
        words = (match["words"] or "").lower().split()
        one, other = (self.values.get(word, 0) for word in words) if len(words) == _PAIR else (0, 0)
        return self._declined and words[0] in self._inverting and 1 < other < one if one else False

    def start(self, match: re.Match[str]) -> int:
        """Where its own letters begin, behind what is written together with it."""
        if match.groupdict().get("single") is not None:
            return match.start("single")
        return match.start("digits" if match["digits"] else "bare" if match["bare"] else "words")

    def scale(self, match: re.Match[str]) -> int:
        """By what a number is multiplied: 1,000,000 of "two million"."""
        return self._scale(match["scale"]) * self._scale(match["late"]) * (self._short[match["short"].lower()] if match["short"] else 1)

    def _scale(self, words: str | None) -> int:
        return self._scales[re.sub(r"\s+", " ", words.lower())] if words else 1

    def scale_of(self, word: str) -> int | None:
        """What a word for thousands or millions is worth; None for any other."""
        return self._scales.get(folded(word).lower())

    def _whole(self, figures: str | None, words: str | None, scale: int, *, scaled: bool) -> int | float | None:
        if figures and self._verb_first and not scaled and _DOTTED.fullmatch(figures):
            return int(figures.replace(".", ""))
        if figures:
            digits = re.sub(r"[ \u00a0]|,(?=\d{3}(?!\d))", "", figures).replace(",", ".")
            if "ر" in digits:  # as agencies of the Gulf write 31.62: "62ر31", which from the right reads thirty-one and 62
                digits = ".".join(reversed(digits.split("ر")))
            number = float(digits) if "." in digits else int(digits)
            value = number * scale
            return round(value) if abs(value - round(value)) < 1e-6 else round(value, 6)
        words = re.sub(r"\s+", " ", (words or "").lower())
        whole = self.values.get(words)
        total = self._total(words) if whole is None else whole
        base = next((each for each in _LARGE if scale < each <= total), 0) if self._verb_first and scale > 1 else 0
        value = total - total % base + total % base * scale if base else total * scale  # "two million and five thousand"
        if whole is None and not value:
            return None
        return int(value) if value == int(value) else value

    def _total(self, words: str) -> float:
        """What several words make together."""
        total: float = 0
        for word in re.split(r"\s+|-", words):
            plain = word if word in self.values else word.removeprefix("و")
            known = self.values.get(plain)
            if known is None:
                continue
            if known == total == 2 and (self._verb_first or word in self._twos):
                continue  # "two answers, two in number", and an adjective behind an Arabic dual
            if 2 < total < THOUSAND <= self._scales.get(plain, 0):
                known = self._scales[plain]  # the form that alone means two of them
                total *= known
                continue
            if total == 0 and known == 2 * self._scales.get(plain, 0):
                known = self._scales[plain]  # "a million and two hundred thousand", in the accusative
            multiplies = known in {12, 100, 1000} or plain in self._multipliers
            if multiplies and total > _MILLION > 0 < total % _MILLION < known:
                total += total % _MILLION * (known - 1)  # "two million and three hundred thousand"
                continue
            total = total * known if multiplies and 0 < total < known else total + known
        return total


def _adds(before: float, value: float) -> bool:
    """Whether a number that is joined to another is added to it: a ten to a unit, what is smaller to a hundred and more, a fraction."""
    if before < 10:
        return value in _TENS or value >= 100 or value < 1 <= before
    return (before in _TENS and value < 10) or (before >= 100 and (value < before or value >= THOUSAND))
