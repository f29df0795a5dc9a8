"""What the words of a report can be, in a language whose names are told by capitals and whose words have no endings, such as English.

Rules:

1. A place or an agency is one word, however many it has, and so are bodies and titles of several words; of two that overlap, the longer
   one counts.
2. A word with a capital that no list has is a name; what a list has, is what the list says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from detente.press.lexicon import Lexicon

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s[^\W\d_])|[^\W_][\w-]*(?:'[^\W\d_]+)*'?")

_SHORTEST: Final = 3
"""Letters of a title that is written in capitals, as the first word of a report."""

_SHORTENED: Final = re.compile(r"(?P<word>[A-Za-z]+) \((?P<short>[A-Z]{2,5})\)")
"""A word and the abbreviation behind it that stands for it and words before."""

_CALLED: Final = frozenset({"office", "title"})
"""What the whole name of somebody stands behind."""

BEFORE_NAMES: Final = frozenset({"office", "title", "portfolio", "place", "body"})
"""What a name stands behind."""


class Word(NamedTuple):
    """A word and what it can be; places are of the folded text."""

    kind: str
    start: int
    end: int
    plain: str
    """In small letters, without a possessive ending."""


class NounWords:
    """Reads the words of one report."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._words = _lists(lexicon)
        self._no_first_name = lexicon.shapes["no_first_name"]
        self._within_name = lexicon.shapes["within_name"]
        self._read: dict[tuple[int, int], list[Word]] = {}
        """The words of parts that were read: they are asked for again, and never changed."""
        self._at: dict[tuple[int, int], Word | None] = {}
        """Each word that was read, by its place: parts overlap."""
        self._shorts = self._short_offices() if "(" in text else frozenset()
        self._surnames = self._trades_as_names()
        self._known = self._spans()
        self._starts = [start for start, _, _ in self._known]

    def _short_offices(self) -> frozenset[str]:
        """Abbreviations that the report gives for offices: "the Chief District Officer (CDO)"."""
        both = ((found["word"].lower(), found["short"]) for found in _SHORTENED.finditer(self._text))
        return frozenset(short for word, short in both if word in self._words["short_heads"] and short[-1] == word[0].upper())

    def _trades_as_names(self) -> frozenset[str]:
        """Surnames that are words for a trade, too, where the report says whose: "Julie Bishop", and then "Bishop said"."""
        both = ((found["given"], found["name"]) for found in self._lexicon.shapes["trade_as_name"].finditer(self._text))
        return frozenset(name for given, name in both if _kind(given, self._lexicon)[0] == "name")

    def _spans(self) -> list[tuple[int, int, str]]:
        """Where places, agencies, and bodies and titles of several words stand in the report; of two that overlap, the longer one."""
        found = [(m.start(), m.end(), "place") for m in self._lexicon.places.finditer(self._text)]
        found += [(m.start(), m.end(), "agency") for m in self._lexicon.agencies.finditer(self._text) if not self._is_adjective(*m.span())]
        for compound in _compounds(self._lexicon).finditer(self._text):
            is_title = compound.group() in self._words["titles"]
            if not is_title or self._text[compound.end() + 1 : compound.end() + 2].isupper():
                found.append((compound.start(), compound.end(), "title" if is_title else "body"))
        kept: list[tuple[int, int, str]] = []
        for each in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or kept[-1][1] <= each[0]:
                kept.append(each)
        return kept

    def _is_adjective(self, start: int, end: int) -> bool:
        """Whether the name of a paper is an article and an adjective here: "The Australian foreign minister"."""
        words = self._text[start:end]
        goes_on = self._text[end : end + 1] == " " and self._text[end + 1 : end + 2].islower()
        article = self._lexicon["definite_article"].match(words) if goes_on else None
        return article is not None and self._lexicon.code_of(words[article.end() + 1 :]) is not None

    def listed(self, mask: str) -> str:
        """A mask without what parts words that belong together.

        These are the commas within the name of a body ("the Ministry of Economy, Trade and Industry"), "(ret.)", and the agency in
        "quoted by X as saying".
        """
        shapes = self._lexicon.shapes
        if "," in mask and any(each in mask for each in self._words["before_last"]):  # most have no list
            mask = self._listed_at_first(mask)
            mask = shapes["listed"].sub(_without_commas, mask)
            mask = shapes["listed_before"].sub(_without_commas, mask) if shapes["listing"].search(mask) is not None else mask
        if any(each in mask for each in self._words["as_saying"]):
            mask = shapes["relayed"].sub(lambda match: f"{match['verb']}{' ' * len(match['by'])}", mask)
        return self._within_name.sub(lambda match: " " * len(match.group()), mask) if "(" in mask else mask

    def _listed_at_first(self, mask: str) -> str:
        """The same where a sentence begins with all that an office is for: "Public Service, Culture and Sports Secretary X"."""
        found = self._lexicon.shapes["listed_first"].match(mask)
        first = "" if found is None else found.group().partition(",")[0].lower()
        if found is None or not any(word in self._words["portfolios"] | self._words["collectives"] for word in first.split()):
            return mask
        last = found.group().rpartition(",")[2].split()
        if self._lexicon.places.search(found.group()) is not None or self._words["before_last"].isdisjoint(last[:-1]):
            return mask
        return _without_commas(found) + mask[found.end() :]

    def places(self) -> list[tuple[int, int, str]]:
        """The states and bodies that the report names: where, and their codes."""
        found = [(start, end, self._lexicon.code_of(self._text[start:end])) for start, end, kind in self._known if kind == "place"]
        return [(start, end, code) for start, end, code in found if code is not None]

    def words(self, start: int, end: int) -> list[Word]:
        """The words of a part, places and agencies as one word each."""
        known = self._read.get((start, end))
        if known is None:
            known = self._read[start, end] = self._read_words(start, end)
        return known

    def _read_words(self, start: int, end: int) -> list[Word]:
        found: list[Word] = []
        place = start
        at = bisect_left(self._starts, start)
        while place < end:
            known = self._known[at] if at < len(self._known) and self._known[at][0] < end else None
            stop = end if known is None else known[0]
            found += [word for match in _WORD.finditer(self._text, place, stop) if (word := self._word(match)) is not None]
            if known is None or known[1] > end:
                break
            last = known[1] + 2 if self._text.startswith("'s", known[1]) and known[1] < end else known[1]
            found.append(Word(known[2], known[0], last, self._text[known[0] : known[1]].lower()))
            place, at = last, at + 1
        return self._with_portfolios(self._with_given(found))

    def _with_portfolios(self, words: list[Word]) -> list[Word]:
        """The "and" of an office for several things is a part of it: "the trade and industry minister"."""
        for number in range(1, len(words) - 2):
            if words[number].plain in self._words["before_last"] and words[number - 1].kind == words[number + 1].kind == "portfolio":
                behind = next((word.kind for word in words[number + 1 :] if word.kind != "portfolio"), "end")
                if behind in {"office", "body"}:
                    words[number] = words[number]._replace(kind="portfolio")
        return words

    def _with_given(self, words: list[Word]) -> list[Word]:
        """A word that is a given name too is one before another name, behind an office or at the beginning: "spokesman Jan Kowalski"."""
        given = self._words["also_names"]
        for number, word in enumerate(words[:-1]):
            if word.kind == "place" and number and words[number - 1].kind in _CALLED and words[number + 1].kind == "name":
                words[number] = word._replace(kind="name") if self._is_forename(word, words[number + 1]) else word
            if word.kind == "agency" and (not number or words[number - 1].kind in _CALLED) and words[number + 1].kind == "name":
                papers = self._words["papers"]
                person = self._is_forename(word, words[number + 1]) and self._text[slice(*words[number + 1][1:3])] not in papers
                words[number] = word._replace(kind="name") if person else word
            if word.kind not in {"word", "title"}:
                continue
            if word.plain in given and self._text[word.start].isupper() and words[number + 1].kind == "name":
                beside = number == 0 or words[number - 1].kind in BEFORE_NAMES
                words[number] = word._replace(kind="name") if beside else word
            elif word.kind == "title" and number and words[number - 1].kind == words[number + 1].kind == "name":
                words[number] = word._replace(kind="name")  # "Durga Kumari Thapaliya"
        for number, word in enumerate(words[1:], 1):
            before = words[number - 1]
            ends = number + 1 == len(words) or words[number + 1].kind not in {"name", "particle", "title"}
            if word.kind == "title" and before.kind == "name" and ends and word.start == before.end + 1 and word.plain.isalpha():
                words[number] = word._replace(kind="name") if word.plain not in self._words["behind_names"] else word
            elif word.kind == "office" and before.kind == "name" and ends and word.plain in self._words["surnames"]:
                own, surname = self._text[before.start : before.end], self._text[word.start : word.end]
                words[number] = word._replace(kind="name") if own.istitle() and surname.istitle() else word  # "Julie Bishop"
        return words

    def _entitled(self, words: list[Word], run: tuple[int, int]) -> tuple[int, int]:
        """The name of a medium with its last words, which can have another meaning: "Star FM", "Norwegian Broadcasting Service"."""
        for word in words:
            own = self._text[word.start : word.end]
            if word.start == run[1] + 1 and (own in self._words["papers"] or own in self._words["media_ends"]):
                run = run[0], word.end
        return run

    def _past_purpose(self, part: list[Word]) -> list[Word]:
        """The words of an office, behind a thing and what it is for: "a plan to impeach President Karl Brandt"."""
        head = next((number for number, word in enumerate(part) if word.kind == "function" and number), len(part))
        governs = head < len(part) and part[head].plain not in self._words["office_prepositions"] | self._words["articles"]
        if not governs or any(word.kind != "word" for word in part[:head] if word.plain not in self._words["articles"]):
            return part
        return part[head + 1 :]

    def _is_less(self, office: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether an office before a name says less than another behind it: one word, a rank, or a calling that says not of what body."""
        words = self.words(*office)
        if " " not in self._text[slice(*office)] or all(word.plain in self._words["ranks"] for word in words):
            return True
        calling = words[-1].plain in self._words["private"] and all(word.kind != "body" for word in words)
        return calling and other[1] - other[0] > office[1] - office[0]

    def _is_with_own(self, words: list[Word]) -> bool:
        """Whether somebody is named with those who are his: "the president and his team"."""
        both = pairwise(word.plain for word in words)
        return any(one in self._words["before_last"] and other in self._words["possessives"] for one, other in both)

    def _is_person(self, words: list[Word]) -> bool:
        """Whether words begin with somebody who is the owner of an office, and with no body: "Brandt's counterpart", "CARE's head"."""
        own = self._text[words[0].start : words[0].end]
        if words[0].kind != "name" or not own.endswith(("'s", "s'")):
            return False
        return not (len(own) > 3 and own[:-2].isupper()) and all(word.plain not in self._words["house_heads"] for word in words[1:3])

    def _is_title_case(self, words: list[Word]) -> bool:
        """Whether words for what a body is about, with capitals, are the name of one: "Amnesty International"."""
        return len(words) > 1 and all(word.kind == "portfolio" and self._text[word.start].isupper() for word in words)

    def _is_kind_of_body(self, words: list[Word]) -> bool:
        """Whether words say only what kind of a body a name beside them is of: "the group that owns it", "a record company"."""
        kinds = self._words["called_bodies"] | self._words["called_houses"]
        named = any(word.kind in {"name", "place", "portfolio"} for word in words)
        return words[0].plain in self._words["articles"] and not named and words[-1].plain in kinds

    def _is_title_article(self, word: Word) -> bool:
        """Whether an article has a capital, as in the name of a paper: "told The Citizen", "told El Universo"."""
        return self._text[word.start : word.end] in self._words["title_articles"]

    def _is_beside(self, one: Word, other: Word) -> bool:
        """Whether only a blank stands between two words."""
        first, last = sorted((one, other), key=lambda word: word.start)
        return not self._text[first.end : last.start].strip()

    def _belongs(self, words: list[Word], number: int, name: int) -> bool:
        """Whether a word before a name belongs to it, as the "of" of "Secretary of State Karl Brandt" does."""
        if words[number].kind in BEFORE_NAMES:
            return True
        joins = words[number].plain in self._words["office_prepositions"] and 0 < number < name - 1
        return joins and words[number - 1].kind == "office" and words[number + 1].kind in {"portfolio", "body"}

    def _is_aside(self, start: int, end: int) -> bool:
        """Whether a word is an abbreviation in brackets, behind what it stands for."""
        in_brackets = self._text[start - 1 : start] == "(" and self._text[end : end + 1] == ")"
        return in_brackets and self._within_name.match(self._text, start - 1) is not None

    def _is_forename(self, place: Word, surname: Word) -> bool:
        """Whether the name of a place stands as somebody's first name: "Secretary Aden Barre", "Minister Israel Brandt"."""
        named = self._text[place.start : place.end].isalpha() and not self._text[place.start : place.end].isupper()
        return named and surname.start == place.end + 1

    def _word(self, match: re.Match[str]) -> Word | None:
        """A word, read once for all parts that it stands in; None of an aside."""
        span = match.span()
        if span not in self._at:
            self._at[span] = None if self._is_aside(*span) else self._read_word(match.group(), *span)
        return self._at[span]

    def _is_named(self, text: str, start: int) -> bool:
        """Whether a word with a capital stands as a name: within a sentence, here or elsewhere in the report."""
        places = (start, *(found.start() for found in re.finditer(rf"\b{re.escape(text)}\b", self._text)))
        return any(self._text[max(0, place - 4) : place].rstrip("“”\"'‘ ")[-1:] not in ("", "\n", ".", "!", "?", ":") for place in places)

    def _read_word(self, text: str, start: int, end: int) -> Word:
        kind, plain, with_next = _kind(text, self._lexicon)
        kind = "office" if kind == "name" and text in self._shorts else kind
        kind = "name" if kind == "office" and text.removesuffix("'s") in self._surnames else kind
        if kind == "name" and self._no_first_name.fullmatch(text) is not None and not self._is_named(text, start):
            kind = "word"
        if with_next and self._text[start : end + 1] in self._words["titles"]:
            kind = "title"
        return Word(kind, start, end, plain)


def _without_commas(match: re.Match[str]) -> str:
    return match.group().replace(",", " ")


@cache
def _lists(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The lists of the lexicon, for asking word by word."""
    lists = {**msgspec.structs.asdict(lexicon.file.words), **msgspec.structs.asdict(lexicon.file.syntax)}
    return {name: frozenset(forms) for name, forms in lists.items()}


def _is_hyphened(plain: str, lists: dict[str, frozenset[str]]) -> bool:
    """Whether a word is an office with what says when or how it is held: "commissioner-designate", "ex-minister"."""
    first, _, rest = plain.partition("-")
    offices = lists["offices"]
    return (first in offices and rest in lists["held_behind"]) or (rest in offices and first in lists["held_before"])


@lru_cache(maxsize=20_000)
def _kind(text: str, lexicon: Lexicon) -> tuple[str, str, bool]:
    """What a word can be, its plain form, and whether it is a title if the sign behind it makes it one."""
    lists = _lists(lexicon)
    plain = text.lower().removesuffix("'s").removesuffix("'")
    if text.endswith((".", "s.")) or plain in lists["titles"]:
        kind = "title" if text.rstrip(".") in lists["titles"] or f"{text}." in lists["titles"] else "name"
    elif text.isupper() and (text in lists["titles"] or (len(text) > _SHORTEST and text.title() in lists["titles"])):
        kind = "title"
    elif plain in lists["offices"] or ("-" in plain and text not in lists["titles"] and _is_hyphened(plain, lists)):
        kind = "office"
    elif plain in lists["collectives"]:
        kind = "body"
    elif plain in lists["portfolios"]:
        kind = "portfolio"
    elif plain in lists["functions"] or plain in lists["articles"]:
        kind = "function"
    elif any(part[:1].isupper() for part in text.split("-")) and plain not in lists["not_names"]:
        kind = "name"
    elif plain in lists["particles"]:
        kind = "particle"
    else:
        kind = "digits" if text[0].isdigit() else "word"
    with_next = kind == "name"
    return "title" if with_next and text in lists["titles"] else kind, plain, with_next


@cache
def _compounds(lexicon: Lexicon) -> re.Pattern[str]:
    """Bodies of several words, of which one alone is somebody ("coast guard"), and such titles before a name ("Tan Sri")."""
    bodies = [each for each in lexicon.file.words.collectives if " " in each]
    small = lexicon.shapes["small_in_places"]
    named = (small.sub(lambda word: word.group().lower(), each.title()) for each in bodies)
    return lexicon.expression([*bodies, *named, *(each for each in lexicon.file.words.titles if " " in each)])
