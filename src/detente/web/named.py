"""What the parts of an address name: channels and entries; a name of nothing is an address of nothing."""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.views.base import parse_ref
from detente.views.status import rooms_in_order
from detente.web.pages import Ask, nothing_here
from detente.web.parties import words_of


def named_room(ask: Ask) -> Room:
    """The channel of `{channel}`.

    Raises:
        NoSuchPage: there is none.
    """
    try:
        found: Room = ask.node.room(ask.names["channel"])
    except CallerError as error:
        raise nothing_here() from error
    return found


def chosen_channel(ask: Ask) -> tuple[str | None, list[tuple[str, str]]]:
    """The channel that a list is limited to by the query, and what there is to choose from: label and title, `all` first.

    Raises:
        NoSuchPage: there is no such channel.
    """
    chosen = ask.query.get("channel") or None
    rooms = rooms_in_order(ask.node)
    if chosen is not None and all(room.label != chosen for room in rooms):
        raise nothing_here()
    w = words_of(ask)
    titles = [(room.label, w.channel_short(room.label)) for room in rooms]
    return chosen, [("", ask.t.gettext(N_("all"))), *titles]


def named_entry(ask: Ask) -> tuple[Room, Ref]:
    """The entry of `{channel}/{party}/{index}`.

    Raises:
        NoSuchPage: there is none.
    """
    names = ask.names
    try:
        return parse_ref(ask.node, f"{names['channel']}:{names['party']}/{names['index']}")
    except CallerError as error:
        raise nothing_here() from error
