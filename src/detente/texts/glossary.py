"""Words that the parties have agreed to render alike: names and terms, each with its forms in every language.

    Term("treaty", {"en": ("Treaty",), "ru": ("Договор",), "ar": ("المعاهدة", "معاهدات")})

How a form is found again:

1. Of several terms that fit at one place the longest is taken: "the Russian Federation" is no "Federation".
2. English: whole words in any case, the last one with -s or 's too.
3. Russian: each word by its stem, with any ending of at most four letters, е for ё: Договор, Договором, Договоры, not Договорённость.
4. Arabic: without vowel signs, one alef for all, ى as ي; each word with or without و ف ب ك ل and ال before it, and with the endings of
   duals, plurals and pronouns behind it. Broken plurals are forms of their own.
5. Other languages: whole words in any case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Term(NamedTuple):
    """One name or term.

    Attributes:
        key: by which it is known in all languages.
        forms: of each language, one or more; the first is the one to be used.
    """

    key: str
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Glossary:
    """The terms of a dialogue."""

    terms: tuple[Term, ...] = ()
    _forms: dict[str, list[_Form]] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)
    _known: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def known(self, language: str) -> frozenset[str]:
        """The terms that have a form in a language."""
        if language not in self._known:
            self._known[language] = frozenset(term.key for term in self.terms if term.forms.get(language))
        return self._known[language]

    def find(self, words: str, language: str) -> dict[str, str]:
        """The terms that stand in some words, each with its first quotation."""
        return self.find_in([words], language)[0]

    def find_in(self, texts: Sequence[str], language: str) -> list[dict[str, str]]:
        """The same for many texts at once, which costs what stands in them, and not the number of terms for each.

        Each text is looked at only for the forms of which it has the beginning. Which beginnings there are at all is seen among the words,
        each taken once; where they are, in one go through all texts together.
        """
        folded = _folded(" \0 ".join(texts), language)
        words = "\0".join(set(folded.split()))
        ends = [match.start() for match in _TEXT_END.finditer(folded)]
        forms: list[dict[int, _Form]] = [{} for _ in texts]
        places: dict[str, list[int]] = {}
        for number, form in enumerate(self._of(language)):
            if form.beginning not in places:
                places[form.beginning] = _places(form.beginning, folded, ends) if form.beginning in words else []
            for place in places[form.beginning]:
                forms[place][number] = form
        return [_found(text, list(each.values())) for text, each in zip(texts, forms, strict=True)]

    def _of(self, language: str) -> list[_Form]:
        if language not in self._forms:
            self._forms[language] = [
                _form(term.key, form, language) for term in self.terms for form in term.forms.get(language, ()) if form.strip()
            ]
        return self._forms[language]


def _places(beginning: str, folded: str, ends: Sequence[int]) -> list[int]:
    """In which of the joined texts, each up to its end, some letters stand."""
    found = []
    at = folded.find(beginning)
    while at >= 0:
        found.append(place := bisect_right(ends, at))
        at = folded.find(beginning, ends[place]) if place < len(ends) else -1
    return found


def _found(words: str, forms: Sequence[_Form]) -> dict[str, str]:
    """The terms whose forms stand in some words, each with its first quotation; of several at one place the longest."""
    matches = [(match.start(), -match.end(), form.key, match[0]) for form in forms for match in form.pattern.finditer(words)]
    found: dict[str, str] = {}
    taken: list[tuple[int, int]] = []
    for start, end, key, quotation in sorted(matches, key=lambda each: (each[0] + each[1], each)):  # the longest first
        if not any(begin < -end and start < until for begin, until in taken):
            taken.append((start, -end))
            found.setdefault(key, quotation)
    return found


class _Form(NamedTuple):
    """A form of a term: what finds it, and folded letters without which it cannot be there."""

    key: str
    beginning: str
    pattern: re.Pattern[str]


_WORD: Final = re.compile(r"\w+|[^\w\s]+")
_MARKS: Final = "\u0640\u064b-\u0652\u0670"
_RUSSIAN_ENDING: Final = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|ой|ей|ий|ый|ая|яя|ое|ее|ые|ие|ую|юю|ам|ям|ах|ях|ов|ев|ом|ем|ию|ия|ии|[аяоеыиуюьй])\Z"
)
_FLEETING: Final = re.compile(r"([бвгджзлмнпрстфхчшщ])к\Z")
_ARABIC_ARTICLE: Final = re.compile(r"\A(?:و?لل|[وفبك]?ال)(?=\w{3})")
_ARABIC_ENDING: Final = re.compile(r"(?<=\w{3})(?:تان|تين|ان|ين|ون|ات|ة|ه)\Z")


_TEXT_END: Final = re.compile("\0")
"""Between texts that are looked through together; it can stand in none of them."""

_ONE_LETTER: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "ru": (("ё", "е"),),
    "ar": (
        *((letter, "ا") for letter in "أإآٱ"), *((letter, "ي") for letter in "ىئ"), ("ة", "ه"), ("ؤ", "و"),
        *((mark, "") for mark in ("\u0640", "\u0670", *map(chr, range(0x64B, 0x653)))),
    ),
}  # fmt: skip
"""Letters that are written in several ways, and the one that stands for them; what stands for nothing is a sign above another letter."""


def _folded(words: str, language: str) -> str:
    """Words in small letters, with one letter for those that the language writes in several ways, and no vowel signs."""
    folded = words.lower()
    for letter, one in _ONE_LETTER.get(language, ()):
        folded = folded.replace(letter, one)
    return folded


def _form(key: str, form: str, language: str) -> _Form:
    words = _WORD.findall(form)
    made = [_MAKERS.get(language, re.escape)(word) if word[0].isalpha() else re.escape(word) for word in words]
    if language == "en":
        made[-1] += r"(?:e?s|['’]s|s['’])?"
    between = r"\s*" if any(not word[0].isalnum() for word in words) else r"\s+"
    first = {"ru": _russian_stem, "ar": _arabic_stem}.get(language, str)(words[0])
    return _Form(key, _folded(first, language), re.compile(rf"(?<!\w){between.join(made)}(?!\w)", re.IGNORECASE))


def _russian_stem(word: str) -> str:
    stem = _FLEETING.sub(r"\1", _RUSSIAN_ENDING.sub("", word)) if len(word) > 4 else word
    return stem if len(stem) >= 3 else word


def _russian(word: str) -> str:
    stem = _RUSSIAN_ENDING.sub("", word) if len(word) > 4 else word
    stem = stem if len(stem) >= 3 else word
    letters = "".join("[её]" if letter in "её" else "[ЕЁ]" if letter in "ЕЁ" else re.escape(letter) for letter in stem)
    letters = _FLEETING.sub(r"\1[еёо]?к", letters)  # установка, установок
    return letters + ("" if word.isupper() else r"[а-яё]{0,4}" if len(stem) > 3 else r"[а-яё]{0,2}")


def _arabic_stem(word: str) -> str:
    return _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", re.sub(f"[{_MARKS}]", "", word)))


def _arabic(word: str) -> str:
    stem = _arabic_stem(word)
    letters = f"[{_MARKS}]*".join(_ARABIC_LETTERS.get(letter, re.escape(letter)) for letter in stem)
    before = r"[وف]?(?:لل|[بكل]?(?:ال)?)"
    behind = r"(?:ة|ه|ت?(?:ان?|ين?|ي)|ون?|ات|[تو]?(?:ه|ها|هم|هما|هن|نا|كم|ك))?"
    return f"{before}{letters}[{_MARKS}]*{behind}[{_MARKS}]*"


_ARABIC_LETTERS: Final = {**dict.fromkeys("اأإآٱ", "[اأإآٱ]"), **dict.fromkeys("يى", "[يىئ]"), **dict.fromkeys("ةه", "[ةه]"), "ؤ": "[ؤو]"}
_MAKERS: Final = {"ru": _russian, "ar": _arabic}


def glossary_of(rows: Sequence[tuple[str, Mapping[str, Sequence[str]]]]) -> Glossary:
    """A glossary of keys with their forms."""
    return Glossary(tuple(Term(key, {language: tuple(forms) for language, forms in each.items()}) for key, each in rows))
