"""Where a name ends, in a script without capitals: which words behind its first one still belong to it.

Rules:

1. What the lexicon does not know goes on with a name; where what was said can follow without any sign, only behind the first word of it,
   or where a sign, an adjunct or an object shows that nothing but a name stands before that.
2. A word that is of another kind elsewhere ("teacher", "she", "except") is part of a name where only words without the article stand
   behind an office up to the end of the clause, or all of a part between commas, or where it stands between two words of a name.
3. "In" with the article ("in French") is an adverbial, and ends a name.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from detente.press.clitics import BEFORE_NAMES, NISBA, THE, TO_THE, WITH_OR_TO, WITH_THE
from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.subject_parts import Part, Parts
from detente.press.subject_words import SubjectWords, Token

_NAME_MOST: Final = 5
_NAME_USUAL: Final = 2
"""Words of a name where nothing marks its end."""

_SHORT: Final = 2
"""Letters of pronouns that are syllables of names, too."""

_RUN_MOST: Final = 6
"""Words of a name with its particles."""

_CLOSING: Final = frozenset({"comma", "that", "adjunct", "time", "relative", "function"})
"""What ends the words in which somebody is named."""

_TITLES: Final = frozenset({"office", "unnamed", "title"})
"""What can be a name too, behind a name."""

_BETWEEN: Final = frozenset({"pronoun", "other"})
"""What can be a name too, between two words of a name."""

_NAMES: Final = frozenset({"name", "particle"})


class NameEnds:
    """What can be told of the end of a name; places are of a mask."""

    def __init__(self, lexicon: Lexicon, words: SubjectWords, parts: Parts) -> None:
        self._lexicon, self._words, self._parts = lexicon, words, parts
        self._shapes, self._with_article = lexicon.shapes, lexicon.shapes["with_article"]
        self._before_article = frozenset(folded(word) for word in lexicon.file.words.before_article)

    def goes_on(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool, narrated: bool) -> bool:
        """Whether a word goes on with the name of a part; the arguments are those of `Subjects.find`."""
        usual = (
            open_end
            and not self._ends_by_sign(mask, tokens, at, narrated=narrated)
            and not self._is_surname(mask, tokens, at, narrated=narrated)
        )
        goes_on = self._follows(mask, part, tokens[at], open_end=usual) or self._is_last_name(part, tokens, at, open_end=open_end)
        return (
            (goes_on or self._is_place_in_name(tokens, at))
            and not self._is_office_behind(mask, part, tokens, at)
            and not self._is_past_name(mask, part, tokens, at, narrated=narrated)
            and not self._parts.is_object(mask, part, tokens, at, narrated=narrated)
        )

    def _is_past_name(self, mask: str, part: Part, tokens: list[Token], at: int, *, narrated: bool) -> bool:
        """Whether a word behind a full name is a verb of saying, or, where the report tells of somebody, an object with the article."""
        token = tokens[at]
        if len(part.name) < _NAME_USUAL or token.kind != "name" or part.name[-1].kind == "particle":
            return False
        acts = not token.definite and narrated and self._shapes["does_or_will"].fullmatch(mask, token.start, token.end) is not None
        if acts and not self._closes(mask, tokens, at + 1):
            return self._lexicon["own_names"].fullmatch(mask, token.start, token.end) is None  # "director X Y intends to visit"
        if not token.definite:
            return self._lexicon.cues.fullmatch(mask, token.start, token.end) is not None
        surname = mask.startswith(NISBA, token.end - 1) or self._lexicon["given_names"].fullmatch(mask, token.start, token.end) is not None
        return narrated and not surname and not self._closes(mask, tokens, at + 1)

    def as_names(self, mask: str, tokens: list[Token], first: int, *, open_end: bool, apposed: bool) -> list[Token]:
        """Words, those as names that are of another kind elsewhere; `apposed`: whether the part stands behind a comma."""
        start = self._begin(mask, tokens, first, apposed=apposed)
        if start is None:
            return tokens
        end = start + 1
        while end < len(tokens) and self._can_be_part(mask, tokens, start, end, open_end=open_end):
            end += 1
        surname = end < len(tokens) and tokens[end].kind == "name" and tokens[end].definite
        closes = self._closes(mask, tokens, end) or (surname and self._closes(mask, tokens, end + 1))
        if end - start > _RUN_MOST or not (closes or open_end) or all(each.kind not in _NAMES for each in tokens[start : end + surname]):
            return tokens
        if start == first and apposed and end + surname < len(tokens) and tokens[end + surname].kind != "comma":
            return tokens
        given = tokens[start].kind == "office" and self._lexicon["own_names"].fullmatch(mask, tokens[start].start, tokens[start].end)
        if start == first and given and end - start > 1 and all(each.kind in _NAMES for each in tokens[start + 1 : end]):
            pass  # "Sami Abu X", whose first name is a word of offices too
        elif start == first and not apposed and not all(each.kind in _NAMES | _BETWEEN for each in tokens[start:end]):
            return tokens  # "received the head of"
        return [
            each._replace(kind="name", definite=False) if start <= number < end and each.kind not in _NAMES else each
            for number, each in enumerate(tokens)
        ]

    def _closes(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether the words in which somebody is named end before a place."""
        return at >= len(tokens) or tokens[at].kind in _CLOSING or self._with_article.match(mask, tokens[at].start) is not None

    def _begin(self, mask: str, tokens: list[Token], first: int, *, apposed: bool) -> int | None:
        """Where a name begins: with the part, or without the article behind an office that is definite."""
        office = False
        for number in range(first, len(tokens)):
            token = tokens[number]
            behind = number > first and office and tokens[number - 1].definite and tokens[number - 1].kind not in {"function", "mark"}
            if token.definite or token.kind in _CLOSING:
                if number == first and token.kind not in {"office", "unnamed"}:
                    return None
            elif token.kind == "name" and (number == first or behind):
                named = self._words.can_be_name(mask, token) and not self._words.is_bound(mask, token)
                return number if named else None
            elif behind:
                if self._is_given(mask, tokens, number) or self._is_syllable(mask, tokens, number):
                    return number
            elif (
                number == first
                and token.kind in _TITLES
                and ((apposed and self._is_name_too(mask, token)) or self._lexicon["own_names"].fullmatch(mask, token.start, token.end))
            ):
                return number
            office = office or token.kind in {"office", "unnamed"}
        return None

    def _is_syllable(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a pronoun is the first syllable of a name: "President Hu Jintao"."""
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        own = tokens[at].kind == "other" and self._lexicon["own_names"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        if after is None or not (own or (tokens[at].kind == "pronoun" and tokens[at].end - tokens[at].start == _SHORT)):
            return False
        return self._words.can_be_name(mask, after) and self._shapes["with_pronoun"].fullmatch(mask, after.start, after.end) is None

    def _is_given(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether "in the name of" is the given name that is written so: before another name."""
        after = tokens[at + 1 : at + 3]
        named = bool(after) and all(each.kind in _NAMES and not each.definite for each in after[:1])
        surname = bool(after) and after[0].kind == "name" and after[0].definite and mask.startswith(NISBA, after[0].end - 1)
        named = named or (surname and self._closes(mask, tokens, at + 2))  # "the spokesman Basem al-Awadi"
        ends = len(after) < 2 or not after[1].definite or after[1].kind in _CLOSING
        return named and ends and self._lexicon["in_the_name"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None

    def _can_be_part(self, mask: str, tokens: list[Token], start: int, at: int, *, open_end: bool) -> bool:
        """Whether a word behind the beginning of a name can be a part of it."""
        token, behind = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "particle":
            return True
        if " " in mask[token.start : token.end] or self._lexicon.cues.fullmatch(mask, token.start, token.end) is not None:
            return False
        if token.kind == "place":
            own = token.definite and not self._words.is_adjective(mask[token.start : token.end])
            return own and self._closes(mask, tokens, at + 1) and not open_end and at == start + 1 and mask[token.start] not in BEFORE_NAMES
        if token.definite:
            first = at == start + 1 and mask.startswith(THE, token.start) and token.kind in {"office", "unnamed"}
            return first and behind is not None and behind.kind == "name" and not behind.definite and not self._words.heads(mask, token)
        if token.kind == "name":
            return self._words.can_be_name(mask, token)
        if token.kind in _BETWEEN:
            within = tokens[at - 1].kind == "name" and behind is not None and behind.kind in _NAMES and not behind.definite
            if token.kind == "pronoun" and (behind is None or behind.kind in {"comma", "that", "time", "adjunct"}):
                return tokens[at - 1].kind == "name" and not open_end and token.end - token.start == _SHORT  # "Kim Hi said that"
            within = within and self._shapes["with_pronoun"].fullmatch(mask, token.start, token.end) is None
            return within and mask[token.start] not in BEFORE_NAMES
        return not open_end and token.kind in _TITLES and self._is_name_too(mask, token)

    def _is_name_too(self, mask: str, token: Token) -> bool:
        """Whether a word of offices can be a name: it begins none, or the lexicon says so."""
        place = (mask, token.start, token.end)
        if self._lexicon["also_names"].fullmatch(*place) is not None:
            return True
        return not self._words.heads(mask, token) and mask[token.start] not in BEFORE_NAMES

    def _is_foreign(self, mask: str, tokens: list[Token], at: int, end: int) -> bool:
        """Whether a word has the shape of a foreign name, or a particle follows it, and nothing but names stand up to a place."""
        run = tokens[at:end]
        while run and run[-1].definite and run[-1].kind == "name":
            run.pop()  # "X Y Z the company"
        if not run or any(each.definite or self._words.is_other_noun(mask, each) for each in run):
            return False
        is_shaped = self._shapes["foreign_name"].fullmatch(mask, run[0].start, run[0].end) is not None
        return is_shaped or (len(run) > 1 and run[1].kind == "particle")

    def _ends_by_sign(self, mask: str, tokens: list[Token], at: int, *, narrated: bool) -> bool:
        """Whether only words of a name stand up to something that cannot be part of what was said."""
        if narrated:
            return False
        if at + 1 < len(tokens) and self._lexicon["conjunctions"].fullmatch(mask, tokens[at + 1].start, tokens[at + 1].end):
            return True  # "X Y had said"
        end = next((number for number in range(at, len(tokens)) if not self._can_be_name(mask, tokens[number])), None)
        stop = next((number for number in range(at, end or len(tokens)) if tokens[number].definite), at)
        if stop > at and self._is_foreign(mask, tokens, at, stop):
            return True  # "X Y Zetto the talks"
        if end is None and mask.startswith(" ", tokens[-1].end):  # what was said begins behind it
            of = self._lexicon["of_whom"].match(mask, tokens[-1].end + 1) if not tokens[at].definite else None
            deed = of is not None and self._lexicon["objects"].match(mask, of.end() + 1) is not None
            return deed or self._is_foreign(mask, tokens, at, len(tokens))
        if end is None or (tokens[at].definite and self._parts.is_described(mask, tokens[end])):
            return False
        if (tokens[end].kind in {"object", "place", "collective"} or tokens[end].definite) and self._is_foreign(mask, tokens, at, end):
            return True  # "X Y van Z the costs of"
        if end > at and self._lexicon["of_these"].fullmatch(mask, tokens[end].start, tokens[end].end):
            return True  # "X Y Z this demand"
        if end > at and tokens[end].kind == "collective" and not tokens[at].definite:
            return mask[tokens[at].start] not in WITH_OR_TO  # "X Y Z the forces of"
        if end > at and self._lexicon["of_whom"].fullmatch(mask, tokens[end].start, tokens[end].end) and tokens[end + 1 :]:
            return tokens[end + 1].kind == "object" and not tokens[at].definite  # "X Y Z of the arrival of"
        return tokens[end].kind in {"time", "adjunct", "relative", "that", "comma"} or (end > at and self._begins_office(mask, tokens, end))

    def _can_be_name(self, mask: str, token: Token) -> bool:
        return self._words.can_be_name(mask, token) and self._lexicon["of_these"].fullmatch(mask, token.start, token.end) is None

    def _begins_office(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether an office stands behind a name: a head with something definite behind it."""
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        return self._words.heads(mask, tokens[at]) and behind is not None and (behind.definite or tokens[at].definite)

    def _is_surname(self, mask: str, tokens: list[Token], at: int, *, narrated: bool) -> bool:
        """Whether a word is a surname before what was said: by article and ending ("X Y al-Saadi the deal"), or before an object."""
        word, behind = mask[tokens[at].start : tokens[at].end], tokens[at + 1] if at + 1 < len(tokens) else None
        if tokens[at].kind == "place" and at > 0 and tokens[at - 1].kind == "name":
            return self._is_nisba(mask, tokens[at]) or self._is_place_as_surname(mask, tokens, at)  # "X Y al-Sudani", "X al-Abyad,"
        if tokens[at].kind != "name":
            return False
        if self._lexicon["own_names"].fullmatch(word) is not None and not tokens[at].definite:
            return True  # "X Mahmud Qurayshi the claims"
        if behind is not None and behind.kind == "object" and not behind.definite and not tokens[at].definite:
            return not self._words.is_other_noun(mask, tokens[at])
        if not word.startswith(THE) or not word.endswith(NISBA):
            return False
        defined = behind is not None and behind.definite and behind.kind != "mark" and not mask.startswith(TO_THE, behind.start)
        return narrated or defined

    def _follows(self, mask: str, part: Part, token: Token, *, open_end: bool) -> bool:
        """Whether a word can follow what is read of a name."""
        if token.kind == "particle":
            return True
        if token.kind == "adjunct":
            return False
        leads = part.name[-1].kind == "particle" and not part.name[-1].definite  # not the last word of "Abd Allah"
        whole = [each for before, each in pairwise(part.name) if each.kind == before.kind == "particle" and each.definite]  # "Abd Allah"
        names = [each for each in part.name if each.kind != "particle"] + whole
        objects = open_end and len(names) >= _NAME_USUAL and token.kind == "object"  # behind a particle that ends a name
        last = part.name[-1]
        deed = token.definite and len(names) >= _NAME_USUAL and mask[last.start : last.end] not in self._before_article
        if leads and token.kind not in {"mark", "comma"} and not objects and not deed:
            return True
        most = _NAME_USUAL if open_end else _NAME_MOST
        if len(names) >= most or (open_end and names and token.definite and self._is_short_or_rumour(mask, part, token)):
            return False
        if token.kind == "name" and (self._words.is_bound(mask, token) or self._words.is_medium(mask, token)):
            return False
        can_be_surname = len(part.name) < _NAME_USUAL and mask.startswith(WITH_THE, token.start)
        if token.kind == "name" and names and not can_be_surname and self._words.is_action(mask[token.start : token.end]):
            return False
        place = (mask, token.start, token.end)
        ends = self._shapes["in_a_manner"].fullmatch(*place) or self._lexicon["conjunctions"].fullmatch(*place)
        if token.kind == "name" and len(names) >= _NAME_USUAL and (ends or self._shapes["defined_action"].fullmatch(*place)):
            return False  # "minister X Y smiling", "minister X Y met the delegation"
        if token.kind == "name":
            return not open_end or not self._words.is_action(mask[token.start : token.end])
        if self._lexicon["also_names"].fullmatch(mask, token.start, token.end):
            return True
        nisba = token.kind == "place" and token.definite and not open_end and self._with_article.match(mask, token.start) is None
        alone = len(part.name) == 1 and bool(part.known) and part.known[-1].definite
        return nisba and (alone or self._words.is_adjective(mask[token.start : token.end]))

    def _is_place_as_surname(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether the name of a place is a surname: with the article, behind one given name, where the words end in which he is named."""
        return mask.startswith(THE, tokens[at].start) and at + 1 < len(tokens) and tokens[at + 1].kind in {"comma", "that"}

    @staticmethod
    def _is_nisba(mask: str, token: Token) -> bool:
        """Whether the adjective of a state is that of a man, and nothing is written together with it: it can be a surname."""
        return mask.startswith(THE, token.start) and mask.startswith(NISBA, token.end - 1)

    def _is_short_or_rumour(self, mask: str, part: Part, token: Token) -> bool:
        """Whether a surname is whole before a word with the article ("Mr bin X the news"), or that is something that is denied."""
        titled = part.titled and not part.known and part.name[0].kind == "particle"
        return (titled and token.kind == "name") or self._lexicon["rumours"].match(mask, token.start) is not None

    @staticmethod
    def _is_last_name(part: Part, tokens: list[Token], at: int, *, open_end: bool) -> bool:
        """Whether a known word is a surname after all: the last of a part, behind one name."""
        last = at + 1 == len(tokens) or tokens[at + 1].kind == "comma"
        alone = len(part.name) == 1 and bool(part.known)
        kinds = {"office", "unnamed", "place", "other", "object", "name"} if alone else {"office"}
        if last and alone is False and part.titled and len(part.name) == 1 and tokens[at].kind in {"office", "place"}:
            return True  # "Brigadier X al-Gharbi,", whose surname is a word of offices too
        behind = tokens[at + 1].kind if at + 1 < len(tokens) else "comma"
        given = len(part.name) == 1 and tokens[at].definite
        ends = (
            behind in (_CLOSING if given else {"that", "comma"})
            and not open_end
            and 0 < len(part.name) < _NAME_MOST - 1
            and part.name[-1].kind in _NAMES
        )
        if ends and tokens[at].kind in _TITLES and tokens[at].definite and len(part.name) == 1:
            return True  # "Hassan al-Gharbi that", "Hanin al-Sayyid that"
        if ends and tokens[at].kind in {"relative", "object", "collective"} and not tokens[at].definite:
            return True  # a surname that is a verb or a noun else
        parted = not open_end or (alone and at + 1 < len(tokens) and tokens[at].kind == "object")
        return last and parted and tokens[at].kind in kinds and not tokens[at].definite

    @staticmethod
    def _is_place_in_name(tokens: list[Token], at: int) -> bool:
        """Whether the name of a place is one of a person: a particle and another name follow."""
        behind = [each.kind for each in tokens[at + 1 : at + 3]]
        return tokens[at].kind == "place" and behind == ["particle", "name"]

    def _is_office_behind(self, mask: str, part: Part, tokens: list[Token], at: int) -> bool:
        """Whether an office stands behind a full name, though its head can be a name too: "X Y the Secretary General", "the envoy of Z"."""
        full = len([each for each in part.name if each.kind != "particle"]) >= _NAME_USUAL
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if not full or behind is None or not behind.definite or not self._words.heads(mask, tokens[at]):
            return False
        return behind.kind == "office" or (behind.kind == "place" and tokens[at].definite)
