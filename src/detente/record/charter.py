"""What names the talks: charters, channel charters, log ids and origins (docs/protocol.md, "Charter" to "Origin").

A dialogue's id is the hash of its charter, a channel's the hash of its channel charter, a log's the hash of the two with the
party and the generation: so nothing signed for one can be shown as if it were another's (F21).

    charter {"aliases":{},"exercise":true,"k":"...","languages":["en"],"mandate":{},"names":{"en":"Talks"},...}
    dialogue 5d5e...   channel 80c1...   log 1f66...   origin detente.example/v1/1f66...
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.errors import N_, FormatError
from detente.record import canonical
from detente.record.limits import LIMITS
from detente.record.signatures import PublicPair, ed25519_public_key_is_sound
from detente.record.text import decode_base64, encode_base64, parse_hex

FORMAT = "1"
"""The version of the bytes; `STATUS` says whether they may still change."""

ORIGIN_PREFIX = "detente.example/v1/"
"""A schemaless URL in a top-level domain that nobody can ever own (RFC 6761), so no owner of a name can matter."""

MLDSA44_PUBLIC_BYTES = 1312
MLDSA44_SIGNATURE_BYTES = 2420

_PARTY = re.compile(r"\A[a-z][a-z0-9_]{0,31}\Z")
_LANGUAGE = re.compile(r"\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_KIND = re.compile(r"\A[a-z][a-z0-9_]{0,31}\Z")

_CHARTER_MEMBERS = {
    "v", "exercise", "rules", "names", "aliases", "purpose", "mandate", "languages", "nonce", "k", "parties", "seal_every", "terms",
}  # fmt: skip
_PARTY_MEMBERS = {"names", "root", "recipients", "next", "notice"}
_CHANNEL_MEMBERS = {"v", "dialogue", "nonce", "k", "name", "members", "kind"}


def digest(what: str, *parts: bytes) -> bytes:
    """H("detente/v1/<what>\\n" || parts): every hash of ours starts with its purpose, never with 0x00 or 0x01 as tree hashes do."""
    return hashlib.sha256(b"detente/v1/" + what.encode("ascii") + b"\n" + b"".join(parts)).digest()


def is_party_id(text: object) -> bool:
    """Whether a value is a party id: [a-z][a-z0-9_]{0,31}."""
    return isinstance(text, str) and _PARTY.match(text) is not None


@dataclass(frozen=True)
class Party:
    """What the charter fixes about one party.

    Attributes:
        dialogue: the id of the dialogue whose charter names it, in hex.
        id: the party's id in paths and fields.
        names: language -> name.
        root: the public root keys.
        recipients: typed recipient strings for pouches (age1...).
        next: digest of the successor of the root key.
        notice: digest of the deposited revocation notice.
    """

    dialogue: str
    id: str
    names: dict[str, str] = field(hash=False)
    root: PublicPair
    recipients: tuple[str, ...]
    next: bytes
    notice: bytes


@dataclass(frozen=True)
class Charter:
    """A parsed charter; `raw` are its canonical bytes, `id` the dialogue's id in hex."""

    raw: bytes
    id: str
    value: dict[str, Any]
    parties: dict[str, Party]

    @property
    def exercise(self) -> bool:
        return bool(self.value["exercise"])

    @property
    def rules(self) -> int:
        return int(self.value["rules"])

    @property
    def names(self) -> dict[str, str]:
        return dict(self.value["names"])


@dataclass(frozen=True)
class ChannelCharter:
    """A parsed channel charter; `id` is the channel's id in hex."""

    raw: bytes
    id: str
    value: dict[str, Any]
    dialogue: str
    members: tuple[str, ...]
    kind: str
    k: bytes
    name: bytes


def parse_charter(raw: bytes) -> Charter:
    """Read a charter strictly.

    Raises:
        FormatError: it is not canonical, misses a member, has an unknown one, or a key is unsound or used twice.
    """
    value = canonical.decode(raw, limit=LIMITS.charter_bytes, depth=LIMITS.charter_depth)
    members = _members(value, _CHARTER_MEMBERS, "charter")
    if not _is_version_1(members["v"]):
        raise FormatError(N_("the charter has format version %(seen)r; this program reads version 1"), seen=members["v"])
    if type(members["exercise"]) is not bool:
        raise FormatError(N_("'exercise' of the charter is not true or false"))
    _whole_number(members["rules"], "rules", 1, 0xFFFF)
    _whole_number(members["seal_every"], "seal_every", 1, LIMITS.pouch_entries)
    check_texts(members["names"], "names", least=1)
    check_texts(members["purpose"], "purpose", least=0)
    if type(members["aliases"]) is not dict or not all(
        _LANGUAGE.match(k) and type(v) is list and all(type(t) is str and t for t in v) for k, v in members["aliases"].items()
    ):
        raise FormatError(N_("'aliases' of the charter is not a list of names by language"))
    if type(members["mandate"]) is not dict or type(members["terms"]) is not dict:
        raise FormatError(N_("'mandate' and 'terms' of the charter are objects"))
    languages = members["languages"]
    if type(languages) is not list or not languages or not all(type(x) is str and _LANGUAGE.match(x) for x in languages):
        raise FormatError(N_("'languages' of the charter is not a list of language codes"))
    _base64_of(members["nonce"], 32, "nonce")
    _base64_of(members["k"], 32, "k")
    parties = members["parties"]
    if type(parties) is not dict or not 2 <= len(parties) <= LIMITS.parties:
        raise FormatError(N_("a charter has 2 to %(limit)d parties"), limit=LIMITS.parties)
    dialogue = digest("dialogue", raw).hex()
    parsed = {name: _parse_party(dialogue, name, party) for name, party in parties.items()}
    keys = [key for party in parsed.values() for key in party.root]
    if len(set(keys)) != len(keys):
        raise FormatError(N_("two parties of the charter have the same root key"))  # F21, F39
    return Charter(raw, dialogue, members, parsed)


def _parse_party(dialogue: str, name: str, value: Any) -> Party:
    if not is_party_id(name):
        raise FormatError(N_("%(name)r is not a party id (a small letter, then at most 31 small letters, digits or _)"), name=name)
    members = _members(value, _PARTY_MEMBERS, "party " + name)
    check_texts(members["names"], "names", least=1)
    return Party(
        dialogue=dialogue,
        id=name,
        names=members["names"],
        root=parse_public_pair(members["root"]),
        recipients=parse_recipients(members["recipients"]),
        next=_base64_of(members["next"], 32, "next"),
        notice=_base64_of(members["notice"], 32, "notice"),
    )


def parse_public_pair(value: Any) -> PublicPair:
    """Read {"ed25519":b64,"mldsa44":b64} and refuse an unsound Ed25519 key."""
    members = _members(value, {"ed25519", "mldsa44"}, "root")
    pair = PublicPair(_base64_of(members["ed25519"], 32, "ed25519"), _base64_of(members["mldsa44"], MLDSA44_PUBLIC_BYTES, "mldsa44"))
    if not ed25519_public_key_is_sound(pair.ed25519):
        raise FormatError(N_("an Ed25519 key is of small order or not in canonical form"))
    return pair


def format_public_pair(pair: PublicPair) -> dict[str, str]:
    """The inverse of `parse_public_pair`."""
    return {"ed25519": encode_base64(pair.ed25519), "mldsa44": encode_base64(pair.mldsa44)}


def parse_recipients(value: Any) -> tuple[str, ...]:
    """Read a list of typed recipient strings; unknown types are kept (a later version may know them)."""
    if type(value) is not list or not 1 <= len(value) <= LIMITS.recipients:
        raise FormatError(N_("recipients are a list of 1 to %(limit)d"), limit=LIMITS.recipients)
    for item in value:
        if type(item) is not str or not 1 <= len(item) <= LIMITS.recipient_chars or not re.match(r"\A[!-~]+\Z", item):
            raise FormatError(N_("a recipient is not one word of ASCII"))
    return tuple(value)


def fingerprint(pair: PublicPair) -> str:
    """The short name of a pair of root keys that people compare by eye: 32 hex digits of its digest, in fours (128 bits)."""
    text = digest("root", pair.ed25519, pair.mldsa44).hex()[:32]
    return " ".join(text[i : i + 4] for i in range(0, 32, 4))


def root_digest(pair: PublicPair) -> bytes:
    """What `next` commits to."""
    return digest("root", pair.ed25519, pair.mldsa44)


def notice_digest(root: PublicPair, party: str, secret: bytes) -> bytes:
    """What `notice` commits to: bound to the party and its root key. The secret is drawn anew for each dialogue (F24)."""
    return digest("notice", root_digest(root), party.encode("ascii"), b"\n", secret)


def parse_channel_charter(value: Any, charter: Charter) -> ChannelCharter:
    """Read a channel charter (a JSON value) of a dialogue.

    Raises:
        FormatError: a member is missing, unknown or wrong, or it names a party that the charter does not.
    """
    members = _members(value, _CHANNEL_MEMBERS, "channel charter")
    if not _is_version_1(members["v"]):
        raise FormatError(N_("the channel charter has format version %(seen)r; this program reads version 1"), seen=members["v"])
    dialogue = members["dialogue"]
    if dialogue != charter.id:
        raise FormatError(N_("the channel belongs to dialogue %(seen)s, not to %(expected)s"), seen=dialogue, expected=charter.id)
    _base64_of(members["nonce"], 32, "nonce")
    k = _base64_of(members["k"], 32, "k")
    name = _base64_of(members["name"], 32, "name")
    kind = members["kind"]
    if type(kind) is not str or not _KIND.match(kind):
        raise FormatError(N_("the kind of a channel is not a word"))
    listed = members["members"]
    if type(listed) is not list or not all(type(x) is str for x in listed) or listed != sorted(set(listed)) or len(listed) < 2:
        raise FormatError(N_("members of a channel are two or more party ids, sorted, each once"))
    for member in listed:
        if member not in charter.parties:
            raise FormatError(N_("the channel names %(party)s, which is no party of the charter"), party=member)
    raw = canonical.encode(members)
    channel = ChannelCharter(raw, digest("channel", raw).hex(), members, dialogue, tuple(listed), kind, k, name)
    if kind == "plenary" and channel.id != plenary_channel(charter).id:
        raise FormatError(N_("a channel calls itself the plenary but is not the one of the charter"))
    return channel


def plenary_channel(charter: Charter) -> ChannelCharter:
    """The plenary of a dialogue, which follows from the charter alone: all parties, the charter's nonce, k and names."""
    members = {
        "v": 1,
        "dialogue": charter.id,
        "nonce": charter.value["nonce"],
        "k": charter.value["k"],
        "name": encode_base64(name_digest(plenary_name_salt(charter), charter.value["names"])),
        "members": sorted(charter.parties),
        "kind": "plenary",
    }
    raw = canonical.encode(members)
    return ChannelCharter(
        raw, digest("channel", raw).hex(), members, charter.id, tuple(members["members"]), "plenary",
        decode_base64(members["k"], 32), decode_base64(members["name"], 32),
    )  # fmt: skip


def plenary_name_salt(charter: Charter) -> bytes:
    """The salt of the plenary's name: derived, since its name is the dialogue's and no secret."""
    return digest("plenary", decode_base64(charter.value["nonce"], 32))


def name_digest(salt: bytes, name: dict[str, str]) -> bytes:
    """What a channel charter holds of its name: H("detente/v1/name\\n" || salt || canonical name)."""
    return digest("name", salt, canonical.encode(name))


def k_digest(k: bytes) -> bytes:
    """What charters hold of the channel secret K."""
    return digest("k", k)


@lru_cache(maxsize=4096)  # asked for with every pouch; a dialogue of 57 in seven channels has 400
def log_id(dialogue: str, channel: str, party: str, generation: int) -> str:
    """The id of one party's log in one channel and generation, in hex."""
    return digest("log", f"{dialogue}\n{channel}\n{party}\n{generation}".encode("ascii")).hex()


def origin_of(log: str) -> str:
    """The C2SP origin of a log, which is also the name of its keys."""
    return ORIGIN_PREFIX + log


def standing_salt(k: bytes, cut_digest: bytes, section: str) -> bytes:
    """The salt of one section of a standing: all members derive it alike, nobody else can guess it (F7)."""
    return hmac.digest(k, b"detente/v1/standing\n" + cut_digest + section.encode("ascii"), "sha256")


def _is_version_1(value: Any) -> bool:
    return type(value) is int and value == 1  # `true` is 1 to Python, and would be a second spelling


def _members(value: Any, expected: set[str], where: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise FormatError(N_("%(where)s is not an object"), where=where)
    if value.keys() != expected:
        missing, unknown = sorted(expected - value.keys()), sorted(value.keys() - expected)
        raise FormatError(
            N_("%(where)s: missing members %(missing)s, unknown members %(unknown)s"), where=where, missing=missing, unknown=unknown
        )
    return value


def check_names(value: Any) -> None:
    """Refuse what is not a name in at least one language, such as {"en": "Plenary"}."""
    check_texts(value, "name", least=1)


def check_texts(value: Any, where: str, *, least: int) -> None:
    """Refuse what is not a text by language."""
    if (
        type(value) is not dict
        or len(value) < least
        or not all(_LANGUAGE.match(language) and type(text) is str and text for language, text in value.items())
    ):
        raise FormatError(N_('\'%(where)s\' is not a text by language, such as {"en": "Talks"}'), where=where)


def _whole_number(value: Any, where: str, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise FormatError(N_("'%(where)s' is not a whole number from %(low)d to %(high)d"), where=where, low=low, high=high)
    return value


def _base64_of(value: Any, length: int, where: str) -> bytes:
    if type(value) is not str:
        raise FormatError(N_("'%(where)s' is not a text in base64"), where=where)
    return decode_base64(value, length)


def parse_dialogue_id(text: str) -> str:
    """A dialogue id as a person types it: 64 hex digits; returns it in lower case."""
    parse_hex(text.lower(), 32)
    return text.lower()
