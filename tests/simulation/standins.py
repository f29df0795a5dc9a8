"""What stands for encryption and for ML-DSA while seeds are played: the same bytes each time, at a tenth of the cost.

age draws a new key for each file and ML-DSA mixes chance into each signature, so with them no run is like another. Here a file has the
form of age (header, stanzas, sealed payload) and opens only with the identity of one of its recipients, and a signature of 2,420 bytes
holds only under the key of its signer; but whoever knows the public halves could make both, which nobody in these runs does. Ed25519 is
the real one: it signs alike each time, and no head is good without it; but what every node of a run verifies anew is computed once.
gzip only stores, since its sizes differ from library to library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from detente.node import keystore
from detente.record import container, signatures

_HEADER = re.compile(rb"\Aage-encryption\.org/v1\n((?:-> X25519 \S+\n\S+\n)+)--- (\S+)\n")
_NONCE = bytes(12)
_real_ed25519_key = signatures._ed25519_key


class DecryptError(Exception):
    """A file that none of the identities opens, or that was changed."""


class RecipientError(Exception):
    """No recipient."""


class Recipient(NamedTuple):
    """The public half of an identity."""

    text: str

    @classmethod
    def from_str(cls, text: str) -> Recipient:
        if not re.fullmatch(r"age1[0-9a-f]{64}", text):
            raise RecipientError(text)
        return cls(text)

    def __str__(self) -> str:
        return self.text

    def mask(self, salt: bytes) -> bytes:
        return hashlib.sha256(b"mask" + salt + self.text.encode()).digest()


class Identity(NamedTuple):
    """What opens the files for one recipient."""

    text: str

    @classmethod
    def from_str(cls, text: str) -> Identity:
        return cls(text)

    @lru_cache(1024)  # noqa: B019 - of a tuple of one text
    def to_public(self) -> Recipient:
        return Recipient("age1" + hashlib.sha256(self.text.encode()).hexdigest())


class _X25519:
    Identity, Recipient = Identity, Recipient


class Age:
    """In place of the module `pyrage`."""

    x25519 = _X25519
    DecryptError, RecipientError = DecryptError, RecipientError

    @staticmethod
    def encrypt(plain: bytes, recipients: Sequence[Recipient]) -> bytes:
        key = hashlib.sha256(b"file" + plain + b"".join(str(each).encode() for each in recipients)).digest()
        salt = hashlib.sha256(b"salt" + key).digest()[:16]
        stanzas = b"".join(b"-> X25519 %s\n%s\n" % (_base64(salt), _base64(_xor(key, each.mask(salt)))) for each in recipients)
        head = b"age-encryption.org/v1\n" + stanzas
        head += b"--- " + _base64(hashlib.sha256(key + head).digest()) + b"\n"
        return head + ChaCha20Poly1305(key).encrypt(_NONCE, plain, head)

    @staticmethod
    def decrypt(raw: bytes, identities: Sequence[Identity]) -> bytes:
        match = _HEADER.match(raw)
        if match is None:
            raise DecryptError
        lines = match[1].split(b"\n")
        try:
            for salt, wrapped in zip(lines[::2], lines[1::2], strict=False):
                plain_salt, plain_wrapped = (base64.b64decode(text, validate=True) for text in (salt.split(b" ")[2], wrapped))
                for identity in identities:
                    key = _xor(plain_wrapped, identity.to_public().mask(plain_salt))
                    head = raw[: match.start(2) - len(b"--- ")]
                    if base64.b64decode(match[2], validate=True) == hashlib.sha256(key + head).digest():
                        return ChaCha20Poly1305(key).decrypt(_NONCE, raw[match.end() :], match[0])
        except (binascii.Error, ValueError, OverflowError, InvalidTag) as error:
            raise DecryptError from error
        raise DecryptError

    @classmethod
    def decrypt_io(cls, raw: BinaryIO, plain: BinaryIO, identities: Sequence[Identity]) -> None:
        plain.write(cls.decrypt(raw.read(), identities))


class _Ed25519(NamedTuple):
    """A public key of the real one, which remembers what held under it."""

    public: bytes

    @lru_cache(4096)  # noqa: B019 - of a tuple of bytes; what does not hold raises, and is not remembered
    def verify(self, signature: bytes, message: bytes) -> None:
        _real_ed25519_key(self.public).verify(signature, message)


class _MLDSA44:
    """Both halves of a key pair."""

    def __init__(self, public: bytes) -> None:
        self._public = public

    def public_key(self) -> _MLDSA44:
        return self

    def public_bytes_raw(self) -> bytes:
        return self._public

    def sign(self, message: bytes, context: bytes) -> bytes:
        stated = hashlib.shake_256(b"%d %s%s%s" % (len(context), self._public, context, message))
        return stated.digest(signatures.MLDSA44_SIGNATURE_BYTES)

    def verify(self, signature: bytes, message: bytes, context: bytes) -> None:
        if signature != self.sign(message, context):
            raise InvalidSignature


def _signer_of(self: signatures.MLDSA44Signer, seed: bytes) -> None:
    self._private = _MLDSA44(hashlib.shake_256(b"ML-DSA" + seed).digest(signatures.MLDSA44_KEY_BYTES))  # type: ignore[assignment]
    self.public_key = self._private.public_key().public_bytes_raw()


_PLACES: tuple[tuple[Any, str, Any], ...] = (
    (container, "pyrage", Age),
    (container, "_LEVEL", 0),
    (keystore, "pyrage", Age),
    (signatures.MLDSA44Signer, "__init__", _signer_of),
    (signatures, "_ed25519_key", _Ed25519),
    (signatures, "_mldsa44_key", _MLDSA44),
)


@contextmanager
def stand_ins() -> Iterator[None]:
    """Play with them until the end of the block."""
    before = [(place, name, getattr(place, name)) for place, name, _ in _PLACES]
    for place, name, value in _PLACES:
        setattr(place, name, value)
    try:
        yield
    finally:
        for place, name, value in before:
            setattr(place, name, value)


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data)


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))
