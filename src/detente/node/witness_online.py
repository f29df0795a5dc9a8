"""Asking witnesses over HTTP (C2SP tlog-witness): a node submits the last signed state of its logs, and keeps what comes back.

Rules:

1. What a witness answers counts only under a key that was known before: from the policy of the dialogue, or named by whoever asks.
2. Each answer is verified over the state that was sent; a witness can delay us, and nothing else.
3. A witness that has seen another version of one of our logs, or of another party's, is the reason why there are witnesses: the state
   that it has countersigned is fetched, its log's signatures are verified, it is kept, and said loudly.
4. A witness that does not answer never stops anything else.

    POST <address>/add-checkpoint      409: again, with the proof from its size; 404: /add-log, then again; 422: rule 3
    GET  <address>/<sha256>/checkpoint of every log that we hold: is it of the same history?
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from detente.errors import N_, CallerError, CarrierError, DetenteError, FormatError, SignatureError, TheirData
from detente.node.contradicting import agreed_head, keep_contradiction
from detente.node.node import Node
from detente.node.room import Room
from detente.node.tables import own_tables
from detente.node.timetable import last_time, timetable_of
from detente.node.web_line import Line
from detente.node.witness_memory import digest_of
from detente.node.witness_policies import addresses, countersignatures, policy_of
from detente.node.witnessing import LOG, OwnState, holding, keep_cosignatures, last_known, note_size, own_state
from detente.record import canonical
from detente.record.charter import origin_of
from detente.record.checkpoint import Checkpoint, verify_checkpoint
from detente.record.evidence import Contradiction, is_contradiction
from detente.record.keys import Certificate
from detente.record.note import MAX_NOTE_BYTES, Note, VerifierKey, format_note, parse_note
from detente.record.seal import HeadId, LogKey
from detente.record.tree import consistency_proof, root_of
from detente.record.witness import parse_answer, parse_conflict

TRIES: Final = 4
"""Requests for one state: as we believe, after 404, after 409, and after another 409 when somebody else of ours asked meanwhile."""

AT_LEAST: Final = dt.timedelta(minutes=15)
"""In rounds that go by themselves witnesses are asked so often even where nothing moves: they may have seen another version of a log."""

_LAST: Final = "witnesses:asked"

MOST_SAID: Final = 200
"""Characters of what a witness says of its refusal."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS witnessed_otherwise (
    channel TEXT NOT NULL, party TEXT NOT NULL, generation INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    witness TEXT NOT NULL, note BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY (channel, party, generation, size, root)) WITHOUT ROWID
"""


class Submitted(NamedTuple):
    """What came of one state at one witness.

    Attributes:
        witness: its name, as its keys have it.
        address: where it was asked.
        about: the channel.
        size: of the state.
        status: of the last answer; 0 where none came.
        reason: why it is not countersigned, or what else a person should know; None if all is well.
        loud: whether the witness has seen another version of a log.
    """

    witness: str
    address: str
    about: str
    size: int
    status: int
    reason: DetenteError | None
    loud: bool = False


def submit(node: Node, asked: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> list[Submitted]:
    """Have the last signed states of our logs countersigned, and compare what witnesses have countersigned of all logs with ours.

    Args:
        node: the node.
        asked: addresses; without any, all that the policies of its dialogues name.
        keys: of witnesses, beside those of the policies.

    Raises:
        CallerError: an address that is none, or that of a witness of which no key is known.
    """
    told: list[Submitted] = []
    for asking in askings(node, asked, keys):
        with contextlib.closing(Line(asking.address)) as line:
            question = asking.go_on(None)
            while question is not None:
                question = asking.go_on(put(line, question))
        told += asking.told
    return told


def askings(node: Node, asked: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> list[Asking]:
    """Each witness that is to be asked: what `submit` does with all of them, for whoever waits for lines elsewhere.

    Raises:
        CallerError: as `submit`.
    """
    return [Asking(node, *whom) for whom in _whom(node, [each.rstrip("/") for each in asked], keys)]


class Question(NamedTuple):
    """One request to a witness."""

    method: str
    path: str
    body: bytes | None = None


Answer = tuple[int, bytes] | CarrierError
"""Status and body, or why none came."""


def put(line: Line, question: Question) -> Answer:
    """Carry a question; touches no node."""
    try:
        return line.ask(question.method, question.path, question.body, limit=MAX_NOTE_BYTES)
    except CarrierError as error:
        return error


class Asking:
    """One witness, asked about several channels. It has no line: `go_on` says what to ask, and is told what was answered.

    Attributes:
        address: where it answers.
        told: what came of it so far.
    """

    def __init__(self, node: Node, address: str, trusted: list[VerifierKey], rooms: list[Room]) -> None:
        self.address, self.told = address, list[Submitted]()
        self._name = trusted[0].name
        self._steps = self._all(node, trusted, rooms)

    def _all(self, node: Node, trusted: list[VerifierKey], rooms: list[Room]) -> Steps[None]:
        for room in rooms:
            self.told += yield from _Asked(node, room, self.address, trusted).all()

    def go_on(self, answer: Answer | None) -> Question | None:
        """The next question, after what came of the one before (None: there was none); None: that is all. It works on the node."""
        if isinstance(answer, CarrierError):
            self.told.append(Submitted(self._name, self.address, "", 0, 0, answer))
            return None
        try:
            return next(self._steps) if answer is None else self._steps.send(answer)
        except StopIteration:
            return None


R = TypeVar("R")
Steps = Generator[Question, tuple[int, bytes], R]


def is_due(node: Node, *, moved: bool) -> bool:
    """Whether witnesses are to be asked in a round: where something came or left, or after a while; by a timetable once at each time."""
    raw = node.store.get_meta(_LAST)
    last = None if raw is None else dt.datetime.fromisoformat(raw.decode())
    table, now = timetable_of(node), node.clock()
    if table is not None:
        return last is None or last < last_time(table, now)
    return moved or last is None or now - last >= AT_LEAST


def note_asked(node: Node) -> None:
    """Witnesses are being asked now."""
    with node.store.transaction():
        node.store.set_meta(_LAST, node.clock().isoformat().encode())


def _whom(node: Node, asked: Sequence[str], keys: Sequence[VerifierKey]) -> Iterator[tuple[str, list[VerifierKey], list[Room]]]:
    """Each address with the keys that count there and the channels about which it is asked."""
    found: dict[str, dict[str, list[VerifierKey]]] = {}
    for dialogue in node.charters:
        policy = policy_of(node.store, dialogue)
        for address, witnesses in (addresses(policy) if policy is not None else {}).items():
            found.setdefault(address, {})[dialogue] = [each.key for each in witnesses]
    for address in asked or found:
        by_dialogue = found.get(address, {})
        if not by_dialogue and not keys:
            raise CallerError(
                N_("no key of the witness at %(address)s is known"),
                hint=N_(
                    "Name its key, from where it publishes it, with --key, or keep a policy with its key and address:\n"
                    "detente witness policy FILE"
                ),
                address=address,
            )  # fmt: skip
        trusted = list(dict.fromkeys([*(key for each in by_dialogue.values() for key in each), *keys]))
        rooms = [room for room in node.rooms.values() if room.channel.charter.id in by_dialogue or not by_dialogue]
        yield address, trusted, rooms


class _Asked:
    """One witness, asked about one channel."""

    def __init__(self, node: Node, room: Room, address: str, keys: Sequence[VerifierKey]) -> None:
        self.node, self.room, self.address, self.keys = node, room, address, keys
        self.name = keys[0].name

    def all(self) -> Steps[list[Submitted]]:
        own = own_state(self.room)
        told = [] if own is None else [(yield from self._submit(own))]
        for log in list(self.room.channel.logs):
            item = yield from self._compare(log)
            told += [] if item is None else [item]
        return told

    def _told(self, size: int, status: int, reason: DetenteError | None, *, loud: bool = False) -> Submitted:
        return Submitted(self.name, self.address, self.room.label, size, status, reason, loud)

    # ---- our own log

    def _submit(self, own: OwnState) -> Steps[Submitted]:
        origin, size = own.checkpoint.origin, own.checkpoint.size
        old, introduced, status, body = last_known(self.node, self.room, origin, self.name), False, 0, b""
        for _ in range(TRIES):
            status, body = yield Question("POST", "/add-checkpoint", own.request(old))
            if status == 404 and not introduced:
                introduced = True
                status, body = yield Question("POST", "/add-log", _introduction(self.node.party, own.certificate))
                if status != 200:
                    break
            elif status == 409:
                try:
                    before, old = old, parse_conflict(body)
                except FormatError as error:
                    return self._told(size, status, error)
                with self.node.store.transaction():
                    note_size(self.node, self.name, origin, old)
                if old > size or old == before:
                    break
            else:
                break
        if status == 200:
            return self._keep(own, body)
        if status == 409:
            reason = FormatError(
                N_("the witness %(name)s has countersigned our log in '%(label)s' up to %(seen)d; here it ends at %(size)d"),
                name=self.name, label=self.room.label, seen=old, size=size,
            )  # fmt: skip
            return self._told(size, status, reason)
        said = body[:MOST_SAID].decode(errors="replace").strip()
        return self._told(size, status, FormatError(N_("the witness refused (%(status)d): %(said)s"), status=status, said=said))

    def _keep(self, own: OwnState, body: bytes) -> Submitted:
        text = parse_note(own.note).text
        try:
            found = [item for line in parse_answer(body) if (item := holding(line, self.keys, text)) is not None]
        except TheirData as error:
            return self._told(own.checkpoint.size, 200, error)
        if not found:  # lines of keys that nobody here trusts are ignored (tlog-witness), and alone they are nothing
            return self._told(
                own.checkpoint.size,
                200,
                SignatureError(N_("the answer is signed by no key of %(name)s that is known here"), name=self.name),
            )
        with self.node.store.transaction():
            keep_cosignatures(self.node, own.stored, own.checkpoint.origin, self.name, found)
        return self._told(own.checkpoint.size, 200, None)

    # ---- what it has countersigned of any log

    def _compare(self, log: LogKey) -> Steps[Submitted | None]:
        """Whether the last state of a log that it has countersigned is of the history that we hold; None if there is nothing to say."""
        held = self.room.channel.logs[log]
        origin = origin_of(self.room.log_id(log))
        status, raw = yield Question("GET", f"/{digest_of(origin)}/checkpoint")
        if status != 200 or not held.main.size:
            return None  # it has countersigned nothing of this log, or does not publish it (tlog-witness: SHOULD)
        seen = _verified(raw, origin, held.certificates)
        if seen is None:
            return self._told(
                0, status, SignatureError(N_("what the witness %(name)s publishes of a log is not signed by that log"), name=self.name)
            )
        checkpoint, note, certificate = seen
        leaves = self.room.leaves(log, held.main)
        if checkpoint.size <= len(leaves) and root_of(leaves[: checkpoint.size]) == checkpoint.root:
            self._keep_of(log, checkpoint, raw)
            return None
        if checkpoint.size > len(leaves) and log != self.room.mine:
            return None  # we are behind, as after every act of theirs; the next look is made with what comes
        return self._otherwise(log, checkpoint, note, certificate, leaves)

    def _keep_of(self, log: LogKey, checkpoint: Checkpoint, raw: bytes) -> None:
        """Its countersignatures of a state that is held here, so that our proofs of what another party sealed carry its times too."""
        stored = self.room.store.head(self.room.id, log, HeadId(checkpoint.size, checkpoint.root))
        if stored is None or stored.note is None:
            return
        published = parse_note(raw)
        found = [item for line in published.signatures if (item := holding(line, self.keys, published.text)) is not None]
        held = {key for head, key, _ in countersignatures(self.room, log, checkpoint.size) if head == stored.id}
        if any(key not in held for key, _, _ in found):
            with self.node.store.transaction():
                keep_cosignatures(self.node, stored, checkpoint.origin, self.name, found)

    def _otherwise(self, log: LogKey, seen: Checkpoint, note: bytes, certificate: Certificate, leaves: list[bytes]) -> Submitted:
        """Another version of a log: kept, and said."""
        values: dict[str, Any] = {"name": self.name, "party": log.party, "label": self.room.label, "size": seen.size}
        template = (
            N_("TWO VERSIONS: the log of %(party)s in '%(label)s', as %(name)s countersigned it up to %(size)d, is not the one held here")
            if seen.size <= len(leaves)
            else N_(
                "the witness %(name)s has countersigned our log in '%(label)s' up to %(size)d, signed with our key, and that is not here:"
                " this node was restored from a backup, or somebody else has the key"
            )
        )
        with self.node.store.transaction():
            own_tables(self.node.store, _TABLES).execute(
                "INSERT OR IGNORE INTO witnessed_otherwise VALUES (?,?,?,?,?,?,?,?)",
                (self.room.id, log.party, log.generation, seen.size, seen.root, self.name, note, self.node.now),
            )
            self.node.remark(self.room.id, template, **values)
            if seen.size <= len(leaves):
                self._prove(log, seen, note, certificate, leaves)
        return self._told(seen.size, 200, SignatureError(template, **values), loud=True)

    def _prove(self, log: LogKey, seen: Checkpoint, note: bytes, certificate: Certificate, leaves: list[bytes]) -> None:
        """Two signed states that cannot both be are a contradiction that anybody can check."""
        held = self.room.channel.logs[log]
        stored = self.room.store.head(self.room.id, log, held.main)
        if stored is None or stored.note is None:
            return
        ours, ours_by = (held.main.size, held.main.root), held.heads[held.main].signer
        if seen.size == len(leaves):
            pairs = sorted(
                [(ours, stored.note, ours_by.value), ((seen.size, seen.root), note, certificate.value)], key=lambda each: each[0]
            )
            item = Contradiction(log, (pairs[0][1], pairs[1][1]), (pairs[0][2], pairs[1][2]), None)
        else:
            prefix = (root_of(leaves[: seen.size]), tuple(consistency_proof(leaves, seen.size, len(leaves))))
            item = Contradiction(log, (note, stored.note), (certificate.value, ours_by.value), prefix)
        if is_contradiction(item, self.room.channel.charter, self.room.id):
            keep_contradiction(self.node, self.room, item, agreed_head(self.room, log, seen.size))


def _introduction(party: str, certificate: Certificate) -> bytes:
    return canonical.encode({"cert": certificate.value, "detente": LOG, "party": party, "v": 1})


def _verified(raw: bytes, origin: str, certificates: Sequence[Certificate]) -> tuple[Checkpoint, bytes, Certificate] | None:
    """A state that a witness publishes, as its log has signed it, and under which certificate; None if no key of the log signed it."""
    try:
        note = parse_note(raw)
        own = format_note(Note(note.text, tuple(line for line in note.signatures if line.name == origin)))
    except TheirData:
        return None
    for certificate in reversed(certificates):
        try:
            return verify_checkpoint(own, certificate.keys, origin), own, certificate
        except TheirData:
            continue
    return None
