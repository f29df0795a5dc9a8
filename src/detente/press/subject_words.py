"""What the words are among which whoever speaks is named, in a script without capitals whose folding makes some words the same.

Rules:

1. A word is what the first list says that it is in; a word that no list has can be a name.
2. Words that are folded to the same are told apart by the letters of the report: "Ali" and "on", "Anne" and "that", "his" and a feminine.
3. What has the article, is the name of a place, or belongs to somebody, is definite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from detente.press.clitics import (
    ALIF,
    AS_THE,
    DEFINED,
    DOTLESS,
    FEMININE_PLURAL,
    HAMZA_BELOW,
    LAM,
    NISBA,
    OF_ARTICLE,
    PREPOSED,
    SO,
    SO_THE,
    TEH_MARBUTA,
    THE,
    TO,
    TO_THE,
    WITH,
    WITH_MADDA,
    WITH_OR_TO,
    YEH,
)
from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.starts import Starts

_WORD: Final = re.compile(r"(?P<initial>[^\W\d_]\.(?=\s?[^\W\d_]))|[^\W_]+(?:['-][^\W_]+)*|\x01+|[^\w\s]")
_SO_OR_AS: Final = (SO_THE, AS_THE)
"""How a foreign name can begin; "so the" and "as the" stand before no unknown word of a subject."""

_ARTICLE_MOST: Final = 4
"""Letters in which an article stands, with what is written together with it."""

_INSIDE: Final = "-'\x01"
"""Signs within a word, and what stands for a quotation."""

_BOUND_LEAST: Final = 4
"""Letters of a preposition with its noun."""

KINDS: Final = {
    "that": "that", "bare_adjuncts": "time", "adjuncts": "adjunct", "relatives": "relative", "sides": "sides",
    "places": "place", "cities": "place",
    "unnamed": "unnamed", "titles": "title", "dated_names": "collective", "collectives": "collective", "offices": "office",
    "particles": "particle", "pronouns": "pronoun", "objects": "object", "functions": "function", "not_names": "other",
}  # fmt: skip
"""What the words of a list are; of words that are in two, the first counts."""


class Token(NamedTuple):
    """A word, or several that a list has as one, or a sign: of what kind it is, and whether it is definite."""

    kind: str
    start: int
    end: int
    definite: bool


@cache
def _starts(lexicon: Lexicon) -> Starts:
    return lexicon.starts(KINDS)


@cache
def exactly(lexicon: Lexicon, name: str) -> frozenset[str]:
    """The words of a list as they are folded, found with nothing written together with them."""
    return frozenset(folded(word) for word in getattr(lexicon.file.words, name))


class _Told(NamedTuple):
    """Words and endings of one language by which others are told apart.

    Attributes:
        dotless: what ends in a letter without dots, which another word has with them.
        below: words of which another is written with a hamza below its alif, and which of their letters that is.
        of_god: what stands behind a word that is part of a name with it.
        where: prepositions, with their blanks, behind which a state's name stands, though it ends as an adjective: "in Djibouti".
        adjective: endings of adjectives.
    """

    dotless: frozenset[str]
    below: dict[str, int]
    of_god: tuple[str, ...]
    where: tuple[str, ...]
    adjective: tuple[str, ...]


@cache
def _told(lexicon: Lexicon) -> _Told:
    words = lexicon.file.words
    return _Told(
        frozenset(folded(word) for word in (*words.functions, *words.not_names) if word.endswith(DOTLESS)),
        {folded(word): word.index(HAMZA_BELOW) for word in words.hamza_below},
        tuple(f" {folded(word)}" for word in words.of_god),
        tuple(f" {folded(word)} " for word in words.in_states),
        tuple(folded(form.removeprefix("*")) for form in words.nisba_ends),
    )


class SubjectWords:
    """Tells the words of a part of a mask apart."""

    def __init__(self, lexicon: Lexicon, letter: Callable[[int], str]) -> None:
        """Args: letter: which letter of the report stands at a place of the mask, before it was folded."""
        self._lexicon, self._letter = lexicon, letter
        self._told = _told(lexicon)
        self._feminine, self._van = exactly(lexicon, "feminine_alone"), exactly(lexicon, "also_van")
        self._also_given, self._of_agency = exactly(lexicon, "also_given"), exactly(lexicon, "of_agency")
        shapes = lexicon.shapes
        self._cognate, self._to_own, self._action = shapes["cognate"], shapes["to_own"], shapes["action"]
        self._with_action, self._possessed, self._theirs = shapes["with_action"], shapes["possessed"], shapes["theirs"]
        self._starts = _starts(lexicon)
        self._mask, self._kept = "", dict[tuple[int, int], list[Token]]()
        self._read_from: dict[int, Token | None] = {}
        """The word that begins at a place of the mask or behind it."""

    def tokens(self, mask: str, start: int, end: int) -> list[Token]:
        """The words and signs of a part of a mask; those of one sentence are kept, since its parts are asked for again."""
        if mask is not self._mask:
            self._mask, self._kept, self._read_from = mask, {}, {}
        if (start, end) not in self._kept:
            self._kept[start, end] = list(self._read(mask, start, end))
        return self._kept[start, end]

    def _read(self, mask: str, start: int, end: int) -> Iterator[Token]:
        """The words of a part; each is read once for its whole sentence, and again only where the part cuts it short."""
        whole = end == len(mask) or not (
            mask[end - 1] in _INSIDE or mask[end] in _INSIDE or (mask[end - 1].isalnum() and mask[end].isalnum())
        )
        place = start
        while (token := self._first(mask, place, end, whole=whole)) is not None:
            yield token
            place = token.end

    def _first(self, mask: str, place: int, end: int, *, whole: bool) -> Token | None:
        """The first word from a place on; `whole`: whether no word goes on behind the end."""
        if whole:
            if place not in self._read_from:
                self._read_from[place] = self._token(mask, place, len(mask))
            known = self._read_from[place]
            if known is None or known.start >= end:
                return None
            if known.end <= end and (mask[known.start] != TO or end == len(mask)):  # whom somebody told can have more words
                return known
        return self._token(mask, place, end)

    def _token(self, mask: str, place: int, end: int) -> Token | None:
        word = _WORD.search(mask, place, end)
        if word is None:
            return None
        if not word.group()[0].isalnum():
            return Token("mark", word.start(), word.end(), definite=True)
        kind, last = "name" if word.group()[0].isalpha() and len(word.group()) > 1 else "other", word.end()
        for name in self._starts.at(mask, word.start(), end):
            each, found = KINDS[name], self._lexicon[name].match(mask, word.start(), end)
            if each == "adjunct" and found is not None and (self._is_speaker(mask, found) or self._is_of_agency(mask, found)):
                continue
            if found is not None and not self._is_other_word(each, found):
                kind, last = each, found.end()
                if each == "place" and " " in found.group() and self._lexicon["offices"].fullmatch(found.group()) is not None:
                    kind = "office"  # of a body, for which nobody else speaks
                break
        if kind == "other" and word["initial"]:
            kind = "particle"  # "John B. Smith": the rest of the name follows
        if kind == "name" and word.group()[0] == SO and self._lexicon.cues.fullmatch(mask, word.start(), last) is not None:
            kind = "other"  # "he goes on and says"
        elif kind in {"name", "office"} and word.group()[0] == TO and self._is_told(mask, word, end, kind):
            kind = "adjunct"
        elif kind == "name" and (cognate := self._cognate.match(mask, word.start(), end)) is not None and cognate.end() >= last:
            kind, last = "time", cognate.end()
        return Token(kind, word.start(), last, self._is_definite(mask[word.start() : last], kind, word.start(), mask))

    def _is_told(self, mask: str, word: re.Match[str], end: int, kind: str) -> bool:
        """Whether a word says to whom somebody speaks: to an agency, or to one of his own ("to his guest", "to his counterpart")."""
        if kind == "office":
            return self._lexicon["counterparts"].fullmatch(word.group()[1:]) is not None
        own = self._to_own.match(word.group()) is not None and self._letter(word.end() - 1) != TEH_MARBUTA
        name = mask[word.start() + 1 : end]
        named = THE + name[1:] if word.group().startswith(TO_THE) else name  # "to the BBC"
        return own or self._lexicon.agency_names.match(named) is not None

    def _is_speaker(self, mask: str, found: re.Match[str]) -> bool:
        """Whether "speaking" is a speaker: "on behalf" follows ("a spokeswoman of"); in the accusative, where "but" stands before it."""
        if self._lexicon["in_the_name"].match(mask, found.end() + 1) is None:
            return False
        before = mask[: found.start()].split()[-1:]
        return mask[found.end() - 1] != ALIF or (bool(before) and self._lexicon["contrasts"].fullmatch(before[0]) is not None)

    def _is_of_agency(self, mask: str, found: re.Match[str]) -> bool:
        """Whether "to the agency" is "of the agency", since it is one of states: "Commissioner-General of the agency UNRWA"."""
        if found.group() not in self._of_agency:
            return False
        place = self._lexicon.places.match(mask, found.end() + 1) or self._lexicon.shapes["office_goes_on"].search(mask, 0, found.start())
        return place is not None and self._lexicon.agencies.match(mask, found.end() + 1) is None

    def is_that(self, found: re.Match[str]) -> bool:
        """Whether a "that" is one: its alif has no sign of length, else it is "Anne"; nor is it the "van" of names, without hamza."""
        if self._letter(found.start() + found.group().find(ALIF)) == WITH_MADDA:
            return False
        return found.group() not in self._van or self._letter(found.start() + 1) not in OF_ARTICLE

    def is_and_to(self, found: re.Match[str]) -> bool:
        """Whether what is folded to the word for a governor is "and to"."""
        return self._has_hamza_below(found)

    def _has_hamza_below(self, found: re.Match[str]) -> bool:
        """Whether another word stands there, as its hamza shows: "and to" and not "governor", "Imam" and not "before"."""
        place = self._told.below.get(found.group())
        return place is not None and self._letter(found.start() + place) == HAMZA_BELOW

    def _is_other_word(self, kind: str, found: re.Match[str]) -> bool:
        """Whether what is folded to a word of the lexicon is another one: "Ali" and not "on", "Imam" and not "before"."""
        if kind == "that":
            return not self.is_that(found)
        if found.group() in self._feminine:
            return self._letter(found.end() - 1) != TEH_MARBUTA
        if kind in {"office", "adjunct"}:
            return self._has_hamza_below(found)
        if kind == "relative":
            return found.string.startswith(self._told.of_god, found.end())  # "Fadl Allah", which is "he preferred" else
        if kind == "place":
            own = self._lexicon["own_names"].fullmatch(found.group()) is not None  # "Bruce", which is "with Russians" else
            return own or (found.group().startswith(THE) and self._is_own_alif(found))
        if kind in {"time", "other"} and found.group() in self._also_given:
            return self._is_given_name(found)
        if kind == "title":
            return found.group()[:2] == TO_THE
        return kind in {"function", "other"} and found.group() in self._told.dotless and self._letter(found.end() - 1) == YEH

    def _is_own_alif(self, found: re.Match[str]) -> bool:
        """Whether what seems the article before the name of a place is the beginning of another name, as its hamza shows."""
        return self._letter(found.start()) not in OF_ARTICLE and self._lexicon.code_of(found.group()[2:]) is not None

    def _is_given_name(self, found: re.Match[str]) -> bool:
        """Whether what is "morning" else is a given name: no day follows it, but a surname with the article."""
        behind = found.end() + 1
        return found.string.startswith(THE, behind) and self._lexicon["bare_adjuncts"].match(found.string, behind) is None

    def _is_definite(self, word: str, kind: str, start: int, mask: str) -> bool:
        """Whether a word has the article, or is the name of a place, or a noun that somebody has."""
        foreign = kind == "name" and word.startswith(_SO_OR_AS)
        article = DEFINED.match(word) if LAM in word[:_ARTICLE_MOST] and not foreign else None
        if " " in word and DEFINED.match(word.rsplit(maxsplit=1)[-1]):
            return True
        if article is not None and (word[:2] == TO_THE or ALIF not in word[:3] or self._letter(start + word.index(ALIF)) in OF_ARTICLE):
            return True
        if kind in {"collective", "place"} and (self._lexicon["definite"].fullmatch(word) or self._lexicon["dated_names"].fullmatch(word)):
            return True
        if kind == "place":
            return " " in word or not self.is_adjective(word) or mask.endswith(self._told.where, 0, start)
        if self._lexicon["continents"].fullmatch(word):
            return True
        if kind == "name" and self._theirs.match(word) is not None:
            return True
        return kind == "office" and self._possessed.match(word) is not None and self._letter(start + len(word) - 1) != TEH_MARBUTA

    def is_adjective(self, word: str) -> bool:
        """Whether the word for a place is an adjective ("Swiss"), which without the article is indefinite."""
        return word.endswith(self._told.adjective)

    def is_feminine(self, token: Token) -> bool:
        """Whether a word ends in the sign of nouns and adjectives that are feminine."""
        return self._letter(token.end - 1) == TEH_MARBUTA

    def is_possessed(self, mask: str, token: Token) -> bool:
        """Whether a word is a noun that somebody has ("his knowledge"), and so no name."""
        return self._possessed.match(mask[token.start : token.end]) is not None and self._letter(token.end - 1) != TEH_MARBUTA

    def is_bound(self, mask: str, token: Token) -> bool:
        """Whether a word is a preposition with a noun, and so no name: "for operations of", "for the month of"."""
        word = mask[token.start : token.end]
        if word[0] != TO or len(word) < _BOUND_LEAST:
            return False
        bare = word[1:]
        if self._lexicon["own_names"].fullmatch(word) is not None:
            return False
        known = any(self._lexicon[name].fullmatch(bare) for name in ("collectives", "not_names", "offices", "objects"))
        known = known or (self.is_feminine(token) and DEFINED.match(mask, token.end + 1) is not None)  # "for the ball of"
        return known or word.startswith(TO_THE) or bare.endswith(FEMININE_PLURAL) or self.is_action(word)

    def is_action(self, word: str) -> bool:
        """Whether a word is a preposition with a noun of action, so that what was said begins with it."""
        if self._lexicon["own_names"].fullmatch(word) is not None:
            return False
        return word[0] in WITH_OR_TO and (
            self._with_action.match(word) is not None or self._lexicon["objects"].fullmatch(word[1:]) is not None
        )

    def is_medium(self, mask: str, token: Token) -> bool:
        """Whether somebody told a medium, which stands behind his name: "X told Reuters"."""
        if self._lexicon["media"].fullmatch(mask, token.start, token.end) is not None:
            return True
        return not token.definite and self._lexicon["wires"].fullmatch(mask, token.start, token.end) is not None

    def is_counterpart(self, mask: str, token: Token) -> bool:
        """Whether a word means one of the same office: "his counterpart"."""
        return self._lexicon["counterparts"].fullmatch(mask, token.start, token.end) is not None

    def is_deed(self, mask: str, token: Token) -> bool:
        """Whether a word is what somebody promises or demands: a noun of action behind "with"."""
        return mask[token.start] == WITH and self.is_action(mask[token.start : token.end])

    def is_deed_then(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a noun of action stands behind a word for a time, with more behind it: "announced later the exclusion of six"."""
        then = at > 0 and tokens[at - 1].kind == "time" and tokens[at].kind == "name" and not tokens[at].definite
        return then and at + 1 < len(tokens) and self._action.fullmatch(mask, tokens[at].start, tokens[at].end) is not None

    def is_source_deed(self, mask: str, known: list[Token], before: Token, token: Token) -> bool:
        """Whether a noun of action stands behind an unnamed source and its adjective: "a security source announced the explosion of"."""
        unnamed = bool(known) and known[0].kind == "unnamed" and token.kind == "name" and not token.definite
        deed = mask[before.end - 1] == NISBA and self._action.fullmatch(mask, token.start, token.end) is not None
        return unnamed and (deed or self.is_deed(mask, token))

    def is_for(self, mask: str, known: list[Token], token: Token) -> bool:
        """Whether a word tells what a body is for, behind words of it: "the national centre for seismology"."""
        bound = len(known) > 1 and mask.startswith(TO_THE, token.start)
        return bound and self._lexicon["for_what"].fullmatch(mask, known[-1].start, known[-1].end) is not None

    def is_other_noun(self, mask: str, token: Token) -> bool:
        """Whether a word can be no name before "existence" and its like: somebody has it, or it is a noun of action."""
        word = mask[token.start : token.end]
        return self.is_possessed(mask, token) or self.is_action(word) or self._lexicon.cues.match(word) is not None

    def can_be_name(self, mask: str, token: Token) -> bool:
        if token.kind == "particle":
            return True
        other = self._lexicon.cues.match(mask, token.start) or self.is_action(mask[token.start : token.end])
        return token.kind == "name" and not other and not self.is_possessed(mask, token)

    def heads(self, mask: str, token: Token) -> bool:
        """Whether an office begins with a word."""
        place = (mask, token.start, token.end)
        if PREPOSED.match(*place):
            return False
        head = token.kind in {"office", "unnamed"} and self._lexicon["office_heads"].match(*place) is not None
        return head or (token.kind == "title" and self._lexicon["also_titles"].fullmatch(*place) is not None)

    @staticmethod
    def is_joined(mask: str, token: Token, *, open_end: bool) -> bool:
        """Whether a word begins with a preposition and goes on with a body: "committee for clearing mines"."""
        return not open_end and mask[token.start] == TO and PREPOSED.match(mask, token.start, token.end) is not None
