"""Which body is meant by another name of it: "the diplomatic department", of the foreign ministry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention

_WORD: Final = re.compile(r"\w[\w-]*")

_KIND_MOST: Final = 24
"""Characters before a name in which it is said what kind of a body it is."""


class Named(Protocol):
    """Somebody with a name and a side."""

    name: tuple[int, int] | None
    office: tuple[int, int] | None
    side: str | None
    collective: bool
    gender: str | None


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

    def own(self, mention: Mention, known: Iterable[_Body], last: _Body | None) -> _Body | None:
        """The last of those known, latest first, that "the agency" or "the bank" means, though its name has no such word."""
        words = _WORD.findall(self._text[slice(*(mention.name or (mention.start, mention.end)))].lower())
        lists = self._lexicon.file.syntax
        called = words[-1] if len(words) == 2 and words[0] in lists.definite_article else ""
        if called not in lists.called_bodies and called not in lists.called_houses:
            return None
        kinds = frozenset(lists.body_kinds if called in lists.called_bodies else ())
        return next((each for each in known if (each is last or each.collective) and self._can_be(each, kinds)), None)

    def _can_be(self, body: Named, kinds: frozenset[str]) -> bool:
        """Whether somebody is a body by its own name, which has no other word for what it is than some."""
        if body.name is None or body.office is not None or body.gender is not None or "+" in (body.side or ""):
            return False
        name = self._text[slice(*body.name)]
        words = [word for word in _WORD.findall(name) if word.lower() not in self._lexicon.file.syntax.articles]
        if not any(word[:1].isupper() for word in words):
            return False
        if body.side not in {None, *self._lexicon.bodies} and self._lexicon.code_of(" ".join(words)) is not None:
            return False  # a state
        found = [word.lower() for word in words if self._lexicon["collectives"].fullmatch(word.lower()) is not None]
        if found:
            return all(word in kinds for word in found)
        return (body.collective and body.side in {None, *self._lexicon.bodies}) or self._is_house(name, words)

    def _is_house(self, name: str, words: list[str]) -> bool:
        """Whether what looks like somebody's name is a body's: "Brandt Motors", "an analyst at Brandt Lee"."""
        if any(word.lower() in self._lexicon.file.syntax.house_words for word in words[1:]):
            return True
        before = self._lexicon.shapes["house_before"]
        places = (found.start() for found in re.finditer(re.escape(name), self._text))
        return any(before.search(self._text, max(0, place - _KIND_MOST), place) is not None for place in places)

    def _names(self, body: tuple[int, int]) -> re.Pattern[str] | None:
        return next((each for each in self._lexicon.same_bodies if self._is_called(each, body)), None)

    def _is_called(self, names: re.Pattern[str], body: tuple[int, int]) -> bool:
        """Whether a body is called by one of some names, with nothing before it but adjectives: not "the press service of the ministry"."""
        found = names.search(self._text, *body)
        ends = self._lexicon["adjective_ends"]
        return found is not None and all(ends.fullmatch(word) for word in self._text[body[0] : found.start()].split())


def are_several(text: str, office: tuple[int, int] | None, lexicon: Lexicon) -> bool:
    """Whether an office is that of several, of whom none is named later: "representatives of both ports"."""
    if office is None or lexicon.order != "fixed":
        return False
    head = lexicon["governing"].split(text[slice(*office)].lower())[0].split()
    return bool(head) and lexicon.shapes["of_several"].search(head[-1]) is not None
