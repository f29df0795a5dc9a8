"""Issues: what is disagreed on. Each side's wording and assessments with their whole history, and what was referred elsewhere."""

from __future__ import annotations

from typing import Any, Final

from detente.dialogue.acts import Act
from detente.dialogue.matters import Issue
from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
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


class IssueRow(View, frozen=True):
    """One issue in short. `state`: agreed when every member says so, else open; `assessments`: each side's last one."""

    matter: str
    title: dict[str, str]
    raised_by: list[str]
    concerns: list[str]
    state: str
    assessments: list[Assessment]
    not_assessed_by: list[str]
    referred_to: list[str]
    awaits_report: bool


class IssuesView(View, frozen=True):
    """The issues of a channel."""

    channel: ChannelName
    as_of: list[Point]
    issues: list[IssueRow]


class IssueView(View, frozen=True):
    """One issue: `wordings` by party, oldest first; `assessments` and `referrals` causes first."""

    channel: ChannelName
    as_of: list[Point]
    issue: IssueRow
    wordings: dict[str, list[Wording]]
    assessments: list[Assessment]
    referrals: list[Referral]


def issues_view(room: Room) -> IssuesView:
    """The issues of a channel."""
    found = [issue_row(room, issue) for _, issue in sorted(room.fold.matters.issues.items())]
    return IssuesView(channel=channel_name(room), as_of=as_of(room), issues=found)


def issue_view(room: Room, issue: Issue) -> IssueView:
    """One issue with its whole history."""
    everything = [act for acts in issue.assessments.values() for act in acts]
    return IssueView(
        channel=channel_name(room),
        as_of=as_of(room),
        issue=issue_row(room, issue),
        wordings={party: [_wording(room, act) for act in acts] for party, acts in sorted(issue.wordings.items())},
        assessments=[_assessment(room, act) for act in in_causal_order(everything, lambda act: act)],
        referrals=_referrals(room, issue),
    )


def issue_row(room: Room, issue: Issue) -> IssueRow:
    """One issue in short; its title is that under which it was first raised (of crossed ones, by the order of the parties' ids)."""
    raised = in_causal_order(issue.raised, lambda act: act)
    titles = [found for act in raised if (found := texts(room.entry(act.ref).fields, "title"))]
    last = [_assessment(room, acts[-1]) for _, acts in sorted(issue.assessments.items())]
    referrals = _referrals(room, issue)
    return IssueRow(
        matter=issue.slot,
        title=titles[0] if titles else {},
        raised_by=[str(act.ref) for act in raised],
        concerns=issue.concerns,
        state=issue.state(room.fold.members),
        assessments=last,
        not_assessed_by=[party for party in room.channel.members if party not in issue.assessments],
        referred_to=sorted({item.to for item in referrals}),
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
                names=dict(act.kept.get("names", {})),
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
