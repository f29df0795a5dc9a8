"""Auditing logs by ranges: each pouch is verified by itself, and a cheap second pass joins what was found (docs/howto/auditor.md).

    pouch of entries 300..340   ->   Range: signatures hold, entries hash to these subtree roots, it continues (300, root), it has seen ..
    Range, Range, Range, ..     ->   JoinedLog: one line of growth from the empty tree, or where it breaks, or which states contradict it

The rules:

1. Looking at a range needs nothing of the ranges before it: not even a frontier. Its leaves give the roots of the complete subtrees that
   lie inside of it (`tree.range_roots`), a few hashes; joining puts these to the frontier of what came before. So ranges can be shared
   out to processes and machines, in any order, and what comes back is small and holds no content.
2. What was found is sorted before it is joined: the same files give the same verdict, whoever looked at them.
3. Nothing is half believed: a range whose signatures do not hold says nothing at all; one that is signed and whose entries do not hold
   is still a state that its log has signed, and may contradict another.

What this does not look at: cuts and standings, which only a whole channel gives (`channel.py`, fsck), and what acts mean.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from detente.errors import N_, DetenteError, FormatError, ProofError, SignatureError, TheirData
from detente.record import canonical
from detente.record.channel import OPENING_KINDS, parse_opening
from detente.record.charter import Charter, Party, origin_of
from detente.record.checkpoint import verify_checkpoint
from detente.record.entries import parse_entries
from detente.record.entry import Entry
from detente.record.evidence import Contradiction
from detente.record.keys import Certificate, verify_certificate
from detente.record.limits import LIMITS
from detente.record.note import Note, format_note
from detente.record.pouch import PouchHead, check_seal_is_last, parse_pouch_body, parse_pouch_head
from detente.record.seal import NO_HEAD, HeadId, LogKey, parse_seal
from detente.record.succession import Notice, valid_notices
from detente.record.tree import HASH_BYTES, Frontier, consistency_proof, range_roots

MOST_CONTRADICTIONS: Final = 16
"""Of one log: one proves it, and whoever holds its key could sign thousands."""


class LogName(NamedTuple):
    """A log by all that its id is made of."""

    dialogue: str
    channel: str
    log: LogKey


class SignedHead(NamedTuple):
    """A state that a log has signed: the note with its own two lines only, and the certificate under which they hold."""

    head: HeadId
    note: bytes
    cert: dict[str, Any]


class Range(NamedTuple):
    """One pouch, looked at by itself.

    Attributes:
        name: of which log.
        start: the size that it continues.
        signed: its signed state, which holds.
        problem: what does not hold of its entries; then nothing below says anything.
        prev: the head that its seal says it continues.
        names: the heads of other logs that it names as seen, or as what holds of the generation before.
        at: the time that its seal claims.
        roots: of its subtrees.
        rekey: the certificate that holds after it, if it brings one.
        opening: the channel charter, if it opens a log.
        holds: if it opens a later log of its party, of which log what holds.
        revokes: root keys that notices among its acts have revoked.
    """

    name: LogName
    start: int
    signed: SignedHead
    problem: DetenteError | None = None
    prev: HeadId = NO_HEAD
    names: tuple[tuple[LogKey, HeadId], ...] = ()
    at: str = ""
    roots: tuple[bytes, ...] = ()
    rekey: dict[str, Any] | None = None
    opening: dict[str, Any] | None = None
    holds: tuple[LogKey, HeadId] | None = None
    revokes: tuple[Notice, ...] = ()

    @property
    def end(self) -> int:
        return self.signed.head.size

    @property
    def bears_act(self) -> bool:
        return self.end - self.start > 1


def peek_rekey(raw: bytes) -> dict[str, Any] | None:
    """The certificate that a pouch may bring for what follows it, unverified; None where there is none.

    It is looked for in the last act alone, where the format has it, so that ranges can be shared out before any is parsed.
    """
    lines = raw[-(3 << 20) :].split(b"\n")  # a seal, a certificate and a pad have less together
    while lines and (not lines[-1] or lines[-1].startswith(b"pad ")):
        lines.pop()
    if len(lines) < 3 or b'"kind":"rekey"' not in lines[-2]:
        return None
    try:
        cert = parse_entries([lines[-2]])[0].kept.get("cert")
    except TheirData:
        return None  # whoever looks at the whole pouch says so
    return cert if type(cert) is dict else None


def verify_signer(
    note: bytes, charter: Charter, party_id: str, generation: int | None, log: str, certs: Sequence[bytes], size: int
) -> SignedHead:
    """Find the certificate under which a signed note of a log holds.

    Args:
        generation: None where nothing but the id of the log is known.
        note: with the log's own two lines.
        certs: canonical certificates that were found anywhere, unverified, oldest first; the newest is tried first.
        size: what the state continues: a certificate that starts later is not tried.

    Raises:
        TheirData: under none; what was wrong with the last one that was tried.
    """
    party = charter.parties.get(party_id)
    if party is None:
        raise FormatError(N_("%(party)s is no party of the charter"), party=party_id)
    failed: TheirData = SignatureError(N_("no certificate of %(party)s is there"), party=party.id)
    for cert in reversed(certs):
        try:
            certificate = certificate_of(cert, party, log, generation)
            if certificate.start > size:
                continue
            if any({*certificate.keys} & {*each.root} for each in charter.parties.values()):
                raise SignatureError(N_("a sealing key that is used elsewhere already"))  # F39
            checkpoint = verify_checkpoint(note, certificate.keys, origin_of(log))
        except TheirData as error:
            failed = error
        else:
            return SignedHead(HeadId(checkpoint.size, checkpoint.root), note, certificate.value)
    raise failed


@lru_cache(maxsize=4096)  # the pouches of a log have one certificate, or few
def certificate_of(cert: bytes, party: Party, log: str, generation: int | None = None) -> Certificate:
    """A canonical certificate, verified.

    Raises:
        TheirData: it does not hold.
    """
    return verify_certificate(canonical.decode(cert, limit=LIMITS.value_bytes), party, log, generation)


def own_lines(note: Note, origin: str) -> bytes:
    """A signed note with the lines of its log alone: without those of witnesses."""
    return format_note(Note(note.text, tuple(line for line in note.signatures if line.name == origin)))


def verify_range(raw: bytes, charter: Charter, certs: Sequence[bytes]) -> Range:
    """Look at one pouch: steps 4 to 9 and, as far as they need no other pouch, 11 and 12 of admitting.

    Args:
        raw: the pouch.
        charter: of its dialogue.
        certs: canonical certificates of its log from other pouches, unverified, oldest first.

    Raises:
        TheirData: it is no pouch of this dialogue, or its signatures do not hold: then it says nothing.
    """
    head = parse_pouch_head(raw)
    if head.dialogue != charter.id:
        raise FormatError(N_("a pouch of another dialogue or channel"))
    name = LogName(head.dialogue, head.channel, head.log)
    known = [canonical.encode(head.cert)] if head.start == 0 else certs
    signed = verify_signer(head.note, charter, *head.log, head.log_id, known, head.start)
    found = Range(name, head.start, signed)
    try:
        entries = parse_pouch_body(raw, head)
        return _read(found, head, charter, entries)
    except DetenteError as error:
        return found._replace(problem=error)


def _read(found: Range, head: PouchHead, charter: Charter, entries: list[Entry]) -> Range:
    check_seal_is_last(entries)
    seal = parse_seal(entries[-1].fields)
    if seal.prev.size != head.start:
        message = N_("'prev' of the seal has size %(seen)d, the pouch starts at %(expected)d")
        raise FormatError(message, seen=seal.prev.size, expected=head.start)
    if head.log in seal.seen:
        raise FormatError(N_("a seal that names its own log as seen"))
    names, opening, holds = dict(seal.seen), None, None
    for place, entry in enumerate(entries):
        if entry.fields["kind"] in OPENING_KINDS and head.start + place:
            raise FormatError(N_("an opening that is not the first entry of its log"))
    if head.start == 0:
        opened = parse_opening(entries[0].kept, charter, head.channel, head)
        opening = opened.charter.value
        if opened.holds is not None:
            holds = opened.before, opened.holds
            if opened.holds.size:
                names[opened.before] = opened.holds
    rekey = entries[-2].kept.get("cert") if len(entries) > 1 and entries[-2].fields["kind"] == "rekey" else None
    if rekey is not None:
        starts = verify_certificate(rekey, charter.parties[head.log.party], head.log_id, head.log.generation).start
        if starts != head.end:
            raise FormatError(N_("a rekey from %(seen)d in a pouch that ends at %(expected)d"), seen=starts, expected=head.end)
    roots = range_roots([entry.leaf for entry in entries], head.start)
    return found._replace(
        prev=seal.prev, names=tuple(sorted(names.items())), at=entries[-1].fields["at"], roots=roots, rekey=rekey, opening=opening,
        holds=holds, revokes=valid_notices(entries, charter.parties),
    )  # fmt: skip


# ---------------------------------------------------------------- joining


class Tree(NamedTuple):
    """A whole tree of a log that came as hashes alone (tiles): its signed state, and 32 bytes a leaf."""

    signed: SignedHead
    leaves: bytes


class Remark(NamedTuple):
    """Something that does not hold: a stable code, which entries (from, up to), what, and of which range, where it is of one."""

    code: str
    start: int
    end: int
    error: DetenteError
    of: Range | None = None


class JoinedLog(NamedTuple):
    """What the ranges of one log are together.

    Attributes:
        head: the largest state that everything before leads to; NO_HEAD if there is none.
        chain: the ranges that lead to it, smallest first; fewer where the rest came as hashes alone.
        tree: where `head` is that of a tree that came as hashes, this tree.
        heads: every signed state.
        remarks: what does not hold.
        doubted: signed states beside the line to `head`, each with the one of its size that stands against it, or None: then the tree may.
    """

    head: HeadId
    chain: tuple[Range, ...]
    tree: Tree | None
    heads: dict[HeadId, SignedHead]
    remarks: tuple[Remark, ...]
    doubted: tuple[tuple[SignedHead, SignedHead | None], ...]

    @property
    def at(self) -> str | None:
        """The time that the last seal claims; None where no seal is here."""
        return self.chain[-1].at if self.chain else None

    @property
    def acts_size(self) -> int:
        """The size of the state that closes the last act, as far as that can be seen."""
        return next((each.end for each in reversed(self.chain) if each.bears_act), self.head.size)


def join_log(ranges: Iterable[Range], notes: Iterable[SignedHead] = (), trees: Iterable[Tree] = ()) -> JoinedLog:
    """Join the ranges of one log.

    1. From the empty tree on, each range is put to the tree of the state that it continues, by the roots of its subtrees; what comes out
       must be the signed root. Guards against: changed, reordered, exchanged and left-out entries.
    2. Its key must be the one in force there. Guards against: a key that was replaced.
    3. What leads nowhere is named. Guards against: a log of which a part was kept back.
    4. Two signed states of one size with two roots contradict each other, and so does a smaller one that the larger tree does not hold;
       but not one by a key that had been replaced by then. Guards against: a stolen key that accuses its owner (F17).

    Args:
        ranges: of one log, each once.
        notes: signed states that came alone.
        trees: the log as hashes alone, whose leaves make the root (`tiles.verify_tiles`).
    """
    ordered = sorted(ranges, key=_order)
    found, stated = list(trees), list(notes)
    heads: dict[HeadId, SignedHead] = {}
    for signed in [*(each.signed for each in ordered), *(each.signed for each in found), *stated]:
        heads.setdefault(signed.head, signed)
    reached, remarks = _grow([each for each in ordered if each.problem is None])
    remarks += [Remark("entries", each.start, each.end, each.problem, each) for each in ordered if each.problem is not None]
    remarks += _gaps(ordered, reached)
    tip = max(reached, default=NO_HEAD)
    chain = _chain(reached, tip)
    largest = max(found, key=lambda each: each.signed.head, default=None)
    tree = largest if largest is not None and largest.signed.head.size > tip.size else None
    head = tip if tree is None else tree.signed.head
    longest = max(heads, default=NO_HEAD)
    if longest.size > max([head.size, *(each.end for each in ordered)]):
        message = N_("a signed state of %(size)d entries is here, and only %(held)d entries are")
        remarks.append(Remark("missing", head.size, longest.size, ProofError(message, size=longest.size, held=head.size)))
    replaced = _replaced([each for each in heads.values() if each.head not in reached], chain, tree)
    told = {each.of.signed.head for each in remarks if each.code == "key" and each.of is not None}
    for each in sorted(replaced - told):
        message = N_("a state of %(size)d entries is signed by a key that had been replaced by then: whoever stole it could have signed it")
        remarks.append(Remark("key", each.size, each.size, SignatureError(message, size=each.size)))
    trusted = {each: signed for each, signed in heads.items() if each not in replaced}
    return JoinedLog(head, chain, tree, heads, tuple(remarks), _doubted(trusted, reached, chain, head))


def _order(each: Range) -> tuple[Any, ...]:
    return each.start, each.signed.head, each.prev, each.problem is not None, each.signed.note


def _grow(ranges: Sequence[Range]) -> tuple[dict[HeadId, Range], list[Remark]]:
    """Steps 1 and 2: every range that is reached from the empty tree, by its head."""
    following: dict[HeadId, list[Range]] = defaultdict(list)
    for each in ranges:
        following[each.prev].append(each)
    reached: dict[HeadId, Range] = {}
    remarks: list[Remark] = []
    waiting: list[tuple[HeadId, Frontier, dict[str, Any] | None]] = [(NO_HEAD, Frontier(), None)]
    while waiting:
        head, frontier, in_force = waiting.pop()
        for each in following.get(head, ()):
            if each.signed.head in reached:
                continue  # the same state in another wrapping
            grown = frontier.copy()
            grown.join(each.roots, each.end)
            if grown.root() != each.signed.head.root:  # 1
                remarks.append(Remark("tree", each.start, each.end, ProofError(N_("the entries do not lead to the signed root")), each))
                continue
            if in_force is not None and each.signed.cert != in_force:  # 2
                wrong = SignatureError(N_("a pouch sealed by a key that is not in force on its branch"))
                remarks.append(Remark("key", each.start, each.end, wrong, each))
                continue
            reached[each.signed.head] = each
            waiting.append((each.signed.head, grown, each.rekey or each.signed.cert))
    return reached, remarks


def _gaps(ranges: Sequence[Range], reached: Mapping[HeadId, Range]) -> list[Remark]:
    """Step 3: where ranges begin that continue nothing which is here and holds; what only goes on after one of them is not named again."""
    alone = [
        each for each in ranges if each.problem is None and each.start and each.signed.head not in reached and each.prev not in reached
    ]
    named = {each.signed.head for each in alone}
    heads = {each.signed.head for each in ranges}
    remarks = []
    for each in alone:
        if each.prev in named:
            continue
        message = (
            N_("what comes before entry %(start)d does not hold; from there on entries were checked by themselves alone")
            if each.prev in heads
            else N_("what comes before entry %(start)d is missing; from there on entries were checked by themselves alone")
        )
        remarks.append(Remark("before", each.start, each.end, ProofError(message, start=each.start), each))
    return remarks


def _chain(reached: Mapping[HeadId, Range], tip: HeadId) -> tuple[Range, ...]:
    chain = []
    while tip.size:
        chain.append(reached[tip])
        tip = reached[tip].prev
    return tuple(chain[::-1])


def _replaced(alone: Iterable[SignedHead], chain: Sequence[Range], tree: Tree | None) -> set[HeadId]:
    """Those of some states, of which nobody knows what they continue, that are signed by a key which had been replaced by their size.

    They accuse nobody: whoever stole the key could have signed them (F17). What continues a state that is here, `_grow` judges by that.
    """
    in_force = [(each.start, _start_of(each.signed.cert)) for each in chain]
    if tree is not None:
        start = _start_of(tree.signed.cert)
        in_force.append((max(start, chain[-1].end if chain else 0), start))
    begins = [begin for begin, _ in in_force]
    found = set()
    for each in alone:
        place = bisect_left(begins, each.head.size) - 1
        if place >= 0 and _start_of(each.cert) < in_force[place][1]:
            found.add(each.head)
    return found


def _start_of(cert: Mapping[str, Any]) -> int:
    """From which size a verified certificate holds."""
    return int(cert["cert"]["from"])


def _doubted(
    heads: Mapping[HeadId, SignedHead], reached: Mapping[HeadId, Range], chain: Sequence[Range], head: HeadId
) -> tuple[tuple[SignedHead, SignedHead | None], ...]:
    """Step 4: what may contradict another state. Of a second line of growth only where it begins."""
    line = {each.signed.head for each in chain}
    by_size = {each.size: each for each in sorted(heads, reverse=True)}  # of one size the smallest root
    by_size.update({each.size: each for each in line})
    by_size[head.size] = head
    found: list[tuple[SignedHead, SignedHead | None]] = []
    for each in sorted(heads):
        if not each.size:
            continue
        if each in reached and each not in line and reached[each].prev.size and reached[each].prev not in line:
            continue
        other = by_size[each.size]
        if other != each:
            found.append((heads[each], heads[other]))
        elif each.size < head.size and (each not in line or head not in line):
            found.append((heads[each], None))
    return tuple(found)


def roots_at(leaves: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots that a tree had at some sizes, in one pass; sizes that it never had are left out."""
    frontier, roots = Frontier(), {}
    for size in sorted(set(sizes)):
        if size <= len(leaves):
            frontier.extend(leaves[frontier.size : size])
            roots[size] = frontier.root()
    return roots


def contradictions_in(
    log: LogKey, joined: JoinedLog, leaves: Callable[[], Sequence[bytes]]
) -> tuple[tuple[Contradiction, ...], tuple[Remark, ...]]:
    """Which doubted states contradict another one, as proofs that anybody can check, and what else is wrong with them.

    Args:
        log: whose log.
        joined: what its ranges are together.
        leaves: the leaf hashes up to `joined.head`; asked for only where something is doubted.
    """
    sizes = [signed.head.size for signed, against in joined.doubted if against is None]
    tree = leaves() if sizes else ()
    roots = roots_at(tree, sizes)
    found: list[Contradiction] = []
    remarks: list[Remark] = []
    for signed, against in joined.doubted:
        size = signed.head.size
        if against is None and roots.get(size) == signed.head.root:
            if joined.tree is None:  # hashes alone do not say where seals end
                wrong = ProofError(N_("a signed state of %(size)d entries, where no seal of its log ends"), size=size)
                remarks.append(Remark("tree", size, size, wrong))
            continue
        if len(found) == MOST_CONTRADICTIONS:
            break
        prefix = None
        other = against
        if other is None:
            prefix, other = (roots[size], tuple(consistency_proof(tree, size))), joined.heads[joined.head]
        one, two = sorted([signed, other], key=lambda each: each.head)
        found.append(Contradiction(log, (one.note, two.note), (one.cert, two.cert), prefix))
        message = N_("two versions of one log are signed: one of %(one)d entries, one of %(two)d")
        remarks.append(Remark("contradiction", one.head.size, two.head.size, ProofError(message, one=one.head.size, two=two.head.size)))
    return tuple(found), tuple(remarks)


def check_names(ranges: Iterable[Range], logs: Mapping[LogName, JoinedLog]) -> dict[LogName, list[Remark]]:
    """Whether what seals name as seen is here: by log that names, one remark for each log of which it names what is not.

    Args:
        ranges: of all logs, those whose entries hold.
        logs: what is here.
    """
    asked: dict[LogName, dict[HeadId, None]] = defaultdict(dict)
    naming: list[tuple[Range, LogName, HeadId]] = []
    for each in sorted(ranges, key=lambda each: (each.name, *_order(each))):
        for key, head in each.names:
            target = LogName(each.name.dialogue, each.name.channel, key)
            naming.append((each, target, head))
            asked[target][head] = None
    known = {target: _known(logs.get(target), wanted) for target, wanted in asked.items()}
    worst: dict[tuple[LogName, LogName], tuple[Range, HeadId]] = {}
    for each, target, head in naming:
        if head not in known[target]:
            first, largest = worst.get((each.name, target), (each, head))
            worst[each.name, target] = first, max(largest, head)
    remarks: dict[LogName, list[Remark]] = defaultdict(list)
    for (name, target), (first, head) in worst.items():
        there = logs.get(target)
        message = (
            N_("it names a state of %(party)s (generation %(generation)d, %(size)d entries), and another one of that size is here")
            if there is not None and any(each.size == head.size for each in there.heads)
            else N_("it names a state of %(party)s (generation %(generation)d, %(size)d entries) that is not here")
        )
        error = ProofError(message, party=target.log.party, generation=target.log.generation, size=head.size)
        remarks[name].append(Remark("named", first.start, first.end, error, first))
    return remarks


def _known(log: JoinedLog | None, wanted: Iterable[HeadId]) -> set[HeadId]:
    """Those of some states that a log has signed, or that its tree has had."""
    if log is None:
        return set()
    found = {head for head in wanted if head in log.heads}
    if log.tree is not None:
        roots = roots_at(split_leaves(log.tree.leaves), (head.size for head in wanted))
        found |= {head for head in wanted if roots.get(head.size) == head.root}
    return found


def split_leaves(leaves: bytes) -> list[bytes]:
    """Leaf hashes out of one piece of bytes."""
    return [leaves[at : at + HASH_BYTES] for at in range(0, len(leaves), HASH_BYTES)]
