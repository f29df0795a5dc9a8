"""The contract of README.md over our own package: `python conformance/python_contract.py COMMAND FILE [--charter HASH|none]`.

Prints one line of JSON with the verdict. Exit code 0 if it holds, 1 if it is refused, 2 if the command is wrong.
`answer(command, raw, charter)` is the same in process, for tests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

from detente.dialogue.counting import read_section
from detente.dialogue.fold import Act, Fold, Ref
from detente.dialogue.talks import in_causal_order
from detente.dialogue.texts import text_digest
from detente.errors import N_, DetenteError, FormatError, TheirData
from detente.record import canonical
from detente.record.channel import Admission, Channel, Duplicate, Held, Refused
from detente.record.charter import (
    Party,
    fingerprint,
    is_party_id,
    log_id,
    origin_of,
    parse_channel_charter,
    parse_charter,
    parse_public_pair,
    plenary_channel,
)
from detente.record.checkpoint import verify_checkpoint
from detente.record.container import split_items, unpack
from detente.record.cosignature import verify_cosignature
from detente.record.dictated import hear
from detente.record.entry import parse_entry, person_message
from detente.record.evidence import Contradiction, verify_contradiction
from detente.record.keys import verify_certificate
from detente.record.note import parse_signature_line, parse_vkey
from detente.record.policy import parse_policy
from detente.record.pouch import parse_ask, parse_pouch_head
from detente.record.proof import verify_proof
from detente.record.seal import HeadId, LogKey, parse_cut, parse_seal
from detente.record.sheets import join_parts
from detente.record.signatures import ed25519_public_key_is_sound, verify_ed25519
from detente.record.standing import make_standing
from detente.record.text import decode_base64, encode_base64, parse_hex
from detente.record.tiles import parse_tile_path
from detente.record.tlog_proof import parse_tlog_proof, verify_tlog_proof
from detente.record.tree import verify_consistency, verify_inclusion
from detente.texts.form import format_version, parse_version
from detente.texts.numbering import numbers

OK = {"verdict": "ok"}
REFUSED = {"verdict": "refused"}
RAW = {"canonical", "charter", "verify-proof"}
"""Commands whose FILE is the thing itself; that of the others is a JSON object, the `input` of a vector."""


def _bytes(value, name):
    """A member of the input that is text, or bytes in base64 under name_b64."""
    return decode_base64(value[name + "_b64"]) if name + "_b64" in value else value[name].encode()


def _canonical(raw, _charter):
    canonical.decode(raw, limit=1 << 20)
    return OK


def _charter(raw, _charter):
    charter = parse_charter(raw)
    return {
        **OK, "dialogue": charter.id, "plenary": plenary_channel(charter).id,
        "fingerprints": {name: fingerprint(party.root) for name, party in charter.parties.items()},
    }  # fmt: skip


def _proof(raw, charter):
    anchor = None if charter in {None, "none"} else charter
    verdict = verify_proof(raw, charter_digest=anchor, read_section=read_section)
    said = {"verdict": verdict.status, "step": verdict.step}
    if verdict.step is None:
        value = verdict.to_json()
        said |= {name: value[name] for name in ("claim", "signers", "caveats")}
        said["standing"] = value["standing"] and value["standing"]["digest"]
    return said


def _channel(value):
    channel = parse_channel_charter(value["channel"], parse_charter(value["charter"].encode()))
    return {**OK, "channel": channel.id}


def _log(value):
    parse_hex(value["dialogue"], 32), parse_hex(value["channel"], 32)
    if not is_party_id(value["party"]) or type(value["generation"]) is not int or not 0 <= value["generation"] <= canonical.MAX_INTEGER:
        return REFUSED
    log = log_id(value["dialogue"], value["channel"], value["party"], value["generation"])
    return {**OK, "log": log, "origin": origin_of(log)}


def _entry(value):
    entry = parse_entry(_bytes(value, "line"))
    return {**OK, "leaf": encode_base64(entry.leaf), "kept": sorted(entry.kept), "destroyed": entry.destroyed}


def _person(value):
    message = person_message(value["log"], decode_base64(value["secret"], 32), value["fields"])
    signature = decode_base64(value["fields"]["by"]["ed25519"], 64)
    if not verify_ed25519(decode_base64(value["key"], 32), signature, message):
        return REFUSED
    return {**OK, "message_sha256": hashlib.sha256(message).hexdigest()}


def _seal(value):
    parse_seal(value["fields"])
    return OK


def _cut(value):
    return {**OK, "digest": encode_base64(parse_cut(value["cut"]).digest)}


def _standing(value):
    standing = make_standing(decode_base64(value["k"], 32), decode_base64(value["cut"], 32), value["rules"], value["sections"])
    return {**OK, "digest": encode_base64(standing.digest), "salts": {s.name: encode_base64(s.salt) for s in standing.sections}}


def _party_of(root):
    """A party of which nothing but the root key is known: no succession can be checked."""
    return Party("", "party", {}, parse_public_pair(root), (), b"", b"")


def _certificate(value):
    party = parse_charter(value["charter"].encode()).parties[value["party"]] if "charter" in value else _party_of(value["root"])
    certificate = verify_certificate(value["cert"], party, value["log"], value.get("generation"))
    return {**OK, "from": certificate.start}


def _checkpoint(value):
    checkpoint = verify_checkpoint(_bytes(value, "note"), parse_public_pair(value["keys"]), value["origin"])
    return {**OK, "size": checkpoint.size, "root": encode_base64(checkpoint.root)}


def _ed25519(value):
    key, signature, message = (decode_base64(value[name]) for name in ("key", "signature", "message"))
    holds = ed25519_public_key_is_sound(key) and verify_ed25519(key, signature, message)
    return OK if holds else REFUSED


def _inclusion(value):
    proof = [decode_base64(node, 32) for node in value["proof"]]
    verify_inclusion(decode_base64(value["leaf"], 32), value["index"], value["size"], proof, decode_base64(value["root"], 32))
    return OK


def _consistency(value):
    proof = [decode_base64(node, 32) for node in value["proof"]]
    verify_consistency(value["old"], value["new"], proof, decode_base64(value["old_root"], 32), decode_base64(value["new_root"], 32))
    return OK


def _contradiction(value):
    prefix = None
    if "prefix" in value:
        if type(value["prefix"]) is not list or len(value["prefix"]) != 2:
            raise FormatError(N_("a prefix is [root, [hashes]]"))
        prefix = (decode_base64(value["prefix"][0], 32), tuple(decode_base64(node, 32) for node in value["prefix"][1]))
    item = Contradiction(
        LogKey(value["party"], value["generation"]), tuple(note.encode() for note in value["notes"]), tuple(value["certs"]), prefix
    )
    verify_contradiction(item, parse_charter(value["charter"].encode()), value["channel"])
    return OK


def _cosignature(value):
    line = parse_signature_line(value["line"].encode())
    return {**OK, "time": verify_cosignature(parse_vkey(value["vkey"]), line, value["body"].encode())}


def _tlog_proof(value):
    proof = parse_tlog_proof(value["proof"].encode())
    witnesses = [parse_vkey(text) for text in value["witnesses"]]
    proven = verify_tlog_proof(proof, decode_base64(value["leaf"], 32), parse_public_pair(value["keys"]), value["origin"], witnesses)
    return {**OK, "size": proven.checkpoint.size, "witnessed": sorted(proven.witnessed.values())}


def _ask(value):
    parse_ask(_bytes(value, "ask"))
    return OK


def _items(value):
    items = split_items(unpack(decode_base64(value["packed"])))
    return {**OK, "items": [hashlib.sha256(item).hexdigest() for item in items]}


def _opens(raw):
    """Whether a pouch is the first of its log, or none at all, of which step 4 has more to say."""
    try:
        return parse_pouch_head(raw).start == 0
    except TheirData:
        return True


def _pouches(value):
    """Admit in the order given; a held pouch stays held. No log is ours; `agreed` lists entries whose destruction our party signed."""
    channel = Channel(parse_charter(value["charter"].encode()), value["channel"])
    channel.may_be_destroyed = lambda log, index: [log.party, log.generation, index] in value["agreed"]
    leaves, notes, outcomes = {}, {}, []
    channel.note_of = lambda log, head: notes[log, head]
    for number in range(len(value["pouches"])):
        raw = _bytes(value["pouches"][number], "pouch")
        try:
            if channel.channel_charter is None and not _opens(raw):
                raise Refused(5, FormatError(N_("a pouch of a channel that is not known yet")))
            outcome = channel.check(raw, None, lambda log, head: leaves[log, head])
        except Refused as error:
            outcomes.append(f"refused {error.step}")
            continue
        if isinstance(outcome, Admission):
            log, head = outcome.pouch.log, outcome.head
            leaves[log, head.id] = leaves.get((log, head.prev), []) + [entry.leaf for entry in outcome.entries]
            notes[log, head.id] = outcome.pouch.note
            channel.apply(outcome)
            outcomes.append("admitted")
        else:
            outcomes.append("held" if isinstance(outcome, Held) else "duplicate" if isinstance(outcome, Duplicate) else "contradiction")
    return {"verdict": "ok", "outcomes": outcomes, "cut": encode_base64(channel.cut(channel.vector()).digest)}


def _fold(value):
    fold = Fold(value["members"], plenary=value.get("plenary", True))
    acts = []
    for act in value["acts"]:
        vector = {LogKey(party, generation): HeadId(size, b"") for party, generation, size in act["seen"]}
        acts.append(Act(Ref(*act["ref"]), act["kept"], vector))
    for act in in_causal_order(acts, lambda act: act):
        fold.apply(act)
    # Of the sections of rules 1 the contract compares those of requests: all that the second implementation has so far.
    sections = {name: section for name, section in fold.sections().items() if name.startswith("requests/")}
    return {**OK, "sections": sections, "findings": sorted({str(finding.ref) for finding in fold.all_findings()})}


def _text(value):
    """The plain text of a text: its one spelling, the numbers that a reader sees, its brackets, and the digest of it as the only version."""
    version = parse_version(_bytes(value, "text").decode())
    form = format_version(version)
    brackets = [bracket.id for _, bracket, _ in version.brackets()]
    digest = text_digest({version.language: form})
    return {**OK, "form": form, "numbers": numbers(version), "brackets": brackets, "digest": encode_base64(digest)}


def _tile_path(value):
    tile = parse_tile_path(value["path"])
    return {**OK, "level": tile.level, "place": tile.place, "width": tile.width}


def _sheets(value):
    joined = join_parts(value["lines"])
    if joined.data is None:
        return REFUSED
    return {**OK, "sha256": hashlib.sha256(joined.data).hexdigest()}


def _dictated(value):
    heard = hear(value["said"], tuple(value["list"].split()))
    return REFUSED if heard.start is None else {**OK, "start": heard.start.hex()}


def _policy(value):
    policy = parse_policy(_bytes(value, "policy"))
    return {**OK, "met_at": policy.met_at({parse_vkey(vkey): at for vkey, at in value["times"]})}


def _figures(value):
    """What an agreement counts out of declarations: for each party, rule and reading a number, or why there is none."""
    from detente.agreements.book import Asked, Book  # noqa: PLC0415 - only this needs DuckDB
    from detente.agreements.checking import check  # noqa: PLC0415
    from detente.agreements.counting import Counter  # noqa: PLC0415
    from detente.agreements.engine import DuckEngine  # noqa: PLC0415
    from detente.agreements.loading import parse_agreement, parse_declarations  # noqa: PLC0415
    from detente.agreements.rules import compile_rules  # noqa: PLC0415

    rules = compile_rules(*parse_agreement(value["agreement"].encode()))
    held = parse_declarations(value["declarations"].encode(), rules.agreement)
    found = check(Counter(rules, Book(rules.agreement, held), DuckEngine()), Asked(dt.date.fromisoformat(value["as_of"])))
    rows = [
        [each.figure.party, each.figure.rule.count.id, each.figure.rule.reading or "", each.figure.value, each.figure.why] for each in found
    ]
    return {**OK, "figures": sorted(rows, key=lambda row: row[:3])}


COMMANDS = {
    "channel": _channel, "log": _log, "entry": _entry, "person": _person, "seal": _seal, "cut": _cut, "standing": _standing,
    "certificate": _certificate, "checkpoint": _checkpoint, "ed25519": _ed25519, "inclusion": _inclusion,
    "consistency": _consistency, "contradiction": _contradiction, "cosignature": _cosignature, "tlog-proof": _tlog_proof,
    "ask": _ask, "items": _items, "pouches": _pouches, "fold": _fold,
    "text": _text, "tile-path": _tile_path, "sheets": _sheets, "dictated": _dictated, "policy": _policy, "figures": _figures,
}  # fmt: skip


def answer(command, raw, charter=None):
    """The verdict on what lies in a file."""
    try:
        if command in RAW:
            return {"canonical": _canonical, "charter": _charter, "verify-proof": _proof}[command](raw, charter)
        return COMMANDS[command](json.loads(raw))
    except TheirData:
        return REFUSED
    except DetenteError:  # a value that has no canonical form, a size that nobody may ask for
        return REFUSED


def main(arguments):
    charter = None
    if "--charter" in arguments:
        at = arguments.index("--charter")
        charter = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) != 2 or arguments[0] not in RAW | COMMANDS.keys():
        print(__doc__, file=sys.stderr)
        return 2
    verdict = answer(arguments[0], Path(arguments[1]).read_bytes(), charter)
    print(json.dumps(verdict, sort_keys=True))
    return 0 if verdict["verdict"] in {"ok", "proven", "consistent"} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
