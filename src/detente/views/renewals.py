"""Renewals: who signed one, and what of it is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from detente.record.charter import Charter
from detente.record.renewal import Compared, Renewal, digest_of, format_renewal
from detente.record.text import encode_base64
from detente.views.base import View
from detente.views.countersigned import time_of

_NOBODY: Final[Mapping[str, int]] = MappingProxyType({})

MOST_NAMED = 20
"""Items of one state that are named; how many there are in all is said beside it."""


class Items(View, frozen=True):
    """How many items are in a state, and the first of them."""

    count: int
    first: list[str]


class WitnessedBy(View, frozen=True):
    """A witness that countersigned a renewal, and the time that it states: everything that the renewal lists existed before."""

    witness: str
    at: str


class RenewalView(View, frozen=True):
    """`renewal make`, `sign` and `check`. `holds`: signatures hold and nothing differs.

    `destroyed`: pouches that lost a body by agreement since, so that their bytes cannot be compared any more; `missing`: not at hand;
    `uncovered`: at hand and not in the renewal, since they came later.
    """

    file: str
    dialogue: str
    names: dict[str, str]
    made_at: str
    digest: str
    earlier: int
    items: int
    signed: list[str]
    not_signed: list[str]
    parties: dict[str, dict[str, str]]
    same: int
    differ: Items
    destroyed: Items
    missing: Items
    uncovered: Items
    witnesses: list[WitnessedBy]
    holds: bool
    exercise: bool


def renewal_view(
    file: str, renewal: Renewal, charter: Charter, signed: Sequence[str], found: Compared, times: Mapping[str, int] = _NOBODY
) -> RenewalView:
    """What a renewal says, beside what is at hand; `times`: when which witness says to have seen it."""
    return RenewalView(
        file=file, dialogue=charter.id, names=charter.names, made_at=renewal.made_at,
        digest=encode_base64(digest_of(format_renewal(renewal))), earlier=len(renewal.earlier), items=len(renewal.items),
        signed=list(signed), not_signed=sorted(set(charter.parties) - set(signed)),
        parties={party.id: party.names for party in charter.parties.values()},
        same=len(found.same), differ=_items(found.differ),
        destroyed=_items(found.destroyed), missing=_items(found.missing), uncovered=_items(found.uncovered),
        witnesses=[WitnessedBy(witness=name, at=time_of(at)) for name, at in sorted(times.items())],
        holds=not found.differ, exercise=charter.exercise,
    )  # fmt: skip


def _items(names: Sequence[str]) -> Items:
    return Items(count=len(names), first=list(names[:MOST_NAMED]))
