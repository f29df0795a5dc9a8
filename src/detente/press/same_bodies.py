"""Which body is meant by another name of it: "the diplomatic department", of the foreign ministry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention

_WORD: Final = re.compile(r"\w[\w-]*")


class Named(Protocol):
    """Somebody with a name and a side."""

    name: tuple[int, int] | None
    side: str | None


_Body = TypeVar("_Body", bound=Named)


class Called:
    """The names that the bodies of one report go by."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon

    def same(self, mention: Mention, bodies: Iterable[_Body]) -> _Body | None:
        """The first of some bodies that a mention means by another name."""
        names = None if mention.name is None else self._names(mention.name)
        if names is None:
            return None
        alike = (each for each in bodies if each.name is not None and mention.side in {None, each.side})
        return next((each for each in alike if each.name is not None and self._is_called(names, each.name)), None)

    def before(self, mention: Mention) -> tuple[int, int] | None:
        """A body that the report has named, and that has not spoken, where a general word means it: "the supervising department"."""
        names = None if mention.name is None else self._names(mention.name)
        words = () if mention.name is None else _WORD.findall(self._text[slice(*mention.name)])
        if names is None or not any(self._lexicon["bodies"].fullmatch(word) for word in words):
            return None
        found = names.search(self._text, 0, mention.start)
        if found is None:
            return None
        state = self._lexicon.places.match(self._text, found.end() + 1)
        if mention.side is not None and (state is None or self._lexicon.code_of(state.group()) != mention.side):
            return None
        return found.start(), found.end() if state is None else state.end()

    def _names(self, body: tuple[int, int]) -> re.Pattern[str] | None:
        return next((each for each in self._lexicon.same_bodies if self._is_called(each, body)), None)

    def _is_called(self, names: re.Pattern[str], body: tuple[int, int]) -> bool:
        """Whether a body is called by one of some names, with nothing before it but adjectives: not "the press service of the ministry"."""
        found = names.search(self._text, *body)
        ends = self._lexicon["adjective_ends"]
        return found is not None and all(ends.fullmatch(word) for word in self._text[body[0] : found.start()].split())
