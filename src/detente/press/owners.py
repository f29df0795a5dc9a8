"""Whose a body is that is named without its state ("the ministry"), in a language whose words are declined.

Rules:

1. It is of the state beside which the report names a body of the same kind, the last one before.
2. An office of a state that is named without it is of the state from which the report comes, if it is about that, or of the state that it
   names most.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon

_SAME: Final = 6
"""Letters that words of one kind have in common: "government", "governmental"."""

_BEFORE: Final = 25
_BEHIND: Final = 60
"""Characters before and behind a body in which its state stands."""

_DATELINE: Final = re.compile(r"^\s*([^\W\d_][\w-]{2,30})(?=[,.])", re.MULTILINE)
_HEAD: Final = 1500
"""Characters of a report within which its dateline stands."""

_SIGN: Final = re.compile(r"[.,;:()\n]")


class _Owned(NamedTuple):
    start: int
    kind: str
    code: str


class Owners:
    """The states of the bodies of one report."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        places = [(match.start(), lexicon.code_of(match.group())) for match in lexicon.places.finditer(text)]
        self._bodies = self._owned([(start, code) for start, code in places if code is not None])
        states = [code for _, code in places if code is not None and code not in lexicon.bodies]
        counted = Counter(states)
        self._home = self._dateline([code for code, _ in counted.most_common(2)]) or max(
            sorted(counted), key=counted.__getitem__, default=None
        )

    def _dateline(self, states: list[str]) -> str | None:
        """The state from which a report comes, if it is one of those that it is about."""
        for match in _DATELINE.finditer(self._text, 0, _HEAD):
            code = self._lexicon.code_of(match.group(1).title())
            if code in states:
                return code
        return None

    def _owned(self, places: list[tuple[int, str]]) -> list[_Owned]:
        found = []
        starts = [start for start, _ in places]
        for match in self._lexicon["collectives"].finditer(self._text):
            near = places[bisect_left(starts, match.start() - _BEFORE) : bisect_right(starts, match.end() + _BEHIND)]
            near = [each for each in near if not _SIGN.search(self._text, min(each[0], match.start()), max(each[0], match.start()))]
            if near:
                code = min(near, key=lambda each: abs(each[0] - match.start()))[1]
                found.append(_Owned(match.start(), _kind(match.group()), code))
        return found

    def of(self, office: str, place: int) -> str | None:
        """For whom an office speaks that names no state, at a place of the report."""
        kinds = {_kind(word) for word in re.findall(r"\w+", office)}
        before = self._bodies[: bisect_left(self._bodies, (place,))]
        found = next((each for each in reversed(before) if each.kind in kinds), None)
        if found is None and before and self._lexicon["bodies"].search(office):
            found = before[-1]
        if found is not None:
            return found.code
        return self._home if self._lexicon["offices_of_states"].search(office) else None


def _kind(word: str) -> str:
    return word.lower()[:_SAME]
