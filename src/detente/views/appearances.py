"""Where a claim has appeared: several outlets carry it, or the same speaker says it again, and it stays one claim.

The record has no field for this. A statement that takes up an earlier one (`re`) is another appearance of it where both say the same, and
otherwise takes it up as something else: a correction of the number, a second claim. They say the same where

1. the same side has spoken, by the same name as far as their letters can be compared, and both are of one kind (a denial is no claim);
2. the figures of one stand among those of the other, with the same tally and qualifier, and no party in them differs;
3. where they have no figures: the words are close in a language that both have, or they have none in common and were said on one day.

Where nobody has linked them, the desk asks for more before it proposes it: words that are close in a language that both have; without such
a language, figures, and one day on which both can have been said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from detente.dialogue.acts import Act, Ref
from detente.dialogue.claims import WHATS
from detente.dialogue.fold import Fold
from detente.node.room import Room
from detente.press.same_names import same_name
from detente.record.seal import LogKey
from detente.views.days import first_day, last_day
from detente.views.register import ANY_LANGUAGE, text, texts

_CLOSE: Final = 0.75
"""So much of the shorter wording must stand in the longer one; two of three agencies' versions of one sentence differ by less."""

_LEAST_WORDS: Final = 4
"""Shorter wordings ("We are ready") are close only if they are equal."""

_MOST_PROPOSED: Final = 3
"""Statements that one proposal is held beside."""

_OPEN: Final = "9999"
"""After every day: what is not dated is never the first of those that are."""


class Saying(NamedTuple):
    """What is compared of a statement.

    Attributes:
        sides: who spoke, as the record calls the sides.
        names: of those who are named.
        kind: as the register calls it.
        figures: in the form of the register.
        said_on: a date, as far as it is known.
        words: by language.
    """

    sides: frozenset[str]
    names: tuple[str, ...]
    kind: str
    figures: Sequence[Mapping[str, Any]]
    said_on: Mapping[str, Any]
    words: Mapping[str, str]


def saying(kept: Mapping[str, Any], quotation: Mapping[str, str], own: str | None) -> Saying:
    """What is compared of an act, or of the fields of one that is to be drafted; `own`: the text in the words of who entered it."""
    words = {language_of(said) if language == ANY_LANGUAGE else language: said for language, said in quotation.items()}
    if own:
        words.setdefault(language_of(own), own)
    return Saying(
        sides=frozenset(str(speaker["side"]) for speaker in kept["speakers"]),
        names=tuple(str(speaker["name"]) for speaker in kept["speakers"] if speaker.get("name")),
        kind="claim" if kept["claim"] == "assessment" else str(kept["claim"]),
        figures=kept.get("figures") or (),
        said_on=kept["said_on"],
        words=words,
    )


def saying_of(room: Room, act: Act) -> Saying:
    """The same of a statement in the record; words that were destroyed are not compared."""
    fields = room.entry(act.ref).fields
    return saying(act.kept, texts(fields, "quotation"), text(fields.get("text")))


def same_when_linked(one: Saying, other: Saying) -> bool:
    """Whether two statements of which a person has linked one to the other are one claim."""
    return _alike(one, other) and (_have_figures(one, other) or _close(one, other, otherwise=_same_day(one, other)))


def said_before(room: Room, found: Saying) -> list[Act]:
    """The statements of a channel of which something that was found looks like another appearance.

    Each claim once, as it first appeared, those that were entered last first, and no more than a person looks through; a person decides.
    """
    known, before = _known(room), dict[Ref, Act]()
    for act, wordless in reversed(known.by.get((found.sides, found.kind), ())):
        if len(before) == _MOST_PROPOSED:
            break
        if not _alike(found, wordless):
            continue
        if act.ref not in known.worded:  # entries are read only where the rest is alike, and once
            known.worded[act.ref] = saying_of(room, act)
        worded = known.worded[act.ref]
        if _close(found, worded, otherwise=_have_figures(found, worded) and _same_day(found, worded)):
            first = appearances_of(room, act)[0]
            before[first.ref] = first
    return list(before.values())


def shared_figures(found: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of the figures of a statement those that another says too, as the other has them: whose they are is known there."""
    said = [_key(figure) for figure in found]
    return [dict(figure) for figure in known if _key(figure) in said]


@lru_cache(maxsize=4096)
def language_of(words: str) -> str:
    """The language of a text by its letters: ar, ru or en."""
    counts = {"ar": len(re.findall(r"[\u0600-\u06ff]", words)), "ru": len(re.findall(r"[\u0400-\u04ff]", words))}
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] * 2 > sum(letter.isalpha() for letter in words) else "en"


# ---- one claim ----


class _Known(NamedTuple):
    """What is known of the statements of a channel, computed once until the fold goes on.

    Attributes:
        fold, known: the fold that it is of, and how far it had come.
        of: the appearances by statement, where there are several.
        by: the statements, and what is compared of them but their words, by sides and kind.
        worded: what is compared of those whose entries were read.
    """

    fold: Fold
    known: dict[LogKey, int]
    of: dict[Ref, list[Act]]
    by: dict[tuple[frozenset[str], str], list[tuple[Act, Saying]]]
    worded: dict[Ref, Saying]


_kept: WeakKeyDictionary[Room, _Known] = WeakKeyDictionary()


def appearances_of(room: Room, act: Act) -> list[Act]:
    """All appearances of the claim of a statement, itself among them, by the day on which each was said: the first is the first."""
    return _known(room).of.get(act.ref, [act])


def is_first(room: Room, act: Act) -> bool:
    """Whether a statement is the first appearance of its claim: lists show that one alone."""
    return appearances_of(room, act)[0].ref == act.ref


def _known(room: Room) -> _Known:
    found = _kept.get(room)
    if found is None or found.fold is not room.fold or found.known != room.fold.known:
        by: dict[tuple[frozenset[str], str], list[tuple[Act, Saying]]] = {}
        for act in room.fold.register.statements.values():
            wordless = saying(act.kept, {}, None)
            by.setdefault((wordless.sides, wordless.kind), []).append((act, wordless))
        found = _kept[room] = _Known(room.fold, dict(room.fold.known), _group(room), by, {})
    return found


def _group(room: Room) -> dict[Ref, list[Act]]:
    """The claims with more than one appearance, by each of these."""
    statements = room.fold.register.statements
    groups: dict[Ref, list[Act]] = {}
    for act in statements.values():
        taken = statements.get(Ref(*act.kept["re"][0])) if act.kept.get("re") else None
        if taken is None or taken is act or not same_when_linked(saying_of(room, act), saying_of(room, taken)):
            continue
        one, other = groups.get(act.ref, [act]), groups.get(taken.ref, [taken])
        joined = one if one is other else [*one, *other]
        for each in joined:
            groups[each.ref] = joined
    for group in groups.values():
        group.sort(key=lambda act: (first_day(act.kept["said_on"]) or _OPEN, act.ref))
    return groups


# ---- the same ----


def _alike(one: Saying, other: Saying) -> bool:
    """Whether two statements are the same in all but their words and days."""
    return one.kind == other.kind and _same_speakers(one, other) and _same_figures(one.figures, other.figures)


def _have_figures(one: Saying, other: Saying) -> bool:
    return bool(_compared(one.figures, other.figures)[0])


def _same_speakers(one: Saying, other: Saying) -> bool:
    """Whether the same have spoken. Names in different letters cannot be compared, and then do not differ."""
    if one.sides != other.sides or bool(one.names) != bool(other.names):
        return False
    pairs = [(a.split(), b.split()) for a in one.names for b in other.names if language_of(a) == language_of(b)]
    return not pairs or any(same_name(a[-1:], b[-1:], language_of(a[-1])) for a, b in pairs)


def _key(figure: Mapping[str, Any]) -> tuple[str, Any, str]:
    return (str(figure["what"]) if figure["what"] in WHATS else "", figure.get("number"), str(figure["qualifier"]))


def _compared(
    one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The figures of two statements that are compared: what a record can count, where either has such; else all."""
    counted = [[figure for figure in figures if figure["what"] in WHATS] for figures in (one, other)]
    return (counted[0], counted[1]) if any(counted) else (list(one), list(other))


def _same_figures(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the figures of one stand among those of the other; an outlet may carry a part of what was said."""
    fewer, more = sorted(_compared(one, other), key=len)
    if bool(fewer) != bool(more):
        return False
    left = list(more)
    for figure in fewer:
        match = next((each for each in left if _key(each) == _key(figure) and _same_parties(each, figure)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same_parties(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether no party, and no end of a period, differs that both name."""
    return all(one[name] == other[name] for name in ("by", "to", "from", "until") if name in one and name in other)


def _same_day(one: Saying, other: Saying) -> bool:
    """Whether there is a day on which both can have been said."""
    spans = [(first_day(each.said_on), last_day(each.said_on)) for each in (one, other)]
    return all(first and last for first, last in spans) and max(spans)[0] <= min(last for _, last in spans)


def _close(one: Saying, other: Saying, *, otherwise: bool) -> bool:
    """Whether the words are close in a language that both have; `otherwise`: the answer where they have none in common."""
    common = one.words.keys() & other.words.keys()
    return any(_are_close(one.words[language], other.words[language]) for language in common) if common else otherwise


def _are_close(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    if first == second:
        return bool(first)
    fewest = min(len(first), len(second))
    return fewest >= _LEAST_WORDS and len(first & second) >= _CLOSE * fewest


@lru_cache(maxsize=8192)
def _plain(words: str) -> frozenset[str]:
    """The words of a text without case, signs, Arabic vowels and the forms of alif."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))
    return frozenset(re.findall(r"\w+", bare))
