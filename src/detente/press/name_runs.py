"""Which words of a part are a name, in a language that tells names by capitals, such as Russian.

    Name [Name] [particle ...] Surname

Rules:

1. A name is the first run of words with capitals that has two, or the last that has one; particles within it are part of it.
2. A place, an adjective or what somebody does, at the beginning of a run, belongs to the office before it.
"""

from __future__ import annotations

import re
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.tokens import Token

_CLOSED: Final = frozenset("»”")
"""Marks behind which a name begins that does not stand between them."""

_NAME_MOST: Final = 4
"""Words of a name."""

_NEAR: Final = 4
"""Characters before a word in which a sentence ends."""

_PLACE_LEAST: Final = 4
"""Letters of a place that is known by its ending."""

_PLACE_WITH_NAME: Final = 2
"""Words behind the first of a run that is a place, and whoever is named behind it."""

_STEM_LEAST: Final = 4
_ENDING_MOST: Final = 2
"""Letters of a place that do not change, and of its ending."""


def name_in(text: str, tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The first and the last token of the name: the first run of words with capitals that has two, or the last that has one."""
    found, ended = None, False
    number = start
    while number < stop:
        if tokens[number].kind != "name":
            number += 1
            continue
        first = number
        while number < stop and (tokens[number].kind == "name" or _leads_to_name(text, tokens, number, stop)):
            number += 1
        run = _run(text, tokens, first, number - 1, stop, lexicon)
        if ended and (run is None or run[0] == run[1] or tokens[run[0] - 1].kind not in {"other", "adjuncts"}):
            break
        found = run or found
        ends = number == stop or tokens[number].kind in {"function", "stop"} or (tokens[number].kind == "adjuncts" and number + 1 == stop)
        if number + 1 < stop and tokens[number].kind == "adjuncts" and tokens[number + 1].kind != "name":
            ends = True
        if run is not None and run[0] < run[1]:
            break
        ended = ended or (run is not None and ends)  # "the envoy of X at the talks Ivan Petrov": a fuller one can follow
    return found


def _leads_to_name(text: str, tokens: list[Token], number: int, stop: int) -> bool:
    """Whether particles go on with a name ("ван ден Берг"), or a title with a capital that is a part of one ("Хасан Шейх Махмуд")."""
    behind = number
    while behind < stop and (tokens[behind].kind == "particle" or _is_capital_title(text, tokens[behind])):
        behind += 1
    return number < behind < stop and tokens[behind].kind == "name"


def _is_capital_title(text: str, token: Token) -> bool:
    return token.kind == "titles" and text[token.start].isupper()


def _run(text: str, tokens: list[Token], first: int, last: int, stop: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """What of a run of words with capitals is a name."""
    before = tokens[first - 1] if first else None
    if before is not None:
        word = text[before.start : before.end]
        of_place = lexicon["of_places"].fullmatch(word) is not None and last - first != 1 and (before.kind != "offices" or last > first)
        of_place = of_place and lexicon["of_last"].fullmatch(word) is None
        of_body = last - first >= _NAME_MOST - 1 and before.kind in {"collectives", "offices", "other"}
        of_body = of_body and lexicon["adjective_ends"].fullmatch(text[tokens[first].start : tokens[first].end]) is not None
        if before.kind == "function" or of_place or of_body:
            first += 2 if lexicon["adjective_ends"].fullmatch(text[tokens[first].start : tokens[first].end]) else 1
    is_whole = before is not None and before.kind == "place" and lexicon["adjective_ends"].fullmatch(text, before.start, before.end) is None
    if (
        not is_whole  # "the minister of Tunisia Fauzi Ben Salah": behind a place stands no other
        and last - first >= _PLACE_WITH_NAME
        and _is_place(text, tokens[first], tokens[first + 1] if before is not None else None, lexicon)
    ):  # "the head of X Ivan Petrov"
        first += 1
    if last - first == _PLACE_WITH_NAME and lexicon.shapes["trade"].fullmatch(text, tokens[first].start, tokens[first].end):
        before_it = text[max(0, tokens[first].start - _NEAR) : tokens[first].start].rstrip(' «"„“')
        first += before_it[-1:] in {"", ".", "\n", "!", "?", "…"}  # "Adjuster Ivan Petrov" at the beginning of a sentence
    if first > last or (
        first == last
        and last + 1 < stop
        and tokens[last + 1].kind in {"other", "collectives"}
        and lexicon["adjective_ends"].fullmatch(text[tokens[last].start : tokens[last].end])
    ):
        return None
    if before is not None and before.kind == "mark" and not _closes(text, tokens[:first]):
        return None
    if first == last == 0 and lexicon["not_name_ends"].fullmatch(text[tokens[0].start : tokens[0].end]):
        return None
    names = [number for number in range(first, last + 1) if tokens[number].kind != "particle"]
    ends = min(last, names[:_NAME_MOST][-1])
    if ends + 1 < stop and lexicon["name_ends"].fullmatch(text, tokens[ends + 1].start, tokens[ends + 1].end) is not None:
        ends += 1  # "Дастан Жумабек уулу"
    return first, ends


def _closes(text: str, tokens: list[Token]) -> bool:
    """Whether the last of some tokens is a mark that closes what another opened: 'the head of "Rosneft" Ivan Petrov'."""
    mark = text[tokens[-1].start]
    return mark in _CLOSED or (mark == '"' and sum(text[each.start] == '"' for each in tokens) % 2 == 0)


def _is_place(text: str, token: Token, behind: Token | None, lexicon: Lexicon) -> bool:
    """Whether a word with a capital is a place that no list has: by its ending, or the report says elsewhere "in X"."""
    word = text[token.start : token.end]
    if lexicon["place_ends"].fullmatch(word):
        return True
    if (
        behind is not None
        and behind.kind != "particle"
        and len(word) >= _PLACE_LEAST
        and lexicon.shapes["of_place"].search(word)
        and lexicon.shapes["his_name"].search(text[behind.start : behind.end])
    ):
        return True  # "the head of the Fund of Aral Ivan Petrov": the second name shows that the first stands in the genitive
    begin = re.escape(word[: max(_STEM_LEAST, len(word) - _ENDING_MOST)])
    before = "|".join(map(re.escape, lexicon.file.words.where_before))
    return re.search(rf"\b(?i:{before})\s+{begin}\w{{0,3}}\b(?!\s+[А-ЯЁA-Z])", text) is not None


def name_before(text: str, tokens: list[Token], first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """A name that an office explains: "Ivan Petrov, minister of ..."."""
    if first < 2 or tokens[first - 1].kind != "stop" or text[tokens[first - 1].start] != ",":
        return None
    if lexicon["participles"].fullmatch(text, tokens[first].start, tokens[first].end) is not None:
        return None  # "Ivan Petrov, acting as a mediator"
    start = first - 1
    while start and (tokens[start - 1].kind == "name" or _leads_to_name(text, tokens, start - 1, first - 1)):
        start -= 1
    if start == first - 1:
        return None
    run = _run(text, tokens, start, first - 2, first - 1, lexicon)
    return None if run is None else (tokens[run[0]].start, tokens[run[1]].end)


def name_first(text: str, tokens: list[Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """The name with which a part begins, before where or when its owner spoke: "Petrova in the studio of the head of X Ivan Petrov"."""
    ends = next((number for number, each in enumerate(tokens) if each.kind not in {"name", "particle"}), 0)
    if ends == 0 or tokens[ends].kind not in {"function", "adjuncts"} or tokens[0].kind != "name":
        return None
    if lexicon["joining"].fullmatch(text, tokens[ends].start, tokens[ends].end) is not None:
        return None
    if any(lexicon[name].fullmatch(text, tokens[0].start, tokens[0].end) for name in ("gerunds", "participles", "not_name_ends")):
        return None
    run = _run(text, tokens, 0, ends - 1, ends, lexicon)
    return None if run is None or run[0] else (tokens[0].start, tokens[run[1]].end)


def before_name(tokens: list[Token], head: int, name: int) -> int:
    """The last word of an office before the name that follows it."""
    last = name - 1
    if last > head + 2 and [each.kind for each in tokens[last - 2 : last + 1]] == ["mark", "agency", "mark"]:
        return last  # "the editor of the station «X»"
    while last > head and tokens[last].kind in {"titles", "function", "particle", "stop", "adjuncts", "agency", "mark"}:
        last -= 1
    return last


def closed(text: str, start: int, end: int) -> int:
    """The end of an office, with the mark that closes a name in it."""
    words = text[start:end]
    is_open = words.count("«") > words.count("»") or words.count('"') % 2 == 1
    return end + 1 if is_open and text[end : end + 1] in {"»", '"'} else end
