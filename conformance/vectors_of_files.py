"""Vectors of pouches, asks, containers, folds and plain texts. Each breaks or keeps one sentence of docs/protocol.md."""

# ruff: noqa: ARG005 - one case a line, so that each kind reads as a table
# fmt: off

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import struct
import zlib
from functools import cache

from making import OK, REFUSED, add, b64
from talk import AT, Talk, bytes_of, keys_of

from detente.record import canonical
from detente.record.charter import log_id, origin_of
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.entry import destroy, make_entry
from detente.record.evidence import Contradiction, EvidenceAct, evidence_fields
from detente.record.keys import make_certificate
from detente.record.limits import LIMITS
from detente.record.note import Note, SignatureLine, format_note, parse_note
from detente.record.pouch import format_pouch
from detente.record.seal import Cut, CutRow, HeadId, LogKey
from detente.record.tree import EMPTY_ROOT, consistency_proof, root_of


def file_vectors(talk, other):
    head_vectors(talk)
    body_vectors(talk)
    opening_vectors()
    reopening_vectors()
    rekey_vectors(other)
    seen_vectors()
    fork_vectors()
    evidence_vectors()
    ask_vectors(talk)
    container_vectors()
    fold_vectors()
    plain_text_vectors()


@cache
def _opened(*parties):
    return Talk(*parties, seed="forms")


@cache
def _started(*parties):
    talk = opened(*parties)
    for party in parties:
        talk.seal(party)
    return talk


def opened(*parties):
    """A plenary of which nothing is sealed yet; always the same one, so that vectors share its texts."""
    return copy.deepcopy(_opened(*(parties or ("rus", "usa"))))


def started(*parties):
    """The same with all openings sealed: from there each case goes its own way."""
    return copy.deepcopy(_started(*(parties or ("rus", "usa"))))


K = b64(bytes_of("forms", "K", "plenary"))


def case(name, what, which, raws, outcomes, agreed=(), **verdict):
    value = {"charter": which.charter.raw.decode(), "channel": which.channel.id, "agreed": list(agreed), "pouches": [{"pouch": raw.decode()} for raw in raws]}
    add("pouches", name, what, "pouches", value, {**OK, "outcomes": outcomes, **verdict})


def resigned(note, *, ed25519=None, mldsa44=None):
    """A note with other signature lines."""
    parsed = parse_note(note)
    first, second = parsed.signatures
    return format_note(Note(parsed.text, (ed25519(first) if ed25519 else first, mldsa44(second) if mldsa44 else second)))


def head_vectors(talk):
    """Steps 4 to 7: what stands before the first entry."""
    log = talk.log("rus")
    rus, usa = (talk.log(party).sealed for party in ("rus", "usa"))
    text, note = rus[0].pouch, rus[0].note
    lines = [entry.line for entry in log.entries[:2]]

    def bad(name, what, raw, outcome, before=()):
        case("bad-" + name, what, talk, [*before, raw], ["admitted"] * len(before) + [outcome])

    def with_cert(raw):
        return text.replace(text.split(b"\n")[3], b"cert " + raw)

    def generation(number):
        name = log_id(talk.charter.id, talk.channel.id, "rus", number)
        cert = make_certificate(talk.roots["rus"], name, log.keys[0].public, 0)
        return format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", number), 0, talk.note("rus", 2, origin=origin_of(name)), lines, cert)

    def ranged(start, end):
        made = sign_checkpoint(Checkpoint(origin_of(log.id), end, bytes_of("root")), log.keys[0])
        raw = format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), start, made, lines, log.certs[0])
        return raw.replace(b"range %d %d\n" % (start, start + len(lines)), b"range %d %d\n" % (start, end))

    def padded(size):
        """The canonical bytes of a certificate with an unknown member, of this size."""
        empty = canonical.encode({**log.certs[0], "more": ""})
        return base64.b64encode(canonical.encode({**log.certs[0], "more": "x" * (size - len(empty))}))

    bad("generation-1000000", "a generation that a pouch cannot name, all else right", generation(1000000), "refused 4")
    bad("generation-999999", "the largest generation that a pouch can name: no root key certifies it", generation(999999), "refused 6")
    bad("range-4097", "a range of 4,097 entries", ranged(0, 4097), "refused 4")
    bad("range-4096", "a range of 4,096 entries, of which two are there", ranged(0, 4096), "refused 8")
    bad("range-nothing", "a range of no entry", ranged(2, 2), "refused 4", [rus[0].pouch, usa[0].pouch])
    bad("range-backwards", "a range that goes back", ranged(5, 2), "refused 4")
    bad("range-before-log", "the lines in another order", text.replace(b"range 0 2\n", b"").replace(b"\nlog ", b"\nrange 0 2\nlog "), "refused 4")
    bad("head-line", "a line more in the head", text.replace(b"range 0 2\n", b"range 0 2\nmore\n"), "refused 4")
    bad("head-cut-off", "the end is missing in the head", text[:300], "refused 4")
    bad("carriage-return", "CR LF in the head", text.replace(b"range 0 2\n", b"range 0 2\r\n"), "refused 4")
    bad("size-not-to", "a checkpoint of another size than `to`, rightly signed", text.replace(note, talk.note("rus", 1)), "refused 4")
    bad("origin-of-other-log", "a checkpoint of another log, rightly signed by it", text.replace(note, usa[0].note), "refused 4")
    bad("later-certificate", "a certificate where `from` is not 0", rus[1].pouch.replace(b"range 2 5\n", b"range 2 5\n" + text.split(b"\n")[3] + b"\n"), "refused 4", [rus[0].pouch, usa[0].pouch])
    bad("certificate-spelling", "base64 in a second spelling", with_cert(text.split(b"\n")[3][5:].rstrip(b"=") + b"=="), "refused 4")
    bad("certificate-space", "JSON that is not canonical", with_cert(base64.b64encode(canonical.encode(log.certs[0]) + b" ")), "refused 4")
    bad("certificate-16385", "a certificate of 16,385 bytes", with_cert(padded(16385)), "refused 4")
    bad("certificate-16384", "one of 16,384 bytes, whose unknown member step 6 looks at", with_cert(padded(16384)), "refused 6")
    bad("one-line", "one signature line", text.replace(note, note[: note.rindex("\u2014".encode())]), "refused 4")
    bad("timestamp", "a log's own signature states a time", text.replace(note, resigned(note, mldsa44=lambda line: SignatureLine(line.name, line.key_id, bytes(7) + b"\1" + line.signature[8:]))), "refused 4")
    bad("key-name", "a key name that is not the origin", text.replace(note, resigned(note, ed25519=lambda line: SignatureLine("other", line.key_id, line.signature))), "refused 4")
    bad("certificate-of-other-log", "a certificate for another log of the same party", with_cert(base64.b64encode(canonical.encode(make_certificate(talk.roots["rus"], talk.log("usa").id, log.keys[0].public, 0)))), "refused 6")
    bad("ed25519-key-id", "the key id of another key", text.replace(note, resigned(note, ed25519=lambda line: SignatureLine(line.name, b"\0\0\0\0", line.signature))), "refused 7")
    bad("only-ed25519-holds", "the ML-DSA-44 signature of another key", text.replace(note, resigned(note, mldsa44=lambda line: SignatureLine(line.name, line.key_id, bytes(8) + bytes(2420)))), "refused 7")
    bad("only-mldsa44-holds", "the Ed25519 signature of other bytes", text.replace(note, resigned(note, ed25519=lambda line: SignatureLine(line.name, line.key_id, line.signature[:32] + bytes(32)))), "refused 7")
    bad("later-signature", "a later pouch of another key", rus[1].pouch.replace(rus[1].note, talk.note("rus", 5, keys=keys_of("x"))), "refused 7", [rus[0].pouch, usa[0].pouch])
    case("held-before-its-key", "a pouch above all that is held, signed by a key that nobody certified: held, since what would certify it may not have come", talk,
         [rus[0].pouch, rus[2].pouch.replace(rus[2].note, talk.note("rus", rus[2].head.size, keys=keys_of("x")))], ["admitted", "held"])  # fmt: skip
    case("duplicate-signed-again", "the same head with other signature bytes, for ML-DSA-44 is hedged", talk, [text, text.replace(note, talk.note("rus", 2))], ["admitted", "duplicate"])
    stranger = Talk("prc", "rus", "usa", seed="stranger", kind="group", members=["rus", "usa"])
    inside = stranger.seal("rus").pouch
    name = log_id(stranger.charter.id, stranger.channel.id, "prc", 0)
    keys = keys_of("stranger")
    cert = make_certificate(stranger.roots["prc"], name, keys.public, 0)
    opening = make_entry(bytes_of("stranger"), {**stranger.log("rus").entries[0].fields, "cert": cert})
    made = sign_checkpoint(Checkpoint(origin_of(name), 2, root_of([opening.leaf, stranger.log("rus").entries[1].leaf])), keys)
    raw = format_pouch(stranger.charter.id, stranger.channel.id, LogKey("prc", 0), 0, made, [opening.line, stranger.log("rus").entries[1].line], cert)
    case("bad-no-member", "a party of the charter that is no member of the channel", stranger, [inside, raw], ["admitted", "refused 5"])
    case("bad-no-member-first", "the same before the channel is known", stranger, [raw], ["refused 12"])
    stranger.act("rus", "request", to="usa")
    later = stranger.seal("rus").pouch
    case("bad-channel-not-known", "a channel that is not known yet, by a pouch that is no opening", stranger, [later], ["refused 5"])


def body_vectors(talk):
    """Steps 8, 9 and 11: the lines."""
    first = [talk.log(party).sealed[0].pouch for party in ("rus", "usa")]
    sealed = talk.log("rus").sealed[1]

    def later(name, what, raw, outcome, agreed=(), prefix="bad-"):
        case(prefix + name, what, talk, [*first, raw], ["admitted", "admitted", outcome], agreed)

    text = sealed.pouch
    last = text.split(b"\n")[-2]
    later("line-more", "an entry more", text + last + b"\n", "refused 8")
    later("empty-line", "an empty line among the entries", text.replace(b"\n" + last, b"\n\n" + last), "refused 8")
    later("pad-first", "the pad before the seal", text.replace(b"\n" + last, b"\npad AAAA\n" + last), "refused 8")
    later("entries-swapped", "two entries that changed places", b"\n".join([*text.split(b"\n")[:-4], text.split(b"\n")[-3], text.split(b"\n")[-4], last, b""]), "refused 11")
    later("pad-1-mib", "a pad whose line has 1 MiB", text + b"pad " + b"A" * (LIMITS.pad_bytes - 4) + b"\n", "admitted", prefix="")
    later("pad-above-1-mib", "a byte more", text + b"pad " + b"A" * (LIMITS.pad_bytes - 3) + b"\n", "refused 8")

    def made(name, what, outcome, acts, change=lambda fields: fields, line=lambda entry: entry.line, prefix="bad-"):
        which = started()
        before = [which.log(party).sealed[0].pouch for party in ("rus", "usa")]
        acts(which)
        which.seal("rus", change=change)
        log = which.log("rus")
        lines = [line(entry) for entry in log.entries[2:]]
        raw = format_pouch(which.charter.id, which.channel.id, log.key, 2, log.sealed[-1].note, lines)
        case(prefix + name, what, which, [*before, raw], ["admitted", "admitted", outcome])

    made("two-seals", "a seal before the last", "refused 8", lambda t: t.append("rus", {**t.log("rus").entries[1].fields, "prev": [2, b64(bytes(32))]}))
    made("seal-destroyed", "a seal in destroyed form, rightly signed", "refused 8", lambda t: t.act("rus", "request", to="usa"),
         lambda f: {**f, "text": "x", "destroyable": [len(f) + 2, ["text"]]}, lambda e: destroy(e).line if e.kind == "seal" else e.line)  # fmt: skip

    large = {"kind": "note", "at": AT, **{f"text/{i}": "x" * 16382 for i in range(10, 72)}}
    made("above-16-mib", "17 lines of 1,016,000 bytes", "refused 8", lambda t: [t.append("rus", large) for _ in range(17)])
    for name, what, fields in (
        ("references-nowhere", "references to nothing, to itself, to what was not seen: findings, never refused", {"re_": [["rus", 0, 2], ["usa", 0, 99], ["Nobody", 9, 0]]}),
        ("time-goes-back", "a time before all others, and one long after: no rule reads them", {"at_": "0001-01-01T00:00:00Z"}),
        ("unknown-field", "a field that its kind does not have", {"whim": 1}), ("unknown-kind", "a kind that nobody knows", {"kind_": "sing"}),
        ("attachment-of-another-form", "a field file/.. that names no attachment", {"file/0001": "x"}), ("by-nobody", "a personal signature that does not hold: a finding", {"by": {"delegate": "x", "ed25519": b64(bytes(64))}}),
    ):
        made(name, what, "admitted", lambda t, fields=fields: t.append("rus", {"kind": "request", "at": AT, "to": "usa", **{k.rstrip("_"): v for k, v in fields.items()}}), prefix="")
    made("standing-differs", "a standing that is another than ours over the same cut: a finding, no guilt", "admitted", lambda t: t.act("rus", "request", to="usa"), lambda f: {**f, "standing": b64(bytes(32))}, prefix="")
    made("attests-anything", "what a seal attests is what its author states; no node checks it", "admitted", lambda t: t.act("rus", "request", to="usa"), lambda f: {**f, "attest": [[b64(bytes(32)), b64(bytes(32))]]}, prefix="")


def opening_vectors():
    def opening(name, what, outcome, party="rus", before=(), change=lambda f: f):
        which = opened()
        raws = [which.seal(each).pouch for each in before]
        log = which.log(party)
        fields = change(dict(log.entries[0].fields))
        log.entries.clear(), log.secrets.clear()
        which.append(party, fields)
        good = outcome == "admitted"
        case(("" if good else "bad-") + "opening-" + name, what, which, [*raws, which.seal(party).pouch], ["admitted"] * len(raws) + [outcome])

    other = Talk("rus", "usa", seed="other", kind="group").channel.value
    opening("not-first", "a log that does not start with an opening", "refused 12", change=lambda f: {"kind": "request", "at": AT, "to": "usa"})
    opening("reopen", "a first generation that starts with a reopening", "refused 12", change=lambda f: {**f, "kind": "reopen", "holds": [0, 0, b64(EMPTY_ROOT)], "why": "fork"})
    opening("channel", "the charter of another channel", "refused 12", change=lambda f: {**f, "channel": {**other, "dialogue": f["channel"]["dialogue"]}})
    opening("other-certificate", "another certificate than at the head, good in itself", "refused 12", change=lambda f: {**f, "cert": make_certificate(opened().roots["rus"], opened().log("rus").id, keys_of("another").public, 0)})
    opening("channel-text", "a channel that is a text", "refused 12", change=lambda f: {**f, "channel": "plenary"})
    opening("name-salt", "another salt of the name", "refused 12", change=lambda f: {**f, "name_salt": b64(bytes(32))})
    opening("name-text", "a name that is a text", "refused 12", change=lambda f: {**f, "name": "Talks"})
    opening("salt-number", "a salt that is a number", "refused 12", change=lambda f: {**f, "name_salt": 1})
    opening("k-number", "a secret that is a number", "refused 12", change=lambda f: {**f, "k": 1})
    opening("recipients-65", "65 recipients", "refused 12", change=lambda f: {**f, "recipients": ["x"] * 65})
    opening("no-channel", "no channel", "refused 12", change=lambda f: {name: value for name, value in f.items() if name != "channel"})
    opening("destroyable", "the name may be destroyed, but is read", "admitted", change=lambda f: {**f, "label": "main", "more": 1})
    opening("founder-without-k", "the first opening without K", "refused 12", change=lambda f: {name: value for name, value in f.items() if name != "k"})
    opening("second-with-k", "a second opening that brings K too", "admitted", "usa", before=["rus"], change=lambda f: {**f, "k": K})


    group = Talk("rus", "usa", seed="forms", kind="group")
    nonce = b64(bytes_of("another nonce"))
    fields = {**group.log("rus").entries[0].fields, "channel": {**group.channel.value, "nonce": nonce}}
    group.log("rus").entries.clear(), group.log("rus").secrets.clear()
    group.append("rus", fields)
    case("bad-opening-channel-of-one-name", "the charter of another channel with the same name and the same K", group, [group.seal("rus").pouch], ["refused 12"])


def not_naming(party):
    """A seal that names no older log of its own party: what it holds of them it has seen."""
    return lambda fields: {name: value for name, value in fields.items() if name != f"seen/{party}"}


def reopening_vectors():
    def reopening(name, what, outcome, change=lambda f: f, *, party="rus", holds=None, acts=True, see=None):
        which = started()
        raws = [which.log(each).sealed[0].pouch for each in ("rus", "usa")]
        if acts:
            which.act(party, "request", to="usa" if party == "rus" else "rus")
            raws.append(which.seal(party).pouch)
        held = holds and holds(which.log(party))
        which.open(party, 1, holds=held)
        which.counts = {LogKey(party, 0): held} if held is not None else {}
        log = which.log(party)
        fields = change(dict(log.entries[0].fields))
        log.entries.clear(), log.secrets.clear()
        which.append(party, fields)
        good = outcome == "admitted"
        case(("" if good or outcome == "held" else "bad-") + "reopening-" + name, what, which, [*raws, which.seal(party, see=see, change=not_naming(party)).pouch], ["admitted"] * len(raws) + [outcome])

    reopening("open", "a second generation that starts with an `open`", "refused 12", lambda f: {**f, "kind": "open"})
    reopening("why", "a reason that is none", "refused 12", lambda f: {**f, "why": "boredom"})
    reopening("why-missing", "no reason", "refused 12", lambda f: {name: value for name, value in f.items() if name != "why"})
    reopening("no-holds", "nothing is said of what it holds", "refused 12", lambda f: {name: value for name, value in f.items() if name != "holds"})
    reopening("holds-pair", "no generation in what it holds", "refused 12", lambda f: {**f, "holds": f["holds"][1:]})
    reopening("holds-generation", "it holds its own generation", "refused 12", lambda f: {**f, "holds": [1, *f["holds"][1:]]})
    reopening("holds-true", "false is not 0", "refused 12", lambda f: {**f, "holds": [False, *f["holds"][1:]]})
    reopening("holds-nothing-with-root", "size 0 with another root", "refused 12", lambda f: {**f, "holds": [0, 0, b64(bytes(32))]})
    reopening("holds-unknown", "it holds a head that nobody holds", "held", lambda f: {**f, "holds": [0, 7, b64(bytes(32))]})
    reopening("holds-inside", "it holds a head where no seal ends", "refused 14", holds=lambda log: HeadId(3, root_of(log.leaves[:3])))
    reopening("holds-first", "it holds its first opening: no K is needed", "admitted", holds=lambda log: log.sealed[0].head)
    reopening("holds-nothing", "the founder holds nothing of his own and brings no K, and has seen no other", "refused 12", holds=lambda log: HeadId(0, EMPTY_ROOT), see=())
    reopening("holds-nothing-with-k", "the founder holds nothing of his own and brings K again", "admitted", lambda f: {**f, "k": K}, holds=lambda log: HeadId(0, EMPTY_ROOT), see=())
    reopening("holds-nothing-names-who-saw", "it holds nothing and names a head whose author had seen its old log: not closed", "refused 14", lambda f: {**f, "k": K}, holds=lambda log: HeadId(0, EMPTY_ROOT))
    reopening("k", "a K to which the channel charter does not commit", "refused 12", lambda f: {**f, "k": b64(bytes(32))})
    which = started()
    raws = [*(which.log(each).sealed[0].pouch for each in ("rus", "usa")), which.seal("rus").pouch]
    which.open("rus", 1, holds=which.log("rus").sealed[1].head)
    case("bad-reopening-holds-seal-alone", "it holds a head that closes no act", which, [*raws, which.seal("rus").pouch], ["admitted"] * 3 + ["refused 14"])


def rekey_vectors(other):
    def rekey(name, what, outcome, cert, **fields):
        which = started()
        raws = [which.log(each).sealed[0].pouch for each in ("rus", "usa")]
        which.act("rus", "rekey", cert=cert(which), **fields)
        good = outcome == "admitted"
        case(("" if good else "bad-") + "rekey-" + name, what, which, [*raws, which.seal("rus").pouch], ["admitted", "admitted", outcome])

    new = keys_of("rekeyed").public
    rekey("recipients-malformed", "recipients that are none: the earlier ones stay", "admitted", lambda t: make_certificate(t.roots["rus"], t.log("rus").id, new, 4), recipients=[""])
    rekey("recipients", "other recipients", "admitted", lambda t: make_certificate(t.roots["rus"], t.log("rus").id, new, 4), recipients=["age1later"])
    which = started()
    which.act("rus", "rekey", cert=make_certificate(which.roots["rus"], which.log("rus").id, new, 5))
    which.act("rus", "request", to="usa")
    case("bad-rekey-before-the-last-act", "a rekey from the end of its pouch that is not its last act", which, [*(which.log(each).sealed[0].pouch for each in ("rus", "usa")), which.seal("rus").pouch], ["admitted", "admitted", "refused 12"])
    rekey("other-root", "a certificate of another party's root", "refused 12", lambda t: make_certificate(t.roots["usa"], t.log("rus").id, new, 4))
    rekey("other-log", "a certificate for another log", "refused 12", lambda t: make_certificate(t.roots["rus"], t.log("usa").id, new, 4))
    rekey("no-certificate", "no certificate", "refused 12", lambda t: None)
    rekey("root-key", "another party's root key as sealing key", "refused 12", lambda t: make_certificate(t.roots["rus"], t.log("rus").id, t.roots["usa"].public, 4))
    rekey("one-old-half", "the Ed25519 key that the log had, with a new ML-DSA-44 key", "refused 12", lambda t: make_certificate(t.roots["rus"], t.log("rus").id, new._replace(ed25519=t.log("rus").keys[0].public.ed25519), 4))
    rekey("key-of-other-log", "the key of another party's log: a node does not refuse it, since another may not see that log", "admitted", lambda t: make_certificate(t.roots["rus"], t.log("rus").id, t.log("usa").keys[0].public, 4))
    log = other.log("rus")
    order = [log.sealed[0], other.log("usa").sealed[0], other.log("usa").sealed[1], other.log("usa").sealed[2], log.sealed[1]]
    last = log.sealed[2]
    old = last.pouch.replace(last.note, other.note("rus", last.head.size, keys=log.keys[0]))
    case("bad-rekeyed-old-key", "after a rekey, a pouch of the old key", other, [*(s.pouch for s in order), other.log("usa").sealed[3].pouch, old], ["admitted"] * 6 + ["refused 7"])


def seen_vectors():
    """Step 14: what a seal may name."""
    which = Talk("prc", "rus", "usa", seed="seen-no-member", kind="group", members=["rus", "usa"])
    raws = [which.seal(party).pouch for party in ("rus", "usa")]
    which.act("rus", "request", to="usa")
    raw = which.seal("rus", change=lambda f: {**f, "seen/prc": [[0, 2, b64(bytes_of("x"))]]}).pouch
    case("bad-names-no-member", "a head of a party that is no member: refused, for nobody will ever hold such a log", which, [*raws, raw], ["admitted", "admitted", "refused 14"])

    which = started()
    which.act("rus", "request", to="usa")
    raws = [which.log(each).sealed[0].pouch for each in ("rus", "usa")]
    ahead = which.seal("rus", change=lambda f: {**f, "seen/rus": [[0, 99, b64(bytes_of("x"))]]}).pouch
    case("bad-names-own-log-not-held", "a head of its own log that nobody holds", which, [*raws, ahead], ["admitted", "admitted", "refused 14"])

    def named(name, what, outcome, seen, before=lambda t: [], prefix="bad-"):
        which = started()
        raws = [which.log(each).sealed[0].pouch for each in ("rus", "usa")]
        raws += before(which)
        which.act("rus", "request", to="usa")
        raw = which.seal("rus", see=(), change=lambda f: {**f, "seen/usa": seen(which)}).pouch
        case(prefix + "names-" + name, what, which, [*raws, raw], ["admitted"] * len(raws) + [outcome])

    def head(sealed):
        return [0, sealed.head.size, b64(sealed.head.root)]

    def acts(which):
        which.act("usa", "request", to="rus")
        return [which.seal("usa").pouch]

    def alone(which):
        return [which.seal("usa", see=()).pouch]

    def named_once(which):
        return [*acts(which), which.seal("rus").pouch]

    named("seal-alone", "a head that closes no act", "refused 14", lambda t: [head(t.log("usa").sealed[1])], alone)
    named("inside", "the true root of a log at a size where no seal ends", "refused 14", lambda t: [[0, 3, b64(root_of(t.log("usa").leaves[:3]))]], acts)
    named("inside-other-root", "another root at a size where no seal ends: held, for it may be another version", "held", lambda t: [[0, 3, b64(bytes_of("x"))]], acts, "")
    named("other-root", "another root at a size where a seal ends: held, for it may be another version", "held", lambda t: [[0, 4, b64(bytes_of("x"))]], acts, "")
    named("twice", "the head that it had named before", "refused 14", lambda t: [head(t.log("usa").sealed[1])], named_once)
    named("smaller", "a head below the one that it had named before", "refused 14", lambda t: [head(t.log("usa").sealed[0])], named_once)
    which = started()
    raws = [which.log(each).sealed[0].pouch for each in ("rus", "usa")]
    which.act("usa", "request", to="rus")
    raws.append(which.seal("usa").pouch)
    old = which.log("usa")
    which.open("usa", 1, holds=old.sealed[0].head)
    which.counts = {old.key: old.sealed[0].head}
    raws.append(which.seal("usa", change=not_naming("usa")).pouch)
    which.counts = {}
    which.act("rus", "request", to="usa")
    new = which.log("usa").sealed[0]
    mine = which.log("rus")

    def frozen(fields, seen):
        rows = (CutRow(mine.key, *_acts(mine)), CutRow(old.key, 1, 1, root_of(old.leaves[:1])), CutRow(new_key, 1, 1, root_of(which.log("usa").leaves[:1])))
        return {**fields, "seen/usa": seen, "cut": b64(Cut(which.charter.id, which.channel.id, rows).digest)}

    new_key = which.log("usa").key
    first = which.seal("rus", see=(), change=lambda f: frozen(f, [[0, 2, b64(old.sealed[0].head.root)], [1, new.head.size, b64(new.head.root)]]))
    which.act("rus", "request", to="usa")
    second = which.seal("rus", see=(), change=lambda f: frozen(f, [[0, old.sealed[1].head.size, b64(old.sealed[1].head.root)]]))
    case("names-older-generation-later", "after a newer generation a head of the older one, beyond what the newer holds: it stays frozen in the cut", which, [*raws, first.pouch, second.pouch], ["admitted"] * 6)


def _acts(log):
    acts = [index for index, entry in enumerate(log.entries) if entry.kind != "seal"]
    return len(acts), acts[-1] + 1, root_of(log.leaves[: acts[-1] + 1])


def forked(*more):
    """Two versions of one log that agree up to a point; each with as many requests as it says."""
    talks = [started() for _ in more]
    for number, (talk, count) in enumerate(zip(talks, more, strict=True)):
        for each in range(count):
            talk.act("rus", "request", to="usa", subject=f"version {number}, request {each}")
        talk.seal("rus")
    return talks


def fork_vectors():
    one, two = forked(1, 2)
    raws = [one.log("rus").sealed[0].pouch, one.log("usa").sealed[0].pouch, one.log("rus").sealed[1].pouch]
    other = two.log("rus").sealed[1].pouch
    case("fork-other-size", "another continuation of the same head, of another size", one, [*raws, other], ["admitted"] * 3 + ["contradiction"])
    case("fork-smaller", "the same, the smaller one later", one, [*raws[:2], other, raws[2]], ["admitted"] * 3 + ["contradiction"])
    case("bad-fork-entry-changed", "another continuation whose entries do not lead to its root", one, [*raws, other.replace(b"request 1", b"request 7")], ["admitted"] * 3 + ["refused 11"])
    again = opened()
    fields = {**again.log("rus").entries[0].fields, "label": "other"}
    again.log("rus").entries.clear(), again.log("rus").secrets.clear()
    again.append("rus", fields)
    again.act("rus", "request", to="usa")
    case("fork-opening", "another opening of the same log", one, [*raws, again.seal("rus").pouch], ["admitted"] * 3 + ["contradiction"])


def evidence_vectors():
    """An evidence act stops a log in the cut of its author, or does not where it is not valid."""
    def evidence(name, what, *, holds, agreed=lambda log: log.sealed[0].head, change=lambda f: f, counts=(2, 2)):
        one, two = forked(*counts)
        logs = one.log("rus"), two.log("rus")
        heads = sorted([(log.sealed[-1].head, log.sealed[-1].note) for log in logs], key=lambda pair: pair[0])
        prefix = None
        if counts[0] != counts[1]:
            larger = logs[1].leaves
            size = heads[0][0].size
            prefix = (root_of(larger[:size]), tuple(consistency_proof(larger, size)))
        item = Contradiction(LogKey("rus", 0), (heads[0][1], heads[1][1]), (logs[0].certs[0], logs[0].certs[0]), prefix)
        fields = change(evidence_fields(EvidenceAct(item, agreed(logs[0]))))
        one.append("usa", {"kind": "evidence", "at": AT, **fields})
        mine, theirs = one.log("usa"), logs[0]
        stopped = CutRow(theirs.key, 1, 1, root_of(theirs.leaves[:1])) if holds == 1 else CutRow(theirs.key, 0, 0, EMPTY_ROOT) if holds == 0 else CutRow(theirs.key, *_acts(theirs))
        rows = (stopped, CutRow(mine.key, *_acts(mine)))
        digest = b64(Cut(one.charter.id, one.channel.id, rows).digest)
        raws = [logs[0].sealed[0].pouch, mine.sealed[0].pouch, logs[0].sealed[1].pouch, one.seal("usa", change=lambda f: {**f, "cut": digest}).pouch]
        case("evidence-" + name, what, one, raws, ["admitted"] * 4, cut=digest)
        return one, two, raws

    one, two, raws = evidence("equal", "two heads of one size: the log stops at the head on which both agree", holds=1)
    evidence("different", "two heads of different sizes, by a prefix", holds=1, counts=(1, 3))
    evidence("agreed-nothing", "nothing is agreed: the log stops at nothing", holds=0, agreed=lambda log: HeadId(0, EMPTY_ROOT))
    evidence("other-agreed", "an agreed head that is not one of the log: no effect", holds=2, agreed=lambda log: HeadId(2, bytes_of("x")))
    evidence("agreed-not-seen", "an agreed head that its author had not seen: no effect", holds=2, agreed=lambda log: HeadId(9, bytes_of("x")))
    evidence("one-note-twice", "a note and itself: no effect", holds=2, change=lambda f: {**f, "note/2": f["note/1"]})
    evidence("wrong-order", "the larger root first: no effect", holds=2, change=lambda f: {**f, "note/1": f["note/2"], "note/2": f["note/1"]})
    evidence("prefix-of-equal", "a prefix for equal sizes: no effect", holds=2, change=lambda f: {**f, "prefix": [b64(bytes(32)), []]})
    evidence("no-certificate", "a certificate is missing: no effect", holds=2, change=lambda f: {name: value for name, value in f.items() if name != "cert/2"})
    evidence("other-party", "about the log of another party: no effect", holds=2, change=lambda f: {**f, "log": ["usa", 0]})
    evidence("generation-true", "false is not 0: no effect", holds=2, change=lambda f: {**f, "log": ["rus", False]})
    branch = two.log("rus").sealed[1].pouch
    case("branch-after-evidence", "after evidence the other version is admitted too, as a branch", one, [*raws, branch], ["admitted"] * 5)


def ask_vectors(talk):
    ids = f"channel {talk.charter.id} {talk.channel.id}"
    root = b64(bytes_of("root"))

    def ask(name, what, *lines, good=False, last="\n"):
        add("asks", ("" if good else "bad-") + name, what, "ask", {"ask": "\n".join(["detente-ask/v1", *lines]) + last}, OK if good else REFUSED)

    have, want, blob = f"have rus 0 6 {root}", f"want usa 0 4 {root}", "blob " + "ab" * 32
    ask("alone", "a channel and nothing else", ids, good=True)
    ask("cover", "a cover: the channel of 64 zeros, and a pad", f"channel {'0' * 64} {'0' * 64}", "pad AAAA", good=True)
    ask("other-order", "its lines in another order", ids, blob, want, have, blob, "away", good=True)
    ask("have-twice", "two `have` of one log: the later one counts", ids, have, have.replace(" 6 ", " 7 "), good=True)
    ask("want-any", "32 zero bytes as root: any version", ids, f"want rus 999999 9223372036854775807 {b64(bytes(32))}", good=True)
    ask("empty-pad", "a pad of no characters", ids, "pad ", good=True)
    ask("4095-lines", "4,095 lines", ids, *[blob] * 4092, "pad A", good=True)
    ask("4096-lines", "a line more", ids, *[blob] * 4094)
    ask("channel-third", "the channel is not the second line", have, ids)
    ask("channel-twice", "the channel twice", ids, ids)
    ask("away-first", "`away` is not the last line", ids, "away", have)
    ask("away-after-pad", "`away` after the pad", ids, "pad AAAA", "away")
    ask("away-twice", "`away` twice", ids, "away", "away")
    ask("pad-first", "the pad is not the last line", ids, "pad AAAA", have)
    ask("pad-characters", "a pad that is not base64", ids, "pad A-A")
    ask("pad-bare", "a pad without its space", ids, "pad")
    ask("pad-above-1-mib", "a pad of more than 1 MiB", ids, "pad " + "A" * (LIMITS.pad_bytes - 3))
    ask("generation-1000000", "a generation that no pouch can name", ids, have.replace("rus 0", "rus 1000000"))
    ask("size-2-63", "a size of 2^63", ids, have.replace(" 6 ", " 9223372036854775808 "))
    ask("party", "no party id", ids, have.replace("rus", "Rus"))
    ask("root-short", "a root of 31 bytes", ids, f"have rus 0 6 {b64(bytes(31))}")
    ask("root-spelling", "a second spelling", ids, have.rstrip("="))
    ask("blob-capitals", "an attachment in capitals", ids, blob.upper().replace("BLOB", "blob"))
    ask("ids-capitals", "an id in capitals", ids.replace(talk.charter.id, talk.charter.id.upper()))
    ask("carriage-return", "CR LF", ids + "\r")
    ask("empty-line", "an empty line", ids, "", have)
    ask("two-spaces", "two spaces", ids, have.replace(" 0 ", "  0 "))


def container_vectors():
    def member(data, header=b"", flags=0, mtime=0):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = packer.compress(data) + packer.flush()
        return b"\x1f\x8b\x08" + bytes([flags]) + struct.pack("<I", mtime) + b"\x00\xff" + header + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)

    def items(*each):
        return b"".join(struct.pack(">I", len(item)) + item for item in each)

    def case(name, what, packed, found=None):
        verdict = REFUSED if found is None else {**OK, "items": [hashlib.sha256(item).hexdigest() for item in found]}
        add("containers", ("bad-" if found is None else "") + name, what, "items", {"packed": b64(packed)}, verdict)

    one = items(b"x")
    assert gzip.decompress(member(one)) == one
    case("name", "a name in the header: a reader does not refuse it", member(one, b"name\0", 8), [b"x"])
    case("comment", "a comment in the header", member(one, b"comment\0", 16), [b"x"])
    case("extra-field", "an extra field in the header", member(one, b"\3\0abc", 4), [b"x"])
    case("time", "a time in the header", member(one, mtime=1632988800), [b"x"])
    case("all-of-them", "extra field, name, comment and time", member(one, b"\0\0name\0comment\0", 28, 1), [b"x"])
    case("256-items", "256 items", member(items(*[b"x"] * 256)), [b"x"] * 256)
    case("257-items", "an item more", member(items(*[b"x"] * 257)))
    case("unknown-items", "items of forms that nobody knows are given out too: each is refused by itself", member(items(b"x", b"detente-later/v1\n")), [b"x", b"detente-later/v1\n"])
    case("after", "a byte after the gzip member", member(one) + b"\0")
    case("length-cut-off", "a length of three bytes", member(one + b"\0\0\0"))
    case("checksum", "another checksum", member(one)[:-8] + bytes(4) + member(one)[-4:])
    case("other-size", "another size at the end", member(one)[:-4] + struct.pack("<I", 9))
    case("above-64-mib", "one item of 64 MiB: with its length four bytes too many", member(items(bytes(LIMITS.container_text))))
    case("method", "another method than deflate", member(one)[:2] + b"\x07" + member(one)[3:])


def fold_vectors():
    none = dict.fromkeys(("sent", "full", "partial", "nil", "declined", "withheld", "holding", "open", "withdrawn", "crossed", "disputed"), 0)

    def act(party, index, kind, seen=(), generation=0, **kept):
        return {"ref": [party, generation, index], "seen": [list(each) for each in seen], "kept": {"kind": kind, "at": AT, **kept}}

    def case(name, what, acts, findings=(), members=("rus", "usa"), usa=none, *, plenary=True, **counts):
        sections = {f"requests/{member}": none for member in members}
        sections |= {"requests/rus": {**none, **counts}, "requests/usa": usa}
        for way, listed in (("", acts), ("-backwards", acts[::-1])):
            add("folds", name + way, what + (", given from the last to the first" if way else ""), "fold", {"members": list(members), "acts": copy.deepcopy(listed), **({} if plenary else {"plenary": False})}, {**OK, "sections": sections, "findings": sorted(findings)})

    ask = act("rus", 0, "request", to="usa")
    one = [("rus", 0, 1)]

    def about(party, index, kind, seen=one, re=("rus", 0, 0), **kept):
        return act(party, index, kind, seen, re=[list(re)], **kept)

    case("clarify", "a question about a request changes no number", [ask, about("usa", 0, "clarify"), about("rus", 1, "clarify", [("usa", 0, 1)])], sent=1, open=1)
    case("remind", "a reminder changes no number", [ask, about("rus", 1, "remind", ())], sent=1, open=1)
    case("remind-by-other", "a reminder of another's request has no effect", [ask, about("usa", 0, "remind")], ["usa/0"], sent=1, open=1)
    case("clarify-by-third", "a question of a third party has no effect", [ask, about("prc", 0, "clarify")], ["prc/0"], ("prc", "rus", "usa"), sent=1, open=1)
    case("acknowledged", "an acknowledgement changes no number", [ask, about("usa", 0, "acknowledge")], sent=1, open=1)
    case("acknowledged-by-third", "nor does that of a third party, which is a finding", [ask, about("prc", 0, "acknowledge")], ["prc/0"], ("prc", "rus", "usa"), sent=1, open=1)
    answer = about("usa", 0, "answer", outcome="full")
    seen = [("usa", 0, 1)]
    case("answer-by-third", "an answer of a third party has no effect", [ask, about("prc", 0, "answer", outcome="full")], ["prc/0"], ("prc", "rus", "usa"), sent=1, open=1)
    case("dispute-holding", "a holding reply may be disputed", [ask, about("usa", 0, "answer", outcome="holding"), about("rus", 1, "dispute", seen, ("usa", 0, 0))], sent=1, holding=1, disputed=1)
    case("dispute-by-other", "a dispute of one's own answer has no effect", [ask, answer, about("usa", 1, "dispute", one, ("usa", 0, 0))], ["usa/1"], sent=1, full=1)
    case("dispute-of-request", "a dispute of a request has no effect", [ask, about("usa", 0, "dispute")], ["usa/0"], sent=1, open=1)
    case("request-with-reference", "a reference on a kind that has none: no effect", [ask, about("rus", 1, "request", (), to="usa")], ["rus/1"], sent=1, open=1)
    case("reference-to-itself", "an answer to itself has no effect", [ask, about("usa", 0, "answer", one, ("usa", 0, 0), outcome="full")], ["usa/0"], sent=1, open=1)
    case("reference-to-later", "an answer to what stands after it has no effect", [ask, about("usa", 0, "answer", one, ("rus", 0, 7), outcome="full")], ["usa/0"], sent=1, open=1)
    case("outcome-missing", "an answer without an outcome has no effect", [ask, about("usa", 0, "answer")], ["usa/0"], sent=1, open=1)
    case("to-missing", "a request to nobody", [act("rus", 0, "request")], ["rus/0"])
    case("to-list", "a request to a list", [act("rus", 0, "request", to=["usa"])], ["rus/0"])
    case("two-generations", "an answer in a later generation counts as the last", [ask, about("usa", 5, "answer", outcome="partial"), about("usa", 0, "answer", [("rus", 0, 1), ("usa", 0, 6)], outcome="nil") | {"ref": ["usa", 1, 0]}], sent=1, nil=1)
    case("withdrawn-twice", "a second withdrawal changes nothing", [ask, about("rus", 1, "withdraw", ()), about("rus", 2, "withdraw", ())], sent=1, withdrawn=1)
    case("one-withdrawal-too-late", "of two withdrawals one had seen the answer: the other crosses it", [ask, about("rus", 1, "withdraw", ()), answer, about("rus", 2, "withdraw", seen)], ["rus/2"], sent=1, crossed=1)
    case("holding-after-withdrawal", "a holding reply whose author knew of the withdrawal is a finding", [ask, about("rus", 1, "withdraw", ()), about("usa", 0, "answer", [("rus", 0, 2)], outcome="holding")], ["usa/0"], sent=1, withdrawn=1)
    case("unknown-field", "a field that a request does not have is a finding, and the request counts", [act("rus", 0, "request", to="usa", whim=1)], ["rus/0"], sent=1, open=1)
    case("kept-body", "a body that its author keeps is none", [act("rus", 0, "request", to="usa", subject="x", text="y")], sent=1, open=1)
    case("urgent", "a mark", [act("rus", 0, "request", to="usa", urgent=True)], sent=1, open=1)
    case("urgent-false", "a mark is true, or left out: an act without effect", [act("rus", 0, "request", to="usa", urgent=False)], ["rus/0"])
    case("paper", "an act that was done on paper", [act("rus", 0, "request", to="usa", paper={"on": "2021-09-30"})], sent=1, open=1)
    case("paper-malformed", "a form that is not that of its name: no effect", [act("rus", 0, "request", to="usa", paper={"on": "yesterday"})], ["rus/0"])
    case("record-kind-with-anything", "the fields of the record's own kinds are not looked at", [act("rus", 0, "evidence", whim=1), act("rus", 1, "request", to="usa")], sent=1, open=1)
    name = {"en": "North", "ru": "Север"}
    case("rename", "two new names of one party: no finding", [act("rus", 0, "rename", names=name), act("rus", 1, "rename", names={"en": "Far North"}, text="x", **{"from": "2021-10-01"})])
    case("rename-elsewhere", "a new name outside of the plenary has no effect", [act("rus", 0, "rename", names=name)], ["rus/0"], plenary=False)
    case("rename-without-names", "a new name without a name", [act("rus", 0, "rename")], ["rus/0"])
    case("rename-names", "names that are no texts by language", [act("rus", 0, "rename", names="North"), act("rus", 1, "rename", names={}), act("rus", 2, "rename", names={"en": ""}), act("rus", 3, "rename", names={"EN": "North"}), act("rus", 4, "rename", names={"en": "x" * 513})], [f"rus/{n}" for n in range(5)])
    case("rename-day", "a day that does not exist", [act("rus", 0, "rename", names=name, **{"from": "2021-02-30"})], ["rus/0"])
    case("rename-reference", "a new name refers to nothing", [act("rus", 0, "rename", names=name), act("rus", 1, "rename", re=[["rus", 0, 0]], names=name)], ["rus/1"])
    case("rename-of-another", "a new name is its author's: a field that says whose is none of this kind", [act("rus", 0, "rename", names=name) | {"kept": {"kind": "rename", "at": AT, "names": name, "party": "usa"}}], ["rus/0"])
    both = act("usa", 0, "request", to="rus")
    case("requests-cross", "two requests that cross are two", [ask, both], usa={**none, "sent": 1, "open": 1}, sent=1, open=1)


def plain_text_vectors():
    head = "language: en\nstatus: authentic\n\n"

    def bad(name, what, words):
        add("plain-texts", "bad-" + name, what, "text", {"text": words}, REFUSED)

    def good(name, what, words, form, brackets, numbers=None):
        add("plain-texts", name, what, "text", {"text": words}, {**OK, "form": form, "brackets": brackets, **({"numbers": numbers} if numbers is not None else {})})

    def same(name, what, words, brackets, numbers=None):
        good(name, what, words, words, brackets, numbers)

    for code in (0x202A, 0x202D, 0x2066, 0x2069, 0xFEFF, 0x0007, 0x007F):
        bad(f"character-{code:04x}", f"U+{code:04X} in words", head + "{1} x" + chr(code) + "y\n")
    same("eight-deep", "brackets eight deep", head + "{1} " + "".join(f"[#{n} x " for n in range(1, 8)) + "[#8 x]" + "]" * 7 + "\n", list(range(1, 9)))
    good("not-nfc", "words that are not in NFC are written in it", head + "{1} e\u0301\n", head + "{1} \u00e9\n", [])
    good("spaces", "spaces more than one", head + "{1}  x   y \n", head + "{1} x y\n", [])
    same("escapes", "what stands for itself", head + "{1} \\[x\\] \\\\ a/b [#1 x \\/ y / z]\n", [1])
    same("escaped-signs", "a paragraph that starts with a sign", head + "{1} \\# x\n\n{2} \\= x\n\n{3} \\> x\n", [])
    same("empty-alternative", "one alternative of three without words", head + "{1} [#1 USA: x / RUS: y / CHE:]\n", [1])
    same("opposed-alone", "a bracket with one alternative that somebody wants out", head + "{1} [#1 USA !RUS: x]\n", [1])
    same("heading", "a heading and levels", head + "{1} = x\n\n{2} # x\n\n{3} > # x\n\n{4} >> # x\n", [], {"2": "1", "3": "1.1", "4": "1.1.1"})
