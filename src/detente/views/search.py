"""What was found: each hit with a piece of its text as it was written, and where in that the words stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from detente.dialogue.acts import Ref
from detente.node import matching
from detente.node.node import Node
from detente.node.room import Room
from detente.node.search import ENTRY, SOURCES, Found, Index, Own, Query, matter_of, parse_query, texts_here
from detente.record.seal import LogKey
from detente.views.base import ChannelName, Point, View, as_of, channel_name, parse_ref
from detente.views.naming import matter_names

PAGE: Final = 20
"""Hits of a page."""
QUOTED: Final = 240
"""Characters of a quotation, at most: three lines of a terminal."""
_BEFORE = 60
"""Characters before the first hit of a quotation."""
_LONG: Final = 1 << 15
"""Characters of a text that is looked through word by word; of a longer one the part in which the most of the words stand."""
_PARTS: Final = re.compile(r".{1,3999}(?:\s|\Z)|.{4000}", re.DOTALL)

_SAID: Final = ("text", "reason", "quotation", "subject", "title", "agenda", "names", "what", "venue")
"""Fields in which an act says something, the most telling first; `text/ru` is one of them too. Others hold names and keys."""
_KEYS: Final = frozenset({"about", "slot", "gates", "round"})
"""Fields that hold keys of matters, which nobody outside this program has ever said."""


class Hit(View, frozen=True):
    """One text in which the words stand, or which is about a matter that is called so.

    `source`: entry, draft, handover or translation; `ref`: what names it there: an entry (usa/3), or a number. `quotation`: a piece of
    the field `field` of what the act says, exactly as it was written; `marks`: where the words stand in it, as [start, end) in
    characters, none where they stand elsewhere; `cut_before`, `cut_after`: the text goes on there. `named_in` and `named`: the field and
    the value in which the words stand where that is a name (of a person, a file), no sentence. `doubted`: it does not count any more;
    `destroyed`: its bodies are gone.
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
    named_in: str | None
    named: str | None
    doubted: bool
    destroyed: bool


class Searched(View, frozen=True):
    """One channel that was searched, and on what of it the answer rests."""

    channel: ChannelName
    as_of: list[Point]


class MatterFound(View, frozen=True):
    """A matter in whose key, or name in one language, all of the words stand. `names`: by language, empty where it has none."""

    channel: str
    matter: str
    names: dict[str, str]


class SearchView(View, frozen=True):
    """`search`: newest first. `words` and `phrases`: what was looked for, as it was understood; nothing is found without a word.

    `matters`: what is called so itself, by channel and key; on the first page only. What is about one of them is among the hits.

    `next`: pass it as `below` for the next page; null: there is none.
    """

    query: str
    words: list[str]
    phrases: list[list[str]]
    channel: str | None
    kind: str | None
    party: str | None
    matters: list[MatterFound]
    hits: list[Hit]
    next: int | None
    searched: list[Searched]
    exercise: bool


def search_view(  # noqa: PLR0913 - each chooses among the hits, and each by its name
    node: Node, text: str, *, channel: str | None = None, kind: str | None = None, party: str | None = None, below: int | None = None,
    entries_only: bool = False, language: str = "en", tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> SearchView:  # fmt: skip
    """Search everything that this node holds; what came since the last search is taken into the index first.

    Args:
        channel: a label or the beginning of an id; otherwise every channel.
        below: the `next` of the page before.
        entries_only: leave out what is the delegation's own: drafts, handover notes, translations.
        language: the reader's, of several versions in which the words do not stand.
        tick: told of progress when the index has to be made first.

    Raises:
        CallerError: there is no such channel.
    """
    room = None if channel is None else node.room(channel)
    index = Index(node)
    index.refresh(tick)
    query = parse_query(text)
    rooms = [room] if room is not None else sorted(node.rooms.values(), key=lambda each: each.label)
    matters = [matter for each in rooms for matter in _matters(each, query)]
    found = index.search(
        text, channel=room, kind=kind, party=party, most=PAGE + 1, below=below, entries_only=entries_only,
        matters=sorted({each.matter for each in matters}),
    )  # fmt: skip
    return SearchView(
        query=text,
        words=list(query.words),
        phrases=[list(phrase) for phrase in query.phrases],
        channel=None if room is None else room.label,
        kind=kind,
        party=party,
        matters=matters if below is None else [],
        hits=_hits(node, found[:PAGE], query, language),
        next=found[PAGE - 1].number if len(found) > PAGE else None,
        searched=[Searched(channel=channel_name(each), as_of=as_of(each)) for each in rooms],
        exercise=any(charter.exercise for charter in node.charters.values()),
    )


def _matters(room: Room, query: Query) -> list[MatterFound]:
    """The matters of a channel that are called so, by their keys."""
    if not query:
        return []
    named = matter_names(room)
    keys = sorted({*named, *room.fold.matters.issues, *(slot for slot in room.fold.proposals.slots if slot.count("/") == 1)})
    return [
        MatterFound(channel=room.label, matter=key, names=named.get(key, {}))
        for key in keys
        if any(_stands_in(query, called) for called in (key.partition("/")[2], *named.get(key, {}).values()))
    ]


def _stands_in(query: Query, text: str) -> bool:
    """Whether all of the words stand in a text, and those of a phrase follow each other in it."""
    said = matching.folded_words(text)
    rests = [said[start:] for start in range(len(said))]
    return all(any(matching.wanted(word).matches(each) for each in said) for word in query.words) and all(
        any(tuple(rest[: len(phrase)]) == phrase for rest in rests) for phrase in query.phrases
    )


def _hits(node: Node, found: Sequence[Found], query: Query, language: str) -> list[Hit]:
    frozen = lru_cache(lambda channel: _stops(node.rooms[channel]))
    own = lru_cache(lambda source, channel: {each.key: each for each in SOURCES[source](node, node.rooms[channel])})
    hits = []
    for each in found:
        room = node.rooms[each.channel]
        hits.append(_entry_hit(node, room, each, query, frozen(each.channel), language) if each.source == ENTRY else _own_hit(
            room, each, query, own(each.source, each.channel)[each.key], language
        ))  # fmt: skip
    return hits


def _stops(room: Room) -> dict[LogKey, int]:
    """Where logs stop to count."""
    return {log: stop.head.size for log, stop in room.channel.frozen(room.channel.vector()).items()}


def _entry_hit(node: Node, room: Room, found: Found, query: Query, stops: dict[LogKey, int], language: str) -> Hit:
    _, ref = parse_ref(node, found.key, room.id)
    entry = room.entry(ref)
    piece = quote(texts_here(room.kept, entry.fields), query, language)
    at = entry.fields.get("at")
    return Hit(
        number=found.number,
        source=found.source,
        channel=room.label,
        ref=found.key,
        party=ref.party,
        kind=entry.kind,
        at=at if isinstance(at, str) else None,
        about=matter_of(entry.fields) or None,
        doubted=_is_doubted(ref, stops),
        destroyed=entry.destroyed,
        **piece._asdict(),
    )


def _is_doubted(ref: Ref, stops: dict[LogKey, int]) -> bool:
    return ref.log in stops and ref.index >= stops[ref.log]


def _own_hit(room: Room, found: Found, query: Query, own: Own, language: str) -> Hit:
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
        **quote(own.texts, query, language)._asdict(),
    )


class Piece(NamedTuple):
    """A piece of a text with marks; see `Hit`."""

    field: str | None
    quotation: str
    marks: list[list[int]]
    cut_before: bool
    cut_after: bool
    named_in: str | None
    named: str | None


class _Match(NamedTuple):
    """One text, or a part of a long one, and which of the words stand where in it; `before`, `after`: the text goes on there."""

    field: str
    text: str
    found: list[tuple[matching.Token, frozenset[int]]]
    before: bool = False
    after: bool = False

    @property
    def worth(self) -> int:
        return len(frozenset().union(*(which for _, which in self.found)))


def quote(texts: Iterable[tuple[str, str]], query: Query, language: str = "en") -> Piece:
    """The piece of what an act says in which the most of the words stand; where none does, the beginning of it, and the name that does.

    Args:
        texts: by field.
        language: the reader's, of several versions in which no word stands.
    """
    wanted = [matching.wanted(word) for word in query.all_words]
    matches = [_match(field, text, wanted) for field, text in texts if text]
    said = [match for match in matches if _place(match.field) < len(_SAID)]
    names = [match for match in matches if _place(match.field) == len(_SAID) and match.found and match.field not in _KEYS]
    best = max(said, key=lambda match: match.worth, default=None)
    named = max(names, key=lambda match: match.worth, default=None)
    if best is not None and best.worth == 0:
        best = min(said, key=lambda match: (_place(match.field), match.field.partition("/")[2] not in {"", language}))
    elif best is not None:
        named = named if named is not None and named.worth > best.worth else None
    found = {"named_in": None if named is None else named.field, "named": None if named is None else named.text}
    if best is None:
        return Piece(None, "", [], cut_before=False, cut_after=False, **found)
    start, end = _window(best.text, best.found)
    marks = [[token.start - start, token.end - start] for token, _ in best.found if start <= token.start and token.end <= end]
    cut_before, cut_after = best.before or start > 0, best.after or end < len(best.text)
    return Piece(best.field, best.text[start:end], marks, cut_before=cut_before, cut_after=cut_after, **found)


def _match(field: str, text: str, wanted: Sequence[matching.Wanted]) -> _Match:
    if len(text) <= _LONG:
        return _Match(field, text, _found(text, wanted))
    part = _telling_part(text, wanted)
    return _Match(field, part.group(), _found(part.group(), wanted), before=part.start() > 0, after=part.end() < len(text))


def _telling_part(text: str, wanted: Sequence[matching.Wanted]) -> re.Match[str]:
    """The first part of a long text in which the most of the words stand; no places are noted, which would cost five times as much."""
    parts = _PARTS.finditer(text)
    best, most = next(parts), -1
    for part in _PARTS.finditer(text):
        said = set(matching.folded_words(part.group()))
        here = sum(any(each.matches(word) for word in said) for each in wanted)
        if here > most:
            best, most = part, here
            if here == len(wanted):
                break
    return best


def _found(text: str, wanted: Sequence[matching.Wanted]) -> list[tuple[matching.Token, frozenset[int]]]:
    """The words of a text that are among those wanted, each with which of them it is."""
    found = []
    for token in matching.tokens(text):
        which = frozenset(place for place, each in enumerate(wanted) if each.matches(token.folded))
        if which:
            found.append((token, which))
    return found


def _place(field: str) -> int:
    """The place of a field among those in which an act says something; behind all of them, where it holds names or keys."""
    first, _, rest = field.partition("/")
    first = rest.partition("/")[0] if first == "new" else first
    return _SAID.index(first) if first in _SAID else len(_SAID)


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
