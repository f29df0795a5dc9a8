"""What is left to agree of a text: its open brackets and since when, what was settled and who gave up what, and the curve of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import HELD, in_causal_order
from detente.dialogue.texts import BRACKETS, PROVISIONS
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.node.text_files import by_language
from detente.texts.ledger import Left, Opened, Row, curve, ledger, left_to_agree
from detente.texts.ledger import Point as Step
from detente.texts.model import PROVISIONAL, Bracket, Version, brackets_in
from detente.texts.reading import readable
from detente.texts.work import Concession, Settlement, Work, concessions, packages
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.recent import MadeOfTexts
from detente.views.text_bodies import content_as_read
from detente.views.text_looks import chosen_version, text_as_it_stands
from detente.views.text_shown import BracketShown, PieceShown, pieces
from detente.views.text_words import works_here
from detente.views.working_texts import WorkingText, step_of


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
        raise CallerError(
            N_("'%(party)s' is no member of '%(label)s'; its members are: %(members)s"),
            party=party, label=room.label, members=", ".join(members),
        )  # fmt: skip
    stands = text_as_it_stands(room, slot)
    version = chosen_version(stands.shown, language)
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
    now = chosen_version(stands.shown, language)
    points: tuple[Step, ...] = curve([*((str(act.ref), version) for act, version in there), ("", now)])
    days = [*(str(act.kept["at"])[:10] for act, _ in there), None]
    return [
        CurvePoint(entry=point.label or None, day=day, opened=len(point.opened), closed=len(point.closed), open=point.open)
        for point, day in zip(points, days, strict=True)
    ]
