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
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def known(self, language: str) -> frozenset[str]:
        """The terms that have a form in a language."""
        return frozenset(term.key for term in self.terms if term.forms.get(language))

    def find(self, words: str, language: str) -> dict[str, str]:
        """The terms that stand in some words, each with its first quotation."""
        found: dict[str, str] = {}
        for match in self._pattern(language).finditer(words):
            found.setdefault(self.terms[int(str(match.lastgroup)[1:].partition("_")[0])].key, match[0])
        return found

    def _pattern(self, language: str) -> re.Pattern[str]:
        pattern = self._patterns.get(language)
        if pattern is None:
            forms = [(form, place) for place, term in enumerate(self.terms) for form in term.forms.get(language, ()) if form.strip()]
            forms.sort(key=lambda each: (-len(each[0]), each))
            each = "|".join(f"(?P<t{place}_{number}>{_form(form, language)})" for number, (form, place) in enumerate(forms))
            pattern = self._patterns[language] = re.compile(rf"(?<!\w)(?:{each})(?!\w)" if each else "(?!)", re.IGNORECASE)
        return pattern


_WORD: Final = re.compile(r"\w+|[^\w\s]+")
_MARKS: Final = "\u0640\u064b-\u0652\u0670"
_RUSSIAN_ENDING: Final = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|ой|ей|ий|ый|ая|яя|ое|ее|ые|ие|ую|юю|ам|ям|ах|ях|ов|ев|ом|ем|ию|ия|ии|[аяоеыиуюьй])\Z"
)
_FLEETING: Final = re.compile(r"([бвгджзлмнпрстфхчшщ])к\Z")
_ARABIC_ARTICLE: Final = re.compile(r"\A(?:و?لل|[وفبك]?ال)(?=\w{3})")
_ARABIC_ENDING: Final = re.compile(r"(?<=\w{3})(?:تان|تين|ان|ين|ون|ات|ة|ه)\Z")


def _form(form: str, language: str) -> str:
    words = _WORD.findall(form)
    made = [_MAKERS.get(language, re.escape)(word) if word[0].isalpha() else re.escape(word) for word in words]
    if language == "en":
        made[-1] += r"(?:e?s|['’]s|s['’])?"
    return r"\s*".join(made) if any(not word[0].isalnum() for word in words) else r"\s+".join(made)


def _russian(word: str) -> str:
    stem = _RUSSIAN_ENDING.sub("", word) if len(word) > 4 else word
    stem = stem if len(stem) >= 3 else word
    letters = "".join("[её]" if letter in "её" else "[ЕЁ]" if letter in "ЕЁ" else re.escape(letter) for letter in stem)
    letters = _FLEETING.sub(r"\1[еёо]?к", letters)  # установка, установок
    return letters + ("" if word.isupper() else r"[а-яё]{0,4}" if len(stem) > 3 else r"[а-яё]{0,2}")


def _arabic(word: str) -> str:
    bare = re.sub(f"[{_MARKS}]", "", word)
    stem = _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", bare))
    letters = f"[{_MARKS}]*".join(_ARABIC_LETTERS.get(letter, re.escape(letter)) for letter in stem)
    before = r"[وف]?(?:لل|[بكل]?(?:ال)?)"
    behind = r"(?:ة|ه|ت?(?:ان?|ين?|ي)|ون?|ات|[تو]?(?:ه|ها|هم|هما|هن|نا|كم|ك))?"
    return f"{before}{letters}[{_MARKS}]*{behind}[{_MARKS}]*"


_ARABIC_LETTERS: Final = {**dict.fromkeys("اأإآٱ", "[اأإآٱ]"), **dict.fromkeys("يى", "[يىئ]"), **dict.fromkeys("ةه", "[ةه]"), "ؤ": "[ؤو]"}
_MAKERS: Final = {"ru": _russian, "ar": _arabic}


def glossary_of(rows: Sequence[tuple[str, Mapping[str, Sequence[str]]]]) -> Glossary:
    """A glossary of keys with their forms."""
    return Glossary(tuple(Term(key, {language: tuple(forms) for language, forms in each.items()}) for key, each in rows))
