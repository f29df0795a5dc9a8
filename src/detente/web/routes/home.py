"""The watch officer's screen: what came in, what is due, whose move it is, what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping

from detente.errors import N_
from detente.node.accounts import Accounts
from detente.node.called import called_everywhere
from detente.reports import pictures
from detente.views.home import ChannelHealth, HomeView, home_view
from detente.web.pages import Ask, Moved, NotAllowed, Page, Shown


def home(ask: Ask) -> Shown:
    """Where the talks stand."""
    view = home_view(ask.node, ask.account)
    parties = called_everywhere(ask.node)
    hues = {party: pictures.hue_of(parties, party) for party in parties}
    signs = {channel.channel.label: _signs(ask, channel, view.now, hues) for channel in view.channels}
    return Shown("home.html", view, N_("Where the talks stand"), more={"signs": signs})


def _signs(ask: Ask, channel: ChannelHealth, now: str, hues: Mapping[str, int]) -> pictures.Picture:
    """The picture of the signs of life of the other members of a channel."""
    shown = [
        pictures.Sign(N_("Last heard"), {member.party: member.last_heard for member in channel.members}),
        pictures.Sign(N_("Last receipt"), {member.party: member.last_receipt for member in channel.members}),
        pictures.Sign(N_("Line checked"), {member.party: channel.checked.get(member.party) for member in channel.members}),
    ]
    return pictures.health(f"signs-{channel.channel.label}", shown, now, ask.t, hues)


def mark_seen(ask: Ask) -> Moved:
    """Note that this account has now seen everything that came in.

    Raises:
        NotAllowed: nobody has signed in.
    """
    if ask.account is None:
        raise NotAllowed(N_("sign in first"))
    accounts = Accounts(ask.node.store)
    for room in ask.node.rooms.values():
        accounts.looks.mark_all(ask.account.id, room.id, ask.node.clock())
    return Moved("/", N_("Everything up to now is marked as seen by you."))


PAGES = (
    Page("/", home, "read", about="Where the talks stand: what came in, what is due, whose move it is", view=HomeView),
    Page("/seen", mark_seen, "read", method="POST"),
)
