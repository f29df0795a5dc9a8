"""Who the parties of counted requests are: on which side the speaker stands, and which state a word means.

Sent and received are seen from the speaker's side: what another state sent, was received.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.counted import OBJECT_WORD, TO_SIDE
from detente.press.lexicon import Lexicon
from detente.press.people import stem

BESIDE: Final = 30
"""Characters within which the name of a state ends or begins that stands beside a verb."""

_TO: Final = re.compile(r"\s+(?:الي\s+|ل)(?P<whom>\w+)")
"""Behind an Arabic verb, to whom; as folded."""

_HIS: Final = re.compile(r"(?:وزار|سفار|ادار|هيي|لجن|مديري|منظم|بعث|قنصلي|حركت|وكال)ت(?:ه|ها|نا|هم)")
"""A ministry or another body that is the speaker's."""

STOP: Final = re.compile(r"[.;؛!?]\s|[;؛]")


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
        if noun is not None and noun["word"].lower() not in self._lexicon.file.numbers.ends and not self._is_of_state(noun["word"]):
            return None  # "filed by Norwegian importers"
        return self._lexicon.code_of(named.group())

    def _is_of_state(self, word: str) -> bool:
        """Whether a word behind the name of a state speaks for it: "the Russian ambassador", "the German side"."""
        return any(self._lexicon[name].fullmatch(word) is not None for name in ("sides", "offices", "office_heads", "collectives"))

    def _seen(self, name: str, place: int) -> str:
        """Sent or received from the speaker's side: by the state that stands before the word in its clause."""
        if self._lexicon.order == "vso":
            return self._turned(name, place)
        stop = max((match.end() for match in STOP.finditer(self._text, self._start, place)), default=self._start)
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

    def _is_governed(self, place: int, start: int) -> bool:
        """Whether a preposition stands before a state, where words are declined: "12 notes were sent to London"."""
        before = self._text[start:place].split()[-1:]
        if self._lexicon.order == "free" and TO_SIDE.match(self._text, place) is not None:
            return True  # "to the Iranian side"
        return self._lexicon.order == "free" and bool(before) and self._lexicon["functions"].fullmatch(before[0]) is not None

    def _is_receiver(self, place: int, verb: tuple[int, int, str]) -> bool:
        """Whether a state right behind an Arabic verb is no subject, a noun before it is: "the ministry handed London a note"."""
        if self._text[place] == "ل" and self._lexicon.code_of(self._text[place + 1 :].split()[0]) is not None:
            return True
        before = self._text[self._start : verb[0]].split()[-1:]
        if not before or self._is_joined_to(verb[0]) or self._text[verb[1] - 1] in "اه":
            return False
        return stem(before[0]) != before[0] or self._lexicon["we"].fullmatch(before[0]) is not None

    def _is_own(self, word: str) -> bool:
        """Whether an Arabic word means the speaker's own state or what is his."""
        return self._lexicon["we"].fullmatch(word) is not None or _HIS.fullmatch(word) is not None

    def _turned(self, name: str, place: int) -> str:
        """The same where a verb stands beside its subject: by a state right before it or right behind it."""
        verb = next(each for each in self._verbs if each[0] == place)
        if self._side is None or self._lexicon["own_verbs"].fullmatch(self._text, verb[0], verb[1]):
            return name
        if name == "sent" and (to := _TO.match(self._text, verb[1], self._end)) is not None and self._is_own(to["whom"]):
            return "received"  # "were handed to his ministry"
        for match in self._lexicon.places.finditer(self._text, max(self._start, place - BESIDE), min(self._end, verb[1] + BESIDE)):
            between = self._text[match.end() : place] if match.end() <= place else self._text[verb[1] : match.start()]
            if match.end() <= place and not self._is_joined_to(place) and between.split()[-1:] == ["لم"]:
                between = between.rsplit("لم", 1)[0]  # "X did not send"
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
