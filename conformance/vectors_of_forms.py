"""Vectors of single forms: names, entries, seals, cuts, standings, keys, notes, trees. Each breaks or keeps one sentence of docs/protocol.md."""

# ruff: noqa: FBT003 - one case a line, so that each kind reads as a table
# fmt: off

from __future__ import annotations

import copy
import hashlib
import re
import struct

import curve
from making import OK, REFUSED, add, b64, raw_input
from talk import AT, bytes_of, keys_of

from detente.record import canonical
from detente.record.charter import format_public_pair, log_id, origin_of
from detente.record.checkpoint import Checkpoint, cosignature_message_mldsa44, format_checkpoint_body, sign_mldsa44
from detente.record.cosignature import cosign_ed25519, cosign_mldsa44
from detente.record.entry import leaves_and_openings, make_entry
from detente.record.limits import LIMITS
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    Note,
    SignatureLine,
    VerifierKey,
    format_note,
    format_signature_line,
    format_vkey,
    key_id,
    parse_note,
    sign_ed25519,
)
from detente.record.standing import make_standing
from detente.record.tree import EMPTY_ROOT, consistency_proof, inclusion_proof, leaf_hash, root_of

LARGEST, LARGEST_SIZE = 2**53 - 1, 2**63 - 1


def form_vectors(talk, other):
    charter_vectors(talk)
    channel_vectors(talk, other)
    entry_vectors()
    destroyed_vectors()
    seal_vectors(talk)
    cut_vectors(other)
    ed25519_vectors()
    certificate_vectors(talk)
    checkpoint_vectors(talk)
    witness_vectors(talk)
    tlog_vectors(talk)
    tree_vectors()


def charter_vectors(talk):
    value = talk.charter.value

    def case(name, what, change, verdict=REFUSED):
        changed = copy.deepcopy(value)
        change(changed)
        add("ids", ("bad-" if verdict is REFUSED else "") + "charter-" + name, what, "charter", raw_input(canonical.encode(changed)), verdict)

    def party(name, what, verdict=REFUSED, **change):
        case("party-" + name, what, lambda v: v["parties"]["usa"].update(change), verdict)

    def root(name, what, verdict=REFUSED, **change):
        case("root-" + name, what, lambda v: v["parties"]["usa"]["root"].update(change), verdict)

    for name, what, change in (
        ("no-names", "names in no language", {"names": {}}), ("name-empty", "an empty name", {"names": {"en": ""}}), ("name-number", "a name that is a number", {"names": {"en": 1}}),
        ("language-of-name", "a name by no language", {"names": {"English": "Talks"}}), ("purpose-empty", "an empty text", {"purpose": {"en": ""}}),
        ("aliases-list", "aliases that are a list", {"aliases": []}), ("alias-text", "an alias that is no list", {"aliases": {"en": "SSD"}}), ("alias-empty", "an empty alias", {"aliases": {"en": [""]}}),
        ("alias-language", "an alias by no language", {"aliases": {"E": []}}), ("mandate-text", "a mandate that is a text", {"mandate": "x"}), ("terms-list", "terms that are a list", {"terms": []}),
        ("no-languages", "no languages", {"languages": []}), ("languages-text", "languages that are a text", {"languages": "en"}), ("language-capital", "a language with a capital", {"languages": ["En"]}),
        ("language-long", "a language of four letters", {"languages": ["engl"]}), ("language-part", "a part of one letter", {"languages": ["en-x"]}), ("k-short", "`k` of 31 bytes", {"k": b64(bytes(31))}),
        ("nonce-number", "a nonce that is a number", {"nonce": 1}), ("rules-0", "rules 0", {"rules": 0}), ("rules-65536", "rules beyond 16 bits", {"rules": 65536}),
        ("seal-every-0", "a seal every 0 entries", {"seal_every": 0}), ("seal-every-4097", "more entries than a pouch holds", {"seal_every": 4097}), ("seal-every-true", "true is not 1", {"seal_every": True}),
        ("exercise-null", "null is not false", {"exercise": None}), ("parties-list", "parties that are a list", {"parties": []}),
    ):
        case(name, what, lambda v, change=change: v.update(change))
    case("parties-text", "a party that is a text", lambda v: v["parties"].update(usa="usa"))
    case("base64-line-break", "base64 with a line break", lambda v: v.update(nonce=v["nonce"][:20] + "\n" + v["nonce"][20:]))
    case("base64-url", "base64 of the other alphabet", lambda v: v.update(nonce=b64(b"\xff" * 32).replace("/", "_")))
    case("party-33", "a party id of 33 characters", lambda v: v["parties"].update({"a" * 33: v["parties"].pop("usa")}))
    party("no-names", "a party without a name", names={})
    party("unknown-member", "an unknown member of a party", more=1)
    party("next-short", "`next` of 31 bytes", next=b64(bytes(31)))
    party("notice-short", "`notice` of 31 bytes", notice=b64(bytes(31)))
    party("recipients-65", "65 recipients", recipients=["age1"] * 65)
    party("recipient-space", "a recipient with a space", recipients=["age1 usa"])
    party("recipient-empty", "an empty recipient", recipients=[""])
    party("recipient-not-ascii", "a recipient that is not ASCII", recipients=["agé1"])
    party("recipient-4097", "a recipient of 4,097 characters", recipients=["a" * 4097])
    root("unknown-member", "an unknown member of a pair", more=1)
    root("ed25519-short", "an Ed25519 key of 31 bytes", ed25519=b64(bytes_of("short")[:31]))
    root("mldsa44-short", "an ML-DSA-44 key of 1,311 bytes", mldsa44=b64(bytes(1311)))
    root("one-ed25519-key", "two parties with one Ed25519 key", ed25519=value["parties"]["rus"]["root"]["ed25519"])
    root("one-mldsa44-key", "two parties with one ML-DSA-44 key", mldsa44=value["parties"]["rus"]["root"]["mldsa44"])
    for number, point in enumerate(curve.SMALL):
        root(f"small-order-{number}", "an Ed25519 key of small order", ed25519=b64(curve.encode(point)))
    no_point = next(y for y in range(2, 99) if curve.with_y(y) is None)
    root("no-point", "an Ed25519 key that is no point of the curve: not found here, no signature verifies under it", OK, ed25519=b64(no_point.to_bytes(32, "little")))
    party("allowed", "64 recipients, one of them twice, one of 4,096 characters, one of a type that nobody knows", OK, recipients=["age1", "age1", "later!~"] + ["a" * 4096] + ["x"] * 60)
    case("allowed", "empty and repeated where that is allowed", lambda v: v.update(aliases={"en": [], "zh-Hant": ["x", "x"]}, languages=["en", "en", "sr-Latn-RS"], mandate={"a": 1}, rules=65535, seal_every=1), OK)
    case("party-32", "a party id of 32 characters", lambda v: v["parties"].update({"a" + "_9" * 15 + "z": v["parties"].pop("usa")}), OK)
    raw = canonical.encode({**value, "terms": {"a": ""}})
    for name, what, size, verdict in (("1-mib", "a charter of 1 MiB", LIMITS.charter_bytes, OK), ("above-1-mib", "a byte more", LIMITS.charter_bytes + 1, REFUSED)):
        case(name, what, lambda v, size=size: v.update(terms={"a": "x" * (size - len(raw))}), verdict)
    case("depth-8", "eight containers inside containers", lambda v: v.update(terms={"a": [[[[[[]]]]]]}), OK)


def channel_vectors(talk, other):
    def bad(name, what, change=None, drop=None):
        value = {**other.channel.value, **(change or {})}
        value.pop(drop, None)
        add("ids", "bad-channel-" + name, what, "channel", {"charter": other.charter.raw.decode(), "channel": value}, REFUSED)

    bad("unknown-member", "an unknown member", {"more": 1})
    bad("missing-member", "no `kind`", drop="kind")
    bad("nonce-short", "a nonce of 31 bytes", {"nonce": b64(bytes(31))})
    bad("name-short", "a name of 31 bytes", {"name": b64(bytes(31))})
    bad("k-short", "`k` of 31 bytes", {"k": b64(bytes(31))})
    bad("kind-capital", "a kind with a capital", {"kind": "Group"})
    bad("kind-33", "a kind of 33 characters", {"kind": "a" * 33})
    bad("kind-number", "a kind that is a number", {"kind": 1})
    bad("member-twice", "a member twice", {"members": ["rus", "rus", "usa"]})
    bad("members-text", "members that are a text", {"members": "rususa"})
    bad("version-2", "another version", {"v": 2})
    base = {"dialogue": talk.charter.id, "channel": talk.channel.id, "party": "rus", "generation": 0}

    def log(name, what, **change):
        add("ids", "bad-log-" + name, what, "log", {**base, **change}, REFUSED)

    log("dialogue-capitals", "an id in capitals", dialogue="AB" * 32)
    log("dialogue-short", "an id of 63 digits", dialogue="0" * 63)
    log("channel-long", "an id of 65 digits", channel="0" * 65)
    log("generation-negative", "a generation below 0", generation=-1)
    log("generation-2-53", "a generation of 2^53", generation=2**53)
    log("generation-true", "true is not 1", generation=True)
    name = log_id(base["dialogue"], base["channel"], "rus", LARGEST)
    add("ids", "log-largest-generation", "the largest generation that a log id may have", "log", {**base, "generation": LARGEST}, {**OK, "log": name, "origin": origin_of(name)})


SECRET = b"\x01" * 32
ACT = {"kind": "request", "at": AT, "to": "usa"}


def whole(fields, secret=SECRET):
    return canonical.encode(["e", b64(secret), fields]).decode()


def bad_entry(name, what, line):
    add("entries", "bad-" + name, what, "entry", {"line": line}, REFUSED)


def entry_vectors():
    def good(name, what, fields):
        entry = make_entry(SECRET, fields)
        add("entries", name, what, "entry", {"line": entry.line.decode()}, {**OK, "leaf": b64(entry.leaf), "kept": sorted(entry.kept), "destroyed": False})

    good("re-no-party-id", "references to a party that is none, twice the same: refused neither here nor by a node", {**ACT, "re": [["No party", 0, 0]] * 2})
    good("re-largest", "the largest numbers of a reference", {**ACT, "re": [["rus", LARGEST, LARGEST]]})
    good("by-empty-delegate", "a delegate whose id is empty", {**ACT, "by": {"delegate": "", "ed25519": b64(bytes(64))}})
    good("destroyable-by-code-point", "names sorted by code point", {**ACT, "a": 1, "a/1": 2, "a1": 3, "a_": 4, "destroyable": [8, ["a", "a/1", "a1", "a_"]]})
    good("field-name-longest", "the longest name of a field", {**ACT, "a" * 32 + "/" + "_" * 32: 1})
    good("kind-longest", "the longest kind", {**ACT, "kind": "a" * 32})
    good("year-9999", "the last second of a time", {**ACT, "at": "9999-12-31T23:59:59Z"})
    good("file-of-another-form", "a field file/.. that names no attachment", {**ACT, "file/0001": {"blob": "x"}})
    seal = {"kind": "seal", "at": AT}  # 64 fields of 16 KiB are less than 1 MiB: only a seal could have a longer line
    per, more = divmod(LIMITS.line_bytes - len(whole({**seal, **{f"x/{i}": "" for i in range(100, 200)}})), 100)
    for name, what, extra in (("line-1-mib", "a line of 1 MiB", 0), ("line-above-1-mib", "a byte more", 1)):
        fields = {**seal, **{f"x/{i}": "x" * (per + (more + extra if i == 199 else 0)) for i in range(100, 200)}}
        assert len(whole(fields)) == LIMITS.line_bytes + extra
        if extra:
            bad_entry(name, what, whole(fields))
        else:
            good(name, what, fields)

    for name, what, fields in (
        ("no-fields", "no fields", {}), ("seal-513-fields", "one field more than a seal may have", {"kind": "seal", "at": AT, **{f"x/{i:04}": i for i in range(511)}}),
        ("kind-number", "a kind that is a number", {**ACT, "kind": 1}), ("kind-33", "a kind of 33 characters", {**ACT, "kind": "a" * 33}), ("kind-slash", "a kind with a slash", {**ACT, "kind": "a/b"}),
        ("time-number", "a time that is a number", {**ACT, "at": 1}), ("time-null", "null is not absent", {**ACT, "at": None}), ("time-minute-60", "minute 60", {**ACT, "at": "2021-09-30T08:60:00Z"}),
        ("time-second-60", "second 60 in a minute without a leap second", {**ACT, "at": "2021-09-30T08:00:60Z"}), ("time-month-13", "month 13", {**ACT, "at": "2021-13-01T00:00:00Z"}),
        ("field-name-digit", "a field name that starts with a digit", {**ACT, "1a": 1}), ("field-name-empty", "an empty field name", {**ACT, "": 1}),
        ("field-name-slash-last", "a field name that ends with a slash", {**ACT, "a/": 1}), ("field-name-part-33", "a second part of 33 characters", {**ACT, "a/" + "b" * 33: 1}),
        ("re-text", "`re` is a text", {**ACT, "re": "rus/0/1"}), ("re-null", "null is not absent", {**ACT, "re": None}), ("re-pair", "a reference of two", {**ACT, "re": [["rus", 0]]}),
        ("re-party-number", "a party that is no text", {**ACT, "re": [[1, 0, 0]]}), ("re-2-53", "a reference of 2^53", None),
        ("by-text", "`by` is a text", {**ACT, "by": "d1"}), ("by-more", "an unknown member of `by`", {**ACT, "by": {"delegate": "x", "ed25519": b64(bytes(64)), "more": 1}}),
        ("by-delegate-number", "a delegate that is a number", {**ACT, "by": {"delegate": 1, "ed25519": b64(bytes(64))}}),
        ("destroyable-true", "true is not 1", {**ACT, "destroyable": [True, ["to"]]}), ("destroyable-names", "names that are a text", {**ACT, "destroyable": [4, "to"]}),
        ("destroyable-three", "a list of three", {**ACT, "destroyable": [4, ["to"], 1]}), ("destroyable-twice", "a name twice", {**ACT, "destroyable": [4, ["to", "to"]]}),
        ("destroyable-number", "a name that is a number", {**ACT, "destroyable": [4, [1]]}), ("destroyable-at", "the time may not be destroyed", {**ACT, "destroyable": [4, ["at"]]}),
        ("destroyable-re", "nor the references", {**ACT, "re": [["rus", 0, 0]], "destroyable": [5, ["re"]]}), ("destroyable-by", "nor `by`", {**ACT, "by": {"delegate": "", "ed25519": b64(bytes(64))}, "destroyable": [5, ["by"]]}),
    ):
        if fields is not None:
            bad_entry(name, what, whole(fields))
    bad_entry("re-2-53", "a reference of 2^53", whole({**ACT, "re": [["rus", 0, 7777777]]}).replace("7777777", str(2**53)))
    bad_entry("secret-long", "a secret of 33 bytes", whole(ACT, bytes(33)))
    bad_entry("secret-line-break", "base64 with a line break", whole(ACT).replace("AQEB", "AQEB\\n", 1))
    bad_entry("secret-not-ascii", "base64 with a letter that is not ASCII", whole(ACT).replace("AQEB", "AQE\u0661", 1))
    bad_entry("secret-number", "a secret that is a number", f'["e",1,{canonical.encode(ACT).decode()}]')
    bad_entry("fields-list", "fields that are a list", f'["e","{b64(SECRET)}",[]]')
    bad_entry("four", "a list of four", whole(ACT)[:-1] + ",1]")
    bad_entry("object", "an object", canonical.encode(ACT).decode())


def destroyed_vectors():
    body = make_entry(SECRET, {**ACT, "subject": "x", "text": "y", "destroyable": [6, ["subject", "text"]]})
    leaves, openings = leaves_and_openings(body)
    kept = [[o.name, b64(o.salt), o.value] for o in openings if o.name in body.kept]
    hashes = [b64(leaf) for leaf in leaves]

    def bad(name, what, hashes=hashes, openings=kept):
        bad_entry("destroyed-" + name, what, canonical.encode(["p", hashes, openings]).decode())

    bad("sixteen-hashes", "sixteen hashes of an entry that says to have six fields", [*hashes, *hashes])
    bad("hash-number", "a hash that is a number", [*hashes[:7], 1])
    bad("hash-spelling", "a second spelling of a hash", [*hashes[:7], hashes[7].rstrip("=")])
    bad("hashes-text", "hashes that are a text", hashes[0])
    bad("openings-object", "openings that are an object", openings={})
    bad("opening-of-two", "an opening of two", openings=[kept[0], kept[1][:2], *kept[2:]])
    bad("salt-short", "a salt of 31 bytes", openings=[*kept[:-1], [kept[-1][0], b64(bytes(31)), kept[-1][2]]])
    bad("salt-number", "a salt that is a number", openings=[*kept[:-1], [kept[-1][0], 1, kept[-1][2]]])
    swapped = [hashes[1], hashes[0], *hashes[2:]]
    bad("hashes-swapped", "a hash that stands before the one of the opening before", swapped)
    made = Made({"at": AT, "kind": "request", "destroyable": [5, ["a", "Überschrift"]]}, 5)
    entry = made.line()
    said = {**OK, "leaf": b64(made.leaf), "kept": ["at", "destroyable", "kind"], "destroyed": True}
    add("entries", "destroyed-name-of-no-field", "in destroyed form nothing is checked of the names of what is gone", "entry", {"line": entry}, said)
    for name, what, fields, count in (
        ("count-low", "fewer fields than are open", {"at": AT, "kind": "request", "destroyable": [3, ["text"]]}, 3), ("count-high", "more fields than are open or gone", {"at": AT, "kind": "request", "destroyable": [6, ["text"]]}, 6),
        ("count-65", "65 fields", {"at": AT, "kind": "request", "destroyable": [65, [f"x/{i:03}" for i in range(62)]]}, 65), ("no-destroyable", "`destroyable` is hidden too", {"at": AT, "kind": "request"}, 5),
        ("no-time", "no time", {"kind": "request", "destroyable": [3, ["text"]]}, 3), ("field-name", "an opening with a name that no field has", {"At": 1, "at": AT, "kind": "request", "destroyable": [5, ["text"]]}, 5),
        ("value-too-large", "a value of 16,385 bytes", {"at": AT, "kind": "request", "destroyable": [5, ["text"]], "to": "x" * 16383}, 5), ("depth-9", "a value of nine containers", {"at": AT, "kind": "request", "destroyable": [5, ["text"]], "to": [[[[[[[[[]]]]]]]]]}, 5),
        ("names-itself", "names what is open", {"at": AT, "kind": "request", "destroyable": [4, ["kind"]]}, 4), ("re-empty", "no reference in `re`", {"at": AT, "kind": "request", "destroyable": [5, ["text"]], "re": []}, 5),
    ):
        bad_entry("destroyed-" + name, what, Made(fields, count).line())


class Made:
    """An entry in destroyed form whose hidden hashes its author built by hand."""

    def __init__(self, fields, count):
        self.opened = [[name, bytes_of("salt", name), fields[name]] for name in sorted(fields)]
        hashes = [_field_hash(*opened) for opened in self.opened]
        padded = max(8, -(-count // 8) * 8)
        self.hashes = hashes + [bytes_of("hidden", i) for i in range(padded - len(hashes))]
        self.leaf = leaf_hash(b"detente/v1/entry\n" + b"".join(self.hashes))

    def line(self):
        openings = [[name, b64(salt), value] for name, salt, value in self.opened]
        return canonical.encode(["p", [b64(each) for each in self.hashes], openings]).decode()


def _field_hash(name, salt, value):
    return hashlib.sha256(b"detente/v1/field\n" + bytes([len(name)]) + name.encode() + salt + canonical.encode(value)).digest()


def seal_vectors(talk):
    good = talk.log("rus").entries[-1].fields
    root = good["prev"][1]
    add("seals", "own-older-generation", "a seal that names heads of several generations of its own party and of another", "seal", {"fields": {**good, "seen/rus": [[0, 2, root], [7, 2, root]], "seen/usa": [[0, 2, root], [LARGEST, 2, root]]}}, OK)
    for name, what, change in (
        ("kind", "no seal", {"kind": "request"}), ("prev-three", "a head of three", {"prev": [2, root, 1]}), ("prev-text", "a head that is a text", {"prev": root}), ("prev-negative", "a size below 0", {"prev": [-1, root]}),
        ("prev-root-short", "a root of 31 bytes", {"prev": [2, b64(bytes(31))]}), ("seen-pair", "a head without a generation", {"seen/usa": [[2, root]]}), ("seen-object", "heads that are an object", {"seen/usa": {}}),
        ("seen-generation-true", "true is not 1", {"seen/usa": [[True, 2, root]]}), ("seen-generation-negative", "a generation below 0", {"seen/usa": [[-1, 2, root]]}), ("seen-root-spelling", "a second spelling", {"seen/usa": [[0, 2, root.rstrip("=")]]}),
        ("attest-one", "a pair of one", {"attest": [[root]]}), ("attest-text", "a text", {"attest": root}), ("attest-short", "a cut of 31 bytes", {"attest": [[b64(bytes(31)), root]]}), ("attest-null", "null is not absent", {"attest": None}),
        ("standing-short", "a standing of 31 bytes", {"standing": b64(bytes(31))}), ("cut-number", "a cut that is a number", {"cut": 1}), ("destroyable", "nothing of a seal may be destroyed", {"destroyable": [7, ["cut"]]}),
        ("by", "a seal is signed by no delegate", {"by": {"delegate": "x", "ed25519": b64(bytes(64))}}),
    ):
        add("seals", "bad-" + name, what, "seal", {"fields": {**good, **change}}, REFUSED)


def cut_vectors(other):
    value = other.log("rus").sealed[-1].cut.value

    def bad(name, what, change):
        changed = copy.deepcopy(value)
        change(changed)
        add("cuts", "bad-" + name, what, "cut", {"cut": changed}, REFUSED)

    def row(name, what, place, new):
        bad(name, what, lambda v: v["logs"][0].__setitem__(place, new))

    bad("missing-member", "no channel", lambda v: v.pop("channel"))
    bad("dialogue-capitals", "an id in capitals", lambda v: v.update(dialogue="AB" * 32))
    bad("channel-number", "an id that is a number", lambda v: v.update(channel=1))
    bad("logs-object", "rows that are an object", lambda v: v.update(logs={}))
    row("party", "no party id", 0, "Rus")
    row("generation-true", "false is not 0", 1, False)
    row("acts-true", "true is not 1", 2, True)
    row("size-negative", "a size below 0", 3, -1)
    row("root-short", "a root of 31 bytes", 4, b64(bytes(31)))
    row("root-spelling", "a second spelling", 4, value["logs"][0][4].rstrip("="))
    for name, what, sections in (("depth-16", "a value of sixteen containers", [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]), ("long", "a value of 100,000 characters", "x" * 100000)):
        standing = make_standing(bytes_of("k"), bytes_of("cut"), 1, {"a": sections})
        add("standings", name, what, "standing", {"k": b64(bytes_of("k")), "cut": b64(bytes_of("cut")), "rules": 1, "sections": {"a": sections}}, {**OK, "digest": b64(standing.digest)})
    base = {"k": b64(bytes_of("k")), "cut": b64(bytes_of("cut")), "rules": 1, "sections": {"a": 1}}
    for name, what, change in (
        ("depth-17", "a value of seventeen containers", {"sections": {"a": [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}}), ("name-two-slashes", "no name of a section", {"sections": {"a/b/c": 1}}),
        ("k-short", "a secret of 31 bytes", {"k": b64(bytes(31))}), ("cut-short", "a cut of 31 bytes", {"cut": b64(bytes(31))}), ("fraction", "a value that is no JSON of ours", {"sections": {"a": 1.5}}),
    ):
        add("standings", "bad-" + name, what, "standing", {**base, **change}, REFUSED)


def ed25519_vectors():
    def case(name, what, key, signature, message):
        add("ed25519", "bad-" + name, what, "ed25519", {"key": b64(key), "signature": b64(signature), "message": b64(message)}, REFUSED)

    a, r = (int.from_bytes(bytes_of("small", label), "little") % curve.ORDER for label in "ar")
    nonce = curve.encode(curve.times(r, curve.BASE))
    for number, point in enumerate(curve.SMALL):
        key = curve.encode(point)
        message = next(m for m in (b"%d" % i for i in range(999)) if curve.challenge(nonce, key, m) % 8 == 0)
        case(f"a-of-small-order-{number}", "A of small order, [S]B = R + [k]A", key, nonce + r.to_bytes(32, "little"), message)
    for number, point in enumerate(curve.SMALL):
        # A = [a]B plus a point of order 8, and k such that [k] of that point takes R away again
        key, small = curve.encode(curve.plus(curve.times(a, curve.BASE), curve.SMALL[1])), curve.encode(point)
        message = next(m for m in (b"%d" % i for i in range(999)) if (number + curve.challenge(small, key, m)) % 8 == 0)
        s = curve.challenge(small, key, message) * a % curve.ORDER
        case(f"r-of-small-order-{number}", "R of small order, [S]B = R + [k]A", key, small + s.to_bytes(32, "little"), message)
    signer = keys_of("ed25519").ed25519
    good = signer.sign(b"detente")
    case("key-long", "a key of 33 bytes", signer.public_key + b"\0", good, b"detente")
    case("key-minus-one-with-sign", "y = -1, x = 0 with the sign bit", bytes.fromhex("ec" + "ff" * 31), good, b"detente")
    case("long", "65 bytes", signer.public_key, good + b"\0", b"detente")
    case("s-of-order", "S = L", signer.public_key, good[:32] + curve.ORDER.to_bytes(32, "little"), b"detente")
    no_point = next(y for y in range(2, 99) if curve.with_y(y) is None).to_bytes(32, "little")
    case("key-no-point", "A is no point of the curve", no_point, good, b"detente")


def certificate_vectors(talk):
    log, root = talk.log("rus"), talk.roots["rus"]
    base = {"root": format_public_pair(root.public), "log": log.id}
    inner = log.certs[0]["cert"]

    def signed(changed, **outer):
        message = b"detente/v1/cert\n" + canonical.encode(changed)
        return {"cert": changed, "ed25519": b64(root.ed25519.sign(message)), "mldsa44": b64(root.mldsa44.sign(message, b"detente/v1/cert")), **outer}

    def bad(name, what, cert):
        add("certificates", "bad-" + name, what, "certificate", {**base, "cert": cert}, REFUSED)

    add("certificates", "largest", "a certificate from 2^53-1", "certificate", {**base, "cert": signed({**inner, "from": LARGEST})}, {**OK, "from": LARGEST})
    bad("root-ed25519-key", "the Ed25519 key of the root that certifies it, rightly signed", signed({**inner, "ed25519": b64(root.public.ed25519)}))
    bad("root-mldsa44-key", "the ML-DSA-44 key of the root that certifies it, rightly signed", signed({**inner, "mldsa44": b64(root.public.mldsa44)}))
    bad("mldsa44-key-short", "an ML-DSA-44 key of 1,311 bytes, rightly signed", signed({**inner, "mldsa44": b64(bytes(1311))}))
    bad("log-capitals", "a log id in capitals, rightly signed", signed({**inner, "log": log.id.upper()}))
    bad("missing-member", "no role, rightly signed", signed({k: v for k, v in inner.items() if k != "role"}))
    bad("key-spelling", "a second spelling of a key, rightly signed", signed({**inner, "ed25519": inner["ed25519"].rstrip("=")}))
    bad("key-number", "a key that is a number, rightly signed", signed({**inner, "ed25519": 1}))
    bad("signature-number", "a signature that is a number", {**signed(inner), "ed25519": 1})
    bad("signature-spelling", "a second spelling of a signature", {**signed(inner), "ed25519": signed(inner)["ed25519"].rstrip("=")})
    bad("mldsa44-short", "an ML-DSA-44 signature of 2,419 bytes", {**signed(inner), "mldsa44": b64(bytes(2419))})
    bad("mldsa44-signature", "the ML-DSA-44 signature of another message", {**signed(inner), "mldsa44": b64(root.mldsa44.sign(b"x", b"detente/v1/cert"))})
    bad("only-ed25519", "no ML-DSA-44 signature", {k: v for k, v in signed(inner).items() if k != "mldsa44"})
    bad("text", "a text", "cert")


def checkpoint_vectors(talk):
    log = talk.log("rus")
    own, origin = log.keys[0], origin_of(log.id)
    base = {"keys": format_public_pair(own.public), "origin": origin}

    def note(body, checkpoint, origin=origin):
        return format_note(Note(body, (sign_ed25519(origin, own.ed25519, body), sign_mldsa44(origin, own.mldsa44, checkpoint)))).decode()

    def sized(size, root=None):
        checkpoint = Checkpoint(origin, size, root or bytes_of("root"))
        return note(b"%b\n%d\n%b\n" % (origin.encode(), size, b64(checkpoint.root).encode()), Checkpoint(origin, min(size, LARGEST_SIZE), checkpoint.root))

    def bad(name, what, text):
        add("checkpoints", "bad-" + name, what, "checkpoint", {**base, "note": text}, REFUSED)

    add("checkpoints", "largest-size", "a size of 2^63-1", "checkpoint", {**base, "note": sized(LARGEST_SIZE)}, {**OK, "size": str(LARGEST_SIZE)})
    add("checkpoints", "empty", "an empty log", "checkpoint", {**base, "note": sized(0, EMPTY_ROOT)}, {**OK, "size": 0})
    bad("size-2-63", "a size of 2^63, rightly signed but for ML-DSA-44, which cannot", sized(LARGEST_SIZE + 1))
    bad("size-0-root", "size 0 with another root than that of the empty tree, rightly signed", sized(0))
    sealed = log.sealed[0]
    body, (first, second) = parse_note(sealed.note).text, parse_note(sealed.note).signatures
    checkpoint = Checkpoint(origin, sealed.head.size, sealed.head.root)

    def lines(*lines):
        return body.decode() + "\n" + "".join(format_signature_line(line).decode() for line in lines)

    bad("ed25519-key-id", "the key id of another key, rightly signed", lines(SignatureLine(origin, b"\0\0\0\0", first.signature), second))
    bad("mldsa44-key-id", "the key id of another key, rightly signed", lines(first, SignatureLine(origin, b"\0\0\0\0", second.signature)))
    bad("mldsa44-other-root", "the ML-DSA-44 signature of another root", lines(first, sign_mldsa44(origin, own.mldsa44, checkpoint._replace(root=bytes(32)))))
    bad("ed25519-short", "an Ed25519 signature of 63 bytes", lines(SignatureLine(origin, first.key_id, first.signature[:-1]), second))
    bad("mldsa44-short", "an ML-DSA-44 signature of 2,419 bytes", lines(first, SignatureLine(origin, second.key_id, second.signature[:-1])))
    message = cosignature_message_mldsa44(origin, 0, origin, 0, checkpoint.size, checkpoint.root)
    context = SignatureLine(origin, second.key_id, bytes(8) + own.mldsa44.sign(message, b"detente/v1/cert"))
    bad("mldsa44-context", "an ML-DSA-44 signature with a context", lines(first, context))
    two = body.decode().split("\n")
    for name, what, text in (("two-lines", "a body of two lines", f"{two[0]}\n{two[1]}\n"), ("root-short", "a root of 31 bytes", f"{two[0]}\n{two[1]}\n{b64(bytes(31))}\n"), ("root-spelling", "a second spelling", body.decode().replace("=\n", "\n"))):
        bad(name, what + ", rightly signed", note(text.encode(), checkpoint))
    raw = lines(first, second).encode().replace(b"\n\n", b"\xff\n\n", 1)
    add("checkpoints", "bad-not-utf-8", "not UTF-8", "checkpoint", {**base, "note_b64": b64(raw)}, REFUSED)
    bad("control-character", "a control character", lines(first, second).replace("\n\n", "\n\x01\n\n", 1))
    long = "o" * 256
    add("checkpoints", "bad-origin-256", "an origin of 256 bytes", "checkpoint", {**base, "origin": long, "note": lines(first, second).replace(origin, long)}, REFUSED)


def witness_vectors(talk):
    log = talk.log("rus")
    checkpoint = Checkpoint(origin_of(log.id), log.sealed[0].head.size, log.sealed[0].head.root)
    body = format_checkpoint_body(checkpoint)
    keys = keys_of("witness")

    def value(key, line):
        return {"vkey": format_vkey(key), "line": format_signature_line(line).decode().removesuffix("\n"), "body": body.decode()}

    def one(name):
        return VerifierKey(name, COSIGNATURE_ED25519, keys.ed25519.public_key)

    def good(name, what, key_name, time=1632988800):
        add("witnesses", name, what, "cosignature", value(one(key_name), cosign_ed25519(key_name, keys.ed25519, body, time)), {**OK, "time": time if time <= LARGEST else str(time)})

    good("largest-time", "a time of 2^63-1", "host.example/w", LARGEST_SIZE)
    good("name-255", "a key name of 255 bytes", "é" * 127 + "x")
    good("name-delete", "U+007F in a key name", "w\x7f")
    good("name-u-0080", "U+0080 in a key name", "w\x80")
    ed, ml = one("host.example/w"), VerifierKey("host.example/w", COSIGNATURE_MLDSA44, keys.mldsa44.public_key)
    lines = {"ed25519": (ed, cosign_ed25519(ed.name, keys.ed25519, body, 7)), "mldsa44": (ml, cosign_mldsa44(ml.name, keys.mldsa44, body, 7))}
    base = value(*lines["ed25519"])

    def bad(name, what, **change):
        add("witnesses", "bad-" + name, what, "cosignature", {**base, **change}, REFUSED)

    for kind, (key, line) in lines.items():
        def changed(line_change, key=key, line=line):
            return value(key, SignatureLine(line.name, line.key_id, line_change(line.signature)))

        bad(kind + "-other-time", "another time than was signed", **changed(lambda s: struct.pack(">Q", 8) + s[8:]))
        bad(kind + "-time-2-63", "a time of 2^63", **changed(lambda s: struct.pack(">Q", 2**63) + s[8:]))
        bad(kind + "-short", "a byte less", **changed(lambda s: s[:-1]))
        bad(kind + "-line-key-id", "a line with another key id", **value(key, SignatureLine(line.name, b"\0\0\0\0", line.signature)))
        other = SignatureLine("other", key_id("other", key.type, key.public), line.signature)
        bad(kind + "-line-name", "a line with another name", **value(key, other))
    bad("mldsa44-other-name", "the signature of another name, of the same key", **value(ml, SignatureLine(ml.name, ml.key_id, cosign_mldsa44("other", keys.mldsa44, body, 7).signature)))
    for name, what, time, text in (
        ("time-0-signed", "a time of 0, rightly signed", 0, body), ("time-2-63-signed", "a time of 2^63, rightly signed", 2**63, body), ("origin-256", "an origin of 256 bytes, rightly signed", 7, b"o" * 256 + body[body.index(b"\n"):]),
        ("origin-empty", "an empty origin, rightly signed", 7, body[body.index(b"\n"):]), ("origin-control", "a control character in an origin, rightly signed", 7, b"o\x01" + body[body.index(b"\n"):]), ("four-lines-signed", "an extension line, rightly signed", 7, body + b"more\n"),
    ):
        signature = struct.pack(">Q", time) + keys.ed25519.sign(b"cosignature/v1\ntime %d\n" % time + text)
        bad(name, what, **{**value(ed, SignatureLine(ed.name, ed.key_id, signature)), "body": text.decode()})
    plain = format_vkey(VerifierKey("host.example/w", 1, keys.ed25519.public_key))
    bad("type-1", "a key that signs no cosignatures", vkey=plain)
    small = "host.example/w+" + key_id("host.example/w", 4, curve.encode(curve.SMALL[1])).hex() + "+" + b64(b"\4" + curve.encode(curve.SMALL[1]))
    bad("key-of-small-order", "an unsound Ed25519 key", vkey=small)
    for name, what, kind, public in (("key-short", "a key of 31 bytes", 4, bytes(31)), ("key-type", "an unknown type", 2, keys.ed25519.public_key)):
        bad(name, what, vkey=f"w+{key_id('w', kind, public).hex()}+{b64(bytes([kind]) + public)}")
    bad("key-none", "no key", vkey="w+" + "0" * 8 + "+")
    bad("vkey-two-parts", "two parts", vkey="host.example/w+" + ed.key_id.hex())
    bad("vkey-capitals", "a key id in capitals", vkey=re.sub(r"\+[0-9a-f]{8}\+", lambda m: m[0].upper(), base["vkey"]))
    bad("vkey-spelling", "a second spelling of the key", **{**value(*lines["mldsa44"]), "vkey": format_vkey(ml).rstrip("=")})
    for name, text in (("empty", ""), ("256", "x" * 256), ("space", "a b"), ("plus", "a+b"), ("u-0085", "a\x85"), ("u-00a0", "a\xa0"), ("u-1680", "a\u1680"), ("u-2003", "a\u2003"), ("u-2028", "a\u2028"), ("u-202f", "a\u202f"), ("u-205f", "a\u205f"), ("u-3000", "a\u3000"), ("control", "a\x1f")):
        public = keys.ed25519.public_key
        identifier = hashlib.sha256(text.encode() + b"\n\x04" + public).digest()[:4]
        signature = cosign_ed25519("w", keys.ed25519, body, 7).signature
        bad("name-" + name, "no key name: " + ascii(text[:9]), vkey=f"{text}+{identifier.hex()}+{b64(bytes([4]) + public)}", line=f"\u2014 {text} {b64(identifier + signature)}")
    bad("line-no-signature", "a key id and no signature", line=f"\u2014 {ed.name} {b64(ed.key_id)}")
    bad("line-two-spaces", "two spaces", line=base["line"].replace("w ", "w  "))
    bad("line-spelling", "base64 in a second spelling", line=base["line"].rstrip("="))
    bad("body-four-lines", "an extension line", body=base["body"] + "more\n")
    bad("body-no-line-feed", "the last LF is missing", body=base["body"][:-1])


def tlog_vectors(talk):
    log = talk.log("rus")
    sealed = log.sealed[1]
    own = parse_note(sealed.note)
    keys = keys_of("witness")
    witness = VerifierKey("host.example/w", COSIGNATURE_ED25519, keys.ed25519.public_key)
    lines = [cosign_ed25519(witness.name, keys.ed25519, own.text, time) for time in (9, 7, 8)]
    path = [b64(node) for node in inclusion_proof(log.leaves, 2, sealed.head.size)]
    base = {"leaf": b64(log.leaves[2]), "keys": format_public_pair(log.keys[0].public), "origin": origin_of(log.id), "witnesses": [format_vkey(witness)]}

    def text(path=path, note=own, extra="", index="index 2\n", end="\n"):
        return "c2sp.org/tlog-proof@v1\n" + extra + index + "".join(node + "\n" for node in path) + end + format_note(note).decode()

    def case(name, what, proof, verdict=REFUSED):
        add("tlog-proofs", ("bad-" if verdict is REFUSED else "") + name, what, "tlog-proof", {**base, "proof": proof}, verdict)

    case("extra-empty", "`extra` of zero bytes", text(extra="extra \n"), {**OK, "witnessed": []})
    case("stranger-does-not-hold", "a line of a witness whom the reader does not know, which does not hold", text(note=Note(own.text, (*own.signatures, SignatureLine("stranger", b"\0\0\0\0", b"x")))), {**OK, "witnessed": []})
    case("extra-spelling", "`extra` in a second spelling", text(extra="extra QR==\n"))
    case("no-index", "no index", text(index=""))
    case("index-first", "`index` before `extra`", text(index="index 2\nextra QQ==\n"))
    case("extra-twice", "`extra` twice", text(extra="extra QQ==\nextra QQ==\n"))
    case("hash-short", "a hash of 31 bytes", text(path=[*path[:-1], b64(bytes(31))]))
    case("path-longer", "a hash too many", text(path=[*path, path[0]]))
    case("path-64", "64 hashes", text(path=[path[0]] * 64))
    case("no-empty-line", "no empty line after the hashes", text(end=""))
    case("one-line", "the log's Ed25519 line alone", text(note=Note(own.text, own.signatures[:1])))
    case("log-line-does-not-hold", "the log's ML-DSA-44 line of another key", text(note=Note(own.text, (own.signatures[0], parse_note(talk.note("rus", 5, keys=keys_of("x"))).signatures[1]))))
    case("no-last-line-feed", "the last LF is missing", text()[:-1])
    case("earliest-holds-not", "one of two lines of a witness does not hold", text(note=Note(own.text, (*own.signatures, lines[0], SignatureLine(witness.name, witness.key_id, lines[1].signature[:-1] + b"\0")))))
    stranger = SignatureLine("stranger", b"\0\0\0\0", b"\0" * 300)
    case("100-lines", "98 lines of strangers after the log's own", text(note=Note(own.text, (*own.signatures, *[stranger] * (40), lines[0]))), {**OK, "witnessed": [9]})
    plain = format_note(own).decode()
    room = 131072 - len(text(extra="extra \n").encode())
    case("131072-bytes", "as long as a file may be, but for what base64 cannot reach", text(extra=f"extra {b64(bytes(room // 4 * 3))}\n"), {**OK, "witnessed": []})
    case("above-131072-bytes", "four characters more", text(extra=f"extra {b64(bytes(room // 4 * 3 + 3))}\n"))
    case("101-lines", "101 signature lines", text().replace(plain, plain + "\u2014 s AAAAAAA=\n" * 99))
    case("note-33-kib", "a note of more than 32,768 bytes", text().replace(plain, plain + ("\u2014 s " + b64(bytes(3000)) + "\n") * 8))


def tree_vectors():
    leaves = [leaf_hash(bytes([i])) for i in range(13)]
    hashes = [b64(node) for node in consistency_proof(leaves, 6, 13)]
    value = {"old": 6, "new": 13, "proof": hashes, "old_root": b64(root_of(leaves[:6])), "new_root": b64(root_of(leaves))}

    def bad(name, what, **change):
        add("trees", "bad-consistency-" + name, what, "consistency", {**value, **change}, REFUSED)

    bad("6-13-shorter", "a hash too few", proof=hashes[:-1])
    bad("6-13-none", "no hash", proof=[])
    bad("6-13-hash-short", "a hash of 31 bytes", proof=[*hashes[:-1], b64(bytes(31))])
    bad("6-13-new-root", "another new root", new_root=b64(bytes(32)))
    bad("6-13-swapped", "two hashes that changed places", proof=[hashes[1], hashes[0], *hashes[2:]])
    bad("backwards", "a tree that became smaller", old=13, new=6)
    bad("same-size-other-root", "equal sizes, no proof, two roots", old=13, proof=[], old_root=b64(bytes(32)))
    bad("from-0-with-root", "from the empty tree with its root", old=0, proof=[], old_root=b64(EMPTY_ROOT))
    path = [b64(node) for node in inclusion_proof(leaves, 4, 7)]
    value_in = {"leaf": b64(leaves[4]), "index": 4, "size": 7, "proof": path, "root": b64(root_of(leaves[:7]))}
    for name, what, change in (
        ("hash-short", "a hash of 31 bytes", {"proof": [*path[:-1], b64(bytes(31))]}), ("other-leaf", "another leaf", {"leaf": b64(leaves[5])}), ("other-index", "another index", {"index": 5}),
        ("other-root", "another root", {"root": b64(bytes(32))}), ("index-negative", "an index below 0", {"index": -1}), ("leaf-is-node", "a node passed off as a leaf", {"leaf": path[0]}),
    ):
        add("trees", "bad-inclusion-4-of-7-" + name, what, "inclusion", {**value_in, **change}, REFUSED)
