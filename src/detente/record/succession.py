"""Succession of a root key, and the notice that revokes one (docs/protocol.md, "Succession").

    {"ed25519":"<signature>","mldsa44":"<signature>","succession":{"dialogue":"<hex>","next":"..","notice":"..","number":1,
     "party":"rus","root":{"ed25519":"..","mldsa44":".."},"secret":".."}}

A charter commits to two things that a thief of the root key does not have: the digest of the key that comes after it, and the digest
of a secret, the notice, that revokes it. A succession reveals both, is signed by the new key, and commits to the next two. So it can be
made where the old key is lost, stolen, or only old; and whoever holds one of the two alone cannot make it.

What it is for stands in certificates: a certificate under a successor carries the successions that lead to it. The logs that a root key
may certify are told apart by their generations: the charter's key those from 0, its first successor those from 1000, its second those
from 2000. So whoever stole an old root key can never write where the new one writes, and there is nothing to contest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from detente.errors import N_, FormatError, SignatureError, TheirData
from detente.record import canonical
from detente.record.charter import MLDSA44_SIGNATURE_BYTES, Party, format_public_pair, notice_digest, parse_public_pair, root_digest
from detente.record.entry import Entry
from detente.record.limits import LIMITS
from detente.record.signatures import KeyPair, PublicPair, verify_ed25519, verify_mldsa44
from detente.record.text import decode_base64, encode_base64

SUCCESSION_CONTEXT = b"detente/v1/succession"
GENERATIONS = 1000
"""Logs of one channel that one root key may certify for its party: reopenings are rare, and a stolen key may use up none but its own."""

_MEMBERS = {"dialogue", "next", "notice", "number", "party", "root", "secret"}


class Root(NamedTuple):
    """A root key of a party as everybody may know it.

    Attributes:
        era: 0 for the key of the charter, 1 for its first successor.
        keys: the public pair.
        next: digest of its successor.
        notice: digest of the notice that revokes it.
    """

    era: int
    keys: PublicPair
    next: bytes
    notice: bytes


class Notice(NamedTuple):
    """A published notice: the root key of this era, and every earlier one of the party, is revoked."""

    party: str
    era: int


def era_of(generation: int) -> int:
    """By which of its party's root keys a generation of a log is certified."""
    return generation // GENERATIONS


def make_succession(party: Party, before: Root, new: KeyPair, secret: bytes, following: tuple[bytes, bytes]) -> dict[str, Any]:
    """Put the committed successor in the place of a root key.

    Args:
        before: the root key until now.
        new: its successor.
        secret: the notice of the one before.
        following: digests of the successor of the new key, and of the notice that revokes the new key.

    Raises:
        TheirData: the key is not the one that was committed to, or the notice is not.
    """
    inner = {
        "dialogue": party.dialogue, "party": party.id, "number": before.era + 1, "root": format_public_pair(new.public),
        "next": encode_base64(following[0]), "notice": encode_base64(following[1]), "secret": encode_base64(secret),
    }  # fmt: skip
    message = b"detente/v1/succession\n" + canonical.encode(inner)
    made = {
        "succession": inner,
        "ed25519": encode_base64(new.ed25519.sign(message)),
        "mldsa44": encode_base64(new.mldsa44.sign(message, SUCCESSION_CONTEXT)),
    }
    verify_succession(made, party, before)
    return made


def verify_succession(value: Any, party: Party, before: Root) -> Root:
    """Check one succession.

    Raises:
        FormatError: it is none, or not for this party, or not the next one.
        SignatureError: its key or its notice is not the one that was committed to, or a signature does not hold.
    """
    if type(value) is not dict or value.keys() != {"succession", "ed25519", "mldsa44"} or type(value["succession"]) is not dict:
        raise FormatError(N_("a succession has the members succession, ed25519 and mldsa44"))
    inner = value["succession"]
    if inner.keys() != _MEMBERS or not all(type(inner[name]) is str for name in ("next", "notice", "secret")):
        raise FormatError(N_("a succession names dialogue, party, number, root, next, notice and secret"))
    if (inner["dialogue"], inner["party"]) != (party.dialogue, party.id):
        raise FormatError(N_("a succession of another dialogue or party"))
    if type(inner["number"]) is not int or inner["number"] != before.era + 1:
        raise FormatError(N_("a succession with number %(seen)r, expected %(expected)d"), seen=inner["number"], expected=before.era + 1)
    keys = parse_public_pair(inner["root"])
    if root_digest(keys) != before.next:
        raise SignatureError(N_("a root key that is not the successor to which the one before it was committed"))
    secret = decode_base64(inner["secret"], 32)
    if notice_digest(before.keys, party.id, secret) != before.notice:
        raise SignatureError(N_("a notice that is not the one to which the root key was committed"))
    if type(value["ed25519"]) is not str or type(value["mldsa44"]) is not str:
        raise FormatError(N_("a succession holds its signatures as texts"))
    message = b"detente/v1/succession\n" + canonical.encode(inner)
    if not verify_ed25519(keys.ed25519, decode_base64(value["ed25519"], 64), message):
        raise SignatureError(N_("the Ed25519 signature of the new root key on its succession does not hold"))
    if not verify_mldsa44(keys.mldsa44, decode_base64(value["mldsa44"], MLDSA44_SIGNATURE_BYTES), message, SUCCESSION_CONTEXT):
        raise SignatureError(N_("the ML-DSA-44 signature of the new root key on its succession does not hold"))
    return Root(before.era + 1, keys, decode_base64(inner["next"], 32), decode_base64(inner["notice"], 32))


def roots_of(party: Party, successions: Any) -> tuple[Root, ...]:
    """The root keys of a party, the one of the charter first, and after it those to which successions lead.

    Raises:
        FormatError: the list is none, or too long, or a key comes twice.
        TheirData: a succession does not hold.
    """
    if type(successions) is not list or len(successions) > LIMITS.successions:
        raise FormatError(N_("successions are a list of at most %(limit)d"), limit=LIMITS.successions)
    roots = [Root(0, party.root, party.next, party.notice)]
    for value in successions:
        roots.append(verify_succession(value, party, roots[-1]))
    if len({key for root in roots for key in root.keys}) != 2 * len(roots):
        raise SignatureError(N_("a root key that the party had before"))  # F39
    return tuple(roots)


def notice_fields(party: str, secret: bytes, successions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fields of a `notice` act, but for kind and at."""
    fields = {"party": party, "secret": encode_base64(secret)}
    return {**fields, **{f"roots/{number}": value for number, value in enumerate(successions, 1)}}


def valid_notices(entries: Iterable[Entry], parties: dict[str, Party]) -> tuple[Notice, ...]:
    """The notices among some entries that revoke a root key; one that revokes nothing is a finding of whoever folds."""
    found = []
    for entry in entries:
        if entry.fields["kind"] == "notice":
            with suppress(TheirData):
                found.append(verify_notice(entry.kept, parties))
    return tuple(found)


def verify_notice(fields: dict[str, Any], parties: dict[str, Party]) -> Notice:
    """Check the kept fields of a `notice` act, from the charter alone.

    Raises:
        TheirData: it revokes nothing.
    """
    party = parties.get(fields["party"]) if type(fields.get("party")) is str else None
    if party is None:
        raise FormatError(N_("a notice about no party of the charter"))
    successions = [fields[f"roots/{number}"] for number in range(1, LIMITS.successions + 1) if f"roots/{number}" in fields]
    root = roots_of(party, successions)[-1]
    if notice_digest(root.keys, party.id, decode_base64(fields["secret"] if type(fields.get("secret")) is str else "", 32)) != root.notice:
        raise SignatureError(N_("a notice that is not the one to which the root key was committed"))
    return Notice(party.id, root.era)
