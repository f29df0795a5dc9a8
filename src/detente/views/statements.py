"""What was said in public, and beside each figure what the record says. Nobody is judged: a count is compared with a count.

A figure is held against what the record held by the end of the day on which it was said, by the times that authors claim: what is asked
and answered later does not rewrite the verdict on what was said before, and stands beside it as of now. Where the record of the channel
begins only after that day, as where acts on paper were entered later, there was nothing yet to hold it against: then it is held against
what the record holds now (decision 0031).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, combinations, product
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from detente.dialogue.acts import Act, Ref, RequestLine, Wanted
from detente.dialogue.claims import WHATS, Comparison, Counted, compare, contradictions, incompatible, overall, same_thing
from detente.dialogue.counting import ANSWERED, ANSWERED_RULE
from detente.dialogue.fold import Fold
from detente.dialogue.talks import in_causal_order
from detente.node.node import Node
from detente.node.room import Room
from detente.record.seal import LogKey
from detente.views.appearances import appearances_of, is_first
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.days import first_day, last_day
from detente.views.naming import names_of
from detente.views.register import About, Source, about_entry, source_of, text, texts


class Speaker(View, frozen=True):
    """Who said it; `name` null: an unnamed speaker, of whom only the office is known. `side`: a party, or who else."""

    side: str
    name: str | None
    office: str | None


class FigureShown(View, frozen=True):
    """A number that was said, and what the record counts for it.

    `what`: sent (by `by` to `to`), answered (by `by`, of what `to` sent it), or anything else; `starts`, `until`: its period; requests
    belong to it by the date on paper, else by the date that their authors claim. `counted`, `whole`: the record's numbers as of the day of
    its `Record`, null where it counts no such thing; `counted_now`, `whole_now`: the same over all that is held now. `verdict`: matches,
    differs, cannot_tell, not_checkable_from_here; `reason`: why it cannot be told or checked.
    """

    what: str
    by: str | None
    to: str | None
    of: str | None
    number: int | None
    qualifier: str
    starts: str | None
    until: str | None
    counted: int | None
    whole: int | None
    counted_now: int | None
    whole_now: int | None
    verdict: str
    reason: str | None


class Record(View, frozen=True):
    """Against what the figures of a statement were held: a channel of this node, as far as it is known here now, and the rule.

    `day`: as of the end of which day, the one on which it was said; null: as of now, since the record begins later, or no day is known.
    """

    channel: ChannelName
    as_of: list[Point]
    rule: str
    day: str | None


class Reply(View, frozen=True):
    """What a party replied to a statement."""

    entry: str
    party: str
    at: str | None
    text: str | None
    destroyed: bool


class Appearance(View, frozen=True):
    """One appearance of a claim: a statement as one outlet carried it, or as it was said once more.

    `ref`: the statement; `by`: the party that entered it; `according_to`, `source`: the outlet, as far as it is known.
    """

    ref: str
    by: str
    said_on: dict[str, Any]
    according_to: list[str]
    source: Source | None
    quotation: dict[str, str]
    text: str | None


class StatementRow(View, frozen=True):
    """One public statement, as one party entered it.

    `claim`: claim, denial, pledge, announcement, assessment; `said_on`, `unchanged_since`: dates as far as they are known;
    `according_to`: through whom it was learned, nearest first; `contradictions`: pairs of places in `figures`, from 0, that are about one
    thing and cannot both be; `record`: null where no channel here counts what it is about; `verdict`: null without figures;
    `appearances`: of the claim, this one among them, the first first; a list shows the first alone (see `detente.views.appearances`).
    """

    channel: str
    ref: str
    by: str
    at: str | None
    claim: str
    speakers: list[Speaker]
    said_on: dict[str, Any]
    place: str | None
    occasion: str | None
    matter: str | None
    matter_names: dict[str, str]
    refers_to: str | None
    unchanged_since: dict[str, Any] | None
    according_to: list[str]
    source: Source | None
    quotation: dict[str, str]
    text: str | None
    destroyed: bool
    record: Record | None
    figures: list[FigureShown]
    contradictions: list[list[int]]
    verdict: str | None
    replies: list[Reply]
    appearances: list[Appearance]
    about: About


class SaidDifferently(View, frozen=True):
    """Two statements whose figures about one thing cannot both be; periods are not compared."""

    channel: str
    what: str
    by: str | None
    to: str | None
    statements: list[str]
    figures: list[FigureShown]


class StatementsView(View, frozen=True):
    """The public statements of a channel, each claim once, as it first appeared.

    `differing`: where the counts that were made public differ from one another.
    """

    channel: ChannelName
    as_of: list[Point]
    statements: list[StatementRow]
    differing: list[SaidDifferently]


class StatementView(View, frozen=True):
    """One public statement. `differing`: other statements whose counts differ from its own."""

    channel: ChannelName
    as_of: list[Point]
    statement: StatementRow
    differing: list[SaidDifferently]


def statements_view(node: Node, room: Room) -> StatementsView:
    """The public statements of a channel, by the date on which they first appeared."""
    acts = [act for act in _by_date(room) if is_first(room, act)]
    rows = [statement_row(node, room, act) for act in acts]
    return StatementsView(channel=channel_name(room), as_of=as_of(room), statements=rows, differing=differing(node, room))


def statements_about(node: Node, counting: Room) -> list[tuple[Room, StatementRow]]:
    """The public statements with figures that the count of a channel can be held beside, by the date on which they first appeared.

    Returns:
        Each claim once, with the channel in which it was entered.
    """
    found = []
    for room in node.rooms.values():
        found += [
            (room, statement_row(node, room, act))
            for act in _by_date(room)
            if act.kept.get("figures") and is_first(room, act) and _channel_of(node, room, act.kept.get("about"))[0] is counting
        ]
    return [(room, row) for room, row in found if any(figure.what in WHATS for figure in row.figures)]


def _by_date(room: Room) -> list[Act]:
    return sorted(room.fold.register.statements.values(), key=lambda act: (first_day(act.kept["said_on"]), act.ref))


def statement_view(node: Node, room: Room, act: Act) -> StatementView:
    """One public statement."""
    row = statement_row(node, room, act)
    return StatementView(channel=channel_name(room), as_of=as_of(room), statement=row, differing=differing(node, room, row.ref))


def statement_row(node: Node, room: Room, act: Act) -> StatementRow:
    """One public statement beside the record."""
    kept, entry = act.kept, room.entry(act.ref)
    counting, figures = _channel_of(node, room, kept.get("about"))[0], kept.get("figures", ())
    shown = _figures(node, room, act)
    said = in_causal_order(room.fold.register.replies.get(act.ref, []), lambda act: act)
    return StatementRow(
        channel=room.label,
        ref=str(act.ref),
        by=act.party,
        at=text(kept.get("at")),
        claim=str(kept["claim"]),
        speakers=[Speaker(side=s["side"], name=s.get("name"), office=s.get("office")) for s in kept["speakers"]],
        said_on=kept["said_on"],
        place=kept.get("place"),
        occasion=kept.get("occasion"),
        matter=kept.get("about"),
        matter_names=names_of(room, kept.get("about")),
        refers_to=str(Ref(*kept["re"][0])) if kept.get("re") else None,
        unchanged_since=kept.get("unchanged_since"),
        according_to=list(kept.get("according_to", ())),
        source=source_of(kept.get("source")),
        quotation=texts(entry.fields, "quotation"),
        text=text(entry.fields.get("text")),
        destroyed=entry.destroyed,
        record=None if counting is None else _record(counting, act),
        figures=shown,
        contradictions=[list(pair) for pair in contradictions(figures)],
        verdict=overall([figure.verdict for figure in shown]) if shown else None,
        replies=[_reply(room, reply) for reply in said],
        appearances=[_appearance(room, each) for each in appearances_of(room, act)],
        about=about_entry(room, act.ref),
    )


def _record(counting: Room, act: Act) -> Record:
    return Record(channel=channel_name(counting), as_of=as_of(counting), rule=ANSWERED_RULE, day=_day_to_hold_against(counting, act))


# ---- against the record ----


def _channel_of(node: Node, room: Room, about: str | None) -> tuple[Room | None, str | None]:
    """The channel whose count a statement is about: the one listed last for its matter; without a matter, this one.

    Returns:
        The channel, or None and the reason: no_channel (none is listed), no_member (it is not held here).
    """
    if about is None:
        return room, None
    listed = in_causal_order(room.fold.matters.channels.get(about, []), lambda act: act)
    if not listed:
        return None, "no_channel"
    found = node.rooms.get(str(listed[-1].kept["channel"]))
    return found, None if found is not None else "no_member"


def _figures(node: Node, room: Room, act: Act) -> list[FigureShown]:
    """The figures of a statement, each beside the record."""
    counting, lacking = _channel_of(node, room, act.kept.get("about"))
    day = None if counting is None else _day_to_hold_against(counting, act)
    return [_figure(counting, lacking, figure, day) for figure in act.kept.get("figures", ())]


def _day_to_hold_against(room: Room, act: Act) -> str | None:
    """The last day on which a statement can have been made; None where it is not known, or the record of the channel begins later."""
    said = last_day(act.kept["said_on"])
    return said if said and said >= _by_day(room).begins else None


def _figure(room: Room | None, lacking: str | None, figure: Any, day: str | None) -> FigureShown:
    counted: Counted | None = None
    now: Counted | None = None
    if room is None:
        came = Comparison("not_checkable_from_here", lacking if figure["what"] in WHATS else "not_counted")
    elif _is_too_early(room, figure):
        came = Comparison("cannot_tell", "record_begins_later")
    else:
        counted, now = count_of(room, figure, day), count_of(room, figure)
        came = compare(figure, counted)
    return FigureShown(
        what=str(figure["what"]),
        by=figure.get("by"),
        to=figure.get("to"),
        of=figure.get("of"),
        number=figure.get("number"),
        qualifier=str(figure["qualifier"]),
        starts=figure.get("from"),
        until=figure.get("until"),
        counted=None if counted is None else counted.number,
        whole=None if counted is None else counted.whole,
        counted_now=None if now is None else now.number,
        whole_now=None if now is None else now.whole,
        verdict=came.verdict,
        reason=came.reason,
    )


def count_of(room: Room, figure: Any, day: str | None = None) -> Counted | None:
    """What the record of a channel counts for a figure, as of the end of a day or as of now; None if it counts no such thing.

    A figure `of` something is of a part that no record knows. In a channel of two, the other party need not be named.
    """
    what, by, to = figure["what"], figure.get("by"), figure.get("to")
    members = room.channel.members
    if what not in WHATS or "of" in figure or any(party is not None and party not in members for party in (by, to)):
        return None
    if len(members) == 2:
        by = by or next((party for party in members if to is not None and party != to), None)
        to = to or next((party for party in members if party != by), None)
    sender, addressee = (by, to) if what == "sent" else (to, by)
    if sender is None or (what == "answered" and addressee is None):
        return None
    if day is None and len(members) == 2 and "from" not in figure and "until" not in figure:
        counts = room.fold.requests.counts[sender]
        sent, answered = counts["sent"], sum(counts[outcome] for outcome in ANSWERED)
    else:
        sent, answered = _by_day(room, day).number(sender, addressee, figure.get("from", ""), figure.get("until", "9999-12-31"))
    return Counted(sent, None) if what == "sent" else Counted(answered, sent)


def _is_too_early(room: Room, figure: Any) -> bool:
    """Whether a figure is of a period that ends before anything of the record: then its silence says nothing."""
    until = figure.get("until")
    if figure["what"] not in WHATS or until is None:
        return False
    return all(days[0] > until for days, _ in _by_day(room).of.values())


class _ByDay(NamedTuple):
    """The requests of a channel by day, so that a count of any period costs two look-ups.

    Attributes:
        fold, known: the fold that they are of, and how far it had come.
        begins: the day that the first of all requests claims; empty where nothing was asked.
        of: by sender and addressee: the days, rising; and how many of the requests up to each place were answered, from 0.
    """

    fold: Fold
    known: dict[LogKey, int]
    begins: str
    of: dict[tuple[str, str], tuple[list[str], list[int]]]

    def number(self, sender: str, addressee: str | None, first: str, last: str) -> tuple[int, int]:
        """How many were sent in a period, and how many of these were answered, to one addressee or to all."""
        sent = answered = 0
        for (by, to), (days, sums) in self.of.items():
            if by == sender and addressee in {None, to}:
                start, end = bisect_left(days, first), bisect_right(days, last)
                sent, answered = sent + end - start, answered + sums[end] - sums[start]
        return sent, answered


class _Asked(NamedTuple):
    """A request in short: the day to which it belongs, the day on which it was entered, and the day of the first answer that still counts.

    The last is empty where there is none.
    """

    line: RequestLine
    day: str
    entered: str
    answered: str


_asked: WeakKeyDictionary[Room, dict[Ref, _Asked]] = WeakKeyDictionary()
_counted: WeakKeyDictionary[Room, dict[str | None, _ByDay]] = WeakKeyDictionary()


def _by_day(room: Room, until: str | None = None) -> _ByDay:
    """The requests of a channel by day, as of the end of a day or as of now.

    Each request is read once, and again when it has changed; the rest is counted again when the fold has gone on.
    """
    kept = _counted.setdefault(room, {})
    found = kept.get(until)
    if found is not None and found.fold is room.fold and found.known == room.fold.known:
        return found
    if kept and next(iter(kept.values())).known != room.fold.known:
        kept.clear()
    rows: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    begins = ""
    for asked in _all_asked(room):
        begins = min(begins or asked.entered, asked.entered)
        if until is None or asked.entered <= until:
            answered = bool(asked.answered) and (until is None or asked.answered <= until)
            rows.setdefault((asked.line.ref.party, asked.line.to), []).append((asked.day, answered))
    of = {}
    for pair, dated in rows.items():
        dated.sort()
        of[pair] = ([day for day, _ in dated], list(accumulate((answered for _, answered in dated), initial=0)))
    kept[until] = _ByDay(room.fold, dict(room.fold.known), begins, of)
    return kept[until]


def _all_asked(room: Room) -> Iterator[_Asked]:
    known, memory = _asked.setdefault(room, {}), room.fold.memory
    for line in room.fold.requests.lines(Wanted()):
        found = known.get(line.ref)
        if found is None or found.line != line:
            act = memory.act(line.ref)
            found = known[line.ref] = _Asked(line, _day_of(act), _claimed_day(act), _answered_on(room, line))
        yield found


def _answered_on(room: Room, line: RequestLine) -> str:
    """The day on which a request that counts as answered first did; empty where it does not count as answered.

    What was answered and withdrawn by people who did not know it of one another has a column of its own, and counts as answered at no time.
    """
    return min(_claimed_day(act) for act in room.fold.requests[line.ref].final_answers) if line.status in ANSWERED else ""


def _claimed_day(act: Act) -> str:
    return str(act.kept.get("at", ""))[:10]


def _day_of(act: Act) -> str:
    """The day on paper, else the day that the author claims."""
    paper = act.kept.get("paper")
    return str(paper["on"]) if isinstance(paper, dict) else _claimed_day(act)


# ---- beside one another ----


def differing(node: Node, room: Room, only: str | None = None) -> list[SaidDifferently]:
    """Pairs of statements of a channel, by the day on which they were said, whose counts cannot both be; each claim once.

    Args:
        node: whose records they are held against.
        room: the channel.
        only: only pairs with this statement.
    """
    acts = [act for act in _by_date(room) if is_first(room, act) or str(act.ref) == only]
    said = [(act, place, figure) for act in acts for place, figure in enumerate(act.kept.get("figures", ())) if figure["what"] in WHATS]
    pairs = [
        (one, other)
        for one, other in _incompatible(said)
        if one[0].ref != other[0].ref and (only is None or only in {str(one[0].ref), str(other[0].ref)})
    ]
    shown = {act.ref: _figures(node, room, act) for pair in pairs for act, _, _ in pair}
    return [_said_differently(room, one[0], shown[one[0].ref][one[1]], other[0], shown[other[0].ref][other[1]]) for one, other in pairs]


_Said = tuple[Act, int, Any]


def _incompatible(said: list[_Said]) -> list[tuple[_Said, _Said]]:
    """Pairs of figures about one thing that cannot both be, in their order; figures that are equal are compared once."""
    equal: dict[tuple[Any, ...], list[int]] = {}
    for place, (_, _, figure) in enumerate(said):
        key = tuple(figure.get(name) for name in ("what", "by", "to", "of", "qualifier", "number"))
        equal.setdefault(key, []).append(place)
    places = []
    for ones, others in combinations(equal.values(), 2):
        one, other = said[ones[0]][2], said[others[0]][2]
        if same_thing(one, other, period=False) and incompatible(one, other):
            places += [(min(pair), max(pair)) for pair in product(ones, others)]
    return [(said[one], said[other]) for one, other in sorted(places)]


def _said_differently(room: Room, one: Act, first: FigureShown, other: Act, second: FigureShown) -> SaidDifferently:
    return SaidDifferently(
        channel=room.label,
        what=first.what,
        by=first.by,
        to=first.to,
        statements=[str(one.ref), str(other.ref)],
        figures=[first, second],
    )


def _appearance(room: Room, act: Act) -> Appearance:
    fields = room.entry(act.ref).fields
    return Appearance(
        ref=str(act.ref),
        by=act.party,
        said_on=act.kept["said_on"],
        according_to=list(act.kept.get("according_to", ())),
        source=source_of(act.kept.get("source")),
        quotation=texts(fields, "quotation"),
        text=text(fields.get("text")),
    )


def _reply(room: Room, act: Act) -> Reply:
    entry = room.entry(act.ref)
    return Reply(
        entry=str(act.ref),
        party=act.party,
        at=text(act.kept.get("at")),
        text=text(entry.fields.get("text")),
        destroyed=entry.destroyed,
    )
