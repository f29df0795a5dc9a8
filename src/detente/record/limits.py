"""Every limit of the format in one place, with its unit and the reason for it (docs/protocol.md, "Limits").

A limit is part of the format: two nodes with other limits would disagree on what is valid. None of these may be made
configurable.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of format 1."""

    charter_bytes: int = 1 << 20  # 256 parties with ML-DSA keys of 1,752 characters each need 600 kB
    parties: int = 256  # 193 states and room for organisations
    json_depth: int = 16  # containers inside containers of one JSON value; nothing of ours needs more than 11
    value_depth: int = 8  # of one field: a proof puts seven containers around it
    charter_depth: int = 8  # of a charter, for the same reason
    fields_act: int = 64  # so that a leaf has at most 64 hashes: 2 kB
    fields_seal: int = 512  # one `seen` field per party and the fixed ones
    value_bytes: int = 16 << 10  # canonical bytes of one field; longer texts are blobs or one field per item
    line_bytes: int = 1 << 20  # one entry
    refs: int = 64  # references of one act
    attests: int = 16  # past cuts that one seal may attest
    note_bytes: int = 32 << 10  # read before a signature is checked; a checkpoint has 3.6 kB
    head_bytes: int = 64 << 10  # everything of a pouch before its first entry
    pouch_entries: int = 4096  # seal included
    pouch_bytes: int = 16 << 20  # lines of one pouch, without its pad
    pad_bytes: int = 1 << 20  # characters of a pad line
    container_items: int = 256  # pouches, notes and asks in one container
    container_bytes: int = 32 << 20  # the age file
    container_text: int = 64 << 20  # after gunzip, streamed; a gzip bomb opens to 1,000 times its size (F15)
    age_header_bytes: int = 128 << 10  # pyrage parses a header in quadratic time (F14)
    age_stanzas: int = 64
    held_pouches: int = 256  # pouches without their ancestors, per dialogue
    held_bytes: int = 64 << 20
    proof_bytes: int = 64 << 20
    proof_entries: int = 4096
    recipients: int = 64  # per party and generation
    successions: int = 2  # of a root key: with more, a certificate would not fit into one field
    recipient_chars: int = 4096  # a post-quantum recipient has 2,000
    blob_bytes: int = 256 << 20  # an attachment


LIMITS = Limits()
