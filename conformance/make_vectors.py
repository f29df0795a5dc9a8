"""Make vectors. By hand only.

    python conformance/make_vectors.py              # look whether our package agrees; write nothing
    python conformance/make_vectors.py --add        # write those that are not there yet, and touch no other
    python conformance/make_vectors.py --all        # write all anew

Everything follows from seeds but the ML-DSA signatures, which are hedged: so writing all anew gives other bytes, and done by habit
would hide that something changed. What each vector expects is written here by hand, from docs/protocol.md; our package must agree
before anything is written.
"""

# ruff: noqa: PLC0415, PLR0915, ARG005, FBT003 - one case a line, so that each kind reads as a table
# fmt: off

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import re
import struct
import zlib

import curve
from making import FOLDER, OK, REFUSED, VECTORS, add, b64, raw_input
from talk import AT, Talk, bytes_of, keys_of
from vectors_of_files import file_vectors
from vectors_of_forms import form_vectors
from vectors_of_proofs import shown_vectors

from detente.record import canonical
from detente.record.charter import format_public_pair, log_id, notice_digest, origin_of, plenary_channel, root_digest
from detente.record.checkpoint import Checkpoint, format_checkpoint_body
from detente.record.container import pack
from detente.record.cosignature import cosign_ed25519, cosign_mldsa44
from detente.record.entry import destroy, leaves_and_openings, make_entry, person_message
from detente.record.evidence import Contradiction, EvidenceAct, evidence_fields
from detente.record.keys import make_certificate
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    Note,
    SignatureLine,
    VerifierKey,
    format_note,
    format_signature_line,
    format_vkey,
    parse_note,
)
from detente.record.pouch import Ask, format_ask, format_pouch
from detente.record.proof import (
    build_entry_proof,
    build_fork_proof,
    build_log_proof,
    build_receipt_proof,
    build_standing_proof,
)
from detente.record.seal import NO_HEAD, LogKey
from detente.record.standing import make_standing
from detente.record.succession import GENERATIONS, Root, make_succession, notice_fields, roots_of, verify_succession
from detente.record.tlog_proof import TlogProof, format_tlog_proof
from detente.record.tree import consistency_proof, inclusion_proof, leaf_hash, root_of

# ---------------------------------------------------------------- canonical JSON


def canonical_vectors():
    good = {
        "null": "null", "true": "true", "zero": "0", "minus-one": "-1", "largest": "9007199254740991", "smallest": "-9007199254740991",
        "empty-object": "{}", "empty-list": "[]", "empty-string": '""', "nested": '{"a":[1,{"b":null}]}', "order": '{"A":1,"B":2,"_":3,"a":4,"aa":5,"b":6}',
        "arabic": '"مُحادَثات"', "not-nfc": '"e\u0301 and é"', "astral": '"😀"', "slash": '"a/b"', "delete": '"\x7f"', "line-separator": '"\u2028\u2029"',
        "short-escapes": '"\\b\\t\\n\\f\\r\\"\\\\"', "control-escapes": '"\\u0001\\u001f"', "proto-key": '{"__proto__":1,"constructor":2}',
        "number-like-keys": '{"1":1,"10":2,"2":3}', "depth-16": "[" * 16 + "]" * 16, "byte-order-mark-inside": '"\ufeff"',
        "noncharacter": '"\uffff"', "key-with-slash": '{"a/1":0}', "bracket-in-text": '"' + "[" * 40 + '"', "long-number-in-text": '"12345678901234567890"',
        "replacement-character": '"\ufffd"', "unassigned": '"\U0001e08f\u0323"', "empty-key": '{"":1}',
    }  # fmt: skip
    for name, text in good.items():
        add("canonical", "good-" + name, "one value in its one form", "canonical", raw_input(text.encode()), OK)
    bad = {
        "empty": b"", "space-before": b" 1", "space-after": b"1 ", "line-feed-after": b"{}\n", "space-inside": b'{"a": 1}', "tab-inside": b"[1,\t2]",
        "two-values": b"1 2", "trailing-comma": b"[1,]", "comment": b"[1/*x*/]", "single-quotes": b"['a']", "unquoted-key": b"{a:1}",
        "fraction": b"1.0", "fraction-inside": b'{"a":[1.5]}', "exponent": b"1e0", "exponent-capital": b"1E2", "minus-zero": b"-0", "leading-zero": b"01",
        "minus-leading-zero": b"-01", "plus": b"+1", "hexadecimal": b"0x10", "underscore": b"1_0", "too-large": b"9007199254740992", "too-small": b"-9007199254740992",
        "beyond-64-bits": b"18446744073709551616", "huge": b"1" + b"0" * 40, "nan": b"NaN", "infinity": b"Infinity", "arabic-digit": "٣".encode(),
        "order-of-keys": b'{"b":1,"a":2}', "order-of-capitals": b'{"a":1,"B":2}', "repeated-key": b'{"a":1,"a":1}', "repeated-key-other-value": b'{"a":1,"a":2}',
        "repeated-key-escaped": b'{"a":1,"\\u0061":2}', "non-ascii-key": '{"é":1}'.encode(), "escaped-non-ascii-key": b'{"\\u00e9":1}',
        "null-in-text": b'"a\\u0000b"', "null-in-key": b'{"\\u0000":1}', "raw-null": b'"a\0b"', "raw-control": b'"a\x01b"', "raw-line-feed": b'"a\nb"',
        "lone-high-surrogate": b'"\\ud800"', "lone-low-surrogate": b'"\\udc00"', "escaped-pair": b'"\\ud83d\\ude00"', "encoded-surrogate": b'"\xed\xa0\x80"',
        "escaped-ascii": b'"\\u0041"', "escaped-slash": b'"a\\/b"', "escaped-arabic": b'"\\u0642"', "capital-hex": b'"\\u001F"', "long-escape-of-line-feed": b'"\\u000a"',
        "escaped-delete": b'"\\u007f"', "unknown-escape": b'"\\x41"', "byte-order-mark": b"\xef\xbb\xbf1", "invalid-utf-8": b'"\xff"', "overlong": b'"\xc0\xaf"',
        "truncated-utf-8": b'"\xd9"', "beyond-unicode": b'"\xf4\x90\x80\x80"', "utf-16": '{"a":1}'.encode("utf-16-le"), "depth-17": b"[" * 17 + b"]" * 17,
        "depth-17-objects": b'{"a":' * 17 + b"0" + b"}" * 17, "depth-5000": b"[" * 5000 + b"]" * 5000, "unclosed": b'{"a":1', "unclosed-text": b'"a',
        "capital-true": b"True", "undefined": b"undefined", "bare-word": b"a",
    }  # fmt: skip
    for name, raw in bad.items():
        add("canonical", "bad-" + name, "not canonical: refused", "canonical", raw_input(raw), REFUSED)


# ---------------------------------------------------------------- scenes


def scene():
    """A plenary of two: requests, answers, a receipt, a standing that both sign."""
    talk = Talk("rus", "usa", seed="scene")
    talk.seal("rus")
    talk.seal("usa")
    first = talk.act(
        "rus", "request", to="usa", subject="Ransomware from the network 192.0.2.0/24", text="Please take note of 14 addresses.",
        destroyable=["subject", "text"],
    )  # fmt: skip
    talk.act("rus", "request", to="usa", subject="A second request", destroyable=["subject"])
    talk.seal("rus")
    talk.act("usa", "answer", re_=[["rus", 0, first]], outcome="partial", text="Nine of these are not ours.", destroyable=["text"])
    talk.seal("usa")
    talk.seal("rus")
    assert talk.log("rus").sealed[-1].standing == talk.log("usa").sealed[-1].standing
    return talk


def group():
    """A group of two of three parties: a rekey, a withdrawal that crosses an answer, a dispute."""
    talk = Talk("prc", "rus", "usa", seed="group", exercise=False, kind="group", members=["rus", "usa"])
    talk.seal("rus")
    talk.seal("usa")
    one = talk.act("usa", "request", to="rus")
    two = talk.act("usa", "request", to="rus")
    talk.seal("usa")
    talk.act("rus", "answer", re_=[["usa", 0, one]], outcome="declined", reason="Outside the mandate.", destroyable=["reason"])
    answer_two = talk.act("rus", "answer", re_=[["usa", 0, two]], outcome="full")
    talk.rekey("rus")
    talk.act("usa", "withdraw", re_=[["usa", 0, one]])
    talk.seal("usa", see=())
    talk.seal("rus", see=())
    talk.act("usa", "dispute", re_=[["rus", 0, answer_two]])
    talk.seal("usa")
    talk.seal("rus")
    return talk


def forked(seed="forked", sizes="equal"):
    """A party that signs two continuations of its log; both versions as talks that agree up to a point."""
    talks = [Talk("rus", "usa", seed=seed) for _ in range(2)]
    for talk in talks:
        talk.seal("rus")
        talk.seal("usa")
    talks[0].act("rus", "request", to="usa", subject="to one")
    talks[1].act("rus", "request", to="usa", subject="to another")
    for talk in talks:
        talk.seal("rus")
    if sizes == "different":
        talks[1].act("rus", "request", to="usa", subject="more")
        talks[1].seal("rus")
    return talks


# ---------------------------------------------------------------- names, entries, seals


def id_vectors(talk, other):
    for name, which in (("scene", talk), ("group", other)):
        raw = which.charter.raw
        add("ids", f"charter-{name}", "a charter, its dialogue id and the plenary that follows from it", "charter", raw_input(raw),
            {**OK, "dialogue": which.charter.id, "plenary": plenary_channel(which.charter).id})  # fmt: skip
        add("ids", f"channel-{name}", "a channel charter and its id", "channel",
            {"charter": raw.decode(), "channel": which.channel.value}, {**OK, "channel": which.channel.id})  # fmt: skip
        for party, generation in (("rus", 0), ("usa", 1), ("rus", 12)):
            log = log_id(which.charter.id, which.channel.id, party, generation)
            add("ids", f"log-{name}-{party}-{generation}", "a log id and its origin", "log",
                {"dialogue": which.charter.id, "channel": which.channel.id, "party": party, "generation": generation},
                {**OK, "log": log, "origin": origin_of(log)})  # fmt: skip
    value = talk.charter.value

    def bad(name, what, change):
        changed = copy.deepcopy(value)
        change(changed)
        add("ids", "bad-charter-" + name, what, "charter", raw_input(canonical.encode(changed)), REFUSED)

    low = b64(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))
    bad("missing-member", "no `terms`", lambda v: v.pop("terms"))
    bad("unknown-member", "an unknown member", lambda v: v.update(more=1))
    bad("null-member", "null in the place of a member", lambda v: v.update(purpose=None))
    bad("version-2", "another version", lambda v: v.update(v=2))
    bad("version-true", "true is not 1", lambda v: v.update(v=True))
    bad("depth-9", "nine containers inside containers", lambda v: v.update(terms={"a": [[[[[[[]]]]]]]}))
    bad("exercise-is-a-number", "1 is not true", lambda v: v.update(exercise=1))
    bad("rules-is-true", "true is not 1", lambda v: v.update(rules=True))
    bad("one-party", "one party alone", lambda v: v["parties"].pop("usa"))
    bad("one-key-two-parties", "two parties with one root key", lambda v: v["parties"]["usa"].update(root=v["parties"]["rus"]["root"]))
    bad("key-of-small-order", "an unsound Ed25519 root key", lambda v: v["parties"]["usa"]["root"].update(ed25519=low))
    bad("party-id", "a party id with a capital", lambda v: v["parties"].update(Usa=v["parties"].pop("usa")))
    bad("base64-without-padding", "base64 in a second spelling", lambda v: v.update(nonce=v["nonce"].rstrip("=")))
    bad("short-nonce", "a nonce of 31 bytes", lambda v: v.update(nonce=b64(bytes(31))))
    bad("no-recipient", "a party without recipients", lambda v: v["parties"]["usa"].update(recipients=[]))
    add("ids", "bad-charter-white-space", "canonical bytes only", "charter", raw_input(json.dumps(value).encode()), REFUSED)

    def bad_channel(name, what, **change):
        add("ids", "bad-channel-" + name, what, "channel",
            {"charter": other.charter.raw.decode(), "channel": {**other.channel.value, **change}}, REFUSED)  # fmt: skip

    bad_channel("other-dialogue", "of another dialogue", dialogue=talk.charter.id)
    bad_channel("members-out-of-order", "members not sorted", members=["usa", "rus"])
    bad_channel("version-true", "true is not 1", v=True)
    bad_channel("one-member", "one member", members=["rus"])
    bad_channel("stranger", "a member that is no party", members=["rus", "utopia"])
    bad_channel("false-plenary", "a group that calls itself the plenary", kind="plenary")


def entry_vectors(talk):
    def whole(name, what, fields, secret=b"\x01" * 32):
        entry = make_entry(secret, fields)
        add("entries", name, what, "entry", {"line": entry.line.decode()},
            {**OK, "leaf": b64(entry.leaf), "kept": sorted(entry.kept), "destroyed": False})  # fmt: skip
        return entry

    base = {"kind": "request", "at": AT, "to": "usa"}
    whole("three-fields", "three fields, five pads", base)
    whole("eight-fields", "eight fields, no pad", {**base, **{f"file/000{i}": i for i in range(5)}})
    whole("nine-fields", "nine fields, seven pads", {**base, **{f"file/000{i}": i for i in range(6)}})
    whole("64-fields", "as many as an act may have", {**base, **{f"item/{i:04}": i for i in range(61)}})
    whole("values", "every type of value", {**base, "a": None, "b": True, "c": -1, "d": "ق", "e": [], "f": {"x": [1]}})
    whole("seal-512-fields", "as many as a seal may have", {"kind": "seal", "at": AT, **{f"x/{i:04}": i for i in range(510)}})
    whole("largest-value", "a value of 16,384 bytes", {**base, "text": "x" * 16382})
    whole("depth-8", "a value of eight containers", {**base, "text": [[[[[[[[]]]]]]]]})
    whole("leap-day", "29 February 2020", {**base, "at": "2020-02-29T23:59:59Z"})
    whole("refs", "64 references", {**base, "re": [["rus", 0, i] for i in range(64)]})
    body = whole("destroyable", "subject and text may be destroyed",
                 {**base, "subject": "x", "text": "y", "destroyable": [6, ["subject", "text"]]})  # fmt: skip
    gone = destroy(body)
    add("entries", "destroyed", "the same entry, its body destroyed: the same leaf", "entry", {"line": gone.line.decode()},
        {**OK, "leaf": b64(body.leaf), "kept": ["at", "destroyable", "kind", "to"], "destroyed": True})  # fmt: skip

    def bad(name, what, line):
        value = {"line": line} if isinstance(line, str) else {"line_b64": b64(line)}
        add("entries", "bad-" + name, what, "entry", value, REFUSED)

    def bad_fields(name, what, fields):
        bad(name, what, canonical.encode(["e", b64(b"\x01" * 32), fields]).decode())

    bad_fields("no-kind", "no kind", {"at": AT})
    bad_fields("no-time", "no time", {"kind": "request"})
    bad_fields("kind-capital", "a kind with a capital", {**base, "kind": "Request"})
    for name, text in {
        "february-30": "2021-02-30T00:00:00Z", "february-29-2021": "2021-02-29T00:00:00Z", "leap-second": "2016-12-31T23:59:60Z",
        "24-00": "2021-09-30T24:00:00Z", "no-z": "2021-09-30T08:00:00", "offset": "2021-09-30T08:00:00+00:00", "fraction": "2021-09-30T08:00:00.0Z",
        "year-0": "0000-01-01T00:00:00Z", "line-feed": "2021-09-30T08:00:00Z\n", "arabic-digits": "٢٠٢١-09-30T08:00:00Z", "space": "2021-09-30 08:00:00Z",
    }.items():  # fmt: skip
        bad_fields("time-" + name, "not a time: " + json.dumps(text), {**base, "at": text})
    bad_fields("65-fields", "one field too many", {**base, **{f"item/{i:04}": i for i in range(62)}})
    bad_fields("value-too-large", "a value of 16,385 bytes", {**base, "text": "x" * 16383})
    bad_fields("depth-9", "a value of nine containers", {**base, "text": [[[[[[[[[]]]]]]]]]})
    bad_fields("field-name-capital", "a field name with a capital", {**base, "Text": 1})
    bad_fields("field-name-two-slashes", "a field name with two slashes", {**base, "a/b/c": 1})
    bad_fields("field-name-33", "a field name of 33 characters", {**base, "a" * 33: 1})
    bad_fields("re-empty", "no reference in `re`", {**base, "re": []})
    bad_fields("re-65", "65 references", {**base, "re": [["rus", 0, i] for i in range(65)]})
    bad_fields("re-negative", "a reference below 0", {**base, "re": [["rus", 0, -1]]})
    bad_fields("re-true", "true is not 1", {**base, "re": [["rus", 0, True]]})
    bad_fields("by-without-signature", "`by` without a signature", {**base, "by": {"delegate": "x"}})
    bad_fields("by-short-signature", "a signature of 63 bytes", {**base, "by": {"delegate": "x", "ed25519": b64(bytes(63))}})
    bad_fields("destroyable-count", "a wrong number of fields", {**base, "text": "y", "destroyable": [4, ["text"]]})
    bad_fields("destroyable-unknown", "a name that is no field", {**base, "destroyable": [4, ["text"]]})
    bad_fields("destroyable-kind", "the kind may not be destroyed", {**base, "destroyable": [4, ["kind"]]})
    bad_fields("destroyable-itself", "nor may this field", {**base, "destroyable": [4, ["destroyable"]]})
    bad_fields("destroyable-empty", "nothing destroyable", {**base, "destroyable": [4, []]})
    bad_fields("destroyable-order", "names out of order", {**base, "subject": 1, "text": 2, "destroyable": [6, ["text", "subject"]]})
    bad("secret-short", "a secret of 31 bytes", canonical.encode(["e", b64(bytes(31)), base]).decode())
    bad("secret-spelling", "a second spelling of the secret", body.line.decode().replace("AQE=", "AQF=", 1))
    bad("white-space", "a space", body.line.decode().replace(",", ", ", 1))
    bad("order", "fields out of order", f'["e","{b64(bytes([1]) * 32)}",{{"kind":"request","at":"{AT}"}}]')
    bad("tag", "an unknown tag", body.line.decode().replace('"e"', '"x"', 1))
    bad("invalid-utf-8", "not UTF-8", body.line.replace(b'"x"', b'"\xff"'))
    leaves, openings = leaves_and_openings(body)
    kept = [[o.name, b64(o.salt), o.value] for o in openings if o.name in body.kept]
    hashes = [b64(leaf) for leaf in leaves]

    def bad_destroyed(name, what, hashes, openings):
        bad("destroyed-" + name, what, canonical.encode(["p", hashes, openings]).decode())

    bad_destroyed("opening-missing", "a kept field is hidden", hashes, kept[:-1])
    bad_destroyed("all-hidden", "nothing is open", hashes, [])
    bad_destroyed("too-much", "a destroyable field is still open", hashes, [[o.name, b64(o.salt), o.value] for o in openings])
    bad_destroyed("order", "openings out of order", hashes, kept[::-1])
    bad_destroyed("twice", "an opening twice", hashes, [kept[0], *kept])
    bad_destroyed("value", "a value that is not the one that was hashed", hashes, [*kept[:-1], [*kept[-1][:2], "rus"]])
    bad_destroyed("salt", "another salt", hashes, [*kept[:-1], [kept[-1][0], b64(bytes(32)), kept[-1][2]]])
    bad_destroyed("seven-hashes", "seven hashes", hashes[:7], kept)
    bad_destroyed("no-hashes", "no hashes", [], kept)
    bad_destroyed("short-hash", "a hash of 31 bytes", [*hashes[:7], b64(bytes(31))], kept)

    # persons
    signer = keys_of("scene", "delegate").ed25519
    log = talk.log("rus").id
    secret = bytes_of("scene", "person")
    fields = {**base, "by": {"delegate": "d1", "ed25519": b64(bytes(64))}, "text": "In person."}
    message = person_message(log, secret, fields)
    fields["by"]["ed25519"] = b64(signer.sign(message))
    value = {"log": log, "secret": b64(secret), "fields": fields, "key": b64(signer.public_key)}
    add("persons", "signed", "a delegate signs all fields but `by`", "person", value, OK)
    add("persons", "bad-other-log", "the same entry in another log", "person", {**value, "log": talk.log("usa").id}, REFUSED)
    add("persons", "bad-other-field", "another text", "person", {**value, "fields": {**fields, "text": "Not so."}}, REFUSED)
    add("persons", "bad-field-added", "a field more", "person", {**value, "fields": {**fields, "zz": 1}}, REFUSED)
    add("persons", "bad-field-removed", "a field less", "person", {**value, "fields": {k: v for k, v in fields.items() if k != "text"}}, REFUSED)
    add("persons", "bad-other-key", "another key", "person", {**value, "key": b64(keys_of("x").ed25519.public_key)}, REFUSED)


def seal_vectors(talk, other):
    good = talk.log("rus").entries[-1].fields
    add("seals", "good", "a seal", "seal", {"fields": good}, OK)
    add("seals", "first", "the first seal of a log", "seal", {"fields": talk.log("rus").entries[1].fields}, OK)
    pair = [[b64(bytes(32)), b64(bytes(32))]]
    add("seals", "attest", "with 16 past cuts", "seal", {"fields": {**good, "attest": pair * 16}}, OK)
    root = good["prev"][1]
    for name, what, change in (
        ("unknown-field", "a field that a seal does not have", {"text": "x"}), ("re", "`re` in a seal", {"re": [["rus", 0, 1]]}),
        ("attest-empty", "nothing attested", {"attest": []}), ("attest-17", "17 past cuts", {"attest": pair * 17}),
        ("prev-root-of-nothing", "size 0 with another root than that of the empty tree", {"prev": [0, root]}),
        ("prev-true", "true is not 1", {"prev": [True, root]}), ("cut-spelling", "a second spelling", {"cut": good["cut"].rstrip("=")}),
        ("cut-short", "31 bytes", {"cut": b64(bytes(31))}), ("seen-empty", "no head", {"seen/usa": []}), ("seen-size-0", "an empty log", {"seen/usa": [[0, 0, root]]}),
        ("seen-order", "generations out of order", {"seen/usa": [[1, 2, root], [0, 2, root]]}), ("seen-twice", "a generation twice", {"seen/usa": [[0, 2, root], [0, 3, root]]}),
        ("seen-party", "no party id", {"seen/0usa": [[0, 2, root]]}), ("standing-null", "null is not absent", {"standing": None}),
    ):  # fmt: skip
        add("seals", "bad-" + name, what, "seal", {"fields": {**good, **change}}, REFUSED)
    for name in ("prev", "cut", "standing"):
        add("seals", "bad-no-" + name, "no " + name, "seal", {"fields": {k: v for k, v in good.items() if k != name}}, REFUSED)
    for name, which in (("scene", talk), ("group", other)):
        sealed = which.log("rus").sealed[-1]
        cut, standing = sealed.cut, sealed.standing
        add("cuts", name, "a cut and its digest", "cut", {"cut": cut.value}, {**OK, "digest": b64(cut.digest)})
        sections = {s.name: s.value for s in standing.sections}
        add("standings", name, "sections, salts and digest over that cut", "standing",
            {"k": b64(which.k), "cut": b64(cut.digest), "rules": 1, "sections": sections},
            {**OK, "digest": b64(standing.digest), "salts": {s.name: b64(s.salt) for s in standing.sections}})  # fmt: skip
    k, digest = bytes_of("k"), bytes_of("cut")
    for name, sections in {"one": {"a": None}, "order": {"b": 1, "a/1": 2, "a": 3, "a_": 4, "texts": {"q": "ق"}}}.items():
        standing = make_standing(k, digest, 65535, sections)
        add("standings", name, "any sections, the largest rules version", "standing",
            {"k": b64(k), "cut": b64(digest), "rules": 65535, "sections": sections}, {**OK, "digest": b64(standing.digest)})  # fmt: skip
    for name, what, sections, rules in (("none", "no section", {}, 1), ("name", "no name of a section", {"A": 1}, 1), ("rules-0", "rules 0", {"a": 1}, 0),
                                        ("rules-65536", "rules beyond 16 bits", {"a": 1}, 65536)):  # fmt: skip
        add("standings", "bad-" + name, what, "standing", {"k": b64(k), "cut": b64(digest), "rules": rules, "sections": sections}, REFUSED)
    value = other.log("rus").sealed[-1].cut.value

    def bad(name, what, change):
        changed = copy.deepcopy(value)
        change(changed)
        add("cuts", "bad-" + name, what, "cut", {"cut": changed}, REFUSED)

    bad("order", "rows out of order", lambda v: v["logs"].reverse())
    bad("twice", "a log twice", lambda v: v["logs"].insert(0, v["logs"][0]))
    bad("gap", "generation 1 without generation 0", lambda v: v["logs"][0].__setitem__(1, 1))
    bad("more-acts-than-entries", "more acts than entries", lambda v: v["logs"][0].__setitem__(2, 99))
    bad("acts-0", "entries without acts", lambda v: v["logs"][0].__setitem__(2, 0))
    bad("empty-root", "an empty log with a root", lambda v: v["logs"][0].__setitem__(slice(2, 4), [0, 0]))
    bad("unknown-member", "an unknown member", lambda v: v.update(more=1))
    bad("row", "a row of four", lambda v: v["logs"][0].pop())
    bad("version-2", "another version", lambda v: v.update(v=2))
    bad("version-true", "true is not 1", lambda v: v.update(v=True))


# ---------------------------------------------------------------- keys, checkpoints, signatures, trees


def key_vectors(talk):
    log = talk.log("rus")
    root = format_public_pair(talk.roots["rus"].public)
    cert = log.certs[0]
    value = {"cert": cert, "root": root, "log": log.id}
    add("certificates", "good", "a certificate from 0", "certificate", value, {**OK, "from": 0})
    later = make_certificate(talk.roots["rus"], log.id, keys_of("later").public, 9)
    add("certificates", "later", "a certificate from 9", "certificate", {**value, "cert": later}, {**OK, "from": 9})

    def bad(name, what, change):
        changed = copy.deepcopy(cert)
        change(changed)
        add("certificates", "bad-" + name, what, "certificate", {**value, "cert": changed}, REFUSED)

    inner = dict(cert["cert"])
    message = b"detente/v1/cert\n" + canonical.encode(inner)
    bad("from-changed", "another `from` than was signed", lambda c: c["cert"].update({"from": 1}))
    bad("role", "another role", lambda c: c["cert"].update(role="root"))
    bad("unknown-member", "an unknown member", lambda c: c.update(more=1))
    bad("ed25519-signature", "the Ed25519 signature of another message", lambda c: c.update(ed25519=b64(talk.roots["rus"].ed25519.sign(b"x"))))
    bad("mldsa44-context", "the ML-DSA-44 signature without its context", lambda c: c.update(mldsa44=b64(talk.roots["rus"].mldsa44.sign(message))))
    bad("other-root", "signed by another root", lambda c: c.update(make_certificate(talk.roots["usa"], log.id, log.keys[0].public, 0)))
    for name, what, change in (("role-signed", "another role, rightly signed", {"role": "root"}), ("from-negative", "a negative `from`, rightly signed", {"from": -1}),
                               ("from-true", "`from` is true, rightly signed", {"from": True}), ("more-signed", "an unknown member, rightly signed", {"more": 1}),
                               ("key-of-small-order", "an unsound key, rightly signed", {"ed25519": b64(bytes(32))})):  # fmt: skip
        changed = {**inner, **change}
        signed = b"detente/v1/cert\n" + canonical.encode(changed)
        whole = {"cert": changed, "ed25519": b64(talk.roots["rus"].ed25519.sign(signed)),
                 "mldsa44": b64(talk.roots["rus"].mldsa44.sign(signed, b"detente/v1/cert"))}  # fmt: skip
        add("certificates", "bad-" + name, what, "certificate", {**value, "cert": whole}, REFUSED)
    add("certificates", "bad-other-log", "for another log than expected", "certificate", {**value, "log": talk.log("usa").id}, REFUSED)

    # checkpoints
    sealed = log.sealed[0]
    keys = format_public_pair(log.keys[0].public)
    value = {"note": sealed.note.decode(), "keys": keys, "origin": origin_of(log.id)}
    add("checkpoints", "good", "a checkpoint with both signatures", "checkpoint", value, {**OK, "size": sealed.head.size, "root": b64(sealed.head.root)})
    first, second = parse_note(sealed.note).signatures
    body = parse_note(sealed.note).text
    line_one, line_two = (format_signature_line(line).decode() for line in (first, second))
    text = body.decode()

    def bad_note(name, what, note, **change):
        add("checkpoints", "bad-" + name, what, "checkpoint", {**value, "note": note, **change}, REFUSED)

    bad_note("one-signature", "only Ed25519", f"{text}\n{line_one}")
    bad_note("only-mldsa44", "only ML-DSA-44", f"{text}\n{line_two}")
    bad_note("order-of-lines", "ML-DSA-44 first", f"{text}\n{line_two}{line_one}")
    bad_note("third-line", "a third line", f"{text}\n{line_one}{line_two}{line_two}")
    bad_note("other-size", "another size than was signed", text.replace("\n2\n", "\n3\n") + f"\n{line_one}{line_two}")
    bad_note("leading-zero", "a size with a leading zero", text.replace("\n2\n", "\n02\n") + f"\n{line_one}{line_two}")
    bad_note("no-empty-line", "no empty line", text + line_one + line_two)
    bad_note("carriage-return", "CR LF", sealed.note.decode().replace("\n", "\r\n"))
    bad_note("hyphen", "a hyphen instead of the dash", sealed.note.decode().replace("\u2014", "-"))
    bad_note("no-last-line-feed", "the last LF is missing", sealed.note.decode()[:-1])
    bad_note("other-origin", "of another log than expected", value["note"], origin=origin_of(talk.log("usa").id))
    bad_note("other-keys", "under other keys", value["note"], keys=format_public_pair(talk.log("usa").keys[0].public))
    extended = body + b"more\n"
    checkpoint = Checkpoint(origin_of(log.id), sealed.head.size, sealed.head.root)
    from detente.record.checkpoint import sign_mldsa44
    from detente.record.note import sign_ed25519

    name = checkpoint.origin
    own = log.keys[0]
    bad_note("extension-line", "an extension line, rightly signed", format_note(Note(extended, (sign_ed25519(name, own.ed25519, extended), sign_mldsa44(name, own.mldsa44, checkpoint)))).decode())
    bad_note("timestamp", "a log's own signature states a time, rightly signed", format_note(Note(body, (first, sign_mldsa44(name, own.mldsa44, checkpoint, 1632988800)))).decode())
    bad_note("key-name", "a key name that is not the origin, rightly signed", format_note(Note(body, (sign_ed25519("other", own.ed25519, body), sign_mldsa44("other", own.mldsa44, checkpoint)))).decode())
    bad_note("body-changed", "the Ed25519 signature of another body", format_note(Note(body, (sign_ed25519(name, own.ed25519, extended), second))).decode())

    # witnesses
    witness = keys_of("witness")
    time = 1632988800
    body_text = format_checkpoint_body(checkpoint)
    one = VerifierKey("host.example/w", COSIGNATURE_ED25519, witness.ed25519.public_key)
    two = VerifierKey("host.example/w", COSIGNATURE_MLDSA44, witness.mldsa44.public_key)
    lines = (cosign_ed25519(one.name, witness.ed25519, body_text, time), cosign_mldsa44(two.name, witness.mldsa44, body_text, time))
    for kind, key, line in (("ed25519", one, lines[0]), ("mldsa44", two, lines[1])):
        text_line = format_signature_line(line).decode().removesuffix("\n")
        value = {"vkey": format_vkey(key), "line": text_line, "body": body_text.decode()}
        add("witnesses", kind, "a cosignature", "cosignature", value, {**OK, "time": time})
        add("witnesses", f"bad-{kind}-other-body", "of another body", "cosignature", {**value, "body": body_text.decode().replace("\n2\n", "\n3\n")}, REFUSED)
        zero = SignatureLine(line.name, line.key_id, bytes(8) + line.signature[8:])
        add("witnesses", f"bad-{kind}-time-0", "a witness that states no time", "cosignature", {**value, "line": format_signature_line(zero).decode().removesuffix("\n")}, REFUSED)
        wrong = re.sub(r"\+[0-9a-f]{8}\+", "+00000000+", value["vkey"])
        add("witnesses", f"bad-{kind}-key-id", "a key id that is not that of the key", "cosignature", {**value, "vkey": wrong}, REFUSED)
    return one, two, lines


def succession_vectors(talk):
    """Certificates under the keys that come after the root key of a charter."""
    party, seed = talk.charter.parties["rus"], talk.seed
    first, second, third = (keys_of(seed, "rus", name) for name in ("next", "second", "third"))
    secrets = [bytes_of(seed, "rus", name) for name in ("notice", "notice of the first", "notice of the second")]

    def following(current, after, secret):
        return root_digest(after.public), notice_digest(current.public, "rus", secret)

    roots = [Root(0, party.root, party.next, party.notice)]
    one = make_succession(party, roots[0], first, secrets[0], following(first, second, secrets[1]))
    roots.append(verify_succession(one, party, roots[0]))
    two = make_succession(party, roots[1], second, secrets[1], following(second, third, secrets[2]))
    roots.append(verify_succession(two, party, roots[1]))
    three = make_succession(party, roots[2], third, secrets[2], (bytes(32), bytes(32)))
    sealing = keys_of(seed, "rus", "sealing after a succession").public

    def case(name, what, root, generation, successions, *, keys=sealing, change=lambda c: None, verdict=REFUSED):
        log = log_id(talk.charter.id, talk.channel.id, "rus", generation)
        cert = copy.deepcopy(make_certificate(root, log, keys, 0, successions))
        change(cert)
        value = {"charter": talk.charter.raw.decode(), "party": "rus", "generation": generation, "log": log, "cert": cert}
        add("successions", ("" if verdict is not REFUSED else "bad-") + name, what, "certificate", value, verdict)

    good = {**OK, "from": 0}
    old = talk.roots["rus"]
    case("charter", "the key of the charter, the last generation that is its own", old, GENERATIONS - 1, [], verdict=good)
    case("first", "the first successor, its first generation", first, GENERATIONS, [one], verdict=good)
    case("first-last", "the first successor, its last generation", first, 2 * GENERATIONS - 1, [one], verdict=good)
    case("second", "the second successor", second, 2 * GENERATIONS, [one, two], verdict=good)
    case("charter-in-later-generation", "the key of the charter certifies a generation of its successor: its thief, after it was replaced", old, GENERATIONS, [])
    case("first-in-earlier-generation", "the first successor certifies a generation of the key of the charter", first, GENERATIONS - 1, [one])
    case("first-in-later-generation", "the first successor certifies a generation of the second", first, 2 * GENERATIONS, [one])
    case("signed-by-the-old", "the certificate is signed by the key that was replaced", old, GENERATIONS, [one])
    case("three", "three successions", third, 3 * GENERATIONS, [one, two, three])
    case("empty", "an empty list of successions", old, 0, [], change=lambda c: c.update(roots=[]))
    case("second-alone", "the second succession without the first", second, GENERATIONS, [two])
    case("order", "the second succession before the first", second, 2 * GENERATIONS, [two, one])
    case("twice", "the first succession twice", first, 2 * GENERATIONS, [one, one])
    case("new-root-as-sealing-key", "the successor as sealing key", first, GENERATIONS, [one], keys=first.public)
    case("old-root-as-sealing-key", "the key of the charter as sealing key of a later generation", first, GENERATIONS, [one], keys=old.public)

    def succession(name, what, key=first, sign=None, outer=None, **change):
        inner = {**one["succession"], **change}
        message = b"detente/v1/succession\n" + canonical.encode(inner)
        made = {"succession": inner, "ed25519": b64((sign or key).ed25519.sign(message)),
                "mldsa44": b64((sign or key).mldsa44.sign(message, b"detente/v1/succession")), **(outer or {})}  # fmt: skip
        case(name, what, key, GENERATIONS, [made])

    succession("notice", "a secret that is not the notice: a thief of the successor alone, rightly signed", secret=b64(bytes(32)))
    succession("key", "a key to which nothing was committed: a thief of the notice alone, rightly signed", key=third, root=format_public_pair(third.public))
    succession("signed-by-old", "signed by the key that is replaced", sign=old)
    succession("number", "the number of the second, rightly signed", number=2)
    succession("number-true", "the number is true, rightly signed", number=True)
    succession("party", "of another party, rightly signed", party="usa")
    succession("dialogue", "of another dialogue, rightly signed", dialogue="0" * 64)
    succession("next-short", "31 bytes of `next`, rightly signed", next=b64(bytes(31)))
    succession("more", "an unknown member, rightly signed", more=1)
    succession("more-outside", "an unknown member beside the signatures", outer={"more": 1})
    message = b"detente/v1/succession\n" + canonical.encode(one["succession"])
    succession("mldsa44-context", "the ML-DSA-44 signature without its context", outer={"mldsa44": b64(first.mldsa44.sign(message))})
    succession("ed25519-signature", "the Ed25519 signature of another message", outer={"ed25519": b64(first.ed25519.sign(b"x"))})
    back = make_succession(party, roots[0], first, secrets[0], following(first, old, secrets[1]))
    again = make_succession(party, verify_succession(back, party, roots[0]), old, secrets[1], (bytes(32), bytes(32)))
    case("back-to-the-old", "a succession back to the key of the charter", old, 2 * GENERATIONS, [back, again])


def ended_vectors():
    """Cuts after successions and notices: where logs stop to count is written here by hand (`counts`)."""

    def talk_of(name, *parties):
        talk = Talk(*(parties or ("rus", "usa")), seed="ended-" + name)
        for party in talk.channel.members:
            talk.seal(party)
        talk.act("rus", "request", to="usa")
        talk.seal("rus")
        talk.seal("usa")
        return talk

    def keys_after(talk, number):
        return keys_of(talk.seed, "rus", "next" if number == 1 else f"next {number}")

    def secret_of(talk, number):
        return bytes_of(talk.seed, "rus", "notice" if number == 0 else f"notice {number}")

    def succeed(talk, **more):
        number = len(talk.successions["rus"]) + 1
        party, new = talk.charter.parties["rus"], keys_after(talk, number)
        following = root_digest(keys_after(talk, number + 1).public), notice_digest(new.public, "rus", secret_of(talk, number))
        before = roots_of(party, talk.successions["rus"])[-1]
        talk.successions["rus"] = [*talk.successions["rus"], make_succession(party, before, new, secret_of(talk, number - 1), following)]
        talk.roots["rus"] = new
        talk.open("rus", number * GENERATIONS, "root", **{"before": (number - 1) * GENERATIONS, **more})

    def publish(talk, by, *, secret=None):
        revoked = len(talk.successions["rus"])
        talk.act(by, "notice", **notice_fields("rus", secret or secret_of(talk, revoked), talk.successions["rus"]))

    def act(talk, party="rus"):
        talk.act(party, "request", to="usa" if party == "rus" else "rus")
        return talk.seal(party)

    def case(name, what, talk, last, *, outcome="admitted"):
        pouches = [item.pouch for item in talk.in_order]
        value = {"charter": talk.charter.raw.decode(), "channel": talk.channel.id, "agreed": [], "pouches": [{"pouch": raw.decode()} for raw in pouches]}
        outcomes = ["admitted"] * (len(pouches) - 1) + [outcome]
        add("ended", name, what, "pouches", value, {**OK, "outcomes": outcomes, **({"cut": b64(last.cut.digest)} if outcome == "admitted" else {})})

    def proof(name, what, talk, last):
        assert talk.seal("rus").standing.digest == last.standing.digest
        parts = [talk.part("rus", [(-1, {"at"})]), talk.part("usa", [(-1, {"at"})])]
        raw = build_standing_proof(talk.charter.raw, talk.channel.value, parts, last.cut, last.standing, {"requests/rus"})
        verdict = {"verdict": "proven", "step": None, "claim": "standing", "signers": ["rus", "usa"], "standing": b64(last.standing.digest)}
        add("proofs", name, what, "verify-proof", {**raw_input(raw), "charter": talk.charter.id}, verdict)

    rus, stolen = LogKey("rus", 0), LogKey("rus", 1)

    talk = talk_of("succession")
    succeed(talk)
    act(talk)
    last = act(talk, "usa")
    case("succession", "the successor goes on from the log of the key of the charter", talk, last)
    proof("standing-after-succession", "a count over the logs of two root keys of rus, signed by both", talk, last)
    succeed(talk)
    act(talk)
    last = act(talk, "usa")
    case("succession-twice", "the second successor goes on from the first: rows of three root keys", talk, last)
    proof("standing-after-two-successions", "a count over the logs of three root keys of rus, signed by both", talk, last)

    def thief(talk):
        """Whoever stole the root key of the charter opens the next generation, and usa admits what he asks."""
        talk.open("rus", 1, "theft")
        act(talk)
        talk.seal("usa")

    talk = talk_of("thief")
    thief(talk)
    talk.counts = {stolen: NO_HEAD}
    succeed(talk)
    act(talk)
    case("succession-after-theft", "a generation that the thief of the old root key opened counts not at all", talk, act(talk, "usa"))
    talk = talk_of("thief-counted")
    thief(talk)
    succeed(talk)
    case("bad-succession-after-theft", "the same, with a seal whose cut counts the thief's generation", talk, act(talk), outcome="refused 12")

    talk = talk_of("less")
    held = talk.log("rus").named
    act(talk)
    talk.seal("usa")
    talk.counts = {rus: held}
    succeed(talk, holds=held)
    talk.seal("rus")
    case("succession-holds-less", "the successor disowns what the old log held last", talk, act(talk, "usa"))
    talk = talk_of("nothing")
    talk.counts = {rus: NO_HEAD}
    succeed(talk, holds=NO_HEAD, k=b64(talk.k))
    act(talk)
    case("succession-holds-nothing", "the successor of the founder holds nothing, and brings K again", talk, act(talk, "usa"))

    talk = talk_of("generation")
    talk.open("rus", 1, "restore")
    act(talk)
    talk.seal("usa")
    succeed(talk, before=1)
    act(talk)
    case("succession-of-a-later-generation", "the successor goes on from generation 1, which goes on from 0", talk, act(talk, "usa"))

    talk = talk_of("notice")
    seen = talk.log("rus").named
    act(talk)
    talk.counts = {rus: seen}
    publish(talk, "usa")
    talk.seal("usa", see=())
    case("notice", "a notice by usa: of rus counts what usa had seen, though it admits more", talk, act(talk, "usa"))
    talk.counts = {}
    succeed(talk)
    act(talk)
    case("notice-then-succession", "what the successor holds counts, though the notice had stopped it", talk, act(talk, "usa"))
    talk = talk_of("notice-uncounted")
    act(talk)
    publish(talk, "usa")
    talk.seal("usa", see=())
    case("bad-notice", "after a notice, a seal whose cut counts what its author had not seen", talk, act(talk, "usa"), outcome="refused 12")

    talk = talk_of("own")
    publish(talk, "rus")
    talk.counts = {rus: talk.log("rus").sealed[-1].head}
    talk.seal("rus")
    case("notice-of-oneself", "a party seals its own notice: of its log counts what its pouch continues", talk, talk.seal("usa"))

    talk = talk_of("void")
    act(talk)
    publish(talk, "usa", secret=bytes(32))
    talk.seal("usa", see=())
    case("notice-void", "a notice with another secret stops nothing", talk, act(talk, "usa"))

    talk = talk_of("several", "prc", "rus", "usa")
    seen = talk.log("rus").named
    publish(talk, "prc")
    talk.counts = {rus: seen}
    talk.seal("prc")
    talk.counts = {}
    talk.act("rus", "request", to="usa")
    talk.seal("rus", see=())
    talk.counts = {rus: seen}
    publish(talk, "usa")
    case("notice-of-several", "two members publish the notice, of whom one had seen less: of rus counts what both had", talk, talk.seal("usa"))

    talk = talk_of("successor")
    succeed(talk)
    act(talk)
    talk.seal("usa")
    first = LogKey("rus", GENERATIONS)
    talk.counts = {first: talk.log("rus").named}
    act(talk)
    publish(talk, "usa")
    talk.seal("usa", see=())
    case("notice-of-a-successor", "a notice that revokes the first successor: the log before it counts as that held it", talk, act(talk, "usa"))


def ed25519_vectors():
    """Only what the rules of ours decide; libraries are measured by C2SP/CCTV and Wycheproof."""
    order = 2**252 + 27742317777372353535851937790883648493
    signer = keys_of("ed25519").ed25519
    message = b"detente"
    key, signature = signer.public_key, signer.sign(message)

    def case(name, what, key, signature, message, verdict):
        add("ed25519", name, what, "ed25519", {"key": b64(key), "signature": b64(signature), "message": b64(message)}, verdict)

    case("good", "a signature", key, signature, message, OK)
    s = int.from_bytes(signature[32:], "little")
    case("bad-s", "S + L: a second signature that anybody can make", key, signature[:32] + (s + order).to_bytes(32, "little"), message, REFUSED)
    case("bad-message", "another message", key, signature, message + b"x", REFUSED)
    case("bad-short", "63 bytes", key, signature[:63], message, REFUSED)
    identity = (1).to_bytes(32, "little")
    case("bad-key-of-small-order", "A of small order: signs everything", identity, identity + bytes(32), message, REFUSED)
    case("bad-key-not-canonical", "y = p", bytes.fromhex("ed" + "ff" * 30 + "7f"), identity + bytes(32), message, REFUSED)
    case("bad-key-negative-zero", "x = 0 with the sign bit", bytes.fromhex("01" + "00" * 30 + "80"), identity + bytes(32), message, REFUSED)
    case("bad-r-of-small-order", "R of small order", key, identity + signature[32:], message, REFUSED)
    case("bad-r-not-canonical", "R with y = p + 1", key, bytes.fromhex("ee" + "ff" * 30 + "7f") + signature[32:], message, REFUSED)
    case("bad-cofactored", *cofactored(), REFUSED)


def cofactored():
    """A signature that satisfies [8][S]B = [8]R + [8][k]A and not the equation without 8: A has a component of order 2."""
    secret, nonce = (int.from_bytes(bytes_of("cofactored", label), "little") % curve.ORDER for label in ("a", "r"))
    key = curve.encode(curve.plus(curve.times(secret, curve.BASE), curve.SMALL[4]))
    r = curve.encode(curve.times(nonce, curve.BASE))
    for number in range(100):
        message = b"detente %d" % number
        k = curve.challenge(r, key, message)
        if k & 1:
            break
    signature = r + ((nonce + k * secret) % curve.ORDER).to_bytes(32, "little")
    return "holds with the cofactor only", key, signature, message


def tree_vectors():
    leaves = [leaf_hash(bytes([i])) for i in range(13)]
    for size, index in ((1, 0), (2, 1), (3, 2), (7, 4), (8, 7), (13, 0), (13, 12)):
        value = {"leaf": b64(leaves[index]), "index": index, "size": size, "proof": [b64(n) for n in inclusion_proof(leaves, index, size)], "root": b64(root_of(leaves[:size]))}
        add("trees", f"inclusion-{index}-of-{size}", "a leaf in a tree", "inclusion", value, OK)
        add("trees", f"bad-inclusion-{index}-of-{size}-longer", "a hash too many", "inclusion", {**value, "proof": [*value["proof"], value["root"]]}, REFUSED)
        if value["proof"]:
            add("trees", f"bad-inclusion-{index}-of-{size}-shorter", "a hash too few", "inclusion", {**value, "proof": value["proof"][:-1]}, REFUSED)
    add("trees", "bad-inclusion-beyond", "an index beyond the tree", "inclusion", {**value, "index": 13}, REFUSED)
    for old, new in ((1, 2), (3, 7), (4, 8), (6, 13), (8, 13), (13, 13)):
        value = {"old": old, "new": new, "proof": [b64(n) for n in consistency_proof(leaves, old, new)], "old_root": b64(root_of(leaves[:old])), "new_root": b64(root_of(leaves[:new]))}
        add("trees", f"consistency-{old}-{new}", "a tree that continues another", "consistency", value, OK)
        add("trees", f"bad-consistency-{old}-{new}-root", "another old root", "consistency", {**value, "old_root": b64(bytes(32))}, REFUSED)
        add("trees", f"bad-consistency-{old}-{new}-longer", "a hash too many", "consistency", {**value, "proof": [*value["proof"], value["new_root"]]}, REFUSED)
    add("trees", "bad-consistency-from-0", "nothing follows from the empty tree", "consistency", {**value, "old": 0, "proof": []}, REFUSED)


# ---------------------------------------------------------------- contradictions


def contradiction_of(sizes):
    one, two = forked(seed="forked-" + sizes, sizes=sizes)
    logs = one.log("rus"), two.log("rus")
    heads = [(log.sealed[-1].head, log.sealed[-1].note) for log in logs]
    prefix = None
    if sizes == "equal":
        heads.sort()
    else:
        small, large = heads[0][0].size, logs[1].leaves
        prefix = (root_of(large[:small]), tuple(consistency_proof(large, small)))
    return one, Contradiction(LogKey("rus", 0), (heads[0][1], heads[1][1]), (logs[0].certs[0], logs[0].certs[0]), prefix)


def contradiction_value(talk, item):
    value = {"charter": talk.charter.raw.decode(), "channel": talk.channel.id, "party": item.log.party, "generation": item.log.generation,
             "notes": [note.decode() for note in item.notes], "certs": list(item.certs)}  # fmt: skip
    if item.prefix:
        value["prefix"] = [b64(item.prefix[0]), [b64(node) for node in item.prefix[1]]]
    return value


def contradiction_vectors():
    talk, item = contradiction_of("equal")
    value = contradiction_value(talk, item)
    add("contradictions", "equal-sizes", "two roots at one size", "contradiction", value, OK)
    add("contradictions", "bad-order-of-roots", "equal sizes, the larger root first", "contradiction", {**value, "notes": value["notes"][::-1]}, REFUSED)
    add("contradictions", "bad-same-note", "a note and itself", "contradiction", {**value, "notes": [value["notes"][0]] * 2}, REFUSED)
    add("contradictions", "bad-party", "of another party's log", "contradiction", {**value, "party": "usa"}, REFUSED)
    add("contradictions", "bad-generation", "of another generation", "contradiction", {**value, "generation": 1}, REFUSED)
    add("contradictions", "bad-channel", "of another channel", "contradiction", {**value, "channel": "0" * 64}, REFUSED)
    add("contradictions", "bad-prefix-of-equal", "a prefix for equal sizes", "contradiction", {**value, "prefix": [b64(bytes(32)), []]}, REFUSED)
    talk, item = contradiction_of("different")
    value = contradiction_value(talk, item)
    add("contradictions", "different-sizes", "the smaller root is not that of the larger tree at that size", "contradiction", value, OK)
    add("contradictions", "bad-no-prefix", "different sizes without a prefix", "contradiction", {k: v for k, v in value.items() if k != "prefix"}, REFUSED)
    add("contradictions", "bad-order", "the larger first", "contradiction", {**value, "notes": value["notes"][::-1]}, REFUSED)
    add("contradictions", "bad-prefix-root", "a prefix that does not lead to the larger root", "contradiction", {**value, "prefix": [b64(bytes(32)), value["prefix"][1]]}, REFUSED)
    honest = Talk("rus", "usa", seed="honest")
    honest.seal("rus")
    honest.act("rus", "request", to="usa")
    honest.seal("rus")
    log = honest.log("rus")
    small, large = log.sealed
    proof = [b64(node) for node in consistency_proof(log.leaves, small.head.size)]
    value = {"charter": honest.charter.raw.decode(), "channel": honest.channel.id, "party": "rus", "generation": 0,
             "notes": [small.note.decode(), large.note.decode()], "certs": [log.certs[0]] * 2, "prefix": [b64(small.head.root), proof]}  # fmt: skip
    add("contradictions", "bad-growth", "a log that only grew", "contradiction", value, REFUSED)


# ---------------------------------------------------------------- proofs


def proof_vectors(talk, other, witness):
    one, two, _ = witness

    def good(name, what, raw, which, *, charter=True, **verdict):
        value = {**raw_input(raw), "charter": which.charter.id if charter else None}
        add("proofs", name, what, "verify-proof", value, {"verdict": "proven" if charter else "consistent", "step": None, **verdict})
        return json.loads(raw), which

    cut, standing = talk.log("rus").sealed[-1].cut, talk.log("rus").sealed[-1].standing
    charter, channel = talk.charter.raw, talk.channel.value
    parts = [talk.part("rus", [(-1, {"at"})]), talk.part("usa", [(-1, set())])]
    show = {"requests/rus"}
    standing_raw = build_standing_proof(charter, channel, parts, cut, standing, show)
    digest = b64(standing.digest)
    bases = {}
    bases["standing"] = good("standing", "one section, signed by both", standing_raw, talk, claim="standing", signers=["rus", "usa"], standing=digest,
        caveats=["key_replacement_not_shown", "later_acts_may_exist", "sections_not_shown", "signed_is_not_true", "supposed_exercise", "times_are_claims"])  # fmt: skip
    good("standing-no-anchor", "the same without a trust anchor", standing_raw, talk, charter=False, claim="standing")
    good("standing-one-signer", "one party alone", build_standing_proof(charter, channel, parts[:1], cut, standing, show), talk, signers=["rus"],
         caveats=["admission_not_shown", "key_replacement_not_shown", "later_acts_may_exist", "not_all_members_signed", "one_signer_only",
                  "sections_not_shown", "signed_is_not_true", "supposed_exercise", "times_are_claims"])  # fmt: skip
    good("standing-all-sections", "every section", build_standing_proof(charter, channel, parts, cut, standing, {s.name for s in standing.sections}), talk)

    # a past cut, attested
    busy = scene()
    past_cut, past = busy.log("rus").sealed[-1].cut, busy.log("rus").sealed[-1].standing
    busy.act("usa", "request", to="rus")
    busy.seal("usa", attest=[(past_cut.digest, past.digest)])
    attested = build_standing_proof(charter, channel, [busy.part("rus", [(-1, set())]), busy.part("usa", [(-1, set())])], past_cut, past, show)
    good("standing-attested", "one signed a past cut later", attested, busy, claim="standing", signers=["rus", "usa"])

    checkpoint = Checkpoint(origin_of(talk.log("rus").id), talk.log("rus").sealed[1].head.size, talk.log("rus").sealed[1].head.root)
    body = format_checkpoint_body(checkpoint)
    keys = keys_of("witness")
    cosigned = [(one, cosign_ed25519(one.name, keys.ed25519, body, 1632988800)), (two, cosign_mldsa44(two.name, keys.mldsa44, body, 1632988800))]
    entry_raw = build_entry_proof(charter, channel, [talk.part("rus", [(2, {"kind", "to", "subject"}), (3, {"kind"})], pouch=1, cosignatures=cosigned)])
    bases["entry"] = good("entry", "fields of two entries, cosigned by a witness", entry_raw, talk, claim="entry", signers=["rus"])
    old = talk.part("rus", [(2, {"kind"})], pouch=1), talk.part("rus", [(4, {"kind"}), (0, {"kind"})], pouch=2)
    bases["entry-two-heads"] = good("entry-two-heads", "entries under two heads of one log", build_entry_proof(charter, channel, list(old)), talk)
    sent, received = talk.part("rus", [(2, {"kind", "to"})], pouch=1), talk.part("usa", [(-1, {"at"})])
    receipt_raw = build_receipt_proof(charter, channel, sent, received)
    bases["receipt"] = good("receipt", "usa names the head that holds the request", receipt_raw, talk, claim="receipt", signers=["rus", "usa"])
    log_raw = build_log_proof(charter, channel, [talk.whole("rus"), talk.whole("usa", ("kind",))])
    bases["log"] = good("log", "both logs recounted", log_raw, talk, claim="log", signers=["rus", "usa"])
    group_log = build_log_proof(other.charter.raw, other.channel.value, [other.whole("usa", ())])
    good("log-nothing-shown", "a log of which nothing is shown: counted as not shown", group_log, other, claim="log",
         caveats=["admission_not_shown", "entries_not_shown", "key_replacement_not_shown", "later_acts_may_exist", "one_signer_only", "signed_is_not_true"])  # fmt: skip
    rekeyed = build_entry_proof(other.charter.raw, other.channel.value, [other.part("rus", [(2, {"kind"})], pouch=1), other.part("rus", [(-1, {"kind"})], pouch=2)])
    bases["rekeyed"] = good("entry-after-rekey", "heads before and after a rekey: two certificates", rekeyed, other)
    crossing = other.log("usa").sealed[-1]
    group_standing = build_standing_proof(other.charter.raw, other.channel.value, [other.part("usa", [(-1, set())])], crossing.cut, crossing.standing, {"requests/usa"})
    good("standing-crossed", "a crossed and a disputed request, one signer", group_standing, other)
    repeated = Talk("rus", "usa", seed="repeat")
    repeated.act("rus", "request", to="usa")
    repeated.log("rus").entries.append(repeated.log("rus").entries[-1])
    repeated.log("rus").secrets.append(b"")
    repeated.seal("rus")
    good("log-repeated", "a leaf twice: counted apart", build_log_proof(repeated.charter.raw, repeated.channel.value, [repeated.whole("rus")]), repeated,
         caveats=["admission_not_shown", "entries_repeated", "key_replacement_not_shown", "later_acts_may_exist", "one_signer_only", "signed_is_not_true", "supposed_exercise"])  # fmt: skip
    for sizes in ("equal", "different"):
        which, item = contradiction_of(sizes)
        raw = build_fork_proof(which.charter.raw, which.channel.value, item)
        bases["fork-" + sizes] = good("fork-" + sizes, f"two signed heads, {sizes} sizes", raw, which, claim="fork", signers=["rus"],
            caveats=["fork_may_be_theft", "key_replacement_not_shown", "later_acts_may_exist", "signed_is_not_true", "supposed_exercise"])  # fmt: skip

    def bad(name, what, base, step, change, anchor=None):
        value, which = bases[base]
        changed = copy.deepcopy(value)
        changed = change(changed) or changed
        raw = changed if isinstance(changed, bytes) else canonical.encode(changed)
        add("proofs", "bad-" + name, what, "verify-proof", {**raw_input(raw), "charter": anchor or which.charter.id}, {"verdict": "not proven", "step": step})

    def flip(text):
        """Another base64 text of the same length."""
        return ("B" if text[0] == "A" else "A") + text[1:]

    def at(value, *path):
        for key in path[:-1]:
            value = value[key]
        return value, path[-1]

    def put(path, new):
        def change(value):
            place, key = at(value, *path)
            place[key] = new(place[key]) if callable(new) else new
        return change

    def heads_swapped(value):
        value["logs"][0]["heads"].reverse()
        for item in value["logs"][0]["entries"]:
            item["head"] = 1 - item["head"]

    first_log = ("logs", 0)
    entry = (*first_log, "entries", 0)
    bad("space", "a space after the value", "standing", 1, lambda v: canonical.encode(v) + b" ")
    bad("order", "keys out of order", "standing", 1, lambda v: json.dumps(dict(reversed(v.items())), ensure_ascii=False, separators=(",", ":")).encode())
    bad("version", "another version", "standing", 1, put(("v",), 2))
    bad("version-true", "true is not 1", "standing", 1, put(("v",), True))
    bad("claim", "an unknown claim", "standing", 1, put(("claim",), "truth"))
    bad("claim-swapped", "an entry proof that calls itself a receipt", "entry", 1, put(("claim",), "receipt"))
    bad("unknown-member", "an unknown member", "entry", 1, lambda v: v.update(note="x"))
    bad("missing-witness", "no `witness`", "standing", 1, lambda v: v.pop("witness") and None)
    bad("null-for-absent", "null in the place of an absent member", "entry", 1, lambda v: v.update(standing=None))
    bad("unknown-member-of-entry", "an unknown member of an entry", "entry", 1, lambda v: v["logs"][0]["entries"][0].update(x=1))
    bad("log-with-path", "a recounted entry with a path", "log", 1, lambda v: v["logs"][0]["entries"][0].update(path=[]))
    bad("logs-out-of-order", "logs out of order", "standing", 1, lambda v: v["logs"].reverse())
    bad("log-twice", "a log twice", "standing", 1, lambda v: v["logs"].insert(0, v["logs"][0]))
    bad("entries-out-of-order", "entries out of order", "entry", 1, lambda v: v["logs"][0]["entries"].reverse())
    bad("entry-twice", "an entry twice", "entry", 1, lambda v: v["logs"][0]["entries"].insert(0, v["logs"][0]["entries"][0]))
    bad("head-index", "an entry under a head that is not there", "entry", 1, put((*entry, "head"), 7))
    bad("head-index-true", "false is not 0", "entry", 1, put((*entry, "head"), False))
    bad("head-unused", "a head that no entry needs", "entry-two-heads", 1, lambda v: [e.update(head=0) for e in v["logs"][0]["entries"]] and None)
    bad("witness-index", "a witness of a log that is not there", "entry", 1, put(("witness", 0, "log"), 1))
    bad("witness-twice", "a witness line twice", "entry", 1, lambda v: v["witness"].insert(0, v["witness"][0]))
    bad("no-logs", "no logs", "entry", 1, put(("logs",), []))
    bad("fork-one-note", "one note", "fork-equal", 1, lambda v: v["fork"]["notes"].pop() and None)

    bad("charter-member", "a charter with an unknown member", "standing", 2, lambda v: v["charter"].update(more=1))
    bad("charter-one-key", "two parties with one root key", "standing", 2, lambda v: v["charter"]["parties"]["usa"].update(root=v["charter"]["parties"]["rus"]["root"]))
    bad("charter-other", "another charter than the one that is trusted", "standing", 3, put(("charter", "exercise"), False))
    bad("anchor-other", "the hash of other talks", "standing", 3, lambda v: None, anchor=other.charter.id)
    bad("channel-other-dialogue", "a channel of another dialogue", "standing", 4, put(("channel", "dialogue"), other.charter.id))
    bad("channel-stranger", "a log of a party that is no member", "entry", 4, put((*first_log, "party"), "utopia"))
    bad("channel-false-plenary", "another nonce in the plenary", "standing", 4, put(("channel", "nonce"), b64(bytes(32))))
    bad("certificate-changed", "a certificate that was changed", "entry", 5, put((*first_log, "certs", 0, "cert", "from"), 1))
    bad("certificate-of-other-log", "a certificate for another party's log", "standing", 5, lambda v: v["logs"][0].update(certs=v["logs"][1]["certs"]))
    bad("generation", "the log passed off as another generation", "entry", 5, put((*first_log, "generation"), 1))
    bad("certificates-out-of-order", "certificates out of order", "rekeyed", 5, lambda v: v["logs"][0]["certs"].reverse())
    bad("signature-changed", "a signature that was changed", "entry", 6, put((*first_log, "heads", 0), lambda t: t[:2000] + flip(t[2000:])))
    bad("head-size", "a head of another size", "entry", 6, put((*first_log, "heads", 0), lambda t: t.replace("\n5\n", "\n6\n", 1)))
    bad("head-one-signature", "a head with one signature", "entry", 6, put((*first_log, "heads", 0), lambda t: t[: t.rindex("\u2014")]))
    bad("head-of-other-log", "the head of another log", "standing", 6, lambda v: v["logs"][0].update(heads=v["logs"][1]["heads"]))
    bad("certificate-unused", "a certificate that no head needs", "entry", 6, lambda v: v["logs"][0]["certs"].append(make_certificate(talk.roots["rus"], talk.log("rus").id, keys_of("unused").public, 99)))
    bad("rekeyed-old-key-only", "the head after a rekey with the old certificate alone", "rekeyed", 6, lambda v: v["logs"][0]["certs"].pop() and None)
    bad("heads-out-of-order", "heads out of order", "entry-two-heads", 6, heads_swapped)
    bad("value", "another value of an opened field", "entry", 7, put((*entry, "open", -1, 2), "rus"))
    bad("salt", "another salt", "entry", 7, put((*entry, "open", 0, 1), b64(bytes(32))))
    bad("opening-name", "another name", "entry", 7, put((*entry, "open", 0, 0), "kin"))
    bad("openings-out-of-order", "openings out of order", "entry", 7, lambda v: v["logs"][0]["entries"][0]["open"].reverse())
    bad("leaves-nine", "nine hashes", "entry", 7, lambda v: v["logs"][0]["entries"][0]["leaves"].append(b64(bytes(32))))
    bad("leaf-spelling", "base64 in a second spelling", "entry", 7, put((*entry, "leaves", 7), lambda t: t.rstrip("=")))
    bad("path-64", "a path of 64 hashes", "entry", 7, put((*entry, "path"), [b64(bytes(32))] * 64))
    bad("pad", "another pad", "entry", 8, put((*entry, "leaves", 7), flip))
    bad("path", "another path", "entry", 8, put((*entry, "path", 0), flip))
    bad("path-short", "a path without its last hash", "entry", 8, lambda v: v["logs"][0]["entries"][0]["path"].pop() and None)
    bad("index", "another index", "entry", 8, put((*first_log, "entries", 1, "index"), 4))
    bad("index-beyond", "an index beyond the head", "entry", 8, put((*first_log, "entries", 1, "index"), 5))
    bad("log-entry-missing", "a recounted log without its last entry", "log", 8, lambda v: v["logs"][0]["entries"].pop() and None)
    bad("log-entries-swapped", "a recounted log in another order", "log", 8, lambda v: v["logs"][0]["entries"].insert(0, v["logs"][0]["entries"].pop(1)))
    asked = ("standing", "sections", 4)  # requests/rus, after groups, issues, measures and meetings
    bad("section-value", "another number in a section", "standing", 9, put((*asked, 2, "partial"), 0))
    bad("section-salt", "another salt of a section", "standing", 9, put((*asked, 1), flip))
    bad("section-hash", "another hash of a hidden section", "standing", 9, put(("standing", "sections", 0, "hash"), flip))
    bad("section-none", "no section shown", "standing", 9, put(("standing", "sections"), lambda s: [item if isinstance(item, dict) else {"hash": b64(bytes(32))} for item in s]))
    bad("section-missing", "a section left out", "standing", 9, lambda v: v["standing"]["sections"].pop() and None)
    bad("rules", "another rules version", "standing", 9, put(("standing", "rules"), 2))
    bad("cut-acts", "another number of acts in the cut", "standing", 9, put(("standing", "cut", "logs", 0, 2), 2))
    bad("cut-root", "another root in the cut", "standing", 9, put(("standing", "cut", "logs", 0, 4), flip))
    bad("cut-member", "a member missing in the cut", "standing", 9, lambda v: v["standing"]["cut"]["logs"].pop() and None)
    bad("cut-channel", "the cut of another channel", "standing", 9, put(("standing", "cut", "channel"), other.channel.id))
    bad("cut-version-true", "true is not 1", "standing", 9, put(("standing", "cut", "v"), True))
    bad("kind-not-shown", "the kind of the signing seal is not shown", "standing", 9, lambda v: v["logs"][0]["entries"][0]["open"].pop(2) and None)
    bad("standing-not-shown", "the standing in the signing seal is not shown", "standing", 9, lambda v: v["logs"][0]["entries"][0]["open"].pop() and None)
    bad("nothing-open", "an entry of which nothing is open", "entry", 9, put((*first_log, "entries", 1, "open"), []))
    bad("receipt-swapped", "by and of swapped", "receipt", 9, put(("receipt",), {"by": "rus", "of": "usa"}))
    bad("receipt-self", "a party that receives its own", "receipt", 9, put(("receipt",), {"by": "rus", "of": "rus"}))
    bad("receipt-unknown-member", "an unknown member of `receipt`", "receipt", 9, lambda v: v["receipt"].update(x=1))
    bad("fork-prefix-for-equal", "a prefix for equal sizes", "fork-equal", 9, lambda v: v["fork"].update(prefix=[b64(bytes(32)), [b64(bytes(32))]]))
    bad("fork-no-prefix", "different sizes without a prefix", "fork-different", 9, lambda v: v["fork"].pop("prefix") and None)
    bad("fork-prefix-root", "a prefix that does not lead to the larger root", "fork-different", 9, put(("fork", "prefix", 0), flip))
    bad("fork-order", "notes out of order", "fork-different", 6, lambda v: v["fork"]["notes"].reverse())
    bad("fork-same-note", "a note and itself", "fork-equal", 6, lambda v: v["fork"].update(notes=[v["fork"]["notes"][0]] * 2))
    bad("fork-two-certificates-one-key", "two certificates of one key", "fork-equal", 5, lambda v: v["fork"]["certs"].append(make_certificate(keys_of("forked-equal", "rus", "root"), log_of(v), keys_of("forked-equal", v_channel(v), "rus", 0, 0).public, 1)))
    bad("witness-line", "a cosignature that does not hold", "entry", 10, put(("witness", 0, "line"), lambda t: t[:-8] + "AAAA" + t[-4:]))
    bad("witness-of-other-head", "a cosignature of another witness under this key", "entry", 10, lambda v: v["witness"][0].update(line=v["witness"][1]["line"]))
    bad("witness-vkey", "a key id that is not that of the key", "entry", 10, put(("witness", 0, "vkey"), lambda t: re.sub(r"\+[0-9a-f]{8}\+", "+00000000+", t)))
    bad("witness-line-feed", "a line feed after the line", "entry", 10, put(("witness", 0, "line"), lambda t: t + "\n"))

    # rightly signed, and still not what is claimed
    def build(name, what, step, value, which):
        add("proofs", "bad-" + name, what, "verify-proof", {**raw_input(canonical.encode(value)), "charter": which.charter.id}, {"verdict": "not proven", "step": step})

    receipt, _ = bases["receipt"]
    later = json.loads(build_entry_proof(charter, channel, [talk.part("rus", [(2, {"kind", "to"})], pouch=2)]))
    build("receipt-later-head", "a head later than the one that was named", 9, {**receipt, "logs": [later["logs"][0], receipt["logs"][1]]}, talk)
    earlier = json.loads(build_entry_proof(charter, channel, [talk.part("usa", [(1, {"kind", "seen/rus"})])]))
    build("receipt-earlier-seal", "a seal that had not seen it", 9, {**receipt, "logs": [receipt["logs"][0], earlier["logs"][0]]}, talk)
    act = json.loads(build_entry_proof(charter, channel, [talk.part("rus", [(2, {"kind"})])]))
    proof, _ = bases["standing"]
    build("standing-signed-by-act", "an act in the place of the seal", 9, {**proof, "logs": [act["logs"][0], proof["logs"][1]]}, talk)
    two_seals = json.loads(build_entry_proof(charter, channel, [talk.part("rus", [(4, {"kind", "cut", "standing"}), (-1, {"kind", "cut", "standing"})])]))
    build("standing-two-seals", "two seals of one signer", 9, {**proof, "logs": [two_seals["logs"][0], proof["logs"][1]]}, talk)
    old_seal = json.loads(build_entry_proof(charter, channel, [talk.part("rus", [(4, {"kind", "cut", "standing"})])]))
    build("standing-other-cut", "a seal over another cut", 9, {**proof, "logs": [old_seal["logs"][0], proof["logs"][1]]}, talk)
    early = Talk("rus", "usa", seed="scene")
    early.seal("rus", attest=[(cut.digest, standing.digest)])
    attest = json.loads(build_entry_proof(charter, channel, [early.part("rus", [(-1, {"kind", "attest"})])]))
    build("standing-attested-before", "a seal that attests a cut of acts that it had not written yet", 9, {**proof, "logs": [attest["logs"][0], proof["logs"][1]]}, early)
    shared = Talk("rus", "usa", seed="shared")
    shared.log("usa").keys[0] = shared.log("rus").keys[0]
    shared.log("usa").certs[0] = make_certificate(shared.roots["usa"], shared.log("usa").id, shared.log("rus").keys[0].public, 0)
    for party in ("rus", "usa"):
        shared.seal(party)
    logs = [json.loads(build_entry_proof(shared.charter.raw, shared.channel.value, [shared.part(party, [(0, {"kind"})])])) for party in ("rus", "usa")]
    build("one-key-two-logs", "two logs with one key, rightly certified", 5, {**logs[0], "logs": [logs[0]["logs"][0], logs[1]["logs"][0]]}, shared)
    rooted = Talk("rus", "usa", seed="rooted")
    rooted.log("usa").keys[0] = rooted.roots["usa"]
    rooted.log("usa").certs[0] = make_certificate(rooted.roots["usa"], rooted.log("usa").id, rooted.roots["usa"].public, 0)
    rooted.seal("usa")
    value = {"v": 1, "claim": "entry", "charter": rooted.charter.value, "channel": rooted.channel.value, "witness": [], "logs": [entry_log(rooted, "usa", 0, ["kind"])]}
    build("root-key-seals", "a root key that seals", 5, value, rooted)
    return bases


def entry_log(talk, party, index, names):
    """A log of an entry proof, put together without asking whether it would verify."""
    log = talk.log(party)
    leaves, openings = leaves_and_openings(log.entries[index])
    path = [b64(node) for node in inclusion_proof(log.leaves, index, log.sealed[-1].head.size)]
    shown = [[o.name, b64(o.salt), o.value] for o in openings if o.name in names]
    entry = {"head": 0, "index": index, "leaves": [b64(leaf) for leaf in leaves], "open": shown, "path": path}
    return {"party": party, "generation": 0, "certs": log.certs[:1], "heads": [log.sealed[-1].note.decode()], "entries": [entry]}


def v_channel(value):
    from detente.record.charter import parse_channel_charter, parse_charter

    return parse_channel_charter(value["channel"], parse_charter(canonical.encode(value["charter"]))).id


def log_of(value):
    return value["fork"]["certs"][0]["cert"]["log"]


def tlog_vectors(talk, witness):
    one, _, _ = witness
    log = talk.log("rus")
    sealed = log.sealed[1]
    checkpoint = Checkpoint(origin_of(log.id), sealed.head.size, sealed.head.root)
    keys = keys_of("witness")
    own = parse_note(sealed.note)
    line = cosign_ed25519(one.name, keys.ed25519, own.text, 1632988800)
    path = tuple(inclusion_proof(log.leaves, 2, sealed.head.size))
    pair = format_public_pair(log.keys[0].public)
    base = {"leaf": b64(log.leaves[2]), "keys": pair, "origin": checkpoint.origin, "witnesses": [format_vkey(one)]}
    plain = format_tlog_proof(TlogProof(2, path, own))
    seen = format_tlog_proof(TlogProof(2, path, Note(own.text, (*own.signatures, line)), b"extra"))
    add("tlog-proofs", "plain", "an entry in a log", "tlog-proof", {**base, "proof": plain.decode()}, {**OK, "size": sealed.head.size, "witnessed": []})
    add("tlog-proofs", "witnessed", "with a witness's line and extra data", "tlog-proof", {**base, "proof": seen.decode()}, {**OK, "witnessed": [1632988800]})
    add("tlog-proofs", "unknown-witness", "a line of a witness that the reader does not know", "tlog-proof", {**base, "proof": seen.decode(), "witnesses": []}, {**OK, "witnessed": []})

    def bad(name, what, proof, **change):
        add("tlog-proofs", "bad-" + name, what, "tlog-proof", {**base, "proof": proof, **change}, REFUSED)

    text = seen.decode()
    bad("leaf", "another leaf", text, leaf=b64(log.leaves[3]))
    bad("index", "another index", text.replace("index 2", "index 1"))
    bad("index-zero", "a leading zero", text.replace("index 2", "index 02"))
    bad("origin", "another log", text, origin=origin_of(talk.log("usa").id))
    bad("first-line", "another version", text.replace("@v1", "@v2"))
    bad("witness", "a known witness's line that does not hold", text[:-12] + "AAAA" + text[-8:])
    bad("own-lines-swapped", "the log's lines are not first", format_tlog_proof(TlogProof(2, path, Note(own.text, (line, *own.signatures)))).decode())
    return seen


# ---------------------------------------------------------------- pouches, asks, containers, folds


def pouch_vectors(talk, other):
    def case(name, what, which, raws, outcomes, agreed=(), **verdict):
        pouches = []
        for raw in raws:
            try:
                pouches.append({"pouch": raw.decode()})
            except UnicodeDecodeError:
                pouches.append({"pouch_b64": b64(raw)})
        value = {"charter": which.charter.raw.decode(), "channel": which.channel.id, "agreed": list(agreed), "pouches": pouches}
        add("pouches", name, what, "pouches", value, {**OK, "outcomes": outcomes, **verdict})

    def all_of(which):
        return [sealed.pouch for key in sorted(which.logs) for sealed in which.logs[key].sealed]

    rus, usa = (log.sealed for log in (talk.log("rus"), talk.log("usa")))
    order = [rus[0], usa[0], rus[1], usa[1], rus[2]]
    cut = {"cut": b64(rus[-1].cut.digest)}
    case("plenary", "a plenary from the start", talk, [s.pouch for s in order], ["admitted"] * 5, **cut)
    case("out-of-order", "what lacks its ancestors is held", talk, [usa[1].pouch, rus[0].pouch, rus[1].pouch, usa[0].pouch, usa[1].pouch], ["held", "admitted", "held", "admitted", "held"])
    case("duplicate", "the same pouch with a pad", talk, [rus[0].pouch, rus[0].pouch + b"pad AAAA\n"], ["admitted", "duplicate"])
    logs = other.log("rus"), other.log("usa")
    order = [logs[0].sealed[0], logs[1].sealed[0], logs[1].sealed[1], logs[1].sealed[2], logs[0].sealed[1], logs[1].sealed[3], logs[0].sealed[2]]
    case("group-rekey", "a group, a rekey, acts that cross", other, [s.pouch for s in order], ["admitted"] * 7, cut=b64(logs[0].sealed[-1].cut.digest))

    # a reopening
    again = Talk("rus", "usa", seed="reopened")
    again.seal("rus")
    again.seal("usa")
    again.act("rus", "request", to="usa")
    again.seal("rus")
    again.open("rus", 1, why="restore")
    again.seal("rus")
    case("reopen", "the next generation, which holds the one before", again, [*all_of(again)[:1], again.log("usa").sealed[0].pouch, *all_of(again)[1:3]], ["admitted"] * 4,
         cut=b64(again.log("rus").sealed[-1].cut.digest))  # fmt: skip

    stolen = Talk("rus", "usa", seed="stolen")
    stolen.seal("rus")
    stolen.seal("usa")
    old = stolen.log("rus")
    new = stolen.open("rus", 1, why="theft")
    new.keys[0] = old.keys[0]
    new.certs[0] = make_certificate(stolen.roots["rus"], new.id, old.keys[0].public, 0)
    fields = {**new.entries[0].fields, "cert": new.certs[0]}
    new.entries.clear(), new.secrets.clear()
    stolen.append("rus", fields)
    pouches = [old.sealed[0].pouch, stolen.log("usa").sealed[0].pouch, stolen.seal("rus").pouch]
    case("bad-reopen-same-key", "a generation that starts with the key of the one before", stolen, pouches, ["admitted", "admitted", "refused 6"])

    # destroyed
    lines = [destroy(e).line if "destroyable" in e.fields else e.line for e in talk.log("rus").entries[2:5]]
    gone = format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 2, rus[1].note, lines)
    first = [rus[0].pouch, usa[0].pouch]
    case("destroyed", "bodies were destroyed, and our party had signed that", talk, [*first, gone], ["admitted"] * 3, agreed=[["rus", 0, 2], ["rus", 0, 3]])
    case("destroyed-not-agreed", "our party never agreed to destroy one of them: held, until it comes whole", talk, [*first, gone, rus[1].pouch], ["admitted"] * 2 + ["held", "admitted"], agreed=[["rus", 0, 2]])

    # a fork
    one, two = forked(seed="forked-equal")
    pouches = [one.log("rus").sealed[0].pouch, one.log("usa").sealed[0].pouch, one.log("rus").sealed[1].pouch, two.log("rus").sealed[1].pouch]
    case("fork", "another root at the same size", one, pouches, ["admitted"] * 3 + ["contradiction"])
    one, two = forked(seed="forked-different", sizes="different")
    pouches = [one.log("rus").sealed[0].pouch, one.log("usa").sealed[0].pouch, one.log("rus").sealed[1].pouch, two.log("rus").sealed[2].pouch]
    case("fork-later", "a pouch of the other branch, whose beginning is not held: held, and asked for", one, pouches, ["admitted"] * 3 + ["held"])

    # refused
    text = rus[0].pouch
    note = rus[0].note
    log = talk.log("rus")

    def bad(name, what, raw, outcome, before=()):
        case("bad-" + name, what, talk, [*before, raw], ["admitted"] * len(before) + [outcome])

    bad("first-line", "another version", text.replace(b"pouch/v1", b"pouch/v2"), "refused 4")
    bad("range", "a range that the checkpoint contradicts", text.replace(b"range 0 2", b"range 0 3"), "refused 4")
    bad("range-zero", "a leading zero", text.replace(b"range 0 2", b"range 0 02"), "refused 4")
    bad("party", "another party than the origin's", text.replace(b" rus 0\n", b" usa 0\n", 1), "refused 4")
    bad("no-certificate", "no certificate", re.sub(rb"cert [^\n]*\n", b"", text), "refused 4")
    bad("two-spaces", "two spaces", text.replace(b"range ", b"range  "), "refused 4")
    bad("stranger", "another channel", format_pouch(talk.charter.id, "0" * 64, LogKey("rus", 0), 0, talk.note("rus", 2, origin=origin_of(log_id(talk.charter.id, "0" * 64, "rus", 0))), [e.line for e in log.entries[:2]], log.certs[0]), "refused 5")
    strange = log_id(talk.charter.id, talk.channel.id, "utopia", 0)
    bad("no-party", "a party that the charter does not name", format_pouch(talk.charter.id, talk.channel.id, LogKey("utopia", 0), 0, talk.note("rus", 2, origin=origin_of(strange)), [e.line for e in log.entries[:2]], log.certs[0]), "refused 5")
    bad("certificate", "a certificate of another root", format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 0, note, [e.line for e in log.entries[:2]], make_certificate(talk.roots["usa"], log.id, log.keys[0].public, 0)), "refused 6")
    bad("certificate-from-1", "a first certificate that starts later", format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 0, note, [e.line for e in log.entries[:2]], make_certificate(talk.roots["rus"], log.id, log.keys[0].public, 1)), "refused 6")
    bad("root-key", "a root key that seals", format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 0, note, [e.line for e in log.entries[:2]], make_certificate(talk.roots["rus"], log.id, talk.roots["rus"].public, 0)), "refused 6")
    bad("signature", "a checkpoint of another key", format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 0, talk.note("rus", 2, keys=keys_of("x")), [e.line for e in log.entries[:2]], log.certs[0]), "refused 7")
    line = log.entries[0].line
    bad("white-space", "a space in an entry", text.replace(b'["e","', b'["e", "', 1), "refused 8")
    bad("no-last-line-feed", "the last LF is missing", text[:-1], "refused 8")
    bad("line-missing", "an entry less", text.replace(line + b"\n", b""), "refused 8")
    bad("two-pads", "two pads", text + b"pad AAAA\npad AAAA\n", "refused 8")
    bad("pad-characters", "a pad that is not base64", text + b"pad A-A\n", "refused 8")
    bad("last-not-seal", "the last entry is no seal", format_pouch(talk.charter.id, talk.channel.id, LogKey("rus", 0), 0, talk.note("rus", 1), [line], log.certs[0]), "refused 8")
    bad("entry-changed", "an entry that was changed", text.replace(b'"age1rus"', b'"age1sur"'), "refused 11")

    def spoiled(name, what, outcome, change=lambda fields: fields, before=lambda t: None, act=None, **seal):
        """A dialogue whose last pouch is rightly signed and breaks one rule."""
        spoilt = Talk("rus", "usa", seed="spoilt-" + name)
        first = [spoilt.seal("rus").pouch, spoilt.seal("usa").pouch]
        before(spoilt)
        act = act or (lambda t: t.act("rus", "request", to="usa"))
        act(spoilt)
        raw = spoilt.seal("rus", change=change, **seal).pouch
        case("bad-" + name, what, spoilt, [*first, raw], ["admitted", "admitted", outcome])

    other_root = b64(bytes_of("nowhere"))
    spoiled("cut", "the cut of other acts", "refused 12", lambda f: {**f, "cut": other_root})
    spoiled("prev-size", "another `prev` than the start of the pouch", "refused 12", lambda f: {**f, "prev": [1, f["prev"][1]]})
    spoiled("prev-root", "a `prev` that nobody holds", "held", lambda f: {**f, "prev": [2, other_root]})
    spoiled("seal-field", "a seal with a field that seals do not have", "refused 12", lambda f: {**f, "text": "x"})
    spoiled("names-own-log", "a seal that names its own log", "refused 14", lambda f: {**f, "seen/rus": [[0, 2, f["prev"][1]]]})
    spoiled("names-unknown-head", "a head that is not held", "held", lambda f: {**f, "seen/usa": [[0, 9, other_root]]})
    spoiled("opening-again", "an opening in the middle", "refused 12", act=lambda t: t.append("rus", dict(t.log("rus").entries[0].fields)))
    spoiled("rekey-not-last", "a rekey that is not the last act", "refused 12", act=lambda t: (t.rekey("rus"), t.act("rus", "request", to="usa")))
    spoiled("rekey-same-key", "a rekey to the same key", "refused 12", act=lambda t: t.act("rus", "rekey", cert=make_certificate(t.roots["rus"], t.log("rus").id, t.log("rus").keys[0].public, 4)))
    spoiled("rekey-from", "a rekey that does not start at the end of its pouch", "refused 12", act=lambda t: t.act("rus", "rekey", cert=make_certificate(t.roots["rus"], t.log("rus").id, keys_of("y").public, 9)))

    def opening(name, what, outcome, /, **change):
        spoilt = Talk("rus", "usa", seed="opening-" + name)
        spoilt.logs.pop(LogKey("rus", 0)), spoilt.logs.pop(LogKey("usa", 0))
        spoilt.open("rus", **change)
        case("bad-opening-" + name, what, spoilt, [spoilt.seal("rus").pouch], [outcome])

    opening("name", "a name to which the channel charter does not commit", "refused 12", name={"en": "Other"})
    opening("k", "a secret to which the channel charter does not commit", "refused 12", k=b64(bytes(32)))
    opening("certificate", "another certificate than at the head", "refused 12", cert=None)
    opening("recipients", "no recipients", "refused 12", recipients=[])
    unseen = Talk("rus", "usa", seed="unseen")
    unseen.seal("rus")
    unseen.seal("usa", see=())
    case("bad-opening-before-founder", "an opening that has not seen the founder's", unseen, [unseen.log("rus").sealed[0].pouch, unseen.log("usa").sealed[0].pouch], ["admitted", "refused 12"])
    three = Talk("prc", "rus", "usa", seed="three")
    three.seal("prc"), three.seal("rus"), three.seal("usa", see=("prc",))
    three.act("rus", "request", to="prc")
    three.seal("rus")
    three.act("prc", "acknowledge", re_=[["rus", 0, 2]])
    three.seal("prc")
    three.act("usa", "request", to="prc")
    three.seal("usa", see=("prc",))
    sealed = {party: three.log(party).sealed for party in ("prc", "rus", "usa")}
    case("bad-not-closed", "a seal that has not seen what those it names had seen", three,
         [sealed["prc"][0].pouch, sealed["rus"][0].pouch, sealed["usa"][0].pouch, sealed["rus"][1].pouch, sealed["prc"][1].pouch, sealed["usa"][1].pouch], ["admitted"] * 5 + ["refused 14"])  # fmt: skip

    # asks
    have = {LogKey("rus", 0): rus[-1].head, LogKey("usa", 0): usa[0].head}
    ask = format_ask(Ask(talk.charter.id, talk.channel.id, have, ((LogKey("usa", 0), usa[1].head),), ("ab" * 32,), away=True))
    add("asks", "all", "every kind of line", "ask", {"ask": ask.decode()}, OK)
    add("asks", "padded", "with a pad", "ask", {"ask": ask.decode() + "pad AAAA\n"}, OK)
    for name, what, raw in (("line", "an unknown line", ask + b"more\n"), ("no-channel", "no channel", b"detente-ask/v1\n"), ("size", "a leading zero", ask.replace(b"rus 0 ", b"rus 00 ", 1)),
                            ("version", "another version", ask.replace(b"/v1", b"/v2")), ("no-last-line-feed", "the last LF is missing", ask[:-1])):  # fmt: skip
        add("asks", "bad-" + name, what, "ask", {"ask": raw.decode()}, REFUSED)
    packed = pack([b"detente-note/v1\nx", ask], bytes)
    assert len(packed) == 8192
    add("containers", "two-items", "two items, padded to 8 KiB", "items", {"packed": b64(packed)}, OK)
    for name, what, raw in (("two-members", "two gzip members", packed + packed), ("cut-off", "the end is missing", packed[:-1]), ("not-gzip", "not gzip", b"x" * 100)):
        add("containers", "bad-" + name, what, "items", {"packed": b64(raw)}, REFUSED)

    def gzip(data):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        return packer.compress(data) + packer.flush()

    add("containers", "bad-bomb", "opens to more than 64 MiB", "items", {"packed": b64(gzip(struct.pack(">I", 1 << 27) + bytes((64 << 20) + 1)))}, REFUSED)
    add("containers", "bad-length", "a length beyond the end", "items", {"packed": b64(gzip(struct.pack(">I", 9) + b"x"))}, REFUSED)
    add("containers", "bad-empty-item", "an empty item", "items", {"packed": b64(gzip(struct.pack(">I", 0)))}, REFUSED)
    add("containers", "bad-empty", "no item", "items", {"packed": b64(gzip(b""))}, REFUSED)
    return ask


def fold_vectors():
    none = dict.fromkeys(("sent", "full", "partial", "nil", "declined", "withheld", "holding", "open", "withdrawn", "crossed", "disputed"), 0)

    def act(party, index, kind, seen=(), **kept):
        return {"ref": [party, 0, index], "seen": [["rus" if party == "usa" else "usa", 0, size] for size in seen], "kept": {"kind": kind, "at": AT, **kept}}

    ask = act("rus", 0, "request", to="usa")

    def case(name, what, acts, findings=(), **counts):
        for way, list_of_acts in (("", acts), ("-other-order", [acts[0], *reversed(acts[1:])] if len(acts) == 3 else None)):
            if list_of_acts is not None and not (way and any(a["ref"][0] == acts[1]["ref"][0] for a in acts[2:])):
                add("folds", name + way, what, "fold", {"members": ["rus", "usa"], "acts": list_of_acts},
                    {**OK, "sections": {"requests/rus": {**none, **counts}, "requests/usa": none}, "findings": list(findings)})  # fmt: skip

    def reply(outcome, index=0, seen=(1,)):
        return act("usa", index, "answer", seen, re=[["rus", 0, 0]], outcome=outcome)

    case("open", "a request", [ask], sent=1, open=1)
    for outcome in ("full", "partial", "nil", "declined", "withheld"):
        case("answered-" + outcome, "a final answer", [ask, reply(outcome)], sent=1, **{outcome: 1})
    case("holding", "a holding reply", [ask, reply("holding")], sent=1, holding=1)
    case("holding-then-final", "holding, then partial, then full: the last one counts", [ask, reply("holding"), reply("partial", 1), reply("full", 2)], sent=1, full=1)
    case("final-then-holding", "a holding reply after a final one changes nothing", [ask, reply("full"), reply("holding", 1)], sent=1, full=1)
    withdraw = act("rus", 1, "withdraw", (), re=[["rus", 0, 0]])
    case("withdrawn", "a withdrawal", [ask, withdraw], sent=1, withdrawn=1)
    case("crossed", "answer and withdrawal, neither having seen the other", [ask, withdraw, reply("full")], sent=1, crossed=1)
    case("answer-after-withdrawal", "the answer had seen the withdrawal: no effect", [ask, withdraw, reply("full", 0, (2,))], ["usa/0"], sent=1, withdrawn=1)
    case("withdrawal-after-answer", "the withdrawal had seen the answer: no effect", [ask, reply("full"), act("rus", 1, "withdraw", (1,), re=[["rus", 0, 0]])], ["rus/1"], sent=1, full=1)
    case("withdrawal-after-holding", "a holding reply is not final", [ask, reply("holding"), act("rus", 1, "withdraw", (1,), re=[["rus", 0, 0]])], sent=1, withdrawn=1)
    dispute = act("rus", 1, "dispute", (1,), re=[["usa", 0, 0]])
    case("disputed-twice", "counted once", [ask, reply("nil"), dispute, act("rus", 2, "dispute", (1,), re=[["usa", 0, 0]])], sent=1, nil=1, disputed=1)
    case("unknown-kind", "kept, without effect, a finding", [ask, act("usa", 0, "sing", (1,))], ["usa/0"], sent=1, open=1)
    case("unknown-outcome", "no effect", [ask, reply("maybe")], ["usa/0"], sent=1, open=1)
    case("to-itself", "a request to oneself", [act("rus", 0, "request", to="rus")], ["rus/0"])
    case("to-nobody", "a request to a stranger", [act("rus", 0, "request", to="utopia")], ["rus/0"])
    case("unseen", "an answer to what its author had not seen", [ask, reply("full", 0, ())], ["usa/0"], sent=1, open=1)
    case("own-request", "an answer to one's own request", [ask, act("rus", 1, "answer", (), re=[["rus", 0, 0]], outcome="full")], ["rus/1"], sent=1, open=1)
    case("others-request", "a withdrawal of another's request", [ask, act("usa", 0, "withdraw", (1,), re=[["rus", 0, 0]])], ["usa/0"], sent=1, open=1)
    case("no-reference", "an answer to nothing", [ask, act("usa", 0, "answer", (1,), outcome="full")], ["usa/0"], sent=1, open=1)
    case("two-references", "an answer to two", [ask, act("rus", 1, "request", to="usa"), act("usa", 0, "answer", (2,), re=[["rus", 0, 0], ["rus", 0, 1]], outcome="full")], ["usa/0"], sent=2, open=2)
    case("record-kinds", "an opening is no act of people", [act("rus", 0, "open"), act("rus", 1, "request", to="usa")], sent=1, open=1)


# ---------------------------------------------------------------- the scene of the page


def log_vectors(talk):
    """Parties and generations that no log can have."""
    for name, what, change in (("party", "a party id with a capital", {"party": "Rus"}), ("party-empty", "no party", {"party": ""}),
                               ("party-33", "a party id of 33 characters", {"party": "a" * 33})):
        value = {"dialogue": talk.charter.id, "channel": talk.channel.id, "party": "rus", "generation": 0, **change}
        add("ids", f"bad-log-{name}", what, "log", value, REFUSED)


def beside_vectors():
    """Forms beside the record: what stands in each verdict follows from the page, by hand."""
    from detente.record.dictated import dictate
    from detente.record.sheets import split_file

    def text(name, what, words, **verdict):
        add("plain-texts", name, what, "text", {"text": words}, verdict or REFUSED)

    head = "title: Joint Statement\nlanguage: en\nstatus: authentic\n\n"
    good = head + "{preamble} The Parties, [#1 USA: recalling / RUS: reaffirming] the statement,\n\n{1} # They meet [#3 USA !RUS: at least] twice.\n\n{p2} > # So.\n"
    text("normal", "the one form", good, verdict="ok", form=good, numbers={"1": "1", "p2": "1.1"}, brackets=[1, 3])
    loose = "language: en\n\nThe Parties\nmeet [USA, RUS: soon].\n\n>  # So.\n"
    text("other-spelling", "line ends in a paragraph, no names, no numbers, parties in another order", loose, verdict="ok",
         form="language: en\nstatus: authentic\n\n{p1} The Parties meet [#1 RUS, USA: soon].\n\n{p2} > # So.\n", brackets=[1], numbers={"p2": "1.1"})
    for name, what, words in (
        ("bad-no-language", "no language", "title: x\n\n{1} x\n"), ("bad-never-closed", "a bracket that is never closed", head + "{1} [USA: x\n"),
        ("bad-closed-twice", "a ] without its [", head + "{1} x ]\n"), ("bad-name-twice", "a provision name twice", head + "{1} x\n\n{1} y\n"),
        ("bad-bracket-twice", "a bracket number twice", head + "{1} [#1 x] [#1 y]\n"), ("bad-nine-deep", "brackets nine deep", head + "{1} " + "[x " * 9 + "]" * 9 + "\n"),
        ("bad-direction", "U+202E in words", head + "{1} x\u202ey\n"), ("bad-status", "an unknown status", head.replace("authentic", "binding") + "{1} x\n"),
        ("bad-same-words", "two alternatives of the same words", head + "{1} [USA: x / RUS: x]\n"),
        ("bad-party-twice", "a party that backs two alternatives", head + "{1} [USA: x / USA: y]\n"), ("bad-name", "a name with a capital", head + "{A} x\n"),
    ):
        text(name, what, words)
    for name, path, verdict in (
        ("full", "tile/0/000", {"level": 0, "place": 0, "width": 256}), ("part", "tile/1/x001/x234/067.p/9", {"level": 1, "place": 1234067, "width": 9}),
        ("bad-width-0", "tile/0/000.p/0", None), ("bad-width-256", "tile/0/000.p/256", None), ("bad-leading-zero", "tile/00/000", None), ("bad-short", "tile/0/1", None),
        ("bad-zeros", "tile/0/x000/001", None), ("bad-line-feed", "tile/0/000\n", None), ("bad-arabic-digit", "tile/0/00٣", None), ("bad-up", "tile/0/../000", None),
    ):
        add("tile-paths", name, path, "tile-path", {"path": path}, {"verdict": "ok", **verdict} if verdict else REFUSED)
    whole = bytes(range(256)) * 9
    parts = split_file(whole)
    digest = hashlib.sha256(whole).hexdigest()
    other = parts[1][:-1] + ("A" if parts[1][-1] != "A" else "B")
    for name, what, lines, holds in (
        ("whole", "in any order, one twice, in small letters", [parts[2], parts[0].lower(), parts[1], parts[0]], True), ("bad-missing", "a part is missing", parts[:2], False),
        ("bad-damaged", "a letter is another", [parts[0], other, parts[2]], False), ("bad-none", "no part", ["DETENTE/1/1-1/X"], False),
        ("whole-with-a-stranger", "a text that is no part", [*parts, "https://host.example/"], True),
    ):
        add("sheets", name, what, "sheets", {"lines": lines}, {"verdict": "ok", "sha256": digest} if holds else REFUSED)
    listed = (Path(__file__).resolve().parent.parent / "src" / "detente" / "views" / "spoken" / "en.txt").read_text("utf-8")
    words = tuple(listed.split())
    said = list(dictate(bytes(range(16)), words))
    swapped = [said[1], said[0], *said[2:]]
    for name, what, heard, holds in (
        ("heard", "17 words", said, True), ("capitals", "in capitals", [word.upper() for word in said], True), ("bad-swapped", "two words that changed places", swapped, False),
        ("bad-short", "no check word", said[:16], False), ("bad-long", "a word more", [*said, said[0]], False), ("bad-unknown", "a word that is not in the list", ["xyzzy", *said[1:]], False),
        ("bad-one-word", "one other word", [words[200], *said[1:]], False),
    ):
        add("dictated", name, what, "dictated", {"list": listed, "said": heard}, {"verdict": "ok", "start": bytes(range(16)).hex()} if holds else REFUSED)
    keys = [format_vkey(VerifierKey(f"w{n}.example", COSIGNATURE_ED25519, keys_of("policy", n).public.ed25519)) for n in range(3)]
    three = "".join(f"witness w{n} {key}\n" for n, key in enumerate(keys)) + "group two 2 w0 w1 w2\nquorum two\n"
    for name, what, text_, times, met in (
        ("two-of-three", "the second of three", three, [[keys[2], 30], [keys[0], 10], [keys[1], 20]], 20), ("too-few", "one of three", three, [[keys[0], 10]], None),
        ("none", "nobody is needed, which bounds nothing", "quorum none\n", [[keys[0], 10]], None),
        ("blanks", "blanks, an empty line, a remark", f"# who\n\n\twitness  w0\t{keys[0]} \nquorum w0\n", [[keys[0], 10]], 10),
    ):
        add("policies", name, what, "policy", {"policy": text_, "times": times}, {"verdict": "ok", "met_at": met})
    for name, what, text_ in (
        ("bad-no-quorum", "no quorum", three.replace("quorum two\n", "")), ("bad-undefined", "a name that is not defined", "quorum w0\n"),
        ("bad-member-twice", "one member of two groups", three.replace("quorum", "group more any w0 w1\nquorum")), ("bad-too-many", "four of three", three.replace("two 2", "two 4")),
        ("bad-zero", "none of three", three.replace("two 2", "two 0")), ("bad-key-twice", "one key twice", f"witness a {keys[0]}\nwitness b {keys[0]}\nquorum a\n"),
        ("bad-no-line-feed", "no last line feed", three[:-1]), ("bad-carriage-return", "carriage returns", three.replace("\n", "\r\n")), ("bad-word", "an unknown word", "trust w0\n" + three),
    ):
        add("policies", name, what, "policy", {"policy": text_, "times": []}, REFUSED)
    library = Path(__file__).resolve().parent.parent / "src" / "detente" / "agreements" / "library" / "teaching"
    agreement = (library / "agreement.toml").read_text("utf-8")
    declared = (library / "declarations.toml").read_text("utf-8")
    for name, what, day, rows in FIGURES:
        value = {"agreement": agreement, "declarations": declared, "as_of": day}
        add("figures", name, what, "figures", value, {"verdict": "ok", "figures": rows})
    for name, what, old, new in (
        ("bad-field", "a count by a field that no item has", 'where = "gun', 'where = "cannon'), ("bad-toml", "no TOML", "[[", "[["[:1]), ("bad-format", "another format", "detente-agreement-1", "detente-agreement-9"),
    ):
        assert old in agreement
        add("figures", name, what, "figures", {"agreement": agreement.replace(old, new, 1), "declarations": declared, "as_of": "2020-06-30"}, REFUSED)


FIGURES = (  # as agreements/library/teaching/cases.toml has them by hand; more was declared later than the first day
    ("two-readings", "a gun comes off and its mount stays: the readings part", "2020-07-01", [
        ["north", "armed-boats", "can-carry", 3, None], ["north", "armed-boats", "carries", 2, None], ["north", "boats", "", 4, None],
        ["south", "armed-boats", "can-carry", 1, None], ["south", "armed-boats", "carries", 1, None], ["south", "boats", "", 2, None],
    ]),
)


def scene_value(talk, tlog, ask, bases):
    log = talk.log("rus")
    _, item = contradiction_of("different")
    entry = log.entries[2]
    return {
        "what": "The exercise from which docs/protocol.md takes its examples. Every secret in it is known to everybody.",
        "charter": talk.charter.raw.decode(),
        "dialogue": talk.charter.id,
        "channel": talk.channel.value,
        "channel_id": talk.channel.id,
        "log": log.id,
        "origin": origin_of(log.id),
        "k": b64(talk.k),
        "entry": {"line": entry.line.decode(), "leaf": b64(entry.leaf), "destroyed": destroy(entry).line.decode()},
        "checkpoint": log.sealed[1].note.decode(),
        "certificate": log.certs[0],
        "opening": log.entries[0].fields,
        "seal": talk.log("usa").entries[-1].line.decode(),
        "cut": log.sealed[-1].cut.value,
        "cut_digest": b64(log.sealed[-1].cut.digest),
        "standing_digest": b64(log.sealed[-1].standing.digest),
        "standing": {s.name: s.value for s in log.sealed[-1].standing.sections},
        "evidence": {"kind": "evidence", "at": AT, **evidence_fields(EvidenceAct(item, NO_HEAD))},
        "pouch": log.sealed[1].pouch.decode(),
        "ask": ask.decode(),
        "tlog_proof": tlog.decode(),
        "proof": canonical.encode(bases["standing"][0]).decode(),
    }


def make():
    canonical_vectors()
    talk, other = scene(), group()
    id_vectors(talk, other)
    entry_vectors(talk)
    seal_vectors(talk, other)
    witness = key_vectors(talk)
    succession_vectors(talk)
    ended_vectors()
    ed25519_vectors()
    tree_vectors()
    contradiction_vectors()
    bases = proof_vectors(talk, other, witness)
    tlog = tlog_vectors(talk, witness)
    ask = pouch_vectors(talk, other)
    fold_vectors()
    log_vectors(talk)
    beside_vectors()
    form_vectors(talk, other)
    file_vectors(talk, other)
    shown_vectors(talk, other, bases)
    return scene_value(talk, tlog, ask, bases)


LONG = 1000
RUN = re.compile(r"(.)\1{999,}|(?<=\n)([^\n]{2,80}\n)\2{499,}")
TEXTS = {}


def shorten(value):
    """Take long texts out: many vectors share a charter or a proof, or differ from another by one change (run.py, `resolve`)."""
    if isinstance(value, list):
        return [shorten(item) for item in value]
    if isinstance(value, dict):
        return {name: shorten(item) for name, item in value.items()}
    if not isinstance(value, str) or len(value) < LONG:
        return value
    if isinstance(joined(value), dict):
        return joined(value)
    best = None
    for name, text in TEXTS.items():
        if text == value:
            return {"$text": name}
        if best is not None and best[0] < LONG // 4:
            continue
        if text[:40] != value[:40] and text[-40:] != value[-40:]:
            continue
        start = common(text, value)
        end = common(text[start:][::-1], value[start:][::-1])
        new = value[start : len(value) - end]
        if best is None or len(new) < best[0]:
            best = len(new), {"$text": name, "$splice": [start, len(text) - end, new]}
    if best is not None and best[0] < len(value) // 2:
        return best[1]
    name = hashlib.sha256(value.encode()).hexdigest()[:12]
    TEXTS[name] = value
    return {"$text": name}


def joined(value):
    """A text with long runs of one character, or of one line, as parts."""
    parts, done = [], 0
    for run in RUN.finditer(value):
        unit = run[1] or run[2]
        parts += [value[done : run.start()], [unit, len(run[0]) // len(unit)]]
        done = run.end()
    return {"$join": [part for part in [*parts, value[done:]] if part]} if parts else value


def common(one, two):
    """The length of a common beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == two[:middle] else (low, middle - 1)
    return low


def write(value, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments):
    story = make()
    counts = {}
    for path in VECTORS:
        counts[path.split("/")[0]] = counts.get(path.split("/")[0], 0) + 1
    print("\n".join(f"{kind:<16}{number:>5}" for kind, number in sorted(counts.items())), f"\n{'in all':<16}{len(VECTORS):>5}")
    if arguments not in (["--add"], ["--all"]):
        print("nothing written; see --add and --all at the top of this file")
        return 0
    if arguments == ["--all"]:
        shutil.rmtree(FOLDER, ignore_errors=True)
    TEXTS.update((path.stem, path.read_bytes().decode()) for path in sorted((FOLDER / "texts").glob("*.txt")))
    for path, vector in VECTORS.items():
        if not (FOLDER / (path + ".json")).exists():
            write({**vector, "input": shorten(vector["input"])}, FOLDER / (path + ".json"))
            print("new:", path)
    for name, text in TEXTS.items():
        (FOLDER / "texts").mkdir(exist_ok=True)
        (FOLDER / "texts" / (name + ".txt")).write_bytes(text.encode())
    if not (FOLDER / "scene.json").exists():
        write(story, FOLDER / "scene.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
