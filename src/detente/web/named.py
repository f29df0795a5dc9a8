"""What the parts of an address name: channels and entries; a name of nothing is an address of nothing."""

from __future__ import annotations

from detente.dialogue.acts import Ref
from detente.errors import CallerError
from detente.node.room import Room
from detente.views.base import parse_ref
from detente.web.pages import Ask, nothing_here


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
