"""The words and rules of one language, out of its data file, ready to match with.

A file is TOML; `docs/howto/press-words.md` says what may stand in it. A form that ends in `*` stands for every word that begins so, one
that begins with `*` for every word that ends so, also inside a form of several words. Arabic forms match with the conjunctions that are
written together with a word (و، ف), and words of `places` and `offices` with the article and prepositions too; one that begins with `=`
stands without the article only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import msgspec

from detente.press.conjugation import finite, participles
from detente.press.folding import folded
from detente.press.starts import Starts
from detente.press.word_files import Cue, File, Shape

_DATA: Final = files("detente.press") / "data"

LANGUAGES: Final = ("ar", "en", "ru")

_NUMBER_LISTS: Final = (
    "about", "about_after", "over", "over_after", "under", "under_after", "half", "most", "all", "not_counted", "numbered", "no_figures",
    "times", "changes", "targets", "standing_for", "duals", "verbs_with_over", "of_total", "percent", "tally_to", "tally_by", "tally_from",
    "us", "of_these", "only", "ones", "out_of", "exceptions", "shares_of", "ranges", "of_which", "participles",
    "none_at_all", "about_before", "about_digits", "accusatives", "passive_ends", "instrumental", "by_way",
    "awaited", "few", "replies", "zones", "part_leads", "streets",
    "clock_leads", "just", "none", "own", "any_of", "ours", "change_from", "persons", "between_two",
    "terms", "terms_of", "joined_to_numbers", "one_counted", "one_counted_kinds", "counted_in_hundreds", "adverbs_in_accusative",
    "before_years", "behind_hours", "behind_turned_hours", "ordinals_joined",
    "one_and", "and_half", "not_behind_scales", "each_of", "spread_over", "other_units", "superlatives", "bare_all", "uncountable",
    "before_all", "behind_all",
    "got", "manifold", "answered_to", "we_as_subject", "us_alone", "owes", "senders", "forms_of_be", "stems_of_getting",
    "between_no_and_reply", "gap_words", "gap_counts",
)  # fmt: skip
_WITH_ARTICLE: Final = frozenset(
    {
        "agencies", "anaphors", "collectives", "definite", "desks", "documents", "envoys", "feminine_bodies",
        "masculine_bodies", "meetings", "non_states", "office_heads",
        "offices",
        "places", "plural_offices", "private", "requests", "sides", "titles", "uncountable", "unnamed",
    }
)  # fmt: skip
_ANY_CASE: Final = frozenset({"furniture", "read_also", "captions", "releases"})

_NEVER: Final = re.compile("\0(?!)")
"""Never matches; the letter before makes that known without a try at each place."""

_WORDLY: Final = re.compile(r"\w|\[\w|\(\?<!ال\)\w")
"""The first part of a form that begins with a letter or a digit: as it is, in two sizes, or without the article."""

_BEGINNINGS_LEAST: Final = 4
"""Letters with which words begin, from which on a letter is compared with all of them before it is with each."""

_LETTERS: Final = frozenset(
    {"", *map(chr, range(ord("a"), ord("z") + 1)), *map(chr, range(ord("а"), ord("я") + 1)), *map(chr, range(0x621, 0x64B))}
)
"""Letters with which forms end that stand in a set as they are, and none."""

_CLITICS: Final = "وفبكلا"
"""Letters with which what is written together with an Arabic word begins."""

_FIRST_MOST: Final = 6
"""Beginnings of words up to which the one that was found is told by a look back; with more, the look at each takes longer."""

_LIST: Final = re.compile(r"\{([a-z]\w*)\}")
"""A list of words within a shape."""

_WORDS_MOST: Final = 20_000
"""Words of texts that are kept with what they mean."""


class Lexicon(dict[str, re.Pattern[str]]):
    """What one language's readers match with.

    By its name, the expression of each list of `Words` and `Syntax`, of one of `Numbers`, and of `cues`, `behind`, `agreeing`, `places` and
    `agencies`: compiled when it is asked for first. It is a `dict` since it is asked a thousand times for each report.

    Attributes:
        file: the data as it stands.
        bodies: the codes of those in `places` that are no states.
        shapes: by its name, the expression of each of the file's; one that a language has not never matches.
        cues: one expression for all cues but those that report only behind a quotation, `behind`; `cue_of` says which one a match is.
    """

    def __init__(self, file: File, places: Mapping[str, Any]) -> None:
        super().__init__()
        self.file, self.language, self.order = file, file.language, file.order
        forms = {folded(form): cue for cue in file.cues for form in cue.forms}
        for cue in file.cues:
            derived = participles if cue.type == "adding" else finite
            for form in (folded(form) for verb in cue.verbs for form in derived(verb)):
                forms.setdefault(form, cue)
        self._cue_by_form = forms
        self._cue_patterns = [(self.expression([form]), cue) for form, cue in forms.items() if "*" in form]
        self.leads = {cue.id: self.expression(cue.leads) for cue in file.cues}
        self.colon = next((cue for cue in file.cues if cue.type == "colon"), None)
        codes: dict[str, str] = {}
        for group in ("states", "bodies"):
            for code, names in places[group].items():
                codes |= {folded(name): code for name in names.get(file.language, ())}
        self._codes = codes
        self._code_starts = Starts({name: [name] for name in codes}, joined=file.language == "ar")
        self.bodies = frozenset(places["bodies"])
        self._code_of: dict[str, str | None] = {}
        self.body_codes = frozenset(places["bodies"])
        self.agency_names = self.expression(places["agencies"][file.language])
        self._lists: dict[str, list[str]] = {
            **msgspec.structs.asdict(file.words),
            **msgspec.structs.asdict(file.syntax),
            **{name: getattr(file.numbers, name) for name in _NUMBER_LISTS},
            "cues": [form for form, cue in forms.items() if cue.type != "behind"],
            "behind": [form for form, cue in forms.items() if cue.type == "behind"],
            "agreeing": [form for form, cue in forms.items() if cue.kind == "agreement"],
            "places": list(codes),
            "agencies": places["agencies"][file.language],
        }
        self.any_synonym = self.expression([name for names in file.synonyms for name in names], article=True)
        self.shapes = _Shapes(file.shapes, self._branches_of)
        self.cues, self.behind, self.places, self.agencies = (self[name] for name in ("cues", "behind", "places", "agencies"))

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = self.expression(self._lists[name], article=name in _WITH_ARTICLE, case=name in _ANY_CASE)
        return found

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__  # what is kept by the lexicon is kept by which one it is

    @cached_property
    def same_offices(self) -> list[re.Pattern[str]]:
        """Of each office that has several names, one expression for all of them."""
        return [self.expression(names, case=True) for names in self.file.same_offices]

    @cached_property
    def same_bodies(self) -> list[re.Pattern[str]]:
        """The same of bodies."""
        return [self.expression(names, case=True) for names in self.file.same_bodies]

    @cached_property
    def synonyms(self) -> list[tuple[re.Pattern[str], list[re.Pattern[str]]]]:
        """Of each thing: one expression for all of its names, with which a report is looked through first, and one for each."""
        return [
            (self.expression(names, article=True), [self.expression([name], article=True) for name in names])
            for names in self.file.synonyms
        ]

    def _branches_of(self, name: str) -> str:
        """The source of an expression for any of the words of a list."""
        tree: _Tree = {}
        for form in self._lists[name]:
            _grow(tree, folded(form))
        return _branches(tree) if tree else r"(?!)"

    def starts(self, names: Iterable[str]) -> Starts:
        """Which of some lists a word can begin a form of."""
        return Starts({name: self._lists[name] for name in names}, joined=self.language == "ar")

    def expression(self, forms: Iterable[str], *, article: bool = False, case: bool = False) -> re.Pattern[str]:
        """One expression that matches any of these words, the longest first; it never matches where there are none.

        A form in small letters matches with a capital too, as the first word of a sentence; with `case`, in capitals throughout.
        """
        tree: _Tree = {}
        for form in forms:
            _grow(tree, folded(form))
            if article and form.startswith("ال"):
                _grow(tree, "لل" + folded(form)[2:])
        if not tree:
            return _NEVER
        return re.compile(_standing(tree, self.clitics(article=article)) + r"(?!\w)", re.IGNORECASE if case else 0)

    def code_of(self, words: str) -> str | None:
        """Of which state or body words speak: its code, such as rus."""
        if words not in self._code_of:
            if len(self._code_of) >= _WORDS_MOST:
                self._code_of.clear()
            names = self._code_starts.at(words, 0, len(words))
            fitting = (name for name in names if self.expression([name], article=True).fullmatch(words))
            self._code_of[words] = next((self._codes[name] for name in fitting), None)
        return self._code_of[words]

    def is_body(self, words: str) -> bool:
        """Whether words name a body of several states, such as the United Nations."""
        return self.code_of(words) in self.bodies

    def cue_of(self, words: str) -> Cue:
        """Which cue matched."""
        found = self._cue_by_form.get(words)
        if found is None:
            words = re.sub(r"\s+", " ", words)
            found = self._cue_by_form.get(words) or self._cue_of_other(words)
            self._cue_by_form[words] = found
        return found

    def _cue_of_other(self, words: str) -> Cue:
        """Of words that do not stand so in the file: with a conjunction, with a capital, with another ending."""
        plain = words[1:] if self.language == "ar" and words[0] in "وف" else words[0].lower() + words[1:]
        found = self._cue_by_form.get(plain)
        return found or next(cue for pattern, cue in self._cue_patterns if pattern.fullmatch(words))

    def other_cue(self, kind: str) -> Cue | None:
        """The cue of a type that stands for all words of it that no other has: it lists none."""
        return next((cue for cue in self.file.cues if cue.type == kind and not cue.forms and not cue.verbs), None)

    def clitics(self, *, article: bool) -> str:
        """What can be written together with a word before it, as an expression."""
        if self.language != "ar":
            return ""
        return "[وف]?(?:[بكل]?ال|لل|[بكل])?" if article else "[وف]?"


class _Shapes(dict[str, re.Pattern[str]]):
    """The expressions of the shapes of words, each compiled when it is asked for first."""

    def __init__(self, shapes: Iterable[Shape], branches_of: Callable[[str], str]) -> None:
        super().__init__()
        self._shapes, self._branches_of = {shape.id: shape for shape in shapes}, branches_of

    def __missing__(self, name: str) -> re.Pattern[str]:
        shape = self._shapes.get(name)
        if shape is None:
            self[name] = _NEVER
            return _NEVER
        source = _LIST.sub(lambda found: self._branches_of(found[1]), shape.form)
        self[name] = re.compile(source, re.IGNORECASE if shape.any_case else 0)
        return self[name]


_Tree = dict[str, "_Tree"]
"""Forms by their parts, as expressions: a letter, a blank, any ending; an empty part ends a form."""


def _grow(tree: _Tree, form: str) -> None:
    """Put a form into the tree."""
    parts: list[str] = []
    for number, word in enumerate(form.split()):
        parts += [r"\s+"] if number else []
        parts += map(_escaped, word)
    if form.startswith("="):
        parts = [f"(?<!ال){parts[1]}", *parts[2:]]
    first = form.lstrip("= ")[:1]
    if first.islower():
        parts[0] = f"[{first}{first.upper()}]"
    for part in [*parts, ""]:
        below = tree.get(part)
        if below is None:
            below = tree[part] = {}
        tree = below


@cache
def _escaped(letter: str) -> str:
    """A letter of a form as an expression."""
    return r"\w*" if letter == "*" else re.escape(letter)


def _branches(tree: _Tree) -> str:
    """The expression of a tree: what forms share stands in it once, so that a text is compared with each beginning once.

    The longest form comes first.
    """
    alone: list[str] = []
    while len(tree) == 1:
        ((part, tree),) = tree.items()
        alone.append(part)
    if not tree:
        return "".join(alone)
    if tree.keys() <= _LETTERS and all(below.keys() <= {""} for below in tree.values()):  # a set is compiled and compared faster
        return f"{''.join(alone)}[{''.join(tree)}]{'?' if '' in tree else ''}"
    parts = sorted(tree, key=lambda part: (part == "", part == r"\w*"))
    return f"{''.join(alone)}(?:{'|'.join(part + _branches(tree[part]) for part in parts)})"


def _standing(tree: _Tree, clitics: str) -> str:
    """The expression of a tree where a word begins, so that a text without any of its forms is gone through fast.

    Measured against a boundary and the branches alone, in sentences where nothing is found: with the first letter before all else, which a
    text is searched for without a try at each place, half of the time; with a look at it in front of many branches, three quarters.
    """
    if not all(map(_WORDLY.match, tree)):
        return rf"(?<![\w'])(?:{clitics}{_branches(tree)})"
    letters = "".join(dict.fromkeys(letter for part in tree for letter in part.removeprefix("(?<!ال)").strip("[]")))
    if clitics:
        return rf"\b(?=[{letters}{_CLITICS}])(?<!')(?:{clitics}{_branches(tree)})"
    if len(tree) > _FIRST_MOST:
        return rf"\b(?=[{letters}])(?<!')(?:{_branches(tree)})"
    each = [(f"(?<={part})" if len(tree) > 1 else "") + _branches(below) for part, below in tree.items()]
    return rf"[{letters}](?<![\w'].)(?:{'|'.join(each)})"


def any_of(words: Iterable[str]) -> str:
    """The source of an expression for any of some words as they stand, the longest first; it never matches where there are none."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for number, each in enumerate(folded(word).split()):
            node = node.setdefault(r"\s+", {}) if number else node
            for letter in each:
                node = node.setdefault(re.escape(letter), {})
        node.setdefault("", {})
    if not tree:
        return r"(?!)"
    begins = "" if "" in tree or len(tree) < _BEGINNINGS_LEAST else rf"(?=[{''.join(tree)}])"
    return begins + _branches(tree)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`."""
    return Lexicon(msgspec.toml.decode((_DATA / f"{language}.toml").read_bytes(), type=File), _places())


@cache
def _places() -> dict[str, Any]:
    """The names of states, bodies and agencies in all languages, read once for all lexicons."""
    return tomllib.loads((_DATA / "places.toml").read_text(encoding="utf-8"))


def read_file(data: bytes) -> File:
    """A data file that somebody has written.

    Raises:
        msgspec.ValidationError: it is not of this form.
    """
    return msgspec.toml.decode(data, type=File)
