"""A channel as this node knew it at a moment: which pouches it had taken by then, and what they came to."""

from __future__ import annotations

from typing import Any

from detente.dialogue.counting import ANSWERED_RULE
from detente.dialogue.fold import Fold
from detente.node.room import Room
from detente.node.store import StoredHead
from detente.record.seal import LogKey
from detente.record.text import encode_base64
from detente.views.base import ChannelName, Point, View, channel_name
from detente.views.naming import names_of
from detente.views.standing import REQUESTS, CutRow, ListCount, RequestCount, list_count, request_count


class MeetingThen(View, frozen=True):
    """A meeting as it was known: its state and its date."""

    matter: str
    state: str
    date: dict[str, Any]


class IssueThen(View, frozen=True):
    """An issue as it was known: its state and each side's last assessment; `names`: its title, by language."""

    matter: str
    names: dict[str, str]
    state: str
    movements: dict[str, str]


class KnownView(View, frozen=True):
    """What this node knew of a channel at `moment`, by the node's own clock.

    `undated`: how many of the pouches counted here have no time of arrival, since an earlier program took them; for these the time
    of our own next seal was used. `cut`, `digest`: the count over just these acts; `digest` is null while the founder had not been heard.
    """

    channel: ChannelName
    moment: str
    as_of: list[Point]
    undated: int
    rule: str
    counted: list[CutRow]
    cut: str
    digest: str | None
    requests: dict[str, RequestCount]
    lists: dict[str, ListCount]
    meetings: list[MeetingThen]
    issues: list[IssueThen]


def known_view(room: Room, moment: str) -> KnownView:
    """A channel as it was known at a moment (UTC, as entries carry times)."""
    known = _known_then(room, moment)
    # Only heads that close an act can be named; a receipt behind them changes nothing.
    vector = {log: head.id for log, head in _last(room, known, bearing=True).items()}
    cut = room.channel.cut(vector)
    fold = room.fold_of(vector)
    has_founder = room.channel.k is not None and _gave_secret(room, known)
    sections = fold.sections()
    return KnownView(
        channel=channel_name(room),
        moment=moment,
        as_of=_points(room, _last(room, known, bearing=False)),
        undated=sum(head.at is None for head in known),
        rule=ANSWERED_RULE,
        counted=[CutRow(party=row.log.party, generation=row.log.generation, acts=row.acts, size=row.size) for row in cut.rows],
        cut=encode_base64(cut.digest),
        digest=encode_base64(room.standing(cut.digest, fold).digest) if has_founder else None,
        requests={name.partition("/")[2]: request_count(value) for name, value in sections.items() if name.startswith(REQUESTS)},
        lists={name: list_count(value) for name, value in sections.items() if not name.startswith(REQUESTS)},
        meetings=_meetings(fold),
        issues=[
            IssueThen(matter=name, names=names_of(room, name), state=issue.state(fold.members), movements=issue.movements())
            for name, issue in sorted(fold.matters.issues.items())
        ],
    )


def _known_then(room: Room, moment: str) -> list[StoredHead]:
    """The pouches that had been taken: those before the first one that came later.

    In the order of admission, so that nothing is in it whose past is not, even where the clock of the node was set back.
    """
    heads = room.store.heads(room.id)
    known = []
    for stored, at in zip(heads, _arrivals(room, heads), strict=True):
        if at > moment:
            break
        known.append(stored)
    return known


def _arrivals(room: Room, heads: list[StoredHead]) -> list[str]:
    """When each pouch was taken, by our own clock. Where that was not noted: when we next sealed, which was later."""
    arrivals: list[str] = []
    later = ""
    for stored in reversed(heads):
        claimed = str(room.trusted_entries(stored.seq)[-1].fields.get("at", "")) if stored.at is None else ""
        later = stored.at or (claimed if stored.log.party == room.party else later)
        arrivals.append(later or claimed)
    return arrivals[::-1]


def _last(room: Room, known: list[StoredHead], *, bearing: bool) -> dict[LogKey, StoredHead]:
    """Of each log the last head that was known (`bearing`: that closes an act)."""
    found: dict[LogKey, StoredHead] = {}
    for stored in known:
        if not stored.branch and (not bearing or room.channel.logs[stored.log].heads[stored.id].bears_act):
            found[stored.log] = stored
    return found


def _points(room: Room, last: dict[LogKey, StoredHead]) -> list[Point]:
    """How much of each log was held; 0 for a member that had not been heard."""
    points = [Point(party=log.party, generation=log.generation, entries=stored.id.size) for log, stored in last.items()]
    silent = set(room.channel.members) - {point.party for point in points}
    points += [Point(party=party, generation=0, entries=0) for party in silent]
    return sorted(points, key=lambda point: (point.party, point.generation))


def _gave_secret(room: Room, known: list[StoredHead]) -> bool:
    """Whether the founder had been heard, without whom nobody can commit to a count."""
    return any(stored.start == 0 and "k" in room.trusted_entries(stored.seq)[0].kept for stored in known)


def _meetings(fold: Fold) -> list[MeetingThen]:
    return [MeetingThen(matter=meeting.slot, state=meeting.state, date=meeting.date) for meeting in fold.talks.meetings()]
