"""What endings and neighbours show of an office or a body, in a language whose words are declined, such as Russian.

Rules:

1. What is told something stands in another case than whoever tells it: "informed the deputies the minister of X".
2. A full name behind an employee of a body is his, unless both its words stand in the genitive behind somebody in the nominative.
3. What an office is for can be a list, which an "and" ends.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.tokens import LEAD, Token, is_verb

_BEFORE: Final = 12
"""Characters before a place in which the preposition stands that governs it."""

_LISTED_MOST: Final = 8
"""Words in which the "and" stands of a list behind an office."""


def is_medium(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> bool:
    """Whether a body is what an agency is called, "the agency Xinhua", or an agency that somebody told: "talking to the agency, X"."""
    if tokens[head].kind != "collectives" or head + 1 == len(tokens):
        return False
    if tokens[head + 1].kind == "agency":
        return True
    is_told = tokens[head + 1].kind == "name" and _ends(text, tokens[head], lexicon.shapes["in_instrumental"])
    return is_told and lexicon["media"].fullmatch(text, tokens[head].start, tokens[head].end) is not None


def is_addressed(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> bool:
    """Whether somebody is told something by whoever is named behind: "reported to the parliament the chairman of the court"."""
    if tokens[head].kind == "collectives" and lexicon.shapes["dative"].search(text, tokens[head].start, tokens[head].end) is not None:
        return any(each.kind == "offices" for each in tokens[head + 1 : head + 3])
    if tokens[head].kind not in {"collectives", "offices"}:
        return False
    following = head + 1
    while following < len(tokens) and tokens[following].kind in LEAD:
        following += 1
    if following == len(tokens) or tokens[following].kind != "offices":
        return False
    if tokens[head].kind == "offices" and not is_oblique(text, tokens[head], lexicon):
        return False
    if tokens[head].kind == "collectives" and _ends(text, tokens[head], lexicon.shapes["not_accusative"]):
        return False  # "of the ministry": only the accusative and the nominative are alike
    return not is_oblique(text, tokens[following], lexicon)


def is_oblique(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether the first word of a head stands in another case than the nominative, as its ending shows."""
    word = text[token.start : token.end].split(maxsplit=1)[0]
    return lexicon["oblique"].fullmatch(word) is not None and lexicon["nominative"].fullmatch(word) is None


def is_employed(text: str, tokens: list[Token], head: int, name: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether a full name is that of an unnamed one before it, or before the body whose he is: "an employee of X Ivan Petrov"."""
    if name[0] == head + 1:
        return True
    if any(each.kind in {"function", "stop", "mark", "agency"} for each in tokens[head + 1 : name[0]]):
        return False
    if not any(each.kind in {"collectives", "acronym", "place"} for each in tokens[head + 1 : name[0]]):
        return False
    of_whom = all(_ends(text, tokens[each], lexicon.shapes["of_man"]) for each in name)  # "an official of the office of Olaf Scholz"
    return not (of_whom and not is_oblique(text, tokens[head], lexicon))


def is_listed(text: str, tokens: list[Token], comma: int, lexicon: Lexicon) -> bool:
    """Whether a comma joins what an office is for, as the "and" shows that ends the list."""
    for number in range(comma + 1, min(len(tokens) - 1, comma + _LISTED_MOST)):
        each = tokens[number]
        if lexicon["joining"].fullmatch(text[each.start : each.end]) is not None:
            return number > comma + 1 and tokens[number + 1].kind in {"other", "adjectives"}
        is_comma = each.kind == "stop" and text[each.start] == ","
        if not is_comma and (each.kind not in {"other", "adjectives"} or is_verb(text, each, lexicon)):
            return False
        if not is_comma and (
            lexicon["gerunds"].fullmatch(text[each.start : each.end])
            or (
                lexicon["oblique"].fullmatch(text[each.start : each.end]) is None
                and lexicon.shapes["of_thing"].fullmatch(text, each.start, each.end) is None
            )
        ):
            return False
    return False


def lists_more(text: str, tokens: list[Token], head: int, comma: int, lexicon: Lexicon) -> bool:
    """Whether a comma joins what a body is for: of one in the genitive ("by the data of the ministry, ...") it can part a clause."""
    if text[tokens[comma].start] != "," or comma <= head + 1 or tokens[comma - 1].kind not in {"other", "adjectives"}:
        return False
    if lexicon["bodies"].fullmatch(text, tokens[head].start, tokens[head].end) is None or lexicon.shapes["of_thing"].fullmatch(
        text, tokens[head].start, tokens[head].end
    ):
        return False
    return is_listed(text, tokens, comma, lexicon)


def goes_on_with(text: str, tokens: list[Token], joint: int, lexicon: Lexicon) -> bool:
    """Whether an "and" joins two things that an office is for, both in the genitive: "the minister of trade *and* industry"."""
    if joint == 0 or lexicon["joining"].fullmatch(text, tokens[joint].start, tokens[joint].end) is None:
        return False
    before, behind = tokens[joint - 1], tokens[joint + 1]
    if before.kind != "other" or behind.kind not in {"other", "adjectives"} or is_verb(text, behind, lexicon):
        return False
    of_thing = lexicon.shapes["of_thing"]
    return of_thing.search(text, before.start, before.end) is not None and of_thing.search(text, behind.start, behind.end) is not None


def is_outside(text: str, tokens: list[Token], number: int, lexicon: Lexicon) -> bool:
    """Whether a word begins what somebody did, behind his office: "the minister *after* this", "at a meeting with", "together with"."""
    words = lexicon.file.words
    word = text[tokens[number].start : tokens[number].end]
    if tokens[number].kind == "function":
        return word in words.not_in_offices
    is_with = number + 1 < len(tokens) and text[tokens[number + 1].start : tokens[number + 1].end] in words.with_whom
    return is_with and (tokens[number].kind == "adjuncts" or word in words.together)


def is_dative(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether a place stands in the dative, as the word without its ending shows: "expressed a protest to Beijing"."""
    word = text[token.start : token.end]
    stem = lexicon.shapes["in_dative"].sub("", word)
    if stem == word or lexicon.code_of(word) != lexicon.code_of(stem):
        return False
    before = text[max(0, token.start - _BEFORE) : token.start].split()[-1:]
    return not before or lexicon["functions"].fullmatch(before[0]) is None  # "according to Beijing"


def _ends(text: str, token: Token, ending: re.Pattern[str]) -> bool:
    """Whether a word has an ending."""
    return ending.search(text[token.start : token.end]) is not None


def end_of_marks(text: str, tokens: list[Token], number: int) -> int | None:
    """The mark that closes the name of a body: "the movement «Free Congo»"; None where it is no name."""
    opened = number + 1 < len(tokens) and tokens[number + 1].kind != "agency" and text[tokens[number + 1].start].isupper()
    closes = next((at for at in range(number + 1, len(tokens)) if tokens[at].kind == "mark"), None)
    return closes if opened and text[tokens[number].end] != " " else None
