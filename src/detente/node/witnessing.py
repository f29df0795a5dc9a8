"""Witnessing by file: what a party hands over, what the witness's folder keeps, what comes back (docs/howto/host.md).

    question {"detente":"witness question","requests":[{"cert":{..},"party":"rus","request":"<add-checkpoint>"},..],"v":1}
    answer   {"answers":[{"body":"..","origin":"..","status":200},..],"detente":"witness answer","v":1,"vkeys":["<vkey>",..]}

A witness sees signed states only: sizes, root hashes, and which party's certified key signs which log; no entry, no channel, no name of
one. It trusts the root keys of the charters that it was given. Its folder holds `witness.json` (name, charters), `keys.age` (its key)
and `record.sqlite` (the last head of each log that it has signed, and what else it remembers: `witness_memory.py`): never restore it
from a backup. Several processes may have it open: each request is one transaction.

    log         {"cert":{..},"detente":"witness log","party":"rus","v":1}      how a party makes a log known by HTTP (`Witness.add_log`)
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.errors import N_, CallerError, DetenteError, FormatError, SignatureError, StoreError, TheirData
from detente.node import posix
from detente.node.files import write_whole
from detente.node.keystore import Keystore
from detente.node.node import Node, utc_now
from detente.node.room import Room
from detente.node.store import Store, StoredHead
from detente.node.witness_memory import Memory
from detente.record import canonical
from detente.record.charter import ORIGIN_PREFIX, Charter, origin_of, parse_charter
from detente.record.checkpoint import Checkpoint, parse_checkpoint_note
from detente.record.cosignature import verify_cosignature
from detente.record.keys import Certificate, verify_certificate
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    Note,
    SignatureLine,
    VerifierKey,
    encode_name,
    format_note,
    format_signature_line,
    format_vkey,
    parse_vkey,
)
from detente.record.renewal import QUESTION as RENEWAL_QUESTION
from detente.record.renewal import parse_question as parse_renewal_question
from detente.record.seal import LogKey
from detente.record.signatures import KeyPair
from detente.record.tree import consistency_proof
from detente.record.witness import (
    Accepted,
    Rejected,
    cosigner,
    decide,
    format_add_checkpoint,
    malformed,
    parse_add_checkpoint,
    parse_answer,
    parse_conflict,
)
from detente.record.witness import AddCheckpoint as Request

QUESTION, ANSWER, LOG = "witness question", "witness answer", "witness log"
LIMIT = 16 << 20
"""Bytes of a question or an answer: some four hundred logs with ML-DSA signatures."""

LOG_LIMIT = 16 << 10
"""Bytes of a message that makes a log known; its certificate has 5,500."""

UNPROVEN = 422
"""The status of a state that its log has signed and that was not shown to continue the one before."""


Cosigned = tuple[VerifierKey, str, int]
"""A key, its signature line without a line feed, and the time that it states in seconds since 1970."""


class Answered(NamedTuple):
    """One request and what came of it. `about`: the party whose log it is, at the witness; the channel of ours, at the party."""

    origin: str
    about: str
    size: int
    status: int
    reason: DetenteError | None


class Witness:
    """A witness in a folder of its own.

    Attributes:
        memory: what it remembers.
        started, counts: since when this process answers (seconds since 1970), and how often it did with each status.
    """

    def __init__(self, folder: Path, passphrase: str, clock: Callable[[], dt.datetime] = utc_now) -> None:
        """Open the folder of a witness.

        Raises:
            CallerError: there is none, or the passphrase is wrong.
        """
        try:
            about = msgspec.json.decode((folder / "witness.json").read_bytes(), type=dict[str, Any])
        except OSError as error:
            raise CallerError(
                N_("there is no witness in %(path)s"), hint=N_("detente witness new NAME --charter FILE --dir %(path)s"), path=str(folder)
            ) from error
        except (ValueError, RecursionError) as error:
            raise StoreError(N_("%(path)s is damaged"), path=str(folder / "witness.json")) from error
        self.name: str = about["name"]
        self._charters = [parse_charter(raw.encode()) for raw in about["charters"]]
        self.keys: KeyPair = Keystore(folder / "keys.age", passphrase).roots_at_hand[0]
        self.store = Store(folder / "record.sqlite")
        self.memory = Memory(self.store)
        self.clock = clock
        self.started = int(clock().timestamp())
        self.counts: Counter[int] = Counter()

    @classmethod
    def create(cls, folder: Path, name: str, charters: Sequence[Charter], passphrase: str) -> Witness:
        """Make a witness in a folder that holds none.

        Raises:
            CallerError: the folder holds one.
            FormatError: the name can be no key name.
        """
        encode_name(name)
        if (folder / "witness.json").exists() or (folder / "node.json").exists():
            raise CallerError(
                N_("%(path)s holds a node or a witness already"), hint=N_("Choose another folder with --dir."), path=str(folder)
            )
        folder.mkdir(parents=True, exist_ok=True)
        posix.make_private(folder)
        Keystore.create(folder / "keys.age", passphrase, "witness")
        Store(folder / "record.sqlite").close()
        about = {"v": 1, "name": name, "charters": [charter.raw.decode() for charter in charters]}
        write_whole(folder / "witness.json", msgspec.json.encode(about))
        return cls(folder, passphrase)

    def close(self) -> None:
        """Let others open it."""
        self.store.close()

    @property
    def vkeys(self) -> list[VerifierKey]:
        """The public keys under which it countersigns."""
        public = self.keys.public
        return [VerifierKey(self.name, COSIGNATURE_ED25519, public.ed25519), VerifierKey(self.name, COSIGNATURE_MLDSA44, public.mldsa44)]

    @property
    def charters(self) -> list[Charter]:
        """The charters whose parties it countersigns for: those with which it was made, and those that were added."""
        given = {charter.id for charter in self._charters}
        return [*self._charters, *(charter for charter in self.memory.charters() if charter.id not in given)]

    def add_charter(self, charter: Charter) -> None:
        """Countersign for the parties of a further charter from now on."""
        with self.store.transaction():
            self.memory.add_charter(charter)

    def add_checkpoint(self, raw: bytes) -> Accepted | Rejected:
        """Decide on one request of tlog-witness, `add-checkpoint`; what is signed is on the disk before it is returned."""
        try:
            request = parse_add_checkpoint(raw)
        except TheirData as error:
            self.counts[400] += 1
            return malformed(error)
        return self._decide(request)

    def add_log(self, raw: bytes) -> str:
        """Know a log from now on that a party of a charter of ours has certified; its origin.

        Raises:
            FormatError: the bytes are no such message.
            SignatureError: no party of a charter of ours has certified it.
            CallerError: there are too many.
        """
        value = canonical.decode(raw.removesuffix(b"\n"), limit=LOG_LIMIT)
        if type(value) is not dict or value.keys() != {"cert", "detente", "party", "v"} or value["detente"] != LOG or value["v"] != 1:
            raise FormatError(N_("not a %(what)s file"), what=LOG)
        inner = value["cert"].get("cert") if type(value["cert"]) is dict else None
        log = inner.get("log") if type(inner) is dict else None
        if type(log) is not str or not self.learn([(log, str(value["party"]), value["cert"])]):
            raise SignatureError(N_("no party of a charter that this witness has was shown to have certified this log"))
        return origin_of(log)

    def learn_from(self, raw: bytes) -> int:
        """Know the logs of a question, without answering it; how many of its states are of logs that are known now.

        Raises:
            FormatError: the file is no question.
        """
        found = []
        for item in _items(raw, QUESTION, "requests", {"cert", "party", "request"}):
            origin = parse_add_checkpoint(item["request"].encode()).checkpoint.origin
            found.append((origin.removeprefix(ORIGIN_PREFIX), item["party"], item["cert"]))
        return self.learn(found)

    def learn(self, logs: Sequence[tuple[str, str, Any]]) -> int:
        """Know logs by id, party and certificate; those that no party of a charter of ours has certified are passed over."""
        verified = [(party, certificate) for log, party, cert in logs if (certificate := self._certified(log, party, cert)) is not None]
        with self.store.transaction():
            for party, certificate in verified:
                self.memory.add_certificate(certificate, party)
        return len(verified)

    def answer(self, raw: bytes) -> tuple[bytes, list[Answered]]:
        """Decide on every request of a question; what is signed is on the disk before it is returned.

        Raises:
            FormatError: the file is no question.
        """
        answers: list[dict[str, Any]] = []
        told: list[Answered] = []
        for item in _items(raw, QUESTION, "requests", {"cert", "party", "request"}):
            origin, size = "", 0
            outcome: Accepted | Rejected
            try:
                request = parse_add_checkpoint(item["request"].encode())
            except TheirData as error:
                outcome = malformed(error)
            else:
                origin, size = request.checkpoint.origin, request.checkpoint.size
                self.learn([(origin.removeprefix(ORIGIN_PREFIX), item["party"], item["cert"])])
                outcome = self._decide(request)
            status, reason = (outcome.status, outcome.reason) if isinstance(outcome, Rejected) else (200, None)
            answers.append({"origin": origin, "status": status, "body": outcome.body.decode()})
            told.append(Answered(origin, str(item["party"]), size, status, reason))
        value = {"detente": ANSWER, "v": 1, "vkeys": [format_vkey(key) for key in self.vkeys], "answers": answers}
        return canonical.encode(value), told

    def answer_renewal(self, raw: bytes) -> bytes:
        """Countersign a renewal that a party of a charter of ours has signed: a note with our lines. Nothing of it is remembered.

        Raises:
            TheirData: it is no question about a renewal, of no dialogue of ours, or a signature does not hold.
        """
        body = parse_renewal_question(raw.removesuffix(b"\n"), self.charters)
        lines = cosigner(self.name, self.keys.ed25519, self.keys.mldsa44)(body, int(self.clock().timestamp()))
        return format_note(Note(body, tuple(lines)))

    def _certified(self, log: str, party: str, cert: Any) -> Certificate | None:
        """The certificate of a log, if a party of a charter of ours has made it."""
        for charter in self.charters:
            if party not in charter.parties:
                continue
            try:
                return verify_certificate(cert, charter.parties[party], log)
            except TheirData:
                continue
        return None

    def _decide(self, request: Request) -> Accepted | Rejected:
        origin = request.checkpoint.origin
        sign = cosigner(self.name, self.keys.ed25519, self.keys.mldsa44)
        with self.store.transaction():  # known and the new head in one: two requests never pass against one head
            now = int(self.clock().timestamp())
            logs = self.memory.trusted(request)
            outcome = decide(request, self.memory.head(origin), logs, sign, now)
            if isinstance(outcome, Accepted):
                self.memory.keep(outcome.head, request.note, logs[origin], outcome.lines, now)
            elif outcome.status == UNPROVEN:
                self.memory.keep_refused(request, now)
        self.counts[outcome.status] += 1
        return outcome


# ---------------------------------------------------------------- the party's side


def witnesses_of(node: Node) -> list[str]:
    """The names of those that have countersigned states of ours, or said where they signed last, as far as we know; sorted."""
    names = set()
    for room in node.rooms.values():
        heads = room.store.heads_of(room.id, room.mine)
        ending = f":{origin_of(room.log_id(room.mine))}"
        rows = node.store.db.execute("SELECT key FROM meta WHERE key LIKE 'witness:%'").fetchall()
        names |= {key.removeprefix("witness:").removesuffix(ending) for (key,) in rows if key.endswith(ending)}
        for stored in heads:
            rows = node.store.db.execute("SELECT vkey FROM cosignatures WHERE head=?", (stored.seq,)).fetchall()
            names |= {parse_vkey(vkey).name for (vkey,) in rows}
    return sorted(names)


def ask_witness(node: Node, witness: str | None = None) -> bytes:
    """The signed states of our own logs, for a witness; from where it signed last, as far as we know.

    Args:
        witness: its name, or one of its keys. A name that is not known here is that of a new witness. Without it: the only one that has
            countersigned anything of ours, or a new one, where none has.

    Raises:
        CallerError: nothing of ours is sealed; or several witnesses are known, and none is named.
    """
    known = witnesses_of(node)
    if witness is None and len(known) > 1:
        raise CallerError(
            N_("several witnesses have countersigned for us, and each goes on from where it signed last: %(names)s"),
            hint=N_("detente witness ask --witness NAME --out FILE"), names=", ".join(known),
        )  # fmt: skip
    name = known[0] if witness is None and known else None if witness is None else witness.partition("+")[0]
    requests = []
    for room in node.rooms.values():
        own = own_state(room)
        if own is not None:
            raw = own.request(last_known(node, room, own.checkpoint.origin, name))
            requests.append({"party": node.party, "cert": own.certificate.value, "request": raw.decode()})
    if not requests:
        raise CallerError(N_("nothing of ours is sealed, so there is nothing to witness"), hint=N_("detente sync FOLDER"))
    return canonical.encode({"detente": QUESTION, "v": 1, "requests": requests})


class OwnState(NamedTuple):
    """The last signed state of our log in a channel: what a witness is asked to countersign."""

    room: Room
    stored: StoredHead
    note: bytes
    checkpoint: Checkpoint
    certificate: Certificate

    def request(self, old: int) -> bytes:
        """A request of tlog-witness to go on from a size; without a proof where the witness has signed nothing, or more than we have."""
        size = self.checkpoint.size
        proof = tuple(consistency_proof(self.leaves(), old, size)) if 0 < old <= size else ()
        return format_add_checkpoint(Request(min(old, size), proof, self.note))

    def leaves(self) -> list[bytes]:
        """The leaf hashes of the log."""
        return self.room.leaves(self.stored.log, self.stored.id)


def own_state(room: Room) -> OwnState | None:
    """The last signed state of our log in a channel; None if nothing of ours is sealed there."""
    stored = room.store.head(room.id, room.mine, room.my_head) if room.my_head.size else None
    if stored is None or stored.note is None:
        return None
    checkpoint, _ = parse_checkpoint_note(stored.note)
    return OwnState(room, stored, stored.note, checkpoint, room.channel.logs[room.mine].heads[stored.id].signer)


def not_countersigned(node: Node) -> int:
    """How many of our logs have a last signed state that no witness has countersigned, as far as we know."""
    count = 0
    for room in node.rooms.values():
        stored = room.store.head(room.id, room.mine, room.my_head) if room.my_head.size else None
        if stored is not None and stored.note is not None:
            found = room.store.db.execute("SELECT 1 FROM cosignatures WHERE head=? LIMIT 1", (stored.seq,)).fetchone()
            count += found is None
    return count


def last_known(node: Node, room: Room, origin: str, witness: str | None) -> int:
    """The size at which a witness signed last: what it said itself, else the largest state that it has countersigned."""
    if witness is None:
        return 0
    said = node.store.get_meta(f"witness:{witness}:{origin}")
    if said is not None:
        return int(said)
    sizes = [0]
    for stored in room.store.heads_of(room.id, room.mine):
        rows = node.store.db.execute("SELECT vkey FROM cosignatures WHERE head=?", (stored.seq,)).fetchall()
        if any(parse_vkey(row[0]).name == witness for row in rows):
            sizes.append(stored.id.size)
    return max(sizes)


def add_cosignatures(node: Node, raw: bytes) -> tuple[int, list[Answered]]:
    """Keep what a witness has countersigned, verified against the states that we hold; the number of lines kept.

    Raises:
        FormatError: the file is no answer.
    """
    value = canonical.decode(raw.removesuffix(b"\n"), limit=LIMIT)
    items = _items(raw, ANSWER, "answers", {"body", "origin", "status"})
    keys = [parse_vkey(text) for text in value["vkeys"]] if type(value.get("vkeys")) is list else []
    kept, told = 0, []
    about = {
        origin_of(room.log_id(LogKey(*log))): room.label for room in node.rooms.values() for log in room.channel.generations(room.party)
    }
    for item in items:
        origin = str(item["origin"])
        label = about.get(origin, "")
        if item["status"] == 200:
            stored, lines = _state_for(node, origin, keys, item["body"].encode())
            with node.store.transaction():
                keep_cosignatures(node, stored, origin, keys[0].name, lines)
            kept += len(lines)
            told.append(Answered(origin, label, stored.id.size, 200, None))
            continue
        if item["status"] == 409 and keys and label:
            size = parse_conflict(item["body"].encode())
            note_size(node, keys[0].name, origin, size)
            why = FormatError(
                N_("the witness %(name)s signed last at size %(size)d, which is now noted; ask it again"), name=keys[0].name, size=size
            )
            told.append(Answered(origin, label, size, 409, why))
            continue
        refused = FormatError(N_("the witness refused: %(reason)s"), reason=item["body"].strip())
        told.append(Answered(origin, label, 0, int(item["status"]), refused))
    return kept, told


def keep_cosignatures(node: Node, stored: StoredHead, origin: str, witness: str, lines: Sequence[Cosigned]) -> None:
    """Keep what a witness has countersigned, and how far it is now; in a transaction. Of two times for one state the earlier says more."""
    for vkey, line, at in lines:
        node.store.db.execute(
            "INSERT INTO cosignatures VALUES (?,?,?,?) ON CONFLICT (head, vkey) DO UPDATE SET line=excluded.line, at=excluded.at"
            " WHERE excluded.at < cosignatures.at",
            (stored.seq, format_vkey(vkey), line, at),
        )
    note_size(node, witness, origin, stored.id.size)


def note_size(node: Node, witness: str, origin: str, size: int) -> None:
    """Remember at which size of a log a witness signed last, as it says itself."""
    node.store.set_meta(f"witness:{witness}:{origin}", str(size).encode())


def _state_for(node: Node, origin: str, keys: Sequence[VerifierKey], body: bytes) -> tuple[StoredHead, list[Cosigned]]:
    """The state of ours under which every line of an answer holds."""
    lines = parse_answer(body)
    for room in node.rooms.values():
        for log in room.channel.generations(room.party):
            if origin_of(room.log_id(LogKey(*log))) != origin:
                continue
            for stored in reversed(room.store.heads_of(room.id, log)):
                if stored.note is None:
                    continue
                text = parse_checkpoint_note(stored.note)[1].text
                found = [item for line in lines if (item := holding(line, keys, text)) is not None]
                if found and len(found) == len(lines):
                    return stored, found
    raise FormatError(N_("the answer countersigns no state of ours"))


def holding(line: SignatureLine, keys: Sequence[VerifierKey], text: bytes) -> Cosigned | None:
    """A line with its key and its time, if it holds over a state."""
    for key in keys:
        if (key.name, key.key_id) == (line.name, line.key_id):
            try:
                return key, format_signature_line(line).decode().removesuffix("\n"), verify_cosignature(key, line, text)
            except TheirData:
                continue
    return None


def is_renewal_question(raw: bytes) -> bool:
    """Whether a file is a party's question about a renewal, by its look."""
    return raw.startswith(b'{"detente":"%b"' % RENEWAL_QUESTION.encode())


def is_question(raw: bytes) -> bool:
    """Whether a file is a party's question, by its look: what it holds is not read yet."""
    return raw.startswith(b'{"detente":"%b"' % QUESTION.encode())


def _items(raw: bytes, what: str, member: str, expected: set[str]) -> list[dict[str, Any]]:
    value = canonical.decode(raw.removesuffix(b"\n"), limit=LIMIT)
    items = value.get(member) if type(value) is dict and value.get("detente") == what else None
    if type(items) is not list or not all(
        type(item) is dict
        and item.keys() == expected
        and all(type(item[k]) is str for k in expected & {"body", "origin", "party", "request"})
        for item in items
    ):
        raise FormatError(N_("not a %(what)s file"), what=what)
    return items
