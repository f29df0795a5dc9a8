"""Who speaks: the words of a clause that name its speaker, and who that is within one report.

Rules:

1. A name is a run of words that are neither offices, places nor anything else that the lexicon knows; in Latin and Cyrillic script its
   words are capitalised. What stands beside it and is an office or a place, is the office.
2. Who was named in full before is known by the last part of the name, by the office ("the minister") or by a pronoun; where two share
   a surname, by the office beside it, otherwise the one who was named last.
3. The side is that of the state or the body that the office names; a person keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention, phrase_in

_WORD: Final = re.compile(r"[^\W_](?:[\w'’-]*\w)?(?:\.[^\W\d_])*\.?|[,،;:()—–\x01]")
_NAME_MOST: Final = 5
"""Words of a name."""


@dataclass
class Person:
    """Somebody who speaks in a report; places are of the folded text."""

    name: tuple[int, int] | None
    office: tuple[int, int] | None
    side: str | None
    words: list[str]
    offices: set[str] = field(default_factory=set)
    collective: bool = False


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


def mention_in(text: str, start: int, end: int, lexicon: Lexicon) -> Mention | None:
    """Who is named in a part of a text; None where nobody is."""
    if lexicon.file.inflected:
        return phrase_in(text, start, end, lexicon)
    tokens = _tokens(text, start, end, lexicon)
    if not any(each.kind in {"name", "office", "place", "agency", "pronoun", "collective", "sides", "unnamed"} for each in tokens):
        return None
    name = _name(tokens, lexicon)
    office = _office(tokens, name)
    code = _codes(text, start, end, lexicon, name)
    first, last = tokens[0].start, tokens[-1].end
    if name is not None:
        return Mention("named", name, office, code, first, last)
    kinds = {each.kind for each in tokens}
    if "sides" in kinds:
        return Mention("sides", (first, _until_stop(tokens)), None, None, first, last)
    if "unnamed" in kinds or ("office" in kinds and "collective" not in kinds):
        return Mention("unnamed" if "unnamed" in kinds else "office", None, office or _whole(tokens), code, first, last)
    if kinds & {"collective", "place"}:
        return Mention("collective", _whole(tokens), None, code, first, last)
    if "agency" in kinds:
        at = next(each for each in tokens if each.kind == "agency")
        return Mention("agency", (at.start, at.end), None, None, first, last)
    return Mention("pronoun", None, None, None, first, last)


def _tokens(text: str, start: int, end: int, lexicon: Lexicon) -> list[_Token]:
    """The words of a part, each with what it can be; words that belong together are one."""
    known: list[_Token] = []
    for kind, pattern in (
        ("agency", lexicon.agencies), ("sides", lexicon["sides"]), ("unnamed", lexicon["unnamed"]), ("collective", lexicon["collectives"]),
        ("office", lexicon["offices"]), ("place", lexicon.places), ("title", lexicon["titles"]), ("pronoun", lexicon["pronouns"]),
    ):  # fmt: skip
        for match in pattern.finditer(text, start, end):
            if not any(each.start < match.end() and match.start() < each.end for each in known):
                known.append(_Token(kind, match.start(), match.end()))
    known.sort(key=lambda each: each.start)
    found, place = list[_Token](), start
    for each in [*known, _Token("end", end, end)]:
        found += [_Token(_kind(m.group(), lexicon), m.start(), m.end()) for m in _WORD.finditer(text, place, each.start)]
        place = each.end
        if each.kind != "end":
            found.append(each)
    relative = next((n for n, each in enumerate(found) if n and each.kind == "relative"), len(found))
    found = found[:relative]
    if lexicon.language == "ar":
        found = _subject(text, found, lexicon)
    while found and found[-1].kind in {"stop", "function", "other"}:
        found.pop()
    while found and found[0].kind in {"stop", "function"}:
        found.pop(0)
    return found


def _subject(text: str, tokens: list[_Token], lexicon: Lexicon) -> list[_Token]:
    """In Arabic, where names are not told by capitals: the words up to the first that begins something else.

    A preposition goes on only within an office ("a member of the mission in ..."); one at the beginning means that nobody is named here.
    """
    office = {"office", "place", "collective", "unnamed"}
    while tokens and (tokens[0].kind in {"stop", "title"} or lexicon["adjuncts"].fullmatch(text[tokens[0].start : tokens[0].end])):
        tokens = tokens[1:]
    for number, each in enumerate(tokens):
        if each.kind in {"other", "stop"} and (number == 0 or tokens[number - 1].kind == "name" or each.kind == "other"):
            return tokens[:number]
        if each.kind == "function":
            inside = number and number + 1 < len(tokens) and tokens[number - 1].kind in office and tokens[number + 1].kind in office
            if not inside:
                return tokens[:number]
    return tokens


def _kind(word: str, lexicon: Lexicon) -> str:
    if not word[0].isalpha():
        return "stop"
    if lexicon["relatives"].fullmatch(word):
        return "relative"
    if lexicon["particles"].fullmatch(word):
        return "particle"
    if lexicon["functions"].fullmatch(word):
        return "function"
    if lexicon["not_names"].fullmatch(word):
        return "other"
    if lexicon.language == "ar":
        return "name" if word.isalpha() or "-" in word else "other"
    return "name" if word[0].isupper() and not word.isdigit() else "other"


def _name(tokens: list[_Token], lexicon: Lexicon) -> tuple[int, int] | None:
    """The longest run of words that can be a name; the first of equals behind an office, in Arabic the first after all that is known."""
    runs = []
    for kind, group in groupby(enumerate(tokens), key=lambda item: item[1].kind if item[1].kind not in {"name", "particle"} else "name"):
        items = list(group)
        if kind == "name" and any(token.kind == "name" for _, token in items):
            runs.append(items)
    if not runs:
        return None
    if lexicon.language == "ar":
        run = runs[0]
        words = run[:4]
    else:
        beside = [
            run
            for run in runs
            if run[0][0] == 0 or tokens[run[0][0] - 1].kind in {"office", "place", "title", "unnamed", "stop", "function"}
        ]
        words = max(beside or runs, key=len)[:_NAME_MOST]
    while words and words[-1][1].kind == "particle":
        words = words[:-1]
    return (words[0][1].start, words[-1][1].end) if words else None


def _office(tokens: list[_Token], name: tuple[int, int] | None) -> tuple[int, int] | None:
    """The run of offices, places and what joins them, beside a name or alone."""
    parts = {"office", "place", "function", "other", "collective", "particle", "unnamed"}
    runs: list[list[_Token]] = []
    run: list[_Token] = []
    for each in [*tokens, _Token("stop", -1, -1)]:
        inside = name is not None and name[0] <= each.start < name[1]
        if (each.kind in parts and not inside) or (each.kind == "name" and not inside and run):
            run.append(each)
        else:
            runs.append(run)
            run = []
    found = [_trimmed(each) for each in runs if any(token.kind in {"office", "unnamed"} for token in each)]
    if not found:
        return None
    best = min(
        found,
        key=lambda each: (
            abs(each[0].start - name[1]) if name is not None and each[0].start >= name[1] else 0 if name is None else name[0] - each[-1].end
        ),
    )
    return best[0].start, best[-1].end


def _trimmed(run: list[_Token]) -> list[_Token]:
    outer = {"function", "other", "particle"}
    while run and run[0].kind in outer:
        run = run[1:]
    while run and run[-1].kind in outer:
        run = run[:-1]
    return run


def _whole(tokens: list[_Token]) -> tuple[int, int]:
    run = _trimmed([each for each in tokens if each.start < _until_stop(tokens)])
    return (run[0].start, run[-1].end) if run else (tokens[0].start, tokens[-1].end)


def _until_stop(tokens: list[_Token]) -> int:
    stop = next((n for n, each in enumerate(tokens) if each.kind == "stop" and n), len(tokens))
    return tokens[stop - 1].end


def _codes(text: str, start: int, end: int, lexicon: Lexicon, name: tuple[int, int] | None) -> str | None:
    """The states and bodies that a part names, outside of the name, joined; of an office "of one in another" the first."""
    found: list[str] = []
    for match in lexicon.places.finditer(text, start, end):
        code = lexicon.code_of(match.group())
        if code is not None and code not in found and not (name is not None and name[0] <= match.start() < name[1]):
            found.append(code)
    return "+".join(sorted(found)) or None


class People:
    """Who has spoken in a report so far, and who is meant by a mention."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.known: list[Person] = []
        self.last: Person | None = None
        self.sides = self._main_sides()

    def who(self, mention: Mention | None) -> Person | None:
        """Who is meant; whoever is new is known from now on. Without a mention, whoever spoke last."""
        if mention is None or mention.kind == "pronoun":
            return self.last
        found = self._known(mention) if mention.kind in {"named", "office"} else None
        if found is None:
            found = self._new(mention)
        elif mention.office is not None:
            self._office(found, mention)
        self.known = [each for each in self.known if each is not found] + [found]
        self.last = found
        return found

    def introduce(self, mention: Mention) -> None:
        """Somebody is named who does not speak here."""
        before = self.last
        self.who(mention)
        self.last = before

    def _known(self, mention: Mention) -> Person | None:
        if mention.name is None:
            return self._by_office(mention)
        words = self._words(mention.name)
        alike = [each for each in reversed(self.known) if each.words and same_name(each.words, words, self.lexicon.language)]
        if len(alike) > 1 and (mention.office is not None or mention.side is not None):
            alike.sort(key=lambda each: (each.side != mention.side, not self._share_office(each, mention)))
        found = alike[0] if alike else None
        if found is not None and len(words) > len(found.words):
            found.name, found.words = mention.name, words
        return found

    def _by_office(self, mention: Mention) -> Person | None:
        """The last one of this office, if a person of this name-less office was named before; of the same side, where one is said."""
        named = [each for each in reversed(self.known) if each.words and not each.collective]
        fitting = [each for each in named if mention.side in {None, each.side} and self._share_office(each, mention)]
        return fitting[0] if fitting else None

    def _share_office(self, person: Person, mention: Mention) -> bool:
        if mention.office is None:
            return False
        heads = {stem(word) for word in self._office_words(mention.office)}
        return bool(heads) and heads <= {stem(word) for each in person.offices for word in each.split()}

    def _office_words(self, office: tuple[int, int]) -> list[str]:
        words = self.lexicon["offices"].findall(self.text[office[0] : office[1]])
        return [word for each in words for word in each.split()]

    def _new(self, mention: Mention) -> Person:
        words = self._words(mention.name) if mention.name is not None and mention.kind == "named" else []
        side = mention.side
        if mention.kind == "sides":
            side = side or self.sides
        made = Person(mention.name, mention.office, side, words, collective=mention.kind in {"collective", "sides", "agency"})
        if mention.office is not None:
            self._office(made, mention)
        return made

    def _office(self, person: Person, mention: Mention) -> None:
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        person.offices.add(" ".join(self._office_words(mention.office)))
        if person.office is None or mention.office[1] - mention.office[0] > person.office[1] - person.office[0]:
            person.office = mention.office
        person.side = person.side or mention.side

    def _words(self, name: tuple[int, int]) -> list[str]:
        return [match.group().strip(".") for match in _WORD.finditer(self.text, *name)]

    def _main_sides(self) -> str | None:
        """The two states that the report names most: who "the sides" are."""
        counted: dict[str, int] = {}
        for match in self.lexicon.places.finditer(self.text):
            code = self.lexicon.code_of(match.group())
            if code is not None and len(code) == 3:
                counted[code] = counted.get(code, 0) + 1
        two = sorted(counted, key=lambda code: -counted[code])[:2]
        return "+".join(sorted(two)) if len(two) == 2 else None


_RUSSIAN_ENDINGS: Final = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ою|ею|ым|им|ом|ем|ых|их|ую|юю|ая|яя|ый|ий|ое|ее|а|я|у|ю|е|и|ы|о|ь|й)\Z"
)


def stem(word: str) -> str:
    """A word without case and ending, for comparing names and offices that are declined; Arabic without its article."""
    word = word.lower()
    if re.match("[а-я]", word):
        return _RUSSIAN_ENDINGS.sub("", word) if len(word) > 3 else word
    return re.sub(r"\A[وف]?(?:[بكل]?ال|لل)(?=\w{3})", "", word)


def same_name(known: list[str], words: list[str], language: str) -> bool:
    """Whether words can be the name of somebody known: the surname alone, or all that both have."""
    if language != "ru":
        stems, others = [word.lower() for word in known], [word.lower() for word in words]
    else:
        stems, others = [stem(word) for word in known], [stem(word) for word in words]
    if len(others) == 1 or len(stems) == 1:
        return others[-1] == stems[-1] or (len(others) == 1 and others[0] in stems[1:])
    return others[-1] == stems[-1] and (others[0] == stems[0] or (others[0][0] == stems[0][0] and min(len(others[0]), len(stems[0])) <= 2))
