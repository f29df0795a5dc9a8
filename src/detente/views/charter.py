"""A charter as people read it before they sign it."""

from __future__ import annotations

from detente.record.charter import Charter, fingerprint, plenary_channel
from detente.views.base import View


class PartyRow(View, frozen=True):
    """One party: its names, and the fingerprint of its root keys, to be compared by another way."""

    id: str
    names: dict[str, str]
    fingerprint: str


class CharterView(View, frozen=True):
    """A charter. `hash` is what outsiders trust; `signed`: whether this node has agreed to it (null: no node was asked)."""

    hash: str
    names: dict[str, str]
    purpose: dict[str, str]
    exercise: bool
    languages: list[str]
    rules: int
    parties: list[PartyRow]
    plenary: str
    signed: bool | None


def charter_view(charter: Charter, *, signed: bool | None = None) -> CharterView:
    """What a charter says."""
    return CharterView(
        hash=charter.id,
        names=charter.names,
        purpose=dict(charter.value["purpose"]),
        exercise=charter.exercise,
        languages=list(charter.value["languages"]),
        rules=charter.rules,
        parties=[
            PartyRow(id=party.id, names=party.names, fingerprint=fingerprint(party.root)) for _, party in sorted(charter.parties.items())
        ],
        plenary=plenary_channel(charter).id,
        signed=signed,
    )
