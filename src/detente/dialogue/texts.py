"""What is signed of a text: one digest over all its language versions, so that nobody can sign one language alone.

H("detente/v1/text\\n" || {"en":"..","ru":".."})     canonical JSON, every version that the text has
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.record import canonical
from detente.record.charter import digest


def text_digest(texts: Mapping[str, str]) -> bytes:
    """The digest (32 bytes) of a text: language -> the whole version, as it stands in the entry."""
    return digest("text", canonical.encode(dict(texts)))
