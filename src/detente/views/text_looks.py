"""Ways to look at a text: what is left to agree and since when, two versions side by side, whether its languages say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from detente.dialogue.acts import Act, Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import HELD, in_causal_order
from detente.dialogue.texts import BRACKETS, PROVISIONS
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.node.text_files import by_language
from detente.texts import compare as comparing
from detente.texts.glossary import Glossary, glossary_of
from detente.texts.ledger import Left, Opened, Row, curve, ledger, left_to_agree
from detente.texts.ledger import Point as Step
from detente.texts.model import PROVISIONAL, Bracket, Provision, Version, brackets_in
from detente.texts.parity import parity
from detente.texts.reading import readable
from detente.texts.work import Concession, Settlement, Work, concessions, packages
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.recent import MadeOfTexts
from detente.views.text_bodies import content_as_read
from detente.views.text_shown import BracketShown, LookShown, PieceShown, look_of, pieces
from detente.views.text_words import work_of, works_here
from detente.views.working_texts import WorkingText, step_of, working_text

GLOSSARY = "text/glossary"
"""The agreed glossary is a text like any other: each provision is a term, its words in each language the forms, with ; between them."""


# ---- what is left to agree ----


class OpenBracket(View, frozen=True):
    """One open bracket. `place`: the number of its provision as a reader sees it; `since`: the entry that brought it, with its claimed day.

    `rounds` and `days`: how old it is. `change`: it stands for a change that is proposed for the provision.
    """

    provision: str
    place: str
    bracket: BracketShown
    parties: list[str]
    since: str | None
    day: str | None
    rounds: int | None
    days: int | None
    change: bool


class ClosedBracket(View, frozen=True):
    """A bracket that was settled: `words` stand in its place, by language. `gave_up`: of each party, the words that it had backed.

    A party that wanted the words left out, and saw them kept, gave up an empty text.
    """

    number: int
    entry: str
    day: str | None
    words: dict[str, list[PieceShown]]
    gave_up: dict[str, str]
    package: list[int]


class GaveUp(View, frozen=True):
    """The words that a party had backed in a bracket, and gave up; empty where it wanted the words left out, and saw them kept."""

    party: str
    number: int
    words: str


class PackageShown(View, frozen=True):
    """Brackets that were settled for each other, and what each party gave up in them. `waiting`: those that are not settled yet."""

    numbers: list[int]
    waiting: list[int]
    gave_up: list[GaveUp]


class CurvePoint(View, frozen=True):
    """One tabled version, or the text as it stands now (`entry` null): how many brackets were opened and closed since, and are open."""

    entry: str | None
    day: str | None
    opened: int
    closed: int
    open: int


class WarnedRow(View, frozen=True):
    """Something about a bracket to be looked at; `template` and `params` to be translated."""

    provision: str
    number: int
    template: str
    params: dict[str, Any]


class LeftView(View, frozen=True):
    """`text left`: what is left to agree, in one language version, the longest open first.

    `brackets`: all that are open, `choices` of them between wordings; `clean` of `provisions` have none. `by_party`: in how many each
    party has a stake, `alone`: in how many it stands alone against others who agree. `party`: of which party's brackets alone `open` is;
    null for all. `packages`: what was settled for what.
    """

    channel: ChannelName
    as_of: list[Point]
    slot: str
    language: str
    day: str
    brackets: int
    choices: int
    clean: int
    provisions: int
    by_provision: dict[str, int]
    by_party: dict[str, int]
    alone: dict[str, int]
    party: str | None
    open: list[OpenBracket]
    closed: list[ClosedBracket]
    packages: list[PackageShown]
    curve: list[CurvePoint]
    warnings: list[WarnedRow]


def left_view(room: Room, slot: Slot, day: dt.date, language: str | None = None, party: str | None = None) -> LeftView:
    """What is left to agree of a text.

    Args:
        day: at which ages are told.
        language: of which version words are shown; otherwise the first.
        party: only the open brackets in which it has a stake are listed; otherwise all.

    Raises:
        CallerError: no version is left, or none in this language; or the party is no member.
    """
    members = list(room.channel.members)
    if party is not None and party not in members:
        raise CallerError(N_("not all of %(parties)s are members: %(known)s"), parties=party, known=", ".join(members))
    stands = text_as_it_stands(room, slot)
    version = _version(stands.shown, language)
    book = ledger(version, _opened(room, slot, stands), day, _round(room, None))
    left: Left = left_to_agree(version, book)
    brackets = _brackets_shown(version)
    settled = list(_settled(room, slot))
    ever = _ever(room, slot, version.language)
    return LeftView(
        channel=channel_name(room),
        as_of=as_of(room),
        slot=slot.name,
        language=version.language,
        day=day.isoformat(),
        brackets=left.brackets,
        choices=left.choices,
        clean=left.clean,
        provisions=left.provisions,
        by_provision=book.by_provision,
        by_party=book.by_party,
        alone=left.alone,
        party=party,
        open=[_open_bracket(row, brackets[id(row.bracket)]) for row in book.oldest(party)],
        closed=[_closed(act, settlement, ever.get(settlement.number), version.language) for act, settlement in settled],
        packages=_packages([settlement for _, settlement in settled], ever, version.language),
        curve=_curve(room, slot, stands, version.language),
        warnings=[WarnedRow(provision=one.provision, number=one.number, template=one.template, params=one.params) for one in book.warnings],
    )


_shown: MadeOfTexts[dict[int, BracketShown]] = MadeOfTexts()


def _brackets_shown(version: Version) -> dict[int, BracketShown]:
    """The brackets of a version as they are shown, by which object each is: the version holds it as long as what was made of it is kept."""
    return _shown.get(
        (version,),
        lambda: {
            id(bracket): shown.bracket
            for _, bracket, depth in version.brackets()
            for shown in pieces((bracket,), PROVISIONAL, depth)
            if shown.bracket is not None
        },
    )


def _open_bracket(row: Row, shown: BracketShown) -> OpenBracket:
    return OpenBracket(
        provision=row.provision,
        place=row.place,
        bracket=shown,
        parties=list(row.parties),
        since=row.opened.entry if row.opened else None,
        day=row.opened.day.isoformat() if row.opened else None,
        rounds=row.rounds,
        days=row.days,
        change=row.number > PROVISIONAL,
    )


def _opened(room: Room, slot: Slot, stands: WorkingText) -> dict[int, Opened]:
    """Since when each bracket is there: the first entry, causes first, that has its number; changes that wait, by their own entry."""
    acts = [proposal.act for part in (slot, *_parts(room, slot)) for proposal in part.proposals.values()]
    found: dict[int, Opened] = {}
    for act in in_causal_order(acts, lambda each: each):
        new = _numbers(room, slot, act) - found.keys()
        found |= dict.fromkeys(new, _when(room, act)) if new else {}
    changed = {each.step.provision: each.ref for each in reversed(stands.open) if not isinstance(each.step, Settlement)}
    for version in stands.shown.versions:
        for provision, bracket, _ in version.brackets():
            if bracket.id > PROVISIONAL and provision.id in changed:
                found.setdefault(bracket.id, _when(room, _act(room, changed[provision.id])))
    return found


def _numbers(room: Room, slot: Slot, act: Act) -> set[int]:
    if act.kept["slot"] == slot.name:
        return {number for work in works_here(room, slot, [act.ref]).values() for number in _numbers_of(work)}
    return {bracket.id for text in by_language(room.entry(act.ref).fields).values() for bracket, _ in brackets_in(content_as_read(text))}


_numbers_in: MadeOfTexts[frozenset[int]] = MadeOfTexts()


def _numbers_of(work: Work) -> frozenset[int]:
    """The numbers of the brackets of a text, in any language."""
    return _numbers_in.get(
        work.versions, lambda: frozenset(bracket.id for version in work.versions for _, bracket, _ in version.brackets())
    )


def _parts(room: Room, slot: Slot) -> list[Slot]:
    return [part for kind in (PROVISIONS, BRACKETS) for part in room.fold.texts.parts(slot.name, kind)]


def _act(room: Room, ref: Ref) -> Act:
    found = room.fold.proposals.get(ref)
    assert found is not None  # noqa: S101 - it was read off the proposals
    return found[1].act


def _when(room: Room, act: Act) -> Opened:
    return Opened(_round(room, act), dt.date.fromisoformat(str(act.kept["at"])[:10]), str(act.ref))


def _round(room: Room, act: Act | None) -> int:
    """The last plenary that was held, as the author of an act knew, or as we know; 0 before the first."""
    held = 0
    for meeting in room.fold.talks.meetings():
        reports = [report for state in HELD for report in room.fold.matters.reports.get(meeting.slot, {}).get(state, {}).values()]
        known = any(act is None or act.has_seen(report.ref) for report in reports)
        if meeting.kind == "plenary" and known:
            held = max(held, meeting.number)
    return held


def _settled(room: Room, slot: Slot) -> Iterator[tuple[Act, Settlement]]:
    """How each bracket was settled, causes first."""
    adopted = [part.current for part in room.fold.texts.parts(slot.name, BRACKETS) if part.current is not None]
    for proposal in in_causal_order(adopted, lambda one: one.act):
        step = step_of(room, slot, proposal)
        if step is not None and isinstance(step.step, Settlement):
            yield proposal.act, step.step


def _closed(act: Act, settlement: Settlement, bracket: Bracket | None, language: str) -> ClosedBracket:
    """One bracket that was settled, with what each party gave up for it."""
    gave_up = () if bracket is None else concessions(bracket, settlement.words.get(language, ()))
    return ClosedBracket(
        number=settlement.number,
        entry=str(act.ref),
        day=str(act.kept["at"])[:10],
        words={each: pieces(content, PROVISIONAL) for each, content in settlement.words.items()},
        gave_up={one.party: _wanted(one) for one in gave_up},
        package=list(settlement.package),
    )


def _packages(settlements: Sequence[Settlement], ever: Mapping[int, Bracket], language: str) -> list[PackageShown]:
    """What was settled for what."""
    done = {settlement.number for settlement in settlements}
    return [
        PackageShown(
            numbers=list(package.numbers),
            waiting=[number for number in package.numbers if number not in done],
            gave_up=[GaveUp(party=one.party, number=one.number, words=_wanted(one)) for one in package.concessions],
        )
        for package in packages(ever, settlements, language)
    ]


def _wanted(one: Concession) -> str:
    return "" if one.wanted is None else readable(one.wanted)


def _ever(room: Room, slot: Slot, language: str) -> dict[int, Bracket]:
    """Every bracket of one language as it was last written."""
    found: dict[int, Bracket] = {}
    acts = [proposal.act for part in (slot, *_parts(room, slot)) for proposal in part.proposals.values()]
    for act in in_causal_order(acts, lambda each: each):
        if act.kept["slot"] == slot.name:
            for work in works_here(room, slot, [act.ref]).values():
                found |= {bracket.id: bracket for _, bracket, _ in work[language].brackets()} if language in work else {}
        elif (text := by_language(room.entry(act.ref).fields).get(language)) is not None:
            found |= {bracket.id: bracket for bracket, _ in brackets_in(content_as_read(text))}
    return found


def _curve(room: Room, slot: Slot, stands: WorkingText, language: str) -> list[CurvePoint]:
    acts = in_causal_order([proposal.act for proposal in slot.proposals.values()], lambda each: each)
    works = works_here(room, slot, slot.proposals)
    there = [(act, works[act.ref][language]) for act in acts if act.ref in works and language in works[act.ref]]
    points: tuple[Step, ...] = curve([*((str(act.ref), version) for act, version in there), ("", _version(stands.shown, language))])
    days = [*(str(act.kept["at"])[:10] for act, _ in there), None]
    return [
        CurvePoint(entry=point.label or None, day=day, opened=len(point.opened), closed=len(point.closed), open=point.open)
        for point, day in zip(points, days, strict=True)
    ]


# ---- two versions ----


class RunShown(View, frozen=True):
    """Words that stayed (same), went (removed) or came (added); of a bracket that differs (bracket), both forms of it."""

    kind: str
    pieces: list[PieceShown]
    before: list[PieceShown]


class ProvisionCompared(View, frozen=True):
    """One provision in two versions. `kind`: same, changed, added, removed, moved.

    `looked` and `looks`: how it stood and stands, where that is not the same; else null.
    """

    id: str
    kind: str
    moved: bool
    runs: list[RunShown]
    looked: LookShown | None
    looks: LookShown | None


class CompareView(View, frozen=True):
    """`text compare`: two versions in one language, by provision and word. `later` null: the text as it stands."""

    channel: ChannelName
    slot: str
    earlier: str
    later: str | None
    language: str
    languages: list[str]
    changed: int
    provisions: list[ProvisionCompared]


def compare_view(room: Room, slot: Slot, earlier: Ref, later: Ref | None, language: str | None = None) -> CompareView:
    """Two versions of a text, or a version and the text as it stands."""
    works = [tabled_work(room, slot, earlier), text_as_it_stands(room, slot).work if later is None else tabled_work(room, slot, later)]
    both = [name for name in works[0].languages if name in works[1]]
    if not both:
        raise CallerError(
            N_("%(earlier)s and the other version of '%(about)s' have no language in common"), earlier=str(earlier), about=slot.name
        )
    if language is not None and language not in both:
        raise CallerError(
            N_("there is no version in '%(language)s' on both sides; there are: %(known)s"), language=language, known=", ".join(both)
        )
    chosen = language or both[0]
    found = provisions_compared(works[0][chosen], works[1][chosen])
    return CompareView(
        channel=channel_name(room),
        slot=slot.name,
        earlier=str(earlier),
        later=None if later is None else str(later),
        language=chosen,
        languages=both,
        changed=sum(change.kind != "same" for change in found),
        provisions=found,
    )


_compared: MadeOfTexts[list[ProvisionCompared]] = MadeOfTexts()


def provisions_compared(earlier: Version, later: Version) -> list[ProvisionCompared]:
    """Every provision of two versions in one language, by words and by how it stands."""

    def look() -> list[ProvisionCompared]:
        return [
            ProvisionCompared(
                id=one.id,
                kind=one.kind,
                moved=one.moved,
                runs=[_run(run) for run in one.runs],
                looked=look_of(one.before) if one.before is not None and one.looks_differ else None,
                looks=look_of(one.after) if one.after is not None and one.looks_differ else None,
            )
            for one in comparing.compare(earlier, later)
        ]

    return _compared.get((earlier, later), look)


def changed_since(room: Room, slot: Slot, earlier: Ref) -> list[str]:
    """The provisions in which the text as it stands differs from a version, in the first language that both have; nothing without one."""
    before, now = tabled_work(room, slot, earlier), text_as_it_stands(room, slot).work
    both = next((name for name in before.languages if name in now), None)
    return [] if both is None else [one.id for one in comparing.compare(before[both], now[both]) if one.kind != "same"]


def _run(run: comparing.AnyRun) -> RunShown:
    if isinstance(run, comparing.BracketRun):
        return RunShown(kind="bracket", pieces=pieces((run.after,), PROVISIONAL), before=pieces((run.before,), PROVISIONAL))
    return RunShown(kind=run.kind, pieces=pieces(run.pieces, PROVISIONAL), before=[])


def tabled_work(room: Room, slot: Slot, ref: Ref) -> Work:
    """A tabled version in all its languages.

    Raises:
        CallerError: it is no version of this text; `NotArrived`: its words are in files that have not come.
    """
    if ref not in slot.proposals:
        raise CallerError(
            N_("%(ref)s is no version of '%(about)s'; its versions are: %(known)s"),
            ref=str(ref), about=slot.name, known=", ".join(str(each) for each in sorted(slot.proposals)),
        )  # fmt: skip
    return work_of(room, slot, ref)


# ---- its languages ----


class DisparityRow(View, frozen=True):
    """Something that the languages do not say alike. `quotations`: by language, what stands there; empty where nothing of the kind does.

    `provision` is empty for the title; `bracket`: inside which bracket, 0 for none.
    """

    kind: str
    provision: str
    bracket: int
    quotations: dict[str, str]


class ParityView(View, frozen=True):
    """`text check`: whether the language versions say the same, as far as a program can tell. `terms`: of the agreed glossary."""

    channel: ChannelName
    slot: str
    languages: list[str]
    terms: int
    found: list[DisparityRow]


def parity_view(room: Room, slot: Slot, version: Ref | None = None) -> ParityView:
    """The language versions of a text beside each other; of the text as it stands, or of one tabled version."""
    work = text_as_it_stands(room, slot).work if version is None else tabled_work(room, slot, version)
    agreed = agreed_glossary(room)
    return ParityView(
        channel=channel_name(room),
        slot=slot.name,
        languages=list(work.languages),
        terms=len(agreed.terms),
        found=_disparities(work, agreed),
    )


_disparate: MadeOfTexts[tuple[Glossary, list[DisparityRow]]] = MadeOfTexts()


def _disparities(work: Work, agreed: Glossary) -> list[DisparityRow]:
    def look() -> tuple[Glossary, list[DisparityRow]]:
        return agreed, [
            DisparityRow(kind=one.kind, provision=one.provision, bracket=one.bracket, quotations=dict(one.quotations))
            for one in parity(work, agreed)
        ]

    return _disparate.get(work.versions, look, id(agreed))[1]  # the glossary is held with what was found, as the versions are


_NO_TERMS: Final = Glossary()

_glossaries: MadeOfTexts[Glossary] = MadeOfTexts()


def agreed_glossary(room: Room) -> Glossary:
    """The glossary that the parties have adopted as the text GLOSSARY; an empty one where they have not."""
    slot = room.fold.proposals.slots.get(GLOSSARY)
    if slot is None or slot.current is None:
        return _NO_TERMS
    work = work_of(room, slot, slot.current.act.ref)
    return _glossaries.get(work.versions, lambda: _glossary(work))


def _glossary(work: Work) -> Glossary:
    forms = {name: {version.language: _forms(version[name]) for version in work.versions if name in version} for name in work.ids}
    return glossary_of(list(forms.items()))


def _forms(provision: Provision) -> list[str]:
    return [form.strip() for form in readable(provision.content).split(";") if form.strip()]


def text_as_it_stands(room: Room, slot: Slot) -> WorkingText:
    """The text from which work goes on.

    Raises:
        CallerError: no version is left.
    """
    stands = working_text(room, slot)
    if stands is None:
        raise CallerError(N_("every version of '%(about)s' was taken back"), about=slot.name)
    return stands


def _version(work: Work, language: str | None) -> Version:
    if language is not None and language not in work:
        reason = N_("there is no version in '%(language)s'; there are: %(known)s")
        raise CallerError(reason, language=language, known=", ".join(work.languages))
    return work.versions[0] if language is None else work[language]
