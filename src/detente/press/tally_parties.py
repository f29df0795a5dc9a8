"""Who the parties of counted requests are: on which side the speaker stands, and which state a word means.

Sent and received are seen from the speaker's side: what another state sent, was received.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.clitics import ALIF, HIS
from detente.press.counted import OBJECT_WORD, Counted
from detente.press.lexicon import Lexicon
from detente.press.same_names import stem

BESIDE: Final = 30
"""Characters within which the name of a state ends or begins that stands beside a verb."""

STOP: Final = re.compile(r"[.;؛!?]\s|[;؛]")

_NEAR: Final = 24
"""Characters before a verb in which that stands."""

_EXCEPT_MOST: Final = 12
"""Characters behind an answer in which it is said that there was one."""

BARE_FAR: Final = 30
"""The same, for a number behind which nothing says what is counted."""

_SHORT: Final = re.compile(r"\s+[^\W\d]{2,4}(?=\s)")
"""A word like "any" between a verb and its object."""


class TallyParties:
    """The parties of requests, in one part of a text.

    Attributes:
        _verbs: the words that tell of sending, receiving or answering: where each begins and ends, and of which it tells.
        _ends: where each that begins at a place ends.
    """

    def __init__(self, lexicon: Lexicon, text: str, start: int, end: int, side: str | None) -> None:
        self._lexicon, self._text, self._start, self._end, self._side = lexicon, text, start, end, side
        self._verbs: list[tuple[int, int, str]] = []
        self._ends: dict[int, int] = {}

    def _skipped(self, place: int) -> int:
        """The next place that is no blank."""
        text = self._text[place : self._end]
        return place + len(text) - len(text.lstrip())

    def _own(self) -> set[str]:
        return set((self._side or "").split("+"))

    def _is_of_others(self, code: str | None) -> bool:
        """Whether the speaker is a third one: two others are named, `code` or not, and nothing of his own."""
        own = self._own()
        named = {self._lexicon.code_of(each.group()) for each in self._lexicon.places.finditer(self._text, self._start, self._end)}
        return (
            len(named - {None, code} - own) > (code is None)
            and not named & own
            and not any(not self._is_way(each.start()) for each in self._lexicon["own"].finditer(self._text, self._start, self._end))
        )

    def _is_way(self, place: int) -> bool:
        """Whether requests only went through whom a word means: "sent through us"."""
        return self._lexicon["by_way"].fullmatch("".join(self._text[self._start : place].split()[-1:])) is not None

    def _is_joined_to(self, place: int) -> bool:
        """Whether an "and" is written together with a verb, so that what stands before it is no subject of it."""
        return self._text[place] == "و" and self._lexicon["begin_with_and"].match(self._text, place) is None

    def _party(self, place: int, verb: int) -> str | None:
        """Which state a word behind "to" or "by" means, a pronoun the one that stands before; None where it means none."""
        text = self._text[place : self._end]
        place += len(text) - len(text.lstrip())
        pronoun = self._lexicon["pronouns"].match(self._text, place, self._end)
        ours = self._lexicon["we"].match(self._text, place, self._end) or self._lexicon["us"].match(self._text, place, self._end)
        if pronoun is None and ours is not None:
            return (self._side or "").split("+")[0] or None
        if pronoun is not None:
            before = list(self._lexicon.places.finditer(self._text, self._start, verb))
            return self._lexicon.code_of(before[-1].group()) if before else (self._side or "").split("+")[0] or None
        article = self._text[place : self._end].split(" ", 1)[0]
        place += len(article) + 1 if article in self._lexicon.file.syntax.articles else 0
        named = self._lexicon.places.match(self._text, place, self._end)
        if named is None:
            return None
        noun = OBJECT_WORD.match(self._text, named.end(), self._end)
        if (
            noun is not None
            and noun["word"].lower() not in (*self._lexicon.file.numbers.ends, *self._lexicon.file.syntax.articles)
            and not self._is_of_state(noun["word"])
        ):
            return None  # "filed by Norwegian importers"
        return self._lexicon.code_of(named.group())

    def _of_whom(self, figure: Counted, *, named: bool = True) -> str | None:
        """Sent or received, where the requests are said to be some state's: "seven Egyptian letters", "letters from Dushanbe"."""
        request = self._lexicon["requests"].search(self._text[figure.object : figure.end])
        if request is None:
            return None
        first, last = figure.object + request.start(), figure.object + request.end()
        if self._is_ours(figure, last):
            return "sent"
        sender = self._lexicon.places.search(self._text, figure.object, first)
        if sender is None and self._lexicon.order != "fixed":
            sender = self._owner(last)
        sender = sender if named else None
        if sender is None and self._lexicon.order == "fixed":
            near = max(self._start, figure.start - BARE_FAR)
            owners = self._lexicon.places.finditer(self._text, near, figure.start)  # "Japan's six questions"
            sender = next((each for each in owners if self._lexicon.shapes["whose"].fullmatch(self._text, each.end(), figure.start)), None)
        behind = self._lexicon["tally_from"].match(self._text, self._skipped(last), self._end)
        if sender is None and behind is not None:
            place = self._skipped(behind.end())
            article = self._text[place : self._end].split(" ", 1)[0]
            place += len(article) + 1 if article in self._lexicon.file.syntax.articles else 0  # "requests from the Russian embassy"
            sender = self._lexicon.places.match(self._text, place, self._end)
        code = None if sender is None else self._lexicon.code_of(sender.group())
        to = self._lexicon["tally_to"].match(self._text, self._skipped(last), self._end) if sender is None and named else None
        receiver = None if to is None or self._lexicon.order != "fixed" else self._party(to.end(), figure.start)
        if receiver is not None:  # "three letters to Washington"
            return "received" if receiver in self._own() else "sent"
        if code is None:
            return self._to_whom(last) if self._lexicon.order == "free" else None
        return "received" if code not in self._own() and not self._is_of_others(code) else "sent"

    def _to_whom(self, last: int) -> str | None:
        """Sent or received, as the words right behind requests say to whom they went: "40 notes to Minsk"."""
        to = self._lexicon["tally_to"].match(self._text, self._skipped(last), self._end)
        named = None if to is None else self._lexicon.places.match(self._text, self._skipped(to.end()), self._end)
        code = None if named is None else self._lexicon.code_of(named.group())
        return None if code is None or self._is_of_others(code) else "received" if code in self._own() else "sent"

    def _owner(self, last: int) -> re.Match[str] | None:
        """The state right behind requests: theirs in Arabic, and in Russian where its ending is no dative."""
        found = self._lexicon.places.match(self._text, self._skipped(last), self._end)
        return None if found is not None and self._lexicon.shapes["not_owner"].search(found.group()) is not None else found

    def _is_ours(self, figure: Counted, last: int) -> bool:
        """Whether the requests are said to be the speaker's own: "our 30 inquiries", "twelve of our notes"."""
        if self._lexicon["ours"].search(self._text, figure.object, last) is not None:
            return True
        before = self._text[max(self._start, figure.start - BARE_FAR) : figure.start].rstrip()
        return any(each.end() == len(before) for each in self._lexicon["ours"].finditer(before))

    def _is_of_state(self, word: str) -> bool:
        """Whether a word behind the name of a state speaks for it: "the Russian ambassador", "the German side"."""
        return any(self._lexicon[name].fullmatch(word) is not None for name in ("sides", "offices", "office_heads", "collectives"))

    def _seen(self, name: str, place: int) -> str:
        """Sent or received from the speaker's side: by the state that stands before the word in its clause."""
        if self._lexicon.order == "vso":
            return self._turned(name, place)
        stop = max((match.end() for match in STOP.finditer(self._text, self._start, place)), default=self._start)
        if name == "sent" and self._lexicon.order == "fixed" and self._is_to_us(place):
            return "received"  # "Tehran sent us nine letters"
        found = [each for each in self._lexicon.places.finditer(self._text, stop, place) if not self._is_governed(each.start(), stop)]
        if not found or self._side is None:
            return name
        inside = self._lexicon.file.syntax.inside  # "Russia's embassy in London"
        found = [each for each in found if self._text[stop : each.start()].split()[-1:] not in [[word] for word in inside]]
        if not found:  # "our embassy in Phnom Penh receives 40 requests"
            return name
        own = self._lexicon["we"].search(self._text, found[-1].end(), place)
        if own is not None and self._text[found[-1].end() : own.start()].strip():  # not "the German side"
            return name
        code = self._lexicon.code_of(found[-1].group())
        if code is None:
            return name
        if self._lexicon.order == "free" and self._lexicon["requests"].match(self._text, found[-1].end() + 1, place):
            return "sent" if code in self._own() else "received"  # "of Polish requests five were registered"
        to_it = self._lexicon["passive_ends"].fullmatch(self._text, place, self._ends[place]) is not None
        if to_it and name == "sent" and self._lexicon["instrumental"].fullmatch(found[-1].group()) is None:
            return "received" if code in self._own() else name  # "to Warsaw five were sent"
        if code in self._own() or self._is_of_others(code):
            return name
        return "received" if name == "sent" else "sent"

    def _is_to_us(self, place: int) -> bool:
        """Whether a verb of sending has the speaker behind it, to whom it was: "sent us nine letters"."""
        us = self._lexicon["us"].match(self._text, self._skipped(self._ends[place]), self._end)
        return us is not None and self._lexicon["us_alone"].fullmatch(us.group()) is not None

    def _of_sender(self, figure: Counted) -> str | None:
        """What is said of English requests by who sent or received them ("five notes that it handed to X"), or is owed an answer."""
        request = self._lexicon["requests"].search(self._text, figure.object, figure.end)
        if request is None:
            return None
        own = self._own()
        owed = list(self._lexicon["owes"].finditer(self._text, self._start, figure.start))
        if owed and self._lexicon["replies"].search(self._text, owed[-1].end(), figure.start) is not None:
            party = self._party(owed[-1].end(), owed[-1].start())
            if party is not None:
                return "sent" if party in own else None if self._is_of_others(party) else "received"
        for first, _, name in self._verbs:
            if name not in {"sent", "received"} or first <= request.end():
                continue
            relative = self._lexicon.shapes["that_sent"].fullmatch(self._text, request.end(), first)
            if relative is None:
                return None
            who = relative["who"] or relative["whom"]
            if self._lexicon["we_as_subject"].fullmatch(who) is not None:
                return name
            place = self._party(max(relative.span("who"), relative.span("whom"))[0], figure.start)
            if place is None or place in own:
                return name if place is not None else None
            return None if self._is_of_others(place) else "received" if name == "sent" else "sent"
        return None

    def _is_left(self, verb: tuple[int, int, str], figure: Counted) -> bool:
        """Whether a "not" stands before a word that tells of answers, and no "but" behind it: "did not answer five", no "but five"."""
        if self._is_without_reply(verb):
            return True
        before = self._text[self._start : verb[0]].split()[-1:]
        if not before or self._lexicon["negations"].fullmatch(before[0]) is None:
            return False
        return verb[1] > figure.start or self._lexicon["exceptions"].search(self._text, verb[1], figure.start) is None

    def _is_without_reply(self, verb: tuple[int, int, str]) -> bool:
        """Whether an Arabic word for answers is what somebody did not get, with no "but" behind: "received no answer to four letters"."""
        if self._lexicon.order != "vso" or verb[2] != "answered":
            return False
        got = self._lexicon.shapes["no_reply_got"].search(self._text, max(self._start, verb[0] - BESIDE), verb[0])
        return got is not None and self._lexicon["exceptions"].search(self._text, got.start(), verb[1] + _EXCEPT_MOST) is None

    def _is_passive(self, place: int) -> bool:
        """Whether a form of "be" stands right before an English verb."""
        return self._lexicon.shapes["been_done"].search(self._text, max(self._start, place - _NEAR), place) is not None

    def _by_others(self, place: int) -> str | None:
        """Received, where English requests came from those of another state who do not speak for it: "filed by Russian citizens"."""
        named = self._lexicon.places.match(self._text, self._skipped(place), self._end) if self._lexicon.order == "fixed" else None
        code = None if named is None else self._lexicon.code_of(named.group())
        return None if code is None or self._side is None or code in self._own() or self._is_of_others(code) else "received"

    def _is_of_reply(self, verb: tuple[int, int, str]) -> bool:
        """Whether what was sent or received is an answer: "seven notes to which no reply was received"."""
        behind = _SHORT.match(self._text, verb[1], self._end)
        places = (verb[1], verb[1] if behind is None else behind.end())
        return any(self._lexicon["replies"].match(self._text, self._skipped(place), self._end) is not None for place in places)

    def _is_governed(self, place: int, start: int) -> bool:
        """Whether a preposition stands before a state, where words are declined: "12 notes were sent to London"."""
        before = self._text[start:place].split()[-1:]
        if self._lexicon.shapes["to_side"].match(self._text, place) is not None:
            return True  # "to the Iranian side"
        return self._lexicon.order == "free" and bool(before) and self._lexicon["functions"].fullmatch(before[0]) is not None

    def gapped(self, end: int, place: int, tally: str) -> str | None:
        """What a Russian count says that a dash joins to one before: the same, and of another subject what that other one did.

        Args:
            end: where the count before ends.
            place: where this one begins, that says nothing of what is counted.
            tally: what the one before says.
        """
        gap = self._lexicon.shapes["gap"].fullmatch(self._text, end, place)
        if gap is None or any(end <= verb[0] < place for verb in self._verbs):
            return None
        named = self._lexicon.places.match(self._text, gap.start("who"), place)
        subject = named is not None and named.end() == gap.end("who")
        subject = subject or self._lexicon["we"].match(self._text, gap.start("who"), place) is not None
        if not subject or tally == "answered":
            return tally
        return "received" if tally == "sent" else "sent"

    def _is_receiver(self, place: int, verb: tuple[int, int, str]) -> bool:
        """Whether a state right behind an Arabic verb is no subject, a noun before it is: "the ministry handed London a note"."""
        if self._text[place] == "ل" and self._lexicon.code_of(self._text[place + 1 :].split()[0]) is not None:
            return True
        before = self._text[self._start : verb[0]].split()[-1:]
        if not before or self._is_joined_to(verb[0]) or self._text[verb[1] - 1] in (ALIF, HIS):
            return False
        return stem(before[0]) != before[0] or self._lexicon["we"].fullmatch(before[0]) is not None

    def _is_own(self, word: str) -> bool:
        """Whether an Arabic word means the speaker's own state or what is his."""
        return self._lexicon["we"].fullmatch(word) is not None or self._lexicon.shapes["body_of_his"].fullmatch(word) is not None

    def _turned(self, name: str, place: int) -> str:
        """The same where a verb stands beside its subject: by a state right before it or right behind it."""
        verb = next(each for each in self._verbs if each[0] == place)
        if self._side is None or self._lexicon["own_verbs"].fullmatch(self._text, verb[0], verb[1]):
            return name
        if (
            name == "sent"
            and (to := self._lexicon.shapes["to_whom_sent"].match(self._text, verb[1], self._end)) is not None
            and self._is_own(to["whom"])
        ):
            return "received"  # "were handed to his ministry"
        for match in self._lexicon.places.finditer(self._text, max(self._start, place - BESIDE), min(self._end, verb[1] + BESIDE)):
            between = self._text[match.end() : place] if match.end() <= place else self._text[verb[1] : match.start()]
            if match.end() <= place and not self._is_joined_to(place):
                between = self._lexicon.shapes["did_not"].sub("", between)  # "X did not send"
            beside = not between.strip() or (match.end() > place and self._lexicon["sides"].fullmatch(between.strip()) is not None)
            before = self._text[self._start : match.start()].split()[-1:]
            beside = beside and not (before and self._lexicon["functions"].fullmatch(before[0]))  # "the embassy in X has sent"
            beside = beside and not (match.end() <= place and self._is_joined_to(place))  # "sent 12 to X, and received"
            code = self._lexicon.code_of(match.group())
            if beside and match.end() <= place and code is not None and code in self._own():
                return name  # "Tehran handed London three letters"
            beside = beside and not (match.end() > place and self._is_receiver(match.start(), verb))
            if beside and code is not None and code not in self._own() and not self._is_of_others(code):
                return "received" if name == "sent" else "sent"
        return name
