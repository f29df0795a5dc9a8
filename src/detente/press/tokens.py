"""The words of a part of a text by what they can be, in a language that tells names by capitals, such as Russian.

Words that the lexicon lists together are one token; of words that are in two lists, the first list counts, and of two that overlap the
longer ones. What no list has is a name if it has a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.starts import Starts

_ADDRESS: Final = r"[^\W_][\w-]+(?:\.[^\W_][\w-]*)*\.(?:[a-z]{2,5}|[A-Z][a-z]|[A-Z]{2}|НЕТ|нет|рф|ру)(?![\w-]|\.\w)"
SITE: Final = re.compile(rf"(?<![\w.@-]){_ADDRESS}")
"""A site of the web, by its address: a medium."""

_PLAIN: Final = r"[^\W_](?:[\w'-]*\w)?(?:\.(?=[ \t]?[^\W\d_]))?|[,;:()—–\x01]|-(?=\s)|[«»“”„\"]"
_WORD: Final = re.compile(_PLAIN)
_WORD_OR_SITE: Final = re.compile(rf"{_ADDRESS}|{_PLAIN}")
"""The same where a stop stands: it is slower."""

_INITIALS: Final = re.compile(r"(?<=[\w»\"] )\((?P<name>[А-ЯЁA-Z][А-ЯЁA-Z-]{1,9})\)")
"""What a body is called in short, between brackets behind its name."""

_ORDER: Final = (
    "agency",
    "sides",
    "adjuncts",
    "anaphors",
    "unnamed",
    "offices",
    "collectives",
    "place",
    "pronouns",
    "titles",
    "quantities",
)
"""Lists of the lexicon; of words that are in two, the first counts."""

_RANK: Final = {kind: rank for rank, kind in enumerate(_ORDER)}
_LIST_OF_KIND: Final = {"agency": "agencies", "place": "places"}
_KIND_OF_LIST: Final = {name: kind for kind, name in _LIST_OF_KIND.items()}
"""Where the list has another name than what its words are."""

HEADS: Final = frozenset({"sides", "unnamed", "anaphors", "offices", "collectives"})
LEAD: Final = frozenset({"adjectives", "place", "quantities"})
"""What can stand before a head and belong to it."""


_PARTS_MOST: Final = 16
"""Parts whose words are kept: a sentence without signs is asked for as a sentence and as its only part."""


_WHOSE: Final = frozenset({"place", "collectives", "acronym", "name"})
"""What an office ends with, behind which a word with a capital is a name."""


_NEAR: Final = 3
"""Characters before a word in which the sentence before it ends."""

_MARKS: Final = ' «"„“'
"""Blanks and marks that can stand between two sentences."""

_SENTENCE_ENDS: Final = frozenset({"", ".", "!", "?", "…", "\n"})


class Token(NamedTuple):
    """A word, or words that the lexicon lists together, by what it can be."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=_PARTS_MOST)
def tokens_of(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The words of a part, each with what it can be; whoever asks leaves them as they are."""
    known, ends, of_office = list[Token](), dict[str, int](), lexicon.shapes["of_office"]
    for place, names in _starts(lexicon).within(text, start, end):
        for name in names:
            if place < ends.get(name, start):  # within another match of the list
                continue
            match = lexicon[name].match(text, place, end)
            if match is not None:
                kind = _KIND_OF_LIST.get(name, name)
                kind = "adjectives" if kind == "offices" and of_office.fullmatch(match.group()) is not None else kind
                known.append(Token(kind, *match.span()))
                ends[name] = match.end()
    if text.find("(", start, end) != -1:
        put_in = [match.span() for match in _INITIALS.finditer(text, start, end) if _is_of_body(match.group("name"), lexicon)]
        known = [each for each in known if not _is_within(each, put_in)] + [Token("initials", *span) for span in put_in]
    known.sort(key=_first)
    found, place = list[Token](), start
    for each in [*known, Token("end", end, end)]:
        if each.start < place:
            continue
        if text[place : each.start].strip():
            found += [_token(match, lexicon) for match in _words(text, place, each.start)]
        place = each.end
        if each.kind not in {"end", "initials"}:
            found.append(each)
    return _with_names(text, found, lexicon)


def without_brackets(mask: str, lexicon: Lexicon) -> str:
    """A mask without the brackets that part what a body is called in short from the rest of its name."""
    return _INITIALS.sub(lambda match: f" {match['name']} " if _is_of_body(match["name"], lexicon) else match.group(), mask)


def _is_of_body(initials: str, lexicon: Lexicon) -> bool:
    """Whether letters between brackets are short for the body before them: they are no state's, and no agency's."""
    code = lexicon.code_of(initials)
    return (code is None or code in lexicon.bodies) and lexicon.agencies.fullmatch(initials) is None


def _is_within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _first(token: Token) -> tuple[int, int, int]:
    return token.start, -token.end, _RANK.get(token.kind, 0)


@cache
def heads(lexicon: Lexicon) -> re.Pattern[str]:
    """Any office or body, in one look at a part."""
    return lexicon.expression([*lexicon.file.words.offices, *lexicon.file.words.collectives])


@cache
def _starts(lexicon: Lexicon) -> Starts:
    return lexicon.starts(_LIST_OF_KIND.get(kind, kind) for kind in _ORDER)


def _with_names(text: str, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """With a capital, an adjective is one only before what it can belong to, and no other word is one behind a name."""
    found = list(tokens)
    for number in range(len(found) - 1, -1, -1):
        each = found[number]
        if each.kind == "anaphors" and [other.kind for other in found[number + 1 : number + 2]] == ["offices"]:
            if lexicon["adjectives"].fullmatch(text[each.start : each.end]) is not None:  # "the military expert"
                found[number] = each._replace(kind="adjectives")
            continue
        if not text[each.start].isupper():
            continue
        following = found[number + 1].kind if number + 1 < len(found) else "stop"
        before = found[number - 1].kind if number else "stop"
        if (is_name := _is_listed_name(text, each, before, following, lexicon)) is not None:
            found[number] = each._replace(kind="name") if is_name else each
            continue
        is_name_too = each.kind in {"function", "other"} and number > 0 and before not in {"stop", "mark"} and following == "name"
        if is_name_too:  # "the counterpart У Аун Най": within a sentence no other word has a capital
            found[number] = each._replace(kind="name")
            continue
        lonely = each.kind == "adjectives" and following not in HEADS | LEAD
        if lonely and lexicon["not_names"].fullmatch(text[each.start : each.end]):
            found[number] = each._replace(kind="other")
            continue
        if (lonely or each.kind == "name") and following in {"other", "anaphors"} and _opens_with(text, each, found[number + 1], lexicon):
            found[number] = each._replace(kind="adjectives")
            continue
        if lonely or (before == "name" and each.kind in {"function", "other"} and text[each.start : each.end].isalpha()):
            found[number] = each._replace(kind="name")
    for number in range(1, len(found)):  # "Geo TV": within a name of another script
        first, each = found[number - 1], found[number]
        if each.kind == "acronym" and first.kind == "name" and text[first.start : each.end].isascii():
            found[number] = each._replace(kind="name")
    _mark_media(text, found, lexicon)
    last = len(found) - 1
    for number in range(last - 1, -1, -1):  # what is of another script before a name is none: a paper
        latin, behind = found[number], found[number + 1]
        if latin.kind != "name" or not text[latin.start].isascii():
            continue
        if behind.kind == "agency" or (behind.kind == "name" and not text[behind.start].isascii()):
            found[number] = latin._replace(kind="agency")
    return found


def _opens_with(text: str, each: Token, noun: Token, lexicon: Lexicon) -> bool:
    """Whether a sentence begins with an adjective that agrees with a noun, and with nobody's name: "The elderly woman said"."""
    if text[max(0, each.start - _NEAR) : each.start].strip(_MARKS)[-1:] not in _SENTENCE_ENDS or is_verb(text, noun, lexicon):
        return False
    return lexicon.shapes["adjective_agrees"].fullmatch(text, each.start, noun.end) is not None


def _is_listed_name(text: str, each: Token, before: str, following: str, lexicon: Lexicon) -> bool | None:
    """Whether what a list has is a name here, by its capital and by what stands beside it; None where it is no such word."""
    if each.kind in {"offices", "titles"} and before in _WHOSE and following in {"name", "particle"}:  # "the minister of X Султан бен Саад"
        return each.kind == "titles" or lexicon["also_names"].fullmatch(text, each.start, each.end) is not None
    is_people = each.kind == "place" and before == "name" and lexicon["demonyms"].fullmatch(text, each.start, each.end) is not None
    return True if is_people else None  # "Андрей Швед": no word for a people has a capital


def _mark_media(text: str, tokens: list[Token], lexicon: Lexicon) -> None:
    """A name behind the word for a medium is no person's: of another script, or where an office begins behind it."""
    for number in range(len(tokens) - 1):
        one, after = tokens[number], tokens[number + 1]
        if one.kind == "name" and after.kind == "agency" and lexicon["media"].fullmatch(text, one.start, one.end) is not None:
            tokens[number] = one._replace(kind="other")  # "The channel CNN"
        if after.kind not in {"name", "acronym"} or one.kind == "name":
            continue
        if lexicon["media"].fullmatch(text[tokens[number].start : tokens[number].end].rsplit(maxsplit=1)[-1]) is None:
            continue
        behind = number + 1
        is_latin = text[tokens[behind].start].isascii()
        if tokens[behind].kind == "acronym":
            tokens[behind] = tokens[behind]._replace(kind="agency")
            continue
        end = None if is_latin else medium_end(text, tokens[number].end, tokens[-1].end, lexicon)
        while behind < len(tokens) and tokens[behind].kind == "name":
            if is_latin and not text[tokens[behind].start].isascii():
                break
            if not is_latin and (end is None or tokens[behind].end > end):
                break
            tokens[behind] = tokens[behind]._replace(kind="agency")
            behind += 1


def medium_end(text: str, place: int, limit: int, lexicon: Lexicon) -> int | None:
    """Where the name of a medium ends behind the word for one, as the office behind it shows: "told the agency X minister S"."""
    name = _NAME_OF_MEDIUM.match(text, place, limit)
    if name is None:
        return None
    at = name.end()
    if text.endswith(_medium_ends(lexicon), 0, place) and lexicon.shapes["behind_medium"].match(text, at, limit) is not None:
        clause = max(text.rfind(sign, 0, place) for sign in ",.;\n") + 1
        return at if any(lexicon[kind].search(text, clause, place) for kind in ("offices", "unnamed", "pronouns")) else None
    for _ in range(_ADJECTIVES_MOST):
        behind = re.compile(r"\s+").match(text, at, limit)
        if behind is None:
            return None
        if any(lexicon[kind].match(text, behind.end(), limit) for kind in ("offices", "unnamed", "titles")):
            return name.end()
        word = re.compile(r"[а-яё-]+").match(text, behind.end(), limit)
        if word is None or lexicon["adjectives"].fullmatch(word.group()) is None:
            return None
        at = word.end()
    return None


_NAME_OF_MEDIUM: Final = re.compile(r"\s+[А-ЯЁ][\w-]*(?:\s+[А-ЯЁ][\w-]*){0,2}")


@cache
def _medium_ends(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(folded(form.removeprefix("*")) for form in lexicon.file.words.medium_ends)


_ADJECTIVES_MOST: Final = 3
"""Adjectives between a medium and an office, and the office."""


def _words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return (_WORD if text.find(".", start, end) == -1 else _WORD_OR_SITE).finditer(text, start, end)


def _token(match: re.Match[str], lexicon: Lexicon) -> Token:
    """A word that no list has."""
    word = match.group()
    return Token("agency" if "." in word[:-1] and SITE.fullmatch(word) else _kind(word, lexicon), *match.span())


@lru_cache(maxsize=10_000)
def _kind(word: str, lexicon: Lexicon) -> str:
    if word in '«»“”„"':
        return "mark"
    if not word[0].isalnum():
        return "stop"
    if word[0].isdigit():
        return "other"
    for kind in ("relatives", "particles", "functions"):
        if lexicon[kind].fullmatch(word):
            if kind == "particles" and word[0].isupper():
                return "name"
            return kind.removesuffix("s")
    if lexicon["adjectives"].fullmatch(word):
        return "adjectives"
    if lexicon["not_names"].fullmatch(word):
        return "other"
    parts = word.split("-")
    if len(parts) > 1 and lexicon["particles"].fullmatch(parts[0]) and parts[1][:1].isupper():
        return "name"
    if len(word) > 1 and word.isupper() and "." not in word:
        return "acronym"
    return "name" if word[0].isupper() else "other"


def is_verb(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether a word that no list has ends as verbs do."""
    return token.kind == "other" and lexicon["verb_ends"].fullmatch(text, token.start, token.end) is not None
