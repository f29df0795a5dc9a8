"""Vectors of proofs, step by step. Each breaks or keeps one sentence of docs/protocol.md, sections 23 to 25."""

# ruff: noqa: ARG005 - one case a line, so that each step reads as a table
# fmt: off

from __future__ import annotations

import copy
import hashlib
import json
from functools import cache

from making import add, b64, raw_input
from talk import Talk, bytes_of, keys_of

from detente.record import canonical
from detente.record.charter import origin_of
from detente.record.checkpoint import Checkpoint, format_checkpoint_body, sign_checkpoint
from detente.record.cosignature import cosign_ed25519
from detente.record.evidence import Contradiction
from detente.record.keys import make_certificate
from detente.record.note import (
    COSIGNATURE_ED25519,
    Note,
    SignatureLine,
    VerifierKey,
    format_note,
    format_signature_line,
    format_vkey,
    parse_note,
)
from detente.record.proof import build_entry_proof, build_fork_proof, build_log_proof, build_receipt_proof, build_standing_proof
from detente.record.seal import LogKey
from detente.record.signatures import KeyPair
from detente.record.standing import make_standing, section_node
from detente.record.tree import consistency_proof, inclusion_proof, leaf_hash, root_of

ALWAYS = ["key_replacement_not_shown", "later_acts_may_exist", "signed_is_not_true", "supposed_exercise"]
ENTRY = ("logs", 0, "entries", 0)


def shown_vectors(talk, other, bases):
    bad = changing(bases)
    form_vectors(bad)
    key_vectors(bad, talk, other)
    opened_vectors(bad)
    claim_vectors(bad)
    standing_vectors()
    receipt_vectors(talk)
    fork_vectors()
    witness_vectors(talk)


def verify(name, what, value, charter, step=None, **verdict):
    status = {"verdict": "not proven", "step": step} if step else {"verdict": "proven" if charter else "consistent", "step": None}
    raw = value if isinstance(value, bytes) else canonical.encode(value)
    add("proofs", ("bad-" if step else "") + name, what, "verify-proof", {**raw_input(raw), "charter": charter}, {**status, **verdict})


def changing(bases):
    def bad(name, what, base, step, change):
        value, which = bases[base]
        changed = copy.deepcopy(value)
        changed = change(changed) or changed
        verify(name, what, changed, which.charter.id, step)
    return bad


def put(*path, new):
    def change(value):
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = new(value[path[-1]]) if callable(new) else new
    return change


def form_vectors(bad):
    """Steps 1 to 4."""
    log = ("logs", 0)
    for name, what, base, change in (
        ("list", "a list", "entry", lambda v: [v]), ("claim-number", "a claim that is a number", "entry", put("claim", new=1)), ("logs-object", "logs that are an object", "entry", put("logs", new={})),
        ("log-unknown-member", "an unknown member of a log", "entry", lambda v: v["logs"][0].update(more=1)), ("log-text", "a log that is a text", "entry", put(*log, new="x")),
        ("party-capital", "no party id", "entry", put(*log, "party", new="Rus")), ("generation-true", "false is not 0", "entry", put(*log, "generation", new=False)), ("generation-negative", "a generation below 0", "entry", put(*log, "generation", new=-1)),
        ("certs-none", "no certificate", "entry", put(*log, "certs", new=[])), ("certs-4097", "4,097 certificates", "entry", put(*log, "certs", new=[0] * 4097)), ("certs-object", "certificates that are an object", "entry", put(*log, "certs", new={})),
        ("heads-none", "no head", "entry", put(*log, "heads", new=[])), ("heads-number", "a head that is a number", "entry", put(*log, "heads", new=[1])), ("entries-none", "no entry", "entry", put(*log, "entries", new=[])),
        ("entry-list", "an entry that is a list", "entry", put(*ENTRY, new=[])), ("index-negative", "an index below 0", "entry", put(*ENTRY, "index", new=-1)), ("index-true", "true is not 1", "entry", put(*ENTRY, "index", new=True)),
        ("log-two-heads", "a log recounted under two heads", "log", lambda v: v["logs"][0]["heads"].append(v["logs"][0]["heads"][0])), ("log-with-index", "a recounted entry with an index", "log", lambda v: v["logs"][0]["entries"][0].update(index=0)),
        ("witness-object", "witness lines that are an object", "entry", put("witness", new={})), ("witness-head-index", "a witness of a head that is not there", "entry", put("witness", 0, "head", new=1)), ("witness-out-of-order", "witness lines out of order", "entry", lambda v: v["witness"].reverse()),
        ("witness-unknown-member", "an unknown member of a witness line", "entry", lambda v: v["witness"][0].update(more=1)), ("witness-vkey-number", "a key that is a number", "entry", put("witness", 0, "vkey", new=1)), ("witness-line-number", "a line that is a number", "entry", put("witness", 0, "line", new=1)),
        ("witness-log-true", "false is not 0", "entry", put("witness", 0, "log", new=False)), ("no-standing", "no `standing`", "standing", lambda v: v.pop("standing") and None), ("no-receipt", "no `receipt`", "receipt", lambda v: v.pop("receipt") and None),
        ("fork-text", "a fork that is a text", "fork-equal", put("fork", new="x")), ("fork-unknown-member", "an unknown member of a fork", "fork-equal", lambda v: v["fork"].update(more=1)), ("fork-three-notes", "three notes", "fork-equal", lambda v: v["fork"]["notes"].append(v["fork"]["notes"][0])),
        ("fork-three-certificates", "three certificates", "fork-equal", lambda v: v["fork"].update(certs=v["fork"]["certs"] * 3)), ("fork-no-certificate", "no certificate", "fork-equal", put("fork", "certs", new=[])), ("fork-note-number", "a note that is a number", "fork-equal", put("fork", "notes", 0, new=1)),
        ("fork-with-logs", "a fork with logs", "fork-equal", lambda v: v.update(logs=[])), ("fork-party", "no party id", "fork-equal", put("fork", "party", new="")), ("fork-generation-true", "false is not 0", "fork-equal", put("fork", "generation", new=False)),
    ):
        bad(name, what, base, 1, change)
    bad("charter-text", "a charter that is a text", "entry", 2, put("charter", new="x"))
    bad("charter-depth", "a charter of nine containers", "entry", 2, put("charter", "terms", new={"a": [[[[[[[]]]]]]]}))
    bad("channel-text", "a channel that is a text", "entry", 4, put("channel", new="x"))
    bad("channel-unknown-member", "an unknown member of a channel charter", "rekeyed", 4, lambda v: v["channel"].update(more=1))
    bad("channel-members-out-of-order", "members out of order", "rekeyed", 4, put("channel", "members", new=["usa", "rus"]))
    bad("party-no-member", "a log of a party of the charter that is no member of the channel", "rekeyed", 4, put(*log, "party", new="prc"))


def key_vectors(bad, talk, other):
    """Steps 5 and 6."""
    certs = ("logs", 0, "certs")
    for name, what, change in (
        ("certificate-text", "a certificate that is a text", put(*certs, 0, new="x")), ("certificate-unknown-member", "an unknown member of a certificate", lambda v: v["logs"][0]["certs"][0].update(more=1)),
        ("certificate-twice", "a certificate twice", lambda v: v["logs"][0]["certs"].append(v["logs"][0]["certs"][0])), ("certificate-spelling", "base64 in a second spelling", put(*certs, 0, "mldsa44", new=lambda t: t.rstrip("=") + ("" if t.endswith("=") else "="))),
    ):
        bad(name, what, "entry", 5, change)
    head = ("logs", 0, "heads", 0)
    bad("head-third-line", "a head with a third signature line", "entry", 6, put(*head, new=lambda t: t + t[t.rindex("\u2014"):]))
    bad("head-extension", "a head with a line more", "entry", 6, put(*head, new=lambda t: t.replace("\n\n", "\nmore\n\n", 1)))
    bad("head-text", "a head that is no note", "entry", 6, put(*head, new="x"))
    bad("head-twice", "a head twice", "entry-two-heads", 6, lambda v: v["logs"][0]["heads"].__setitem__(1, v["logs"][0]["heads"][0]))
    log = talk.log("rus")
    sealed = log.sealed[1]
    both = parse_note(sealed.note)
    only = format_note(Note(both.text, (both.signatures[0], SignatureLine(both.signatures[1].name, both.signatures[1].key_id, bytes(8) + bytes(2420))))).decode()
    bad("head-mldsa44-holds-not", "a head whose ML-DSA-44 signature does not hold", "entry", 6, put(*head, new=only))
    stranger = other.log("rus")
    old = other.note("rus", stranger.sealed[2].head.size, keys=stranger.keys[0]).decode()
    bad("rekeyed-old-key", "a head after a rekey that the old key signed, with both certificates", "rekeyed", 6, put("logs", 0, "heads", 1, new=old))
    for name, what, which in (("ed25519", "Ed25519", 0), ("mldsa44", "ML-DSA-44", 1)):
        shared = Talk("rus", "usa", seed="forms")
        theirs, mine = shared.log("rus").keys[0].public, shared.log("usa").keys[0]
        pair = mine.public._replace(**{("ed25519", "mldsa44")[which]: theirs[which]})
        value = shared_key(shared, pair)
        verify(f"one-{name}-key-two-logs", f"two logs with one {what} key, rightly certified", value, shared.charter.id, 5)
    rooted = Talk("rus", "usa", seed="forms")
    value = shared_key(rooted, rooted.roots["rus"].public)
    verify("other-root-key-seals", "the root key of another party as sealing key, rightly certified", value, rooted.charter.id, 5)


def shared_key(which, pair):
    """An entry proof of two logs, the second of which has a certificate for these keys; step 5 comes before any signature of a head."""
    which.seal("rus"), which.seal("usa")
    value = json.loads(build_entry_proof(which.charter.raw, which.channel.value, [which.part(party, [(0, {"kind"})]) for party in ("rus", "usa")]))
    value["logs"][1]["certs"] = [make_certificate(which.roots["usa"], which.log("usa").id, pair, 0)]
    return value


@cache
def _base():
    which = Talk("rus", "usa", seed="forms")
    which.seal("rus"), which.seal("usa")
    return which


def base():
    return copy.deepcopy(_base())


class Hand:
    """A log of one entry whose leaf its author built by hand, with what an entry proof shows of it."""

    def __init__(self, fields, size=8, *, names=None, kind="rus"):
        self.which = base()
        self.log = self.which.log(kind)
        names = sorted(fields) if names is None else names
        self.open = [[name, b64(bytes_of("salt", name)), fields[name]] for name in names]
        hashes = [_hash(name, bytes_of("salt", name), fields[name]) for name in names]
        self.leaves = hashes + [bytes_of("pad", i) for i in range(size - len(hashes))]
        self.leaf = leaf_hash(b"detente/v1/entry\n" + b"".join(self.leaves))

    def proof(self, **more):
        tree = [*self.log.leaves, self.leaf]
        note = sign_checkpoint(Checkpoint(origin_of(self.log.id), len(tree), root_of(tree)), self.log.keys[0])
        entry = {"head": 0, "index": len(tree) - 1, "leaves": [b64(leaf) for leaf in self.leaves], "open": self.open, "path": [b64(node) for node in inclusion_proof(tree, len(tree) - 1, len(tree))]}
        log = {"party": self.log.key.party, "generation": 0, "certs": self.log.certs[:1], "heads": [note.decode()], "entries": [entry]}
        return {"v": 1, "claim": "entry", "charter": self.which.charter.value, "channel": self.which.channel.value, "logs": [log], "witness": [], **more}


def _hash(name, salt, value):
    return hashlib.sha256(b"detente/v1/field\n" + bytes([len(name)]) + name.encode() + salt + canonical.encode(value)).digest()


def opened_vectors(bad):
    """Steps 7 and 8: entries, openings and places."""
    def seven(name, what, fields, **more):
        hand = Hand(fields, **more)
        verify(name, what, hand.proof(), hand.which.charter.id, 7)

    def good(name, what, fields, **more):
        hand = Hand(fields, **more)
        verify(name, what, hand.proof(), hand.which.charter.id, claim="entry")

    deep = [[[[[[[[[]]]]]]]]]
    seven("kind", "a kind with a capital, rightly hashed", {"kind": "Request"})
    seven("kind-number", "a kind that is a number, rightly hashed", {"kind": 1})
    seven("time", "a time that does not exist, rightly hashed", {"at": "2021-02-30T00:00:00Z"})
    seven("re-empty", "no reference, rightly hashed", {"re": []})
    seven("re-65", "65 references, rightly hashed", {"re": [["rus", 0, i] for i in range(65)]})
    seven("re-no-party-id", "a reference to a party that is none, rightly hashed", {"re": [["No party", 0, 0]]})
    seven("re-negative", "a reference below 0, rightly hashed", {"re": [["rus", 0, -1]]})
    seven("re-true", "true is not 1, rightly hashed", {"re": [["rus", True, 0]]})
    seven("field-name", "a name that no field has, rightly hashed", {"Text": 1})
    seven("depth-9", "a value of nine containers, rightly hashed", {"text": deep})
    seven("value-too-large", "a value of 16,385 bytes, rightly hashed", {"text": "x" * 16383})
    seven("openings-twice", "an opening twice, rightly hashed twice", {"kind": "request"}, names=["kind", "kind"])
    seven("leaves-520", "520 hashes", {"kind": "request"}, size=520)
    good("entry-depth-8", "a value of eight containers", {"text": deep[0]})
    good("entry-largest-value", "a value of 16,384 bytes", {"text": "x" * 16382})
    good("entry-odd-fields", "of an opened field nothing else is checked: `by`, `destroyable`, the fields of a kind, 512 hashes of an act", {"kind": "request", "by": "nobody", "destroyable": 7, "to": ["x"], "seen/usa": 1}, size=512)
    seven("leaves-none", "no hashes", {}, size=0)
    for name, what, change in (
        ("leaf-short", "a hash of 31 bytes", put(*ENTRY, "leaves", 7, new=b64(bytes(31)))), ("leaf-number", "a hash that is a number", put(*ENTRY, "leaves", 7, new=1)), ("leaves-object", "hashes that are an object", put(*ENTRY, "leaves", new={})),
        ("open-object", "openings that are an object", put(*ENTRY, "open", new={})), ("opening-of-two", "an opening of two", put(*ENTRY, "open", 0, new=lambda o: o[:2])), ("opening-salt-short", "a salt of 31 bytes", put(*ENTRY, "open", 0, 1, new=b64(bytes(31)))),
        ("path-text", "a path that is a text", put(*ENTRY, "path", new="x")), ("path-number", "a hash that is a number", put(*ENTRY, "path", 0, new=1)), ("path-hash-short", "a hash of 31 bytes", put(*ENTRY, "path", 0, new=b64(bytes(31)))),
        ("leaves-swapped", "hashes in another order than the openings", put(*ENTRY, "leaves", new=lambda leaves: leaves[::-1])),
    ):
        bad(name, what, "entry", 7, change)
    bad("path-longer", "a hash too many", "entry", 8, put(*ENTRY, "path", new=lambda path: [*path, path[0]]))
    bad("entry-under-other-head", "an entry under another of the heads", "entry-two-heads", 8, lambda v: [e.update(head=1 - e["head"]) for e in v["logs"][0]["entries"]] and None)
    bad("log-other-pad", "a recounted log with another pad", "log", 8, put("logs", 0, "entries", 0, "leaves", -1, new=b64(bytes(32))))


def claim_vectors(bad):
    """Step 9 of the claim `standing`: the parts of the file."""
    standing = ("standing",)
    shown = ("standing", "sections", 4)
    for name, what, change in (
        ("standing-text", "a standing that is a text", put(*standing, new="x")), ("standing-unknown-member", "an unknown member of `standing`", lambda v: v["standing"].update(more=1)), ("rules-0", "rules 0", put("standing", "rules", new=0)),
        ("rules-65536", "rules beyond 16 bits", put("standing", "rules", new=65536)), ("rules-true", "true is not 1", put("standing", "rules", new=True)), ("cut-dialogue", "the cut of another dialogue", put("standing", "cut", "dialogue", new="0" * 64)),
        ("cut-unknown-member", "an unknown member of the cut", lambda v: v["standing"]["cut"].update(more=1)), ("cut-rows-out-of-order", "rows out of order", lambda v: v["standing"]["cut"]["logs"].reverse()),
        ("cut-stranger", "a row of a party that is no member", lambda v: v["standing"]["cut"]["logs"].append(["utopia", 0, 0, 0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="])), ("sections-none", "no sections", put("standing", "sections", new=[])),
        ("sections-object", "sections that are an object", put("standing", "sections", new={})), ("section-of-two", "a section of two", put(*shown, new=lambda s: s[:2])), ("section-name", "no name of a section", put(*shown, 0, new="Requests")),
        ("section-salt-short", "a salt of 31 bytes", put(*shown, 1, new=b64(bytes(31)))), ("section-hash-short", "a hash of 31 bytes", put("standing", "sections", 0, "hash", new=b64(bytes(31)))), ("section-unknown-member", "an unknown member of a hidden section", lambda v: v["standing"]["sections"][0].update(more=1)),
        ("sections-swapped", "two sections that changed places", lambda v: v["standing"]["sections"].insert(0, v["standing"]["sections"].pop(4))),
    ):
        bad(name, what, "standing", 9, change)


def signed_standing(sections, *, change=lambda fields, cut, digest: fields, show=None, rules=1, names=frozenset()):
    """A standing over what both have opened, with any sections, signed by rus; and what makes a proof of it."""
    which = base()
    which.act("rus", "request", to="usa")
    cut = which.cut("rus")
    standing = make_standing(which.k, cut.digest, rules, sections)
    which.seal("rus", see=(), change=lambda f: change({**f, "cut": b64(cut.digest), "standing": b64(standing.digest)}, cut, standing.digest))
    part = which.part("rus", [(-1, set(names))])
    raw = build_standing_proof(which.charter.raw, which.channel.value, [part], cut, standing, show or set(sections))
    return which, raw, cut, standing


def standing_vectors():
    """What stands in sections and seals, rightly signed."""
    caveats = sorted([*ALWAYS, "admission_not_shown", "not_all_members_signed", "one_signer_only"])
    columns = dict.fromkeys(("crossed", "declined", "disputed", "full", "holding", "nil", "open", "partial", "sent", "withdrawn", "withheld"), 0)
    adds = {**columns, "sent": 2, "full": 1, "open": 1, "disputed": 2}

    def good(name, what, sections, *, add_up=True, **more):
        which, raw, _, _ = signed_standing(sections, **more)
        verify(name, what, raw, which.charter.id, caveats=sorted([*caveats, *([] if add_up else ["counts_do_not_add_up"])]))

    good("standing-adds-up", "numbers that add up", {"requests/rus": adds})
    good("standing-other-sections", "sections that nobody knows, the largest rules version", {"a": None, "texts/x": [1]}, rules=65535)
    deepest = [[[[[[[[[[[[]]]]]]]]]]]]
    good("standing-depth-12", "a section as deep as a proof can hold", {"a": deepest})
    which, raw, _, _ = signed_standing({"a": deepest})
    verify("standing-depth-13", "one container deeper than a file may be", raw.replace(b"[[[[[[[[[[[[", b"[[[[[[[[[[[[[").replace(b"]]]]]]]]]]]]", b"]]]]]]]]]]]]]"), which.charter.id, 1)
    for name, what, section in (
        ("sum", "a sum that is not that of the others", {**adds, "sent": 3}), ("disputed", "more disputed than sent", {**adds, "disputed": 3}), ("missing", "a column is missing", {k: v for k, v in adds.items() if k != "nil"}), ("more", "a column more", {**adds, "more": 0}),
        ("negative", "a number below 0", {**adds, "full": 2, "open": 0, "nil": 0, "withheld": -1, "sent": 1, "disputed": 0}), ("true", "true is not 1", {**adds, "full": True}), ("text", "a section that is a text", "x"),
    ):
        good(f"standing-adds-not-up-{name}", f"it is shown, and said: {what}", {"requests/rus": section}, add_up=False)
    good("standing-adds-not-up-other-rules", "by the name of the section alone, whatever the rules version", {"requests/nobody": 1}, add_up=False, rules=2)
    good("standing-attest-beside", "a seal that signs the standing, and whose well-formed `attest` is open too", {"a": 1}, names={"attest"}, change=lambda f, cut, digest: {**f, "attest": [[b64(bytes(32)), b64(bytes(32))]]})

    def nine(name, what, value, which):
        verify(name, what, value, which.charter.id, 9)

    which, raw, cut, standing = signed_standing({"a": 1, "b": 2})
    value = json.loads(raw)
    again = copy.deepcopy(value)
    again["standing"]["sections"].reverse()
    nine("sections-out-of-order", "sections out of order", again, which)

    def after(fields):
        """A seal that no honest party makes, after all that the cut covers."""
        hand = Hand(fields)
        hand.log.entries.append(which.log("rus").entries[2])
        return hand

    for name, what, fields in (
        ("attest-malformed", "the seal signs the standing, and its open `attest` is malformed", {"kind": "seal", "cut": b64(cut.digest), "standing": b64(standing.digest), "attest": []}),
        ("attest-17", "17 pairs in its open `attest`", {"kind": "seal", "cut": b64(cut.digest), "standing": b64(standing.digest), "attest": [[b64(cut.digest), b64(standing.digest)]] * 17}),
        ("cut-malformed", "`attest` has the pair, and the open `cut` is malformed", {"kind": "seal", "cut": "x", "standing": b64(standing.digest), "attest": [[b64(cut.digest), b64(standing.digest)]]}),
        ("standing-malformed", "`attest` has the pair, and the open `standing` is a number", {"kind": "seal", "cut": b64(cut.digest), "standing": 1, "attest": [[b64(cut.digest), b64(standing.digest)]]}),
        ("standing-other", "another standing over the cut", {"kind": "seal", "cut": b64(cut.digest), "standing": b64(bytes(32))}),
        ("cut-not-shown", "the cut in the signing seal is not shown", {"kind": "seal", "standing": b64(standing.digest)}),
        ("attest-other", "`attest` has other pairs", {"kind": "seal", "attest": [[b64(cut.digest), b64(bytes(32))]]}),
    ):
        hand = after(fields)
        nine("seal-" + name, what, hand.proof(claim="standing", standing=value["standing"]), hand.which)
    for name, what, fields in (
        ("attest-alone", "`attest` has the pair, and neither cut nor standing is open", {"kind": "seal", "attest": [[b64(cut.digest), b64(standing.digest)]]}),
        ("cut-alone-malformed", "`attest` has the pair; of cut and standing, which count only together, one is open and is looked at by nobody", {"kind": "seal", "cut": "x", "attest": [[b64(cut.digest), b64(standing.digest)]]}),
    ):
        hand = after(fields)
        verify("seal-" + name, what, hand.proof(claim="standing", standing=value["standing"]), hand.which.charter.id, claim="standing")
    for name, what, place in (
        ("cut-of-other-channel", "the cut of another channel, rightly signed", lambda w: w.cut("rus")._replace(channel="0" * 64)), ("cut-of-other-dialogue", "the cut of another dialogue, rightly signed", lambda w: w.cut("rus")._replace(dialogue="0" * 64)),
        ("cut-without-a-member", "a cut that lacks a member, rightly signed", lambda w: w.cut("rus")._replace(rows=w.cut("rus").rows[:1])),
    ):
        other = base()
        other.act("rus", "request", to="usa")
        cut = place(other)
        signed = make_standing(other.k, cut.digest, 1, {"a": 1})
        other.seal("rus", see=(), change=lambda f, cut=cut, signed=signed: {**f, "cut": b64(cut.digest), "standing": b64(signed.digest)})
        part = other.part("rus", [(-1, {"kind", "cut", "standing"})])
        entry = json.loads(build_entry_proof(other.charter.raw, other.channel.value, [part]))
        claimed = {"cut": cut.value, "rules": 1, "sections": [[section.name, b64(section.salt), section.value] for section in signed.sections]}
        nine(name, what, {**entry, "claim": "standing", "standing": claimed}, other)
    hidden = copy.deepcopy(value)
    hidden["standing"]["sections"] = [{"hash": b64(section_node(section))} for section in standing.sections]
    nine("section-none-of-the-right-ones", "every section hidden, with its right hash", hidden, which)
    which.act("rus", "request", to="usa")
    which.seal("rus")
    twice = json.loads(build_entry_proof(which.charter.raw, which.channel.value, [which.part("rus", [(3, {"kind", "cut", "standing"}), (-1, {"kind"})])]))
    nine("standing-one-entry-more", "the signing seal and an entry more", {**value, "logs": twice["logs"]}, which)
    two = base()
    two.open("rus", 1, holds=two.log("rus").sealed[0].head)
    two.seal("rus")
    logs = [json.loads(build_entry_proof(two.charter.raw, two.channel.value, [two.part("rus", [(-1, {"kind", "cut", "standing"})], generation=number)]))["logs"][0] for number in (0, 1)]
    nine("standing-two-generations", "a party that signs with two of its logs", {**value, "logs": logs}, two)


def receipt_vectors(talk):
    parts = talk.part("rus", [(2, {"kind", "to"}), (3, {"kind"})], pouch=1), talk.part("usa", [(-1, {"at"})])
    value = json.loads(build_receipt_proof(talk.charter.raw, talk.channel.value, *parts))
    verify("receipt-two-entries", "a head that holds both entries", value, talk.charter.id, claim="receipt", signers=["rus", "usa"], caveats=sorted([*ALWAYS, "times_are_claims"]))

    def nine(name, what, change):
        changed = copy.deepcopy(value)
        change(changed)
        verify("receipt-" + name, what, changed, talk.charter.id, 9)

    def of_usa(*entries):
        return json.loads(build_entry_proof(talk.charter.raw, talk.channel.value, [talk.part("usa", list(entries))]))["logs"][0]

    nine("text", "a receipt that is a text", lambda v: v.update(receipt="x"))
    nine("by-number", "a party that is a number", lambda v: v["receipt"].update(by=1))
    nine("stranger", "a party that has no log here", lambda v: v["receipt"].update(by="prc"))
    nine("two-seals", "two entries of who received", lambda v: v["logs"].__setitem__(1, of_usa((1, {"kind"}), (-1, {"kind", "seen/rus"}))))
    nine("seen-not-shown", "what the seal has seen is not shown", lambda v: v["logs"].__setitem__(1, of_usa((-1, {"kind"}))))
    nine("kind-not-shown", "the kind of the seal is not shown", lambda v: v["logs"].__setitem__(1, of_usa((-1, {"seen/rus"}))))
    nine("one-log", "the log of who sent alone", lambda v: v["logs"].pop())
    heads = json.loads(build_entry_proof(talk.charter.raw, talk.channel.value, [talk.part("rus", [(2, {"kind"})], pouch=1), talk.part("rus", [(0, {"kind"})], pouch=2)]))["logs"][0]
    nine("two-heads", "two heads of who sent", lambda v: v["logs"].__setitem__(0, heads))
    root = b64(talk.log("rus").sealed[1].head.root)
    size = talk.log("rus").sealed[1].head.size
    for name, what, seen in (("seen-malformed", "a malformed `seen`, rightly hashed", [[0, size]]), ("seen-other-generation", "another generation of who sent", [[1, size, root]]), ("seen-other-root", "another root at this size", [[0, size, b64(bytes(32))]])):
        hand = Hand({"kind": "seal", "seen/rus": seen}, kind="usa")
        sender = hand.which.part("rus", [(0, {"kind"})])
        log = json.loads(build_entry_proof(hand.which.charter.raw, hand.which.channel.value, [sender]))["logs"][0]
        made = hand.proof(claim="receipt", receipt={"by": "usa", "of": "rus"})
        verify("receipt-" + name, what, {**made, "logs": [log, *made["logs"]]}, hand.which.charter.id, 9)


def fork_vectors():
    """Contradictions under one certificate and under two."""
    def version(number, count, *, rekeyed=False):
        which = base()
        if rekeyed:
            which.rekey("rus")
            which.seal("rus")
        for each in range(count):
            which.act("rus", "request", to="usa", subject=f"{number} {each}")
        which.seal("rus")
        return which

    one, two = version(0, 1), version(1, 1, rekeyed=True)
    log = two.log("rus")
    small = one.log("rus").sealed[-1]
    size = small.head.size
    prefix = (root_of(log.leaves[:size]), tuple(consistency_proof(log.leaves, size)))
    item = Contradiction(LogKey("rus", 0), (small.note, log.sealed[-1].note), (log.certs[0], log.certs[1]), prefix)
    raw = build_fork_proof(one.charter.raw, one.channel.value, item)
    caveats = sorted([*ALWAYS, "fork_may_be_theft"])
    verify("fork-two-certificates", "two heads under two pairs of keys", raw, one.charter.id, claim="fork", signers=["rus"], caveats=caveats)
    value = json.loads(raw)

    def bad(name, what, step, change):
        changed = copy.deepcopy(value)
        change(changed["fork"])
        verify("fork-" + name, what, changed, one.charter.id, step)

    bad("certificates-swapped", "the two certificates in the other order", 6, lambda f: f["certs"].reverse())
    bad("one-of-two-certificates", "the second note under the first certificate", 6, lambda f: f["certs"].pop())
    bad("prefix-text", "a prefix that is a text", 9, lambda f: f.update(prefix="x"))
    bad("prefix-of-three", "a prefix of three", 9, lambda f: f["prefix"].append(1))
    bad("prefix-no-hashes", "a prefix without hashes", 9, lambda f: f["prefix"].__setitem__(1, []))
    bad("prefix-65", "a prefix of 65 hashes", 9, lambda f: f["prefix"].__setitem__(1, [b64(bytes(32))] * 65))
    bad("prefix-hash-short", "a hash of 31 bytes", 9, lambda f: f["prefix"][1].__setitem__(0, b64(bytes(31))))
    bad("party-other", "of another party", 5, lambda f: f.update(party="usa"))
    bad("party-stranger", "of a party that is no member", 4, lambda f: f.update(party="prc"))
    half = log.keys[1].public._replace(ed25519=log.keys[0].public.ed25519)
    bad("certificates-one-half", "two certificates that share the Ed25519 key", 5, lambda f: f["certs"].__setitem__(1, make_certificate(two.roots["rus"], log.id, half, log.certs[1]["cert"]["from"])))
    later = make_certificate(two.roots["rus"], log.id, log.keys[0].public, size)
    bad("certificate-from-size", "a certificate from the size of its note, rightly signed", 6, lambda f: f["certs"].__setitem__(0, later))
    grown = version(0, 1)
    grown.act("rus", "request", to="usa")
    grown.seal("rus")
    longer = grown.log("rus")
    proof = [b64(node) for node in consistency_proof(longer.leaves, size)]
    assert longer.sealed[-2].head.size == size
    honest = {"party": "rus", "generation": 0, "certs": longer.certs[:1], "notes": [longer.sealed[-2].note.decode(), longer.sealed[-1].note.decode()], "prefix": [b64(longer.sealed[-2].head.root), proof]}
    verify("fork-growth", "a log that only grew", {**value, "fork": honest}, one.charter.id, 9)
    # the same as contradictions, with what a proof says at an earlier step
    inputs = {"charter": one.charter.raw.decode(), "channel": one.channel.id, "party": "rus", "generation": 0, "notes": value["fork"]["notes"], "certs": value["fork"]["certs"], "prefix": value["fork"]["prefix"]}
    add("contradictions", "two-certificates", "two heads under two pairs of keys", "contradiction", inputs, {"verdict": "ok"})
    for name, what, change in (
        ("certificates-swapped", "the two certificates in the other order", {"certs": inputs["certs"][::-1]}), ("certificates-one-half", "two certificates that share the Ed25519 key", {"certs": [inputs["certs"][0], make_certificate(two.roots["rus"], log.id, half, log.certs[1]["cert"]["from"])]}),
        ("certificate-from-size", "a certificate from the size of its note", {"certs": [later, inputs["certs"][1]]}), ("prefix-65", "a prefix of 65 hashes", {"prefix": [inputs["prefix"][0], [b64(bytes(32))] * 65]}), ("prefix-longer", "a hash too many", {"prefix": [inputs["prefix"][0], [*inputs["prefix"][1], b64(bytes(32))]]}),
        ("party-stranger", "of a party that the charter does not name", {"party": "prc"}), ("prefix-text", "a prefix that is a text", {"prefix": "x"}),
    ):
        add("contradictions", "bad-" + name, what, "contradiction", {**inputs, **change}, {"verdict": "refused"})
    mixed = KeyPair(log.keys[0].ed25519, log.keys[1].mldsa44)
    note = sign_checkpoint(Checkpoint(origin_of(log.id), len(log.leaves), root_of(log.leaves)), mixed).decode()
    shared = make_certificate(two.roots["rus"], log.id, half, log.certs[1]["cert"]["from"])
    add("contradictions", "bad-certificates-one-half-signed", "two certificates that share the Ed25519 key, and a note rightly signed under the second", "contradiction", {**inputs, "notes": [inputs["notes"][0], note], "certs": [inputs["certs"][0], shared]}, {"verdict": "refused"})
    empty = sign_checkpoint(Checkpoint(origin_of(log.id), 0, hashlib.sha256(b"").digest()), log.keys[0]).decode()
    nothing = {**{name: each for name, each in inputs.items() if name != "prefix"}, "notes": [empty, inputs["notes"][0]], "certs": [inputs["certs"][0]] * 2}
    add("contradictions", "bad-size-0", "a head of size 0, which contradicts nothing", "contradiction", {**nothing, "prefix": [b64(bytes(32)), []]}, {"verdict": "refused"})


def witness_vectors(talk):
    """Step 10, and what a verdict says besides."""
    keys = keys_of("witness")
    log = talk.log("rus")
    sealed = log.sealed[1]
    body = format_checkpoint_body(Checkpoint(origin_of(log.id), sealed.head.size, sealed.head.root))
    witness = VerifierKey("host.example/w", COSIGNATURE_ED25519, keys.ed25519.public_key)
    line = cosign_ed25519(witness.name, keys.ed25519, body, 1632988800)
    raw = build_entry_proof(talk.charter.raw, talk.channel.value, [talk.part("rus", [(2, {"kind"})], pouch=1, cosignatures=[(witness, line)])])
    caveats = [*ALWAYS, "admission_not_shown", "one_signer_only", "witnesses_not_confirmed"]
    verify("entry-witnessed", "a cosignature by a key that nobody gave", raw, talk.charter.id, caveats=sorted(caveats))
    verify("entry-witnessed-no-anchor", "the same without a trust anchor", raw, None, caveats=sorted([*caveats, "keys_not_confirmed"]))
    value = json.loads(raw)

    def ten(name, what, **change):
        verify("witness-" + name, what, {**value, "witness": [{**value["witness"][0], **change}]}, talk.charter.id, 10)

    ten("type-1", "a key of the type of logs", vkey=format_vkey(VerifierKey(witness.name, 1, witness.public)))
    ten("time-0", "a time of 0", line=format_signature_line(SignatureLine(line.name, line.key_id, bytes(8) + line.signature[8:])).decode()[:-1])
    ten("other-body", "the cosignature of another head", line=format_signature_line(cosign_ed25519(witness.name, keys.ed25519, body.replace(b"\n5\n", b"\n6\n"), 7)).decode()[:-1])
    ten("line-text", "no signature line", line="x")
    ten("vkey-text", "no verifier key", vkey="x")
    group = build_log_proof(talk.charter.raw, talk.channel.value, [talk.whole("rus")])
    both = build_log_proof(talk.charter.raw, talk.channel.value, [talk.whole("rus"), talk.whole("usa")])
    verify("log-one-party", "one party's log alone", group, talk.charter.id, caveats=sorted([*ALWAYS, "admission_not_shown", "one_signer_only"]))
    verify("log-both", "both logs", both, talk.charter.id, caveats=sorted([*ALWAYS, "admission_not_shown"]))
