"""Proofs: one file that shows a part of a record to somebody who has nothing of it but the charter's hash.

A proof file is one canonical JSON value, nothing after it. Every claim has exactly the members listed for it: an absent one is
left out, null stands for none of them, and an unknown one is refused. All of it is checked and used, so that any one byte
changed makes it not proven. Here a standing, signed by two, of which one section is shown (`..` is cut for the eye):

    {"v":1,"claim":"standing","charter":{..},"channel":{..},
     "logs":[{"party":"rus","generation":0,
              "certs":[{"cert":{..},..},..],         of its sealing keys, `from` rising; a head of size s is signed by the key of
                                                     the last one whose `from` is below s; each is that of a head
              "heads":["<signed note>",..],          sizes rising; each has an entry
              "entries":[{"head":0,"index":46,"leaves":["<b64>",..],"open":[["cut","<salt>","<b64>"],..],"path":["<b64>",..]}]},
             {"party":"usa",..}],                    logs by party and generation, entries by index: each once
     "standing":{"cut":{..},"rules":1,"sections":[{"hash":"<b64>"},["requests/rus","<salt>",{"declined":2,..}]]},
     "witness":[{"log":0,"head":0,"vkey":"<vkey>","line":"<signature line>"}]}

    claim      members besides v, claim, charter, channel, witness       what it shows
    standing   logs, standing       sections of a standing over a cut, signed by each party with a log here: one seal each
    entry      logs                 opened fields of entries
    receipt    logs, receipt        {"by":"usa","of":"rus"}: by's one seal names exactly the one head of `of`, which holds its entries
    log        logs                 whole logs recounted: one head each, all its entries in order as {"leaves","open"}
    fork       fork                 {"party","generation","notes":[2],"certs":[1 or 2]}; for two sizes also "prefix":[root,[hashes]]; the
                                    notes by size, then by root; one certificate for both, or one for each if their keys differ

`verify_proof` goes through ten steps; the numbers are those of every refusal:

     1 size and form          too much to read, a second spelling of the same thing, a part that no step would look at
     2 charter                a charter that no dialogue can have
     3 trust anchor           a look-alike: the same names, other keys
     4 channel                another channel or dialogue than the signed one; a party that is no member
     5 certificates           keys that the party's root key never certified for this log; one key in two logs
     6 signatures of heads    a head that the log never signed
     7 entries and openings   a field that is not of its entry
     8 inclusion              an entry that is not under the head
     9 the claim              parts that hold, each by itself, but do not show what the file claims
    10 witnesses              a cosignature that does not hold
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from detente.errors import N_, CallerError, DetenteError, FormatError, ProofError, SignatureError, TheirData
from detente.record import canonical
from detente.record.charter import (
    ChannelCharter,
    Charter,
    fingerprint,
    is_party_id,
    log_id,
    origin_of,
    parse_channel_charter,
    parse_charter,
    parse_dialogue_id,
)
from detente.record.checkpoint import Checkpoint, format_checkpoint_body, parse_checkpoint_note, verify_checkpoint
from detente.record.cosignature import verify_cosignature
from detente.record.entry import (
    Entry,
    check_openings,
    is_time,
    leaf_of,
    leaves_and_openings,
    parse_leaves,
    parse_openings,
)
from detente.record.evidence import MAX_PROOF, Contradiction, verify_contradiction
from detente.record.keys import Certificate, verify_certificate
from detente.record.limits import LIMITS
from detente.record.note import SignatureLine, VerifierKey, format_signature_line, format_vkey, parse_signature_line, parse_vkey
from detente.record.seal import Cut, HeadId, LogKey, parse_attest, parse_cut, parse_seal, parse_seen
from detente.record.signatures import PublicPair
from detente.record.standing import Section, Standing, section_node, standing_digest
from detente.record.succession import roots_of
from detente.record.text import decode_base64, encode_base64
from detente.record.tree import inclusion_proof, root_of, verify_inclusion
from detente.record.verdict import (
    CONSISTENT,
    NOT_PROVEN,
    PROVEN,
    ChannelShown,
    EntryShown,
    ForkShown,
    KeyShown,
    KindCount,
    LogCount,
    PartyShown,
    ReceiptShown,
    ReferenceCount,
    SealShown,
    Verdict,
    WitnessShown,
)

SectionReader = Callable[[str, Any], "tuple[dict[str, Any], tuple[str, ...]] | None"]
"""What the rules of counting make of one section: derived values and caveats, or None for a section that it does not know.

The record knows no section by name; `dialogue.counting.read_section` does. It must not raise, whatever the value.
"""

STANDING: Final = "standing"
ENTRY: Final = "entry"
RECEIPT: Final = "receipt"
LOG: Final = "log"
FORK: Final = "fork"

_COMMON = frozenset({"v", "claim", "charter", "channel", "witness"})
_MEMBERS = {
    STANDING: _COMMON | {"logs", "standing"},
    ENTRY: _COMMON | {"logs"},
    RECEIPT: _COMMON | {"logs", "receipt"},
    LOG: _COMMON | {"logs"},
    FORK: _COMMON | {"fork"},
}
_LOG_MEMBERS = frozenset({"party", "generation", "certs", "heads", "entries"})
_ENTRY_MEMBERS = frozenset({"head", "index", "leaves", "open", "path"})
_COUNTED_MEMBERS = frozenset({"leaves", "open"})
_FORK_MEMBERS = frozenset({"party", "generation", "notes", "certs"})
_WITNESS_MEMBERS = frozenset({"log", "head", "vkey", "line"})

_MAX_PATH = 63  # the depth of the largest tree
_MAX_WITNESS_LINES = 4096  # as many as entries: each costs a signature to check, and nothing else bounds them

_KIND = re.compile(r"\A[a-z][a-z0-9_]{0,31}\Z")

P = ParamSpec("P")
T = TypeVar("T")


class _Refused(TheirData):
    """The number of the step that failed, and why."""

    def __init__(self, step: int, cause: DetenteError) -> None:
        super().__init__(N_("step %(step)d: %(cause)s"), step=step, cause=str(cause))
        self.step = step
        self.cause = cause


def _step(number: int, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run one step. Any error of ours is the file's fault here: whatever it handed down, it came out of the file."""
    try:
        return function(*args, **kwargs)
    except DetenteError as error:
        raise _Refused(number, error) from error


# ---------------------------------------------------------------- what the steps hand on


class _LogForm(NamedTuple):
    """A log as the file has it, form checked, nothing verified. Of a fork: two heads, one certificate for both or one for each."""

    key: LogKey
    certs: list[Any]
    notes: list[bytes]
    entries: list[dict[str, Any]]


class _WitnessForm(NamedTuple):
    log: int
    head: int
    vkey: str
    line: str


class _Form(NamedTuple):
    """The file after step 1."""

    claim: str
    value: dict[str, Any]
    logs: list[_LogForm]
    witness: list[_WitnessForm]


class _Proven(NamedTuple):
    """An entry: its leaf after step 7, in the log after step 8."""

    shown: EntryShown
    head: int
    leaf: bytes
    path: list[bytes]


class _Log(NamedTuple):
    """A log after step 8."""

    key: LogKey
    certs: list[Certificate]
    heads: list[Checkpoint]
    entries: list[_Proven]


class _Held(NamedTuple):
    """Everything that steps 1 to 8 found to hold."""

    form: _Form
    charter: Charter
    channel: ChannelCharter
    logs: list[_Log]

    @property
    def signers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(log.key.party for log in self.logs))


# ---------------------------------------------------------------- verifying


def verify_proof(
    raw: bytes,
    *,
    charter_digest: str | None = None,
    root_keys: Mapping[str, PublicPair] | None = None,
    witness_keys: Sequence[VerifierKey] = (),
    read_section: SectionReader | None = None,
) -> Verdict:
    """Verify a proof file. Whatever the file holds, the answer is a verdict, never an exception.

    Args:
        raw: the whole file.
        charter_digest: trust anchor: the dialogue's id (the charter's hash) in hex, as the parties publish it.
        root_keys: trust anchor: root keys by party. Each must be that of the charter, and every party that signed must be among them.
        witness_keys: witnesses whose times the caller trusts.
        read_section: what derives values from sections, for the verdict alone; nothing that it says changes the status.

    Raises:
        CallerError: `charter_digest` is not 64 hex digits.
    """
    expected = None
    if charter_digest is not None:
        try:
            expected = parse_dialogue_id(charter_digest)
        except FormatError as error:
            raise CallerError(N_("the hash of a charter is 64 hex digits")) from error
    try:
        return _verify(raw, expected, root_keys, witness_keys, read_section)
    except _Refused as refused:
        return Verdict(status=NOT_PROVEN, step=refused.step, reason=refused.cause)


def _verify(
    raw: bytes,
    expected: str | None,
    root_keys: Mapping[str, PublicPair] | None,
    witness_keys: Sequence[VerifierKey],
    read_section: SectionReader | None,
) -> Verdict:
    form = _step(1, _parse_form, raw)
    charter = _step(2, _charter, form)
    anchors = _step(3, _check_anchor, form, charter, expected, root_keys)
    channel = _step(4, _channel, form, charter)
    certs = _step(5, _certificates, form, charter, channel)
    heads = _step(6, _heads, form, charter, channel, certs)
    entries = _step(7, _entries, form, heads)
    _step(8, _check_inclusion, form, heads, entries)
    logs = [_Log(*parts) for parts in zip([log.key for log in form.logs], certs, heads, entries, strict=True)]
    held = _Held(form, charter, channel, logs)
    found = _step(9, _CLAIMS[form.claim], held)
    witnesses = _step(10, _witnesses, held, witness_keys)
    return _verdict(held, anchors, found, witnesses, read_section)


# ---- 1 size and form


def _parse_form(raw: bytes) -> _Form:
    value = canonical.decode(raw, limit=LIMITS.proof_bytes)
    if type(value) is not dict or type(value.get("v")) is not int or value["v"] != 1:
        raise FormatError(N_("not a proof of format 1"))
    claim = value.get("claim")
    if type(claim) is not str or claim not in _MEMBERS:
        raise FormatError(N_("a proof claims standing, entry, receipt, log or fork"))
    _exactly(value, _MEMBERS[claim], "proof")
    logs = [_fork_form(value["fork"])] if claim == FORK else _logs_form(value["logs"], claim)
    return _Form(claim, value, logs, _witness_form(value["witness"], logs))


def _logs_form(value: Any, claim: str) -> list[_LogForm]:
    logs = [_log_form(item, claim) for item in _list(value, "logs", LIMITS.proof_entries)]
    _rising([log.key for log in logs], "logs")
    count = sum(len(log.entries) for log in logs)
    if count > LIMITS.proof_entries:
        raise FormatError(N_("a proof of %(seen)d entries; at most %(limit)d"), seen=count, limit=LIMITS.proof_entries)
    return logs


def _log_form(value: Any, claim: str) -> _LogForm:
    members = _exactly(value, _LOG_MEMBERS, "log")
    key = _log_key(members)
    certs = _list(members["certs"], "certs", LIMITS.proof_entries)
    notes = [_text(note, "heads").encode() for note in _list(members["heads"], "heads", LIMITS.proof_entries)]
    entries = _list(members["entries"], "entries", LIMITS.proof_entries)
    if claim == LOG:
        for entry in entries:
            _exactly(entry, _COUNTED_MEMBERS, "entry")
        if len(notes) != 1:
            raise FormatError(N_("a log is recounted under exactly one head"))
    else:
        for entry in entries:
            _exactly(entry, _ENTRY_MEMBERS, "entry")
            _index(entry["head"], len(notes), "head")
            _natural(entry["index"], "index")
        _rising([entry["index"] for entry in entries], "entries")
        if {entry["head"] for entry in entries} != set(range(len(notes))):
            raise FormatError(N_("a head that no entry needs"))
    return _LogForm(key, certs, notes, entries)


def _fork_form(value: Any) -> _LogForm:
    if type(value) is not dict:
        raise FormatError(N_("%(where)s is not an object"), where="fork")
    members = _exactly(value, _FORK_MEMBERS | ({"prefix"} & value.keys()), "fork")
    certs, notes = _list(members["certs"], "certs", 2), _list(members["notes"], "notes", 2)
    if len(notes) != 2:
        raise FormatError(N_("a fork has two notes"))
    return _LogForm(_log_key(members), certs, [_text(note, "notes").encode() for note in notes], [])


def _witness_form(value: Any, logs: Sequence[_LogForm]) -> list[_WitnessForm]:
    items = []
    for item in _list(value, "witness", _MAX_WITNESS_LINES, least=0):
        members = _exactly(item, _WITNESS_MEMBERS, "witness")
        log = _index(members["log"], len(logs), "log")
        head = _index(members["head"], len(logs[log].notes), "head")
        items.append(_WitnessForm(log, head, _text(members["vkey"], "vkey"), _text(members["line"], "line")))
    _rising([(item.log, item.head, item.vkey) for item in items], "witness")
    return items


def _log_key(members: Mapping[str, Any]) -> LogKey:
    if not is_party_id(members["party"]):
        raise FormatError(N_("'%(where)s' of a proof is not the id of a party"), where="party")
    return LogKey(members["party"], _natural(members["generation"], "generation"))


def _exactly(value: Any, expected: Collection[str], where: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise FormatError(N_("%(where)s is not an object"), where=where)
    if value.keys() != set(expected):
        missing, unknown = sorted(set(expected) - value.keys()), sorted(value.keys() - set(expected))
        raise FormatError(
            N_("%(where)s: missing members %(missing)s, unknown members %(unknown)s"), where=where, missing=missing, unknown=unknown
        )
    return value


def _list(value: Any, where: str, limit: int, *, least: int = 1) -> list[Any]:
    if type(value) is not list or not least <= len(value) <= limit:
        raise FormatError(N_("'%(where)s' of a proof is not a list of %(least)d to %(limit)d"), where=where, least=least, limit=limit)
    return value


def _text(value: Any, where: str) -> str:
    if type(value) is not str:
        raise FormatError(N_("'%(where)s' of a proof is not a text"), where=where)
    return value


def _natural(value: Any, where: str) -> int:
    if type(value) is not int or value < 0:
        raise FormatError(N_("'%(where)s' of a proof is not a whole number from 0"), where=where)
    return value


def _index(value: Any, count: int, where: str) -> int:
    if _natural(value, where) >= count:
        raise FormatError(N_("'%(where)s' of a proof is %(seen)d; there are %(limit)d"), where=where, seen=value, limit=count)
    return int(value)


def _rising(keys: Sequence[Any], where: str) -> None:
    if any(not one < other for one, other in itertools.pairwise(keys)):
        raise FormatError(N_("'%(where)s' of a proof are not in order, each once"), where=where)


# ---- 2 to 4: charter, trust anchor, channel


def _charter(form: _Form) -> Charter:
    return parse_charter(canonical.encode(form.value["charter"]))


def _check_anchor(form: _Form, charter: Charter, expected: str | None, root_keys: Mapping[str, PublicPair] | None) -> tuple[str, ...]:
    anchors = []
    if expected is not None:
        if charter.id != expected:
            raise SignatureError(N_("the charter's hash is %(seen)s, expected %(expected)s"), seen=charter.id, expected=expected)
        anchors.append("charter")
    if root_keys is not None:
        for party, keys in root_keys.items():
            if party not in charter.parties:
                raise SignatureError(N_("the charter has no party %(party)s"), party=party)
            if charter.parties[party].root != keys:
                raise SignatureError(
                    N_("the root keys of %(party)s are %(seen)s, expected %(expected)s"),
                    party=party, seen=fingerprint(charter.parties[party].root), expected=fingerprint(keys),
                )  # fmt: skip
        for log in form.logs:
            if log.key.party not in root_keys:
                raise SignatureError(N_("%(party)s signed, but its root keys were not given"), party=log.key.party)
        anchors.append("root keys")
    return tuple(anchors)


def _channel(form: _Form, charter: Charter) -> ChannelCharter:
    channel = parse_channel_charter(form.value["channel"], charter)
    for log in form.logs:
        if log.key.party not in channel.members:
            raise FormatError(N_("%(party)s is no member of the channel"), party=log.key.party)
    return channel


# ---- 5 and 6: certificates and heads


def _certificates(form: _Form, charter: Charter, channel: ChannelCharter) -> list[list[Certificate]]:
    # F39: a key has one role and one log; F21: two parties that are one key would look like two.
    owner = {key: "root" for party in charter.parties.values() for key in party.root}
    found = []
    for log in form.logs:
        name = log_id(charter.id, channel.id, *log.key)
        certs = [verify_certificate(value, charter.parties[log.key.party], name, log.key.generation) for value in log.certs]
        for cert in certs:
            if cert.successions:
                owner |= {key: "root" for root in roots_of(charter.parties[log.key.party], cert.successions) for key in root.keys}
        for key in {key for cert in certs for key in cert.keys}:
            if owner.setdefault(key, name) != name:
                raise SignatureError(N_("a sealing key of %(party)s that is used elsewhere too"), party=log.key.party)
        if form.claim != FORK:
            _rising([cert.start for cert in certs], "certs")
        elif len({key for cert in certs for key in cert.keys}) != 2 * len(certs):
            raise FormatError(N_("two certificates of one key"))  # ML-DSA is hedged: the second would be a second spelling
        found.append(certs)
    return found


def _heads(form: _Form, charter: Charter, channel: ChannelCharter, certs: list[list[Certificate]]) -> list[list[Checkpoint]]:
    found = []
    for log, certified in zip(form.logs, certs, strict=True):
        origin = origin_of(log_id(charter.id, channel.id, *log.key))
        starts = [cert.start for cert in certified]
        used = set()
        heads = []
        for place, note in enumerate(log.notes):
            size = parse_checkpoint_note(note)[0].size
            # A fork is shown by whatever keys its log was certified for; elsewhere only the key in force counts.
            which = min(place, len(certified) - 1) if form.claim == FORK else _in_force(starts, size)
            if starts[which] >= size:
                # Where pouches start is not in the file; a pouch holds one entry at least, so its key starts before its size.
                raise SignatureError(N_("a key certified from %(start)d under a head of size %(size)d"), start=starts[which], size=size)
            used.add(which)
            heads.append(verify_checkpoint(note, certified[which].keys, origin))
        if len(used) != len(certified):
            raise FormatError(N_("a certificate that no head needs"))
        _rising([HeadId(head.size, head.root) if form.claim == FORK else head.size for head in heads], "heads")
        found.append(heads)
    return found


def _in_force(starts: Sequence[int], size: int) -> int:
    """Which certificate signs a head: the last one whose start is below its size (a `rekey` takes effect after its pouch)."""
    return max(bisect_left(starts, size) - 1, 0)


# ---- 7 and 8: entries and their place


def _entries(form: _Form, heads: list[list[Checkpoint]]) -> list[list[_Proven]]:
    found = []
    for log, signed in zip(form.logs, heads, strict=True):
        entries = []
        for place, value in enumerate(log.entries):
            head = value.get("head", 0)  # a recounted log has one head, and its entries no index but their place
            leaves, openings = parse_leaves(value["leaves"]), parse_openings(value["open"])
            check_openings(leaves, openings)
            fields = {opening.name: opening.value for opening in openings}
            _check_fields(fields)
            path = [decode_base64(_text(node, "path"), 32) for node in _list(value.get("path", []), "path", _MAX_PATH, least=0)]
            shown = EntryShown(log.key, value.get("index", place), signed[head].size, fields, len(leaves) - len(openings))
            entries.append(_Proven(shown, head, leaf_of(leaves), path))
        found.append(entries)
    return found


def _check_fields(fields: Mapping[str, Any]) -> None:
    """The rules of the fields that the verdict itself reads: no node admits an entry that breaks them."""
    if "kind" in fields and (type(fields["kind"]) is not str or not _KIND.match(fields["kind"])):
        raise FormatError(N_("an entry without a kind"))
    if "at" in fields and not is_time(fields["at"]):
        raise FormatError(N_("an entry whose 'at' is not a time such as 2021-09-30T08:00:00Z"))
    if "re" in fields:
        _refs(fields["re"])


def _refs(value: Any) -> list[tuple[LogKey, int]]:
    refs = []
    for ref in _list(value, "re", LIMITS.refs):
        if type(ref) is not list or len(ref) != 3 or not is_party_id(ref[0]):
            raise FormatError(N_("a reference is [party, generation, index]"))
        refs.append((LogKey(ref[0], _natural(ref[1], "re")), _natural(ref[2], "re")))
    return refs


def _check_inclusion(form: _Form, heads: list[list[Checkpoint]], entries: list[list[_Proven]]) -> None:
    for signed, proven in zip(heads, entries, strict=True):
        if form.claim == LOG:
            head = signed[0]
            if len(proven) != head.size:
                raise ProofError(N_("%(seen)d entries of a log of %(expected)d"), seen=len(proven), expected=head.size)
            if root_of([entry.leaf for entry in proven]) != head.root:
                raise ProofError(N_("the entries do not lead to the signed root"))
            continue
        for entry in proven:
            head = signed[entry.head]
            verify_inclusion(entry.leaf, entry.shown.index, head.size, entry.path, head.root)


# ---- 9 the claim: each returns what it adds to the verdict


def _claim_standing(held: _Held) -> dict[str, Any]:
    members = _exactly(held.form.value["standing"], {"cut", "rules", "sections"}, "standing")
    cut = parse_cut(members["cut"])
    if canonical.encode(cut.value) != canonical.encode(members["cut"]):
        raise FormatError(N_("a cut with a second spelling"))
    if (cut.dialogue, cut.channel) != (held.charter.id, held.channel.id):
        raise ProofError(N_("the cut is of another dialogue or channel"))
    covered, members_all = sorted({row.log.party for row in cut.rows}), list(held.channel.members)
    if covered != members_all:
        raise ProofError(N_("the cut covers %(seen)s, expected the members %(expected)s"), seen=covered, expected=members_all)
    sections, nodes = _sections(members["sections"])
    digest = standing_digest(cut.digest, _natural(members["rules"], "rules"), nodes)
    _rising([log.key.party for log in held.logs], "signers")  # a party signs once, whatever its generations
    return {
        "seals": tuple(_signing_seal(log, cut, digest) for log in held.logs),
        "cut": cut,
        "rules": members["rules"],
        "standing": digest,
        "sections": {section.name: section.value for section in sections},
        "sections_not_shown": len(nodes) - len(sections),
    }


def _sections(value: Any) -> tuple[list[Section], list[bytes]]:
    """The sections that are shown, and the nodes of all."""
    shown: list[Section] = []
    nodes = []
    for item in _list(value, "sections", 0xFFFF):
        if type(item) is dict:
            nodes.append(decode_base64(_text(_exactly(item, {"hash"}, "section")["hash"], "hash"), 32))
            continue
        if type(item) is not list or len(item) != 3:
            raise FormatError(N_('a section is {"hash": hash} or [name, salt, value]'))
        section = Section(_text(item[0], "sections"), decode_base64(_text(item[1], "sections"), 32), item[2])
        shown.append(section)
        nodes.append(section_node(section))
    if not shown:
        raise ProofError(N_("a standing of which no section is shown"))
    _rising([section.name for section in shown], "sections")
    return shown, nodes


def _signing_seal(log: _Log, cut: Cut, digest: bytes) -> SealShown:
    party, count = log.key.party, len(log.entries)
    if count != 1:
        raise ProofError(N_("a party signs a standing with one seal; %(party)s shows %(seen)d entries"), party=party, seen=count)
    entry = log.entries[0].shown
    fields = entry.fields
    if fields.get("kind") != "seal":
        raise ProofError(N_("the entry of %(party)s does not show that it is a seal"), party=party)
    wanted = (cut.digest, digest)
    stated = None
    if "cut" in fields and "standing" in fields:
        stated = (decode_base64(_text(fields["cut"], "cut"), 32), decode_base64(_text(fields["standing"], "standing"), 32))
    attested = parse_attest(fields["attest"]) if "attest" in fields else ()
    if stated != wanted and wanted not in attested:
        raise ProofError(N_("the seal of %(party)s signs another cut or another standing"), party=party)
    for row in cut.rows:
        if row.log == log.key and row.size > entry.index:
            raise ProofError(N_("the seal of %(party)s signs a cut that covers later entries of its own log"), party=party)
    return SealShown(log.key, entry.index, fields.get("at"), stated != wanted)


def _claim_entry(held: _Held) -> dict[str, Any]:
    for log in held.logs:
        for entry in log.entries:
            if not entry.shown.fields:
                raise ProofError(N_("no field is shown of entry %(index)d of %(party)s"), index=entry.shown.index, party=log.key.party)
    return {}


def _claim_receipt(held: _Held) -> dict[str, Any]:
    members = _exactly(held.form.value["receipt"], {"by", "of"}, "receipt")
    by = [log for log in held.logs if log.key.party == members["by"]]
    of = [log for log in held.logs if log.key.party == members["of"]]
    if len(held.logs) != 2 or len(by) != 1 or len(of) != 1 or members["by"] == members["of"]:
        raise ProofError(N_("a receipt has one log of the party that received, and one of the party that sent"))
    if len(by[0].entries) != 1 or len(of[0].heads) != 1:
        raise ProofError(N_("a receipt has one seal of the party that received, and one head of the party that sent"))
    entry, head = by[0].entries[0].shown, of[0].heads[0]
    name = "seen/" + of[0].key.party
    if entry.fields.get("kind") != "seal" or name not in entry.fields:
        raise ProofError(N_("the entry of %(party)s does not show that it is a seal with '%(field)s'"), party=by[0].key.party, field=name)
    named = parse_seen(of[0].key.party, entry.fields[name]).get(of[0].key)
    if named != HeadId(head.size, head.root):
        raise ProofError(N_("the seal of %(party)s does not name this head of %(other)s"), party=by[0].key.party, other=of[0].key.party)
    return {
        "seals": (SealShown(by[0].key, entry.index, entry.fields.get("at"), attests=False),),
        "receipt": ReceiptShown(by[0].key, of[0].key, named),
    }


def _claim_log(held: _Held) -> dict[str, Any]:
    kinds: dict[tuple[LogKey, int], str] = {}
    first: list[tuple[EntryShown, ...]] = []
    counts = []
    for log in held.logs:
        # A leaf that stands in the log already has no effect (F28): who repeats a request has not sent two.
        unique = {entry.leaf: entry.shown for entry in reversed(log.entries)}.values()
        first.append(tuple(unique))
        kinds |= {(log.key, entry.index): entry.fields["kind"] for entry in unique if "kind" in entry.fields}
        counts.append(_count(log, unique))
    return {"logs": tuple(counts), "references": _references(first, kinds)}


def _count(log: _Log, entries: Collection[EntryShown]) -> LogCount:
    shown = Counter(entry.fields["kind"] for entry in entries if "kind" in entry.fields)
    with_re = Counter(entry.fields["kind"] for entry in entries if {"kind", "re"} <= entry.fields.keys())
    return LogCount(
        log.key,
        HeadId(log.heads[0].size, log.heads[0].root),
        tuple(KindCount(kind, shown[kind], with_re[kind]) for kind in sorted(shown) if kind != "seal"),
        shown["seal"],
        len(entries) - shown.total(),
        len(log.entries) - len(entries),
    )


def _references(logs: Iterable[Iterable[EntryShown]], kinds: Mapping[tuple[LogKey, int], str]) -> tuple[ReferenceCount, ...]:
    """What refers to what, by party and kind: the record knows nothing of requests and answers."""
    entries: Counter[tuple[str, str, str, str]] = Counter()
    targets: dict[tuple[str, str, str, str], set[tuple[LogKey, int]]] = {}
    for log in logs:
        for entry in log:
            if not {"kind", "re"} <= entry.fields.keys():
                continue
            named = {}
            for target in _refs(entry.fields["re"]):
                # "" sorts first and is no kind: what is named is not in the file, or does not show its kind
                key = (entry.log.party, str(entry.fields["kind"]), target[0].party, kinds.get(target, ""))
                named[key] = True
                targets.setdefault(key, set()).add(target)
            entries.update(named.keys())
    return tuple(ReferenceCount(*key[:3], key[3] or None, entries[key], len(targets[key])) for key in sorted(entries))


def _claim_fork(held: _Held) -> dict[str, Any]:
    value, log = held.form.value["fork"], held.logs[0]
    prefix = None
    if "prefix" in value:
        if type(value["prefix"]) is not list or len(value["prefix"]) != 2:
            raise FormatError(N_("'prefix' of a fork is [root, [hashes]]"))
        root, proof = value["prefix"]
        hashes = tuple(decode_base64(_text(node, "prefix"), 32) for node in _list(proof, "prefix", MAX_PROOF))
        prefix = (decode_base64(_text(root, "prefix"), 32), hashes)
    notes, certs = held.form.logs[0].notes, [cert.value for cert in log.certs]
    # Steps 5 and 6 checked the signatures; here they are checked again, so that one place decides what contradicts what.
    heads = verify_contradiction(Contradiction(log.key, (notes[0], notes[1]), (certs[0], certs[-1]), prefix), held.charter, held.channel.id)
    return {"fork": ForkShown(log.key, heads)}


_CLAIMS: Final[dict[str, Callable[[_Held], dict[str, Any]]]] = {
    STANDING: _claim_standing,
    ENTRY: _claim_entry,
    RECEIPT: _claim_receipt,
    LOG: _claim_log,
    FORK: _claim_fork,
}


# ---- 10 witnesses


def _witnesses(held: _Held, trusted: Sequence[VerifierKey]) -> tuple[WitnessShown, ...]:
    found = []
    for item in held.form.witness:
        key = parse_vkey(item.vkey)
        line = parse_signature_line(item.line.encode())
        if format_signature_line(line).decode() != item.line + "\n":
            raise FormatError(N_("a signature line with a line feed"))
        head = held.logs[item.log].heads[item.head]
        time = verify_cosignature(key, line, format_checkpoint_body(head))
        found.append(WitnessShown(held.logs[item.log].key, head.size, item.vkey, key.name, time, key in trusted))
    return tuple(found)


def _bounded(entry: EntryShown, witnesses: Iterable[WitnessShown]) -> EntryShown:
    """An entry with the times that confirmed witnesses set it: a cosigned head that holds it, one that does not hold it yet."""
    mine = [witness for witness in witnesses if witness.confirmed and witness.log == entry.log]
    return replace(
        entry,
        before=min((witness.time for witness in mine if witness.size > entry.index), default=None),
        after=max((witness.time for witness in mine if witness.size <= entry.index), default=None),
    )


# ---- the verdict


def _verdict(
    held: _Held,
    anchors: tuple[str, ...],
    found: dict[str, Any],
    witnesses: tuple[WitnessShown, ...],
    read_section: SectionReader | None,
) -> Verdict:
    charter, channel, signers = held.charter, held.channel, held.signers
    entries = tuple(_bounded(entry.shown, witnesses) for log in held.logs for entry in log.entries)
    derived: dict[str, dict[str, Any]] = {}
    caveats = _caveats(held, anchors, found, witnesses)
    for name, value in found.get("sections", {}).items():
        reading = read_section(name, value) if read_section is not None else None
        if reading is not None:
            derived[name] = reading[0]
            caveats.update(reading[1])
    return Verdict(
        status=PROVEN if anchors else CONSISTENT,
        claim=held.form.claim,
        anchors=anchors,
        exercise=charter.exercise,
        dialogue=charter.id,
        names=charter.names,
        parties=tuple(
            PartyShown(member, charter.parties[member].names, fingerprint(charter.parties[member].root), member in signers)
            for member in channel.members
        ),
        channel=ChannelShown(channel.id, channel.kind, channel.members),
        signers=signers,
        not_signed=tuple(member for member in channel.members if member not in signers),
        keys=tuple(dict.fromkeys(KeyShown(log.key, cert.start, fingerprint(cert.keys)) for log in held.logs for cert in log.certs)),
        entries=entries,
        derived=derived,
        witnesses=witnesses,
        caveats=tuple(sorted(caveats)),
        **found,
    )


def _caveats(held: _Held, anchors: tuple[str, ...], found: Mapping[str, Any], witnesses: Iterable[WitnessShown]) -> set[str]:
    claim, alone = held.form.claim, len(held.signers) == 1
    counts: tuple[LogCount, ...] = found.get("logs", ())
    times = any("at" in entry.shown.fields for log in held.logs for entry in log.entries)
    conditions = {
        "later_acts_may_exist": True,
        "signed_is_not_true": True,
        "key_replacement_not_shown": True,
        "keys_not_confirmed": not anchors,
        "supposed_exercise": held.charter.exercise,
        "one_signer_only": alone and claim != FORK,
        "not_all_members_signed": claim == STANDING and len(held.signers) < len(held.channel.members),
        "admission_not_shown": claim in {ENTRY, LOG} or (claim == STANDING and alone),
        "times_are_claims": times,
        "sections_not_shown": found.get("sections_not_shown", 0) > 0,
        "entries_not_shown": any(count.not_shown for count in counts),
        "entries_repeated": any(count.repeated for count in counts),
        "witnesses_not_confirmed": not all(witness.confirmed for witness in witnesses),
        "fork_may_be_theft": claim == FORK,
    }
    return {code for code, applies in conditions.items() if applies}


# ---------------------------------------------------------------- building


@dataclass(frozen=True, slots=True)
class LogPart:
    """What a proof needs of one signed head of one log. Several parts of one log become one log of the file.

    Attributes:
        key: which log.
        certs: the certificates of its sealing keys, all or some; what no head needs is left out.
        note: the signed head.
        leaf_hashes: of the log from its start, at least as many as the head's size; a recounted log needs none.
        entries: (index, entry, names of the fields to open) under that head.
        cosignatures: witnesses' lines over that head, with their keys.
    """

    key: LogKey
    certs: Sequence[dict[str, Any]]
    note: bytes
    leaf_hashes: Sequence[bytes]
    entries: Sequence[tuple[int, Entry, Collection[str]]]
    cosignatures: Sequence[tuple[VerifierKey, SignatureLine]] = ()


def build_standing_proof(
    charter: bytes, channel: dict[str, Any], parts: Sequence[LogPart], cut: Cut, standing: Standing, show: Collection[str]
) -> bytes:
    """Show sections of a standing, signed by each party of which a part is given.

    Args:
        charter: the charter's canonical bytes.
        channel: the channel charter's value.
        parts: one for each signer, with one entry: its seal over this cut. What the claim needs is opened by itself (kind, cut
            and standing, or attest); the names given are opened too, such as `at`.
        cut: the cut.
        standing: the whole standing over it.
        show: names of the sections to show.

    Raises:
        CallerError: the parts do not make a proof.
    """
    unknown = sorted(set(show) - {section.name for section in standing.sections})
    if unknown or not show:
        raise CallerError(N_("the standing has no sections %(names)s to show"), names=unknown)
    sections: list[Any] = [
        [section.name, encode_base64(section.salt), section.value]
        if section.name in show
        else {"hash": encode_base64(section_node(section))}
        for section in standing.sections
    ]

    def needed(_part: LogPart, entry: Entry) -> set[str]:
        if entry.kind != "seal" or entry.destroyed:
            raise CallerError(N_("a standing is signed by seals, not by an entry of kind %(kind)s"), kind=entry.kind)
        seal = parse_seal(entry.fields)
        return {"kind", "cut", "standing"} if (seal.cut, seal.standing) == (cut.digest, standing.digest) else {"kind", "attest"}

    logs, witness = _logs_value(parts, needed)
    claimed = {"cut": cut.value, "rules": standing.rules, "sections": sections}
    return _finish(charter, channel, STANDING, {"logs": logs, "standing": claimed, "witness": witness})


def build_entry_proof(charter: bytes, channel: dict[str, Any], parts: Sequence[LogPart]) -> bytes:
    """Show opened fields of entries; each entry opens at least one.

    Raises:
        CallerError: the parts do not make a proof.
    """
    logs, witness = _logs_value(parts, lambda _part, _entry: set())
    return _finish(charter, channel, ENTRY, {"logs": logs, "witness": witness})


def build_receipt_proof(charter: bytes, channel: dict[str, Any], sent: LogPart, received: LogPart) -> bytes:
    """Show that a party received entries of another.

    Args:
        charter: the charter's canonical bytes.
        channel: the channel charter's value.
        sent: the entries, under exactly the head that the receipt names.
        received: the seal of the other party; its kind and `seen/<party>` are opened by themselves.

    Raises:
        CallerError: the parts do not make a proof.
    """
    seen = {"kind", "seen/" + sent.key.party}
    logs, witness = _logs_value([sent, received], lambda part, _entry: seen if part is received else set())
    receipt = {"by": received.key.party, "of": sent.key.party}
    return _finish(charter, channel, RECEIPT, {"logs": logs, "receipt": receipt, "witness": witness})


def build_log_proof(charter: bytes, channel: dict[str, Any], parts: Sequence[LogPart]) -> bytes:
    """Recount whole logs, each under one head; of each entry as many fields are opened as the part says, none too.

    Raises:
        CallerError: a part does not hold all entries of its head, or the parts do not make a proof.
    """
    for part in parts:
        if [index for index, _, _ in part.entries] != list(range(_size(part))):
            raise CallerError(N_("a log of %(size)d entries is recounted with all of them in order"), size=_size(part))
    logs, witness = _logs_value(parts, lambda _part, _entry: set(), counted=True)
    return _finish(charter, channel, LOG, {"logs": logs, "witness": witness})


def build_fork_proof(
    charter: bytes,
    channel: dict[str, Any],
    contradiction: Contradiction,
    cosignatures: Sequence[tuple[int, VerifierKey, SignatureLine]] = (),
) -> bytes:
    """Show that a log has two signed heads that cannot both be.

    Args:
        charter: the charter's canonical bytes.
        channel: the channel charter's value.
        contradiction: both heads, by size and then by root.
        cosignatures: (0 or 1 for the head, key, line) of witnesses.

    Raises:
        CallerError: it is no contradiction.
    """
    one, two = contradiction.certs
    fork: dict[str, Any] = {
        "party": contradiction.log.party,
        "generation": contradiction.log.generation,
        "notes": [note.decode() for note in contradiction.notes],
        "certs": [one] if one["cert"] == two["cert"] else [one, two],
    }
    if contradiction.prefix is not None:
        fork["prefix"] = [encode_base64(contradiction.prefix[0]), [encode_base64(node) for node in contradiction.prefix[1]]]
    witness = sorted((_witness_value(0, head, key, line) for head, key, line in cosignatures), key=_witness_order)
    return _finish(charter, channel, FORK, {"fork": fork, "witness": witness})


def _logs_value(
    parts: Sequence[LogPart], needed: Callable[[LogPart, Entry], set[str]], *, counted: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The members `logs` and `witness` out of parts."""
    logs, witness = [], []
    for place, key in enumerate(sorted({part.key for part in parts})):
        mine = sorted((part for part in parts if part.key == key), key=_size)
        certs = sorted((cert for part in mine for cert in part.certs), key=_cert_start)
        starts = [_cert_start(cert) for cert in certs]
        used = {starts[_in_force(starts, _size(part))]: certs[_in_force(starts, _size(part))] for part in mine}
        entries = [
            _entry_value(part, head, item, needed(part, item[1]), counted=counted)
            for head, part in enumerate(mine)
            for item in part.entries
        ]
        if not counted:
            entries.sort(key=lambda entry: int(entry["index"]))
        logs.append(
            {
                "party": key.party,
                "generation": key.generation,
                "certs": [used[start] for start in sorted(used)],
                "heads": [part.note.decode() for part in mine],
                "entries": entries,
            }
        )
        witness += [_witness_value(place, head, *pair) for head, part in enumerate(mine) for pair in part.cosignatures]
    return logs, sorted(witness, key=_witness_order)


def _entry_value(part: LogPart, head: int, item: tuple[int, Entry, Collection[str]], needed: set[str], *, counted: bool) -> dict[str, Any]:
    index, entry, names = item
    leaves, openings = leaves_and_openings(entry)
    wanted = needed | set(names)
    missing = sorted(wanted - {opening.name for opening in openings})
    if missing:
        raise CallerError(
            N_("entry %(index)d of %(party)s has no fields %(names)s to open"), index=index, party=part.key.party, names=missing
        )
    value: dict[str, Any] = {
        "leaves": [encode_base64(leaf) for leaf in leaves],
        "open": [[opening.name, encode_base64(opening.salt), opening.value] for opening in openings if opening.name in wanted],
    }
    if not counted:
        path = inclusion_proof(part.leaf_hashes, index, _size(part))
        value |= {"head": head, "index": index, "path": [encode_base64(node) for node in path]}
    return value


def _size(part: LogPart) -> int:
    return parse_checkpoint_note(part.note)[0].size


def _cert_start(cert: dict[str, Any]) -> int:
    return int(cert["cert"]["from"])


def _witness_value(log: int, head: int, key: VerifierKey, line: SignatureLine) -> dict[str, Any]:
    return {"log": log, "head": head, "vkey": format_vkey(key), "line": format_signature_line(line).decode().removesuffix("\n")}


def _witness_order(item: dict[str, Any]) -> tuple[int, int, str]:
    return item["log"], item["head"], item["vkey"]


def _finish(charter: bytes, channel: dict[str, Any], claim: str, members: dict[str, Any]) -> bytes:
    """The file's bytes, once they verify: whoever publishes a proof that fails looks like a liar."""
    try:
        founding = parse_charter(charter)
        raw = canonical.encode({"v": 1, "claim": claim, "charter": founding.value, "channel": channel, **members})
    except FormatError as error:
        raise CallerError(N_("this makes no proof: %(reason)s"), reason=str(error)) from error
    verdict = verify_proof(raw, charter_digest=founding.id)
    if verdict.reason is not None:
        raise CallerError(N_("this makes no proof; step %(step)d: %(reason)s"), step=verdict.step, reason=str(verdict.reason))
    return raw
