"""C2SP signed notes: a text with signature lines under it, and the keys that verify them.

    This is an example message.
                                                    <- the last empty line parts text and signatures; it is not signed
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

A signature line carries the key's name and base64(key id (4 bytes) || signature). Name and id together say which key and
which algorithm; the id alone is no proof of anything. Knows nothing of trees. https://c2sp.org/signed-note
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.errors import N_, CallerError, FormatError, SignatureError
from detente.record.signatures import (
    ED25519_KEY_BYTES,
    MLDSA44_KEY_BYTES,
    Ed25519Signer,
    ed25519_public_key_is_sound,
    verify_ed25519,
)
from detente.record.text import decode_base64, encode_base64, parse_hex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# signed-note, "Signature types": the byte goes into the key id, so one key under two types is two keys.
ED25519 = 0x01
COSIGNATURE_ED25519 = 0x04
COSIGNATURE_MLDSA44 = 0x06

MAX_NOTE_BYTES = 32 * 1024
"""A checkpoint with both our signatures has 3.7 kB; the rest is room for the signatures of some eight witnesses."""

MAX_SIGNATURES = 100
"""signed-note: accept at least 16 and put a limit; Go's note package takes 100."""

MAX_NAME_BYTES = 255  # tlog-cosignature: a name is preceded by its length in one byte

_KEY_BYTES = {ED25519: ED25519_KEY_BYTES, COSIGNATURE_ED25519: ED25519_KEY_BYTES, COSIGNATURE_MLDSA44: MLDSA44_KEY_BYTES}
_KEY_ID_BYTES = 4
_DASH = "\u2014 ".encode()  # EM DASH, SPACE

# signed-note: no ASCII control character but LF.
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")
# signed-note: a key name has no Unicode space and no "+". Written out (the White_Space property), because str.isspace()
# follows the Unicode version of the Python that runs. Control characters are refused with them.
_NOT_IN_NAME = re.compile("[\x00-\x20+\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def encode_name(name: str) -> bytes:
    """The bytes of a key name. Names are compared as they are: no normalisation, no case folding.

    Raises:
        FormatError: empty, longer than 255 bytes, or with a space, a control character, a "+" or a lone surrogate.
    """
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        raise FormatError(N_("a key name is not text")) from None
    if not 0 < len(encoded) <= MAX_NAME_BYTES:
        raise FormatError(N_("a key name has %(seen)d bytes, allowed are 1 to %(limit)d"), seen=len(encoded), limit=MAX_NAME_BYTES)
    if _NOT_IN_NAME.search(name):
        raise FormatError(N_("a key name holds a space, a control character or a plus sign"))
    return encoded


def key_id(name: str, type_byte: int, public: bytes) -> bytes:
    """signed-note: SHA-256(name || 0x0A || type || public key)[:4]."""
    return sha256(encode_name(name) + b"\n" + bytes((type_byte,)) + public).digest()[:_KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name and the type under which it signs.

    Attributes:
        name: the key name of the signature lines.
        type: ED25519, COSIGNATURE_ED25519 or COSIGNATURE_MLDSA44.
        public: 32 or 1,312 bytes.
        key_id: the first four bytes of its fingerprint, derived.
    """

    name: str
    type: int
    public: bytes
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Refuse an unknown type, another length, and an Ed25519 key under which signatures mean nothing."""
        if self.type not in _KEY_BYTES:
            raise FormatError(N_("the key type %(seen)d is unknown"), seen=self.type)
        if len(self.public) != _KEY_BYTES[self.type]:
            raise FormatError(N_("a key has %(seen)d bytes, expected %(expected)d"), seen=len(self.public), expected=_KEY_BYTES[self.type])
        if self.type != COSIGNATURE_MLDSA44 and not ed25519_public_key_is_sound(self.public):
            raise SignatureError(N_("an Ed25519 key is not canonical or of small order"))
        object.__setattr__(self, "key_id", key_id(self.name, self.type, self.public))


def parse_vkey(text: str) -> VerifierKey:
    """Read `name+hex(key id)+base64(type || public key)`.

    Raises:
        FormatError: another form, an unknown type, or an id that does not belong to the key.
        SignatureError: an Ed25519 key that is not canonical or of small order.
    """
    parts = text.split("+", 2)  # base64 may hold further "+"
    if len(parts) != 3:
        raise FormatError(N_("a verifier key has the form name+id+key"))
    name, identifier, encoded = parts
    material = decode_base64(encoded)
    if not material:
        raise FormatError(N_("a verifier key has the form name+id+key"))
    key = VerifierKey(name, material[0], material[1:])
    if parse_hex(identifier, _KEY_ID_BYTES) != key.key_id:
        raise FormatError(N_("a key id does not belong to its key"))
    return key


def format_vkey(key: VerifierKey) -> str:
    """The inverse of `parse_vkey`."""
    return f"{key.name}+{key.key_id.hex()}+{encode_base64(bytes((key.type,)) + key.public)}"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note: `— name base64(key id || signature)`, nothing verified."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note, nothing verified.

    Attributes:
        text: what is signed; ends in LF, the empty line after it not included.
        signatures: the lines under it, at least one, in their order.
    """

    text: bytes
    signatures: tuple[SignatureLine, ...]


def format_signature_line(line: SignatureLine) -> bytes:
    """The bytes of one signature line, with its LF.

    Raises:
        FormatError: a name or a length that the form does not allow.
    """
    if len(line.key_id) != _KEY_ID_BYTES or not line.signature:
        raise FormatError(N_("a signature line holds no key id or no signature"))
    return _DASH + encode_name(line.name) + b" " + encode_base64(line.key_id + line.signature).encode() + b"\n"


def parse_signature_line(raw: bytes) -> SignatureLine:
    """Read one signature line, with or without its LF: the inverse of `format_signature_line`.

    Raises:
        FormatError: another form.
    """
    parts = raw.removesuffix(b"\n").removeprefix(_DASH).split(b" ")
    if not raw.startswith(_DASH) or len(parts) != 2:
        raise FormatError(N_("a signature line has not the form dash, name, base64"))
    try:
        name = parts[0].decode()
    except UnicodeDecodeError:
        raise FormatError(N_("a key name is not text")) from None
    encode_name(name)
    payload = decode_base64(parts[1])
    if len(payload) <= _KEY_ID_BYTES:
        raise FormatError(N_("a signature line holds no key id or no signature"))
    return SignatureLine(name, payload[:_KEY_ID_BYTES], payload[_KEY_ID_BYTES:])


def _render(note: Note) -> bytes:
    return note.text + b"\n" + b"".join(map(format_signature_line, note.signatures))


def parse_note(raw: bytes, *, max_bytes: int = MAX_NOTE_BYTES, max_signatures: int = MAX_SIGNATURES) -> Note:
    """Read a signed note that a stranger sent. Nothing is verified.

    Raises:
        FormatError: too large, or not exactly the form.
    """
    # 1. Cap the size.
    if len(raw) > max_bytes:
        raise FormatError(N_("the note has %(seen)d bytes, the limit is %(limit)d"), seen=len(raw), limit=max_bytes)
    # 2. Match the exact form. signed-note: UTF-8, no control character but LF.
    try:
        raw.decode()
    except UnicodeDecodeError:
        raise FormatError(N_("the note is not UTF-8")) from None
    if _CONTROL.search(raw):
        raise FormatError(N_("the note holds a control character"))
    # signed-note: the text may hold empty lines; the last one parts it from the signatures.
    text, empty_line, lines = raw.rpartition(b"\n\n")
    if not empty_line or not lines.endswith(b"\n"):
        raise FormatError(N_("the note has no empty line with signature lines after it"))
    count = lines.count(b"\n")
    if count > max_signatures:
        raise FormatError(N_("the note has %(seen)d signatures, the limit is %(limit)d"), seen=count, limit=max_signatures)
    # Split bytes at LF: str.splitlines would also split at U+2028, U+0085 and others.
    note = Note(text + b"\n", tuple(map(parse_signature_line, lines[:-1].split(b"\n"))))
    # 3. Format again and compare.
    if _render(note) != raw:
        raise FormatError(N_("the note is not in its one form"))
    return note


def format_note(note: Note) -> bytes:
    """The inverse of `parse_note`.

    Raises:
        FormatError: a text or lines that `parse_note` would refuse or read in another way.
    """
    raw = _render(note)
    if parse_note(raw) != note:
        raise FormatError(N_("the note is not in its one form"))
    return raw


def sign_ed25519(name: str, signer: Ed25519Signer, text: bytes) -> SignatureLine:
    """Sign a note's text as type 0x01.

    The type has no domain of its own: the first line of the text must say what is signed.
    """
    return SignatureLine(name, key_id(name, ED25519, signer.public_key), signer.sign(text))


def verify_ed25519_line(key: VerifierKey, line: SignatureLine, text: bytes) -> None:
    """Verify one line of type 0x01.

    Raises:
        SignatureError: it does not hold.
        CallerError: the key is of another type (`cosignature.py` knows those).
    """
    if key.type != ED25519:
        raise CallerError(N_("a key of type %(seen)d signs no plain note"), seen=key.type)
    if not verify_ed25519(key.public, line.signature, text):
        raise SignatureError(N_("the signature of %(name)s does not hold"), name=key.name)


def verify_note(
    note: Note,
    keys: Iterable[VerifierKey],
    verify_line: Callable[[VerifierKey, SignatureLine, bytes], object] = verify_ed25519_line,
) -> list[VerifierKey]:
    """Find which of the keys signed the note.

    Args:
        note: what `parse_note` returned.
        keys: the keys that the caller trusts.
        verify_line: what to do with a line of a known key: raises SignatureError if it does not hold.

    Returns:
        The keys that signed, each once, in the order of their first lines.

    Raises:
        SignatureError: a line of a known key does not hold, or no known key signed.
        CallerError: two of the keys have one name and one id.
    """
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise CallerError(N_("two keys share the name %(name)s and the key id"), name=key.name)
    signed: list[VerifierKey] = []
    for line in note.signatures:
        match = known.get((line.name, line.key_id))
        if match is None:
            continue  # signed-note: ignore unknown keys, also those that share a name or an id (not both) with a known one
        verify_line(match, line, note.text)  # signed-note: one bad line of a known key rejects the whole note
        if match not in signed:
            signed.append(match)
    if not signed:
        raise SignatureError(N_("no known key signed the note"))
    return signed
