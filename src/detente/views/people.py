"""People: whom each party has appointed, with which powers, and how it can be reached."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Act
from detente.dialogue.people import Delegate
from detente.node.node import Node
from detente.node.personal import guard_of, kept_key
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.naming import names_of


class PowersRow(View, frozen=True):
    """Full powers: for what (`about`: one matter, and what it is called; null: all), by whom, from and until which day.

    `revoked`: the act that ended them.
    """

    entry: str
    powers: list[str]
    about: str | None
    about_names: dict[str, str]
    issuer: str | None
    first: str | None
    until: str | None
    revoked: str | None


class DelegateRow(View, frozen=True):
    """One person of one party. `key`: with which the person signs (base64); `appointed` is false when the last appointment ended.

    `guard`: with what that key opens, if this node keeps it: own (the passphrase of this person alone), node (with the other keys of
    the node: whoever seals signs in this name too); null: it is not kept here.
    """

    party: str
    id: str
    name: str | None
    office: str | None
    role: str | None
    powers: list[str]
    key: str | None
    first: str | None
    until: str | None
    entry: str | None
    appointed: bool
    guard: str | None
    full_powers: list[PowersRow]


class ContactRow(View, frozen=True):
    """How a party can be reached, for one kind of thing, from and until which day."""

    party: str
    contact: str
    address: str | None
    entry: str
    first: str | None
    until: str | None
    revoked: str | None


class PeopleView(View, frozen=True):
    """`delegate list`, `contacts list`: of every party."""

    channel: ChannelName
    as_of: list[Point]
    delegates: list[DelegateRow]
    contacts: list[ContactRow]


class DelegateKey(View, frozen=True):
    """`delegate key`, `delegate passphrase`: the public key (base64) with which somebody signs in person.

    Its secret stays in this node. `new`: it was made now; `guard`: own, or node, as in DelegateRow; `appointed`: whether the person is
    appointed already, in some channel.
    """

    delegate: str
    key: str
    new: bool
    guard: str | None
    appointed: bool


def is_appointed(node: Node, delegate: str) -> bool:
    """Whether our party has appointed somebody under an id in some channel."""
    people = (room.fold.people.get(node.party, delegate) for room in node.rooms.values())
    return any(person is not None and person.appointment is not None for person in people)


def people_view(node: Node, room: Room) -> PeopleView:
    """Everybody whom the parties have appointed, and their contacts."""
    people = room.fold.people
    return PeopleView(
        channel=channel_name(room),
        as_of=as_of(room),
        delegates=[delegate_row(room, delegate, node) for _, delegate in sorted(people.delegates.items())],
        contacts=[_contact(room, act) for _, acts in sorted(people.contacts_of.items()) for act in acts],
    )


def delegate_row(room: Room, delegate: Delegate, node: Node | None = None) -> DelegateRow:
    """One person; with the node, of ours also with what the key opens."""
    act = delegate.appointment or (delegate.appointments[-1] if delegate.appointments else None)
    kept: dict[str, Any] = {} if act is None else dict(act.kept)
    fields = {} if act is None else room.entry(act.ref).fields
    return DelegateRow(
        party=delegate.party,
        id=delegate.id,
        name=_text(fields.get("name")),
        office=_text(fields.get("office")),
        role=kept.get("role"),
        powers=list(kept.get("powers", ())),
        key=kept.get("key"),
        first=kept.get("from"),
        until=kept.get("until"),
        entry=None if act is None else str(act.ref),
        appointed=delegate.appointment is not None,
        guard=None if node is None or delegate.party != node.party else _guard(node, delegate.id, kept.get("key")),
        full_powers=[_powers(room, delegate, given) for given in delegate.powers],
    )


def person_name(room: Room, party: str, delegate: str) -> str | None:
    """The name under which a party has appointed somebody."""
    found = room.fold.people.get(party, delegate)
    return None if found is None else delegate_row(room, found).name


def _guard(node: Node, delegate: str, named: Any) -> str | None:
    """With what the key opens that an appointment names, if it is the one that is kept here."""
    return guard_of(node, delegate) if named is not None and named == kept_key(node, delegate) else None


def _powers(room: Room, delegate: Delegate, act: Act) -> PowersRow:
    return PowersRow(
        entry=str(act.ref),
        powers=list(act.kept["powers"]),
        about=act.kept.get("about"),
        about_names=names_of(room, act.kept.get("about")),
        issuer=_text(room.entry(act.ref).fields.get("issuer")),
        first=act.kept.get("from"),
        until=act.kept.get("until"),
        revoked=str(delegate.revoked[act.ref].ref) if act.ref in delegate.revoked else None,
    )


def _contact(room: Room, act: Act) -> ContactRow:
    revoked = room.fold.people.revoked.get(act.ref)
    return ContactRow(
        party=act.party,
        contact=str(act.kept["contact"]),
        address=_text(room.entry(act.ref).fields.get("address")),
        entry=str(act.ref),
        first=act.kept.get("from"),
        until=act.kept.get("until"),
        revoked=None if revoked is None else str(revoked.ref),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
