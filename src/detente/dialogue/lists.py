"""Lists that are exchanged at one time: what commits a party to its list before anybody opens one.

commitment = SHA-256("detente/v1/list\n" || salt (32 bytes) || canonical [channel, slot, party, text, [file, ..]])

Channel, slot and party stand in it, so nobody can copy the commitment of another and later open it as his own, and none can be used
again in another exchange.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import FormatError
from detente.record import canonical
from detente.record.text import decode_base64

SALT_BYTES: Final = 32


class Whose(NamedTuple):
    """Where a list belongs.

    Attributes:
        channel: the id of the channel, which is a hash of its dialogue too.
        slot: of the exchange, exchange/KEY.
        party: whose list it is.
    """

    channel: str
    slot: str
    party: str


def list_digest(salt: bytes, whose: Whose, text: str | None, files: list[str]) -> bytes:
    """What commits to a list without telling anything of it.

    Args:
        salt: 32 random bytes, kept with the list until it is opened; without them a short list could be guessed.
        whose: channel, exchange and party.
        text: the list as it is written; None where files alone hold it.
        files: of each file its SHA-256 in base64, in the order of the fields that name them.

    Raises:
        FormatError: the text is not well-formed Unicode.
    """
    if len(salt) != SALT_BYTES:
        message = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(message)
    return hashlib.sha256(b"detente/v1/list\n" + salt + canonical.encode([*whose, text, list(files)])).digest()


def fits(commitment: Any, whose: Whose, fields: Mapping[str, Any]) -> bool:
    """Whether what was opened, whoever sent it, is the list that was committed to.

    Args:
        commitment: as the entry of the commitment carries it.
        whose: what the commitment must have been made for.
        fields: of the entry that opens it.
    """
    salt, text, files = fields.get("salt"), fields.get("text"), files_of(fields)
    if type(commitment) is not str or type(salt) is not str or type(text) not in {str, type(None)} or files is None:
        return False
    try:
        return list_digest(decode_base64(salt, SALT_BYTES), whose, text, files) == decode_base64(commitment, 32)
    except FormatError:
        return False


def files_of(fields: Mapping[str, Any]) -> list[str] | None:
    """The digests of the files that an entry names, in the order of its fields; None if such a field names none."""
    found: list[str] = []
    for name in sorted(name for name in fields if name.startswith(FILE_PREFIX)):
        blob = fields[name].get("blob") if type(fields[name]) is dict else None
        digest = blob.get("sha256") if type(blob) is dict else None
        if type(digest) is not str:
            return None
        found.append(digest)
    return found
