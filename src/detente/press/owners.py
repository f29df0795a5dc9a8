"""Whose a body is that is named without its state ("the ministry"), in a language whose words are declined.

Rules:

1. It is of the state beside which the report names a body of the same kind, the last one before.
2. Whose delegation somebody heads stands before him: "the Swiss delegation was headed by ..., the Swedish one by ...".
3. "The agency", "the organization" of an office is the body of several states that was named last; "of the country" the state named last.
4. What names a city or a region is of its state: "the governor of the Kursk region".
5. An office of a state that is named without it is of the state from which the report comes, if it is about that, or of the state that it
   names most.
6. Any other office is of the state from which the report comes, but for those of a company, a movement, a body of several states.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon

_SAME: Final = 6
"""Letters that words of one kind have in common: "government", "governmental"."""

_SHORT: Final = 7
"""Letters of a word whose ending is among those."""

_BEFORE: Final = 25
_BEHIND: Final = 60
"""Characters before and behind a body in which its state stands."""

_GENERAL_MOST: Final = 3
"""Words of an office of a body that was named before, whatever it is called: "the head of the agency"."""

_BARE_MOST: Final = 3
"""Words of an office that can mean a body that was named before; what says more is of another."""

_DATELINE: Final = re.compile(
    r"^\s*([^\W\d_][\w-]{1,30}(?:\s[\w-]{3,30})?)(?:\s\(([^\W\d_][\w -]{2,30})\))?(?=[,./]|\s[–—-]\s|\s/)", re.MULTILINE
)
"""Where a report comes from: a city, and its state perhaps."""

_SEATS: Final = frozenset({"aut", "bel", "che"})
"""States in whose cities bodies of several states have their seats, so that ministers of others speak there."""

_KINGDOMS: Final = frozenset(
    {
        "gbr",
        "esp",
        "nld",
        "bel",
        "swe",
        "nor",
        "dnk",
        "jpn",
        "sau",
        "jor",
        "mar",
        "tha",
        "khm",
        "are",
        "qat",
        "kwt",
        "omn",
        "bhr",
        "usa",
        "can",
        "aus",
    }
)
"""States that nobody calls a republic."""

_TWICE: Final = re.compile(r"(\w)\1")
_IN_SENTENCE: Final = re.compile(r"(?<=[а-яё] )[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)*(?! [А-ЯЁ])")
"""A word with a capital that begins no sentence, and is no part of a name of several words."""

_MARK: Final = re.compile('["«„“]')
_ACRONYM: Final = re.compile(r"(?<!\w)[А-ЯЁA-Z]{2,}(?!\w)")
"""A body that no list has, of whatever state."""

_LEAST: Final = 3
"""Letters of the stem of a city or a region."""

_HEAD: Final = 1500
"""Characters of a report within which its dateline stands."""

_SIGN: Final = re.compile(r"[.,;:()\n]")
_START: Final = re.compile("")
_DASHES: Final = frozenset("-–—")


@cache
def _regions(lexicon: Lexicon) -> dict[str, str]:
    """The code of the state of each city and region, by the stem of its name."""
    stems = ((_of_place(name, lexicon), code) for code, names in lexicon.file.cities.items() for name in names)
    return {stem: code for stem, code in stems if len(stem) >= _LEAST}


def _of_place(word: str, lexicon: Lexicon) -> str:
    """The stem of the name of a place, or of the adjective made of it."""
    return _TWICE.sub(r"\1", lexicon.shapes["city_end"].sub("", word.lower()))


class _Owned(NamedTuple):
    start: int
    kind: str
    code: str


class Owners:
    """The states of the bodies of one report."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._places = [
            (match.span(), code) for match in lexicon.places.finditer(text) if (code := lexicon.code_of(match.group())) is not None
        ]
        self._noun_end = lexicon.shapes["noun_end"]
        self._bodies = self._owned([(start, code) for (start, _), code in self._places])
        states = [code for _, code in self._places if code not in lexicon.bodies]
        counted = Counter(states)
        self._line = self._dateline([])
        self._home = self._dateline([code for code, _ in counted.most_common(2)]) or max(
            sorted(counted), key=counted.__getitem__, default=None
        )

    def _dateline(self, states: list[str]) -> str | None:
        """The state from which a report comes; one with seats of others only if the report is about it, or about no other."""
        for match in _DATELINE.finditer(self._text, 0, _HEAD):
            city = self._lexicon.shapes["small_in_places"].sub(lambda word: word.group().lower(), match.group(1).title())
            state = match.group(2)
            code = (self._lexicon.code_of(state) or self._of_city(state)) if state is not None else None
            code = code or self._lexicon.code_of(city) or self._of_city(city)
            if code is not None and (code in states or not states or code not in self._lexicon.bodies | _SEATS):
                return code
        return None

    def _of_first_city(self) -> str | None:
        """The state of the first city or region that a report names that names no state and has no dateline."""
        return self._of_known(_IN_SENTENCE.findall(self._text))

    def _of_known(self, words: list[str]) -> str | None:
        """The state of the first city or region among some words."""
        known = _regions(self._lexicon)
        return next((code for word in words if (code := known.get(_of_place(word, self._lexicon))) is not None), None)

    def _of_city(self, city: str) -> str | None:
        return next((code for code, cities in self._lexicon.file.cities.items() if city in cities), None)

    def _owned(self, places: list[tuple[int, str]]) -> list[_Owned]:
        found = []
        starts = [start for start, _ in places]
        words = [match for name in ("collectives", "offices_of_states") for match in self._lexicon[name].finditer(self._text)]
        for match in sorted(words, key=lambda each: each.start()):
            near = places[bisect_left(starts, match.start() - _BEFORE) : bisect_right(starts, match.end() + _BEHIND)]
            near = [each for each in near if each[0] < match.start() or not self._is_governed(each[0])]
            near = [each for each in near if not _SIGN.search(self._text, min(each[0], match.start()), max(each[0], match.start()))]
            own = next((code for start, code in places if start == match.start()), None)
            if own is not None or near:
                code = own or min(near, key=lambda each: abs(each[0] - match.start()))[1]
                found.append(_Owned(match.start(), self._kind(match.group()), code))
        return found

    def _is_governed(self, place: int) -> bool:
        """Whether a preposition stands before a state: "the government expects an answer from X"."""
        before = self._text[max(0, place - _BEFORE) : place].split()[-1:]
        return bool(before) and self._lexicon["functions"].fullmatch(before[0]) is not None

    def enter(self, body: str, place: int, code: str) -> None:
        """A body that is named without its state is of one from now on."""
        insort(self._bodies, _Owned(place, self._kind(body), code))

    def of_clause(self, place: int) -> str | None:
        """Whose delegation is named in a clause before whoever heads it, if no other is."""
        start = max(
            match.end()
            for match in [*_SIGN.finditer(self._text, max(0, place - _BEHIND), place), _START.match(self._text, max(0, place - _BEHIND))]
            if match is not None
        )
        near = [(span, code) for span, code in self._places if start <= span[0] < place]
        if len(near) != 1:
            return None
        behind = self._text[near[0][0][1] : place].strip()
        return near[0][1] if behind in _DASHES or self._lexicon["collectives"].match(behind) is not None else None

    def of_side(self, place: int) -> str | None:
        """The state of the side of which a paragraph tells before: "The Sudanese side ... The head of the technical group ..."."""
        start, end = self._text.rfind("\n", 0, place) + 1, self._text.rfind(". ", 0, place)
        near = [(span, code) for span, code in self._places if start <= span[0] < place]
        near = [
            each for each in near if each[0][0] < end or "," not in self._text[each[0][1] : place]
        ]  # "the Greek side keeps silent, X said"
        of_sides = [code for span, code in near if self._lexicon["side_of"].match(self._text, span[1] + 1) is not None]
        return of_sides[-1] if of_sides and {code for _, code in near} - self._lexicon.bodies else None

    def of_place(self, body: str) -> str | None:
        """Of what names a city or a region: its state."""
        return self._of_known(self._lexicon.shapes["no_place_where"].findall(body))

    def of_region(self, body: str) -> str | None:
        """The same, of a body by its own name, if it can speak for a state: not "the fishermen's union of Tamil Nadu"."""
        return None if self._lexicon["elsewhere"].search(body) is not None else self.of_place(body)

    def of_him(self, place: int) -> str | None:
        """Of "its spokesman": the state of the body that the sentence names before, or with which it begins."""
        start = max(self._text.rfind(stop, 0, place) for stop in (". ", "\n"))
        own = next((each.code for each in reversed(self._bodies) if start < each.start < place), None)
        if own is not None:
            return own
        return next((code for span, code in self._places if start <= span[0] <= max(start, 0) + 2 and span[1] <= place), None)

    def at_home(self, office: str) -> str | None:
        """Of an office of which nothing else tells: the state from which the report comes; not where those of many others come, too."""
        if self._line in _SEATS or len(office.split()) == 1 or _MARK.search(office) is not None:  # "the head of «Rosneft»"
            return None
        if _ACRONYM.search(office) is not None and self._lexicon["collectives"].search(office) is None:
            return None  # "a spokesman of the RSF", but "the director of the service SNAI"
        if self._lexicon["elsewhere"].search(office) is not None:
            return None
        return self._line

    def of_country(self, body: str, place: int) -> str | None:
        """Of a body "of the country": the state with which the sentence begins, or that was named last before."""
        if self._lexicon["of_last"].search(body) is None:
            return None
        crowned = self._lexicon.shapes["of_kingdom"].search(body) is not None
        unlike = _KINGDOMS if self._lexicon.shapes["of_republic"].search(body) else frozenset()
        before = [(span[0], code) for span, code in self._places if span[1] <= place and code not in self._lexicon.bodies | unlike]
        before = [each for each in before if not crowned or each[1] in _KINGDOMS]
        if not before:
            return None
        last = before[-1][0]  # the sentence that named a state last, and its subject
        start = max(self._text.rfind(stop, 0, last) for stop in (". ", "\n"))
        return next(code for at, code in before if at > start)

    def of(self, office: str, place: int) -> str | None:
        """For whom an office speaks that names no state, at a place of the report."""
        words = re.findall(r"\w+", office)
        kinds = {self._kind(word) for word in words}
        before = self._bodies[: bisect_left(self._bodies, (place,))]
        found = next((each for each in reversed(before) if each.kind in kinds), None)
        if found is None and self._is_general(office, len(words)):
            if (body := self._of_sentence(place)) is not None:
                return body
            found = before[-1] if before else None
        if self._lexicon["of_it"].search(office):
            body = next((code for span, code in reversed(self._places) if span[1] <= place and code in self._lexicon.bodies), None)
            if body is not None:
                return body
        named = ("offices_of_states", "of_states")
        of_state = next((match for name in named if (match := self._lexicon[name].search(office))), None)
        of_state = of_state or self._lexicon["ranks"].fullmatch(office)
        if of_state is None and len(words) > _BARE_MOST:  # "the head of the committee of the movement": of another one
            return None
        if found is not None:
            return found.code
        return None if of_state is None else self._home or self._of_first_city()

    def _of_sentence(self, place: int) -> str | None:
        """The body of several states with which a sentence begins: "The UN force has counted ..., the spokeswoman of the mission said"."""
        start = max(self._text.rfind(stop, 0, place) for stop in (". ", "\n"))
        near = [(span, code) for span, code in self._places if start < span[0] and span[1] <= place]
        return near[0][1] if near and near[0][1] in self._lexicon.bodies else None

    def _is_general(self, office: str, words: int) -> bool:
        """Whether an office is of a body that was named before, whatever it is called; a body with a name of its own is another."""
        is_named = words > 1 and self._lexicon["of_states"].match(office) is not None
        return words <= _GENERAL_MOST and not is_named and self._lexicon["bodies"].search(office) is not None

    def _kind(self, word: str) -> str:
        """What words of one kind have in common."""
        word = word.lower()
        return (self._noun_end.sub("", word) if len(word) <= _SHORT else word)[:_SAME]
