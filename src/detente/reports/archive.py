"""A whole dialogue as a folder that explains itself: files that any computer opens, and the means to check them.

    README.html, README.txt     what this is, in three languages
    charter.json                what the talks were founded on; its hash is what an outsider trusts
    check.py, verify.html       two ways to check everything, without a network and without this program
    keys/                       the public keys of each party
    channels/<label>/pages/     every entry, to be read
    channels/<label>/entries.jsonl
    channels/<label>/pouches/<party>.<generation>/<from>-<to>-<root>.txt
    channels/<label>/signed/    the last signed state of each log, ready for openssl
    channels/<label>/proofs/    the count that was agreed, and signed contradictions
    attachments/<SHA-256>
    renewals/<number>.json      everything hashed again by SHA-512 and signed again, where that was done
    renewals/<number>.<n>.note  what a witness countersigned for it, with its time
    SHA256SUMS

Rules:

1. Foreign text is data: it is tamed and escaped, and no page has a script or asks for anything from elsewhere.
2. What was destroyed by agreement is named as destroyed; nothing of it is here.
3. No secret key, no draft, no private note and nothing else that stays in a node is in it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import accumulate
from typing import Any, Final

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import N_
from detente.i18n import FIRST_STRONG, LANGUAGES, POP, Translator, tame, translator
from detente.node import blobs, proving
from detente.node.called import called, own_names
from detente.node.node import Node
from detente.node.renewals import kept, notes
from detente.node.room import Room
from detente.node.store import StoredHead
from detente.record import canonical
from detente.record.checkpoint import parse_checkpoint_note
from detente.record.entry import Entry
from detente.record.renewal import parse_renewal
from detente.record.text import encode_base64
from detente.views import words
from detente.views.base import as_of, channel_name
from detente.views.contradictions import held_contradictions
from detente.views.field_texts import label, value_text
from detente.views.log import Row, rows_of
from detente.views.standing import proof_of_standing
from detente.views.verifier import verifier_page

PAGE: Final = 500
"""Entries on one page: a browser shows so many at once on any machine."""
_HIDDEN: Final = frozenset({"kind", "destroyable"})
_SPKI_ED25519: Final = bytes.fromhex("302a300506032b6570032100")
"""RFC 8410: what stands before the 32 bytes of an Ed25519 key in a public key file."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:auto;padding:1rem}h2{margin-block-start:2rem}"
    "article{border-block-start:1px solid "
    "#888;padding-block:.5rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:0}"
    "dt{color:#555}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}code,pre{overflow-wrap:anywhere;white-space:pre-wrap}"
    ".mark{font-weight:bold}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}dt{color:#aaa}a{color:#9cf}}"
)


def archive_files(
    node: Node, rooms: Sequence[Room], tick: Callable[[int, int], None] = lambda _d, _t: None
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """The files of an archive, each by its path in the folder; SHA256SUMS comes last.

    Args:
        rooms: the channels of one dialogue that are held here.
        tick: called with (channels done, channels in all).
    """
    sums: list[str] = []
    destroyed: list[str] = []
    for name, data in _files(node, rooms, destroyed, tick):
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        yield name, data
    yield "SHA256SUMS", "".join(sums).encode("utf-8")


def _files(node: Node, rooms: Sequence[Room], destroyed: list[str], tick: Callable[[int, int], None]) -> Iterator[tuple[str, bytes]]:
    charter = rooms[0].channel.charter
    yield "charter.json", charter.raw
    yield "check.py", files("detente.reports").joinpath("archive_check.py").read_bytes()
    yield "verify.html", verifier_page()
    yield from _keys(rooms)
    named: dict[bytes, str] = {}
    pages: dict[str, int] = {}
    for done, room in enumerate(rooms):
        found = [
            (stored, index, entry)
            for stored in room.store.heads(room.id)
            for index, entry in enumerate(room.trusted_entries(stored.seq), stored.start)
        ]
        yield from _channel(room, found)
        pages[room.label] = -(-len(found) // PAGE)
        for start in range(0, len(found), PAGE):
            rows = rows_of(room, found[start : start + PAGE])
            for language in LANGUAGES:
                page = _page(translator(language), room, found[start : start + PAGE], rows)
                yield f"channels/{room.label}/pages/{start // PAGE + 1}.{language}.html", page.encode()
        for number, item in enumerate(item for where, item, _ in held_contradictions(node) if where is room):
            yield f"channels/{room.label}/proofs/contradiction-{number + 1}.proof.json", proving.prove_fork(room, item)
        destroyed += [room.name_of(Ref(*stored.log, index)) for stored, index, entry in found if entry.destroyed]
        named |= {digest: name for digest, _, _, name, _ in blobs.blobs_of(entry for _, _, entry in found)}
        tick(done + 1, len(rooms))
    for digest in sorted(named):
        data = blobs.read_blob(node, digest)
        if data is not None:
            yield f"attachments/{digest.hex()}", data
    for number, raw in enumerate(kept(node, charter), 1):
        yield f"renewals/{number}.json", raw
        for place, note in enumerate(notes(node, parse_renewal(raw)), 1):
            yield f"renewals/{number}.{place}.note", note
    yield "README.txt", _readme_text(node, rooms, destroyed).encode()
    yield "README.html", _readme_page(node, rooms, destroyed, pages).encode()


# ---- for machines and auditors ----


def _keys(rooms: Sequence[Room]) -> Iterator[tuple[str, bytes]]:
    for party in rooms[0].channel.charter.parties.values():
        yield f"keys/{party.id}-root.pem", _pem(party.root.ed25519)
        value = {
            "party": party.id, "names": party.names, "recipients": list(party.recipients),
            "root": {"ed25519": encode_base64(party.root.ed25519), "mldsa44": encode_base64(party.root.mldsa44)},
        }  # fmt: skip
        yield f"keys/{party.id}.json", msgspec.json.format(msgspec.json.encode(value), indent=1)


def _pem(key: bytes) -> bytes:
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(_SPKI_ED25519 + key) + b"\n-----END PUBLIC KEY-----\n"


def _channel(room: Room, found: Sequence[tuple[StoredHead, int, Entry]]) -> Iterator[tuple[str, bytes]]:
    base = f"channels/{room.label}/"
    yield base + "entries.jsonl", b"".join(_json_line(*item) for item in found)
    for stored in room.store.heads(room.id):
        if stored.note is not None:
            log = f"{stored.log.party}.{stored.log.generation}"
            yield f"{base}pouches/{log}/{stored.start}-{stored.id.size}-{stored.id.root.hex()[:8]}.txt", room.pouch(stored)
    for key, log_held in sorted(room.channel.logs.items()):
        last = room.store.head(room.id, key, log_held.main)
        if last is not None and last.note is not None:
            certificate = room.channel.logs[key].heads[last.id].signer
            yield from _signed(f"{base}signed/{key.party}.{key.generation}", last.note, certificate.keys.ed25519, certificate.value)
    if room.channel.k is not None and room.my_head.size:  # else there is no count that we could have signed
        yield base + "proofs/count.proof.json", proof_of_standing(room)


def _signed(base: str, note: bytes, key: bytes, certificate: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """What openssl needs: what was signed, the 64 bytes of the signature, the key; the same of the certificate of that key."""
    body = parse_checkpoint_note(note)[1].text
    lines = note.removeprefix(body + b"\n").decode().splitlines()
    signatures = [base64.b64decode(line.rsplit(" ", 1)[1]) for line in lines if line]
    yield base + ".txt", body
    yield base + ".sig", next(item[4:] for item in signatures if len(item) == 4 + 64)
    yield base + ".pem", _pem(key)
    yield base + "-certificate.txt", b"detente/v1/cert\n" + canonical.encode(certificate["cert"])
    yield base + "-certificate.sig", base64.b64decode(certificate["ed25519"])


def _json_line(stored: StoredHead, index: int, entry: Entry) -> bytes:
    value = {
        "entry": str(Ref(*stored.log, index)), "hash": encode_base64(entry.leaf), "sealed": stored.id.size - 1,
        "destroyed": entry.destroyed, "fields": entry.fields,
    }  # fmt: skip
    return msgspec.json.encode(value) + b"\n"


# ---- for readers ----


def _page(t: Translator, room: Room, found: Sequence[tuple[StoredHead, int, Entry]], rows: Sequence[Row]) -> str:
    """Some entries of a channel, whole."""
    channel = channel_name(room)
    said = [_article(t, entry, stored, row, channel.members, channel.matters) for (stored, _, entry), row in zip(found, rows, strict=True)]
    complete = words.as_of_line(t, channel, as_of(room))
    top = f"<h1>{_shown(words.channel_title(t, channel))}</h1>\n<p>{_shown(complete)}</p>\n"
    return _html(t, words.channel_title(t, channel), _exercise(t, room) + top + "".join(said))


def _article(
    t: Translator, entry: Entry, stored: StoredHead, row: Row, members: Mapping[str, Mapping[str, str]],
    matters: Mapping[str, Mapping[str, str]],
) -> str:  # fmt: skip
    marks = []
    if row.destroyed:
        marks.append(t.gettext(N_("Its body was destroyed by agreement; its hashes and signatures stand.")))
    if row.doubted:
        marks.append(t.gettext(N_("This entry is doubted: its author's log counts only up to an earlier one.")))
    lines = [(t.gettext(N_("Author")), words.who(t, members.get(row.party), row.party))]
    for name, value in entry.fields.items():
        blob = blobs.parse_blob(value) if name.startswith("file/") else None
        if blob is not None:
            lines.append((label(t, name), f"{blob[3]} ({t.size(blob[1])}), attachments/{blob[0].hex()}"))
        elif name not in _HIDDEN:
            lines.append((label(t, name), value_text(t, name, value, matters)))
    received = [words.who(t, members.get(party), party) for party in words.in_order(t, members) if party in row.received_by]
    lines.append((t.gettext(N_("Received by")), t.listing(received) if received else t.gettext(N_("no receipt is held here"))))
    lines.append((t.gettext(N_("Hash")), encode_base64(entry.leaf)))
    lines.append((t.gettext(N_("Closed by seal")), row.ref.partition("/")[0] + "/" + str(stored.id.size - 1)))
    told = "".join(f"<dt>{_shown(name)}</dt><dd><bdi>{_shown(text)}</bdi></dd>\n" for name, text in lines)
    marked = "".join(f'<p class="mark">{_shown(mark)}</p>\n' for mark in marks)
    kind = words.word(t, words.KINDS, row.kind)
    title = f'<h2><bdi dir="ltr">{escape(row.ref)}</bdi> {_shown(kind)}</h2>'
    return f'<article id="{escape(row.ref)}">{title}\n{marked}<dl>\n{told}</dl></article>\n'


def _shown(text: object) -> str:
    """A text, escaped and tamed; what stands set apart in it, as sentences in Arabic set values apart, becomes an element of the page."""
    parts = re.split(f"([{FIRST_STRONG}{POP}])", str(text))
    depths = list(accumulate((part == FIRST_STRONG) - (part == POP) for part in parts))
    if depths[-1] or min(depths) < 0:
        return escape(tame(str(text)))
    return "".join(_ISOLATES[part] if part in _ISOLATES else escape(tame(part)) for part in parts)


_ISOLATES: Final = {FIRST_STRONG: "<bdi>", POP: "</bdi>"}


def _exercise(t: Translator, room: Room) -> str:
    if not room.channel.charter.exercise:
        return ""
    return f'<p class="mark">{_shown(t.gettext(N_("EXERCISE: nothing here was meant in earnest; its content is supposed.")))}</p>\n'


_WITHOUT: Final = str.maketrans("", "", FIRST_STRONG + POP)


def _html(t: Translator, title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{t.language}" dir="{t.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(tame(title.translate(_WITHOUT)))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _readme_text(node: Node, rooms: Sequence[Room], destroyed: Sequence[str]) -> str:
    said = ("\n\n".join(text for _, text in _explained(translator(language), node, rooms, destroyed)) for language in LANGUAGES)
    return ("\n\n" + "-" * 70 + "\n\n").join(said) + "\n"


def _readme_page(node: Node, rooms: Sequence[Room], destroyed: Sequence[str], pages: Mapping[str, int]) -> str:
    parts = []
    for language in LANGUAGES:
        t = translator(language)
        told = "".join(
            f"<pre dir=ltr>{escape(text)}</pre>\n" if is_code else f"<p>{_shown(text)}</p>\n"
            for is_code, text in _explained(t, node, rooms, destroyed)
        )
        links = "".join(
            f'<li><a href="channels/{escape(room.label)}/pages/{number}.{language}.html">'
            f"{_shown(words.channel_title(t, channel_name(room)))} {number}/{pages[room.label]}</a></li>\n"
            for room in rooms
            for number in range(1, pages[room.label] + 1)
        )
        parts.append(f'<section lang="{language}" dir="{t.direction}">\n{_exercise(t, rooms[0])}{told}<ul>\n{links}</ul></section>\n<hr>\n')
    return _html(translator("en"), "Détente", "".join(parts))


def _explained(t: Translator, node: Node, rooms: Sequence[Room], destroyed: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """What this is and how to read and check it: paragraphs, and (True) commands."""
    yield from _what_it_is(t, node, rooms)
    yield from _how_to_check(t, rooms)
    if lists := kept(node, rooms[0].channel.charter):
        yield (
            False,
            t.gettext(
                N_(
                    "The folder renewals holds lists of the SHA-512 of everything that was signed, signed anew by the root keys of the "
                    "parties: they say which bytes there were, should SHA-256 ever fail. This program compares each with this folder:"
                )
            ),
        )
        yield True, "detente renewal check renewals/1.json . --charter charter.json"
        dated = [number for number, raw in enumerate(lists, 1) if notes(node, parse_renewal(raw))]
        if dated:
            yield (
                False,
                t.gettext(
                    N_(
                        "A file .note beside a list is what a witness countersigned: everything in the list existed before the time that "
                        "it states. With the key of the witness, as the witness publishes it:"
                    )
                ),
            )
            where = f"renewals/{dated[0]}"
            yield True, f"detente renewal check {where}.json . --charter charter.json --countersigned {where}.1.note --witness KEY"
    yield from _what_it_shows_and_not(t, destroyed)


def _what_it_is(t: Translator, node: Node, rooms: Sequence[Room]) -> Iterator[tuple[bool, str]]:
    charter = rooms[0].channel.charter
    names = called(rooms[0])
    parties = [words.who(t, names[party], party) for party in words.in_order(t, names)]
    title = t.text_of(charter.names, charter.id[:16])
    if charter.exercise:
        yield False, t.gettext(N_("EXERCISE: nothing here was meant in earnest; its content is supposed."))
    yield False, t.gettext(
        N_(
            "This folder holds the talks '%(title)s' between %(parties)s, as %(party)s held them on %(at)s: each "
            "act signed by its author."
        ),
        title=title, parties=t.listing(parties), party=words.who(t, own_names(node), node.party), at=t.time(node.now),
    )  # fmt: skip
    yield (
        False,
        t.gettext(
            N_(
                "To read it, open README.html in any browser, without a network; each channel has pages with every entry. "
                "entries.jsonl has the same for programs, one entry a line; pouches holds what was signed, byte by byte, as "
                "text."
            )
        ),
    )


def _how_to_check(t: Translator, rooms: Sequence[Room]) -> Iterator[tuple[bool, str]]:
    yield False, t.gettext(N_("To check that no file was changed since this folder was written:"))
    yield True, "sha256sum -c SHA256SUMS"
    yield False, t.gettext(
        N_(
            "To check the record itself you need one thing from another place: the hash of charter.json as each "
            "party publishes it. Here it is %(hash)s. It is computed by:"
        ), hash=rooms[0].channel.charter.id
    )  # fmt: skip
    yield True, "(printf 'detente/v1/dialogue\\n'; cat charter.json) | sha256sum"
    yield (
        False,
        t.gettext(
            N_(
                "The charter names the root keys of the parties. check.py, which needs Python alone, hashes every entry again "
                "and compares each log with what was signed:"
            )
        ),
    )
    yield True, "python3 check.py"
    yield (
        False,
        t.gettext(
            N_(
                "The signature under the last state of a log, and the certificate by which the party's root key names that "
                "signing key, are checked by openssl; for example:"
            )
        ),
    )
    for line in _openssl(rooms[0]):
        yield True, line
    yield (
        False,
        t.gettext(
            N_(
                "Each state has a second signature, ML-DSA-44, which must hold too; for what stands in the folders called proofs, "
                "verify.html checks both, in a browser without a network."
            )
        ),
    )


def _what_it_shows_and_not(t: Translator, destroyed: Sequence[str]) -> Iterator[tuple[bool, str]]:
    yield (
        False,
        t.gettext(
            N_(
                "A signature says that a party signed these words, in this order, having seen what its seal names. It does not "
                "say that the words are true, nor that nothing else was said elsewhere."
            )
        ),
    )
    yield False, t.gettext(N_("Files that end in .age were encrypted: age -d -i KEYFILE opens them, and gunzip what is inside."))
    if destroyed:
        yield False, t.gettext(
            N_(
                "Destroyed by agreement of all members, so not here: the bodies of %(entries)s. Their hashes, "
                "signatures and kept fields stand, and proofs of these still hold. Copies in couriers' folders and "
                "in backups are out of reach of such an agreement."
            ),
            entries=", ".join(destroyed),
        )  # fmt: skip
    else:
        yield False, t.gettext(N_("No body was destroyed by agreement."))


def _openssl(room: Room) -> Iterator[str]:
    for key, log in sorted(room.channel.logs.items()):
        if log.main.size:
            base = f"channels/{room.label}/signed/{key.party}.{key.generation}"
            for name, by in ((base, base), (base + "-certificate", f"keys/{key.party}-root")):
                yield f"openssl pkeyutl -verify -pubin -inkey {by}.pem -rawin -in {name}.txt -sigfile {name}.sig"
            return
