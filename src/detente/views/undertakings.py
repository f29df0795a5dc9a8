"""Undertakings: who has promised what to whom, by when, whether it was done, and what the others say of that."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Act, Ref
from detente.dialogue.matters import Undertaking
from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.naming import names_of
from detente.views.register import About, about_entry, text


class Performance(View, frozen=True):
    """That the party that owes it says it is done."""

    entry: str
    at: str | None
    text: str | None
    about: About


class Verdict(View, frozen=True):
    """The last word of another party on it. `kind`: confirm or dispute; `answered`: it was performed anew in knowledge of it."""

    party: str
    entry: str
    kind: str
    at: str | None
    reason: str | None
    answered: bool


class UndertakingRow(View, frozen=True):
    """One promise. `status`: open, performed, confirmed, disputed; `due`: a date as far as it is known; `source`: the entry it is from."""

    channel: str
    ref: str
    by: str
    to: list[str]
    matter: str | None
    matter_names: dict[str, str]
    source: str | None
    due: dict[str, Any] | None
    text: str | None
    at: str | None
    status: str
    move: list[str]
    performances: list[Performance]
    verdicts: list[Verdict]
    about: About


class UndertakingsView(View, frozen=True):
    """The undertakings of a channel, by the party that owes them."""

    channel: ChannelName
    as_of: list[Point]
    undertakings: list[UndertakingRow]


class UndertakingView(View, frozen=True):
    """One promise."""

    channel: ChannelName
    as_of: list[Point]
    undertaking: UndertakingRow


def undertaking_view(room: Room, item: Undertaking) -> UndertakingView:
    """One promise."""
    return UndertakingView(channel=channel_name(room), as_of=as_of(room), undertaking=undertaking_row(room, item))


def undertakings_view(room: Room, *, by: str | None = None, status: str | None = None) -> UndertakingsView:
    """The undertakings of a channel (`by`: of one party; `status`: in one state)."""
    rows = [undertaking_row(room, item) for _, item in sorted(room.fold.matters.undertakings.items())]
    chosen = [row for row in rows if (by is None or row.by == by) and (status is None or row.status == status)]
    return UndertakingsView(channel=channel_name(room), as_of=as_of(room), undertakings=chosen)


def promises_about(room: Room, matter: str) -> list[UndertakingRow]:
    """The undertakings about a matter or a part of it, by entry: what a text contains, what an exchange obliges to."""
    found = sorted(room.fold.matters.undertakings.items())
    return [undertaking_row(room, item) for _, item in found if f"{item.act.kept.get('about', '')}/".startswith(matter + "/")]


def undertaking_row(room: Room, item: Undertaking) -> UndertakingRow:
    """One promise with what became of it."""
    act = item.act
    source = act.kept.get("re")
    return UndertakingRow(
        channel=room.label,
        ref=str(act.ref),
        by=act.party,
        to=list(item.to),
        matter=act.kept.get("about"),
        matter_names=names_of(room, act.kept.get("about")),
        source=str(Ref(*source[0])) if source else None,
        due=act.kept.get("due"),
        text=text(room.entry(act.ref).fields.get("text")),
        at=text(act.kept.get("at")),
        status=item.status,
        move=_move(item),
        performances=[_performance(room, done) for done in in_causal_order(item.performances, lambda act: act)],
        verdicts=[_verdict(room, item, verdict) for _, verdict in sorted(item.verdicts.items())],
        about=about_entry(room, act.ref),
    )


def _move(item: Undertaking) -> list[str]:
    """Whose turn it is: the party's that owes it, or theirs who have not said whether it was performed."""
    if item.status in {"open", "disputed"}:
        return [item.act.party]
    return [party for party in item.to if party not in item.verdicts or item.verdicts[party].kind != "confirm"]


def _performance(room: Room, act: Act) -> Performance:
    return Performance(
        entry=str(act.ref),
        at=text(act.kept.get("at")),
        text=text(room.entry(act.ref).fields.get("text")),
        about=about_entry(room, act.ref),
    )


def _verdict(room: Room, item: Undertaking, act: Act) -> Verdict:
    fields = room.entry(act.ref).fields
    return Verdict(
        party=act.party,
        entry=str(act.ref),
        kind=act.kind,
        at=text(act.kept.get("at")),
        reason=text(fields.get("reason")) or text(fields.get("text")),
        answered=any(done.has_seen(act.ref) for done in item.performances),
    )
