"""Figures in what was said: how many, how exactly, of what, and whether requests are counted.

Rules:

1. What is no figure, `number_context` tells.
2. Requests are counted where the words counted are requests, answers or times, or stand for what was counted before ("19 of them").

What counts of requests say is found in `tallies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from detente.press.clitics import THE, TO_THE
from detente.press.counted import OBJECT_WORD, Counted, converted, joined, summed, with_half
from detente.press.dates import Dated
from detente.press.folding import folded
from detente.press.lexicon import Lexicon, any_of
from detente.press.no_shares import is_no_share
from detente.press.number_context import NumberContext
from detente.press.number_words import DASHES, THOUSAND
from detente.press.same_names import stem
from detente.press.tallies import Tallies

_NEAR: Final = 24
"""Characters before or behind a number in which a word can say how exact it is."""

_CHANGE_MOST: Final = 70
"""Characters before a number in which a word says that it is what something has come to."""

_CHANGED_NEAR: Final = 20
"""The same, of a Russian word that stands before "from" and "to", which is rare."""

_JOINT_MOST: Final = 6
"""Characters between the ends of a range, at most."""

_TEN: Final = 10
_HUNDRED: Final = 100

_ALL_MOST: Final = 100
"""The largest number of which a share is told: "ninety-nine in a hundred"."""

_LEAD_MOST: Final = 5
"""Characters of a preposition right before a number."""

_GOES_ON: Final = re.compile(r"\s+[^\W\d_]")
_WHOLES: Final = frozenset({3, 4, 5, 10, 100})
_ROUND: Final = frozenset({10, 100})
"""Wholes of which Russian tells shares, and those behind which it can say what is counted."""

_CURRENCY: Final = r"(?:\b[A-Z]{1,3})?[$€£¥₽₹₺₴₦₱₩₫฿₵₡₸₼₾₪₭₮₲៛¢]"
_CURRENCY_MOST: Final = 6
"""Characters of a currency that stands before its sum."""


class Figure(NamedTuple):
    """A figure; places are of the folded text."""

    value: int | float | None
    qualifier: str
    tally: str | None
    start: int
    end: int


@cache
def figures(lexicon: Lexicon) -> Figures:
    """The finder of figures of a language."""
    return Figures(lexicon)


@cache
def _shares(lexicon: Lexicon) -> re.Pattern[str]:
    """Any word for a part of something, in one look at what was said: most has none."""
    numbers = lexicon.file.numbers
    return lexicon.expression([*numbers.half, *numbers.most, *numbers.all, *numbers.few])


@cache
def _alone(lexicon: Lexicon) -> re.Pattern[str]:
    """Any word that is a figure, or stands before one, without a number and a part, in one look at what was said."""
    numbers = lexicon.file.numbers
    return lexicon.expression([*numbers.only, *numbers.duals, *numbers.none, *(numbers.ones if lexicon.order == "vso" else ())])


class Figures(NumberContext):
    """Finds figures in what was said."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        numbers = lexicon.file.numbers
        self._range_joints, self._spans = frozenset(map(folded, numbers.range_joints)), frozenset(numbers.spans)
        self._ranges_without = frozenset((*DASHES, *map(folded, numbers.range_words)))
        self._nouns_before = lexicon.expression(numbers.before_number) if numbers.before_number else None
        noun = r"(?:\s+[^\W\d]+)?" if lexicon.order == "vso" else ""  # "three ships in ten"
        self._in_all = re.compile(rf"{noun}\s+(?:{any_of(numbers.in_all)})\s+", re.IGNORECASE)
        self._in_part = re.compile(rf"\s+(?:{any_of(numbers.in_part)})\s+")
        self._shared_out = re.compile(rf"\s+(?:[^\W\d_]+\s+)?(?:{any_of([*numbers.in_all, *numbers.of_total])})\s+")
        self._fractions = {folded(word): value for word, value in numbers.fractions.items()}
        self._currency = re.compile(rf"(?:{_CURRENCY}|\b(?:{any_of(numbers.currencies)})\.?)\s?\Z")
        self._and_half = lexicon.shapes["one_and_half"]
        self._between = frozenset(map(folded, numbers.between_two))
        self._scales_of_one = {folded(word): value for word, value in numbers.scales_of_one.items()}
        self._counted_twos = tuple(map(folded, numbers.counted_twos))

    def find(self, text: str, start: int, end: int, dated: Sequence[Dated], side: str | None = None) -> list[Figure]:
        """The figures of a part of a text, in order.

        Args:
            dated: the days that it names, which are no figures.
            side: for whom its speaker speaks.
        """
        numbers, halves = list(self._words.within(text, start, end)), list(self._and_half.finditer(text, start, end))
        shared = _shares(self._lexicon).search(text, start, end) is not None
        if not (numbers or halves or shared or _alone(self._lexicon).search(text, start, end)):  # as in most that is said
            return []
        found = self._gathered(text, start, end, dated, numbers, halves, shared=shared)
        if not found:
            return []
        found.sort(key=lambda each: each.start)
        found = self._ranged(text, start, found)
        if self._lexicon.order == "fixed" and "(" in text:
            found = converted(text, found, self._lexicon.shapes["other_unit"])
        tallies = Tallies(self._lexicon, text, start, end, found, side)
        told: list[Figure] = []
        for number, each in enumerate(found):
            upper = found[number + 1] if each.qualifier == "over" and number + 1 < len(found) else each
            ranged = upper.qualifier == "under" and each.end == each.object and upper.start - each.end < _JOINT_MOST
            tally, before = tallies.of(upper if ranged else each), told[-1].tally if told else None
            other = found[number - 1]
            bare = tally is None and before == "answered" and each.end == each.object
            part = (tally is None and tallies.is_part(each, other)) or (
                bare and self._lexicon.shapes["and_about"].fullmatch(text, other.end, each.start)
            )
            tally = before if before is not None and (part or tallies.is_listed(each, other)) else tally
            bare = tally is None and before is not None and each.end == each.object and each.value is not None
            if bare and before is not None:
                tally = tallies.gapped(other.end, each.start, before)
            if tally is not None or not self._is_any(text, each):
                told.append(Figure(each.value, each.qualifier, tally, each.start, each.end))
        return told

    def _gathered(
        self,
        text: str,
        start: int,
        end: int,
        dated: Sequence[Dated],
        numbers: Sequence[re.Match[str]],
        halves: Sequence[re.Match[str]],
        *,
        shared: bool,
    ) -> list[Counted]:
        """All that is counted, numbers and words in the place of some, in no order; `shared`: whether a word for a part is among it."""
        none = [match.span() for name in ("no_figures", "dated_names") for match in self._lexicon[name].finditer(text, start, end)]
        none += [match.span() for match in self._lexicon.shapes["clock"].finditer(text, start, end)]
        if self._lexicon.order == "fixed" and none:  # "the two letters", not "the two sides"
            none = [
                each
                for each in none
                if not (text.endswith(self._counted_twos, 0, each[1]) and self._lexicon["requests"].match(text, each[1] + 1, end))
            ]
        taken = [*none, *((each.start, each.end) for each in dated if self._lexicon.shapes["teen"].match(text, each.end) is None)]
        nothing = [match.span() for match in self._lexicon["none"].finditer(text, start, end)]
        taken += nothing  # "not one" is no one
        several = (
            [each.span() for each in self._lexicon["few"].finditer(text, start, end)] if shared and self._lexicon.order == "fixed" else []
        )
        found: list[Counted] = []
        for match, following in pairwise([*numbers, None]):
            if match is None or _overlaps(match.span(), taken) or any(a < match.start() < b for a, b in several):
                continue
            made = self._part_of_all(text, match, following, start, end) if following is not None else None
            taken += [] if made is None or following is None else [following.span()]
            made = made or self._counted(text, match, start, end)
            if made is not None:
                found.append(made)
        halves = [match for match in halves if not _overlaps(match.span(), [*taken, *((each.start, each.end) for each in found)])]
        found = [each for each in found if not any(match.start() <= each.start < match.end() for match in halves)]
        for match in halves:  # "a year and a half"
            near, first, last = self._qualified(text, match.start(), match.end(), start, end)
            found.append(Counted(1.5, near, first, last, match.start(), last))
        for name, qualifier, value in (("half", "half", 0.5), ("most", "most", None), ("all", "all", None), ("few", "about", None)):
            for match in self._lexicon[name].finditer(text, start, end) if shared else ():
                if self._lexicon["each_of"].search(match.group()) is not None and _GOES_ON.match(text, match.end(), end) is not None:
                    continue  # "for each inhabitant"
                around = [each for each in none if each[0] <= match.start()]  # "every one of them" holds "one of"
                if is_no_share(self._lexicon, name, match, end):
                    continue
                if not _overlaps(match.span(), [*around, *((each.start, each.end) for each in found)]):
                    found.append(self._share(text, qualifier, value, match, start, end))
        found = joined(text, summed(text, found))
        if self._lexicon.order == "vso":
            found = with_half(text, found)
        found += self._single(text, start, end)
        found += self._one_reply(text, start, end, [*nothing, *none]) if found else ()
        found += self._none(text, start, end, found) if found or nothing else ()
        found += self._duals(text, start, end, [*taken, *((each.start, each.end) for each in found)])
        return found

    def _ranged(self, text: str, start: int, found: list[Counted]) -> list[Counted]:
        """Figures, the ends of a range as "over" and "under": "between 20 and 30", "40 or 50 metres", "from three to five million"."""
        made = list(found)
        for number, pair in enumerate(pairwise(found)):
            one, other = self._parts(text, start, pair)
            if self._is_range(text, start, one, other):
                value = one.value
                if one.scale == 1 < other.scale and value is not None and value < THOUSAND:
                    value = _plain(value * other.scale)
                made[number] = one._replace(value=value, qualifier="over")
                made[number + 1] = other._replace(qualifier="under")
        return made

    def _parts(self, text: str, start: int, pair: tuple[Counted, Counted]) -> tuple[Counted, Counted]:
        """Two figures, of which a half can be the end of an Arabic range: "between a third and a half"."""
        one, other = pair
        if self._lexicon.order != "vso" or self._between.isdisjoint(text[max(start, one.start - _LEAD_MOST) : one.start].split()[-1:]):
            return pair
        exact = [each._replace(qualifier="exact") if each.qualifier == "half" else each for each in (one, other)]
        return exact[0], exact[1]

    def _is_range(self, text: str, start: int, one: Counted, other: Counted) -> bool:
        between = text[one.end : other.start].strip() or text[one.end : other.number].strip()
        near = {"about", "under"} if self._lexicon.order == "vso" else {"about"}
        joints = self._range_joints if self._lexicon.order == "fixed" else frozenset()
        some = one.qualifier in near and between in self._ranges_without - joints  # "some 200 to 250", "within two to three weeks"
        if one.value is None or other.value is None or not (one.qualifier == "exact" or some):
            return False
        before = text[max(start, one.start - _CHANGE_MOST) : one.start].rstrip()
        opening = next((each for each in self._lexicon["ranges"].finditer(before) if each.end() == len(before)), None)
        bare = one.end == one.object
        if opening is not None and self._lexicon.order == "fixed" and between in self._ranges_without and one.value < other.value:
            begins = one.start - start < _CHANGE_MOST and not before[: opening.start()].strip()  # "from 300 to 500 fighters remained"
            return begins or self._lexicon["between_two"].fullmatch(opening.group()) is not None  # "ranging from 500 euros to 2,000"
        if opening is not None and other.qualifier == "exact" and between in self._range_joints and one.value < other.value:
            bare = bare or self._lexicon["between_two"].fullmatch(opening.group()) is not None  # "between two years and nine"
        bare = bare or (one.object == one.number and between in self._ranges_without)  # an Arabic dual: "two or three ships"
        if not bare:
            return False
        if opening is None:
            rises = one.value * (other.scale if one.scale == 1 else 1) < other.value
            without = between in self._ranges_without and not (between in self._range_joints and self._is_changed(before, 0, len(before)))
            return other.qualifier == "exact" and (between in DASHES or (rises and without))  # "fell by 5 to 12"
        if between in DASHES or between not in self._range_joints:
            return other.qualifier == "exact" and between in DASHES
        if self._lexicon.order == "vso" and self._lexicon["between_two"].fullmatch(opening.group()) is not None:
            return True  # "has fallen to between 5 and 7"
        begin = max(0, opening.start() - _CHANGED_NEAR) if self._lexicon.order == "free" else 0
        return self._lexicon["changes"].search(before, begin, opening.start()) is None  # "has grown from 12 to 15"

    def _part_of_all(self, text: str, one: re.Match[str], other: re.Match[str], start: int, end: int) -> Counted | None:
        """A share told by two numbers: "four in five of our rivers", "nine out of ten"; not of requests, of which both are counts."""
        between = one.end()
        if self._lexicon.order == "fixed" and self._words.value(one) == 1 and (noun := OBJECT_WORD.match(text, between, other.start())):
            between = between if self._in_all.fullmatch(text, between, other.start()) else noun.end()  # "one man in ten"
        joined = self._in_all.fullmatch(text, between, other.start()) is not None and (one["words"] or self._is_small(text, other, end))
        if not joined and not (one["words"] and self._is_share(text, one, other, end)):
            return None
        part, whole = self._words.value(one), self._words.value(other)
        if part is None or whole is None or not part < whole <= _ALL_MOST:
            return None
        near, first, last = self._qualified(text, one.start(), other.end(), start, end)
        counted = self._object(text, last, end)
        if self._lexicon["requests"].search(text, last, counted) is not None:
            return None
        return Counted(round(part / whole, 2), near, self._unjoined(one) if first == one.start() else first, counted, one.start(), last)

    def _is_small(self, text: str, whole: re.Match[str], end: int) -> bool:
        """Whether a number in digits is one of which a share is told: "3 in 4 people", and not "2 in 3 days"."""
        behind = OBJECT_WORD.match(text, whole.end(), end)
        of_few = self._lexicon.order == "fixed" and (self._words.value(whole) or 0) <= _TEN
        told = behind is not None and self._lexicon["auxiliaries"].match(text, behind.start("word"), end) is not None  # "3 in 10 had fled"
        return of_few and behind is not None and (told or behind["word"] not in self._ends | self._spans)

    def _is_share(self, text: str, one: re.Match[str], other: re.Match[str], end: int) -> bool:
        """Whether a share is told by two small numbers, in Russian with what is counted between them: "two families out of three"."""
        if self._lexicon.order == "vso" or not other["words"] or (whole := self._words.value(other)) not in _WHOLES:
            return False
        if self._lexicon.order == "fixed":  # "two of three rules", and not "of the three rules"
            return self._in_part.fullmatch(text, one.end(), other.start()) is not None
        joint = self._shared_out.fullmatch(text, one.end(), other.start())
        if joint is None or self._lexicon["requests"].search(text, one.end(), end) is not None:
            return False
        return whole in _ROUND or not text[other.end() : end].lstrip()[:1].isalnum()

    def _none(self, text: str, start: int, end: int, found: Sequence[Counted]) -> Iterator[Counted]:
        """None of what was counted: "three notes, and not one was answered", "not one of the ten"."""
        first = min((each.start for each in found), default=end)
        for match in self._lexicon["none"].finditer(text, start, end):
            total = self._lexicon["of_total"].match(text, match.end() + 1, end)
            counted = total is not None and any(each.start <= total.end() + 1 <= each.end for each in found)
            told = self._lexicon.order == "fixed" and self._lexicon["replies"].match(text, match.end() + 1, end) is not None
            if total is not None and self._lexicon.order == "fixed":  # "none of the requests"
                told = told or self._lexicon["requests"].match(text, total.end() + 1, end) is not None
            told = told or self._is_subject(text, start, match) or self._lexicon["none_at_all"].fullmatch(match.group()) is not None
            if (counted or told or match.start() > first) and not _overlaps(match.span(), [(each.start, each.end) for each in found]):
                yield Counted(0, "exact", match.start(), match.end(), match.start(), match.end())

    def _is_subject(self, text: str, start: int, match: re.Match[str]) -> bool:
        """Whether a word for none begins what was said and has a verb: "none had been opened", of those that were counted before."""
        if self._lexicon.order != "fixed" or text[start : match.start()].strip():
            return False
        return self._lexicon["auxiliaries"].match(text, match.end() + 1) is not None

    def _single(self, text: str, start: int, end: int) -> Iterator[Counted]:
        """One of something, where it is said that there were no more: "only one answer"; in Arabic, of any requests and answers."""
        nouns = (OBJECT_WORD.match(text, only.end(), end) for only in self._lexicon["only"].finditer(text, start, end))
        places = {noun.start("word") for noun in nouns if noun is not None}
        if self._lexicon.order == "vso" and self._lexicon["ones"].search(text, start, end):
            places |= {noun.start() for name in ("requests", "answered") for noun in self._lexicon[name].finditer(text, start, end)}
        for place in sorted(places):
            one = OBJECT_WORD.match(text, place + len(text[place:end].split(maxsplit=1)[0]), end)
            if one is not None and self._lexicon["ones"].fullmatch(one["word"]):
                yield Counted(1, "exact", place, one.end(), place, place)

    def _one_reply(self, text: str, start: int, end: int, nothing: Sequence[tuple[int, int]]) -> Iterator[Counted]:
        """One answer, beside another count: "sent seven notes and received one reply"."""
        for reply in self._lexicon["replies"].finditer(text, start, end):
            ones = list(self._lexicon["ones"].finditer(text, max(start, reply.start() - _NEAR), reply.start()))
            if ones and not text[ones[-1].end() : reply.start()].strip() and not _overlaps(ones[-1].span(), nothing):
                yield Counted(1, "exact", ones[-1].start(), reply.end(), ones[-1].start(), reply.start())

    def _duals(self, text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[Counted]:
        """Words that mean two of something by their ending; with the article they are known ones, and no count.

        An adjective behind such a word has the same ending, and counts nothing of its own.
        """
        before = start
        for match in self._lexicon["duals"].finditer(text, start, end):
            if match.start() >= before and not _overlaps(match.span(), taken) and stem(match.group()) == match.group():
                qualifier, first, last = self._qualified(text, match.start(), match.end(), start, end)
                before = self._object(text, last, end)
                yield Counted(2, qualifier, first, before, match.start(), match.start())

    def _counted(self, text: str, match: re.Match[str], start: int, end: int) -> Counted | None:
        value = self._words.value(match)
        if match["words"] and (share := self._fraction(text, match, end)) is not None:
            value = share
        if (base := self._scales_of_one.get((match["words"] or "").removeprefix("و"))) and value == self._bare(match):
            value = base * 2 if self._is_construct(text, match.end(), end) else base
        if value is None or self._is_no_figure(text, match, value, start, end):
            return None
        currency = self._currency.search(text, max(start, match.start() - _CURRENCY_MOST), match.start())
        begin = match.start() if currency is None else currency.start()
        qualifier, first, last = self._qualified(text, begin, match.end(), start, end)
        counted = self._object(text, last, end)
        if qualifier == "exact":
            qualifier, first, counted = self._behind(text, first, counted, end)
        if first == match.start() and self._lexicon.order != "fixed":
            first = self._unjoined(match)
        two = value == 2 and bool(match["words"]) and self._is_dual(match["words"].removeprefix("و"))  # is what is counted, too
        made = Counted(value, qualifier, first, counted, match.start(), match.start() if two else last, self._words.scale(match))
        if qualifier == "exact" and self._is_definite(match) and (noun := self._noun_before(text, match, start, end)) is not None:
            return made._replace(start=noun, end=match.end(), object=noun)
        if qualifier != "exact" or self._nouns_before is None:
            return made
        return made._replace(qualifier="about") if self._words.is_inverted(match) else self._inverted(text, made, start)

    def _bare(self, match: re.Match[str]) -> float | None:
        """What the words of a number are worth alone."""
        return self._words.values.get(match["words"].removeprefix("و"))

    def _is_construct(self, text: str, place: int, end: int) -> bool:
        """Whether a noun stands right behind, as behind an Arabic dual that has lost its last letter: "two million dollars"."""
        noun = OBJECT_WORD.match(text, place, end)
        if noun is None or noun["word"] in self._ends or noun["word"][0] == "و" or stem(noun["word"]) != noun["word"]:
            return False
        return self._lexicon.shapes["not_behind_scale"].match(noun["word"]) is None

    def _inverted(self, text: str, made: Counted, start: int) -> Counted:
        """A Russian number behind its noun is no exact one: "some two hundred metres", said as "metres two hundred"."""
        if (lead := self._about_before(text, made, start)) is not None:
            return made._replace(qualifier="about", start=lead)
        nouns = self._nouns_before.finditer(text, max(start, made.start - _NEAR), made.start) if self._nouns_before is not None else ()
        noun = next((each for each in nouns if not text[each.end() : made.start].strip()), None)
        if noun is None or self._words.ends_at(text, start, noun.start()):
            return made
        scale = self._words.scale_of(noun.group()) or 1
        if scale > 1 and (made.value or 0) >= _HUNDRED:
            return made  # "a thousand one hundred"
        return made._replace(value=(made.value or 0) * scale, qualifier="about", start=noun.start())

    def _about_before(self, text: str, made: Counted, start: int) -> int | None:
        """Where a preposition stands that says that a number in the accusative is no exact one: "с десяток", "под сорок"."""
        leads = self._lexicon["about_before"].finditer(text, max(start, made.start - _LEAD_MOST), made.start)
        lead = next((each for each in leads if not text[each.end() : made.start].strip()), None)
        if lead is None:
            return None
        bare = self._lexicon["about_digits"].fullmatch(lead.group()) is not None and text[made.number].isdigit()
        return lead.start() if bare or self._lexicon["accusatives"].match(text, made.number) is not None else None

    def _unjoined(self, match: re.Match[str]) -> int:
        """Where a number begins without a preposition or an "and" that is written together with it; its article belongs to it."""
        first, number = match.start(), self._words.start(match)
        if self._lexicon.shapes["one_itself"].match(match.string, first) is not None:
            return first  # "one", and not "and one"
        joined = match.string[first:number]
        article = joined.find(THE)
        return number if article == -1 and TO_THE not in joined else first + max(article, 0)

    def _share(self, text: str, qualifier: str, value: float | None, match: re.Match[str], start: int, end: int) -> Counted:
        near, first, last = self._qualified(text, match.start(), match.end(), start, end)
        counted = self._object(text, last, end)
        if near == "exact":
            near, first, behind = self._behind(text, first, counted, end)
            counted = behind if near in {"over", "under"} else counted
        alone = self._words.scale_of(match.group())
        free_all = qualifier == "all" and self._lexicon.order == "free"  # "nearly all of the food"
        if value is None and alone is not None and near in {"over", "under"} | ({"about"} if first < match.start() else set()):
            value = alone  # "over a thousand mines", where the word alone is also "thousands"
        exactness = near if near in {"over", "under"} else "most" if free_all and near == "about" else qualifier
        joined = self._lexicon.order == "vso" and text[match.start()] == "و"
        return Counted(value, exactness, first, counted, match.start() + joined, last)

    def _fraction(self, text: str, match: re.Match[str], end: int) -> float | None:
        """What a number word is worth that means a part: "a tenth of this sum" is written as "ten"."""
        value = self._fractions.get(match["words"].lstrip())
        if value is None or match["scale"]:
            return None
        if self._is_definite(match) and self._lexicon["part_leads"].search(text, max(0, match.start() - _NEAR), match.start()) is not None:
            return value  # "fell by the fifth", which is one
        behind = OBJECT_WORD.match(text, match.end(), end)
        if behind is None:
            return None
        word = behind["word"]
        return value if stem(word) != word or self._lexicon["of_these"].fullmatch(word) else None

    def _qualified(self, text: str, first: int, last: int, start: int, end: int) -> tuple[str, int, int]:
        """How exact a figure is, and where it stands with the words that say so."""
        before = text[max(start, first - _NEAR) : first]
        words = [
            (match, qualifier) for qualifier in ("over", "under", "about", "all") for match in self._lexicon[qualifier].finditer(before)
        ]
        words = [each for each in words if not before[each[0].end() :].strip(' $€£"“”«„') and not self._is_of_verb(before, each[0])]
        if words and self._lexicon.order == "fixed" and self._is_spread(text, (start, first), last, end, words[0][0]):
            return "exact", first, last
        if self._lexicon.order == "vso" and text[first] == "و" and self._lexicon["over_after"].search(before) is not None:
            words, before = [], ""  # "one at least and two"
        if not words and self._lexicon.order == "vso":  # behind a preposition that is written together with it
            before = self._lexicon.shapes["joined_preposition"].sub(" ", before)
            words = [(match, name) for name in ("over", "under", "about") for match in self._lexicon[name].finditer(before)]
            words = [each for each in words if not before[each[0].end() :].strip(' $€£"“«„')]
        if self._lexicon.order == "vso" and text[first] == "ب" and before[-1:] == " ":  # "exceeds it by two million"
            words = [each for each in words if each[1] == "about"]
        if words:  # the longest: "does not exceed", not "exceed"
            match, qualifier = min(words, key=lambda each: each[0].start())
            near = max(start, first - _CHANGE_MOST)
            if self._lexicon["targets"].fullmatch(match.group()) and self._is_changed(text, near, first):
                return self._behind(text, first, last, end)  # "has grown to 40", "from 12 to 15"
            return qualifier, first - len(before) + match.start(), last
        return self._behind(text, first, last, end)

    def _is_changed(self, text: str, start: int, end: int) -> bool:
        """Whether words before a number tell that something has come to it: "has grown to 40", "from 12 to 15"."""
        if self._lexicon["changes"].search(text, start, end) is not None:
            return True
        return any(self._words.at(text, match.end() + 1) for match in self._lexicon["change_from"].finditer(text, start, end))

    def _is_spread(self, text: str, place: tuple[int, int], last: int, end: int, word: re.Match[str]) -> bool:
        """Whether an English sum is told to be spread "over" so long a time: "$27 billion over 25 years"."""
        behind = OBJECT_WORD.match(text, last, end) if self._lexicon["spread_over"].fullmatch(word.group()) else None
        before = text[max(place[0], place[1] - _CHANGE_MOST) : place[1]].rsplit(word.group(), 1)[0]
        if behind is None or behind["word"] not in self._spans or not before.strip() or before.split()[-1].lower() in self._ends:
            return False
        return self._lexicon.shapes["sum_before"].search(before) is not None

    def _is_of_verb(self, before: str, match: re.Match[str]) -> bool:
        """Whether a word that could say how exact a figure is belongs to what is before it: "handed over 20 names", "in ten months by"."""
        words = before[: match.end()]
        if self._lexicon.shapes["by_how_much"].search(match.group()) is not None and self._words.ends_at(before, 0, match.start()):
            return True
        return any(each.end() == len(words) for each in self._lexicon["verbs_with_over"].finditer(words))

    def _behind(self, text: str, first: int, last: int, end: int) -> tuple[str, int, int]:
        """How exact a figure is by what stands behind it, or behind what is counted."""
        behind = re.compile(r"-|[ \t]*").match(text, last, end)
        place = last if behind is None else behind.end()
        for qualifier, name in (("about", "about_after"), ("over", "over_after"), ("under", "under_after")):
            after = self._lexicon[name].match(text, place, end)
            if after is not None and not self._words.match(text, after.end() + 1, end):  # "of 3 and more than 20"
                return qualifier, first, after.end()
        return "exact", first, last


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
