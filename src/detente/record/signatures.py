"""Ed25519 and ML-DSA-44: what counts as a valid signature, and the two signers of a log.

Two honest nodes with different libraries must never disagree on whether a signature holds, or their records part. For
Ed25519 libraries do disagree, on points that no honest signer makes (C2SP/CCTV has 914 of them). The rules, before any
library is asked:

1. A (the key) and R (the first half) are canonical encodings: y < p, and no "negative zero" x. RFC 8032 5.1.3.
2. A is not of small order: such a key signs everything, or signs for several keys at once. Nor is R: no signer makes one,
   and libraries differ on it.
3. S < L. RFC 8032 5.1.7: otherwise anybody can make a second signature from a first.

What is then left to the library is the equation [S]B = R + [k]A, without multiplying by the cofactor (OpenSSL's way;
RFC 8032 5.1.7 allows both). A verifier in another language must take the same equation.

ML-DSA-44 (FIPS 204) has no such latitude; signing is hedged, so two signatures of one message differ.

The library is loaded with the first signature: a twentieth of the time of a command that only reads what was verified.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

SEED_BYTES = 32
ED25519_KEY_BYTES = 32
ED25519_SIGNATURE_BYTES = 64
MLDSA44_KEY_BYTES = 1312
MLDSA44_SIGNATURE_BYTES = 2420
MLDSA44_CONTEXT_BYTES = 255  # FIPS 204, algorithms 2 and 3: at most

# RFC 8032 5.1: the order of the base point.
_ORDER = 2**252 + 27742317777372353535851937790883648493

# p = 2^255 - 19 is ed ff .. ff 7f: y >= p needs a first byte of ed or more and then only ones up to the sign bit.
_P_LOW = 0xED
_ONES = b"\xff" * 30

# x = 0 has no negative: y = 1 and y = -1 with the sign bit set are second spellings. RFC 8032 5.1.3 step 4.
_NEGATIVE_ZERO = frozenset((bytes.fromhex("01" + "00" * 30 + "80"), bytes.fromhex("ec" + "ff" * 31)))

# The eight points whose order divides the cofactor 8, in canonical form (their other spellings fall to rule 1).
_SMALL_ORDER = frozenset(
    bytes.fromhex(encoding)
    for encoding in (
        "0100000000000000000000000000000000000000000000000000000000000000",  # order 1
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # order 2
        "0000000000000000000000000000000000000000000000000000000000000000",  # order 4
        "0000000000000000000000000000000000000000000000000000000000000080",  # order 4
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",  # order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  # order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",  # order 8
    )
)


def _point_is_canonical(point: bytes) -> bool:
    """Rule 1, for 32 bytes. Says nothing of whether the point lies on the curve."""
    if point[31] & 0x7F == 0x7F and point[0] >= _P_LOW and point[1:31] == _ONES:
        return False
    return point not in _NEGATIVE_ZERO


@lru_cache(maxsize=1024)  # 1,024 keys: far above the members of one dialogue (256), far below a memory that matters
def ed25519_public_key_is_sound(key: bytes) -> bool:
    """Say whether a key may be registered: rules 1 and 2 of this module.

    A key that lies on no curve point is not found here (that needs a square root): no signature verifies under it.
    """
    return len(key) == ED25519_KEY_BYTES and _point_is_canonical(key) and key not in _SMALL_ORDER


def _refusals() -> tuple[type[Exception], ...]:
    """How the library says that a signature does not hold, or that a key is none."""
    from cryptography.exceptions import InvalidSignature

    return InvalidSignature, ValueError


@lru_cache(maxsize=1024)
def _ed25519_key(key: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(key)


def verify_ed25519(key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether an Ed25519 signature holds under the strict rules of this module; never raises on what was received."""
    if len(signature) != ED25519_SIGNATURE_BYTES or not ed25519_public_key_is_sound(key):
        return False
    if not _point_is_canonical(signature[:32]) or signature[:32] in _SMALL_ORDER:
        return False
    if int.from_bytes(signature[32:], "little") >= _ORDER:
        return False
    try:
        _ed25519_key(key).verify(signature, message)
    except _refusals():
        return False
    return True


@lru_cache(maxsize=1024)
def _mldsa44_key(key: bytes) -> MLDSA44PublicKey:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

    return MLDSA44PublicKey.from_public_bytes(key)


def verify_mldsa44(key: bytes, signature: bytes, message: bytes, context: bytes = b"") -> bool:
    """Say whether an ML-DSA-44 signature holds (FIPS 204, algorithm 3); never raises on what was received."""
    if len(key) != MLDSA44_KEY_BYTES or len(signature) != MLDSA44_SIGNATURE_BYTES or len(context) > MLDSA44_CONTEXT_BYTES:
        return False
    try:
        _mldsa44_key(key).verify(signature, message, context)
    except _refusals():
        return False
    return True


def _check_seed(seed: bytes) -> None:
    if len(seed) != SEED_BYTES:
        raise CallerError(N_("a seed has %(expected)d bytes, this one has %(seen)d"), expected=SEED_BYTES, seen=len(seed))


class Ed25519Signer:
    """An Ed25519 private key. Shows only its public half."""

    __slots__ = ("_private", "public_key")

    public_key: bytes

    def __init__(self, seed: bytes) -> None:
        """Take the 32-byte seed of RFC 8032 5.1.5."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        _check_seed(seed)
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes; the same each time."""
        return self._private.sign(message)


class MLDSA44Signer:
    """An ML-DSA-44 private key. Shows only its public half."""

    __slots__ = ("_private", "public_key")

    public_key: bytes

    def __init__(self, seed: bytes) -> None:
        """Take the 32-byte seed of FIPS 204, algorithm 6."""
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

        _check_seed(seed)
        self._private = MLDSA44PrivateKey.from_seed_bytes(seed)
        self.public_key = self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes, context: bytes = b"") -> bytes:
        """2,420 bytes; other bytes each time, because the library mixes in randomness (FIPS 204 3.4)."""
        if len(context) > MLDSA44_CONTEXT_BYTES:
            raise CallerError(
                N_("a context has at most %(limit)d bytes, this one has %(seen)d"), limit=MLDSA44_CONTEXT_BYTES, seen=len(context)
            )
        return self._private.sign(message, context)


class PublicPair(NamedTuple):
    """The two public keys of one log, one root or one party: 32 and 1,312 bytes."""

    ed25519: bytes
    mldsa44: bytes


class KeyPair(NamedTuple):
    """The two signers that belong together: what one signs, the other signs too."""

    ed25519: Ed25519Signer
    mldsa44: MLDSA44Signer

    @classmethod
    def from_seeds(cls, ed25519_seed: bytes, mldsa44_seed: bytes) -> KeyPair:
        """Make both signers from their 32-byte seeds, which must be independent of each other."""
        return cls(Ed25519Signer(ed25519_seed), MLDSA44Signer(mldsa44_seed))

    @property
    def public(self) -> PublicPair:
        """The public halves."""
        return PublicPair(self.ed25519.public_key, self.mldsa44.public_key)
