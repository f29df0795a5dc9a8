"""What was found: each hit with a piece of its text as it was written, and where in that the words stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from detente.dialogue.acts import Ref
from detente.node import matching
from detente.node.node import Node
from detente.node.room import Room
from detente.node.search import ENTRY, SOURCES, Found, Index, Own, Query, parse_query, texts_of
from detente.record.seal import LogKey
from detente.views.base import ChannelName, Point, View, as_of, channel_name, parse_ref

PAGE: Final = 20
"""Hits of a page."""
QUOTED: Final = 240
"""Characters of a quotation, at most: three lines of a terminal."""
_BEFORE = 60
"""Characters before the first hit of a quotation."""


class Hit(View, frozen=True):
    """One text in which the words stand.

    `source`: entry, draft, handover or translation; `ref`: what names it there: an entry (usa/3), or a number. `quotation`: a piece of
    the field `field`, exactly as it was written; `marks`: where the words stand in it, as [start, end) in characters; `cut_before`,
    `cut_after`: the text goes on there. `doubted`: it does not count any more; `destroyed`: its bodies are gone.
    """

    number: int
    source: str
    channel: str
    ref: str
    party: str
    kind: str
    at: str | None
    about: str | None
    field: str | None
    quotation: str
    marks: list[list[int]]
    cut_before: bool
    cut_after: bool
    doubted: bool
    destroyed: bool


class Searched(View, frozen=True):
    """One channel that was searched, and on what of it the answer rests."""

    channel: ChannelName
    as_of: list[Point]


class SearchView(View, frozen=True):
    """`search`: newest first. `words` and `phrases`: what was looked for, as it was understood; nothing is found without a word.

    `next`: pass it as `below` for the next page; null: there is none.
    """

    query: str
    words: list[str]
    phrases: list[list[str]]
    channel: str | None
    kind: str | None
    party: str | None
    hits: list[Hit]
    next: int | None
    searched: list[Searched]
    exercise: bool


def search_view(
    node: Node, text: str, *, channel: str | None = None, kind: str | None = None, party: str | None = None, below: int | None = None,
    entries_only: bool = False, tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> SearchView:  # fmt: skip
    """Search everything that this node holds; what came since the last search is taken into the index first.

    Args:
        channel: a label or the beginning of an id; otherwise every channel.
        below: the `next` of the page before.
        entries_only: leave out what is the delegation's own: drafts, handover notes, translations.
        tick: told of progress when the index has to be made first.

    Raises:
        CallerError: there is no such channel.
    """
    room = None if channel is None else node.room(channel)
    index = Index(node)
    index.refresh(tick)
    query = parse_query(text)
    found = index.search(text, channel=room, kind=kind, party=party, most=PAGE + 1, below=below, entries_only=entries_only)
    rooms = [room] if room is not None else sorted(node.rooms.values(), key=lambda each: each.label)
    return SearchView(
        query=text,
        words=list(query.words),
        phrases=[list(phrase) for phrase in query.phrases],
        channel=None if room is None else room.label,
        kind=kind,
        party=party,
        hits=_hits(node, found[:PAGE], query),
        next=found[PAGE - 1].number if len(found) > PAGE else None,
        searched=[Searched(channel=channel_name(each), as_of=as_of(each)) for each in rooms],
        exercise=any(charter.exercise for charter in node.charters.values()),
    )


def _hits(node: Node, found: Sequence[Found], query: Query) -> list[Hit]:
    frozen = lru_cache(lambda channel: _stops(node.rooms[channel]))
    own = lru_cache(lambda source, channel: {each.key: each for each in SOURCES[source](node, node.rooms[channel])})
    hits = []
    for each in found:
        room = node.rooms[each.channel]
        hits.append(_entry_hit(node, room, each, query, frozen(each.channel)) if each.source == ENTRY else _own_hit(
            room, each, query, own(each.source, each.channel)[each.key]
        ))  # fmt: skip
    return hits


def _stops(room: Room) -> dict[LogKey, int]:
    """Where logs stop to count."""
    return {log: stop.head.size for log, stop in room.channel.frozen(room.channel.vector()).items()}


def _entry_hit(node: Node, room: Room, found: Found, query: Query, stops: dict[LogKey, int]) -> Hit:
    _, ref = parse_ref(node, found.key, room.id)
    entry = room.entry(ref)
    piece = quote(texts_of(entry.fields), query)
    at, about = entry.fields.get("at"), entry.fields.get("slot", entry.fields.get("about"))
    return Hit(
        number=found.number,
        source=found.source,
        channel=room.label,
        ref=found.key,
        party=ref.party,
        kind=entry.kind,
        at=at if isinstance(at, str) else None,
        about=about if isinstance(about, str) else None,
        doubted=_is_doubted(ref, stops),
        destroyed=entry.destroyed,
        **piece._asdict(),
    )


def _is_doubted(ref: Ref, stops: dict[LogKey, int]) -> bool:
    return ref.log in stops and ref.index >= stops[ref.log]


def _own_hit(room: Room, found: Found, query: Query, own: Own) -> Hit:
    return Hit(
        number=found.number,
        source=found.source,
        channel=room.label,
        ref=found.key,
        party=room.party,
        kind=own.kind,
        at=own.at,
        about=own.about,
        doubted=False,
        destroyed=False,
        **quote(own.texts, query)._asdict(),
    )


class Piece(NamedTuple):
    """A piece of a text with marks; see `Hit`."""

    field: str | None
    quotation: str
    marks: list[list[int]]
    cut_before: bool
    cut_after: bool


def quote(texts: Iterable[tuple[str, str]], query: Query) -> Piece:
    """The piece of the texts in which the most of the words stand; a text without any gives its beginning."""
    wanted = [matching.wanted(word) for word in query.all_words]
    best: tuple[tuple[int, bool], str, str, list[tuple[matching.Token, frozenset[int]]]] = ((-1, False), "", "", [])
    for field, text in texts:
        found = []
        for token in matching.tokens(text):
            which = frozenset(place for place, each in enumerate(wanted) if each.matches(token.folded))
            if which:
                found.append((token, which))
        worth = len(frozenset().union(*(which for _, which in found))), " " in text  # a sentence says more than the name of a matter
        if worth > best[0]:
            best = (worth, field, text, found)
    if not best[1]:
        return Piece(None, "", [], cut_before=False, cut_after=False)
    _, field, text, found = best
    start, end = _window(text, found)
    marks = [[token.start - start, token.end - start] for token, _ in found if start <= token.start and token.end <= end]
    return Piece(field, text[start:end], marks, cut_before=start > 0, cut_after=end < len(text))


def _window(text: str, found: Sequence[tuple[matching.Token, frozenset[int]]]) -> tuple[int, int]:
    """From where to where to quote: around as many different words as fit; cut between words, so that no letter loses its marks."""
    if len(text) <= QUOTED:
        return 0, len(text)
    anchor, most = (found[0][0].start if found else 0), 0
    for place, (token, _) in enumerate(found):
        inside = [which for other, which in found[place:] if other.end <= token.start + QUOTED - _BEFORE]
        if len(frozenset().union(*inside)) > most:
            anchor, most = token.start, len(frozenset().union(*inside))
    words = list(matching.tokens(text))
    start = next((token.start for token in words if token.start >= anchor - _BEFORE), 0) if anchor > _BEFORE else 0
    most_end = start + QUOTED
    if most_end >= len(text):
        return start, len(text)
    return start, max((token.end for token in words if start < token.end <= most_end), default=most_end)
