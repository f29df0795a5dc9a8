"""The map of a report: each of its facts beside the live thing that carries it in the record.

A name of the map, such as `act:summit` or `tally:rus`, is looked up in the record each time; what is not there, or has had no effect,
is not found. Every place has an address on the pages of a party (web/party.py).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente.dialogue.acts import Ref
from detente.dialogue.claims import contradictions
from detente.errors import N_, CallerError
from detente.record import canonical
from detente.views.base import View
from detente.views.naming import names_of
from detente.views.standing import standing_view

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room


class Place(View, frozen=True):
    """Where a thing stands.

    `what`: charter, entry, matter, channel, count, meeting; `address`: of its page; `text`: as commands say it; of an entry its `kind`, of
    a matter or meeting its key and `names`, of the charter the `part`.
    """

    what: str
    address: str
    text: str
    kind: str | None = None
    ref: str | None = None
    matter: str | None = None
    names: dict[str, str] = msgspec.field(default_factory=dict)
    part: str | None = None


class FactRow(View, frozen=True):
    """One fact: our own words by language, the SHA-256 of the sentence that states it, where it stands, and names that were not found.

    `said`: that sentence itself, where somebody has handed in the report; it is not kept.
    """

    number: int
    words: dict[str, str]
    sentence: str
    places: list[Place]
    missing: list[str]
    said: str | None = None


class FactsView(View, frozen=True):
    """The facts of a report; `linked`: how many of them stand in the record with everything that carries them.

    `matched`: how many sentences were found in a report that was handed in; null where none was.
    """

    facts: list[FactRow]
    linked: int
    matched: int | None = None


@dataclass(frozen=True)
class Fact:
    """One fact: its number, the SHA-256 of its sentence, our own words by language, and the names of what carries it."""

    number: int
    sentence: str
    words: dict[str, str]
    carries: tuple[str, ...]


def read_map(folder: Path) -> list[Fact]:
    """The facts of report-map.toml; empty where a story has none."""
    path = folder / "report-map.toml"
    if not path.exists():
        return []
    rows = tomllib.loads(path.read_text("utf-8"))["fact"]
    facts = []
    for row in rows:
        words = {language: row[language] for language in ("ar", "en", "ru")}
        facts.append(Fact(row["number"], row["sentence"], words, tuple(row["carries"])))
    return facts


class Places:
    """Finds what a name of the map stands for in a node's records; every answer is read off the record, none is taken on trust."""

    def __init__(self, node: Node, plenary: str, requests: str, refs: dict[str, tuple[str, Ref]]) -> None:
        self._node = node
        self._plenary = node.room(plenary)
        self._requests = requests
        self._refs = refs

    def find(self, name: str) -> str | None:
        """Where a thing stands, as people name it; None if it is not there."""
        what, _, key = name.partition(":")
        finder = getattr(self, "_find_" + what, None)
        if finder is None:
            raise CallerError(N_("the map names '%(name)s', which is no kind of place"), name=name)
        found: str | None = finder(key)
        return found

    def place(self, name: str) -> Place | None:
        """The same with the address of its page, and what its name is made of in any language."""
        text = self.find(name)
        if text is None:
            return None
        what, _, key = name.partition(":")
        if what in {"act", "contradiction", "undertaking", "referral", "answered"}:
            label, ref = self._refs[key.partition("#")[0]]
            kind = str(self._node.room(label).entry(ref).fields["kind"])
            return Place(what="entry", address=_page_of_entry(label, kind, ref), text=text, kind=kind, ref=str(ref))
        if what == "charter":
            return Place(what="charter", address="/dialogue", text=text, part=key)
        if what == "channel":
            return Place(what="channel", address=f"/record/{key}", text=text, names=self._node.room(key).names, part=key)
        if what == "tally":
            return Place(what="count", address=f"/count/{self._requests}", text=text, part=key)
        if what == "gate":
            meeting = self._plenary.fold.talks.next_meeting()
            key = key if meeting is None else meeting.slot
        address = _page_of_matter(self._plenary.label, key)
        return Place(what="matter", address=address, text=text, matter=key, names=names_of(self._plenary, key))

    def _find_charter(self, key: str) -> str | None:
        value = self._plenary.channel.charter.value.get(key)
        return f"charter {key}" if value else None

    def _at(self, key: str) -> tuple[str, Room, Ref] | None:
        """An act that is in the record and had its effect."""
        if key not in self._refs:
            return None
        label, ref = self._refs[key]
        room = next((room for room in self._node.rooms.values() if room.label == label), None)
        if room is None or room.store.entry_line(room.id, ref.log, ref.index) is None:
            return None
        return None if any(finding.ref == ref for finding in room.fold.all_findings()) else (label, room, ref)

    def _find_act(self, key: str) -> str | None:
        """STEP or STEP#FIELD: the entry, and what stands in one of its fields."""
        name, _, part = key.partition("#")
        found = self._at(name)
        if found is None:
            return None
        label, room, ref = found
        if not part:
            return f"{label}:{ref}"
        value = room.entry(ref).fields.get(part)
        return None if value is None else f"{label}:{ref} {part}: {_plain(value)}"

    def _find_contradiction(self, key: str) -> str | None:
        """Two figures of one statement that cannot both be."""
        found = self._at(key)
        if found is None:
            return None
        figures = found[1].entry(found[2]).fields.get("figures", [])
        pairs = contradictions(figures)
        return f"{found[0]}:{found[2]} {' / '.join(figures[place]['qualifier'] for place in pairs[0])}" if pairs else None

    def _find_undertaking(self, key: str) -> str | None:
        """A promise that was not kept yet."""
        found = self._at(key)
        undertaking = None if found is None else found[1].fold.matters.undertakings.get(found[2])
        return f"{found[0]}:{found[2]} {undertaking.status}" if found and undertaking and undertaking.status == "open" else None

    def _find_referral(self, key: str) -> str | None:
        """A matter that was referred elsewhere, and what came back."""
        found = self._at(key)
        back = None if found is None else found[1].fold.matters.reported_back.get(found[2])
        if found is None or not back:
            return None
        return f"{found[0]}:{found[2]} {back[-1].kept['state']}"

    def _find_matter(self, key: str) -> str | None:
        fold = self._plenary.fold
        return key if key in fold.proposals.slots or key in fold.matters.issues else None

    def _find_channel(self, key: str) -> str | None:
        rooms = [room for room in self._node.rooms.values() if room.label == key]
        return f"channel {key}" if rooms and rooms[0].id in self._listed() else None

    def _listed(self) -> set[str]:
        return {str(act.kept["channel"]) for acts in self._plenary.fold.matters.channels.values() for act in acts}

    def _find_gate(self, key: str) -> str | None:
        meeting = self._plenary.fold.talks.next_meeting()
        if meeting is None or key not in {gate.about for gate in meeting.blocked_by}:
            return None
        return f"{meeting.slot} waits for {key}"

    def _find_open(self, key: str) -> str | None:
        meeting = self._plenary.fold.talks.meeting(key)
        return f"{key} date: open" if meeting.arranged is not None and meeting.date == {"open": True} else None

    def _find_tally(self, key: str) -> str | None:
        view = standing_view(self._node.room(self._requests))
        count = view.requests.get(key)
        if count is None or not view.agreed:
            return None
        return f"{self._requests} requests/{key}: sent {count.sent}, answered {count.answered}"

    def _find_answered(self, key: str) -> str | None:
        found = self._at(key)
        answers = None if found is None else found[1].fold.register.checks.get(found[2])
        return f"{found[0]}:{answers[0].ref}" if found and answers else None

    def _find_unreleased(self, key: str) -> str | None:
        """A matter of which nothing was released: neither itself, nor any entry about it."""
        releases = self._plenary.fold.register.releases
        if key in releases or key not in self._plenary.fold.proposals.slots:
            return None
        named = {name.partition(" ")[0] for name in releases}
        about = [str(act.ref) for slot in self._plenary.fold.proposals.about(key.partition("/")[0]) if slot.name.startswith(key)
                 for act in (proposal.act for proposal in slot.proposals.values())]  # fmt: skip
        return None if named & set(about) else f"{key}: nothing released"


def _plain(value: Any) -> str:
    """A value of a field on one line."""
    return value if isinstance(value, str) else canonical.encode(value).decode()


_PAGES_OF_ENTRIES = {"statement": "statements", "request": "requests", "undertake": "undertakings"}
_PAGES_OF_MATTERS = {"meeting": "meetings", "group": "groups", "issue": "issues", "track": "issues", "text": "texts"}


def _page_of_entry(label: str, kind: str, ref: Ref) -> str:
    return f"/{_PAGES_OF_ENTRIES.get(kind, 'record')}/{label}/{ref}"


def _page_of_matter(label: str, key: str) -> str:
    page = _PAGES_OF_MATTERS.get(key.partition("/")[0])
    return "/proposals" if page is None else f"/{page}/{label}/{'/'.join(key.split('/')[:3])}"


def facts_view(facts: list[Fact], places: Places) -> FactsView:
    """The map with the addresses of the pages."""
    rows = []
    for fact in facts:
        found = [(name, places.place(name)) for name in fact.carries]
        rows.append(
            FactRow(
                number=fact.number,
                words=fact.words,
                sentence=fact.sentence,
                places=[place for _, place in found if place is not None],
                missing=[name for name, place in found if place is None],
            )
        )
    return FactsView(facts=rows, linked=sum(not row.missing for row in rows))


def with_sentences(view: FactsView, report: str) -> FactsView:
    """The map with the sentences of a report, as far as their hashes match."""
    known = {hashlib.sha256(sentence.encode()).hexdigest(): sentence for sentence in sentences_of(report)}
    rows = [msgspec.structs.replace(row, said=known.get(row.sentence)) for row in view.facts]
    return msgspec.structs.replace(view, facts=rows, matched=sum(row.said is not None for row in rows))


def sentences_of(report: str) -> list[str]:
    """The sentences of a text: each line with its white space made single spaces, cut after an end mark where a space follows."""
    lines = (" ".join(line.split()) for line in report.splitlines())
    return [sentence for line in lines if line for sentence in re.split(r"(?<=[.!؟?])\s+", line)]


def linked(facts: list[Fact], places: Places) -> list[tuple[Fact, list[tuple[str, str | None]]]]:
    """Each fact with where its things stand."""
    return [(fact, [(name, places.find(name)) for name in fact.carries]) for fact in facts]


def save_refs(path: Path, story: dict[str, Any]) -> None:
    """Keep what a later look at the map needs."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(story), indent=1))
