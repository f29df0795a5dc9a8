"""The agreed count: sections by party, what was counted, and who has signed the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from detente.dialogue.counting import ANSWERED_RULE, read_requests_section
from detente.dialogue.fold import RULES, Fold, Ref
from detente.errors import N_, CallerError
from detente.node import proving
from detente.node.room import Room
from detente.record.channel import Head
from detente.record.note import parse_vkey
from detente.record.seal import Cut, HeadId, LogKey
from detente.record.standing import Standing
from detente.record.text import encode_base64
from detente.views.base import ChannelName, View, channel_name
from detente.views.requests import RequestRow, request_row

REQUESTS: Final = "requests/"
LISTS: Final = frozenset({"groups", "issues", "measures", "meetings", "texts", "undertakings"})


class CutRow(View, frozen=True):
    """How many acts of one log are counted."""

    party: str
    generation: int
    acts: int
    size: int


class RequestCount(View, frozen=True):
    """What one party sent, by outcome: one section of the count. `answered` is derived by `rule`, never signed."""

    sent: int
    answered: int
    rule: str
    full: int
    partial: int
    nil: int
    declined: int
    withheld: int
    holding: int
    open: int
    withdrawn: int
    crossed: int
    disputed: int
    adds_up: bool


class ListCount(View, frozen=True):
    """One list of the count: how many of its items are in which state, and the digest (base64) of the list itself."""

    states: dict[str, int]
    items: str


class SignedBy(View, frozen=True):
    """A seal that states this count over these acts; `attests`: as a past one. `differs`: it states another count."""

    party: str
    entry: str
    at: str | None
    attests: bool
    differs: bool


class Countersigned(View, frozen=True):
    """That a witness has countersigned a signed state which holds a party's signature under the count.

    `by`: the name in its key; `entry`: the last one of the countersigned state; `at`: the witness's own time.
    """

    by: str
    party: str
    entry: str
    at: str


class Agreed(View, frozen=True):
    """One count of requests over one cut: by whom it is signed, and which witnesses have countersigned that."""

    as_of: list[CutRow]
    digest: str
    requests: dict[str, RequestCount]
    signed_by: list[SignedBy]
    not_signed_by: list[str]
    countersigned: list[Countersigned]


class StandingView(View, frozen=True):
    """The count of a channel over a cut, computed here. `agreed`: every member has signed this very count over this very cut.

    `requests`: by the party that sent them; `lists`: meetings, groups, issues, texts, measures, and each party's undertakings;
    `items`: the requests that were counted. `countersigned`: what witnesses have sent to this node.
    """

    channel: ChannelName
    rules: int
    as_of: list[CutRow]
    cut: str
    digest: str
    rule: str
    requests: dict[str, RequestCount]
    lists: dict[str, ListCount]
    items: list[RequestRow]
    signed_by: list[SignedBy]
    not_signed_by: list[str]
    agreed: bool
    countersigned: list[Countersigned]


class Signature(NamedTuple):
    """Which head of a party signs which count over a cut."""

    log: LogKey
    head: HeadId
    standing: bytes
    attests: bool


def signatures(room: Room, cut: bytes) -> dict[str, Signature]:
    """For each member, the first of its seals that states or attests a count over a cut."""
    found: dict[str, Signature] = {}
    for stored in room.store.heads(room.id):
        if stored.branch or stored.log.party in found:
            continue
        head = room.channel.logs[stored.log].heads[stored.id]
        attested = dict(head.attest).get(cut)
        if head.cut == cut:
            found[stored.log.party] = Signature(stored.log, stored.id, head.standing, attests=False)
        elif attested is not None:
            found[stored.log.party] = Signature(stored.log, stored.id, attested, attests=True)
    return found


def current(room: Room) -> tuple[Cut, Standing]:
    """The cut of all that is held, and the count over it.

    Raises:
        CallerError: the founder has not been heard.
    """
    cut = room.channel.cut(room.channel.vector())
    return cut, room.standing(cut.digest, room.fold)


def last_agreed(room: Room) -> tuple[Cut, Standing] | None:
    """The newest cut over which every member has signed the same count, computed anew here."""
    found = _last_agreed(room)
    return None if found is None else found[:2]


def _last_agreed(room: Room) -> tuple[Cut, Standing, Fold] | None:
    """The same, with the fold of that cut."""
    for head in _heads_all_agree_on(room):
        cut = room.channel.cut(head.vector)
        if cut.digest == head.cut and room.channel.k is not None:
            fold = room.fold if cut.rows == room.channel.cut(room.channel.vector()).rows else room.fold_of(head.vector)
            standing = room.standing(cut.digest, fold)
            if standing.digest == head.standing:
                return cut, standing, fold
    return None


def _heads_all_agree_on(room: Room) -> Iterator[Head]:
    """Heads over whose cut every member has signed the same count, the newest first."""
    for stored in reversed(room.store.heads(room.id)):
        if stored.branch:
            continue
        head = room.channel.logs[stored.log].heads[stored.id]
        signed = signatures(room, head.cut)
        if set(signed) == set(room.channel.members) and len({item.standing for item in signed.values()}) == 1:
            yield head


_COUNTED: WeakKeyDictionary[Room, dict[bytes, tuple[Cut, Standing]]] = WeakKeyDictionary()
"""The counts over past cuts that were computed before: they never change, and computing one folds everything up to it."""


def agreed_count(room: Room) -> tuple[Agreed | None, dict[str, RequestCount]]:
    """The newest count that all have signed, else the newest of our own; and the requests as counted over what is held now."""
    now = {party: request_count(counts) for party, counts in sorted(room.fold.requests.counts.items())}
    kept = _COUNTED.setdefault(room, {})
    head = next(_heads_all_agree_on(room), None)
    if head is None:
        return None, now
    if head.cut not in kept:
        found = _last_agreed(room)
        if found is None:
            return None, now
        kept.clear()
        kept[head.cut] = found[:2]
    cut, standing = kept[head.cut]
    signed_by, not_signed_by, countersigned = _signers(room, cut, standing)
    agreed = Agreed(
        as_of=_cut_rows(cut),
        digest=encode_base64(standing.digest),
        requests=_request_counts(standing),
        signed_by=signed_by,
        not_signed_by=not_signed_by,
        countersigned=countersigned,
    )
    return agreed, now


def agreed_or_current(room: Room) -> tuple[Cut, Standing]:
    """What a proof is made of: the newest count that all have signed, else the newest that we have signed ourselves.

    Raises:
        CallerError: we have signed none.
    """
    found = last_agreed(room)
    if found is not None:
        return found
    log = room.channel.logs.get(room.mine)
    if log is None or not log.main.size:
        raise CallerError(N_("nothing of ours is sealed in '%(label)s', so there is no count to prove"), label=room.label)
    head = log.heads[log.main]
    cut = room.channel.cut(head.vector)
    return cut, room.standing(cut.digest, room.fold_of(head.vector))


def standing_view(room: Room) -> StandingView:
    """The count over everything that is held now."""
    return _view(room, *current(room), room.fold)


def agreed_standing_view(room: Room) -> StandingView | None:
    """The newest count that all members have signed, if there is one; later acts are not in it."""
    found = _last_agreed(room)
    return None if found is None else _view(room, *found)


def _view(room: Room, cut: Cut, standing: Standing, fold: Fold) -> StandingView:
    signed_by, not_signed_by, countersigned = _signers(room, cut, standing)
    return StandingView(
        channel=channel_name(room),
        rules=RULES,
        as_of=_cut_rows(cut),
        cut=encode_base64(cut.digest),
        digest=encode_base64(standing.digest),
        rule=ANSWERED_RULE,
        requests=_request_counts(standing),
        lists={section.name: list_count(section.value) for section in standing.sections if not section.name.startswith(REQUESTS)},
        items=[request_row(room, request) for _, request in sorted(fold.requests.items())],
        signed_by=signed_by,
        not_signed_by=not_signed_by,
        agreed=not not_signed_by,
        countersigned=countersigned,
    )


def _cut_rows(cut: Cut) -> list[CutRow]:
    return [CutRow(party=row.log.party, generation=row.log.generation, acts=row.acts, size=row.size) for row in cut.rows]


def _signers(room: Room, cut: Cut, standing: Standing) -> tuple[list[SignedBy], list[str], list[Countersigned]]:
    """Who has signed a count over a cut, who has not, and which witnesses have countersigned those signatures."""
    signed = signatures(room, cut.digest)
    shown = [_signed_by(room, party, item, standing.digest) for party, item in sorted(signed.items())]
    agreeing = {item.party for item in shown if not item.differs}
    countersigned = [found for _, item in sorted(signed.items()) for found in _countersigned(room, item)]
    return shown, [party for party in room.channel.members if party not in agreeing], countersigned


def _request_counts(standing: Standing) -> dict[str, RequestCount]:
    return {
        section.name.partition("/")[2]: request_count(section.value) for section in standing.sections if section.name.startswith(REQUESTS)
    }


def _countersigned(room: Room, item: Signature) -> list[Countersigned]:
    """Of each witness the first state of the signer's log that it has countersigned and that holds the signature."""
    found: dict[str, Countersigned] = {}
    for stored in room.store.heads_of(room.id, item.log):
        if stored.id.size < item.head.size:
            continue
        for vkey, at in room.store.db.execute("SELECT vkey, at FROM cosignatures WHERE head=? ORDER BY vkey", (stored.seq,)):
            name = parse_vkey(vkey).name
            if name not in found:
                entry = str(Ref(item.log.party, item.log.generation, stored.id.size - 1))
                moment = dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                found[name] = Countersigned(by=name, party=item.log.party, entry=entry, at=moment)
    return [found[name] for name in sorted(found)]


def request_count(value: dict[str, int]) -> RequestCount:
    """A well-formed section of requests with what follows from it."""
    reading = read_requests_section(value)
    return RequestCount(**value, answered=reading["answered"], rule=reading["rule"], adds_up=reading["adds_up"])


def is_list(name: str, value: Any) -> bool:
    """Whether a section, whoever wrote it, is a well-formed count of a list: {state: number, .., "items": digest}."""
    if name.partition("/")[0] not in LISTS or type(value) is not dict or type(value.get("items")) is not str:
        return False
    return all(type(number) is int and number >= 0 for state, number in value.items() if state != "items")


def list_count(value: dict[str, Any]) -> ListCount:
    """A well-formed section that counts a list."""
    return ListCount(states={state: number for state, number in value.items() if state != "items"}, items=value["items"])


def _signed_by(room: Room, party: str, item: Signature, ours: bytes) -> SignedBy:
    ref = Ref(party, item.log.generation, item.head.size - 1)
    at = room.entry(ref).fields.get("at")
    return SignedBy(
        party=party, entry=str(ref), at=at if isinstance(at, str) else None, attests=item.attests, differs=item.standing != ours
    )


def proof_of_standing(room: Room, sections: Collection[str] = ()) -> bytes:
    """The proof of the newest count that all have signed (else of our own).

    Args:
        room: the channel.
        sections: what to show: a party for its requests, or the name of a section (meetings, undertakings/rus); none: all.

    Raises:
        CallerError: there is none, or no such section.
    """
    cut, standing = agreed_or_current(room)
    known = [section.name for section in standing.sections]
    show = [REQUESTS + name if REQUESTS + name in known else name for name in sections] or known
    for name in show:
        if name not in known:
            raise CallerError(N_("there is no count of '%(name)s'; there are: %(known)s"), name=name, known=", ".join(known))
    signers = [(item.log, item.head) for item in signatures(room, cut.digest).values() if item.standing == standing.digest]
    return proving.prove_standing(room, cut, standing, signers, show)
