"""The page of the agreed count: what each side sent and what was answered, who says so, and what was said of it in public."""

from __future__ import annotations

from detente.dialogue.acts import RequestLine, Wanted
from detente.dialogue.counting import ANSWERED_RULE
from detente.node.node import Node
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name
from detente.views.requests import RequestRow, request_row
from detente.views.standing import Agreed, RequestCount, agreed_count
from detente.views.statements import StatementRow, statements_about


class CountView(View, frozen=True):
    """The agreed count of requests in a channel.

    `agreed`: the newest count that all have signed, null where there is none yet; `now`: the same computed over everything that is held
    here, and `later_acts` whether that differs; `stuck`: by the party that was asked, the request that has waited longest for an answer,
    with the lowest number of those that are as old; `stuck_alike`: how many others are just as old; `supposed`: this is an exercise, so
    what the requests say is made up; `said`: the public statements with figures about this channel, by the date on which they were made.
    """

    party: str
    channel: ChannelName
    as_of: list[Point]
    rule: str
    agreed: Agreed | None
    now: dict[str, RequestCount]
    later_acts: bool
    stuck: dict[str, RequestRow]
    stuck_alike: dict[str, int]
    supposed: bool
    said: list[StatementRow]


def count_view(node: Node, room: Room) -> CountView:
    """The agreed count, and what was said of it."""
    agreed, now = agreed_count(room)
    stuck = _stuck(room)
    return CountView(
        party=node.party,
        channel=channel_name(room),
        as_of=as_of(room),
        rule=ANSWERED_RULE,
        agreed=agreed,
        now=now,
        later_acts=agreed is None or agreed.requests != now,
        stuck={party: request_row(room, room.fold.requests[lines[0].ref]) for party, lines in stuck.items()},
        stuck_alike={party: len(lines) - 1 for party, lines in stuck.items()},
        supposed=room.channel.charter.exercise,
        said=[row for _, row in statements_about(node, room)],
    )


def _stuck(room: Room) -> dict[str, list[RequestLine]]:
    """For each party that was asked, its oldest requests without a final answer, by number: all of one age. The longest waiting first."""
    oldest: dict[str, list[RequestLine]] = {}
    for status in ("open", "holding"):
        for line in room.fold.requests.lines(Wanted(status=status)):
            found = oldest.get(line.to)
            if found is None or line.at < found[0].at:
                oldest[line.to] = [line]
            elif line.at == found[0].at:
                found.append(line)
    ordered = sorted(oldest.items(), key=lambda item: (item[1][0].at, item[0]))
    return {party: sorted(lines, key=lambda line: (line.number, line.ref)) for party, lines in ordered}
