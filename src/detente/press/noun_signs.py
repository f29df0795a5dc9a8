"""Words and signs that belong to a noun phrase, though they look like reporting words or part what is said, in a fixed order of words.

Rules:

1. A verb in the present that is a noun in the plural, too, is one behind its owner, and before another verb.
2. Brackets around an abbreviation part no phrase that goes on with a noun behind them.
3. A source within a relative clause belongs to that clause.
4. Of three capitals behind "head of" the first is what somebody heads.
5. Whoever has "data" or "estimates" is the source of what is said according to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.noun_words import Word

_OWNED: Final = re.compile(r"\w['’]s?\s\Z")

_ABBREVIATED: Final = re.compile(r"(?<=[\w.] )(?P<short>\([A-Z][\w&-]{1,9}\))(?P<behind>\s+)(?=(?:[a-z]+\s+){0,2}[a-z])")
"""An abbreviation in brackets behind what it stands for."""

_NOUN_MOST: Final = 40
"""Characters behind an abbreviation in which the noun begins that it belongs to."""

_BODY_AND_NAME: Final = 3
"""Capitals behind "head of" that are a body and whoever heads it."""

_NAMES_LEAST: Final = 2


def source_end(mask: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a source ends that is named by what it has: "according to FEMA estimates"."""
    data = lexicon.shapes["data_of"].search(mask, start, end) if mask[start:end].strip() else None
    return end if data is None else data.start()


def is_body_with_name(words: list[Word], number: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether words with capitals, up to `stop`, are a body and the two names of its head: "CEO of Ukrenergo Ivan Boyko"."""
    if stop - number != _BODY_AND_NAME or number < 2:
        return False
    before = f"{words[number - 2].plain} {words[number - 1].plain}"
    return lexicon.shapes["heads_of"].fullmatch(before) is not None and all(word.kind == "name" for word in words[number:stop])


def is_verb_behind(words: list[Word], number: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether behind an office and the names of whoever holds it a verb of the present stands: "Premier Anna Cole *tours* the coast"."""
    if stop == len(words) or stop - number < _NAMES_LEAST or not number or words[number - 1].kind != "office":
        return False
    is_verb = words[stop].kind == "word" and lexicon.shapes["verb_of_present"].search(words[stop].plain) is not None
    return is_verb and words[stop - 1].plain[-2:] != "'s"


def is_first_deputy(words: list[Word], lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether "first" belongs to an office: "First Deputy Minister"."""
    return words[0].plain in lists["first"] and len(words) > 1 and words[1].plain in lists["deputies"]


def unbracketed(mask: str, lexicon: Lexicon, finite: re.Pattern[str]) -> str:
    """A mask without the brackets around an abbreviation within a phrase: "a World Food Programme (WFP) spokesman"."""
    for match in _ABBREVIATED.finditer(mask) if "(" in mask else ():
        end = min(len(mask), match.end() + _NOUN_MOST)
        nouns = (lexicon[name].search(mask, match.end(), end) for name in ("offices", "collectives", "documents", "releases"))
        noun = min((each.start() for each in nouns if each is not None), default=end)
        if noun < end and not (finite.search(mask, match.end(), noun) or lexicon.cues.search(mask, match.end(), noun)):
            mask = f"{mask[: match.start('short')]}x{mask[match.start('short') + 1 : match.end('short') - 1]}x{mask[match.end('short') :]}"
    return mask


def is_noun(mask: str, match: re.Match[str], lexicon: Lexicon, finite: re.Pattern[str]) -> bool:
    """Whether a word that could report is the subject of another verb: "Norway's *demands* were", "*fears* grew that"."""
    shapes = lexicon.shapes
    if shapes["asking"].fullmatch(match.group()) is not None:
        return shapes["behind_reporters"].search(mask, 0, match.start()) is not None  # whose questions say nothing
    if match.group().endswith("s") and shapes["plural_governed"].search(mask, 0, match.start()) is not None:
        return True  # "the settlement of disputes"
    if lexicon["also_nouns"].fullmatch(match.group()) is None:
        return False
    if shapes["of_what"].match(mask, match.end()) is not None:
        return True  # "promises of", "fears for"
    verb = finite.match(mask, match.end() + 1) or lexicon["happened"].match(mask, match.end() + 1)
    return verb is not None or _OWNED.search(mask, 0, match.start()) is not None


def is_in_relative(mask: str, start: int, source: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a source stands between commas within a clause of what was said: "medicines which, according to him, were cheap"."""
    return lexicon.shapes["in_relative"].search(mask, start, source) is not None and mask.find(",", end) != -1
