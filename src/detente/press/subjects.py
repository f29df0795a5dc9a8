"""Who is named behind reporting words in a script without capitals: by the grammar of offices and names.

Rules:

1. What the lexicon knows (offices, collectives, places), and words with the article among it, are the office or the collective. A word
   that it does not know begins a name where it stands first, behind a title, or behind a definite word; behind an indefinite one it goes
   on with the office ("director of X").
2. A preposition goes on within an office; behind a name, and where an adjunct, a relative or a verb begins, the subject ends.
3. Parts between commas are appositions: the first office is the speaker's, the name may stand in a later part.
4. A place without article behind a definite word begins something new.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from detente.press.clitics import AND, AND_THE, DEFINED, FEMININE_PLURAL, THE, TO, TO_THE, WITH_THE
from detente.press.lexicon import Lexicon
from detente.press.name_ends import NameEnds
from detente.press.phrases import Mention
from detente.press.sentences import OPENING
from detente.press.subject_mentions import Mentions
from detente.press.subject_parts import Part, Parts
from detente.press.subject_places import SubjectPlaces
from detente.press.subject_words import SubjectWords, Token, exactly

_LATIN: Final = re.compile(r"\s*[A-Za-z]")
_BREAKS: Final = ",،؛;-–—"
_NAME_USUAL: Final = 2
"""Words of a name where nothing marks its end."""

_SUBJECTS: Final = frozenset({"office", "collective", "unnamed", "place", "sides", "title", "name"})
"""What can stand behind a verb as its subject."""

_HEADS: Final = frozenset({"office", "collective", "unnamed", "title"})
"""Those of them that cannot go on with a name."""

_OFFICE_MOST: Final = 10
"""Words of an office between two commas."""

_NO_OFFICE: Final = frozenset({"that", "relative", "time", "adjunct", "mark", "pronoun", "other"})
"""What stands in no office."""

_KNOWN: Final = frozenset({"office", "collective", "unnamed", "place", "sides"})


class Subjects:
    """Finds who is named in a part of a mask; see the rules of this module."""

    def __init__(self, lexicon: Lexicon, letter: Callable[[int], str]) -> None:
        """Args: letter: which letter of the report stands at a place of the mask, before it was folded."""
        self._lexicon, self.words = lexicon, SubjectWords(lexicon, letter)
        self._made, self._mentions = Parts(lexicon, self.words), Mentions(lexicon)
        self._places = SubjectPlaces(lexicon, self.words)
        self._ends = NameEnds(lexicon, self.words, self._made)
        self._twofold, self._affairs = exactly(lexicon, "twofold_names"), exactly(lexicon, "affairs")
        self._narrated = False

    def find(self, mask: str, start: int, end: int, *, open_end: bool = False, narrated: bool = False) -> Mention | None:
        """Who is named in a part of a mask; None where nobody is.

        Args:
            narrated: whether the report itself tells of somebody, so that a verb can follow a name.
            open_end: whether what was said may follow without any sign, so that an unknown word is doubtful.
        """
        self._narrated = narrated
        thing = self._lexicon["inanimate"].match(mask, self._first_word(mask, start), end)
        if thing is not None:
            return Mention("thing", None, None, None, thing.start(), thing.end())
        parts = self._parts(mask, start, end)
        made = ((number, self._part(mask, part, open_end=open_end, apposed=number > 0)) for number, part in enumerate(parts))
        first = next(((number, part) for number, part in made if part is not None and not (number and self._made.is_attribute(part))), None)
        if first is None or (first[0] > 0 and open_end):
            return self._pronoun(parts)
        number, main = first
        if self._made.is_thing(mask, main):
            return Mention("thing", None, None, None, main.name[0].start, main.end)
        if main.name and not main.known and number + 1 < len(parts) and (office := self._whole_office(mask, parts[number + 1])):
            main = Part(office, main.name, end=office[-1].end, whole=True)
        main = self._with_owner(mask, main, parts[number + 1 : number + 2])
        for part in parts[number + 1 :]:
            if main.name and any(each.kind == "office" for each in main.known) and not self._made.is_titled_only(mask, main):
                break
            if open_end and main.name and self._lexicon["functions"].match(mask, main.end + 1) is not None:
                break  # "the envoy X pointed to the damage in Y, south of the country"
            if part and part[0].kind == "that" and main.known and not main.name:
                break  # "the spokeswoman, that a ferry, ..."
            other = self._part(mask, part, open_end=False, apposed=True)
            if other is not None and all(each.kind == "place" for each in other.name) and other.name:
                continue  # "south of the capital X"
            if other is not None and self._is_another(mask, main, other):
                break
            if (
                other is not None
                and other.whole
                and self._made.is_titled_only(mask, main)
                and self._made.joins(Part(name=main.name), other)
            ):
                main = Part(other.known, main.name, end=other.end, whole=True)
            elif other is not None and other.whole and self._made.are_offices(mask, main, other):
                main = Part([*main.known, *other.known], end=other.end, whole=True)
            elif other is not None and other.whole and other.name and self._made.are_offices(mask, main, Part(other.known, end=other.end)):
                main = Part([*main.known, *other.known], other.name, end=other.end, whole=True)
            elif other is not None and other.whole and self._made.joins(main, other):
                main = Part(main.known or other.known, main.name or other.name, end=max(main.end, other.end), whole=True)
        return self._mentions.of(mask, main, narrated=narrated)

    def _with_owner(self, mask: str, main: Part, behind: list[list[Token]]) -> Part:
        """An office with the place behind it that was taken for a name, where the name stands behind a comma: "head of X in-Y, Z Z"."""
        owner = self._part(mask, behind[0], open_end=False, apposed=True) if behind and self._made.names_place(mask, main) else None
        if owner is None or not owner.whole or owner.known or len(owner.name) < _NAME_USUAL:
            return main
        return Part([*main.known, *main.name], owner.name, end=owner.end, whole=True)

    def _is_another(self, mask: str, main: Part, other: Part) -> bool:
        """Whether a part tells of somebody or something else: "the minister X received, on Monday, her counterpart", "..., a note to Y"."""
        if main.name and other.known and self.words.is_counterpart(mask, other.known[0]):
            return True
        return not other.whole and bool(main.known) and not main.name

    def _whole_office(self, mask: str, tokens: list[Token]) -> list[Token]:
        """The words of an office that stands alone between two commas behind a name, whatever they are: all of them belong to it."""
        words = [token for token in tokens if token.kind != "comma"]
        closed = bool(words) and len(words) == len(tokens) - 1 and tokens[-1].kind == "comma"
        if not closed and not (words and not mask[words[-1].end :].strip(".")):  # nor the end of the sentence
            return []
        is_office = 1 < len(words) <= _OFFICE_MOST and words[0].kind in {"office", "unnamed"} and self.words.heads(mask, words[0])
        others = (token.kind in _NO_OFFICE or self._lexicon.cues.match(mask, token.start) for token in words[1:])
        return words if is_office and not any(others) else []

    @staticmethod
    def _first_word(mask: str, start: int) -> int:
        while start < len(mask) and mask[start] == " ":
            start += 1
        return start

    @staticmethod
    def _pronoun(parts: list[list[Token]]) -> Mention | None:
        for token in (each for part in parts for each in part):
            if token.kind == "pronoun":
                return Mention("pronoun", None, None, None, token.start, token.end)
        return None

    def is_name(self, mask: str, start: int, end: int) -> bool:
        """Whether nothing but words of names stand in a part."""
        return all(token.kind in {"name", "particle"} for token in self.words.tokens(mask, start, end))

    def past_verb(self, mask: str, start: int, end: int, *, known: bool = False) -> int | None:
        """Where the subject begins of a clause that opens with its verb; None where a part does not open so.

        Args:
            known: whether the subject must be one that the lexicon knows, so that a name is not taken for a verb.
        """
        tokens = list(self.words.tokens(mask, start, end))
        while tokens and (tokens[0].kind == "mark" or self._lexicon["conjunctions"].fullmatch(mask, tokens[0].start, tokens[0].end)):
            tokens.pop(0)
        is_verb = len(tokens) > 1 and tokens[0].kind in {"name", "object"} and tokens[1].kind in (_HEADS if known else _SUBJECTS)
        return tokens[1].start if is_verb else None

    # ---- words ----

    def _parts(self, mask: str, start: int, end: int) -> list[list[Token]]:
        parts: list[list[Token]] = [[]]
        depth = 0
        for token in self.words.tokens(mask, start, end):
            sign = mask[token.start]
            if sign in "()":
                depth = depth + 1 if sign == "(" else max(0, depth - 1)
                if sign == "(" and _LATIN.match(mask, token.end):  # a name in its own letters ends it
                    parts.append([])
            elif not depth and parts[-1] and parts[-1][-1].kind in {"name", "office"} and self._is_to_medium(mask, token):
                parts[-1].append(token._replace(kind="comma"))
                parts.append([])
            elif depth or (parts[-1] and parts[-1][-1].kind == "name" and _LATIN.match(mask, token.start)):
                continue  # a name again in its own letters
            elif token.kind == "mark" and sign in _BREAKS:
                parts[-1].append(token._replace(kind="comma"))
                parts.append([])
            else:
                parts[-1].append(token)
        return parts

    def _is_to_medium(self, mask: str, token: Token) -> bool:
        """Whether a "to" that stands alone begins the name of a medium between marks, and so ends that of whoever speaks."""
        alone = self._lexicon["to_whom"].fullmatch(mask, token.start, token.end) is not None
        return alone and mask[token.end : token.end + 1] in OPENING

    # ---- one part ----

    def _part(self, mask: str, tokens: list[Token], *, open_end: bool, apposed: bool) -> Part | None:
        part = Part()
        while part.first < len(tokens) and tokens[part.first].kind in {"title", "time"}:
            part.first += 1
        to = tokens[part.first] if part.first + 1 < len(tokens) else None
        if to is not None and self._lexicon["to_whom"].fullmatch(mask, to.start, to.end):  # to "medium X"
            part.first += 1
            while part.first + 1 < len(tokens) and tokens[part.first].kind == "mark":
                part.first += 1
        while part.first + 1 < len(tokens) and self._is_listener(mask, tokens, part.first):
            part.first += 1
        if (
            part.first < len(tokens)
            and (self._opens_what_was_said(mask, tokens[part.first]) or self.words.is_deed_then(mask, tokens, part.first))
            and not self._is_alone(mask, tokens, part.first)
        ):
            return None
        part.titled = part.first > 0 and tokens[part.first - 1].kind == "title"
        tokens = self._ends.as_names(mask, tokens, part.first, open_end=open_end, apposed=apposed)
        if not open_end and not part.titled:
            tokens = self._made.with_unknown_office(mask, tokens, part.first)
        used = part.first
        while used < len(tokens) and self._take(mask, part, tokens, used, open_end=open_end):
            used += 1
        if part.name and used < len(tokens):
            used = self._apposed(mask, part, tokens, used, open_end=open_end)
        if not part.name and part.known and part.known[0].kind == "office":
            used = self._made.name_in_marks(mask, part, tokens, used)
        self._made.close(part)
        self._made.split_trade(mask, part)
        if part.titled and part.name and not part.known:
            self._made.former_rank(mask, part, tokens)
        if not part.known and not part.name:
            return None
        part.end = max(each.end for each in (*part.known, *part.name))
        part.whole = used == len(tokens) or tokens[used].kind in {"adjunct", "time", "relative", "comma"} or mask[tokens[used].start] == "."
        told = apposed and len(part.name) > 1 and used < len(tokens) and mask[tokens[used].start] == TO
        if told and self._lexicon["media"].fullmatch(mask, tokens[used].start, tokens[used].end) is not None:
            part.whole = True  # "the director, X Y told channel Z"
        if apposed and not part.known and len(part.name) > 1 and used < len(tokens) and tokens[used].kind == "object":
            first = part.name[0]  # "the spokesman, X Y denied the existence of", whose verb stands before all of it
            part.whole = mask[first.start] != AND and self._lexicon.cues.match(mask, first.start) is None
        return part

    def _opens_what_was_said(self, mask: str, token: Token) -> bool:
        """Whether nobody is named where a part begins: with an adjunct, or with a preposition and a noun of action ("for releasing")."""
        return token.kind == "adjunct" or (token.kind == "name" and self.words.is_action(mask[token.start : token.end]))

    def _is_alone(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether nothing stands between a word and the "that" behind it, so that it is a name: "Binya said that"."""
        bare = tokens[at].kind == "name" and not tokens[at].definite
        return bare and self._lexicon["that"].match(mask, tokens[at].end + 1) is not None

    def _is_listener(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a word before an office is whoever was told: "tells me the minister"."""
        told = self._lexicon["told_me"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        return told and tokens[at + 1].kind in {"office", "collective", "unnamed"}

    def _take(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> bool:
        """Take one more word into a part, if it belongs to whoever is named."""
        token = tokens[at]
        if part.name:
            goes_on = self._ends.goes_on(mask, part, tokens, at, open_end=open_end, narrated=self._narrated)
            part.name += [token] if goes_on else []
            return goes_on
        if part.known and self._lexicon["named_so"].fullmatch(mask, token.start, token.end) is not None:
            part.titled = True  # "a witness called X"
            return True
        if part.known and (token.kind == "title" or self._is_title(mask, tokens, at)):
            part.titled = tokens[at - 1].definite or self.words.is_possessed(mask, tokens[at - 1])
            part.known += [] if part.titled else [token]  # "head of the team", whose word for a team is a rank too
            return True
        told = (token.kind == "name" and (not part.known or tokens[at - 1].definite or not token.definite)) or (
            tokens[at - 1].definite and self._lexicon["media"].fullmatch(mask, token.start, token.end)
        )
        named = not told or self._is_before_name(tokens, at)  # "Fars Haddad", whose first name is an agency's
        if part.known and not part.titled and not named and self._lexicon.agencies.match(mask, token.start) is not None:
            return False  # "a diplomat told agency X"
        if (
            token.kind == "name"
            and part.known
            and tokens[at - 1].definite
            and self._lexicon["media"].fullmatch(mask, token.start, token.end)
        ):
            return False  # "the minister told channel X"
        behind = open_end and self._is_behind_body(mask, part, token) and not self.words.is_for(mask, part.known, token)
        taker = None if behind else self._taker(mask, part, tokens, at, open_end=open_end)
        if taker is not None:
            taker.append(token)
        return taker is not None

    def _taker(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> list[Token] | None:
        """Where a word belongs that stands before any name: to what is known, or as the first of the name; None if to neither."""
        token, before = tokens[at], tokens[at - 1] if at > part.first else None
        if token.kind in {"name", "office"} and part.known and self._places.is_theirs(mask, part, token):
            return None  # "Pakistan denied its responsibility"
        if token.kind in _KNOWN:
            return self._taker_of_known(mask, part, tokens, at, open_end=open_end)
        if open_end and before is not None and self.words.is_source_deed(mask, part.known, before, token):
            return None
        if token.kind in {"name", "particle"} and not (before is not None and self._is_sides_deed(mask, before, token)):
            if self.words.is_bound(mask, token) and part.known and not part.titled:
                definite = at + 1 < len(tokens) and tokens[at + 1].definite
                named = self._places.is_full_name(mask, tokens, at + 1 + definite)
                return (
                    None
                    if open_end and not named and not self.words.is_for(mask, part.known, token)
                    else part.known
                    if definite or mask.startswith(TO_THE, token.start)
                    else None
                )
            if (token.kind == "name" or not token.definite) and self._places.is_behind_place(mask, part, tokens, at):
                return part.name
            if token.kind == "name" and before is not None and before.definite and self._is_given(mask, tokens, at):
                return part.name
            if self._begins_name(token, before, part):
                doubtful = open_end and not part.titled and not self._is_before_name(tokens, at)
                deed = open_end and part.known and not part.titled and token.kind == "name" and self.words.is_deed(mask, token)
                return None if deed or (doubtful and self.words.is_possessed(mask, token)) else part.name
            bound = token.definite or before is None or not before.definite or self.words.is_joined(mask, token, open_end=open_end)
            return part.known if part.known and bound else None
        if token.kind == "object" and self._is_given_noun(mask, part, tokens, at):
            return part.name
        return part.known if part.known and self._goes_on(mask, part, tokens, at, open_end=open_end) else None

    def _goes_on(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> bool:
        """Whether an office or a body goes on with a word that begins no name: a preposition, a noun of action, a name between marks."""
        token, before = tokens[at], tokens[at - 1] if at > part.first else None
        if token.kind == "object" and token.definite and part.known[0].kind == "collective" and not open_end:
            return True
        if token.kind == "object" and self._is_what_it_does(part, tokens, at):
            return True
        if token.kind == "other" and not token.definite and self._places.is_of_place(mask, token):
            return True  # "governor of the province of", which is "boycott" too
        if token.kind == "other" and token.definite and not tokens[at - 1].definite and tokens[at - 1].kind in _HEADS:
            return True  # "head of the journalists"
        if token.kind in {"other", "function"} and self._places.is_of_this(mask, tokens, at):
            return True  # "governor of this province"
        leads_on = token.kind in {"function", "object"} and self._leads_on(mask, tokens, at, part, open_end=open_end)
        named = token.kind == "mark" and (before is None or before.kind == "mark" or not before.definite)
        return leads_on or (named and self._made.quoted_name(mask, tokens, at))

    @staticmethod
    def _is_what_it_does(part: Part, tokens: list[Token], at: int) -> bool:
        """Whether a noun of action tells what a body or an office is for: between a word without the article and one that has it."""
        if not part.known or tokens[at].definite or tokens[at - 1].definite or tokens[at - 1].kind not in {"collective", "office"}:
            return False
        return at + 1 < len(tokens) and tokens[at + 1].definite and tokens[at + 1].kind not in {"mark", "place"}

    def _is_sides_deed(self, mask: str, before: Token, token: Token) -> bool:
        """Whether a noun of action stands behind a word for several sides, and names none of them: "the sides promised to stop"."""
        return token.kind == "name" and before.kind == "sides" and self.words.is_action(mask[token.start : token.end])

    def _taker_of_known(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> list[Token] | None:
        """The same, of a word that the lexicon knows."""
        token = tokens[at]
        if part.titled and token.kind == "office" and not token.definite and not self.words.heads(mask, token):
            return part.name if self._is_before_name(tokens, at) else part.known  # a given name that is a word of offices too
        if open_end and token.kind == "sides" and part.known and part.known[-1].kind == "place":
            return None  # "X called on the sides to"
        if not self._is_new(mask, token, tokens[at - 1] if at > part.first else None, part):
            return part.known
        if self._lexicon["also_names"].fullmatch(mask, token.start, token.end) and self._is_before_name(tokens, at):
            return part.name
        narrated = self._narrated and part.known[0].kind == "collective"  # "the prosecution denied the truth of"
        movement = token.kind == "place" and self._lexicon["non_states"].match(mask, token.start) is not None
        return None if open_end or narrated or movement else part.name if token.kind == "place" else part.known

    def _is_given(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether a word with the article is a given name, before another one."""
        given = self._lexicon["given_names"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        behind = tokens[at + 1] if given and at + 1 < len(tokens) else None
        if behind is not None and mask[tokens[at].start : tokens[at].end] in self._twofold and behind.kind == "name":
            given = at + 2 == len(tokens) or tokens[at + 2].kind not in {"name", "particle"}  # "the Arab union X Y"
        return given and behind is not None and behind.kind in {"name", "particle"} and not mask.startswith(AND_THE, behind.start)

    def _is_given_noun(self, mask: str, part: Part, tokens: list[Token], at: int) -> bool:
        """Whether a noun that can stand for what was said is a given name: behind an office that is definite, before another name."""
        given = self._lexicon["also_names"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None
        behind = bool(part.known) and tokens[at - 1].definite and self._is_before_name(tokens, at)
        return given and behind and not self.words.is_possessed(mask, tokens[at + 1])

    @staticmethod
    def _is_before_name(tokens: list[Token], at: int) -> bool:
        """Whether the word behind another one can be nothing but a name."""
        bare = not tokens[at].definite or tokens[at].kind == "place"  # "Georgia Brandt"
        return bare and at + 1 < len(tokens) and tokens[at + 1].kind in {"name", "particle"} and not tokens[at + 1].definite

    @staticmethod
    def _begins_name(token: Token, before: Token | None, part: Part) -> bool:
        if part.titled:
            return True
        if any(each.kind == "collective" for each in part.known[:1]):
            return False
        return before is None or (before.definite and not token.definite and before.kind not in {"function", "object"})

    def _is_title(self, mask: str, tokens: list[Token], at: int) -> bool:
        """Whether an office behind another one is but a title before the name, as in "head of the mission Ambassador X"."""
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        followed = tokens[at - 1].definite and behind is not None and behind.kind in {"name", "particle", "place"}
        return followed and self._lexicon["also_titles"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None

    def _apposed(self, mask: str, part: Part, tokens: list[Token], at: int, *, open_end: bool) -> int:
        """Take the office that stands behind a name without a comma; where it ends."""
        if (part.known and not self._made.is_titled_only(mask, part)) or not self.words.heads(mask, tokens[at]):
            return at
        if self.words.is_counterpart(mask, tokens[at]):
            return at  # "Minister X met his counterpart"
        office, end = Part(known=[tokens[at]], first=at), at + 1
        while end < len(tokens) and not self._is_behind_state(mask, office, tokens[end], open_end=open_end):
            if mask.startswith(TO_THE, tokens[end].start) and self._lexicon.agencies.match(mask, tokens[end].start) is not None:
                break  # "minister of X told agency A"
            if tokens[end].kind == "title" or self._taker(mask, office, tokens, end, open_end=open_end) is not office.known:
                break
            office.known.append(tokens[end])
            end += 1
        self._made.close(office)
        if len(office.known) == 1 and not tokens[at].definite:
            return at
        part.known = office.known
        end = at + len(office.known)
        where = 0 if open_end else self._places.where_it_is(mask, tokens, end)
        part.known = [*office.known, *tokens[end : end + where]]
        return end + where

    def _is_behind_state(self, mask: str, office: Part, token: Token, *, open_end: bool) -> bool:
        """Whether a word with the article stands behind the name of a state, so that what was said begins: "minister of X the offer"."""
        last = office.known[-1]
        name = last.kind == "place" and DEFINED.match(mask, last.start, last.end) is None
        return (open_end or self._narrated) and name and token.definite and not self.words.is_adjective(mask[token.start : token.end])

    def _is_new(self, mask: str, token: Token, before: Token | None, part: Part) -> bool:
        """Whether a known word does not go on with an office or a collective: a place without article behind something definite."""
        if before is None or before.kind == "function" or not part.known:
            return False
        word = mask[token.start : token.end]
        if not before.definite or DEFINED.match(word):
            return False
        joined = word[0] == AND and token.kind in {"office", "collective"} and DEFINED.match(mask, token.end + 1) is not None
        if joined and part.known[0].kind == "office" and not self.words.heads(mask, token):
            return False  # "the minister of X and of the affairs of Y"
        if token.kind != "place":
            return not token.definite and self._lexicon["joined_offices"].match(word) is None
        return self._lexicon.code_of(word[1:]) is None or (word[0] == AND and before.kind != "place")

    def _is_behind_body(self, mask: str, part: Part, token: Token) -> bool:
        """Whether an unknown word with the article stands behind a full body, so that what was said begins: "both sides the support"."""
        if part.known and token.kind in {"name", "unnamed", "sides"} and mask.startswith(WITH_THE, token.start):
            charged = self._lexicon["charged"].fullmatch(mask, part.known[-1].start, part.known[-1].end)
            acting = self._lexicon["acting"].fullmatch(mask, token.start, token.end)
            return acting is None and charged is None  # "the delegation called for the release", not "the envoy ad interim"
        several = (token.kind == "unnamed" and self._lexicon.shapes["adjective_of_one"].search(mask, token.start, token.end) is None) or (
            token.kind in _HEADS and mask.startswith(FEMININE_PLURAL, token.end - 2)
        )
        several = several or self._lexicon["feminine_bodies"].fullmatch(mask, token.start, token.end) is not None
        several = several or self._is_objects(mask, part, token) or self._places.is_told_body(mask, part, token)
        if (
            several
            and part.known
            and part.known[0].kind in {"collective", "office"}
            and mask.startswith(THE, token.start)
            and token.definite
        ):
            return part.known[-1].definite  # "the ministry advised the citizens", "the minister urged the donors"
        if not part.known or token.kind != "name" or not token.definite or self.words.is_adjective(mask[token.start : token.end]):
            return False
        last = part.known[-1]
        of_state = last.kind == "place" and part.known[0].kind == "collective" and self.words.is_adjective(mask[last.start : last.end])
        return last.kind == "sides" or of_state

    def _is_objects(self, mask: str, part: Part, token: Token) -> bool:
        """Whether a word with the article stands behind an office in the singular, and is that of many, or of a body, and of no state."""
        if not part.known or part.known[0].kind != "office" or token.kind not in {"name", "collective", "sides"} or not token.definite:
            return False
        if self._lexicon["desks"].fullmatch(mask, part.known[-1].start, part.known[-1].end) is not None:
            return False  # "the minister of the affairs abroad"
        if part.known[-1].definite and part.known[-1].kind != "place" and mask[token.start : token.end] in self._affairs:
            return False
        many = token.kind != "name" or self._lexicon.shapes["many"].search(mask, token.start, token.end) is not None
        return many and not self._lexicon["plural_offices"].fullmatch(mask, part.known[0].start, part.known[0].end)

    def _leads_on(self, mask: str, tokens: list[Token], at: int, part: Part, *, open_end: bool) -> bool:
        """Whether a preposition goes on within an office: something known or definite follows it."""
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if behind is not None and part.known and not behind.definite and self._places.is_of_place(mask, behind):
            state = at + 3 < len(tokens) and tokens[at + 3].kind == "place" and tokens[at + 3].definite
            if tokens[at + 2 : at + 3] and not tokens[at + 2].definite and self._places.is_full_name(mask, tokens, at + 3 + state):
                return True  # "director of X in the province of Y Z W"
        if behind is None or not part.known or tokens[at].kind == "object" or all(each.kind == "place" for each in part.known):
            return False
        abroad = behind.kind == "place" or self._lexicon["regions"].match(mask, behind.start) is not None
        if abroad and self._lexicon["envoys"].fullmatch(mask, part.known[0].start, part.known[0].end):
            if self._lexicon["envoys_to"].fullmatch(mask, tokens[at].start, tokens[at].end) is not None:
                return True
            if not self._places.is_full_name(mask, tokens, at + 2):
                return False
        if open_end and self._lexicon["office_prepositions"].fullmatch(mask, tokens[at].start, tokens[at].end) is None:
            return False
        if behind.kind in _KNOWN - {"place"}:
            return True
        if behind.kind == "place" and part.known[-1].kind != "place" and self._places.is_where(mask, part, tokens, at):
            return True  # "the minister of X in the state of Y, Z Z"
        if behind.kind == "place" or (behind.kind == "name" and behind.definite):
            nameless = part.known[0].kind in {"collective", "unnamed"}
            followed = at + 2 < len(tokens) and tokens[at + 2].kind in {"name", "particle", "title", *_KNOWN}
            return nameless or (followed and not open_end) or self._places.is_full_name(mask, tokens, at + 2)
        return self._places.leads_to(mask, part, tokens, at, open_end=open_end)
