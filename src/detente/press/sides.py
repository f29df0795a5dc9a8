"""For whom somebody speaks whose office names no state: by what the report says around it.

Rules, the first that fits:

1. A sentence that begins with a place ("In Moscow, ...") tells of somebody there.
2. A body that the office names ("the army's delegation") is of the state beside which the report names such a body.
3. "Its spokesman" is of whom the words just before are about, and so is a spokesman without more, behind a body that spoke.
4. A state's office is of the state of the city that it names, of the dateline, of the state that what was said begins with, or of the
   first that the report names. Who says "we" does not call himself by the name of his state.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.noun_phrases import NounPhrases
from detente.press.noun_words import Word
from detente.press.phrases import Mention

_NEAR: Final = 4
"""Words behind a state within which a body or an office is taken for its own, and words at the beginning of what was said."""

_PLACES_MOST: Final = 1_000
"""Places of a report that are looked at for bodies beside them."""

_DATELINE: Final = re.compile(
    r"^[^\w\n]*([^\W\d_][^\n(),/—–]{1,30}?)(?:,[^()\n—–]{1,24})?\s*(?:\([^()\n]{2,30}\)\s*)*(?:[—–•-]\s|\([^()\n]{2,30}\)|/)", re.MULTILINE
)
_OPENS_TEXT: Final = re.compile(
    r"\A[^\w\n]*([^\W\d_][^\n(),/—–.:]{1,30}?)(?:/[^\n(),/—–.:]{2,30})?(?:,[^\n()—–:]{3,26}?)?\s?[.:]\s(?=[\w“\"‘«'])"
)
"""A dateline that a stop or a colon parts from the report: "Accra. ...", "Lima, May 29. ...", "SINGAPORE: ..."."""

_SIGN: Final = re.compile(r"[.,;:()\n]")
_OPENING: Final = 400
"""Characters of a report within which a line begins with the body whose it is."""

_SURE: Final = 6
"""Letters of the name of a city that can be looked for anywhere."""

_HEAD: Final = 1500
"""Characters of a report within which its dateline stands."""


_IN_BRACKETS: Final = re.compile(r"\(([^()\n]{2,30})\)")


@cache
def _cities(lexicon: Lexicon) -> dict[str, str]:
    """The code of the state of each city, by its name in small letters."""
    return {name.lower(): code for code, names in lexicon.file.cities.items() for name in names}


@cache
def _cities_in(lexicon: Lexicon) -> re.Pattern[str]:
    """The names of cities and regions that are long enough to be nothing else."""
    return lexicon.expression(
        [name for names in lexicon.file.cities.values() for name in names if len(name) >= _SURE and not name.isupper()]
    )


class Sides:
    """The states of one report, for those who are named without theirs."""

    def __init__(self, text: str, lexicon: Lexicon, phrases: NounPhrases) -> None:
        self._text, self._lexicon, self._phrases = text, lexicon, phrases
        self._states = frozenset((*lexicon.file.syntax.state_offices, *lexicon.file.syntax.local_offices))
        self._plain = frozenset(lexicon.file.syntax.plain_offices)
        self._homes = frozenset(lexicon.file.words.homes)
        self._bodies = self._beside()
        led = lexicon.shapes["led_by"]
        self._led = [(found.group(1), code) for _, end, code in self._phrases.places() if (found := led.match(text, end)) is not None]
        self._cities = _cities(lexicon)
        self._line = self._dateline()
        self._home = self._line or self._first()
        self._house = self._headed()
        """The body whose own report it is: "UN briefing: ...", "United Nations, New York, 25 September"."""
        self.last: str | None = None
        """The side of whom the report spoke of last."""

    def _beside(self) -> list[tuple[int, str, str]]:
        """Bodies and offices that stand beside a state: where, which word, whose."""
        found = []
        for start, end, code in self._phrases.places()[:_PLACES_MOST]:
            stop = min(len(self._text), end + 60)
            sign = _SIGN.search(self._text, end, stop)
            words = self._phrases.words(end, stop if sign is None else sign.start())[:_NEAR]
            own = self._text[start:end].rsplit(None, 1)[-1].lower()
            found += [(start, own, code)] if own in self._phrases.bodies else []
            for word in words:
                if word.kind in {"body", "office"}:
                    found.append((start, word.plain, code))
            found += [(start, word, code) for word in self._owned(start)]
        return found

    def _owned(self, place: int) -> list[str]:
        """The body that is said to be of a place: "the mission of the United Nations"."""
        words = self._phrases.words(max(0, place - 40), place)
        while words and words[-1].kind == "function":
            if words[-1].plain in self._lexicon.file.syntax.inside:
                return []  # "China's embassy in Manila"
            words = words[:-1]
        near = bool(words) and _SIGN.search(self._text, words[-1].end, place) is None
        return [words[-1].plain] if near and words[-1].kind == "body" else []

    def _dateline(self) -> str | None:
        for match in (*_DATELINE.finditer(self._text, 0, _HEAD), *_OPENS_TEXT.finditer(self._text, 0, _HEAD)):
            for name in (match.group(1), match.group(1).split("/")[0]):
                place = self._lexicon.shapes["small_in_places"].sub(lambda word: word.group().lower(), name.strip().title())
                if (code := self._lexicon.code_of(place) or self._cities.get(place.lower())) is not None:
                    return code
            agency = _IN_BRACKETS.search(self._text, match.start(), match.end() + 1)
            if agency is not None and (code := self._cities.get(agency.group(1).lower())) is not None:
                return code
        return None

    def _headed(self) -> str | None:
        for start, _, code in self._phrases.places():
            if start < _OPENING and code in self._lexicon.bodies and self._text.rfind("\n", 0, start) + 1 == start:
                return code
        return None

    def _first(self) -> str | None:
        """The state that is named first, itself or by a city or a region of it; before that, whose agency stands in a line of its own."""
        for line in self._text[:_HEAD].split("\n"):
            if (code := self._cities.get(line.strip().lower())) is not None and line.strip() in self._lexicon.file.cities[code]:
                return code
        start, named = next(((start, code) for start, _, code in self._phrases.places() if len(code) == 3), (len(self._text), None))
        for match in _cities_in(self._lexicon).finditer(self._text, 0, min(start, _HEAD)):
            return self._cities[match.group().lower()]
        return named

    def of(self, mention: Mention, said: tuple[int, int]) -> str | None:
        """For whom somebody speaks whose words name no state; `said` is where what was said stands."""
        if mention.office is None and mention.kind != "collective":
            return None
        place = mention.office or (mention.start, mention.end)
        words = self._phrases.words(*place)
        if mention.hint is not None or any(word.plain in self._lexicon.file.syntax.of_one_body for word in words):
            return mention.hint  # who is of a body or of a party, is of no state
        if (led := self.led(mention)) is not None:
            return led
        if self._text[slice(*place)].split(" ", 1)[0].lower() in self._homes:
            before = [code for start, _, code in self._phrases.places() if start < mention.start and len(code) == 3]
            return before[-1] if before else self._home
        owners = [word.plain for word in words if word.kind == "office" and self._text[word.start : word.end].endswith(("'s", "s'"))]
        own = self._of_body(owners, mention.start) if owners and mention.kind == "collective" else None
        own = own or self._of_body([word.plain for word in words if word.kind == "body"], mention.start)
        if own is not None:
            return own
        about = next((self._code(word.start, word.end) for word in self._phrases.words(*said)[:_NEAR] if word.kind == "place"), None)
        national = about in self._lexicon.bodies and any(word.plain in self._lexicon.file.syntax.national_offices for word in words)
        if national or self._lexicon.shapes["own_side"].search(self._text, *said) is not None:
            about = None
        if mention.owner:
            return about if about is not None and said[1] <= mention.start else self.last or self._house
        if len(words) == 1 and words[0].plain in self._plain:
            return self.last or self._house
        if about is not None and mention.office is not None and any(word.kind == "body" for word in words):
            return about  # "African observers saw ..., the head of the mission said"
        if any(part in self._states for word in words for part in (word.plain, *(word.plain.split() if word.kind == "body" else ()))):
            return self._city(words) or self._line or about or self._home
        return None

    def _city(self, words: list[Word]) -> str | None:
        """The state of a city or a region that an office names: "the mayor of Lviv"."""
        if not self._cities:
            return None
        names = [word for word in words if word.kind == "name"]
        both = [(one, other) for one, other in pairwise(names) if other.start == one.end + 1]
        codes = (self._cities.get(f"{one.plain} {other.plain}") for one, other in both)
        return next((code for code in (*codes, *(self._cities.get(word.plain) for word in names)) if code is not None), None)

    def led(self, mention: Mention) -> str | None:
        """The state whose delegation somebody is said to lead."""
        name = "" if mention.name is None else self._text[slice(*mention.name)]
        return next((code for words, code in self._led if name and name in words), None)

    def _of_body(self, bodies: list[str], before: int) -> str | None:
        found = [code for at, body, code in self._bodies if body in bodies and at < before]
        return found[-1] if found else None

    def _code(self, start: int, end: int) -> str | None:
        return self._lexicon.code_of(self._text[start:end].removesuffix("'s").removesuffix("'"))
