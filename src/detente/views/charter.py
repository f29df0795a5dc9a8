"""A charter as people read it before they sign it."""

from __future__ import annotations

from typing import Any

from detente.record.charter import Charter, fingerprint, plenary_channel
from detente.views.base import View


class PartyRow(View, frozen=True):
    """One party: its names, and the fingerprint of its root keys, to be compared by another way."""

    id: str
    names: dict[str, str]
    fingerprint: str


class CharterView(View, frozen=True):
    """A charter. `hash` is what outsiders trust; `signed`: whether this node has agreed to it (null: no node was asked).

    `aliases`: other names by language; `mandate`: as the parties wrote it; `detente charter new` writes `text`, `by`, `place` and
    `statement` (each by language) and `on` (a date as far as it is known).
    """

    hash: str
    names: dict[str, str]
    aliases: dict[str, list[str]]
    purpose: dict[str, str]
    mandate: dict[str, Any]
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
        aliases={language: list(names) for language, names in charter.value["aliases"].items()},
        purpose=dict(charter.value["purpose"]),
        mandate=dict(charter.value["mandate"]),
        exercise=charter.exercise,
        languages=list(charter.value["languages"]),
        rules=charter.rules,
        parties=[
            PartyRow(id=party.id, names=party.names, fingerprint=fingerprint(party.root)) for _, party in sorted(charter.parties.items())
        ],
        plenary=plenary_channel(charter).id,
        signed=signed,
    )
