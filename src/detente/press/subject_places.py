"""Places that no list has, within an office, in a script without capitals: by what stands before and behind them.

Rules:

1. A word for a kind of place ("governor of", "the isles of") has a name behind it; so has "in" before a whole name of somebody.
2. Behind a place of one word, whoever is named begins.
"""

from __future__ import annotations

from typing import Final

from detente.press.clitics import MASCULINE_PLURAL, NISBA, THE, WITH
from detente.press.lexicon import Lexicon
from detente.press.subject_parts import Part
from detente.press.subject_words import SubjectWords, Token

_NAME_USUAL: Final = 2
"""Words of a name where nothing marks its end."""

_NAME_MOST: Final = 60
"""Characters in which a name stands."""

_TOWN_LEAST, _TOWN_MOST = 3, 4
"""Words of a town and of whoever is named behind it."""


class SubjectPlaces:
    """What can be told of places; places of words are of a mask."""

    def __init__(self, lexicon: Lexicon, words: SubjectWords) -> None:
        self._lexicon, self._words = lexicon, words

    def is_behind_place(self, mask: str, part: Part, tokens: list[Token], at: int) -> bool:
        """Whether a word stands behind the name of a place that nobody knows but that an office shows: "the governor of X Y"."""
        if at < part.first + 2 or tokens[at - 1].kind not in {"name", "place"} or tokens[at - 1].definite or not part.known:
            return False
        if self.is_ground(mask, tokens[at - 1]):
            return False
        return not self.is_of_place(mask, tokens[at - 1]) and (tokens[at - 2].kind == "function" or self.is_ground(mask, tokens[at - 2]))

    def is_where(self, mask: str, part: Part, tokens: list[Token], at: int) -> bool:
        """Whether an office that is of no state goes on with where it is, up to a comma: "head of the board in the region of X,"."""
        if part.known[0].kind != "office" or self._lexicon["where_before"].fullmatch(mask, tokens[at].start, tokens[at].end) is None:
            return False
        count = 1 if tokens[at + 1].kind == "place" else 2
        rest = tokens[at + 1 : at + 2 + count]
        closed = [each.kind for each in rest[count:]] == ["comma"] and rest[count - 1].kind in {"name", "place"}
        if not closed or (count > 1 and not self.is_ground(mask, rest[0])):
            return False
        behind = list(self._words.tokens(mask, rest[-1].end, min(len(mask), rest[-1].end + _NAME_MOST)))
        return self.is_full_name(mask, behind, 0) and all(self._words.can_be_name(mask, each) for each in behind[:_NAME_USUAL])

    def where_it_is(self, mask: str, tokens: list[Token], at: int) -> int:
        """How many words behind an office that stands behind its owner's name tell where it is: "X Y, director of the board in Z"."""
        kinds = [each.kind for each in tokens[at : at + 4]]
        before = at < len(tokens) and self._lexicon["where_before"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        if before and kinds[1:2] == ["place"] and kinds[2:3] in ([], ["that"], ["comma"], ["time"], ["adjunct"]):
            return 2
        if before and len(kinds) > 2 and self.is_ground(mask, tokens[at + 1]) and kinds[2] in {"name", "place"}:
            return 3
        bare = kinds[:1] == ["name"] and mask.startswith(WITH, tokens[at].start) and kinds[1:2] in (["name"], ["place"])
        ground = bare and self._lexicon["grounds"].fullmatch(mask[tokens[at].start + 1 : tokens[at].end]) is not None
        return 2 if ground else 0

    def is_theirs(self, mask: str, part: Part, token: Token) -> bool:
        """Whether a noun that somebody has stands behind a state or a body, and is no office: what is told of it begins."""
        state = all(each.kind in {"place", "collective"} for each in part.known)
        return state and self._words.is_possessed(mask, token) and not self._words.heads(mask, token)

    def is_told_body(self, mask: str, part: Part, token: Token) -> bool:
        """Whether a body with the article stands behind "one of" several, which is told something: "one of X told the authorities"."""
        one = bool(part.known) and self._lexicon["unnamed"].fullmatch(mask, part.known[0].start, part.known[0].end) is not None
        many = len(part.known) > 1 and mask.startswith(MASCULINE_PLURAL, part.known[-1].end - 2)
        return one and many and token.kind == "collective" and token.definite

    def is_of_this(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether "this" goes on with an office: behind what has no article, before what has it."""
        this = self._lexicon["of_these"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        before = tokens[at - 1]
        bare = this and not before.definite and (before.kind == "collective" or self._words.heads(mask, before))
        return bare and at + 1 < len(tokens) and tokens[at + 1].definite and tokens[at + 1].kind in {"office", "collective", "name"}

    def is_ground(self, mask: str, token: Token) -> bool:
        """Whether a word is one for a kind of place, which has a name of its own."""
        return self.is_of_place(mask, token) or self._lexicon["grounds"].fullmatch(mask, token.start, token.end) is not None

    def is_of_place(self, mask: str, token: Token) -> bool:
        """Whether the last word of an office wants a place behind it: "mayor of"."""
        last = max(token.start, mask.rfind(" ", token.start, token.end) + 1)
        return self._lexicon["of_places"].fullmatch(mask, last, token.end) is not None

    def is_town(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a town that no list has stands behind "in": two words of a name follow it, and then what cannot be one."""
        town = self._lexicon["where_before"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        words = [each for each in tokens[at + 1 : at + 5] if self._words.can_be_name(mask, each)]
        full = town and self.is_full_name(mask, tokens, at + 2) and self._words.can_be_name(mask, tokens[at + 1])
        return full and _TOWN_LEAST <= len(words) <= _TOWN_MOST and tokens[at + 1 : at + 1 + len(words)] == words

    @staticmethod
    def is_full_name(mask: str, tokens: list[Token], at: int) -> bool:
        """Whether two words that can be names follow, none with the article but a surname by its ending, or behind a particle."""
        while at < len(tokens) and tokens[at].kind == "place" and tokens[at].definite and mask.startswith(THE, tokens[at].start):
            at += 1  # "in the house of Y of that state X Z"
        both = tokens[at : at + _NAME_USUAL]
        named = len(both) == _NAME_USUAL and all(each.kind in {"name", "particle"} for each in both)
        return (
            named
            and not both[0].definite
            and (not both[1].definite or both[0].kind == "particle" or mask.startswith(NISBA, both[1].end - 1))
        )

    def leads_to(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> bool:
        """Whether a preposition within an office leads to a place that no list has."""
        behind, after = tokens[at + 1], tokens[at + 2 : at + 4]
        nameless = part.known[0].kind in {"collective", "unnamed"} and not behind.definite and bool(after)
        if nameless and after[0].kind in {"name", "place"} and self.is_ground(mask, behind):
            return True  # "a doctor in the hospital of X", "the authorities in the province of Y"
        if behind.kind == "name" and part.known[0].kind in {"office", "unnamed"} and self.is_town(mask, tokens, at):
            return True
        if self.is_where(mask, part, tokens, at):
            return True
        if not after or not after[0].definite or self._lexicon["grounds"].fullmatch(mask, behind.start, behind.end) is None:
            return False
        named = len(after) > 1 and after[1].kind in {"name", "particle"} and not after[1].definite
        return (named and not open_end) or self.is_full_name(mask, tokens, at + 3)  # "commander in the isles of X Y Z"
