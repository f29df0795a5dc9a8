"""What must hold in every run, as code.

    I1  the same acts give byte for byte the same state and the same standing
    I2  nothing that was acknowledged is lost: by `seal` to its people, or by a seal that names it to the others
    I3  two versions of a log are proven to all honest members once these have exchanged pouches
    I4  no honest party is ever convicted
    I5  no body reaches a node outside its audience: no store, no file that it can open, nothing in clear, nothing that it is told
    I6  what a stranger can fill is bounded

`at_any_time` needs no rest; `at_rest` holds when everything that was sent has been heard.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import DetenteError
from detente.node.blobs import blobs_of, read_blob
from detente.node.doubts import UNSETTLED_MOST
from detente.node.fsck import check as fsck
from detente.node.node import Node
from detente.node.readiness import behind
from detente.node.room import Room
from detente.record.channel import Head
from detente.record.container import open_container
from detente.record.limits import LIMITS
from detente.record.seal import HeadId, LogKey
from tests.people import Said
from tests.simulation.cast import Cast
from tests.simulation.stage import Delegations, Stage

_MARKER = re.compile(rb"body-[0-9a-f]{16}")
_GZIP = b"\x1f\x8b\x08"
REMARKS_MOST = 500
EXPECTED = ("came when its silence had ended", "so our silence was not sealed")
"""Remarks that a node makes when nothing is wrong: it did not keep silence for its party."""
_LINES = (
    "SELECT (SELECT count(*) FROM entries e WHERE e.head=h.seq), h.start FROM heads h JOIN logs l ON l.id=h.log"
    " WHERE l.channel=? AND l.party=? AND l.generation=? AND h.size=? AND h.root=?"
)


class Watch:
    """What is looked at in one run.

    Attributes:
        said: acts that `seal` acknowledged to honest people and that no restore took from their author alone.
    """

    def __init__(self, stage: Stage, cast: Cast, people: Delegations) -> None:
        self.stage, self.cast, self.people = stage, cast, people
        self.said: list[Said] = []
        self._scanned = 0

    # ---- at any time ----

    def at_any_time(self) -> Iterator[str]:
        yield from self.same_acts_same_state()
        yield from self.what_was_named_is_held()
        yield from self.what_was_sealed_is_held()
        yield from self.no_honest_party_is_convicted()
        yield from self.no_body_leaves_its_audience()
        yield from self.what_a_stranger_fills_is_bounded()

    def same_acts_same_state(self) -> Iterator[str]:
        found: dict[tuple[str, bytes], tuple[str, bytes, bytes]] = {}
        for party, _, room in self.stage.rooms(self.trusted):
            if room.channel.k is None or not room.channel.members:
                continue
            cut = room.channel.cut(room.channel.vector()).digest
            state, standing = state_of(room), room.standing(cut, room.fold).digest
            other, its_state, its_standing = found.setdefault((room.id, cut), (party, state, standing))
            if its_state != state:
                yield f"I1 {room.label}: {other} and {party} hold the same acts and have other states"
            if its_standing != standing:
                yield f"I1 {room.label}: {other} and {party} hold the same acts and state other counts"

    def what_was_named_is_held(self) -> Iterator[str]:
        """Whatever any node holds of an honest party's seals: what they name is in the store of that party."""
        for party in [party for party in self.cast.honest if party not in self.stage.restored]:
            yield from self._named_and_lacking(party)

    def _named_and_lacking(self, party: str) -> Iterator[str]:
        store = self.stage.nodes[party].store
        looked: set[tuple[str, LogKey, HeadId]] = set()
        for other, _, room in self.stage.rooms([each for each in self.cast.honest if each != party]):
            for key in room.channel.generations(party):
                log = room.channel.logs[key]
                named = log.heads[log.main].vector if log.main.size else {}
                for seen, head in named.items():
                    if seen.party == party or (room.id, seen, head) in looked:  # of what it sealed itself: `what_was_sealed_is_held`
                        continue
                    looked.add((room.id, seen, head))
                    rows = store.db.execute(_LINES, (room.id, *seen, *head)).fetchall()
                    if len(rows) != 1 or rows[0][0] != head.size - rows[0][1]:
                        yield f"I2 {room.label}: {other} holds a seal by which {party} has {seen.party}/{seen.generation} at {head.size}, and it has not"

    def what_was_sealed_is_held(self) -> Iterator[str]:
        for said in self.said:
            if said.log.party not in self.stage.restored and not holds(self.stage, said.log.party, said):
                yield f"I2 {said.log.party} sealed {said.log.party}.{said.log.generation}/{said.index}, was told so, and has it not"

    def no_honest_party_is_convicted(self) -> Iterator[str]:
        for party, node, room in self.stage.rooms(self.cast.parties):
            if party in self.cast.faulty:
                continue
            accused = {act.contradiction.log.party for _, _, act in room.channel.evidence}
            rows = node.store.db.execute("SELECT value FROM contradictions WHERE channel=?", (room.id,))
            accused |= {msgspec.json.decode(value)["log"][0] for (value,) in rows}
            for honest in sorted(accused & set(self.cast.honest)):
                yield f"I4 {room.label}: {party} holds {honest}, which is honest, for a forker"

    def no_body_leaves_its_audience(self) -> Iterator[str]:
        stage = self.stage
        audience = self.people.audience
        for party, node in stage.nodes.items():
            kept = b"\n".join(node.kept._memory.values()) + "\n".join(sorted(stage.texts[party] | set(stage.remarks(party)))).encode()
            for found in sorted({*_MARKER.findall(node.store.derived.serialize()), *_MARKER.findall(kept)}):
                if party not in audience.get(found, ()):
                    yield f"I5 {party} holds a body of a channel of {', '.join(sorted(audience.get(found, ('nobody',))))}"
        for sender, data in stage.archive[self._scanned :]:
            if _MARKER.search(data) or _MARKER.search(_in_clear(data)):
                yield f"I5 a file of {sender} shows a body to the courier"
            for party, node in stage.nodes.items():
                try:
                    items = open_container(data, node.keys.identities)
                except DetenteError:
                    continue
                for found in sorted(set(_MARKER.findall(b"\n".join(items)))):
                    if party not in audience.get(found, ()):
                        yield f"I5 {party} can open a file of {sender} with a body that is not for it"
        self._scanned = len(stage.archive)

    def what_a_stranger_fills_is_bounded(self) -> Iterator[str]:
        for party, node in self.stage.nodes.items():
            held, size = node.store.db.execute("SELECT count(*), coalesce(sum(length(raw)), 0) FROM held").fetchone()
            if held > LIMITS.held_pouches or size > LIMITS.held_bytes:
                yield f"I6 {party} holds {held} pouches of {size} bytes that it cannot admit"
            if node.store.db.has_table("carrier_doubts"):
                (doubts,) = node.store.db.execute("SELECT count(*) FROM carrier_doubts").fetchone()
                if doubts > UNSETTLED_MOST:
                    yield f"I6 {party} looks again at {doubts} files that cannot be opened"
            (remarks,) = node.store.db.execute("SELECT count(*) FROM remarks").fetchone()
            if remarks > REMARKS_MOST:
                yield f"I6 {party} was made to remark {remarks} things"

    # ---- at rest ----

    def at_rest(self) -> Iterator[str]:
        """When all has been heard: the honest agree, and hold all that any of them said; what is forked is proven."""
        yield from self.at_any_time()
        for channel in self.stage.channels():
            yield from self._agree(channel)
            yield from self._proven(channel)
        yield from self.what_was_said_is_everywhere()

    def is_all_heard(self) -> bool:
        """Whether the honest agree, or as far as they can while some of them are shut; what is told then says in what they do not."""
        differing = (problem for channel in self.stage.channels() for look in (self._agree, self._proven) for problem in look(channel))
        return not any(differing) and not any(self.what_was_said_is_everywhere())

    @property
    def trusted(self) -> list[str]:
        """Whose nodes run the code as it is: the robbed one too."""
        return [party for party in self.cast.parties if party not in self.cast.faulty]

    def _agree(self, channel: str) -> Iterator[str]:
        stage = self.stage
        members = [party for party in self.trusted if party in stage.living(channel)]
        rooms = {party: stage.nodes[party].rooms.get(channel) for party in members}
        without = [party for party, room in rooms.items() if room is None or room.channel.k is None]
        if len(without) == len(members):
            return  # its founder never let it be known
        label = next(room.label for room in rooms.values() if room is not None)
        if without:
            yield f"I2 {label}: never opened: {', '.join(without)}"
            return
        cuts = {party: stage.room(party, channel).channel.cut(stage.room(party, channel).channel.vector()).digest for party in members}
        if len(set(cuts.values())) > 1:
            yield f"I2 {label}: the honest do not hold the same acts: {self._differing(channel, members)}"
        for party in members:
            own = stage.room(party, channel)
            for other in members:
                theirs = stage.room(other, channel)
                log = stage.room(party, channel).channel.logs.get(theirs.mine)
                named = log.heads[log.main].vector.get(own.mine) if log is not None and log.main.size else None
                if other != party and (named is None or named.size < own.channel.logs[own.mine].named.size):
                    yield f"I2 {label}: {party} has no receipt of {other} for its last act"

    def _differing(self, channel: str, members: list[str]) -> str:
        return "; ".join(
            party
            + " "
            + " ".join(
                f"{key.party}.{key.generation}@{head.size}"
                for key, head in sorted(self.stage.room(party, channel).channel.vector().items())
            )
            for party in members
        )

    def _proven(self, channel: str) -> Iterator[str]:
        members = [party for party in self.trusted if party in self.stage.living(channel) and channel in self.stage.nodes[party].rooms]
        rooms = [self.stage.room(party, channel) for party in members]
        for key in sorted({key for room in rooms for key in room.channel.logs}):
            heads: dict[HeadId, Head] = {}
            for room in rooms:
                heads |= room.channel.logs[key].heads if key in room.channel.logs else {}
            forked = is_forked(heads)
            for room in rooms:
                if forked and not room.channel.is_proven_fork(key):
                    yield f"I3 {room.label}: two versions of {key.party}/{key.generation} are about, and {room.party} has no proof"

    def what_was_said_is_everywhere(self) -> Iterator[str]:
        for said in self.said:
            for party in [party for party in self.trusted if party in self.stage.living(said.channel)]:
                where = f"{said.log.party}.{said.log.generation}/{said.index}"
                if not holds(self.stage, party, said):
                    yield f"I2 {where} was sealed, and {party} has it not"
                    continue
                room = self.stage.room(party, said.channel)
                entry = room.entry(Ref(*said.log, said.index))
                if any(read_blob(self.stage.nodes[party], digest) is None for digest, *_ in blobs_of([entry])):
                    yield f"I2 {where}: {party} lacks a file"

    # ---- at the end, of some ----

    def nothing_was_remarked(self) -> Iterator[str]:
        """Where everybody is honest, nobody was restored and clocks are right, no node has anything to tell its people."""
        unusual = self.stage.told["restored from a backup"] or self.stage.told["clock set wrong"]
        if not (self.cast.faulty or self.cast.robbed or unusual):
            for party in self.cast.parties:
                for remark in self.stage.remarks(party):
                    if not any(expected in remark for expected in EXPECTED):
                        yield f"I0 {party} remarks: {remark}"

    def anew(self, party: str) -> Iterator[str]:
        """What one node holds, from the disk and from nothing: the same state, and nothing that fsck minds."""
        node = self.stage.nodes[party]
        again = self.stage.node_from(party, self.stage.backup(party), heads=node.heads, seed="again")  # type: ignore[arg-type]
        for holder in (again, *again.rooms.values()):
            holder.kept = node.kept
        for room in node.rooms.values():
            if state_of(again.rooms[room.id]) != state_of(room):
                yield f"I1 {room.label}: {party} has another state when it is started anew"
            if room.channel.members and encoded(room.fold_of(room.channel.vector()).value()) != state_of(room):
                yield f"I1 {room.label}: {party} folds another state from nothing than it has"
        yield from self._minded(party, again)

    def _minded(self, party: str, node: Node) -> Iterator[str]:
        """What fsck minds, but for one thing that it must say: that a node which was put back, and got not all of its log again, is behind.

        Its head file knows more than anybody can give back; it seals nothing there, and nothing that was acknowledged to others is lost.
        """
        problems = [(problem.channel, problem.where, str(problem.error)) for problem in fsck(node).problems]
        ahead = {room.label: (node.heads.read(room.log_id(room.mine)).size, room.my_head.size) for room in node.rooms.values()}
        stays = {
            (label, party, f"the head file says {told}, the log ends at {held}")
            for label, (told, held) in ahead.items()
            if told > held and party in self.stage.went_back
        }
        yield from (f"I2 {label}: {party} stays behind, and fsck does not say so" for label, *_ in sorted(stays.difference(problems)))
        yield from (f"I2 {party}: fsck: {where}: {error}" for label, where, error in problems if (label, where, error) not in stays)

    def note_restored(self, party: str) -> None:
        """After a restore: what its author alone held may be gone for ever."""
        others = [other for other in self.cast.honest if other != party]
        self.said = [
            said
            for said in self.said
            if said.log.party != party or holds(self.stage, party, said) or any(holds(self.stage, other, said) for other in others)
        ]

    def note_caught_up(self) -> None:
        """Whoever holds again what its seals say is held to that from now on."""
        for party in sorted(self.stage.restored):
            node = self.stage.nodes[party]
            if any(behind(node, room) is not None for room in node.rooms.values()) or any(self._named_and_lacking(party)):
                continue
            if all(holds(self.stage, party, said) for said in self.said if said.log.party == party):
                self.stage.restored.discard(party)


def holds(stage: Stage, party: str, said: Said) -> bool:
    """Whether an act is in a store as it was sealed, on whatever version of its log."""
    rows = (
        stage.nodes[party]
        .store.db.execute(
            "SELECT e.leaf FROM entries e JOIN heads h ON h.seq=e.head JOIN logs l ON l.id=h.log"
            " WHERE l.channel=? AND l.party=? AND l.generation=? AND e.idx=?",
            (said.channel, *said.log, said.index),
        )
        .fetchall()
    )
    return said.leaf in {bytes(leaf) for (leaf,) in rows}


def is_forked(heads: dict[HeadId, Head]) -> bool:
    """Whether two heads that close acts cannot both be."""
    closing = sorted((head for head, found in heads.items() if found.bears_act), reverse=True)
    if not closing:
        return False
    on_the_way: set[HeadId] = set()
    at = closing[0]
    while at in heads:
        on_the_way.add(at)
        at = heads[at].prev
    return not on_the_way.issuperset(closing)


def state_of(room: Room) -> bytes:
    return encoded(room.fold.value())


def encoded(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _in_clear(data: bytes) -> bytes:
    """What somebody without any key gets out of a file: gunzipped, where gzip begins."""
    at = data.find(_GZIP)
    if at < 0:
        return b""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[at:], LIMITS.container_text)
    except zlib.error:
        return b""
