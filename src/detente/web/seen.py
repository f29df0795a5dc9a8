"""Which entries a page shows whole, so that whoever has opened it has seen them (`Shown.opens`).

An entry that is only named, counted or quoted in part is not among them: it stays new until its own page is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.dialogue.acts import Ref
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import parse_ref
from detente.views.exchanges import ExchangeView
from detente.views.issues import IssueView
from detente.views.meetings import GroupView, MeetingView, PointRow
from detente.views.proposals import ProposalRow
from detente.views.register import About
from detente.views.statements import StatementView
from detente.views.texts import TextView
from detente.views.undertakings import UndertakingView

STANDING: Final = frozenset({"open", "silence", "objected"})
"""States of a proposal that a page about its matter shows with its content."""

DATED: Final = frozenset({"date", "text", "time"})
"""What the history of a date shows of an act that named one."""

FRAME: Final = frozenset({"about", "at", "by", "destroyable", "kind", "re", "source"})
"""What every act has, or may have, beside what it says."""


def opened(node: Node, room: Room, entries: Iterable[str]) -> tuple[Room, Sequence[Ref]]:
    """Entries of a channel as a view names them, as `Shown.opens` takes them."""
    return room, [parse_ref(node, entry, room.label)[1] for entry in entries]


def in_proposal(row: ProposalRow) -> Iterator[str]:
    """On the page of a proposal: it, and how each party stands to it, with its reasons."""
    yield row.ref
    yield from _voices(row)


def in_meeting(node: Node, room: Room, view: MeetingView) -> Iterator[str]:
    """On the page of a meeting: how it was arranged and what waits, each date that was named, delegations, agenda, minutes, reports."""
    if view.meeting.entry is not None:
        yield view.meeting.entry
    for row in view.proposals:
        if row.state in STANDING:
            yield row.ref
            yield from _words(row)
    proposed = {row.ref: set(row.content) for row in view.proposals}
    for step in view.dates:
        said = proposed.get(step.entry) or set(room.entry(parse_ref(node, step.entry, room.label)[1]).fields) - FRAME
        if said <= DATED:
            yield step.entry
    yield from (delegation.entry for delegation in view.delegations)
    for point in (*view.minutes, *([view.agenda] if view.agenda is not None else ())):
        yield from _point(point)
    yield from (report.entry for report in view.reports)


def in_group(view: GroupView) -> Iterator[str]:
    """On the page of a working group: its channels, reports, how each party stands to it; its proposal where that says but the name."""
    yield from (channel.listed_by for channel in view.group.channels)
    yield from (report.entry for report in view.group.reports)
    for row in view.group.proposals:
        if row.content == {"names": view.group.names}:
            yield row.ref
        yield from _voices(row)


def in_issue(view: IssueView) -> Iterator[str]:
    """On the page of an issue: all wordings, the last assessments and those without a text, referrals and what came back."""
    for wording in (wording for wordings in view.wordings.values() for wording in wordings):
        yield wording.entry
        yield from _about(wording.about)
    last = {assessment.entry for item in view.rounds for assessment in item.by.values()}
    yield from (assessment.entry for assessment in view.assessments if assessment.text is None or assessment.entry in last)
    for referral in view.referrals:
        yield referral.entry
        yield from (report.entry for report in referral.reports)


def in_text(view: TextView) -> Iterator[str]:
    """On the page of a text: the version from which work goes on, signatures, what waits for its parts, stances to versions."""
    if view.working is not None:
        yield view.working.ref
    if view.current is not None:
        yield from (signature.entry for signature in view.current.signatures)
    for part in view.parts:
        if part.proposal.state in STANDING and part.part != "correction":
            yield part.proposal.ref
            yield from _words(part.proposal)
    for version in view.versions:
        if version.proposal.state in STANDING:
            yield from _voices(version.proposal)


def in_versions(view: TextView) -> Iterator[str]:
    """On the page of its versions: all of them, with corrections, initials and signatures."""
    for version in view.versions:
        yield version.proposal.ref
        yield from (row.entry for row in (*version.initials, *version.signatures))
    yield from (part.proposal.ref for part in view.parts if part.part == "correction")


def in_exchange(view: ExchangeView) -> Iterator[str]:
    """On the page of an exchange of lists: each commitment and each opening."""
    for party in view.parties:
        if party.commitment is not None:
            yield party.commitment
        yield from (opening.entry for opening in party.openings)


def in_undertaking(view: UndertakingView) -> Iterator[str]:
    """On the page of an undertaking: it, and what was said of whether it was done."""
    row = view.undertaking
    yield row.ref
    yield from _about(row.about)
    for performance in row.performances:
        yield performance.entry
        yield from _about(performance.about)
    yield from (verdict.entry for verdict in row.verdicts)


def in_statement(view: StatementView) -> Iterator[str]:
    """On the page of a public statement: it, and the replies."""
    yield view.statement.ref
    yield from _about(view.statement.about)
    yield from (reply.entry for reply in view.statement.replies)


def _point(point: PointRow) -> Iterator[str]:
    for draft in point.drafts:
        yield draft.ref
        if draft.state in STANDING or (point.agreed is not None and draft.ref == point.agreed.ref):
            yield from _words(draft)


def _voices(row: ProposalRow) -> Iterator[str]:
    return (voice.entry for voice in row.voices if voice.entry is not None)


def _words(row: ProposalRow) -> Iterator[str]:
    """Where only the word of each party is shown: its entry has been seen where it says no more than that."""
    return (voice.entry for voice in row.voices if voice.entry is not None and voice.text is None)


def _about(about: About) -> Iterator[str]:
    yield from (correction.entry for correction in about.corrections)
    yield from (translation.entry for translation in about.translations)
