"""Forms of Arabic verbs in the third person, out of the two that a dictionary gives, so that a rule names a verb once.

Rules:

1. A verb is given as its perfect and its imperfect, "أعلن يعلن": both are read off for masculine and feminine, singular, dual, plural.
2. A last letter that is weak is changed or left out before an ending, as grammar has it: "دعا" makes "دعت" and "دعوا".
3. The active participle of a derived verb (forms II to X) is its imperfect with another first letter; it is given as it stands behind a
   clause, in the accusative: "معلنا". Form I makes its participle otherwise, so that it must be listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_WEAK: Final = "ىي"
_HE: Final = "ي"
"""The first letter of the imperfect's masculine."""

_SHE: Final = "ت"
_DOER: Final = "م"
"""The first letter of participles."""


def finite(verb: str) -> Iterator[str]:
    """The forms with which somebody does something.

    Args:
        verb: its perfect and its imperfect, both of the third person singular, with a blank between.

    Raises:
        ValueError: these are not two such forms.
    """
    perfect, imperfect = _both(verb)
    yield from _perfect(perfect)
    for first in (_HE, _SHE):
        yield from _imperfect(first + imperfect[1:])


def participles(verb: str) -> Iterator[str]:
    """The active participle of a derived verb in the accusative: masculine, feminine, dual or plural of both.

    Raises:
        ValueError: `verb` is not a perfect and an imperfect.
    """
    _, imperfect = _both(verb)
    weak = imperfect[-1] in _WEAK
    stem = _DOER + (imperfect[1:-1] + "ي" if weak else imperfect[1:])
    yield from (stem + ending for ending in ("ا", "ة", "ين", "تين"))


def _both(verb: str) -> tuple[str, str]:
    words = verb.split()
    if len(words) != 2 or words[1][0] != _HE:
        raise ValueError(f"no perfect and imperfect: {verb}")
    return words[0], words[1]


def _perfect(word: str) -> Iterator[str]:
    yield word
    if word[-1] not in "ىا":
        yield from (word + ending for ending in ("ت", "ا", "تا", "وا"))
        return
    stem = word[:-1]
    yield from (stem + ending for ending in ("ت", "يا" if word[-1] == "ى" else "وا", "تا", "وا"))


def _imperfect(word: str) -> Iterator[str]:
    yield word
    if word[-1] in _WEAK:
        yield from (word[:-1] + ending for ending in ("يان", "ون"))
    elif word[-1] == "و":
        yield from (word + "ان", word + "ن")
    else:
        yield from (word + "ان", word + "ون")
