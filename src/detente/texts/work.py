"""A text in all its languages, and what the parties do to it.

    base -> ADD, MOD, (MOD), SUP, NOC, settled brackets -> the working text
    working text + what is proposed and not yet agreed -> the text as it is shown, with brackets

Rules:

1. Steps take effect in the order in which they are given. One that does not fit (its provision is gone, its bracket closed) is a remark,
   and the text stays as it was.
2. A step takes effect in each language for which it has words; a language that it leaves out is a remark, and stays as it was there.
3. Words in the place of a bracket are those of an alternative, other words, or none: then it is left out. Where a provision has no words
   left, it is gone.
4. NOC, no change, changes nothing; while other changes to its provision are open, its party backs the words that stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from detente.errors import N_, FormatError
from detente.texts.bracketing import Numbers, Wording, bracketed, numbers_from
from detente.texts.model import PARTY, PROVISIONAL, Bracket, Content, Provision, Version, brackets_in, settle

VERBS: Final = {"ADD": "ADD", "MOD": "MOD", "EDIT": "(MOD)", "SUP": "SUP", "NOC": "NOC"}
"""What can be done to a provision, and how it is shown: added, modified, modified in its form only, suppressed, not changed."""


@dataclass(frozen=True, slots=True)
class Work:
    """A text in all its languages.

    Attributes:
        versions: one for each language, in the order of their codes.
    """

    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        languages = self.languages
        if list(languages) != sorted(set(languages)):
            raise FormatError(N_("the languages of a text stand in their order, each once: %(seen)s"), seen=", ".join(languages))

    def __getitem__(self, language: str) -> Version:
        return next(version for version in self.versions if version.language == language)

    def __contains__(self, language: object) -> bool:
        return language in self.languages

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(version.language for version in self.versions)

    @property
    def ids(self) -> tuple[str, ...]:
        """The provisions of all languages: in the order of the first one, and what only others have behind what it follows there."""
        return ordered([[provision.id for provision in version.provisions] for version in self.versions])

    @property
    def last_number(self) -> int:
        """The largest number of a bracket, or 0."""
        return max((bracket.id for version in self.versions for _, bracket, _ in version.brackets()), default=0)

    @property
    def is_clean(self) -> bool:
        """Whether no bracket is open in any language."""
        return all(version.is_clean for version in self.versions)


def work_of(versions: Mapping[str, Version]) -> Work:
    """A text of its language versions."""
    for language, version in versions.items():
        if version.language != language:
            raise FormatError(
                N_("the file says language: %(seen)s, and %(expected)s was asked for"), seen=version.language, expected=language
            )
    return Work(tuple(versions[language] for language in sorted(versions)))


def ordered(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of several lists, each once: in the order of the first, and what only others have right behind what it follows there."""
    if not lists:
        return ()
    behind: dict[str, list[str]] = {}
    seen = set(lists[0])
    for names in lists[1:]:
        ahead = ""
        for name in names:
            if name not in seen:
                seen.add(name)
                behind.setdefault(ahead, []).append(name)
            ahead = name
    found: list[str] = []
    for name in ("", *lists[0]):
        todo = [name]
        while todo:
            found.append(each := todo.pop())
            todo += behind.get(each, [])[::-1]
    return tuple(found[1:])


# ---------------------------------------------------------------- steps


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to one provision.

    Attributes:
        verb: one of `VERBS`.
        provision: its id; of ADD a new one.
        party: whose proposal it is.
        words: of each language, the new content; empty for SUP and NOC.
        after: of ADD, the provision behind which it stands; None: it stands first.
        level, look: of ADD and MOD; None: a paragraph on level 0, or as it was.
        supported_by, opposed_by: other parties.
    """

    verb: Literal["ADD", "MOD", "EDIT", "SUP", "NOC"]
    provision: str
    party: str
    words: Mapping[str, Content] = field(default_factory=dict)
    after: str | None = None
    level: int | None = None
    look: str | None = None
    supported_by: tuple[str, ...] = ()
    opposed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.verb not in VERBS:
            raise FormatError(N_("'%(verb)s' is no change to a provision: %(known)s"), verb=self.verb, known=", ".join(VERBS))
        wrong = next((party for party in (self.party, *self.supported_by, *self.opposed_by) if not PARTY.match(party)), None)
        if wrong is not None:
            raise FormatError(N_("'%(party)s' is no name of a party"), party=wrong)

    @property
    def backers(self) -> frozenset[str]:
        return frozenset({self.party, *self.supported_by})


@dataclass(frozen=True, slots=True)
class Settlement:
    """A bracket that the parties have closed.

    Attributes:
        number: of the bracket.
        words: of each language, what stands in its place.
        package: the numbers of other brackets that were closed for it, and only together with it.
    """

    number: int
    words: Mapping[str, Content]
    package: tuple[int, ...] = ()


Step: TypeAlias = Amendment | Settlement


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a step did not take effect, or not everywhere.

    Attributes:
        step: its place, from 0.
        template, params: the reason, to be translated.
    """

    step: int
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


def working(base: Work, steps: Sequence[Step]) -> tuple[Work, tuple[Remark, ...]]:
    """The working text: a base, and steps in the order given. It never raises for a step that does not fit."""
    drafts = {version.language: _Draft(version) for version in base.versions}
    remarks: list[Remark] = []
    for place, step in enumerate(steps):
        planned, errors = _plan(drafts, step)
        for draft, change in planned:
            draft.change(*change)
        remarks += [Remark(place, error.template, error.params) for error in errors]
    return Work(tuple(draft.version() for draft in drafts.values())), tuple(remarks)


def _plan(drafts: Mapping[str, _Draft], step: Step) -> tuple[list[tuple[_Draft, _Change]], list[FormatError]]:
    """What a step changes in each language, nothing where it does not fit in one of them; and why it does not take effect."""
    subject = f"#{step.number}" if isinstance(step, Settlement) else f"{VERBS[step.verb]} {{{step.provision}}}"
    wordless = isinstance(step, Amendment) and step.verb in {"SUP", "NOC"}
    meant = [language for language in drafts if wordless or language in step.words]
    concerned = [language for language, draft in drafts.items() if draft.is_concerned(step)]
    if not concerned:
        return [], [_misfit(step)]
    try:
        planned = [(drafts[language], drafts[language].planned(step)) for language in meant if language in concerned]
    except FormatError as error:
        return [], [error]
    template = N_("%(subject)s: no words in %(language)s, so nothing changed there")
    errors = [FormatError(template, subject=subject, language=language) for language in concerned if language not in meant]
    template = N_("%(subject)s is not in the version %(language)s")
    errors += [FormatError(template, subject=subject, language=language) for language in meant if language not in concerned]
    template = N_("%(subject)s: the text has no version %(language)s")
    errors += [FormatError(template, subject=subject, language=language) for language in sorted(step.words.keys() - drafts.keys())]
    return planned, errors


def _misfit(step: Step) -> FormatError:
    if isinstance(step, Settlement):
        return FormatError(N_("bracket %(number)d is not open"), number=step.number)
    if step.verb == "ADD":
        return FormatError(N_("provision %(id)s is there already, or has been"), id=step.provision)
    return FormatError(N_("provision %(id)s is not there"), id=step.provision)


_Change: TypeAlias = tuple[str, Provision | None, int | None]
"""The id of a provision, what it becomes (None: it goes), and where it is put in if it is new."""


class _Draft:
    """One language version while steps are taken in it; a step costs what its provision costs, not the text."""

    def __init__(self, version: Version) -> None:
        self._base = version
        self._order = [provision.id for provision in version.provisions]
        self._provisions = {provision.id: provision for provision in version.provisions}
        self._ever = set(self._order)
        self._brackets = {bracket.id: provision.id for provision, bracket, _ in version.brackets()}

    def version(self) -> Version:
        return Version(self._base.language, tuple(self._provisions[name] for name in self._order), self._base.title, self._base.status)

    def is_concerned(self, step: Step) -> bool:
        """Whether the step could be taken here: its bracket is open, its provision there, or for ADD not there."""
        if isinstance(step, Settlement):
            return step.number in self._brackets
        return (step.provision in self._provisions) if step.verb != "ADD" else step.provision not in self._ever

    def planned(self, step: Step) -> _Change:
        """What a step would change here.

        Raises:
            FormatError: its words do not fit.
        """
        if isinstance(step, Settlement):
            old = self._provisions[self._brackets[step.number]]
            content = settle(old.content, step.number, step.words[self._base.language])
            return self._fitting(old.id, Provision(old.id, content, old.level, old.look) if content else None, None)
        if step.verb == "ADD":
            if step.after is not None and step.after not in self._provisions:
                raise FormatError(N_("provision %(id)s is not there"), id=step.after)
            place = 0 if step.after is None else self._order.index(step.after) + 1
            content = step.words[self._base.language]
            return self._fitting(step.provision, Provision(step.provision, content, step.level or 0, step.look or "paragraph"), place)
        old = self._provisions[step.provision]
        if step.verb == "SUP":
            return old.id, None, None
        if step.verb == "NOC":
            return old.id, old, None
        level = old.level if step.level is None else step.level
        return self._fitting(old.id, Provision(old.id, step.words[self._base.language], level, step.look or old.look), None)

    def _fitting(self, name: str, provision: Provision | None, place: int | None) -> _Change:
        seen: set[int] = set()
        for bracket, _ in brackets_in(provision.content) if provision is not None else ():
            other = self._brackets.get(bracket.id, name)
            if other != name or bracket.id in seen:
                raise FormatError(
                    N_("bracket %(number)d stands twice: in %(first)s and in %(second)s"), number=bracket.id, first=other, second=name
                )
            seen.add(bracket.id)
        return name, provision, place

    def change(self, name: str, provision: Provision | None, place: int | None) -> None:
        """Do what was planned."""
        old = self._provisions.pop(name, None)
        for bracket, _ in brackets_in(old.content) if old is not None else ():
            del self._brackets[bracket.id]
        if provision is None:
            self._order.remove(name)
            return
        self._provisions[name] = provision
        self._ever.add(name)
        for bracket, _ in brackets_in(provision.content):
            self._brackets[bracket.id] = name
        if place is not None:
            self._order.insert(place, name)


# ---------------------------------------------------------------- who gave up what


class Concession(NamedTuple):
    """A party whose words were not taken.

    Attributes:
        wanted: the words that it backed; None where it wanted a keep-or-omit bracket left out.
    """

    number: int
    party: str
    wanted: Content | None


def concessions(bracket: Bracket, words: Content) -> tuple[Concession, ...]:
    """What each party that had backed or opposed words in a bracket gave up when it was closed with these words."""
    found = []
    for one in bracket.alternatives:
        if one.content != words:
            found += [Concession(bracket.id, party, one.content) for party in one.backed_by]
        elif not bracket.is_choice:
            found += [Concession(bracket.id, party, None) for party in one.opposed_by]
    return tuple(sorted(found, key=lambda each: each.party))


class Package(NamedTuple):
    """Brackets that were closed for each other, and what each party gave up in them."""

    numbers: tuple[int, ...]
    concessions: tuple[Concession, ...]


def packages(brackets: Mapping[int, Bracket], settlements: Sequence[Settlement], language: str) -> tuple[Package, ...]:
    """The packages among some settlements.

    Settlements that name each other, even over a third, are one package; those that name no other are none.

    Args:
        brackets: those that were settled, by number, as they stood in one language.
        settlements: which words stand in their places now.
        language: that one, in which words are quoted.
    """
    together: dict[int, set[int]] = {}
    for one in settlements:
        joined = {one.number, *one.package}.union(*(together.get(number, ()) for number in (one.number, *one.package)))
        together.update(dict.fromkeys(joined, joined))
    words = {one.number: one.words.get(language, ()) for one in settlements}
    found = []
    for numbers in sorted({tuple(sorted(joined)) for joined in together.values() if len(joined) > 1}):
        known = [number for number in numbers if number in brackets and number in words]
        found.append(Package(numbers, tuple(each for number in known for each in concessions(brackets[number], words[number]))))
    return tuple(found)


# ---------------------------------------------------------------- as it is shown


def shown(work: Work, proposed: Sequence[Amendment]) -> tuple[Work, tuple[Remark, ...]]:
    """The working text with the amendments that are open as brackets, each with its parties.

    The brackets have numbers past `PROVISIONAL`, which no party can write, so that none is taken for one of the text. An amendment that
    does not fit is a remark.
    """
    written = [bracket.id for one in proposed for words in one.words.values() for bracket, _ in brackets_in(words)]
    numbers = numbers_from(max(PROVISIONAL, work.last_number, *written) + 1)
    drafts = {version.language: _Draft(version) for version in work.versions}
    remarks: list[Remark] = []
    fitting: dict[str, list[Amendment]] = {}
    for place, one in enumerate(proposed):
        planned, errors = _plan(drafts, replace(one, after=None) if one.after in fitting else one)
        if planned:
            fitting.setdefault(one.provision, []).append(one)
        remarks += [Remark(place, error.template, error.params) for error in errors]
    provisions = {version.language: {one.id: one for one in version.provisions} for version in work.versions}
    for name, amendments in fitting.items():
        try:
            made = _proposed(work, name, amendments, numbers)
        except FormatError as error:  # brackets in brackets, too deep to be shown
            remarks += [Remark(place, error.template, error.params) for place, one in enumerate(proposed) if one in amendments]
            continue
        for language, provision in made.items():
            provisions[language][name] = provision
    return Work(tuple(_with(version, provisions[version.language], fitting) for version in work.versions)), tuple(remarks)


def _proposed(work: Work, name: str, amendments: Sequence[Amendment], numbers: Numbers) -> dict[str, Provision]:
    """One provision in each language, as it stands and as each amendment would have it."""
    wordings: dict[str, list[Wording]] = {}
    looks: dict[str, Provision | Amendment] = {}
    for version in work.versions:
        old = version.get(name)
        if old is None and all(one.verb != "ADD" or version.language not in one.words for one in amendments):
            continue
        stands = old.content if old is not None else ()
        for_it = frozenset(party for one in amendments if one.verb == "NOC" for party in one.backers)
        wordings[version.language] = [Wording(stands, for_it)]
        for one in amendments:
            if one.verb == "SUP":
                wordings[version.language].append(Wording((), one.backers, frozenset(one.opposed_by)))
            elif one.verb == "NOC" or version.language not in one.words:
                wordings[version.language].append(Wording(stands))
            else:
                wordings[version.language].append(Wording(one.words[version.language], one.backers, frozenset(one.opposed_by)))
        looks[version.language] = old if old is not None else amendments[0]
    return {
        language: Provision(name, content, looks[language].level or 0, looks[language].look or "paragraph")
        for language, content in bracketed(wordings, numbers).items()
    }


def _with(version: Version, provisions: Mapping[str, Provision], amended: Mapping[str, Sequence[Amendment]]) -> Version:
    order = [provision.id for provision in version.provisions]
    for name, amendments in amended.items():
        if name in provisions and name not in version:
            after = amendments[0].after
            order.insert(order.index(after) + 1 if after in order else 0, name)
    return Version(version.language, tuple(provisions[name] for name in order), version.title, version.status)
