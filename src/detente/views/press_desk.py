"""The desk at which a person goes through what a report is found to say: each proposal becomes a draft of a statement, or is rejected.

Rules:

1. A proposal is drafted with what the report says and no more. Whose figure counts what of whom is filled in only where the dialogue
   leaves no choice: one speaker's side, and one other party.
2. Where the report names no day, the draft says that the day is open; whoever reviews the draft fills it in.
3. Words in quotation marks go into the quotation, in the report's language; the reporter's own words into the text.
4. The report is the source of each draft.
5. What the register has already is proposed as another appearance of it (`detente.views.appearances`). A person decides; such a draft takes
   up the statement, and has from it whose figures they are, the matter and the kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from detente.dialogue.claims import WHATS
from detente.dialogue.talks import in_causal_order
from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.reports_kept import Choice, Kept, choices_of, choose, keep_report, report_of, reports_of
from detente.node.room import Room
from detente.press.values import Statement
from detente.views.acting import Place, entered
from detente.views.acting_register import statement
from detente.views.appearances import Saying, said_before, saying, shared_figures
from detente.views.base import ChannelName, View, channel_name
from detente.views.naming import names_of
from detente.views.press import ReportView
from detente.views.status import rooms_in_order

CLAIMS: Final = {"denial": "denial", "pledge": "pledge", "announcement": "announcement"}
"""A kind of statement as the register calls it; all else is a claim."""

QUALIFIERS: Final = {"half": "nearly_half", "under": "about"}
"""How exact a figure is, as the register calls it, where it has another word."""

UNKNOWN_SIDE: Final = "unknown"


class Before(View, frozen=True):
    """A statement of the register that says the same as a proposal."""

    channel: str
    ref: str
    said_on: dict[str, Any]


class Matter(View, frozen=True):
    """A matter of a channel, for which a channel of requests is listed. `suggested`: the only one in whose channel requests were sent."""

    channel: str
    matter: str
    names: dict[str, str]
    suggested: bool


class ProposalShown(View, frozen=True):
    """One proposal and what became of it.

    `place`: among the proposals of its report, from 0; `choice`: drafted, rejected or null; `before`: what became of the same words in an
    earlier version of the report, null where they are new or were not decided; `said_before`: of what in the register it looks like another
    appearance, empty where it was decided; `counted`: whether it has figures that a record can count.
    """

    place: int
    said: Statement
    choice: str | None
    draft: int | None
    draft_channel: str | None
    by: str | None
    at: str | None
    before: str | None
    said_before: list[Before]
    counted: bool


class KeptReport(View, frozen=True):
    """One report that is kept here."""

    report: int
    name: str
    language: str
    published: str | None
    author: str
    at: str
    proposals: int
    undecided: int


class ReportsView(View, frozen=True):
    """The reports of the desk, the newest first."""

    reports: list[KeptReport]


class ReportShown(View, frozen=True):
    """One report and its proposals.

    `channels`: in which a statement can be drafted; `matters`: what counts of requests can be about; `versions`: other readings of a report
    of this name, the newest first: a source that corrects itself is read anew, and what it says no more stands in `gone`, by the earlier
    version in which it stood last.
    """

    row: KeptReport
    versions: list[KeptReport]
    gone: list[Statement]
    reading: ReportView
    proposals: list[ProposalShown]
    channels: list[ChannelName]
    matters: list[Matter]


def take_in(node: Node, view: ReportView, author: str) -> int:
    """Keep a report that was read; its number."""
    return keep_report(node, view.file, view.form, view.text, msgspec.json.encode(view), author)


def reports_view(node: Node) -> ReportsView:
    """All reports."""
    return ReportsView(reports=[_row(node, kept) for kept in reports_of(node)])


def report_shown(node: Node, number: int) -> ReportShown:
    """One report.

    Raises:
        CallerError: there is none.
    """
    kept = report_of(node, number)
    reading, choices = _reading(kept), choices_of(node, number)
    others = [each for each in reports_of(node) if each.name == kept.name and each.id != kept.id]
    earlier = [each for each in others if each.id < kept.id]
    decided = _decided(node, earlier)
    before = _reading(earlier[0]).statements if earlier else []
    now = {_words(said) for said in reading.statements}
    return ReportShown(
        row=_row(node, kept),
        versions=[_row(node, each) for each in others],
        gone=[said for said in before if _words(said) not in now],
        reading=reading,
        proposals=[
            _proposal(node, reading, place, choices.get(place), decided.get(_words(said))) for place, said in enumerate(reading.statements)
        ],
        channels=[channel_name(room) for room in rooms_in_order(node)],
        matters=_matters(node),
    )


def draft_proposals(
    node: Node, number: int, places: Sequence[int], channel: str | None, author: str, about: str | None = None
) -> list[int]:
    """Draft proposals as statements, all of them or none; the numbers of the drafts.

    Args:
        node: where they are drafted.
        number: of the report.
        places: of the proposals.
        channel: in which they are drafted.
        author: who decides.
        about: the matter that counts of requests are about; statements without such figures are not given it.

    Raises:
        CallerError: there is no such report, proposal, channel or matter, or one of them has been decided.
    """
    reading, room = _undecided(node, number, places), node.room(channel)
    matter = _matter_in(node, room, about)
    acts = []
    for place in places:
        fields = fields_of(room, reading, reading.statements[place])
        given = {**fields, "about": matter} if matter is not None and _is_counted(fields) else fields
        acts.append(statement(Place(node, room), given) | _source(reading))
    return _draft(node, number, room, places, acts, author)


def draft_again(node: Node, number: int, place: int, earlier: str, author: str) -> int:
    """Draft a proposal as another appearance of a statement that the register has; the number of the draft.

    Args:
        node: where it is drafted, in the channel of that statement.
        number: of the report.
        place: of the proposal.
        earlier: the statement, as CHANNEL:PARTY/NUMBER; one of those that were proposed.
        author: who decides.

    Raises:
        CallerError: there is no such report, proposal or statement, or it has been decided.
    """
    reading = _undecided(node, number, [place])
    for room in rooms_in_order(node):
        fields = fields_of(room, reading, reading.statements[place])
        for act in said_before(room, _saying(fields)):
            if f"{room.label}:{act.ref}" == earlier:
                kept = act.kept
                given = {
                    **fields, "claim": kept["claim"], "about": kept.get("about"),
                    "figures": shared_figures(fields["figures"], kept.get("figures", ())),
                }  # fmt: skip
                full = statement(Place(node, room, (act.ref,)), given) | _source(reading)
                return _draft(node, number, room, [place], [full], author)[0]
    raise CallerError(N_("proposal %(number)d does not say the same as %(ref)s"), number=place + 1, ref=earlier)


def _draft(node: Node, number: int, room: Room, places: Sequence[int], acts: list[dict[str, Any]], author: str) -> list[int]:
    drafts = node.draft_all(room, acts)
    for place, draft in zip(places, drafts, strict=True):
        choose(node, number, place, "drafted", author, draft=draft, channel=room.label)
    return drafts


def _source(reading: ReportView) -> dict[str, Any]:
    return entered({"source": "report", "source_ref": reading.file})


def _saying(fields: Mapping[str, Any]) -> Saying:
    return saying(fields, fields.get("quotation", {}), fields.get("text"))


def _is_counted(fields: Mapping[str, Any]) -> bool:
    return any(figure["what"] in WHATS for figure in fields["figures"])


def _matters(node: Node) -> list[Matter]:
    """The matters for which a channel is listed that is held here."""
    listed = []
    for room in rooms_in_order(node):
        for matter, acts in sorted(room.fold.matters.channels.items()):
            counting = node.rooms.get(str(in_causal_order(acts, lambda act: act)[-1].kept["channel"]))
            if counting is not None:
                listed.append((room, matter, any(counts["sent"] for counts in counting.fold.requests.counts.values())))
    asked = [matter for _, matter, any_sent in listed if any_sent]
    return [
        Matter(channel=room.label, matter=matter, names=names_of(room, matter), suggested=asked == [matter]) for room, matter, _ in listed
    ]


def _matter_in(node: Node, room: Room, about: str | None) -> str | None:
    """A matter as a statement in a channel names it; None in the channel that counts it, whose own count is meant without it.

    Raises:
        CallerError: the channel has no such matter.
    """
    if not about or about in room.fold.matters.channels:
        return about or None
    for each in node.rooms.values():
        acts = in_causal_order(each.fold.matters.channels.get(about, []), lambda act: act)
        if acts and node.rooms.get(str(acts[-1].kept["channel"])) is room:
            return None
    raise CallerError(N_("%(channel)s lists no channel for %(matter)s; choose another matter or channel"), channel=room.label, matter=about)


def reject_proposals(node: Node, number: int, places: Sequence[int], author: str) -> None:
    """Put proposals aside, all of them or none.

    Raises:
        CallerError: there is no such report or proposal, or one of them has been decided.
    """
    _undecided(node, number, places)
    for place in places:
        choose(node, number, place, "rejected", author)


def take_back(node: Node, number: int, places: Sequence[int], author: str) -> None:
    """Let rejected proposals be undecided again; of what was drafted, the draft is dropped where drafts are.

    Raises:
        CallerError: one of them was not rejected.
    """
    choices = choices_of(node, number)
    for place in places:
        if place not in choices or choices[place].choice != "rejected":
            raise CallerError(N_("proposal %(number)d was not rejected"), number=place + 1)
    for place in places:
        choose(node, number, place, None, author)


def _undecided(node: Node, number: int, places: Sequence[int]) -> ReportView:
    """The reading of a report whose proposals at these places are all there, and not decided.

    Raises:
        CallerError: otherwise.
    """
    reading, choices = _reading(report_of(node, number)), choices_of(node, number)
    for place in places:
        if place >= len(reading.statements):
            raise CallerError(N_("there is no proposal %(number)d in this report"), number=place + 1)
        if place in choices:
            raise CallerError(N_("proposal %(number)d has been decided; take that back first"), number=place + 1)
    return reading


def fields_of(room: Room, reading: ReportView, said: Statement) -> dict[str, Any]:
    """What the form of a statement takes, filled in from a proposal."""
    worded = {"quotation": {reading.language: said.quote}} if said.form != "indirect" else {"text": said.quote}
    figures = [_figure(room, said, count) for count in msgspec.to_builtins(said.counts)]
    return {
        "claim": CLAIMS.get(said.kind, "claim"),
        "speakers": _speakers(said),
        "said_on": _when(said.said_on),
        "figures": [figure for figure in figures if figure is not None],
        "according_to": said.via,
        "place": said.place,
        "occasion": said.occasion,
        **worded,
    }


def _speakers(said: Statement) -> list[dict[str, str]]:
    """One speaker, or one for each side that spoke together."""
    sides = (said.side or UNKNOWN_SIDE).split("+")
    named = {"name": said.speaker, "office": said.office} if len(sides) == 1 else {"name": said.speaker, "office": None}
    return [{"side": side, **{key: text for key, text in named.items() if text}} for side in sides]


def _when(said_on: str | None) -> dict[str, Any]:
    first, slash, last = (said_on or "").partition("/")
    if not first:
        return {"open": True}
    return {"from": first, "to": last} if slash else {"day": first}


def _figure(room: Room, said: Statement, count: Mapping[str, Any]) -> dict[str, Any] | None:
    """A figure as the register keeps it: whose, where the dialogue leaves no choice."""
    value = count["value"]
    found: dict[str, Any] = {"qualifier": QUALIFIERS.get(count["qualifier"], count["qualifier"])}
    if isinstance(value, int) and value >= 0:
        found["number"] = value
    others = [party for party in room.channel.members if party != said.side]
    sides = (said.side, others[0]) if said.side in room.channel.members and len(others) == 1 else None
    tally = count["tally"]
    if tally is None or sides is None:
        return {"what": tally or "other", "of": str(count["words"])[:128], **found}
    ours, theirs = sides
    if tally == "sent":
        return {"what": "sent", "by": ours, "to": theirs, **found}
    if tally == "received":
        return {"what": "sent", "by": theirs, "to": ours, **found}
    return {"what": "answered", "of": str(count["words"])[:128], **found}


# ---- shown ----


def _reading(kept: Kept) -> ReportView:
    return msgspec.json.decode(kept.reading, type=ReportView)


def _row(node: Node, kept: Kept) -> KeptReport:
    reading = _reading(kept)
    return KeptReport(
        report=kept.id,
        name=kept.name,
        language=reading.language,
        published=reading.published,
        author=kept.author,
        at=kept.at,
        proposals=len(reading.statements),
        undecided=len(reading.statements) - len(choices_of(node, kept.id)),
    )


def _words(said: Statement) -> tuple[str | None, str]:
    """By what a statement of one version of a report is found in another."""
    return said.speaker, said.quote


def _decided(node: Node, earlier: Sequence[Kept]) -> dict[tuple[str | None, str], str]:
    """What became of the words of earlier versions; the newest decision counts."""
    found: dict[tuple[str | None, str], str] = {}
    for kept in reversed(earlier):
        said = _reading(kept).statements
        found |= {_words(said[place]): choice.choice for place, choice in choices_of(node, kept.id).items()}
    return found


def _proposal(node: Node, reading: ReportView, place: int, choice: Choice | None, before: str | None) -> ProposalShown:
    said = reading.statements[place]
    rooms = rooms_in_order(node)
    return ProposalShown(
        place=place,
        said=said,
        choice=None if choice is None else choice.choice,
        draft=None if choice is None else choice.draft,
        draft_channel=None if choice is None else choice.channel,
        by=None if choice is None else choice.author,
        at=None if choice is None else choice.at,
        before=before,
        said_before=[] if choice is not None else [each for room in rooms for each in _said_before(room, reading, said)],
        counted=_is_counted(fields_of(rooms[0], reading, said)),
    )


def _said_before(room: Room, reading: ReportView, said: Statement) -> list[Before]:
    acts = said_before(room, _saying(fields_of(room, reading, said)))
    return [Before(channel=room.label, ref=str(act.ref), said_on=act.kept["said_on"]) for act in acts]
