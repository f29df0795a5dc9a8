"""Which two states a report is about: who "the sides" of it are.

Rules:

1. They are those of its headline, if that names two; otherwise the two that the report names most.
"""

from __future__ import annotations

from typing import Final

from detente.press.lexicon import Lexicon

_HEAD: Final = 400
"""Characters of a report within which its headline stands."""


def main_sides(text: str, lexicon: Lexicon) -> str | None:
    """The codes of both, joined by a plus; None where no two are named."""
    headline = next((line for line in text[:_HEAD].split("\n") if line.strip()), "")
    codes = {code for match in lexicon.places.finditer(headline) if (code := lexicon.code_of(match.group())) is not None}
    if len(codes) == 2:
        return "+".join(sorted(codes))
    counted: dict[str, int] = {}
    for match in lexicon.places.finditer(text):
        code = lexicon.code_of(match.group())
        if code is not None and len(code) == 3:
            counted[code] = counted.get(code, 0) + 1
    two = sorted(counted, key=lambda code: -counted[code])[:2]
    return "+".join(sorted(two)) if len(two) == 2 else None
