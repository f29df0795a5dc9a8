"""Issues: what is disagreed on. Each side's wording and assessments with their whole history, and what was referred elsewhere."""

from __future__ import annotations

from typing import Any, Final

from detente.dialogue.acts import Act
from detente.dialogue.matters import Issue
from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.naming import names_of
from detente.views.notes import note_acts
from detente.views.register import About, about_entry, text, texts

REPORTED_BACK: Final = frozenset({"concluded", "reported"})
"""States that mean that whoever a matter was referred to has reported back; not_yet, begun, met and held do not."""


class Assessment(View, frozen=True):
    """One side's own assessment, for a round of talks or in general. `movement`: no_movement, progress, agreed."""

    entry: str
    party: str
    at: str | None
    movement: str
    round: str | None
    text: str | None


class Wording(View, frozen=True):
    """One side's own wording, by language (`und`: no language named)."""

    entry: str
    at: str | None
    title: dict[str, str]
    text: dict[str, str]
    destroyed: bool
    about: About


class ReportBack(View, frozen=True):
    """What a party says has become of a referral."""

    entry: str
    party: str
    at: str | None
    state: str
    date: dict[str, Any] | None
    text: str | None


class Referral(View, frozen=True):
    """A matter that was referred to a group, or to a body outside the talks. `reported_back`: whether any report says that it has."""

    entry: str
    party: str
    at: str | None
    to: str
    names: dict[str, str]
    text: str | None
    reported_back: bool
    reports: list[ReportBack]


class Round(View, frozen=True):
    """What each side has said last of one round of talks; `round` null: of none in particular."""

    round: str | None
    by: dict[str, Assessment]


class Mention(View, frozen=True):
    """Another act about a matter: a public statement, an undertaking, a proposal, a note, an announcement, a release."""

    entry: str
    party: str
    kind: str
    at: str | None
    text: str | None


class IssueRow(View, frozen=True):
    """One issue in short.

    `state`: agreed when every member says so, else open; `assessments`: each side's last one; `referred_names`: what the bodies that it
    was referred to are called, by key and language.
    """

    channel: str
    matter: str
    title: dict[str, str]
    raised_by: list[str]
    concerns: list[str]
    state: str
    assessments: list[Assessment]
    not_assessed_by: list[str]
    referred_to: list[str]
    referred_names: dict[str, dict[str, str]]
    awaits_report: bool


class IssuesView(View, frozen=True):
    """The issues of a channel."""

    channel: ChannelName
    as_of: list[Point]
    issues: list[IssueRow]


class IssueView(View, frozen=True):
    """One issue: `wordings` by party, oldest first; `assessments` and `referrals` causes first.

    `rounds`: the assessments as a table, one row for each round that anybody has named; `mentions`: what else in the channel is about it.
    """

    channel: ChannelName
    as_of: list[Point]
    issue: IssueRow
    wordings: dict[str, list[Wording]]
    assessments: list[Assessment]
    referrals: list[Referral]
    rounds: list[Round]
    mentions: list[Mention]


def issues_view(room: Room) -> IssuesView:
    """The issues of a channel."""
    found = [issue_row(room, issue) for _, issue in sorted(room.fold.matters.issues.items())]
    return IssuesView(channel=channel_name(room), as_of=as_of(room), issues=found)


def issue_view(room: Room, issue: Issue) -> IssueView:
    """One issue with its whole history."""
    everything = [act for acts in issue.assessments.values() for act in acts]
    assessments = [_assessment(room, act) for act in in_causal_order(everything, lambda act: act)]
    return IssueView(
        channel=channel_name(room),
        as_of=as_of(room),
        issue=issue_row(room, issue),
        wordings={party: [_wording(room, act) for act in acts] for party, acts in sorted(issue.wordings.items())},
        assessments=assessments,
        referrals=_referrals(room, issue),
        rounds=_rounds(assessments),
        mentions=mentions(room, issue.slot),
    )


def _rounds(assessments: list[Assessment]) -> list[Round]:
    """By round, in the order in which the rounds were first assessed; what is of no round comes last."""
    by_round: dict[str | None, dict[str, Assessment]] = {}
    for item in assessments:
        by_round.setdefault(item.round, {})[item.party] = item
    return [Round(round=name, by=by_round[name]) for name in sorted(by_round, key=lambda name: name is None)]


def mentions(room: Room, matter: str) -> list[Mention]:
    """The acts of a channel that name a matter and are not its own history, causes first."""
    fold = room.fold
    acts = [
        *(act for act in fold.register.statements.values() if act.kept.get("about") == matter),
        *(item.act for item in fold.matters.undertakings.values() if item.act.kept.get("about") == matter),
        *(act for act in note_acts(room) if act.kept.get("about") == matter),
        *fold.matters.announcements.get(matter, ()),
        *(act for act in fold.register.release_acts if act.kept.get("about") == matter),
        *(
            proposal.act
            for name, slot in fold.proposals.slots.items()
            if name == matter or name.startswith(matter + "/")
            for proposal in slot.proposals.values()
        ),
    ]
    return [_mention(room, act) for act in in_causal_order(acts, lambda act: act)]


def _mention(room: Room, act: Act) -> Mention:
    fields = room.entry(act.ref).fields
    said = next((found for name in ("quotation", "title", "text", "subject") for found in texts(fields, name).values()), None)
    return Mention(entry=str(act.ref), party=act.party, kind=act.kind, at=text(act.kept.get("at")), text=said)


def issue_row(room: Room, issue: Issue) -> IssueRow:
    """One issue in short; its title is that under which it was first raised (of crossed ones, by the order of the parties' ids)."""
    raised = in_causal_order(issue.raised, lambda act: act)
    last = [_assessment(room, acts[-1]) for _, acts in sorted(issue.assessments.items())]
    referrals = _referrals(room, issue)
    return IssueRow(
        channel=room.label,
        matter=issue.slot,
        title=names_of(room, issue.slot),
        raised_by=[str(act.ref) for act in raised],
        concerns=issue.concerns,
        state=issue.state(room.fold.members),
        assessments=last,
        not_assessed_by=[party for party in room.channel.members if party not in issue.assessments],
        referred_to=sorted({item.to for item in referrals}),
        referred_names={item.to: item.names for item in referrals},
        awaits_report=any(not item.reported_back for item in referrals),
    )


def _wording(room: Room, act: Act) -> Wording:
    entry = room.entry(act.ref)
    return Wording(
        entry=str(act.ref),
        at=text(act.kept.get("at")),
        title=texts(entry.fields, "title"),
        text=texts(entry.fields, "text"),
        destroyed=entry.destroyed,
        about=about_entry(room, act.ref),
    )


def _assessment(room: Room, act: Act) -> Assessment:
    return Assessment(
        entry=str(act.ref),
        party=act.party,
        at=text(act.kept.get("at")),
        movement=str(act.kept["movement"]),
        round=act.kept.get("round"),
        text=text(room.entry(act.ref).fields.get("text")),
    )


def _referrals(room: Room, issue: Issue) -> list[Referral]:
    found = []
    for act in in_causal_order(issue.referrals, lambda act: act):
        reports = in_causal_order(room.fold.matters.reported_back[act.ref], lambda act: act)
        found.append(
            Referral(
                entry=str(act.ref),
                party=act.party,
                at=text(act.kept.get("at")),
                to=str(act.kept["to"]),
                names=dict(act.kept.get("names", {})) or names_of(room, str(act.kept["to"])),
                text=text(room.entry(act.ref).fields.get("text")),
                reported_back=any(report.kept["state"] in REPORTED_BACK for report in reports),
                reports=[_report(room, report) for report in reports],
            )
        )
    return found


def _report(room: Room, act: Act) -> ReportBack:
    return ReportBack(
        entry=str(act.ref),
        party=act.party,
        at=text(act.kept.get("at")),
        state=str(act.kept["state"]),
        date=act.kept.get("date"),
        text=text(room.entry(act.ref).fields.get("text")),
    )
