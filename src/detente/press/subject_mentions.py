"""What a part of a sentence that names somebody says of him, in a script without capitals: name, office and side.

Rules:

1. With a name it names a person; without, it is an office, somebody without a name, several sides, or a body.
2. Whoever is named first in an office says for whom its owner speaks.
"""

from __future__ import annotations

from typing import Final

from detente.press.clitics import AND, JOINED, THE, TO_THE
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.subject_parts import Part
from detente.press.subject_words import KINDS, Token

_NAME_USUAL: Final = 2
_COMPANY_AND_NAME: Final = 3
"""Words of a full name, and with that of a company before it."""


class Mentions:
    """Makes mentions; places are of a mask."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, mask: str, part: Part, *, narrated: bool) -> Mention:
        """Args: narrated: whether the report itself tells of somebody, so that a verb can follow a name."""
        known = (part.known[0].start, part.known[-1].end) if part.known else None
        name = (part.name[0].start, part.name[-1].end) if part.name else None
        start = min(place[0] for place in (known, name) if place is not None)
        sided = known is not None and not part.trade and not self._lexicon["of_last"].search(mask, *known)
        code = self._side(mask, *known) if known is not None and sided else None
        if name is None and known is not None and (at := self._behind_company(mask, part.known)) is not None:
            name, known = (part.known[at].start, known[1]), (known[0], part.known[at - 1].end)
        kinds = [each.kind for each in part.known]
        if name is not None and narrated and known is not None and self._is_plural(mask, part.known[0]):
            name = None  # "the experts have prepared"
        if name is not None:
            office = known if "office" in kinds or "unnamed" in kinds or "collective" in kinds else None
            if office is not None:
                office = self._unjoined(mask, part.known[0]), office[1]
            return Mention("named", name, office, code, start, part.end)
        assert known is not None  # noqa: S101 - one of both is there
        if kinds[0] not in {"office", "unnamed"} or not mask.startswith(TO_THE, known[0]):
            known = (self._unjoined(mask, part.known[0]), known[1])
        if "sides" in kinds[:2]:
            return Mention("sides", known, None, code, start, part.end)
        if kinds[0] == "unnamed" and kinds[1:2] != ["collective"]:
            return Mention("unnamed", None, known, code, start, part.end)
        if kinds[0] in {"office", "unnamed"}:
            return Mention("office", None, known, code, start, part.end)
        return Mention("collective", known, None, code, start, part.end)

    def _behind_company(self, mask: str, known: list[Token]) -> int | None:
        """Which word of an office begins a full name behind that of a company, with no sign between: "head of company X Y Z"."""
        if known[0].kind != "office" or self._is_plural(mask, known[0]):
            return None
        shape = self._lexicon.shapes["company_ends"]
        first = next((number for number, each in enumerate(known, 1) if shape.search(mask, each.start, each.end) is not None), len(known))
        own = known[first:]
        named = _COMPANY_AND_NAME <= len(own) <= _COMPANY_AND_NAME + 1 and all(each.kind == "name" and not each.definite for each in own)
        return len(known) - _NAME_USUAL if named else None

    def _is_plural(self, mask: str, token: Token) -> bool:
        """Whether an office is that of many, of whom none is named."""
        return self._lexicon["plural_offices"].fullmatch(mask, token.start, token.end) is not None

    def _unjoined(self, mask: str, token: Token) -> int:
        """Where a word begins without a preposition that is written together with it."""
        patterns = [self._lexicon[name] for name, kind in KINDS.items() if kind == token.kind]

        def is_word(start: int) -> bool:
            return start < token.end and any(pattern.fullmatch(mask[start : token.end]) is not None for pattern in patterns)

        if mask.startswith(TO_THE, token.start) and (is_word(token.start + 2) or not is_word(token.start + 1)):
            return token.start + 2
        return token.start + 1 if mask[token.start] in JOINED and is_word(token.start + 1) else token.start

    def _side(self, mask: str, start: int, end: int) -> str | None:
        """For whom somebody of an office speaks: whoever is named first in it ("Russia's mission to the UN"), and who is joined to that."""
        found: set[str] = set()
        last = None
        matches = list(self._lexicon.places.finditer(mask, start, end))
        for match in matches:
            before = mask[start : match.start()].split()[-1:]
            if before and match is not matches[-1] and self._lexicon["desks"].fullmatch(before[0]):
                continue  # "the North America department of the Russian ministry"
            code = self._lexicon.code_of(match.group())
            if code in self._lexicon.bodies and self._is_of_state(mask, match.end(), end):
                continue  # "the Russian Security Council"
            if last is not None and (mask[last : match.start()].strip() or match.group()[0] != AND):
                break
            if code is not None:
                found.add(code)
                last = match.end()
        return "+".join(sorted(found)) or None

    def _is_of_state(self, mask: str, place: int, end: int) -> bool:
        """Whether a body that has the name of an international one is a state's: "the national security council"."""
        if self._lexicon["for_what"].match(mask, place + 1, end) is not None:
            return True
        state = self._lexicon.places.match(mask, place + 1, end)
        return state is not None and mask.startswith(THE, place + 1) and not self._lexicon.is_body(state.group())
