"""What the people of a delegation do at their node: the acts of full dialogues, for simulations, kills and forks.

    people = People(random.Random(7))
    people.meet(node, room)                  # one to four acts, drafted and sealed as a person does it

More often than not they do what waits for them (an answer, a consent, a confirmation, a signature, a performance), so that dialogues
come to something; else they do what `Author` of tests/dialogue/histories.py makes up from the tables of kinds, nonsense among it.
Everything goes through the doors that the command line uses: `Node.draft`, `seal`, `attach`, `found_channel`, `rekey`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from detente.dialogue.acts import Act, Ref
from detente.dialogue.kinds import KINDS
from detente.errors import CallerError, FormatError
from detente.node.blobs import attach
from detente.node.node import Node, format_time
from detente.node.readiness import checklist, stopped
from detente.node.reopening import reopen
from detente.node.room import Room
from detente.node.sealing import found_channel, rekey, seal
from detente.record.seal import LogKey
from detente.record.signatures import Ed25519Signer
from detente.record.text import encode_base64
from tests.dialogue.histories import Author

WORDS = "What happened", "supposed", "طلب إيضاح", "Запрос о разъяснении", "the other side knows", "no objection", "as agreed in June"


class Said(NamedTuple):
    """One act that was sealed: from now on it may not be lost."""

    channel: str
    log: LogKey
    index: int
    leaf: bytes


class People:
    """The people of all delegations, with one source of chance.

    Attributes:
        said: every act that was sealed by them, in the order in which it was.
        unfit: how many drafts the format refused.
    """

    def __init__(self, rng: random.Random, *, wrong: float = 0.03) -> None:
        self.rng = rng
        self.wrong = wrong
        self.said: list[Said] = []
        self.unfit = 0
        self._newest: dict[tuple[str, str], int] = {}

    # ---- what they do ----

    def meet(self, node: Node, room: Room, *, stances_only: bool = False) -> list[Said]:
        """Draft one to four acts and seal them; `stances_only`: proposals in one slot, and what is said about them."""
        drafted = 0
        for _ in range(self.rng.randint(1, 4)):
            try:
                node.draft(room, self.act(node, room, stances_only=stances_only))
            except FormatError:  # nonsense that no entry can hold: its author is told so
                self.unfit += 1
            else:
                drafted += 1
        return self.seal(node, room) if drafted else []

    def seal(self, node: Node, room: Room) -> list[Said]:
        """Seal what was drafted; what lay there before they have looked at."""
        start = room.my_head.size
        seal(node, room, confirmed=[draft[0] for draft in node.store.drafts(room.id)])
        return self._note(node, room, start)

    def found(self, node: Node, dialogue: str) -> Room:
        """Open a channel of some parties, for a working group, and say so in the plenary, where the node may seal."""
        rng = self.rng
        parties = sorted(node.charters[dialogue].parties)
        others = rng.sample([party for party in parties if party != node.party], rng.randint(1, len(parties) - 1))
        room = found_channel(node, dialogue, "group", {"en": "Arms control"}, [node.party, *others], "group")
        self._note(node, room, 0)
        plenary = node.room("plenary")
        if stopped(node, plenary) is None:
            node.draft(plenary, {"kind": "list_channel", "about": "group/arms", "channel": room.id})
            self.seal(node, plenary)
        return room

    def rekey(self, node: Node, room: Room) -> None:
        """Replace the sealing key."""
        start = room.my_head.size
        rekey(node, room)
        self._note(node, room, start)

    def reopen_if_told(self, node: Node, room: Room) -> None:
        """Go on in the next generation where the node says that two versions of its log exist."""
        try:
            checklist(node, room)
        except CallerError as error:
            if "two signed versions of it exist" in str(error):
                reopen(node, room, "fork", after=self.newest_of(node, room))
                self._note(node, room, 0)

    def remember(self, node: Node) -> None:
        """Which generation of each log was the newest: people know it when their node has forgotten."""
        for room in node.rooms.values():
            self._newest[node.party, room.id] = self.newest_of(node, room)

    def newest_of(self, node: Node, room: Room) -> int:
        """The newest generation of a log that was ever opened."""
        return max(self._newest.get((node.party, room.id), 0), room.mine.generation)

    def _note(self, node: Node, room: Room, start: int) -> list[Said]:
        log = room.mine
        stored = node.store.head(room.id, log, room.my_head)
        assert stored is not None
        assert stored.start == start
        rows = node.store.lines(stored.seq)[:-1]
        said = [Said(room.id, log, index, bytes(leaf)) for index, leaf, _ in rows]
        self.said += said
        return said

    # ---- one act ----

    def act(self, node: Node, room: Room, *, stances_only: bool = False) -> dict[str, Any]:
        """The fields of one act as a draft."""
        rng = self.rng
        waiting = what_waits(room, stances_only=stances_only) if rng.random() < 0.6 else []
        acts = acts_known(node, room)
        known: dict[str, list[Ref]] = {}
        for act in acts.values():
            known.setdefault(act.kind, []).append(act.ref)
        author = Author(rng, room.channel.members, wrong=self.wrong, stances_only=stances_only)
        fields = rng.choice(rng.choice(waiting)) if waiting else author.act(node.party, known, acts)
        fields.pop("at", None)  # the node reads its own clock
        return self._in_full(node, fields)

    def _in_full(self, node: Node, fields: dict[str, Any]) -> dict[str, Any]:
        """An act of the fold with what the fold does not read: bodies, signatures in person, files; and with times that are to come."""
        rng = self.rng
        table = KINDS.get(str(fields["kind"]))
        for name in sorted(table.destroyable) if table is not None else ():
            if rng.random() < 0.4:
                fields.setdefault(name + rng.choice(("en", "ru")) if name.endswith("/") else name, rng.choice(WORDS))
        if isinstance(fields.get("silence"), dict) and rng.random() > self.wrong:
            fields["silence"] = {"until": format_time(node.clock() + dt.timedelta(hours=rng.randint(1, 72)))}
        if fields["kind"] == "appoint" and isinstance(fields.get("delegate"), str):
            fields["key"] = encode_base64(self.person(node, fields["delegate"]).public_key)
        by = fields.get("by")
        if isinstance(by, dict) and node.keys.delegate_key(str(by.get("delegate"))) is not None:
            fields["by"] = {"delegate": by["delegate"]}
        if rng.random() < 0.04:
            fields["file/0001"] = self._file(node)
        return fields

    def person(self, node: Node, delegate: str) -> Ed25519Signer:
        """The key of somebody of a delegation: made from its name, and kept by the node."""
        return keep_person(node, delegate, f"{node.party} {delegate}")

    def _file(self, node: Node) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{self.rng.choice(WORDS)}.txt")
            path.write_text(self.contents(), encoding="utf-8")
            return attach(node, path)

    def contents(self) -> str:
        return f"{self.rng.random()}\n" * self.rng.randint(1, 400)


def keep_person(node: Node, delegate: str, text: str) -> Ed25519Signer:
    """A key for somebody of a delegation, made from a text; from now on the node signs with it."""
    seed = hashlib.sha256(text.encode()).digest()
    node.keys.data.setdefault("delegates", {})[delegate] = encode_base64(seed)
    node.keys.save()
    return Ed25519Signer(seed)


def acts_known(node: Node, room: Room) -> dict[Ref, Act]:
    """Every act that a node holds in a channel, in the order in which it came; of acts that are doubted too."""
    found = {}
    for stored in node.store.heads(room.id):
        if stored.branch == 0:
            vector = room.channel.logs[stored.log].heads[stored.id].vector
            for act in room.acts(stored.log, stored.start, room.trusted_entries(stored.seq), vector):
                found[act.ref] = act
    return found


# ---------------------------------------------------------------- what waits for a party


def what_waits(room: Room, *, stances_only: bool = False) -> list[list[dict[str, Any]]]:
    """What a party could sensibly do next in a channel, read off the state of the talks: for each part of the talks a list."""
    parts = [_proposals_waiting] if stances_only else [_proposals_waiting, _requests_waiting, _matters_waiting]
    return [found for part in parts if (found := list(part(room)))]


def _requests_waiting(room: Room) -> Iterator[dict[str, Any]]:
    for ref, request in room.fold.requests.items():
        re = [ref.value]
        if request.move == room.party == request.to:
            for outcome in ("holding", "full", "partial", "declined"):
                yield {"kind": "answer", "re": re, "outcome": outcome}
            yield {"kind": "clarify", "re": re}
        elif request.move == room.party:
            yield {"kind": "clarify", "re": re}
        if room.party == request.act.party:
            yield {"kind": "dispute", "re": [request.answers[-1].ref.value]} if request.answers else {"kind": "withdraw", "re": re}


def _proposals_waiting(room: Room) -> Iterator[dict[str, Any]]:
    proposals = room.fold.proposals
    for slot in proposals.slots.values():
        for ref in slot.proposals:
            state, word = proposals.state_of(slot, ref), slot.voice_of(room.party, ref)
            if state == "adopted" and room.party in room.fold.texts.unsigned(slot):
                yield {"kind": "sign", "re": [ref.value], "digest": slot.proposals[ref].act.kept["digest"]}
            elif state in {"open", "silence", "objected"} and word is None:
                yield from ({"kind": "consent", "re": [ref.value]} for _ in range(6))
                yield {"kind": "consent", "re": [ref.value], "how": "ad_referendum"}
                yield from ({"kind": kind, "re": [ref.value]} for kind in ("object", "reserve"))
            elif word in {"ad_referendum", "reserved"}:
                yield {"kind": "confirm", "re": [ref.value]}
            if ref.party == room.party and state in {"open", "objected"}:
                yield {"kind": "withdraw", "re": [ref.value]}


def _matters_waiting(room: Room) -> Iterator[dict[str, Any]]:
    matters = room.fold.matters
    for ref, undertaking in matters.undertakings.items():
        if ref.party == room.party and undertaking.status != "confirmed":
            yield {"kind": "perform", "re": [ref.value]}
        elif ref.party != room.party and undertaking.performances:
            yield {"kind": "confirm", "re": [undertaking.performances[-1].ref.value]}
    for name, issue in matters.issues.items():
        if room.party not in issue.assessments:
            yield {"kind": "assess", "about": name, "movement": "agreed"}
    for name in [*room.fold.talks.groups(), *(meeting.slot for meeting in room.fold.talks.meetings())]:
        state = "met" if name.startswith("group/") else "held"
        if room.party not in matters.says(name, frozenset({state})):
            yield {"kind": "report", "about": name, "state": state}
    for ref, by in room.fold.destructions.items():
        if room.party not in by:
            yield {"kind": "destroy", "re": [ref.value]}
    for ref, act in room.fold.register.statements.items():
        if act.party != room.party and ref not in room.fold.register.replies:
            yield {"kind": "reply", "re": [ref.value]}
