"""Closed notes: a party shares only the commitment to a text, and opens it later or never.

commitment = SHA-256("detente/v1/note\n" || salt (32 bytes) || text (UTF-8))
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from detente.errors import FormatError
from detente.record.text import decode_base64

SALT_BYTES: Final = 32


def note_digest(salt: bytes, text: str) -> bytes:
    """What commits to a text without telling anything of it.

    Args:
        salt: 32 random bytes, kept with the text until it is opened; without them a short text could be guessed.
    """
    if len(salt) != SALT_BYTES:
        message = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(message)
    return hashlib.sha256(b"detente/v1/note\n" + salt + text.encode("utf-8")).digest()


def fits(commitment: Any, salt: Any, text: Any) -> bool:
    """Whether an opened text, whoever sent it, is the one that was committed to; all three as entries carry them."""
    if type(commitment) is not str or type(salt) is not str or type(text) is not str:
        return False
    try:
        return note_digest(decode_base64(salt, SALT_BYTES), text) == decode_base64(commitment, 32)
    except (FormatError, ValueError):
        return False
