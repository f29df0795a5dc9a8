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

    def known(self, language: str) -> frozenset[str]:
        """The terms that have a form in a language."""
        return frozenset(term.key for term in self.terms if term.forms.get(language))

    def find(self, words: str, language: str) -> dict[str, str]:
        """The terms that stand in some words, each with its first quotation."""
        folded = _folded(words)
        matches = [
            (match.start(), -match.end(), form.key, match[0])
            for form in self._of(language)
            if form.beginning in folded
            for match in form.pattern.finditer(words)
        ]
        found: dict[str, str] = {}
        taken: list[tuple[int, int]] = []
        for start, end, key, quotation in sorted(matches, key=lambda each: (each[0] + each[1], each)):  # the longest first
            if not any(begin < -end and start < until for begin, until in taken):
                taken.append((start, -end))
                found.setdefault(key, quotation)
        return found

    def _of(self, language: str) -> list[_Form]:
        if language not in self._forms:
            self._forms[language] = [
                _form(term.key, form, language) for term in self.terms for form in term.forms.get(language, ()) if form.strip()
            ]
        return self._forms[language]


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


_FOLDED: Final = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىئ", "ي"), "ة": "ه", "ؤ": "و", "ё": "е", **dict.fromkeys("\u0640\u0670", None)}
    | {chr(mark): None for mark in range(0x64B, 0x653)}
)


def _folded(words: str) -> str:
    """Words in small letters, with one letter for those that are written in several ways, and no vowel signs."""
    return words.lower().translate(_FOLDED)


def _form(key: str, form: str, language: str) -> _Form:
    words = _WORD.findall(form)
    made = [_MAKERS.get(language, re.escape)(word) if word[0].isalpha() else re.escape(word) for word in words]
    if language == "en":
        made[-1] += r"(?:e?s|['’]s|s['’])?"
    between = r"\s*" if any(not word[0].isalnum() for word in words) else r"\s+"
    first = {"ru": _russian_stem, "ar": _arabic_stem}.get(language, str)(words[0])
    return _Form(key, _folded(first), re.compile(rf"(?<!\w){between.join(made)}(?!\w)", re.IGNORECASE))


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
