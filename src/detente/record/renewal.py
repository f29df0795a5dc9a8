"""Renewals: everything that was signed, hashed again with another function and signed again, before the old ones age.

    {"dialogue":"<hex>","detente":"renewal","earlier":[],"hash":"sha512","items":[["charter <hex>","<SHA-512>"],..],"made_at":"..",
     "signatures":[{"ed25519":"..","mldsa44":"..","party":"rus","roots":[]}],"v":1}

The idea is that of RFC 4998: while SHA-256 and the signatures of today are whole, a list of digests by a function of another length is
signed; if SHA-256 fails later, the list still says which bytes there were. What is hashed is the bytes themselves, bodies and salts
included, and not the hashes of the record. A renewal of later years covers the earlier ones too.

Items are named by what they are, not by where they lie, so that two parties list the same: `charter <dialogue>`, `pouch <log id> <end>`,
`attachment <SHA-256>`, `file <SHA-256>` for anything else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from detente.errors import N_, FormatError, SignatureError, TheirData
from detente.record import canonical
from detente.record.charter import MLDSA44_SIGNATURE_BYTES, ORIGIN_PREFIX, Charter
from detente.record.checkpoint import Checkpoint, format_checkpoint_body
from detente.record.cosignature import verify_cosignatures
from detente.record.entry import is_time
from detente.record.note import VerifierKey, parse_note
from detente.record.pouch import parse_pouch_head
from detente.record.signatures import KeyPair, verify_ed25519, verify_mldsa44
from detente.record.succession import roots_of
from detente.record.text import decode_base64, encode_base64

QUESTION: Final = "renewal question"
QUESTION_BYTES: Final = 2 << 20
"""Bytes of what a witness is shown: as many signatures as there can be parties, with their successions."""
WITNESSED_ORIGIN: Final = ORIGIN_PREFIX + "renewal/"
RENEWAL_LOOK: Final = b'{"detente":"renewal","dialogue":'
"""With these bytes a renewal begins."""
RENEWAL_CONTEXT: Final = b"detente/v1/renewal"
RENEWAL_BYTES: Final = 64 << 20
"""Bytes of a renewal: 400,000 items."""
MAX_ITEMS: Final = 400_000
MAX_SIGNATURES: Final = 256
_DIGEST: Final = 64
_NAME = re.compile(r"\A(charter [0-9a-f]{64}|pouch [0-9a-f]{64} [1-9][0-9]{0,18}|(attachment|file) [0-9a-f]{64})\Z")
_SIGNATURE = {"party", "roots", "ed25519", "mldsa44"}
_MEMBERS = {"detente", "v", "dialogue", "made_at", "hash", "earlier", "items", "signatures"}


class Renewal(NamedTuple):
    """A renewal that was read; its signatures are not checked yet.

    Attributes:
        dialogue: of which dialogue.
        made_at: when, as its maker claims.
        earlier: digests of the renewals that it covers.
        items: name -> digest.
        signatures: as they stand in it.
    """

    dialogue: str
    made_at: str
    earlier: tuple[bytes, ...]
    items: dict[str, bytes]
    signatures: tuple[dict[str, Any], ...]

    @property
    def body(self) -> dict[str, Any]:
        """What is signed."""
        return {
            "detente": "renewal", "v": 1, "dialogue": self.dialogue, "made_at": self.made_at, "hash": "sha512",
            "earlier": [encode_base64(digest) for digest in self.earlier],
            "items": [[name, encode_base64(digest)] for name, digest in sorted(self.items.items())],
        }  # fmt: skip

    @property
    def digest(self) -> bytes:
        """The SHA-512 of the body."""
        return hashlib.sha512(canonical.encode(self.body)).digest()

    @property
    def message(self) -> bytes:
        """What a signature covers."""
        return _message(self.digest)


class Compared(NamedTuple):
    """A renewal beside what is at hand: the same, different, without a body that was destroyed by agreement, on one side only."""

    same: tuple[str, ...]
    differ: tuple[str, ...]
    destroyed: tuple[str, ...]
    missing: tuple[str, ...]
    uncovered: tuple[str, ...]


def digest_of(raw: bytes) -> bytes:
    """The digest by which a renewal names bytes."""
    return hashlib.sha512(raw).digest()


def name_of_pouch(raw: bytes) -> str:
    """By which name a pouch stands in a renewal.

    Raises:
        FormatError: it is none.
    """
    head = parse_pouch_head(raw)
    return f"pouch {head.log_id} {head.end}"


def is_partly_destroyed(raw: bytes) -> bool:
    """Whether a pouch lost the body of an entry by agreement, so that its bytes are not those of before."""
    return b'\n["p",' in raw


def format_renewal(renewal: Renewal) -> bytes:
    """The inverse of `parse_renewal`."""
    return canonical.encode({**renewal.body, "signatures": list(renewal.signatures)})


def parse_renewal(raw: bytes) -> Renewal:
    """Read a renewal strictly; nothing is verified yet.

    Raises:
        FormatError: it is none, or not in its one form.
    """
    value = canonical.decode(raw, limit=RENEWAL_BYTES)
    if type(value) is not dict or value.keys() != _MEMBERS or (value["detente"], value["v"], value["hash"]) != ("renewal", 1, "sha512"):
        raise FormatError(N_("not a renewal of version 1 with SHA-512"))
    if type(value["v"]) is not int or type(value["dialogue"]) is not str or not re.match(r"\A[0-9a-f]{64}\Z", value["dialogue"]):
        raise FormatError(N_("not a renewal of version 1 with SHA-512"))
    if not is_time(value["made_at"]) or not all(type(value[name]) is list for name in ("earlier", "items", "signatures")):
        raise FormatError(N_("a renewal holds its time, and earlier, items and signatures as lists"))
    if len(value["items"]) > MAX_ITEMS or len(value["earlier"]) > MAX_SIGNATURES or len(value["signatures"]) > MAX_SIGNATURES:
        raise FormatError(N_("a renewal has at most %(limit)d items"), limit=MAX_ITEMS)
    items: dict[str, bytes] = {}
    before = ""
    for item in value["items"]:
        if type(item) is not list or len(item) != 2 or type(item[0]) is not str or not _NAME.match(item[0]) or item[0] <= before:
            raise FormatError(N_("an item of a renewal is a name and a digest, in order, each once"))
        before, items[item[0]] = item[0], _digest(item[1])
    if not all(type(each) is dict for each in value["signatures"]):
        raise FormatError(N_("a signature of a renewal is an object"))
    earlier = tuple(_digest(each) for each in value["earlier"])
    return Renewal(value["dialogue"], value["made_at"], earlier, items, tuple(value["signatures"]))


def _digest(value: Any) -> bytes:
    return decode_base64(value if type(value) is str else "", _DIGEST)


def _message(digest: bytes) -> bytes:
    return b"detente/v1/renewal\n" + digest


def sign_renewal(renewal: Renewal, party: str, root: KeyPair, successions: list[dict[str, Any]]) -> Renewal:
    """A renewal with the signature of one more party; one that it gave before makes way for it."""
    message = renewal.message
    signature = {
        "party": party, "roots": successions, "ed25519": encode_base64(root.ed25519.sign(message)),
        "mldsa44": encode_base64(root.mldsa44.sign(message, RENEWAL_CONTEXT)),
    }  # fmt: skip
    others = [each for each in renewal.signatures if each.get("party") != party]
    return renewal._replace(signatures=tuple(sorted([*others, signature], key=lambda each: str(each.get("party")))))


def verify_renewal(renewal: Renewal, charter: Charter) -> tuple[str, ...]:
    """Check every signature of a renewal.

    Returns:
        The parties that signed it.

    Raises:
        FormatError: it is of another dialogue, nobody signed it, or one signed twice.
        TheirData: a signature does not hold.
    """
    if renewal.dialogue != charter.id:
        raise FormatError(N_("a renewal of dialogue %(seen)s, expected %(expected)s"), seen=renewal.dialogue, expected=charter.id)
    return _verify_signatures(renewal.message, renewal.signatures, charter)


def _verify_signatures(message: bytes, signatures: Sequence[Any], charter: Charter) -> tuple[str, ...]:
    signed: list[str] = []
    for signature in signatures:
        if type(signature) is not dict or signature.keys() != _SIGNATURE or type(signature["party"]) is not str:
            raise FormatError(N_("a signature of a renewal names party, roots, ed25519 and mldsa44"))
        party = charter.parties.get(signature["party"])
        if party is None or party.id in signed or not all(type(signature[name]) is str for name in ("ed25519", "mldsa44")):
            raise FormatError(N_("a renewal is signed by parties of the charter, each once"))
        root = roots_of(party, signature["roots"])[-1].keys
        if not verify_ed25519(root.ed25519, decode_base64(signature["ed25519"], 64), message):
            raise SignatureError(N_("the Ed25519 signature of %(party)s on a renewal does not hold"), party=party.id)
        if not verify_mldsa44(root.mldsa44, decode_base64(signature["mldsa44"], MLDSA44_SIGNATURE_BYTES), message, RENEWAL_CONTEXT):
            raise SignatureError(N_("the ML-DSA-44 signature of %(party)s on a renewal does not hold"), party=party.id)
        signed.append(party.id)
    if not signed:
        raise FormatError(N_("nobody has signed this renewal"))
    return tuple(signed)


def question_of(renewal: Renewal) -> bytes:
    """What a witness is shown of a renewal: its digest and its signatures, and nothing that it lists."""
    return canonical.encode({
        "detente": QUESTION, "v": 1, "dialogue": renewal.dialogue, "digest": encode_base64(renewal.digest),
        "signatures": list(renewal.signatures),
    })  # fmt: skip


def parse_question(raw: bytes, charters: Sequence[Charter]) -> bytes:
    """Read what a witness was shown, and check the signatures; the body that it countersigns.

    Raises:
        FormatError: it is no question, or of no dialogue of these charters.
        TheirData: a signature does not hold.
    """
    value = canonical.decode(raw, limit=QUESTION_BYTES)
    members = {"detente", "v", "dialogue", "digest", "signatures"}
    if type(value) is not dict or value.keys() != members or value["detente"] != QUESTION or value["v"] != 1:
        raise FormatError(N_("not a %(what)s file"), what=QUESTION)
    charter = next((each for each in charters if each.id == value["dialogue"]), None)
    if charter is None or type(value["signatures"]) is not list or len(value["signatures"]) > MAX_SIGNATURES:
        raise FormatError(N_("a renewal of a dialogue whose charter is not here"))
    digest = _digest(value["digest"])
    _verify_signatures(_message(digest), value["signatures"], charter)
    return witnessed_body(charter.id, digest)


def witnessed_body(dialogue: str, digest: bytes) -> bytes:
    """What a witness countersigns for a renewal: a checkpoint that no log can have, its root the first half of the SHA-512."""
    return format_checkpoint_body(Checkpoint(WITNESSED_ORIGIN + dialogue, 1, digest[:32]))


def witnessed_times(renewal: Renewal, note: bytes, keys: Sequence[VerifierKey]) -> dict[str, int]:
    """When which witness says to have seen a renewal; by the name of the witness the earliest time of any of its keys.

    Raises:
        FormatError: it is no note, or of another renewal.
        SignatureError: a line of one of these keys does not hold.
    """
    parsed = parse_note(note)
    if parsed.text != witnessed_body(renewal.dialogue, renewal.digest):
        raise FormatError(N_("what the witness has signed is not this renewal"))
    times: dict[str, int] = {}
    for key, at in verify_cosignatures(parsed, keys).items():
        times[key.name] = min(at, times.get(key.name, at))
    return times


def compare(renewal: Renewal, items: Mapping[str, bytes], destroyed: frozenset[str]) -> Compared:
    """Hold a renewal against what is at hand.

    Args:
        items: name -> digest of what is at hand.
        destroyed: names of pouches that have lost a body since.
    """
    both = sorted(renewal.items.keys() & items.keys())
    differ = [name for name in both if renewal.items[name] != items[name]]
    return Compared(
        tuple(name for name in both if renewal.items[name] == items[name]),
        tuple(name for name in differ if name not in destroyed),
        tuple(name for name in differ if name in destroyed),
        tuple(sorted(renewal.items.keys() - items.keys())),
        tuple(sorted(name for name in items.keys() - renewal.items.keys() if not name.startswith("file "))),
    )


def named(raw: bytes) -> str | None:
    """By which name some bytes stand in a renewal, where they say it themselves: a pouch; None for anything else."""
    if not raw.startswith(b"detente-pouch/v1\n"):
        return None
    try:
        return name_of_pouch(raw)
    except TheirData:
        return None
