"""What lies at a door, of each party."""

from __future__ import annotations

from detente.node.shelf import Shelf
from detente.views.base import View


class TokenMade(View, frozen=True):
    """`door token`: what a party shows at the door. It is kept nowhere."""

    party: str
    token: str


class ShareRow(View, frozen=True):
    """What lies here of one party; `may_come`: whether it has a token that is good."""

    party: str
    may_come: bool
    files: int
    bytes: int


class DoorView(View, frozen=True):
    """`door show`. `space`: bytes of each party at most; `days`: how long a file lies before it goes."""

    shares: list[ShareRow]
    space: int
    days: int


def door_view(shelf: Shelf) -> DoorView:
    """Who may come, and what lies there."""
    about = shelf.about
    rows = [ShareRow(party=each.party, may_come=each.party in about.parties, files=each.files, bytes=each.bytes) for each in shelf.shares()]
    return DoorView(shares=rows, space=about.space, days=about.days)
