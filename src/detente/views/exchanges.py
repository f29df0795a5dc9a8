"""Simultaneous exchanges: who has committed and opened, what fits, and what each side can prove if it stops here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.exchanges import Exchange
from detente.dialogue.lists import Whose, fits
from detente.errors import N_, CallerError, DetenteError
from detente.node.node import Node
from detente.node.room import Room
from detente.views.acting_exchanges import kept_list, waits_for
from detente.views.base import ChannelName, Point, RemarkShown, Text, View, as_of, channel_name, finding_view, text_of_error
from detente.views.deadlines import ChannelPoints
from detente.views.lists_talks import resting
from detente.views.log import Attachment, attachments, first_receipt
from detente.views.status import rooms_in_order
from detente.views.undertakings import UndertakingRow, promises_about


class ListOpening(View, frozen=True):
    """The opening of a list. `fits`: whether it is the one that was committed to; null where it was destroyed.

    `early`: its author had not seen the commitments of all others. `lines`: of a text, those in which something stands.
    """

    entry: str
    at: str | None
    text: str | None
    lines: int | None
    files: list[Attachment]
    fits: bool | None
    early: bool


class ExchangeParty(View, frozen=True):
    """One party in an exchange. `received_by`: who has sealed that it holds the commitment; `kept_here`: this node can open it.

    `same_as`: the entries of other parties in which the very same commitment stands, so that it is a copy of one of them, or they of it.
    `late`: it committed after it had seen the list of another; `if_it_stops`: what binds it, and what can be proven of it, as things stand.
    """

    party: str
    commitment: str | None
    at: str | None
    received_by: list[str]
    same_as: list[str]
    late: bool
    kept_here: bool
    openings: list[ListOpening]
    if_it_stops: list[Text]


class ExchangeRow(View, frozen=True):
    """An exchange. `state`: proposed, agreed, committing, committed, opening, complete; `order`: open, simultaneous, late, unproven.

    `proposal`: the newest one; `agreed`: that in force; `text`: what was proposed; `waits_for`: who has not committed, or once all have,
    not opened. `next`: what is ours to do: agree, commit, open, nothing until others commit (wait_commit) or open (wait_open), nothing at
    all (done), or to look for a list of ours that is not in this node (lost).
    """

    channel: str
    slot: str
    state: str
    order: str
    proposal: str | None
    agreed: str | None
    text: str | None
    committed: list[str]
    opened: list[str]
    waits_for: list[str]
    next: str


class ExchangesView(View, frozen=True):
    """The exchanges of a channel, by name."""

    channel: ChannelName
    as_of: list[Point]
    exchanges: list[ExchangeRow]


class ExchangesList(View, frozen=True):
    """The exchanges of all channels, the plenary first, by name."""

    party: str
    exchanges: list[ExchangeRow]
    rests_on: list[ChannelPoints]


class ExchangeView(View, frozen=True):
    """One exchange.

    `if_it_stops`: what holds of it as a whole, as things stand; `remarks`: what was found in the acts that count in it; `promises`: what
    each has undertaken to do, such as to release whom, until it is performed and confirmed.
    """

    channel: ChannelName
    as_of: list[Point]
    exchange: ExchangeRow
    parties: list[ExchangeParty]
    if_it_stops: list[Text]
    remarks: list[RemarkShown]
    promises: list[UndertakingRow]


def exchanges_view(node: Node, room: Room) -> ExchangesView:
    """The exchanges of a channel."""
    return ExchangesView(channel=channel_name(room), as_of=as_of(room), exchanges=[_row(node, room, name) for name in _names(room)])


def exchanges_list(node: Node) -> ExchangesList:
    """The exchanges of all channels."""
    rooms = rooms_in_order(node)
    rows = [_row(node, room, name) for room in rooms for name in _names(room)]
    return ExchangesList(party=node.party, exchanges=rows, rests_on=resting(rooms))


def exchange_view(node: Node, room: Room, name: str) -> ExchangeView:
    """One exchange.

    Raises:
        CallerError: there is none of this name.
    """
    if name not in _names(room):
        raise CallerError(
            N_("there is no exchange '%(about)s' in '%(label)s'"), hint=N_("detente exchange list"), about=name, label=room.label
        )
    exchange = _exchange(room, name)
    parties = [_party(node, room, exchange, party) for party in room.channel.members]
    return ExchangeView(
        channel=channel_name(room), as_of=as_of(room), exchange=_row(node, room, name), parties=parties,
        if_it_stops=_whole(exchange, parties), remarks=_remarks(room, exchange),
        promises=promises_about(room, name),
    )  # fmt: skip


def _names(room: Room) -> list[str]:
    return sorted({slot.name for slot in room.fold.proposals.about("exchange")} | room.fold.exchanges.exchanges.keys())


def _exchange(room: Room, name: str) -> Exchange:
    return room.fold.exchanges.exchanges.get(name) or Exchange(name, tuple(room.channel.members))


def _row(node: Node, room: Room, name: str) -> ExchangeRow:
    exchange, current = _exchange(room, name), room.fold.proposals.current(name)
    proposals = [slot for slot in room.fold.proposals.about("exchange") if slot.name == name]
    newest = max((act for slot in proposals for act in slot.proposals), key=lambda ref: _at(room, ref), default=None)
    before = "proposed" if current is None else "agreed"
    done = exchange.commitments if exchange.state == "committing" else exchange.openings
    text = None if current is None else room.entry(current.act.ref).fields.get("text")
    return ExchangeRow(
        channel=room.label,
        slot=name,
        state=exchange.state if exchange.commitments else before,
        order=exchange.order,
        proposal=None if newest is None else str(newest),
        agreed=None if current is None else str(current.act.ref),
        text=text if isinstance(text, str) else None,
        committed=sorted(exchange.commitments),
        opened=sorted(exchange.openings),
        waits_for=[member for member in exchange.members if member not in done],
        next=_next(node, room, exchange, agreed=current is not None),
    )


def _at(room: Room, ref: Ref) -> tuple[str, Ref]:
    at = room.entry(ref).fields.get("at")
    return (at if isinstance(at, str) else ""), ref


def _next(node: Node, room: Room, exchange: Exchange, *, agreed: bool) -> str:
    """What is ours to do."""
    act = exchange.commitments.get(room.party)
    if act is None:
        return "commit" if agreed else "agree"
    if room.party in exchange.openings:
        return "done" if exchange.state == "complete" else "wait_open"
    if kept_list(node, str(act.kept["commitment"])) is None:
        return "lost"
    return "wait_commit" if waits_for(exchange) else "open"


def _remarks(room: Room, exchange: Exchange) -> list[RemarkShown]:
    """What was found in acts of an exchange, also in those that have no effect."""
    refs = {act.ref for act in exchange.acts()}
    return [
        finding_view(room, finding)
        for finding in room.fold.all_findings()
        if finding.ref in refs or finding.params.get("slot") == exchange.slot
    ]


def _party(node: Node, room: Room, exchange: Exchange, party: str) -> ExchangeParty:
    act = exchange.commitments.get(party)
    openings = [_opening(node, room, exchange, each) for each in exchange.openings.get(party, ())]
    received = [] if act is None else _received_by(room, act.ref)
    return ExchangeParty(
        party=party,
        commitment=None if act is None else str(act.ref),
        at=None if act is None else act.kept.get("at"),
        received_by=received,
        same_as=[str(other.ref) for other in _same(exchange, party)],
        late=party in exchange.late(),
        kept_here=act is not None and kept_list(node, str(act.kept["commitment"])) is not None,
        openings=openings,
        if_it_stops=[text_of_error(each) for each in _position(room, exchange, party, openings, received)],
    )


def _same(exchange: Exchange, party: str) -> list[Act]:
    """The commitments of others that are, byte for byte, that of a party."""
    own = exchange.commitments.get(party)
    others = (act for other, act in sorted(exchange.commitments.items()) if other != party)
    return [] if own is None else [act for act in others if act.kept["commitment"] == own.kept["commitment"]]


def _opening(node: Node, room: Room, exchange: Exchange, act: Act) -> ListOpening:
    entry, commitment = room.entry(act.ref), exchange.commitments[act.party]
    text = entry.fields.get("text")
    whose = Whose(room.id, exchange.slot, act.party)
    return ListOpening(
        entry=str(act.ref),
        at=act.kept.get("at"),
        text=text if isinstance(text, str) else None,
        lines=sum(bool(line.strip()) for line in text.splitlines()) if isinstance(text, str) else None,
        files=attachments(node, entry),
        fits=None if entry.destroyed else fits(commitment.kept["commitment"], whose, entry.fields),
        early=bool(exchange.not_seen_by(act)),
    )


def _received_by(room: Room, ref: Ref) -> list[str]:
    """The other members who have sealed that they hold an entry."""
    return [party for party in room.channel.members if party != ref.party and first_receipt(room, ref, party) is not None]


# ---------------------------------------------------------------- if it stops here

_UNBOUND = N_("%(party)s has committed to nothing, and nothing binds it.")
_CHOOSES = N_("%(party)s has committed to nothing; the list of %(others)s is open, and it can choose its own with that one at hand.")
_BOUND = N_(
    "%(party)s is bound by %(commitment)s: it can open the list that it fixed there, and no other. "
    "Who holds that entry can prove that it committed, but not to what."
)
_NO_RECEIPT = N_("There is no receipt of %(silent)s for %(commitment)s: %(party)s cannot prove that its commitment arrived there.")
_COPY = N_(
    "The commitment %(commitment)s is, byte for byte, that of %(same)s. A commitment binds its party: one of them was copied, "
    "and whoever copied it can never open it."
)
_HOLDS = N_(
    "%(party)s holds the list of %(others)s and can keep its own closed. "
    "The others can prove its commitment and the receipt, and cannot make it open."
)
_MAY_HOLD = N_("The list of %(others)s is open; there is no receipt of %(party)s. It may hold that list, and can keep its own closed.")
_OPENED = {
    True: N_(
        "%(party)s has opened in %(entry)s the list that it had committed to in %(commitment)s. Who holds both entries can prove that."
    ),
    False: N_(
        "%(party)s has opened in %(entry)s something else than it had committed to in %(commitment)s. "
        "Who holds both entries can prove that."
    ),
    None: N_(
        "What %(party)s opened in %(entry)s was destroyed by agreement; "
        "whether it was the list of %(commitment)s can be checked here no more."
    ),
}
_LAST_MOVER = N_(
    "Whoever opens last has seen the lists of the others first, and can leave its own closed. "
    "No protocol without a third party can prevent that. None can change its list after it has committed."
)
_UNPROVEN = N_(
    "A list was opened before all commitments were seen: of those that came after it nobody can prove that they were made without it."
)
_LATE = N_("A commitment names an opening as seen: it was made with that list at hand. Who holds both entries can prove that.")
_DONE = N_(
    "All have opened what they had committed to, and each had seen all commitments before it opened. Who holds the entries can prove that."
)


def _position(
    room: Room, exchange: Exchange, party: str, openings: list[ListOpening], received: list[str]
) -> Iterator[DetenteError]:  # fmt: skip
    """What binds a party and what can be proven of it, as things stand; the same for every reader."""
    act = exchange.commitments.get(party)
    opened = {other: acts[0] for other, acts in sorted(exchange.openings.items()) if other != party}
    says: dict[str, Any] = {"party": party, "others": ", ".join(opened)}
    if act is None:
        yield DetenteError(_CHOOSES if opened else _UNBOUND, **says)
        return
    says["commitment"] = str(act.ref)
    if openings:
        for each in openings:
            yield DetenteError(_OPENED[each.fits], **says, entry=each.entry)
        return
    yield DetenteError(_BOUND, **says)
    same = _same(exchange, party)
    if same:
        yield DetenteError(_COPY, **says, same=", ".join(str(each.ref) for each in same))
    silent = [other for other in exchange.members if other != party and other not in received]
    if silent:
        yield DetenteError(_NO_RECEIPT, **says, silent=", ".join(silent))
    if opened:
        got = all(first_receipt(room, each.ref, party) is not None for each in opened.values())
        yield DetenteError(_HOLDS if got else _MAY_HOLD, **says)


def _whole(exchange: Exchange, parties: list[ExchangeParty]) -> list[Text]:
    """What holds of an exchange as a whole, as things stand."""
    fitting = all(any(each.fits for each in party.openings) for party in parties)
    found = {
        _LAST_MOVER: exchange.state != "complete",
        _UNPROVEN: exchange.order == "unproven",
        _LATE: exchange.order == "late",
        _DONE: exchange.order == "simultaneous" and exchange.state == "complete" and fitting,
    }
    return [text_of_error(DetenteError(sentence)) for sentence, holds in found.items() if holds]
