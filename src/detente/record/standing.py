"""The standing: the agreed count over a cut, committed section by section (docs/protocol.md, "Standing").

A section is a small JSON value with a name, such as "requests/rus". Each is committed with a salt that all members of the
channel derive alike from its secret K; so both sides get the same digest, one section can be shown alone and whole, and nothing
can be guessed about the others (F7). Which sections there are and how they are counted is the business of the rules version;
this module knows none of them.

    node_i  H("detente/v1/section\\n" || u8 len(name) || name || salt_i || canonical value)
    digest  H("detente/v1/standing\\n" || cut digest || u16 rules || u16 n || node_0 .. node_(n-1))
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from detente.errors import N_, FormatError
from detente.record import canonical
from detente.record.charter import digest, standing_salt

MAX_SECTIONS = 0xFFFF

_SECTION = re.compile(r"\A[a-z][a-z0-9_]{0,31}(?:/[a-z0-9_]{1,32})?\Z")


class Section(NamedTuple):
    """One opened section."""

    name: str
    salt: bytes
    value: Any


class Standing(NamedTuple):
    """A standing with all its sections, in order of their names, and its digest."""

    cut: bytes
    rules: int
    sections: tuple[Section, ...]
    digest: bytes


def make_standing(k: bytes, cut: bytes, rules: int, values: Mapping[str, Any]) -> Standing:
    """Commit to sections over a cut.

    Args:
        k: the channel secret, 32 bytes.
        cut: the cut digest.
        rules: the version of the counting rules.
        values: section name -> JSON value; every section of this rules version, empty ones too.
    """
    if not all(_SECTION.match(name) for name in values):
        raise FormatError(N_("%(name)r is not the name of a section"), name=next(name for name in values if not _SECTION.match(name)))
    sections = tuple(Section(name, standing_salt(k, cut, name), values[name]) for name in sorted(values))
    return Standing(cut, rules, sections, standing_digest(cut, rules, [section_node(section) for section in sections]))


def section_node(section: Section) -> bytes:
    """The commitment to one section."""
    if not _SECTION.match(section.name):
        raise FormatError(N_("%(name)r is not the name of a section"), name=section.name)
    if len(section.salt) != 32:
        raise FormatError(N_("the salt of a section has %(seen)d bytes, expected %(expected)d"), seen=len(section.salt), expected=32)
    name = section.name.encode("ascii")
    return digest("section", bytes([len(name)]), name, section.salt, canonical.encode(section.value))


def standing_digest(cut: bytes, rules: int, nodes: Sequence[bytes]) -> bytes:
    """The digest that seals carry."""
    if not 1 <= rules <= 0xFFFF or not 1 <= len(nodes) <= MAX_SECTIONS:
        raise FormatError(N_("a standing has 1 to %(limit)d sections and a rules version of 16 bits"), limit=MAX_SECTIONS)
    return digest("standing", cut, rules.to_bytes(2), len(nodes).to_bytes(2), *nodes)
