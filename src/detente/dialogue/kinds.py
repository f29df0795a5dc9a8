"""The kinds of acts of rules 1: their fields, and which of these may be destroyed by agreement.

A kind or a field that is not listed here is kept, counts as an act, and has no effect but a finding: a later version may know it.
The kinds that belong to the record itself (open, reopen, rekey, evidence, seal) are listed too, so that one table says all.
"""

from __future__ import annotations

from typing import NamedTuple

FINAL_OUTCOMES = ("full", "partial", "nil", "declined", "withheld")
"""What `answered/1` counts: any final outcome, the breakdown always beside it."""

OUTCOMES = ("holding", *FINAL_OUTCOMES)

RECORD_KINDS = frozenset({"open", "reopen", "rekey", "evidence", "seal"})
"""Acts of the record itself: shown in its pages, not counted among people's acts."""


class Kind(NamedTuple):
    """The fields of a kind, beside `kind`, `at`, `re`, `by` and `destroyable`, which all may have.

    Attributes:
        kept: fields that stay for ever; a fold reads only these.
        destroyable: bodies, which may be destroyed by agreement of all members.
        refs: how many acts it refers to: (least, most).
    """

    kept: frozenset[str]
    destroyable: frozenset[str]
    refs: tuple[int, int]


def _kind(kept: str = "", destroyable: str = "", refs: tuple[int, int] = (0, 0)) -> Kind:
    return Kind(frozenset(kept.split()), frozenset(destroyable.split()), refs)


KINDS: dict[str, Kind] = {
    "open": _kind("channel name name_salt cert recipients k"),
    "reopen": _kind("channel name name_salt cert recipients k holds why"),
    "rekey": _kind("cert"),
    "evidence": _kind("log note/1 note/2 cert/1 cert/2 agreed prefix"),
    "destroy": _kind(refs=(1, 64)),
    "request": _kind("to", "subject text"),
    "acknowledge": _kind("", "text", refs=(1, 1)),
    "answer": _kind("outcome", "text reason", refs=(1, 1)),
    "withdraw": _kind("", "reason", refs=(1, 1)),
    "dispute": _kind("", "reason", refs=(1, 1)),
}

FILE_PREFIX = "file/"
"""Attachments: file/0001, file/0002, ..: each names a blob; destroyable in every kind."""


def destroyable_of(fields: dict[str, object]) -> list[str]:
    """Which of these fields the tables mark destroyable, sorted."""
    kind = KINDS.get(str(fields.get("kind")))
    names = kind.destroyable if kind else frozenset()
    return sorted(name for name in fields if name in names or name.startswith(FILE_PREFIX))
