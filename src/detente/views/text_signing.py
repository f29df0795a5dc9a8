"""From a text to a bond: who has initialled and signed, in which order, what stands beside it, and what was found in these acts."""

from __future__ import annotations

from detente.node.room import Room
from detente.views.base import ChannelName, Point, RemarkShown, View
from detente.views.texts import AttachedRow, TextRow, TextView, VersionRow


class SigningView(View, frozen=True):
    """The signing table of a text.

    `version`: the one that is signed, or would be: what was adopted, else what was tabled last. `order`: in which the parties sign; all
    members, where none was agreed (`ordered` false). `remarks`: what was found in the initials, signatures and instruments of any version:
    powers that are missing, an order that was not kept.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    text: TextRow
    version: VersionRow
    order: list[str]
    ordered: bool
    attached: list[AttachedRow]
    remarks: list[RemarkShown]


def signing_view(room: Room, view: TextView) -> SigningView:
    """The signing table of a text that was tabled."""
    version = view.current or view.versions[-1]
    members = list(room.channel.members)
    return SigningView(
        party=view.party,
        channel=view.channel,
        as_of=view.as_of,
        text=view.text,
        version=version,
        order=[*version.order, *(party for party in members if party not in version.order)],
        ordered=bool(version.order),
        attached=view.attached,
        remarks=view.remarks,
    )
