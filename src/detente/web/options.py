"""What a channel gives to choose from: its members, people, meetings, groups, issues, texts; each as code and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from detente.node.node import Node
from detente.node.personal import kept_key
from detente.node.room import Room
from detente.views import words, words_talks
from detente.views.acting import drafted_matters, others, people_of
from detente.views.acting_talks import gates_of, meetings_of
from detente.views.naming import names_of
from detente.views.recorded import recorded_slots
from detente.web.language import capital
from detente.web.templating import Words


class Option(NamedTuple):
    """One thing to choose: what is sent, and what is shown."""

    code: str
    text: str


class Choosing(NamedTuple):
    """Where somebody chooses, and in which language."""

    node: Node
    room: Room
    w: Words


def _parties(c: Choosing, parties: Iterable[str]) -> list[Option]:
    return [Option(party, c.w.name(party)) for party in c.w.in_order(list(parties))]


def _meetings(c: Choosing) -> list[Option]:
    return [_matter(c, name) for name in meetings_of(c.room)]


def _groups(c: Choosing) -> list[Option]:
    drafted = [name for name in drafted_matters(c.room) if name.startswith("group/")]
    return [_matter(c, name) for name in dict.fromkeys([*c.room.fold.talks.groups(), *drafted])]


def _issues(c: Choosing) -> list[Option]:
    return [_matter(c, name) for name in sorted(c.room.fold.matters.issues)]


def _texts(c: Choosing) -> list[Option]:
    return [_matter(c, slot.name) for slot in c.room.fold.texts.all()]


def _exchanges(c: Choosing) -> list[Option]:
    return [_matter(c, slot.name) for slot in c.room.fold.proposals.about("exchange") if slot.current is not None]


def _matters(c: Choosing) -> list[Option]:
    return [*_issues(c), *_groups(c), *_meetings(c), *_texts(c)]


def _people(c: Choosing) -> list[Option]:
    return sorted((Option(code, name or code) for code, name in people_of(c.room).items()), key=lambda each: c.w.t.order(each.text))


def _signers(c: Choosing) -> list[Option]:
    return [each for each in _people(c) if kept_key(c.node, each.code) is not None]


def _sections(c: Choosing) -> list[Option]:
    found = []
    for name in sorted(c.room.fold.sections()):
        kind, _, party = name.partition("/")
        text = words.word(c.w.t, words.LISTS, kind) if kind in words.LISTS else kind
        found.append(Option(name, f"{text}: {c.w.name(party)}" if party else text))
    return found


def _matter(c: Choosing, name: str) -> Option:
    return Option(name, words_talks.matter(c.w.t, name, names_of(c.room, name)))


LISTS: Final[Mapping[str, Callable[[Choosing], list[Option]]]] = {
    "others": lambda c: _parties(c, others(c.room)),
    "parties": lambda c: _parties(c, c.room.channel.charter.parties),
    "meetings": _meetings,
    "groups": _groups,
    "gates": lambda c: [_matter(c, name) for name in gates_of(c.room)],
    "issues": _issues,
    "texts": _texts,
    "agreements": lambda c: [_matter(c, slot.name) for slot in recorded_slots(c.room)],
    "exchanges": _exchanges,
    "matters": _matters,
    "people": _people,
    "signers": _signers,
    "sections": _sections,
}


def options_of(options: Mapping[str, str] | str | tuple[str, ...], choosing: Choosing) -> list[Option]:
    """The options of a field."""
    if isinstance(options, str):
        return LISTS[options](choosing) if options else []
    if isinstance(options, tuple):
        return [Option(code, code) for code in options]
    return [Option(code, capital(choosing.w.t.gettext(text))) for code, text in options.items()]
