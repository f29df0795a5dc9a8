"""Whom to call now: the contacts of each party that are valid today, with their languages and the time of day where they are."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from detente.dialogue.acts import Act
from detente.dialogue.kinds import CONTACTS
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.register import text


class ContactNow(View, frozen=True):
    """How a party can be reached for one kind of thing.

    `first`, `until`: the days within which it is valid, as the party claims; null: open. `languages`: what is spoken there; `zone`: its
    time zone, and `local_time` what the clock shows there now ("2021-09-30T10:00"); null where no zone is given or it is not known here.
    """

    party: str
    contact: str
    address: str | None
    text: str | None
    languages: list[str]
    zone: str | None
    local_time: str | None
    first: str | None
    until: str | None
    entry: str
    destroyed: bool


class ContactsView(View, frozen=True):
    """`contacts now`: what is valid today, by party, then duty officer, hotline, secretariat, legal, press; the newest first.

    `now`: by the clock of this node; `none_of`: the parties that can be reached by nothing here.
    """

    channel: ChannelName
    as_of: list[Point]
    now: str
    contacts: list[ContactNow]
    none_of: list[str]


def contacts_view(node: Node, room: Room, *, party: str | None = None, contact: str | None = None) -> ContactsView:
    """The contacts that are valid now.

    Args:
        party: only of this one.
        contact: only of this kind, such as duty_officer.
    """
    today = node.now[:10]
    people = room.fold.people
    valid = [
        _contact(room, act, node.clock())
        for each in room.channel.members
        if party in {None, each}
        for act in sorted(people.contacts_of.get(each, ()), key=lambda act: (CONTACTS.index(act.kept["contact"]), -act.ref.index))
        if act.ref not in people.revoked and _is_valid(act, today) and contact in {None, act.kept["contact"]}
    ]
    reached = {each.party for each in valid}
    return ContactsView(
        channel=channel_name(room),
        as_of=as_of(room),
        now=node.now,
        contacts=valid,
        none_of=[each for each in room.channel.members if party in {None, each} and each not in reached],
    )


def _is_valid(act: Act, today: str) -> bool:
    return str(act.kept.get("from", "")) <= today <= str(act.kept.get("until", "9999-12-31"))


def _contact(room: Room, act: Act, now: dt.datetime) -> ContactNow:
    entry = room.entry(act.ref)
    zone = act.kept.get("zone")
    return ContactNow(
        party=act.party,
        contact=str(act.kept["contact"]),
        address=text(entry.fields.get("address")),
        text=text(entry.fields.get("text")),
        languages=list(act.kept.get("languages", ())),
        zone=zone,
        local_time=None if zone is None else _local_time(zone, now),
        first=act.kept.get("from"),
        until=act.kept.get("until"),
        entry=str(act.ref),
        destroyed=entry.destroyed,
    )


def _local_time(zone: str, now: dt.datetime) -> str | None:
    """What the clock shows in a zone; None for one that this machine does not know: its name came from the other side."""
    try:
        return now.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
