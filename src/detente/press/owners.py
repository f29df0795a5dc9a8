"""Whose a body is that is named without its state ("the ministry"), in a language whose words are declined.

Rules:

1. It is of the state beside which the report names a body of the same kind, the last one before.
2. An office of a state that is named without it is of the state that the report names most.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon

_SAME: Final = 6
"""Letters that words of one kind have in common: "government", "governmental"."""

_BEFORE: Final = 25
_BEHIND: Final = 60
"""Characters before and behind a body in which its state stands."""

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
        self._home = max(sorted(set(states)), key=states.count, default=None)

    def _owned(self, places: list[tuple[int, str]]) -> list[_Owned]:
        found = []
        for match in self._lexicon["collectives"].finditer(self._text):
            near = [each for each in places if match.start() - _BEFORE <= each[0] <= match.end() + _BEHIND]
            near = [each for each in near if not _SIGN.search(self._text, min(each[0], match.start()), max(each[0], match.start()))]
            if near:
                code = min(near, key=lambda each: abs(each[0] - match.start()))[1]
                found.append(_Owned(match.start(), _kind(match.group()), code))
        return found

    def of(self, office: str, place: int) -> str | None:
        """For whom an office speaks that names no state, at a place of the report."""
        kinds = {_kind(word) for word in re.findall(r"\w+", office)}
        before = [each for each in reversed(self._bodies) if each.start < place]
        alike = [each for each in before if each.kind in kinds]
        if not alike and self._lexicon["bodies"].search(office):
            alike = before
        if alike:
            return alike[0].code
        return self._home if self._lexicon["offices_of_states"].search(office) else None


def _kind(word: str) -> str:
    return word.lower()[:_SAME]
