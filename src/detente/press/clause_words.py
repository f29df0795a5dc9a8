"""The words with which clauses of a language of fixed word order are read, out of its data file, as sets and as expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon, any_of
from detente.press.sentences import HIDDEN
from detente.press.word_files import Cue

_ASIDE_MOST: Final = 30
"""Characters between brackets that are passed over, as a date is."""


class ClauseWords(NamedTuple):
    """What clauses are read with: sets of words, expressions, and the rules of reporting words by their names."""

    voids: frozenset[str]
    adverbs: frozenset[str]
    conjunctions: frozenset[str]
    joints: frozenset[str]
    conditions: frozenset[str]
    fronted: frozenset[str]
    supposing: frozenset[str]
    doing: frozenset[str]
    asked: frozenset[str]
    subordinator: re.Pattern[str]
    joint: re.Pattern[str]
    finite: re.Pattern[str]
    also_finite: re.Pattern[str]
    issued: re.Pattern[str]
    adjunct: re.Pattern[str]
    whom: re.Pattern[str]
    auxiliary: re.Pattern[str]
    relative: re.Pattern[str]
    figure: re.Pattern[str]
    nominative: frozenset[str]
    own_clause: re.Pattern[str]
    rules: dict[str, Cue]


@cache
def clause_words(lexicon: Lexicon) -> ClauseWords:
    """Those of one language."""
    words, syntax = lexicon.file.words, lexicon.file.syntax
    told, past = lexicon.shapes["told_form"].pattern, lexicon.shapes["past_verb"].pattern
    return ClauseWords(
        voids=frozenset([*syntax.voids, *syntax.articles, *syntax.possessives]),
        adverbs=frozenset(syntax.adverbs),
        conjunctions=frozenset(words.conjunctions),
        joints=frozenset(words.conjunctions) - {*syntax.just_as},
        conditions=frozenset(syntax.conditions),
        supposing=frozenset(syntax.supposing),
        doing=frozenset(syntax.while_doing),
        asked=frozenset(syntax.when_asked),
        fronted=frozenset([*syntax.locating, *syntax.openers, *syntax.subordinators]),
        subordinator=re.compile(rf"\b(?:{any_of(syntax.subordinators)})\s"),
        joint=re.compile(rf"\b(?:{any_of(words.conjunctions)})\s"),
        finite=re.compile(rf"\b(?:{any_of([*syntax.auxiliaries, *syntax.finite])}|{told})\b"),
        also_finite=re.compile(rf"(?<=\w )(?:{any_of(syntax.also_finite)})(?= \w)"),
        issued=re.compile(rf"(?:\s+(?:{any_of(syntax.issued)}|{past}))?(?:\s+[\w-]+){{0,2}}?\s+(?:{any_of(syntax.authors)})\s+"),
        adjunct=_adjunct(lexicon),
        whom=re.compile(_occasion(lexicon), re.IGNORECASE),
        auxiliary=re.compile(rf"\b(?:{any_of(syntax.auxiliaries)})\b"),
        relative=re.compile(rf"\b(?:{any_of(words.relatives)})\s"),
        nominative=frozenset(words.pronouns) - {*syntax.possessives, *syntax.audiences, *words.relatives},
        own_clause=re.compile(rf",\s+(?:{any_of(words.conjunctions)})\s+(?:{any_of(syntax.auxiliaries)})\b"),
        rules={cue.id: cue for cue in lexicon.file.cues},
        figure=re.compile(rf"\d|{HIDDEN}|\b(?:{any_of(lexicon.file.numbers.words)})\b"),
    )


def _adjunct(lexicon: Lexicon) -> re.Pattern[str]:
    """One adverbial: a fixed one, a time, or a preposition with a place or an occasion."""
    syntax = lexicon.file.syntax
    time, ordinal = rf"(?:{any_of(syntax.times)})", any_of(lexicon.file.numbers.ordinal_ends)
    return re.compile(
        rf"[\s,]*(?:\([^()]{{1,{_ASIDE_MOST}}}\)|\b(?:(?:{any_of(lexicon.file.words.adjuncts)})\b|"
        rf"(?:(?:{any_of(syntax.locating)})\s+)?(?:\d{{1,2}}\s+)?{time}\b(?:\.(?=\s\d))?(?!['’]s)(?:\s+(?:{time}|\d{{1,2}}(?:{ordinal})?|(?:19|20)\d\d)\b)*|"
        rf"(?:{any_of(syntax.locating)})\b{_occasion(lexicon)}))",
        re.IGNORECASE,
    )


def _occasion(lexicon: Lexicon) -> str:
    """An occasion, listeners or a name, with what can stand before its noun."""
    syntax = lexicon.file.syntax
    article = rf"(?:\s+(?:{any_of([*syntax.articles, *syntax.possessives])}))?"
    noun = rf"(?:{any_of([*syntax.occasions, *syntax.audiences])})\b(?:\s+(?:{any_of(syntax.issued)})\b)?"
    media = any_of([*lexicon.file.words.media, *syntax.media_heads])
    named = rf"(?:\s+(?-i:[A-Z])[\w'.-]*)+(?:\s+(?:{media})\b){{0,2}}"
    named = rf"(?:{named}|(?:\s+(?:{media}))+{named}(?=\s*[:,\"“‘]|\s+(?:{any_of(lexicon.file.words.that)})\b))"
    return rf"{article}(?:\s+(?:{any_of(syntax.occasion_adjectives)}))*(?:\s+{noun}|{named})"
