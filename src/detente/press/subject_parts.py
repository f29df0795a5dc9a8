"""The parts between commas that name one subject, in a script without capitals: which of them belong together, and what each is.

Rules:

1. A part without an office, behind one of an office alone, is its name; an office behind a name alone is its office.
2. A word with the article before two that have none is a trade, by which nobody speaks for a state; so is the rank of whoever has left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from detente.press.clitics import HER, NISBA, THE, WITH
from detente.press.lexicon import Lexicon
from detente.press.subject_words import SubjectWords, Token

_NAME_USUAL: Final = 2
"""Words of a name where nothing marks its end."""


_OFFICE_MOST: Final = 3
"""Words without the article with which an office begins."""

_MARKS: Final = "\"“”«»„‟‹›'‘’"
_QUOTED_NAME_MOST: Final = 24
"""Characters of a name between quotation marks."""

_OF_OFFICE: Final = frozenset({"name", "place", "collective", "office", "sides"})
"""What can stand behind them with the article."""


@dataclass
class Part:
    """What one part between commas names."""

    known: list[Token] = field(default_factory=list)
    name: list[Token] = field(default_factory=list)
    first: int = 0
    """Which of the part's words is the first of them."""

    titled: bool = False
    """Whether a title was the last word, so that a name follows."""

    end: int = 0
    whole: bool = False
    """Whether the part holds nothing else."""

    trade: bool = False
    """Whether what is known is a trade, by which nobody speaks for a state."""


class Parts:
    """What can be told of parts; places are of a mask."""

    def __init__(self, lexicon: Lexicon, words: SubjectWords) -> None:
        self._lexicon, self._words = lexicon, words

    def is_attribute(self, part: Part) -> bool:
        """Whether a part is but a feminine word with the article, which tells more of what stands before its comma."""
        return (
            not part.known and not part.titled and len(part.name) == 1 and part.name[0].definite and self._words.is_feminine(part.name[0])
        )

    def is_thing(self, mask: str, part: Part) -> bool:
        """Whether a name is a plural of things with its adjective, by the endings that they have: "the successive crises"."""
        if part.known or part.titled or len(part.name) != _NAME_USUAL or not all(each.definite for each in part.name):
            return False
        noun, adjective = (mask[each.start : each.end] for each in part.name)
        feminine = self._words.is_feminine(part.name[1]) and adjective.startswith(THE)
        return feminine and not self._words.is_feminine(part.name[0]) and not noun.endswith(NISBA)

    def is_titled_only(self, mask: str, part: Part) -> bool:
        """Whether all that is said of an office is a title before the name."""
        return len(part.known) == 1 and self._lexicon["also_titles"].fullmatch(mask, part.known[0].start, part.known[0].end) is not None

    @staticmethod
    def joins(main: Part, other: Part) -> bool:
        """Whether a part is an apposition: a name to an office, or an office to a name."""
        if main.name:
            return not main.known and bool(other.known) and not other.name and other.known[0].kind in {"office", "unnamed"}
        noun = len(other.name) == 1 and other.name[0].definite
        if noun and main.known[:1] and main.known[0].kind == "unnamed" and not main.known[0].definite:
            return False  # "a diplomat in Riga, who spoke on condition of anonymity, the delay to"
        return bool(other.name) and any(each.kind in {"office", "unnamed"} for each in main.known)

    def are_offices(self, mask: str, main: Part, other: Part) -> bool:
        """Whether two parts are offices of one person, whose name is still to come: "the minister of justice, keeper of the seals, X"."""
        if main.name or other.name or not other.known or self._lexicon["former"].search(mask, other.known[0].start, other.end) is not None:
            return False
        return all(part.known[0].kind == "office" for part in (main, other))

    def former_rank(self, mask: str, part: Part, tokens: list[Token]) -> None:
        """Take a rank that says that its owner has left: all that he has, so that it stands for an office ("retired General X")."""
        title = next((each for each in reversed(tokens) if each.kind == "title" and each.end <= part.name[0].start), None)
        if title is not None and self._lexicon["retired"].search(mask, title.start, title.end):
            part.known, part.trade = [title._replace(kind="office")], True

    def _is_given(self, mask: str, token: Token) -> bool:
        return self._lexicon["given_names"].fullmatch(mask, token.start, token.end) is not None

    def with_unknown_office(self, mask: str, tokens: list[Token], first: int) -> list[Token]:
        """Words, those of an office that no list has known as one: what has no article before what has it, and then a name.

        "grower of the-olives X Y"; before a body ("surveyor of the-ministry") nobody need be named. One without the article that is said to
        be of a people ("a Lebanese fisherman") is nobody with a name.
        """
        if (former := self._past_former(mask, tokens, first)) > first:
            return self._marked(tokens, first, former, "office")
        last = first
        while last < len(tokens) and last - first < _OFFICE_MOST and self._is_bare(mask, tokens[last]):
            last += 1
        if last == first or last == len(tokens):
            return tokens
        if last == first + 1 and self._is_before_office(mask, tokens, last):
            return self._marked(tokens, first, last, "office")
        if (
            last == first + 1
            and tokens[last].kind == "function"
            and last + 1 < len(tokens)
            and tokens[last + 1].kind in {"collective", "office"}
        ):
            return self._marked(tokens, first, last, "unnamed") if tokens[last + 1].definite else tokens  # "a captain in the army"
        of = last
        while of < len(tokens) and tokens[of].definite and tokens[of].kind in _OF_OFFICE:
            of += 1
        if of == last:
            people = last == first + 1 and tokens[last].kind == "place" and not self._is_bare_name(mask, tokens, last + 1)
            return (
                self._marked(tokens, first, last, "unnamed")
                if people and self._words.is_adjective(mask[tokens[last].start : tokens[last].end])
                else tokens
            )
        end = of
        while end < len(tokens) and self._is_bare(mask, tokens[end]):
            end += 1
        given = self._is_given(mask, tokens[last])
        named = end - of >= _NAME_USUAL or (end - of == 1 and (end == len(tokens) or tokens[end].kind == "comma"))
        if tokens[last].kind == "collective" or (named and not given):
            return self._marked(tokens, first, last, "office")
        return tokens

    def _past_former(self, mask: str, tokens: list[Token], first: int) -> int:
        """Where a trade ends that no list has and that its owner has left, before his name: "the former Kenyan player X Y"."""
        last = first
        while last < len(tokens) and tokens[last].definite and tokens[last].kind in _OF_OFFICE:
            last += 1
        former = last - first > 1 and self._lexicon["former"].fullmatch(mask, tokens[last - 1].start, tokens[last - 1].end) is not None
        name = tokens[last : last + _NAME_USUAL]
        named = len(name) == _NAME_USUAL and self._is_bare(mask, name[0]) and name[1].kind in {"name", "particle"}
        return last if former and named and tokens[first].kind == "name" else first

    @staticmethod
    def names_place(mask: str, part: Part) -> bool:
        """Whether what was taken for the name behind an office can be where it is: one word with "in", before a comma."""
        return bool(part.known) and part.known[0].kind in {"office", "unnamed"} and len(part.name) == 1 and mask[part.name[0].start] == WITH

    def is_described(self, mask: str, token: Token) -> bool:
        """Whether "as" begins what a thing is called: "described the meeting as"."""
        return token.kind == "that" and self._lexicon.shapes["called_with_pronoun"].match(mask, token.start, token.end) is not None

    def is_object(self, mask: str, part: Part, tokens: list[Token], at: int, *, narrated: bool) -> bool:
        """Whether a word behind a full name is what somebody describes ("X Y the mood as"), or visits ("X Y the barracks of Z")."""
        if len(part.name) < _NAME_USUAL or at + 1 == len(tokens) or tokens[at].kind != "name":
            return False
        if tokens[at].definite:
            return self.is_described(mask, tokens[at + 1]) and mask[: tokens[at + 1].end].endswith(HER)
        visits = narrated and self._words.is_feminine(tokens[at]) and part.name[-1].kind == "name"
        return visits and tokens[at + 1].kind in {"name", "place", "collective"}

    def _is_before_office(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a known office or body without the article stands at a place, and more behind it: what is before it is of it."""
        of = tokens[at].kind in {"office", "collective"} and not tokens[at].definite and at + 1 < len(tokens)
        return (
            of
            and tokens[at + 1].kind in _OF_OFFICE
            and self._lexicon["also_names"].fullmatch(mask, tokens[at].start, tokens[at].end) is None
        )

    def _is_bare(self, mask: str, token: Token) -> bool:
        """Whether a word without the article can be a name."""
        return token.kind == "name" and not token.definite and self._words.can_be_name(mask, token)

    def _is_bare_name(self, mask: str, tokens: list[Token], at: int) -> bool:
        return at < len(tokens) and self._is_bare(mask, tokens[at])

    @staticmethod
    def _marked(tokens: list[Token], first: int, last: int, kind: str) -> list[Token]:
        return [token._replace(kind=kind) if first <= number < last else token for number, token in enumerate(tokens)]

    def split_trade(self, mask: str, part: Part) -> None:
        """Part a trade or a rank that no list has from the name behind it: what has the article before two words that have none."""
        if part.known or part.titled:
            return
        count = next((number for number, token in enumerate(part.name) if not token.definite), len(part.name))
        if count > 1 and part.name[count:][:1] and part.name[count].kind == "particle" and self._is_given(mask, part.name[count - 1]):
            count -= 1  # "the sailor al-Taher bin X"
        name = part.name[count:]
        if count and name[0:1] and name[0].kind == "name" and len(name) >= _NAME_USUAL:
            part.known = [token._replace(kind="office") for token in part.name[:count]]
            part.name, part.trade = name, True

    @staticmethod
    def close(part: Part) -> None:
        while part.known and part.known[-1].kind in {"function", "particle", "object"}:
            part.known.pop()

    def quoted_name(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a quotation is the name of a collective: a short one behind it, before more words."""
        if mask[tokens[at].start] not in _MARKS + "\x01":
            return False
        run = at
        while run < len(tokens) and tokens[run].kind == "mark":
            run += 1
        if run < len(tokens) and self._lexicon.agencies.match(mask, tokens[run].start) is not None:
            return False
        return run > at and run < len(tokens) and tokens[run - 1].end - tokens[at].start < 40 and run - at <= 3

    @staticmethod
    def name_in_marks(mask: str, part: Part, tokens: list[Token], at: int) -> int:
        """Take a name between quotation marks behind an office, as foreign agencies print it; where it ends."""
        marks = tokens[at : at + 3]
        if len(marks) < 3 or any(each.kind != "mark" for each in marks) or mask[marks[1].start] != "\x01":
            return at
        closed = at + 3 < len(tokens) or mask.startswith(":", marks[-1].end)
        if marks[1].end - marks[1].start > _QUOTED_NAME_MOST or not closed:
            return at
        part.name.append(marks[1])
        return at + 3
