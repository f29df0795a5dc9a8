"""Whether requests that are counted were sent, answered or received.

Rules:

1. What a count of requests says, the nearest word says that tells of sending, receiving or answering; signs, conjunctions and other
   figures between put it farther off.
2. Sent and received are seen from the speaker's side: what another state sent, was received.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.clitics import THE
from detente.press.counted import SUM, Counted
from detente.press.lexicon import Lexicon
from detente.press.number_words import THOUSAND
from detente.press.tally_parties import BARE_FAR, BESIDE, STOP, TallyParties

_FAR: Final = 60
"""From here on, in characters and what is added for what stands between, a word tells of something else."""

_BETWEEN: Final = 25
"""What is added for another figure in between, or a sign."""

_SIGN: Final = re.compile(r"[,،:(]|[\"”»]?,")
_PUT_IN: Final = re.compile(r"[,،]\s*(?P<words>[^,،]{1,60}?)\s*[,،]")
"""Words between two commas."""

_NEAR_BEFORE: Final = 24
"""Characters before a part within which it is said that it was not answered."""

_AND_MOST: Final = 3
"""Characters of an "and", with a preposition that an Arabic word is written together with."""

_PARTING: Final = ' \t,،:—–-"“”«»„('
"""What can stand between a figure and its part."""

_TOLD_OF: Final = re.compile(r"[^,.;:\d]{0,40},?\s+|")
"""What can stand between a count of requests and a participle that tells of them: "20 requests for a visa, received from X"."""


class Tallies(TallyParties):
    """What counts of requests say, in one part of a text."""

    def __init__(self, lexicon: Lexicon, text: str, start: int, end: int, figures: list[Counted], side: str | None) -> None:
        super().__init__(lexicon, text, start, end, side)
        self._figures = [(each.start, each.object) for each in figures]
        self._counted = figures
        self._requests = list(lexicon["requests"].finditer(text, start, end))
        verbs = sorted(
            (match.start(), match.end(), name)
            for name in ("sent", "received", "answered", "not_answered")
            for match in lexicon[name].finditer(text, start, end)
        )
        if lexicon.file.words.ruled and self._requests:
            verbs = sorted([*verbs, *((match.start(), match.end(), "answered") for match in lexicon["ruled"].finditer(text, start, end))])
        verbs = [
            each
            for each in verbs
            if not any(other[0] <= each[0] and each[1] <= other[1] and other[1] - other[0] > each[1] - each[0] for other in verbs)
        ]
        if lexicon.order == "fixed" and not self._requests:
            verbs = [] if all(lexicon.shapes["manifold"].fullmatch(text, *each[:2]) for each in verbs) else verbs
        verbs = [each for each in verbs if not self._is_attribute(each)]  # "sent an answer", not "sent"
        self._verbs = verbs if lexicon.order != "vso" else self._arabic(verbs)
        self._ends = {first: last for first, last, _ in self._verbs}

    def _arabic(self, verbs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Words without those that only seem to be one: "came", read as "and answered"; of answers, a participle with its article."""
        verbs = [each for each in verbs if each[2] not in {"sent", "received"} or not self._is_of_reply(each)]
        came = {
            each[:2]
            for each in verbs
            if each[2] == "received" and self._lexicon.shapes["answered_about"].match(self._text, each[1]) is None
        }
        verbs = [each for each in verbs if each[2] != "answered" or each[:2] not in came]
        if not any(each[2] == "answered" for each in verbs):
            return verbs
        inside = [(each.object, each.end) for each in self._counted]
        return [
            each
            for each in verbs
            if each[2] == "answered" or not (self._with_article(each) and any(first <= each[0] < last for first, last in inside))
        ]

    def _with_article(self, verb: tuple[int, int, str]) -> bool:
        return self._text.startswith(THE, verb[0])

    def _is_attribute(self, verb: tuple[int, int, str]) -> bool:
        """Whether a word belongs to the noun that is counted: "four written requests"."""
        return self._lexicon.order == "fixed" and any(
            each.object <= verb[0] and verb[1] <= request.start() < each.end for each in self._counted for request in self._requests
        )

    def _stands_for_other(self, figure: Counted) -> bool:
        """Whether a number alone counts what a figure before counted, and that are no requests: "gave 20 names and received 12"."""
        if self._lexicon.order == "vso" or self._requests or (self._lexicon.order == "free" and figure.value == 0):
            return False
        objects = [self._text[each.object : each.end].strip() for each in self._counted if each.start < figure.start]
        return any(each and self._lexicon["standing_for"].fullmatch(each) is None and not self._is_done(each) for each in objects)

    def _is_too_many(self, figure: Counted) -> bool:
        """Whether a Russian number alone is one of millions, where no requests are counted: "380 million have come in"."""
        return self._lexicon.order == "free" and figure.scale > THOUSAND and not self._requests

    def of(self, figure: Counted) -> str | None:
        """Sent, answered or received; None if no requests are counted, or it is not said."""
        number = self._text[figure.start : figure.object]
        if self._lexicon["persons"].fullmatch(number.strip()) is not None or SUM.search(number) is not None:
            return None
        if not self._verbs:
            return self._of_whom(figure, named=False)
        counted = self._text[figure.object : figure.end]
        if not counted.strip() and self._lexicon.shapes["number_of_answers"].search(self._text[self._start : figure.start]) is not None:
            return "answered"
        about = self._requests or any(verb[2] in {"answered", "not_answered"} for verb in self._verbs)
        if self._lexicon.order == "vso" and 0 < (figure.value or 0) < 1 and not about:
            return None  # "a quarter of them came", of vaccines
        if not counted.strip() and (self._stands_for_other(figure) or self._is_too_many(figure)):
            return None
        is_fixed = self._lexicon.order == "fixed"
        if self._lexicon["not_answered"].search(counted) or self._is_part_unanswered(figure):
            return self._of_whom(figure) if is_fixed else None
        if is_fixed and self._is_answered_part(figure):
            return "answered"
        if is_fixed and (told := self._of_sender(figure)) is not None:
            return told
        are_answers = self._lexicon["answered"].search(counted)
        are_answers = are_answers or (self._lexicon["answered"].match(self._text, self._skipped(figure.object)) if is_fixed else None)
        if are_answers is not None and self._lexicon["requests"].search(counted) is None:
            return "answered"
        verbs = self._tellers(figure)
        if (total := self._total(figure)) is not None:
            figure = figure._replace(object=total.object, end=total.end)
            answered = [number for number in verbs if self._verbs[number][2] in {"answered", "not_answered"}]
            if is_fixed and not answered:  # "is handling 19 of the 46 petitions it received"
                verbs = [number for number in verbs if self._verbs[number][1] <= figure.start]
            verbs = answered or verbs  # what was sent or received are all of them
        far = _FAR if figure.value == 0 else -1 if self._is_of_things(figure) else self._reach(self._text[figure.object : figure.end])
        nearest = min(((self._distance(figure, self._verbs[number]), number) for number in verbs), default=None)
        if far == BARE_FAR and self._lexicon.order == "vso" and self._is_total(figure):
            far = _FAR  # "answered one note out of five"
        return self._told_by(figure, None if nearest is None or nearest[0] > far else nearest[1])

    def _tellers(self, figure: Counted) -> list[int]:
        """Which of the words can tell of what is counted."""
        counted = self._text[figure.object : figure.end]
        verbs = [number for number, verb in enumerate(self._verbs) if self._can_tell_of(figure, verb[0])]
        if self._lexicon.order == "vso" and self._lexicon["times"].search(counted):  # "asked three times", not "came twice, and asked"
            verbs = [number for number in verbs if self._is_right_before(self._verbs[number], figure)]
        if self._lexicon.order == "fixed" and self._lexicon["times"].search(
            counted
        ):  # "asked three times", not "met six times and settled"
            verbs = [
                number
                for number in verbs
                if not self._is_behind_and(self._verbs[number][0], figure) and self._verbs[number][2] != "not_answered"
            ]
        if self._lexicon.order == "vso" and self._lexicon["requests"].search(counted):
            verbs = self._before_answers(figure, verbs)
        return verbs

    def _before_answers(self, figure: Counted, verbs: list[int]) -> list[int]:
        """Words that can tell of requests, without answers behind them where they are told to have been sent: "sent 12, and answered"."""
        told = [number for number in verbs if self._verbs[number][2] in {"sent", "received"} and self._verbs[number][1] <= figure.start]
        if not told or self._distance(figure, self._verbs[told[-1]]) > _FAR:
            return verbs
        return [number for number in verbs if number in told or self._verbs[number][0] < figure.end]

    def _told_by(self, figure: Counted, number: int | None) -> str | None:
        """What the word that is nearest to a figure says of it, or, where that says nothing of it, whose the requests are."""
        whose = self._of_whom(figure)
        if number is None:
            return whose
        first, last, name = verb = self._verbs[number]
        if (
            self._lexicon.order == "fixed"
            and figure.end <= first
            and self._lexicon["passives"].fullmatch(self._text, first, last) is not None
        ):
            name = "sent"  # "four letters had been sent"
            self._verbs[number] = verb = first, last, name
        if figure.value == 0 and any(
            verb[2] in {"answered", "not_answered"} and self._distance(figure, verb) < _FAR for verb in self._verbs
        ):
            return "answered"
        parted = self._is_total(figure) or (self._lexicon.order == "free" and self._is_out_of(figure))
        if whose is not None and name in {"sent", "received"} and self._is_of_others(None):
            return name
        if whose is not None and (name != "answered" or parted or self._is_left(verb, figure)):
            return whose
        if name in {"sent", "received"}:
            return self._seen(name, first) if self._lexicon.order != "fixed" else self._passed(number)
        if self._lexicon.order == "fixed" and name == "answered" and figure.end <= first and self._opens_whole(figure):
            return self._answered_by(first, figure.end)  # "of the 40 requests, Israel approved nine"
        if self._lexicon.order != "free" and self._is_total(figure):
            return self._answered_by(first if self._lexicon.order == "fixed" else figure.start)
        if name == "not_answered":
            return self._left(verb, figure) or self._told_behind(figure)
        return self._told_of_answers(verb, figure)

    def _told_of_answers(self, verb: tuple[int, int, str], figure: Counted) -> str | None:
        """What a word for answers says of a figure, with a "not" before it or none."""
        first, last, _ = verb
        is_left = self._is_left(verb, figure)
        waits = (
            is_left
            and self._lexicon.order == "fixed"
            and self._total(figure) is None
            and self._lexicon["got"].search(self._text, first, last) is not None
        )
        if waits or self._is_awaited(first):  # "has not received a reply to its 16 letters", "is waiting for a reply to 16 letters"
            return self._seen("sent", first) if waits else "sent"
        if not is_left:
            return self._answered(first, figure)
        return self._told_behind(figure) or (self._left(verb, figure) if self._lexicon.order == "vso" else None)

    def _left(self, verb: tuple[int, int, str], figure: Counted) -> str | None:
        """Of requests of which it is said that no answer came to any: sent, as whoever sent them sees it; received by whoever left them so.

        Where some were left so, nobody says how many there were.
        """
        waits = self._lexicon["received"].search(self._text, verb[0], verb[1]) is not None  # "has received no answer to four letters"
        waits = waits or self._is_without_reply(verb)
        of_all = (self._lexicon["owing"].match(self._text, verb[0]), self._lexicon["any_of"].search(self._text, self._start, figure.start))
        every = self._is_known(figure) or any(each is not None for each in of_all)
        counted = self._text[figure.object : figure.end]
        parted = not every and (self._total(figure) is not None or self._is_total(figure))
        if not (waits or every or figure.qualifier == "all") or parted or self._lexicon["requests"].search(counted) is None:
            return None
        until = verb[1] + BESIDE if self._lexicon.order == "vso" else verb[0]
        places = self._lexicon.places.finditer(self._text, self._start, min(until, figure.start) if verb[0] < figure.start else verb[0])
        before = [each for each in places if not self._is_governed(each.start(), self._start)]
        code = self._lexicon.code_of(before[-1].group()) if before else None
        if code is None and self._lexicon.order == "vso" and waits:
            return "sent"
        return None if code is None else "received" if (code in self._own()) != waits else "sent"

    def _is_known(self, figure: Counted) -> bool:
        """Whether requests are all those that are known: "never replied to the seven notes"."""
        before = self._text[self._start : figure.start].lower().split()[-1:]
        return bool(before) and before[0] in self._lexicon.file.syntax.articles

    def _answered(self, place: int, figure: Counted) -> str | None:
        """What a word for answers says of a figure: that so many were answered, or, where it counts the answers, that those were sent."""
        if self._lexicon.order == "free" and self._is_out_of(figure):
            waited = self._lexicon["received"].search(self._text, place, self._ends[place]) is not None
            for first, _, name in self._verbs if not waited else ():
                if name in {"sent", "received"} and _TOLD_OF.fullmatch(self._text, figure.end, max(first, figure.end)) is not None:
                    return self._seen(name, first)  # "of 20 requests received from X seventeen were met"
            return "sent" if waited or self._is_of_own(figure) else None  # "of 45 requests nine were answered"
        if self._lexicon.order == "vso" and self._are_answers(place, figure):  # "one answer to nine requests"
            return "received" if any(verb[0] < place and verb[2] == "sent" for verb in self._verbs) else "sent"
        return "answered"

    def _is_of_own(self, figure: Counted) -> bool:
        """Whether requests are said to be of the speaker's own state: "17 of 18 Russian requests"."""
        named = self._lexicon.places.search(self._text, figure.object, figure.end)
        own = self._own()
        return named is not None and self._lexicon.code_of(named.group()) in own

    def _are_answers(self, place: int, figure: Counted) -> bool:
        """Whether a word for answers is what another figure counts, and this one those that they answer."""
        return any(each.start <= place < each.end <= figure.start for each in self._counted if each is not figure)

    def _is_part_unanswered(self, figure: Counted) -> bool:
        """Whether a part of requests is told right before it not to have been answered: "left without an answer 17 of 22 requests"."""
        if self._lexicon.order != "free" or figure.value == 0 or self._total(figure) is None:
            return False
        near = self._text[max(0, figure.start - _NEAR_BEFORE) : figure.start]
        return self._lexicon["not_answered"].search(near) is not None

    def _is_behind_and(self, place: int, figure: Counted) -> bool:
        """Whether an "and" or a "but" stands between a figure and a verb behind it."""
        return self._lexicon["conjunctions"].search(self._text, figure.end, max(place, figure.end)) is not None

    def _is_right_before(self, verb: tuple[int, int, str], figure: Counted) -> bool:
        """Whether a word stands before a figure in the same part of a sentence."""
        return (
            verb[1] <= figure.start
            and STOP.search(self._text, verb[1], figure.start) is None
            and "،" not in self._text[verb[1] : figure.start]
        )

    def is_part(self, figure: Counted, whole: Counted) -> bool:
        """Whether a figure is a part of the one before it: "ten replies, most of them formal", "130 requests, of them 40 from X"."""
        between = self._text[whole.end : figure.start].strip(_PARTING)
        if between:
            last = max((match.end() for match in self._lexicon["of_which"].finditer(between)), default=-1)
            near = len(between) < _FAR and STOP.search(between) is None
            return last == len(between) and near and not any(whole.end <= verb[0] < figure.start for verb in self._verbs)
        own = figure.object > figure.start and self._lexicon["shares_of"].match(self._text, figure.start, figure.end) is not None
        return own and whole.end < figure.start

    def is_listed(self, figure: Counted, other: Counted) -> bool:
        """Whether a count of requests is joined to the one before it by no more than an "and": "three notes and two letters"."""
        between = self._text[other.end : figure.start].strip()
        joined = self._lexicon["conjunctions"].fullmatch(between[:1] if self._lexicon.order == "vso" else between)
        counts = [self._lexicon["requests"].search(self._text, each.object, each.end) for each in (figure, other)]
        return joined is not None and len(between) <= _AND_MOST and None not in counts

    def _is_of_things(self, figure: Counted) -> bool:
        """Whether an Arabic number stands before "of" and something that is no request: "a million and a half of masks"."""
        if self._lexicon.order != "vso" or self._text[figure.object : figure.end].strip():
            return False
        behind = self._lexicon.shapes["of_things"].match(self._text, figure.end, self._end)
        return behind is not None and self._lexicon["requests"].fullmatch(behind["noun"]) is None

    def _reach(self, counted: str) -> int:
        """How far off a word can be; below nothing, if what is counted are no requests."""
        if self._lexicon["requests"].search(counted):
            return _FAR
        about = bool(self._requests)
        if self._lexicon["times"].search(counted):
            return _FAR
        done = [self._is_done(word) for word in counted.split()]
        done = done if self._lexicon.order != "free" or any(done[:1]) else []  # "of 17 articles was agreed", "for five months sent"
        if (about and any(done)) or (done and all(done) and self._lexicon.order == "fixed"):  # "of the 45 sent to X"
            return _FAR
        stands = self._lexicon["standing_for"].search(counted)
        if stands is not None and self._lexicon.order == "fixed" and counted[stands.end() :].strip():
            return -1  # "40 per cent of the convoys"
        part = self._lexicon["of_total"].fullmatch(counted.strip()) if self._lexicon.order == "fixed" else None  # "ten of which"
        if not counted.strip() or stands is not None or part is not None:
            return BARE_FAR if about or self._verbs else -1
        return -1

    def _is_done(self, word: str) -> bool:
        """Whether a word tells that what is counted was sent, received or answered."""
        names = ("sent", "received", "answered", "ruled") if self._lexicon.order == "vso" else ("sent", "received", "answered")
        return any(self._lexicon[name].fullmatch(word) is not None for name in names)

    def _distance(self, figure: Counted, verb: tuple[int, int, str]) -> int:
        """How far a word is from a figure: characters, and more for what stands between."""
        if verb[0] < figure.end and figure.start < verb[1]:
            return 0
        left, right = (verb[1], figure.start) if verb[1] <= figure.start else (figure.end, verb[0])
        between = self._text[left:right]
        if STOP.search(between):
            return _FAR + 1
        asides = [(left + aside.start(), left + aside.end()) for aside in _PUT_IN.finditer(between) if self._is_aside(aside["words"])]
        for first, last in reversed(asides):
            between = between[: first - left] + between[last - left :]
        crossed = sum(
            left <= start
            and end <= right
            and not self._is_range(end, figure.start)
            and not any(first <= start < last for first, last in asides)
            for start, end in self._figures
        )
        signs = len(_SIGN.findall(between)) + len(self._lexicon["conjunctions"].findall(between))
        signs += self._is_joined(figure, verb)
        return len(between) + _BETWEEN * (crossed + signs)

    def _is_aside(self, words: str) -> bool:
        """Whether words between two commas tell more of what is counted, or only who, when or where."""
        if any(self._lexicon[name].match(words) is not None for name in ("relatives", "participles")):
            return True
        if self._lexicon.order == "vso" and self._lexicon["functions"].match(words) is not None:
            return True
        return any(self._lexicon[name].fullmatch(words) is not None for name in ("adjuncts", "bare_adjuncts", "conjunctions"))

    def _is_joined(self, figure: Counted, verb: tuple[int, int, str]) -> bool:
        """Whether a verb behind a figure begins a clause of its own, with an "and" that is written together with it or with its "not"."""
        if self._lexicon.order != "vso" or verb[0] < figure.end:
            return False
        if self._is_joined_to(verb[0]):
            return True
        words = self._text[figure.end : verb[0]].split()
        return any(word[0] == "و" and self._lexicon["negations"].fullmatch(word) is not None for word in words)

    def _passed(self, number: int) -> str | None:
        """Sent or received, where words behind the word can say to whom or by whom: "the nine notes sent to it", "filed by exporters"."""
        first, last, name = self._verbs[number]
        own = self._own()
        behind = last + len(self._text[last : self._end]) - len(self._text[last : self._end].lstrip())
        been = self._lexicon.order == "fixed" and self._is_passive(first)
        if been and name == "sent" and (into := self._lexicon.shapes["into"].match(self._text, behind, self._end)) is not None:
            return "received" if self._party(into.end(), first) in own else "sent"  # "were filed in the Czech Republic"
        for listed in ("tally_to", "tally_by", "tally_from"):
            found = self._lexicon[listed].match(self._text, behind, self._end)
            agent = self._lexicon.order == "fixed" and listed == "tally_by"  # "requests for asylum filed by X"
            if found is None or (self._of_participle(first) is None and not been and not agent):
                continue
            code = self._party(found.end(), first)
            if code is None:
                if name == "sent" and listed == "tally_by":
                    owner = self._of_participle(first)
                    share = owner is not None and self._lexicon["percent"].search(self._text, owner.start, owner.end) is not None
                    return None if share else self._by_others(found.end())
                return self._seen(name, first)
            is_receiver = listed == "tally_to" or (listed == "tally_by" and name == "received")
            return "received" if (code in own) == is_receiver else "sent"
        return self._seen(name, first)

    def _is_answered_part(self, figure: Counted) -> bool:
        """Whether a part of requests stands right behind an English verb of answering: "answered most of the notes sent to it"."""
        part = figure.qualifier in {"most", "half", "all"} or 0 < (figure.value or 0) < 1
        told = [each for each in self._verbs if each[1] <= figure.start and self._is_beside(each[1], figure.start)]
        return part and bool(self._requests) and any(each[2] == "answered" and not self._is_left(each, figure) for each in told)

    def _is_beside(self, end: int, start: int) -> bool:
        """Whether nothing stands between a verb of answering and a part of requests, or "to"."""
        between = self._text[end:start].strip()
        return not between or self._lexicon["answered_to"].fullmatch(between) is not None

    def _total(self, figure: Counted) -> Counted | None:
        """Of how many a figure is: "two of the nine notes"."""
        for other in self._counted:
            for end in (figure.object, figure.end):
                between = self._text[end : other.start].strip() if other.start > end else ""
                between = self._lexicon.shapes["owned_by"].sub("", between)
                if (
                    self._lexicon.order == "fixed" and other.start - 1 <= figure.end <= other.start and 0 < (figure.value or 0) < 1
                ):  # "half of the" and "40 requests"
                    return other
                if between and any(self._lexicon[name].fullmatch(between) for name in ("of_total", "out_of")):
                    return other
        return None

    def _is_total(self, figure: Counted) -> bool:
        """Whether another figure is a part of this one: the nine of "two of the nine notes"."""
        return any(
            (total := self._total(other)) is not None and total.end == figure.end and other.start < figure.start for other in self._counted
        )

    def _is_awaited(self, place: int) -> bool:
        """Whether an answer is one that somebody waits for: "is waiting for a reply to 45 requests"."""
        before = self._text[self._start : place].rstrip()
        awaited = self._lexicon["awaited"].finditer(before, max(0, len(before) - BARE_FAR))
        return any(
            each.end() == len(before) or self._lexicon.shapes["from_whom"].fullmatch(before, each.end()) is not None for each in awaited
        )

    def _told_behind(self, figure: Counted) -> str | None:
        """What a verb right behind requests says that were not answered: "three letters that they had sent"."""
        for first, _, name in self._verbs:
            if name in {"sent", "received"} and (
                figure.object < first < figure.end or not self._text[figure.end : max(first, figure.end)].strip()
            ):
                return self._seen(name, first) if first > figure.start else None
        return None

    def _is_out_of(self, figure: Counted) -> bool:
        """Whether a figure is that of which another is a part, as the word before it says."""
        before = self._text[self._start : figure.start].split()[-1:]
        return bool(before) and self._lexicon["of_total"].fullmatch(before[0]) is not None

    def _opens_whole(self, figure: Counted) -> bool:
        """Whether a whole stands before its parts: "out of the 120 requests, three"."""
        before = " ".join(self._text[self._start : figure.start].lower().split()[-3:])
        is_of = any(each.end() == len(before) for each in self._lexicon["of_total"].finditer(before))
        return is_of and not self._is_total(figure) and any(each.start > figure.end and each.end == each.object for each in self._counted)

    def _answered_by(self, verb: int, start: int | None = None) -> str | None:
        """What those were of which some were answered: received by whoever answers, so sent by the others; None where it is not said."""
        own = self._own()
        start = self._start if start is None else start
        before = list(self._lexicon.places.finditer(self._text, start, verb))
        if not before:
            return "received" if self._lexicon["we"].search(self._text, start, verb) is not None else None
        code = self._lexicon.code_of(before[-1].group())
        return None if code is None else "received" if code in own else "sent"

    def _can_tell_of(self, figure: Counted, place: int) -> bool:
        """Whether a word does not stand behind the noun of another figure: "two of the nine notes sent"."""
        owner = self._of_participle(place) if self._lexicon.order == "fixed" else None
        return owner is None or owner is figure

    def _of_participle(self, place: int) -> Counted | None:
        """The figure behind whose noun a word stands: "the nine notes sent"."""
        if self._lexicon["auxiliaries"].match(self._text, place) is not None:
            return None  # "were met"
        for each in self._counted:
            if each.object < place < each.end or (each.object < each.end <= place and not self._text[each.end : place].strip()):
                return each
        return None

    def _is_range(self, end: int, start: int) -> bool:
        """Whether two figures are the ends of a range, with no more than "and" between them."""
        return end <= start and self._lexicon.order == "vso" and not self._text[end:start].strip(" و")
