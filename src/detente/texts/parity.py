"""Whether the language versions of a text say the same, as far as a program can tell. It finds, and changes nothing.

Rules:

1. Every provision is compared in all languages at once, words outside brackets and each alternative by themselves: a number that stands in
   another alternative is a difference, though the provision has it.
2. A value is compared by whether it is said, not by how often: languages repeat themselves differently.
3. Few false alarms matter more than all findings: who is warned for nothing no longer looks. So what a language may say without a word
   (a dual, a pronoun), and what cannot be read in one of the languages, is no finding.
4. A finding has the quotation of each language, to which a reader can jump; "" where a language does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from detente.errors import N_
from detente.texts.alternat import PLACE
from detente.texts.differing import rising
from detente.texts.form import format_bracket
from detente.texts.glossary import Glossary
from detente.texts.model import Bracket, Content, Provision, plain
from detente.texts.quantities import Found, days, figures, knows_months, may_say, number_words
from detente.texts.work import Work

Kind = Literal[
    "missing", "order", "look", "bracket", "alternatives", "backers", "date", "number", "number word", "term", "definition", "parties"
]

KINDS: Final[dict[Kind, str]] = {
    "missing": N_("not in all languages"),
    "order": N_("stands elsewhere in one of the languages"),
    "look": N_("another level, or another kind of paragraph"),
    "bracket": N_("a bracket is not in all languages, or not in the same place"),
    "alternatives": N_("a bracket has other alternatives"),
    "backers": N_("other parties back or oppose an alternative"),
    "date": N_("other dates"),
    "number": N_("other numbers"),
    "number word": N_("other words for numbers"),
    "term": N_("a name or term of the glossary is not in all languages"),
    "definition": N_("other terms stand in quotation marks"),
    "parties": N_("the names of the parties are not listed in all languages"),
}
"""What is found, as people read it."""


@dataclass(frozen=True, slots=True)
class Disparity:
    """Something that the languages do not say alike.

    Attributes:
        kind: one of `KINDS`.
        provision: its id; "" is the title.
        quotations: of each language concerned, what it says there; "" where it says nothing of the kind.
        bracket: the number of the bracket concerned, or inside which it stands; 0 outside of brackets.
    """

    kind: Kind
    provision: str
    quotations: Mapping[str, str]
    bracket: int = 0

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.quotations)


def parity(work: Work, glossary: Glossary | None = None) -> tuple[Disparity, ...]:
    """What the languages of a text do not say alike, in the order of its provisions."""
    glossary = glossary or Glossary()
    moved = _moved(work)
    parts = {version.language: {one.id: _parts(one.content) for one in version.provisions} for version in work.versions}
    terms = {language: _terms_said(each, glossary, language) for language, each in parts.items()} if glossary.terms else {}
    found = list(_words({version.language: version.title for version in work.versions if version.title}, "", 0, glossary))
    for name in work.ids:
        provisions = {version.language: provision for version in work.versions if (provision := version.get(name)) is not None}
        if len(provisions) < len(work.versions):
            quotations = {language: plain(provisions[language].content) if language in provisions else "" for language in work.languages}
            found.append(Disparity("missing", name, quotations))
        if name in moved:
            found.append(Disparity("order", name, {language: plain(each.content) for language, each in provisions.items()}))
        if len(provisions) > 1:
            found += _looks(name, provisions)
            found += _brackets(name, {language: parts[language][name] for language in provisions})
            if terms:
                found += _terms(name, {language: terms[language][name] for language in provisions}, glossary)
            found += _places(name, {language: parts[language][name] for language in provisions}, glossary)
    return tuple(found)


def _moved(work: Work) -> set[str]:
    """Provisions that stand elsewhere than in the first language, as few as explain the difference."""
    moved: set[str] = set()
    for version in work.versions[1:]:
        first = work.versions[0]
        common = [provision.id for provision in version.provisions if provision.id in first]
        kept = set(rising([first.place(name) for name in common]))
        moved |= {name for place, name in enumerate(common) if place not in kept}
    return moved


def _terms_said(parts: Mapping[str, _Parts], glossary: Glossary, language: str) -> dict[str, dict[str, str]]:
    """Of each provision of one language, the terms of the glossary that stand in it, each with its quotation."""
    texts = ["\n".join(each.words.values()) for each in parts.values()]
    return dict(zip(parts, glossary.find_in(texts, language), strict=True))


def _looks(name: str, provisions: Mapping[str, Provision]) -> Iterator[Disparity]:
    if len({(provision.level, provision.look) for provision in provisions.values()}) > 1:
        yield Disparity("look", name, {language: plain(provision.content) for language, provision in provisions.items()})


def _places(name: str, parts: Mapping[str, _Parts], glossary: Glossary) -> Iterator[Disparity]:
    """What is said outside of brackets, and in each alternative by itself."""
    for place in {place: None for each in parts.values() for place in each.words}:
        there = {language: each.words[place] for language, each in parts.items() if place in each.words}
        if len(there) > 1:
            yield from _words(there, name, place[0], glossary)


Place: TypeAlias = tuple[int, int]
"""The number of a bracket and which alternative of it; (0, 0) outside of brackets."""


@dataclass(slots=True)
class _Parts:
    """A provision taken apart: words by their place, without the brackets in them; brackets with the place where they stand."""

    words: dict[Place, str]
    brackets: dict[int, tuple[Place, Bracket]]


def _parts(content: Content) -> _Parts:
    words: dict[Place, str] = {}
    brackets: dict[int, tuple[Place, Bracket]] = {}
    todo: list[tuple[Place, Content]] = [((0, 0), content)]
    for place, pieces in todo:
        words[place] = " ".join([piece for piece in pieces if isinstance(piece, str)])
        for piece in pieces:
            if isinstance(piece, Bracket):
                brackets[piece.id] = place, piece
                todo += [((piece.id, number), one.content) for number, one in enumerate(piece.alternatives)]
    return _Parts(words, brackets)


def _brackets(name: str, parts: Mapping[str, _Parts]) -> Iterator[Disparity]:
    for number in {number: None for each in parts.values() for number in each.brackets}:
        there = {language: each.brackets.get(number) for language, each in parts.items()}
        known = [each for each in there.values() if each is not None]
        kind: Kind | None = None
        if len(known) < len(there) or len({place for place, _ in known}) > 1:
            kind = "bracket"
        elif len({tuple(bool(one.content) for one in bracket.alternatives) for _, bracket in known}) > 1:
            kind = "alternatives"
        elif len({tuple((one.backed_by, one.opposed_by) for one in bracket.alternatives) for _, bracket in known}) > 1:
            kind = "backers"
        if kind is not None:
            yield Disparity(kind, name, {language: format_bracket(each[1]) if each else "" for language, each in there.items()}, number)


# ---------------------------------------------------------------- words


def _words(words: Mapping[str, str], name: str, bracket: int, glossary: Glossary) -> Iterator[Disparity]:
    """Days, numbers, the place of the parties' names and defined terms in words that should say the same."""
    if len(words) < 2:
        return
    together = "\n".join(words.values())
    if "{parties" in together:
        places = {language: [match[0] for match in PLACE.finditer(each)] for language, each in words.items()}
        if len({len(each) for each in places.values()}) > 1:
            yield Disparity("parties", name, {language: ", ".join(each) for language, each in places.items()}, bracket)
    if _QUOTE.search(together) is not None:
        quoted = {language: [match[1] or match[2] for match in _QUOTED.finditer(each)] for language, each in words.items()}
        if not _same_definitions(quoted, glossary):
            yield Disparity("definition", name, {language: ", ".join(each) for language, each in quoted.items()}, bracket)
    if _DIGIT.search(together) is not None:
        yield from _quantities(words, name, bracket)
    spelled = {language: number_words(each, language) for language, each in words.items()}
    yield from _spelled(words, spelled, name, bracket)


_QUOTE: Final = re.compile("[\"“«„'‘]")
_QUOTED: Final = re.compile("[\"“«„]([^\"“”«»„]{1,200})[\"”»“]|(?<!\\w)['‘]([^'‘’]{1,200})['’](?!\\w)")
_DIGIT: Final = re.compile(r"\d")


def _same_definitions(quoted: Mapping[str, Sequence[str]], glossary: Glossary) -> bool:
    """Whether as many terms are quoted in each language, and the same ones as far as the glossary knows them all."""
    if len({len(each) for each in quoted.values()}) > 1:
        return False
    known = frozenset.intersection(*(glossary.known(language) for language in quoted))
    found = [{key for each in terms for key in glossary.find(each, language)} & known for language, terms in quoted.items()]
    return all(each == found[0] for each in found)


def _quantities(words: Mapping[str, str], name: str, bracket: int) -> Iterator[Disparity]:
    dated = {language: days(each, language) for language, each in words.items()}
    readable = {language: [day for day, _, _ in each] for language, each in dated.items() if knows_months(language)}
    differing = _differing(readable)
    if differing:
        yield Disparity("date", name, {language: _quotation(each, differing) for language, each in readable.items()}, bracket)
    said = {language: figures(each, dated[language]) for language, each in words.items()}
    if differing:  # what is part of such a day was said already
        days_of = {day.quotation for each in readable.values() for day in each if day.value in differing}
        parts = {each.value for found in said.values() for each in found if each.quotation in days_of}
        said = {language: [each for each in found if each.value not in parts] for language, found in said.items()}
    differing = {
        value
        for value in _differing(said)
        if not all(
            value in {each.value for each in found} or may_say(words[language], language, value) or _per_cent(value, found)
            for language, found in said.items()
        )
    }
    if differing:
        yield Disparity("number", name, {language: _quotation(each, differing) for language, each in said.items()}, bracket)


def _per_cent(value: str, found: Sequence[Found]) -> bool:
    """Whether the first of two numbers, "5 to 10 per cent", has its per cent in one language and not in another."""
    values = [each.value for each in found]
    other = value.removesuffix("%") if value.endswith("%") else value + "%"
    return other in values and any(each.endswith("%") for each in values if each != other)


def _differing(said: Mapping[str, Sequence[Found]]) -> set[str]:
    """Values that some language says and some other does not."""
    values = [{each.value for each in found} for found in said.values()]
    return {value for found in values for value in found if not all(value in each for each in values)}


def _quotation(found: Sequence[Found], values: set[str]) -> str:
    return ", ".join(dict.fromkeys(each.quotation for each in found if each.value in values))


def _spelled(words: Mapping[str, str], spelled: Mapping[str, Sequence[Found]], name: str, bracket: int) -> Iterator[Disparity]:
    """Words for numbers that contradict each other: two languages have one each, and neither can be read in the other."""
    if sum(bool(each) for each in spelled.values()) < 2:
        return
    values = {language: {each.value for each in found} for language, found in spelled.items() if found}
    alone: set[str] = set()
    alone_in: set[str] = set()
    for language, found in values.items():
        others = {other: each for other, each in words.items() if other != language}
        for value in found:
            unsaid = any(value not in each for other, each in values.items() if other != language)
            if unsaid and not any(may_say(each, other, value) or _in_digits(each, value) for other, each in others.items()):
                alone.add(value)
                alone_in.add(language)
    if len(alone_in) > 1:
        yield Disparity("number word", name, {language: _quotation(found, alone) for language, found in spelled.items()}, bracket)


def _in_digits(words: str, value: str) -> bool:
    return any(each.value == value for each in figures(words, []))


def _terms(name: str, found: Mapping[str, Mapping[str, str]], glossary: Glossary) -> Iterator[Disparity]:
    """Terms that some language of a provision says and another, in which the glossary has a form, does not."""
    for key in {key: None for each in found.values() for key in each}:
        concerned = {language: each.get(key, "") for language, each in found.items() if key in glossary.known(language)}
        if not all(concerned.values()):
            yield Disparity("term", name, concerned)
