"""Renewals: who signed one, and what of it is at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from detente.node.called import called_in
from detente.node.node import Node
from detente.node.renewals import kept, notes
from detente.record.charter import Charter
from detente.record.note import parse_note
from detente.record.renewal import Compared, Renewal, digest_of, format_renewal, parse_renewal
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
    `uncovered`: at hand and not in the renewal, since they came later; `unread`: names on the countersignatures of witnesses whose keys
    were not given, so that nobody can say whether they hold. `file`: null for one that the node keeps.
    """

    file: str | None
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
    unread: list[str]
    holds: bool
    exercise: bool


class RenewalRow(View, frozen=True):
    """One renewal that a node keeps. `number`: the place in the list, oldest first; `countersigned`: names on the notes kept with it."""

    number: int
    names: dict[str, str]
    made_at: str
    digest: str
    items: int
    signed: list[str]
    not_signed: list[str]
    parties: dict[str, dict[str, str]]
    countersigned: list[str]


class RenewalList(View, frozen=True):
    """`renewal list`: the renewals that this node keeps, of each dialogue the oldest first."""

    renewals: list[RenewalRow]
    exercise: bool


class RenewalsChecked(View, frozen=True):
    """`renewal check` without a file: each renewal that the node keeps, in the order of `renewal list`. `holds`: all of them hold."""

    renewals: list[RenewalView]
    holds: bool


def renewal_view(
    file: str | None, renewal: Renewal, charter: Charter, signed: Sequence[str], found: Compared, times: Mapping[str, int] = _NOBODY,
    names: Collection[str] = (), parties: Mapping[str, dict[str, str]] | None = None,
) -> RenewalView:  # fmt: skip
    """What a renewal says, beside what is at hand.

    Args:
        times: when which witness says to have seen it.
        names: on all its notes.
        parties: what they are called now, where a node knows it; otherwise as the charter has it.
    """
    return RenewalView(
        file=file, dialogue=charter.id, names=charter.names, made_at=renewal.made_at,
        digest=encode_base64(digest_of(format_renewal(renewal))), earlier=len(renewal.earlier), items=len(renewal.items),
        signed=list(signed), not_signed=sorted(set(charter.parties) - set(signed)),
        parties={party.id: party.names for party in charter.parties.values()} if parties is None else dict(parties),
        same=len(found.same), differ=_items(found.differ),
        destroyed=_items(found.destroyed), missing=_items(found.missing), uncovered=_items(found.uncovered),
        witnesses=[WitnessedBy(witness=name, at=time_of(at)) for name, at in sorted(times.items())],
        unread=sorted(set(names) - set(times)), holds=not found.differ, exercise=charter.exercise,
    )  # fmt: skip


def renewal_list(node: Node) -> RenewalList:
    """The renewals that a node keeps, with who signed each (as it says: nothing is verified) and what is kept of witnesses."""
    charters = sorted(node.charters.values(), key=lambda charter: charter.id)
    found = [(charter, parse_renewal(raw)) for charter in charters for raw in kept(node, charter)]
    return RenewalList(
        renewals=[
            RenewalRow(
                number=number, names=charter.names, made_at=renewal.made_at, digest=encode_base64(digest_of(format_renewal(renewal))),
                items=len(renewal.items), signed=(signed := [str(each["party"]) for each in renewal.signatures]),
                not_signed=sorted(set(charter.parties) - set(signed)),
                parties=called_in(node, charter), countersigned=names_on(notes(node, renewal)),
            )
            for number, (charter, renewal) in enumerate(found, 1)
        ],
        exercise=any(charter.exercise for charter in charters),
    )  # fmt: skip


def names_on(raws: Iterable[bytes]) -> list[str]:
    """The names on notes, whether or not their lines hold."""
    return sorted({line.name for raw in raws for line in parse_note(raw).signatures})


def _items(names: Sequence[str]) -> Items:
    return Items(count=len(names), first=list(names[:MOST_NAMED]))
