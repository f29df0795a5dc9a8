"""Readers of the record: what is signed, and what carries it."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Final

import pyrage

from detente.dialogue.counting import read_section
from detente.errors import CallerError, FormatError, SignatureError, TheirData
from detente.record import canonical
from detente.record.charter import Party, format_public_pair, parse_channel_charter, parse_charter, parse_public_pair, plenary_channel
from detente.record.checkpoint import format_checkpoint_body, parse_checkpoint_body, parse_checkpoint_note, verify_checkpoint
from detente.record.container import open_container, split_items, unpack
from detente.record.cosignature import verify_cosignature
from detente.record.dictated import dictate, fold_word, hear
from detente.record.entries import make_entries, parse_entries
from detente.record.entry import destroy, leaf_of, leaves_and_openings, make_entry, parse_entry
from detente.record.evidence import evidence_fields, parse_evidence
from detente.record.keys import verify_certificate
from detente.record.note import format_note, format_signature_line, format_vkey, parse_note, parse_signature_line, parse_vkey
from detente.record.policy import format_policy, parse_policy
from detente.record.pouch import format_ask, format_pouch, parse_ask, parse_pouch_body, parse_pouch_head, without_pad
from detente.record.proof import verify_proof
from detente.record.seal import parse_cut, parse_seal, seal_fields
from detente.record.sheets import join_parts, split_file, whole_of
from detente.record.text import decode_base64, encode_base64, format_size, parse_hex, parse_size
from detente.record.tiles import format_tile_path, parse_tile_path, tiles_of, verify_tiles
from detente.record.tlog_proof import format_tlog_proof, parse_tlog_proof
from detente.record.tree import root_of
from detente.record.witness import format_add_checkpoint, format_answer, parse_add_checkpoint, parse_answer, parse_conflict
from detente.views.dictated import words_of
from tests.fuzz import known
from tests.fuzz.judging import Target, must

_SAME = "it is written as other bytes"


# ---------------------------------------------------------------- values


def _canonical(data: bytes) -> None:
    value = canonical.decode(data, limit=1 << 20)
    must(canonical.encode(value) == data, _SAME)
    must(json.loads(data) == value, "the standard library reads another value")


def _small(data: bytes) -> None:
    """The small forms: base64, a size, hexadecimal digits."""
    found = 0
    for read, write in (
        (decode_base64, lambda value: encode_base64(value).encode()),
        (parse_size, format_size),
        (lambda raw: parse_hex(raw.decode("latin-1"), len(raw) // 2), lambda value: value.hex().encode()),
    ):
        try:
            value = read(data)
        except FormatError:
            continue
        found += 1
        must(write(value) == data, _SAME)
    if not found:
        raise FormatError("none of the small forms")


def _entry(data: bytes) -> None:
    try:
        entry = parse_entry(data)
    except FormatError:
        _refused_alike(data)
        raise
    must(parse_entries([data]) == [entry], "read with others it is another entry")
    leaves, openings = leaves_and_openings(entry)
    must(leaf_of(leaves) == entry.leaf, "its hashes lead to another leaf")
    must({each.name: each.value for each in openings} == entry.fields, "its openings are other fields")
    if entry.destroyed:
        return
    secret = decode_base64(canonical.decode(data, limit=1 << 20)[1], 32)
    must(make_entry(secret, entry.fields) == entry, "made of its fields it is another entry")
    must(make_entries([secret], [entry.fields]) == [entry], "made of its fields with others it is another entry")
    if "destroyable" in entry.fields and entry.fields["kind"] != "seal":
        less = destroy(entry)
        must(less.leaf == entry.leaf, "destroyed it has another leaf")
        must(parse_entry(less.line) == less and less.kept == entry.kept, "destroyed it is another entry")


def _refused_alike(data: bytes) -> None:
    try:
        parse_entries([data])
    except FormatError:
        return
    must(holds=False, what="alone it is refused, and with others it is not")


def _entries(data: bytes) -> None:
    """Several lines: read together and read alone, the same."""
    lines = data.split(b"\n")
    entries = parse_entries(lines)
    must(entries == [parse_entry(line) for line in lines], "read together they are other entries")


def _charter(data: bytes) -> None:
    charter = parse_charter(data)
    must(canonical.encode(canonical.decode(data, limit=1 << 20)) == data, _SAME)
    must(charter.id == hashlib.sha256(b"detente/v1/dialogue\n" + data).hexdigest(), "its id is another one")
    plenary = plenary_channel(charter)
    must(parse_channel_charter(plenary.value, charter) == plenary, "its plenary is another channel")
    for party in charter.parties.values():
        must(parse_public_pair(format_public_pair(party.root)) == party.root, "a key is written otherwise")


@cache
def _scene() -> Any:
    return parse_charter(known.vectors()["ids/charter-scene"]["input"]["file"].encode())


def _channel(data: bytes) -> None:
    value = canonical.decode(data, limit=1 << 20)
    channel = parse_channel_charter(value, _scene())
    must(canonical.encode(channel.value) == data, _SAME)


def _cut(data: bytes) -> None:
    cut = parse_cut(canonical.decode(data, limit=1 << 20))
    must(canonical.encode(cut.value) == data, _SAME)


def _seal(data: bytes) -> None:
    fields = canonical.decode(data, limit=1 << 20)
    if type(fields) is not dict:
        _no_object()
    seal = parse_seal(make_entry(bytes(32), fields).fields)  # what every entry has is looked at with the entry
    must(canonical.encode(seal_fields(seal, fields["at"])) == data, _SAME)


def _no_object() -> None:
    raise FormatError("no object")


def _evidence(data: bytes) -> None:
    fields = canonical.decode(data, limit=1 << 20)
    if type(fields) is not dict:
        _no_object()
    act = parse_evidence(fields)
    must(parse_evidence(evidence_fields(act)) == act, "written and read again it is another act")


def _certificate(data: bytes) -> None:
    value = canonical.decode(data, limit=1 << 16)
    for number, ((party, log, generation), signed) in enumerate(_certified().items(), 1):
        try:
            found = verify_certificate(value, party, log, generation)
        except TheirData:
            if number == len(_certified()):
                raise
        else:
            must(found.value == value, "it is kept as another certificate")
            must(data in signed, "a certificate that the root key never signed")
            return


@cache
def _certified() -> dict[tuple[Party, str, int | None], set[bytes]]:
    """The certificates of the vectors, by party, log and generation; among them such of root keys that followed others."""
    found: dict[tuple[Party, str, int | None], set[bytes]] = {}
    for vector in known.of("certificate"):
        given = vector["input"]
        if vector["verdict"]["verdict"] == "ok":
            party = parse_charter(given["charter"].encode()).parties[given["party"]] if "charter" in given else _of_root(given["root"])
            found.setdefault((party, given["log"], given.get("generation")), set()).add(canonical.encode(given["cert"]))
    return found


def _of_root(root: Any) -> Party:
    """A party of which nothing else is known than its root key."""
    return Party("0" * 64, "rus", {}, parse_public_pair(root), (), bytes(32), bytes(32))


# ---------------------------------------------------------------- notes


def _note(data: bytes) -> None:
    note = parse_note(data)
    must(format_note(note) == data, _SAME)
    for line in note.signatures:
        must(parse_signature_line(format_signature_line(line)) == line, "a line is written otherwise")


def _checkpoint(data: bytes) -> None:
    try:
        must(format_checkpoint_body(parse_checkpoint_body(data)) == data, _SAME)
    except TheirData:
        checkpoint, note = parse_checkpoint_note(data)
        must(format_note(note) == data, _SAME)
        must(note.text == format_checkpoint_body(checkpoint), _SAME)


def _signed(data: bytes) -> None:
    """A checkpoint that holds under the keys of the vector is one of those that its owner signed, to the byte."""
    one = known.vectors()["checkpoints/good"]["input"]
    verify_checkpoint(data, parse_public_pair(one["keys"]), one["origin"])
    must(data in _known_notes(), "a state that the log never signed")


@cache
def _known_notes() -> frozenset[bytes]:
    return frozenset(known.good("checkpoint", "note"))


@cache
def _cosigned() -> frozenset[tuple[str, bytes]]:
    """Which witness signed which body."""
    ok = (vector["input"] for vector in known.of("cosignature") if vector["verdict"]["verdict"] == "ok")
    return frozenset((given["vkey"], given["body"].encode()) for given in ok)


def _cosignature(data: bytes) -> None:
    """A line of one of the witnesses that holds is one that it signed, to the byte."""
    line = parse_signature_line(data)
    held = 0
    for vkey, body in _cosigned():
        with suppress(TheirData):
            verify_cosignature(parse_vkey(vkey), line, body)
            held += 1
    if not held:
        raise SignatureError("it holds under none of the keys")
    lines = {known.member(vector["input"], "line") for vector in known.of("cosignature")}  # some are good, and refused for another's fault
    must(data.removesuffix(b"\n") in lines, "a line that the witness never signed")


def _vkey(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    must(format_vkey(parse_vkey(text)) == text, _SAME)


def _tlog_proof(data: bytes) -> None:
    must(format_tlog_proof(parse_tlog_proof(data)) == data, _SAME)


def _policy(data: bytes) -> None:
    policy = parse_policy(data)
    again = format_policy(policy)
    must(parse_policy(again) == policy and format_policy(parse_policy(again)) == again, "written and read again it is another policy")
    policy.is_met([each.key for each in policy.witnesses])
    policy.met_at({each.key: number for number, each in enumerate(policy.witnesses)})
    policy.counted()


def _add_checkpoint(data: bytes) -> None:
    must(format_add_checkpoint(parse_add_checkpoint(data)) == data, _SAME)


def _answer(data: bytes) -> None:
    """What a witness answers: lines under 200, a size under 409."""
    try:
        must(format_answer(parse_answer(data)) == data, _SAME)
    except TheirData:
        must(format_size(parse_conflict(data)) + b"\n" == data, _SAME)


# ---------------------------------------------------------------- what travels


def _pouch(data: bytes) -> None:
    head = parse_pouch_head(data)
    entries = parse_pouch_body(data, head)
    lines = [entry.line for entry in entries]
    written = format_pouch(head.dialogue, head.channel, head.log, head.start, head.note, lines, head.cert)
    must(written == without_pad(data), _SAME)


def _ask(data: bytes) -> None:
    ask = parse_ask(data)
    again = parse_ask(format_ask(ask))
    must(format_ask(again) == format_ask(ask), "written and read again it is another ask")
    must(again.have == ask.have and sorted(again.want) == sorted(ask.want), "written and read again it is another ask")


def _items(data: bytes) -> None:
    text = unpack(data)
    items = split_items(text)
    must(b"".join(struct.pack(">I", len(item)) + item for item in items) == text, _SAME)


def _split(data: bytes) -> None:
    items = split_items(data)
    must(b"".join(struct.pack(">I", len(item)) + item for item in items) == data, _SAME)


SECRET: Final = "AGE-SECRET-KEY-1W4ULZS2SKVAMUXKM7W8H2H7EWF92FEENQAUQWJ99Q2KG2QYHN32S6DJ3HN"
"""Of the containers in the corpus; it opens nothing else."""


def _container(data: bytes) -> None:
    items = open_container(data, [pyrage.x25519.Identity.from_str(SECRET)])
    must(items, "a container without items")


def _proof(data: bytes) -> None:
    """A proof that is accepted holds no long text that no accepted vector holds: no hash, signature, key or note can be changed."""
    for charter in _charters():
        verdict = verify_proof(data, charter_digest=charter, read_section=read_section)
        if verdict.step is None:
            break
    else:
        raise FormatError("not proven")
    value = canonical.decode(data, limit=1 << 26)
    must(canonical.encode(value) == data, _SAME)
    strange = set(_texts(value)) - _known_texts()
    must(not strange, f"a proof holds, with a text that nobody signed: {sorted(strange)[:1]}"[:300])


def _charters() -> list[str]:
    found = {each["input"]["charter"] for each in known.of("verify-proof")}
    return sorted(each for each in found if each)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) > 40:
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


@cache
def _known_texts() -> frozenset[str]:
    good = known.good("verify-proof", "file")
    return frozenset(text for data in good for text in _texts(json.loads(data)))


# ---------------------------------------------------------------- paper, voice, tiles


def _sheets(data: bytes) -> None:
    joined = join_parts(data.decode("utf-8", "replace").split("\n"))
    if joined.data is None:
        raise CallerError("parts are missing")
    must(whole_of(joined.data) == joined.whole, "another file than its parts name")
    if joined.of == 1 and b"\n" not in data:
        must(split_file(joined.data)[0].encode() == data.strip().upper(), _SAME)


def _dictated(data: bytes) -> None:
    said = data.decode("utf-8", "replace").split()
    for language in ("ar", "en", "ru"):
        words = words_of(language)
        heard = hear(said, words)
        if heard.start is not None:
            must(heard.fault is None, "heard, and at fault")
            must([*map(fold_word, dictate(heard.start, words))] == [*map(fold_word, said)], "other words than were said")
            return
        must(heard.fault, "not heard, and no fault")
        must(hear(said, words, against=bytes(32)).start is None, "heard as a digest that nobody said")
    raise CallerError("not heard")


def _tile_path(data: bytes) -> None:
    path = data.decode("utf-8", "surrogateescape")
    tile = parse_tile_path(path)
    must(format_tile_path(tile) == path, _SAME)


def _tiles(data: bytes) -> None:
    """A tree of up to 300 leaves whose tiles a stranger gives: its first two bytes are the size, the rest is cut into tiles."""
    size = int.from_bytes(data[:2], "big") % 300
    places = {format_tile_path(tile): 32 * tile.width for tile in tiles_of(size)}
    tiles, at = {}, 2
    for path, length in places.items():
        tiles[path] = data[at : at + length]
        at += length
    leaves = [data[2 + 32 * n : 34 + 32 * n] for n in range(size)]
    found = verify_tiles(size, root_of(leaves), tiles.__getitem__)
    must(found == leaves and at >= len(data[:at]), "other leaves than were signed")


_OURS: Final = (TheirData, CallerError)

TARGETS: Final = (
    Target("canonical", _canonical, "json"),
    Target("small-forms", _small),
    Target("entry", _entry, "json"),
    Target("entries", _entries, "lines"),
    Target("charter", _charter, "json"),
    Target("channel", _channel, "json"),
    Target("cut", _cut, "json"),
    Target("seal", _seal, "json"),
    Target("evidence", _evidence, "json"),
    Target("certificate", _certificate, "json"),
    Target("note", _note, "lines"),
    Target("checkpoint", _checkpoint, "lines"),
    Target("signed-state", _signed, "lines"),
    Target("cosignature", _cosignature),
    Target("vkey", _vkey),
    Target("tlog-proof", _tlog_proof, "lines"),
    Target("policy", _policy, "lines"),
    Target("witness-request", _add_checkpoint, "lines"),
    Target("witness-answer", _answer, "lines"),
    Target("pouch", _pouch, "lines"),
    Target("ask", _ask, "lines"),
    Target("items", _items, "gzip"),
    Target("framing", _split),
    Target("container", _container),
    Target("proof", _proof, "json"),
    Target("sheets", _sheets, "lines", _OURS),
    Target("dictated", _dictated, "lines", _OURS),
    Target("tile-path", _tile_path),
    Target("tiles", _tiles),
)
